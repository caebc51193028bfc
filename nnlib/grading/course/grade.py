"""A whole class, graded: what is new or changed goes to the graders, what comes back into gradebook and notebooks."""

import errno
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from tqdm import tqdm

from nnlib.core.files import BookError, write_whole
from nnlib.core.words import tr
from nnlib.grading.course.autotests import with_autotests
from nnlib.grading.course.digest import submission_digest
from nnlib.grading.course.exchange import SECRET, SECRET_BYTES
from nnlib.grading.course.folder import Step, hidden, in_turn, open_course, step_folder, students
from nnlib.grading.course.graded import about_grading, graded_before, graded_notebook
from nnlib.grading.course.graders import Graders
from nnlib.grading.course.late import TIMESTAMP, handed_in
from nnlib.grading.course.proof import prove
from nnlib.grading.course.reading import class_rows
from nnlib.grading.course.record import GradebookError, Rows, alone, without_password
from nnlib.grading.course.release import release_into
from nnlib.grading.course.stages import GradeInSandbox
from nnlib.grading.course.task import Task
from nnlib.grading.course.versions import note, versions
from nnlib.grading.sandbox.backends import PLAIN, SandboxError
from nnlib.grading.sandbox.files import file_bytes
from nnlib.grading.sandbox.submission import Plan, read_plan
from nnlib.grading.verdict import TEST_FAILED, GradedSubmission

log = logging.getLogger("nnlib.grading")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO)  # everybody's trouble


@dataclass
class Class:
    """A class after grading: where code ran, an entry per student (the JSON's), and a Step per student."""

    assignment: str
    sandbox: str = ""
    students: list[dict] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def as_dict(self) -> dict:
        """The whole class as it goes into a JSON file."""
        return {"assignment": self.assignment, "sandbox": self.sandbox, "students": self.students}

    def add(self, entry: dict, outcome: str):
        """One more student who was graded, now or before."""
        self.sandbox = self.sandbox or entry.get("sandbox", "")
        self.students.append({key: value for key, value in entry.items() if key != "sandbox"})
        self.steps.append(Step(entry["student"], outcome))

    def fail(self, student: str, problem: Exception):
        """One who could not be."""
        self.steps.append(Step(student, "failed", f"{type(problem).__name__}: {problem}"))


def grade_class(
    assignment: str,
    course_dir: Path,
    only: list[str] | None = None,
    force: bool = False,
    jobs: int = 1,
    db: str | None = None,
    progress: bool = True,
    scheduler: str | None = None,
    no_sandbox: bool = False,
    graders: Graders | None = None,
) -> Class:
    """Grade every submission, or those of the students in `only`; returns a Class.

    What was graded in exactly this form before, and stands so in the gradebook, is not graded again, unless `force`.
    The gradebook and the released version are made where they are missing. `db` is another gradebook than the
    course's own; `scheduler` is the address of a Dask scheduler whose workers do the grading. Nothing is graded where
    the instructor's own answers do not pass the tests, or where there is no sandbox, unless `no_sandbox` asks for that.
    `graders` are some that were started before; they end with this.
    """
    course = open_course(course_dir, assignment)
    if db:
        course.db_url = db
    if no_sandbox:
        course.config.GradeInSandbox.backend = PLAIN
    with in_turn(course, only is None):
        plans = _ready(assignment, course)
        names = students(assignment, course_dir) if only is None else list(only)
        done = Class(assignment)
        tasks = list(_dated(tasks_of(course, plans, names), done))
        for name in hidden(assignment, course_dir) if only is None else ():
            done.fail(name, ValueError(tr("a name that begins with a dot; rename the folder")))
        with graders or Graders() as own:
            how = {"graders": own, "jobs": jobs, "scheduler": scheduler}
            _grade_all(course, tasks, done, force, progress, **how)
    done.students.sort(key=lambda entry: entry["student"])
    done.steps.sort(key=lambda step: step.student)
    return done


def _grade_all(course, tasks, done, force, progress, **how):
    """Grade what has to be, and let `done` say what the gradebook then holds."""
    with Rows(course, done.assignment) as rows:
        waiting = tasks if force else _not_yet_graded(course, tasks, rows, done)
        grade = partial(_graded, **how)
        if waiting:
            plans = prove(
                waiting[0], instructors_notebooks(course), released_notebooks(course), grade
            )
            waiting = [replace(task, plans=plans) for task in waiting]
        shown = {"desc": "grading", "unit": "student", "total": len(waiting)}
        for task, graded in tqdm(grade(waiting), disable=not progress, **shown):
            _take(course, rows, task, graded, done)
        rows.settle()
        _as_held(rows, done)


def _graded(tasks, graders, jobs, scheduler) -> Iterator:
    """(task, GradedSubmission or the error), as they come, from here or from a cluster."""
    if scheduler is None:
        return graders.grade_all(tasks, jobs)
    from nnlib.grading.course.cluster import graded_on_cluster

    return graded_on_cluster(tasks, scheduler)


# -- what there is to do --------------------------------------------------------------------------


def _ready(assignment, course):
    """The plans of an assignment; it is released first where the gradebook does not know it."""
    with alone(course.db_url, course.root):
        return released_plans(assignment, course)


def instructors_notebooks(course: CourseDirectory) -> list[Path]:
    """The instructor's notebooks."""
    source = step_folder(course, "source")
    if found := sorted(source.glob("*.ipynb")):
        return found
    raise FileNotFoundError(
        tr("{source} has no notebooks; wanted those of an instructor", source=source)
    )


def released_notebooks(course: CourseDirectory) -> list[Path]:
    """Where the notebooks lie that learners get."""
    return [step_folder(course, "release") / path.name for path in instructors_notebooks(course)]


def released_plans(assignment: str, course: CourseDirectory) -> tuple[Plan, ...]:
    """The plans of an assignment, which is released first where it was not, or not so, in this gradebook."""
    notebooks, released = instructors_notebooks(course), released_notebooks(course)
    for again in range(2):
        if all(path.is_file() for path in released):
            plans = tuple(map(partial(_plan, course), notebooks, released))
            plans[0].own.refuse_broken()
            with Rows(course, assignment) as rows:
                if rows.knows(plans):
                    return with_autotests(plans, course)
        if again:
            raise RuntimeError(
                tr(
                    "{assignment} does not match the gradebook {without_password}: its test cells or "
                    "points were changed after submissions had been graded. Change them back, or start a "
                    "new gradebook.",
                    assignment=assignment,
                    without_password=without_password(course.db_url),
                )
            )
        release_into(course)
    raise AssertionError("unreachable")


def _plan(course, notebook, released):
    """The plan of one notebook. What it is graded by was handed out, however that was done."""
    about = Path(course.root), course.assignment_id, notebook.stem
    note(*about, released.read_bytes(), released.parent)
    caps = GradeInSandbox(config=course.config).caps()
    return read_plan(notebook, released, versions(*about), caps)


def tasks_of(course: CourseDirectory, plans: tuple[Plan, ...], names: list[str]) -> list[Task]:
    """The tasks of these students, under the settings of the course."""
    stage = GradeInSandbox(config=course.config)
    how = stage.limits(), stage.caps(), stage.backend or None
    return [Task(name, str(step_folder(course, "submitted", name)), plans, *how) for name in names]


def _dated(tasks, done):
    """The tasks whose submission says when it was handed in, or says nothing; the others fail."""
    for task in tasks:
        try:
            handed_in(Path(task.folder))
            yield task
        except ValueError as problem:
            done.fail(task.student, problem)


def _not_yet_graded(course, tasks, rows, done):
    """The tasks that are left; what was graded in this form, and is in the gradebook so, goes straight to `done`."""
    held, waiting = rows.held(), []
    for task in tasks:
        before = None
        if task.student in held:
            path = step_folder(course, "autograded", task.student) / f"{task.plans[0].name}.ipynb"
            before = graded_before(path, submission_digest(task))
        if before is None or not _holds(held[task.student], task, before):
            waiting.append(task)
        else:
            done.add(before, "unchanged")
    return waiting


def _holds(row, task, entry):
    """Whether a row of the gradebook says what a student's entry says: another gradebook, or an old copy, may not."""
    when, points = row
    said = {n: None if c["slip"] == TEST_FAILED else c["points"] for n, c in entry["cells"].items()}
    return when == handed_in(Path(task.folder)) and said.items() <= points.items()


# -- what has been done ---------------------------------------------------------------------------


def _take(course, rows, task, graded, done):
    """Record one student; an error is that student's alone, unless it is the gradebook's."""
    if isinstance(graded, SandboxError):
        raise graded
    if isinstance(graded, Exception):
        done.fail(task.student, graded)
        return
    try:
        record(course, rows, task, graded)
    except (GradebookError, BookError):  # everybody's, such as a plugin that stops
        raise
    except Exception as problem:
        if isinstance(problem, OSError) and problem.errno in DISK:
            raise GradebookError(
                tr(
                    "nothing can be written to {root}: {strerror}. Free some room and start again: what "
                    "was graded is kept.",
                    root=course.root,
                    strerror=problem.strerror,
                )
            ) from problem
        # a name that the gradebook cannot hold, a folder that cannot be written
        rows.start_afresh()
        done.fail(task.student, problem)
        return
    done.add(about_grading(graded)["entry"], "done")
    for name, verdict in graded.verdicts().items():
        if verdict.open:
            log.warning(
                tr("%s: the test %s stopped by itself: %s"), task.student, name, verdict.trouble
            )


def record(course: CourseDirectory, rows: Rows, task: Task, graded: GradedSubmission):
    """Gradebook first, then the notebook that says it was graded: killed in between, it is graded again."""
    written = handed_in(Path(task.folder))
    rows.record(task.student, written, graded.notebooks)
    folder = step_folder(course, "autograded", task.student)
    if written is not None:
        write_whole(folder / TIMESTAMP, written.isoformat(" "))
    secret, missing = file_bytes(Path(task.folder) / SECRET, SECRET_BYTES)
    if not missing:
        write_whole(folder / SECRET, secret)
    for name, data in graded.notebooks[0].plan.files:
        if name.lower().endswith(
            PICTURES
        ):  # which a statement shows; a table of data stays where it is
            write_whole(folder / name, data)
    first = graded.notebooks[0]
    for notebook in graded.notebooks[::-1]:  # the first one, with the digest, last
        text = graded_notebook(notebook, about_grading(graded, whole=notebook is first))
        write_whole(folder / f"{notebook.plan.name}.ipynb", text)


def _as_held(rows, done):
    """Let the entries say what the gradebook holds now: a person's points, and what being late costs, with them."""
    found = rows.patiently(lambda: class_rows(rows.book.db, done.assignment))
    held = {row.name: row for row in found}
    for entry in done.students:
        if row := held.get(entry["student"]):
            entry["machine_points"], entry["points"] = entry["points"], row.points
            for name, cell in entry["cells"].items():
                cell["points"] = row.parts.get(name, 0.0)
