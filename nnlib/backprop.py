"""Backpropagation through a list of layers, as the book builds it: forward, and the chain rule back.

`params` is a list with one pair (W, b) per layer; gradients come back as a list of the same form. An activation is
given as a name such as "relu"; as a function of such a name, whose backward is then the one of that name; or as a pair
(forward, backward) of your own, with forward(z) and backward(dout, a), where a is the forward's output.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import signature
from typing import Any

import numpy as np

from nnlib import activations
from nnlib.batching import minibatches
from nnlib.core.arguments import (
    a_function,
    as_floats,
    as_labels,
    as_list,
    has_shape,
    meet,
    one_number,
    positive_number,
)
from nnlib.core.types import Activation, Array, ArrayLike, Number, Params, Rng
from nnlib.core.words import tr
from nnlib.gradcheck import numerical_gradient, relative_error
from nnlib.graph import OPERATIONS, backprop_graph, graph_values  # noqa: F401 - chapter 7 asks here
from nnlib.layers import affine_backward, affine_forward
from nnlib.losses import softmax_cross_entropy, softmax_cross_entropy_grad
from nnlib.optimizers import gd_step

Pairs = list[tuple[Array, Array]]  # [(W, b), ...], or their gradients

_PAIRS = {  # name: (forward, backward), of all that want nothing but z
    name: (forward, getattr(activations, f"{name}_backward"))
    for name, forward in vars(activations).items()
    if hasattr(activations, f"{name}_backward") and len(signature(forward).parameters) == 1
}


def _pair(act):
    """The activation `act` as (forward, backward)."""
    if isinstance(act, tuple) and len(act) == 2:
        return a_function("act[0]", act[0]), a_function("act[1]", act[1])
    name = getattr(act, "__name__", act)
    if not isinstance(name, str) or name not in _PAIRS:
        raise ValueError(
            tr(
                "act is {name!r}; wanted one of {listed}, or a pair (forward, backward)",
                name=name,
                listed=", ".join(_PAIRS),
            )
        )
    forward, backward = _PAIRS[name]
    return (act if callable(act) else forward), backward


def _layers(params):
    """`params` as arrays, once each layer fits on the one before."""
    layers = []
    for index, (W, b) in enumerate(_pairs("params", params), 1):
        W, b = meet(tr("layer {index}", index=index), "W n_in n_out, b n_out", W, b)
        if layers and layers[-1][1].shape[0] != W.shape[0]:
            raise ValueError(
                tr(
                    "layer {index} takes {value} numbers (W {shape}), but layer {value2} puts out "
                    "{value3}",
                    index=index,
                    value=W.shape[0],
                    shape=W.shape,
                    value2=index - 1,
                    value3=layers[-1][1].shape[0],
                )
            )
        layers.append((W, b))
    if not layers:
        raise ValueError(tr("params is empty; wanted at least one pair (W, b)"))
    return layers


def _pairs(name, things):
    """`things` as a list of pairs; what the pairs hold is not looked at."""
    things = as_list(name, things, "pairs")
    for i, pair in enumerate(things):
        if len(as_list(f"{name}[{i}]", pair)) != 2:
            raise ValueError(
                tr(
                    "{name}[{i}] has {count} entries; wanted a pair (weights, biases)",
                    name=name,
                    i=i,
                    count=len(pair),
                )
            )
    return things


def _alike(name, things, params):
    if len(as_list(name, things, tr("one entry per layer"))) != len(params):
        raise ValueError(
            tr(
                "{name} has {count} entries; wanted {count2}, one per layer",
                name=name,
                count=len(things),
                count2=len(params),
            )
        )


def mlp_forward(
    X: ArrayLike, params: Params, acts: Sequence[Activation]
) -> tuple[Array, list[tuple[Array, Array, Any]]]:
    """A network layer by layer, A = act(A_prev W + b), from A_prev = X (n, n_in) to the output (n, n_out).

    params: a list of (W, b). acts: one activation per layer, as in ["relu", "relu", "identity"].
    Returns (out, cache); cache is a list with (A_prev, A, act) of each layer: what went in, what came out, and through
    which activation. The widest dtype of X and params is that of out.
    Raises TypeError for what is no number, ValueError where layers do not meet or acts is too long or too short.
    >>> X, params = [[1, 2]], [([[1, 0], [0, -1]], [0, 0]), ([[1], [1]], [0.5])]
    >>> out, cache = mlp_forward(X, params, ["relu", "identity"])
    >>> out
    array([[1.5]])
    """
    params = _layers(params)
    _alike("acts", acts, params)
    A, cache = as_floats("X", X, 2).copy(), []
    for (W, b), act in zip(params, acts):
        forward, _ = _pair(act)
        A_prev, A = A, forward(affine_forward(A, W, b))
        cache.append((A_prev, A, act))
    return A, cache


def layer_backward(
    dA: ArrayLike, cache: tuple[ArrayLike, ArrayLike, ArrayLike], act: Activation
) -> tuple[Array, Array, Array]:
    """One layer back, dZ = act_backward(dA, A) and then dA_prev = dZ W^T, dW = A_prev^T dZ, db = sum of dZ's rows.

    dA (n, n_out) is the gradient at the layer's output; cache = (A_prev, W, A) is what the way forward left behind:
    A_prev (n, n_in) went in, A (n, n_out) came out. Returns (dA_prev, dW, db).
    Raises TypeError for what is no number, ValueError where the shapes do not meet or act is unknown.
    >>> dA_prev, dW, db = layer_backward([[1, 1]], ([[2, 3]], [[1, 0], [0, -1]], [[2, 0]]), "relu")
    >>> dW
    array([[2., 0.],
           [3., 0.]])
    """
    if len(as_list("cache", cache)) != 3:
        raise ValueError(tr("cache has {count} entries; wanted (A_prev, W, A)", count=len(cache)))
    A_prev, W, A = cache
    _, backward = _pair(act)
    return affine_backward(backward(as_floats("dA", dA), A), A_prev, W)


def mlp_backward(cache: Sequence[tuple[Array, Array, Any]], params: Params, dZ: ArrayLike) -> Pairs:
    """A network back, layer by layer from the last: the gradients [(dW, db), ...] of the loss, in the form of params.

    cache is the one of `mlp_forward` with the same params; dZ (n, n_out) is the gradient at the last layer's Z, as
    `softmax_cross_entropy_grad` gives it: so the last activation is not passed again.
    Law: the result is linear in dZ.
    Raises TypeError for what is no number, ValueError where cache, params and dZ do not meet.
    >>> params = [([[1, 0], [0, -1]], [0, 0]), ([[1], [1]], [0.5])]
    >>> out, cache = mlp_forward([[1, 2]], params, ["relu", "identity"])
    >>> (dW1, db1), (dW2, db2) = mlp_backward(cache, params, [[1]])
    >>> dW1
    array([[1., 0.],
           [2., 0.]])
    """
    params = _layers(params)
    _alike("cache", cache, params)
    for i, kept in enumerate(cache):
        if len(as_list(f"cache[{i}]", kept)) != 3:
            raise ValueError(
                tr("cache[{i}] has {count} entries; wanted (A_prev, A, act)", i=i, count=len(kept))
            )
    (A_prev, _, _), (W, _) = cache[-1], params[-1]
    dA, dW, db = affine_backward(as_floats("dZ", dZ), A_prev, W)
    grads = [(dW, db)]
    for (A_prev, A, act), (W, _) in zip(cache[-2::-1], params[-2::-1]):
        dA, dW, db = layer_backward(dA, (A_prev, W, A), act)
        grads.append((dW, db))
    return grads[::-1]


def two_layer_grads(params: Params, X: ArrayLike, y: ArrayLike, act: Activation = "relu") -> Pairs:
    """The four gradients of a network with one hidden layer, J = softmax_cross_entropy(act(X W1 + b1) W2 + b2, y).

    params = [(W1, b1), (W2, b2)], X (n, d), y (n,) labels from 0. Returns [(dW1, db1), (dW2, db2)].
    All four belong to the same params: nothing moves before the last one is known.
    Raises TypeError for what is no number, ValueError for labels out of range and for layers that do not meet.
    >>> params = [([[1, 0], [0, -1]], [0, 0]), ([[1, 0], [0, 1]], [0, 0])]
    >>> (dW1, db1), (dW2, db2) = two_layer_grads(params, [[0, 2]], [1])
    >>> db2
    array([ 0.5, -0.5])
    """
    _alike("params", params, [1, 2])
    (W1, b1), (W2, b2) = _layers(params)
    forward, _ = _pair(act)
    H = forward(affine_forward(X, W1, b1))
    dZ = softmax_cross_entropy_grad(affine_forward(H, W2, b2), y)
    dH, dW2, db2 = affine_backward(dZ, H, W2)
    _, dW1, db1 = layer_backward(dH, (X, W1, H), act)
    return [(dW1, db1), (dW2, db2)]


def train_epoch(
    params: Params, X: ArrayLike, y: ArrayLike, B: int, lr: Number, rng: Rng
) -> tuple[Pairs, list[float]]:
    """One epoch of minibatch descent on a ReLU classifier: for each batch of B rows, params = params - lr * grads.

    params: a list of (W, b); hidden layers use ReLU, and the loss is `softmax_cross_entropy` of the last Z. X (n, d),
    y (n,) labels from 0; rng draws the order. Returns (params, losses): new params, and the loss of each batch before
    its step. Laws: B = n is one step of gradient descent; the order within a batch does not matter.
    Raises TypeError for what is no number and where rng is no np.random.Generator, ValueError for B below 1, lr not
    above 0, labels out of range or too few, and layers that do not meet.
    >>> params = [(np.eye(2), np.zeros(2))]
    >>> params, losses = train_epoch(params, np.eye(2), [1, 0], 1, 0.1, np.random.default_rng(0))
    >>> len(losses), round(losses[0], 3)
    (2, 1.313)
    """
    X, lr, losses = as_floats("X", X, 2), positive_number("lr", lr), []
    y = as_labels("y", y, len(X), len(_layers(params)[-1][1]))
    acts = ["relu"] * (len(params) - 1) + ["identity"]
    for rows in minibatches(len(X), B, rng):
        Z, cache = mlp_forward(X[rows], params, acts)
        losses.append(softmax_cross_entropy(Z, y[rows]))
        grads = mlp_backward(cache, params, softmax_cross_entropy_grad(Z, y[rows]))
        params = [
            (gd_step(W, dW, lr), gd_step(b, db, lr)) for (W, b), (dW, db) in zip(params, grads)
        ]
    return params, losses


def bump_network(edges: ArrayLike, heights: ArrayLike, steepness: Number) -> Pairs:
    """A network that draws bumps, f(x) = sum_i h_i (sigmoid(s (x - e_i)) - sigmoid(s (x - e_{i+1}))).

    edges (m + 1,) in rising order, heights (m,), steepness s > 0. Returns params for acts ["sigmoid", "identity"]:
    1 input, 2 m hidden units (first those that switch a bump on at its left edge, then those that switch it off at
    its right one), 1 output. Law: as s grows, f tends to h_i between e_i and e_{i+1} and to 0 outside.
    Source: the picture proof of Nielsen, Neural Networks and Deep Learning, chapter 4.
    Raises TypeError for what is no number, ValueError for edges that do not rise, other lengths, steepness below 0.
    >>> params = bump_network([0, 1, 2], [3, -1], 100)
    >>> mlp_forward([[-1], [0.5], [1.5]], params, ["sigmoid", "identity"])[0].round(2).tolist()
    [[0.0], [3.0], [-1.0]]
    """
    edges, heights = as_floats("edges", edges, 1), as_floats("heights", heights, 1)
    dtype = np.result_type(edges, heights)
    if edges.shape[0] != heights.shape[0] + 1:
        raise ValueError(
            tr(
                "{value} edges and {value2} heights; wanted one edge more than heights",
                value=edges.shape[0],
                value2=heights.shape[0],
            )
        )
    if not (np.diff(edges) > 0).all():
        raise ValueError(tr("edges should rise from one to the next"))
    switches = np.concatenate([edges[:-1], edges[1:]]).astype(dtype)
    s = dtype.type(positive_number("steepness", steepness))
    W1, W2 = np.full((1, switches.shape[0]), s), np.concatenate([heights, -heights])[:, None]
    return [(W1, -s * switches), (W2.astype(dtype), np.zeros(1, dtype))]


def gradient_check_network(
    params: Params, grads: Params, loss_fn: Callable[[Pairs], Any]
) -> dict[str, float]:
    """The relative error of every gradient against the measured slope, {"W1": ..., "b1": ..., "W2": ..., ...}.

    grads is what some backward gave for params, both lists of pairs; loss_fn(params) -> number. The slopes are measured
    in float64, for every entry. Right gradients: `all(error < 1e-6 for error in report.values())`; 1e-5 with kinks.
    Array by array, for in all of them together a wrong bias is lost among the weights. Where both sides lie below
    what such a measurement can see, 1e-10 (1 + |J|), the error is 0.
    Raises TypeError where loss_fn gives no number, ValueError where grads has not the shapes of params.
    >>> X, y, params = np.eye(2), [1, 0], [(np.eye(2), np.zeros(2)), (np.eye(2), np.ones(2))]
    >>> def J(params):
    ...     return softmax_cross_entropy(mlp_forward(X, params, ["tanh", "identity"])[0], y)
    >>> report = gradient_check_network(params, two_layer_grads(params, X, y, "tanh"), J)
    >>> max(report.values()) < 1e-6
    True
    """
    _alike("grads", _pairs("grads", grads), as_list("params", params, "pairs"))
    arrays = [np.array(a, dtype=np.float64) for layer in _layers(params) for a in layer]
    given = [as_floats("grads", a) for layer in grads for a in layer]
    a_function("loss_fn", loss_fn)

    def loss_of(arrays):
        return float(one_number("loss_fn", loss_fn(list(zip(arrays[::2], arrays[1::2])))))

    noise, report = 1e-10 * (1 + abs(loss_of(arrays))), {}
    for i, (array, grad) in enumerate(zip(arrays, given, strict=True)):
        name = f"{'Wb'[i % 2]}{i // 2 + 1}"
        has_shape(f"d{name}", grad, *array.shape)

        def loss_at(moved, i=i):
            return loss_of([*arrays[:i], moved, *arrays[i + 1 :]])

        measured = numerical_gradient(loss_at, array)
        unseen = max(np.abs(grad).max(initial=0), np.abs(measured).max(initial=0)) < noise
        report[name] = 0.0 if unseen else relative_error(grad, measured)
    return report
