"""Shapes as boxes: which tables may meet, what comes out, and what is legal although nobody meant it."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from nnlib import plots
from nnlib.plots.ch00 import shapes
from nnlib.plots.kit.style import BLUE, GREEN, VERMILION

SIZES = [(n, d, k) for n in (1, 2, 3) for d in (1, 2, 4) for k in (1, 3, 4)]


@pytest.mark.parametrize("product", shapes.PRODUCTS)
def test_tables_meet_by_the_rules_of_algebra(product):
    for n, d, k in SIZES:
        one = plots.MEETING.data(product, n, d, k)
        rule = {
            "X @ W": (n, k), "Z + b": (n, k), "X.T @ Z": (d, k), "Z @ W.T": (n, d), "p - y": (n, n),
            "W @ X": (d, d) if n == k else None, "X @ W.T": (n, d) if d == k else None,
            "X + b": (n, max(d, k)) if d == k or 1 in (d, k) else None,
        }[product]  # fmt: skip
        assert one.result == rule, (product, n, d, k)
        assert one.suspicious == (rule is not None and product not in shapes.MEANT)


@pytest.mark.parametrize(
    ("product", "n", "colour", "words"),
    [("X @ W", 3, GREEN, "X (3, 2) @ W (2, 4): legal; the inner sizes are 2 and 2"),
     ("W @ X", 3, VERMILION, "W (2, 4) @ X (3, 2): refused; the inner sizes are 4 and 3"),
     ("W @ X", 4, GREEN, "legal, but surely not meant; the inner sizes are 4 and 4"),
     ("p - y", 3, None, "p (3, 1) − y (3,): legal, but surely not meant; sizes are compared")],
)  # fmt: skip
def test_boxes_edges_and_words_of_a_meeting_agree(product, n, colour, words):
    data = plots.MEETING.data(product, n=n)
    (axes,) = plots.MEETING.paint(data).axes
    assert words in plots.MEETING.words(data)
    cells = [np.prod(shape) for shape in (data.left, data.right, data.result) if shape]
    assert len(axes.patches) == 2 * sum(cells)
    edges = [line for line in axes.lines if line.get_linewidth() == 5]
    assert [to_hex(line.get_color()).upper() for line in edges] == ([colour] * 2 if colour else [])
    drawn = [patch for patch in axes.patches if patch.get_linewidth()]
    looks = {to_hex(patch.get_edgecolor()).upper() for patch in drawn}
    result = VERMILION if data.suspicious else GREEN
    assert looks == ({BLUE, result} if data.legal else {BLUE})


def test_the_largest_tables_stay_in_the_picture():
    for product in shapes.PRODUCTS:
        (axes,) = plots.MEETING.paint(plots.MEETING.data(product, 6, 6, 6)).axes
        (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
        boxes = [patch.get_bbox() for patch in axes.patches]
        assert min(b.x0 for b in boxes) > left and max(b.x1 for b in boxes) < right
        assert min(b.y0 for b in boxes) > low + 1 and max(b.y1 for b in boxes) < high - 1


def test_the_cards_show_four_that_are_meant_and_two_that_are_refused():
    data = plots.SHAPE_CARDS.data()
    assert [one.legal for one in data] == [True] * 4 + [False] * 2
    assert not any(one.suspicious for one in data)
    assert "X.T @ Z is legal, (2, 4)" in plots.SHAPE_CARDS.words(data)
    assert len(plots.SHAPE_CARDS.paint(data).axes) == 6
