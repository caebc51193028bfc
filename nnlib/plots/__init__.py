"""Figures and widgets: parameters -> data -> figure, and the same data in words.

The roof of the house: it may import all of nnlib, and nothing below imports it. matplotlib and ipywidgets stay in here.
"""

from nnlib.plots.animals import (
    AGES,
    BOTH,
    FLATTEN,
    HEADS,
    HONEST,
    THREE,
    WEIGHTS,
    ZOO,
    both_animals,
    label_order,
)
from nnlib.plots.architect import CONVENTION, PLAN, UNROLLED, architect, convention_switch
from nnlib.plots.batches import (
    BATCH_RACE,
    CLOUD,
    DECK,
    NOISE,
    PATHS,
    RACE_AT,
    SHUFFLE_TRAP,
    THROUGHPUT,
    TRAP,
    batch_race,
    epoch_counter,
    gradient_cloud,
    shuffle_trap,
)
from nnlib.plots.blame import LOCAL_GATES, WIRES
from nnlib.plots.board import STILL, perceptron_board
from nnlib.plots.boolean import CUBE, SIXTEEN, TABLE, three_inputs, truth_tables
from nnlib.plots.bumps import ERRORS, MACHINE, TOWER, bump_machine
from nnlib.plots.cake import CAKE, COLLAPSE, collapse
from nnlib.plots.curves import EXPLORER, PAIR_GRID, POWERS, SATURATION, pair_explorer
from nnlib.plots.dead import BOARD, COUNT, dead_units
from nnlib.plots.depth import DEPTH, HISTOGRAMS, RATIOS, depth_probe
from nnlib.plots.entropy import (
    BRANCHES,
    CONFIDENT,
    CROSS_BARS,
    LOGIT_CURVES,
    SURPRISE,
    confident_and_wrong,
    cross_entropy_bars,
)
from nnlib.plots.gates import CORNER_PLANES, GATE, PLANE, TIE, gate_builder, tie_switch
from nnlib.plots.gradients import (
    BACKPROP_COST,
    CACHE_MEMORY,
    HEAT,
    SYMMETRY,
    XOR_FILM,
    cost_of_backprop,
    gradient_heat,
    watch_xor,
)
from nnlib.plots.graphs import GRAPH, Graph, network_graph
from nnlib.plots.hidden_space import HiddenSpace, hidden_space
from nnlib.plots.learning_xor import LESSON, RATES, learn_xor, train_it
from nnlib.plots.live_figures import Button, Choice, Slider, Toggle, live
from nnlib.plots.losses import (
    DECISION,
    JOINTS,
    OUTLIER,
    REGRESSION,
    TUG,
    delta_slider,
    outlier_drag,
)
from nnlib.plots.neuron_fit import BOWL, BY_HAND, DESCENT, LINES, by_hand, descent
from nnlib.plots.neurons import NEURON, OUTPUTS, PIXELS, THRESHOLDS
from nnlib.plots.pictures import Picture, show
from nnlib.plots.prediction import predict, predictions
from nnlib.plots.race import RACE
from nnlib.plots.rule import BOUNDS, FILM, MARGIN, MISTAKES, STEPPER, margin_slider, rule_stepper
from nnlib.plots.secant import MEASUREMENT, SECANTS, TWO_ARMS, V_CURVE, h_slider
from nnlib.plots.shapes import MEETING, SHAPE_CARDS, shape_checker
from nnlib.plots.simplex import JACOBIAN, TRIANGLE, softmax_jacobian, softmax_triangle
from nnlib.plots.stepper import GraphStepper, graph_stepper
from nnlib.plots.stuck import ESCAPES, STUCK, SURFACES, stuck_neuron
from nnlib.plots.transposes import TRANSPOSES, shape_puzzle
from nnlib.plots.xor import BEST_LINE, CIRCUIT, FOLD, INEQUALITIES, SPACE, XOR_PLANE, best_line

__all__ = [
    "AGES", "BACKPROP_COST", "BATCH_RACE", "BEST_LINE", "BOARD", "BOTH", "BOUNDS", "BOWL", "BRANCHES", "BY_HAND",
    "Button", "CACHE_MEMORY", "CAKE", "CIRCUIT", "CLOUD", "COLLAPSE", "CONFIDENT", "CONVENTION", "CORNER_PLANES",
    "COUNT", "CROSS_BARS", "CUBE", "Choice", "DECISION", "DECK", "DEPTH", "DESCENT", "ERRORS", "ESCAPES", "EXPLORER",
    "FILM", "FLATTEN", "FOLD", "GATE", "GRAPH", "Graph", "GraphStepper", "HEADS", "HEAT", "HISTOGRAMS", "HONEST",
    "HiddenSpace", "INEQUALITIES", "JACOBIAN", "JOINTS", "LESSON", "LINES", "LOCAL_GATES", "LOGIT_CURVES", "MACHINE",
    "MARGIN", "MEASUREMENT", "MEETING", "MISTAKES", "NEURON", "NOISE", "OUTLIER", "OUTPUTS", "PAIR_GRID", "PATHS",
    "PIXELS", "PLAN", "PLANE", "POWERS", "Picture", "RACE", "RACE_AT", "RATES", "RATIOS", "REGRESSION", "SATURATION",
    "SECANTS", "SHAPE_CARDS", "SHUFFLE_TRAP", "SIXTEEN", "SPACE", "STEPPER", "STILL", "STUCK", "SURFACES", "SURPRISE",
    "SYMMETRY", "Slider", "TABLE", "THREE", "THRESHOLDS", "THROUGHPUT", "TIE", "TOWER", "TRANSPOSES", "TRAP",
    "TRIANGLE", "TUG", "TWO_ARMS", "Toggle", "UNROLLED", "V_CURVE", "WEIGHTS", "WIRES", "XOR_FILM", "XOR_PLANE", "ZOO",
    "architect", "batch_race", "best_line", "both_animals", "bump_machine", "by_hand", "collapse",
    "confident_and_wrong", "convention_switch", "cost_of_backprop", "cross_entropy_bars", "dead_units", "delta_slider",
    "depth_probe", "descent", "epoch_counter", "gate_builder", "gradient_cloud", "gradient_heat", "graph_stepper",
    "h_slider", "hidden_space", "label_order", "learn_xor", "live", "margin_slider", "network_graph", "outlier_drag",
    "pair_explorer", "perceptron_board", "predict", "predictions", "rule_stepper", "shape_checker", "shape_puzzle",
    "show", "shuffle_trap", "softmax_jacobian", "softmax_triangle", "stuck_neuron", "three_inputs", "tie_switch",
    "train_it", "truth_tables", "watch_xor",
]  # fmt: skip
