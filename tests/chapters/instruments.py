"""Chapter 0: how each formula could be wrong, and which wrong libraries its twins must notice. Data only."""

import numpy as np

from nnlib import plots

STEM = "00_instruments"

# For every formula, a way to get it wrong in its twin: the twin must notice.
BROKEN = {
    "weighted-sum": ("x[2] * w[2] + b ==", "x[2] * w[2] =="),
    "affine": ("Z = X @ W + b", "Z = X @ W - b"),
    "one-side": ("- x**2) / h", "- x**2) / (2 * h)"),
    "derivative": ("(f(0.5 + h) - f(0.5)) / h", "(f(0.5 + h) + f(0.5)) / h"),
    "square": ("2 * x + h)", "2 * x)"),
    "cube": ("+ 2 * h**3", "+ h**3"),
    "taylor": ("h**3 / 6", "h**3 / 3"),
    "error-one-side": ("h / 2 *", "h *"),
    "error-both-sides": ("h**2 / 6", "h**2 / 3"),
    "eps": ("2.0**-52", "2.0**-53"),
    "rounding": ("(eps / h)", "(eps / h**2)"),
    "chain": ("outer * inner", "outer + inner"),
    "three-slopes": ("-1 / x**2", "1 / x**2"),
    "gradient": ("3 * 1.0, 3 * 2.0", "3 * 1.0, 3 * 1.0"),
    "slip": ("2 * x + 1)", "2 * x)"),
}


def one_sided(f, x, h=1e-5):
    return (f(x + h) - f(x)) / h


def undivided(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / h


WRONG_LIBRARY = [
    ("weighted_sum", lambda x, w, b: float(np.dot(x, w)), ("weighted-sum", "affine")),
    ("weighted_sum", lambda x, w, b: float(np.mean(x * w) + b), ("weighted-sum", "affine")),
    ("central_difference", one_sided, ("one-side", "cube", "error-both-sides", "rounding")),
    ("central_difference", lambda f, x, h=1e-5: f(x + 1) - f(x), ("chain", "three-slopes")),
    ("central_difference", undivided, ("one-side", "cube", "error-both-sides", "rounding", "gradient", "slip")),
    ("numerical_gradient", lambda f, X, h=1e-5: np.zeros_like(X), ("gradient",)),
]  # fmt: skip
GLOSSARY, PICTURES, WIDGETS = 15, 4, 6

FIGURES = {
    "secants": (plots.SECANTS, {}),
    "v curve": (plots.V_CURVE, {}),
    "two arms": (plots.TWO_ARMS, {}),
    "measurement": (plots.MEASUREMENT, {}),
    "measurement on the stairs": (plots.MEASUREMENT, {"k": 6.5, "precision": "float32", "x": -1.3}),
    "measurement without error": (plots.MEASUREMENT, {"function": "x²"}),
    "measurement of one's own": (plots.MEASUREMENT, {"functions": {"central_difference": one_sided}}),
    "shape cards": (plots.SHAPE_CARDS, {}),
    "meeting": (plots.MEETING, {}),
    "meeting refused": (plots.MEETING, {"product": "W @ X"}),
    "meeting not meant": (plots.MEETING, {"product": "p - y", "n": 6}),
}  # fmt: skip
LIVE = {"shape checker": plots.shape_checker}
