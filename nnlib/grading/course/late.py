"""Late submissions: due dates, more time for one student, and what being late costs by the course's plugin.

More time stands in `extensions.csv` in the course's folder, a line per student, also before anything is handed in.
Every grading settles it anew: by `nnlib grade`, `nbgrader autograde` and the formgrader's button alike.
"""

import csv
import io
from datetime import datetime
from pathlib import Path

from nbgrader.api import SubmittedAssignment
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from traitlets import TraitError
from traitlets.config import Config

from nnlib.core.files import BookError, write_whole
from nnlib.core.words import tr
from nnlib.grading.sandbox.files import file_bytes
from nnlib.grading.sandbox.submission import STAMP, TIMESTAMP

EXTENSIONS = "extensions.csv"
HEAD = ["assignment", "student", "until"]


# -- dates ----------------------------------------------------------------------------------------


def as_date(text: str) -> datetime:
    """A date in UTC, as nbgrader reads it: without a time zone it is UTC. Raises BookError."""
    try:
        return parse_utc(text.strip())
    except (ValueError, OverflowError, TypeError):
        raise BookError(
            tr(
                "{text!r} is no date; wanted one such as 2026-03-05 23:59, or 2026-03-05 23:59 Asia/Seoul",
                text=text[:40],
            )
        ) from None


def handed_in(folder: Path) -> datetime | None:
    """When a submission was handed in, by timestamp.txt; None without. Raises ValueError where that says nothing."""
    folder = Path(folder)
    data, problem = file_bytes(folder / TIMESTAMP, STAMP)
    if problem == "notebook-missing" or folder.is_symlink() or folder.parent.is_symlink():
        return None  # behind a link nothing is read, the notebook neither
    try:
        return as_date(data.decode()) if not problem else as_date("")
    except (ValueError, BookError):
        raise ValueError(
            tr(
                "its timestamp.txt is no date that can be read: {said!r}. Write when it was handed in, "
                "or delete the file, and grade again",
                said=data[:40].decode(errors="replace").strip(),
            )
        ) from None


# -- more time ------------------------------------------------------------------------------------


def extensions(root: Path) -> dict[tuple[str, str], datetime]:
    """(assignment, student) -> until when it may be handed in. Raises BookError, which names the line."""
    path = Path(root) / EXTENSIONS
    if not path.is_file():
        return {}
    found = {}
    for number, line in enumerate(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()), 1):
        if line == HEAD or not any(map(str.strip, line)):
            continue
        try:
            assignment, student, until = map(str.strip, line)
            found[assignment, student] = as_date(until)
        except (ValueError, BookError):
            raise BookError(
                tr(
                    "{path}, line {number}: wanted assignment,student,until",
                    path=path,
                    number=number,
                )
            ) from None
    return found


def write_extensions(root: Path, known: dict[tuple[str, str], datetime]) -> None:
    """Write them all."""
    text = io.StringIO()
    rows = ([*key, f"{until:%Y-%m-%d %H:%M:%S} UTC"] for key, until in sorted(known.items()))
    csv.writer(text, lineterminator="\n").writerows([HEAD, *rows])
    write_whole(Path(root) / EXTENSIONS, text.getvalue())


# -- what it costs --------------------------------------------------------------------------------


class Late:
    """What being late costs in a course, by the plugin that its configuration names."""

    def __init__(self, root: str | Path, config: Config):
        try:
            self.stage = AssignLatePenalties(config=config)
            self.stage.init_plugin()
        except (TraitError, ImportError) as problem:
            raise BookError(
                tr("the plugin for late submissions cannot be loaded: {why}", why=problem)
            ) from problem
        self.until = extensions(Path(root))

    def settle(self, row: SubmittedAssignment, db) -> None:
        """Give one submission its time and its penalties anew; whoever calls commits."""
        due, until = row.assignment.duedate, self.until.get((row.assignment.name, row.student_id))
        if due is None:
            row.extension = None  # of a date that is not there; nbgrader stops at one
        elif until is not None:
            row.extension = max(until - due, due - due)
        late = row.total_seconds_late
        if late > 0:
            db.flush()  # for the scores
        for notebook in row.notebooks:
            cost = self._cost(notebook, row.student_id, late, db) if late > 0 else None
            if cost != notebook.late_submission_penalty:
                notebook.late_submission_penalty = cost

    def _cost(self, notebook, student, seconds, db):
        db.refresh(notebook, ["score"])
        try:
            cost = self.stage.plugin_inst.late_submission_penalty(student, notebook.score, seconds)
            return cost if cost is None else self.stage._check_late_penalty(notebook, cost)
        except Exception as problem:  # a course's own code
            raise BookError(
                tr(
                    "the plugin for late submissions stopped with {kind}: {why}",
                    kind=type(problem).__name__,
                    why=problem,
                )
            ) from problem
