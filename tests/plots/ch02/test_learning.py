"""Small networks that learn XOR, or do not: many random starts, by width and activation."""

import numpy as np

import nnlib
from nnlib.plots.ch02 import learning

X, Y = nnlib.logic_gate("xor")


def plain_training(theta, steps, lr):
    """2-2-1 with tanh and a sigmoid, trained on the whole table by hand."""
    W1, b1, W2, b2 = theta[:4].reshape(2, 2), theta[4:6], theta[6:8].reshape(2, 1), theta[8:]
    for _ in range(steps):
        h = np.tanh(X @ W1 + b1)
        p = 1 / (1 + np.exp(-(h @ W2 + b2)))
        dz = (p - Y[:, None]) / 4
        dh = dz @ W2.T * (1 - h**2)
        W2, b2 = W2 - lr * h.T @ dz, b2 - lr * dz.sum(axis=0)
        W1, b1 = W1 - lr * X.T @ dh, b1 - lr * dh.sum(axis=0)
    return np.concatenate([part.ravel() for part in (W1, b1, W2, b2)])


def test_the_networks_are_trained_on_the_whole_table_at_every_step():
    theta = np.random.default_rng(0).normal(0, 1, 9)
    found = learning.learn_xor(2, "tanh", theta, steps=40, lr=0.5).theta
    np.testing.assert_allclose(found, plain_training(theta, 40, 0.5), rtol=1e-9)


def test_two_units_often_fail_and_eight_seldom():
    relu, tanh, sigmoid = (one.solved for one in learning.rates_data(widths=(2, 8), seeds=30))
    assert relu[0].mean() < 0.35 < tanh[0].mean() and sigmoid[0].mean() > 0.6
    assert relu[1].mean() > 0.85 and tanh[1].all() and sigmoid[1].all()


def test_a_lesson_is_the_same_for_the_same_seed():
    learning.trained.cache_clear()
    first = learning.lesson_data(2, "sigmoid", 3, seeds=5)
    learning.trained.cache_clear()
    again = learning.lesson_data(2, "sigmoid", 3, seeds=5)
    np.testing.assert_array_equal(first.map, again.map)
    good = ((first.outputs > 0.5) == Y).all()
    assert first.solved[3] == good and f"{first.solved.sum()} learned XOR" in learning.read_lesson(
        first
    )


def test_the_step_size_decides_who_leads():
    small, usual = (
        {one.activation: one.solved.mean() for one in learning.rates_data((2,), seeds=40, lr=lr)}
        for lr in (0.05, 0.5)
    )
    assert small["sigmoid"] < small["tanh"] and usual["tanh"] < usual["sigmoid"]
    assert "steps of size 0.05" in learning.read_lesson(learning.lesson_data(seeds=2, lr=0.05))
