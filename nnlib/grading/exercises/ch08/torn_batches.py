"""torn_batches(n, B): losses of batches whose plain mean is far from the mean over all rows; any such ones will do."""

from functools import partial

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, exercise

ex = exercise("torn_batches", "n, B -> plain, true")


def sizes_of(n, B):
    return [min(B, n - first) for first in range(0, n, B)]


def can_be(n, B):
    sizes = sizes_of(n, B)
    return n >= 2 * len(sizes) * sizes[-1]


def torn(n, B):
    return [0.0] * (len(sizes_of(n, B)) - 1) + [1.0] if can_be(n, B) else []


def means_of(n, B, result):
    """The two means of the losses that are given: the plain one, and the one over all rows."""
    if not isinstance(result, (tuple, list, np.ndarray)) or np.ndim(result) != 1:
        raise Misfit("wrong-type", tr("Return a list of losses, one per batch, or an empty list."))
    means, sizes = np.asarray(result), np.array(sizes_of(n, B))
    if not len(means):
        return {"plain": 0.0, "true": 0.0}
    if means.dtype.kind not in "biuf" or not np.all((means >= 0) & (means <= 1)):
        raise Misfit("outside", tr("Each loss should be a number from 0 to 1."))
    if len(means) != len(sizes):
        raise Misfit(
            "wrong-number",
            tr("You return {got} losses for {k} batches.", got=len(means), k=len(sizes)),
        )
    if not means.any():
        raise Misfit("all-zero", tr("All of your losses are 0. Let one of them be above 0."))
    means = means.astype(np.float64)
    return {"plain": float(means.mean()), "true": float(sizes @ means / n)}


def judged(n, B):
    """The judge of a case: whether the means are torn apart, and whether they can be."""

    def judge(values, _):
        plain, true = values["plain"], values["true"]
        if true == 0:
            if not can_be(n, B):
                return None
            return "not-impossible", tr(
                "For n = {n} and B = {B} you return an empty list, and there are such losses. Which "
                "batch counts for more in the plain mean than its rows are worth?",
                n=n,
                B=B,
            )
        if plain >= 2 * true - 1e-12:
            return None
        if not can_be(n, B):
            return "impossible", tr(
                "For n = {n} and B = {B} no losses are torn so far apart: yours have the plain "
                "mean {plain:.3g} and the true mean {true:.3g}. Return an empty list there.",
                n=n,
                B=B,
                plain=plain,
                true=true,
            )
        return "not-torn", tr(
            "For n = {n} and B = {B} the plain mean of your losses is {plain:.3g}, and the mean over "
            "all rows {true:.3g}. Wanted at least twice as much.",
            n=n,
            B=B,
            plain=plain,
            true=true,
        )

    return judge


def _case(n, B):
    means = torn(n, B)
    truth = means_of(n, B, means)
    about = tr("n = {n}, B = {B}", n=n, B=B)
    read = partial(means_of, n, B)
    return Case({"n": n, "B": B}, truth, about, read=read, judge=judged(n, B), scale=1)


@ex.part(points=1)
def value(rng):
    B = int(rng.integers(9, 20))
    return [_case(10, 9), _case(B + 1, B), _case(2 * B + 1, B)]


@ex.part(points=1, hidden=True)
def impossible(rng):
    B = int(rng.integers(5, 12))
    return [
        _case(10, 4),
        _case(4 * B, B),
        _case(B, B),
        _case(3 * B + 1, B),
        _case(12, 5),
        _case(8, 6),
    ]


# ---- right answers ---------------------------------------------------------------------------------

ex.right(torn)


@ex.right
def by_trying(n, B):
    """The loss in one batch alone: which one tears most?"""
    sizes = sizes_of(n, B)
    for place in range(len(sizes)):
        losses = np.zeros(len(sizes))
        losses[place] = 0.25
        if losses.mean() >= 2 * np.dot(sizes, losses) / n:
            return losses
    return np.zeros(0)


@ex.right
def with_whole_numbers(n, B):
    k = -(-n // B)
    return (0,) * (k - 1) + (1,) if n >= 2 * k * (n - (k - 1) * B) else ()


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip="impossible", points=1)
def never_empty(n, B):
    return [0.0] * (len(sizes_of(n, B)) - 1) + [1.0]


@ex.wrong(slip="not-torn", points=0)
def all_in_the_first(n, B):
    return [1.0] + [0.0] * (len(sizes_of(n, B)) - 1)


@ex.wrong(slip="not-torn", points=0)
def all_alike(n, B):
    return [0.5] * len(sizes_of(n, B))


@ex.wrong(slip="all-zero", points=0)
def all_zero(n, B):
    return [0.0] * len(sizes_of(n, B))


@ex.wrong(slip="wrong-number", points=0)
def full_batches_alone(n, B):
    return [0.0] * (n // B - 1) + [1.0]


ex.wrong(slip="not-impossible", points=0)(lambda n, B: [])
ex.wrong(slip="returns-none", points=0)(lambda n, B: None)
ex.wrong(slip="outside", points=0)(lambda n, B: [0.0] * (len(sizes_of(n, B)) - 1) + [4.0])
ex.wrong(slip="wrong-type", points=0)(lambda n, B: 1.0)


@ex.wrong(slip=None, points=1)
def empty_where_it_divides(n, B):
    return [] if n % B == 0 else never_empty(n, B)


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("return [0.0] * (k - 1) + [1.0]", "return [0.0] * (k - 1) + [0.5]")
