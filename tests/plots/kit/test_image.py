"""A drawn figure as what a notebook stores and shows: a PNG, and beside it the same content in words."""

import pytest

from nnlib import plots


def test_a_figure_without_words_is_refused():
    with pytest.raises(ValueError, match="alt text"):
        plots.show(plots.POWERS.paint(plots.POWERS.data()), alt=" ")


def test_without_widgets_the_first_picture_and_its_words_are_shown():
    figure = plots.depth_probe()
    data = figure._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert f'<img alt="{figure.words}"' in data["text/html"] and data["text/plain"] == figure.words
