"""A unit that becomes a gate: the gate builder, and the agreement about the sum 0."""

from nnlib import plots
from nnlib.plots.ch01 import gates


def test_no_lamp_for_a_gate_with_a_corner_on_the_line():
    data = gates.builder_data(2.0, 1.0, -3.0)  # what the perceptron learns
    assert (
        data.gate == "AND" and data.reached == () and data.touching.tolist() == [False] * 3 + [True]
    )
    assert "(1, 1) on the line" in gates.read_builder(data)


def test_the_first_sliders_light_nothing():
    assert "Still dark: AND, OR, NAND, NOR." in plots.gate_builder().words


def test_the_tie_switch_turns_or_into_and():
    assert [gates.tie_data(-1.0, on).gate for on in (True, False)] == ["OR", "AND"]
    assert gates.tie_data(-0.5, True).gate == gates.tie_data(-0.5, False).gate == "OR"
    widget = plots.tie_switch()
    widget.set(b=-1.0, fires_at_zero=False)
    assert "this is AND; 2 of 4 corners" in widget.words and "it is OR" in widget.words
