"""The figures of chapter 9, optimization."""

from nnlib.plots.ch09.adam import INSIDE_ADAM, NAMED_INSIDE, inside_adam
from nnlib.plots.ch09.features import SCALING, feature_scale
from nnlib.plots.ch09.layers import FIRST_WEIGHTS, first_weights
from nnlib.plots.ch09.rates import (
    ONE_RATE,
    RATE_STRIP,
    TWO_VALLEYS,
    WHICH_VALLEY,
    one_rate,
    two_valleys,
)
from nnlib.plots.ch09.surfaces import loss_plane
from nnlib.plots.ch09.trials import FALLING_RATES, RATE_SWEEP, XOR_STUCK
from nnlib.plots.ch09.valley import VALLEY, valley_race

__all__ = [
    "FALLING_RATES", "FIRST_WEIGHTS", "INSIDE_ADAM", "NAMED_INSIDE", "ONE_RATE", "RATE_STRIP", "RATE_SWEEP", "SCALING",
    "TWO_VALLEYS", "VALLEY", "WHICH_VALLEY", "XOR_STUCK", "feature_scale", "first_weights", "inside_adam", "loss_plane",
    "one_rate", "two_valleys", "valley_race",
]  # fmt: skip
