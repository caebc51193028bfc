"""How every figure of the book looks: its axes say enough, and its fonts have the signs of the reader's language."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from nnlib.plots.kit import style


@pytest.mark.parametrize(
    "ends", [(1, 1e9), (3e5, 4e6), (0.4, 0.6), (0.099, 1.3), (2e-6, 9e-6), (1e-30, 1)]
)
def test_every_log_axis_has_at_least_three_labels(ends):
    axes = Figure().subplots()
    axes.loglog(ends, ends)
    style.log_axis(axes.yaxis)
    axes.set_ylim(ends)
    axes.figure.canvas.draw()
    places = axes.yaxis.get_majorticklocs()
    seen = [
        t.get_text()
        for at, t in zip(places, axes.yaxis.get_ticklabels())
        if ends[0] <= at <= ends[1]
    ]
    assert 3 <= len(seen) == len(set(seen)) <= 10 and all(seen), seen


def test_whole_decades_are_enough_where_there_are_three():
    found = style.Decades(8).tick_values(0.5, 2e3)
    np.testing.assert_allclose(found, [1, 10, 100, 1000])


def test_an_installed_font_with_hangul_is_asked_after_the_first():
    assert style.families({"DejaVu Sans", "NanumGothic", "Malgun Gothic"}) == [
        "DejaVu Sans", "NanumGothic", "Malgun Gothic",
    ]  # fmt: skip
    assert style.families(set()) == ["DejaVu Sans"]
    assert style.SETTINGS["font.family"][0] == "DejaVu Sans"
