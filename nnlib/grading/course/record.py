"""The rows of the gradebook: one writer, one commit per student, and patience with whoever else holds it."""

import contextlib
import fcntl
import time
import warnings
from datetime import datetime
from logging import Filter, getLogger
from pathlib import Path

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    InvalidEntry,
    MissingEntry,
    SolutionCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, OperationalError, SAWarning, SQLAlchemyError
from sqlalchemy.orm import selectinload

from nnlib.core.words import tr
from nnlib.grading.course.graded import comments
from nnlib.grading.course.late import Late
from nnlib.grading.sandbox.submission import Cell, Plan
from nnlib.grading.verdict import GradedNotebook

log = getLogger("nnlib.grading")
LOCK_SECONDS = 120  # of waiting while another grader makes the gradebook on the same server
TRIES = (
    6  # times that a gradebook which cannot be used is asked again, with longer and longer waits
)
LOCKED_SECONDS = 120.0  # that another program may hold it


class GradebookError(RuntimeError):
    """The gradebook cannot be written; the message says what to do."""


def patiently(url, act, start_afresh=None):
    """Do something with a gradebook, again while it is locked or away. Raises GradebookError when it stays so."""
    begun, again = time.monotonic(), 0
    while True:
        again += 1
        try:
            with warnings.catch_warnings(), _without_tracebacks():
                warnings.simplefilter("ignore", SAWarning)
                return act()
        except (OperationalError, IntegrityError, InvalidEntry) as problem:
            last = problem.__context__ if isinstance(problem, InvalidEntry) else problem
            if not isinstance(last, (OperationalError, IntegrityError)):
                raise  # what is to be written is wrong, and will stay so
            if start_afresh:
                start_afresh()
            if not _worth_another_try(last, again, time.monotonic() - begun):
                break
            time.sleep(min(0.1 * 2**again, 3))
        except SQLAlchemyError as problem:
            last = problem
            break
    why = str(getattr(last, "orig", None) or last).strip().splitlines()[0]
    raise GradebookError(
        tr(
            "the gradebook {without_password} cannot be used: {why}. Close what else uses it, "
            "see that it runs and that the disk is not full, and start again: what was graded is "
            "kept.",
            without_password=without_password(url),
            why=why,
        )
    ) from last


def _worth_another_try(problem, tries, seconds):
    """Whether it may help to wait: for whoever holds the gradebook, long; for all else, a few seconds."""
    if "locked" not in str(problem.orig):
        return tries < TRIES
    if tries == 1:
        log.warning(tr("another program holds the gradebook; waiting until it lets go"))
    return seconds < LOCKED_SECONDS


@contextlib.contextmanager
def _without_tracebacks():
    """Keep nbgrader from logging an error that is told here, in one line."""
    log = getLogger("tornado.application")
    hide = Filter()
    hide.filter = lambda record: not record.getMessage().startswith(tr("Rolling back session"))
    log.addFilter(hide)
    try:
        yield
    finally:
        log.removeFilter(hide)


def without_password(url):
    """The address of a gradebook, fit to be shown."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return tr("with an address that cannot be read")


@contextlib.contextmanager
def alone(url, folder):
    """Be the only one to make a gradebook: of all graders on a server, or in a course's folder."""
    if patiently(url, lambda: make_url(url)).get_backend_name() == "postgresql":
        engine = create_engine(url)
        try:
            connection = patiently(url, engine.connect)
            with connection:
                _lock(connection)
                yield
        finally:
            engine.dispose()
        return
    with open(Path(folder) / ".nnlib.lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _lock(connection):
    """Wait for the server's one lock, but not for ever. It goes with the connection, also of a grader that died."""
    connection.execute(text(tr("set lock_timeout = '{LOCK_SECONDS}s'", LOCK_SECONDS=LOCK_SECONDS)))
    try:
        connection.execute(text(tr("select pg_advisory_lock(hashtext('nnlib'))")))
    except OperationalError as error:
        raise GradebookError(
            tr(
                "another grader has been making this gradebook for {LOCK_SECONDS} seconds. Wait "
                "until it is done, or end it, and start again",
                LOCK_SECONDS=LOCK_SECONDS,
            )
        ) from error


class Rows:
    """The gradebook, open for one assignment: one session, one commit per student."""

    def __init__(self, course, assignment, config=None):
        self.course, self.assignment = course, assignment
        # nbgrader's own programs give the course no configuration; the stage that asks has it
        self.late = Late(course.root, config or course.config)
        self.book = patiently(course.db_url, lambda: Gradebook(course.db_url, course.course_id))

    def close(self):
        self.book.close()

    def start_afresh(self):
        """Forget what was not committed."""
        self.book.db.rollback()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def knows(self, plans: tuple[Plan, ...]) -> bool:
        """Whether the assignment was released into this gradebook, with these notebooks and their test cells."""
        try:
            found = self.patiently(lambda: self.book.find_assignment(self.assignment))
        except MissingEntry:
            return False
        cells = {nb.name: {c.name: c.max_score for c in nb.grade_cells} for nb in found.notebooks}
        return all(
            cells.get(plan.name) == {n: c.points for n, c in graded_cells(plan).items()}
            for plan in plans
        )

    def held(self) -> dict[str, tuple[datetime | None, dict[str, float | None]]]:
        """By student: when the submission was handed in, and what the machine gave for each graded cell."""
        rows = self.book.db.query(
            SubmittedAssignment.student_id, SubmittedAssignment.timestamp,
            BaseCell.name, Grade.auto_score,
        )  # fmt: skip
        rows = rows.select_from(SubmittedAssignment).join(Assignment)
        rows = rows.join(
            SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id
        )
        rows = rows.join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        rows = rows.join(BaseCell, Grade.cell_id == BaseCell.id)
        found = {}
        for student, when, cell, points in self.patiently(
            rows.filter(Assignment.name == self.assignment).all
        ):
            found.setdefault(student, (when, {}))[1][cell] = points
        return found

    def record(
        self,
        student: str,
        timestamp: datetime | None,
        notebooks: list[GradedNotebook],
        keep_time: bool = False,
    ):
        """Write one student's points. All of it, or nothing.

        With `keep_time`, when it was handed in, and the notebooks that are not given, stay as they are.
        """
        self.patiently(lambda: self._record(student, timestamp, notebooks, keep_time))

    def patiently(self, act):
        """Do something with this gradebook, again while it is locked or away."""
        return patiently(self.course.db_url, act, self.start_afresh)

    def _record(self, student, timestamp, notebooks, keep_time):
        db = self.book.db
        if db.get(Student, student) is None:
            db.add(Student(id=student))
            db.flush()
        row = self._submission(student)
        row.timestamp = row.timestamp if keep_time else timestamp
        by_name = {graded.plan.name: graded for graded in notebooks}
        for notebook in row.notebooks:
            if notebook.name in by_name or not keep_time:
                self._points(notebook, by_name.get(notebook.name))
        self.late.settle(row, db)
        db.commit()

    def settle(self):
        """Give everybody's submission its time and its penalty anew: a date or a rule may have changed."""
        self.patiently(self._settle)

    def _settle(self):
        rows = self.book.db.query(SubmittedAssignment).join(Assignment)
        rows = rows.options(
            selectinload(SubmittedAssignment.notebooks)
        )  # or each would be asked for
        for row in rows.filter(Assignment.name == self.assignment):
            self.late.settle(row, self.book.db)
        self.book.db.commit()

    def _submission(self, student):
        db = self.book.db
        found = db.query(SubmittedAssignment).join(Assignment)
        found = found.filter(
            Assignment.name == self.assignment, SubmittedAssignment.student_id == student
        )
        return found.one_or_none() or self.book.add_submission(self.assignment, student)

    def _points(self, notebook, graded):
        """Points and comments of one notebook; a cell that nobody graded has 0, or waits for a person."""
        db, said = self.book.db, comments(graded) if graded else {}
        names = dict(
            db.query(GradeCell.id, GradeCell.name).filter_by(notebook_id=notebook.notebook_id)
        )
        for grade in db.query(Grade).filter_by(notebook_id=notebook.id):
            if grade.cell_id not in names:
                continue  # a task: a person grades it
            grade.auto_score = _score(names[grade.cell_id], graded)
            waiting = grade.auto_score is None or grade.manual_score is not None
            grade.needs_manual_grade = waiting
        answer_cells = db.query(SolutionCell.id, SolutionCell.name)
        names = dict(answer_cells.filter_by(notebook_id=notebook.notebook_id))
        for comment in db.query(Comment).filter_by(notebook_id=notebook.id):
            if comment.cell_id in names:
                comment.auto_comment = said.get(names[comment.cell_id])


def graded_cells(plan: Plan) -> dict[str, Cell]:
    """The cells with points of a notebook: tests, and answers that a person grades."""
    return {
        name: cell
        for name, cell in plan.of("test", "written").items()
        if cell.metadata.get("nbgrader", {}).get("grade")
    }


def _score(name, graded):
    """What the machine gives for one cell; None where a person must look."""
    if graded is None:
        return 0.0
    if name in graded.verdicts:
        verdict = graded.verdicts[name]
        return None if verdict.open else verdict.points
    written = graded.plan.of("written").get(name)
    given = graded.answers.sources.get(name)
    if written is None or given in (None, written.released):
        return 0.0
    return None
