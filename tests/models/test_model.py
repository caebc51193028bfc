"""Model: layers in a row, their weights, copies, and what it says of layers that do not meet."""

import copy
import pickle

import numpy as np
import pytest
from models.small import classifier

from nnlib import (
    Dense,
    Dropout,
    Flatten,
    Input,
    Sequential,
    affine_backward,
    affine_forward,
    softmax,
)


def test_a_layer_added_later_leaves_the_others_weights_alone():
    model = Sequential([Input([4]), Dense(3, "relu")], rng=0)
    W = model.get_weights()[0]
    model.add(Dense(2))
    assert [array.shape for array in model.get_weights()] == [(4, 3), (3,), (3, 2), (2,)]
    assert np.array_equal(model.get_weights()[0], W)


def test_summary_shows_shapes_and_counts(capsys):
    Sequential([Input([28, 28]), Flatten(), Dense(300, "relu"), Dropout(0.2), Dense(10)]).summary()
    said = " ".join(capsys.readouterr().out.split())
    assert "flatten (Flatten) (n, 784) 0 dense (Dense) (n, 300) 235,500" in said
    assert "dropout (Dropout) (n, 300) 0 dense_1 (Dense) (n, 10) 3,010" in said
    assert "Parameters in all: 238,510" in said


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_a_copy_trains_on_as_the_original_would(few, copied):
    X, y, _ = few
    model = classifier(optimizer="adam")
    model.fit(X, y, epochs=2, verbose=0)
    twin = copied(model)
    model.fit(X, y, epochs=2, verbose=0)
    assert not np.array_equal(model.theta, twin.theta)
    twin.fit(X, y, epochs=2, verbose=0)
    assert np.array_equal(model.theta, twin.theta)
    assert twin.layers[0].model is twin


def test_the_librarys_own_functions_are_the_defaults():
    model = Sequential()
    assert (model.affine, model.affine_backward) == (affine_forward, affine_backward)
    assert Dense(2, softmax).activation == "softmax"


@pytest.mark.parametrize(
    "make, kind, complaint",
    [
        (lambda: Sequential([7]), TypeError, "wanted a layer, such as Dense(10)"),
        (lambda: Sequential(rng="x"), TypeError, "wanted np.random.default_rng(seed)"),
        (lambda: Sequential(dtype="int32"), TypeError, "dtype is int32; wanted float32 or float64"),
        (lambda: Sequential([Dense(2), Input([3])]), ValueError, "must come first"),
        (lambda: Sequential([Dense(2)] * 2), ValueError, "part of a model already"),
        (lambda: Sequential([Input([4])]).theta, ValueError, "has no Dense layer"),
        (
            lambda: Sequential([Input([28, 28]), Dense(2)]).theta,
            ValueError,
            "put Flatten() before it",
        ),
        (
            lambda: Sequential([Input([4]), Dense(2), Dropout(0.5)]).theta,
            ValueError,
            "Dropout after the last",
        ),
        (
            lambda: Sequential([Input([4]), Dense(3), Dense(2, shape=[4])]).theta,
            ValueError,
            "dense_1 wants input of shape (4,), but what comes in has shape (3,)",
        ),
        (lambda: classifier().set_weights([1]), ValueError, "given 1 arrays; wanted 4"),
        (
            lambda: Sequential([Dense(2)]).predict(np.ones((2, 2))),
            RuntimeError,
            "does not know its input yet",
        ),
        (
            lambda: Sequential([Dense(2)]).layers[0].get_weights(),
            RuntimeError,
            "does not know its input yet",
        ),
        (
            lambda: classifier().predict(np.ones((2, 4)), batch_size=0),
            ValueError,
            "batch_size is 0",
        ),
    ],
)
def test_a_model_says_what_was_given_and_what_was_wanted(make, kind, complaint):
    with pytest.raises(kind) as error:
        make()
    assert complaint in str(error.value)


def test_the_last_layer_comes_off_and_the_others_keep_their_weights():
    model = Sequential([Input([4]), Dense(3, "relu"), Dense(2)], rng=0)
    before, last = model.get_weights(), model.layers[-1]
    assert model.pop() is last and model.sizes == [4, 3]
    assert all(map(np.array_equal, model.get_weights(), before[:2]))
    with pytest.raises(ValueError, match="in no model yet"):
        last.get_weights()
    model.pop()
    with pytest.raises(ValueError, match="there is nothing to take off"):
        model.pop()


def test_layers_changed_by_hand_are_what_counts(few):
    X, _, _ = few
    model = Sequential([Input([4]), Dense(3), Dense(2), Dense(1)], rng=0)
    first, second, third = (layer.get_weights() for layer in model.layers)
    model.layers.pop()
    assert model.predict(X).shape == (60, 2)
    model.add(Dense(1))
    assert not np.array_equal(model.layers[-1].get_weights()[0], third[0])
    model.layers.insert(1, Dense(3))
    assert model.sizes == [4, 3, 3, 2, 1]
    assert np.array_equal(model.layers[0].get_weights()[0], first[0])
    assert np.array_equal(model.layers[2].get_weights()[0], second[0])
    model.layers[0].units = 5
    assert model.layers[0].get_weights()[0].shape == (4, 5)
    assert model.predict(X).shape == (60, 1)


def test_an_activation_changed_by_hand_is_what_runs(few):
    X, _, _ = few
    model = Sequential([Input([4]), Dense(3)], rng=0)
    z = model.predict(X)
    model.layers[0].activation = "relu"
    assert np.array_equal(model.predict(X), np.maximum(z, 0))


def test_weights_that_do_not_fit_change_nothing():
    model = classifier()
    before = model.get_weights()
    for wrong in (np.ones(7), np.array(["x", "y", "z"])):
        with pytest.raises((ValueError, TypeError), match="wanted"):
            model.set_weights([before[0] + 1, *before[1:3], wrong])
        assert all(map(np.array_equal, model.get_weights(), before))


def test_the_layers_of_another_model_are_copied_with_their_weights_and_that_is_said():
    first = classifier()
    first.build(4)
    with pytest.warns(
        UserWarning, match="belongs to another model: its settings and weights"
    ) as said:
        second = Sequential(first.layers[:-1], rng=1)
    assert said[0].filename == __file__ and second.layers[0] is not first.layers[0]
    second.add(Dense(1))
    np.testing.assert_array_equal(second.get_weights()[0], first.get_weights()[0])
    np.testing.assert_array_equal(second.get_weights()[1], first.get_weights()[1])
    before = first.get_weights()[0]
    second.compile("sgd", "mse")
    second.fit(np.eye(4), np.ones(4), verbose=0)
    np.testing.assert_array_equal(first.get_weights()[0], before)
    assert not np.array_equal(second.get_weights()[0], before)


def test_a_model_can_be_called():
    model, X = classifier(), np.eye(4, dtype=np.float32)
    np.testing.assert_array_equal(model(X), model.predict(X))
    with pytest.raises(ValueError, match="training is True, but dropout is on in fit alone"):
        model(X, training=True)


def test_the_models_own_numbers_by_the_names_of_keras():
    model = Sequential([Input([2]), Dense(3), Dropout(0.5), Dense(1, use_bias=False)], rng=0)
    first, _, last = model.layers
    assert [w.shape for w in model.weights] == [(2, 3), (3,), (3, 1)]
    assert all(np.shares_memory(w, model.theta) for w in model.weights)
    first.kernel[:], first.bias[:] = 1, 2
    np.testing.assert_array_equal(model.weights[0], np.ones((2, 3)))
    np.testing.assert_array_equal(first.get_weights()[1], [2, 2, 2])
    first.trainable = False
    assert len(model.trainable_weights) == 1 and model.layers[1].weights == []
    assert model.output_shape == (1,) and last.get_config()["units"] == 1
    with pytest.raises(ValueError, match="in no model yet"):
        assert Dense(3).kernel.shape
