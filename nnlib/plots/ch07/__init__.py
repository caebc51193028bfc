"""The figures of chapter 7, backpropagation."""

from nnlib.plots.ch07.blame import LOCAL_GATES, WIRES
from nnlib.plots.ch07.graphs import GRAPH, Graph, network_graph
from nnlib.plots.ch07.heat import HEAT, gradient_heat
from nnlib.plots.ch07.price import BACKPROP_COST, CACHE_MEMORY, cost_of_backprop
from nnlib.plots.ch07.stepper import GraphStepper, graph_stepper
from nnlib.plots.ch07.transposes import TRANSPOSES, shape_puzzle
from nnlib.plots.ch07.xor_film import SYMMETRY, XOR_FILM, watch_xor

__all__ = [
    "BACKPROP_COST", "CACHE_MEMORY", "GRAPH", "Graph", "GraphStepper", "HEAT", "LOCAL_GATES",
    "SYMMETRY", "TRANSPOSES", "WIRES", "XOR_FILM", "cost_of_backprop", "gradient_heat",
    "graph_stepper", "network_graph", "shape_puzzle", "watch_xor",
]  # fmt: skip
