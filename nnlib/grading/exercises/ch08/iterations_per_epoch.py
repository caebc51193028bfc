"""iterations_per_epoch(n, B, drop_last): how many steps one epoch takes."""

import math
from functools import partial

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, exercise

ex = exercise("iterations_per_epoch", "n, B, drop_last -> steps")


def whole(name, shown, result):
    """An int by name: what counts loops must be one."""
    if isinstance(result, (float, np.floating)):
        raise Misfit(
            "not-an-int",
            tr("You return {shown} as a float, and range() wants an int.", shown=shown),
        )
    return {name: result}


def _count(n, B, drop_last, steps, about=""):
    arguments = {"n": n, "B": B} | ({} if drop_last is None else {"drop_last": drop_last})
    about = about or f"n = {n}, B = {B}, drop_last = {drop_last}"
    read = partial(whole, "steps", tr("the number of steps"))
    return Case(arguments, {"steps": steps}, about, scale=1, read=read)


def _walk(n, B, drop_last):
    """The number of steps, by dealing the rows out."""
    steps = 0
    while n >= B or (n > 0 and not drop_last):
        n, steps = n - B, steps + 1
    return steps


@ex.part(points=1)
def value(rng):
    literal = [(100, 32, False, 4), (100, 32, True, 3), (10, 4, False, 3), (10, 4, True, 2)]
    return [_count(*case) for case in [*literal, (9, 4, False, 3), (11, 4, False, 3)]]


@ex.part(points=1, hidden=True)
def robustness(rng):
    n, B = int(rng.integers(50, 90)), int(rng.integers(3, 9))
    exact = [(B * k, B, drop, k, tr("n a multiple of B")) for k in (1, 6) for drop in (False, True)]
    large = [(5, 8, False, 1, "B > n"), (5, 8, True, 0, tr("B > n, the short batch dropped"))]
    ones = [
        (7, 1, None, 7, "B = 1"),
        (7, 2, None, 4, tr("drop_last not given")),
        (10**17 + 1, 10, False, 10**16 + 1, tr("a very large n")),
    ]
    drawn = [(n, B, drop, _walk(n, B, drop)) for drop in (False, True)]
    return [_count(*case) for case in [*large, *exact, *ones, *drawn]]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def rest_forgotten(n, B, drop_last=False):
    """You count the full batches only. The rows that are left over make one more, shorter batch, unless drop_last
    says otherwise.
    """
    return n // B


@ex.slip
def rounded(n, B, drop_last=False):
    """You round to the nearest number: a rest of less than half a batch goes lost. Does a short batch count here,
    or does it not?
    """
    return round(n / B)


@ex.slip(like=rounded)
def rounded_unless_dropped(n, B, drop_last=False):
    return n // B if drop_last else round(n / B)


@ex.slip
def epoch_for_update(n, B, drop_last=False):
    """You say that an epoch is one step. It is one pass over all the rows: every batch on the way is a step."""
    return 1


@ex.slip
def one_too_many(n, B, drop_last=False):
    """Where the rows come out even, you count one step too many: an empty batch is none."""
    return n // B + (0 if drop_last else 1)


@ex.slip
def drop_last_ignored(n, B, drop_last=False):
    """Your number does not depend on drop_last. With drop_last=True the short batch is left out."""
    return -(-n // B)


@ex.slip
def drop_last_reversed(n, B, drop_last=False):
    """You leave the short batch out where it should stay, and keep it where it should go. Turn the question round."""
    return -(-n // B) if drop_last else n // B


@ex.slip
def rows_for_steps(n, B, drop_last=False):
    """You return the number of rows. A step takes B rows at once: how many such steps are there?"""
    return n


@ex.slip
def batch_for_steps(n, B, drop_last=False):
    """You return the size of a batch. How many batches of that size do n rows make?"""
    return B


@ex.slip
def rest_for_steps(n, B, drop_last=False):
    """You return the rest, the rows that are left over. How many batches are there?"""
    return n % B


@ex.slip
def one_too_few(n, B, drop_last=False):
    """You count one step too few when the short batch is dropped. Only the rows that are left over go: the full batches
    stay.
    """
    return -(-n // B) - (1 if drop_last else 0) if n % B else n // B - drop_last


@ex.slip
def default_turned(n, B, drop_last=True):
    """Where drop_last is not given you leave the short batch out. Keep the def line as it was: drop_last=False."""
    return n // B if drop_last else -(-n // B)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def steps_counted(n, B, drop_last=False):
    steps, left = 0, n % B
    if left > 0 and not drop_last:
        steps = 1
    return steps + n // B


ex.right(lambda n, B, drop_last=False: n // B if drop_last else (n + B - 1) // B)
ex.right(lambda n, B, drop_last=False: len(range(0, n - B + 1 if drop_last else n, B)))


ex.right(lambda n, B, drop_last=False: sum(divmod(n, B)[0:1]) + (n % B > 0 and not drop_last))
ex.right(lambda n, B, drop_last=False: (n if drop_last else n + B - 1) // B)


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="rest-forgotten", points=0)(lambda n, B, drop_last=False: n // B)
ex.wrong(slip="rounded", points=0)(lambda n, B, drop_last=False: round(n / B))
ex.wrong(slip="epoch-for-update", points=0)(lambda n, B, drop_last=False: 1)
ex.wrong(slip="drop-last-ignored", points=0)(lambda n, B, drop_last=False: math.ceil(n / B))
ex.wrong(slip="one-too-many", points=1)(
    lambda n, B, drop_last=False: math.floor(n / B) + (not drop_last)
)
ex.wrong(slip="not-an-int", points=0)(lambda n, B, drop_last=False: np.ceil(n / B) - drop_last)
ex.wrong(slip="rows-for-steps", points=0)(lambda n, B, drop_last=False: n)


# the default
ex.wrong(slip="default-turned", points=1)(
    lambda n, B, drop_last=True: steps_counted(n, B, drop_last)
)


ex.wrong(slip="drop-last-ignored", points=0)(lambda n, B, drop_last=False: int(n / B) + 1)
ex.wrong(slip="drop-last-reversed", points=0)(
    lambda n, B, drop_last=False: math.ceil(n / B) if drop_last else n // B
)
ex.wrong(slip="rest-for-steps", points=0)(lambda n, B, drop_last=False: n % B)
