"""What a check says: points, parts, the slip by name, and a message that a learner can act on."""

import textwrap
from dataclasses import dataclass

from nnlib.core.words import tr
from nnlib.grading.compared import Compared


@dataclass(frozen=True)
class PartResult:
    """One part of an exercise: its points, and where they were lost the slip's stable key and the message.

    `compared` sets numbers beside the right ones, where a part that is not hidden has them.
    """

    name: str
    points: float
    max_points: float
    hidden: bool = False
    passed: bool = False
    slip: str | None = None
    message: str = ""
    compared: Compared | None = None


@dataclass(frozen=True)
class Report:
    """The outcome of an exercise. `.parts` maps each part's name to its result; `.seed` draws the same inputs again."""

    exercise: str
    parts: dict[str, PartResult]
    seed: int
    notes: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        return float(sum(part.points for part in self.parts.values()))

    @property
    def max_points(self) -> float:
        return float(sum(part.max_points for part in self.parts.values()))

    @property
    def passed(self) -> bool:
        return all(part.passed for part in self.parts.values())

    @property
    def slip(self) -> str | None:
        """The key of the first slip found, such as "upstream-ignored", or None."""
        return next((part.slip for part in self.parts.values() if part.slip), None)

    @property
    def message(self) -> str:
        """What to say to the learner about the first part that failed; empty where all is right."""
        return next((part.message for part in self.parts.values() if part.message), "")

    def __str__(self):
        notes = (line for note in self.notes for line in _wrapped(tr("Note: {note}", note=note)))
        return "\n".join([*self._lines(), *notes])

    def _lines(self):
        said = set()
        for part in self.parts.values():
            yield _headline(self.exercise, part)
            if part.message and part.message not in said:
                said.add(part.message)
                yield from _wrapped(part.message)


def _wrapped(text):
    """Indented lines that a notebook's column holds; a line of code stays whole."""
    for line in text.splitlines():
        whole = line.startswith(" ")
        yield from (
            [f"  {line}"]
            if whole
            else textwrap.wrap(line, 90, initial_indent="  ", subsequent_indent="  ")
        )


def _headline(exercise, part):
    slip = tr("  [slip: {slip}]", slip=part.slip) if part.slip else ""
    return f"{'✓' if part.passed else '✗'} {exercise} · {part.name}: {points_of(part)}{slip}"


def points_of(part: PartResult) -> str:
    """The points of a part in words: "1 of 2 points"."""
    if not part.max_points:
        return tr("no points to win here")
    return tr("{points:g} of {max_points:g} points", points=part.points, max_points=part.max_points)
