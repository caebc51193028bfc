"""What grading would miss in an exercise notebook, said while it can still be put right; and putting it right."""

import ast
import builtins
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from nnlib.core.files import BookError, course_root, replace, short
from nnlib.core.notebook import about, cells_of, grade_id, text_of
from nnlib.core.source import binds, plain_python, uses
from nnlib.core.words import tr
from nnlib.course.answers import exercise_notebook
from nnlib.course.merge import Cell, merge
from nnlib.course.notebooks import origin
from nnlib.course.update import GIVEN


class Fault(NamedTuple):
    """A sentence about what grading will read otherwise, and whether `repair` puts it right."""

    said: str
    mended: bool


def faults(notebook: Path) -> list[str]:
    """A sentence for each cell that grading would miss in a notebook, or read otherwise than its learner thinks.

    None where nobody knows what was given out.
    """
    return [fault.said for fault in _in(notebook)]


def _in(notebook):
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
    if any(fault.mended for fault in wrong):
        cells, _ = merge(given, list(map(_typed(given), _adopted(given, mine))), given)
        whole = json.loads(path.read_bytes().decode("utf-8-sig")) | {"cells": cells}
        text = json.dumps(whole, indent=1, ensure_ascii=False) + "\n"
        replace(path, text.encode("utf-8", "replace"), course_root())
    return path, [fault.said for fault in wrong]


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
            yield Fault(_missing(name, mine), True)
        elif kinds[name] != cell["cell_type"]:
            said = tr(
                "The cell {name} has become {kind}; it is graded as {wanted}.",
                name=name,
                kind=kinds[name],
                wanted=cell["cell_type"],
            )
            yield Fault(said, True)
        elif there[name] > 1 and known.get("solution"):
            said = tr(
                "The cell {name} stands there {count} times; all of them run, one after the other.",
                name=name,
                count=there[name],
            )
            yield Fault(said, False)
    yield from (Fault(said, False) for said in _out_of_order(given, mine))


def _missing(name, mine):
    """What to say of a cell that is gone; its code may stand in a cell of the learner's own."""
    if any(name in _bound(cell) for cell in mine if not grade_id(cell)):
        return tr(
            "The cell {name} is missing; a cell of your own defines {name} in its place.", name=name
        )
    return tr("The cell {name} is missing, so it will earn nothing.", name=name)


def _out_of_order(given, mine):
    """What happens when the cells run from top to bottom, as they do when they are graded."""
    answers = {
        grade_id(cell)
        for cell in given
        if about(cell).get("solution") and cell["cell_type"] == "code"
    }
    ready, waiting = set(dir(builtins)), {}
    for cell in mine:
        name, bound = grade_id(cell), _bound(cell)
        for again in sorted(bound & answers & ready) if name not in answers else ():
            yield tr(
                "A cell below the cell {name} defines {name} once more. A test takes what ran last.",
                name=again,
            )
        if name in answers:
            waiting[name] = _used(cell) - bound
        elif about(cell).get("grade") and (tested := _tested(name, waiting)):
            waiting[tested], late = set(), (waiting[tested] - ready) & _later(mine, cell)
            for helper in sorted(late):
                yield tr(
                    "{name} uses {helper}, which only a cell further down defines: put that cell above the "
                    "tests of {name}.",
                    name=tested,
                    helper=helper,
                )
        ready |= bound


def _tested(test, answers):
    """The answer that a test cell belongs to by its name: relu_backward, and not relu, for relu_backward_gradient."""
    return max((name for name in answers if test.startswith(f"{name}_")), key=len, default="")


def _later(mine, cell):
    """The names that cells below this one define."""
    place = next(i for i, other in enumerate(mine) if other is cell)
    return set().union(*map(_bound, mine[place + 1 :]))


def _bound(cell):
    return set().union(*map(binds, _tree(cell).body))


def _used(cell):
    """The names that a cell mentions and does not define itself, a parameter for instance."""
    tree = _tree(cell)
    own = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return uses(tree) - own - set().union(*map(binds, ast.walk(tree)))


def _tree(cell):
    """The cell as Python reads it; empty where it is no code, or none that runs."""
    try:
        code = cell.get("cell_type") == "code"
        return ast.parse(plain_python(text_of(cell) or "") if code else "")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.parse("")


def _adopted(given, mine):
    """The cells, in which one of the learner's own takes the place of a missing answer that it defines."""
    there = set(map(grade_id, mine))
    lost = [cell for cell in given if about(cell).get("solution") and grade_id(cell) not in there]
    found = list(mine)
    for cell in lost:
        own = [i for i, c in enumerate(found) if not grade_id(c) and grade_id(cell) in _bound(c)]
        for place in own[-1:]:  # the last one is what a test meets
            found[place] = found[place] | {"id": cell.get("id"), "metadata": cell["metadata"]}
    return found


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
    found = _in(notebook)
    yield from (fault.said for fault in found)
    if any(fault.mended for fault in found):
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
    if faults(path) == wrong:
        print(tr("Only you can put that right; {path} is as it was.", path=short(path)))
        return
    print(tr("Put right in {path}; as it was, it is in build/replaced/.", path=short(path)))
