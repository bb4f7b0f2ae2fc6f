"""What CPython's tests import as test.support.hypothesis_helper: of tests whose arguments
hypothesis makes up, the examples that they give themselves are run.
"""

import functools
import types


class _Any:
    """A strategy, or whatever else of hypothesis is only passed around."""

    def __call__(self, *args, **kwargs):
        return self

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self

    def __or__(self, other):
        return self


def given(*_args, **_kwargs):
    def decorate(test):
        @functools.wraps(test)
        def run(self):
            for args, kwargs in getattr(run, "_examples", ()):
                with self.subTest(args=args, kwargs=kwargs):
                    test(self, *args, **kwargs)
        del run.__wrapped__  # its arguments are not the test's
        return run
    return decorate


class example:
    def __init__(self, *args, **kwargs):
        self.case = args, kwargs

    def __call__(self, test):
        test._examples = [self.case, *getattr(test, "_examples", ())]
        return test

    def via(self, *args):
        return self

    def xfail(self, *args, **kwargs):
        return lambda test: test


def assume(condition):
    return bool(condition)


def reject():
    pass


def _same(*args, **kwargs):
    return lambda test: test


hypothesis = types.ModuleType("hypothesis")
for _name, _value in dict(given=given, example=example, assume=assume, reject=reject, settings=_same, seed=_same,
                          register_random=_same, strategies=_Any(), HealthCheck=_Any(), Verbosity=_Any()).items():
    setattr(hypothesis, _name, _value)
