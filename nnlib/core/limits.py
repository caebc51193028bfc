"""Limits on what a learner's function may take: time, and lines printed."""

import contextlib
import ctypes
import functools
import io
import signal
import sys
import threading
import time

from nnlib.core.words import tr


class TimeLimitExceeded(BaseException):
    """Raised inside a function that runs too long. Not an Exception, so that `except Exception` does not stop it."""


@contextlib.contextmanager
def time_limit(seconds):
    """Raise TimeLimitExceeded in the code inside after `seconds`, again and again until it stops.

    Interrupts Python code, and on Linux and macOS in the main thread also waiting calls such as sleep. Where there are
    neither alarms nor threads (Python in a browser), nothing is limited, and that is said once.
    """
    on_main = threading.current_thread() is threading.main_thread()
    limit = _by_alarm if on_main and hasattr(signal, "setitimer") else _by_thread
    with limit(seconds):
        yield


@contextlib.contextmanager
def computing_limit(seconds):
    """Raise TimeLimitExceeded in the code inside once this process has computed for `seconds`; waiting does not count.

    In the main thread and where the system has such a clock; elsewhere nothing is limited.
    """
    on_main = threading.current_thread() is threading.main_thread()
    if not on_main or not hasattr(signal, "ITIMER_PROF"):
        yield
        return

    def stop(_signal, _frame):
        raise TimeLimitExceeded

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, 0.2)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextlib.contextmanager
def _by_alarm(seconds):
    def stop(_signal, _frame):
        raise TimeLimitExceeded

    before, started = signal.signal(signal.SIGALRM, stop), time.monotonic()
    remaining, interval = signal.setitimer(signal.ITIMER_REAL, seconds, 0.2)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if remaining:  # an outer limit goes on
            left = remaining - (time.monotonic() - started)
            signal.setitimer(signal.ITIMER_REAL, max(left, 0.001), interval)


@contextlib.contextmanager
def _by_thread(seconds):
    thread, over = ctypes.c_ulong(threading.get_ident()), threading.Event()

    def watch():
        wait = seconds
        while not over.wait(wait):
            ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(TimeLimitExceeded))
            wait = 0.2

    watcher = threading.Thread(target=watch, daemon=True)
    try:
        watcher.start()
    except RuntimeError:
        watcher = None
        _say_unlimited()
    try:
        yield
    finally:
        over.set()
        if watcher:
            watcher.join()
        ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, None)  # one that came too late


@functools.cache
def _say_unlimited():
    """Once, and past `quiet`, which keeps what a learner's function prints."""
    said = tr(
        "nnlib: this Python can start no thread, so nothing stops a function that never ends."
    )
    print(said, file=sys.__stderr__)


class Capped(io.StringIO):
    """A text stream that keeps the first `limit` characters and counts what it drops."""

    def __init__(self, limit=2000):
        super().__init__()
        self.limit, self.dropped = limit, 0

    def write(self, text):
        room = max(self.limit - self.tell(), 0)
        super().write(text[:room])
        self.dropped += max(len(text) - room, 0)
        return len(text)


@contextlib.contextmanager
def quiet(limit=2000):
    """Catch what the code inside prints, up to `limit` characters; yields the stream."""
    caught = Capped(limit)
    with contextlib.redirect_stdout(caught), contextlib.redirect_stderr(caught):
        yield caught
