"""Draw a digit: what is seen of strokes, which networks can be drawn with, and the page that goes to a friend."""

import numpy as np
import pytest

from nnlib import plots
from nnlib.plots.ch12 import draw

NETWORK = [(np.ones((64, 3)), np.zeros(3)), (np.ones((3, 10)), np.arange(10.0))]


def test_what_is_seen_does_not_depend_on_the_place_unless_it_is_not_centred():
    strokes = [[[0.3, 0.2], [0.3, 0.6]]]
    moved = [[[x + 0.25, y + 0.1] for x, y in strokes[0]]]
    np.testing.assert_allclose(draw.seen(strokes), draw.seen(moved))
    assert not np.allclose(draw.seen(strokes, False), draw.seen(moved, False))
    assert draw.seen([]).sum() == 0 and 0 < draw.seen(strokes).max() <= 1


def test_the_answer_is_that_of_the_layers():
    hidden, P = draw.answer(NETWORK, np.full(64, 0.5))
    assert hidden.tolist() == [32, 32, 32] and P.argmax() == 9 and np.isclose(P.sum(), 1)


def test_the_page_holds_network_and_code_and_another_network_is_refused():
    page = plots.digit_page(NETWORK)
    assert '"network"' in page and "class Sheet" in page and "http://www.w3.org" in page
    with pytest.raises(ValueError, match="64-h-10"):
        plots.draw_digit(lambda X: X)
