"""The faces of kernels for compiled code: what a learner's function gets where it names a function of the library.

A loop trusts every length and label. In Python the gates of `faces` look at them first; here that is done as shortly as
it can be: what would read or write outside of an array raises ValueError, and the epoch is played again in plain
Python, where the gate says what was given and what was wanted.
"""

import functools

import numpy as np

from nnlib.core.kernel import compiler
from nnlib.core.linking import by_rank
from nnlib.core.words import tr

UNFIT = tr("a function of nnlib was given arrays whose shapes do not fit")
NO_LABEL = tr("a loss of nnlib was given labels that are none of the network's classes")

# --- Pointwise -----------------------------------------------------------------------------------


def pointwise(run, names):
    """Numbers, vectors and matrices, see `linking.by_rank`."""
    rows, alike = _rows(), compiler().njit(_alike)
    restore = by_rank(lambda out, x: out[0, 0], lambda out, x: out[0], lambda out, x: out)

    def one(z):
        matrix = rows(z)
        out = np.empty_like(matrix)
        run(matrix, out)
        return restore(out, z)

    def one_and_alpha(z, alpha):
        matrix = rows(z)
        out = np.empty_like(matrix)
        run(matrix, alpha, out)
        return restore(out, z)

    def two(dout, a):
        upstream, matrix = rows(dout), rows(a)
        alike(upstream, matrix)
        out = np.empty_like(matrix)
        run(upstream, matrix, out)
        return restore(out, a)

    def two_and_alpha(dout, a, alpha):
        upstream, matrix = rows(dout), rows(a)
        alike(upstream, matrix)
        out = np.empty_like(matrix)
        run(upstream, matrix, alpha, out)
        return restore(out, a)

    if "alpha" in names:
        return one_and_alpha if len(names) == 2 else two_and_alpha
    return one if len(names) == 1 else two


def _rows():
    """A number, a vector or a matrix as a matrix: a vector is one row."""
    return by_rank(
        lambda x: np.full((1, 1), float(x)),
        lambda x: np.ascontiguousarray(x).reshape((1, -1)),
        lambda x: x,
    )


def _alike(x, y):
    if x.shape != y.shape:
        raise ValueError(UNFIT)


# --- The affine map ------------------------------------------------------------------------------


def affine(run, names):
    """X (n, n_in), W (n_in, n_out), b (n_out,)."""

    def affine_forward(X, W, b):
        if X.shape[1] != W.shape[0] or b.shape[0] != W.shape[1]:
            raise ValueError(UNFIT)
        Z = np.empty((X.shape[0], W.shape[1]), X.dtype)
        run(X, W, b, Z)
        return Z

    return affine_forward


def affine_backward(run, names):
    """dout (n, n_out), X (n, n_in), W (n_in, n_out)."""

    def affine_backward(dout, X, W):
        if X.shape[1] != W.shape[0] or dout.shape != (X.shape[0], W.shape[1]):
            raise ValueError(UNFIT)
        dX, dW, db = np.empty_like(X), np.empty_like(W), np.empty(W.shape[1], W.dtype)
        run(dout, X, W, dX, dW, db)
        return dX, dW, db

    return affine_backward


# --- Losses: a row per example; labels may be whole numbers --------------------------------------


def loss(kind):
    """The face of a loss; `kind` is "labels", "distributions" (a vector is one row), or "values"."""

    def linked(run, names):
        pair = _pair(kind)

        def loss(out, y, *delta):
            matrix, wanted = pair(out, y)
            each = np.empty(matrix.shape[0], matrix.dtype)
            run(*((matrix, wanted) + delta + (each,)))
            return each.mean()

        return _with_delta(loss) if "delta" in names else loss

    return linked


def grad(kind):
    """The face of a gradient."""

    def linked(run, names):
        pair = _pair(kind)

        def grad(out, y, *delta):
            matrix, wanted = pair(out, y)
            slopes = np.empty_like(matrix)
            run(*((matrix, wanted) + delta + (slopes,)))
            return slopes.reshape(out.shape)

        return _with_delta(grad) if "delta" in names else grad

    return linked


@functools.cache
def _pair(kind):
    """What compiled code makes of an output and its targets: two matrices of one dtype that fit."""
    njit = compiler().njit
    rows = njit(_one_row) if kind == "distributions" else njit(_columns)
    fit = njit(_labels if kind == "labels" else _alike)

    def pair(out, y):
        matrix, wanted = rows(out), rows(y).astype(out.dtype)
        fit(matrix, wanted)
        return matrix, wanted

    return njit(pair)


def _columns(x):
    """A matrix with a row per example: a vector becomes a column."""
    return np.ascontiguousarray(x).reshape((x.shape[0], x.size // max(x.shape[0], 1)))


def _one_row(x):
    """The same, but a vector becomes one row."""
    return np.ascontiguousarray(x).reshape((-1, x.shape[-1]))


def _labels(Z, y):
    if y.shape != (Z.shape[0], 1):
        raise ValueError(UNFIT)
    for i in range(y.shape[0]):
        if not 0 <= y[i, 0] < Z.shape[1]:
            raise ValueError(NO_LABEL)


def _with_delta(function):
    """A face that calls its third parameter by its name."""
    inner = compiler().njit(function)

    def face(out, y, delta):
        return inner(out, y, delta)

    return face


# --- Steps ---------------------------------------------------------------------------------------


def step(run, names):
    """A step of one vector, which it moves in place: the face moves a copy."""

    def step(params, grads, lr):
        if params.shape != grads.shape:
            raise ValueError(UNFIT)
        moved = params.copy()
        run(moved, grads, lr)
        return moved

    return step


def remembering_step(arrays, moved, defaults, run, names):
    """A step with a memory, written out as text: Numba wants every parameter by name."""
    taken = [name if defaults.get(name) is None else f"{name}={defaults[name]}" for name in names]
    copies, back = "; ".join(f"{key} = {key}.copy()" for key in moved), ", ".join(moved)
    unlike = " or ".join(f"{key}.shape != w.shape" for key in arrays if key != "w")
    space = {"run": run, "UNFIT": UNFIT}
    exec(
        f"def step({', '.join(taken)}):\n"
        f"  if {unlike}:\n    raise ValueError(UNFIT)\n"
        f"  {copies}; run({', '.join(names)})\n"
        f"  return {back}",
        space,
    )
    return space["step"]
