"""What CPython's tests import as test.support.testcase: comparisons as mixins of test cases."""

from math import copysign, isnan


class ExceptionIsLikeMixin:
    def assertExceptionIsLike(self, exc, template):
        """exc has the type, the message and the nesting of template."""
        if exc is None and template is None:
            return
        if exc is None or template is None:
            self.fail("%r is not like %r" % (exc, template))
        if not isinstance(exc, ExceptionGroup):
            self.assertEqual(exc.__class__, template.__class__)
            self.assertEqual(exc.args[0], template.args[0])
            return
        self.assertEqual(exc.message, template.message)
        self.assertEqual(len(exc.exceptions), len(template.exceptions))
        for inner, like in zip(exc.exceptions, template.exceptions):
            self.assertExceptionIsLike(inner, like)


class FloatsAreIdenticalMixin:
    def assertFloatsAreIdentical(self, x, y):
        """Equal, with the same sign of zero, or both nan."""
        if isnan(x) or isnan(y):
            if isnan(x) and isnan(y):
                return
        elif x == y and (x != 0.0 or copysign(1.0, x) == copysign(1.0, y)):
            return
        self.fail("floats %r and %r are not identical" % (x, y))


class ComplexesAreIdenticalMixin(FloatsAreIdenticalMixin):
    def assertComplexesAreIdentical(self, x, y):
        self.assertFloatsAreIdentical(x.real, y.real)
        self.assertFloatsAreIdentical(x.imag, y.imag)
