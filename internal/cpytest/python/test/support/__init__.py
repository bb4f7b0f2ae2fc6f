"""What CPython's tests import as test.support, as far as it means something in a
program that is compiled: helpers, guards that skip what is not to be had, and the
capture of output. Written from how the tests use it.
"""

import contextlib
import functools
import os
import sys
import textwrap
import time
import types
import unittest

# Limits for waiting, in seconds.
LOOPBACK_TIMEOUT = 10.0
INTERNET_TIMEOUT = 60.0
SHORT_TIMEOUT = 30.0
LONG_TIMEOUT = 300.0

TEST_SUPPORT_DIR = os.path.dirname(os.path.abspath(__file__))
# Lib/test, where the tests' data is, is the second folder of the package.
TEST_HOME_DIR = sys.modules["test"].__path__[-1]
STDLIB_DIR = os.path.dirname(TEST_HOME_DIR)
REPO_ROOT = os.path.dirname(STDLIB_DIR)
TEST_DATA_DIR = os.path.join(TEST_HOME_DIR, "data")
TEST_HTTP_URL = "http://www.pythontest.net"

verbose = 0
use_resources = []
failfast = False
max_memuse = 0
real_max_memuse = 0
junit_xml_list = None
environment_altered = False
PGO = False
PGO_EXTENDED = False
TEST_MODULES_ENABLED = False

MAX_Py_ssize_t = sys.maxsize
_1M = 1 << 20
_1G = 1 << 30
_2G = 2 * _1G
_4G = 4 * _1G
PIPE_MAX_SIZE = (4 << 20) + 1
SOCK_MAX_SIZE = (16 << 20) + 1
NHASHBITS = 64

Py_DEBUG = False
Py_TRACE_REFS = False
Py_GIL_DISABLED = False
HAVE_ASAN_FORK_BUG = False
MISSING_C_DOCSTRINGS = False
HAVE_DOCSTRINGS = True

MS_WINDOWS = sys.platform == "win32"
is_jython = False
is_android = False
is_emscripten = False
is_wasi = False
is_apple_mobile = False
is_apple = sys.platform == "darwin"
has_fork_support = False
has_subprocess_support = True
has_socket_support = True
has_strftime_extensions = sys.platform.startswith("linux") or is_apple
unix_shell = "/bin/sh"


class Error(Exception):
    """The base of what goes wrong in the tests' own machinery."""


class TestFailed(Error):
    pass


class TestFailedWithDetails(TestFailed):
    def __init__(self, msg, errors, failures, stats):
        super().__init__(msg, errors, failures, stats)
        self.msg, self.errors, self.failures, self.stats = msg, errors, failures, stats

    def __str__(self):
        return self.msg


class TestDidNotRun(Error):
    pass


class ResourceDenied(unittest.SkipTest):
    pass


# Guards: decorators and functions that skip.

def _same(obj):
    return obj


def _skip_if(condition, reason):
    return unittest.skip(reason) if condition else _same


def cpython_only(test):
    return unittest.skip("tied to the implementation of CPython")(test)


def check_impl_detail(**guards):
    """Whether the running implementation is one of those that guards name."""
    if not guards:
        return False
    others = not any(guards.values())
    return guards.get(sys.implementation.name if sys.implementation.name != "cpython" else "aio2go", others)


def impl_detail(msg=None, **guards):
    if check_impl_detail(**guards):
        return _same
    return unittest.skip(msg or "tied to the implementation of CPython")


def refcount_test(test):
    return unittest.skip("counts references")(test)


def no_tracing(func):
    return func


def requires_limited_api(test):
    return unittest.skip("tests CPython's interface for C")(test)


def requires_specialization(test):
    return unittest.skip("tests CPython's bytecode")(test)


def without_optimizer(func):
    return func


def requires_gil_enabled(msg="needs the GIL"):
    return _same


def expected_failure_if_gil_disabled():
    return _same


def suppress_immortalization(suppress=True):
    return contextlib.nullcontext() if not suppress else _both()


class _both(contextlib.ContextDecorator):
    """Does nothing, as a context manager and as a decorator."""

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False


def skip_if_suppress_immortalization():
    return _same


requires_docstrings = _skip_if(False, "needs docstrings")
requires_IEEE_754 = _skip_if(False, "needs doubles of IEEE 754")


def has_no_debug_ranges():
    return False


def requires_debug_ranges(reason=""):
    return _same


def requires_fork():
    return unittest.skip("needs os.fork")


def requires_subprocess():
    return _same


def requires_working_socket(*, module=False):
    return None if module else _same


def _requires_module(name):
    def requires(reason=None):
        try:
            __import__(name)
        except ImportError:
            return unittest.skip(reason or "needs " + name)
        return _same
    return requires


requires_zlib = _requires_module("zlib")
requires_gzip = _requires_module("gzip")
requires_bz2 = _requires_module("bz2")
requires_lzma = _requires_module("lzma")


def requires_mac_ver(*min_version):
    return _same if is_apple else unittest.skip("needs macOS")


def requires_linux_version(*min_version):
    return _same if sys.platform == "linux" else unittest.skip("needs Linux")


def requires_freebsd_version(*min_version):
    return unittest.skip("needs FreeBSD")


def skip_if_buildbot(reason=None):
    return _same


def skip_if_pgo_task(test):
    return test


def skip_if_sanitizer(reason=None, **which):
    return _same


def skip_if_buggy_ucrt_strfptime(test):
    return test


def skip_on_s390x(test):
    return test


def skip_if_broken_multiprocessing_synchronize():
    raise unittest.SkipTest("needs multiprocessing")


def check_sanitizer(**which):
    return False


def set_sanitizer_env_var(env, option):
    pass


def is_resource_enabled(resource):
    return use_resources is None or resource in use_resources


def requires(resource, msg=None):
    if not is_resource_enabled(resource):
        raise ResourceDenied(msg or "the resource %r is not enabled" % resource)


def requires_resource(resource):
    return _same if is_resource_enabled(resource) else unittest.skip("the resource %r is not enabled" % resource)


def bigmemtest(size, memuse, dry_run=True):
    """A test that wants size bytes gets 5147 where it can do with less."""
    def decorate(f):
        @functools.wraps(f)
        def run(self):
            if not dry_run:
                raise unittest.SkipTest("needs too much memory")
            return f(self, 5147)
        run.size, run.memuse = size, memuse
        return run
    return decorate


def bigaddrspacetest(f):
    return unittest.skip("needs too much memory")(f)


def anticipate_failure(condition):
    return unittest.expectedFailure if condition else _same


def system_must_validate_cert(f):
    return f


def run_in_subinterp(code):
    raise unittest.SkipTest("needs an interpreter")


def run_in_subinterp_with_config(code, **config):
    raise unittest.SkipTest("needs an interpreter")


def missing_compiler_executable(cmd_names=()):
    return "cc"


def python_is_optimized():
    return True


def check_cflags_pgo():
    return False


def check_bolt_optimized():
    return False


def with_pymalloc():
    return False


def with_mimalloc():
    return False


# What the tests look at.

def get_attribute(obj, name):
    """obj.name, or a skipped test."""
    try:
        return getattr(obj, name)
    except AttributeError:
        raise unittest.SkipTest("%r has no attribute %r" % (obj, name)) from None


def findfile(filename, subdir=None):
    """The path of one of the tests' data files."""
    if os.path.isabs(filename):
        return filename
    if subdir is not None:
        filename = os.path.join(subdir, filename)
    for folder in [TEST_HOME_DIR] + sys.path:
        path = os.path.join(folder, filename)
        if os.path.exists(path):
            return path
    return filename


def open_urlresource(url, *args, **kw):
    raise ResourceDenied("needs the network")


def sortdict(d):
    return "{" + ", ".join("%r: %r" % pair for pair in sorted(d.items())) + "}"


def load_package_tests(pkg_dir, loader, standard_tests, pattern):
    return standard_tests


def run_code(code):
    """The namespace after running code."""
    ns = {}
    exec(textwrap.dedent(code), ns)
    return ns


def check_syntax_error(testcase, statement, errtext="", *, lineno=None, offset=None):
    with testcase.assertRaisesRegex(SyntaxError, errtext) as caught:
        compile(statement, "<test string>", "exec")
    err = caught.exception
    testcase.assertIsNotNone(err.lineno)
    if lineno is not None:
        testcase.assertEqual(err.lineno, lineno)
    testcase.assertIsNotNone(err.offset)
    if offset is not None:
        testcase.assertEqual(err.offset, offset)


def check__all__(test_case, module, name_of_module=None, extra=(), not_exported=()):
    """module.__all__ has the public names that the module defines."""
    names = (module.__name__,) if name_of_module is None else name_of_module
    if isinstance(names, str):
        names = (names,)
    expected = set(extra)
    for name in dir(module):
        if name.startswith("_") or name in not_exported:
            continue
        obj = getattr(module, name)
        home = getattr(obj, "__module__", None)
        if home in names or home is None and not isinstance(obj, types.ModuleType):
            expected.add(name)
    test_case.assertCountEqual(module.__all__, expected)


def check_disallow_instantiation(testcase, tp, *args, **kwds):
    home = tp.__module__
    name = tp.__name__ if home == "builtins" else home + "." + tp.__name__
    with testcase.assertRaisesRegex(TypeError, "cannot create '" + name.replace(".", r"\.") + "' instances"):
        tp(*args, **kwds)


def check_sizeof(test, o, size):
    raise unittest.SkipTest("sizes are those of CPython's objects")


def calcobjsize(fmt):
    return 0


def calcvobjsize(fmt):
    return 0


def detect_api_mismatch(ref_api, other_api, *, ignore=()):
    missing = set(dir(ref_api)) - set(dir(other_api)) - set(ignore)
    return {m for m in missing if not m.startswith("_") or m.endswith("__")}


def check_free_after_iterating(test, iter, cls, args=()):
    """An exhausted iterator lets go of what it went over."""
    class A(cls):
        def __del__(self):
            nonlocal done
            done = True
            try:
                next(it)
            except StopIteration:
                pass

    done = False
    it = iter(A(*args))
    test.assertRaises(StopIteration, next, it)
    gc_collect()
    test.assertTrue(done)


def collision_stats(nbins, nballs):
    """The expected number of collisions, and its deviation, of balls in bins."""
    from decimal import Decimal, localcontext
    n, k = nbins, nballs
    with localcontext(prec=100):
        n = Decimal(n)
        p_empty = ((n - 1) / n) ** k
        empty = p_empty * n
        mean = float(k - n + empty)
        p_two = ((n - 2) / n) ** k
        var = n * (n - 1) * p_two + empty * (1 - empty)
        return mean, float(var.sqrt())


def iter_builtin_types():
    import builtins
    for obj in vars(builtins).values():
        if isinstance(obj, type):
            yield obj


def iter_slot_wrappers(cls):
    for name, value in sorted(vars(cls).items()):
        if name.startswith("__") and name.endswith("__") and callable(value):
            yield name, True


class Matcher:
    """Compares the attributes of records that its users pick."""

    _partial_matches = ("msg", "message")

    def matches(self, d, **kwargs):
        return all(self.match_value(k, d.get(k), v) for k, v in kwargs.items())

    def match_value(self, k, dv, v):
        if type(v) is not type(dv):
            return False
        if isinstance(dv, str) and k in self._partial_matches:
            return v in dv
        return v == dv


class _ALWAYS_EQ:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False


class _NEVER_EQ:
    def __eq__(self, other):
        return False

    def __ne__(self, other):
        return True

    def __hash__(self):
        return 1


@functools.total_ordering
class _LARGEST:
    def __eq__(self, other):
        return isinstance(other, _LARGEST)

    def __lt__(self, other):
        return False


@functools.total_ordering
class _SMALLEST:
    def __eq__(self, other):
        return isinstance(other, _SMALLEST)

    def __gt__(self, other):
        return False


ALWAYS_EQ = _ALWAYS_EQ()
NEVER_EQ = _NEVER_EQ()
LARGEST = _LARGEST()
SMALLEST = _SMALLEST()


class BrokenIter:
    """An iterable that raises ZeroDivisionError where it is told to."""

    def __init__(self, init_raises=False, next_raises=False, iter_raises=False):
        if init_raises:
            1 / 0
        self.next_raises, self.iter_raises = next_raises, iter_raises

    def __next__(self):
        if self.next_raises:
            1 / 0

    def __iter__(self):
        if self.iter_raises:
            1 / 0
        return self


# Changes that are undone.

@contextlib.contextmanager
def captured_output(stream_name):
    import io
    saved = getattr(sys, stream_name)
    setattr(sys, stream_name, io.StringIO())
    try:
        yield getattr(sys, stream_name)
    finally:
        setattr(sys, stream_name, saved)


def captured_stdout():
    return captured_output("stdout")


def captured_stderr():
    return captured_output("stderr")


def captured_stdin():
    return captured_output("stdin")


_missing = object()


@contextlib.contextmanager
def swap_attr(obj, attr, new_val):
    """obj.attr is new_val meanwhile; gives the value before, None where there was none."""
    old = getattr(obj, attr, _missing)
    setattr(obj, attr, new_val)
    try:
        yield None if old is _missing else old
    finally:
        if old is not _missing:
            setattr(obj, attr, old)
        elif hasattr(obj, attr):
            delattr(obj, attr)


@contextlib.contextmanager
def swap_item(obj, item, new_val):
    old = obj[item] if item in obj else _missing
    obj[item] = new_val
    try:
        yield None if old is _missing else old
    finally:
        if old is not _missing:
            obj[item] = old
        elif item in obj:
            del obj[item]


def patch(test_instance, object_to_patch, attr_name, new_value):
    """Sets an attribute until the test is over."""
    getattr(object_to_patch, attr_name)
    own = vars(object_to_patch).get(attr_name, _missing)

    def undo():
        if own is _missing:
            delattr(object_to_patch, attr_name)
        else:
            setattr(object_to_patch, attr_name, own)

    test_instance.addCleanup(undo)
    setattr(object_to_patch, attr_name, new_value)


@contextlib.contextmanager
def patch_list(orig):
    saved = orig[:]
    try:
        yield
    finally:
        orig[:] = saved


class run_with_locale(contextlib.ContextDecorator):
    """Tries to set one of the locales; there is only C."""

    def __init__(self, catstr, *locales):
        self.locales = locales

    def __enter__(self):
        if "" not in self.locales and "C" not in self.locales:
            raise unittest.SkipTest("needs one of the locales " + ", ".join(map(str, self.locales)))
        return "C"

    def __exit__(self, *exc):
        return False


def run_with_tz(tz):
    def decorate(func):
        @functools.wraps(func)
        def inner(*args, **kwds):
            if not hasattr(time, "tzset"):
                raise unittest.SkipTest("needs time.tzset")
            saved = os.environ.get("TZ")
            os.environ["TZ"] = tz
            time.tzset()
            try:
                return func(*args, **kwds)
            finally:
                if saved is None:
                    del os.environ["TZ"]
                else:
                    os.environ["TZ"] = saved
                time.tzset()
        return inner
    return decorate


def force_not_colorized(func):
    @functools.wraps(func)
    def inner(*args, **kwargs):
        names = ("FORCE_COLOR", "NO_COLOR", "PYTHON_COLORS")
        saved = {n: os.environ.pop(n) for n in names if n in os.environ}
        os.environ["NO_COLOR"] = "1"
        try:
            return func(*args, **kwargs)
        finally:
            del os.environ["NO_COLOR"]
            os.environ.update(saved)
    return inner


class SuppressCrashReport(_both):
    pass


def suppress_msvcrt_asserts(verbose=False):
    pass


@contextlib.contextmanager
def disable_faulthandler():
    yield


@contextlib.contextmanager
def adjust_int_max_str_digits(max_digits):
    saved = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(max_digits)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(saved)


@contextlib.contextmanager
def set_recursion_limit(limit):
    saved = sys.getrecursionlimit()
    sys.setrecursionlimit(limit)
    try:
        yield
    finally:
        sys.setrecursionlimit(saved)


def infinite_recursion(max_depth=None):
    """Leaves a depth that an endless recursion exhausts soon."""
    if max_depth is None:
        max_depth = 1000
    elif max_depth < 3:
        raise ValueError("max_depth must be at least 3, got %s" % max_depth)
    return set_recursion_limit(get_recursion_depth() + max_depth)


def get_recursion_depth():
    depth, frame = 0, sys._getframe()
    while frame is not None:
        depth += 1
        frame = frame.f_back
    return max(depth, 1)


def get_recursion_available():
    return sys.getrecursionlimit() - get_recursion_depth()


def get_c_recursion_limit():
    return sys.getrecursionlimit()


def exceeds_recursion_limit():
    """A depth that no recursion reaches, of Python or of C."""
    return sys.getrecursionlimit() * 3


def setswitchinterval(interval):
    if hasattr(sys, "setswitchinterval"):
        sys.setswitchinterval(max(interval, 1e-5))


def gc_collect():
    import gc
    gc.collect()
    gc.collect()
    gc.collect()


@contextlib.contextmanager
def disable_gc():
    import gc
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextlib.contextmanager
def gc_threshold(*args):
    yield


def maybe_get_event_loop_policy():
    """The policy if one was set, without making one."""
    import asyncio.events
    return getattr(asyncio.events, "_event_loop_policy", None)


class catch_unraisable_exception:
    """Keeps what sys.unraisablehook is told."""

    def __init__(self):
        self.unraisable = None

    def _hook(self, unraisable):
        self.unraisable = unraisable

    def __enter__(self):
        self._saved = sys.unraisablehook
        sys.unraisablehook = self._hook
        return self

    def __exit__(self, *exc):
        sys.unraisablehook = self._saved
        del self.unraisable


class SaveSignals:
    """Puts the handlers of signals back."""

    def __init__(self):
        import signal
        self.signal = signal
        self.handlers = {}

    def save(self):
        for sig in self.signal.valid_signals():
            if sig not in (self.signal.SIGKILL, self.signal.SIGSTOP):
                self.handlers[sig] = self.signal.getsignal(sig)

    def restore(self):
        for sig, handler in self.handlers.items():
            if handler is not None:
                self.signal.signal(sig, handler)


def late_deletion(obj):
    pass


# Waiting and processes.

def busy_retry(timeout, err_msg=None, /, *, error=True):
    """Yields until the time is over; AssertionError then, if error."""
    if timeout <= 0:
        raise ValueError("timeout must be greater than zero")
    start = time.monotonic()
    while True:
        yield
        if time.monotonic() - start >= timeout:
            break
    if error:
        raise AssertionError("timeout (%.1f seconds)%s" % (timeout, ": " + err_msg if err_msg else ""))


def sleeping_retry(timeout, err_msg=None, /, *, init_delay=0.010, max_delay=1.0, error=True):
    delay = init_delay
    for _ in busy_retry(timeout, err_msg, error=error):
        yield
        time.sleep(delay)
        delay = min(delay * 2, max_delay)


class CPUStopwatch:
    """Measures the processor time of its body."""

    def __enter__(self):
        self.seconds = 0.0
        self.clock_info = time.get_clock_info("process_time")
        self.start = time.process_time()
        return self

    def __exit__(self, *exc):
        self.seconds = time.process_time() - self.start


def wait_process(pid, *, exitcode, timeout=None):
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code != exitcode:
        raise AssertionError("process %s exited with %s, not %s" % (pid, code, exitcode))


def reap_children():
    pass


def flush_std_streams():
    sys.stdout.flush()
    sys.stderr.flush()


def print_warning(msg):
    flush_std_streams()
    print("Warning -- " + msg, file=sys.stderr, flush=True)


def record_original_stdout(stdout):
    pass


def get_original_stdout():
    return sys.stdout


def args_from_interpreter_flags():
    return []


def optim_args_from_interpreter_flags():
    return []


def get_pagesize():
    return 4096


def darwin_malloc_err_warning(test_name):
    pass


def ignore_deprecations_from(module, *, like):
    return object()


def clear_ignored_deprecations(*tokens):
    pass
