"""Runs many programs in one process, each in a namespace of its own, on a virtual clock.

usage: batch.py DIRECTORY RESULTS

Every *.py in DIRECTORY runs twice; RESULTS is a JSON object from file name to
{"stdout", "stderr", "exit"}. A program that the second time does something else,
waits for ever or takes too long is left out: it is no use for comparing. In the
second run tasks and async generators live until the program ends, so that a program
whose output depends on when the last reference to one goes is left out as well.
"""
import asyncio
import contextvars
import gc
import io
import json
import linecache
import math
import os
import resource
import selectors
import signal
import sys
import time
import traceback
import types
import warnings
import weakref

SECONDS = 2  # of processor time, for one program: the machine may be busy with others
MEMORY = 1 << 31  # bytes; a program that needs more prints MemoryError and is left out
START = 1000 * 10**9  # the clock when a program begins, in nanoseconds
TICK = 10  # how far each look at the clock moves it, so that no two moments are the same


class Unusable(BaseException):
    """The program cannot be compared."""


class Clock:
    now = START


def monotonic():
    Clock.now += TICK
    return Clock.now / 1e9


real_select = selectors.DefaultSelector.select


def select(self, timeout=None):
    """Waiting takes no time: the clock jumps to the end of the wait."""
    if timeout is None:
        ready = real_select(self, 0)
        if not ready:
            raise Unusable("waits for ever")
        return ready
    if timeout > 0:
        Clock.now += math.ceil(timeout * 1e3) * 10**6  # as epoll, in milliseconds
    return real_select(self, 0)


def sleep(seconds):
    Clock.now += int(seconds * 1e9)


selectors.DefaultSelector.select = select
asyncio.BaseEventLoop.time = lambda self: monotonic()
time.sleep = sleep
time.monotonic = time.perf_counter = monotonic


class Ordered(dict):
    """A set that is iterated in the order of insertion."""

    add = dict.setdefault

    def discard(self, item):
        self.pop(item, None)


# asyncio keeps tasks in sets, and so cancels them in the order of their addresses.
# Nobody can say what a program does that depends on it, except that the order in
# which the tasks were made is one of those allowed.
created = []
kept = None  # a list of what lives until the end, in the second run
real_create_task = asyncio.BaseEventLoop.create_task
real_all_tasks = asyncio.all_tasks


def create_task(self, coro, **options):
    place = len(created)
    created.append(lambda: None)  # an eager task makes others before it is returned
    task = real_create_task(self, coro, **options)
    created[place] = weakref.ref(task)
    if kept is not None:
        kept.append(task)
    return task


def all_tasks(loop=None):
    tasks = real_all_tasks(loop)
    found = Ordered()
    for ref in created:
        task = ref()
        if task in tasks:
            found.add(task)
    return found


real_firstiter = asyncio.BaseEventLoop._asyncgen_firstiter_hook


def firstiter(self, agen):
    if kept is not None:
        kept.append(agen)
    real_firstiter(self, agen)


asyncio.BaseEventLoop.create_task = create_task
asyncio.BaseEventLoop._asyncgen_firstiter_hook = firstiter
asyncio.all_tasks = asyncio.tasks.all_tasks = all_tasks
asyncio.taskgroups.set = Ordered


def expire(signum, frame):
    raise Unusable("takes too long")


signal.signal(signal.SIGPROF, expire)
resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def own_traceback(exc, path):
    """The traceback from the program's first frame on: this script's are not part of it."""
    tb = exc.__traceback__
    while tb is not None and tb.tb_frame.f_code.co_filename != path:
        tb = tb.tb_next
    return tb


def run(path, source, keep=False):
    global kept
    Clock.now = START
    created.clear()
    kept = [] if keep else None
    out, err = io.StringIO(), io.StringIO()
    module = types.ModuleType("__main__")
    module.__file__ = path
    module.__builtins__ = __builtins__
    saved = sys.stdout, sys.stderr, sys.modules["__main__"], sys.argv
    sys.stdout, sys.stderr, sys.modules["__main__"], sys.argv = out, err, module, [path]
    status = 0
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        try:
            code = compile(source, path, "exec")
            contextvars.Context().run(exec, code, module.__dict__)
        except Unusable:
            raise
        except SystemExit as exc:
            status = exc.code
            if status is None:
                status = 0
            elif not isinstance(status, int):
                print(status, file=err)
                status = 1
        except BaseException as exc:
            status = 130 if isinstance(exc, KeyboardInterrupt) else 1
            traceback.print_exception(type(exc), exc, own_traceback(exc, path))
            exc = None
        sys.modules["__main__"] = saved[2]
        kept = None
        # The program's data first: what is then freed still finds the names it uses.
        for name, value in list(module.__dict__.items()):
            if not isinstance(value, (types.ModuleType, types.FunctionType, type)) and name != "__builtins__":
                del module.__dict__[name]
        gc.collect()
        module.__dict__.clear()
        gc.collect()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        sys.stdout, sys.stderr, sys.modules["__main__"], sys.argv = saved
        asyncio.set_event_loop_policy(None)
    return {"stdout": out.getvalue(), "stderr": err.getvalue(), "exit": status}


def comparable(first, second):
    """What a task prints that is freed while it waits depends on what is freed before it."""
    if first["stdout"] != second["stdout"] or "MemoryError" in first["stdout"]:
        return False
    # Nor is it the program's doing where the last reference goes in this script.
    return not any(text in first["stderr"] for text in ("Task was destroyed but it is pending", "Exception ignored in", __file__))


def main(directory, results):
    found = {}
    for name in sorted(os.listdir(directory)):
        if not name.endswith(".py"):
            continue
        path = os.path.join(directory, name)
        with open(path, encoding="utf-8") as f:
            source = f.read()
        linecache.checkcache(path)
        try:
            first = run(path, source)
            warnings.resetwarnings()
            if comparable(first, run(path, source, keep=True)):
                found[name] = first
        except Unusable as exc:
            print(f"{name}: {exc}", file=sys.stderr)
    with open(results, "w", encoding="utf-8", errors="surrogatepass") as f:
        json.dump(found, f)


if __name__ == "__main__":
    main(*sys.argv[1:])
