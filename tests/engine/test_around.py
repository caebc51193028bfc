"""Around a step: gradients clipped, weights decayed, held fast and kept short, against the same by NumPy."""

import numpy as np
import pytest

from nnlib.engine.around import Limits, after, around, before, numbers
from nnlib.engine.plugin import plug
from nnlib.engine.slots import optimizer

SIZES = [3, 4, 2]
PARTS = np.split(np.arange(26), [12, 16, 24])  # where W1, b1, W2 and b2 stand in theta
FREE = [(False, False)] * 2


def hyper(limits=None, held=FREE, most=(0.0, 0.0), rate=0.1):
    return np.array([rate, *numbers(SIZES, held, most, limits or Limits())])


@pytest.fixture
def vectors():
    rng = np.random.default_rng(3)
    return rng.normal(size=26), rng.normal(0, 3, 26)


def test_each_number_is_clipped(vectors):
    theta, grad = vectors
    wanted = np.clip(grad, -1.5, 1.5)
    before(theta, grad, hyper(Limits(each=1.5)))
    np.testing.assert_array_equal(grad, wanted)


def test_the_norm_of_each_array_is_clipped(vectors):
    theta, grad = vectors
    wanted = grad.copy()
    for part in PARTS:
        wanted[part] *= min(1, 6.0 / np.linalg.norm(grad[part]))
    assert {np.linalg.norm(grad[part]) > 6 for part in PARTS} == {True, False}
    before(theta, grad, hyper(Limits(norm=6.0)))
    np.testing.assert_allclose(grad, wanted, rtol=1e-14)


def test_the_norm_of_all_is_clipped(vectors):
    theta, grad = vectors
    wanted = grad / np.linalg.norm(grad)
    before(theta, grad, hyper(Limits(all_norm=1.0)))
    np.testing.assert_allclose(grad, wanted, rtol=1e-14)
    before(theta, grad, hyper(Limits(all_norm=2.0)))  # shorter than that already
    np.testing.assert_allclose(grad, wanted, rtol=1e-14)


def test_weights_decay_by_the_rate_but_not_those_that_are_held(vectors):
    theta, grad = vectors
    held, wanted = [(True, False), (False, True)], theta.copy()
    for part in (PARTS[1], PARTS[2]):
        wanted[part] *= 1 - 0.5 * 0.1
    slopes = grad.copy()
    slopes[PARTS[0]] = slopes[PARTS[3]] = 0
    before(theta, grad, hyper(Limits(decay=0.5), held))
    np.testing.assert_allclose(theta, wanted, rtol=1e-14)
    np.testing.assert_array_equal(grad, slopes)


def test_no_column_stays_longer_than_it_may(vectors):
    theta, _ = vectors
    W, wanted = theta[PARTS[2]].reshape(4, 2), theta.copy()
    wanted[PARTS[2]] = (W * np.minimum(1, 1.5 / np.linalg.norm(W, axis=0))).ravel()
    assert {*(np.linalg.norm(W, axis=0) > 1.5)} == {True, False}  # one is longer, one is not
    after(theta, hyper(most=(0.0, 1.5)))
    np.testing.assert_allclose(theta, wanted, rtol=1e-14)


@pytest.mark.parametrize("form", ["compiled", "plain"])
def test_a_step_of_ones_own_is_surrounded_too(vectors, form):
    def own(params, grads, lr):
        return params - lr * grads

    theta, grad = vectors
    wanted = theta - 0.1 * np.clip(grad, -1, 1)
    step = getattr(around(plug("gd_step", own, np.float64), np.float64), form)
    step(theta, grad, np.zeros(1), hyper(Limits(each=1.0)), 1)
    np.testing.assert_allclose(theta, wanted, rtol=1e-14)


def test_where_nothing_is_asked_nothing_stands_around():
    assert numbers(SIZES, FREE, [0, 0], Limits()) == ()
    bare = optimizer("sgd", np.float64)
    assert (
        bare.step.name
        == optimizer("sgd", np.float64, beside=tuple(hyper(Limits(1.0))[1:])).step.name
    )
    assert bare.hyper == ()
