"""How big a network is: shapes under every arrow, parameters per layer, memory; pictures as rows, layers as tables."""

import pytest

import nnlib
from nnlib import plots


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
    assert "With n = 1 " in plots.PLAN.words(few) and "With n = 100 " in plots.PLAN.words(many)
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
