"""The figures of all chapters: they speak, are readable and move.

A chapter's figures join through its data, `tests/chapters/<name>.py`:

    FIGURES = {"a name": (plots.PICTURE, {"parameter": value})}
    LIVE = {"a name": plots.a_live_figure}

    LIVE = {"a name": (plots.a_live_figure, {"control": {"other": 2}, "count": None})}

The second form is for a control that does nothing until others stand somewhere (there), and for one that moves
the words and not the picture (None). The numbers behind a figure have their tests in its chapter's folder.
"""

import re
import subprocess
import sys
from html import unescape

import ipywidgets as widgets
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from chapters import tables
from nnlib import plots
from nnlib.plots.kit import image as image_figures
from nnlib.plots.kit import style

FIGURES = tables("FIGURES")


LIVE = {
    name: entry if isinstance(entry, tuple) else (entry, {})
    for name, entry in tables("LIVE").items()
}


def log_labels(figure):
    """The labels that are seen on every log axis."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            if axis.get_scale() == "log" and any(t.get_text() for t in axis.get_ticklabels()):
                ticks = zip(axis.get_majorticklocs(), axis.get_ticklabels())
                yield [t.get_text() for at, t in ticks if low <= at <= high and t.get_text()]


SCREEN = 358  # pixels: a page of 390, without its edges


def beyond(figure):
    """The labels of ticks that lie beyond the ends of their axis: they are there, and are not drawn."""
    for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
        low, high = sorted(axis.get_view_interval())
        room = 1e-6 * (high - low)
        for tick in axis.get_major_ticks():
            if not low - room <= tick.get_loc() <= high + room:
                yield from (tick.label1, tick.label2)


def seen(figure):
    """The words of a figure, as it is drawn."""
    figure.canvas.draw()
    hidden = set(beyond(figure))
    texts = [t for t in figure.findobj(Text) if t.get_text().strip() and t.get_visible()]
    return [t for t in texts if t not in hidden]


def outside(figure):
    """Words that are cut off at an edge of the picture."""
    boxes = [(t.get_text(), t.get_window_extent()) for t in seen(figure)]
    inside = [(text, box) for text, box in boxes if 0 < box.x1 and box.x0 < figure.bbox.width]
    return [text for text, box in inside if box.x0 < -3 or box.x1 > figure.bbox.width + 3]


def too_small_or_outside(figure):
    """Words under nine pixels on a telephone, or beyond the edge of the picture."""
    texts, scale = seen(figure), min(1, SCREEN / figure.bbox.width)
    small = [t.get_text() for t in texts if t.get_fontsize() * figure.dpi / 72 * scale < 9]
    return small + outside(figure)


def test_words_that_are_too_small_or_cut_off_are_seen():
    figure = style.blank()
    FigureCanvasAgg(figure)
    figure.set_size_inches(9, 3)
    axes = figure.subplots()
    axes.set_title("large", fontsize=20)
    axes.text(0.9, 0.5, "beyond the edge of it", fontsize=20)
    figure.canvas.draw()
    found = too_small_or_outside(figure)
    assert "beyond the edge of it" in found and "large" not in found and "0.2" in found


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_speaks_and_is_readable(name, monkeypatch):
    picture, parameters = FIGURES[name]
    shown, drawn, png = [], [], image_figures.png
    monkeypatch.setattr(image_figures, "display", lambda data, raw: shown.append((data, raw)))
    monkeypatch.setattr(image_figures, "png", lambda figure: drawn.append(figure) or png(figure))
    data = picture.data(**parameters)
    picture.show_data(data, caption="a < b")
    (bundle, raw), words = shown[0], picture.words(data)
    assert raw and len(words) > 40 and re.search(r"\d|one layer", words)
    assert f'<img alt="{words}"' in unescape(bundle["text/html"])
    assert "<figcaption>a &lt; b</figcaption>" in bundle["text/html"]
    assert bundle["text/html"].startswith('<figure style="margin:0">')  # in line with the live ones
    assert bundle["text/plain"] == words and bundle["image/png"]
    *others, figure = drawn
    texts = [t for t in figure.findobj(Text) if t.get_text() and t.get_visible()]
    assert texts and min(t.get_fontsize() for t in texts) >= 12
    written = " ".join([words, *map(Text.get_text, texts)])
    assert not re.search(r"-\d", written), "a hyphen for a minus"
    assert figure.get_facecolor() == (1, 1, 1, 1) and outside(figure) == []
    narrow = f'<picture><source media="(max-width:{image_figures.PHONE}px)"' in bundle["text/html"]
    assert narrow == style.wants_narrow(figure) == len(others)
    assert all(style.is_narrow(other) and too_small_or_outside(other) == [] for other in others)
    assert [few for few in log_labels(figure) if len(few) < 3] == []


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
    assert image_figures.png(figure) == image_figures.png(picture.paint(picture.data(**then)))


def test_plots_keep_out_of_the_library_and_of_pyplot():
    code = (
        "import sys, nnlib; nnlib.sigmoid; assert 'matplotlib' not in sys.modules;"
        "from nnlib import plots; plots.POWERS.paint(plots.POWERS.data());"
        "assert 'matplotlib.pyplot' not in sys.modules; print('kept out')"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert run.stdout.strip() == "kept out", run.stderr


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


@pytest.fixture(scope="module", params=LIVE)
def live(request):
    """A live figure, made once for its tests, and where its controls do something."""
    make, where = LIVE[request.param]
    return make(), where


def test_a_live_figure_is_accessible(live):
    figure, _ = live
    parts = list(nested(figure))
    assert [few for few in log_labels(figure._figure) if len(few) < 3] == []
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


def test_a_live_figure_is_readable_on_a_telephone(live):
    figure, _ = live
    assert outside(figure._figure) == []
    figure.readout.narrow = True
    assert too_small_or_outside(figure._figure) == []
    figure.readout.narrow = False


def test_number_boxes_of_a_figure_are_equally_wide(live):
    figure, _ = live
    boxes = [
        p
        for p in nested(figure)
        if isinstance(p, (widgets.BoundedFloatText, widgets.BoundedIntText))
    ]
    assert len({(box.layout.width, box.style.description_width) for box in boxes}) <= 1


def test_every_control_moves_the_picture_and_its_words(live):
    """The last test of a figure: it does not stand any more as it was made."""
    figure, where = live
    for key, control in figure.controls.items():
        if isinstance(control, widgets.Button):
            continue
        there = where.get(key, {})
        if there:
            figure.set(**there)
        image, words, value = bytes(figure.image.value), figure.words, control.value
        assert image.startswith(b"\x89PNG") and words
        control.value = moved(control)
        assert figure.values()[key] == control.value != value
        assert (bytes(figure.image.value) != image) == (there is not None), key
        assert figure.words != words, key
        assert figure.words == figure.readout.value
        assert figure.image.tooltip == figure.words
    fresh = style.blank()
    figure._draw(fresh, **figure.values())
    written, anew = ([t.get_text() for t in seen(one)] for one in (figure._figure, fresh))
    assert written == anew, "what was there before is left"
