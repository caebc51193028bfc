"""tlu_predict(X, w, b): what a threshold unit answers to each row."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.ch01._answers import H
from nnlib.grading.exercises.ch01._shared import fires, total
from nnlib.grading.exercises.draw import CORNERS

ex = exercise("tlu_predict", "X, w, b -> y")


def predicted(X, w, b, about=""):
    rows = np.array([fires(total(x, w, b)) for x in X])
    return case(about, X=X, w=w, b=b, y=rows, scale=1.0)


def decided(rng, n, d, bias):
    """Rows of which both answers occur, none closer than 0.05 to the boundary, and b matters for some."""
    while True:
        X, w = rng.normal(size=(n, d)), rng.normal(size=d)
        sums = np.array([total(x, w, bias) for x in X])
        without = np.array([total(x, w, 0.0) for x in X])
        against = without - bias
        lines = [
            sums > 0,
            without > 0,
            against > 0,
            sums > 0.5,
        ]  # with b, without it, with b as the threshold, and with a threshold of one half
        clear = min(np.abs(v).min() for v in (sums, without, against)) > 0.05
        differ = all(np.any(lines[i] != lines[j]) for i, j in ((0, 1), (0, 2), (1, 2), (0, 3)))
        if clear and differ and 0 < np.sum(lines[0]) < n:
            return X, w


@ex.part(points=2)
def value(rng):
    found = []
    for bias in (0.8, -0.8):
        X, w = decided(rng, 8, 3, bias)
        found.append(predicted(X, w, bias, f"b = {bias:g}"))
    return [predicted(CORNERS, np.array([1.0, 1.0]), -1.5, tr("the gate AND")), *found]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    on_the_line = predicted(CORNERS, np.array([1.0, 1.0]), -1.0, tr("points exactly on the line"))
    X, w = decided(rng, 6, 1, 0.5)
    return [
        on_the_line,
        predicted(X, w, 0.5, tr("one input")),
        predicted(np.ones((1, 2)), np.ones(2), 0.0, tr("one row")),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def bias_forgotten(X, w, b):
    """Your unit has no bias: its line always goes through the origin. b belongs into the sum."""
    return np.where(X @ w >= 0, 1.0, 0.0)


@ex.slip
def bias_as_threshold(X, w, b):
    """You compare the sum with b. The bias is added to the sum, and then the sum is compared with 0."""
    return np.where(X @ w >= b, 1.0, 0.0)


@ex.slip
def strict_threshold(X, w, b):
    """A point exactly on the line makes your unit silent. In this book it fires there: H(0) = 1."""
    return np.where(X @ w + b > 0, 1.0, 0.0)


@ex.slip
def score_for_answer(X, w, b):
    """You return the sums themselves. The unit answers with 1 or 0: let the step decide."""
    return X @ w + b


@ex.slip
def turned_round(X, w, b):
    """Every answer of yours is the opposite. On which side of the line does the unit fire?"""
    return np.where(X @ w + b >= 0, 0.0, 1.0)


@ex.slip
def sign_for_step(X, w, b):
    """You answer -1 where the unit is silent. That is the sign; this book's unit answers 0 there."""
    return np.where(X @ w + b >= 0, 1.0, -1.0)


@ex.slip(like=sign_for_step)
def sign_with_zero(X, w, b):
    return np.sign(X @ w + b)


@ex.slip(like=sign_for_step)
def sign_strict(X, w, b):
    return np.where(X @ w + b > 0, 1.0, -1.0)


@ex.slip
def half_on_the_line(X, w, b):
    """A point exactly on the line gets one half from you. In this book the unit fires there: H(0) = 1."""
    return np.heaviside(X @ w + b, 0.5)


@ex.slip
def relu_for_step(X, w, b):
    """You keep the sums where they are positive. The unit answers with 1 or 0: let the step decide."""
    return np.maximum(X @ w + b, 0)


@ex.slip
def sigmoid_for_step(X, w, b):
    """You answer with a curve between 0 and 1. A threshold unit knows 1 and 0 only: let the step decide."""
    return 1 / (1 + np.exp(-(X @ w + b)))


@ex.slip
def bias_of_one(X, w, b):
    """You compare the sum with 1, or with one half. The bias is the threshold here: add it, and compare with 0."""
    return np.where(X @ w + b >= 1, 1.0, 0.0)


@ex.slip(like=bias_of_one)
def bias_of_one_half(X, w, b):
    return np.where(X @ w + b >= 0.5, 1.0, 0.0)


@ex.slip
def first_row_for_all(X, w, b):
    """Every row gets the same answer from you. Each row has a sum of its own: does your loop fill its own entry?"""
    return np.full(len(X), 1.0 if X[0] @ w + b >= 0 else 0.0)


@ex.slip(like=first_row_for_all)
def last_row_for_all(X, w, b):
    return np.full(len(X), 1.0 if X[-1] @ w + b >= 0 else 0.0)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def tlu_loops(X, w, b):
    y = np.zeros(len(X))
    for i in range(len(X)):
        z = b
        for j in range(len(w)):
            z = z + X[i, j] * w[j]
        if z >= 0:
            y[i] = 1.0
    return y


ex.right(lambda X, w, b: (X @ w + b >= 0).astype(np.float32))


ex.right(lambda X, w, b: np.heaviside(np.einsum("ij,j->i", X, w) + b, 1.0))
ex.right(lambda X, w, b: np.array([float(sum(x * w) >= -b) for x in X]))
ex.right(lambda X, w, b: 1.0 - (X.dot(w) < -b))


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="bias-forgotten", points=0)(lambda X, w, b: H(X @ w))
ex.wrong(slip="bias-as-threshold", points=0)(lambda X, w, b: H(X @ w - b))
ex.wrong(slip="strict-threshold", points=2)(lambda X, w, b: np.where(X @ w + b > 0, 1.0, 0.0))


@ex.wrong(slip="broadcast-up", points=0)
def tlu_column(X, w, b):
    return H(X @ w.reshape(-1, 1) + b)


ex.wrong(slip="score-for-answer", points=0)(lambda X, w, b: X @ w + b)
ex.wrong(slip="wrong-type", points=0)(lambda X, w, b: X @ w + b >= 0)


ex.wrong(slip="sign-for-step", points=0)(lambda X, w, b: 2 * H(X @ w + b) - 1)
ex.wrong(slip="half-on-the-line", points=2)(lambda X, w, b: (np.sign(X @ w + b) + 1) / 2)
ex.wrong(slip="turned-round", points=0)(lambda X, w, b: H(-(X @ w + b)))
ex.wrong(slip="sigmoid-for-step", points=0)(lambda X, w, b: 0.5 + 0.5 * np.tanh((X @ w + b) / 2))
ex.wrong(slip="bias-of-one", points=0)(
    lambda X, w, b: np.array([1.0 if x @ w + b >= 0.5 else 0 for x in X])
)


@ex.wrong(slip="first-row-for-all", points=0)
def tlu_refilled(X, w, b):
    for x in X:
        y = np.full(len(X), 1.0 if x @ w + b >= 0 else 0.0)
    return y


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("return np.where(X @ w + b >= 0, 1.0, 0.0)", "return np.where(1.0, X @ w + b >= 0, 0.0)")
