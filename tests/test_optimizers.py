"""One step of gradient descent."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import gd_step


def test_a_step_worked_by_hand():
    np.testing.assert_allclose(gd_step([1.0, 2.0], [10.0, -20.0], 0.1), [0, 4])


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))), st.floats(1e-6, 10))
def test_it_agrees_with_numpy(pairs, lr):
    params, grads = np.array(pairs).reshape(-1, 2).T
    np.testing.assert_allclose(
        gd_step(params, grads, lr), params - lr * grads, rtol=1e-12, atol=1e-12
    )


def test_steps_go_down_a_bowl_by_the_factor_they_must():
    x = np.array([3.0])
    for _ in range(5):
        x = gd_step(x, 2 * x, 0.1)  # the slope of x^2; each step leaves 1 - 0.2 of x
    assert x[0] == pytest.approx(3 * 0.8**5)


@pytest.mark.parametrize("shape", [(), (4,), (2, 3), (0,)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_new_array_of_the_same_kind_comes_back(shape, dtype):
    params, grads = np.ones(shape, dtype), np.full(shape, 2, dtype)
    params.flags.writeable = grads.flags.writeable = False
    moved = gd_step(params, grads, 0.25)
    assert moved.shape == shape and moved.dtype == dtype and not np.shares_memory(moved, params)
    np.testing.assert_array_equal(moved, np.full(shape, 0.5))


def test_layouts_and_whole_numbers():
    params, grads = np.arange(6.0).reshape(2, 3), np.arange(6.0, 0, -1).reshape(2, 3)
    wanted = params - 0.5 * grads
    np.testing.assert_array_equal(gd_step(np.asfortranarray(params), grads, 0.5), wanted)
    np.testing.assert_array_equal(gd_step(params, np.asfortranarray(grads), 0.5), wanted)
    np.testing.assert_array_equal(gd_step(params.astype(int), grads.astype(int), 0.5), wanted)
    assert gd_step(params.astype("f4"), grads, 0.5).dtype == np.float32


def test_nan_passes_through():
    assert np.isnan(gd_step([np.nan, 1.0], [0.0, np.nan], 0.1)).all()


def test_two_shapes_are_refused():
    with pytest.raises(
        ValueError, match=r"gd_step: params \(2,\) and grads \(3,\) should have one shape"
    ):
        gd_step([1, 2], [1, 2, 3], 0.1)
    with pytest.raises(TypeError, match="grads holds"):
        gd_step([1, 2], ["a", "b"], 0.1)
