"""check_points(rng): predictions and targets at which known mistakes in a gradient show, and every right one passes."""

import numpy as np

from nnlib.core.words import tr
from nnlib.gradcheck import numerical_gradient, relative_error
from nnlib.grading.exercise import Case, Misfit, exercise

ex = exercise("check_points", "rng -> P, T")

SHAPE = (4, 3)
FARTHEST = 20  # the largest error that is allowed
LARGEST, LEAST = 1e-6, 1e-4  # the error of a right gradient, and that of a wrong one

# ---- losses of one error e, with their slopes ------------------------------------------------------


def inside(e):
    return np.abs(e) <= 1


SQUARE = lambda e: e * e, lambda e: 2 * e  # noqa: E731
SIZE = np.abs, np.sign
HUBER = (
    lambda e: np.where(inside(e), e * e / 2, np.abs(e) - 0.5),
    lambda e: np.where(inside(e), e, np.sign(e)),
)
PINBALL = lambda e: np.where(e > 0, 0.9 * e, -0.1 * e), lambda e: np.where(e > 0, 0.9, -0.1)  # noqa: E731
LOG_COSH = lambda e: np.log(np.cosh(e)), np.tanh  # noqa: E731

RIGHT = {"MSE": SQUARE, "MAE": SIZE, "Huber": HUBER, "pinball": PINBALL, "log-cosh": LOG_COSH}


def _where(wrong_there, slope, other):
    """The slope of a loss, with another one where `wrong_there(e)` holds."""
    return lambda e: np.where(wrong_there(e), other(e), slope(e))


SIGN_LOST = SQUARE[0], lambda e: 2 * np.abs(e)
PINBALL_SIGN = PINBALL[0], lambda e: np.where(e > 0, 0.9, 0.1)
CLIPPED = SQUARE[0], lambda e: 2 * np.clip(e, -3, 3)
CLIPPED_BELOW = SQUARE[0], lambda e: 2 * np.maximum(e, -3)
CLIPPED_ABOVE = SQUARE[0], lambda e: 2 * np.minimum(e, 3)
ALL_SIGN = HUBER[0], np.sign
SMALL_ABOVE = HUBER[0], _where(lambda e: (0 < e) & (e < 1), HUBER[1], np.sign)
SMALL_BELOW = HUBER[0], _where(lambda e: (-1 < e) & (e < 0), HUBER[1], np.sign)
NEVER_LEVEL = HUBER[0], lambda e: e


def _mean(slope):
    return lambda e: slope(e) / e.size


def _one_row_lost(row):
    def grad(e):
        slopes = 2 * e / e.size
        slopes[row] = 0
        return slopes

    return grad


# what is wrong in words, the loss, and the gradient that is claimed for the whole table
VISIBLE = [
    (tr("has the wrong sign for errors below 0"), SQUARE[0], _mean(SIGN_LOST[1])),
    (tr("has the wrong sign for errors below 0"), PINBALL[0], _mean(PINBALL_SIGN[1])),
    (tr("is not divided at all"), SQUARE[0], SQUARE[1]),
    (tr("is divided by the rows alone"), SQUARE[0], lambda e: 2 * e / len(e)),
]
HIDDEN = [
    (tr("is wrong only where an error is large"), SQUARE[0], _mean(CLIPPED[1])),
    (tr("is wrong only where an error is large and below 0"), SQUARE[0], _mean(CLIPPED_BELOW[1])),
    (tr("is wrong only where an error is large and above 0"), SQUARE[0], _mean(CLIPPED_ABOVE[1])),
    (tr("is wrong only where an error is small"), HUBER[0], _mean(ALL_SIGN[1])),
    (tr("is wrong only where an error is small and above 0"), HUBER[0], _mean(SMALL_ABOVE[1])),
    (tr("is wrong only where an error is small and below 0"), HUBER[0], _mean(SMALL_BELOW[1])),
    (tr("is wrong only where an error is large"), HUBER[0], _mean(NEVER_LEVEL[1])),
    (tr("is 0 in the last row"), SQUARE[0], _one_row_lost(-1)),
    (tr("is 0 in the first row"), SQUARE[0], _one_row_lost(0)),
]


# ---- the cases -------------------------------------------------------------------------------------


def _off(loss, grad, P, T):
    """How far the claimed gradient is off at P and T, as a gradient check measures it."""
    measured = numerical_gradient(lambda X: float(np.mean(loss(X - T))), P)
    return relative_error(measured, grad(P - T))


def _pair(result):
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Misfit("wrong-type", tr("Return two arrays, P and T."))
    if any(np.shape(array) != SHAPE for array in result):
        raise Misfit("wrong-shape", tr("P and T should both have the shape {SHAPE}.", SHAPE=SHAPE))
    return dict(zip("PT", result, strict=True))


def _judge(bugs):
    def judge(values, _arguments):
        P, T = (np.array(values[name], dtype=np.float64) for name in "PT")
        if not np.all(np.abs(P - T) <= FARTHEST):
            return "too-far", tr(
                "An error of yours is larger than {FARTHEST}, or is no number.", FARTHEST=FARTHEST
            )
        for name, (loss, slope) in RIGHT.items():
            if not _off(loss, _mean(slope), P, T) < LARGEST:
                return "right-accused", tr(
                    "The right gradient of {name} does not pass at your points. Is an error so "
                    "near a corner, at 0, 1 or -1, that the small steps of the check go across it?",
                    name=name,
                )
        for said, loss, grad in bugs:
            if not _off(loss, grad, P, T) > LEAST:
                return "bug-missed", tr(
                    "A gradient that {said} passes at your points. What would show it?", said=said
                )
        return None

    return judge


def good_points(rng):
    """Errors of both signs and of three sizes, none near a corner, in a random order."""
    size = np.repeat([0.5, 2.0, 5.0], 4) * rng.uniform(0.8, 1.2, 12)
    error = rng.permutation(size * np.tile([1, -1], 6)).reshape(SHAPE)
    T = rng.normal(0, 2, SHAPE)
    return T + error, T


def _asked(rng, bugs, about):
    P, T = good_points(rng)
    given = {"rng": np.random.default_rng(int(rng.integers(2**31)))}
    return Case(given, {"P": P, "T": T}, about, read=_pair, judge=_judge(bugs))


@ex.part(points=1)
def caught(rng):
    return [_asked(rng, VISIBLE, tr("signs, and what is divided by"))]


@ex.part(points=1, hidden=True)
def everywhere(rng):
    return [_asked(rng, VISIBLE + HIDDEN, tr("all kinds of bugs")) for _ in range(2)]


# ---- right answers ---------------------------------------------------------------------------------

ex.right(good_points)


@ex.right
def points_by_hand(rng):
    P = np.array([[0.5, -0.5, 2.0], [-2.0, 5.0, -5.0], [0.3, -0.3, 4.0], [-4.0, 0.7, -0.7]])
    return P, np.zeros((4, 3))


@ex.right
def points_in_float32(rng):
    P = np.array([[0.5, -0.5, 2.0], [-2.0, 5.0, -5.0], [0.25, -0.25, 4.0], [-4.0, 0.75, -0.75]])
    return [P.astype(np.float32), np.zeros((4, 3), dtype=np.float32)]


@ex.right
def points_by_a_loop(rng):
    T = rng.uniform(-1, 1, (4, 3))
    P, sizes = T.copy(), [0.4, 2.5, 6.0]
    for i in range(4):
        for j in range(3):
            P[i, j] += sizes[j] * (-1) ** i
    return P, T


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip="bug-missed", points=0)
def points_too_high(rng):
    """As the first numbers of the bug hunt: every prediction is too high."""
    return np.full(SHAPE, 2.5), np.ones(SHAPE)


@ex.wrong(slip="bug-missed", points=1)
def points_of_one_size(rng):
    P = np.array([[1.5, -1.5, 2.0], [-2.0, 1.7, -2.3], [1.3, -1.3, 2.2], [-1.8, 2.7, -1.7]])
    return P, np.zeros(SHAPE)


@ex.wrong(slip="bug-missed", points=1)
def points_small(rng):
    P = np.array([[0.5, -0.5, 0.2], [-0.2, 0.7, -0.3], [0.3, -0.3, 0.2], [-0.8, 0.7, -0.7]])
    return P, np.zeros(SHAPE)


@ex.wrong(slip="bug-missed", points=1)
def points_large_above_alone(rng):
    P, T = points_by_hand(rng)
    return np.maximum(P, -2.5), T


@ex.wrong(slip="right-accused", points=0)
def points_at_the_corner(rng):
    P, T = points_by_hand(rng)
    P[0, 0] = 0
    return P, T


@ex.wrong(slip="too-far", points=0)
def points_far_out(rng):
    P, T = points_by_hand(rng)
    return 100 * P, T


ex.wrong(slip="wrong-shape", points=0)(lambda rng: (np.array([2.5, -2.5]), np.array([1.0, 1.0])))
ex.wrong(slip="wrong-type", points=0)(lambda rng: points_by_hand(rng)[0])
ex.wrong(slip="right-accused", points=0)(lambda rng: (np.zeros(SHAPE), np.zeros(SHAPE)))


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same(
    "return (T + np.stack([row, -row, row, -row]), T)",
    "return (T + np.stack([row, -row, row, row]), T)",
)
ex.same(
    "return (T + np.stack([row, -row, row, -row]), T)",
    "return (T + np.stack([row, row, row, -row]), T)",
)
ex.same(
    "return (T + np.stack([row, -row, row, -row]), T)",
    "return (T - np.stack([row, -row, row, -row]), T)",
)
for numbers in ("-0.5, 2.0, 5.0", "0.25, 2.0, 5.0", "0.5, -2.0, 5.0", "0.5, 2.0, -5.0"):
    ex.same("row = np.array([0.5, 2.0, 5.0])", f"row = np.array([{numbers}])")
for numbers in ("2.0, 10.0", "2.0, 4.0", "2.0, 6.0", "3.0, 5.0", "4.0, 5.0"):
    ex.same("row = np.array([0.5, 2.0, 5.0])", f"row = np.array([0.5, {numbers}])")
