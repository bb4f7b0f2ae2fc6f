"""What CPython's tests import as test.support.script_helper. Where an interpreter is given
nothing but source text, with -c, that is compiled and run; tests that want more of one
are skipped.
"""

import collections
import os
import subprocess
import unittest


_PythonRunResult = collections.namedtuple("_PythonRunResult", ("rc", "out", "err"))


def _no_interpreter(*args, **kwargs):
    raise unittest.SkipTest("needs an interpreter as a subprocess")


def run_python_until_end(*args, **env_vars):
    tool = os.environ.get("AIO2GO_TESTRUN_TOOL")
    if not tool or env_vars or len(args) != 2 or args[0] != "-c":
        _no_interpreter()
    done = subprocess.run([tool, "run", *args], stdin=subprocess.DEVNULL, capture_output=True)
    return _PythonRunResult(done.returncode, done.stdout, done.stderr), [tool, *args]


def _run_python(succeeds, args, env_vars):
    result, command = run_python_until_end(*args, **env_vars)
    if (result.rc == 0) != succeeds:
        raise AssertionError("%r ended with status %d and wrote %r, %r" % (command, result.rc, result.out, result.err))
    return result


def assert_python_ok(*args, **env_vars):
    return _run_python(True, args, env_vars)


def assert_python_failure(*args, **env_vars):
    return _run_python(False, args, env_vars)


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
