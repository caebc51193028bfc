"""The nbgrader road for a whole class: release, collect, autograde, feedback, gradebook.

Each step works on a course folder (one with `nbgrader_config.py`) through nbgrader's own converters, one student at
a time, so that a broken submission is reported and never stops the class. Nothing that someone wrote is overwritten.
"""

import ast
import logging
import re
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
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from nbgrader.utils import compute_checksum, is_grade, is_solution, parse_utc
from sqlalchemy.exc import SAWarning
from tqdm import tqdm
from traitlets.config import PyFileConfigLoader

ROOT = Path(__file__).parents[2]
SAMPLE_CLASS = ROOT / "tests" / "sample_class"
SAMPLE_ASSIGNMENT = "03_activations"

LOST_PART = re.compile(r"^✗ (\w+) · (\w+): .*\[slip: ([\w-]+)\]\s*$", re.MULTILINE)
LOST_KERNEL = {"KernelDied": "crash", "TimeLimit": "timeout"}


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
        self.seen.append(record.getMessage().strip())

    @property
    def reason(self):
        """The last line of the traceback if there is one, else the last message."""
        tracebacks = [text for text in self.seen if text.startswith("Traceback")]
        return (tracebacks or self.seen or [""])[-1].splitlines()[-1]


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
    course = _open_course(course_dir, assignment)
    folder = _path(course, "release")
    for notebook in sorted(folder.glob("*.ipynb")):
        if _is_answered(notebook):
            raise FileExistsError(
                f"{notebook} holds answers; move it to another folder before you release again"
            )
    if reason := _convert(GenerateAssignment, course, force=True):
        raise RuntimeError(f"{assignment} could not be released: {reason}")
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
            if target.exists() and target.read_bytes() == fresh.read_bytes():
                continue
            changed.append(target)
            if not check:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(fresh, target)
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
        ExtractorPlugin(config=course.config).extract(str(Path(downloads).resolve()), extracted)
        newest = _newest_attempts(FileNameCollectorPlugin(config=course.config), Path(extracted))
        by_student = {}
        for (student, name), (timestamp, path) in sorted(newest.items()):
            by_student.setdefault(student, []).append((name, timestamp, path))
        return [_hand_in(course, student, files) for student, files in by_student.items()]


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


def autograde(assignment, course_dir, only=None, force=False, progress=True):
    """Grade every submission, or those of the students in `only`; returns a Step per student.

    What is graded already stays as it is, unless `force` or a newer submission.
    """
    return _for_each(Autograde, assignment, course_dir, only, force, progress, "grading")


def feedback(assignment, course_dir, only=None, force=True, progress=True):
    """Write every student's feedback page; returns a Step per student."""
    return _for_each(GenerateFeedback, assignment, course_dir, only, force, progress, "feedback")


def _for_each(converter, assignment, course_dir, only, force, progress, title):
    names = students(assignment, course_dir) if only is None else list(only)
    steps = []
    for student in tqdm(names, desc=title, unit="student", disable=not progress):
        reason = _convert(converter, _open_course(course_dir, assignment, student), force)
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
    """Part -> slip, read from the outputs of the test cells in a folder of graded notebooks.

    Only lines of the form that `check` prints count, and they decide nothing: points come from the gradebook.
    """
    found = {} if any(folder.glob("*.ipynb")) else {"submission": "not-graded"}
    for notebook in sorted(folder.glob("*.ipynb")):
        for cell in filter(is_grade, nbformat.read(notebook, as_version=4).cells):
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    found[cell.metadata.nbgrader.grade_id] = LOST_KERNEL.get(
                        output.ename, output.ename
                    )
                for function, part, slip in LOST_PART.findall(output.get("text", "")):
                    found[f"{function}_{part}"] = slip
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
