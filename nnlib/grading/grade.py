"""A whole class, graded: read, judge in the sandbox, record; resumable, one student at a time or several at once."""

import contextlib
import ctypes
import hashlib
import json
import multiprocessing
import os
import signal
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from nnlib.grading.sandbox.backends import Limits, SandboxError
from nnlib.grading.sandbox.grader import Graded, grade
from nnlib.grading.sandbox.judge import open_sandbox
from nnlib.grading.sandbox.submission import (
    Answers,
    Caps,
    Plan,
    extra_files,
    file_bytes,
    read_answers,
)

KEY = "nnlib"  # where a graded notebook keeps what is known about its grading


@dataclass(frozen=True)
class Task:
    """One student's submission of one assignment, and all that is needed to judge it anywhere."""

    student: str
    folder: str
    plans: tuple[Plan, ...]
    limits: Limits
    caps: Caps
    backend: str | None = None


@dataclass
class Judged:
    """What the judge says about one submission: per notebook what was handed in and what it earned."""

    student: str
    sandbox: str
    digest: str
    results: list[tuple[Plan, Answers, Graded]] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def as_dict(self):
        """This student's entry in the JSON of the class."""
        cells = {n: c.as_dict() for _, _, graded in self.results for n, c in graded.cells.items()}
        written = [w for plan, _, _ in self.results for w in plan.of("written", "task").values()]
        return {
            "student": self.student,
            "points": float(sum(cell["points"] for cell in cells.values())),
            "max_points": float(
                sum(cell["max_points"] for cell in cells.values()) + sum(w.points for w in written)
            ),
            "cells": cells,
            "flags": self.flags,
            "seconds": round(self.seconds, 4),
            "seed": self.results[0][2].seed if self.results else 0,
        }


# -- one submission -------------------------------------------------------------------------------


def judge(task, seed=None):
    """Judge one submission; returns Judged. Raises SandboxError where there is no sandbox. Writes nothing."""
    begun = time.perf_counter()
    folder = Path(task.folder)
    said = Judged(task.student, "", submission_digest(task))
    for plan in task.plans:
        answers = read_answers(plan, folder / f"{plan.name}.ipynb", task.caps)
        graded = _in_sandbox(task, plan, answers, seed)
        said.results.append((plan, answers, graded))
        said.flags += [flag for flag in graded.flags if flag not in said.flags]
        said.sandbox = sandbox_for(plan, task.limits, task.backend).name
    if extra_files(folder, task.plans, task.caps):
        said.flags.append("extra-files")
    said.seconds = time.perf_counter() - begun
    return said


def _in_sandbox(task, plan, answers, seed):
    """Grade in this process's sandbox; one that has died is replaced, once."""
    try:
        return grade(plan, answers, sandbox_for(plan, task.limits, task.backend), seed)
    except SandboxError:
        close_sandboxes()
        return grade(plan, answers, sandbox_for(plan, task.limits, task.backend), seed)


_OPEN = {}


def sandbox_for(plan, limits, backend=None):
    """The warm sandbox of this process for a notebook, started when it is first needed."""
    key = plan.asked, plan.imported, limits, backend
    if key not in _OPEN:
        _OPEN[key] = open_sandbox(plan.asked, plan.imported, limits, backend)
    return _OPEN[key]


def close_sandboxes():
    """End the sandboxes of this process."""
    while _OPEN:
        _OPEN.popitem()[1].close()


def submission_digest(task):
    """What is graded, in 32 characters: the notebooks handed in, the instructor's, and this code."""
    text = hashlib.sha256(code_digest().encode())
    for plan in task.plans:
        answers = read_digest(Path(task.folder) / f"{plan.name}.ipynb", task.caps)
        text.update(f"{plan.name} {plan.digest} {answers}\n".encode())
    text.update(repr(bool(extra_files(task.folder, task.plans, task.caps))).encode())
    return text.hexdigest()[:32]


def read_digest(path, caps):
    """The digest of a notebook's bytes, or of why they cannot be read."""
    data, problem = file_bytes(Path(path), caps.notebook)
    return hashlib.sha256(data + (problem or "").encode()).hexdigest()


@cache
def code_digest():
    """The digest of the checks and of the library that they rest on: other checks may give other points."""
    package, text = Path(__file__).parents[1], hashlib.sha256()
    names = ("check", "trial", "catalogue", "exercise", "report")
    files = [package / "grading" / f"{name}.py" for name in names]
    files += sorted((package / "grading" / "exercises").glob("*.py"))
    for path in files:
        text.update(path.read_bytes())
    return text.hexdigest()


# -- many submissions -----------------------------------------------------------------------------


def judged_in_order_of_arrival(tasks, jobs=1):
    """Judge all tasks, in this process or in several; yields (task, Judged or the error)."""
    if jobs <= 1 or len(tasks) <= 1:
        for task in tasks:
            yield task, _tried(task)
        return
    waiting = yield from _one_pool(list(tasks), jobs)
    waiting = yield from _one_pool(waiting, jobs)
    for (
        task
    ) in waiting:  # one of these ends the process that judges it: from here on each has its own
        for lost in (yield from _one_pool([task], 1)):
            yield lost, RuntimeError("the process that judged it was lost, three times")


def _one_pool(tasks, jobs):
    """Judge in a pool of processes; returns the tasks to try again when one of its processes was lost."""
    if not tasks:
        return []
    left, methods = [], multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=methods, initializer=_end_with_parent) as pool:
        futures = {pool.submit(_tried, task): task for task in tasks}
        for future in as_completed(futures):
            try:
                yield futures[future], future.result()
            except BrokenProcessPool:
                left.append(futures[future])
    return left


def _tried(task):
    """Judged, or the error that kept it from being judged: nobody else's turn depends on it."""
    try:
        return judge(task)
    except Exception as problem:
        return problem


def _end_with_parent():
    """Let this process end when the one that started it does, however that happens."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.getppid() == 1:
        os._exit(1)


# -- what was graded before -----------------------------------------------------------------------


def graded_before(path, digest):
    """The entry of a student whose graded notebook says that exactly this was graded, else None."""
    try:
        about = json.loads(Path(path).read_bytes())["metadata"][KEY]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return about["entry"] if about.get("digest") == digest and "entry" in about else None
