"""The browsers of truth tables: two bits in the plane, three bits in a cube."""

import itertools

from nnlib import plots
from nnlib.plots.ch02 import boolean, tables


def test_truth_tables_name_the_function_and_its_line():
    figure = plots.truth_tables()
    assert (
        "Outputs 0, 1, 1, 1: OR. A unit that is this function: it fires where 1 x1 + 1 x2"
        in figure.words
    )
    image = bytes(figure.image.value)
    figure.controls["f11"].value = False
    assert bytes(figure.image.value) != image and figure.words == figure.readout.value
    assert all(box.tooltip == box.description for box in figure.controls.values())
    assert (
        "XOR. No unit" in figure.words
        and "01 and 10 should give 1, 00 and 11 should give 0" in figure.words
    )
    names = {
        boolean.TITLES[tables.table_data(*y).number]: y for y in itertools.product((0, 1), repeat=4)
    }
    assert (
        len(names) == 16 and names["NAND"] == (1, 1, 1, 0) and names["x2 or not x1"] == (1, 1, 0, 1)
    )


def test_the_buttons_jump_to_the_next_of_their_kind():
    figure = plots.three_inputs()
    seen = set()
    for _ in range(10):
        figure.controls["without"].click()
        seen.add(figure.values()["number"])
    assert len(seen) == 10 and not any(boolean.unit_of(number, 3) for number in seen)
    assert "No unit is this function" in figure.words
    figure.controls["with"].click()
    assert "A unit that is this function" in figure.words and figure.values()["number"] not in seen
