"""Chapter 2: how each formula could be wrong, and which wrong libraries its twins must notice. Data only."""

import numpy as np

import nnlib
from nnlib import plots

STEM = "02_xor"

# For every formula, a way to get it wrong in its twin: the twin must notice.
BROKEN = {
    "unit": ("w2 * x2 + b >= 0", "w2 * x2 - b >= 0"),
    "inequalities": ("w1 + w2 + b < 0]", "w1 + w2 + b >= 0]"),
    "contradiction": ("z01 + z10, w1 + w2 + 2 * b", "z01 + z10, w1 + w2 + b"),
    "middle": ("0.3)) / 2)", "0.3)))"),
    "functions": ("2 ** (2**n)", "2 ** (2 * n)"),
    "xor-gates": ('gate("AND", gate("NAND"', 'gate("OR", gate("NAND"'),
    "two-layers": ("units @ W2", "x @ W2[:2]"),
    "fold": ("np.abs(plane[:, 0] - plane[:, 1])", "np.abs(plane[:, 0] + plane[:, 1])"),
    "collapse-one": ("v * b + c", "b + c"),
    "collapse": ("X @ W + b)", "X @ W + b1 @ W2)"),
    "slip": ("z2 = a1 @ W2", "z2 = X @ W2"),
}


def fires_late(z):
    return np.where(np.asarray(z) > 0, 1.0, 0.0)


def looks_past_the_hidden_layer(X, W1, b1, W2, b2):
    X, hidden = np.asarray(X), nnlib.heaviside(np.asarray(X) @ W1 + b1)
    return hidden, nnlib.heaviside(np.resize(X, hidden.shape) @ W2 + b2)


WRONG_LIBRARY = [
    ("heaviside", fires_late, ("unit",)),
    ("tlu_predict", lambda X, w, b: nnlib.heaviside(np.asarray(X) @ w - b), ("unit", "inequalities", "xor-gates")),
    ("weighted_sum", lambda x, w, b: float(np.dot(x, w)), ("contradiction",)),
    ("weighted_sum", lambda x, w, b: float(np.dot(x, w)) ** 2 + b, ("contradiction", "middle")),
    ("linearly_separable", lambda X, y, max_epochs: True, ("functions",)),
    ("xor_from_gates", lambda x1, x2: np.maximum(x1, x2), ("xor-gates",)),
    ("two_layer_tlu", looks_past_the_hidden_layer, ("two-layers", "slip")),
    ("collapse_affine", lambda W1, b1, W2, b2: (W1 @ np.asarray(W2), b1 + b2[:1]), ("collapse-one",)),
    ("relu_xor_params", lambda: (np.ones((2, 2)), np.zeros(2), np.ones((2, 1)), np.zeros(1)), ("fold",)),
]  # fmt: skip
GLOSSARY, PICTURES, WIDGETS = 16, 8, 13


def layer_that_forgets(W1, b1, W2, b2):
    return W1 @ W2, b1 + b2


FIGURES = {
    "xor plane": (plots.XOR_PLANE, {}),
    "best line": (plots.BEST_LINE, {}),
    "best line without a line": (plots.BEST_LINE, {"w1": 0.0, "w2": 0.0, "b": 0.0, "record": 3}),
    "inequalities": (plots.INEQUALITIES, {}),
    "circuit": (plots.CIRCUIT, {}),
    "hidden space": (plots.SPACE, {}),
    "folded paper": (plots.FOLD, {}),
    "the sixteen": (plots.SIXTEEN, {}),
    "truth table": (plots.TABLE, {}),
    "truth table of XOR": (plots.TABLE, {"f11": 0}),
    "cube without a plane": (plots.CUBE, {}),
    "cube with a plane": (plots.CUBE, {"number": 23}),
    "cube of a constant": (plots.CUBE, {"number": 255}),
    "collapse": (plots.COLLAPSE, {}),
    "collapse of one's own": (plots.COLLAPSE, {"collapse_affine": layer_that_forgets}),
    "collapse with relu": (plots.COLLAPSE, {"activation": "relu"}),
    "cake": (plots.CAKE, {}),
    "rates": (plots.RATES, {"seeds": 3, "widths": (2, 4)}),
    "lesson": (plots.LESSON, {"seeds": 5}),
}
LIVE = {
    "best line": plots.best_line,
    "three inputs": plots.three_inputs,
    "train it": plots.train_it,
}
