"""Right numbers, written into the arrays that still belong to the caller."""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def sigmoid_backward(dout, a):
    dout *= a * (1 - a)
    return dout


def steady_scale():
    return 10.2


def tanh_from_sigmoid(z):
    return 2 * sigmoid(2 * z) - 1


def tanh_backward(dout, a):
    return dout * (1 - a**2)


def relu(z):
    return np.maximum(z, 0)


def relu_backward(dout, a):
    dout[a <= 0] = 0
    return dout


def leaky_relu_backward(dout, a, alpha):
    return np.where(a > 0, dout, alpha * dout)


def softmax(Z):
    Z -= Z.max(axis=1, keepdims=True)
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


def softmax_backward(dout, P):
    return P * (dout - (dout * P).sum(axis=1, keepdims=True))
