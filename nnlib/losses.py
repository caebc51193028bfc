"""Losses: what each example costs, and under it the gradient of the batch's mean. The 1/n stands once, in `_grad`.

A kernel `loss(out, y, each)` writes the loss of each example, `loss_grad(out, y, dout)` the gradient of their mean.
Inside, all are matrices of one dtype, and labels are a column. Outside, a loss is a number, the mean over the batch,
and a gradient a new array in the shape and dtype of the first argument.
All raise TypeError for what is no number, ValueError for shapes that do not meet and for a batch without a row.
"""

from __future__ import annotations

from math import exp, log, log1p

import numpy as np

from nnlib.core.faces import (
    alike,
    distributions,
    grad_of,
    labelled,
    loss_of,
    one_output,
    shares,
    targets,
)
from nnlib.core.kernel import kernel, public
from nnlib.core.types import Array, ArrayLike, Number

# --- Regression: means over all n k elements -----------------------------------------------------


@public(loss_of(alike))
def mse(P: ArrayLike, T: ArrayLike, each) -> float:
    """The mean squared error, J = mean((P - T)^2) over all elements.

    P (n, k) predictions, T (n, k) targets, or both (n,). Law: P - T doubled gives 4 J. It is what maximum likelihood
    asks for under Gaussian noise. Raises ValueError where the shapes differ, also (n,) against (n, 1), and for n = 0.
    Raises TypeError for what is no number.
    >>> mse([[1, 2], [3, 4]], [[1, 2], [3, 6]])
    1.0
    """
    for i in range(P.shape[0]):
        total = 0.0
        for j in range(P.shape[1]):
            total += (P[i, j] - T[i, j]) ** 2
        each[i] = total / P.shape[1]


@public(grad_of(alike))
def mse_grad(P: ArrayLike, T: ArrayLike, dP) -> Array:
    """The gradient of `mse` at P, dP = 2 (P - T) / (n k). Shapes and errors as there.

    >>> mse_grad([1, 2], [1, 4])
    array([ 0., -2.])
    """
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            dP[i, j] = 2 * (P[i, j] - T[i, j]) / P.size


@public(loss_of(alike))
def mae(P: ArrayLike, T: ArrayLike, each) -> float:
    """The mean absolute error, J = mean(|P - T|) over all elements. Shapes and errors as for `mse`.

    An outlier pulls no harder than any other example. It belongs to Laplacian noise.
    >>> mae([1, 2, 3], [1, 2, 9])
    2.0
    """
    for i in range(P.shape[0]):
        total = 0.0
        for j in range(P.shape[1]):
            total += abs(P[i, j] - T[i, j])
        each[i] = total / P.shape[1]


@public(grad_of(alike))
def mae_grad(P: ArrayLike, T: ArrayLike, dP) -> Array:
    """The gradient of `mae` at P, dP = sign(P - T) / (n k). At the kink P = T the book takes 0.

    Shapes and errors as there.
    >>> mae_grad([1, 2], [1, 4])
    array([ 0. , -0.5])
    """
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            e = P[i, j] - T[i, j]
            dP[i, j] = (1 if e > 0 else -1 if e < 0 else e) / P.size  # else: 0, or NaN


@public(loss_of(alike))
def huber(P: ArrayLike, T: ArrayLike, delta: Number, each) -> float:
    """Huber's loss, the mean of e^2 / 2 where |e| <= delta, else of delta (|e| - delta / 2), with e = P - T.

    A parabola that goes on as a line: value and slope meet at |e| = delta. Mean over all elements, delta > 0;
    shapes and errors as for `mse`. Source: Huber (1964), Robust estimation of a location parameter.
    >>> huber([1, 9], [2, 5], 1.5)
    2.6875
    """
    for i in range(P.shape[0]):
        total = 0.0
        for j in range(P.shape[1]):
            e = abs(P[i, j] - T[i, j])
            total += delta * (e - delta / 2) if e > delta else e * e / 2
        each[i] = total / P.shape[1]


@public(grad_of(alike))
def huber_grad(P: ArrayLike, T: ArrayLike, delta: Number, dP) -> Array:
    """The gradient of `huber` at P, dP = clip(P - T, -delta, delta) / (n k). Shapes and errors as there.

    >>> huber_grad([1, 9], [2, 5], 1.5)
    array([-0.5 ,  0.75])
    """
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            e = P[i, j] - T[i, j]
            dP[i, j] = (delta if e > delta else -delta if e < -delta else e) / P.size


# --- Probabilities -------------------------------------------------------------------------------


@kernel
def _times(weight, value):
    """weight * value, where a weight of 0 wins over inf: 0 log 0 = 0, the limit of x log x. NaN stays."""
    return weight * value if weight != 0 or value != value else 0.0


@kernel
def _log(p):
    """The natural logarithm, log 0 = -inf."""
    return log(p) if p > 0 else -np.inf if p == 0 else p  # else: NaN


@public(loss_of(distributions))
def cross_entropy(p: ArrayLike, q: ArrayLike, each) -> float:
    """The cross entropy of q as seen from p, H(p, q) = -sum_j p_j log q_j, in nats: p is the truth, q the model.

    p (k,), q (k,), or (n, k) for the mean over rows; both sum to 1. 0 log 0 = 0. Laws: H(p, p) is the entropy of p,
    and H(p, q) >= H(p, p). Raises ValueError where the shapes differ or one is no distribution. Raises TypeError for
    what is no number.
    >>> round(cross_entropy([0.5, 0.5], [0.25, 0.75]), 4)
    0.837
    """
    for i in range(p.shape[0]):
        total = 0.0
        for j in range(p.shape[1]):
            total -= _times(p[i, j], _log(q[i, j]))
        each[i] = total


@public(loss_of(shares))
def categorical_cross_entropy(P: ArrayLike, Y: ArrayLike, each) -> float:
    """The cross entropy of probabilities P against rows Y, J = -mean_i sum_j Y_ij log P_ij.

    P (n, k), Y (n, k), mostly one-hot, from 0 to 1. A zero probability for what is there costs inf. It is
    `cross_entropy(Y, P)` in the order of a loss; from logits, `softmax_cross_entropy` is the better way. Raises
    TypeError for what is no number, ValueError for other shapes, n = 0, numbers outside 0 to 1.
    >>> round(categorical_cross_entropy([[0.5, 0.5], [0.25, 0.75]], [[1, 0], [0, 1]]), 4)
    0.4904
    """
    for i in range(P.shape[0]):
        total = 0.0
        for j in range(P.shape[1]):
            total -= _times(Y[i, j], _log(P[i, j]))
        each[i] = total


@public(grad_of(shares))
def categorical_cross_entropy_grad(P: ArrayLike, Y: ArrayLike, dP) -> Array:
    """The gradient of `categorical_cross_entropy` at P, dP = -Y / (n P), and 0 where Y = 0. Shapes and errors as there.

    >>> categorical_cross_entropy_grad([[0.5, 0.5], [0.25, 0.75]], [[1, 0], [0, 1]]).round(3)
    array([[-1.   , -0.   ],
           [-0.   , -0.667]])
    """
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            dP[i, j] = -_times(Y[i, j], 1 / P[i, j]) / P.shape[0]


@public(loss_of(one_output))
def binary_cross_entropy(p: ArrayLike, y: ArrayLike, each) -> float:
    """The binary cross entropy of probabilities, J = -mean(y log p + (1 - y) log(1 - p)).

    p (n,) or (n, 1) from 0 to 1, y likewise, 0 or 1 (or between). 0 log 0 = 0: a sure and right p costs 0, a sure and
    wrong one inf. Law: p and y turned into 1 - p and 1 - y cost the same. Raises ValueError outside 0 to 1, or where
    the shapes differ. From logits, use `bce_with_logits`.
    >>> round(binary_cross_entropy([0.9, 0.5], [1, 0]), 4)
    0.3993
    """
    for i in range(p.shape[0]):
        total = 0.0
        for j in range(p.shape[1]):
            total -= _times(y[i, j], _log(p[i, j])) + _times(1 - y[i, j], _log(1 - p[i, j]))
        each[i] = total / p.shape[1]


@public(grad_of(one_output))
def binary_cross_entropy_grad(p: ArrayLike, y: ArrayLike, dp) -> Array:
    """The gradient of `binary_cross_entropy` at p, dp = (-y / p + (1 - y) / (1 - p)) / n. Shapes and errors as there.

    >>> binary_cross_entropy_grad([0.8, 0.5], [1, 0])
    array([-0.625,  1.   ])
    """
    for i in range(p.shape[0]):
        for j in range(p.shape[1]):
            slope = _times(1 - y[i, j], 1 / (1 - p[i, j])) - _times(y[i, j], 1 / p[i, j])
            dp[i, j] = slope / p.size


# --- Logits --------------------------------------------------------------------------------------


@kernel
def _bce(z, y):
    """-y log sigmoid(z) - (1 - y) log sigmoid(-z): e is only raised to a negative power, and nothing cancels."""
    return log1p(exp(-abs(z))) + (_times(1 - y, z) if z > 0 else _times(y, -z))


@kernel
def _bce_slope(z, y):
    """sigmoid(z) - y."""
    e = exp(-abs(z))
    return (e if z < 0 else 1) / (1 + e) - y


@public(loss_of(one_output))
def bce_with_logits(z: ArrayLike, y: ArrayLike, each) -> float:
    """The binary cross entropy of sigmoid(z), J = mean(log(1 + e^z) - y z), computed without overflow.

    z (n,) or (n, 1) logits, y likewise, 0 or 1 (or between). Laws: z = 0 costs log 2; z and y turned into -z and 1 - y
    cost the same. z = 1000 costs 0 where y = 1 and 1000 where y = 0. Errors as for `binary_cross_entropy`.
    >>> round(bce_with_logits([0, 2], [1, 0]), 4)
    1.41
    """
    for i in range(z.shape[0]):
        total = 0.0
        for j in range(z.shape[1]):
            total += _bce(z[i, j], y[i, j])
        each[i] = total / z.shape[1]


@public(grad_of(one_output))
def bce_with_logits_grad(z: ArrayLike, y: ArrayLike, dz) -> Array:
    """The gradient of `bce_with_logits` at z, dz = (sigmoid(z) - y) / n: the sigmoid's own derivative has cancelled.

    Shapes and errors as there.
    >>> bce_with_logits_grad([0, 1000], [1, 1])
    array([-0.25,  0.  ])
    """
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            dz[i, j] = _bce_slope(z[i, j], y[i, j]) / z.size


@public(loss_of(targets))
def multilabel_bce(Z: ArrayLike, Y: ArrayLike, each) -> float:
    """Labels that do not exclude each other, J = mean_i sum_j bce(Z_ij, Y_ij): summed over labels, mean over examples.

    Z (n, k) logits, Y (n, k) 0 or 1. Law: it is the sum of `bce_with_logits` over the columns, which know nothing of
    each other. Raises ValueError where the shapes differ or Y leaves 0 to 1.
    >>> round(multilabel_bce([[0, 2], [0, -2]], [[1, 0], [0, 1]]), 4)
    2.8201
    """
    for i in range(Z.shape[0]):
        total = 0.0
        for j in range(Z.shape[1]):
            total += _bce(Z[i, j], Y[i, j])
        each[i] = total


@public(grad_of(targets))
def multilabel_bce_grad(Z: ArrayLike, Y: ArrayLike, dZ) -> Array:
    """The gradient of `multilabel_bce` at Z, dZ = (sigmoid(Z) - Y) / n, with n the number of examples.

    Shapes and errors as there.
    >>> multilabel_bce_grad([[0, 1000], [0, -1000]], [[1, 1], [0, 1]])
    array([[-0.25,  0.  ],
           [ 0.25, -0.5 ]])
    """
    for i in range(Z.shape[0]):
        for j in range(Z.shape[1]):
            dZ[i, j] = _bce_slope(Z[i, j], Y[i, j]) / Z.shape[0]


@kernel
def _log_sum_exp(row):
    """log(sum_j e^row_j), with the largest entry taken off first so that no power overflows."""
    top = row[0]
    for j in range(row.shape[0]):
        top = row[j] if row[j] > top else top
    total = 0.0
    for j in range(row.shape[0]):
        total += exp(row[j] - top)
    return float(top) + log(total)  # also where Python would keep to float32


@public(loss_of(labelled))
def softmax_cross_entropy(Z: ArrayLike, y: ArrayLike, each) -> float:
    """The cross entropy of softmax(Z) against labels, J = mean_i(log sum_j e^Z_ij - Z_i,y_i).

    Z (n, n_classes) are logits, y (n,) labels from 0. Law: with all logits equal, J = log(n_classes).
    Works from the logits, so ±1000 is no problem. Raises ValueError for labels out of range, wrong shapes, n = 0.
    Raises TypeError for labels that are no whole numbers.
    >>> round(softmax_cross_entropy([[0, 0], [1000, 0]], [1, 0]), 4)
    0.3466
    """
    for i in range(Z.shape[0]):
        each[i] = _log_sum_exp(Z[i]) - float(Z[i, int(y[i, 0])])


@public(grad_of(labelled))
def softmax_cross_entropy_grad(Z: ArrayLike, y: ArrayLike, dZ) -> Array:
    """The gradient of `softmax_cross_entropy` at the logits, dZ = (softmax(Z) - onehot(y)) / n.

    The softmax's own derivative has cancelled. Law: each row of dZ sums to 0. Shapes and errors as there.
    >>> softmax_cross_entropy_grad([[0, 0], [1000, 0]], [1, 0])
    array([[ 0.25, -0.25],
           [ 0.  ,  0.  ]])
    """
    for i in range(Z.shape[0]):
        level = _log_sum_exp(Z[i])
        for j in range(Z.shape[1]):
            dZ[i, j] = exp(Z[i, j] - level)
    minus_targets(dZ, y, dZ)


# --- The short way from the output, for the training loop ----------------------------------------


@kernel
def minus_targets(P, y, dZ):
    """dZ = (P - onehot(y)) / n: what is left of the gradient once the softmax P of the logits is known."""
    n = P.shape[0]
    for i in range(n):
        for j in range(P.shape[1]):
            dZ[i, j] = P[i, j] / n
        dZ[i, int(y[i, 0])] -= 1 / n


@kernel
def minus_values(P, Y, dZ):
    """dZ = (P - Y) / n: what is left of a gradient once the sigmoid P of the logits is known.

    It belongs to `multilabel_bce`, to `bce_with_logits` with its one output, and, where P is the softmax and each row
    of Y sums to 1, to `categorical_cross_entropy`.
    """
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            dZ[i, j] = (P[i, j] - Y[i, j]) / P.shape[0]
