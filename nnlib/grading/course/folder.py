"""A course's folder as nbgrader sees it: configuration, steps, students; and nbgrader's converters, run there."""

import contextlib
import fcntl
import logging
import shutil
import sys
import warnings
from dataclasses import dataclass
from glob import glob
from pathlib import Path

from nbformat.warnings import MissingIDFieldWarning
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config import PyFileConfigLoader

from nnlib.core.files import PACKAGE
from nnlib.core.words import tr

log = logging.getLogger("nnlib.grading")
ROOT = PACKAGE.parent  # of the clone that nnlib runs from


@dataclass(frozen=True)
class Step:
    """What became of one student in a step: `done`, `unchanged`, `kept` or `failed`, and why."""

    student: str
    outcome: str
    reason: str = ""


def open_course(course_dir: Path, assignment: str, student: str = "*") -> CourseDirectory:
    """The course in a folder, as nbgrader reads its configuration there."""
    root = Path(course_dir).resolve()
    if not (root / "nbgrader_config.py").is_file():
        raise FileNotFoundError(
            tr("{root} has no nbgrader_config.py; wanted the folder of a course", root=root)
        )
    if str(root) not in sys.path:
        sys.path.append(
            str(root)
        )  # plugins beside the configuration, as for nbgrader's own programs
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    return CourseDirectory(
        config=config, root=str(root), assignment_id=assignment, student_id=student
    )


def step_folder(course: CourseDirectory, step: str, student: str = ".") -> Path:
    """Folder of this assignment in one of nbgrader's steps ("source", "submitted", ...)."""
    folder = getattr(course, f"{step}_directory")
    return Path(course.format_path(folder, student, course.assignment_id))


def students(assignment: str, course_dir: Path) -> list[str]:
    """Names of the students who handed the assignment in, in order."""
    course = open_course(course_dir, assignment)
    return sorted(
        Path(folder).parent.name for folder in glob(str(step_folder(course, "submitted", "*")))
    )


def hidden(assignment: str, course_dir: Path) -> list[str]:
    """Names in the place of students' that begin with a dot: nbgrader, and most programs, look past such folders."""
    course = open_course(course_dir, assignment)
    found = glob(str(step_folder(course, "submitted", ".*")), include_hidden=True)
    names = {Path(folder).parent.name for folder in found}
    return sorted(names - {".", "..", ".ipynb_checkpoints", ".git"})


@contextlib.contextmanager
def in_turn(course: CourseDirectory, everybody: bool = True):
    """Grade an assignment while nobody else does; says so where another grader has to be waited for.

    Graders of some students each go side by side. The system lets go of the lock of one that died.
    """
    with open(Path(course.root) / f".nnlib.{course.assignment_id}.lock", "w") as file:
        kind = fcntl.LOCK_EX if everybody else fcntl.LOCK_SH
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            log.warning(
                tr("another `nnlib grade` is at work on %s; waiting until it is done"),
                course.assignment_id,
            )
            fcntl.flock(file, kind)
        yield


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


def convert(converter_class: type, course: CourseDirectory, force: bool) -> str:
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


def copy_course(folder: Path, assignment: str, origin: Path = ROOT) -> Path:
    """Make a course in a folder of its own, with what instructors wrote for one assignment; returns the folder."""
    make_afresh(folder)
    shutil.copyfile(origin / "nbgrader_config.py", folder / "nbgrader_config.py")
    shutil.copytree(origin / "solutions" / assignment, folder / "solutions" / assignment)
    return folder


def make_afresh(folder: Path):
    """An empty folder. Only one that was made here is ever emptied."""
    mark = folder / ".made-by-nnlib"
    if folder.exists() and any(folder.iterdir()):
        if not mark.exists():
            raise FileExistsError(
                tr(
                    "{folder} is not empty, and nnlib did not make it; choose another",
                    folder=folder,
                )
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mark.touch()
