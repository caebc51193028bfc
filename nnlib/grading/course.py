"""The nbgrader road for a whole class: release, collect, autograde, feedback, gradebook.

Each step works on a course folder (one with `nbgrader_config.py`), one student at a time, so that a broken
submission is reported and never stops the class. Nothing that someone wrote is overwritten.
"""

import ast
import errno
import json
import logging
import shutil
import tempfile
import warnings
from dataclasses import dataclass, field
from filecmp import cmp
from glob import glob
from pathlib import Path

import nbformat
from nbformat.warnings import MissingIDFieldWarning
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from nbgrader.utils import compute_checksum, is_solution, parse_utc
from sqlalchemy.exc import SAWarning
from tqdm import tqdm
from traitlets.config import PyFileConfigLoader

from nnlib.book import is_built, replace
from nnlib.grading.grade import (
    Task,
    graded_before,
    judged_in_order_of_arrival,
    submission_digest,
)
from nnlib.grading.record import (
    GradebookError,
    Rows,
    alone,
    graded_notebook,
    without_password,
    write_whole,
)
from nnlib.grading.sandbox.backends import SandboxError
from nnlib.grading.sandbox.submission import file_bytes, read_plan
from nnlib.grading.stages import GradeInSandbox

ROOT = Path(__file__).parents[2]
SAMPLE_CLASS = ROOT / "tests" / "sample_class"
SAMPLE_ASSIGNMENT = "03_activations"
DISK = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO)  # everybody's trouble


@dataclass(frozen=True)
class Row:
    """One student's line in the gradebook: points, and the slip named for each part that lost some."""

    student: str
    points: float
    max_points: float
    slips: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """What became of one student in a step: `done`, `unchanged`, `kept` or `failed`, and why."""

    student: str
    outcome: str
    reason: str = ""


def _open_course(course_dir, assignment, student="*"):
    """The course in a folder, as nbgrader reads its configuration there."""
    root = Path(course_dir).resolve()
    if not (root / "nbgrader_config.py").is_file():
        raise FileNotFoundError(f"{root} has no nbgrader_config.py; wanted the folder of a course")
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    return CourseDirectory(
        config=config, root=str(root), assignment_id=assignment, student_id=student
    )


def _path(course, step, student="."):
    """Folder of this assignment in one of nbgrader's steps ("source", "submitted", ...)."""
    folder = getattr(course, f"{step}_directory")
    return Path(course.format_path(folder, student, course.assignment_id))


def students(assignment, course_dir):
    """Names of the students who handed the assignment in, in order."""
    course = _open_course(course_dir, assignment)
    return sorted(Path(folder).parent.name for folder in glob(str(_path(course, "submitted", "*"))))


class _LastError(logging.Handler):
    """Keeps the last error that nbgrader logged."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.seen = []

    def emit(self, record):
        if text := record.getMessage().strip():
            self.seen.append(text)

    @property
    def reason(self):
        """The last line of the traceback if there is one, else the last message."""
        tracebacks = [text for text in self.seen if text.startswith("Traceback")]
        return (tracebacks or self.seen)[-1].splitlines()[-1] if self.seen else ""


def _convert(converter_class, course, force):
    """Run one of nbgrader's converters; returns why it failed, or "" when it did not."""
    converter = converter_class(coursedir=course, config=course.config)
    converter.force = force
    listener = _LastError()
    converter.log.addHandler(listener)
    try:
        with warnings.catch_warnings():
            # nbgrader's own affairs: how it adds rows to its database, and cells to a notebook
            warnings.simplefilter("ignore", SAWarning)
            warnings.simplefilter("ignore", MissingIDFieldWarning)
            converter.start()
    except NbGraderException as problem:
        return listener.reason or str(problem)
    except Exception as problem:  # whatever it is, the next student's turn comes
        return f"{type(problem).__name__}: {problem}"
    finally:
        converter.log.removeHandler(listener)
    return ""


# -- release --------------------------------------------------------------------------------------


def release(assignment, course_dir):
    """Generate what learners get from what instructors wrote, and note its tests in the gradebook. Returns its folder.

    Raises FileExistsError when a released notebook holds answers that someone wrote into it.
    """
    return _release(_open_course(course_dir, assignment))


def _release(course):
    folder = _path(course, "release")
    for notebook in sorted(folder.glob("*.ipynb")):
        if _is_answered(notebook):
            raise FileExistsError(
                f"{notebook} holds answers; move it to another folder before you release again"
            )
    if reason := _convert(GenerateAssignment, course, force=True):
        raise RuntimeError(f"{course.assignment_id} could not be released: {reason}")
    return folder


def release_all(root, check=False):
    """Write every exercise that differs from what its solution generates; with `check`, only name those."""
    changed = []
    for source in sorted(Path(root).glob("solutions/*/*.ipynb")):
        target = Path(root) / "exercises" / source.parent.name / source.name
        with tempfile.TemporaryDirectory() as scratch:
            fresh = (
                release(
                    source.parent.name, copy_course(Path(scratch) / "course", source.parent.name)
                )
                / source.name
            )
            text = fresh.read_text(encoding="utf-8")
            if is_built(target, text, check):
                continue
            changed.append(target)
            if not check:
                replace(target, text, root)
    return changed


def _is_answered(notebook):
    """Whether an answer cell of a released notebook is no longer as it was released."""
    return any(
        is_solution(cell) and cell.metadata.nbgrader.get("checksum") != compute_checksum(cell)
        for cell in nbformat.read(notebook, as_version=4).cells
    )


# -- collect --------------------------------------------------------------------------------------


def collect(assignment, downloads, course_dir):
    """Put a folder of downloaded notebooks and archives into `submitted/`; returns a Step per student.

    File names say who and when (`FileNameCollectorPlugin.named_regexp`); of several attempts the newest counts.
    A submission that is there with other content stays (`kept`): move it away to take the new one.
    """
    course = _open_course(course_dir, assignment)
    with tempfile.TemporaryDirectory() as extracted:
        failed = _extract(course, Path(downloads).resolve(), Path(extracted))
        newest = _newest_attempts(FileNameCollectorPlugin(config=course.config), Path(extracted))
        by_student = {}
        for (student, name), (timestamp, path) in sorted(newest.items()):
            by_student.setdefault(student, []).append((name, timestamp, path))
        return failed + [_hand_in(course, student, files) for student, files in by_student.items()]


def _extract(course, downloads, extracted):
    """Unpack what was downloaded, each file by itself; returns a Step for each that cannot be unpacked."""
    plugin, failed = ExtractorPlugin(config=course.config), []
    for number, path in enumerate(sorted(downloads.iterdir())):
        with tempfile.TemporaryDirectory() as alone:
            (Path(alone) / path.name).symlink_to(path)
            try:
                plugin.extract(str(path if path.is_dir() else alone), str(extracted / str(number)))
            except Exception as problem:  # one that leads elsewhere, a broken one: the others count
                failed.append(Step(path.name, "failed", f"{type(problem).__name__}: {problem}"))
    return failed


def _newest_attempts(plugin, folder):
    """(student, file name) -> (timestamp, path) of the newest attempt found in a folder."""
    newest = {}
    for path in sorted(path for path in folder.rglob("*.ipynb") if path.is_file()):
        info = plugin.collect(str(path))
        if info is None:
            continue
        key = info["student_id"], f"{info['file_id']}.ipynb"
        newest[key] = max(newest.get(key, ("", None)), (info["timestamp"], path))
    return newest


def _hand_in(course, student, files):
    """Copy one student's files into `submitted/`, unless something else is there."""
    folder = _path(course, "submitted", student)
    if folder.exists():
        same = all(
            (folder / name).is_file() and cmp(path, folder / name, shallow=False)
            for name, _, path in files
        )
        return (
            Step(student, "unchanged")
            if same
            else Step(
                student,
                "kept",
                f"{folder} holds another submission, which stays; move it away first",
            )
        )
    folder.mkdir(parents=True)
    for name, _, path in files:
        shutil.copyfile(path, folder / name)
    last = max(timestamp for _, timestamp, _ in files)
    (folder / "timestamp.txt").write_text(parse_utc(last).isoformat(" "))
    return Step(student, "done")


# -- grade ----------------------------------------------------------------------------------------


@dataclass
class Class:
    """A class after grading: where code ran, an entry per student (the JSON's), and a Step per student."""

    assignment: str
    sandbox: str = ""
    students: list[dict] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def as_dict(self):
        """The whole class as it goes into a JSON file."""
        return {"assignment": self.assignment, "sandbox": self.sandbox, "students": self.students}


def grade(
    assignment, course_dir, only=None, force=False, jobs=1, db=None, progress=True, scheduler=None
):
    """Grade every submission, or those of the students in `only`; returns a Class.

    What was graded in exactly this form before is not graded again, unless `force`. The gradebook and the released
    version are made where they are missing. `db` is another gradebook than the course's own; `scheduler` is the
    address of a Dask scheduler whose workers do the judging.
    """
    course = _open_course(course_dir, assignment)
    if db:
        course.db_url = db
    plans = _ready(assignment, course)
    names = students(assignment, course_dir) if only is None else list(only)
    done = Class(assignment)
    with Rows(course, assignment) as rows:
        tasks = _tasks(course, plans, names)
        waiting = tasks if force else _not_yet_graded(course, tasks, rows, done)
        arriving = _judges(waiting, jobs, scheduler)
        for task, judged in tqdm(
            arriving, desc="grading", unit="student", total=len(waiting), disable=not progress
        ):
            _take(course, rows, task, judged, done)
    done.students.sort(key=lambda entry: entry["student"])
    done.steps.sort(key=lambda step: step.student)
    done.sandbox = done.sandbox or next(
        (e.pop("sandbox") for e in done.students if "sandbox" in e), ""
    )
    for entry in done.students:
        entry.pop("sandbox", None)
    return done


def _judges(tasks, jobs, scheduler):
    """(task, Judged or the error), as they come, from here or from a cluster."""
    if scheduler is None:
        return judged_in_order_of_arrival(tasks, jobs)
    from nnlib.grading.cluster import judged_on_cluster

    return judged_on_cluster(tasks, scheduler)


def _ready(assignment, course):
    """The plans of an assignment; it is released first where the gradebook does not know it."""
    with alone(course.db_url, course.root):
        return _released_plans(assignment, course)


def _released_plans(assignment, course):
    source = _path(course, "source")
    notebooks = sorted(source.glob("*.ipynb"))
    if not notebooks:
        raise FileNotFoundError(f"{source} has no notebooks; wanted those of an instructor")
    released = [_path(course, "release") / path.name for path in notebooks]
    for again in range(2):
        if all(path.is_file() for path in released):
            plans = tuple(map(read_plan, notebooks, released))
            with Rows(course, assignment) as rows:
                if rows.knows(plans):
                    return plans
        if again:
            raise RuntimeError(
                f"{assignment} does not match the gradebook {without_password(course.db_url)}: its test cells "
                "or points were changed after submissions had been graded. Change them back, or start a new gradebook."
            )
        _release(course)
    raise AssertionError("unreachable")


def _tasks(course, plans, names):
    stage = GradeInSandbox(config=course.config)
    limits, caps = stage.limits(), stage.caps()
    return [
        Task(
            name, str(_path(course, "submitted", name)), plans, limits, caps, stage.backend or None
        )
        for name in names
    ]


def _graded_path(course, task):
    return _path(course, "autograded", task.student) / f"{task.plans[0].name}.ipynb"


def _not_yet_graded(course, tasks, rows, done):
    """The tasks that are left; those that were graded in this form before go straight to `done`."""
    known, waiting = rows.students(), []
    for task in tasks:
        before = None
        if task.student in known:
            before = graded_before(_graded_path(course, task), submission_digest(task))
        if before is None:
            waiting.append(task)
        else:
            done.students.append(before)
            done.steps.append(Step(task.student, "unchanged"))
    return waiting


def _take(course, rows, task, judged, done):
    """Record one student; an error is that student's alone, unless it is the gradebook's."""
    if isinstance(judged, SandboxError):
        raise judged
    if isinstance(judged, Exception):
        done.steps.append(Step(task.student, "failed", f"{type(judged).__name__}: {judged}"))
        return
    try:
        record(course, rows, task, judged)
    except GradebookError:
        raise
    except OSError as problem:
        if problem.errno in DISK:
            raise GradebookError(
                f"nothing can be written to {course.root}: {problem.strerror}. Free some room and start again: "
                "what was graded is kept."
            ) from problem
        rows.start_afresh()
        done.steps.append(Step(task.student, "failed", f"{type(problem).__name__}: {problem}"))
        return
    except (
        Exception
    ) as problem:  # a name that the gradebook cannot hold, a folder that cannot be written
        rows.start_afresh()
        done.steps.append(Step(task.student, "failed", f"{type(problem).__name__}: {problem}"))
        return
    done.sandbox = judged.sandbox
    done.students.append(judged.as_dict())
    done.steps.append(Step(task.student, "done"))


def record(course, rows, task, judged):
    """Gradebook first, then the notebook that says it was graded: killed in between, it is graded again."""
    written = _handed_in(Path(task.folder))
    rows.record(task.student, written, judged.results)
    folder = _path(course, "autograded", task.student)
    if written is not None:
        write_whole(folder / "timestamp.txt", written.isoformat(" "))
    about = {"digest": judged.digest, "entry": judged.as_dict() | {"sandbox": judged.sandbox}}
    for plan, answers, graded in judged.results[::-1]:  # the first one, with the digest, last
        first = plan is judged.results[0][0]
        text = graded_notebook(plan, answers, graded, about if first else {})
        write_whole(folder / f"{plan.name}.ipynb", text)


def _handed_in(folder):
    """When a submission was handed in, by its timestamp.txt; None where that says nothing."""
    data, problem = file_bytes(folder / "timestamp.txt", 200)
    try:
        return None if problem else parse_utc(data.decode().strip())
    except (ValueError, OverflowError):
        return None


def autograde(assignment, course_dir, only=None, force=False, progress=True):
    """Grade every submission, or those of the students in `only`; returns a Step per student."""
    return grade(assignment, course_dir, only, force, progress=progress).steps


def feedback(assignment, course_dir, only=None, force=True, progress=True):
    """Write every student's feedback page; returns a Step per student."""
    names = students(assignment, course_dir) if only is None else list(only)
    steps = []
    for student in tqdm(names, desc="feedback", unit="student", disable=not progress):
        reason = _convert(GenerateFeedback, _open_course(course_dir, assignment, student), force)
        steps.append(Step(student, "failed" if reason else "done", reason))
    return steps


# -- gradebook ------------------------------------------------------------------------------------


def gradebook(assignment, course_dir):
    """A Row for every student with a submission, in order of name."""
    course = _open_course(course_dir, assignment)
    with Gradebook(course.db_url) as book:
        scores = [
            (s.student.id, s.score, s.max_score) for s in book.assignment_submissions(assignment)
        ]
    return [
        Row(student, points, max_points, slips(_path(course, "autograded", student)))
        for student, points, max_points in sorted(scores)
    ]


def slips(folder):
    """Part -> slip, from what the judge wrote into a folder of graded notebooks. Points come from the gradebook."""
    found = {} if any(folder.glob("*.ipynb")) else {"submission": "not-graded"}
    for notebook in sorted(folder.glob("*.ipynb")):
        for cell in json.loads(notebook.read_bytes())["cells"]:
            result = cell["metadata"].get("nnlib")
            if result and result["slip"]:
                found[cell["metadata"]["nbgrader"]["grade_id"]] = result["slip"]
    return found


# -- the sample class -----------------------------------------------------------------------------


def build_submission(released_notebook, answers, path):
    """Write a copy of a released notebook with the functions of a Python file in its answer cells.

    A cell takes the function of its name, with the helpers that stand above it in the file.
    """
    notebook = nbformat.read(released_notebook, as_version=4)
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if is_solution(cell)}
    source, pending = Path(answers).read_text(encoding="utf-8"), []
    tree = ast.parse(source)
    for node in tree.body:
        if isinstance(node, ast.Import) or (isinstance(node, ast.Expr) and node is tree.body[0]):
            continue  # the notebook has its own imports; the docstring is about the sample
        pending.append(ast.get_source_segment(source, node))
        if isinstance(node, ast.FunctionDef) and node.name in cells:
            cells[node.name].source = "\n\n\n".join(pending)
            pending = []
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def run_sample_class(workdir, progress=True):
    """Take the sample class from answers to gradebook in a course of its own; returns its rows.

    The course is `workdir/sample_class`, made afresh; feedback lies in its `feedback/`. Your own course is not touched.
    """
    course = copy_course(Path(workdir) / "sample_class")
    released = release(SAMPLE_ASSIGNMENT, course) / f"{SAMPLE_ASSIGNMENT}.ipynb"
    for answers in sorted(SAMPLE_CLASS.glob("*.py")):
        name = f"{answers.stem}_attempt_2026-03-02-10-00-00_{SAMPLE_ASSIGNMENT}.ipynb"
        build_submission(released, answers, course / "downloaded" / name)
    collect(SAMPLE_ASSIGNMENT, course / "downloaded", course)
    autograde(SAMPLE_ASSIGNMENT, course, progress=progress)
    feedback(SAMPLE_ASSIGNMENT, course, progress=progress)
    return gradebook(SAMPLE_ASSIGNMENT, course)


def copy_course(folder, assignment=SAMPLE_ASSIGNMENT):
    """Make a course in a folder of its own, with what instructors wrote for one assignment; returns the folder."""
    _make_afresh(folder)
    shutil.copyfile(ROOT / "nbgrader_config.py", folder / "nbgrader_config.py")
    shutil.copytree(ROOT / "solutions" / assignment, folder / "solutions" / assignment)
    return folder


def _make_afresh(folder):
    """An empty folder. Only one that was made here is ever emptied."""
    mark = folder / ".made-by-nnlib"
    if folder.exists() and any(folder.iterdir()):
        if not mark.exists():
            raise FileExistsError(
                f"{folder} is not empty, and nnlib did not make it; choose another"
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mark.touch()
