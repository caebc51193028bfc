"""One neuron learns: its cost, the slopes of the cost, and the walk downhill; and which head fits which question.

A neuron is a weighted sum with an activation; its activation and loss are those of `activations` and `losses`.
J is the mean over the examples. All raise TypeError for what is no number, ValueError for shapes that do not meet.
"""

from __future__ import annotations

import numpy as np

from nnlib.core.arguments import (
    all_finite,
    as_floats,
    meet,
    not_empty,
    one_of,
    positive_int,
    positive_number,
)
from nnlib.core.types import Array, ArrayLike, Number, Real
from nnlib.core.words import tr
from nnlib.layers import affine_backward, affine_forward
from nnlib.losses import (
    bce_with_logits,
    bce_with_logits_grad,
    mse,
    mse_grad,
    multilabel_bce,
    multilabel_bce_grad,
)
from nnlib.optimizers import gd_step

HEADS = {
    "cat or lion": (1, "sigmoid", "bce_with_logits"),
    "cat, lion, both or none": (2, "sigmoid", "multilabel_bce"),
    "one animal or none": (4, "softmax", "softmax_cross_entropy"),
    "change of a price": (1, "identity", "mse"),
    "age with typing errors": (1, "softplus", "huber"),
    "share between 0 and 1": (1, "sigmoid", "bce_with_logits"),
}


def linear_neuron_grads(
    x: ArrayLike, y: ArrayLike, w: Number, b: Number
) -> tuple[float, Real, Real]:
    """The cost of a line and its slopes, J = mean((w x + b - y)^2), dJ/dw and dJ/db, as (J, dw, db).

    x (n,) inputs, y (n,) targets, the numbers w and b. Law: both slopes are 0 at the least-squares line.
    Raises TypeError for what is no number, ValueError where the shapes do not meet, and for n = 0.
    >>> [float(x) for x in linear_neuron_grads([1, 2], [3, 5], 1, 0)]
    [6.5, -8.0, -5.0]
    """
    x, y, w, b = meet("linear_neuron_grads", "x n, y n, w, b", x, y, w, b)
    not_empty("x", x)
    p = w * x + b
    dp = mse_grad(p, y)
    return mse(p, y), dp @ x, dp.sum()


def one_step_rate(x: ArrayLike) -> float:
    """The learning rate with which one step leads the line w x to its bottom, 1 / (2 mean(x^2)).

    J(w) = mean((w x - y)^2) has the slope c (w - w*), with c = 2 mean(x^2) and its bottom at w*. A step multiplies
    the distance w - w* by 1 - lr c, which is 0 for lr = 1 / c, wherever w stands and whatever y is. x (n,).
    Law: with all inputs twice as large it is a quarter; with twice this rate the walk swings for ever.
    Raises TypeError for what is no number, ValueError for NaN and inf, n = 0, and where all of x is 0.
    >>> round(one_step_rate([1, 3]), 4)
    0.1
    """
    x = as_floats("x", x, 1)
    not_empty("x", x)
    all_finite("x", x)
    square = float(np.mean(np.square(x, dtype=np.float64)))
    if square == 0:
        raise ValueError(tr("all of x is 0; then no weight changes the cost, and no step is right"))
    return 0.5 / square


def lucky_start(x: ArrayLike, y: ArrayLike, lr: Number) -> tuple[float, float]:
    """A start (w, b) of a line, 3 from the bottom of its cost, from which the walk comes down though lr is too large.

    J(w, b) = mean((w x + b - y)^2) is a bowl with two main directions, the eigenvectors of [[mean(x^2), mean(x)],
    [mean(x), 1]]. In each, a step multiplies the distance from the bottom by 1 - 2 lr times the eigenvalue. Above
    lr = 1 / (the larger one), the walk runs away from any start but those in the flat direction. x (n,), y (n,).
    Raises TypeError for what is no number, ValueError for NaN and inf, shapes that do not meet, x of one value alone
    (a valley without a lowest point), and lr too large for the flat direction as well.
    >>> w, b = lucky_start([-2, 2], [-1, 3], 0.3)  # the bottom is (1, 1); the limit is 0.25
    >>> round(w, 6), round(abs(b - 1), 6)
    (1.0, 3.0)
    """
    x, y = meet("lucky_start", "x n, y n", x, y)
    all_finite("x", x)
    all_finite("y", y)
    not_empty("x", x)
    x, y, lr = np.float64(x), np.float64(y), positive_number("lr", lr)
    values, directions = np.linalg.eigh([[np.mean(x * x), np.mean(x)], [np.mean(x), 1.0]])
    if not 1e-12 * values[1] < values[0] < 1 / lr:
        raise ValueError(tr("from no start does this walk come down to a single lowest point"))
    bottom = np.linalg.lstsq(np.column_stack([x, np.ones_like(x)]), y)[0]
    w, b = bottom + 3 * directions[:, 0]
    return float(w), float(b)


def logistic_loss_and_grads(
    X: ArrayLike, y: ArrayLike, w: ArrayLike, b: Number
) -> tuple[float, Array, Real]:
    """The cost of a logistic neuron, J = mean binary cross entropy of sigmoid(X w + b) and y, as (J, dw, db).

    X (n, d), y (n,) of 0 and 1, w (d,), the number b. With p = sigmoid(X w + b): dw = X^T (p - y) / n (d,) and
    db = mean(p - y).
    Works from the logits, so ±1000 is no problem. Law: J = ln 2 where w = 0 and b = 0; J is convex in (w, b).
    Raises TypeError for what is no number, ValueError where the shapes do not meet, and for n = 0.
    >>> J, dw, db = logistic_loss_and_grads([[1, 0], [0, 2]], [1, 0], [0, 0], 0)
    >>> round(J, 4), dw, float(db)
    (0.6931, array([-0.25,  0.5 ]), 0.0)
    """
    X, y, w, b = meet("logistic_loss_and_grads", "X n d, y n, w d, b", X, y, w, b)
    not_empty("X", X)
    z = X @ w + b
    dz = bce_with_logits_grad(z, y)
    return bce_with_logits(z, y), dz @ X, dz.sum()


def fit_logistic(
    X: ArrayLike, y: ArrayLike, lr: Number, steps: int
) -> tuple[Array, Real, list[float]]:
    """Logistic regression by gradient descent from w = 0, b = 0: `steps` times w - lr dJ/dw, b - lr dJ/db.

    X (n, d), y (n,) of 0 and 1, lr > 0. Returns (w, b, history); history[i] is J before step i, so the first entry is
    ln 2 and there are `steps` entries. Both slopes of a step belong to the same w and b.
    Law: J falls at every step where lr < 8 n / L, with L the largest eigenvalue of X^T X (X with a column of ones).
    Raises TypeError for what is no number, ValueError for NaN and inf in X, n = 0, lr, steps, other shapes.
    >>> w, b, history = fit_logistic([[-1], [1]], [0, 1], 1, 3)
    >>> [round(J, 3) for J in history]
    [0.693, 0.474, 0.348]
    """
    X, y = meet("fit_logistic", "X n d, y n", X, y)
    all_finite("X", X)
    lr = positive_number("lr", lr)
    w, b, history = np.zeros(X.shape[1], X.dtype), X.dtype.type(0), []
    for _ in range(positive_int("steps", steps)):
        J, dw, db = logistic_loss_and_grads(X, y, w, b)
        history.append(J)
        w, b = gd_step(w, dw, lr), gd_step(b, db, lr)[()]
    return w, b, history


def multi_neuron_grads(
    X: ArrayLike, Y: ArrayLike, W: ArrayLike, b: ArrayLike
) -> tuple[float, Array, Array]:
    """The cost of k logistic neurons that answer k questions, J = mean_i sum_j bce(sigmoid(X W + b)_ij, Y_ij).

    X (n, d), Y (n, k) of 0 and 1, W (d, k), b (k,). Returns (J, dW, db).
    Law: column j of dW depends on column j of Y and W alone: three neurons learn with no knowledge of each other.
    Raises TypeError for what is no number, ValueError where the shapes do not meet, and for n = 0.
    >>> J, dW, db = multi_neuron_grads([[1], [2]], [[1, 0], [0, 0]], [[0, 0]], [0, 0])
    >>> round(J, 4), dW
    (1.3863, array([[0.25, 0.75]]))
    """
    X, Y, W, b = meet("multi_neuron_grads", "X n d, Y n k, W d k, b k", X, Y, W, b)
    not_empty("X", X)
    Z = affine_forward(X, W, b)
    _, dW, db = affine_backward(multilabel_bce_grad(Z, Y), X, W)
    return multilabel_bce(Z, Y), dW, db


def choose_head(task: str) -> tuple[int, str, str]:
    """The head of a network for a task: (number of outputs, activation of the outputs, loss), by name.

    | task | outputs | activation | loss |
    |---|---|---|---|
    | "cat or lion" (exactly one of the two) | 1 | sigmoid | bce_with_logits |
    | "cat, lion, both or none" | 2 | sigmoid | multilabel_bce |
    | "one animal or none" (cat, lion, iguana, or no animal) | 4 | softmax | softmax_cross_entropy |
    | "change of a price" (up or down) | 1 | identity | mse |
    | "age with typing errors" (some targets far off) | 1 | softplus | huber |
    | "share between 0 and 1" | 1 | sigmoid | bce_with_logits |

    The cross entropies take the logits; the activation reads the output as a probability. One of two classes needs one
    probability, one of four (none is a class) shares a softmax, and two questions of their own have a sigmoid each.
    An age is positive, as softplus is; a price may fall.
    Raises TypeError for what is no text, ValueError for other tasks.
    >>> choose_head("cat or lion")
    (1, 'sigmoid', 'bce_with_logits')
    """
    return HEADS[
        one_of("task", task, HEADS, tr("one of {listed}", listed=", ".join(map(repr, HEADS))))
    ]
