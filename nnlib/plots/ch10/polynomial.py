"""Curves through points: polynomials with a penalty on their coefficients, and where the points come from."""

import numpy as np

NOISE = 0.2


def truth(x):
    """The law behind the points; no figure shows it to the fit."""
    return 0.8 * np.sin(np.pi * x) + 0.2 * x


def drawn(n, noise, rng):
    """n points of the law, evenly spread from -1 to 1, each moved up or down by noise: (x, y)."""
    x = np.linspace(-0.95, 0.95, n)
    return x, truth(x) + noise * rng.normal(size=n)


def features(x, degree):
    """Legendre's polynomials 0 ... degree at x, one per column: powers of x that are told apart well."""
    return np.polynomial.legendre.legvander(np.asarray(x, float), degree)


def fitted(x, y, degree, lam=0.0):
    """Coefficients c that make mean((y - curve)^2) + lam sum(c^2) smallest; the constant costs nothing.

    Where there are more coefficients than points and nothing is to pay, the shortest of all that fit.
    """
    V, n = features(x, degree), len(y)
    if lam == 0:
        return np.linalg.lstsq(V, np.asarray(y, float), rcond=None)[0]
    pay = lam * np.eye(degree + 1)
    pay[0, 0] = 0
    return np.linalg.solve(V.T @ V / n + pay, V.T @ y / n)


def error(c, x, y):
    """How far the curve is from the points, typically: the root of the mean squared error."""
    return float(np.sqrt(np.mean((features(x, len(c) - 1) @ c - y) ** 2)))
