"""What learners were given, now and before: an instructor's correction is nobody's edit.

An assignment may be released again after learners have begun. Each submission is held against the version that it
began with, and its instructor's cells are those of today.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from nnlib.core.notebook import grade_id, text_of


@dataclass(frozen=True)
class Version:
    """One version of a notebook as it was released.

    `cells` has the named cells and the code cells without a name, in their order: (grade_id or "", type and digest of
    the source). `files` are the names of what lay beside the notebook.
    """

    cells: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()

    @cached_property
    def named(self) -> dict[str, str]:
        """The mark of each named cell, by its grade_id."""
        return {name: mark for name, mark in self.cells if name}

    @cached_property
    def nameless(self) -> frozenset[str]:
        """The marks of the code cells without a name."""
        return frozenset(mark for name, mark in self.cells if not name)

    def had(self, name: str, cell_type: str) -> bool:
        """Whether it had a cell of this name and type."""
        return self.named.get(name, "").partition(" ")[0] == cell_type

    def before(self) -> dict[str | None, list[str]]:
        """The marks of the nameless code cells that stand before each named code cell; None's, after all."""
        found, waiting = {}, []
        for name, mark in self.cells:
            if not name:
                waiting.append(mark)
            elif mark.startswith("code "):
                found[name], waiting = waiting, []
        return found | {None: waiting}


def marked(cell_type: str, source: str) -> str:
    """A cell in a few letters. Blanks at the ends of lines do not count: editors take them away."""
    text = "\n".join(line.rstrip() for line in source.strip().splitlines())
    return f"{cell_type} {hashlib.sha256(text.encode()).hexdigest()[:16]}"


def version_of(cells: Iterable[dict], files: Iterable[str] = ()) -> Version:
    """The version that these cells of a released notebook are."""
    return Version(tuple(_marks(cells)), tuple(sorted(files)))


def _marks(cells):
    for cell in cells:
        name, kind = grade_id(cell), cell.get("cell_type")
        if name or kind == "code":
            yield name, marked(str(kind), text_of(cell) or "")


def begun_with(versions: tuple[Version, ...], cells: list[dict]) -> Version:
    """The version that a submission is most like, of several the first: most cells as they were, fewest missing."""
    if len(versions) == 1:
        return versions[0]
    marks = set(_marks(cells))
    names = {name for name, _ in marks}

    def likeness(version):
        missing = sum(name not in names for name in version.named)
        return len(marks & set(version.cells)) - missing

    return max(versions, key=likeness)


def corrected(
    order: list[tuple[str, str]],
    now: list[tuple[str, str, str]],
    versions: tuple[Version, ...],
    begun: Version,
) -> list[tuple[str, str]]:
    """The cells of a submission, in which the instructor's corrections stand in the place of what they correct.

    `order` is (grade_id or "", source) of all that runs, in the learner's order; `now` is (grade_id or "", source,
    kind) of the instructor's code cells of today; `begun` is the version that the learner began with, one of
    `versions`, of which today's is the first.
    """
    if begun == versions[0]:
        return order
    fresh, stale = _fresh(now, begun, {name for name, _ in order}), set()
    then, today = begun.before(), {marked("code", source) for name, source, _ in now if not name}
    for place, cells in list(fresh.items()):
        fresh[place] = [c for c in cells if c[0] or marked("code", c[1]) not in begun.nameless]
        if any(not name for name, _ in fresh[place]):  # corrected, and not only taken away
            stale |= set(then.get(place, ())) - today
    left = [(n, s) for n, s in order if n or marked("code", s) not in stale]
    made = []
    for name, source in left:
        made += fresh.pop(name, []) if name else []
        made.append((name, source))
    return made + [cell for cells in fresh.values() for cell in cells]


def _fresh(now, begun, there):
    """The cells of today's that a submission cannot have, and those without a name, by the named cell that follows."""
    found, waiting = {}, []
    for name, source, kind in now:
        later = name not in begun.named and kind != "answer"
        if not name or (later and name not in there):
            waiting.append((name, source))
        elif name:
            found[name], waiting = waiting, []
    return found | {None: waiting}
