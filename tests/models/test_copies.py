"""Copies: a model's layers again, from the model or from JSON."""

import numpy as np
import pytest
from models.small import classifier, my_tanh, my_tanh_backward

from nnlib import Dense, Dropout, Flatten, Input, Sequential
from nnlib.models.copies import clone_model, model_from_json
from nnlib.models.regularizers import L1L2, MaxNorm


def rich():
    layer = Dense(
        3,
        "tanh",
        use_bias=False,
        kernel_regularizer=L1L2(0.1, 0.2),
        kernel_constraint=MaxNorm(1),
        name="first",
    )
    return Sequential([Input([2, 2]), Flatten(), layer, Dropout(0.25), Dense(2, "softmax")], "rich")


@pytest.mark.parametrize("again", [clone_model, lambda model: model_from_json(model.to_json())])
def test_the_layers_again_with_weights_of_their_own(again):
    model = rich()
    copy = again(model)
    assert [layer.config() for layer in copy.layers] == [layer.config() for layer in model.layers]
    assert copy.name == "rich" and copy.input_shape == (2, 2) and copy.dtype == model.dtype
    assert not np.array_equal(copy.theta, model.theta)
    copy.set_weights(model.get_weights())
    X = np.random.default_rng(0).normal(size=(5, 2, 2))
    np.testing.assert_array_equal(copy.predict(X), model.predict(X))


def test_a_clone_stays_when_its_original_changes():
    model = classifier()
    copy = clone_model(model)
    model.layers[0].units = 9
    assert copy.sizes == [4, 6, 3] and copy.loss is None


def test_functions_of_ones_own_come_along_or_are_asked_for():
    model = Sequential([Input([2]), Dense(3, my_tanh, activation_backward=my_tanh_backward)])
    assert clone_model(model).layers[0].pair == model.layers[0].pair
    with pytest.raises(ValueError, match="the model uses a function my_tanh of its maker"):
        model_from_json(model.to_json())
    pair = {"my_tanh": (my_tanh, my_tanh_backward)}
    assert model_from_json(model.to_json(), pair).layers[0].pair == model.layers[0].pair


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"name": "x"}'])
def test_what_is_no_model_is_refused(text):
    with pytest.raises(ValueError, match="no JSON text of a model|a damaged model of nnlib"):
        model_from_json(text)
