"""Layers: the affine map and, under it, its derivatives. Rows are examples."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from nnlib.core.arguments import as_floats, meet, positive_int
from nnlib.core.blas import add_product
from nnlib.core.faces import affine_backward_gate, affine_gate
from nnlib.core.kernel import kernel, public
from nnlib.core.types import Array, ArrayLike
from nnlib.core.words import tr

FEW = 512  # so many multiplications are done before BLAS has begun


@kernel
def product(A, B, C):
    """C = A B, by BLAS where there is enough to do."""
    if C.size * A.shape[1] > FEW:
        add_product(1, A, B, 0, C)
    else:
        for i in range(C.shape[0]):
            for j in range(C.shape[1]):
                total = C.dtype.type(0)
                for k in range(A.shape[1]):
                    total += A[i, k] * B[k, j]
                C[i, j] = total


@public(affine_gate)
def affine_forward(X: ArrayLike, W: ArrayLike, b: ArrayLike, Z) -> Array:
    """The affine map Z = X W + b, with X (n, n_in), W (n_in, n_out), b (n_out,), Z (n, n_out).

    Column j of W holds the weights of unit j. Where one of the three is float64, so is Z.
    Raises TypeError for what is no number, ValueError where the shapes do not meet.
    >>> affine_forward([[1, 2]], [[1, 0, 3], [0, 1, 3]], [0, 0, 0.5])
    array([[1. , 2. , 9.5]])
    """
    product(X, W, Z)
    for i in range(Z.shape[0]):
        for j in range(Z.shape[1]):
            Z[i, j] += b[j]


@public(affine_backward_gate)
def affine_backward(
    dout: ArrayLike, X: ArrayLike, W: ArrayLike, dX, dW, db
) -> tuple[Array, Array, Array]:
    """The affine map's backward: dX = dout W^T, dW = X^T dout, db = the sum of dout's rows.

    dout (n, n_out) is the upstream gradient, X (n, n_in), W (n_in, n_out); dX, dW, db have the shapes of X, W, b.
    Nothing is averaged here: the 1/n stands in the loss. Law: it is linear in dout.
    Inside the training loop an empty dX means that nobody asks for it. Raises TypeError for what is no number,
    ValueError where the shapes do not meet.
    >>> dX, dW, db = affine_backward([[1, 1]], [[2, 3]], [[1, 0], [0, 5]])
    >>> dX
    array([[1., 5.]])
    >>> dW
    array([[2., 2.],
           [3., 3.]])
    >>> db
    array([1., 1.])
    """
    if X.shape[0] != 1:
        product(X.T, dout, dW)
    else:  # one row, where BLAS would take half as long again
        for i in range(dW.shape[0]):
            for j in range(dW.shape[1]):
                dW[i, j] = X[0, i] * dout[0, j]
    for j in range(db.shape[0]):
        db[j] = 0
    for i in range(dout.shape[0]):
        for j in range(dout.shape[1]):
            db[j] += dout[i, j]
    if dX.size > 0:
        product(dout, W.T, dX)


@kernel
def affine_descend(dout, X, W, b, dX, lr, keep):
    """`affine_backward` and the step of gradient descent in one: W = keep W - lr X^T dout, b = b - lr (dout's rows).

    dX is that of the W before. The gradient itself is written nowhere: it would go through memory twice more, and that
    takes a wide layer longer than its arithmetic.
    """
    if dX.size > 0:
        product(dout, W.T, dX)
    rate, rest = W.dtype.type(lr), W.dtype.type(keep)
    if X.shape[0] == 1:  # a loop of its own: with one over the rows inside, it is not vectorised
        for i in range(W.shape[0]):
            x = rate * X[0, i]
            for j in range(W.shape[1]):
                W[i, j] = rest * W[i, j] - x * dout[0, j]
    elif W.size * X.shape[0] > FEW:
        add_product(-rate, X.T, dout, rest, W)
    else:
        for i in range(W.shape[0]):
            for j in range(W.shape[1]):
                total = W.dtype.type(0)
                for k in range(X.shape[0]):
                    total += X[k, i] * dout[k, j]
                W[i, j] = rest * W[i, j] - rate * total
    for i in range(dout.shape[0]):
        for j in range(dout.shape[1]):
            b[j] -= rate * dout[i, j]


def affine_forward_columns(W: ArrayLike, Xc: ArrayLike, b: ArrayLike) -> Array:
    """The affine map where columns are examples, Z = W Xc + b 1^T, with W (n_out, n_in), Xc (n_in, n), b (n_out,).

    Row j of W holds the weights of unit j; Z is (n_out, n). Law: it is the transpose of
    `affine_forward(Xc.T, W.T, b)`. b stands as a column: b alone would be added along the examples where n = n_out.
    Raises TypeError for what is no number, ValueError where the shapes do not meet.
    >>> affine_forward_columns([[1, 0], [3, 3]], [[1, 7], [2, 8]], [0, 0.5])
    array([[ 1. ,  7. ],
           [ 9.5, 45.5]])
    """
    W, Xc, b = meet("affine_forward_columns", tr("W n_out n_in, Xc n_in n, b n_out"), W, Xc, b)
    return W @ Xc + b[:, None]


def flatten_images(I: ArrayLike) -> Array:  # noqa: E741
    """Images as rows, I (n, h, w, c) -> (n, h * w * c): row i is image i, pixel after pixel, line after line.

    Images in grey, (n, h, w), work too. The c numbers of a pixel stay side by side. The result is a
    copy. Raises TypeError for what is no number, ValueError for other axes.
    >>> flatten_images([[[1, 2], [3, 4]], [[5, 6], [7, 8]]])
    array([[1., 2., 3., 4.],
           [5., 6., 7., 8.]])
    """
    images = as_floats("I", I)
    if images.ndim not in (3, 4):
        raise ValueError(
            tr("I has shape {shape}; wanted (n, h, w, c) or (n, h, w)", shape=images.shape)
        )
    return images.reshape(images.shape[0], math.prod(images.shape[1:])).copy()


def read_layer(layer: Callable[[Array], ArrayLike], n_in: int) -> tuple[Array, Array]:
    """The weights W (n_in, n_out) and the biases b (n_out,) of a layer X -> X W + b that only answers, from one call.

    A row of zeros gives b, and row i of the unit matrix gives b plus row i of W. Raises ValueError where n_in is below
    1, or where the layer does not return one row for each of n_in + 1 rows.
    >>> read_layer(lambda X: X @ [[2.0], [4.0]] + [5.0], 2)
    (array([[2.],
           [4.]]), array([5.]))
    """
    rows = np.vstack([np.zeros(positive_int("n_in", n_in)), np.eye(n_in)])
    Z = as_floats("layer(X)", layer(rows))
    if Z.ndim != 2 or len(Z) != len(rows):
        raise ValueError(
            tr("layer(X) has shape {shape}; wanted {n} rows", shape=Z.shape, n=len(rows))
        )
    return Z[1:] - Z[0], Z[0]


def folded_network() -> list[tuple[Array, Array]]:
    """Params of four tents in a row, two ReLUs each: between 0 and 1 its curve has 16 straight pieces.

    For `mlp_forward` with acts ["relu"] * 4 + ["identity"]. A tent is 2 relu(x) - 4 relu(x - 1/2); each folds the line
    once, so that the pieces double with every layer. Eight ReLUs side by side draw nine pieces at most.
    >>> [W.shape for W, _ in folded_network()]
    [(1, 2), (2, 2), (2, 2), (2, 2), (2, 1)]
    """
    tent, joints = np.array([[2.0], [-4.0]]), np.array([0.0, -0.5])
    first, between = np.ones((1, 2)), tent @ np.ones((1, 2))
    return [(first, joints), *[(between, joints)] * 3, (tent, np.zeros(1))]
