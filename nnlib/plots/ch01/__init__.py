"""The figures of chapter 1, the perceptron."""

from nnlib.plots.ch01.board import PERCEPTRON_BOARD, perceptron_board
from nnlib.plots.ch01.gates import GATE_BUILDER, TIE_SWITCH, gate_builder, tie_switch
from nnlib.plots.ch01.margin import BOUNDS, MARGIN, margin_slider
from nnlib.plots.ch01.neuron import NEURON, THRESHOLDS
from nnlib.plots.ch01.outputs import OUTPUTS, PIXELS
from nnlib.plots.ch01.plane import CORNER_PLANES, PLANE
from nnlib.plots.ch01.rule import FILM, MISTAKES, RULE_STEPPER, rule_stepper

__all__ = [
    "BOUNDS", "CORNER_PLANES", "FILM", "GATE_BUILDER", "MARGIN", "MISTAKES", "NEURON", "OUTPUTS",
    "PERCEPTRON_BOARD", "PIXELS", "PLANE", "RULE_STEPPER", "THRESHOLDS", "TIE_SWITCH",
    "gate_builder", "margin_slider", "perceptron_board", "rule_stepper", "tie_switch",
]  # fmt: skip
