"""Regularizers: what holds weights back stands in the loss too."""

import numpy as np
import pytest

from nnlib import SGD, Dense, Sequential
from nnlib.models.regularizers import L1, L1L2, MaxNorm, penalties


def test_l2_shrinks_weights_and_stands_in_the_loss(few):
    from nnlib.keras import regularizers

    X, y, _ = few

    def fitted(strength):
        penalty = regularizers.l2(strength)
        model = Sequential(
            [Dense(6, "tanh", kernel_regularizer=penalty), Dense(3, "softmax")], rng=0
        )
        model.compile(SGD(0.1), "sparse_categorical_crossentropy")
        model.fit(X, y, epochs=20, verbose=0)
        return model

    free, held = fitted(0), fitted(0.1)
    W = held.layers[0].get_weights()[0]
    assert np.linalg.norm(W) < 0.5 * np.linalg.norm(free.layers[0].get_weights()[0])
    bare = np.mean(-np.log(held.predict(X)[np.arange(60), y]))
    assert held.evaluate(X, y) == pytest.approx(
        bare + 0.1 * np.sum(W**2), rel=1e-5
    )  # as Keras counts


@pytest.mark.parametrize("given", [L1(0.02), L1L2(0.02, 0.01), "l1", "l1_l2"])
def test_l1_stands_in_the_loss_with_its_slope(given, few):
    X, _, t = few
    model = Sequential([Dense(1, kernel_regularizer=given)], rng=0, dtype="float64")
    model.compile(SGD(0.1), "mse")
    model.build(4)
    W, b = model.get_weights()
    l1, lam = penalties(given)
    slope = 2 * X.T @ (X @ W + b - t[:, None]) / len(X) + l1 * np.sign(W) + lam * W
    loss = np.mean((X @ W + b - t[:, None]) ** 2) + l1 * np.abs(W).sum() + lam / 2 * np.sum(W**2)
    assert model.evaluate(X, t) == pytest.approx(loss)
    assert model.fit(X, t, batch_size=60, verbose=0).history["loss"][0] == pytest.approx(loss)
    np.testing.assert_allclose(model.get_weights()[0], W - 0.1 * slope, rtol=1e-9)


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="l1 is -1; wanted 0 to inf"):
        L1(-1)
    with pytest.raises(ValueError, match="axis is 1"):
        MaxNorm(3, axis=1)
    with pytest.raises(ValueError, match="max_value is 0; wanted a positive number"):
        MaxNorm(0)
