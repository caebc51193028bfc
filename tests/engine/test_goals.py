"""Goals: losses with numbers of their own, their values by hand and their slopes measured."""

import numpy as np
import pytest

from nnlib import huber, numerical_gradient
from nnlib.engine.goals import cross_entropy_from_logits, huber_of, smoothed
from nnlib.engine.slots import objective

RNG = np.random.default_rng(2)
Z, T = RNG.normal(0, 2, (5, 3)), RNG.normal(0, 2, (5, 3))
Y = np.eye(3)[[0, 2, 1, 1, 0]]


def value(goal, out, targets, form="compiled"):
    each = np.empty(len(out))
    getattr(goal.loss, form)(out, targets, each)
    return each


def slope(goal, out, targets, form="compiled"):
    dout = np.empty_like(out)
    getattr(goal.grad, form)(out, targets, dout)
    return dout


def cross_entropies(Z, Y):
    return -np.sum(Y * (Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))), axis=1)


@pytest.mark.parametrize("form", ["compiled", "plain"])
@pytest.mark.parametrize(
    "goal, targets, by_hand",
    [
        (huber_of(0.7, np.float64), T, lambda: [huber(z, t, 0.7) for z, t in zip(Z, T)]),
        (cross_entropy_from_logits(), Y, lambda: cross_entropies(Z, Y)),
        (
            smoothed(cross_entropy_from_logits(), 0.3, 3, np.float64),
            Y,
            lambda: cross_entropies(Z, 0.7 * Y + 0.1),
        ),
    ],
    ids=["huber", "logits", "smoothed"],
)
def test_values_by_hand_and_slopes_measured(goal, targets, by_hand, form):
    np.testing.assert_allclose(value(goal, Z, targets, form), by_hand(), rtol=1e-12)
    measured = numerical_gradient(lambda z: value(goal, z, targets).mean(), Z)
    np.testing.assert_allclose(slope(goal, Z, targets, form), measured, rtol=1e-6, atol=1e-8)


def test_half_of_the_smoothed_bits_stays():
    goal = smoothed(objective("binary_crossentropy", "sigmoid", np.float64), 0.2, 2, np.float64)
    z = np.array([[0.5], [-1.0]])
    p = 1 / (1 + np.exp(-z[:, 0]))
    t = np.array([0.9, 0.1])
    wanted = -t * np.log(p) - (1 - t) * np.log(1 - p)
    np.testing.assert_allclose(value(goal, z, np.array([[1.0], [0.0]])), wanted, rtol=1e-12)
