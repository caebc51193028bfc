"""Losses for targets of a special kind: relative errors, counts, distributions, directions.

Each has its gradient under it, in the form of losses.py: `loss(out, y, each)` writes the loss of each example,
`loss_grad(out, y, dout)` the gradient of their mean. The numbers are Keras's, also near 0, where SMALL stands in.
"""

from __future__ import annotations

from math import exp, log, log1p, sqrt, tanh

import numpy as np

from nnlib.core.faces import alike, grad_of, loss_of
from nnlib.core.kernel import kernel, public
from nnlib.core.types import Array, ArrayLike

SMALL = 1e-7  # what stands for a number that is nearer to 0, where one would divide by it or take its logarithm


@kernel
def _held(x):
    """x, or SMALL where x is less. NaN stays."""
    return SMALL if x < SMALL else x


# --- Relative and logarithmic errors: means over all n k elements --------------------------------


@public(loss_of(alike))
def mape(P: ArrayLike, T: ArrayLike, each) -> float:
    """The mean absolute percentage error, J = 100 mean(|P - T| / |T|) over all elements.

    P (n, k) predictions, T (n, k) targets, or both (n,); |T| counts as 1e-7 at least. Law: P and T both doubled give
    the same J. Too high can cost any number of percent, too low no more than 100. Source: Makridakis (1993).
    Raises TypeError for what is no number, ValueError where the shapes differ and for n = 0.
    >>> mape([90, 220], [100, 200])
    10.0
    """
    for i in range(P.shape[0]):
        total = 0.0
        for j in range(P.shape[1]):
            total += abs(P[i, j] - T[i, j]) / _held(abs(T[i, j]))
        each[i] = 100 * total / P.shape[1]


@public(grad_of(alike))
def mape_grad(P: ArrayLike, T: ArrayLike, dP) -> Array:
    """The gradient of `mape` at P, dP = 100 sign(P - T) / (|T| n k), and 0 at the kink. Shapes and errors as there.

    >>> mape_grad([90, 220], [100, 200])
    array([-0.5 ,  0.25])
    """
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            e = P[i, j] - T[i, j]
            side = 1 if e > 0 else -1 if e < 0 else e  # else: 0, or NaN
            dP[i, j] = 100 * side / _held(abs(T[i, j])) / P.size


@public(loss_of(alike))
def msle(P: ArrayLike, T: ArrayLike, each) -> float:
    """The mean squared logarithmic error, J = mean((log(1 + P) - log(1 + T))^2) over all elements.

    For targets above 0 of many sizes: what counts is the ratio. P and T below 1e-7 count as 1e-7, so that P has no
    slope there. Shapes and errors as for `mape`. Law: P and T may change places.
    >>> round(msle([1, 9], [3, 4]), 4)
    0.4805
    """
    for i in range(P.shape[0]):
        total = 0.0
        for j in range(P.shape[1]):
            total += (log1p(_held(P[i, j])) - log1p(_held(T[i, j]))) ** 2
        each[i] = total / P.shape[1]


@public(grad_of(alike))
def msle_grad(P: ArrayLike, T: ArrayLike, dP) -> Array:
    """The gradient of `msle` at P, dP = 2 log((1 + P) / (1 + T)) / ((1 + P) n k). Shapes and errors as there.

    >>> msle_grad([1, 9], [3, 4]).round(4)
    array([-0.3466,  0.0693])
    """
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            ratio = log1p(_held(P[i, j])) - log1p(_held(T[i, j]))
            dP[i, j] = 0 if P[i, j] < SMALL else 2 * ratio / (1 + P[i, j]) / P.size


@public(loss_of(alike))
def log_cosh(P: ArrayLike, T: ArrayLike, each) -> float:
    """The logarithm of the hyperbolic cosine, J = mean(log cosh(P - T)) over all elements, without overflow.

    About e^2 / 2 near 0 and |e| - log 2 far out, smooth all the way: a `huber` without a joint. Shapes and errors as
    for `mape`. Law: P and T may change places.
    >>> round(log_cosh([0, 1000], [1, 0]), 4)
    499.8703
    """
    for i in range(P.shape[0]):
        total = 0.0
        for j in range(P.shape[1]):
            e = abs(P[i, j] - T[i, j])
            total += e + log1p(exp(-2 * e)) - log(2.0)
        each[i] = total / P.shape[1]


@public(grad_of(alike))
def log_cosh_grad(P: ArrayLike, T: ArrayLike, dP) -> Array:
    """The gradient of `log_cosh` at P, dP = tanh(P - T) / (n k). Shapes and errors as there.

    >>> log_cosh_grad([0, 1000], [1, 0]).round(4)
    array([-0.3808,  0.5   ])
    """
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            dP[i, j] = tanh(P[i, j] - T[i, j]) / P.size


# --- Counts and distributions --------------------------------------------------------------------


@kernel
def _log_of(x):
    """The natural logarithm; -inf at 0, NaN below."""
    return log(x) if x > 0 else -np.inf if x == 0 else np.nan


@public(loss_of(alike))
def poisson_loss(P: ArrayLike, T: ArrayLike, each) -> float:
    """What counts cost under a Poisson distribution of mean P, J = mean(P - T log P) over all elements.

    T (n, k) counts, P (n, k) means above 0, as the exponential or softplus gives them; log P is that of P + 1e-7. What
    does not depend on P, log T!, is left out, so that J can be below 0. Law: it is least at P = T. A P below 0 costs
    NaN. Shapes and errors as for `mape`.
    >>> round(poisson_loss([1, 2], [0, 3]), 4)
    0.4603
    """
    for i in range(P.shape[0]):
        total = 0.0
        for j in range(P.shape[1]):
            total += P[i, j] - T[i, j] * _log_of(P[i, j] + SMALL)
        each[i] = total / P.shape[1]


@public(grad_of(alike))
def poisson_loss_grad(P: ArrayLike, T: ArrayLike, dP) -> Array:
    """The gradient of `poisson_loss` at P, dP = (1 - T / P) / (n k). Shapes and errors as there.

    >>> poisson_loss_grad([1, 2], [0, 3]).round(4)
    array([ 0.5 , -0.25])
    """
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            dP[i, j] = (1 - T[i, j] / (P[i, j] + SMALL)) / P.size


@kernel
def _share(x):
    """x held between SMALL and 1. NaN stays."""
    return SMALL if x < SMALL else 1.0 if x > 1 else float(x)


@public(loss_of(alike))
def kl_divergence(P: ArrayLike, T: ArrayLike, each) -> float:
    """The Kullback-Leibler divergence of P from T, J = mean_i sum_j T_ij log(T_ij / P_ij), in nats.

    T (n, k) the true distributions, a row per example, P (n, k) the model's; both are held between 1e-7 and 1. It is
    the cross entropy of the two less the entropy of T. Law: 0 where P = T, else above. Source: Kullback & Leibler
    (1951). Shapes and errors as for `mape`.
    >>> round(kl_divergence([[0.5, 0.5]], [[0.25, 0.75]]), 4)
    0.1308
    """
    for i in range(P.shape[0]):
        total = 0.0
        for j in range(P.shape[1]):
            t = _share(T[i, j])
            total += t * log(t / _share(P[i, j]))
        each[i] = total


@public(grad_of(alike))
def kl_divergence_grad(P: ArrayLike, T: ArrayLike, dP) -> Array:
    """The gradient of `kl_divergence` at P, dP = -T / (n P), and 0 where P is held. Shapes and errors as there.

    >>> kl_divergence_grad([[0.5, 0.5]], [[0.25, 0.75]])
    array([[-0.5, -1.5]])
    """
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            held = P[i, j] < SMALL or P[i, j] > 1
            dP[i, j] = 0 if held else -_share(T[i, j]) / P[i, j] / P.shape[0]


# --- Directions ----------------------------------------------------------------------------------


@kernel
def _length(row):
    """The length of a vector, SMALL at least."""
    total = 0.0
    for j in range(row.shape[0]):
        total += row[j] * row[j]
    return _held(sqrt(total))


@public(loss_of(alike))
def cosine_loss(P: ArrayLike, T: ArrayLike, each) -> float:
    """How far two directions are apart, J = -mean_i cos(P_i, T_i): -1 where they agree, 1 where they are opposite.

    P (n, k), T (n, k), a vector per row; a length below 1e-7 counts as 1e-7. Law: twice as long vectors cost the same.
    Raises TypeError for what is no number, ValueError where the shapes differ and for n = 0.
    >>> cosine_loss([[3, 4], [0, 2]], [[3, 4], [1, 0]])
    -0.5
    """
    for i in range(P.shape[0]):
        total = 0.0
        for j in range(P.shape[1]):
            total -= P[i, j] * T[i, j]
        each[i] = total / _length(P[i]) / _length(T[i])


@public(grad_of(alike))
def cosine_loss_grad(P: ArrayLike, T: ArrayLike, dP) -> Array:
    """The gradient of `cosine_loss` at P, dP = (cos p - t) / (|P| n), p and t of length 1: it is at right angles to P.

    Shapes and errors as there.
    >>> cosine_loss_grad([[3, 4]], [[5, 0]]).round(3)
    array([[-0.128,  0.096]])
    """
    for i in range(P.shape[0]):
        length, other, cosine = _length(P[i]), _length(T[i]), 0.0
        for j in range(P.shape[1]):
            cosine += P[i, j] / length * (T[i, j] / other)
        turned = cosine if length > SMALL else 0.0  # a length that is held does not change with P
        for j in range(P.shape[1]):
            slope = turned * P[i, j] / length - T[i, j] / other
            dP[i, j] = slope / length / P.shape[0] if cosine == cosine else cosine
