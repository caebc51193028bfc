"""Until when an assignment may be handed in: by everybody, and by one student who gets more time."""

from datetime import datetime, timedelta
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory

from nnlib.core.files import BookError
from nnlib.core.words import tr
from nnlib.grading.course.folder import open_course
from nnlib.grading.course.late import as_date, extensions, write_extensions
from nnlib.grading.course.record import Rows


def due(course: CourseDirectory) -> datetime | None:
    """When an assignment is due, in UTC. Raises BookError where the gradebook does not know it."""
    try:
        with Gradebook(course.db_url, course.course_id) as book:
            return book.find_assignment(course.assignment_id).duedate
    except MissingEntry:
        raise BookError(
            tr(
                "the gradebook does not know {assignment}; first run: nnlib release {assignment}",
                assignment=course.assignment_id,
            )
        ) from None


def set_due(course: CourseDirectory, text: str) -> datetime | None:
    """Say until when an assignment is to be handed in; "none" takes the date away. Penalties follow at once."""
    due(course)  # whether it is there
    when = None if text == "none" else as_date(text)
    with Rows(course, course.assignment_id) as rows:
        rows.book.find_assignment(course.assignment_id).duedate = when
        rows.book.db.commit()
        rows.settle()
    return when


def extend(
    student: str,
    assignment: str,
    course_dir: Path,
    until: str | None = None,
    hours: float | None = None,
) -> datetime | None:
    """Give one student until a date, or so many hours after the due date; without both, no more time than others.

    It is noted in `extensions.csv`, and whoever has handed in already has their penalty settled. Returns the date.
    """
    course = open_course(course_dir, assignment)
    common, known = due(course), extensions(course.root)
    if common is None:
        raise BookError(
            tr(
                "{assignment} has no due date, so nobody is late; set one: nnlib release {assignment} --due DATE",
                assignment=assignment,
            )
        )
    when = as_date(until) if until else common + timedelta(hours=hours) if hours else None
    if when is not None and when < common:
        raise BookError(
            tr(
                "{when} UTC is before everybody's date, {common} UTC",
                when=f"{when:%Y-%m-%d %H:%M}",
                common=f"{common:%Y-%m-%d %H:%M}",
            )
        )
    known[assignment, student] = when or common
    write_extensions(Path(course.root), known)
    with Rows(course, assignment) as rows:
        rows.settle()
    return when
