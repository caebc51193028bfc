"""Metrics: what a network is judged by, as opposed to what it is trained by."""

import numpy as np

from nnlib.gates import as_floats, class_labels, positive_int


def accuracy(y, predicted):
    """The share of examples whose predicted label is right, from 0 to 1. Both (n,), n >= 1."""
    y, predicted = np.asarray(y), np.asarray(predicted)
    if y.shape != predicted.shape or y.ndim != 1 or not y.size:
        raise ValueError(
            f"accuracy wants two label vectors of one length; given {y.shape} and {predicted.shape}"
        )
    return float(np.mean(y == predicted))


def confusion_matrix(y, p, k):
    """The confusion matrix, C_ij = how many examples of class i were taken for class j: rows are the truth.

    y (n,) true labels, p (n,) predicted ones, both 0 to k - 1; C is (k, k) int64. Laws: C sums to n, its
    row sums count y, and its diagonal over n is the accuracy. Raises ValueError for labels out of range.
    """
    k = positive_int("k", k)
    y, p = class_labels("y", y, k), class_labels("p", p, k)
    if y.shape != p.shape:
        raise ValueError(f"y has {len(y)} labels and p has {len(p)}; wanted as many")
    return np.bincount(k * y + p, minlength=k * k).reshape(k, k)


def predict_classes(proba):
    """The labels (n,) that probabilities speak for: the largest of each row, or, with one column, 1 where p > 1/2.

    proba (n, k), or (n, 1) or (n,) for two classes. A tie goes to the lower label: p = 1/2 gives 0.
    Law: predict_classes(p) = predict_classes of the two columns 1 - p, p. Raises ValueError for NaN, other shapes.
    """
    proba = as_floats("proba", proba)
    if proba.ndim not in (1, 2) or (proba.ndim == 2 and not proba.shape[1]):
        raise ValueError(f"proba has shape {proba.shape}; wanted (n, k) or (n,)")
    if np.isnan(proba).any():
        raise ValueError("proba holds NaN, which speaks for no class")
    if proba.ndim == 1 or proba.shape[1] == 1:
        return (proba.reshape(-1) > 0.5).astype(np.int64)
    return proba.argmax(axis=1)
