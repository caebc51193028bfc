"""Release: what learners get is generated from what instructors wrote, and its tests are noted in the gradebook."""

import tempfile
from pathlib import Path

import nbformat
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import compute_checksum, is_solution

from nnlib.core.files import BookError, is_built, replace
from nnlib.core.words import tr
from nnlib.grading.course.flaws import refuse_flawed
from nnlib.grading.course.folder import convert, copy_course, open_course, step_folder
from nnlib.grading.course.versions import note
from nnlib.grading.own import Own
from nnlib.grading.proof import refuse_misfits


def release(assignment: str, course_dir: Path) -> Path:
    """Generate what learners get from what instructors wrote, and note its tests in the gradebook. Returns its folder.

    Raises FileExistsError when a released notebook holds answers that someone wrote into it, and BookError when the
    instructor's cannot be released as it is: a sentence for each flaw, with file and cell.
    """
    return release_into(open_course(course_dir, assignment))


def release_into(course: CourseDirectory) -> Path:
    """The same for a course that is open."""
    folder = step_folder(course, "release")
    for notebook in sorted(folder.glob("*.ipynb")):
        _refuse_answered(notebook)
        about = Path(course.root), course.assignment_id, notebook.stem
        note(*about, notebook.read_bytes(), folder)
    source = step_folder(course, "source")
    notebooks = sorted(source.glob("*.ipynb"))
    if not notebooks:
        raise BookError(tr("{source} holds no notebook; wanted an instructor's", source=source))
    refuse_flawed(notebooks, course.config)
    refuse_misfits(Own.read(source), notebooks)
    if reason := convert(GenerateAssignment, course, force=True):
        raise BookError(_why(course.assignment_id, reason))
    return folder


def _why(assignment, reason):
    """Why nbgrader did not release an assignment, in a sentence."""
    if "associated with it" in reason:
        return tr(
            "{assignment} has submissions in the gradebook, and cells or notebooks were added, renamed or taken away; "
            "wanted those of before, or a new gradebook",
            assignment=assignment,
        )
    return tr("{assignment} could not be released: {reason}", assignment=assignment, reason=reason)


def release_all(root: Path, check: bool = False) -> list[Path]:
    """Write every exercise that differs from what its solution generates; with `check`, only name those."""
    changed = []
    for source in sorted(Path(root).glob("solutions/*/*.ipynb")):
        target = Path(root) / "exercises" / source.parent.name / source.name
        # said of this file, and not of a copy
        refuse_flawed([source], open_course(root, source.parent.name).config)
        refuse_misfits(Own.read(source.parent), [source])
        with tempfile.TemporaryDirectory() as scratch:
            alone = copy_course(Path(scratch) / "course", source.parent.name, Path(root))
            fresh = release(source.parent.name, alone)
            text = (fresh / source.name).read_text(encoding="utf-8")
            if not is_built(target, text, check):
                changed.append(target)
                if not check:
                    _refuse_answered(target)
                    replace(target, text, root)
            changed += _beside(fresh, target.parent, root, check)
    return changed


def _beside(fresh, folder, root, check):
    """Write what goes out beside the notebook, the learners' part of own exercises, where it differs."""
    changed = []
    for path in sorted(path for path in fresh.rglob("*.py") if path.is_file()):
        target = folder / path.relative_to(fresh)
        if not target.is_file() or target.read_bytes() != path.read_bytes():
            changed.append(target)
            if not check:
                replace(target, path.read_bytes(), root)
    return changed


def _refuse_answered(notebook):
    if notebook.is_file() and _is_answered(notebook):
        raise FileExistsError(
            tr(
                "{notebook} holds answers; move it to another folder before you release again",
                notebook=notebook,
            )
        )


def _is_answered(notebook):
    """Whether an answer cell of a released notebook is no longer as it was released."""
    return any(
        is_solution(cell) and cell.metadata.nbgrader.get("checksum") != compute_checksum(cell)
        for cell in nbformat.read(notebook, as_version=4).cells
    )
