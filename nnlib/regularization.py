"""Regularization: what keeps a network from learning its training rows by heart."""

import numpy as np

from nnlib.gates import as_floats, between, generator, not_empty, pointwise, positive_int
from nnlib.kernel import public


def l2_penalty(weights, lam):
    """The L2 penalty, 1/2 lam sum(W^2) over all weights, and its gradients, lam W: (value, grads).

    `weights` is a list of arrays. Vectors in it are biases: they are not penalised, and their gradient is 0.
    Law: one step of gradient descent on the penalty alone shrinks W by the factor 1 - lr lam (weight decay).
    Raises ValueError for lam below 0, TypeError for one array in place of a list.
    """
    lam = between("lam", lam, 0, np.inf)
    if isinstance(weights, np.ndarray):
        raise TypeError("weights is one array; wanted a list of arrays, such as [W1, W2]")
    arrays = [as_floats(f"weights[{i}]", W) for i, W in enumerate(weights)]
    strength = [lam if W.ndim > 1 else 0.0 for W in arrays]
    value = sum(s / 2 * float(np.vdot(W, W)) for s, W in zip(strength, arrays))
    return float(value), [s * W for s, W in zip(strength, arrays)]


def dropout_mask(shape, keep, rng):
    """The factors of inverted dropout, float64 of this shape: 1/keep with probability keep, else 0."""
    return (rng.random(shape) < keep) / keep


def dropout_forward(A, keep, rng, training):
    """Inverted dropout, A * mask, and the mask: each entry is kept with probability `keep` and divided by it, else 0.

    Law: the mean over many masks is A, so a network in use needs no change: without `training`, A and a mask of ones
    come back. A (any shape), 0 < keep <= 1; every entry of every row draws its own. Raises ValueError for other keep.
    Source: Srivastava et al. (2014); inverted, so that the scale stands in training.
    """
    A, keep = as_floats("A", A), between("keep", keep, 0, 1)
    if keep == 0:
        raise ValueError("keep is 0; wanted a share above 0 of the entries to stay")
    mask = dropout_mask(A.shape, keep, generator("rng", rng)) if training else np.ones(A.shape)
    mask = np.asarray(mask, dtype=A.dtype)
    return A * mask, mask


@public(pointwise)
def dropout_backward(dout, mask, dA):
    """Dropout's backward, dA = dout * mask, with the forward's own mask, whose entries are 0 or 1/keep.

    An entry that was dropped has no part in the loss and gets no gradient. dout, mask and dA have one shape.
    """
    for i in range(mask.shape[0]):
        for j in range(mask.shape[1]):
            dA[i, j] = dout[i, j] * mask[i, j]


def early_stopping(val, patience, min_delta=0.0):
    """The epoch after which training stops, or None while it goes on, and the best epoch: (stop, best), from 0.

    val (epochs,) are validation losses. An epoch improves where its loss is more than `min_delta` below the best
    so far (not below the one before); after `patience` epochs in a row that do not, training stops. What to
    keep are the weights of `best`, not of `stop`. NaN never improves. Raises ValueError for an empty val, patience < 1.
    Source: Prechelt (1998), Early stopping - but when?
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


def overfit_report(train, val):
    """The epoch with the lowest validation loss, and the gap there, val - train: (best_epoch, gap).

    train (epochs,), val (epochs,). A gap that grows while the training loss still falls is overfitting; the lowest
    *training* loss says nothing about it. The first of equals counts. Raises ValueError where the lengths differ.
    """
    train, val = as_floats("train", train, 1), as_floats("val", val, 1)
    not_empty("val", val)
    if train.shape != val.shape:
        raise ValueError(f"train has {len(train)} epochs and val has {len(val)}; wanted as many")
    if np.isnan(val).all():
        raise ValueError("val holds nothing but NaN: no epoch is the best")
    best = int(np.nanargmin(val))
    return best, float(val[best] - train[best])
