"""Everything right, and thousands of lines of print that were meant for debugging."""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def sigmoid_backward(dout, a):
    return dout * a * (1 - a)


def steady_scale():
    return 10.2


def tanh_from_sigmoid(z):
    return 2 * sigmoid(2 * z) - 1


def tanh_backward(dout, a):
    return dout * (1 - a**2)


def relu(z):
    return np.maximum(z, 0)


print("here is my answer to question 5")


def relu_backward(dout, a):
    print("dout is", dout)
    return dout * (a > 0)


def leaky_relu_backward(dout, a, alpha):
    return np.where(a > 0, dout, alpha * dout)


def softmax(Z):
    for step in range(10_000):
        print("step", step)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax_backward(dout, P):
    return P * (dout - (dout * P).sum(axis=1, keepdims=True))
