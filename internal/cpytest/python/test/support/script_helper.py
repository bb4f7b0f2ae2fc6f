"""What CPython's tests import as test.support.script_helper. There is no interpreter to
start: tests that want one are skipped.
"""

import os
import unittest


def _no_interpreter(*args, **kwargs):
    raise unittest.SkipTest("needs an interpreter as a subprocess")


run_python_until_end = assert_python_ok = assert_python_failure = _no_interpreter
spawn_python = kill_python = run_test_script = _no_interpreter
make_zip_script = make_zip_pkg = _no_interpreter


def interpreter_requires_environment():
    return False


def make_script(script_dir, script_basename, source, omit_suffix=False):
    name = os.path.join(script_dir, script_basename if omit_suffix else script_basename + ".py")
    with open(name, "w", encoding="utf-8") as f:
        f.write(source)
    return name


def make_pkg(pkg_dir, init_source=""):
    os.mkdir(pkg_dir)
    make_script(pkg_dir, "__init__", init_source)
