"""The functions on arrays: NumPy's under Keras's names, in a metric as people write it, from both rooms."""

import numpy as np
import pytest

from nnlib import keras

ROOMS = [keras.ops, keras.backend]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.__name__)
def test_a_metric_of_ones_own_is_what_it_says(room):
    def rmse(y_true, y_pred):
        error = room.cast(y_pred, "float32") - room.cast(y_true, "float32")
        return room.sqrt(room.mean(room.square(error), axis=-1)[0])

    model = keras.Sequential([keras.layers.Dense(1)], rng=0)
    model.compile("sgd", "mse", metrics=[rmse])
    loss, found = model.evaluate(np.array([[2.0]]), np.array([5.0]))
    assert found == pytest.approx(loss**0.5)


def test_every_function_of_the_backend_that_is_none_of_its_state_is_the_one_of_ops():
    state = {"clear_session", "get_value", "set_value", "epsilon", "floatx"}
    for name in {*keras.backend.__all__} - state:
        assert getattr(keras.backend, name) is getattr(keras.ops, name)


def test_those_that_numpy_calls_otherwise():
    x = np.array([[-1.5, 2.5]])
    assert keras.ops.cast(x, "int32").dtype == np.int32 and keras.ops.shape(x) == (1, 2)
    assert keras.ops.convert_to_tensor([1], "float32").dtype == np.float32
    assert keras.ops.convert_to_numpy(x) is x and keras.ops.pow(x, 2)[0, 1] == 6.25
    assert keras.backend.epsilon() == 1e-7 and keras.backend.floatx() == "float32"


def test_what_is_not_there_says_what_is():
    with pytest.raises(AttributeError, match="keras.ops has no einsum here; .*there are abs"):
        assert keras.ops.einsum
