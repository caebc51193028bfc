"""The instructor's own answers are graded before anybody's: a test that they do not pass says nothing about others."""

import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from nnlib.core.source import unwritten
from nnlib.core.words import tr
from nnlib.grading.course.task import Task
from nnlib.grading.sandbox.submission import Plan
from nnlib.grading.verdict import GradedSubmission


class TestsError(RuntimeError):
    """The instructor's own answers do not earn all points; the message names the cells and what happened there."""

    __test__ = False  # pytest takes the name for one of its own


def prove(task: Task, notebooks: list[Path], grade: Callable[[list[Task]], Iterable]):
    """Grade the instructor's notebooks as `task` would be graded. Raises TestsError where they do not earn all points.

    Notebooks that hold the tests and no answers, as a course of one's own has them, prove nothing and are let be.
    """
    if not any(answered(plan) for plan in task.plans):
        return
    with tempfile.TemporaryDirectory(prefix="nnlib-") as alone:
        for notebook in notebooks:  # copies: what instructors have may be a link, and be larger
            shutil.copyfile(notebook, Path(alone) / notebook.name)
        own = replace(task, student=tr("the instructor"), folder=alone)
        ((_, graded),) = grade([own])
    if isinstance(graded, Exception):
        raise graded
    if said := list(_lost(graded)):
        raise TestsError(
            tr("the instructor's own answers do not earn all points, so nobody was graded.\n  ")
            + "\n  ".join(said)
        )


def answered(plan: Plan) -> bool:
    """Whether an instructor's notebook holds an answer."""
    return any(not unwritten(cell.source) for cell in plan.of("answer").values())


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
