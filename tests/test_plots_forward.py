"""Chapter 4's figures: the numbers behind them, from another direction."""

import numpy as np
import pytest

import nnlib
from nnlib import plots
from nnlib.plots import bumps


@pytest.mark.parametrize(
    ("preset", "total"),
    [
        ("12288-1", 12_289),
        ("12288-3", 36_867),
        ("12288-3-2-1", 36_878),
        ("784-300-100-10", 266_610),
    ],
)
def test_the_architect_counts_what_the_notes_should_have_counted(preset, total):
    plan = plots.PLAN.data(preset)
    assert plan.total == total == nnlib.count_parameters(list(plan.sizes))
    assert f"Together {total:,} parameters" in plots.PLAN.words(plan)


def test_examples_change_shapes_and_no_parameter():
    few, many = (plots.PLAN.data("64-32-10", n=n) for n in (1, 100))
    assert few.total == many.total and "99.97%" in plots.PLAN.words(plots.PLAN.data())


def test_a_wrong_count_of_the_readers_is_seen():
    plan = plots.PLAN.data("2-2-1", count=lambda sizes: sizes[0] * sizes[1])
    assert plan.total == 6


def test_the_controls_of_ones_own_network_are_grey_for_a_preset():
    widget = plots.architect()
    assert widget.controls["width"].disabled
    widget.controls["preset"].value = "your own"
    assert not widget.controls["width"].disabled and "64–32–10" in widget.words
    widget.controls["hidden"].value = 3
    assert "64–32–32–32–10" in widget.words


@pytest.mark.parametrize("convention", ["rows", "columns"])
def test_the_tables_of_both_conventions_multiply(convention):
    data = plots.CONVENTION.data(convention, 5, 3, 2)
    tables = {name: np.ones((rows, columns)) for name, rows, columns in data["tables"]}
    first, second = (tables[name] for name, _, _ in data["tables"][:2])
    assert (first @ second + tables["b"]).shape == tables["Z"].shape


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
