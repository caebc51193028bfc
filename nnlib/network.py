"""The network: one flat vector theta, the views of its layers, one way forward and one way back.

theta holds W and b of layer 1, then of layer 2, and so on. For n rows, `work` holds the input X and then z and a
of every layer; `back` is laid out alike and holds their gradients. The functions that a network is made of come in
as arguments, so a learner's own can stand in any place.
"""

import numpy as np

from nnlib.initializers import he
from nnlib.kernel import kernel


def count_parameters(sizes):
    """How many numbers a dense network of these widths learns: the sum over its layers of (n_in + 1) * n_out."""
    return sum((n_in + 1) * n_out for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True))


def initial_theta(sizes, rng, dtype=np.float32):
    """A flat theta for these widths: He's weights, zero biases."""
    layers = [
        (he(n_in, n_out, rng), np.zeros(n_out))
        for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True)
    ]
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
    return theta[start:stop].reshape((n_in, n_out)), theta[stop : stop + n_out]


@kernel
def inputs_of(work, sizes, n, index):
    """The view a (n, sizes[index]) of what layer `index` puts out; index 0 is the network's input."""
    if index == 0:
        return work[: n * sizes[0]].reshape((n, sizes[0]))
    start = n * (sizes[0] + sizes[index])
    for i in range(1, index):
        start += 2 * n * sizes[i]
    return work[start : start + n * sizes[index]].reshape((n, sizes[index]))


@kernel
def sums_of(work, sizes, n, index):
    """The view z (n, sizes[index]) of layer `index`, before its activation."""
    start = n * sizes[0]
    for i in range(1, index):
        start += 2 * n * sizes[i]
    return work[start : start + n * sizes[index]].reshape((n, sizes[index]))


@kernel
def forward(theta, sizes, work, n, affine, activation, output):
    """Layer by layer, z = affine(x, W, b) and a = activation(z); the last layer's activation is `output`."""
    last = sizes.shape[0] - 1
    for index in range(1, last + 1):
        W, b = layer(theta, sizes, index)
        z, a = sums_of(work, sizes, n, index), inputs_of(work, sizes, n, index)
        affine(inputs_of(work, sizes, n, index - 1), W, b, z)
        if index < last:
            activation(z, a)
        else:
            output(z, a)


@kernel
def backward(theta, grad, sizes, work, back, n, affine_backward, activation_backward):
    """Layer by layer from the last, the gradient at z gives those of W, b and x.

    The activation's backward carries the one at x on to the z below. `back` holds the gradient at the last z.
    """
    nothing = back[:0].reshape((0, 0))
    for index in range(sizes.shape[0] - 1, 0, -1):
        W, _ = layer(theta, sizes, index)
        dW, db = layer(grad, sizes, index)
        x, dz = inputs_of(work, sizes, n, index - 1), sums_of(back, sizes, n, index)
        if index == 1:
            affine_backward(dz, x, W, nothing, dW, db)
        else:
            dx = inputs_of(back, sizes, n, index - 1)
            affine_backward(dz, x, W, dx, dW, db)
            activation_backward(dx, x, sums_of(back, sizes, n, index - 1))
