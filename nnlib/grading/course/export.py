"""Grades for other systems: Canvas, Moodle, or a plain table with every part.

The same exporters serve `nnlib export` and `nbgrader export --exporter nnlib.grading.course.export.Canvas`. A name that
looks like a formula stays text when somebody opens the file in a spreadsheet.
"""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

from nbgrader.plugins import ExportPlugin

from nnlib.core.files import BookError, write_whole
from nnlib.core.words import tr
from nnlib.grading.course.collect import collected
from nnlib.grading.course.folder import open_course
from nnlib.grading.course.reading import gradebook_rows
from nnlib.grading.text import field


def as_csv(rows):
    """The rows as CSV, with every field plain text."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([*map(field, row)] for row in rows)
    return text.getvalue()


# -- formats --------------------------------------------------------------------------------------


def canvas_rows(by_assignment):
    """A Canvas gradebook: people are found by ID, else by SIS login; without a grade, a field stays empty."""
    names = list(by_assignment)
    yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *names]
    yield ["    Points Possible", "", "", "", "", *(most for _, most in by_assignment.values())]
    for who in _people(by_assignment):
        name = ", ".join(filter(None, [who.last_name, who.first_name])) or who.name
        yield [name, who.lms_id, "", who.name, "", *_points(who.name, by_assignment)]


def moodle_rows(by_assignment):
    """A Moodle grade import: map "Username" or "Email address" to the user, each assignment to its grade item."""
    head = ["Username", "ID number", "First name", "Last name", "Email address"]
    yield [*head, *by_assignment]
    for who in _people(by_assignment):
        about = [who.name, who.lms_id, who.first_name, who.last_name, who.email]
        yield [*about, *_points(who.name, by_assignment)]


def worksheet_rows(by_assignment):
    """Moodle's grading worksheet of one assignment: people are found by `Participant N`, as collected from there."""
    yield [
        "Identifier",
        "Full name",
        "Email address",
        "Grade",
        "Maximum Grade",
        "Last modified (grade)",
    ]
    for rows, most in by_assignment.values():
        for row in rows.values():
            name = " ".join(filter(None, [row.first_name, row.last_name])) or row.name
            yield [row.lms_id, name, row.email, row.points, most, ""]


def table_rows(by_assignment):
    """A line per student and assignment, with a column for every part."""
    parts = dict.fromkeys(
        part for rows, _ in by_assignment.values() for row in rows.values() for part in row.parts
    )
    head = ["assignment", "student", "last_name", "first_name", "email", "handed_in"]
    yield [*head, "points", "max_points", "late_penalty", "waits_for_a_person", *parts]
    for assignment, (rows, _) in by_assignment.items():
        for row in rows.values():
            about = [assignment, row.name, row.last_name, row.first_name, row.email, row.handed_in]
            about += [row.points, row.max_points, row.late, "yes" if row.waiting else "no"]
            yield [*about, *(row.parts.get(part, "") for part in parts)]


def _people(by_assignment):
    found = {name: row for rows, _ in by_assignment.values() for name, row in rows.items()}
    return [found[name] for name in sorted(found)]


def _points(name, by_assignment):
    return [rows[name].points if name in rows else "" for rows, _ in by_assignment.values()]


FORMATS = {
    "canvas": canvas_rows,
    "moodle": moodle_rows,
    "moodle-worksheet": worksheet_rows,
    "csv": table_rows,
}


# -- exporters ------------------------------------------------------------------------------------


class Exporter(ExportPlugin):
    """An exporter of nbgrader's in one of the formats."""

    kind = "csv"

    def export(self, gradebook):
        """Write the grades of the chosen assignments and students, else of all."""
        url = gradebook.engine.url.render_as_string(hide_password=False)
        names = list(map(str, self.assignment)) or sorted(a.name for a in gradebook.assignments)
        wanted = set(map(str, self.student))
        found = {}
        for name in names:
            try:
                rows, worth = gradebook_rows(name, url)
            except BookError:
                if self.assignment:
                    raise
                continue  # nobody has handed that one in
            rows = {row.name: row for row in rows if not wanted or row.name in wanted}
            found[name] = rows, sum(worth.values())
        write_whole(Path(self.to or f"grades_{self.kind}.csv"), as_csv(FORMATS[self.kind](found)))


class Canvas(Exporter):
    """For the gradebook of Canvas: Grades, Import."""

    kind = "canvas"


class Moodle(Exporter):
    """For the gradebook of Moodle: Grades, Import, CSV file."""

    kind = "moodle"


class Table(Exporter):
    """A plain table, with every part."""


def export(
    assignment: str,
    kind: str,
    output: Path | None = None,
    course_dir: Path = Path("."),
    db: str | None = None,
    column: str | None = None,
) -> tuple[Path, int, int]:
    """Write one assignment's grades in a format; returns (the file, how many students, how many still wait).

    `column` is the name of the assignment on the platform, where it is another one.
    """
    if kind not in FORMATS:
        raise BookError(
            tr(
                "there is no format {kind}; choose one of {listed}",
                kind=kind,
                listed=", ".join(FORMATS),
            )
        )
    course = open_course(course_dir, assignment)
    rows, worth = gradebook_rows(assignment, db or course.db_url)
    safe = re.sub(r"[^\w.-]", "_", assignment)
    path = Path(output or f"{safe}_{kind}.csv")
    known = collected(Path(course.root))
    people = [_numbered(row, kind, known.get((assignment, row.name))) for row in rows]
    if kind == "moodle-worksheet":
        people = [row for row in people if row.lms_id]
        if not people:
            raise BookError(
                tr(
                    "nothing of {assignment} was collected from Moodle, so its numbers are not known",
                    assignment=assignment,
                )
            )
    by_assignment = {column or assignment: ({p.name: p for p in people}, sum(worth.values()))}
    write_whole(path, as_csv(FORMATS[kind](by_assignment)))
    return path, len(people), sum(row.waiting for row in people)


def _numbered(row, kind, known):
    """A student under the number that the platform gave to the submission: Canvas's for good, Moodle's for this one."""
    platform, number, _ = known or ("", "", "")
    if kind == "canvas" and platform == "canvas":
        return replace(row, lms_id=row.lms_id or number)
    if kind == "moodle-worksheet":
        return replace(row, lms_id=f"Participant {number}" if platform == "moodle" else "")
    return row
