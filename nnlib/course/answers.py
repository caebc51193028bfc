"""A learner's exercise notebook: which one is meant, and what was written into it."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from nnlib.core.files import find_course, here
from nnlib.core.messages import closest
from nnlib.core.words import tr
from nnlib.course.mine import KeepError

if TYPE_CHECKING:
    from nnlib.grading.own import Own


def exercise_notebook(assignment: str | Path, root: str | Path | None = None) -> Path:
    """The exercise notebook that `assignment` names: a file, a folder, a name, or the beginning or end of one."""
    path = Path(os.path.expanduser(assignment))
    if path.is_file():
        return path
    folder = (Path(root) if root else find_course() or here()) / "exercises"
    there = sorted(folder.glob("*/*.ipynb"))
    names = {found.stem: found for found in there if found.stem == found.parent.name}
    wanted = path.stem if path.suffix == ".ipynb" else path.name
    fitting = [
        name for name in names if wanted and (wanted == name or wanted in name.split("_", 1))
    ]
    if len(fitting) == 1:
        return names[fitting[0]]
    near = closest(wanted, names) or ", ".join(names)
    hint = tr("; there is {near}", near=near) if near else ""
    raise KeepError(
        tr(
            "there is no exercise notebook {assignment} in {folder}{hint}",
            assignment=assignment,
            folder=folder,
            hint=hint,
        )
    )


def cells_of(path: str | Path) -> list[tuple[str | None, str]]:
    """[(grade_id or None, source)] of the code cells that a learner may write in. An answer in two halves is one."""
    from nnlib.core.quick import quickly
    from nnlib.core.source import plain_python

    nbformat = quickly("nbformat")
    try:
        notebook = nbformat.read(path, as_version=4)
    except OSError:
        raise
    except Exception:  # no JSON, no cells, cells of another kind: whatever it is, it is no notebook
        raise KeepError(tr("{path} is not a notebook that can be read", path=path)) from None
    found = []
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        about, source = (
            cell.metadata.get("nbgrader", {}),
            plain_python(cell.source.replace("\r\n", "\n")),
        )
        name = about.get("grade_id") if about.get("solution") else None
        if name and any(name == other for other, _ in found):
            index = next(i for i, (other, _) in enumerate(found) if other == name)
            found[index] = name, f"{found[index][1]}\n\n{source}"
        elif name or not about.get("grade"):
            found.append((name, source))
    return found


def is_exercise(name: str, own: "Own | None" = None) -> bool:
    """Whether there is an exercise of this name: among those beside a notebook (the one that runs when None), or in
    the book."""
    from nnlib.grading.exercises import EXERCISES
    from nnlib.grading.own import beside

    return name in EXERCISES or name in (beside(name) if own is None else own).names


def asked_in(
    notebook: Path, cells: list[tuple[str | None, str]], own: "Own | None" = None
) -> tuple[list[str], list[str]]:
    """The functions that a notebook asks for: those with an exercise, beside it or in the book, and the others.

    Raises KeepError where none has one.
    """
    names = list(dict.fromkeys(name for name, _ in cells if name))
    known = [name for name in names if is_exercise(name, own)]
    others = [name for name in names if name not in known]
    if known:
        return known, others
    if others:
        raise KeepError(
            tr(
                "the book has no check for the answers in {notebook} ({listed}); run the test cells "
                "of the notebook itself",
                notebook=notebook,
                listed=", ".join(others),
            )
        )
    raise KeepError(
        tr(
            "{notebook} has no cell for an answer; wanted an exercise of the book",
            notebook=notebook,
        )
    )
