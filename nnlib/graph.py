"""Graphs of operations: the value of each node on the way forward, the slope of the output on the way back."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

import numpy as np

from nnlib import activations
from nnlib.core.arguments import as_floats, as_list
from nnlib.core.types import Array, ArrayLike, Number
from nnlib.core.words import tr

Node = tuple[str, str, tuple[str, ...]]  # (name, operation, inputs)


def unbroadcast(grad: ArrayLike, shape: Sequence[int]) -> Array:
    """The gradient of an array of this shape that was broadcast to grad's: the sum over all its copies.

    Added axes disappear, axes of length 1 stay. Law: the sum of all entries stays the same.
    Raises TypeError for what is no number or no shape, ValueError where `shape` does not broadcast to that of grad.
    >>> unbroadcast([[1, 2], [3, 4]], (2,)), unbroadcast([[1, 2], [3, 4]], (2, 1)).tolist()
    (array([4., 6.]), [[3.0], [7.0]])
    """
    grad, shape = as_floats("grad", grad), _as_shape(shape)
    added = grad.ndim - len(shape)
    pairs = list(zip(shape, grad.shape[max(added, 0) :]))
    if added < 0 or any(mine not in (1, theirs) for mine, theirs in pairs):
        raise ValueError(
            tr(
                "shape {shape} does not broadcast to that of grad, {shape2}",
                shape=shape,
                shape2=grad.shape,
            )
        )
    copied = [added + i for i, (mine, theirs) in enumerate(pairs) if mine != theirs]
    return grad.sum(axis=(*range(added), *copied)).reshape(shape)[()]


def _as_shape(shape):
    if not isinstance(shape, (tuple, list)) or not all(
        isinstance(n, (int, np.integer)) and not isinstance(n, bool) for n in shape
    ):
        raise TypeError(tr("shape is {shape!r}; wanted a tuple of whole numbers", shape=shape))
    return tuple(int(n) for n in shape)


def gates_backward(x: ArrayLike, y: ArrayLike, z: ArrayLike) -> tuple[Array, Array, Array]:
    """The gradient of f = (x + y) z: df/dx = z, df/dy = z, df/dz = x + y, for numbers or arrays of one shape.

    The sum hands on what it gets; the product hands on the *other* factor.
    Raises TypeError for what is no number, ValueError where the shapes differ.
    >>> [float(slope) for slope in gates_backward(-2, 5, -4)]
    [-4.0, -4.0, 3.0]
    """
    x, y, z = (as_floats(name, value) for name, value in (("x", x), ("y", y), ("z", z)))
    if not x.shape == y.shape == z.shape:
        raise ValueError(
            tr(
                "one shape is wanted; given: x {shape}, y {shape2}, z {shape3}",
                shape=x.shape,
                shape2=y.shape,
                shape3=z.shape,
            )
        )
    df_dq, df_dz = z, x + y  # q = x + y
    return 1 * df_dq, 1 * df_dq, df_dz


def _of_one(name):
    """An activation as an operation of one number."""
    forward, backward = getattr(activations, name), getattr(activations, f"{name}_backward")
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


def _triples(nodes):
    """The nodes, once each is (name, operation, inputs) with names that are texts."""
    for node in as_list("nodes", nodes, tr("(name, operation, inputs)")):
        if not isinstance(node, (tuple, list)) or len(node) != 3:
            raise TypeError(tr("a node is {node!r}; wanted (name, operation, inputs)", node=node))
        name, operation, inputs = node
        inputs = inputs if isinstance(inputs, (tuple, list)) else (inputs,)
        if not all(isinstance(word, str) for word in (name, operation, *inputs)):
            raise TypeError(tr("a node is {node!r}; wanted names, which are texts", node=node))
        yield node


def _numbers(values):
    """{name: number} of what is given."""
    if not isinstance(values, Mapping):
        raise TypeError(tr("values is {values!r}; wanted a dict {{name: number}}", values=values))
    return {name: float(as_floats(str(name), value, 0)) for name, value in values.items()}


def _calculate(name, operation, kind, numbers):
    """What an operation gives for these numbers (kind 1), or its slopes (kind 2)."""
    try:
        return OPERATIONS[operation][kind](*numbers)
    except (ArithmeticError, ValueError):  # log(-1), 1 / 0, exp(1000)
        raise ValueError(
            tr(
                "node {name!r}: {operation} of {listed} is no number",
                name=name,
                operation=operation,
                listed=", ".join(f"{x:g}" for x in numbers),
            )
        ) from None


def _in_order(nodes, values):
    """{name: (operation, inputs)} of all nodes, each after its inputs, once every one of them can be computed."""
    found = {}
    for name, operation, inputs in _triples(nodes):
        if name in found:
            raise ValueError(tr("two nodes have the name {name!r}", name=name))
        _may_compute(name, operation, inputs)
        found[name] = (operation, tuple(inputs))
    for name, (_, inputs) in found.items():
        for unknown in set(inputs) - found.keys() - values.keys():
            said = tr(
                "node {name!r} wants {unknown!r}, which is no node and has no value",
                name=name,
                unknown=unknown,
            )
            raise ValueError(said)
    try:
        inputs_of = {name: inputs for name, (_, inputs) in found.items()}
        order = TopologicalSorter(inputs_of).static_order()
        return {name: found[name] for name in order if name in found}
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        raise ValueError(tr("the nodes go round in a circle: {circle}", circle=circle)) from None


def _may_compute(name, operation, inputs):
    """Raise ValueError for an operation that is unknown, or has another number of inputs."""
    if operation not in OPERATIONS:
        raise ValueError(
            tr(
                "node {name!r} has the operation {operation!r}; wanted one of {known}",
                name=name,
                operation=operation,
                known=", ".join(OPERATIONS),
            )
        )
    wanted = OPERATIONS[operation][0] or max(len(inputs), 1)
    if isinstance(inputs, str) or len(inputs) != wanted:
        raise ValueError(
            tr(
                "node {name!r}: {operation} has the inputs {inputs!r}; wanted {wanted}",
                name=name,
                operation=operation,
                inputs=inputs,
                wanted=wanted,
            )
        )


def graph_values(nodes: Sequence[Node], values: Mapping[str, Number]) -> dict[str, float]:
    """The value of every node of a graph, {name: number}: the way forward. Nodes and values as in `backprop_graph`.

    Raises TypeError for what is no node or no number, ValueError as there, and where an operation has no value.
    >>> nodes = [("q", "add", ("x", "y")), ("f", "mul", ("q", "z"))]
    >>> graph_values(nodes, {"x": -2, "y": 5, "z": -4})
    {'x': -2.0, 'y': 5.0, 'z': -4.0, 'q': 3.0, 'f': -12.0}
    """
    values = _numbers(values)
    for name, (operation, inputs) in _in_order(nodes, values).items():
        numbers = [values[key] for key in inputs]
        values[name] = float(_calculate(name, operation, 1, numbers))
    return values


def backprop_graph(nodes: Sequence[Node], values: Mapping[str, Number]) -> dict[str, float]:
    """The slope of a graph's output with respect to every name in it, df/dv = sum over v's users u of df/du du/dv.

    nodes: a list of (name, operation, inputs) in any order, as in [("q", "add", ("x", "y")), ("f", "mul", ("q", "z"))];
    the operations are those of `OPERATIONS`. values: {name: number} of the inputs, as in {"x": -2, "y": 5, "z": -4};
    values of nodes may stand there too and are computed anew. The output is the one node that no other uses.
    Returns {name: slope}; the output's own is 1, and an input that nobody uses gets 0.
    Users come before what they use, so that a slope is complete when it is handed on: plain recursion along the edges
    would hand on unfinished sums. In max(x, y) a tie goes to y, so that max(x, 0) is relu.
    Raises TypeError for what is no node or no number, ValueError for names that are unknown or stand twice, circles,
    more than one output, and an operation without a value, as the logarithm of -1.
    >>> nodes = [("q", "add", ("x", "y")), ("f", "mul", ("q", "z"))]
    >>> slopes = backprop_graph(nodes, {"x": -2, "y": 5, "z": -4})
    >>> slopes["x"], slopes["y"], slopes["z"]
    (-4.0, -4.0, 3.0)
    """
    order = _in_order(nodes, _numbers(values))
    outputs = order.keys() - {key for _, inputs in order.values() for key in inputs}
    if len(outputs) != 1:
        raise ValueError(
            tr("the graph has the outputs {sorted}; wanted exactly one", sorted=sorted(outputs))
        )
    values = graph_values(nodes, values)
    grads = dict.fromkeys(values, 0.0) | dict.fromkeys(outputs, 1.0)
    for name, (operation, inputs) in reversed(order.items()):
        slopes = _calculate(name, operation, 2, [values[key] for key in inputs])
        for key, slope in zip(inputs, slopes, strict=True):
            grads[key] += grads[name] * slope
    return grads


def fool_the_transposes() -> tuple[Array, Array, Array]:
    """X, W and dout (3, 3) at which dout W and X dout, without their transposes, are the right gradients all the same.

    X and W are symmetric, dout is not; no entry is 0 and no two entries of a row are alike, so nothing else is special.
    >>> X, W, dout = fool_the_transposes()
    >>> bool(np.all(dout @ W == dout @ W.T) and np.all(X @ dout == X.T @ dout))
    True
    """
    X = np.array([[1.0, 2.0, 3.0], [2.0, 5.0, 4.0], [3.0, 4.0, 6.0]])
    W = np.array([[2.0, -1.0, 3.0], [-1.0, 4.0, 5.0], [3.0, 5.0, 1.0]])
    return X, W, np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])
