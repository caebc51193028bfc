"""The figures of chapter 6, one neuron."""

from nnlib.plots.ch06.cat import HONEST, WEIGHTS
from nnlib.plots.ch06.downhill import BOWL, DESCENT, descent
from nnlib.plots.ch06.hand import by_hand
from nnlib.plots.ch06.heads import AGES, HEADS
from nnlib.plots.ch06.line import BY_HAND, LINES
from nnlib.plots.ch06.several import BOTH_ANIMALS, LABEL_ORDER, both_animals, label_order
from nnlib.plots.ch06.zoo import FLATTEN, ZOO

__all__ = [
    "AGES", "BOTH_ANIMALS", "BOWL", "BY_HAND", "DESCENT", "FLATTEN", "HEADS", "HONEST",
    "LABEL_ORDER", "LINES", "WEIGHTS", "ZOO", "both_animals", "by_hand", "descent", "label_order",
]  # fmt: skip
