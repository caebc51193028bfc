"""Metrics: what a network is judged by, as opposed to what it is trained by."""

import numpy as np


def accuracy(y, predicted):
    """The share of examples whose predicted label is right, from 0 to 1. Both (n,), n >= 1."""
    y, predicted = np.asarray(y), np.asarray(predicted)
    if y.shape != predicted.shape or y.ndim != 1 or not y.size:
        raise ValueError(
            f"accuracy wants two label vectors of one length; given {y.shape} and {predicted.shape}"
        )
    return float(np.mean(y == predicted))
