"""What a network with one hidden layer can draw: from a step to a bump to a tower, and from bumps to any curve."""

import numpy as np

import nnlib
from nnlib import plots
from nnlib.plots.ch04 import bumps


def test_a_bump_is_one_between_its_edges_and_nothing_outside():
    data = plots.TOWER.data(steepness=2000.0)
    inside = (data["x"] > 0.31) & (data["x"] < 0.59)
    outside = (data["x"] < 0.29) | (data["x"] > 0.61)
    assert np.allclose(data["bump"][inside], 1, atol=1e-6)
    assert np.allclose(data["bump"][outside], 0, atol=1e-6)
    assert np.allclose(data["up"] + data["down"], data["bump"], atol=1e-9)


def test_more_bumps_draw_better_and_soft_ones_blur():
    errors = [plots.MACHINE.data(count, 1000.0)["error"] for count in (5, 20, 100, 200)]
    assert errors == sorted(errors, reverse=True) and errors[0] > 0.2 and errors[-1] < 0.002
    assert plots.MACHINE.data(200, 50.0)["error"] > 20 * errors[-1]


def test_the_drawn_curve_is_the_sum_of_its_bumps():
    x = bumps.GRID[:, 0]
    drawn = bumps.draw([0.2, 0.5, 0.8], [2.0, -1.0], 300.0)
    by_hand = 2.0 * (sigma(x - 0.2) - sigma(x - 0.5)) - 1.0 * (sigma(x - 0.5) - sigma(x - 0.8))
    assert np.allclose(drawn, by_hand, atol=1e-12)


def sigma(distance):
    return 0.5 + 0.5 * np.tanh(150.0 * distance)


def test_a_wrong_network_of_the_readers_is_seen():
    def flat(edges, heights, steepness):
        return nnlib.bump_network(edges, 0 * heights, steepness)

    assert plots.MACHINE.data(20, 1000.0, build=flat)["error"] > 0.3
