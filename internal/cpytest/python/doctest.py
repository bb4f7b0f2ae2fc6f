"""Stands for doctest where CPython's tests import it to add the examples in docstrings to
their suites. An example is text that is compiled while the test runs; they are not run.
"""

import unittest

ELLIPSIS = NORMALIZE_WHITESPACE = IGNORE_EXCEPTION_DETAIL = DONT_ACCEPT_TRUE_FOR_1 = 0
REPORT_NDIFF = REPORT_UDIFF = REPORT_CDIFF = FAIL_FAST = SKIP = 0


def DocTestSuite(module=None, *args, **kwargs):
    return unittest.TestSuite()


DocFileSuite = DocTestSuite
