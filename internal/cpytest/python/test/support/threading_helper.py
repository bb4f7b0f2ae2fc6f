"""What CPython's tests import as test.support.threading_helper."""

import contextlib
import functools
import sys
import threading
import time
import unittest

from test import support

can_start_thread = True


def threading_setup():
    return threading.active_count(), 0


def threading_cleanup(*original_values):
    pass


def reap_threads(func):
    return func


@contextlib.contextmanager
def wait_threads_exit(timeout=None):
    """Waits until there are no more threads than before the body."""
    before = threading.active_count()
    yield
    deadline = time.monotonic() + (support.SHORT_TIMEOUT if timeout is None else timeout)
    while threading.active_count() > before:
        if time.monotonic() > deadline:
            raise AssertionError("threads did not end")
        time.sleep(0.010)


def join_thread(thread, timeout=None):
    thread.join(support.SHORT_TIMEOUT if timeout is None else timeout)
    if thread.is_alive():
        raise AssertionError("the thread did not end")


@contextlib.contextmanager
def start_threads(threads, unlock=None):
    started = []
    try:
        for t in threads:
            t.start()
            started.append(t)
        yield
    finally:
        if unlock:
            unlock()
        for t in started:
            join_thread(t, 60)


class catch_threading_exception:
    """Keeps what threading.excepthook is told."""

    exc_type = exc_value = exc_traceback = thread = None

    def _hook(self, args):
        self.exc_type, self.exc_value = args.exc_type, args.exc_value
        self.exc_traceback, self.thread = args.exc_traceback, args.thread

    def __enter__(self):
        self._saved = threading.excepthook
        threading.excepthook = self._hook
        return self

    def __exit__(self, *exc):
        threading.excepthook = self._saved
        self.exc_type = self.exc_value = self.exc_traceback = self.thread = None


def requires_working_threading(*, module=False):
    return None if module else lambda test: test
