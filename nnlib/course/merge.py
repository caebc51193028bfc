"""Two versions of a notebook in one: what a learner wrote, and what the book has changed since it was given out.

A cell's id is only good between what was given and what the learner made of it: JupyterLab keeps it. Between two
editions of the book, cells are the same where nbgrader calls them the same, or where they say nearly the same.
"""

from difflib import SequenceMatcher
from secrets import token_hex
from typing import Any

from nnlib.core.notebook import about, grade_id, text_of

Cell = dict[str, Any]
NEARLY = 0.5  # so much of two texts has to agree where one is a new wording of the other


def merge(given: list[Cell], mine: list[Cell], new: list[Cell]) -> tuple[list[Cell], list[str]]:
    """The cells of a notebook that a learner has worked in, brought up to the book's new edition.

    What the learner changed stays as it is; what only the book changed is new; cells of the learner's own stay behind
    the cell that they followed. A test cell that is missing comes back. Returns the cells, and the beginnings of those
    that both have changed, in which the learner's stand.

    >>> cell = lambda id, text: {"id": id, "cell_type": "markdown", "source": text, "metadata": {}}
    >>> old, own, new = cell("a", "page one"), cell("x", "mine"), cell("a", "page two")
    >>> cells, both = merge([old], [old, own], [new])
    >>> [each["source"] for each in cells], both
    (['page two', 'mine'], [])
    """
    theirs = _of_the_learner(given, mine)
    now = dict(_aligned(given, new))  # number in `given`: number in `new`
    before = {after: number for number, after in now.items()}
    out, own, both = [], _own_cells(given, mine, theirs, now), []
    for number, cell in enumerate(new):
        old = before.get(number)
        out += [] if number else own.pop(None, [])
        if old is None:
            out.append(cell)
        elif old in theirs:
            kept, clash = _one(given[old], mine[theirs[old]], cell)
            out.append(kept)
            both += [_beginning(kept)] if clash else []
        elif about(cell).get("locked") or about(cell).get("solution"):
            out.append(cell)  # nothing can be graded without it
        out += own.pop(old, []) if old is not None else []
    out += [cell for cells in own.values() for cell in cells]
    return _with_ids(out), both


def _of_the_learner(given, mine):
    """{number in `given`: number in `mine`}, by id, and where a platform has given new ids by name or by text."""
    found, taken = {}, set()
    for same in (lambda a, b: a.get("id") == b.get("id") != None, _same_name, _same_text):  # noqa: E711
        for number, cell in enumerate(given):
            if number in found:
                continue
            for place, other in enumerate(mine):
                if place not in taken and same(cell, other):
                    found[number] = place
                    taken.add(place)
                    break
    return found


def _same_name(one, other):
    return grade_id(one) == grade_id(other) != ""


def _same_text(one, other):
    return one.get("cell_type") == other.get("cell_type") and text_of(one) == text_of(other)


def _own_cells(given, mine, theirs, now):
    """{number in `given` of the cell that stays before them, or None: cells that are the learner's own}.

    A cell that the book has dropped is the learner's own where the learner has changed it.
    """
    numbers = {place: number for number, place in theirs.items()}
    own, last = {}, None
    for place, cell in enumerate(mine):
        number = numbers.get(place)
        if number in now:
            last = number
        elif number is None or not _same_text(given[number], cell):
            own.setdefault(last, []).append(cell)
    return own


def _one(given, mine, new):
    """(the cell, whether both sides have changed it)."""
    if _same_text(mine, new):
        return _worked(mine, new), False
    if _same_text(given, mine):
        return new, False
    changed = not _same_text(given, new) and not about(new).get("solution")
    return _worked(mine, new), changed


def _worked(mine, new):
    """The learner's text and outputs, with what the book says about the cell."""
    return mine | {"id": new.get("id"), "metadata": new.get("metadata", {})}


def _aligned(given, new):
    """Pairs (number in `given`, number in `new`) of cells that are the same, in their order."""

    def key(cell):
        return cell.get("cell_type"), grade_id(cell) or text_of(cell)

    keys = [list(map(key, cells)) for cells in (given, new)]
    for what, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if what == "equal":
            yield from zip(range(a, b), range(c, d), strict=True)
        elif what == "replace":
            yield from _reworded(given, range(a, b), new, range(c, d))


def _reworded(given, some, new, others):
    """Among cells that differ: those that are nearly the same, in their order."""
    first = others.start
    for number in some:
        for other in range(first, others.stop):
            if _nearly(given[number], new[other]):
                yield number, other
                first = other + 1
                break


def _nearly(one, other):
    if one.get("cell_type") != other.get("cell_type") or grade_id(one) != grade_id(other):
        return False
    texts = text_of(one) or "", text_of(other) or ""
    return SequenceMatcher(None, *texts, autojunk=False).ratio() > NEARLY


def _beginning(cell):
    """The first words of a cell."""
    return " ".join((text_of(cell) or "").split())[:60]


def _with_ids(cells):
    """The cells, each with an id that no other has."""
    seen, found = set(), []
    for cell in cells:
        fresh = cell.get("id") if cell.get("id") not in seen else token_hex(4)
        seen.add(fresh)
        found.append(cell | {"id": fresh})
    return found
