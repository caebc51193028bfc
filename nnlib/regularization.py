"""Regularization: what keeps a network from learning its training rows by heart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nnlib.core.arguments import (
    as_floats,
    as_list,
    between,
    flag,
    generator,
    not_empty,
    positive_int,
)
from nnlib.core.faces import pointwise
from nnlib.core.kernel import public
from nnlib.core.types import Array, ArrayLike, Flag, Number, Rng
from nnlib.core.words import tr


def l2_penalty(weights: Sequence[ArrayLike], lam: Number) -> tuple[float, list[Array]]:
    """The L2 penalty, 1/2 lam sum(W^2) over all weights, and its gradients, lam W: (value, grads).

    `weights` is a list of arrays. Vectors in it are biases: they are not penalised, and their gradient is 0.
    Law: one step of gradient descent on the penalty alone shrinks W by the factor 1 - lr lam (weight decay).
    Raises ValueError for lam below 0, TypeError for what is no number and for one array in place of a list.
    Source: Hoerl & Kennard (1970), Ridge regression.
    >>> value, grads = l2_penalty([[[1, 2], [0, 2]], [5, 5]], 0.1)
    >>> round(value, 3), grads
    (0.45, [array([[0.1, 0.2],
           [0. , 0.2]]), array([0., 0.])])
    """
    lam = between("lam", lam, 0, np.inf)
    if isinstance(weights, np.ndarray):
        raise TypeError(tr("weights is one array; wanted a list of arrays, such as [W1, W2]"))
    arrays = [as_floats(f"weights[{i}]", W) for i, W in enumerate(as_list("weights", weights))]
    strength = [lam if W.ndim > 1 else 0.0 for W in arrays]
    value = sum(s / 2 * float(np.vdot(W, W)) for s, W in zip(strength, arrays))
    return float(value), [s * W for s, W in zip(strength, arrays)]


def dropout_mask(shape: tuple[int, ...], keep: float, rng: Rng) -> Array:
    """The factors of inverted dropout, float64 of this shape: 1/keep with probability keep, else 0."""
    return (rng.random(shape) < keep) / keep


def dropout_forward(A: ArrayLike, keep: Number, rng: Rng, training: Flag) -> tuple[Array, Array]:
    """Inverted dropout, A * mask, and the mask: each entry is kept with probability `keep` and divided by it, else 0.

    Law: the mean over many masks is A, so a network in use needs no change: without `training`, A and a mask of ones
    come back. A (any shape), 0 < keep <= 1; every entry of every row draws its own.
    Raises TypeError where rng is no np.random.Generator or training no truth value, ValueError for other keep.
    Source: Srivastava et al. (2014); inverted, so that the scale stands in training.
    >>> A, mask = dropout_forward(np.ones((2, 3)), 0.5, np.random.default_rng(1), training=True)
    >>> sorted(set(A.ravel().tolist()))
    [0.0, 2.0]
    """
    A, keep = as_floats("A", A), between("keep", keep, 0, 1)
    if keep == 0:
        raise ValueError(tr("keep is 0; wanted a share above 0 of the entries to stay"))
    active = flag("training", training)
    mask = dropout_mask(A.shape, keep, generator("rng", rng)) if active else np.ones(A.shape)
    mask = np.asarray(mask, dtype=A.dtype)
    return A * mask, mask


@public(pointwise)
def dropout_backward(dout: ArrayLike, mask: ArrayLike, dA) -> Array:
    """Dropout's backward, dA = dout * mask, with the forward's own mask, whose entries are 0 or 1/keep.

    An entry that was dropped has no part in the loss and gets no gradient. dout, mask and dA have one shape. Raises
    TypeError for what is no number, ValueError where the shapes differ.
    >>> dropout_backward([3, 4, 5], [0, 2, 2])
    array([ 0.,  8., 10.])
    """
    for i in range(mask.shape[0]):
        for j in range(mask.shape[1]):
            dA[i, j] = dout[i, j] * mask[i, j]


def early_stopping(
    val: ArrayLike, patience: int, min_delta: Number = 0.0
) -> tuple[int | None, int]:
    """The epoch after which training stops, or None while it goes on, and the best epoch: (stop, best), from 0.

    val (epochs,) are validation losses. An epoch improves where its loss is more than `min_delta` below the best
    so far (not below the one before); after `patience` epochs in a row that do not, training stops. What to
    keep are the weights of `best`, not of `stop`. NaN never improves.
    Raises TypeError for what is no number, ValueError for an empty val, patience below 1, min_delta below 0.
    Source: Prechelt (1998), Early stopping - but when?
    >>> early_stopping([5, 4, 4.5, 4.2, 3], 2)
    (3, 1)
    """
    val, patience = as_floats("val", val, 1), positive_int("patience", patience)
    not_empty("val", val)
    min_delta = between("min_delta", min_delta, 0, np.inf)
    best, lowest = 0, np.inf
    for epoch, loss in enumerate(val):
        if loss < lowest - min_delta:
            best, lowest = epoch, loss
        elif epoch - best >= patience:
            return epoch, best
    return None, best


def overfit_report(train: ArrayLike, val: ArrayLike) -> tuple[int, float]:
    """The epoch with the lowest validation loss, and the gap there, val - train: (best_epoch, gap).

    train (epochs,), val (epochs,). A gap that grows while the training loss still falls is overfitting; the lowest
    *training* loss says nothing about it. The first of equals counts. Raises TypeError for what is no number,
    ValueError where the lengths differ and where val holds nothing or nothing but NaN.
    >>> best_epoch, gap = overfit_report([5, 3, 1], [5, 4, 6])
    >>> best_epoch, gap
    (1, 1.0)
    """
    train, val = as_floats("train", train, 1), as_floats("val", val, 1)
    not_empty("val", val)
    if train.shape != val.shape:
        raise ValueError(
            tr(
                "train has {count} epochs and val has {count2}; wanted as many",
                count=len(train),
                count2=len(val),
            )
        )
    if np.isnan(val).all():
        raise ValueError(tr("val holds nothing but NaN: no epoch is the best"))
    best = int(np.nanargmin(val))
    return best, float(val[best] - train[best])
