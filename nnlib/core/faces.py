"""The faces of kernels: the gates that `kernel.public` sets before a loop, one for each kind of function.

A gate checks the arguments, makes the arrays that the loop writes into, and says what comes back. `outputs` is how many
such arrays stand last among the loop's parameters; `linked(run, names)` is the same face for compiled code, see
`linked_faces`.
"""

import numpy as np

from nnlib.core import linked_faces
from nnlib.core.arguments import as_floats, as_labels, between, not_empty, positive_number
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


pointwise.outputs, pointwise.linked = 1, linked_faces.pointwise


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


affine_gate.outputs, affine_gate.linked = 1, linked_faces.affine
affine_backward_gate.outputs, affine_backward_gate.linked = 3, linked_faces.affine_backward

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


def _kind_of(prepare):
    """What compiled code has to know of the targets."""
    return {labelled: "labels", distributions: "distributions"}.get(prepare, "values")


def loss_of(prepare):
    """The gate of a loss: its face returns the mean over the examples."""

    def gate(name, arguments):
        _, inputs = prepare(name, arguments)
        each = np.empty(len(inputs[0]), inputs[0].dtype)
        return (*inputs, each), lambda: float(each.mean(dtype=np.float64))

    gate.outputs, gate.linked = 1, linked_faces.loss(_kind_of(prepare))
    return gate


def grad_of(prepare):
    """The gate of a gradient: a new array in the shape of the first argument."""

    def gate(name, arguments):
        out, inputs = prepare(name, arguments)
        dout = np.empty_like(inputs[0])
        return (*inputs, dout), lambda: dout.reshape(np.shape(out))

    gate.outputs, gate.linked = 1, linked_faces.grad(_kind_of(prepare))
    return gate
