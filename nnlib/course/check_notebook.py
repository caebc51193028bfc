"""`nnlib check`: the points of an exercise notebook as it lies there, hidden parts too. Nothing is written."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, NoReturn

from nnlib.core.words import tr
from nnlib.course.answers import asked_in, cells_of, exercise_notebook
from nnlib.course.extract import with_needs
from nnlib.course.mine import run


class Row(NamedTuple):
    """One part of one function: the points it got of those it could get, and what there is to say."""

    function: str
    part: str
    points: float
    most: float
    message: str


class Checked(NamedTuple):
    """What a check of a notebook found, and the functions in it that there is no check for."""

    rows: list[Row]
    others: list[str]


def check_notebook(assignment: str | Path, root: str | Path | None = None) -> Checked:
    """Check every function of an exercise notebook that has an exercise, beside it or in the book. Nothing is written.

    What a cell defines runs in this process: it is your own code. Raises KeepError where there is nothing to check.
    """
    from nnlib.grading import examine
    from nnlib.grading.own import Own, exercise_named

    notebook, rows = exercise_notebook(assignment, root), []
    cells, own = cells_of(notebook), Own.read(notebook.parent)
    names, others = asked_in(notebook, cells, own)
    for name in names:
        space, problem = run(with_needs(cells, name), f"<{name}>")
        function = (
            _absent(tr("its cell does not run: {problem}", problem=problem))
            if problem
            else space.get(name)
        )
        parts = [
            part
            for part in examine(exercise_named(name, own), function).parts.values()
            if part.max_points
        ]
        rows += [Row(name, p.name, p.points, p.max_points, p.message) for p in parts]
    return Checked(rows, others)


def parts_elsewhere(assignment: str | Path, root: str | Path | None = None) -> list[str]:
    """The functions of an exercise notebook whose hidden parts are with the instructor alone."""
    from nnlib.grading.handout import MARK
    from nnlib.grading.own import Own

    own = Own.read(exercise_notebook(assignment, root).parent)
    return [name for name in own.names if own.texts[name].startswith(MARK)]


def _absent(said: str) -> Callable[..., NoReturn]:
    def nothing(*args, **named):
        raise RuntimeError(said)

    return nothing
