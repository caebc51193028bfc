"""Backpropagation as the book builds it: a list of layers forward, the chain rule back, and any graph of operations.

`params` is a list with one pair (W, b) per layer; gradients come back as a list of the same form. An activation is
given as a name such as "relu"; as a function of such a name, whose backward is then the one of that name; or as a pair
(forward, backward) of your own, with forward(z) and backward(dout, a), where a is the forward's output.
"""

import math
from graphlib import CycleError, TopologicalSorter
from inspect import signature

import numpy as np

from nnlib import activations
from nnlib.batching import minibatches
from nnlib.gates import as_floats, meet, positive_number
from nnlib.gradcheck import numerical_gradient, relative_error
from nnlib.layers import affine_backward, affine_forward
from nnlib.losses import softmax_cross_entropy, softmax_cross_entropy_grad
from nnlib.optimizers import gd_step

# ---- A network as a list of layers -----------------------------------------------------------------


_PAIRS = {  # name: (forward, backward), of all that want nothing but z
    name: (forward, getattr(activations, f"{name}_backward"))
    for name, forward in vars(activations).items()
    if hasattr(activations, f"{name}_backward") and len(signature(forward).parameters) == 1
}


def _pair(act):
    """The activation `act` as (forward, backward)."""
    if isinstance(act, tuple):
        return act
    name = getattr(act, "__name__", act)
    if name not in _PAIRS:
        raise ValueError(
            f"act is {name!r}; wanted one of {', '.join(_PAIRS)}, or a pair (forward, backward)"
        )
    forward, backward = _PAIRS[name]
    return (act if callable(act) else forward), backward


def _layers(params):
    """`params` as arrays, once each layer fits on the one before."""
    layers = []
    for index, (W, b) in enumerate(params, 1):
        W, b = meet(f"layer {index}", "W n_in n_out, b n_out", W, b)
        if layers and layers[-1][1].shape[0] != W.shape[0]:
            raise ValueError(
                f"layer {index} takes {W.shape[0]} numbers (W {W.shape}), "
                f"but layer {index - 1} puts out {layers[-1][1].shape[0]}"
            )
        layers.append((W, b))
    if not layers:
        raise ValueError("params is empty; wanted at least one pair (W, b)")
    return layers


def _alike(name, things, params):
    if len(things) != len(params):
        raise ValueError(f"{name} has {len(things)} entries; wanted {len(params)}, one per layer")


def mlp_forward(X, params, acts):
    """A network layer by layer, A = act(A_prev W + b), from A_prev = X (n, n_in) to the output (n, n_out).

    params: a list of (W, b). acts: one activation per layer, as in ["relu", "relu", "identity"].
    Returns (out, cache); cache is a list with (A_prev, A, act) of each layer: what went in, what came out, and through
    which activation. Raises ValueError where layers do not meet or acts is too long or too short.
    """
    params = _layers(params)
    _alike("acts", acts, params)
    A, cache = as_floats("X", X, 2).copy(), []
    for (W, b), act in zip(params, acts):
        forward, _ = _pair(act)
        A_prev, A = A, forward(affine_forward(A, W, b))
        cache.append((A_prev, A, act))
    return A, cache


def layer_backward(dA, cache, act):
    """One layer back, dZ = act_backward(dA, A) and then dA_prev = dZ W^T, dW = A_prev^T dZ, db = sum of dZ's rows.

    dA (n, n_out) is the gradient at the layer's output; cache = (A_prev, W, A) is what the way forward left behind:
    A_prev (n, n_in) went in, A (n, n_out) came out. Returns (dA_prev, dW, db).
    """
    A_prev, W, A = cache
    _, backward = _pair(act)
    return affine_backward(backward(dA, A), A_prev, W)


def mlp_backward(cache, params, dZ):
    """A network back, layer by layer from the last: the gradients [(dW, db), ...] of the loss, in the form of params.

    cache is the one of `mlp_forward` with the same params; dZ (n, n_out) is the gradient at the last layer's Z, as
    `softmax_cross_entropy_grad` gives it: so the last activation is not passed again.
    Law: the result is linear in dZ. Raises ValueError where cache and params differ in length.
    """
    params = _layers(params)
    _alike("cache", cache, params)
    (A_prev, _, _), (W, _) = cache[-1], params[-1]
    dA, dW, db = affine_backward(dZ, A_prev, W)
    grads = [(dW, db)]
    for (A_prev, A, act), (W, _) in zip(cache[-2::-1], params[-2::-1]):
        dA, dW, db = layer_backward(dA, (A_prev, W, A), act)
        grads.append((dW, db))
    return grads[::-1]


def two_layer_grads(params, X, y, act="relu"):
    """The four gradients of a network with one hidden layer, J = softmax_cross_entropy(act(X W1 + b1) W2 + b2, y).

    params = [(W1, b1), (W2, b2)], X (n, d), y (n,) labels from 0. Returns [(dW1, db1), (dW2, db2)].
    All four belong to the same params: nothing moves before the last one is known.
    Raises ValueError for labels out of range and for layers that do not meet.
    """
    _alike("params", params, [1, 2])
    (W1, b1), (W2, b2) = _layers(params)
    forward, _ = _pair(act)
    H = forward(affine_forward(X, W1, b1))
    dZ = softmax_cross_entropy_grad(affine_forward(H, W2, b2), y)
    dH, dW2, db2 = affine_backward(dZ, H, W2)
    _, dW1, db1 = layer_backward(dH, (X, W1, H), act)
    return [(dW1, db1), (dW2, db2)]


def train_epoch(params, X, y, B, lr, rng):
    """One epoch of minibatch descent on a ReLU classifier: for each batch of B rows, params = params - lr * grads.

    params: a list of (W, b); hidden layers use ReLU, and the loss is `softmax_cross_entropy` of the last Z. X (n, d),
    y (n,) labels from 0; rng draws the order. Returns (params, losses): new params, and the loss of each batch before
    its step. Laws: B = n is one step of gradient descent; the order within a batch does not matter.
    Raises ValueError for B below 1, lr not above 0, labels out of range, and layers that do not meet.
    """
    X, lr, losses = as_floats("X", X, 2), positive_number("lr", lr), []
    acts = ["relu"] * (len(params) - 1) + ["identity"]
    for rows in minibatches(len(X), B, rng):
        Z, cache = mlp_forward(X[rows], params, acts)
        losses.append(softmax_cross_entropy(Z, y[rows]))
        grads = mlp_backward(cache, params, softmax_cross_entropy_grad(Z, y[rows]))
        params = [
            (gd_step(W, dW, lr), gd_step(b, db, lr)) for (W, b), (dW, db) in zip(params, grads)
        ]
    return params, losses


def bump_network(edges, heights, steepness):
    """A network that draws bumps, f(x) = sum_i h_i (sigmoid(s (x - e_i)) - sigmoid(s (x - e_{i+1}))).

    edges (m + 1,) in rising order, heights (m,), steepness s > 0. Returns params for acts ["sigmoid", "identity"]:
    1 input, 2 m hidden units (first those that switch a bump on at its left edge, then those that switch it off at
    its right one), 1 output. Law: as s grows, f tends to h_i between e_i and e_{i+1} and to 0 outside.
    Source: the picture proof of Nielsen, Neural Networks and Deep Learning, chapter 4.
    """
    edges, heights = as_floats("edges", edges, 1), as_floats("heights", heights, 1)
    dtype = np.result_type(edges, heights)
    if edges.shape[0] != heights.shape[0] + 1:
        raise ValueError(
            f"{edges.shape[0]} edges and {heights.shape[0]} heights; wanted one edge more than heights"
        )
    if not (np.diff(edges) > 0).all():
        raise ValueError("edges should rise from one to the next")
    switches = np.concatenate([edges[:-1], edges[1:]]).astype(dtype)
    s = dtype.type(positive_number("steepness", steepness))
    W1, W2 = np.full((1, switches.shape[0]), s), np.concatenate([heights, -heights])[:, None]
    return [(W1, -s * switches), (W2.astype(dtype), np.zeros(1, dtype))]


def gradient_check_network(params, grads, loss_fn):
    """The relative error of every gradient against the measured slope, {"W1": ..., "b1": ..., "W2": ..., ...}.

    grads is what some backward gave for params, both lists of pairs; loss_fn(params) -> number. The slopes are measured
    in float64, for every entry. Right gradients: `all(error < 1e-6 for error in report.values())`; 1e-5 with kinks.
    Array by array, for in all of them together a wrong bias is lost among the weights. Where both sides lie below
    what such a measurement can see, 1e-10 (1 + |J|), the error is 0.
    Raises ValueError where grads has not the shapes of params.
    """
    _alike("grads", grads, params)
    arrays = [np.array(a, dtype=np.float64) for layer in _layers(params) for a in layer]
    given = [as_floats("grads", a) for layer in grads for a in layer]
    noise, report = 1e-10 * (1 + abs(float(loss_fn(_paired(arrays))))), {}
    for i, (array, grad) in enumerate(zip(arrays, given, strict=True)):
        name = f"{'Wb'[i % 2]}{i // 2 + 1}"
        if grad.shape != array.shape:
            raise ValueError(f"d{name} has shape {grad.shape}; wanted {array.shape}")

        def loss_at(moved, i=i):
            return float(loss_fn(_paired([*arrays[:i], moved, *arrays[i + 1 :]])))

        measured = numerical_gradient(loss_at, array)
        unseen = max(np.abs(grad).max(initial=0), np.abs(measured).max(initial=0)) < noise
        report[name] = 0.0 if unseen else relative_error(grad, measured)
    return report


def _paired(arrays):
    """[W1, b1, W2, b2, ...] as [(W1, b1), (W2, b2), ...]."""
    return list(zip(arrays[::2], arrays[1::2]))


# ---- Broadcasting and graphs -----------------------------------------------------------------------


def unbroadcast(grad, shape):
    """The gradient of an array of this shape that was broadcast to grad's: the sum over all its copies.

    Added axes disappear, axes of length 1 stay. Law: the sum of all entries stays the same.
    Raises ValueError where `shape` does not broadcast to the shape of grad.
    """
    grad, shape = as_floats("grad", grad), tuple(shape)
    added = grad.ndim - len(shape)
    pairs = list(zip(shape, grad.shape[max(added, 0) :]))
    if added < 0 or any(mine not in (1, theirs) for mine, theirs in pairs):
        raise ValueError(f"shape {shape} does not broadcast to that of grad, {grad.shape}")
    copied = [added + i for i, (mine, theirs) in enumerate(pairs) if mine != theirs]
    return grad.sum(axis=(*range(added), *copied)).reshape(shape)[()]


def gates_backward(x, y, z):
    """The gradient of f = (x + y) z: df/dx = z, df/dy = z, df/dz = x + y, for numbers or arrays of one shape.

    The sum hands on what it gets; the product hands on the *other* factor.
    """
    x, y, z = (as_floats(name, value) for name, value in (("x", x), ("y", y), ("z", z)))
    if not x.shape == y.shape == z.shape:
        raise ValueError(f"one shape is wanted; given: x {x.shape}, y {y.shape}, z {z.shape}")
    df_dq, df_dz = z, x + y  # q = x + y
    return 1 * df_dq, 1 * df_dq, df_dz


def _of_one(name):
    """An activation as an operation of one number."""
    forward, backward = _pair(name)
    return 1, lambda x: float(forward(x)), lambda x: (float(backward(1.0, forward(x))),)


# name: how many inputs (None: any number), the value, and the slope with respect to each input
OPERATIONS = {
    "add": (None, lambda *xs: sum(xs), lambda *xs: (1.0,) * len(xs)),
    "sub": (2, lambda x, y: x - y, lambda x, y: (1.0, -1.0)),
    "mul": (2, lambda x, y: x * y, lambda x, y: (y, x)),
    "div": (2, lambda x, y: x / y, lambda x, y: (1 / y, -x / y**2)),
    "max": (2, max, lambda x, y: (1.0, 0.0) if x > y else (0.0, 1.0)),
    "neg": (1, lambda x: -x, lambda x: (-1.0,)),
    "exp": (1, math.exp, lambda x: (math.exp(x),)),
    "log": (1, math.log, lambda x: (1 / x,)),
    **{name: _of_one(name) for name in ("sigmoid", "tanh", "relu")},
}


def _in_order(nodes, values):
    """{name: (operation, inputs)} of all nodes, each after its inputs, once every one of them can be computed."""
    found = {}
    for name, operation, inputs in nodes:
        if name in found:
            raise ValueError(f"two nodes have the name {name!r}")
        if operation not in OPERATIONS:
            raise ValueError(
                f"node {name!r} has the operation {operation!r}; wanted one of {', '.join(OPERATIONS)}"
            )
        wanted = OPERATIONS[operation][0] or max(len(inputs), 1)
        if isinstance(inputs, str) or len(inputs) != wanted:
            raise ValueError(
                f"node {name!r}: {operation} has the inputs {inputs!r}; wanted {wanted}"
            )
        found[name] = (operation, tuple(inputs))
    for name, (_, inputs) in found.items():
        for unknown in set(inputs) - found.keys() - values.keys():
            raise ValueError(f"node {name!r} wants {unknown!r}, which is no node and has no value")
    try:
        order = TopologicalSorter(
            {name: inputs for name, (_, inputs) in found.items()}
        ).static_order()
        return {name: found[name] for name in order if name in found}
    except CycleError as error:
        raise ValueError(f"the nodes go round in a circle: {' -> '.join(error.args[1])}") from None


def graph_values(nodes, values):
    """The value of every node of a graph, {name: number}: the way forward. Nodes and values as in `backprop_graph`."""
    values = {name: float(as_floats(name, value, 0)) for name, value in values.items()}
    for name, (operation, inputs) in _in_order(nodes, values).items():
        values[name] = float(OPERATIONS[operation][1](*(values[key] for key in inputs)))
    return values


def backprop_graph(nodes, values):
    """The slope of a graph's output with respect to every name in it, df/dv = sum over v's users u of df/du du/dv.

    nodes: a list of (name, operation, inputs) in any order, as in [("q", "add", ("x", "y")), ("f", "mul", ("q", "z"))];
    the operations are those of `OPERATIONS`. values: {name: number} of the inputs, as in {"x": -2, "y": 5, "z": -4};
    values of nodes may stand there too and are computed anew. The output is the one node that no other uses.
    Returns {name: slope}; the output's own is 1, and an input that nobody uses gets 0.
    Users come before what they use, so that a slope is complete when it is handed on: plain recursion along the edges
    would hand on unfinished sums. In max(x, y) a tie goes to y, so that max(x, 0) is relu.
    Raises ValueError for names that are unknown or stand twice, circles, more than one output.
    """
    order = _in_order(nodes, values)
    outputs = order.keys() - {key for _, inputs in order.values() for key in inputs}
    if len(outputs) != 1:
        raise ValueError(f"the graph has the outputs {sorted(outputs)}; wanted exactly one")
    values = graph_values(nodes, values)
    grads = dict.fromkeys(values, 0.0) | dict.fromkeys(outputs, 1.0)
    for name, (operation, inputs) in reversed(order.items()):
        slopes = OPERATIONS[operation][2](*(values[key] for key in inputs))
        for key, slope in zip(inputs, slopes, strict=True):
            grads[key] += grads[name] * slope
    return grads
