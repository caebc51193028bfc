"""The figures of chapter 0: measured slopes against autograd and algebra, shapes against the rules of algebra."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from matplotlib.colors import to_hex

from nnlib import plots
from nnlib.plots import secant, shapes
from nnlib.plots.style import BLUE, GREEN, VERMILION

TRUTH = {
    "x²": lambda x: x**2,
    "x³": lambda x: x**3,
    "sin x": anp.sin,
    "eˣ": anp.exp,
    "ln(1 + eˣ)": lambda x: anp.log(1 + anp.exp(x)),
}


def one_sided(f, x, h=1e-5):
    return (f(x + h) - f(x)) / h


# -- slopes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", secant.FUNCTIONS)
def test_functions_and_their_slopes_are_those_of_automatic_differentiation(name):
    value, slope = secant.FUNCTIONS[name]
    for x in (-1.9, -0.3, 0.0, 1.0, 1.7):
        assert value(x) == pytest.approx(TRUTH[name](x))
        assert slope(x) == pytest.approx(grad(TRUTH[name])(x))


def test_the_secants_of_the_parabola_have_the_slopes_of_algebra():
    data = plots.SECANTS.data(x=1.5, steps=(2.0, 0.25))
    assert [one.slope for one in data] == [2 * 1.5 + 2, 2 * 1.5 + 0.25]
    assert {one.truth for one in data} == {3.0}
    assert "slope 2.1 for h = 0.1" in plots.SECANTS.words(plots.SECANTS.data())


def test_the_error_of_the_cube_is_h_squared_until_rounding_rules():
    found = secant.errors("x³", 1.0)
    large = secant.STEPS >= 1e-4
    np.testing.assert_allclose(found[large], secant.STEPS[large] ** 2, rtol=1e-3)
    assert found[secant.STEPS < 1e-12].min() > 1e-9
    forward = secant.errors("x³", 1.0, sides="one side")
    np.testing.assert_allclose(
        forward[large], 3 * secant.STEPS[large] + secant.STEPS[large] ** 2, rtol=1e-3
    )


def test_float32_is_computed_in_float32_and_goes_blind():
    x, h = np.float32(1.3), np.float32(1e-4)
    by_hand = (np.sin(x + h) - np.sin(x - h)) / (2 * h)
    assert by_hand.dtype == np.float32
    assert secant.measure("sin x", 1.3, 1e-4, precision="float32") == float(by_hand)
    assert secant.measure("sin x", 1.3, 1e-9, precision="float32") == 0
    stored = float(np.float32(1.3))
    error = secant.errors("sin x", 1.3, [1e-9], precision="float32")
    assert error[0] == pytest.approx(np.cos(stored), rel=1e-12)


def test_each_v_has_its_bottom_where_the_theory_says():
    _, arms = plots.V_CURVE.data()
    best = {(arm.sides, arm.precision): arm.best for arm in arms}
    for precision in secant.PRECISIONS:
        eps = float(np.finfo(precision).eps)
        for sides, power in (("both sides", 1 / 3), ("one side", 1 / 2)):
            step, error = best[sides, precision]
            assert eps**power / 4 < step < eps**power * 4
            order = 2 if sides == "both sides" else 1
            assert eps ** (power * order) / 10 < error < eps ** (power * order) * 10
    assert arms[0].errors[0] > 1e6 * arms[0].best[1] < arms[0].errors[-1]


def test_the_two_arms_bound_what_is_measured():
    data = plots.TWO_ARMS.data()
    both = data.curve + 1.5 * data.rounding
    assert (data.arm.errors <= both).all() and (data.arm.errors >= both / 20).all()
    finer = np.logspace(-7, -3, 4001)
    assert data.best == pytest.approx(finer[np.argmin(finer**2 / 6 + secant.EPS / finer)], rel=1e-2)
    assert "h = 8.7 × 10⁻⁶" in plots.TWO_ARMS.words(data)


@pytest.mark.parametrize("sides", secant.SIDES)
@pytest.mark.parametrize("k", [0.0, 5.0, 15.0])
def test_the_microscope_shows_the_two_points_that_are_measured(sides, k):
    data = plots.MEASUREMENT.data(k=k, sides=sides, x=0.7)
    run = data.zoom.ends[1] - data.zoom.ends[0]
    assert np.diff(data.zoom.heights)[0] / run == pytest.approx(data.slope, rel=1e-12)
    assert data.error == pytest.approx(data.errors[secant.EXPONENTS == k][0])
    assert data.truth == pytest.approx(3 * 0.7**2)


def test_the_microscope_shows_stairs_where_the_digits_end():
    smooth = plots.MEASUREMENT.data(k=5.0).zoom
    stairs = plots.MEASUREMENT.data(k=6.5, precision="float32").zoom
    assert len(np.unique(smooth.rise)) == 401 and len(np.unique(stairs.rise)) < 40


def test_the_slope_of_the_reader_is_drawn_over_the_books():
    mine = {"central_difference": one_sided}
    data = plots.MEASUREMENT.data(k=3.0, functions=mine)
    assert data.slope == pytest.approx(3 + 3e-3 + 1e-6)
    np.testing.assert_allclose(data.yours[:9], secant.errors("x³", 1.0, sides="one side")[:9])
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


def test_smaller_steps_stand_to_the_right():
    for picture in (plots.V_CURVE, plots.TWO_ARMS, plots.MEASUREMENT):
        axes = picture.paint(picture.data()).axes[-1]
        left, right = axes.get_xlim()
        assert left > 1 > 1e-15 > right


@pytest.mark.parametrize(
    ("h", "words"), [(1.0, "1"), (0.1, "0.1"), (10**-1.5, "0.032"), (1e-5, "10⁻⁵"), (10**-6.5, "3.2 × 10⁻⁷")]
)  # fmt: skip
def test_steps_have_names(h, words):
    assert secant.name_of(h) == words


# -- shapes ---------------------------------------------------------------------------------------------------------

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


# -- live figures ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [plots.h_slider, plots.shape_checker])
def test_every_control_stands_in_a_column(make):
    def nested(widget):
        yield widget
        for child in getattr(widget, "children", ()):
            yield from nested(child)

    figure = make()
    assert set(figure.controls.values()) <= set(nested(figure))


def test_the_h_slider_moves_through_the_v():
    figure = plots.h_slider()
    found = []
    for k in (0.0, 5.0, 13.0):
        figure.controls["k"].value = k
        found.append(float(plots.MEASUREMENT.data(**figure.values()).error))
    assert found[0] > 1e6 * found[1] and found[2] > 1e6 * found[1]
