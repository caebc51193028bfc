"""An exercise of an instructor's own, and a class that hands it in, for the tests. Nothing here is a test."""

import json
from pathlib import Path

from nnlib.course.exercises import new_exercise

RIGHT = "def rms(x):\n    return np.sqrt(np.mean(x * x))"
NO_ROOT = "def rms(x):\n    return np.mean(x * x)"
IN_PLACE = "def rms(x):\n    x *= x\n    return np.sqrt(np.mean(x))"

FILE = '''"""The exercise rms."""

import numpy as np

from nnlib.grading import case, exercise

ex = exercise("rms", "x -> r")


@ex.part(points=2)
def value(rng):
    return [case("1 and 7", x=[1, 7], r=5), case("below zero", x=[-2], r=2)]


@ex.part(points=1, hidden=True, pure=True)
def drawn(rng):
    x = rng.normal(0, 2, 5)
    return [case("other numbers", x=x, r=np.sqrt(np.mean(x * x)))]


@ex.slip
def no_root(x):
    """You stop at the mean of the squares."""
    return np.mean(x * x)
'''


ANSWER = (
    "def rms(x):\n    ### BEGIN SOLUTION\n    return np.sqrt(np.mean(x * x))\n    ### END SOLUTION"
)
HIDDEN = "# Hidden.\n### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"


def cell(source, **about):
    """A cell of code as JSON."""
    return {"cell_type": "code", "source": source, "metadata": {"nbgrader": about} if about else {}}


def graded_cell(source, points, grade_id="rms_value"):
    """A test cell."""
    return cell(source, grade=True, solution=False, points=points, grade_id=grade_id)


def notebook(*cells, answer=ANSWER):
    """An instructor's notebook as JSON: imports, an answer, and these cells."""
    setup = cell("import numpy as np\nfrom nnlib.grading import check\n%timeit 1\nprint(undefined)")
    return {"cells": [setup, cell(answer, solution=True, grade=False, grade_id="rms"), *cells]}


VALUE = graded_cell('check(rms, part="value")', 2)
DRAWN = graded_cell(HIDDEN.format('check(rms, exercise="rms", part="drawn")'), 1, "rms_drawn")


def lay(folder: Path, **texts: str) -> Path:
    """Write files into a folder, by their names; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return folder


def new_course(folder: Path, monkeypatch) -> Path:
    """A course with the exercise rms, as `nnlib new exercise` begins it, in which the test stands."""
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    new_exercise("rms")
    return folder


def hand_in(course: Path, **answers: str | None) -> None:
    """Hand in the exercise for each student; None leaves it untouched."""
    text = (course / "exercises" / "01_rms" / "01_rms.ipynb").read_text(encoding="utf-8")
    for student, answer in answers.items():
        notebook = json.loads(text)
        for cell in notebook["cells"]:
            if answer and cell["metadata"].get("nbgrader", {}).get("grade_id") == "rms":
                cell["source"] = answer
        path = course / "submitted" / student / "01_rms" / "01_rms.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")
