"""The figures of chapter 0, instruments."""

from nnlib.plots.ch00.error_curve import TWO_ARMS, V_CURVE
from nnlib.plots.ch00.microscope import h_slider
from nnlib.plots.ch00.secant import MEASUREMENT, SECANTS
from nnlib.plots.ch00.shapes import MEETING, SHAPE_CARDS, shape_checker

__all__ = [
    "MEASUREMENT", "MEETING", "SECANTS", "SHAPE_CARDS", "TWO_ARMS", "V_CURVE", "h_slider",
    "shape_checker",
]  # fmt: skip
