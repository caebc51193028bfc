"""split_indices(n, fractions, rng): every row in exactly one part."""

from functools import partial

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, exercise
from nnlib.grading.exercises.ch10._shared import RNG_UNUSED, SAME_AGAIN, called, generator

ex = exercise("split_indices", "n, fractions, rng -> rows")

CALLS = 4  # after the first two


def _read(n, fractions, results):
    """The rows in the order of their parts, one call per line, once every part has its size."""
    return {"rows": np.array([_joined(result, n, fractions) for result in results])}


def _joined(result, n, fractions):
    if result is None:
        raise Misfit(
            "returns-none", tr("Your function returned None. Is there a return at its end?")
        )
    if not isinstance(result, (list, tuple)) or len(result) != len(fractions):
        raise Misfit(
            "wrong-type",
            tr(
                "Return a list with one array of row numbers for each of the {count} fractions.",
                count=len(fractions),
            ),
        )
    for part in result:
        whole = isinstance(part, np.ndarray) and part.ndim == 1
        if not whole or (len(part) and part.dtype.kind not in "iu"):
            raise Misfit(
                "wrong-type",
                tr("Every part should be a one-dimensional NumPy array of row numbers (integers)."),
            )
    sizes = [len(part) for part in result]
    rows = np.concatenate([np.zeros(0, int), *(part.astype(int) for part in result)])
    _sized(sizes, rows, n, fractions)
    return rows


def _sized(sizes, rows, n, fractions):
    if sum(sizes) < n:
        said = tr("Your parts have {sizes} rows.", sizes=sizes)
        raise Misfit(
            "rows-lost",
            tr(
                "{said} Together that is fewer than n = {n}: rounding has lost some. Where do the "
                "rows go that are left over?",
                said=said,
                n=n,
            ),
        )
    if sum(sizes) > n:
        raise Misfit(
            "overlap",
            tr(
                "Your parts have {sizes} rows, more than n = {n}. A row that is in two parts is "
                "practised and then examined.",
                sizes=sizes,
                n=n,
            ),
        )
    off = np.abs(np.array(sizes) - n * np.asarray(fractions))
    if (off > max(1, len(fractions) - 1) + 1e-6).any():
        raise Misfit(
            "wrong-sizes",
            tr(
                "For n = {n} and fractions {fractions} your parts have {sizes} rows. Only rounding "
                "may move a size.",
                n=n,
                fractions=list(fractions),
                sizes=sizes,
            ),
        )


def _fair(values, arguments):
    rows, n = values["rows"].astype(int), arguments["n"]
    if rows.size and not (0 <= rows.min() and rows.max() < n):
        return "no-such-row", tr(
            "Rows are numbered from 0 to {last}, and you hand out others.", last=n - 1
        )
    if any(len(set(order)) < n for order in rows.tolist()):
        return "overlap", tr(
            "Some rows come twice and others not at all. Every row belongs in exactly one part."
        )
    if n < 8:
        return None
    if np.array_equal(rows, np.sort(rows, axis=1)):
        return "not-shuffled", tr(
            "The rows come in the order in which they were given. Data are often sorted, by class "
            "or by day: mix first, and cut afterwards."
        )
    if not np.array_equal(rows[0], rows[1]):
        return RNG_UNUSED
    if all(np.array_equal(rows[1], more) for more in rows[2:]):
        return SAME_AGAIN
    return _mixed(rows, arguments)


def _mixed(rows, arguments):
    """Whether the same rows always make the same part."""
    cut = round(arguments["n"] * arguments["fractions"][0])
    if not 0 < cut < arguments["n"]:
        return None
    if len({frozenset(order[:cut].tolist()) for order in rows}) == 1:
        return "parts-not-mixed", tr(
            "Each call has the same rows in the first part: you mix inside the parts, after the "
            "cut. Mix all the rows first."
        )
    return None


def _split(rng, n, fractions, about=""):
    arguments = {"n": n, "fractions": list(fractions), "rng": generator(rng)}
    truth = {"rows": np.tile(np.arange(n), (CALLS + 2, 1))}
    about = about or f"n = {n}, fractions = {list(fractions)}"
    read = partial(_read, n, fractions)
    return Case(arguments, truth, about, run=called(CALLS), read=read, judge=_fair)


@ex.part(points=2)
def parts(rng):
    return [
        _split(rng, 20, (0.6, 0.2, 0.2)),
        _split(rng, 47, (0.7, 0.15, 0.15)),
        _split(rng, 40, (0.75, 0.25)),
    ]


@ex.part(points=1, hidden=True)
def robustness(rng):
    return [
        _split(rng, 31, (0.25, 0.25, 0.25, 0.25)),
        _split(rng, 12, (1.0,), tr("one part")),
        _split(rng, 10, (0.5, 0.0, 0.5), tr("an empty part")),
        _split(rng, int(rng.integers(80, 120)), (0.8, 0.1, 0.1)),
        _split(rng, 1, (0.5, 0.5), tr("one row")),
    ]


# ---- slips -----------------------------------------------------------------------------------------

for said in (RNG_UNUSED, SAME_AGAIN):
    ex.effect(*said)


# ---- right answers ---------------------------------------------------------------------------------


def _cut(order, cuts):
    edges = [0, *cuts, len(order)]
    return [order[a:b] for a, b in zip(edges, edges[1:])]


@ex.right
def rounded_cuts(n, fractions, rng):
    cuts = [round(sum(fractions[: k + 1]) * n) for k in range(len(fractions) - 1)]
    return _cut(rng.permutation(n), cuts)


@ex.right
def rest_to_the_last(n, fractions, rng):
    order, start, found = np.arange(n), 0, []
    rng.shuffle(order)
    for share in fractions[:-1]:
        size = int(share * n)
        found.append(order[start : start + size])
        start += size
    return (*found, order[start:])


@ex.right
def by_sorting(n, fractions, rng):
    cuts = (np.cumsum(fractions)[:-1] * n).astype(int)
    return np.split(np.argsort(rng.random(n)), cuts)


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip="not-shuffled", points=0)
def in_order(n, fractions, rng):
    return np.split(np.arange(n), np.rint(np.cumsum(fractions)[:-1] * n).astype(int))


@ex.wrong(slip="rows-lost", points=0)
def rounding_loses_rows(n, fractions, rng):
    order, start, found = rng.permutation(n), 0, []
    for share in fractions:
        found.append(order[start : start + int(share * n)])
        start += int(share * n)
    return found


@ex.wrong(slip="overlap", points=0)
def drawn_apart(n, fractions, rng):
    sizes = [len(part) for part in rounded_cuts(n, fractions, rng)]
    return [rng.permutation(n)[:size] for size in sizes]


@ex.wrong(slip="overlap", points=0)
def with_replacement(n, fractions, rng):
    cuts = np.rint(np.cumsum(fractions)[:-1] * n).astype(int)
    return np.split(rng.integers(0, max(n, 1), n), cuts)


@ex.wrong(slip="rng-unused", points=0)
def from_elsewhere(n, fractions, rng):
    return rounded_cuts(n, fractions, np.random.default_rng())


@ex.wrong(slip="same-again", points=0)
def own_seed(n, fractions, rng):
    return rounded_cuts(n, fractions, np.random.default_rng(0))


@ex.wrong(slip="parts-not-mixed", points=0)
def mixed_after_the_cut(n, fractions, rng):
    return [rng.permutation(part) for part in in_order(n, fractions, rng)]


@ex.wrong(slip="wrong-sizes", points=0)
def equal_parts(n, fractions, rng):
    return np.array_split(rng.permutation(n), len(fractions))


ex.wrong(slip="no-such-row", points=0)(
    lambda n, fractions, rng: [part + 1 for part in rounded_cuts(n, fractions, rng)]
)
ex.wrong(slip="wrong-type", points=0)(lambda n, fractions, rng: rng.permutation(n))

# ---- changes of the solution that are as right as it ------------------------------------------------

ex.same("end = int(round(share * n))", "end = round(share * n)")
