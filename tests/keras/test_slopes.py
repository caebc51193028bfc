"""Units with a slope of their own: as layers, as functions, as a layer's activation; in a file, and refused."""

import numpy as np
import pytest

import nnlib
from nnlib import keras, load_model

X = np.random.default_rng(0).normal(size=(30, 3))


def shapes(model):
    return list(zip(model.plan.names, model.plan.alphas))


@pytest.mark.parametrize(
    "layer, name, alpha",
    [
        (keras.layers.ELU(), "elu", None),
        (keras.layers.ELU(0.5), "elu_alpha", 0.5),
        (keras.layers.ELU(alpha=0), "relu", None),
        (keras.layers.LeakyReLU(), "leaky_relu", 0.3),
        (keras.layers.LeakyReLU(0.1), "leaky_relu", 0.1),
        (keras.layers.LeakyReLU(0.0), "relu", None),
        (keras.layers.ReLU(), "relu", None),
        (keras.layers.ReLU(negative_slope=0.4), "leaky_relu", 0.4),
    ],
    ids=lambda value: str(getattr(value, "activation", value)),
)
@pytest.mark.parametrize("inside", [False, True], ids=["after", "inside"])
def test_a_layer_stands_after_a_dense_one_or_is_its_activation(
    layer, name, alpha, inside, tmp_path
):
    hidden = [keras.layers.Dense(4, activation=layer)] if inside else [keras.layers.Dense(4), layer]
    model = keras.Sequential([keras.Input([3]), *hidden, keras.layers.Dense(1)], rng=0)
    model.compile("sgd", "mse")
    model.fit(X, X[:, 0], epochs=1, verbose=0)
    found, slope = shapes(model)[0]
    assert found == name and alpha in (None, slope)
    model.save(tmp_path / "m.keras")
    np.testing.assert_array_equal(load_model(tmp_path / "m.keras").predict(X), model.predict(X))
    layer.model = None  # it is taken into the next model as it is


@pytest.mark.parametrize("name", ["elu", "leaky_relu", "relu"])
def test_a_function_as_an_activation_is_the_librarys(name):
    model = keras.Sequential(
        [keras.Input([3]), keras.layers.Dense(2, getattr(keras.activations, name))], rng=0
    )
    assert model.plan.names == [name] and model.plan.pairs == [
        nnlib.engine.activate.ACTIVATIONS.index(name)
    ]


def test_functions_take_the_numbers_that_keras_gives_them():
    z, f = np.array([-1.0, 0.0, 2.0]), keras.activations
    np.testing.assert_array_equal(f.elu(z), nnlib.elu(z))
    np.testing.assert_allclose(f.elu(z, alpha=0.5), [0.5 * np.expm1(-1), 0, 2])
    np.testing.assert_array_equal(f.leaky_relu(z), [-0.2, 0, 2])
    np.testing.assert_array_equal(f.leaky_relu(z, negative_slope=0.1), [-0.1, 0, 2])
    np.testing.assert_array_equal(f.relu(z), [0, 0, 2])
    np.testing.assert_array_equal(f.relu(x=z, negative_slope=0.5), [-0.5, 0, 2])


@pytest.mark.parametrize(
    "call, kind, complaint",
    [
        (lambda: keras.layers.ELU("big"), TypeError, "alpha is 'big'; wanted a number"),
        (lambda: keras.layers.ELU(-1), ValueError, "alpha is -1; wanted 0 to inf"),
        (lambda: keras.layers.LeakyReLU("x"), TypeError, "negative_slope is 'x'; wanted a number"),
        (lambda: keras.layers.LeakyReLU(-1), ValueError, "negative_slope is -1; wanted 0 to"),
        (lambda: keras.layers.ReLU(6.0), ValueError, "ReLU has no max_value .* Activation"),
        (lambda: keras.layers.ReLU(threshold=1), ValueError, "no threshold here"),
        (lambda: keras.layers.Softmax(axis=0), ValueError, "axis is 0; wanted -1"),
        (lambda: keras.activations.elu([1.0], alpha="x"), TypeError, "alpha is 'x'; wanted a n"),
        (lambda: keras.activations.elu([1.0], alpha=-1), ValueError, "alpha is -1; wanted 0 to"),
        (lambda: keras.activations.relu([1.0], max_value=6), TypeError, "has no max_value=: np.cl"),
    ],
)
def test_numbers_that_cannot_be(call, kind, complaint):
    with pytest.raises(kind, match=complaint):
        call()
