"""What an exercise is made of: parameters, parts with points, cases with the truth, and typical slips.

A chapter adds data of these kinds and no code of its own to the checks.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

TOLERANCE = 1e-6  # of the largest entry; right answers, float32 ones too, stay far below


@dataclass(frozen=True)
class Case:
    """One call: the arguments by name, what must come back by name, and a few words on what is special.

    `elementwise` compares each entry with its own size instead of the largest one's, for values like 4e-18.
    `scale` is the size against which errors are measured where the truth is all zeros.

    Three hooks serve what is no single array. `run(function, given)` makes the call, or several of them, from the
    copied arguments by name. `read(result)` takes the result apart into named values, and raises `Misfit` where it
    is built otherwise than asked. `judge(values, arguments)` decides instead of the comparison with the truth, where
    many answers are right: it gives (slip key, message), or None for a right answer; the truth then is one example.
    """

    arguments: dict[str, object]
    truth: dict[str, object]
    about: str = ""
    tolerance: float = TOLERANCE
    elementwise: bool = False
    scale: float = 0.0
    run: Callable | None = None
    read: Callable | None = None
    judge: Callable | None = None
    seconds: float = 2.0


class Misfit(Exception):
    """What a `read` raises for a result that is built otherwise than asked: the slip key and what to say."""

    def __init__(self, slip, message):
        super().__init__(message)
        self.slip, self.message = slip, message


@dataclass(frozen=True)
class Part:
    """A part of an exercise. `cases(rng)` draws its cases; `pure` adds that inputs stay as they are."""

    name: str
    points: float
    cases: Callable[[np.random.Generator], list[Case]]
    hidden: bool = False
    pure: bool = False


@dataclass(frozen=True)
class Slip:
    """A typical wrong answer: the function that makes it, its stable key, and what to say to the learner.

    `wrong` is None for a slip that is found by its effect, such as a changed input.
    """

    key: str
    message: str
    wrong: Callable | None = None


@dataclass(frozen=True)
class Exercise:
    """One graded function: its name and parameters, its parts, and the slips that are known by name."""

    name: str
    parameters: tuple[str, ...]
    parts: tuple[Part, ...]
    slips: tuple[Slip, ...] = field(default=())
