"""What came and what was right, number by number: the small table of a card."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case
from nnlib.grading.shown import apart, count, short
from nnlib.grading.trial import Outcome

ENTRIES = 8  # that a table shows whole
ROWS = 6  # of a longer one: the first that are wrong


class Entry(NamedTuple):
    """One number of a result: its place, what came, what is right, and whether the two agree."""

    place: str
    came: str
    right: str
    agrees: bool


@dataclass(frozen=True)
class Compared:
    """The results of one call: what was given, in words; numbers beside those that are right; and how many are wrong.

    `entries` holds all the numbers of a small result, and the first wrong ones of a large one.
    """

    given: str
    entries: tuple[Entry, ...]
    wrong: int
    count: int


def compared(
    pairs: list[tuple[Case, Outcome]], wrong_in: Callable[[str, Case, Outcome], np.ndarray]
) -> Compared | None:
    """The table of the smallest of these calls, which can be worked out by hand; None where there is none to show.

    `wrong_in(name, case, outcome)` masks the wrong entries of one result. A call with a rule of its own has no single
    right answer. A word would be given away, and so would an answer that nothing was given for.
    """
    shown = [
        (case, outcome)
        for case, outcome in pairs
        if case.arguments
        and not case.judge
        and outcome.slip is None
        and not any(isinstance(truth, str) for truth in case.truth.values())
    ]
    if not shown:
        return None
    case, outcome = min(shown, key=lambda pair: count(pair[0].arguments))
    masks = {name: wrong_in(name, case, outcome) for name in case.truth}
    whole, wrong = (sum(map(f, masks.values())) for f in (np.size, np.count_nonzero))
    places = [
        (name, index)
        for name, mask in masks.items()
        for index in np.argwhere(np.ones_like(mask) if whole <= ENTRIES else mask)[:ENTRIES]
    ]
    entries = [
        _entry(name, tuple(map(int, index)), case.truth[name], outcome.values[name], masks[name])
        for name, index in (places if whole <= ENTRIES else places[:ROWS])
    ]
    given = ", ".join(f"{name} = {short(value)}" for name, value in case.arguments.items())
    return Compared(given, tuple(entries), int(wrong), int(whole)) if wrong else None


def _entry(name, index, truth, values, mask):
    place = f"{name}[{', '.join(map(str, index))}]" if index else name
    came, right = float(values[index]), float(np.asarray(truth)[index])
    if mask[index]:
        said = apart(came, right)
        return Entry(place, said["got"], said["truth"], False)
    return Entry(place, f"{came:.6g}", f"{right:.6g}", True)


def title(table: Compared) -> str:
    """The line above a table: what was given, and how many of the numbers are wrong."""
    if table.count == 1:
        return tr("For {given}:", given=table.given)
    return tr(
        "For {given}, {wrong} of {count} numbers are wrong:",
        given=table.given,
        wrong=table.wrong,
        count=table.count,
    )
