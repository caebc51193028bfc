"""Layers: their settings, their weights, and what they do in a network."""

import numpy as np
import pytest
from models.small import classifier, my_tanh

import nnlib
from nnlib import Activation, Adam, Dense, Dropout, Flatten, Input, Sequential
from nnlib.engine.plugin import PluginError
from nnlib.models.regularizers import MaxNorm


@pytest.mark.parametrize(
    "activation",
    [
        "sigmoid",
        "tanh",
        "relu",
        "leaky_relu",
        "selu",
        "softplus",
        "softmax",
        "linear",
        "identity",
        None,
    ],
)
def test_every_activation_by_name(few, activation):
    X, y, _ = few
    model = Sequential([Dense(8, activation), Dense(3, "softmax")], rng=0)
    model.compile(Adam(0.02), "sparse_categorical_crossentropy")
    loss = model.fit(X, y, epochs=15, verbose=0).history["loss"]
    assert loss[-1] < loss[0]


def test_an_activation_as_a_layer_of_its_own(few):
    X, y, _ = few
    one = Sequential([Dense(6, "tanh"), Dense(3, "softmax")], rng=0)
    two = Sequential([Dense(6), Activation("tanh"), Dense(3), Activation("softmax")], rng=0)
    for model in (one, two):
        model.compile("sgd", "sparse_categorical_crossentropy")
    assert one.fit(X, y, verbose=0).history == two.fit(X, y, verbose=0).history


def test_dropout_is_on_in_training_alone(few):
    X, y, _ = few
    model = Sequential([Dense(30, "relu"), Dropout(0.5), Dense(3, "softmax")], rng=0)
    model.compile("sgd", "sparse_categorical_crossentropy")
    plain = Sequential([Dense(30, "relu"), Dense(3, "softmax")], rng=0)
    plain.compile("sgd", "sparse_categorical_crossentropy")
    plain.fit(X, y, verbose=0)
    loss = model.fit(X, y, verbose=0).history["loss"]
    assert not np.array_equal(model.theta, plain.theta) and np.isfinite(loss[0])
    model.set_weights(plain.get_weights())
    assert np.array_equal(model.predict(X), plain.predict(X))


def test_dropout_of_the_input_and_twice_in_a_row():
    model = Sequential([Input([4]), Dropout(0.5), Dropout(0.5), Dense(2), Dropout(0.2), Dense(1)])
    assert model.network.keeps == [0.25, 0.8]


def test_layers_show_their_weights_before_any_training():
    model = Sequential(
        [Input([28, 28]), Flatten(), Dense(300, "relu"), Dense(100, "relu"), Dense(10)]
    )
    W, b = model.layers[1].get_weights()
    assert W.shape == (784, 300) and b.shape == (300,) and not b.any()
    assert np.std(W) == pytest.approx(np.sqrt(2 / 784), rel=0.02)
    assert model.layers[0].get_weights() == []
    assert model.count_params() == 266_610
    W[:] = 0
    assert model.layers[1].get_weights()[0].any()


def test_weights_can_be_set_for_a_layer_and_for_the_model(few):
    X, _, _ = few
    one, two = classifier(1), classifier(2)
    two.set_weights(one.get_weights())
    assert np.array_equal(one.predict(X), two.predict(X))
    W, b = one.layers[0].get_weights()
    one.layers[0].set_weights([2 * W, b + 1])
    assert np.array_equal(one.get_weights()[0], 2 * W) and np.array_equal(
        one.get_weights()[1], b + 1
    )


@pytest.mark.parametrize(
    "make, kind, complaint",
    [
        (lambda: Dense(0), ValueError, "units is 0; wanted at least 1"),
        (lambda: Dense(3, "rleu"), ValueError, "did you mean 'relu'?"),
        (lambda: Dense(3, 7), TypeError, "activation is 7; wanted a function or a name"),
        (lambda: Dense(3, my_tanh), PluginError, "my_tanh needs its backward too"),
        (lambda: Dense(3, use_bias="no"), TypeError, "use_bias is 'no'; wanted True or False"),
        (lambda: Dense(3, bias_initializer="zero_s"), ValueError, "did you mean 'zeros'?"),
        (lambda: Dense(3, kernel_constraint=3), TypeError, "wanted MaxNorm(3) or None"),
        (lambda: Dense(3, activity_regularizer="l2"), TypeError, "weights are penalised"),
        (
            lambda: Dense(3, kernel_initializer="glorot_normall"),
            ValueError,
            "did you mean 'glorot_normal'?",
        ),
        (
            lambda: Dense(3, kernel_regularizer=0.1),
            TypeError,
            "wanted l2(0.01), l1(0.01), l1_l2(0.01, 0.01) or None",
        ),
        (lambda: Dropout(1), ValueError, "rate is 1"),
        (lambda: Dropout(-0.1), ValueError, "rate is -0.1; wanted 0 to 1"),
        (lambda: Input([0]), ValueError, "an axis of the shape is 0"),
        (lambda: Input([]), ValueError, "shape is []; wanted that of one example"),
        (
            lambda: Sequential([Input([4]), Activation("relu")]).theta,
            ValueError,
            "must follow a Dense layer",
        ),
        (
            lambda: classifier().layers[0].set_weights([np.ones(2)]),
            ValueError,
            "wanted [(4, 6), (6,)]",
        ),
        (lambda: Flatten("f").set_weights([1]), ValueError, "f has no weights; given 1 arrays"),
        (lambda: Dense(3).get_weights(), ValueError, "in no model yet"),
    ],
)
def test_a_layer_says_what_was_given_and_what_was_wanted(make, kind, complaint):
    with pytest.raises(kind) as error:
        make()
    assert complaint in str(error.value)


def fitted(*layers, optimizer="sgd", epochs=3):
    """A small network with these layers before its last, trained on random rows."""
    rng = np.random.default_rng(2)
    model = Sequential([Input([4]), *layers, Dense(1)], rng=0)
    model.compile(optimizer, "mse")
    model.theta  # noqa: B018 - drawn before its layers are looked at
    first = model.get_weights()
    model.fit(rng.normal(size=(30, 4)), rng.normal(size=30), epochs=epochs, verbose=0)
    return model, first


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam", "rmsprop"])
def test_without_a_bias_there_is_none_to_learn(optimizer, tmp_path):
    model, first = fitted(Dense(5, "tanh", use_bias=False), optimizer=optimizer)
    assert [w.shape for w in model.get_weights()] == [(4, 5), (5, 1), (1,)]
    assert model.count_params() == 20 + 6 and model.layers[0].n_parameters == 20
    assert not model.layers[0].views()[1].any()  # b stays 0
    assert not np.array_equal(model.get_weights()[0], first[0])
    model.set_weights(first)
    X = np.eye(4, dtype=np.float32)
    wanted = np.tanh(X @ first[0]) @ first[1] + first[2]
    np.testing.assert_allclose(model.predict(X), wanted, rtol=1e-5)
    model.save(tmp_path / "m.keras")
    assert not nnlib.load_model(tmp_path / "m.keras").layers[0].use_bias


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_a_layer_that_is_not_trained_stays_as_it_is(optimizer):
    model, first = fitted(Dense(5, "tanh"), optimizer=optimizer)
    moved = model.get_weights()
    assert not np.array_equal(moved[0], first[0])
    model.layers[0].trainable = False
    model.fit(np.eye(4), np.ones(4), epochs=3, verbose=0)
    held = model.get_weights()
    assert all(np.array_equal(a, b) for a, b in zip(held[:2], moved[:2]))
    assert not np.array_equal(held[2], moved[2])
    model.layers[0].trainable = True
    model.fit(np.eye(4), np.ones(4), verbose=0)
    assert not np.array_equal(model.get_weights()[0], held[0])


def test_no_unit_has_longer_weights_than_it_may():
    free, _ = fitted(Dense(5, "tanh"), optimizer=nnlib.SGD(0.5))
    held, _ = fitted(Dense(5, "tanh", kernel_constraint=MaxNorm(0.5)), optimizer=nnlib.SGD(0.5))
    assert np.linalg.norm(free.get_weights()[0], axis=0).max() > 0.6
    assert np.linalg.norm(held.get_weights()[0], axis=0).max() < 0.5001


def test_first_biases():
    layer = Dense(3, bias_initializer=lambda n_in, n_out, rng: np.full((n_in, n_out), 0.25))
    assert Sequential([Input([2]), layer]).get_weights()[1].tolist() == [0.25] * 3
    assert Sequential([Input([2]), Dense(2, bias_initializer="ones")]).get_weights()[1].all()
