"""A course in a folder of your own, from the installed package alone: read, write, hand in, be graded.

What instructors wrote stays with them, so the folder's `solutions/` holds the tests and no answers: each test cell is
one line that names a check, and the checks are part of the package.
"""

import getpass
import json
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from nnlib.core.files import BookError, course_root, replace, write_whole
from nnlib.core.words import tr
from nnlib.course.notebooks import copy, origin

SHORT = ("00", "01", "02", "03", "05", "07", "08")  # the library stands in for chapters 4 and 6
CONFIGURATION = """\"\"\"Your course, as nbgrader and `nnlib grade` see it. Add settings of your own at the end.\"\"\"

from nnlib.grading.course.settings import configure

c = get_config()  # noqa: F821
configure(c)
# In this folder exercises/ is where you write. What nbgrader releases lies elsewhere.
c.CourseDirectory.release_directory = "build/release"
"""
TEACHING = (
    "\n".join(CONFIGURATION.splitlines()[:-2]) + "\n"
)  # released into exercises/, as in the repository


def course(folder: str | Path, short: bool = False) -> list[Path]:
    """Put a course into `folder`: chapters, exercises, their tests, a configuration. Only missing files are written.

    `short` leaves out the chapters that the library can stand in for. Returns the written paths. Raises BookError
    where `folder` is a file.
    """
    folder, book = Path(folder), origin()
    written = copy(folder, only=_wanted(SHORT if short else None))
    there = [path.relative_to(book) for path in sorted(book.glob("exercises/*/*.ipynb"))]
    return written + graded_part(
        folder, [book / path for path in there if (folder / path).exists()]
    )


def teaching_course(folder: str | Path) -> list[Path]:
    """Put what an instructor needs into `folder`: model answers and hidden parts, chapters, a configuration.

    What learners get is released from there. Only missing files are written. Raises BookError where nnlib was
    installed without the repository: the package holds no answers.
    """
    folder, book = Path(folder), origin()
    sources = sorted(book.glob("solutions/*/*.ipynb"))
    if not sources:
        raise BookError(
            tr(
                "the installed package holds no model answers; run this from a clone of the repository"
            )
        )
    written = copy(folder, only=lambda path: not path.as_posix().startswith("exercises/"))
    written += _write(folder / "nbgrader_config.py", TEACHING)
    for path in sources:
        target = folder / path.relative_to(book)
        written += _write(target, path.read_text(encoding="utf-8"))
    return written


def graded_part(folder: Path, released: Iterable[Path]) -> list[Path]:
    """Write what grading needs, where it is missing: a configuration, and the tests of these released notebooks."""
    written = _write(folder / "nbgrader_config.py", CONFIGURATION)
    for path in released:
        source = folder / "solutions" / path.parent.name / path.name
        written += _write(source, tests_only(path.read_text(encoding="utf-8")))
    return written


def _wanted(numbers: Iterable[str] | None) -> Callable[[Path], bool]:
    """Whether a file of the book belongs to the course: all of them, or those of the chapters with these numbers."""

    def wanted(path):
        found = re.search(r"(?:^|/)(\d\d)_", path.as_posix())
        return numbers is None or found is None or found[1] in numbers

    return wanted


def _write(path, text):
    if path.exists():
        return []
    write_whole(path, text, mode=None)
    return [path]


def tests_only(released: str) -> str:
    """The text of an instructor's notebook without answers, from that of a released one.

    Hidden parts, which a released notebook only mentions, are written out again as calls of their checks.
    """
    notebook = json.loads(released)
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if about.get("solution"):  # in Markdown it is a text, which a person grades
            if cell["cell_type"] == "code":
                cell["source"] = _unanswered("".join(cell["source"]))
        elif about.get("grade") and "check(" not in "".join(cell["source"]):
            cell["source"] = _hidden("".join(cell["source"]), about["grade_id"])
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _unanswered(source):
    """A released answer cell, its stub marked as what an answer will replace."""
    head, _, _ = source.partition("    # Your answer goes here.")
    return f"{head}    ### BEGIN SOLUTION\n    raise NotImplementedError()\n    ### END SOLUTION"


def _hidden(comment, grade_id):
    name, part = grade_id.rsplit("_", 1)
    test = f'check({name}, exercise="{name}", part="{part}")'
    return f"{comment}\n### BEGIN HIDDEN TESTS\n{test}\n### END HIDDEN TESTS"


# --- Handing in -------------------------------------------------------------------------------------------------------


def submit(assignment: str, student: str | None = None, root: str | Path | None = None) -> Path:
    """Copy the exercise notebook into submitted/, with the time. Returns its path there.

    Without a name the student is whoever is logged in. What was handed in before is kept under build/replaced/.
    """
    root = Path(root or course_root())
    student = student or _login()
    if not re.fullmatch(r"\w[\w.-]*", student):
        raise BookError(
            tr("student is {student!r}; wanted letters, digits, dots, - and _", student=student)
        )
    notebook = root / "exercises" / assignment / f"{assignment}.ipynb"
    if not notebook.is_file():
        known = ", ".join(sorted(path.name for path in root.glob("exercises/*") if path.is_dir()))
        raise BookError(
            tr(
                "there is no exercise {assignment!r} here; there is {value}",
                assignment=assignment,
                value=known or "none",
            )
        )
    target = root / "submitted" / student / assignment / notebook.name
    replace(target, notebook.read_bytes(), root)
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    write_whole(target.with_name("timestamp.txt"), now, mode=None)
    return target


def _login():
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name, a system without accounts
        raise BookError(
            tr("this account has no name; say who hands in with --student NAME")
        ) from None
