"""A released assignment is tried before it is handed out, with the instructor's answers and with none."""

from collections.abc import Iterator
from pathlib import Path

from nnlib.core.words import tr
from nnlib.grading.course.folder import open_course
from nnlib.grading.course.grade import (
    instructors_notebooks,
    released_notebooks,
    released_plans,
    tasks_of,
)
from nnlib.grading.course.graders import Graders
from nnlib.grading.course.proof import prove
from nnlib.grading.sandbox.roads import INSIDE
from nnlib.grading.sandbox.submission import Plan


def rehearse(assignment: str, course_dir: Path) -> tuple[Plan, ...]:
    """The plans of a released assignment, in which each test has the road on which the instructor's answers pass it.

    Raises TestsError where they do not earn all points, and SandboxError where there is no sandbox to try them in.
    """
    course = open_course(course_dir, assignment)
    plans = released_plans(assignment, course)
    (task,) = tasks_of(course, plans, [tr("the instructor")])
    with Graders() as graders:
        notebooks = instructors_notebooks(course), released_notebooks(course)
        return prove(task, *notebooks, graders.grade_all)


def told(plans: tuple[Plan, ...]) -> Iterator[str]:
    """Where the tests of these plans run, in lines for whoever hands them out."""
    tests = [cell for plan in plans for cell in plan.of("test").values()]
    inside = [cell.grade_id for cell in tests if cell.road == INSIDE]
    if len(inside) < len(tests):
        yield tr(
            "{count} tests run apart from the learner's code: no answer can reach their points",
            count=len(tests) - len(inside),
        )
    if inside:
        yield tr(
            "{count} tests run inside the learner's sandboxed process, their points as safe as nbgrader's: {names}",
            count=len(inside),
            names=", ".join(inside),
        )
