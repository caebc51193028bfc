"""The figures of chapter 2, XOR."""

from nnlib.plots.ch02.boolean import SIXTEEN
from nnlib.plots.ch02.cake import CAKE, COLLAPSE
from nnlib.plots.ch02.circuit import CIRCUIT
from nnlib.plots.ch02.hidden import FOLD, HIDDEN_SPACE
from nnlib.plots.ch02.learning import LESSON, RATES, learn_xor, train_it
from nnlib.plots.ch02.sheets import collapse
from nnlib.plots.ch02.tables import CUBE, TABLE, three_inputs, truth_tables
from nnlib.plots.ch02.viewer import HiddenSpace, hidden_space
from nnlib.plots.ch02.xor import BEST_LINE, INEQUALITIES, XOR_PLANE, best_line

__all__ = [
    "BEST_LINE", "CAKE", "CIRCUIT", "COLLAPSE", "CUBE", "FOLD", "HIDDEN_SPACE", "HiddenSpace",
    "INEQUALITIES", "LESSON", "RATES", "SIXTEEN", "TABLE", "XOR_PLANE", "best_line", "collapse",
    "hidden_space", "learn_xor", "three_inputs", "train_it", "truth_tables",
]  # fmt: skip
