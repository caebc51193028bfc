"""Metrics: what a network is judged by, as opposed to what it is trained by."""

from __future__ import annotations

import numpy as np

from nnlib.core.arguments import as_array, as_floats, class_labels, positive_int, room_for
from nnlib.core.types import ArrayLike, Labels
from nnlib.core.words import tr


def accuracy(y: ArrayLike, predicted: ArrayLike) -> float:
    """The share of examples whose predicted label is right, mean(y = predicted), from 0 to 1.

    y (n,), predicted (n,), n >= 1: labels of any kind, numbers or texts. Law: a classifier that always says the most
    frequent label is right for its share. Raises TypeError for masked arrays, ValueError for other shapes.
    >>> accuracy([0, 1, 2, 2], [0, 1, 2, 1])
    0.75
    """
    y, predicted = as_array("y", y), as_array("predicted", predicted)
    if y.shape != predicted.shape or y.ndim != 1 or not y.size:
        raise ValueError(
            tr(
                "accuracy wants two label vectors of one length; given {shape} and {shape2}",
                shape=y.shape,
                shape2=predicted.shape,
            )
        )
    return float(np.mean(y == predicted))


def confusion_matrix(y: ArrayLike, p: ArrayLike, k: int) -> Labels:
    """The confusion matrix, C_ij = how many examples of class i were taken for class j: rows are the truth.

    y (n,) true labels, p (n,) predicted ones, both 0 to k - 1; C is (k, k) int64. Laws: C sums to n, its
    row sums count y, and its diagonal over n is the accuracy.
    Raises TypeError for labels that are no whole numbers, ValueError for labels out of range and other lengths.
    >>> confusion_matrix([0, 1, 2, 2], [0, 1, 2, 1], 3)
    array([[1, 0, 0],
           [0, 1, 0],
           [0, 1, 1]])
    """
    k = positive_int("k", k)
    room_for(tr("the matrix"), k, k)
    y, p = class_labels("y", y, k), class_labels("p", p, k)
    if y.shape != p.shape:
        raise ValueError(
            tr(
                "y has {count} labels and p has {count2}; wanted as many",
                count=len(y),
                count2=len(p),
            )
        )
    return np.bincount(k * y + p, minlength=k * k).reshape(k, k)


def predict_classes(proba: ArrayLike) -> Labels:
    """The labels (n,) that probabilities speak for: the largest of each row, or, with one column, 1 where p > 1/2.

    proba (n, k), or (n, 1) or (n,) for two classes. A tie goes to the lower label: p = 1/2 gives 0.
    Law: predict_classes(p) = predict_classes of the two columns 1 - p, p. The labels are int64.
    Raises TypeError for what is no number, ValueError for NaN and other shapes.
    >>> predict_classes([[0.2, 0.5, 0.3], [0.4, 0.4, 0.2]]), predict_classes([0.5, 0.7])
    (array([1, 0]), array([0, 1]))
    """
    proba = as_floats("proba", proba)
    if proba.ndim not in (1, 2) or (proba.ndim == 2 and not proba.shape[1]):
        raise ValueError(tr("proba has shape {shape}; wanted (n, k) or (n,)", shape=proba.shape))
    if np.isnan(proba).any():
        raise ValueError(tr("proba holds NaN, which speaks for no class"))
    if proba.ndim == 1 or proba.shape[1] == 1:
        return (proba.reshape(-1) > 0.5).astype(np.int64)
    return proba.argmax(axis=1)
