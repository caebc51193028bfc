"""Goals: losses with numbers of their own, such as Huber's delta, as the training loop takes them."""

from math import exp

import numpy as np

from nnlib import losses
from nnlib.core.kernel import compile_glue, kernel
from nnlib.engine.plugin import Plugged
from nnlib.engine.roles import Loss, LossGrad
from nnlib.engine.slots import (
    AT_LOGITS,
    AT_OUTPUT,
    Objective,
    as_plugged,
    cross_entropy_of_logits,
)

_log_sum_exp = losses._log_sum_exp
_huber, _huber_grad = losses.huber.kernel, losses.huber_grad.kernel


@kernel
def cross_entropy_of_logits_grad(Z, Y, dZ):
    """The gradient of the mean cross entropy of softmax(Z) against rows Y, from the logits Z."""
    for i in range(Z.shape[0]):
        level, share = _log_sum_exp(Z[i]), 0.0
        for j in range(Z.shape[1]):
            share += Y[i, j]
        for j in range(Z.shape[1]):
            dZ[i, j] = (exp(Z[i, j] - level) * share - Y[i, j]) / Z.shape[0]


@kernel
def smooth(Y, share, classes):
    """Targets of which `share` is spread over all classes: (1 - share) Y + share / classes, as a new array."""
    out = np.empty_like(Y)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            out[i, j] = (1 - share) * Y[i, j] + share / classes
    return out


def huber_of(delta, dtype):
    """The objective of Huber's loss with this delta.

    >>> huber_of(2.0, np.float64).targets
    'values'
    """
    return Objective(
        _numbered(_huber, delta, Loss, dtype), _numbered(_huber_grad, delta, LossGrad, dtype), AT_OUTPUT, "values",
    )  # fmt: skip


def _numbered(own, delta, takes, dtype):
    """A kernel (P, T, delta, out) with its delta filled in."""

    def build(f):
        def into(P, T, out):
            f(P, T, delta, out)

        return into

    compiled = compile_glue(build(own.compiled), takes, dtype)
    return Plugged(own.__name__, compiled, build(own.plain), False)


def cross_entropy_from_logits():
    """The objective of the cross entropy against rows, where the last layer gives logits.

    >>> cross_entropy_from_logits().targets
    'values'
    """
    slope = as_plugged(cross_entropy_of_logits_grad)
    return Objective(as_plugged(cross_entropy_of_logits), slope, AT_LOGITS, "values")


def smoothed(goal, share, classes, dtype):
    """The objective with this share of each target spread over all classes.

    >>> from nnlib.engine.slots import objective
    >>> goal = objective("binary_crossentropy", "sigmoid", np.float64)
    >>> smoothed(goal, 0.1, 2, np.float64).head == goal.head
    True
    """
    parts = (goal.loss, Loss), (goal.grad, LossGrad)
    return Objective(
        *(_spread(own, share, classes, takes, dtype) for own, takes in parts),
        goal.head,
        goal.targets,
    )


def _spread(own, share, classes, takes, dtype):
    def build(f, smooth):
        def into(out, Y, result):
            f(out, smooth(Y, share, classes), result)

        return into

    compiled = compile_glue(build(own.compiled, smooth.compiled), takes, dtype)
    return Plugged(own.name, compiled, build(own.plain, smooth.plain), own.is_learners)
