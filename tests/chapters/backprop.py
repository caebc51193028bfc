"""Chapter 7: how each formula could be wrong, and which wrong libraries its twins must notice. Data only."""

import numpy as np

import nnlib
from nnlib import plots
from nnlib.backprop import OPERATIONS

STEM = "07_backprop"

# For every formula, a way to get it wrong in its twin: the twin must notice.
BROKEN = {
    "paths": ("sum(products)", "max(products)"),
    "accumulate": ("from_a + from_b", "from_b"),
    "dw-index": ("X[2, i] * dZ[2, j]", "X[i, 2] * dZ[2, j]"),
    "dx-index": ("dZ[r, 1] * W[i, 1]", "dZ[r, 1] * W[1, i]"),
    "db-index": ("dZ[2, 1], measured", "dZ[2, 0], measured"),
    "through-act": ("dA * slope", "dA + slope"),
    "multiplications": ("2 * n * d * k", "n * d * k"),
}


def overwriting(nodes, values):
    """Slopes that replace each other where they should add up."""
    every = nnlib.graph_values(nodes, values)
    slopes = dict.fromkeys(every, 0.0) | {nodes[-1][0]: 1.0}
    for name, operation, inputs in reversed(nodes):
        local = OPERATIONS[operation][2](*(every[i] for i in inputs))
        for key, slope in zip(inputs, local):
            slopes[key] = slopes[name] * slope
    return slopes


def transposed(dZ, X, W):
    return dZ @ W, X @ dZ, dZ.mean(axis=0)


WRONG_LIBRARY = [
    ("backprop_graph", overwriting, ("paths", "accumulate")),
    ("affine_backward", transposed, ("dw-index", "dx-index", "db-index")),
    ("unbroadcast", lambda grad, shape: grad.mean(axis=0), ("db-index",)),
    ("tanh_backward", lambda dout, a: dout * (1 - np.tanh(a) ** 2), ("through-act",)),
]
GLOSSARY, PICTURES, WIDGETS = 17, 5, 10

FIGURES = {
    "gates": (plots.LOCAL_GATES, {}),
    "gates with y ahead": (plots.LOCAL_GATES, {"x": -1.5, "y": 0.5, "upstream": -2.0}),
    "wires": (plots.WIRES, {}),
    "puzzle refused": (plots.TRANSPOSES, {}),
    "puzzle of another shape": (plots.TRANSPOSES, {"first": "X", "second": "W"}),
    "puzzle of squares": (plots.TRANSPOSES, {"n": 3, "d": 3, "k": 3}),
    "heat": (plots.HEAT, {}),
    "heat, deep and small": (plots.HEAT, {"hidden": 10, "scale": 0.5}),
    "cache": (plots.CACHE_MEMORY, {}),
    "cost": (plots.BACKPROP_COST, {"widths": (2, 4), "width": 4}),
    "symmetry": (plots.SYMMETRY, {"steps": 50}),
    "xor film": (plots.XOR_FILM, {"step": 60}),
    "graph": (plots.GRAPH, {}),
}
LIVE = {
    "shape puzzle": plots.shape_puzzle,
    "gradient heat": plots.gradient_heat,
    "cost of backprop": plots.cost_of_backprop,
    "watch xor": plots.watch_xor,
}
