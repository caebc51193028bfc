"""What answers to several exercises of chapter 4 are made of."""

import numpy as np


def affine_loops(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]))
    for i in range(X.shape[0]):
        for j in range(W.shape[1]):
            total = b[j]
            for k in range(X.shape[1]):
                total = total + X[i, k] * W[k, j]
            Z[i, j] = total
    return Z
