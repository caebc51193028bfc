"""The instructor's own answers are graded before anybody's: a test that they do not pass says nothing about others."""

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from nnlib.core.words import tr
from nnlib.grading.course.task import Task
from nnlib.grading.sandbox.roads import EITHER, INSIDE
from nnlib.grading.sandbox.submission import Plan
from nnlib.grading.verdict import GradedSubmission

log = logging.getLogger("nnlib.grading")


class TestsError(RuntimeError):
    """The instructor's own answers do not earn all points; `lines` name the cells and what happened there."""

    __test__ = False  # pytest takes the name for one of its own

    def __init__(self, lines: list[str]):
        said = tr("the instructor's own answers do not earn all points, so nobody was graded.")
        super().__init__("\n  ".join([said, *lines]))
        self.lines = lines


def prove(
    task: Task, notebooks: list[Path], released: list[Path], grade: Callable[[list[Task]], Iterable]
) -> tuple[Plan, ...]:
    """Grade the instructor's notebooks, and the untouched ones, as `task` would be graded.

    Returns the plans, in which each test has the road on which the instructor's answers earned its points. Raises
    TestsError where they do not earn all of them. A test that gives points for nothing is named in a warning.
    Notebooks that hold the tests and no answers, as a course of one's own has them, prove nothing and are let be.
    """
    if not any(plan.answered for plan in task.plans):
        return task.plans
    with tempfile.TemporaryDirectory(prefix="nnlib-") as alone:
        own = _copied(task, notebooks, Path(alone) / "own", tr("the instructor"))
        untouched = _copied(task, released, Path(alone) / "untouched", tr("nobody"))
        graded = {done.student: said for done, said in grade([own, untouched])}
    for said in graded.values():
        if isinstance(said, Exception):
            raise said
    if said := list(_lost(graded[own.student])):
        raise TestsError([*_stopped(graded[own.student]), *said])
    for line in _given(graded[untouched.student]):
        log.warning(line)
    return with_roads(task.plans, graded[own.student])


def _copied(task, notebooks, folder, name):
    """The task of somebody whose submission these notebooks are, with what lies beside them."""
    folder.mkdir()
    for notebook in notebooks:  # copies: what instructors have may be a link, and be larger
        shutil.copyfile(notebook, folder / notebook.name)
    return replace(task, student=name, folder=str(folder))


def with_roads(plans: tuple[Plan, ...], graded: GradedSubmission) -> tuple[Plan, ...]:
    """The plans, in which the tests that the instructor's answers passed inside run inside at once."""
    roads = {name: verdict.road for name, verdict in graded.verdicts().items()}
    return tuple(
        replace(
            plan,
            cells=tuple(
                replace(cell, road=INSIDE)
                if cell.road == EITHER and roads.get(cell.grade_id) == INSIDE
                else cell
                for cell in plan.cells
            ),
        )
        for plan in plans
    )


def _given(graded):
    """A line for each test that gives points to a notebook that nobody has touched."""
    for name, verdict in graded.verdicts().items():
        if verdict.points:
            yield tr(
                "the test {name} gives {points:g} of {max_points:g} points to a notebook that nobody has touched",
                name=name,
                points=verdict.points,
                max_points=verdict.max_points,
            )


def _stopped(graded):
    """A line for each cell that sets up and ended in an error: what the tests lost may have begun there."""
    for notebook in graded.notebooks:
        for number, why in notebook.stopped.items():
            yield tr(
                "{name}.ipynb, cell {number}, which sets up: {why}",
                name=notebook.plan.name,
                number=number + 1,
                why=" ".join(why.split()),
            )


def _lost(graded: GradedSubmission):
    """A line for each test cell that gave less than it is worth."""
    for name, verdict in graded.verdicts().items():
        if verdict.points < verdict.max_points or verdict.slip:
            why = verdict.trouble or verdict.message or verdict.said.strip()
            lines = " ".join(why.split())
            yield tr(
                "{name}: {points:g} of {max_points:g} points ({slip}). {lines}",
                name=name,
                points=verdict.points,
                max_points=verdict.max_points,
                slip=verdict.slip,
                lines=lines,
            )
