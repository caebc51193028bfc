"""What answers to several exercises of chapter 5 are made of."""

import math

import numpy as np


def mean_over(one):
    """The mean of a cost of two numbers over a table, by two loops."""

    def loops(P, T, *numbers):
        total = 0.0
        for i in range(P.shape[0]):
            for j in range(P.shape[1]):
                total += one(P[i, j] - T[i, j], *numbers)
        return total / (P.shape[0] * P.shape[1])

    return loops


def slope_over(one):
    """The gradient of such a mean."""

    def loops(P, T, *numbers):
        dP = np.zeros(P.shape)
        for i in range(P.shape[0]):
            for j in range(P.shape[1]):
                dP[i, j] = one(P[i, j] - T[i, j], *numbers) / (P.shape[0] * P.shape[1])
        return dP

    return loops


def softplus(z):
    return max(z, 0) + math.log1p(math.exp(-abs(z)))


def sigmoid_calm(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def bce_numpy(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)


def bce_turned(z, y):
    s = (1 - 2 * y) * z
    return np.mean(np.maximum(s, 0) + np.log(1 + np.exp(-np.abs(s))))


def log_softmax(Z):
    shifted = Z - Z.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def in_place_error(P, T, *_):
    P -= T
    return P


def naive_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def clipped_logits(z, y):
    p = np.clip(1 / (1 + np.exp(-z)), 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
