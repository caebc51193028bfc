"""Graders: a fork per submission, so that nothing which a test changes meets the next student; and what is lost."""

import os
import signal
import time
from dataclasses import replace

import classroom
import pytest
from running import run_python

from nnlib.grading.course.folder import open_course
from nnlib.grading.course.grade import _ready, tasks_of
from nnlib.grading.course.graders import LOST, Graders

pytestmark = pytest.mark.xdist_group("graders")

CHANGES = {  # what a test cell does to its process; the second student must not see it
    "a module": "import numpy\nassert not hasattr(numpy, 'left')\nnumpy.left = 1",
    "the exercises": (
        "from nnlib.grading import exercises\nassert not hasattr(exercises, 'left')\nexercises.left = 1"
    ),
    "the environment": "import os\nassert 'LEFT' not in os.environ\nos.environ['LEFT'] = '1'",
}
DRAWS = "import numpy as np, random\nprint('drawn', np.random.rand(), random.random())"


@pytest.fixture
def folder(tmp_path):
    made = classroom.new_course(tmp_path / "course")
    for name in ("ada", "bo", "cy"):
        classroom.hand_in(made, name)
    return made


def tasks_in(folder, names=("ada", "bo", "cy")):
    course = open_course(folder, classroom.ASSIGNMENT)
    return tasks_of(course, _ready(classroom.ASSIGNMENT, course), list(names))


@pytest.fixture
def graders():
    with Graders() as made:
        yield made


def test_a_grader_starts_without_what_only_its_class_needs():
    """nbgrader takes seconds to load, and NumPy's masked arrays would be loaded in each fork anew."""
    said, _ = run_python("""
        import sys
        import nnlib.grading.course.graders
        from nnlib.grading import examine
        examine("relu", lambda z: z * (z > 0))
        print([name for name in ("nbgrader", "numpy.ma", "numba") if name in sys.modules])
    """)
    assert said == "[]\n"


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_test_changes_does_not_reach_the_next_student(folder, change):
    classroom.change_test(folder, "softmax_value", CHANGES[change])
    for jobs in (1, 2):
        done = classroom.grade(folder, jobs=jobs, force=True)
        assert [entry["points"] for entry in done.students] == [24, 24, 24], jobs


def test_every_fork_draws_its_own_numbers(folder, graders):
    classroom.change_test(folder, "softmax_value", DRAWS)
    graded = [graders.grade(task) for task in tasks_in(folder)]
    assert len({g.verdicts()["softmax_value"].said for g in graded}) == 3


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_all_tasks_come_back_once(folder, graders, jobs):
    found = {task.student: graded for task, graded in graders.grade_all(tasks_in(folder), jobs)}
    assert {name: graded.as_dict()["points"] for name, graded in found.items()} == dict.fromkeys(
        ("ada", "bo", "cy"), 24
    )
    assert len(graders.all) <= jobs


def test_a_test_that_ends_its_process_costs_that_student_alone(folder, graders):
    ends = "import os\nif relu_backward.__name__ and os.path.exists({!r}): os._exit(3)"
    classroom.change_test(folder, "softmax_value", ends.format(str(folder / "now")))
    ada, bo, _ = tasks_in(folder)
    (folder / "now").touch()
    said = graders.grade(ada)
    assert isinstance(said, RuntimeError) and str(said) == LOST
    (folder / "now").unlink()
    assert graders.grade(bo).as_dict()["points"] == 24
    assert len(graders.all) == 1, "the grader itself was not lost"


def test_a_grader_that_is_killed_is_replaced_and_leaves_nobody(folder, graders):
    ada, bo, _ = tasks_in(folder)
    graders.grade(ada)
    (first,) = graders.all
    below = classroom.family(first.process)
    os.kill(first.process.pid, signal.SIGKILL)
    assert graders.grade(bo).as_dict()["points"] == 24
    assert below and classroom.all_gone(below)


def test_whoever_stops_listening_ends_the_graders(folder):
    for name in ("ada", "bo", "cy"):
        classroom.hand_in(folder, name, classroom.slow(3))
    with Graders() as graders:
        arriving, begun = graders.grade_all(tasks_in(folder), 2), time.monotonic()
        next(arriving)
        processes = [grader.process for grader in graders.all]
        arriving.close()
        assert all(process.poll() is not None for process in processes)
    assert time.monotonic() - begun < 30


def test_where_no_sandbox_works_that_is_the_answer(folder, graders, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    (task,) = tasks_in(folder, ["ada"])
    said = graders.grade(replace(task, backend="bubblewrap"))
    assert type(said).__name__ == "SandboxError" and "bwrap is not installed" in str(said)
