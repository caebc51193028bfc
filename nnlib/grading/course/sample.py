"""The sample class of the demo: from answers in Python files to a gradebook, in a course of its own."""

import ast
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbgrader.utils import is_solution

from nnlib.core.files import PACKAGE
from nnlib.grading.course.collect import collect
from nnlib.grading.course.feedback import feedback
from nnlib.grading.course.folder import copy_course
from nnlib.grading.course.grade import grade_class
from nnlib.grading.course.reading import Row, gradebook
from nnlib.grading.course.release import release
from nnlib.grading.sandbox.backends import SandboxError

SAMPLE_CLASS = PACKAGE / "course" / "sample_class"
SAMPLE_ASSIGNMENT = "03_activations"


def build_submission(released_notebook: Path, answers: Path, path: Path):
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


def run_sample_class(
    workdir: Path, progress: bool = True, prepare: Callable[[Path], Path] | None = None
) -> list[Row]:
    """Take the sample class from answers to gradebook in a course of its own; returns its rows.

    The course is `workdir/sample_class`, made afresh by `prepare(folder)` (the repository's when None); feedback lies
    in its `feedback/`. Your own course is not touched.
    """
    course = (prepare or new_course)(Path(workdir) / "sample_class")
    released = release(SAMPLE_ASSIGNMENT, course) / f"{SAMPLE_ASSIGNMENT}.ipynb"
    for answers in sorted(SAMPLE_CLASS.glob("*.py")):
        name = f"{answers.stem}_attempt_2026-03-02-10-00-00_{SAMPLE_ASSIGNMENT}.ipynb"
        build_submission(released, answers, course / "downloaded" / name)
    collect(SAMPLE_ASSIGNMENT, course / "downloaded", course)
    try:
        grade_class(SAMPLE_ASSIGNMENT, course, progress=progress)
    except SandboxError:  # these answers are our own: nobody has to be kept from anything
        grade_class(SAMPLE_ASSIGNMENT, course, progress=progress, no_sandbox=True)
    feedback(SAMPLE_ASSIGNMENT, course, progress=progress)
    return gradebook(SAMPLE_ASSIGNMENT, course)


def new_course(folder: Path) -> Path:
    """Make a course in a folder of its own, with what instructors wrote for the sample's assignment."""
    return copy_course(folder, SAMPLE_ASSIGNMENT)
