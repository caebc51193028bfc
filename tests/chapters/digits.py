"""Chapter 12: how each formula could be wrong, and which wrong libraries its twins must notice. Data only."""

import numpy as np

import nnlib
from nnlib import plots

STEM = "12_digits"

# For every formula, a way to get it wrong in its twin: the twin must notice.
BROKEN = {
    "one-hot": ("labels[i] == j", "labels[i] == j + 1"),
    "binarize": ("[[0, 0], [1, 0]]", "[[0, 1], [1, 0]]"),
    "confusion": (
        "one_hot(truth, 3).T @ nnlib.one_hot(answers",
        "one_hot(answers, 3).T @ nnlib.one_hot(truth",
    ),
    "accuracy": ("np.trace(C) / C.sum()", "np.trace(C) / 3"),
    "spread": ("(1 - q) / n", "(1 - q) / n**2"),
}
WRONG_LIBRARY = [
    ("one_hot", lambda y, k: np.eye(k)[np.asarray(y) - 1], ("one-hot",)),
    ("binarize", lambda X, threshold: (X >= threshold) * 1.0, ("binarize",)),
    ("confusion_matrix", lambda y, p, k: nnlib.confusion_matrix(p, y, k), ("confusion",)),
]
GLOSSARY, PICTURES, WIDGETS = 12, 5, 2

rng = np.random.default_rng(0)
NETWORK = [(rng.normal(size=(64, 8)), np.zeros(8)), (rng.normal(size=(8, 10)), np.zeros(10))]
X, y = (array[:40] for array in nnlib.load_digits())
P = nnlib.softmax(3 * nnlib.one_hot(y, 10) + rng.normal(size=(40, 10)))

FIGURES = {
    "gallery": (plots.GALLERY, {"images": X[:12], "titles": y[:12]}),
    "weights": (
        plots.GALLERY,
        {"images": X[:6] - X[6:12], "titles": [f"unit {j}" for j in range(6)], "signed": True},
    ),
    "confusion": (plots.CONFUSION, {"y": y, "p": P.argmax(axis=1)}),
    "calibration": (plots.CALIBRATION, {"P": P, "y": y}),
    "drawn digit": (plots.DRAWN, {"model": NETWORK}),
}
