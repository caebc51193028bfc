"""A drawn figure as what a notebook stores and shows: a PNG, and beside it the same content in words."""

import pytest
from matplotlib.figure import Figure

from nnlib import plots
from nnlib.plots.kit.image import is_ink


def test_a_figure_without_words_is_refused():
    with pytest.raises(ValueError, match="alt text"):
        plots.show(plots.POWERS.paint(plots.POWERS.data()), alt=" ")


def test_without_widgets_the_first_picture_and_its_words_are_shown():
    figure = plots.depth_probe()
    data = figure._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert f'<img alt="{figure.words}"' in data["text/html"] and data["text/plain"] == figure.words


def test_only_pictures_without_shades_are_turned_round_on_a_dark_page():
    """What is light and dark in a map of numbers or in a photograph has a meaning."""
    assert is_ink(plots.POWERS.paint(plots.POWERS.data()))
    for draw in ("imshow", "contourf", "pcolormesh"):
        figure = Figure()
        getattr(figure.subplots(), draw)([[1, 2], [3, 4]])
        assert not is_ink(figure), draw
    halves, lines = Figure(), Figure()
    halves.subplots().contourf([[1, 2], [3, 4]], levels=[0, 2, 9], colors=["red", "blue"])
    lines.subplots().contour([[1, 2], [3, 4]])
    assert is_ink(halves) and is_ink(lines)
    halves.subplots().imshow([[-1, 1]], cmap="coolwarm")
    assert is_ink(halves), "from one hue over the ground to another"
    assert "nn-ink" in plots.depth_probe().image._dom_classes
    assert 'class="nn-ink"' in plots.depth_probe()._repr_mimebundle_()["text/html"]


def test_signs_that_no_font_has_are_drawn_without_warnings(recwarn):
    data = plots.graph_stepper(
        plots.Graph("장보기", (("합", "add", ("사과", "배")),), {"사과": 1.0, "배": 2.0})
    )
    assert "사과" in data._repr_mimebundle_()["text/plain"]
    assert [str(w.message) for w in recwarn if "Glyph" in str(w.message)] == []
