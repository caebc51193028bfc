"""The secant that turns into the tangent, and one measurement under the microscope."""

import numpy as np
import pytest

from nnlib import plots
from nnlib.plots.ch00 import measured, secant


def one_sided(f, x, h=1e-5):
    return (f(x + h) - f(x)) / h


def test_the_secants_of_the_parabola_have_the_slopes_of_algebra():
    data = plots.SECANTS.data(x=1.5, steps=(2.0, 0.25))
    assert [one.slope for one in data] == [2 * 1.5 + 2, 2 * 1.5 + 0.25]
    assert {one.truth for one in data} == {3.0}
    assert "slope 2.1 for h = 0.1" in plots.SECANTS.words(plots.SECANTS.data())


def test_the_microscope_shows_stairs_where_the_digits_end():
    smooth = plots.MEASUREMENT.data(k=5.0).zoom
    stairs = plots.MEASUREMENT.data(k=6.5, precision="float32").zoom
    assert len(np.unique(smooth.rise)) == 401 and len(np.unique(stairs.rise)) < 40


def test_the_slope_of_the_reader_is_drawn_over_the_books():
    mine = {"central_difference": one_sided}
    data = plots.MEASUREMENT.data(k=3.0, functions=mine)
    assert data.slope == pytest.approx(3 + 3e-3 + 1e-6)
    np.testing.assert_allclose(data.yours[:9], measured.errors("x³", 1.0, sides="one side")[:9])
    assert "your central_difference measures slope 3.003" in plots.MEASUREMENT.words(data)
    book, yours, _ = plots.MEASUREMENT.paint(data).axes[2].lines
    assert (book.get_label(), yours.get_label()) == ("the book's", "yours")
    assert (yours.get_ydata()[:13] > 2 * book.get_ydata()[:13]).all()
    assert plots.MEASUREMENT.data(sides="one side", functions=mine).yours is None


def test_no_error_at_all_is_drawn_on_the_floor():
    data = plots.MEASUREMENT.data(function="x²", k=0.0)
    assert data.error == 0 and plots.MEASUREMENT.words(data).endswith("error 0.")
    *_, mark = plots.MEASUREMENT.paint(data).axes[2].lines
    assert list(mark.get_ydata()) == [secant.FLOOR]


def test_every_control_of_the_shape_checker_stands_in_a_column():
    def nested(widget):
        yield widget
        for child in getattr(widget, "children", ()):
            yield from nested(child)

    figure = plots.shape_checker()
    assert set(figure.controls.values()) <= set(nested(figure))


def test_the_error_moves_through_the_v():
    found = [plots.MEASUREMENT.data(k=k).error for k in (0.0, 5.0, 13.0)]
    assert found[0] > 1e6 * found[1] and found[2] > 1e6 * found[1]
