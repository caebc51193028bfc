"""The figures of chapter 3, activations."""

from nnlib.plots.ch03.curves import EXPLORER, PAIR_GRID, POWERS, SATURATION
from nnlib.plots.ch03.dead import DEAD_SHARES, DEAD_UNITS, dead_units
from nnlib.plots.ch03.depth import DEPTH, HISTOGRAMS, RATIOS, depth_probe
from nnlib.plots.ch03.explorer import pair_explorer
from nnlib.plots.ch03.race import RACE
from nnlib.plots.ch03.simplex import JACOBIAN, TRIANGLE, softmax_jacobian
from nnlib.plots.ch03.triangle import softmax_triangle

__all__ = [
    "DEAD_SHARES", "DEAD_UNITS", "DEPTH", "EXPLORER", "HISTOGRAMS", "JACOBIAN", "PAIR_GRID",
    "POWERS", "RACE", "RATIOS", "SATURATION", "TRIANGLE", "dead_units", "depth_probe",
    "pair_explorer", "softmax_jacobian", "softmax_triangle",
]  # fmt: skip
