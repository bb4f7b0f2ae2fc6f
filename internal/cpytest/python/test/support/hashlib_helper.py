"""What CPython's tests import as test.support.hashlib_helper."""

import hashlib
import unittest


def requires_hashdigest(digestname, openssl=None, usedforsecurity=True):
    try:
        hashlib.new(digestname)
    except ValueError:
        return unittest.skip("needs the hash " + digestname)
    return lambda test: test
