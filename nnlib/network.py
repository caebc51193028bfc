"""The network: one flat vector theta, the views of its layers, one way forward and one way back.

theta holds W and b of layer 1, then of layer 2, and so on. For n rows, `work` holds the input X and then z and a
of every layer; `back` is laid out alike and holds their gradients. `plan` says what each layer does with its sums:
one row per layer, `kind` in the first column and `alpha` in the second. The functions that a network is made of come
in as arguments, so a learner's own can stand in any place.
"""

import numpy as np

from nnlib import activations
from nnlib.initializers import init_weights
from nnlib.kernel import kernel, view

ACTIVATIONS = (
    "identity",
    "sigmoid",
    "tanh",
    "relu",
    "leaky_relu",
    "softmax",
    "selu",
    "softplus",
    "step",
)
IDENTITY, SIGMOID, TANH, RELU, LEAKY_RELU, SOFTMAX, SELU, SOFTPLUS, STEP = range(len(ACTIVATIONS))
ALPHA = 0.2  # the leaky ReLU's slope where none is given, as in Keras
OWN = 100  # kinds from here on are functions of the user's

_identity, _identity_backward = activations.identity.kernel, activations.identity_backward.kernel
_sigmoid, _sigmoid_backward = activations.sigmoid.kernel, activations.sigmoid_backward.kernel
_tanh, _tanh_backward = activations.tanh.kernel, activations.tanh_backward.kernel
_relu, _relu_backward = activations.relu.kernel, activations.relu_backward.kernel
_leaky_relu, _leaky_relu_backward = (
    activations.leaky_relu.kernel,
    activations.leaky_relu_backward.kernel,
)
_softmax, _softmax_backward = activations.softmax.kernel, activations.softmax_backward.kernel
_selu, _selu_backward = activations.selu.kernel, activations.selu_backward.kernel
_softplus, _softplus_backward = activations.softplus.kernel, activations.softplus_backward.kernel
_step, _step_backward = activations.step.kernel, activations.step_backward.kernel


@kernel
def activate(kind, alpha, z, a):
    """a = the library's activation number `kind` of z; `alpha` is the leaky ReLU's slope."""
    if kind == RELU:
        _relu(z, a)
    elif kind == SOFTMAX:
        _softmax(z, a)
    elif kind == SIGMOID:
        _sigmoid(z, a)
    elif kind == TANH:
        _tanh(z, a)
    elif kind == LEAKY_RELU:
        _leaky_relu(z, alpha, a)
    elif kind == SELU:
        _selu(z, a)
    elif kind == SOFTPLUS:
        _softplus(z, a)
    elif kind == STEP:
        _step(z, a)
    else:
        _identity(z, a)


@kernel
def activate_backward(kind, alpha, dout, a, dz):
    """dz = the backward of activation number `kind`, from the upstream gradient and the output a."""
    if kind == RELU:
        _relu_backward(dout, a, dz)
    elif kind == SOFTMAX:
        _softmax_backward(dout, a, dz)
    elif kind == SIGMOID:
        _sigmoid_backward(dout, a, dz)
    elif kind == TANH:
        _tanh_backward(dout, a, dz)
    elif kind == LEAKY_RELU:
        _leaky_relu_backward(dout, a, alpha, dz)
    elif kind == SELU:
        _selu_backward(dout, a, dz)
    elif kind == SOFTPLUS:
        _softplus_backward(dout, a, dz)
    elif kind == STEP:
        _step_backward(dout, a, dz)
    else:
        _identity_backward(dout, a, dz)


def count_parameters(sizes):
    """How many numbers a dense network of these widths learns: the sum over its layers of (n_in + 1) * n_out."""
    return sum((n_in + 1) * n_out for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True))


def initial_theta(sizes, rng, dtype=np.float32, kind="he"):
    """A flat theta for these widths: weights by `init_weights`, zero biases."""
    pairs = zip(sizes[:-1], sizes[1:], strict=True)
    layers = [(init_weights(n_in, n_out, kind, rng), np.zeros(n_out)) for n_in, n_out in pairs]
    return np.concatenate([part.ravel() for layer in layers for part in layer]).astype(dtype)


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
def fed_by(work, kept, sizes, n, index):
    """What the next layer takes from layer `index`: its output, or what dropout leaves of it."""
    if kept.shape[0] > 0:
        return kept_of(kept, sizes, n, index)
    return outputs_of(work, sizes, n, index)


@kernel
def drop(a, mask, sizes, index, out):
    """out = a times the mask's columns of layer `index`: 0 for a unit left out, 1 / keep for one kept."""
    start = 0
    for i in range(index):
        start += sizes[i]
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            out[i, j] = a[i, j] * mask[i, start + j]


@kernel
def forward(theta, sizes, kinds, alphas, work, kept, mask, n, affine, activation, output):
    """Layer by layer, z = affine(x, W, b) and a = activation(z). An empty `kept` means no dropout.

    `activation` and `output` are the user's own functions, of the hidden layers and of the last one.
    """
    last = sizes.shape[0] - 1
    for index in range(last + 1):
        a = outputs_of(work, sizes, n, index)
        if index > 0:
            W, b = layer(theta, sizes, index)
            z = sums_of(work, sizes, n, index)
            affine(fed_by(work, kept, sizes, n, index - 1), W, b, z)
            kind = kinds[index - 1]
            if kind < OWN:
                activate(kind, alphas[index - 1], z, a)
            elif index < last:
                activation(kind, z, a)
            else:
                output(kind, z, a)
        if kept.shape[0] > 0 and index < last:
            drop(a, mask, sizes, index, kept_of(kept, sizes, n, index))


@kernel
def backward(
    theta,
    grad,
    sizes,
    kinds,
    alphas,
    work,
    back,
    kept,
    mask,
    n,
    affine_backward,
    activation_backward,
):
    """Layer by layer from the last, the gradient at z gives those of W, b and x.

    The activation's backward carries the gradient at x on to the z below. `back` holds the gradient at the last z when
    it starts.
    """
    nothing = view(back, 0, 0, 0)
    for index in range(sizes.shape[0] - 1, 0, -1):
        W, _ = layer(theta, sizes, index)
        dW, db = layer(grad, sizes, index)
        x, dz = fed_by(work, kept, sizes, n, index - 1), sums_of(back, sizes, n, index)
        if index == 1:
            affine_backward(dz, x, W, nothing, dW, db)
        else:
            dx, a = outputs_of(back, sizes, n, index - 1), outputs_of(work, sizes, n, index - 1)
            affine_backward(dz, x, W, dx, dW, db)
            if kept.shape[0] > 0:
                drop(dx, mask, sizes, index - 1, dx)
            below = sums_of(back, sizes, n, index - 1)
            kind = kinds[index - 2]
            if kind < OWN:
                activate_backward(kind, alphas[index - 2], dx, a, below)
            else:
                activation_backward(kind, dx, a, below)


@kernel
def add_l2(theta, grad, sizes, l2):
    """Add l2 * W to the gradient of each layer's weights, biases left out; returns the penalty sum(l2 / 2 * W^2)."""
    penalty = 0.0
    for index in range(1, sizes.shape[0]):
        if l2[index - 1] > 0:
            W, _ = layer(theta, sizes, index)
            dW, _ = layer(grad, sizes, index)
            for i in range(W.shape[0]):
                for j in range(W.shape[1]):
                    dW[i, j] += l2[index - 1] * W[i, j]
                    penalty += l2[index - 1] / 2 * W[i, j] * W[i, j]
    return penalty
