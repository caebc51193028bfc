"""Everything right, with loops over rows and columns, and a helper of the learner's own."""

import numpy as np


def squash(x):
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))


def sigmoid(z):
    a = np.zeros(z.shape)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = squash(z[i, j])
    return a


def sigmoid_backward(dout, a):
    dz = np.zeros(a.shape)
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            dz[i, j] = dout[i, j] * a[i, j] * (1 - a[i, j])
    return dz


def steady_scale():
    return 10.2


def tanh_from_sigmoid(z):
    a = np.zeros(z.shape)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = 2 * squash(2 * z[i, j]) - 1
    return a


def tanh_backward(dout, a):
    dz = np.zeros(a.shape)
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            dz[i, j] = dout[i, j] * (1 - a[i, j] * a[i, j])
    return dz


def relu(z):
    a = np.zeros(z.shape)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            if z[i, j] > 0:
                a[i, j] = z[i, j]
    return a


def relu_backward(dout, a):
    dz = np.zeros(a.shape)
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            if a[i, j] > 0:
                dz[i, j] = dout[i, j]
    return dz


def leaky_relu_backward(dout, a, alpha):
    dz = np.zeros(a.shape)
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            slope = 1 if a[i, j] > 0 else alpha
            dz[i, j] = dout[i, j] * slope
    return dz


def softmax(Z):
    P = np.zeros(Z.shape)
    for i in range(Z.shape[0]):
        top = Z[i, 0]
        for j in range(Z.shape[1]):
            if Z[i, j] > top:
                top = Z[i, j]
        total = 0.0
        for j in range(Z.shape[1]):
            P[i, j] = np.exp(Z[i, j] - top)
            total += P[i, j]
        for j in range(Z.shape[1]):
            P[i, j] = P[i, j] / total
    return P


def softmax_backward(dout, P):
    dZ = np.zeros(P.shape)
    for i in range(P.shape[0]):
        mean = 0.0
        for j in range(P.shape[1]):
            mean += dout[i, j] * P[i, j]
        for j in range(P.shape[1]):
            dZ[i, j] = P[i, j] * (dout[i, j] - mean)
    return dZ
