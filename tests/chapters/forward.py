"""Chapter 4: how each formula could be wrong, and which wrong libraries its twins must notice. Data only."""

import numpy as np

from nnlib import plots

STEM = "04_forward"

# For every formula, a way to get it wrong in its twin: the twin must notice.
BROKEN = {
    "affine": ("np.allclose(Z, X @ W + b)", "np.allclose(Z, X @ W)"),
    "columns": ("np.outer(b, np.ones(5))", "np.outer(b[::-1], np.ones(5))"),
    "forward": ("phi[act](A @ W + b)", "phi[act](X0 @ W + b)"),
    "unit": ("== n_in + 1", "== n_in"),
    "step": ("s * (x - e)", "s * (x + e)"),
}
WRONG_LIBRARY = [
    ("affine_forward", lambda X, W, b: X @ W, ("affine", "columns")),
    ("affine_forward_columns", lambda W, X, b: W @ X, ("columns",)),
    ("count_parameters", lambda sizes: sizes[0] * sizes[1], ("unit",)),
    ("sigmoid", lambda z: 1 / (1 + np.exp(np.clip(z, -500, 500))), ("step",)),
]
GLOSSARY, PICTURES, WIDGETS = 15, 4, 7

FIGURES = {
    "plan": (plots.PLAN, {}),
    "plan of two layers": (plots.PLAN, {"preset": "784-300-100-10"}),
    "plan of one's own": (plots.PLAN, {"preset": "your own", "hidden": 0, "outputs": 1}),
    "unrolled": (plots.UNROLLED, {}),
    "rows": (plots.CONVENTION, {}),
    "columns": (plots.CONVENTION, {"convention": "columns", "n": 3, "k": 3}),
    "tower": (plots.TOWER, {}),
    "machine": (plots.MACHINE, {}),
    "machine of one bump": (plots.MACHINE, {"bumps": 1, "steepness": 5.0}),
    "errors": (plots.ERRORS, {"counts": (5, 10, 20)}),
    "folds": (plots.FOLDED_PLANE, {}),
    "one fold": (plots.FOLDED_PLANE, {"folds": (1,)}),
}
LIVE = {"convention switch": plots.convention_switch, "bump machine": plots.bump_machine}
