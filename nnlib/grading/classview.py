"""The class at a glance: who earned what, which part cost most points, which slips are frequent, what was flagged.

Points come from the gradebook, slips and flags from what the judge noted in the graded notebooks; nothing is read
from what a learner printed.
"""

import json
import textwrap
import warnings
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
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

from nnlib.book import BookError
from nnlib.grading import course as road
from nnlib.grading.table import shown

BINS = 8  # bars of the distribution
MOST = 12  # slips that are shown

# Slips whose message depends on the learner's code or on the shapes; others are told in their message's own words.
MEANINGS = {
    "aliases-input": "The result shares its memory with an input.",
    "broadcast-up": "The result is larger than it should be: two shapes were stretched against each other.",
    "crash": "Python itself stopped: it was told to exit, it crashed, or memory ran out.",
    "error": "The function, or the cell around it, stopped with an error.",
    "flattened": "All the numbers are there, but an axis got lost.",
    "input-modified": "The function writes into its input.",
    "lost-axis": "Something was summed, or picked out, along one axis.",
    "no-answer": "The cell for the answer is missing.",
    "not-a-function": "The name stands for something else than a function.",
    "not-defined": "The cell does not define what it should.",
    "not-finite": "There is nan or inf where an ordinary number belongs.",
    "not-graded": "There is no graded notebook for this student yet.",
    "not-written": "The answer was left as it was handed out.",
    "notebook-missing": "There is no notebook of the right name in the submission.",
    "notebook-too-large": "The notebook is larger than submissions may be.",
    "notebook-unreadable": "The notebook could not be read.",
    "protocol-violation": "What the code answered is nothing that can be read.",
    "returns-none": "The function returns None.",
    "test-missing": "The test cell was deleted from the notebook.",
    "timeout": "It was still running when its time was over.",
    "transposed": "Rows and columns have changed places.",
    "wrong-parameters": "The function takes other parameters than the exercise asks for.",
    "wrong-shape": "The result has another shape than it should.",
    "wrong-type": "The result is no array of numbers.",
    "wrong-value": "Some numbers are wrong, in no way that has a name.",
}
FLAGS = {
    "answer-too-long": "an answer is longer than answers may be",
    "duplicate": "a cell stands there twice",
    "extra-files": "files lay beside the notebook; none was used",
    "no-solution-cell": "the cell of an answer is missing",
    "notebook-missing": MEANINGS["notebook-missing"],
    "notebook-too-large": MEANINGS["notebook-too-large"],
    "notebook-unreadable": MEANINGS["notebook-unreadable"],
    "own-cells-not-graded": "cells of the learner's own were not run",
    "protocol-violation": "the code answered what cannot be read, or what nobody asked",
    "retyped": "a cell was made into another type",
    "tests-changed": "test cells were edited; the instructor's ran instead",
    "tests-missing": "test cells were deleted",
    "unknown-cells": "cells with names that the assignment does not have",
    "worker-died": "the code ended the process it ran in",
    "worker-killed": "the code ran out of time and was ended",
}


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
class Part:
    """One graded cell: the points that the class has in it on average, of how many, and who has them all."""

    name: str
    mean: float
    max_points: float
    full: int


@dataclass(frozen=True)
class Slip:
    """A slip: how many students made it, in which parts, and what it means in one line."""

    key: str
    students: int
    parts: tuple[str, ...]
    meaning: str


@dataclass(frozen=True)
class ClassView:
    """A class after grading."""

    assignment: str
    students: tuple[Student, ...]
    parts: tuple[Part, ...]
    slips: tuple[Slip, ...]
    max_points: float

    @property
    def points(self):
        """All students' points, the smallest first."""
        return sorted(student.points for student in self.students)

    @property
    def flagged(self):
        return [student for student in self.students if student.flags]


# -- reading --------------------------------------------------------------------------------------


def class_view(assignment, course_dir=".", db=None):
    """The class in a course's gradebook, or in another one. Raises BookError where nothing was graded."""
    course = road._open_course(course_dir, assignment)
    rows, worth = gradebook_rows(assignment, db or course.db_url)
    noted = {row.name: _noted(road._path(course, "autograded", row.name)) for row in rows}
    students = tuple(
        replace(row, flags=noted[row.name][0], graded=noted[row.name][1] is not None)
        for row in rows
    )
    order = _order(road._path(course, "source"))
    names = sorted(worth, key=lambda name: (order.get(name, len(order)), name))
    parts = tuple(_part(name, students, worth[name]) for name in names)
    slips = tuple(_slips({name: cells for name, (_, cells) in noted.items()}))
    return ClassView(assignment, students, parts, slips, sum(worth.values()))


def open_gradebook(url, assignment):
    """A gradebook that is there. Raises BookError where it is not, or where nothing of the assignment is in it."""
    where = make_url(url)
    hint = f"first run: nnlib grade {assignment}"
    if where.get_backend_name() == "sqlite" and not Path(where.database or "").is_file():
        raise BookError(f"there is no gradebook {where.database}; {hint}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)
            return Gradebook(url)
    except SQLAlchemyError as problem:
        why = str(getattr(problem, "orig", None) or problem).strip().splitlines()[0]
        raise BookError(
            f"the gradebook {where.render_as_string(hide_password=True)} cannot be read: {why}"
        ) from problem


def gradebook_rows(assignment, url):
    """By one gradebook: a Student for everybody who handed in, in order of name; and what each cell is worth.

    Raises BookError where nobody did.
    """
    with open_gradebook(url, assignment) as book:
        worth = _worth(book.db, assignment)
        rows = list(_rows(book.db, assignment, sum(worth.values())))
    if not rows:
        raise BookError(
            f"nothing of {assignment} was graded yet; first run: nnlib grade {assignment}"
        )
    return rows, worth


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


def _noted(folder):
    """(flags, {cell: (slip, message)}) from a folder of graded notebooks; the cells are None where there is none."""
    flags, cells, found = [], {}, False
    for path in sorted(folder.glob("*.ipynb")):
        try:
            notebook = json.loads(path.read_bytes())
            entry = notebook["metadata"].get("nnlib", {}).get("entry", {})
            flags += entry.get("flags", [])
            for cell in notebook["cells"]:
                result = cell["metadata"].get("nnlib")
                if result and result["slip"]:
                    name = cell["metadata"]["nbgrader"]["grade_id"]
                    cells[name] = str(result["slip"]), str(result["message"])
            found = True
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue  # somebody has edited it: the points are in the gradebook all the same
    return tuple(dict.fromkeys(map(str, flags))), cells if found else None


def _order(folder):
    """Cell -> its place in the instructor's notebooks."""
    names = []
    for path in sorted(folder.glob("*.ipynb")):
        for cell in json.loads(path.read_bytes())["cells"]:
            names.append(cell["metadata"].get("nbgrader", {}).get("grade_id"))
    return {name: place for place, name in enumerate(names)}


# -- counting -------------------------------------------------------------------------------------


def _part(name, students, most):
    earned = [student.parts.get(name, 0.0) for student in students]
    full = sum(points >= most for points in earned)
    return Part(name, sum(earned) / len(earned), most, full)


def _slips(noted):
    """Slips by how many students made them, the most frequent first."""
    made, parts, said = Counter(), defaultdict(Counter), defaultdict(Counter)
    for cells in noted.values():
        for name, (slip, message) in (cells or {}).items():
            parts[slip][name] += 1
            said[slip][message] += 1
        made.update({slip for slip, _ in (cells or {}).values()})
    for slip, count in sorted(made.items(), key=lambda pair: (-pair[1], pair[0])):
        where = tuple(name for name, _ in parts[slip].most_common())
        yield Slip(slip, count, where, meaning(slip, said[slip].most_common(1)[0][0]))


def meaning(slip, message=""):
    """A slip in one line."""
    if slip in MEANINGS:
        return MEANINGS[slip]
    text = " ".join(message.split())
    end = min(
        (text.find(stop) + 1 for stop in (". ", "? ", "! ") if stop in text), default=len(text)
    )
    return shown(text[:end], 160)


def flag_meaning(flag):
    """A flag such as `duplicate:relu` in words."""
    kind, _, about = flag.partition(":")
    words = FLAGS.get(kind, kind)
    return shown(f"{words} ({about})" if about else words, 120)


def distribution(points, most, bins=BINS):
    """[(from, to, how many)]: equal steps from 0 to `most`; whoever has more stands in the last."""
    step = max(1.0, -(-most // bins)) if most >= 1 else 1.0
    edges = [step * n for n in range(max(1, int(-(-most // step))))]
    counts = Counter(min(int(p // step), len(edges) - 1) for p in points)
    ends = [*edges[1:], max(most, edges[-1])]
    return [(low, high, counts[n]) for n, (low, high) in enumerate(zip(edges, ends))]


def median(values):
    """The middle one, or the mean of the two in the middle."""
    ordered, n = sorted(values), len(values)
    return (ordered[(n - 1) // 2] + ordered[n // 2]) / 2


# -- in the terminal ------------------------------------------------------------------------------


def summary(view):
    """How the class did, in one line."""
    points, n = view.points, len(view.students)
    waiting = sum(student.waiting for student in view.students)
    flagged = len(view.flagged)
    text = (
        f"{n} student{'s' * (n != 1)}, {view.max_points:g} points to earn: median {median(points):g}, "
        f"mean {sum(points) / n:.1f}, lowest {points[0]:g}, highest {points[-1]:g}."
    )
    text += f" {flagged} flagged." if flagged else ""
    return text + (f" {waiting} wait for a person." if waiting else "")


def lines(view, width=80):
    """The class at a glance, as lines for a terminal."""
    yield shown(f"{view.assignment}", width)
    yield from _wrapped(summary(view), width)
    yield from ("", "Points")
    bins = distribution(view.points, view.max_points)
    tallest = max(count for *_, count in bins)
    last = len(bins) - 1
    for n, (low, high, count) in enumerate(bins):
        yield f"  {span(low, high, n == last):>11}  {_bar(count / tallest, 40)} {count or ''}".rstrip()
    yield from ("", "Points per part (mean of the class)")
    name = min(34, max((len(part.name) for part in view.parts), default=0))
    for part in view.parts:
        if part.max_points:
            share = part.mean / part.max_points
            numbers = f"{part.mean:5.2f} of {part.max_points:g}"
            yield f"  {shown(part.name, name):<{name}}  {numbers:<12} {_bar(share, 20):<20} {share:4.0%}"
    yield from _slip_lines(view, width)
    yield from _flag_lines(view, width)


def _slip_lines(view, width):
    yield from ("", "Most frequent slips (students)" if view.slips else "No slips.")
    for slip in view.slips[:MOST]:
        yield f"  {slip.students:4d}  {shown(slip.key, 40)}"
        yield from _wrapped(slip.meaning, width, "        ")
    if len(view.slips) > MOST:
        yield f"        and {len(view.slips) - MOST} that are rarer"


def _flag_lines(view, width):
    yield from ("", "Flagged submissions" if view.flagged else "No submission was flagged.")
    for student in view.flagged:
        yield f"  {shown(student.name)}"
        yield from _wrapped("; ".join(map(flag_meaning, student.flags)), width, "        ")


def span(low, high, last=False):
    """A step of the distribution in words: 3 to 6 means at least 3 and less than 6, the last one both ends."""
    return f"{low:g} to {high:g}" if last else f"{low:g} to <{high:g}"


def _bar(share, width):
    """A bar of blocks, as fine as an eighth of a character."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    return "█" * (eighths // 8) + ("", *"▏▎▍▌▋▊▉")[eighths % 8]


def _wrapped(text, width, indent=""):
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent)
