"""Chapter 1: how each formula could be wrong, and which wrong libraries its twins must notice. Data only."""

import numpy as np

import nnlib
from nnlib import plots

STEM = "01_perceptron"

# For every formula, a way to get it wrong in its twin: the twin must notice.
BROKEN = {
    "sum": ("for i in range(d)) + b", "for i in range(d)) - b"),
    "step": ("z >= 0 else", "z > 0 else"),
    "sign": ("+ 1) / 2", "+ 1)"),
    "threshold": ("w, -theta)", "w, theta)"),
    "distance": ("np.sqrt(w[0] ** 2 + w[1] ** 2)", "(w[0] ** 2 + w[1] ** 2)"),
    "rule": ("+ eta * error * x[i]", "- eta * error * x[i]"),
    "nudge": ("+ 1)", ")"),
    "novikoff": ("mistakes <= (R / gamma) ** 2", "mistakes <= R / gamma"),
    "two-numbers": ("k * R**2", "R**2"),
    "rate": ("eta * w1", "w1"),
    "criterion": ("-error * x", "error * x"),
    "layer": ("W[:, j], b[j]", "W[:, j], b[0]"),
    "slip": ("[0] == 1", "[0] == 0"),
}


def strict(z):
    """Fires only above 0."""
    return np.heaviside(np.asarray(z, float), 0)


def backwards(w, b, x, y, eta):
    """Turns away from what is wanted."""
    error = y - nnlib.heaviside(x @ w + b)
    return w - eta * error * x, b - eta * error


def without_bias(w, b, x, y, eta):
    return w + eta * (y - nnlib.heaviside(x @ w + b)) * x, b


def impatient(X, y, eta, max_epochs):
    """Gives up after one pass."""
    return nnlib.perceptron_fit(X, y, eta, 1)


WRONG_LIBRARY = [
    ("heaviside", strict, ("step",)),
    ("heaviside", lambda z: (np.sign(z) + 1) / 2, ("step",)),
    ("heaviside", lambda z: np.sign(z), ("step", "sign", "layer")),
    ("sgn", lambda z: np.where(np.asarray(z) >= 0, 1.0, -1.0), ("sign",)),
    ("tlu_predict", lambda X, w, b: nnlib.heaviside(np.asarray(X) @ w), ("sum", "threshold", "distance", "layer")),
    ("tlu_predict", lambda X, w, b: strict(np.asarray(X) @ w + b), ("slip",)),
    ("perceptron_step", backwards, ("rule", "nudge", "two-numbers")),
    ("perceptron_step", without_bias, ("rule", "nudge")),
    ("perceptron_fit", impatient, ("novikoff",)),
]  # fmt: skip
GLOSSARY, PICTURES, WIDGETS = 20, 10, 11

FIGURES = {
    "neuron": (plots.NEURON, {}),
    "thresholds": (plots.THRESHOLDS, {}),
    "plane": (plots.PLANE, {}),
    "corner planes": (plots.CORNER_PLANES, {}),
    "gate": (plots.GATE, {}),
    "gate on the line": (plots.GATE, {"w1": 1.0, "w2": 1.0, "b": -1.0, "reached": ("AND",)}),
    "gate without weights": (plots.GATE, {"w1": 0.0, "w2": 0.0, "b": -1.0}),
    "tie": (plots.TIE, {}),
    "film": (plots.FILM, {}),
    "film that does not end": (plots.FILM, {"name": "XOR"}),
    "mistakes": (plots.MISTAKES, {}),
    "stepper at the start": (plots.STEPPER, {}),
    "stepper": (plots.STEPPER, {"seen": 8, "eta": 0.25}),
    "margin": (plots.MARGIN, {"gap": 0.3, "seed": 2}),
    "bounds": (plots.BOUNDS, {}),
    "outputs": (plots.OUTPUTS, {}),
    "pixels": (plots.PIXELS, {"seeds": 2}),
    "still board": (plots.STILL, {"points": [[0.0, 1.0, 1], [1.0, 0.0, 0]], "w": (1.0, 1.0), "b": -0.5}),
}  # fmt: skip
LIVE = {
    "gate builder": plots.gate_builder,
    "tie switch": plots.tie_switch,
    "rule stepper": (plots.rule_stepper, {"gate": {"seen": 8}}),
    "margin slider": plots.margin_slider,
}
