"""The figures of all chapters: they speak, are readable and move. And chapter 3's numbers against an independent truth.

A chapter's figures join through its data, `tests/chapters/<name>.py`:

    FIGURES = {"a name": (plots.PICTURE, {"parameter": value})}
    LIVE = {"a name": plots.a_live_figure}

    LIVE = {"a name": (plots.a_live_figure, {"control": {"other": 2}, "count": None})}

The second form is for a control that does nothing until others stand somewhere (there), and for one that moves
the words and not the picture (None). The numbers behind figures have their tests in `tests/test_plots_<name>.py`.
"""

import re
import subprocess
import sys
from html import unescape

import autograd.numpy as anp
import ipywidgets as widgets
import numpy as np
import pytest
from autograd import grad
from matplotlib.text import Text
from scipy.special import expit
from scipy.special import softmax as scipy_softmax

from chapters import tables
from nnlib import load_digits, plots
from nnlib.plots import curves, dead, depth, functions, numbers, pictures, race, simplex
from nnlib.plots.live_figures import Button, Choice, Slider, Toggle, live

FIGURES = tables("FIGURES")
LIVE = {
    name: entry if isinstance(entry, tuple) else (entry, {})
    for name, entry in tables("LIVE").items()
}


def rng():
    return np.random.default_rng(0)


# -- every figure ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_speaks_and_is_readable(name, monkeypatch):
    picture, parameters = FIGURES[name]
    shown = []
    monkeypatch.setattr(pictures, "display", lambda data, raw: shown.append((data, raw)))
    data = picture.data(**parameters)
    picture.show_data(data, caption="a < b")
    (bundle, raw), words = shown[0], picture.words(data)
    assert raw and len(words) > 40 and re.search(r"\d|one layer", words)
    assert f'<img alt="{words}"' in unescape(bundle["text/html"])
    assert "<figcaption>a &lt; b</figcaption>" in bundle["text/html"]
    assert bundle["text/html"].startswith('<figure style="margin:0">')  # in line with the live ones
    assert bundle["text/plain"] == words and bundle["image/png"]
    figure = picture.paint(data)
    figure.canvas.draw()
    texts = [t for t in figure.findobj(Text) if t.get_text() and t.get_visible()]
    assert texts and min(t.get_fontsize() for t in texts) >= 12
    written = " ".join([words, *map(Text.get_text, texts)])
    assert not re.search(r"-\d", written), "a hyphen for a minus"
    assert figure.get_facecolor() == (1, 1, 1, 1)


def test_a_figure_without_words_is_refused():
    with pytest.raises(ValueError, match="alt text"):
        plots.show(plots.POWERS.paint(plots.POWERS.data()), alt=" ")


@pytest.mark.parametrize(
    ("picture", "first", "then"),
    [
        (plots.EXPLORER, {"function": "relu", "functions": {"relu": np.abs}}, {"function": "step"}),
        (plots.DEPTH, {"depth": 30, "scale": 8.0}, {"depth": 3, "activation": "tanh"}),
        (plots.BOARD, {"bias": -5.0}, {"bias": 1.0, "activation": "leaky_relu"}),
        (plots.TRIANGLE, {"z1": 9.0, "functions": {"softmax": np.abs}}, {"temperature": 3.0}),
        (plots.JACOBIAN, {"g1": -3.0}, {"z2": 5.0, "g3": 2.0}),
    ],
)  # fmt: skip
def test_a_picture_painted_again_looks_like_a_new_one(picture, first, then):
    figure = picture.paint(picture.data(**first))
    assert picture.paint(picture.data(**then), figure) is figure
    assert pictures.png(figure) == pictures.png(picture.paint(picture.data(**then)))


def test_plots_keep_out_of_the_library_and_of_pyplot():
    code = (
        "import sys, nnlib; nnlib.sigmoid; assert 'matplotlib' not in sys.modules;"
        "from nnlib import plots; plots.POWERS.paint(plots.POWERS.data());"
        "assert 'matplotlib.pyplot' not in sys.modules; print('kept out')"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert run.stdout.strip() == "kept out", run.stderr


@pytest.mark.parametrize(
    ("x", "words"),
    [(0.25, "0.25"), (802.3, "802"), (1234567, "1,230,000"), (0.0000246, "0.0000246"), (-3, "−3"), (0, "0"),
     (-0.0, "0"), (-0.05, "−0.05"), (-4e-7, "−4.00 × 10⁻⁷"), (float("-inf"), "−inf"),
     (2.5e22, "2.50 × 10²²"), (9.5e-7, "9.50 × 10⁻⁷")],
)  # fmt: skip
def test_plain_numbers(x, words):
    assert numbers.plain(x) == words


@pytest.mark.parametrize(
    ("x", "words", "signed"),
    [(0.0599, "0.060", "+0.060"), (-0.0436, "−0.044", "−0.044"), (-0.0001, "0.000", "0.000"), (0, "0.000", "0.000")],
)  # fmt: skip
def test_numbers_of_a_table(x, words, signed):
    assert (numbers.fixed(x), numbers.fixed(x, plus=True)) == (words, signed)


def test_numbers_in_words():
    assert numbers.power(4.04e-6) == "4.0 × 10⁻⁶"
    assert numbers.power(0.447) == "0.45"
    assert numbers.share(1 / 250_000) == "one part in 250,000 of"
    assert (numbers.share(1.19), numbers.share(794.0)) == ("1.19 times", "794 times")
    assert numbers.share(float("nan")) == "not defined"
    assert [numbers.decade(10.0**k) for k in (-6, 0, 2, 5)] == ["10⁻⁶", "1", "100", "10⁵"]


# -- curves ---------------------------------------------------------------------------------------------------------

TRUTH = {
    "identity": (lambda z: z, lambda z: np.ones_like(z)),
    "step": (lambda z: np.where(z >= 0, 1.0, 0.0), lambda z: np.zeros_like(z)),
    "sigmoid": (expit, lambda z: expit(z) * expit(-z)),
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    "relu": (lambda z: np.clip(z, 0, None), lambda z: np.where(z > 0, 1.0, 0.0)),
    "leaky_relu": (lambda z: np.where(z > 0, z, 0.3 * z), lambda z: np.where(z > 0, 1.0, 0.3)),
}


@pytest.mark.parametrize("name", functions.CURVES)
def test_curves_are_the_functions_they_say(name):
    data = curves.curve_data(name, alpha=0.3)
    value, slope = TRUTH[name]
    np.testing.assert_allclose(data.value, value(data.z), atol=1e-12)
    np.testing.assert_allclose(data.slope, slope(data.z), atol=1e-12)
    assert data.yours is None


def test_the_tangent_touches_at_the_cursor_with_the_slope():
    data = plots.EXPLORER.data(function="tanh", z=0.7)
    (left, right), (low, high) = data.tangent
    assert (left + right) / 2 == pytest.approx(0.7)
    assert (low + high) / 2 == pytest.approx(np.tanh(0.7))
    assert (high - low) / (right - left) == pytest.approx(1 - np.tanh(0.7) ** 2)
    assert plots.EXPLORER.words(data) == "At z = 0.7: tanh has the value 0.604 and the slope 0.635."


def test_the_readers_function_lies_on_top_of_the_books():
    mine = {"sigmoid": lambda z: z / 10, "sigmoid_backward": lambda dout, a: 0.1 * dout}
    data = plots.EXPLORER.data(function="sigmoid", z=1.0, functions=mine)
    assert (data.value, data.slope) == (pytest.approx(0.1), pytest.approx(0.1))
    assert plots.EXPLORER.words(data).startswith("At z = 1: your sigmoid has the value 0.1")
    left, right = plots.EXPLORER.paint(data).axes
    for axes, truth in ((left, data.curve.value), (right, data.curve.slope)):
        book, yours = axes.lines[:2]
        assert (book.get_label(), yours.get_label()) == ("the book's", "yours")
        assert book.get_zorder() <= yours.get_zorder() and book.get_color() != yours.get_color()
        np.testing.assert_array_equal(book.get_ydata(), truth)
    other = plots.EXPLORER.data(function="tanh", functions=mine)
    assert other.curve.yours is None


def test_without_a_backward_of_the_readers_the_slope_is_measured():
    _, slope = functions.curve("sigmoid", [-0.5, 0.5], functions={"sigmoid": lambda z: z**3})
    np.testing.assert_allclose(slope, 0.75, rtol=1e-6)


def test_a_function_still_to_be_written_is_not_drawn():
    def sigmoid(z):
        raise NotImplementedError

    data = plots.EXPLORER.data(function="sigmoid", functions={"sigmoid": sigmoid})
    assert np.isnan(data.curve.yours).all() and np.isfinite(data.curve.value).all()
    assert plots.EXPLORER.paint(data).axes


def test_readers_functions_get_rows_and_columns():
    seen = []

    def relu(z):
        seen.append(z.shape)
        return np.maximum(z, 0)

    plots.EXPLORER.data(function="relu", functions={"relu": relu})
    depth.depth_data(depth=2, activation="relu", functions={"relu": relu})
    dead.board_data(functions={"relu": relu})
    assert seen and all(len(shape) == 2 for shape in seen)


def test_the_flat_ends_begin_where_algebra_says():
    _, (sigmoid, tanh) = curves.saturation_data(fraction=0.05)
    root = np.sqrt(1 - 0.05)
    edge = np.log(
        (1 + root) / (1 - root)
    )  # sigmoid' = 0.05 / 4; tanh is the same curve, squeezed by 2
    step = curves.GRID[1] - curves.GRID[0]
    assert sigmoid.edges == pytest.approx((-edge, edge), abs=step)
    assert tanh.edges == pytest.approx((-edge / 2, edge / 2), abs=step)
    assert (sigmoid.top, tanh.top) == (0.25, 1.0)


def test_the_best_case_is_a_power_of_the_steepest_slope():
    layers, best = curves.powers_data(depth=12)
    np.testing.assert_allclose(best["sigmoid"], [0.25**k for k in range(1, 13)])
    assert layers.tolist() == list(range(1, 13)) and set(best["tanh"]) == {1.0}
    assert "sigmoid 9.5 × 10⁻⁷ after 10 layers" in curves.read_powers((layers, best))


# -- depth ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [0.5, 3.0])
def test_the_probes_gradients_are_those_of_automatic_differentiation(scale):
    layers, width = 4, 6
    probe = depth.probe_data(rng(), layers, "tanh", scale, width=width)
    draw = rng()
    X = draw.standard_normal((width, width))
    weights = draw.standard_normal((layers, width, width)) * scale / np.sqrt(width)
    upstream = draw.standard_normal((width, width))

    def loss(weights):
        a = X
        for W in weights:
            a = anp.tanh(anp.dot(a, W))
        return anp.sum(upstream * a)

    truth = [np.linalg.norm(g) for g in grad(loss)(list(weights))]
    np.testing.assert_allclose(probe.gradient, truth, rtol=1e-10)
    assert probe.ratio == pytest.approx(truth[0] / truth[-1])
    assert probe.signal[0] == pytest.approx(np.sqrt(np.mean(np.tanh(X @ weights[0]) ** 2)))


def test_weights_matter_as_much_as_the_activation():
    spread = {(s.activation, s.scale): s.ratios for s in depth.ratio_data(rng(), draws=10)}
    assert np.median(spread["sigmoid", 1.0]) == pytest.approx(3.7e-6, rel=0.5)
    assert np.median(spread["sigmoid", 8.0]) == pytest.approx(0.41, rel=0.3)
    assert np.median(spread["tanh", 1.0]) == pytest.approx(1.2, rel=0.2)
    assert np.median(spread["tanh", 8.0]) == pytest.approx(802, rel=0.3)
    assert np.median(spread["relu", 2**0.5]) == pytest.approx(1.1, rel=0.3)


def test_the_ratio_of_relu_does_not_notice_the_weight_scale_but_the_signal_does():
    one, eight = (depth.probe_data(rng(), 10, "relu", scale) for scale in (1.0, 8.0))
    assert one.ratio == pytest.approx(eight.ratio, rel=1e-9)
    assert eight.signal[-1] / one.signal[-1] == pytest.approx(8**10, rel=1e-9)


def test_the_labels_of_the_ratios_keep_clear_of_the_axis():
    figure = depth.paint_ratios(depth.ratio_data(rng()))
    figure.canvas.draw()
    (axes,) = figure.axes
    frame, labels = axes.get_window_extent(), [t.get_window_extent() for t in axes.texts]
    assert len(labels) == len(depth.CASES)
    assert min(b.x0 for b in labels) > frame.x0 + 5 and max(b.x1 for b in labels) < frame.x1 - 5
    # The line at 1 runs behind them.
    assert all(t.get_bbox_patch().get_facecolor() == (1, 1, 1, 1) for t in axes.texts)


def test_a_probe_of_silence_has_no_ratio():
    silent = {"relu": lambda z: 0 * z}
    (probe, book), _ = depth.depth_data(activation="relu", functions=silent), None
    assert np.isnan(probe.ratio) and book.ratio > 0
    assert "not defined" in depth.read_depth((probe, book))
    assert depth.paint_depth((probe, book)).axes


def test_histograms_hold_every_output_of_tanh():
    small, ordinary, large = depth.histogram_data(rng())
    for one in (small, ordinary, large):
        np.testing.assert_allclose(one.shares.sum(axis=1), 1)
        assert one.shares.shape == (4, len(one.edges) - 1)
    assert small.probe.signal[-1] < 0.01 and large.flat.min() > 0.6 and ordinary.flat[-1] == 0


# -- dead units -----------------------------------------------------------------------------------------------------


def test_dead_units_are_those_whose_sum_is_never_positive():
    draw = np.random.default_rng(3)
    X = draw.standard_normal((200, 20))
    z = X @ (draw.standard_normal((20, 64)) * np.sqrt(2 / 20)) - 3.0
    board = dead.board_data(bias=-3.0, seed=3)
    np.testing.assert_array_equal(board.dead, z.max(axis=0) <= 0)
    np.testing.assert_allclose(board.firing, (z > 0).mean(axis=0))
    assert 0 < board.dead.sum() < 64
    assert f"{board.dead.sum()} of 64 units are dead" in dead.read_board(board)


def test_a_leak_keeps_every_unit_alive_and_less_bias_kills_more():
    relu, leaky = dead.count_data(rng(), draws=3)
    assert leaky.fractions.max() == 0
    assert (np.diff(relu.fractions, axis=1) <= 0).all()
    assert relu.fractions[:, 0].min() == 1 and relu.fractions[:, -1].max() == 0
    assert dead.board_data(activation="leaky_relu", alpha=0.0).dead.sum() > 0


def test_the_board_has_a_scale_of_its_own_colours():
    figure = dead.paint_board(dead.board_data(bias=0.0))
    board, curve = figure.axes
    dead.paint_board(dead.board_data(bias=-4.0), figure)
    (scale,) = board.child_axes
    (shades,), (units,) = scale.collections, board.images
    assert [t.get_text() for t in scale.get_yticklabels()] == [
        "0 %",
        "5 %",
        "25 %",
        "50 %",
        "100 %",
    ]
    for share in (0.0, 0.05, 0.5, 1.0):
        assert shades.cmap(shades.norm(share)) == units.cmap(units.norm(share))
    figure.canvas.draw()
    assert scale.get_tightbbox().x1 < curve.get_tightbbox().x0


# -- softmax --------------------------------------------------------------------------------------------------------


def test_the_triangle_shows_softmax():
    data = simplex.triangle_data(2.0, -1.0, 0.5, temperature=0.5)
    truth = scipy_softmax(np.array([2.0, -1.0, 0.5]) / 0.5)
    np.testing.assert_allclose(data.P, truth)
    np.testing.assert_allclose(data.point, truth @ simplex.CORNERS)
    np.testing.assert_allclose(simplex.place(np.eye(3)), simplex.CORNERS)
    sides = simplex.CORNERS - np.roll(simplex.CORNERS, 1, axis=0)
    np.testing.assert_allclose(np.linalg.norm(sides, axis=1), 1)


def test_the_trail_runs_from_the_largest_logit_to_the_middle():
    trail = simplex.triangle_data(2.0, 0.0, 1.0).trail
    np.testing.assert_allclose(trail[0], simplex.CORNERS[0], atol=1e-6)
    np.testing.assert_allclose(trail[-1], simplex.CORNERS.mean(axis=0), atol=0.02)


def test_a_wrong_softmax_is_seen_beside_the_books():
    data = simplex.triangle_data(functions={"softmax": lambda Z: np.full_like(Z, 0.2)})
    assert simplex.read_triangle(data).startswith("Your softmax")
    assert "together 0.600" in simplex.read_triangle(data)
    np.testing.assert_allclose(data.book, scipy_softmax([[1.0, 0.0, -1.0]], axis=1))


def test_the_table_of_slopes_is_measured():
    data = simplex.jacobian_data(0.4, -0.3, 1.2, g1=2.0, g2=-1.0, g3=0.5)
    z, h = np.array([0.4, -0.3, 1.2]), 1e-6
    truth = np.column_stack([
        (scipy_softmax(z + h * e) - scipy_softmax(z - h * e)) / (2 * h) for e in np.eye(3)
    ])  # fmt: skip
    np.testing.assert_allclose(data.J, truth, atol=1e-9)
    np.testing.assert_allclose(data.dz, np.array([2.0, -1.0, 0.5]) @ truth, atol=1e-9)


def test_bars_table_and_words_of_the_jacobian_agree():
    data = simplex.jacobian_data(z1=3.0, g2=-1.5)
    figure = simplex.paint_jacobian(data)
    upstream, table, downstream = figure.axes
    (image,) = table.images
    violet, orange = image.cmap(1.0), image.cmap(0.0)
    for axes, values in ((upstream, data.dout), (downstream, data.dz)):
        for bar, value in zip(axes.patches, values):
            red, green, blue, _ = bar.get_facecolor()
            assert (blue > red) == (violet[2] > violet[0]) if value >= 0 else (red > blue)
    assert orange[0] > orange[2]
    labels = [t.get_text().split("\n")[1] for t in downstream.get_yticklabels()]
    assert labels == [numbers.fixed(v) for v in data.dz] and "−0.110" in labels
    assert [t.get_text() for t in table.texts][:3] == ["+0.060", "−0.044", "−0.016"]
    assert f"into {', '.join(labels)}, which" in simplex.read_jacobian(data)


def test_equal_upstream_numbers_arrive_as_nothing():
    data = simplex.jacobian_data(g1=1.5, g2=1.5, g3=1.5)
    np.testing.assert_allclose(data.dz, 0, atol=1e-15)
    assert "add up to 0" in simplex.read_jacobian(data)
    wrong = simplex.jacobian_data(functions={"softmax_backward": lambda dout, P: dout * P})
    assert simplex.read_jacobian(wrong).startswith("Your backward")


# -- the race -------------------------------------------------------------------------------------------------------


def test_the_race_is_fair_and_repeatable():
    X, y = load_digits()
    run = {"depths": (1,), "seeds": 2, "epochs": 2, "width": 8}
    first = race.race_data(X, y, rng(), activations=("relu", "relu"), **run)
    np.testing.assert_array_equal(first[0].accuracies, first[1].accuracies)
    (again,) = race.race_data(X, y, rng(), activations=("relu",), **run)
    np.testing.assert_array_equal(first[0].accuracies, again.accuracies)
    assert again.accuracies.shape == (1, 2) and len(set(again.accuracies[0])) == 2
    assert f"relu with 1 hidden layer: {100 * again.accuracies.mean():.1f}%" in race.read_race(
        [again]
    )
    assert race.paint_race([again]).axes


# -- live figures ---------------------------------------------------------------------------------------------------


def nested(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from nested(child)


def moved(control):
    """Another value of a control: the one before it in a menu, the other side of a box, four steps along a slider."""
    if isinstance(control, widgets.Dropdown):
        values = [o[1] if isinstance(o, tuple) else o for o in control.options]
        return values[values.index(control.value) - 1]
    if isinstance(control, widgets.Checkbox):
        return not control.value
    up = min(control.value + 4 * control.step, control.max)
    return up if up > control.value else max(control.value - 4 * control.step, control.min)


@pytest.mark.parametrize("name", LIVE)
def test_every_control_moves_the_picture_and_its_words(name):
    make, where = LIVE[name]
    figure = make()
    for key, control in figure.controls.items():
        if isinstance(control, widgets.Button):
            continue
        there = where.get(key, {})
        figure.set(**there or {})
        image, words, value = bytes(figure.image.value), figure.words, control.value
        assert image.startswith(b"\x89PNG") and words
        control.value = moved(control)
        assert figure.values()[key] == control.value != value
        assert (bytes(figure.image.value) != image) == (there is not None), key
        assert figure.words != words, key
        assert figure.words == figure.readout.value
        assert figure.image.tooltip == figure.words


@pytest.mark.parametrize("name", LIVE)
def test_a_live_figure_is_accessible(name):
    figure = LIVE[name][0]()
    parts = list(nested(figure))
    assert not any(isinstance(part, widgets.Output) for part in parts)
    sliders = [p for p in parts if isinstance(p, (widgets.FloatSlider, widgets.IntSlider))]
    boxes = [p for p in parts if isinstance(p, (widgets.BoundedFloatText, widgets.BoundedIntText))]
    assert len(sliders) == len(boxes) and figure.controls
    # Without a tooltip ipywidgets titles a label "null", and a box without a label is named so.
    described = [p for p in parts if hasattr(p, "description") and p is not figure.image]
    assert [p.tooltip for p in described] == [
        p.description or numbers_box.description
        for p, numbers_box in zip(described, [None, *described])
    ]
    labels = [
        p.description
        for p in parts
        if isinstance(p, widgets.DOMWidget) and p in figure.controls.values()
    ]
    assert all(labels) and len(set(labels)) == len(labels)
    assert (
        '"role", "status"' in figure.readout._esm and '"aria-live", "polite"' in figure.readout._esm
    )


@pytest.mark.parametrize("name", LIVE)
def test_number_boxes_of_a_figure_are_equally_wide(name):
    boxes = [
        p
        for p in nested(LIVE[name][0]())
        if isinstance(p, (widgets.BoundedFloatText, widgets.BoundedIntText))
    ]
    assert len({(box.layout.width, box.style.description_width) for box in boxes}) <= 1


def test_columns_hold_every_control_once_and_in_order():
    figure = plots.softmax_jacobian()
    columns = figure.children[0].children
    assert [[row.children[0].description for row in column.children] for column in columns] == [
        [f"{word} {letter}" for letter in "ABC"] for word in ("logit", "upstream")
    ]
    for name in ("softmax_jacobian", "softmax_triangle"):
        figure = getattr(plots, name)()
        assert set(figure.controls.values()) <= set(nested(figure))


def test_the_leak_is_grey_where_it_does_nothing():
    figure = plots.pair_explorer()
    number = figure.controls["alpha"]
    (row,) = [p for p in nested(figure) if number in getattr(p, "children", ())]
    for function, disabled in (("sigmoid", True), ("leaky_relu", False), ("relu", True)):
        figure.controls["function"].value = function
        assert [part.disabled for part in row.children] == [disabled, disabled]
    assert not figure.controls["z"].disabled


def test_slider_and_number_box_move_together():
    figure = live(lambda figure, x: f"x is {x}", x=Slider("x", 0.0, 2.0, 1.0, 0.1))
    numbers_of = {type(p).__name__: p for p in nested(figure) if hasattr(p, "step")}
    numbers_of["BoundedFloatText"].value = 1.5
    assert numbers_of["FloatSlider"].value == 1.5 and figure.words == "x is 1.5"
    numbers_of["FloatSlider"].value = 0.1 + 0.2
    assert numbers_of["BoundedFloatText"].value == 0.3 and figure.words == "x is 0.3"


def test_the_button_adds_to_all_logits_draws_once_and_changes_no_probability(monkeypatch):
    figure = plots.softmax_triangle()
    drawn = []
    draw = figure._draw
    monkeypatch.setattr(figure, "_draw", lambda *a, **k: drawn.append(k) or draw(*a, **k))
    before = figure.words
    figure.controls["add"].click()
    assert [drawn[0][z] for z in ("z1", "z2", "z3")] == [2.0, 1.0, 0.0] and len(drawn) == 1
    assert before.split(": ")[1] == figure.words.split(": ")[1] and before != figure.words


def test_an_exception_while_drawing_reaches_the_caller_and_the_reader():
    def draw(figure, x, loud):
        if x > 1:
            raise ZeroDivisionError("x <is> too large")
        return f"x is {x}, {loud}"

    figure = live(draw, x=Slider("x", 0, 3, 1, 1), loud=Toggle("loud"))
    with pytest.raises(ZeroDivisionError):
        figure.controls["x"].value = 2
    assert figure.readout.value == "ZeroDivisionError: x <is> too large"
    figure.controls["x"].value = 0
    assert figure.words == "x is 0, False" and "x is 0" in figure.readout.value
    with pytest.raises(ZeroDivisionError):
        live(draw, x=Slider("x", 0, 3, 3, 1), loud=Toggle("loud"))


def test_a_mistake_in_the_readers_function_reaches_the_reader():
    def sigmoid(z):
        return z.no_such_thing

    with pytest.raises(AttributeError, match="no_such_thing"):
        plots.pair_explorer(functions={"sigmoid": sigmoid})


def test_without_widgets_the_first_picture_and_its_words_are_shown():
    figure = plots.depth_probe()
    data = figure._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert f'<img alt="{figure.words}"' in data["text/html"] and data["text/plain"] == figure.words


def test_one_helper_makes_any_live_figure():
    figure = live(
        lambda figure, word, n: f"{word} {n}",
        word=Choice("word", ("a", "b"), "a"),
        n=Slider("n", 0, 5, 2, 1),
        more=Button("more", lambda values: {"n": values["n"] + 1, "word": "b"}),
    )
    figure.controls["more"].click()
    assert figure.words == "b 3" and figure.values() == {"word": "b", "n": 3}


# -- predictions ----------------------------------------------------------------------------------------------------


@pytest.fixture
def guess():
    plots.predictions.clear()
    yield plots.predict("a question", "ABC", answer="B")
    plots.predictions.clear()


def test_a_prediction_is_committed_before_it_is_compared(guess):
    assert guess.commit.disabled and guess.compare.disabled and guess.options.value is None
    guess.options.value = "A"
    assert not guess.commit.disabled and guess.compare.disabled
    guess.commit.click()
    assert guess.options.disabled and guess.commit.disabled and not guess.compare.disabled
    assert guess.options.tooltip == guess.options.description == "a question"
    assert "Kept: A" in guess.readout.value and "B" not in guess.guess.words()
    guess.compare.click()
    assert "You said A. The answer is B." in guess.readout.value and not guess.guess.right


def test_a_prediction_is_kept_when_the_cell_runs_again(guess):
    guess.options.value = "B"
    guess.commit.click()
    again = plots.predict("a question", "ABC", answer="B")
    assert again.options.value == "B" and again.options.disabled
    again.compare.click()
    assert "The same!" in again.readout.value and plots.predictions["a question"].right


def test_an_answer_that_is_no_option_is_refused():
    with pytest.raises(ValueError, match="none of the options"):
        plots.predict("another", "AB", answer="C")
