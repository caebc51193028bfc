"""Graders: warm processes that fork for every submission, so that nothing which a test changes meets the next student.

A grader is a program of its own, with the checks and a sandbox at hand; it hears of one submission at a time. Its forks
end with it, and it ends with whoever started it, however that happens.
"""

import contextlib
import ctypes
import gc
import json
import logging
import os
import pickle
import queue
import random
import resource
import select
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from itertools import islice

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.course.digest import code_digest
from nnlib.grading.course.task import Task, grade_submission
from nnlib.grading.exercises import EXERCISES
from nnlib.grading.sandbox.backends import SandboxError
from nnlib.grading.sandbox.limits import EXECUTION
from nnlib.grading.sandbox.machine import Sandboxes
from nnlib.grading.verdict import GradedSubmission

LENGTH = struct.Struct("!Q")
LOST = tr("the process that graded it was lost, twice")
START = (  # with the modules that the one who starts it can import
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from nnlib.grading.course.graders import serve; serve()"
)


# -- on this side ---------------------------------------------------------------------------------


class Grader:
    """One such process."""

    def __init__(self):
        self.unused = True
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, json.dumps(sys.path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def grade(self, task: Task) -> GradedSubmission | Exception:
        """What became of a submission, or the error that kept it from being graded. EOFError: the grader is lost."""
        self.unused = False
        try:
            _put(self.process.stdin, task)
            return _get(self.process.stdout)
        except OSError:
            raise EOFError from None

    def close(self):
        """Let it end; one that has had nothing to do has nothing to end."""
        if self.unused:
            self.process.kill()
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Graders:
    """The graders of one process, started when they are needed; each works for one thread at a time."""

    def __init__(self):
        self.idle, self.all, self.closed = queue.LifoQueue(), [], False

    def begin(self, jobs: int = 1):
        """Start so many now: they load what they need while nobody waits for them yet."""
        for _ in range(jobs):
            self.all.append(Grader())
            self.idle.put(self.all[-1])

    def grade(self, task: Task) -> GradedSubmission | Exception:
        """What became of a submission, or the error. A grader that is lost with it is replaced, once."""
        for _ in range(2):
            own = self._one()
            try:
                said = own.grade(task)
            except EOFError:
                own.close()
                continue
            self.idle.put(own)
            return said
        return RuntimeError(LOST)

    def grade_all(self, tasks: list[Task], jobs: int = 1) -> Iterator[tuple[Task, object]]:
        """Grade all tasks, `jobs` at once; yields (task, GradedSubmission or the error), as they come."""
        waiting, running = iter(tasks), {}
        with ThreadPoolExecutor(jobs) as threads:
            try:
                while True:
                    for task in islice(waiting, 2 * jobs - len(running)):
                        running[threads.submit(self.grade, task)] = task
                    if not running:
                        return
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        yield running.pop(future), future.result()
            finally:
                if running:  # nobody wants to know any more
                    threads.shutdown(wait=False, cancel_futures=True)
                    self.close()

    def _one(self):
        if self.closed:
            raise RuntimeError(tr("these graders were sent home"))
        try:
            return self.idle.get_nowait()
        except queue.Empty:
            self.all.append(Grader())
            return self.all[-1]

    def close(self):
        """Let all of them end."""
        self.closed = True
        while self.all:
            self.all.pop().close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def _put(file, value):
    """Write a value. Both ends are ours: no learner's code runs on either side."""
    data = pickle.dumps(value)
    file.write(LENGTH.pack(len(data)) + data)
    file.flush()


def _get(file):
    head = file.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    size = LENGTH.unpack(head)[0]
    data = file.read(size)
    if len(data) < size:
        raise EOFError
    return pickle.loads(data)


# -- in the grader --------------------------------------------------------------------------------


def serve():
    """Grade what arrives on standard input until it ends, and then end at once: nobody waits for the answer."""
    logging.basicConfig(level=logging.WARNING, format="nnlib: %(message)s", stream=sys.stderr)
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout, sandboxes = sys.stderr, Sandboxes()
    code_digest()  # before the first task is there
    try:
        while True:
            _put(answers, _served(_get(source), sandboxes, source.fileno()))
    except (EOFError, OSError):
        pass  # whoever asked has gone, and nobody is left to tell
    finally:
        sandboxes.close()
        os._exit(0)


def _served(task, sandboxes, source):
    """What a task gives; a fork that is lost, or whose sandbox is, gets a second try with a fresh sandbox."""
    said = RuntimeError(LOST)
    for _ in range(2):
        try:
            with task.unpacked() as here:
                said = in_fork(here, sandboxes, source)
        except EOFError:
            raise
        except Exception as problem:
            said = problem
        if said is not None and not isinstance(said, SandboxError):
            return said
        sandboxes.close()
    return RuntimeError(LOST) if said is None else said


def in_fork(task: Task, sandboxes: Sandboxes, source: int | None = None):
    """Grade a submission in a fork of this process: GradedSubmission, the error, or None where the fork was lost.

    Raises EOFError when `source`, from which nothing is due meanwhile, ends.
    """
    _prepare(task, sandboxes)
    gc.freeze()  # or every fork would copy what only the collector touches
    ours, theirs = os.pipe()
    parent, child = os.getpid(), os.fork()
    if child == 0:
        os.close(ours)
        _become(task, sandboxes, theirs, parent)
    os.close(theirs)
    try:
        with open(ours, "rb", buffering=0) as answer:
            return _awaited(answer, source)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _prepare(task, sandboxes):
    """Do here once what every fork would do again: nothing of it is the instructor's or a learner's code."""
    task.sandboxes(sandboxes)  # which outlive the fork, too
    code_digest()
    for plan in task.plans:
        for name in plan.asked & set(EXERCISES):
            EXERCISES[name]


def _awaited(answer, source):
    """The value that a fork writes, or None where it ends without one."""
    data, waiting = bytearray(), [answer, *([] if source is None else [source])]
    while True:
        ready = select.select(waiting, [], [])[0]
        if source in ready:
            raise EOFError
        part = answer.read(1 << 20)
        data += part
        if not part:
            whole = (
                len(data) >= LENGTH.size and LENGTH.unpack_from(data)[0] == len(data) - LENGTH.size
            )
            return pickle.loads(data[LENGTH.size :]) if whole else None


def _become(task, sandboxes, theirs, parent):
    """Go on as the process of one submission; never returns."""
    try:
        _end_with(parent)
        _bounded(task.limits.checking_memory)
        os.environ.update(EXECUTION)
        random.seed()  # a fork begins where its parent stood, and draws what the last one drew
        np.random.seed()
        try:
            said = pickle.dumps(grade_submission(task, sandboxes))
        except Exception as problem:
            said = _portable(problem)
        with open(theirs, "wb") as answer:
            answer.write(LENGTH.pack(len(said)) + said)
    finally:
        os._exit(0)


def _bounded(memory):
    """Let this process have so much memory more, and a MemoryError instead of what is beyond that."""
    with contextlib.suppress(OSError, ValueError):
        with open("/proc/self/statm") as file:
            most = int(file.read().split()[0]) * resource.getpagesize() + memory
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _portable(problem):
    """An error as bytes that can be read again."""
    try:
        pickle.loads(data := pickle.dumps(problem))
        return data
    except Exception:
        return pickle.dumps(RuntimeError(f"{type(problem).__name__}: {problem}"))


def _end_with(parent):
    """Let this process end when the one that started it does, however that happens."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
