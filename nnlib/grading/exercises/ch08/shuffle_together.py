"""shuffle_together(X, y, rng): one new order for rows and labels."""

import copy

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, exercise
from nnlib.grading.exercises.ch08._answers import shuffle_by_shuffle
from nnlib.grading.exercises.ch08._shared import (
    BY_EFFECT,
    NEIGHBOURS_STAY,
    NOT_SHUFFLED,
    RNG_UNUSED,
    SAME_ORDER,
    neighbours_stay,
)
from nnlib.grading.exercises.draw import fortran

ex = exercise("shuffle_together", "X, y, rng")

# a first call, one with an equal generator, and more with what is left of the first generator
CALLS = ("", "_again", "_next", *(f"_{number}" for number in range(3, 12)))


def _shuffles(function, given):
    """Two calls with equal generators, and more with what is left of the first one."""
    X, y, rng = given.values()
    twins = [(X.copy(order="K"), y.copy()) for _ in CALLS[1:]]
    twin = copy.deepcopy(rng)
    first = [function(X, y, rng), function(*twins[0], twin)]
    return first + [function(*more, rng) for more in twins[1:]]


def _pairs(results):
    found = {}
    for name, pair in zip(CALLS, results, strict=True):
        if pair is None:
            raise Misfit(
                "returns-none", tr("Your function returned None. Is there a return at its end?")
            )
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise Misfit("wrong-type", tr("Your function should return 2 things: X and y."))
        found |= {f"X{name}": pair[0], f"y{name}": pair[1]}
    return found


def _paired(values, arguments):
    """None where the rows were shuffled with their labels, by rng and nothing else."""
    X, y = arguments["X"], arguments["y"]
    table = {tuple(row): label for row, label in zip(X, y, strict=True)}
    for name in CALLS:
        rows = [tuple(row) for row in values[f"X{name}"]]
        if sorted(rows) != sorted(table):
            return (
                "rows-lost",
                tr(
                    "Some rows of X come twice and others not at all. Shuffling changes the order and "
                    "nothing else."
                ),
            )
        if [table[row] for row in rows] != list(values[f"y{name}"]):
            return (
                "torn-pairs",
                tr(
                    "Rows of X and their labels have come apart: what belonged to one example is now "
                    "spread over two. One order for both is wanted."
                ),
            )
    if len(y) < 8:
        return None
    if np.array_equal(values["X"], X):
        return NOT_SHUFFLED
    if not np.array_equal(values["X"], values["X_again"]):
        return RNG_UNUSED
    if all(np.array_equal(values["X"], values[f"X{name}"]) for name in CALLS[2:]):
        return SAME_ORDER
    place = {tuple(row): i for i, row in enumerate(X)}
    # the second call repeats the first, as it should
    orders = [[place[tuple(row)] for row in values[f"X{name}"]] for name in CALLS[1:]]
    return NEIGHBOURS_STAY if neighbours_stay(orders) else None


def _shuffle(rng, n, d, about="", order=np.array):
    X, y = order(rng.normal(0, 1, (n, d))), rng.permutation(n)  # a label of its own for each row
    seed = int(rng.integers(2**31))
    arguments = {"X": X, "y": y, "rng": np.random.default_rng(seed)}
    truth = {f"{key}{name}": arguments[key] for name in CALLS for key in "Xy"}
    return Case(arguments, truth, about, run=_shuffles, read=_pairs, judge=_paired)


@ex.part(points=1)
def pairs(rng):
    return [_shuffle(rng, 12, 3), _shuffle(rng, 20, 1, tr("one column"))]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    return [
        _shuffle(rng, 10, 10, tr("as many columns as rows")),
        _shuffle(rng, 30, 2, tr("an array that is stored by columns"), fortran),
        _shuffle(rng, 1, 2, tr("one example")),
    ]


# ---- slips -----------------------------------------------------------------------------------------

ex.effect(
    "input-modified",
    tr(
        "You shuffle the arrays themselves. The caller's X and y must keep their order: give "
        "back new arrays."
    ),
)


for said in (*BY_EFFECT, NEIGHBOURS_STAY):
    ex.effect(*said)


# ---- right answers ---------------------------------------------------------------------------------

ex.right(shuffle_by_shuffle)


@ex.right
def shuffle_by_loops(X, y, rng):
    X2, y2 = np.zeros(X.shape), np.zeros(y.shape, y.dtype)
    for i, j in enumerate(rng.permutation(len(X))):
        X2[j], y2[j] = X[i], y[i]
    return X2, y2


@ex.right
def shuffle_by_sorting(X, y, rng):
    order = np.argsort(rng.random(len(X)))
    return [np.take(X, order, axis=0), np.take(y, order)]


ex.right(lambda X, y, rng: (lambda order: (X[order], y[order]))(rng.permutation(len(X))))


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip="torn-pairs", points=0)
def shuffle_two_orders(X, y, rng):
    return X[rng.permutation(len(X))], y[rng.permutation(len(y))]


@ex.wrong(slip="input-modified", points=1)
def shuffle_in_place(X, y, rng):
    order = rng.permutation(len(X))
    X[:] = X[order]
    y[:] = y[order]
    return X, y


@ex.wrong(slip="rng-unused", points=0)
def shuffle_by_global(X, y, rng):
    order = np.random.permutation(len(X))
    return X[order], y[order]


@ex.wrong(slip="same-order-again", points=0)
def shuffle_by_own_seed(X, y, rng):
    order = np.random.default_rng(0).permutation(len(X))
    return X[order], y[order]


@ex.wrong(slip="rows-lost", points=0)
def shuffle_with_replacement(X, y, rng):
    rows = rng.integers(0, len(X), len(X))
    return X[rows], y[rows]


@ex.wrong(slip="torn-pairs", points=0)
def shuffle_x_only(X, y, rng):
    return X[rng.permutation(len(X))], y.copy()


ex.wrong(slip="not-shuffled", points=0)(lambda X, y, rng: (X.copy(), y.copy()))
ex.wrong(slip="wrong-type", points=0)(lambda X, y, rng: X[rng.permutation(len(X))])
ex.wrong(slip="returns-none", points=0)(lambda X, y, rng: None)


@ex.wrong(slip="neighbours-stay", points=0)
def shuffle_by_turning(X, y, rng):
    start = rng.integers(1, max(2, len(y)))
    return np.concatenate([X[start:], X[:start]]), np.concatenate([y[start:], y[:start]])


@ex.wrong(slip="neighbours-stay", points=0)
def shuffle_by_one_exchange(X, y, rng):
    """Two neighbours change places, and the others stay where they are."""
    order = np.arange(len(y))
    if len(y) > 1:
        i = rng.integers(len(y) - 1)
        order[[i, i + 1]] = order[[i + 1, i]]
    return X[order], y[order]
