"""Chapter 3: how each formula could be wrong, and which wrong libraries its twins must notice. Data only."""

import numpy as np

from nnlib import plots

STEM = "03_activations"

# For every formula, a way to get it wrong in its twin: the twin must notice.
BROKEN = {
    "scale": ("np.sqrt(d) * w * s", "d * w * s"),
    "backward": ("dout * slope_at_z", "slope_at_z"),
    "sigmoid": ("np.exp(-z)", "np.exp(z)"),
    "sigmoid-symmetry": ("1 - nnlib", "-nnlib"),
    "sigmoid-slope": ("(1 - nnlib.sigmoid(z))", "(1 - nnlib.sigmoid(z)) ** 2"),
    "sigmoid-steps": ("-1 / s**2 * (1 - s))", "-1 / s**2 * (1 + s))"),
    "sigmoid-bound": ("(a - 1 / 2) ** 2", "a**2"),
    "tanh": ("(np.exp(z) - np.exp(-z))", "(1 - np.exp(-z))"),
    "tanh-from-sigmoid": ("sigmoid(2 * z)", "sigmoid(z)"),
    "tanh-slope": ("4 * slope", "2 * slope"),
    "relu": ("max(x, 0.0)", "abs(x)"),
    "leaky-relu": ("alpha * z)", "-alpha * z)"),
    "relu-slope": ("1 if z > 0 else 0)", "1)"),
    "softmax": ("sum(np.exp(z[k]) for", "max(np.exp(z[k]) for"),
    "softmax-shift": ("np.exp(Z + c).sum", "np.exp(Z).sum"),
    "softmax-jacobian": ("np.diag(p) - np.outer(p, p)", "np.diag(p * (1 - p))"),
    "softmax-backward": ("dout[0, i] * p[i]", "dout[0, j] * p[i]"),
    "softmax-ones": ("c * (p - p * row.sum())", "c * (p - p * row.max())"),
    "slip": ("nnlib.tanh(z / 2))", "nnlib.tanh(z))"),
}

WRONG_LIBRARY = [
    ("tanh", lambda z: np.tanh(np.asarray(z) / 2), ("tanh", "tanh-from-sigmoid", "tanh-slope", "slip")),
    ("sigmoid", lambda z: 1 / (1 + np.exp(np.asarray(z))), ("sigmoid", "tanh-from-sigmoid")),
    ("tanh", lambda z: np.tanh(2 * np.asarray(z)), ("scale",)),
    ("relu", np.abs, ("relu", "relu-slope")),
    ("softmax", lambda Z: np.exp(Z) / np.exp(Z).sum(), ("softmax", "softmax-shift")),
    ("softmax_backward", lambda dout, P: dout * P, ("softmax-ones",)),
]  # fmt: skip
GLOSSARY, PICTURES, WIDGETS = 15, 7, 11


def rng():
    return np.random.default_rng(0)


FIGURES = {
    "explorer": (plots.EXPLORER, {}),
    "explorer of the step": (plots.EXPLORER, {"function": "step", "z": -2.0}),
    "pair grid": (plots.PAIR_GRID, {}),
    "saturation": (plots.SATURATION, {}),
    "powers": (plots.POWERS, {}),
    "depth": (plots.DEPTH, {}),
    "depth of one layer": (plots.DEPTH, {"depth": 1}),
    "ratios": (plots.RATIOS, {"rng": rng(), "draws": 3}),
    "histograms": (plots.HISTOGRAMS, {"rng": rng()}),
    "board": (plots.BOARD, {}),
    "count": (plots.COUNT, {"rng": rng(), "draws": 2}),
    "triangle": (plots.TRIANGLE, {}),
    "jacobian": (plots.JACOBIAN, {}),
}
LIVE = {
    "depth probe": plots.depth_probe,
    "dead units": plots.dead_units,
    "softmax jacobian": plots.softmax_jacobian,
}
