"""Losses: each a mean over the batch, and under it its gradient. The 1/n stands once, in `_grad`."""

from math import exp, log

import numpy as np

from nnlib.gates import as_floats, as_labels, not_empty
from nnlib.kernel import kernel, public


def _logits_and_labels(name, arguments):
    Z = as_floats("Z", arguments["Z"], 2)
    not_empty("Z", Z)
    return Z, as_labels("y", arguments["y"], *Z.shape)


def _value_gate(name, arguments):
    return _logits_and_labels(name, arguments), None


def _grad_gate(name, arguments):
    Z, y = _logits_and_labels(name, arguments)
    dZ = np.empty_like(Z)
    return (Z, y, dZ), lambda: dZ


def _value_linked(run, names):
    def value(Z, y):
        return run(Z, y)

    return value


def _grad_linked(run, names):
    def grad(Z, y):
        dZ = np.empty_like(Z)
        run(Z, y, dZ)
        return dZ

    return grad


_value_gate.outputs, _value_gate.linked = 0, _value_linked
_grad_gate.outputs, _grad_gate.linked = 1, _grad_linked


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


@public(_value_gate)
def softmax_cross_entropy(Z, y):
    """The cross entropy of softmax(Z) against labels, J = mean_i(log sum_j e^Z_ij - Z_i,y_i).

    Z (n, n_classes) are logits, y (n,) labels from 0. Law: with all logits equal, J = log(n_classes).
    Works from the logits, so ±1000 is no problem. Raises ValueError for labels out of range, wrong shapes, n = 0.
    """
    total = 0.0
    for i in range(Z.shape[0]):
        total += _log_sum_exp(Z[i]) - float(Z[i, y[i]])
    return total / Z.shape[0]


@kernel
def minus_targets(P, y, dZ):
    """dZ = (P - onehot(y)) / n: what is left of the gradient once the softmax P of the logits is known."""
    n = P.shape[0]
    for i in range(n):
        for j in range(P.shape[1]):
            dZ[i, j] = P[i, j] / n
        dZ[i, y[i]] -= 1 / n


@public(_grad_gate)
def softmax_cross_entropy_grad(Z, y, dZ):
    """The gradient of `softmax_cross_entropy` at the logits, dZ = (softmax(Z) - onehot(y)) / n.

    The softmax's own derivative has cancelled. Law: each row of dZ sums to 0. Shapes and errors as there.
    """
    for i in range(Z.shape[0]):
        level = _log_sum_exp(Z[i])
        for j in range(Z.shape[1]):
            dZ[i, j] = exp(Z[i, j] - level)
    minus_targets(dZ, y, dZ)
