"""numerical_gradient(f, X, h): one slope per entry of X, on functions whose gradient is known."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, case, exercise
from nnlib.grading.exercises.answers import named
from nnlib.grading.exercises.kinds import round_off

ex = exercise("numerical_gradient", "f, X, h -> G")


def coupled(A):
    """f(X) = (sum of A times X, entry by entry) squared: every slope depends on every entry."""
    return lambda X: float(np.sum(A * X)) ** 2


def gradient_case(rng, shape, about="", h=None):
    A, X = rng.uniform(0.5, 2, shape), rng.uniform(-1, 1, shape)
    arguments = {"f": coupled(A), "X": X} | ({} if h is None else {"h": h})
    return Case(arguments, {"G": 2 * float(np.sum(A * X)) * A}, about, 1e-5, scale=1.0)


@ex.part(points=1, pure=True)
def gradient(rng):
    f = {"f": lambda X: float(X[0] ** 2 + 3 * X[1]), "X": np.array([2.0, 5.0])}
    cube = rng.uniform(0.5, 1.5, (2, 2))
    return [
        Case(f, {"G": np.array([4.0, 3.0])}, "x² + 3y at (2, 5)", 1e-5),
        gradient_case(rng, (3,)),
        # with no h given: of a cube, so that a default step that is too large shows
        case("x³", f=lambda X: float(np.sum(X**3)), X=cube, G=3 * cube**2, tolerance=1e-5),
        # h is large enough to show an entry that was not put back
        gradient_case(rng, (2, 3), "h = 0.001", h=1e-3),
    ]


def quartic(rng):
    """With a large h the two-sided step is off by a known amount: x³ gives 3x² + h²."""
    X, h = rng.uniform(0.5, 1.5, (2, 2)), 0.1
    return case(
        tr("x³ with h = 0.1"), f=lambda X: float(np.sum(X**3)), X=X, h=h, G=3 * X**2 + h * h
    )


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    return [
        gradient_case(rng, (4, 1), "a column"),
        gradient_case(rng, (2, 2, 3), tr("three axes")),
        gradient_case(rng, (1,), tr("a single number in an array")),
        quartic(rng),
    ]


# ---- slips -----------------------------------------------------------------------------------------

ex.effect(
    "input-modified",
    tr(
        "Your numbers are right, but X is not what it was. Work on a copy, or put every "
        "entry back exactly."
    ),
)


@ex.slip
def all_at_once(f, X, h=1e-5):
    """You move all entries together, so every slope is the same. Only one entry may move; the others stay."""
    return np.full(X.shape, (f(X + h) - f(X - h)) / (2 * h))


def entry_by_entry(probe):
    """A wrong gradient from what happens at one entry: probe(f, X, index, h)."""

    @named(probe)
    def wrong(f, X, h=1e-5):
        X, G = X.astype(float), np.zeros(X.shape)
        for index in np.ndindex(X.shape):
            G[index] = probe(f, X, index, h)
        return G

    return wrong


@ex.slip
@entry_by_entry
def not_put_back(f, X, index, h):
    """Your first slope is right, and then they drift. After each entry, put it back to where it was."""
    X[index] += h
    above = f(X)
    X[index] -= 2 * h
    return (above - f(X)) / (2 * h)


def two_sided(f, X, index, h):
    up, down = X.copy(), X.copy()
    up[index] += h
    down[index] -= h
    return (f(up) - f(down)) / h


@ex.slip
@entry_by_entry
def run_too_short(f, X, index, h):
    """Your slopes are twice too large. How far is it from the point above to the point below?"""
    return two_sided(f, X, index, h)


@ex.slip
@entry_by_entry
def one_sided(f, X, index, h):
    """You step to one side only. Two sides cancel most of the error: use the rule of central_difference."""
    moved = X.copy()
    moved[index] += h
    return (f(moved) - f(X)) / h


@ex.slip
@entry_by_entry
def step_ignored(f, X, index, h):
    """You use a step of your own. The caller says how large h is."""
    return two_sided(f, X, index, 1e-5) / 2


@ex.slip
def rows_at_once(f, X, h=1e-5):
    """You move a whole row together, so its entries share one slope. Only one entry may move; the others stay."""
    G = np.zeros(X.shape)
    for i in range(len(X)):
        up, down = X.copy(), X.copy()
        up[i] += h
        down[i] -= h
        G[i] = (f(up) - f(down)) / (2 * h)
    return G


def _gradient(f, X, h=1e-5):
    G = np.zeros(X.shape)
    for index in np.ndindex(X.shape):
        G[index] = two_sided(f, X, index, h) / 2
    return G


DEFAULT_STEP = tr(
    "With the h that is given your slopes are right. Where none is given your own step is "
    "too large: 1e-5 is the default."
)

for step in (1.0, 0.1, 0.01):
    ex.slip(key="default-step", says=DEFAULT_STEP)(lambda f, X, h=step: _gradient(f, X, h))


@ex.slip
@entry_by_entry
def one_sided_below(f, X, index, h):
    """You step to the lower side only. Two sides cancel most of the error: use the rule of central_difference."""
    moved = X.copy()
    moved[index] -= h
    return (f(X) - f(moved)) / h


@ex.slip
@entry_by_entry
def not_divided(f, X, index, h):
    """You give the rises alone. A slope is a rise divided by its run."""
    return two_sided(f, X, index, h) * h


@ex.slip
@entry_by_entry
def precedence(f, X, index, h):
    """Your slopes are far too small. 'a / 2 * h' divides by 2, then multiplies by h: where do brackets belong?"""
    return two_sided(f, X, index, h) * h / 2 * h


@ex.slip
@entry_by_entry
def bracket(f, X, index, h):
    """You divide the second value alone: a division comes before a minus. The whole rise is divided by the run, so put
    the rise in brackets.
    """
    up, down = X.copy(), X.copy()
    up[index] += h
    down[index] -= h
    return f(up) - f(down) / (2 * h)


@ex.slip
@entry_by_entry
def both_the_same(f, X, index, h):
    """Your slopes are all 0: both values are taken at the same point. `up = X` makes no copy, so up and down are one
    array: X.copy() makes two.
    """
    return 0.0


@ex.slip
def only_the_first(f, X, h=1e-5):
    """Only the first entry has a slope in your G. Does the return stand inside the loop?"""
    G = np.zeros(X.shape)
    first = (0,) * X.ndim
    G[first] = two_sided(f, X, first, h) / 2
    return G


round_off(ex, _gradient)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def gradient_copies(f, X, h=1e-5):
    G = np.zeros(X.shape)
    for index in np.ndindex(X.shape):
        up, down = X.copy(), X.copy()
        up[index] += h
        down[index] -= h
        G[index] = (f(up) - f(down)) / (2 * h)
    return G


@ex.right
def gradient_flat_and_back(f, X, h=1e-5):
    flat, slopes = X.ravel().copy(), []
    for k in range(flat.size):
        kept = flat[k]
        flat[k] = kept + h
        above = f(flat.reshape(X.shape))
        flat[k] = kept - h
        below = f(flat.reshape(X.shape))
        flat[k] = kept
        slopes.append((above - below) / (2 * h))
    return np.array(slopes).reshape(X.shape)


@ex.right
def gradient_along_axes(f, X, h=1e-5):
    steps = h * np.eye(X.size).reshape(X.size, *X.shape)
    return np.array([(f(X + s) - f(X - s)) / (2 * h) for s in steps]).reshape(X.shape)


@ex.right
def gradient_with_nditer(f, X, h=1e-5):
    G, P = np.empty(X.shape), X.astype(float)
    it = np.nditer(X, flags=["multi_index"])
    while not it.finished:
        i = it.multi_index
        P[i] = X[i] + h
        up = f(P)
        P[i] = X[i] - h
        G[i] = (up - f(P)) / (2 * h)
        P[i] = X[i]
        it.iternext()
    return G


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip="flattened", points=0)
def gradient_flattened(f, X, h=1e-5):
    return gradient_copies(f, X, h).ravel()


@ex.wrong(slip="input-modified", points=0)
def gradient_in_the_input(f, X, h=1e-5):
    G = np.zeros(X.shape)
    for index in np.ndindex(X.shape):
        X[index] += h
        above = f(X)
        X[index] -= 2 * h
        G[index] = (above - f(X)) / (2 * h)
        X[index] += h
    return G


@ex.wrong(slip="not-put-back", points=0)
def gradient_drifts(f, X, h=1e-5):
    X, G = X.copy(), np.zeros(X.shape)
    for index in np.ndindex(X.shape):
        X[index] += h
        above = f(X)
        X[index] -= 2 * h
        G[index] = (above - f(X)) / (2 * h)
    return G


@ex.wrong(slip="rows-at-once", points=0)
def gradient_of_rows(f, X, h=1e-5):
    G = np.zeros(X.shape)
    for i in range(X.shape[0]):
        up, down = X.copy(), X.copy()
        up[i] += h
        down[i] -= h
        G[i] = (f(up) - f(down)) / (2 * h)
    return G


# the default step
ex.wrong(slip="default-step", points=1)(lambda f, X, h=1.0: gradient_copies(f, X, h))
ex.wrong(slip="all-at-once", points=0)(
    lambda f, X, h=1e-5: np.full(X.shape, (f(X + h) - f(X - h)) / (2 * h))
)
ex.wrong(slip="run-too-short", points=0)(lambda f, X, h=1e-5: 2 * gradient_copies(f, X, h))


ex.wrong(slip="one-sided", points=0)(
    lambda f, X, h=1e-5: np.array(
        [(f(X + h * e.reshape(X.shape)) - f(X)) / h for e in np.eye(X.size)]
    ).reshape(X.shape)
)
ex.wrong(slip="precedence", points=0)(lambda f, X, h=1e-5: gradient_copies(f, X, h) * h * h)
ex.wrong(slip="not-divided", points=0)(lambda f, X, h=1e-5: gradient_copies(f, X, h) * 2 * h)
ex.wrong(slip="default-step", points=1)(lambda f, X, h=0.1: gradient_copies(f, X, h))
ex.wrong(slip="rounded", points=0)(lambda f, X, h=1e-5: np.round(gradient_copies(f, X, h), 2))


@ex.wrong(slip="both-the-same", points=0)
def gradient_of_one_array(f, X, h=1e-5):
    G, X = np.zeros(X.shape), X.copy()
    for index in np.ndindex(X.shape):
        up = down = X
        up[index] += h
        down[index] -= h
        G[index] = (f(up) - f(down)) / (2 * h)
    return G


@ex.wrong(slip="only-the-first", points=0)
def gradient_returns_early(f, X, h=1e-5):
    G = np.zeros(X.shape)
    for index in np.ndindex(X.shape):
        G[index] = two_sided(f, X, index, h) / 2
        return G


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("G = np.zeros(X.shape)", "G = np.ones(X.shape)")
ex.same("def numerical_gradient(f, X, h=1e-05):", "def numerical_gradient(f, X, h=-1e-05):")
ex.same("def numerical_gradient(f, X, h=1e-05):", "def numerical_gradient(f, X, h=2e-05):")
ex.same("def numerical_gradient(f, X, h=1e-05):", "def numerical_gradient(f, X, h=5e-06):")
