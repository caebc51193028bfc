"""A course with a class in it, for the tests of grading: made, handed in, graded, disturbed. Nothing here is a test."""

import atexit
import functools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import psutil
from nbgrader.api import Gradebook

from nnlib.grading.course import sample
from nnlib.grading.course.folder import ROOT
from nnlib.grading.course.grade import grade_class
from nnlib.grading.course.release import release
from nnlib.grading.sandbox import SandboxError, open_sandbox

ASSIGNMENT = sample.SAMPLE_ASSIGNMENT
NOTEBOOK = f"{ASSIGNMENT}.ipynb"
RELEASED = ROOT / "exercises" / ASSIGNMENT / NOTEBOOK
SLIPS = (  # sources of one answer, and what they lose
    ("right", {}, 24),
    ("dout", {"relu_backward": "def relu_backward(dout, a):\n    return dout"}, 21),
    ("none", {"sigmoid": "def sigmoid(z):\n    pass"}, 21),
)


@functools.cache
def walls():
    """Whether a sandbox can be had here; where none can, learners' code of these tests runs in a plain process."""
    try:
        open_sandbox().close()
    except SandboxError:
        return False
    return True


@functools.cache
def _released():
    """A course with a gradebook that knows the assignment, made once per process."""
    folder = Path(tempfile.mkdtemp(prefix="nnlib-classroom-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    sample.new_course(folder / "course")
    if not walls():
        with (folder / "course" / "nbgrader_config.py").open("a") as config:
            config.write('\nc.GradeInSandbox.backend = "plain"\n')
    release(ASSIGNMENT, folder / "course")
    return folder / "course"


def new_course(folder, gradebook=True):
    """A course of its own in a folder, in which the assignment is released and nobody has handed in."""
    shutil.copytree(_released(), folder)
    if not gradebook:
        (folder / "gradebook.db").unlink()
    return folder


def hand_in(folder, student, answers=None):
    """A submission of right answers, with those in `answers` replaced."""
    path = folder / "submitted" / student / ASSIGNMENT / NOTEBOOK
    path.parent.mkdir(parents=True, exist_ok=True)
    sample.build_submission(RELEASED, sample.SAMPLE_CLASS / "vectorised.py", path)
    if answers:
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            cell.source = answers.get(name, cell.source)
        path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def attempt(student, when="2026-03-02-10-00-00"):
    """The name that a platform gives to a download."""
    return f"{student}_attempt_{when}_{NOTEBOOK}"


def hand_in_class(folder, many):
    """`many` submissions; returns {student: points that it must get}."""
    expected = {}
    for number in range(many):
        kind, answers, points = SLIPS[number % len(SLIPS)]
        name = f"s{number:03d}_{kind}"
        hand_in(folder, name, answers)
        expected[name] = points
    return expected


def change_test(folder, name, source, part="solutions"):
    """Give a test cell of the instructor's another source, and release it so."""
    path = folder / part / ASSIGNMENT / NOTEBOOK
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == name:
            cell["source"] = source
    path.write_text(json.dumps(notebook), encoding="utf-8")


def slow(seconds):
    """An answer that takes a while, and is right."""
    return {
        "relu_backward": (
            f"import time\ntime.sleep({seconds})\ndef relu_backward(dout, a):\n    return dout * (a > 0)"
        )
    }


# -- grading --------------------------------------------------------------------------------------


def grade(folder, **options):
    return grade_class(ASSIGNMENT, folder, progress=False, **options)


def points(folder, db=None):
    """{student: points}, by the gradebook."""
    with Gradebook(db or f"sqlite:///{folder}/gradebook.db") as book:
        return {s.student.id: s.score for s in book.assignment_submissions(ASSIGNMENT)}


def outcomes(done):
    return {step.student: step.outcome for step in done.steps}


def command(*words):
    return [sys.executable, "-m", "nnlib", *map(str, words)]


def nnlib(*words, **options):
    return subprocess.run(command(*words), capture_output=True, text=True, timeout=240, **options)


def start(*words, **options):
    """The command, running."""
    return subprocess.Popen(
        command(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )


def graded(folder):
    """{student: when the graded notebook was written}."""
    return {
        path.parts[-3]: path.stat().st_mtime_ns
        for path in folder.glob(f"autograded/*/{ASSIGNMENT}/{NOTEBOOK}")
    }


def wait_for(ready, seconds=90, what="it"):
    """Wait until `ready()` is true, and return that."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := ready():
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what} did not happen within {seconds} seconds")


def family(process):
    """A process's descendants."""
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.Error:
        return []


def all_gone(processes, seconds=30):
    """Whether these processes end by themselves."""
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    return not [p for p in alive if p.status() != psutil.STATUS_ZOMBIE]


def kill(process):
    """End it as a power cut would."""
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in filter(None, (process.stdout, process.stderr)):
        pipe.close()
