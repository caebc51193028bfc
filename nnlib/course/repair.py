"""What grading would miss in an exercise notebook, said while it can still be put right; and putting it right."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from nnlib.core.files import BookError, course_root, replace, short
from nnlib.core.notebook import about, cells_of, grade_id
from nnlib.core.words import tr
from nnlib.course.answers import exercise_notebook
from nnlib.course.merge import Cell, merge
from nnlib.course.notebooks import origin
from nnlib.course.update import GIVEN


def faults(notebook: Path) -> list[str]:
    """A sentence for each cell that grading would miss in a notebook; none where nobody knows what was given out."""
    given, mine = given_cells(notebook), cells_of(notebook.read_bytes())
    return list(_faults(given, mine)) if given and mine is not None else []


def repair(assignment: str | Path) -> tuple[Path, list[str]]:
    """Put back the cells that grading would miss; what you wrote stays. Returns the notebook, and what was wrong.

    The notebook as it was is kept below build/replaced/. Raises BookError where it cannot be read, or where nobody
    knows what was given out.
    """
    path = exercise_notebook(assignment)
    given, mine = given_cells(path), cells_of(path.read_bytes())
    if mine is None:
        raise BookError(tr("{path} is no notebook that can be read", path=short(path)))
    if given is None:
        raise BookError(
            tr("{path} is not from the book: ask for it where you got it", path=short(path))
        )
    wrong = list(_faults(given, mine))
    if wrong:
        cells, _ = merge(given, list(map(_typed(given), mine)), given)
        whole = json.loads(path.read_bytes().decode("utf-8-sig")) | {"cells": cells}
        text = json.dumps(whole, indent=1, ensure_ascii=False) + "\n"
        replace(path, text.encode("utf-8", "replace"), course_root())
    return path, wrong


def given_cells(notebook: Path) -> list[Cell] | None:
    """The cells of an exercise notebook as it was given out, or None where nobody knows."""
    notebook = notebook.resolve()
    inside = Path("exercises", notebook.parent.name, notebook.name)
    for folder in (notebook.parents[2] / GIVEN, origin()):
        if (folder / inside).is_file() and folder / inside != notebook:
            return cells_of((folder / inside).read_bytes())
    return None


def _faults(given, mine):
    there = Counter(map(grade_id, mine))
    kinds = {grade_id(cell): cell.get("cell_type") for cell in mine}
    for cell in given:
        name, known = grade_id(cell), about(cell)
        if not name or not (known.get("grade") or known.get("solution")):
            continue
        if not there[name]:
            yield tr("The cell {name} is missing, so it will earn nothing.", name=name)
        elif kinds[name] != cell["cell_type"]:
            yield tr(
                "The cell {name} has become {kind}; it is graded as {wanted}.",
                name=name,
                kind=kinds[name],
                wanted=cell["cell_type"],
            )
        elif there[name] > 1 and known.get("solution"):
            yield tr(
                "The cell {name} stands there {count} times; all of them run, one after the other.",
                name=name,
                count=there[name],
            )


def _typed(given):
    """A function that gives a cell the type that it was given out with."""
    kinds = {grade_id(cell): cell["cell_type"] for cell in given if grade_id(cell)}

    def typed(cell):
        kind = kinds.get(grade_id(cell), cell.get("cell_type"))
        if kind == cell.get("cell_type"):
            return cell
        rest = {
            k: v for k, v in cell.items() if k not in ("outputs", "execution_count", "attachments")
        }
        more = {"outputs": [], "execution_count": None} if kind == "code" else {}
        return rest | more | {"cell_type": kind}

    return typed


def advice(notebook: Path, assignment: str | Path) -> Iterator[str]:
    """What to say of a notebook before it is handed in: what grading would miss, and what puts it right."""
    found = faults(notebook)
    yield from found
    if any("times" not in said for said in found):
        yield tr("`nnlib repair {assignment}` puts right what it can.", assignment=assignment)


def command(
    assignment: Annotated[str, typer.Argument(help=tr("Such as 03_activations, or a notebook."))],
) -> None:
    """Put back test cells that are missing, and cells that have become another type; what you wrote stays."""
    path, wrong = repair(assignment)
    if not wrong:
        print(tr("Nothing is missing in {path}.", path=short(path)))
        return
    print("\n".join(wrong))
    print(tr("Put right in {path}; as it was, it is in build/replaced/.", path=short(path)))
