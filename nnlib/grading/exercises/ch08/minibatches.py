"""minibatches(n, B, rng, drop_last): every row once in an epoch, B at a time."""

import copy
from functools import partial

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, exercise
from nnlib.grading.exercises.ch08._answers import (
    batches_by_shuffle,
    batches_by_slices,
    batches_never_reshuffled,
    batches_rest_dropped,
    batches_with_replacement,
    batches_without_replacement,
    by_global,
    in_order,
)
from nnlib.grading.exercises.ch08._shared import (
    BY_EFFECT,
    NEIGHBOURS_STAY,
    NOT_SHUFFLED,
    RNG_UNUSED,
    SAME_ORDER,
    neighbours_stay,
)

ex = exercise("minibatches", "n, B, rng, drop_last -> rows")

EPOCHS = 12

REPEATED_ROWS = (
    "repeated-rows",
    tr(
        "Some rows come twice in one epoch, so others wait in vain. Every row has one turn "
        "per epoch."
    ),
)


def _epochs(function, given):
    """Two calls with equal generators, and then more epochs with what is left of the first one."""
    twin = given | {"rng": copy.deepcopy(given["rng"])}
    results = [function(*given.values()), function(*twin.values())]
    return results + [function(*given.values()) for _ in range(EPOCHS)]


def _dealt(n, B, drop_last, results):
    """The rows of each epoch in their order, one epoch per line, once every batch has its size."""
    sizes = [min(B, n - start) for start in range(0, n, B)]
    if drop_last:
        sizes = [size for size in sizes if size == B]
    return {
        "rows": np.array([_batches(result, sizes, n, B) for result in results]).reshape(
            len(results), -1
        )
    }


def _batches(result, wanted, n, B):
    if result is None:
        raise Misfit(
            "returns-none", tr("Your function returned None. Is there a return at its end?")
        )
    if not isinstance(result, (list, tuple)):
        raise Misfit("wrong-type", tr("Return a list with one array of row numbers per batch."))
    for batch in result:
        if not isinstance(batch, np.ndarray) or batch.ndim != 1 or batch.dtype.kind not in "iu":
            raise Misfit(
                "wrong-type",
                tr(
                    "Every batch should be a one-dimensional NumPy array of row numbers (integers)."
                ),
            )
    got = [len(batch) for batch in result]
    if got != wanted:
        raise Misfit(*_wrong_sizes(got, wanted, n, B, np.concatenate(result or [np.zeros(0, int)])))
    return np.concatenate([np.zeros(0, int), *result])


def _wrong_sizes(got, wanted, n, B, rows):
    said = tr(
        "For n = {n} and B = {B} your batches have the sizes {got}; wanted {wanted}.",
        n=n,
        B=B,
        got=got[:12],
        wanted=wanted[:12],
    )
    if 0 in got:
        return "empty-batch", tr(
            "{said} The last one is empty: nothing can be learned from no rows.", said=said
        )
    if len(got) > 1 and got == wanted[:-1]:
        return (
            "rest-dropped",
            tr("{said} The rows that are left over make a shorter batch of their own.", said=said),
        )
    if got[:-1] == wanted and sum(wanted) == n:
        return (
            "rows-twice",
            tr(
                "{said} All rows had their turn before the last batch: it uses some again.",
                said=said,
            ),
        )
    if got[:-1] == wanted:
        return "drop-last-ignored", tr(
            "{said} With drop_last=True the short batch is left out.", said=said
        )
    if len(got) == 1 < len(wanted):
        return "only-first", tr(
            "{said} An epoch goes on until every row has had its turn.", said=said
        )
    if len(set(rows[:n].tolist())) < min(n, len(rows)):
        return REPEATED_ROWS
    if len(got) == len(wanted) and set(got) == {B}:
        return "padded", tr("{said} No row may be used twice to fill the last batch up.", said=said)
    return "wrong-sizes", tr("{said} Deal the rows out B at a time.", said=said)


def _covers(values, arguments):
    """None where every epoch uses every row once at most, in an order drawn from rng."""
    epochs, n, B = values["rows"].astype(int), arguments["n"], arguments["B"]
    if epochs.size and not (0 <= epochs.min() and epochs.max() < n):
        return "no-such-row", tr(
            "Rows are numbered from 0 to {value}, and you hand out others.", value=n - 1
        )
    if any(len(set(epoch)) < len(epoch) for epoch in epochs):
        return REPEATED_ROWS
    if n < 8 or not epochs.size:
        return None
    if np.array_equal(epochs, np.sort(epochs, axis=1)):
        return NOT_SHUFFLED
    if not np.array_equal(epochs[0], epochs[1]):
        return RNG_UNUSED
    if np.all(epochs[2:] == epochs[0]):
        return SAME_ORDER
    return _mixed(epochs, n, B)


def _mixed(epochs, n, B):
    if len(set(epochs.ravel())) < n:
        return (
            "same-rows-dropped",
            tr(
                "The same rows are left out in every epoch, so nothing is ever learned from them. "
                "Shuffle first, and cut afterwards."
            ),
        )
    cuts = range(0, epochs.shape[1], B)
    together = [{frozenset(epoch[i : i + B]) for i in cuts} for epoch in epochs]
    if 1 < B < n and len(set.intersection(*together)) == len(together[0]):
        return (
            "batches-not-mixed",
            tr(
                "The same rows sit together in every epoch: you shuffle the batches, and not the "
                "rows in them."
            ),
        )
    return NEIGHBOURS_STAY if neighbours_stay(epochs[1:]) else None


def _deal(rng, n, B, drop_last, about=""):
    arguments = {"n": n, "B": B, "rng": np.random.default_rng(int(rng.integers(2**31)))}
    if drop_last is not None:
        arguments["drop_last"] = drop_last
    used = n // B * B if drop_last else n
    truth = {"rows": np.tile(np.arange(used), (EPOCHS + 2, 1))}
    about = about or f"n = {n}, B = {B}, drop_last = {drop_last}"
    read = partial(_dealt, n, B, drop_last)
    return Case(arguments, truth, about, run=_epochs, read=read, judge=_covers)


@ex.part(points=2)
def batches(rng):
    return [_deal(rng, 10, 4, None, "n = 10, B = 4"), _deal(rng, 12, 3, False)]


@ex.part(points=2, hidden=True)
def robustness(rng):
    return [
        _deal(rng, 10, 4, True),
        _deal(rng, 12, 4, True, tr("n a multiple of B")),
        _deal(rng, 9, 1, False, "B = 1"),
        _deal(rng, 9, 20, False, "B > n"),
        _deal(rng, 3, 5, True, tr("B > n, the short batch dropped")),
        _deal(rng, 1, 1, False, tr("one row")),
        _deal(rng, 37, 8, False),
    ]


# ---- slips -----------------------------------------------------------------------------------------

for said in (*BY_EFFECT, NEIGHBOURS_STAY):
    ex.effect(*said)


# ---- right answers ---------------------------------------------------------------------------------

ex.right(batches_by_slices)
ex.right(batches_by_shuffle)
ex.right(batches_without_replacement)


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="repeated-rows", points=0)(batches_with_replacement)
ex.wrong(slip="rest-dropped", points=0)(batches_rest_dropped)


@ex.wrong(slip="padded", points=0)
def batches_padded(n, B, rng, drop_last=False):
    order = rng.permutation(n)
    more = np.concatenate([order, order])
    return [more[i : i + B] for i in range(0, n, B)]


@ex.wrong(slip="only-first", points=0)
def batches_only_first(n, B, rng, drop_last=False):
    for start in range(0, n, B):
        return [rng.permutation(n)[start : start + B]]


ex.wrong(slip="same-order-again", points=0)(batches_never_reshuffled)
ex.wrong(slip="not-shuffled", points=0)(in_order)
ex.wrong(slip="rng-unused", points=0)(by_global)


@ex.wrong(slip="batches-not-mixed", points=0)
def batches_of_blocks(n, B, rng, drop_last=False):
    """The starts are shuffled, and not the rows."""
    starts = np.arange(0, n - B + 1 if drop_last else n, B)
    batches = [np.arange(start, min(start + B, n)) for start in starts]
    full, rest = [b for b in batches if len(b) == B], [b for b in batches if len(b) < B]
    rng.shuffle(full)
    return [np.array(b) for b in full] + rest


@ex.wrong(slip="empty-batch", points=0)
def batches_with_an_empty_one(n, B, rng, drop_last=False):
    order = rng.permutation(n)
    return [order[i * B : (i + 1) * B] for i in range(n // B + (0 if drop_last else 1))]


@ex.wrong(slip="same-rows-dropped", points=2)
def batches_same_rows_dropped(n, B, rng, drop_last=False):
    order = rng.permutation(n // B * B if drop_last else n)
    return [order[i : i + B] for i in range(0, len(order), B)]


# the default
ex.wrong(slip="rest-dropped", points=2)(
    lambda n, B, rng, drop_last=True: batches_by_slices(n, B, rng, drop_last)
)
ex.wrong(slip="drop-last-ignored", points=2)(
    lambda n, B, rng, drop_last=False: batches_by_slices(n, B, rng)
)
ex.wrong(slip="no-such-row", points=0)(
    lambda n, B, rng, drop_last=False: [
        batch + 1 for batch in batches_by_slices(n, B, rng, drop_last)
    ]
)
ex.wrong(slip="wrong-sizes", points=0)(
    lambda n, B, rng, drop_last=False: np.array_split(rng.permutation(n), -(-n // B))
)
ex.wrong(slip="wrong-type", points=0)(lambda n, B, rng, drop_last=False: rng.permutation(n))


@ex.wrong(slip="neighbours-stay", points=0)
def batches_of_a_turned_list(n, B, rng, drop_last=False):
    start = rng.integers(n)
    return batches_of_order((np.arange(n) + start) % n, B, drop_last)


@ex.wrong(slip="neighbours-stay", points=0)
def batches_after_one_exchange(n, B, rng, drop_last=False):
    """Two neighbours change places, and the others stay where they are."""
    order = np.arange(n)
    if n > 1:
        i = rng.integers(n - 1)
        order[[i, i + 1]] = order[[i + 1, i]]
    return batches_of_order(order, B, drop_last)


@ex.wrong(slip="neighbours-stay", points=0)
def batches_of_a_fixed_circle(n, B, rng, drop_last=False):
    """One mixed order, the same for ever, is read from another place in each epoch."""
    circle = np.random.default_rng(5).permutation(n)
    return batches_of_order(np.roll(circle, rng.integers(n)), B, drop_last)


def batches_of_order(order, B, drop_last):
    batches = [order[i : i + B] for i in range(0, len(order), B)]
    return [batch for batch in batches if len(batch) == B or not drop_last]


@ex.wrong(slip="rows-twice", points=0)
def batches_with_a_second_rest(n, B, rng, drop_last=False):
    """The loop deals the rest out as a batch, and the lines after it once more."""
    order = rng.permutation(n)
    batches = [order[i : i + B] for i in range(0, n, B)]
    return [*batches, order[n // B * B :]] if n % B else batches


@ex.wrong(slip="repeated-rows", points=0)
def batches_of_full_size_with_replacement(n, B, rng, drop_last=False):
    return [rng.choice(n, B) for _ in range(-(-n // B))]
