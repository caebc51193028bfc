"""Layers without a bend are one layer: the cake that collapses, and the grid that stays straight until it is bent."""

import numpy as np
import pytest

from nnlib.plots.ch02 import cake


def test_two_layers_without_a_bend_are_the_one_and_with_a_bend_they_are_not():
    weights = dict(
        zip(("a11", "a12", "a21", "a22", "c11", "c12", "c21", "c22"), np.linspace(-2, 2, 8))
    )
    flat = cake.layers_data(**weights)
    assert flat.distance < 1e-12
    steps = np.diff(flat.end, axis=1)
    np.testing.assert_allclose(steps, np.broadcast_to(steps[:, :1], steps.shape), atol=1e-12)
    for activation in ("relu", "step"):
        bent = cake.layers_data(**weights, activation=activation)
        assert bent.distance > 0.1 and "no longer straight" in cake.read_layers(bent)
        np.testing.assert_array_equal(bent.one, flat.one)


def test_a_wrong_collapse_is_seen():
    def collapse_affine(W1, b1, W2, b2):
        return W1 @ W2, b1 + b2

    data = cake.layers_data(collapse_affine=collapse_affine)
    assert data.distance == pytest.approx(
        np.hypot(*(cake.B1 @ [[1.0, 0.5], [0.5, -1.0]] - cake.B1))
    )
    words = cake.read_layers(data)
    assert (
        "Your collapse_affine" in words and "misses by up to" in words and "same map" not in words
    )


def test_the_cake_collapses_without_changing_its_taste():
    data = cake.cake_data()
    for x in (-2.0, 0.0, 3.5):
        tastes = []
        for layers in data.steps:
            value = x
            for w, b in layers:
                value = w * value + b
            tastes.append(value)
        assert tastes == pytest.approx([tastes[0]] * 3)
    assert [len(layers) for layers in data.steps] == [3, 2, 1] and "−6 x + 6." in cake.read_cake(
        data
    )
