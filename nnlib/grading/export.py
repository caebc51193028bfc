"""Grades for other systems: Canvas, Moodle, or a plain table with every part.

The same exporters serve `nnlib export` and `nbgrader export --exporter nnlib.grading.export.Canvas`. A name that
looks like a formula stays text when somebody opens the file in a spreadsheet.
"""

import csv
import io
import re
from pathlib import Path

from nbgrader.plugins import ExportPlugin

from nnlib.book import BookError
from nnlib.grading import course as road
from nnlib.grading.classview import gradebook_rows
from nnlib.grading.record import write_whole

# What spreadsheets take for the start of a formula, the wide forms of East Asian keyboards included.
FORMULA = tuple(
    "=+-@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}＠|%"
)


def plain_text(value):
    """Text for one field: no control characters, and never a formula. Numbers stay numbers."""
    if isinstance(value, (int, float)):
        return f"{value:.10g}"
    text = "".join(c if c.isprintable() else " " for c in str(value)).strip()
    return f"'{text}" if text.startswith(FORMULA) else text


def as_csv(rows):
    """The rows as CSV, with every field plain text."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([*map(plain_text, row)] for row in rows)
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


FORMATS = {"canvas": canvas_rows, "moodle": moodle_rows, "csv": table_rows}


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


def export(assignment, kind, output=None, course_dir=".", db=None):
    """Write one assignment's grades in a format; returns (the file, how many students, how many still wait)."""
    if kind not in FORMATS:
        raise BookError(f"there is no format {kind}; choose one of {', '.join(FORMATS)}")
    course = road._open_course(course_dir, assignment)
    rows, worth = gradebook_rows(assignment, db or course.db_url)
    safe = re.sub(r"[^\w.-]", "_", assignment)
    path = Path(output or f"{safe}_{kind}.csv")
    by_assignment = {assignment: ({row.name: row for row in rows}, sum(worth.values()))}
    write_whole(path, as_csv(FORMATS[kind](by_assignment)))
    return path, len(rows), sum(row.waiting for row in rows)
