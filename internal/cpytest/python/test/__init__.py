"""Holds the modules that CPython's tests import beside the tests themselves."""
