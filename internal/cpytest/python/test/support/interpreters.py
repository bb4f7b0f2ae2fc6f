"""What CPython's tests import as test.support.interpreters, of which a compiled program has none."""

import unittest

raise unittest.SkipTest("needs interpreters within the interpreter")
