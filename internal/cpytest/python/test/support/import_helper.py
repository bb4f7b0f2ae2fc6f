"""What CPython's tests import as test.support.import_helper."""

import contextlib
import importlib
import sys
import unittest
import warnings


@contextlib.contextmanager
def _deprecated(ignore):
    with warnings.catch_warnings():
        if ignore:
            warnings.filterwarnings("ignore", ".+ (module|package)", DeprecationWarning)
        yield


def unload(name):
    sys.modules.pop(name, None)


def forget(modname):
    unload(modname)


class _Internal:
    """A module of CPython's for tests of its C interface: who uses it is skipped, and not
    who has it at hand."""

    def __init__(self, name):
        self.__dict__["_name"] = name

    def __getattr__(self, attr):
        if attr.startswith("__") and attr.endswith("__"):
            raise AttributeError(attr)
        raise unittest.SkipTest("needs %s.%s of the C interface" % (self._name, attr))


def import_module(name, deprecated=False, *, required_on=()):
    """The module, or a skipped test."""
    with _deprecated(deprecated):
        try:
            return importlib.import_module(name)
        except ImportError as err:
            if name.startswith("_test"):
                return _Internal(name)
            if sys.platform.startswith(tuple(required_on) or ("?",)):
                raise
            raise unittest.SkipTest(str(err)) from None


def import_fresh_module(name, fresh=(), blocked=(), *, deprecated=False, usefrozen=False):
    """The module. A module of the runtime does not come in two kinds: it stands for the
    version in C and for the one in Python, and has to do what tests of either expect.
    """
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


class CleanImport:
    def __init__(self, *module_names, usefrozen=False):
        self.saved = {n: sys.modules.pop(n) for n in module_names if n in sys.modules}

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        sys.modules.update(self.saved)


class DirsOnSysPath:
    def __init__(self, *paths):
        self.saved, self.value = sys.path, sys.path[:]
        sys.path.extend(paths)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        sys.path[:] = self.value


def modules_setup():
    return (sys.modules.copy(),)


def modules_cleanup(oldmodules):
    sys.modules.clear()
    sys.modules.update(oldmodules)


@contextlib.contextmanager
def isolated_modules():
    (saved,) = modules_setup()
    try:
        yield
    finally:
        modules_cleanup(saved)


@contextlib.contextmanager
def frozen_modules(enabled=True):
    yield


@contextlib.contextmanager
def multi_interp_extensions_check(enabled=True):
    yield


def ready_to_import(name=None, source=""):
    raise unittest.SkipTest("imports a module that is made while the test runs")


def make_legacy_pyc(source):
    raise unittest.SkipTest("needs bytecode")


def mock_register_at_fork(func):
    return func
