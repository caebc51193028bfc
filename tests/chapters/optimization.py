"""Chapter 9: how each formula could be wrong, and which wrong libraries its twins must notice. Data only."""

from functools import cache

import numpy as np

import nnlib
from nnlib import plots

STEM = "09_optimization"

# For every formula, a way to get it wrong in its twin: the twin must notice.
BROKEN = {
    "descent": ("- rate * 4 * w0)", "+ rate * 4 * w0)"),
    "factor": ("(1 - rate * curvature)", "(1 - rate)"),
    "limit": ("1.01 * limit", "0.9 * limit"),
    "curvature": ("2 / 9 * A.T", "1 / 9 * A.T"),
    "condition": ("(kappa + 1))", "kappa)"),
    "standardize": ("/ sd[j] for j", "* sd[j] for j"),
    "momentum": ("0.9 * 0.3 - 0.1", "0.9 * 0.3 + 0.1"),
    "steady": ("/ (1 - 0.9)", "/ 0.9"),
    "averages": ("0.001 * 3.0**2", "0.001 * 3.0"),
    "correction": ("0.9**7", "0.9**6"),
    "adam": ("(np.sqrt(square) + 1e-8)", "(square + 1e-8)"),
    "variance": ("50 * 0.3**2", "50 * 0.3"),
    "he": ("(2 / 500)", "(1 / 500)"),
    "xavier": ("(500 + 100)", "500"),
    "steps": ("(e // 7)", "(e / 7)"),
    "cosine": ("np.pi * e / 30", "2 * np.pi * e / 30"),
}


def uphill(params, grads, lr):
    return np.asarray(params) + lr * np.asarray(grads)


def twice(X):
    return nnlib.critical_learning_rate(X) * 1.1


def of_the_sample(X):
    return np.mean(X, axis=0), np.std(X, axis=0, ddof=1)


def averaged(w, v, g, lr, beta):
    v = beta * v - (1 - beta) * lr * g
    return w + v, v


def uncorrected(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
    return w - lr * m / (np.sqrt(v) + eps), m, v


def bare_sums(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    return w, beta1 * m + g, beta2 * v + g * g


def by_outputs(fan_in, fan_out, kind, rng):
    return nnlib.init_weights(fan_out, fan_in, kind, rng).T * (0.7 if kind == "xavier" else 1)


def early(lr0, epoch, kind="step", **rest):
    return nnlib.lr_schedule(lr0, epoch + 1, kind, **rest)


WRONG_LIBRARY = [
    ("gd_step", uphill, ("descent", "factor")),
    ("critical_learning_rate", twice, ("limit",)),
    ("standardize_fit", of_the_sample, ("standardize",)),
    ("momentum_step", averaged, ("momentum", "steady")),
    ("adam_step", uncorrected, ("adam",)),
    ("adam_step", bare_sums, ("averages", "correction")),
    ("init_weights", by_outputs, ("he", "xavier")),
    ("lr_schedule", early, ("steps", "cosine")),
]
GLOSSARY, PICTURES, WIDGETS = 15, 7, 8


@cache
def short_sweep():
    return plots.RATE_SWEEP.data(seeds=1, epochs=2, rates=(0.01, 0.1, 1.0))


FIGURES = {
    "rate strip": (plots.RATE_STRIP, {}),
    "one rate past its limit": (plots.ONE_RATE, {"rate": 0.55}),
    "two valleys": (plots.TWO_VALLEYS, {}),
    "two valleys with noise": (plots.TWO_VALLEYS, {"noise": 6.0, "seed": 3}),
    "which valley": (plots.WHICH_VALLEY, {"starts": 50, "seeds": 2}),
    "scaling": (plots.SCALING, {}),
    "inside Adam": (plots.INSIDE_ADAM, {}),
    "inside Adam, uncorrected": (plots.NAMED_INSIDE, {"size": "0.003", "corrected": False}),
    "first weights": (plots.FIRST_WEIGHTS, {}),
    "first weights of tanh": (plots.FIRST_WEIGHTS, {"activation": "tanh", "depth": 3}),
    "rate sweep": (plots.RATE_SWEEP, {"seeds": 1, "epochs": 1, "rates": (0.01, 0.1, 1.0)}),
    "XOR, stuck": (plots.XOR_STUCK, {"seeds": 5, "steps": 60}),
    "falling rates": (plots.FALLING_RATES, {"walks": 20}),
    "still valley": (plots.VALLEY, {}),
    "still valley past the limit": (plots.VALLEY, {"rate": 0.12}),
    "still network": (plots.VALLEY, {"surface_name": "network"}),
}
LIVE = {
    "one rate": plots.one_rate,
    "two valleys": (plots.two_valleys, {"seed": {"noise": 6}}),
    "feature scale": plots.feature_scale,
    "inside Adam": plots.inside_adam,
    "first weights": plots.first_weights,
}
