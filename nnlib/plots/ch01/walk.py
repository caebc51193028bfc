"""The learning rule's walk over the rows, one frame for each.

A `step` is any function with the parameters of `nnlib.perceptron_step`: the book's or the reader's own.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

import nnlib
from nnlib.core.words import tr

LONGEST = 100  # passes after which a walk gives up


# -- the walk -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Frame:
    """One row that was looked at: its number, the pass, the error y - H(z), the sum z before, and w, b afterwards."""

    row: int
    turn: int
    error: int
    z: float
    w: np.ndarray
    b: float


def over(until, cursor, mistakes):
    """Whether a walk ends here: after an "example", a "pass", or a pass without a mistake ("settled")."""
    if until == "example":
        return True
    return cursor == 0 and (until == "pass" or mistakes[-1] == 0 or len(mistakes) >= LONGEST)


def walk(
    X,
    y,
    w,
    b,
    eta: float = 1.0,
    until: str = "settled",
    cursor: int = 0,
    mistakes: tuple = (),
    step: Callable = nnlib.perceptron_step,
):
    """Step through the rows from `cursor` on. Returns the frames and the mistakes of every pass.

    Whether a row was a mistake is the book's word; what w and b become is the word of `step`.
    """
    frames, mistakes = [], list(mistakes)
    while True:
        if cursor == 0:
            mistakes.append(0)
        z = float(X[cursor] @ w + b)
        error = int(y[cursor]) - int(z >= 0)
        w, b = checked(step(w.copy(), b, X[cursor].copy(), int(y[cursor]), eta), w)
        mistakes[-1] += error != 0
        frames.append(Frame(cursor, len(mistakes), error, z, w, b))
        cursor = (cursor + 1) % len(X)
        if over(until, cursor, mistakes):
            return frames, mistakes


def checked(result, w):
    """(w, b) as a step must return them. Raises ValueError with what it gave instead."""
    try:
        new_w, new_b = result
        new_w, new_b = np.array(new_w, dtype=float), float(new_b)
    except (TypeError, ValueError):
        raise ValueError(
            tr("perceptron_step gave {result!r}; wanted w and b", result=result)
        ) from None
    if new_w.shape != w.shape or not np.isfinite([*new_w, new_b]).all():
        raise ValueError(
            tr(
                "perceptron_step gave w = {new_w} and b = {new_b}; wanted w {shape}",
                new_w=new_w,
                new_b=new_b,
                shape=w.shape,
            )
        )
    return new_w, new_b
