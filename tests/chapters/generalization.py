"""Chapter 10: how each formula could be wrong, and which wrong libraries its twins must notice. Data only."""

from functools import cache

import numpy as np

import nnlib
from nnlib import plots
from nnlib.plots.ch10 import lesson, remedies

STEM = "10_generalization"

# For every formula, a way to get it wrong in its twin: the twin must notice.
BROKEN = {
    "l2": ("lam / 2 * sum", "lam * sum"),
    "decay": ("(1 - eta * lam) * W", "(1 - lam) * W"),
    "prior": ("w**2 / (2 * s**2) + np.log", "w**2 / s**2 + np.log"),
    "dropout": ("q * (a / q)", "q * a"),
    "dropout-backward": ("m / q * dout)", "m * dout)"),
    "score": ("p * (1 - p) / n", "p * (1 - p) / n**2"),
    "no-free-lunch": ("np.isclose(sum(shares) / 2**4, 0.5)", "np.isclose(sum(shares) / 2**4, 1)"),
}


def doubled(weights, lam):
    value, grads = nnlib.l2_penalty(weights, lam)
    return 2 * value, [2 * grad for grad in grads]


def without_scale(A, keep, rng, training):
    mask = (rng.random(np.shape(A)) < keep) * 1.0
    return A * mask, mask


WRONG_LIBRARY = [
    ("l2_penalty", doubled, ("l2", "decay", "prior")),
    ("dropout_forward", without_scale, ("dropout",)),
    ("dropout_backward", lambda dout, mask: dout * (mask > 0), ("dropout-backward",)),
]
GLOSSARY, PICTURES, WIDGETS = 15, 3, 6


@cache
def taught():
    return remedies.lesson(lesson.Recipe(), 0, wrong=True, epochs=90)[0]


@cache
def few():
    return plots.REMEDIES.data(seeds=1, epochs=(3, 3))


NEW = lesson.parts(0, 200)[2]
FIGURES = {
    "capacity": (plots.CAPACITY, {}),
    "capacity without noise": (plots.CAPACITY, {"degree": 11, "noise": 0.0, "n": 60}),
    "double descent": (plots.DOUBLE_DESCENT, {"seeds": 3}),
    "remedies": (plots.REMEDIES, {"seeds": 1, "epochs": (3, 3)}),
    "curves": (plots.CURVES, {"taught": taught(), "new": NEW, "patience": 5}),
    "curves to the end": (plots.CURVES, {"taught": taught(), "new": NEW, "patience": 60}),
    "changes": (plots.CHANGES, {}),
    "thinned": (plots.THINNED, {}),
    "nothing thinned": (plots.THINNED, {"keep": 1.0}),
    "wiggle": (plots.WIGGLE, {}),
    "calm wiggle": (plots.WIGGLE, {"degree": 7, "step": 5}),
}
LIVE = {
    "capacity": plots.capacity,
    "thinned networks": plots.thinned_networks,
    "stop in time": lambda: plots.stop_in_time(taught(), NEW),
}
