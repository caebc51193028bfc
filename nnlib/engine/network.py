"""The network: one flat vector theta, the views of its layers, one way forward and one way back.

theta holds W and b of layer 1, then of layer 2, and so on. For n rows, `work` holds the input X and then z and a
of every layer; `back` is laid out alike and holds their gradients. The functions that a network is made of come in as
arguments, so a learner's own can stand in any place.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import DTypeLike

from nnlib import layers
from nnlib.core.arguments import all_finite, as_floats, float_type, generator, has_shape, widths
from nnlib.core.kernel import inlined, kernel
from nnlib.core.signatures import Integers, Matrix, Vector, Vector64
from nnlib.core.views import view
from nnlib.core.words import tr
from nnlib.engine.activate import ALPHA, OWN, ladders
from nnlib.engine.plugin import plug
from nnlib.engine.roles import ForwardFunctions
from nnlib.engine.runs import run_slots
from nnlib.engine.slots import as_plugged, plug_activations
from nnlib.initializers import init_weights


class Params(NamedTuple):
    """What a step moves, and by what: `memory` is the optimizer's, `hyper` its numbers, `t` the steps before this.

    `l1` and `l2` have the strengths of each layer's penalties. The learning rate is the first number of `hyper`;
    `rates` has another one for each minibatch, or is empty. `at_once`: the gradient is not written down.
    """

    theta: Vector
    grad: Vector
    l1: Vector
    l2: Vector
    rates: Vector64
    memory: Vector
    hyper: Vector64
    t: int
    at_once: bool


class Buffers(NamedTuple):
    """Room for one minibatch, used again for each: what the layers compute, and its gradients.

    `kept` is what dropout leaves of each layer's output, and is empty without dropout; `mask` likewise. `targets` are
    the rows of Y, `each` the loss of each example.
    """

    work: Vector
    back: Vector
    kept: Vector
    targets: Vector
    each: Vector


def count_parameters(sizes):
    """How many numbers a dense network of these widths learns: the sum over its layers of (n_in + 1) * n_out.

    Raises TypeError or ValueError for what is no list of whole numbers above 0.
    """
    sizes = widths(sizes)
    return sum((n_in + 1) * n_out for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True))


def initial_theta(sizes, rng, dtype: DTypeLike = np.float32, kind="he"):
    """A flat theta for these widths, zero biases; weights by `init_weights`, or by a function (n_in, n_out, rng).

    Raises ValueError where that function gives another shape, or what is not finite; TypeError for a wrong argument.
    """
    sizes, dtype = widths(sizes), float_type(dtype)
    generator("rng", rng)
    pairs = zip(sizes[:-1], sizes[1:], strict=True)
    layers = [(_first_weights(kind, n_in, n_out, rng), np.zeros(n_out)) for n_in, n_out in pairs]
    flat = [part.ravel() for layer in layers for part in layer]
    return np.concatenate([np.zeros(0), *flat]).astype(dtype)


def _first_weights(kind, n_in, n_out, rng):
    if not callable(kind):
        return init_weights(n_in, n_out, kind, rng)
    weights = as_floats("initializer", kind(n_in, n_out, rng))
    has_shape(tr("what the initializer draws"), weights, n_in, n_out)
    all_finite(tr("what the initializer draws"), weights)
    return weights


def work_vector(sizes, n_rows, dtype):
    """Room for the input and for z and a of every layer, for up to n_rows rows."""
    return np.zeros(n_rows * (sizes[0] + 2 * sum(sizes[1:])), dtype)


@kernel
def layer(theta, sizes, index):
    """Views of W (n_in, n_out) and b (n_out,) of layer `index` (from 1) in theta."""
    start = 0
    for i in range(1, index):
        start += (sizes[i - 1] + 1) * sizes[i]
    n_in, n_out = sizes[index - 1], sizes[index]
    stop = start + n_in * n_out
    return view(theta, start, n_in, n_out), view(theta, stop, n_out)


@kernel
def sums_of(work, sizes, n, index):
    """The view z (n, sizes[index]) of layer `index`, before its activation."""
    start = n * sizes[0]
    for i in range(1, index):
        start += 2 * n * sizes[i]
    return view(work, start, n, sizes[index])


@kernel
def outputs_of(work, sizes, n, index):
    """The view a (n, sizes[index]) of what layer `index` puts out; layer 0 puts out the network's input."""
    start = 0
    if index > 0:
        start = n * (sizes[0] + sizes[index])
        for i in range(1, index):
            start += 2 * n * sizes[i]
    return view(work, start, n, sizes[index])


@kernel
def kept_of(kept, sizes, n, index):
    """The view (n, sizes[index]) of what dropout leaves of layer `index`'s output."""
    start = 0
    for i in range(index):
        start += n * sizes[i]
    return view(kept, start, n, sizes[index])


@kernel
def fed_by(buffers, sizes, n, index):
    """What the next layer takes from layer `index`: its output, or what dropout leaves of it."""
    if buffers.kept.shape[0] > 0:
        return kept_of(buffers.kept, sizes, n, index)
    return outputs_of(buffers.work, sizes, n, index)


@kernel
def drop(a, mask, sizes, index, out):
    """out = a times the mask's columns of layer `index`: 0 for a unit left out, 1 / keep for one kept."""
    start = 0
    for i in range(index):
        start += sizes[i]
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            out[i, j] = a[i, j] * mask[i, start + j]


@inlined
def forward(
    theta: Vector,
    sizes: Integers,
    buffers: Buffers,
    n: int,
    mask: Matrix,
    functions: ForwardFunctions,
):
    """Layer by layer, z = affine(x, W, b) and a = activation(z), for the n rows of X that stand in `work`."""
    work, kept = buffers.work, buffers.kept
    last = sizes.shape[0] - 1
    for index in range(last + 1):
        a = outputs_of(work, sizes, n, index)
        if index > 0:
            W, b = layer(theta, sizes, index)
            z = sums_of(work, sizes, n, index)
            functions.affine(fed_by(buffers, sizes, n, index - 1), W, b, z)
            kind = functions.kinds[index - 1]
            if kind < OWN:
                functions.activate(kind, functions.alphas[index - 1], z, a)
            elif index < last:
                functions.activation(kind, z, a)
            else:
                functions.output(kind, z, a)
        if kept.shape[0] > 0 and index < last:
            drop(a, mask, sizes, index, kept_of(kept, sizes, n, index))


@inlined
def backward(params, sizes, buffers, n, mask, functions):
    """Layer by layer from the last, the gradient at z gives those of W, b and x.

    The activation's backward carries the gradient at x on to the z below. `back` holds the gradient at the last z when
    it starts. With `at_once`, each layer takes its step of gradient descent here, and the gradient is not written.
    """
    lr = params.hyper[0]
    work, back = buffers.work, buffers.back
    nothing = view(back, 0, 0, 0)
    for index in range(sizes.shape[0] - 1, 0, -1):
        W, b = layer(params.theta, sizes, index)
        dW, db = layer(params.grad, sizes, index)
        x, dz = fed_by(buffers, sizes, n, index - 1), sums_of(back, sizes, n, index)
        dx = outputs_of(back, sizes, n, index - 1) if index > 1 else nothing
        if params.at_once:
            functions.descend(dz, x, W, b, dx, lr, 1 - lr * params.l2[index - 1])
        else:
            functions.affine_backward(dz, x, W, dx, dW, db)
        if index > 1:
            a = outputs_of(work, sizes, n, index - 1)
            if buffers.kept.shape[0] > 0:
                drop(dx, mask, sizes, index - 1, dx)
            below, z = sums_of(back, sizes, n, index - 1), sums_of(work, sizes, n, index - 1)
            kind = functions.kinds[index - 2]
            if kind < OWN:
                functions.activate_backward(kind, functions.alphas[index - 2], dx, z, a, below)
            else:
                functions.activation_backward(kind, dx, a, below)


@kernel
def penalty_of(theta, sizes, l1, l2):
    """The penalties: the sum over the layers of l1 |W| + l2 / 2 * W^2, biases left out."""
    penalty = 0.0
    for index in range(1, sizes.shape[0]):
        square, size = l2[index - 1], l1[index - 1]
        if square > 0 or size > 0:
            W, _ = layer(theta, sizes, index)
            for i in range(W.shape[0]):
                for j in range(W.shape[1]):
                    penalty += square / 2 * W[i, j] * W[i, j] + size * abs(W[i, j])
    return penalty


@kernel
def add_penalties(theta, grad, sizes, l1, l2):
    """Add the slopes of each layer's penalties to its gradient, biases left out; at 0 the slope of |w| is 0."""
    for index in range(1, sizes.shape[0]):
        square, size = l2[index - 1], l1[index - 1]
        if square > 0 or size > 0:
            W, _ = layer(theta, sizes, index)
            dW, _ = layer(grad, sizes, index)
            for i in range(W.shape[0]):
                for j in range(W.shape[1]):
                    side = 1 if W[i, j] > 0 else -1 if W[i, j] < 0 else 0
                    dW[i, j] += square * W[i, j] + size * side


# --- A network --------------------------------------------------------------------------------------------------------


@dataclass
class Network:
    """A dense network: the widths, what each layer does with its sums, the functions in the slots, and theta.

    `kinds` (layers,) numbers the activations, `alphas` (layers,) are their slopes, `keeps` (layers,) the shares of the
    input and of each hidden layer that dropout keeps in training.
    """

    sizes: list[int]
    kinds: np.ndarray
    alphas: np.ndarray
    keeps: list[float]
    slots: dict
    theta: np.ndarray

    def check(self):
        """Compiled code trusts every length that it is given: ValueError where theta and the layers do not fit."""
        has_shape("theta", self.theta, count_parameters(self.sizes))
        has_shape("kinds", self.kinds, len(self.sizes) - 1)
        has_shape("alphas", self.alphas, len(self.sizes) - 1)

    def outputs(self, X, chunk=4096):
        """The network's output (n, sizes[-1]) for X (n, sizes[0]); rows in chunks, so that memory stays small."""
        self.check()
        sizes, dtype, last = np.array(self.sizes), self.theta.dtype, len(self.sizes) - 1
        nothing, no_mask = np.empty(0, dtype), np.empty((0, 0), dtype)
        work = work_vector(self.sizes, min(chunk, len(X)), dtype)
        buffers = Buffers(work, nothing, nothing, nothing, nothing)
        out = np.empty((len(X), self.sizes[-1]), dtype)
        slots = (self.slots[slot] for slot in ForwardFunctions._fields[2:])
        functions = ForwardFunctions(self.kinds, self.alphas, *slots)
        for start in range(0, len(X), chunk):
            rows = X[start : start + chunk]
            outputs_of.plain(work, sizes, len(rows), 0)[:] = rows
            run_slots(forward, dtype, (self.theta, sizes, buffers, len(rows), no_mask), functions)
            out[start : start + chunk] = outputs_of.plain(work, sizes, len(rows), last)
        return out


def dense_network(
    sizes, activations, theta, *, alphas=None, keeps=None, affine=layers.affine_forward,
    affine_backward=layers.affine_backward,
):  # fmt: skip
    """The network of these widths; `activations` has for each layer a number or a pair, see `slots.number_or_pair`.

    Raises PluginError for functions of one's own that do not fit.
    """
    kinds, slots = plug_activations(activations, theta.dtype)
    slots["activate"], slots["activate_backward"] = map(as_plugged, ladders(kinds))
    slots["descend"] = as_plugged(layers.affine_descend)
    slots["affine"] = plug("affine", affine, theta.dtype)
    slots["affine_backward"] = plug("affine_backward", affine_backward, theta.dtype)
    alphas = np.array([ALPHA] * len(kinds) if alphas is None else alphas, theta.dtype)
    keeps = [1.0] * len(kinds) if keeps is None else keeps
    return Network(list(sizes), kinds, alphas, keeps, slots, theta)
