"""Chapter 7's figures: the numbers behind them, from another direction."""

import itertools
from functools import partial

import numpy as np
import pytest

import nnlib
from nnlib import plots
from nnlib.plots import gradients, transposes

X, Y = nnlib.logic_gate("xor")


def test_the_gates_hand_on_what_a_nudge_measures():
    does = {"add": lambda x, y: x + y, "mul": lambda x, y: x * y, "max": max}
    for case in plots.LOCAL_GATES.data(x=1.5, y=-0.5, upstream=-3.0):
        f, (x, y) = does[case.operation], case.inputs
        assert case.value == f(x, y) and case.upstream == -3
        h = 1e-5
        measured = (
            -3 * (f(x + h, y) - f(x - h, y)) / (2 * h),
            -3 * (f(x, y + h) - f(x, y - h)) / (2 * h),
        )
        assert case.slopes == pytest.approx(measured, abs=1e-9)


def test_the_shapes_on_the_wires_are_those_of_a_real_network():
    shapes = plots.WIRES.data(n=5, d=2, h=3, k=4).shapes
    rng = np.random.default_rng(0)
    params = [(rng.normal(size=shapes[f"W{i}"]), rng.normal(size=shapes[f"b{i}"])) for i in (1, 2)]
    Z, cache = nnlib.mlp_forward(rng.normal(size=shapes["X"]), params, ["tanh", "identity"])
    assert Z.shape == shapes["Z2"] and cache[0][1].shape == shapes["H"] == shapes["Z1"]


@pytest.mark.parametrize(("wanted", "answer"), [("dW", ("X.T", "dZ")), ("dX", ("dZ", "W.T"))])
def test_the_puzzle_has_one_answer_whatever_the_sizes(wanted, answer):
    for n, d, k in itertools.product((2, 3, 4), repeat=3):
        tried = [
            plots.TRANSPOSES.data(wanted, *pair, n=n, d=d, k=k)
            for pair in itertools.product(transposes.PIECES, repeat=2)
        ]
        assert [(one.first, one.second) for one in tried if one.right] == [answer], (n, d, k)
        if len({n, d, k}) == 3:
            assert sum(one.fits for one in tried) == 1
        if n == d == k:
            assert all(one.fits for one in tried)


def test_the_puzzle_says_refused_misshapen_wrong_or_right():
    said = [
        plots.TRANSPOSES.words(plots.TRANSPOSES.data(first=one, second=two, n=n, d=2, k=3))
        for one, two, n in (("X", "dZ", 4), ("X", "W", 4), ("X.T", "dZ", 4))
    ]
    assert "refused" in said[0] and "not the shape of dW" in said[1] and "are right" in said[2]
    square = plots.TRANSPOSES.data(n=3, d=3, k=3)
    assert "numbers are WRONG" in plots.TRANSPOSES.words(square) and square.error > 0.1


def test_heat_is_the_size_of_a_measured_gradient():
    heat = plots.HEAT.data(hidden=2, scale=1.3, seed=4)
    digits, labels = nnlib.load_digits()
    params = gradients.start([64, 20, 20, 10], np.random.default_rng(4), scale=1.3)

    def loss(layer, act, W):
        changed = [*params]
        changed[layer] = (W, params[layer][1])
        Z, _ = nnlib.mlp_forward(digits[:64], changed, [act, act, "identity"])
        return nnlib.softmax_cross_entropy(Z, labels[:64])

    for row, act in zip(heat.sizes, gradients.HEATED):
        for layer in (1, 2):
            measured = nnlib.numerical_gradient(partial(loss, layer, act), params[layer][0])
            assert row[layer] == pytest.approx(np.sqrt(np.mean(measured**2)), rel=1e-4)


def test_the_sigmoid_goes_dark_and_the_figure_says_whose_backward_it_is():
    heat = plots.HEAT.data()
    assert (
        heat.sizes[2, 0] < 1e-3 * heat.sizes[2, -1] and heat.sizes[1, 0] > 0.3 * heat.sizes[1, -1]
    )

    def mine(cache, params, dZ):
        return nnlib.mlp_backward(cache, params, 0 * dZ)

    spoiled = plots.HEAT.data(backward=mine)
    assert not spoiled.sizes.any() and "by your mlp_backward" in plots.HEAT.words(spoiled)
    assert "by the book's mlp_backward" in plots.HEAT.words(heat)


def test_the_cache_counts_every_array_once():
    kept = plots.CACHE_MEMORY.data(sizes=(7, 5, 3), batches=(1, 4))
    assert kept.cached == (15, 60) and kept.parameters == nnlib.count_parameters([7, 5, 3])


def test_the_price_of_differences_grows_with_the_parameters_and_that_of_backprop_hardly():
    data = plots.BACKPROP_COST.data(widths=(2, 32), width=32)
    small, large = data["prices"]
    assert data["chosen"] == large
    assert large.parameters == nnlib.count_parameters([64, 32, 32, 10]) == 3466
    assert large.forward < large.both < 10 * large.forward
    assert small.forward < large.both, "the first call, which compiles, is not timed"
    assert large.differences > 5 * small.differences and large.differences > 100 * large.both


def test_units_that_start_alike_stay_alike_and_others_learn():
    data = plots.SYMMETRY.data()
    assert np.ptp(data.weights["all alike"], axis=1).max() == 0 == data.zero
    assert np.ptp(data.weights["random"], axis=1).min() > 0
    assert data.losses["random"][-1] < 0.02 < 0.4 < data.losses["all alike"][-1]
    assert len(data.losses["random"]) == 401


def test_the_film_follows_the_gradients_it_is_given():
    scene = plots.XOR_FILM.data(step=300)
    assert scene.right == 4 and scene.losses[-1] < 0.03
    params = gradients.start([2, 2, 2], np.random.default_rng(0), scale=1.5)
    for _ in range(300):
        params = gradients.moved(params, nnlib.two_layer_grads(params, X, Y, "tanh"), 0.5)
    Z, cache = nnlib.mlp_forward(X, params, ["tanh", "identity"])
    np.testing.assert_allclose(scene.hidden, cache[0][1])
    assert scene.losses[-1] == pytest.approx(nnlib.softmax_cross_entropy(Z, Y))

    def mine(params, X, y, act):
        return [(0 * W, 0 * b) for W, b in params]

    stuck = plots.XOR_FILM.data(step=300, grads=mine)
    assert np.ptp(stuck.losses) == 0 and "by your two_layer_grads" in plots.XOR_FILM.words(stuck)


def test_the_pull_is_where_the_loss_falls():
    scene = plots.XOR_FILM.data(step=40, seed=3)
    params = gradients._film(3, nnlib.two_layer_grads)[0][40]

    def loss(hidden):
        return nnlib.softmax_cross_entropy(nnlib.affine_forward(hidden, *params[1]), Y)

    measured = nnlib.numerical_gradient(loss, scene.hidden)
    np.testing.assert_allclose(scene.pull, -measured, atol=1e-8)
