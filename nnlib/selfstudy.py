"""A course in a folder of your own, from the installed package alone: read, write, hand in, be graded.

What instructors wrote stays with them, so the folder's `solutions/` holds the tests and no answers: each test cell is
one line that names a check, and the checks are part of the package.
"""

import getpass
import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

from nnlib import book

SHORT = ("00", "01", "02", "03", "05", "07", "08")  # the library stands in for chapters 4 and 6
CONFIGURATION = """\"\"\"Your course, as nbgrader and `nnlib grade` see it. Add settings of your own at the end.\"\"\"

from nnlib.grading.settings import configure

c = get_config()  # noqa: F821
configure(c)
# In this folder exercises/ is where you write. What nbgrader releases lies elsewhere.
c.CourseDirectory.release_directory = "build/release"
"""


def course(folder, short=False):
    """Put a course into `folder`: chapters, exercises, their tests, a configuration. Only missing files are written.

    `short` leaves out the chapters that the library can stand in for. Returns the written paths. Raises BookError
    where `folder` is a file.
    """
    folder, origin = Path(folder), book.origin()
    written = book.copy(folder, only=_wanted(SHORT if short else None))
    written += _write(folder / "nbgrader_config.py", CONFIGURATION)
    for released in sorted(origin.glob("exercises/*/*.ipynb")):
        if (folder / released.relative_to(origin)).exists():
            source = folder / "solutions" / released.parent.name / released.name
            written += _write(source, tests_only(released.read_text(encoding="utf-8")))
    return written


def _wanted(numbers):
    """Whether a file of the book belongs to the course: all of them, or those of the chapters with these numbers."""

    def wanted(path):
        found = re.search(r"(?:^|/)(\d\d)_", path.as_posix())
        return numbers is None or found is None or found[1] in numbers

    return wanted


def _write(path, text):
    if path.exists():
        return []
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [path]


def tests_only(released):
    """The text of an instructor's notebook without answers, from that of a released one.

    Hidden parts, which a released notebook only mentions, are written out again as calls of their checks.
    """
    notebook = json.loads(released)
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if about.get("solution") and cell["cell_type"] == "code":
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


def submit(assignment, student=None, root=None):
    """Copy the exercise notebook into submitted/, with the time. Returns its path there.

    Without a name the student is whoever is logged in. What was handed in before is kept under build/replaced/.
    """
    root = Path(root or book.course_root())
    student = student or getpass.getuser()
    if not re.fullmatch(r"\w[\w.-]*", student):
        raise book.BookError(f"student is {student!r}; wanted letters, digits, dots, - and _")
    notebook = root / "exercises" / assignment / f"{assignment}.ipynb"
    if not notebook.is_file():
        known = ", ".join(sorted(path.name for path in root.glob("exercises/*") if path.is_dir()))
        raise book.BookError(
            f"there is no exercise {assignment!r} here; there is {known or 'none'}"
        )
    target = root / "submitted" / student / assignment / notebook.name
    if target.is_file():
        _keep(target, root)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(notebook, target)
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    (target.parent / "timestamp.txt").write_text(now, encoding="utf-8")
    return target


def _keep(target, root):
    """Move an earlier submission aside, under a name that nothing has yet."""
    number, folder = 1, root / "build" / "replaced" / target.relative_to(root).parent
    folder.mkdir(parents=True, exist_ok=True)
    while (kept := folder / f"{target.stem}.{number}{target.suffix}").exists():
        number += 1
    target.rename(kept)
