"""read_layer(layer, n_in): the weights and biases of a layer that answers, but does not let itself be looked into."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, exercise
from nnlib.grading.exercises.draw import short

ex = exercise("read_layer", "layer, n_in -> W, b")


@dataclass
class Box:
    """A layer X W + b that counts how often it is asked."""

    W: np.ndarray
    b: np.ndarray
    asked: int = 0

    def layer(self, X):
        self.asked += 1
        X = np.asarray(X, dtype=np.float64)
        if X.ndim != 2 or X.shape[1] != len(self.W):
            raise ValueError(
                tr(
                    "layer takes a table with {n} columns, one row for each example; given: shape {shape}",
                    n=len(self.W),
                    shape=X.shape,
                )
            )
        return X @ self.W + self.b


def ask(W, b, function, given):
    box = Box(W, b)
    return function(box.layer, given["n_in"]), box


def read(most, answered):
    """W and b by name; where a layer may be asked `most` times only, it was not asked more often."""
    result, box = answered
    if result is None:
        raise Misfit(
            "returns-none", tr("Your function returned None. Is there a return at its end?")
        )
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Misfit("wrong-type", tr("read_layer should return two things: W and b."))
    if most and box.asked > most:
        raise Misfit(
            "asked-too-often",
            tr(
                "You ask the layer {n} times, and here it answers once. One call takes a table with as "
                "many rows as you like: which rows do you need?",
                n=box.asked,
            ),
        )
    return {"W": result[0], "b": result[1]}


def closed(W, b, about="", most=0):
    box = Box(W, b)
    arguments = {"layer": box.layer, "n_in": len(W)}
    return Case(
        arguments, {"W": W, "b": b}, about, run=partial(ask, W, b), read=partial(read, most)
    )


def drawn(rng, n_in, n_out, about="", most=0):
    """Weights and biases, none of them near 0, no two alike."""
    W, b = (short(rng.normal(0, 1, shape)) for shape in ((n_in, n_out), (n_out,)))
    W, b = W + np.where(W < 0, -1, 1), b + np.where(b < 0, -1, 1)
    return closed(W, b, about, most)


@ex.part(points=1)
def value(rng):
    by_hand = closed(np.array([[2.0]]), np.array([5.0]), tr("the example by hand"))
    return [by_hand, drawn(rng, 3, 2), drawn(rng, 2, 2)]


@ex.part(points=1, hidden=True)
def once(rng):
    about = tr("a layer that answers once")
    return [drawn(rng, *shape, about, 1) for shape in ((3, 2), (1, 4), (4, 1), (5, 5))]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def bias_in_the_weights(layer, n_in):
    """Your W still has the bias in it. For a row of zeros the layer gives b, and for every other row b is added, too:
    take it away.
    """
    return layer(np.eye(n_in)), layer(np.zeros((1, n_in)))[0]


@ex.slip
def bias_missed(layer, n_in):
    """Your b is 0. What does the layer give for a row of zeros?"""
    Z = layer(np.vstack([np.zeros(n_in), np.eye(n_in)]))
    return Z[1:] - Z[0], np.zeros(Z.shape[1])


@ex.slip
def bias_added(layer, n_in):
    """You add the bias once more where it should be taken away: the layer has added it already."""
    Z = layer(np.vstack([np.zeros(n_in), np.eye(n_in)]))
    return Z[1:] + Z[0], Z[0]


@ex.slip
def turned_round(layer, n_in):
    """Your weights have the wrong sign. The layer gives b for a row of zeros, and b plus a row of W for a unit row."""
    Z = layer(np.vstack([np.zeros(n_in), np.eye(n_in)]))
    return Z[0] - Z[1:], Z[0]


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def all_in_one_table(layer, n_in):
    Z = layer(np.vstack([np.eye(n_in), np.zeros(n_in)]))
    return Z[:-1] - Z[-1], Z[-1]


@ex.right
def from_random_rows(layer, n_in):
    """Equations for the unknowns: n_in + 1 rows that lean on no pattern."""
    X = np.random.default_rng(0).normal(size=(n_in + 5, n_in))
    found = np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), layer(X), rcond=None)[0]
    return found[:-1], found[-1]


@ex.right
def entry_by_entry(layer, n_in):
    rows = [[0.0] * n_in] + [[2.0 if i == j else 0.0 for j in range(n_in)] for i in range(n_in)]
    Z = layer(rows)
    W = np.zeros((n_in, Z.shape[1]))
    for i in range(n_in):
        for j in range(Z.shape[1]):
            W[i, j] = (Z[i + 1, j] - Z[0, j]) / 2
    return [W, Z[0]]


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip="asked-too-often", points=1)
def asked_twice(layer, n_in):
    b = layer(np.zeros((1, n_in)))[0]
    return layer(np.eye(n_in)) - b, b


@ex.wrong(slip="asked-too-often", points=1)
def asked_row_by_row(layer, n_in):
    b = layer(np.zeros((1, n_in)))[0]
    return np.array([layer([row])[0] - b for row in np.eye(n_in)]), b


@ex.wrong(slip="bias-in-the-weights", points=0)
def weights_with_bias(layer, n_in):
    Z = layer(np.vstack([np.eye(n_in), np.zeros(n_in)]))
    return Z[:-1], Z[-1]


ex.wrong(slip="wrong-type", points=0)(lambda layer, n_in: layer(np.eye(n_in)))
ex.wrong(slip="returns-none", points=0)(lambda layer, n_in: None)


@ex.wrong(slip="bias-missed", points=0)
def no_bias(layer, n_in):
    Z = layer(np.vstack([np.zeros(n_in), np.eye(n_in)]))
    return Z[1:] - Z[0], 0 * Z[0]


@ex.wrong(slip="error", points=0)
def a_row_for_a_table(layer, n_in):
    return layer(np.zeros(n_in)), layer(np.zeros(n_in))
