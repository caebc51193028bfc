"""Figures and widgets: parameters -> data -> figure, and the same data in words.

The roof of the house: it may import all of nnlib, and nothing below imports it. matplotlib and ipywidgets stay in here.
"""

from nnlib.plots.curves import EXPLORER, PAIR_GRID, POWERS, SATURATION, pair_explorer
from nnlib.plots.dead import BOARD, COUNT, dead_units
from nnlib.plots.depth import DEPTH, HISTOGRAMS, RATIOS, depth_probe
from nnlib.plots.live_figures import Button, Choice, Slider, Toggle, live
from nnlib.plots.pictures import Picture, show
from nnlib.plots.prediction import predict, predictions
from nnlib.plots.race import RACE
from nnlib.plots.simplex import JACOBIAN, TRIANGLE, softmax_jacobian, softmax_triangle

__all__ = [
    "BOARD", "Button", "COUNT", "Choice", "DEPTH", "EXPLORER", "HISTOGRAMS", "JACOBIAN", "PAIR_GRID", "POWERS",
    "Picture", "RACE", "RATIOS", "SATURATION", "Slider", "TRIANGLE", "Toggle", "dead_units", "depth_probe", "live",
    "pair_explorer", "predict", "predictions", "show", "softmax_jacobian", "softmax_triangle",
]  # fmt: skip
