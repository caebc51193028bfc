"""Chapter 6: how each formula could be wrong, and which wrong libraries its twins must notice. Data only."""

import numpy as np

import nnlib
from nnlib import plots

STEM = "06_one_neuron"

# For every formula, a way to get it wrong in its twin: the twin must notice.
BROKEN = {
    "line": (") / 4\n", ")\n"),
    "step": ("theta - 0.3", "theta + 0.3"),
    "steepest": ("g @ (-g /", "g @ (g /"),
    "gain": ("J - rate * square", "J - rate * square / 2"),
    "factor": ("(1 - rate * c) *", "(1 + rate * c) *"),
    "neuron": ("1 + np.exp(-(", "1 + np.exp(("),
    "odds": ("np.log(p / (1 - p))", "np.log(p)"),
    "cost": ("np.log(1 - p[i])", "np.log(p[i])"),
    "one-weight": ("(p - label) * x[0, j]", "(p - label)"),
    "several": ("J += ", "J = "),
    "alone": ("[:, 0], dW[:, 0])\nalone", "[:, 1], dW[:, 1])\nalone"),
}


def line_summed(x, y, w, b):
    return tuple(len(x) * value for value in nnlib.linear_neuron_grads(x, y, w, b))


def blind_bias(X, y, w, b):
    """Forgets the bias."""
    return nnlib.logistic_loss_and_grads(X, y, w, 0.0)


def squared(X, y, w, b):
    """Squared errors of the probabilities."""
    p = nnlib.sigmoid(X @ w + b)
    return np.mean((p - y) ** 2), X.T @ ((p - y) * p * (1 - p)) * 2 / len(y), 0.0


def coupled(X, Y, W, b):
    """A softmax where each question should have its own sigmoid."""
    P = nnlib.softmax(X @ W + b)
    return -np.mean(np.sum(Y * np.log(P), axis=1)), X.T @ (P - Y) / len(X), np.mean(P - Y, axis=0)


def meaned(X, Y, W, b):
    J, dW, db = nnlib.multi_neuron_grads(X, Y, W, b)
    return J / Y.shape[1], dW / Y.shape[1], db / Y.shape[1]


WRONG_LIBRARY = [
    ("linear_neuron_grads", line_summed, ("line", "step")),
    ("gd_step", lambda p, g, lr: p + lr * g, ("step", "factor")),
    ("sigmoid", lambda z: (np.tanh(z) + 1) / 2, ("neuron", "odds", "cost", "one-weight")),
    ("logistic_loss_and_grads", blind_bias, ("cost", "one-weight", "several")),
    ("logistic_loss_and_grads", squared, ("cost", "one-weight", "alone")),
    ("multi_neuron_grads", coupled, ("several", "alone")),
    ("multi_neuron_grads", meaned, ("several", "alone")),
]
GLOSSARY, PICTURES, WIDGETS = 15, 8, 6


def rng():
    return np.random.default_rng(0)


FIGURES = {
    "lines": (plots.LINES, {}),
    "by hand": (plots.BY_HAND, {}),
    "descent": (plots.DESCENT, {}),
    "descent, lost": (plots.DESCENT, {"rate": 0.2}),
    "bowl": (plots.BOWL, {}),
    "zoo": (plots.ZOO, {"rng": rng()}),
    "flattening": (plots.FLATTEN, {"rng": rng()}),
    "weights": (plots.WEIGHTS, {"w": np.linspace(-1, 1, 12_288)}),
    "honest": (plots.HONEST, {"rng": rng(), "splits": 2, "n": 120, "n_train": 60, "steps": 8}),
    "three": (plots.THREE, {}),
    "both": (plots.BOTH, {}),
    "ages": (plots.AGES, {"rng": rng(), "n": 40, "steps": 20}),
    "heads": (plots.HEADS, {}),
}
LIVE = {
    "descent": plots.descent,
    "label order": plots.label_order,
    "both animals": plots.both_animals,
}
