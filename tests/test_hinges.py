"""Hinges: laws, numbers by hand, scikit-learn, autograd."""

import autograd.numpy as anp
import numpy as np
import pytest
import sklearn.metrics
from loss_rules import check_all

from nnlib import (
    categorical_hinge,
    categorical_hinge_grad,
    hinge,
    hinge_grad,
    squared_hinge,
    squared_hinge_grad,
)

RNG = np.random.default_rng(5)
P = RNG.normal(size=(6, 3))
SIDES = RNG.choice([-1.0, 1.0], (6, 3))
ROWS = np.eye(3)[RNG.integers(0, 3, 6)]


def anp_rivals(P, T):
    best = anp.max((1 - T) * P, axis=1)
    return anp.mean(anp.maximum(1 + best - anp.sum(T * P, axis=1), 0))


PAIRS = {
    "hinge": (hinge, hinge_grad, SIDES, lambda P, T: anp.mean(anp.maximum(1 - T * P, 0))),
    "squared_hinge": (
        *(squared_hinge, squared_hinge_grad, SIDES),
        lambda P, T: anp.mean(anp.maximum(1 - T * P, 0) ** 2),
    ),
    "categorical_hinge": (categorical_hinge, categorical_hinge_grad, ROWS, anp_rivals),
}


@pytest.mark.parametrize("name", PAIRS)
def test_the_rules_of_every_loss(name):
    loss, grad, T, theirs = PAIRS[name]
    check_all(loss, grad, P, T, theirs)
    assert (grad(P, T) != 0).any() and (grad(P, T) == 0).any()


@pytest.mark.parametrize("pair", [(hinge, hinge_grad), (squared_hinge, squared_hinge_grad)])
def test_the_target_0_is_the_side_below(pair):
    for function in pair:
        np.testing.assert_array_equal(function(P, (SIDES + 1) / 2), function(P, SIDES))


def test_beyond_the_margin_nothing_is_left_to_pay():
    for loss, grad in ((hinge, hinge_grad), (squared_hinge, squared_hinge_grad)):
        assert loss([1.0, -7.0], [1, -1]) == 0
        np.testing.assert_array_equal(grad([1.0, -7.0], [1, -1]), [0, 0])


def test_they_agree_with_scikit_learn():
    p, t = P.ravel(), SIDES.ravel()
    assert hinge(p, t) == pytest.approx(sklearn.metrics.hinge_loss(t, p), rel=1e-14)
    logits = np.abs(P) + 0.1  # the rival is found among (1 - t) p, where the class itself gives 0
    wanted = sklearn.metrics.hinge_loss(ROWS.argmax(axis=1), logits)
    assert categorical_hinge(logits, ROWS) == pytest.approx(wanted, rel=1e-14)


def test_several_classes_by_hand():
    out = np.array([[3.0, 1.0, 1.5], [0.2, 0.0, 0.9], [-1.0, -2.0, -3.0]])
    T = np.eye(3)
    assert categorical_hinge(out, T) == pytest.approx((0 + (1 + 0.9 - 0) + (1 + 0 + 3)) / 3)
    slope = categorical_hinge_grad(out, T)
    # in the last row all rivals are below 0, so the best of (1 - t) p is the class's own 0
    np.testing.assert_allclose(slope * 3, [[0, 0, 0], [0, -1, 1], [0, 0, -1]])
