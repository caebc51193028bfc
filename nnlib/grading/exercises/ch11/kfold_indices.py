"""kfold_indices(n, k, rng): k pairs (train, validation) of row numbers; every row is held out once."""

import copy
from functools import partial

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, exercise
from nnlib.grading.exercises.ch08._shared import RNG_UNUSED, SAME_ORDER

ex = exercise("kfold_indices", "n, k, rng")

NOT_SHUFFLED = (
    "not-shuffled",
    tr(
        "Each of your folds holds neighbours, in the order in which the rows were given. Data often lie sorted by "
        "class: draw an order from rng before you cut."
    ),
)
UNEVEN = (
    "uneven-folds",
    tr("The sizes of your folds differ by more than one row. Spread the rest over the folds."),
)
ROWS_LOST = (
    "rows-lost",
    tr("Some rows are in no validation fold. Over all folds, every row is held out once."),
)
HELD_OUT_TWICE = (
    "held-out-twice",
    tr("Some rows are in the validation fold of two pairs. Every row is held out once."),
)
LEAKING = (
    "train-holds-validation",
    tr("A row of the validation fold is in train too, so the score would measure memory."),
)
TRAIN_TOO_SMALL = (
    "train-too-small",
    tr("Train and validation together are not all the rows. Train is everything but the fold."),
)
SWAPPED = (
    "pair-turned-round",
    tr("Your pairs are (validation, train). The larger part comes first: (train, validation)."),
)


def _calls(function, given):
    """Two calls with equal generators, and one with what is left of the first."""
    n, k, rng = given.values()
    twin = copy.deepcopy(rng)
    return [function(n, k, rng), function(n, k, twin), function(n, k, rng)]


def _rows(array):
    if type(array) is list:
        array = np.array(array)
    if not isinstance(array, np.ndarray) or array.ndim != 1 or array.dtype.kind not in "iu":
        raise Misfit(
            "wrong-type",
            tr("train and validation should be one-dimensional arrays of row numbers (integers)."),
        )
    return array


def _folds(n, k, results):
    """The held-out rows of each call, once every one of its pairs is in order."""
    orders = []
    for pairs in results:
        if not isinstance(pairs, (list, tuple)):
            raise Misfit(
                "wrong-type", tr("Return a list with one pair (train, validation) per fold.")
            )
        if len(pairs) != k:
            raise Misfit(
                "wrong-number-of-folds",
                tr("You return {count} pairs where k = {k} are wanted.", count=len(pairs), k=k),
            )
        orders.append(_checked(n, pairs))
    _by_rng(n, k, orders)
    return {"held_out": np.concatenate(orders[0])}


def _checked(n, pairs):
    held = []
    for pair in pairs:
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            raise Misfit("wrong-type", tr("Return a pair (train, validation) for each fold."))
        train, validation = map(_rows, pair)
        if not all(0 <= row < n for row in (*train, *validation)):
            raise Misfit("no-such-row", tr("Rows are numbered from 0 to n - 1."))
        held.append((train, validation))
    _covered(n, held)
    for train, validation in held:
        if set(train.tolist()) & set(validation.tolist()):
            raise Misfit(*LEAKING)
        if len(train) + len(validation) != n or len(set(train.tolist())) != len(train):
            raise Misfit(*TRAIN_TOO_SMALL)
    return [validation for _, validation in held]


def _covered(n, held):
    """Every row is in one validation fold, and these are of nearly equal size."""
    sizes = [len(validation) for _, validation in held]
    rows = np.concatenate([validation for _, validation in held])
    if sum(sizes) != n and sum(len(train) for train, _ in held) == n and len(held) > 2:
        raise Misfit(*SWAPPED)
    if len(set(rows.tolist())) < len(rows):
        raise Misfit(*HELD_OUT_TWICE)
    if len(rows) < n:
        raise Misfit(*ROWS_LOST)
    if max(sizes) - min(sizes) > 1:
        raise Misfit(*UNEVEN)


def _by_rng(n, k, orders):
    """Misfit where the folds were not drawn from rng, afresh at each call."""
    first, again, then = [[sorted(fold.tolist()) for fold in folds] for folds in orders]
    if n < 16 or k == n:
        return
    spans = [fold[-1] - fold[0] + 1 for fold in first]
    strided = [fold == list(range(i, n, k)) for i, fold in enumerate(first)]
    if all(span == len(fold) for span, fold in zip(spans, first, strict=True)) or all(strided):
        raise Misfit(*NOT_SHUFFLED)
    if first != again:
        raise Misfit(*RNG_UNUSED)
    if first == then:
        raise Misfit(*SAME_ORDER)


def _all_once(n, values, _arguments):
    """None: whatever came as far as this holds every row once."""
    return None if sorted(values["held_out"]) == list(range(n)) else ROWS_LOST


def _case(rng, n, k, about=""):
    arguments = {"n": n, "k": k, "rng": np.random.default_rng(int(rng.integers(2**31)))}
    about = about or f"n = {n}, k = {k}"
    return Case(
        arguments, {"held_out": np.arange(n)}, about, run=_calls, read=partial(_folds, n, k),
        judge=partial(_all_once, n),
    )  # fmt: skip


@ex.part(points=2)
def folds(rng):
    return [_case(rng, 20, 4), _case(rng, 23, 4), _case(rng, 22, 3)]


@ex.part(points=1, hidden=True)
def robustness(rng):
    return [
        _case(rng, 6, 6, tr("as many folds as rows: one row each")),
        _case(rng, 5, 2, tr("two folds of five rows")),
        _case(rng, 59, 10),
    ]


# ---- slips -----------------------------------------------------------------------------------------

for said in (
    *(NOT_SHUFFLED, UNEVEN, ROWS_LOST, HELD_OUT_TWICE, LEAKING, TRAIN_TOO_SMALL, SWAPPED),
    *(RNG_UNUSED, SAME_ORDER),
):
    ex.effect(*said)


# ---- right answers ---------------------------------------------------------------------------------


def pairs_of(folds):
    """(train, validation) for each fold."""
    return [
        (np.concatenate([fold for j, fold in enumerate(folds) if j != i]), validation)
        for i, validation in enumerate(folds)
    ]


@ex.right
def by_array_split(n, k, rng):
    return pairs_of(np.array_split(rng.permutation(n), k))


@ex.right
def by_strides(n, k, rng):
    order = rng.permutation(n)
    return [(np.setdiff1d(order, order[i::k]), order[i::k]) for i in range(k)]


@ex.right
def by_labels(n, k, rng):
    fold = np.arange(n) % k
    rng.shuffle(fold)
    return tuple((np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in range(k))


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip="rows-lost", points=0)
def rest_dropped(n, k, rng):
    order, size = rng.permutation(n), n // k
    return [
        (np.setdiff1d(order, order[i * size : (i + 1) * size]), order[i * size : (i + 1) * size])
        for i in range(k)
    ]


@ex.wrong(slip="uneven-folds", points=0)
def rest_in_the_last(n, k, rng):
    order, size = rng.permutation(n), n // k
    cuts = [i * size for i in range(1, k)]
    return pairs_of(np.split(order, cuts))


ex.wrong(slip="not-shuffled", points=0)(lambda n, k, rng: pairs_of(np.array_split(np.arange(n), k)))
ex.wrong(slip="not-shuffled", points=0)(
    lambda n, k, rng: pairs_of([np.arange(i, n, k) for i in range(k)])
)
ex.wrong(slip="rng-unused", points=0)(
    lambda n, k, rng: pairs_of(np.array_split(np.random.permutation(n), k))
)
ex.wrong(slip="same-order-again", points=0)(
    lambda n, k, rng: pairs_of(np.array_split(np.random.default_rng(0).permutation(n), k))
)
ex.wrong(slip="pair-turned-round", points=0)(
    lambda n, k, rng: [(v, t) for t, v in by_array_split(n, k, rng)]
)
ex.wrong(slip="wrong-type", points=0)(lambda n, k, rng: np.array_split(rng.permutation(n), k))


@ex.wrong(slip="train-holds-validation", points=0)
def train_on_all(n, k, rng):
    return [(np.arange(n), v) for _, v in by_array_split(n, k, rng)]


@ex.wrong(slip=None, points=0)
def a_new_order_for_each_fold(n, k, rng):
    return [by_array_split(n, k, rng)[i] for i in range(k)]


@ex.wrong(slip="train-too-small", points=0)
def train_on_one_fold(n, k, rng):
    folds = np.array_split(rng.permutation(n), k)
    return [(folds[i - 1], folds[i]) for i in range(k)]
