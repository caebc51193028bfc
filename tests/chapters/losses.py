"""Chapter 5: how each formula could be wrong, and which wrong libraries its twins must notice. Data only."""

import numpy as np

import nnlib
from nnlib import plots

STEM = "05_losses"

# For every formula, a way to get it wrong in its twin: the twin must notice.
BROKEN = {
    "mse": ("total / (4 * 3)", "total / 4"),
    "mae": ("abs(P[i, j] - T[i, j])", "(P[i, j] - T[i, j])"),
    "huber": ("e**2 / 2", "e**2"),
    "mean": ("sum(t) / 9", "sum(t) / 8"),
    "median": ("np.argmin(costs)", "np.argmax(costs)"),
    "likelihood": ("-np.log(p) for p", "np.log(p) for p"),
    "gaussian": ("/ (2 * width**2) + np.log(", "/ width**2 + np.log("),
    "laplace": ("/ width + np.log(2 * width)", "/ width + np.log(width)"),
    "bernoulli": ("p**y * (1 - p) ** (1 - y)", "p**y * (1 - p) ** y"),
    "bce": ("(1 - y[i]) * np.log(1 - p[i])", "(1 - y[i]) * np.log(p[i])"),
    "categorical": ("Y[i, j] * np.log(P[i, j])", "P[i, j] * np.log(P[i, j])"),
    "surprise-adds": ("- np.log(q)", "+ np.log(q)"),
    "entropy": ("-sum(p[j] * np.log(p[j])", "-sum(np.log(p[j])"),
    "cross-entropy": ("p[j] * np.log(q[j])", "q[j] * np.log(p[j])"),
    "kl": ("np.log(p[j] / q[j])", "np.log(q[j] / p[j])"),
    "gibbs": (">= 0\n", "<= 0\n"),
    "gibbs-proof": ("np.log(x) <= x - 1", "np.log(x) >= x - 1"),
    "chain": ("along_p * p * (1 - p)", "along_p * p"),
    "squared-slope": ("2 * (p - y) * p", "(p - y) * p"),
    "cross-slope": ("-1 / p * p * (1 - p)", "-1 / p"),
    "cancellation": ("((c == j) - p[j])", "(c == j)"),
    "logit-form": ("np.log(1 + np.exp(-z)))", "np.log(1 + np.exp(z)))"),
    "convex": ("(1 - nnlib.sigmoid(-z))", "nnlib.sigmoid(-z)"),
    "stable": ("-z + np.log(1", "z + np.log(1"),
    "log-sum-exp": ("np.exp(z - m)", "np.exp(z + m)"),
}


def summed(loss):
    return lambda P, T, *more: loss(P, T, *more) * np.size(P)


def only_yes(p, y):
    """Half of the loss is missing."""
    return -np.mean(y * np.log(p))


def unclipped(P, T, delta):
    return np.mean((P - T) ** 2) / 2


def clipped_logits(z, y):
    """Makes the probability first, and mends the logarithm."""
    p = np.clip(nnlib.sigmoid(z), 1e-7, 1 - 1e-7)
    return nnlib.binary_cross_entropy(p, y)


def swapped(p, q):
    return nnlib.cross_entropy(q, p)


WRONG_LIBRARY = [
    ("mse", summed(nnlib.mse), ("mse",)),
    ("mse", nnlib.mae, ("mse",)),
    ("mae", summed(nnlib.mae), ("mae",)),
    ("mae", nnlib.mse, ("mae", "median")),
    ("huber", unclipped, ("huber",)),
    ("huber", lambda P, T, delta: 2 * nnlib.huber(P, T, delta), ("huber",)),
    ("cross_entropy", swapped, ("cross-entropy", "kl")),
    ("cross_entropy", lambda p, q: nnlib.cross_entropy(p, q) / np.log(2), ("entropy", "cross-entropy", "kl")),
    ("binary_cross_entropy", only_yes, ("bce",)),
    ("bce_with_logits", clipped_logits, ("stable",)),
    ("bce_with_logits", lambda z, y: nnlib.bce_with_logits(-z, y), ("logit-form", "stable")),
    ("softmax_cross_entropy", summed(nnlib.softmax_cross_entropy), ("categorical",)),
    ("sigmoid", lambda z: nnlib.sigmoid(z / 2), ("logit-form", "convex")),
]  # fmt: skip
GLOSSARY, PICTURES, WIDGETS = 17, 8, 11


def own_bce_grad(z, y):
    return (nnlib.sigmoid(z) - y) / len(z)


def own_mse(P, T):
    return ((P - T) ** 2).sum() / P.size


FIGURES = {
    "regression": (plots.REGRESSION, {}),
    "regression with the reader's loss": (plots.REGRESSION, {"functions": {"mse": own_mse}}),
    "tug": (plots.TUG, {}),
    "outlier": (plots.OUTLIER, {}),
    "outlier below": (plots.OUTLIER, {"height": -10.0, "delta": 0.1}),
    "joints": (plots.JOINTS, {}),
    "joints of the reader's loss": (plots.JOINTS, {"functions": {"huber": lambda P, T, d: own_mse(P, T)}}),
    "decision": (plots.DECISION, {}),
    "surprise": (plots.SURPRISE, {}),
    "branches": (plots.BRANCHES, {}),
    "logit curves": (plots.LOGIT_CURVES, {}),
    "logit curves of yes": (plots.LOGIT_CURVES, {"y": 1}),
    "confident": (plots.CONFIDENT, {}),
    "confident and right": (plots.CONFIDENT, {"p": 0.9, "y": 1}),
    "cross-entropy bars": (plots.CROSS_BARS, {}),
    "cross-entropy bars of a sure truth": (plots.CROSS_BARS, {"toward": 1.0, "truth": "always sun"}),
    "stuck": (plots.STUCK, {}),
    "stuck with the reader's gradient": (
        plots.STUCK, {"w": -1.0, "loss": "cross entropy", "functions": {"bce_with_logits_grad": own_bce_grad}},
    ),
    "escapes": (plots.ESCAPES, {"starts": (0.5, 2.0)}),
    "surfaces": (plots.SURFACES, {}),
}  # fmt: skip
LIVE = {
    "delta slider": plots.delta_slider,
    "confident and wrong": plots.confident_and_wrong,
    "stuck neuron": plots.stuck_neuron,
    "cross-entropy bars": plots.cross_entropy_bars,
}
