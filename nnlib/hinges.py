"""Hinges: losses for which the right side is not enough, where outputs are to lead by a margin of 1.

Each has its gradient under it, in the form of losses.py: `loss(out, y, each)` writes the loss of each example,
`loss_grad(out, y, dout)` the gradient of their mean. The numbers are Keras's.
"""

from __future__ import annotations

from nnlib.core.faces import alike, grad_of, loss_of
from nnlib.core.kernel import kernel, public
from nnlib.core.types import Array, ArrayLike


@kernel
def _short(p, t):
    """1 - t p, by how much the output p stays short of its side's margin, 0 beyond it. The target 0 stands for -1."""
    short = 1 + p if t == 0 else 1 - t * p
    return abs(0 * short) if short < 0 else short  # 0, without a sign


@public(loss_of(alike))
def hinge(P: ArrayLike, T: ArrayLike, each) -> float:
    """The hinge, J = mean(max(1 - T P, 0)) over all elements, for targets T of -1 and 1; T = 0 stands for -1.

    P (n, k) outputs without bounds, or of a tanh; from 1 on the right side nothing is left to pay. It is what a support
    vector machine minimises. Source: Cortes & Vapnik (1995).
    Raises TypeError for what is no number, ValueError where the shapes differ and for n = 0.
    >>> hinge([2, 0.5, 0.5], [1, 1, -1])
    0.6666666666666666
    """
    for i in range(P.shape[0]):
        total = 0.0
        for j in range(P.shape[1]):
            total += _short(P[i, j], T[i, j])
        each[i] = total / P.shape[1]


@public(grad_of(alike))
def hinge_grad(P: ArrayLike, T: ArrayLike, dP) -> Array:
    """The gradient of `hinge` at P, dP = -T / (n k) short of the margin, else 0. Shapes and errors as there.

    >>> hinge_grad([2, 0.5, -0.5, 0.5], [1, 1, 1, -1])
    array([ 0.  , -0.25, -0.25,  0.25])
    """
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            short, side = _short(P[i, j], T[i, j]), -1 if T[i, j] == 0 else T[i, j]
            dP[i, j] = (-side if short > 0 else short) / P.size  # else: 0, or NaN


@public(loss_of(alike))
def squared_hinge(P: ArrayLike, T: ArrayLike, each) -> float:
    """The squared hinge, J = mean(max(1 - T P, 0)^2) over all elements: `hinge`, with a slope that fades to 0.

    Targets, shapes and errors as there.
    >>> squared_hinge([2, 0.5, 0.5, -1], [1, 1, -1, 1])
    1.625
    """
    for i in range(P.shape[0]):
        total = 0.0
        for j in range(P.shape[1]):
            total += _short(P[i, j], T[i, j]) ** 2
        each[i] = total / P.shape[1]


@public(grad_of(alike))
def squared_hinge_grad(P: ArrayLike, T: ArrayLike, dP) -> Array:
    """The gradient of `squared_hinge` at P, dP = -2 T max(1 - T P, 0) / (n k). Shapes and errors as there.

    >>> squared_hinge_grad([2, 0.5, 0.5, -1], [1, 1, -1, 1]) + 0
    array([ 0.  , -0.25,  0.75, -1.  ])
    """
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            side = -1 if T[i, j] == 0 else T[i, j]
            dP[i, j] = -2 * side * _short(P[i, j], T[i, j]) / P.size


@kernel
def _rival(p, t):
    """The place of the largest output that the target does not name: of (1 - t) p."""
    place = 0
    for j in range(p.shape[0]):
        place = j if (1 - t[j]) * p[j] > (1 - t[place]) * p[place] else place
    return place


@kernel
def _short_of_rival(p, t):
    """1 + the rival's output less the target's own, 0 where that is below 0. NaN stays."""
    r = _rival(p, t)
    short = 1.0 + (1 - t[r]) * p[r]
    for j in range(p.shape[0]):
        short -= t[j] * p[j]
    return abs(0 * short) if short < 0 else short  # 0, without a sign


@public(loss_of(alike))
def categorical_hinge(P: ArrayLike, T: ArrayLike, each) -> float:
    """The hinge of several classes, J = mean_i max(1 + max_j (1 - T_ij) P_ij - sum_j T_ij P_ij, 0).

    T (n, k) one-hot rows, P (n, k) outputs: the class itself is to lead every other one by 1. Law: other outputs than
    that and the best of the rest do not matter. Source: Crammer & Singer (2001). Shapes and errors as for `hinge`.
    >>> categorical_hinge([[2, 0.5, 0], [0, 1, 0.5]], [[1, 0, 0], [0, 0, 1]])
    0.75
    """
    for i in range(P.shape[0]):
        each[i] = _short_of_rival(P[i], T[i])


@public(grad_of(alike))
def categorical_hinge_grad(P: ArrayLike, T: ArrayLike, dP) -> Array:
    """The gradient of `categorical_hinge` at P: 1 / n at the best rival, -T / n, where the lead is too short, else 0.

    Shapes and errors as there.
    >>> categorical_hinge_grad([[2, 0.5, 0], [0, 1, 0.5]], [[1, 0, 0], [0, 0, 1]])
    array([[ 0. ,  0. ,  0. ],
           [ 0. ,  0.5, -0.5]])
    """
    for i in range(P.shape[0]):
        short, r = _short_of_rival(P[i], T[i]), _rival(P[i], T[i])
        for j in range(P.shape[1]):
            slope = (1 - T[i, j] if j == r else 0) - T[i, j]
            dP[i, j] = (slope if short > 0 else short) / P.shape[0]  # else: 0, or NaN
