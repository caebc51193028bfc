"""folded_network(): many straight pieces from few ReLUs, by depth; any network that has them is right."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Misfit, case, exercise

ex = exercise("folded_network", " -> pieces, units")


def layers_of(result):
    """[(W, b), ...] as floats, as asked for: one input, one output, and what one layer gives the next can take."""
    if not isinstance(result, (list, tuple)) or len(result) < 2:
        raise Misfit("wrong-type", tr("Return params: a list of pairs (W, b), one for each layer."))
    found, width = [], 1
    for number, pair in enumerate(result, start=1):
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            raise Misfit("wrong-type", tr("Layer {number} is no pair (W, b).", number=number))
        W, b = (np.asarray(part) for part in pair)
        if W.dtype.kind not in "iuf" or b.dtype.kind not in "iuf":
            raise Misfit(
                "wrong-type", tr("W and b of layer {number} should hold numbers.", number=number)
            )
        if W.ndim != 2 or W.shape[0] != width or b.shape != W.shape[1:]:
            raise Misfit(
                "wrong-shape",
                tr(
                    "Layer {number} has W {shape} and b {shape2}; its W should have {width} rows, and "
                    "b one number for each column.",
                    number=number,
                    shape=W.shape,
                    shape2=b.shape,
                    width=width,
                ),
            )
        width = W.shape[1]
        found.append((W.astype(np.float64), b.astype(np.float64)))
    if width != 1 or not all(np.isfinite(part).all() for pair in found for part in pair):
        raise Misfit(
            "wrong-shape", tr("The last layer should have one output, and all numbers be finite.")
        )
    return found


def values_at(xs, layers):
    """What the hidden sums and the output are at the places xs: [Z1, Z2, ..., y]."""
    A, sums = xs[:, None], []
    for W, b in layers:
        sums.append(A @ W + b)
        A = np.maximum(sums[-1], 0)
    return sums


def pieces(layers):
    """The number of straight pieces between 0 and 1: joints stand where a sum of a hidden unit passes 0."""
    xs = np.array([0.0, 1.0])
    for depth in range(len(layers) - 1):
        Z = values_at(xs, layers)[depth]
        rows, units = np.nonzero(Z[:-1] * Z[1:] < 0)
        share = Z[rows, units] / (Z[rows, units] - Z[rows + 1, units])
        xs = np.unique(np.concatenate([xs, xs[rows] + share * np.diff(xs)[rows]]))
        xs = xs[np.append(True, np.diff(xs) > 1e-9)]
    slopes = np.diff(values_at(xs, layers)[-1][:, 0]) / np.diff(xs)
    return 1 + int(np.sum(np.abs(np.diff(slopes)) > 1e-6 * np.abs(slopes).max()))


def read(result):
    layers = layers_of(result)
    units = sum(len(b) for _, b in layers[:-1])
    if units > 100:
        raise Misfit(
            "too-many-units", tr("Your network has {units} ReLUs. A handful will do.", units=units)
        )
    return {"pieces": float(pieces(layers)), "units": float(units)}


def wants(least, most):
    """The judge who wants at least so many pieces from at most so many units."""

    def judge(values, _):
        found, units = int(values["pieces"]), int(values["units"])
        if units > most:
            return "too-many-units", tr(
                "Your network has {units} ReLUs; at most {most} are allowed. A tent needs how many, "
                "where only x from 0 to 1 counts?",
                units=units,
                most=most,
            )
        if found < least:
            return "too-few-pieces", tr(
                "Between 0 and 1 your curve has {found} straight pieces; wanted at least {least}. Units "
                "side by side add pieces. A layer that folds doubles them.",
                found=found,
                least=least,
            )
        return None

    return judge


@ex.part(points=1)
def value(rng):
    return [case(pieces=16.0, units=8.0, read=read, judge=wants(16, 12))]


@ex.part(points=1, hidden=True)
def fewer(rng):
    return [case(pieces=16.0, units=8.0, read=read, judge=wants(16, 8))]


# ---- right answers ---------------------------------------------------------------------------------


def tents(count, width):
    """A chain of tents from two ReLUs, or from three."""
    joints, tent = np.array([0.0, -0.5, -1.0])[:width], np.array([[2.0], [-4.0], [2.0]])[:width]
    between = [(tent @ np.ones((1, width)), joints) for _ in range(count - 1)]
    return [(np.ones((1, width)), joints), *between, (tent, np.zeros(1))]


ex.right(lambda: tents(4, 2))


@ex.right
def folds_of_the_absolute_value():
    """|2x - 1| from relu(2x - 1) and relu(1 - 2x), four times."""
    W, b = np.array([[2.0, -2.0]]), np.array([-1.0, 1.0])
    fold = np.array([[1.0], [1.0]])
    return [(W, b), (fold @ W, b), (fold @ W, b), (fold @ W, b), (fold, np.array([7.0]))]


@ex.right
def zigzag_of_three():
    """Down, up, down from two joints inside: three pieces a layer, with an idle output bias; 3 * 3 * 3 of them."""
    W, b, fold = np.ones((1, 3)), np.array([0, -1 / 3, -2 / 3]), np.array([[3.0], [-6.0], [6.0]])
    last = np.ones((1, 2)), np.array([0, -1 / 2])
    return [(W, b), (fold @ W, b), (fold @ last[0], last[1]), ([[2.0], [-4.0]], [0.0])]


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="too-many-units", points=1)(lambda: tents(4, 3))
ex.wrong(slip="too-many-units", points=1)(lambda: tents(5, 2))
ex.wrong(slip="too-few-pieces", points=0)(lambda: tents(3, 2))
ex.wrong(slip="too-many-units", points=0)(lambda: tents(5, 3))


@ex.wrong(slip="too-few-pieces", points=0)
def side_by_side():
    joints = -np.arange(1, 13) / 13
    return [(np.ones((1, 12)), joints), (np.array([[1.0], [-2.0]] * 6), np.zeros(1))]


@ex.wrong(slip="too-few-pieces", points=0)
def depth_without_folds():
    return (
        [(np.ones((1, 2)), np.array([0, -0.5]))]
        + [(np.eye(2), np.zeros(2))] * 3
        + [(np.ones((2, 1)), np.zeros(1))]
    )


ex.wrong(slip="wrong-shape", points=0)(
    lambda: [(np.ones((2, 2)), np.zeros(2)), (np.ones((2, 1)), np.zeros(1))]
)
ex.wrong(slip="wrong-shape", points=0)(
    lambda: [(np.ones((1, 2)), np.zeros(2)), (np.ones((3, 1)), np.zeros(1))]
)
ex.wrong(slip="wrong-type", points=0)(lambda: np.zeros(3))
ex.wrong(slip="wrong-type", points=0)(lambda: [np.ones((1, 2)), np.ones((2, 1))])


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same(
    "tent, joints = (np.array([[2.0], [-4.0]]), np.array([0.0, -0.5]))",
    "tent, joints = ([[2.0], [-4.0]], np.array([0.0, -0.5]))",
)
ex.same(
    "tent, joints = (np.array([[2.0], [-4.0]]), np.array([0.0, -0.5]))",
    "tent, joints = (np.array([[2.0], [-4.0]]), [0.0, -0.5])",
)
ex.same(
    "tent, joints = (np.array([[2.0], [-4.0]]), np.array([0.0, -0.5]))",
    "tent, joints = (np.array([[2.0], [-4.0]]), np.array([0.0, -0.25]))",
)
ex.same(
    "tent, joints = (np.array([[2.0], [-4.0]]), np.array([0.0, -0.5]))",
    "tent, joints = (np.array([[2.0], [-5.0]]), np.array([0.0, -0.5]))",
)
ex.same(
    "tent, joints = (np.array([[2.0], [-4.0]]), np.array([0.0, -0.5]))",
    "tent, joints = (np.array([[2.0], [-8.0]]), np.array([0.0, -0.5]))",
)
ex.same(
    "return [(np.ones((1, 2)), joints), *chain, (tent, np.zeros(1))]",
    "return [(np.ones((1, 2)), joints), *chain, (tent, np.ones(1))]",
)
