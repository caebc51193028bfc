"""What grading leaves behind: the graded notebook that the formgrader shows, and the rows of the gradebook."""

import contextlib
import fcntl
import json
import os
import tempfile
import time
import warnings
from logging import Filter, getLogger
from pathlib import Path

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    InvalidEntry,
    MissingEntry,
    SolutionCell,
    Student,
    SubmittedAssignment,
)
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, OperationalError, SAWarning, SQLAlchemyError

LOCK_SECONDS = 120  # of waiting while another grader makes the gradebook on the same server
TRIES = 6  # times that a locked gradebook is asked again, with longer and longer waits


class GradebookError(RuntimeError):
    """The gradebook cannot be written; the message says what to do."""


# -- the graded notebook --------------------------------------------------------------------------


def graded_notebook(plan, answers, graded, about):
    """The notebook that instructors see: their cells, the learner's answers, what each test said. JSON text.

    `about` is kept in its metadata: flags, seed, what was graded and where.
    """
    cells = [_cell(plan, n, cell, answers, graded) for n, cell in enumerate(plan.cells)]
    metadata = plan.metadata | {"nnlib": about}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _cell(plan, number, cell, answers, graded):
    source, said, metadata = cell.source, "", dict(cell.metadata)
    if cell.kind in ("answer", "written"):
        source = answers.sources.get(cell.grade_id, "")
    if cell.kind in ("setup", "answer"):
        said = graded.said.get(number, "")
    if cell.kind == "test":
        result = graded.cells[cell.grade_id]
        said, metadata["nnlib"] = result.said, result.as_dict()
    made = {"cell_type": cell.cell_type, "id": cell.grade_id or f"c{number:03d}"}
    made["id"] = "".join(c if c.isalnum() and c.isascii() else "-" for c in made["id"])[:64]
    made |= {"metadata": metadata, "source": source}
    if cell.cell_type == "code":
        made |= {"execution_count": None, "outputs": []}
        if said:
            made["outputs"] = [{"output_type": "stream", "name": "stdout", "text": said}]
    return made


def comments(plan, answers, graded):
    """What the gradebook says beside each answer: nothing where all is right, else the parts that lost points."""
    found, current = {}, None
    for cell in plan.cells:
        if cell.kind in ("answer", "written"):
            current = cell.grade_id
            same = answers.sources.get(current) == cell.released
            found[current] = "No response." if same else None
        elif cell.kind == "test" and current and found[current] != "No response.":
            result = graded.cells[cell.grade_id]
            if result.slip:
                part = cell.grade_id.removeprefix(f"{current}_")
                line = f"{part}: {result.points:g} of {result.max_points:g} ({result.slip})"
                found[current] = "; ".join(filter(None, [found[current], inert(line)]))
    return found


def inert(text):
    """Text without the signs that Markdown or HTML would act on."""
    return "".join(c if c.isalnum() or c in " .,:;()-_/'" else " " for c in text)[:500]


def write_whole(path, text, mode=0o644):
    """Write a file so that it is there as a whole, or as it was before. Returns nothing."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=path.parent, prefix=".nnlib-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8", "replace"))
        os.chmod(made, mode)
        os.replace(made, path)
    except BaseException:
        os.unlink(made)
        raise


# -- the gradebook --------------------------------------------------------------------------------


def patiently(url, act, start_afresh=None):
    """Do something with a gradebook, again while it is locked or away. Raises GradebookError when it stays so."""
    for again in range(TRIES):
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
            if again < TRIES - 1:
                time.sleep(0.1 * 2**again)
        except SQLAlchemyError as problem:
            last = problem
            break
    why = str(getattr(last, "orig", None) or last).strip().splitlines()[0]
    raise GradebookError(
        f"the gradebook {without_password(url)} cannot be used: {why}. Close what else uses it, see that it "
        "runs and that the disk is not full, and start again: what was graded is kept."
    ) from last


@contextlib.contextmanager
def _without_tracebacks():
    """Keep nbgrader from logging an error that is told here, in one line."""
    log = getLogger("tornado.application")
    hide = Filter()
    hide.filter = lambda record: not record.getMessage().startswith("Rolling back session")
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
        return "with an address that cannot be read"


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
    connection.execute(text(f"set lock_timeout = '{LOCK_SECONDS}s'"))
    try:
        connection.execute(text("select pg_advisory_lock(hashtext('nnlib'))"))
    except OperationalError as error:
        raise GradebookError(
            f"another grader has been making this gradebook for {LOCK_SECONDS} seconds. "
            "Wait until it is done, or end it, and start again"
        ) from error


class Rows:
    """The gradebook, open for one assignment: one session, one commit per student."""

    def __init__(self, course, assignment):
        self.course, self.assignment = course, assignment
        self.book = patiently(course.db_url, lambda: Gradebook(course.db_url, course.course_id))
        self.late = AssignLatePenalties(config=course.config)
        self.late.init_plugin()

    def close(self):
        self.book.close()

    def start_afresh(self):
        """Forget what was not committed."""
        self.book.db.rollback()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def knows(self, notebooks):
        """Whether the assignment was released into this gradebook, with these notebooks and their test cells."""
        try:
            found = self._patiently(lambda: self.book.find_assignment(self.assignment))
        except MissingEntry:
            return False
        cells = {nb.name: {c.name: c.max_score for c in nb.grade_cells} for nb in found.notebooks}
        return all(
            cells.get(plan.name) == {n: c.points for n, c in graded_cells(plan).items()}
            for plan in notebooks
        )

    def students(self):
        """Names of the students who have a row for this assignment."""
        rows = self.book.db.query(SubmittedAssignment.student_id).join(Assignment)
        rows = rows.filter(Assignment.name == self.assignment)
        return {name for (name,) in self._patiently(rows.all)}

    def record(self, student, timestamp, results, keep_time=False):
        """Write one student's points: `results` is [(plan, answers, graded)]. All of it, or nothing.

        With `keep_time`, when it was handed in, and the notebooks that are not in `results`, stay as they are.
        """
        self._patiently(lambda: self._record(student, timestamp, results, keep_time))

    def _patiently(self, act):
        return patiently(self.course.db_url, act, self.start_afresh)

    def _record(self, student, timestamp, results, keep_time):
        db = self.book.db
        if db.get(Student, student) is None:
            db.add(Student(id=student))
            db.flush()
        row = self._submission(student)
        row.timestamp = row.timestamp if keep_time else timestamp
        by_name = {result[0].name: result for result in results}
        for notebook in row.notebooks:
            if notebook.name in by_name or not keep_time:
                self._points(notebook, by_name.get(notebook.name))
            notebook.late_submission_penalty = None
        db.commit()
        if row.total_seconds_late > 0:
            self._penalty(student, row)

    def _submission(self, student):
        db = self.book.db
        found = db.query(SubmittedAssignment).join(Assignment)
        found = found.filter(
            Assignment.name == self.assignment, SubmittedAssignment.student_id == student
        )
        return found.one_or_none() or self.book.add_submission(self.assignment, student)

    def _points(self, notebook, result):
        """Points and comments of one notebook; a cell that nobody graded has 0, or waits for a person."""
        db, said = self.book.db, {}
        if result:
            plan, answers, graded = result
            said = comments(plan, answers, graded)
        names = dict(
            db.query(GradeCell.id, GradeCell.name).filter_by(notebook_id=notebook.notebook_id)
        )
        for grade in db.query(Grade).filter_by(notebook_id=notebook.id):
            if grade.cell_id not in names:
                continue  # a task: a person grades it
            grade.auto_score = _score(names[grade.cell_id], result)
            waiting = grade.auto_score is None or grade.manual_score is not None
            grade.needs_manual_grade = waiting
        answer_cells = db.query(SolutionCell.id, SolutionCell.name)
        names = dict(answer_cells.filter_by(notebook_id=notebook.notebook_id))
        for comment in db.query(Comment).filter_by(notebook_id=notebook.id):
            if comment.cell_id in names:
                comment.auto_comment = said.get(names[comment.cell_id])

    def _penalty(self, student, row):
        """What being late costs, by the plugin that the course has set."""
        for notebook in row.notebooks:
            plugin = self.late.plugin_inst
            cost = plugin.late_submission_penalty(student, notebook.score, row.total_seconds_late)
            if cost is not None:
                cost = self.late._check_late_penalty(notebook, cost)
            notebook.late_submission_penalty = cost
        self.book.db.commit()


def graded_cells(plan):
    """The cells with points of a notebook: tests, and answers that a person grades."""
    return {
        name: cell
        for name, cell in plan.of("test", "written").items()
        if cell.metadata.get("nbgrader", {}).get("grade")
    }


def _score(name, result):
    """What the machine gives for one cell; None where a person must look."""
    if result is None:
        return 0.0
    plan, answers, graded = result
    if name in graded.cells:
        return graded.cells[name].points
    written = plan.of("written").get(name)
    if written is None or answers.sources.get(name, written.released) == written.released:
        return 0.0
    return None
