"""fool_the_transposes(): tables at which gradients without their transposes come out right; any such tables will do."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Misfit, case, exercise

ex = exercise("fool_the_transposes", " -> wrong_dX, wrong_dW, unlike")

SHAPE, FAR = (3, 3), 100.0
NAMES = ("X", "W", "dout")


def tables_of(result):
    """X, W and dout as floats, as asked for."""
    if not isinstance(result, (tuple, list)) or len(result) != 3:
        raise Misfit("wrong-type", tr("Return three arrays: X, W and dout."))
    tables = [np.asarray(part) for part in result]
    for name, table in zip(NAMES, tables, strict=True):
        if table.dtype.kind not in "iuf":
            raise Misfit("wrong-type", tr("{name} should hold numbers.", name=name))
        if table.shape != SHAPE:
            raise Misfit(
                "wrong-shape",
                tr("{name} has shape {shape}; wanted (3, 3).", name=name, shape=table.shape),
            )
        if not np.all(np.abs(table) <= FAR):
            raise Misfit("too-far", tr("Take numbers from -100 to 100."))
        if np.any(table == 0):
            raise Misfit("zeros", tr("{name} holds a 0, which hides mistakes.", name=name))
        if np.any(np.diff(np.sort(table, axis=1), axis=1) == 0):
            raise Misfit(
                "twins-in-a-row",
                tr("A row of {name} holds the same number twice. All three differ.", name=name),
            )
    return [table.astype(np.float64) for table in tables]


def read(result):
    X, W, dout = tables_of(result)
    return {
        "wrong_dX": float(np.abs(dout @ W - dout @ W.T).max()),
        "wrong_dW": float(np.abs(X @ dout - X.T @ dout).max()),
        "unlike": float(np.abs(dout - dout.T).max()),
    }


def fooled(values, _):
    for name in ("dX", "dW"):
        if values["wrong_" + name] > 1e-9:
            return "not-fooled", tr(
                "At your tables the colleague's {name} is wrong, by up to {off:.3g}. Write out one "
                "entry of his product and the same entry of yours: which numbers have to agree?",
                name=name,
                off=values["wrong_" + name],
            )
    return None


def fooled_by_any_gradient(values, arguments):
    if values["unlike"] <= 1e-9:
        return "dout-symmetric", tr(
            "Your dout is the same when it is turned on its side. Whatever arrives from above has "
            "no reason to be: does he still come out right with an ordinary dout?"
        )
    return fooled(values, arguments)


@ex.part(points=1)
def value(rng):
    return [case(wrong_dX=0.0, wrong_dW=0.0, unlike=1.0, read=read, judge=fooled)]


@ex.part(points=1, hidden=True)
def ordinary(rng):
    return [case(wrong_dX=0.0, wrong_dW=0.0, unlike=1.0, read=read, judge=fooled_by_any_gradient)]


# ---- right answers ---------------------------------------------------------------------------------

MIRROR = np.array([[1.0, 2.0, 3.0], [2.0, 5.0, 4.0], [3.0, 4.0, 6.0]])
ORDINARY = np.arange(1.0, 10.0).reshape(3, 3)

ex.right(lambda: (MIRROR, MIRROR, ORDINARY))
ex.right(lambda: [MIRROR.tolist(), (-MIRROR).tolist(), ORDINARY.tolist()])
ex.right(lambda: (MIRROR.astype(np.float32), MIRROR.astype(int), ORDINARY))


@ex.right
def mirrored_by_adding():
    A = np.array([[1.0, 7.0, 3.0], [2.0, 9.0, 3.0], [9.0, 5.0, 2.0]])
    return A + A.T, 2 * (A + A.T), A


@ex.right
def by_a_dout_of_one_direction():
    """Neither X nor W is symmetric: dout reaches only what they share with their mirror images."""
    X = np.array([[1.0, 2.0, 4.0], [3.0, 5.0, 7.0], [6.0, 10.0, 9.0]])
    W = np.array([[1.0, 2.0, 4.0], [5.0, 9.0, 8.0], [6.0, 7.0, 3.0]])
    differ = X - X.T, W - W.T
    flat = [np.array([K[1, 2], -K[0, 2], K[0, 1]]) for K in differ]  # K @ flat is 0
    return X, W, np.outer(*flat)


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="not-fooled", points=0)(lambda: (ORDINARY, MIRROR, ORDINARY))
ex.wrong(slip="not-fooled", points=0)(lambda: (MIRROR, ORDINARY, ORDINARY))
ex.wrong(slip="not-fooled", points=0)(lambda: (ORDINARY, ORDINARY, ORDINARY))
ex.wrong(slip="not-fooled", points=0)(lambda: (ORDINARY, ORDINARY.T, MIRROR))
ex.wrong(slip="dout-symmetric", points=1)(lambda: (MIRROR, MIRROR, MIRROR))
ex.wrong(slip="zeros", points=0)(lambda: (np.eye(3), np.eye(3), ORDINARY))
ex.wrong(slip="twins-in-a-row", points=0)(lambda: (np.ones(SHAPE), np.ones(SHAPE), ORDINARY))
ex.wrong(slip="wrong-shape", points=0)(lambda: (MIRROR, MIRROR, ORDINARY[:2]))
ex.wrong(slip="wrong-type", points=0)(lambda: (MIRROR, MIRROR))
ex.wrong(slip="wrong-type", points=0)(lambda: (MIRROR > 0, MIRROR, ORDINARY))
ex.wrong(slip="too-far", points=0)(lambda: (1e9 * MIRROR, MIRROR, ORDINARY))


# --- changes of the solution that are as right as it ----------------------------------------------

for changed in (
    "W = X",
    "W = X + X.real",
    "W = X.T",
):
    ex.same("W = X + X.T", changed)
for changed in (
    "X = np.array([[-1.0, 2.0, 3.0], [2.0, 5.0, 4.0], [3.0, 4.0, 6.0]])",
    "X = np.array([[0.5, 2.0, 3.0], [2.0, 5.0, 4.0], [3.0, 4.0, 6.0]])",
    "X = np.array([[1.0, 2.0, 3.0], [2.0, -5.0, 4.0], [3.0, 4.0, 6.0]])",
    "X = np.array([[1.0, 2.0, 3.0], [2.0, 10.0, 4.0], [3.0, 4.0, 6.0]])",
    "X = np.array([[1.0, 2.0, 3.0], [2.0, 2.5, 4.0], [3.0, 4.0, 6.0]])",
    "X = np.array([[1.0, 2.0, 3.0], [2.0, 5.0, 4.0], [3.0, 4.0, -6.0]])",
    "X = np.array([[1.0, 2.0, 3.0], [2.0, 5.0, 4.0], [3.0, 4.0, 12.0]])",
    "X = np.array([[1.0, 2.0, 3.0], [2.0, 5.0, 4.0], [3.0, 4.0, 5.0]])",
    "X = np.array([[1.0, 2.0, 3.0], [2.0, 5.0, 4.0], [3.0, 4.0, 7.0]])",
    "X = np.array([[1.0, 2.0, 3.0], [2.0, 6.0, 4.0], [3.0, 4.0, 6.0]])",
):
    ex.same("X = np.array([[1.0, 2.0, 3.0], [2.0, 5.0, 4.0], [3.0, 4.0, 6.0]])", changed)
for changed in (
    "dout = np.arange(1.0, 10.0).reshape(-3, 3)",
    "dout = np.arange(1.0, 10.0).reshape(3, -3)",
):
    ex.same("dout = np.arange(1.0, 10.0).reshape(3, 3)", changed)
