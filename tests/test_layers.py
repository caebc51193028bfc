"""The affine layer: worked by hand, against NumPy and autograd, in every layout."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import (
    affine_backward,
    affine_forward,
    affine_forward_columns,
    flatten_images,
    layers,
    read_layer,
)


def given_arrays(n, n_in, n_out, dtype=np.float64, seed=0):
    rng = np.random.default_rng(seed)
    shapes = [(n, n_in), (n_in, n_out), (n_out,), (n, n_out)]
    return [rng.normal(size=shape).astype(dtype) for shape in shapes]


def test_numbers_worked_by_hand():
    X, W, b = [[1, 2]], [[1, 0, 2], [3, 1, 0]], [10, 20, 30]
    np.testing.assert_array_equal(affine_forward(X, W, b), [[17, 22, 32]])
    dX, dW, db = affine_backward([[1, 10, 100]], X, W)
    np.testing.assert_array_equal(dX, [[201, 13]])
    np.testing.assert_array_equal(dW, [[1, 10, 100], [2, 20, 200]])
    np.testing.assert_array_equal(db, [1, 10, 100])


def test_b_gets_the_sum_of_the_rows_and_not_their_mean():
    _, _, db = affine_backward([[1.0], [2.0], [6.0]], np.ones((3, 2)), np.ones((2, 1)))
    assert db.tolist() == [9]


@given(st.integers(0, 6), st.integers(1, 5), st.integers(1, 5))
def test_it_agrees_with_numpy(n, n_in, n_out):
    X, W, b, dout = given_arrays(n, n_in, n_out)
    np.testing.assert_allclose(affine_forward(X, W, b), X @ W + b, rtol=1e-12, atol=1e-14)
    wanted = dout @ W.T, X.T @ dout, dout.sum(axis=0)
    for got, want in zip(affine_backward(dout, X, W), wanted, strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("widths", [(5, 3, 2), (3, 3, 3), (1, 2, 4)])
def test_it_agrees_with_autograd(widths):
    X, W, b, dout = given_arrays(*widths)
    f = lambda X, W, b: anp.sum(dout * (anp.dot(X, W) + b))  # noqa: E731
    wanted = [autograd.grad(f, i)(X, W, b) for i in range(3)]
    for got, want in zip(affine_backward(dout, X, W), wanted, strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-12, atol=1e-14)


def test_big_arrays_agree_in_one_random_direction():
    X, W, b, dout = given_arrays(40, 30, 20)
    V = given_arrays(40, 30, 20, seed=1)[1]
    measured = np.sum(dout * (affine_forward(X, W + V, b) - affine_forward(X, W - V, b))) / 2
    assert np.sum(affine_backward(dout, X, W)[1] * V) == pytest.approx(measured, rel=1e-10)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_stays(dtype):
    X, W, b, dout = given_arrays(4, 3, 2, dtype)
    results = [affine_forward(X, W, b), *affine_backward(dout, X, W)]
    assert {result.dtype for result in results} == {np.dtype(dtype)}
    np.testing.assert_allclose(results[0], X.astype("f8") @ W + b, rtol=1e-5, atol=1e-6)


def test_mixed_kinds_meet_in_float64():
    X, W, b, dout = given_arrays(4, 3, 2)
    assert affine_forward(X.astype("f4"), W, b).dtype == np.float64
    whole = np.array([[1, 2, 3]])
    np.testing.assert_allclose(affine_forward(whole, W, b), whole @ W + b)
    assert [d.dtype for d in affine_backward(dout[:1], whole, W)] == [np.float64] * 3


@pytest.mark.parametrize("change", [np.asfortranarray, lambda A: A[::-1][::-1].copy().T.copy().T])
def test_the_layout_in_memory_does_not_matter(change):
    X, W, b, dout = given_arrays(4, 3, 2)
    np.testing.assert_array_equal(affine_forward(change(X), change(W), b), affine_forward(X, W, b))
    for got, want in zip(
        affine_backward(change(dout), change(X), change(W)),
        affine_backward(dout, X, W),
        strict=True,
    ):
        np.testing.assert_array_equal(got, want)


def test_strided_and_read_only_inputs_are_read_and_kept():
    arrays = [np.repeat(A, 2, axis=0)[::2] for A in given_arrays(4, 3, 2)]
    kept = [A.copy() for A in arrays]
    for A in arrays:
        A.flags.writeable = False
    X, W, b, dout = arrays
    results = [affine_forward(X, W, b), *affine_backward(dout, X, W)]
    assert not any(np.shares_memory(r, A) for r in results for A in arrays)
    for A, before in zip(arrays, kept, strict=True):
        np.testing.assert_array_equal(A, before)


def test_nan_and_infinity_pass_through():
    Z = affine_forward([[np.nan, 1.0], [np.inf, 1.0]], [[1.0], [1.0]], [0.0])
    assert np.isnan(Z[0, 0]) and Z[1, 0] == np.inf


def test_shapes_that_do_not_meet_are_refused():
    X, W, b, dout = given_arrays(4, 3, 2)
    message = (
        r"affine_forward: X should have shape \(4, 3\); given: X \(4, 2\), W \(3, 2\), b \(2,\)"
    )
    with pytest.raises(ValueError, match=message):
        affine_forward(X[:, :2], W, b)
    with pytest.raises(
        ValueError, match=r"affine_forward: b should have shape \(2,\); given: .*b \(1,\)"
    ):
        affine_forward(X, W, b[:1])
    with pytest.raises(
        ValueError, match=r"affine_backward: dout should have shape \(4, 2\); given: dout"
    ):
        affine_backward(dout[:3], X, W)
    with pytest.raises(ValueError, match=r"X has shape \(3,\); wanted 2 axes"):
        affine_forward(X[0], W, b)
    with pytest.raises(TypeError, match="W holds"):
        affine_forward(X, "W", b)


# ---- Columns, and images as rows -------------------------------------------------------------------


@pytest.mark.parametrize("widths", [(5, 3, 2), (3, 3, 3), (1, 2, 4), (2, 4, 2)])
def test_in_columns_everything_is_the_transpose(widths):
    X, W, b, _ = given_arrays(*widths)
    Z = affine_forward_columns(W.T, X.T, b)
    assert Z.shape == (widths[2], widths[0])
    np.testing.assert_allclose(Z, affine_forward(X, W, b).T, rtol=1e-12, atol=1e-14)


def test_columns_worked_by_hand_where_a_bias_could_go_along_the_wrong_axis():
    # two units, two examples: unit 0 is (1, 0) with bias 10, unit 1 is (0, 1) with bias 20
    Z = affine_forward_columns([[1, 0], [0, 1]], [[1, 2], [3, 4]], [10, 20])
    assert Z.tolist() == [[11, 12], [23, 24]]


def test_columns_that_do_not_meet_are_refused():
    X, W, b, _ = given_arrays(4, 3, 2)
    message = (
        r"affine_forward_columns: Xc should have shape \(3, 3\); given: W \(2, 3\), Xc \(4, 3\)"
    )
    with pytest.raises(ValueError, match=message):
        affine_forward_columns(W.T, X, b)
    with pytest.raises(ValueError, match=r"b should have shape \(2,\)"):
        affine_forward_columns(W.T, X.T, b[:1])


@pytest.mark.parametrize(
    "shape", [(5, 4, 3, 2), (3, 3, 3, 3), (1, 2, 2, 3), (4, 3, 2), (0, 2, 2, 1)]
)
def test_row_i_is_image_i(shape):
    images = np.random.default_rng(0).normal(size=shape)
    rows = flatten_images(images)
    assert rows.shape == (shape[0], np.prod(shape[1:])) and not np.shares_memory(rows, images)
    for row, image in zip(rows, images, strict=True):
        assert row.tolist() == [pixel for pixel in image.flat]


def test_the_colours_of_a_pixel_stay_together():
    image = np.array([[[[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 12]]]])
    assert flatten_images(image).tolist() == [list(range(1, 13))]
    assert flatten_images(np.zeros((2, 64, 64, 3), np.float32)).shape == (2, 12288)


def test_flattening_reads_any_layout_and_keeps_the_dtype():
    images = np.random.default_rng(1).normal(size=(6, 4, 3, 2)).astype(np.float32)
    wanted = flatten_images(images)
    assert wanted.dtype == np.float32
    np.testing.assert_array_equal(flatten_images(np.asfortranarray(images)), wanted)
    np.testing.assert_array_equal(flatten_images(images[::-2]), wanted[::-2])
    assert flatten_images(np.uint8(images > 0)).dtype == np.float64


@pytest.mark.parametrize("shape", [(4,), (4, 3), (1, 2, 3, 4, 5)])
def test_what_is_no_list_of_images_is_refused(shape):
    with pytest.raises(ValueError, match=r"I has shape .*; wanted \(n, h, w, c\) or \(n, h, w\)"):
        flatten_images(np.zeros(shape))


@pytest.mark.parametrize("shape", [(3, 4, 5), (1, 1, 1), (2, 0, 3), (40, 30, 20)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_products_are_right_below_and_above_the_size_at_which_blas_is_called(shape, dtype):
    rng, (n, k, m) = np.random.default_rng(1), shape
    A, B = rng.normal(size=(n, k)).astype(dtype), rng.normal(size=(k, m)).astype(dtype)
    for form in (layers.product.plain, layers.product.compiled):
        for left, right in ((A, B), (A.T.copy().T, B), (A, B.T.copy().T)):
            C = np.full((n, m), np.nan, dtype)
            form(left, right, C)
            np.testing.assert_allclose(
                C, A @ B, rtol=1e-5 if dtype == np.float32 else 1e-12, atol=1e-5
            )


@pytest.mark.parametrize("shape", [(3, 4, 5), (1, 4, 5), (1, 60, 20), (40, 30, 20), (0, 3, 2)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_step_at_once_is_the_backward_and_a_step(shape, dtype):
    rng, (n, n_in, n_out) = np.random.default_rng(2), shape
    dout, X, W, b = (
        rng.normal(size=s).astype(dtype) for s in ((n, n_out), (n, n_in), (n_in, n_out), n_out)
    )
    dX, dW, db = affine_backward(dout, X, W)
    for form in (layers.affine_descend.plain, layers.affine_descend.compiled):
        found, moved, shifted = np.full_like(X, np.nan), W.copy(), b.copy()
        form(dout, X, moved, shifted, found, 0.25, 0.5)
        close = {"rtol": 1e-4 if dtype == np.float32 else 1e-12, "atol": 1e-5}
        np.testing.assert_allclose(found, dX, **close)
        np.testing.assert_allclose(moved, 0.5 * W - 0.25 * dW, **close)
        np.testing.assert_allclose(shifted, b - 0.25 * db, **close)
        form(dout, X, moved, shifted, np.zeros((0, 0), dtype), 0.25, 0.5)  # nobody asks for dX


# ---- A closed box ----------------------------------------------------------------------------------


@pytest.mark.parametrize("widths", [(3, 2), (1, 1), (4, 4), (1, 5), (6, 1)])
def test_a_closed_layer_is_read_from_one_call(widths):
    _, W, b, _ = given_arrays(1, *widths)
    asked = []

    def layer(X):
        asked.append(X.shape)
        return affine_forward(X, W, b)

    found = read_layer(layer, widths[0])
    np.testing.assert_allclose(found[0], W, atol=1e-14)
    np.testing.assert_array_equal(found[1], b)
    assert asked == [(widths[0] + 1, widths[0])]


def test_what_answers_in_another_shape_is_not_read():
    with pytest.raises(ValueError, match=r"layer\(X\) has shape \(3,\); wanted 3 rows"):
        read_layer(lambda X: X[:, 0], 2)
    with pytest.raises(ValueError, match="n_in is 0"):
        read_layer(lambda X: X, 0)
