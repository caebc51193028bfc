"""Who is to blame: three gates with their slopes, and the wires of a two-layer network with the shapes on them."""

import numpy as np
import pytest

import nnlib
from nnlib import plots


def test_the_gates_hand_on_what_a_nudge_measures():
    does = {"add": lambda x, y: x + y, "mul": lambda x, y: x * y, "max": max}
    for case in plots.LOCAL_GATES.data(x=1.5, y=-0.5, upstream=-3.0):
        f, (x, y) = does[case.operation], case.inputs
        assert case.value == f(x, y) and case.upstream == -3
        h = 1e-5
        measured = (
            -3 * (f(x + h, y) - f(x - h, y)) / (2 * h),
            -3 * (f(x, y + h) - f(x, y - h)) / (2 * h),
        )
        assert case.slopes == pytest.approx(measured, abs=1e-9)


def test_the_shapes_on_the_wires_are_those_of_a_real_network():
    shapes = plots.WIRES.data(n=5, d=2, h=3, k=4).shapes
    rng = np.random.default_rng(0)
    params = [(rng.normal(size=shapes[f"W{i}"]), rng.normal(size=shapes[f"b{i}"])) for i in (1, 2)]
    Z, cache = nnlib.mlp_forward(rng.normal(size=shapes["X"]), params, ["tanh", "identity"])
    assert Z.shape == shapes["Z2"] and cache[0][1].shape == shapes["H"] == shapes["Z1"]
