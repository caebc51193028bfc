"""Roles: the slots of the training loop, what each of them takes, and how a learner's function is fitted in.

The learner's function has the book's public parameters and returns a new array: `relu(z) -> a`. A slot wants
a function that writes into its last argument. Each role says how the one becomes the other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from nnlib.core.kernel import kernel
from nnlib.core.signatures import Integers, Matrix, Real, Vector, Vector64

# --- Slots ------------------------------------------------------------------------------------------------------------

Affine = Callable[[Matrix, Matrix, Vector, Matrix], None]  # x, W, b -> z
AffineBackward = Callable[[Matrix, Matrix, Matrix, Matrix, Matrix, Vector], None]
Descend = Callable[[Matrix, Matrix, Matrix, Vector, Matrix, float, float], None]
# dz, x, W -> dx, dW, db; and dz, x, W, b, lr, keep -> dx, W and b moved; back: dout, z, a -> dz
Activate = Callable[[int, Real, Matrix, Matrix], None]  # kind, alpha, z -> a
ActivateBackward = Callable[[int, Real, Matrix, Matrix, Matrix, Matrix], None]
Activation = Callable[[int, Matrix, Matrix], None]  # kind, z -> a
ActivationBackward = Callable[[int, Matrix, Matrix, Matrix], None]  # kind, dout, a -> dz
Loss = Callable[[Matrix, Matrix, Vector], None]  # z or a, Y -> the loss of each example
LossGrad = Callable[[Matrix, Matrix, Matrix], None]  # z or a, Y -> the gradient of their mean
Step = Callable[[Vector, Vector, Vector, Vector64, int], None]  # theta, grad, memory, hyper, t


class Head(NamedTuple):
    """Where a loss and its gradient look: at the last layer's sums z (True), or at its output (False).

    `grad_is_dz` says that the gradient is the one at z already, and needs no way back through the activation.
    """

    loss_sees_sums: bool
    grad_sees_sums: bool
    grad_is_dz: bool


class Functions(NamedTuple):
    """The functions of a training: `kinds` numbers the layers' activations, the rest stands in the loop's slots.

    `alphas` are the activations' slopes. `activate` runs the library's activation of a number; `activation` is one's
    own function of the hidden layers, `output` that of the last one. A step moves theta and memory in place."""

    kinds: Integers
    alphas: Vector
    head: Head
    activate: Activate
    activate_backward: ActivateBackward
    descend: Descend
    affine: Affine
    affine_backward: AffineBackward
    activation: Activation
    activation_backward: ActivationBackward
    output: Activation
    output_backward: ActivationBackward
    loss: Loss
    loss_grad: LossGrad
    step: Step


# What is handed in is compiled alone: so parts of the library's own stand in slots too, which halves the compiling.
LIBRARY_SLOTS = {"activate", "activate_backward", "descend"}


class ForwardFunctions(NamedTuple):
    """Those that the way forward needs."""

    kinds: Integers
    alphas: Vector
    activate: Activate
    affine: Affine
    activation: Activation
    output: Activation


# --- What the adapters use --------------------------------------------------------------------------------------------


@kernel
def copy(source, target):
    """Write `source` into `target` of the same shape, one entry at a time (a slice takes seconds to compile)."""
    if source.shape != target.shape:
        raise ValueError("a function returned an array of another shape than it was asked for")
    if target.ndim == 2:  # decided when it is compiled; loops are many times faster than ndindex
        for i in range(target.shape[0]):
            for j in range(target.shape[1]):
                target[i, j] = source[i, j]
    elif target.ndim == 1:
        for i in range(target.shape[0]):
            target[i] = source[i]
    else:
        for place in np.ndindex(target.shape):
            target[place] = source[place]


@kernel
def labels_of(y):
    """The labels (n,) as whole numbers, from their column (n, 1) of floats."""
    labels = np.empty(y.shape[0], np.int64)
    for i in range(y.shape[0]):
        labels[i] = int(y[i, 0])
    return labels


@kernel
def fill(each, value):
    """Every example gets the mean: a loss of one's own gives nothing finer."""
    for i in range(each.shape[0]):
        each[i] = value


# --- Adapters: from f, which returns its result, the function that fits the slot --------------------------------------
# They name kernels as if they were plain functions; `kernel.in_form` decides which form is meant.


def _activation(f):
    def into(kind, z, a):
        copy(f(z), a)

    return into


def _activation_backward(f):
    def into(kind, dout, a, dz):
        copy(f(dout, a), dz)

    return into


def _affine(f):
    def into(x, W, b, z):
        copy(f(x, W, b), z)

    return into


def _affine_backward(f):
    def into(dz, x, W, dx, dW, db):
        new_dx, new_dW, new_db = f(dz, x, W)
        copy(new_dW, dW)
        copy(new_db, db)
        if dx.size > 0:
            copy(new_dx, dx)

    return into


def _loss_of_labels(f):
    def into(z, y, each):
        fill(each, f(z, labels_of(y)))

    return into


def _loss_grad_of_labels(f):
    def into(z, y, dz):
        copy(f(z, labels_of(y)), dz)

    return into


def _loss_of_values(f):
    def into(p, y, each):
        fill(each, f(p, y))

    return into


def _loss_grad_of_values(f):
    def into(p, y, dp):
        copy(f(p, y), dp)

    return into


def _loss_of_one(f):
    def into(z, y, each):
        fill(each, f(z.reshape(z.size), y.reshape(y.size)))

    return into


def _loss_grad_of_one(f):
    def into(z, y, dz):
        copy(f(z.reshape(z.size), y.reshape(y.size)), dz.reshape(dz.size))

    return into


def _gd_step(f):
    def into(theta, grad, memory, hyper, t):
        copy(f(theta, grad, hyper[0]), theta)

    return into


def _momentum_step(f):
    def into(theta, grad, memory, hyper, t):
        new_theta, new_v = f(theta, memory, grad, hyper[0], hyper[1])
        copy(new_theta, theta)
        copy(new_v, memory)

    return into


def _adam_step(f):
    def into(theta, grad, memory, hyper, t):
        n = theta.size
        m, v = memory[:n], memory[n:]
        new_theta, new_m, new_v = f(theta, grad, m, v, t, hyper[0], hyper[1], hyper[2], hyper[3])
        copy(new_theta, theta)
        copy(new_m, m)
        copy(new_v, v)

    return into


# --- Roles ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Role:
    """One kind of function that can be handed in: its slot, how it is tried, and how it is fitted in.

    `takes` has the arguments of the trial by name, `gives` the shapes that must come back. A loss has the kind of
    its targets: labels, values, or one number per example.
    """

    slot: str
    takes: dict
    gives: list
    adapt: Callable
    targets: str | None = None

    @property
    def type(self):
        """The annotation of the slot."""
        return Functions.__annotations__[self.slot]


_ONE, _M = [()], [(2, 3)]
ROLES = {
    "activation": Role("activation", {"z": (2, 3)}, _M, _activation),
    "activation_backward": Role(
        "activation_backward", {"dout": (2, 3), "a": (2, 3)}, _M, _activation_backward
    ),
    "affine": Role("affine", {"X": (2, 3), "W": (3, 4), "b": (4,)}, [(2, 4)], _affine),
    "affine_backward": Role(
        "affine_backward", {"dout": (2, 4), "X": (2, 3), "W": (3, 4)}, [(2, 3), (3, 4), (4,)], _affine_backward
    ),
    "loss of labels": Role("loss", {"Z": "shares", "y": "labels"}, _ONE, _loss_of_labels, "labels"),
    "loss of values": Role("loss", {"P": "shares", "T": "shares"}, _ONE, _loss_of_values, "values"),
    "loss of one": Role("loss", {"z": "chances", "y": "bits"}, _ONE, _loss_of_one, "one"),
    "loss_grad of labels": Role(
        "loss_grad", {"Z": "shares", "y": "labels"}, _M, _loss_grad_of_labels, "labels"
    ),
    "loss_grad of values": Role(
        "loss_grad", {"P": "shares", "T": "shares"}, _M, _loss_grad_of_values, "values"
    ),
    "loss_grad of one": Role("loss_grad", {"z": "chances", "y": "bits"}, [(2,)], _loss_grad_of_one, "one"),
    "gd_step": Role("step", {"params": (5,), "grads": (5,), "lr": 0.1}, [(5,)], _gd_step),
    "momentum_step": Role(
        "step", {"w": (5,), "v": (5,), "g": (5,), "lr": 0.1, "beta": 0.9}, [(5,), (5,)], _momentum_step
    ),
    "adam_step": Role(
        "step",
        dict(w=(5,), g=(5,), m="squares", v="squares", t=1, lr=0.1, beta1=0.9, beta2=0.999, eps=1e-8),
        [(5,), (5,), (5,)],
        _adam_step,
    ),
}  # fmt: skip

# The role of each of the book's functions that a slot takes, so that a reader's own can stand in its place.
ROLE_OF = {
    "relu": "activation",
    "sigmoid": "activation",
    "tanh_from_sigmoid": "activation",
    "softmax": "activation",
    "relu_backward": "activation_backward",
    "sigmoid_backward": "activation_backward",
    "tanh_backward": "activation_backward",
    "softmax_backward": "activation_backward",
    "affine_forward": "affine",
    "affine_backward": "affine_backward",
    "softmax_cross_entropy": "loss of labels",
    "softmax_cross_entropy_grad": "loss_grad of labels",
    "mse": "loss of values",
    "mae": "loss of values",
    "mse_grad": "loss_grad of values",
    "mae_grad": "loss_grad of values",
    "bce_with_logits": "loss of one",
    "bce_with_logits_grad": "loss_grad of one",
    "gd_step": "gd_step",
    "momentum_step": "momentum_step",
    "adam_step": "adam_step",
}
