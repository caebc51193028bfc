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


def painted(shape, narrow=False, width=9, **options):
    """A figure with panels of this shape, by a painter of its own."""

    @style.painter(width, 3, left=0.1)
    def paint(data, figure):
        figure.found = style.panels(figure, *shape, **options)

    return paint(None, narrow=narrow)


@pytest.mark.parametrize(
    ("shape", "columns"), [((1, 2), 1), ((1, 4), 1), ((1, 5), 2), ((2, 3), 2), ((), 1)]
)
def test_a_narrow_figure_has_the_same_panels_below_one_another(shape, columns):
    wide, narrow = painted(shape), painted(shape, narrow=True)
    assert style.wants_narrow(wide) and not style.wants_narrow(narrow)
    assert np.shape(narrow.found) == np.shape(wide.found) and len(narrow.axes) == len(wide.axes)
    assert len({round(axes.get_position().x0, 3) for axes in narrow.axes}) == columns
    assert narrow.get_size_inches()[0] == (style.NARROW if shape else style.LEGIBLE)


def test_a_row_of_one_keeps_its_shape_and_its_options():
    assert painted((1, 1), narrow=True, squeeze=False).found.shape == (1, 1)
    two = painted((1, 2), narrow=True, sharey=True, width_ratios=(1, 3))
    assert two.found[0].get_shared_y_axes().joined(*two.found)


def test_layers_are_counted_in_whole_numbers_even_where_there_is_one():
    figure = style.blank()
    axes = figure.subplots()
    axes.set_xlim(0.5, 1.5)
    style.whole_axis(axes.xaxis)
    assert axes.get_xticks().tolist() == [0, 1, 2]


def test_what_no_painter_drew_and_small_figures_have_one_layout():
    assert not style.wants_narrow(style.blank())
    assert not style.wants_narrow(painted((1, 2), width=6))


def test_a_solid_and_a_flat_panel_stand_beside_or_below_each_other():
    for narrow in (False, True):
        figure = style.blank(narrow)
        solid, flat = style.solid_and_flat(figure)
        assert style.solid_and_flat(figure) == (solid, flat) and solid.name == "3d"
        assert (solid.get_position().y0 > flat.get_position().y1) == narrow


def test_panels_that_are_used_again_make_no_room_for_what_is_gone():
    figure = style.blank()
    axes = style.panels(figure)
    axes.plot([0, 60], [0, 9])
    axes.set_ylim(0, 50)
    wide = *axes.get_xlim(), *axes.get_ylim()
    assert style.panels(figure) is axes
    axes.plot([0, 1], [0, 1])
    fresh = style.panels(style.blank())
    fresh.plot([0, 1], [0, 1])
    assert (*axes.get_xlim(), *axes.get_ylim()) == (*fresh.get_xlim(), *fresh.get_ylim()) != wide
