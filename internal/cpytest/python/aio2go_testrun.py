"""Runs the methods of one of CPython's test modules and reports on each.

The program is started with the path of a report, a comma-separated list of modules
and of names in modules (module:name) that it does not have, and patterns of the methods to run (none for all). The report
has a line of JSON when a method begins and one when it is over. Methods that are in the
report already are not run: after a crash the program is started again.
"""

import fnmatch
import importlib
import json
import os
import sys
import traceback
import types
import unittest


class ModuleAbsent(Exception):
    """The program does not have a module that the test needs."""


class _Absent:
    """Something out of a module that the program does not have."""

    def __init__(self, name):
        self.__dict__["_name"] = name

    def _fail(self, *args, **kwargs):
        raise ModuleAbsent("needs " + self._name)

    def __getattr__(self, attr):
        if attr.startswith("__") and attr.endswith("__"):
            raise AttributeError(attr)
        self._fail()

    __call__ = __getitem__ = __iter__ = __enter__ = _fail

    def __mro_entries__(self, bases):
        return (_AbsentBase,)


class _AbsentBase:
    def __init__(self, *args, **kwargs):
        raise ModuleAbsent("needs a class of a module that is not there")


class _AbsentModule(types.ModuleType):
    def __getattr__(self, attr):
        if attr.startswith("__") and attr.endswith("__"):
            raise AttributeError(attr)
        return _Absent(self.__name__ + "." + attr)


def install():
    """Puts stand-ins where modules and names in modules are not there, and the
    interpreter that the tests may start, if there is one, into sys.executable.
    """
    sys.executable = os.environ.pop("AIO2GO_TESTRUN_PYTHON", "")
    for name in filter(None, sys.argv[2].split(",")):
        if ":" in name:
            module, _, attr = name.partition(":")
            try:
                setattr(importlib.import_module(module), attr, _Absent(module + "." + attr))
            except ImportError:
                pass  # only a module that cannot be imported uses it
            continue
        if name == "_testcapi":
            continue  # the tests are prepared for an interpreter without it
        stand_in = _AbsentModule(name)
        stand_in.__path__ = []
        sys.modules[name] = stand_in
        parent, _, last = name.rpartition(".")
        if parent in sys.modules:
            setattr(sys.modules[parent], last, stand_in)


class _Report:
    def __init__(self, path):
        self.seen = set()
        try:
            with open(path) as f:
                for line in f:
                    try:
                        self.seen.add(json.loads(line)["method"])
                    except ValueError:
                        pass  # cut off by a crash
        except FileNotFoundError:
            pass
        self.file = open(path, "a")

    def write(self, method, outcome, reason="", detail=""):
        line = {"method": method, "outcome": outcome, "reason": reason[:500], "detail": detail[:20000]}
        self.file.write(json.dumps(line) + "\n")
        self.file.flush()


class _Result(unittest.TestResult):
    def __init__(self, report, module):
        super().__init__()
        self.report, self.module = report, module

    def name(self, test):
        name = test.id()
        return name.removeprefix(self.module + ".")

    def startTest(self, test):
        self.outcome = None
        self.report.write(self.name(test), "started")

    def _note(self, outcome, reason="", detail=""):
        if self.outcome is None or self.outcome[0] in ("passed", "skipped"):
            self.outcome = outcome, reason, detail

    def stopTest(self, test):
        self.report.write(self.name(test), *(self.outcome or ("passed",)))

    def _failed(self, test, err):
        kind, value, tb = err
        try:
            text = "".join(traceback.format_exception(kind, value, tb))
        except Exception as e:
            text = "%s (and %s when it was formatted)" % (kind.__name__, type(e).__name__)
        try:
            first = str(value).strip().splitlines() or [""]
        except Exception:
            first = [""]
        reason = kind.__name__ + ": " + first[0] if first[0] else kind.__name__
        if hasattr(self, "outcome"):
            self._note("failed", reason, text)
        else:
            self.report.write(str(test), "failed", reason, text)

    def addError(self, test, err):
        if not isinstance(test, unittest.TestCase):
            # setUpClass or setUpModule: its methods are not run.
            self.outcome = None
            self._failed(test, err)
            self.report.write(str(test), *self.outcome)
            self.outcome = None
            return
        self._failed(test, err)

    addFailure = addError

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self._failed(subtest, err)

    def addSkip(self, test, reason):
        if not isinstance(test, unittest.TestCase):
            self.report.write(str(test), "skipped", reason)
            return
        if self.outcome is None:
            self.outcome = "skipped", reason

    def addExpectedFailure(self, test, err):
        pass

    def addUnexpectedSuccess(self, test):
        self._note("failed", "unexpected success")


def _flatten(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from _flatten(item)
        else:
            yield item


class importing:
    """Reports what keeps the test module from being imported."""

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        if kind is None or not issubclass(kind, Exception):
            return False
        report = _Report(sys.argv[1])
        outcome = "skipped" if issubclass(kind, unittest.SkipTest) else "failed"
        text = "".join(traceback.format_exception(kind, value, tb))
        report.write("<module>", outcome, "%s: %s" % (kind.__name__, value), text)
        sys.exit(0)


def run(module):
    report = _Report(sys.argv[1])
    patterns = sys.argv[3:]
    loader = unittest.TestLoader()
    suite = unittest.TestSuite()
    for value in list(vars(module).values()):
        if (isinstance(value, type) and issubclass(value, unittest.TestCase)
                and value not in (unittest.TestCase, unittest.FunctionTestCase)):
            suite.addTest(loader.loadTestsFromTestCase(value))
    hook = getattr(module, "load_tests", None)
    if hook is not None:
        try:
            suite = hook(loader, suite, None) or suite
        except Exception:
            pass  # it adds examples out of docstrings, or tests made while it runs
    chosen, names = unittest.TestSuite(), set()
    for test in _flatten(suite):
        name = test.id().removeprefix(module.__name__ + ".")
        if name in names or name in report.seen:
            continue
        names.add(name)
        if not patterns or any(fnmatch.fnmatchcase(name, p) or p in name.split(".") for p in patterns):
            chosen.addTest(test)
    for name in sorted({type(t).__module__ for t in chosen}):
        sys.modules.setdefault(name, module)
    chosen.run(_Result(report, module.__name__))
    report.write("<end>", "passed")
