"""What grading has left behind, read again: points from the gradebook, slips and flags from the graded notebooks.

Nothing is read from what a learner printed.
"""

import json
import warnings
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from nbgrader.api import Student as StudentRow
from sqlalchemy import func
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SAWarning, SQLAlchemyError
from sqlalchemy.orm import Session

from nnlib.core.files import BookError
from nnlib.core.notebook import cells_of, grade_id
from nnlib.core.words import tr
from nnlib.grading.course.folder import open_course, step_folder
from nnlib.grading.course.graded import KEY
from nnlib.grading.sandbox.roads import INSIDE


@dataclass(frozen=True)
class Student:
    """One student: who, points after what was late, flags, and whether a person still has to look."""

    name: str
    points: float
    max_points: float
    late: float = 0.0
    waiting: bool = False
    flags: tuple[str, ...] = ()
    graded: bool = True
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""
    handed_in: str = ""
    parts: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One student's line in the gradebook: points, and the slip named for each part that lost some."""

    student: str
    points: float
    max_points: float
    slips: dict[str, str] = field(default_factory=dict)


def open_gradebook(url: str, assignment: str) -> Gradebook:
    """A gradebook that is there. Raises BookError where it is not, or where nothing of the assignment is in it."""
    where = make_url(url)
    hint = tr("first run: nnlib grade {assignment}", assignment=assignment)
    if where.get_backend_name() == "sqlite" and not Path(where.database or "").is_file():
        raise BookError(
            tr("there is no gradebook {database}; {hint}", database=where.database, hint=hint)
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)
            return Gradebook(url)
    except SQLAlchemyError as problem:
        why = str(getattr(problem, "orig", None) or problem).strip().splitlines()[0]
        raise BookError(
            tr(
                "the gradebook {render_as_string} cannot be read: {why}",
                render_as_string=where.render_as_string(hide_password=True),
                why=why,
            )
        ) from problem


def gradebook_rows(assignment: str, url: str) -> tuple[list[Student], dict[str, float]]:
    """By one gradebook: a Student for everybody who handed in, in order of name; and what each cell is worth.

    Raises BookError where nobody did.
    """
    with open_gradebook(url, assignment) as book:
        worth = _worth(book.db, assignment)
        rows = class_rows(book.db, assignment)
    if not rows:
        raise BookError(
            tr(
                "nothing of {assignment} was graded yet; first run: nnlib grade {assignment}",
                assignment=assignment,
            )
        )
    return rows, worth


def class_rows(db: Session, assignment: str) -> list[Student]:
    """A Student for everybody who handed in, by an open gradebook."""
    return list(_rows(db, assignment, sum(_worth(db, assignment).values())))


def _rows(db, assignment, most):
    found = db.query(Assignment.id).filter_by(name=assignment).scalar()
    parts, waiting, late = defaultdict(dict), set(), defaultdict(float)
    for student, cell, score, open_ in _grades(db, found):
        parts[student][cell] = float(score or 0)
        if open_:
            waiting.add(student)
    books = db.query(SubmittedAssignment.student_id, SubmittedNotebook.late_submission_penalty)
    for student, cost in books.join(
        SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id
    ).filter(SubmittedAssignment.assignment_id == found):
        late[student] += float(cost or 0)
    rows = db.query(SubmittedAssignment.timestamp, StudentRow).join(
        StudentRow, SubmittedAssignment.student_id == StudentRow.id
    )
    for when, who in rows.filter(SubmittedAssignment.assignment_id == found).order_by(
        StudentRow.id
    ):
        yield Student(
            who.id,
            max(0.0, sum(parts[who.id].values()) - late[who.id]),
            most,
            late[who.id],
            who.id in waiting,
            first_name=who.first_name or "",
            last_name=who.last_name or "",
            email=who.email or "",
            lms_id=who.lms_user_id or "",
            handed_in=when.isoformat(" ") if when else "",
            parts=dict(sorted(parts[who.id].items())),
        )


def _grades(db, assignment_id):
    """(student, cell, points, whether a person must look) for every graded cell."""
    rows = db.query(
        SubmittedAssignment.student_id, BaseCell.name, Grade.score, Grade.needs_manual_grade
    )
    rows = rows.select_from(Grade).join(BaseCell, Grade.cell_id == BaseCell.id)
    rows = rows.join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
    rows = rows.join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
    return rows.filter(SubmittedAssignment.assignment_id == assignment_id)


def _worth(db, assignment):
    """Cell -> the most points it gives."""
    found = {}
    for kind in (GradeCell, TaskCell):
        rows = db.query(kind.name, func.coalesce(kind.max_score, 0.0))
        rows = rows.join(Notebook, kind.notebook_id == Notebook.id).join(Assignment)
        found |= {name: float(most) for name, most in rows.filter(Assignment.name == assignment)}
    return dict(sorted(found.items()))


def noted(folder: Path) -> tuple[tuple[str, ...], dict[str, tuple[str, str]] | None]:
    """(flags, {cell: (slip, message)}) from a folder of graded notebooks; the cells are None where there is none."""
    flags, cells, found = [], {}, False
    for path in sorted(folder.glob("*.ipynb")):
        try:
            notebook = json.loads(path.read_bytes())
            entry = notebook["metadata"].get(KEY, {}).get("entry", {})
            flags += entry.get("flags", [])
            for cell in notebook["cells"]:
                result = cell["metadata"].get(KEY)
                if result and result["slip"]:
                    name = cell["metadata"]["nbgrader"]["grade_id"]
                    cells[name] = str(result["slip"]), str(result["message"])
            found = True
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue  # somebody has edited it: the points are in the gradebook all the same
    return tuple(dict.fromkeys(map(str, flags))), cells if found else None


def ran_inside(folder: Path) -> set[str]:
    """The tests that ran in a learner's own process, as noted in a folder of graded notebooks."""
    found = set()
    for path in sorted(folder.glob("*.ipynb")):
        for cell in cells_of(path.read_bytes()) or ():
            about = cell.get("metadata", {}).get(KEY)
            if type(about) is dict and about.get("road") == INSIDE:
                found.add(grade_id(cell))
    return found


def gradebook(assignment: str, course_dir: Path) -> list[Row]:
    """A Row for every student with a submission, in order of name. Raises BookError where there is none."""
    course = open_course(course_dir, assignment)
    rows, _ = gradebook_rows(assignment, course.db_url)
    return [
        Row(
            row.name, row.points, row.max_points, slips(step_folder(course, "autograded", row.name))
        )
        for row in rows
    ]


def slips(folder: Path) -> dict[str, str]:
    """Part -> slip, as noted in a folder of graded notebooks."""
    _, cells = noted(folder)
    if cells is None:
        return {"submission": "not-graded"}
    return {name: slip for name, (slip, _) in cells.items()}
