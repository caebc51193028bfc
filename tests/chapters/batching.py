"""Chapter 8: how each formula could be wrong, and which wrong libraries its twins must notice. Data only."""

from functools import cache

import numpy as np

import nnlib
from nnlib import plots

STEM = "08_batching"

# For every formula, a way to get it wrong in its twin: the twin must notice.
BROKEN = {
    "updates": ("< n <= count", "<= n < count"),
    "full-gradient": (") / 7, [*dw", "), [*dw"),
    "unbiased": ("range(7), 3)", "range(6), 3)"),
    "noise": ("(n - B) / (n - 1)", "(n - B) / n"),
    "accumulate": ("3 * two + 1 * three) / 7", "3 * two + 3 * three) / 9"),
}


def summed(X, y, w, b):
    return nnlib.per_example_gradients(X, y, w, b) / len(y)


WRONG_LIBRARY = [
    ("iterations_per_epoch", lambda n, B: n // B, ("updates",)),
    ("per_example_gradients", summed, ("full-gradient",)),
]
GLOSSARY, PICTURES, WIDGETS = 15, 5, 8


@cache
def short_race():
    settings = ((1, 0.02, 1), (32, 0.1, 3), (None, 0.1, 3))
    return plots.BATCH_RACE.data(*nnlib.load_digits(), seeds=2, settings=settings)


FIGURES = {
    "race at equal epochs": (plots.RACE_AT, {"lanes": short_race()}),
    "race at equal time": (plots.RACE_AT, {"lanes": short_race(), "by": "equal time", "share": 20}),
    "trap": (plots.TRAP, {"what": "X alone", "epochs": 12}),
    "deck": (plots.DECK, {}),
    "deck with cards left out": (plots.DECK, {"n": 50, "B": 16, "drop_last": True}),
    "deck smaller than its batch": (plots.DECK, {"n": 5, "B": 9, "drop_last": True}),
    "cloud": (plots.CLOUD, {}),
    "cloud of one batch": (plots.CLOUD, {"B": 1000}),
    "noise": (plots.NOISE, {"rng": np.random.default_rng(0), "draws": 200}),
    "paths": (plots.PATHS, {"rng": np.random.default_rng(1)}),
    "throughput": (plots.THROUGHPUT, {"rng": np.random.default_rng(0), "rounds": 1}),
}
LIVE = {
    "race": lambda: plots.batch_race(short_race()),
    "shuffle trap": plots.shuffle_trap,
    "epoch counter": (plots.epoch_counter, {"epochs": None}),
    "gradient cloud": plots.gradient_cloud,
}
