"""The faces of kernels: the gates that `kernel.public` sets before a loop, one for each kind of function.

A gate checks the arguments, makes the arrays that the loop writes into, and says what comes back. `outputs` is how many
such arrays stand last among the loop's parameters; `linked(run, names)` is the same face for compiled code, where
nothing is checked.
"""

import numpy as np

from nnlib.core.arguments import as_floats, as_labels, between, not_empty, positive_number
from nnlib.core.kernel import by_rank, compiler
from nnlib.core.words import tr

# --- Pointwise: arrays of any shape, all alike ---------------------------------------------------


def pointwise(name, arguments):
    """Gate of the activations: arrays of any shape, all alike, come back as a new array of that shape.

    A parameter called `alpha` is a number. Python numbers come back as numbers.
    """
    arrays = {key: as_floats(key, value) for key, value in arguments.items() if key != "alpha"}
    shapes = {array.shape for array in arrays.values()}
    if len(shapes) > 1:
        given = ", ".join(f"{key} {array.shape}" for key, array in arrays.items())
        raise ValueError(
            tr("{name} wants arrays of one shape; given: {given}", name=name, given=given)
        )
    shape = shapes.pop()
    dtype = np.result_type(*arrays.values())
    rows = (-1, shape[-1]) if shape and shape[-1] else (0, 1) if shape else (1, 1)
    inputs = [
        between("alpha", value, 0, np.inf)
        if key == "alpha"
        else np.ascontiguousarray(arrays[key].reshape(rows), dtype=dtype)
        for key, value in arguments.items()
    ]
    out = np.empty(inputs[0].shape, dtype)
    return (*inputs, out), lambda: out.reshape(shape) if shape else out[0, 0]


def _pointwise_linked(run, names):
    """The same for compiled code (see `kernel.by_rank`): numbers, vectors and matrices."""
    rows = by_rank(
        lambda x: np.full((1, 1), float(x)),
        lambda x: np.ascontiguousarray(x).reshape((1, -1)),
        lambda x: x,
    )
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
        matrix = rows(a)
        out = np.empty_like(matrix)
        run(rows(dout), matrix, out)
        return restore(out, a)

    def two_and_alpha(dout, a, alpha):
        matrix = rows(a)
        out = np.empty_like(matrix)
        run(rows(dout), matrix, alpha, out)
        return restore(out, a)

    if "alpha" in names:
        return one_and_alpha if len(names) == 2 else two_and_alpha
    return one if len(names) == 1 else two


pointwise.outputs, pointwise.linked = 1, _pointwise_linked


# --- The affine map ------------------------------------------------------------------------------


def _meeting(name, **arrays):
    """Arrays of one dtype whose shapes fit X (n, n_in), W (n_in, n_out), b (n_out,), dout (n, n_out)."""
    wanted_axes = {"X": 2, "W": 2, "b": 1, "dout": 2}
    arrays = {key: as_floats(key, value, wanted_axes[key]) for key, value in arrays.items()}
    X, W = arrays["X"], arrays["W"]
    wanted = {"X": (X.shape[0], W.shape[0]), "b": (W.shape[1],), "dout": (X.shape[0], W.shape[1])}
    for key, shape in wanted.items():
        if key in arrays and arrays[key].shape != shape:
            given = ", ".join(f"{key} {array.shape}" for key, array in arrays.items())
            raise ValueError(
                tr(
                    "{name}: {key} should have shape {shape}; given: {given}",
                    name=name,
                    key=key,
                    shape=shape,
                    given=given,
                )
            )
    dtype = np.result_type(*arrays.values())
    return {key: array.astype(dtype, copy=False) for key, array in arrays.items()}


def affine_gate(name, arguments):
    """Gate of the affine map: X, W, b whose shapes meet; Z comes back."""
    X, W, b = _meeting(name, **arguments).values()
    Z = np.empty((X.shape[0], W.shape[1]), X.dtype)
    return (X, W, b, Z), lambda: Z


def affine_backward_gate(name, arguments):
    """Gate of the affine map's backward: dout, X, W whose shapes meet; dX, dW, db come back."""
    dout, X, W = _meeting(name, **arguments).values()
    dX, dW, db = np.empty_like(X), np.empty_like(W), np.empty(W.shape[1], W.dtype)
    return (dout, X, W, dX, dW, db), lambda: (dX, dW, db)


def _affine_linked(run, names):
    def affine_forward(X, W, b):
        Z = np.empty((X.shape[0], W.shape[1]), X.dtype)
        run(X, W, b, Z)
        return Z

    return affine_forward


def _affine_backward_linked(run, names):
    def affine_backward(dout, X, W):
        dX, dW, db = np.empty_like(X), np.empty_like(W), np.empty(W.shape[1], W.dtype)
        run(dout, X, W, dX, dW, db)
        return dX, dW, db

    return affine_backward


affine_gate.outputs, affine_gate.linked = 1, _affine_linked
affine_backward_gate.outputs, affine_backward_gate.linked = 3, _affine_backward_linked

# --- Losses: what comes from outside, as matrices of one dtype -----------------------------------


def alike(name, arguments):
    """Two arrays of one shape (n, ...), and a number `delta` where there is one."""
    (out_name, out), (y_name, y) = list(arguments.items())[:2]
    out, y = as_floats(out_name, out), as_floats(y_name, y)
    if out.shape != y.shape:  # (n,) against (n, 1) would give n times n differences
        raise ValueError(
            tr(
                "{name}: {out_name} {shape} and {y_name} {shape2} should be alike",
                name=name,
                out_name=out_name,
                shape=out.shape,
                y_name=y_name,
                shape2=y.shape,
            )
        )
    if out.ndim == 0:
        raise ValueError(
            tr(
                "{out_name} is one number; wanted an array, a row or entry per example",
                out_name=out_name,
            )
        )
    not_empty(out_name, out)
    dtype = np.result_type(out, y)
    extra = [positive_number("delta", arguments["delta"])] if "delta" in arguments else []
    return out, [_rows(out.astype(dtype, copy=False)), _rows(y.astype(dtype, copy=False)), *extra]


def _rows(array):
    """A matrix with a row per example: a vector becomes a column."""
    return array.reshape((array.shape[0], -1))


def _within(name, array):
    """Raise where a number is no probability."""
    if not ((array >= 0) & (array <= 1) | np.isnan(array)).all():
        wrong = array[(array < 0) | (array > 1)][0]
        raise ValueError(
            tr("{name} holds {wrong}; wanted probabilities, from 0 to 1", name=name, wrong=wrong)
        )


def shares(name, arguments):
    """The same, with all numbers of both from 0 to 1."""
    out, inputs = alike(name, arguments)
    for key, array in zip(arguments, inputs):
        _within(key, array)
    return out, inputs


def targets(name, arguments):
    """The same, with the second's numbers from 0 to 1."""
    out, inputs = alike(name, arguments)
    _within(list(arguments)[1], inputs[1])
    return out, inputs


def one_output(name, arguments):
    """Logits or probabilities of one output, (n,) or (n, 1), and targets from 0 to 1 in the same shape."""
    key, values = next(iter(arguments.items()))
    shape = as_floats(key, values).shape
    if len(shape) > 1 and shape[1:] != (1,):
        raise ValueError(
            tr("{key} has shape {shape}; wanted (n,) or (n, 1), one output", key=key, shape=shape)
        )
    return (targets if key == "z" else shares)(name, arguments)


def labelled(name, arguments):
    """Logits (n, k) and labels (n,), which become a column of floats."""
    Z = as_floats("Z", arguments["Z"], 2)
    not_empty("Z", Z)
    y = as_labels("y", arguments["y"], *Z.shape)
    return Z, [Z, y.astype(Z.dtype)[:, None]]


def distributions(name, arguments):
    """Two distributions (k,), or a pair in each row of (n, k): numbers from 0 to 1 that sum to 1."""
    p, q = (np.atleast_2d(as_floats(key, arguments[key])) for key in ("p", "q"))
    _, inputs = shares(name, {"p": p, "q": q})
    for key, array in zip(arguments, inputs):
        total = array.sum(axis=1)
        if not (np.abs(total - 1) < 1e-4).all():
            raise ValueError(
                tr(
                    "{key} sums to {value}; wanted 1",
                    key=key,
                    value=total[~(np.abs(total - 1) < 0.0001)][0],
                )
            )
    return p, inputs


def loss_of(prepare):
    """The gate of a loss: its face returns the mean over the examples."""

    def gate(name, arguments):
        _, inputs = prepare(name, arguments)
        each = np.empty(len(inputs[0]), inputs[0].dtype)
        return (*inputs, each), lambda: float(each.mean(dtype=np.float64))

    gate.outputs, gate.linked = 1, _loss_linked
    return gate


def grad_of(prepare):
    """The gate of a gradient: a new array in the shape of the first argument."""

    def gate(name, arguments):
        out, inputs = prepare(name, arguments)
        dout = np.empty_like(inputs[0])
        return (*inputs, dout), lambda: dout.reshape(np.shape(out))

    gate.outputs, gate.linked = 1, _grad_linked
    return gate


def _loss_linked(run, names):
    """The same for compiled code: labels may be whole numbers."""

    def loss(out, y, *delta):
        each = np.empty(out.shape[0], out.dtype)
        matrix = np.ascontiguousarray(out).reshape((out.shape[0], -1))
        wanted = np.ascontiguousarray(y).astype(out.dtype).reshape((y.shape[0], -1))
        run(*((matrix, wanted) + delta + (each,)))
        return each.mean()

    return _with_delta(loss) if "delta" in names else loss


def _grad_linked(run, names):
    def grad(out, y, *delta):
        matrix = np.ascontiguousarray(out).reshape((out.shape[0], -1))
        dout = np.empty_like(matrix)
        wanted = np.ascontiguousarray(y).astype(out.dtype).reshape((y.shape[0], -1))
        run(*((matrix, wanted) + delta + (dout,)))
        return dout.reshape(out.shape)

    return _with_delta(grad) if "delta" in names else grad


def _with_delta(function):
    """A face that calls its third parameter by its name."""
    inner = compiler().njit(function)

    def face(out, y, delta):
        return inner(out, y, delta)

    return face
