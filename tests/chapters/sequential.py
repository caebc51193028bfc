"""Chapter 11: how each formula could be wrong, and which wrong libraries its twins must notice. Data only."""

import nnlib
from nnlib import plots

STEM = "11_sequential"

# For every formula, a way to get it wrong in its twin: the twin must notice.
BROKEN = {
    "parameters": ("(n_in + 1) * n_out", "n_in * n_out"),
    "labels": ("-np.log(Q[", "-np.log(1 - Q["),
    "heads": ("z[:, 1] - z[:, 0]", "z[:, 0] - z[:, 1]"),
    "balanced": ("12 / (3 * count)", "12 / count"),
    "weighted": ("w[t[i]] * s[i]", "(w[t[i]] + s[i])"),
    "log-uniform": ("** u)", "* u)"),
    "luck": ("0.95**m", "0.05**m"),
}


def by_the_weights(losses, y, class_w, sample_w):
    w = class_w[y] * sample_w
    return float((w * losses).sum() / w.sum())


WRONG_LIBRARY = [
    ("class_weights_balanced", lambda y, k: nnlib.class_weights_balanced(y, k) / k, ("balanced",)),
    ("weighted_loss", by_the_weights, ("weighted",)),
    ("log_uniform", lambda low, high, rng: rng.uniform(low, high), ("log-uniform",)),
    ("count_parameters", lambda sizes: sum(sizes), ("parameters",)),
]
GLOSSARY, PICTURES, WIDGETS = 18, 2, 7

FIGURES = {
    "folds": (plots.FOLDS, {}),
    "as many folds as rows": (plots.FOLDS, {"n": 10, "k": 10}),
    "a rare class": (plots.IMBALANCE, {}),
    "a rare class that weighs more": (plots.IMBALANCE, {"weight": 19.0}),
    "stopping": (plots.STOPPING, {"patience": 4}),
    "grid or random": (plots.GRID_OR_RANDOM, {"repeats": 20}),
    "search": (plots.SEARCH, {}),
    "search on a grid": (plots.SEARCH, {"way": "grid", "budget": 16}),
    "x-ray": (plots.API_XRAY, {}),
}
LIVE = {
    "fold cutter": plots.fold_cutter,
    "rare class": plots.rare_class,
    "search budget": plots.search_budget,
}
