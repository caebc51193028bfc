"""fool_class_means(): points that a line separates, and not the line half-way between the class means; any will do."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Misfit, case, exercise

ex = exercise("fool_class_means", " -> gap, wrong_by")

MOST, FAR, ROOM, CLEAR = (
    20,
    10.0,
    0.2,
    0.5,
)  # points, coordinates, between the classes, beyond the line
ANGLES = np.linspace(0, 2 * np.pi, 3600, endpoint=False)
DIRECTIONS = np.stack([np.cos(ANGLES), np.sin(ANGLES)])


def points_of(result):
    """X (n, 2) and y (n,), as asked for."""
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Misfit("wrong-type", tr("Return two arrays: the points X and their classes y."))
    X, y = (np.asarray(part) for part in result)
    if X.dtype.kind not in "biuf" or y.dtype.kind not in "biuf":
        raise Misfit("wrong-type", tr("X and y should hold numbers."))
    if X.ndim != 2 or X.shape[1] != 2 or y.shape != X.shape[:1]:
        raise Misfit(
            "wrong-shape",
            tr(
                "X has shape {shape} and y {shape2}; wanted (n, 2) and (n,).",
                shape=X.shape,
                shape2=y.shape,
            ),
        )
    X, y = X.astype(np.float64), y.astype(np.float64)
    if len(X) > MOST or not np.all(np.abs(X) <= FAR):
        raise Misfit(
            "too-far",
            tr("At most 20 points, and coordinates from -10 to 10: a small example says more."),
        )
    if set(y.tolist()) != {0.0, 1.0}:
        raise Misfit("wrong-labels", tr("y should hold 0 and 1, each of them at least once."))
    return X, y


def gap(X, y):
    """The room between the classes, in the direction in which it is widest; not above 0 where no line separates."""
    along = X @ DIRECTIONS
    return float((along[y == 1].min(axis=0) - along[y == 0].max(axis=0)).max())


def wrong_by(X, y):
    """How far the worst point lies on the wrong side of the line half-way between the means."""
    zero, one = X[y == 0].mean(axis=0), X[y == 1].mean(axis=0)
    z = (X - (zero + one) / 2) @ (one - zero) / max(np.linalg.norm(one - zero), 1e-12)
    return float(np.where(y == 1, -z, z).max())


def read(result):
    X, y = points_of(result)
    return {"gap": gap(X, y), "wrong_by": wrong_by(X, y)}


def told(least):
    """The judge who wants a point to lie `least` beyond the colleague's line."""

    def judge(values, _):
        if values["gap"] <= 0:
            return "not-separable", tr(
                "No line separates your classes, so the colleague is right to say no. Find points "
                "that some line separates: draw that line first."
            )
        if values["gap"] < ROOM - 1e-6:
            return "too-little-room", tr(
                "A line separates your classes, but the widest gap is {gap:.2g}. Move the classes "
                "apart until it is 0.2.",
                gap=values["gap"],
            )
        if values["wrong_by"] <= 0:
            return "not-fooled", tr(
                "The colleague's line separates your points, too. Which point would pull a mean "
                "aside, and leave the line that you have in mind where it is?"
            )
        if values["wrong_by"] < least - 1e-9:
            return "not-clear", tr(
                "The colleague's line is wrong, but its worst point lies only {by:.2g} on the wrong "
                "side. Make the case clear: 0.5 or more.",
                by=values["wrong_by"],
            )
        return None

    return judge


@ex.part(points=1)
def value(rng):
    return [case(gap=1.0, wrong_by=2.0, read=read, judge=told(0.0))]


@ex.part(points=1, hidden=True)
def clear(rng):
    return [case(gap=1.0, wrong_by=2.0, read=read, judge=told(CLEAR))]


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def one_far_zero():
    return np.array([[0.0, 0.0], [0.0, 9.0], [1.0, 0.0]]), np.array([0, 0, 1])


@ex.right
def a_crowd_and_a_lonely_one():
    X = [[0, 0], [0, 1], [0, 2], [0, -9], [1, 0], [1, 1], [1, 2]]
    return X, [0, 0, 0, 0, 1, 1, 1]


@ex.right
def in_float32_and_turned():
    X = np.array([[5, 5], [-5, 5], [5, 4.5], [-5, 4.5], [-4, 4.5]], dtype=np.float32)
    X[:, 0] += np.float32(1)
    return X, np.array([True, True, False, False, False])


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip="not-separable", points=0)
def xor():
    return np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([0, 1, 1, 0])


@ex.wrong(slip="not-fooled", points=0)
def square():
    return np.array([[0.0, 0.0], [0.0, 2.0], [3.0, 0.0], [3.0, 2.0]]), np.array([0, 0, 1, 1])


@ex.wrong(slip="too-little-room", points=0)
def hardly_apart():
    return np.array([[0.0, 0.0], [0.0, 9.0], [0.1, 0.0]]), np.array([0, 0, 1])


@ex.wrong(slip="not-clear", points=1)
def hardly_wrong():
    return np.array([[0.0, 0.0], [0.0, 2.2], [1.0, 0.0]]), np.array([0, 0, 1])


ex.wrong(slip="wrong-labels", points=0)(lambda: (np.zeros((3, 2)), np.array([0, 0, 0])))
ex.wrong(slip="wrong-labels", points=0)(lambda: (np.eye(2), np.array([-1, 1])))
ex.wrong(slip="wrong-shape", points=0)(lambda: (np.zeros((2, 3)), np.array([0, 1, 1])))
ex.wrong(slip="wrong-type", points=0)(lambda: np.zeros((3, 2)))
ex.wrong(slip="too-far", points=0)(lambda: (np.array([[0.0, 0.0], [1e9, 0.0]]), np.array([0, 1])))


# --- changes of the solution that are as right as it ----------------------------------------------

ZERO, FAR_ZERO, ONE = "[0.0, 0.0]", "[0.0, 9.0]", "[1.0, 0.0]"
SOLUTION = f"X = np.array([{ZERO}, {FAR_ZERO}, {ONE}])"
for zero in ("[-1.0, 0.0]", "[0.0, -1.0]", "[0.0, 1.0]"):
    ex.same(SOLUTION, f"X = np.array([{zero}, {FAR_ZERO}, {ONE}])")
for far in ("[-1.0, 9.0]", "[0.0, -9.0]", "[0.0, 10.0]", "[0.0, 4.5]", "[0.0, 8.0]", "[1.0, 9.0]"):
    ex.same(SOLUTION, f"X = np.array([{ZERO}, {far}, {ONE}])")
for one in ("[-1.0, 0.0]", "[0.5, 0.0]", "[1.0, -1.0]", "[1.0, 1.0]", "[2.0, 0.0]"):
    ex.same(SOLUTION, f"X = np.array([{ZERO}, {FAR_ZERO}, {one}])")
ex.same(SOLUTION, f"X = [{ZERO}, {FAR_ZERO}, {ONE}]")
ex.same("y = np.array([0.0, 0.0, 1.0])", "y = [0.0, 0.0, 1.0]")
ex.same("y = np.array([0.0, 0.0, 1.0])", "y = np.array([0.0, 1.0, 1.0])")
