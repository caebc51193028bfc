"""Several typical slips, forward and backward."""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def sigmoid_backward(dout, a):
    return dout * a * (1 - a)


def steady_scale():
    return 9.2


def tanh_from_sigmoid(z):
    return 2 * sigmoid(z) - 1


def tanh_backward(dout, a):
    return dout * (1 - a**2)


def relu(z):
    return np.maximum(z, 0)


def relu_backward(dout, a):
    return dout * (a > 0)


def leaky_relu_backward(dout, a, alpha):
    return np.where(a > 0, dout, 0.01 * dout)


def softmax(Z):
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)


def softmax_backward(dout, P):
    return dout * P * (1 - P)
