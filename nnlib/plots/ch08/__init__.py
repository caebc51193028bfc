"""The figures of chapter 8, batches."""

from nnlib.plots.ch08.deck import DECK, epoch_counter
from nnlib.plots.ch08.noise import CLOUD, NOISE, PATHS, gradient_cloud
from nnlib.plots.ch08.race import BATCH_RACE, RACE_AT, batch_race
from nnlib.plots.ch08.shuffling import SHUFFLE_TRAP, TRAP, shuffle_trap
from nnlib.plots.ch08.throughput import THROUGHPUT

__all__ = [
    "BATCH_RACE", "CLOUD", "DECK", "NOISE", "PATHS", "RACE_AT", "SHUFFLE_TRAP", "THROUGHPUT",
    "TRAP", "batch_race", "epoch_counter", "gradient_cloud", "shuffle_trap",
]  # fmt: skip
