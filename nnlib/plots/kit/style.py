"""How every figure of the book looks: one palette, readable sizes, and never colour alone.

The palette is Okabe and Ito's, which readers with any kind of colour vision can tell apart. What runs forward is
blue and solid, what runs backward is vermilion and dashed. The background is white and opaque, so that a figure
reads the same on a dark page.
"""

import functools
import textwrap
import warnings

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.ticker import FuncFormatter, Locator, LogLocator, MaxNLocator, NullLocator

from nnlib.plots.kit.numbers import decade

BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, VERMILION, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"
GREY = "#9A9A9A"

FORWARD = {"color": BLUE, "linestyle": "-"}
BACKWARD = {"color": VERMILION, "linestyle": "--"}
BOOK = {"color": "#BDBDBD", "linestyle": "-", "linewidth": 6, "solid_capstyle": "round"}
SERIES = [
    {"color": BLUE, "linestyle": "-", "marker": "o"},
    {"color": VERMILION, "linestyle": "--", "marker": "s"},
    {"color": GREEN, "linestyle": "-.", "marker": "^"},
    {"color": PURPLE, "linestyle": ":", "marker": "D"},
    {"color": ORANGE, "linestyle": "-", "marker": "v"},
]

# The font of every figure, and fonts with Hangul by the names that they have on Linux, Windows and macOS. Those that
# are installed draw what the first one does not have.
FONTS = (
    "DejaVu Sans, Noto Sans CJK KR, Noto Sans KR, Source Han Sans KR, NanumGothic, Nanum Gothic, Malgun Gothic, "
    "Apple SD Gothic Neo, AppleGothic, UnDotum, Baekmuk Gulim"
).split(", ")


def families(installed):
    """The fonts of every figure, in the order in which they are asked for a sign: those with Hangul come last."""
    return [name for name in FONTS if name in installed or name == FONTS[0]]


def no_glyph_warnings():
    """Where no font has a sign, matplotlib draws a box, and warns of it again and again: the box says it."""
    warnings.filterwarnings("ignore", "Glyph .* missing from")


SETTINGS = {
    "font.family": families({font.name for font in fontManager.ttflist}),
    "font.size": 12,
    "axes.titlesize": 13,
    "axes.labelsize": 12,
    "xtick.labelsize": 12,
    "ytick.labelsize": 12,
    "legend.fontsize": 12,
    "legend.framealpha": 0.9,
    "lines.linewidth": 2.2,
    "lines.markersize": 7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#E3E3E3",
    "axes.axisbelow": True,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "axes.titley": 1.0,  # a fixed place: matplotlib would lay out every tick twice to find one
}
DPI = 110
NARROW = 4.8  # inches: on a page of 390 pixels the words are then as large as those around them
LEGIBLE = 6.5  # inches: there, the words of a wider figure are too small to read


def blank(narrow: bool = False) -> Figure:
    """A figure without axes; a narrow one is laid out for a telephone."""
    figure = Figure(dpi=DPI)
    figure.narrow = narrow
    return figure


def is_narrow(figure: Figure) -> bool:
    """Whether the figure is laid out for a telephone."""
    return getattr(figure, "narrow", False)


def painter(width, height, **margins):
    """Turn `paint(data, figure)` into `draw(data, figure=None, narrow=False) -> figure`, in the book's style.

    A given figure is painted again by the same painter, which is how a live figure keeps its place; without one a new
    figure of `width` by `height` inches is made. No figure is ever registered with pyplot, so none has to be closed.
    `narrow` lays the figure out for a telephone: panels below one another, NARROW inches wide, and a single panel not
    wider than LEGIBLE. A table or a graph asks `is_narrow(figure)` and lays itself out.
    """

    def wrap(paint):
        @functools.wraps(paint)
        def draw(data, figure=None, narrow=False):
            with rc_context(SETTINGS), warnings.catch_warnings():
                no_glyph_warnings()
                if figure is None:
                    figure = blank(narrow)
                if not figure.axes:
                    figure.phone = True
                    _prepare(figure, width, height, {} if is_narrow(figure) else margins)
                paint(data, figure)
                if is_narrow(figure):
                    _wrap_titles(figure)
            return figure

        return draw

    return wrap


def _wrap_titles(figure):
    """A title or a name under the panel that is longer than the panel goes on in a second line."""
    across = len({round(axes.get_position().x0, 1) for axes in figure.axes}) or 1
    letters = int(9 * figure.get_size_inches()[0] / across)
    for title in (one for axes in figure.axes for one in (axes.title, axes.xaxis.label)):
        if "\n" not in title.get_text():
            title.set_text(textwrap.fill(title.get_text(), letters))


def _prepare(figure, width, height, margins):
    figure.set_size_inches(width, height)
    FigureCanvasAgg(figure)
    if margins:
        figure.subplots_adjust(**margins)
    else:
        figure.set_layout_engine("constrained", w_pad=0.1, h_pad=0.1)


def panels(figure: Figure, *shape, **options):
    """The figure's axes, in the given rows and columns: new ones, or those it has, wiped.

    Wiping keeps the ticks, which are what takes longest to make.
    """
    if not figure.axes:
        stack = is_narrow(figure)
        figure.panels = (
            _stacked(figure, shape, options) if stack else figure.subplots(*shape, **options)
        )
    for axes in figure.axes:
        drawn = (axes.lines, axes.patches, axes.collections, axes.images, axes.texts)
        for artist in [one for kind in drawn for one in kind]:
            artist.remove()
        axes.containers.clear()  # a legend would go on naming the bars that are gone
        axes.relim()  # an axis would go on making room for the lines that are gone
        axes.autoscale()
        if axes.get_legend():
            axes.get_legend().remove()
    return figure.panels


def wants_narrow(figure: Figure) -> bool:
    """Whether a telephone cannot show this figure at a readable size, and there is another layout for it."""
    return getattr(figure, "phone", False) and figure.get_size_inches()[0] > LEGIBLE


def solid_and_flat(figure: Figure):
    """A panel in three dimensions, and beside or below it a flat one: new ones, or those it has."""
    if not figure.axes:
        shape = (2, 1) if is_narrow(figure) else (1, 2)
        if is_narrow(figure):
            figure.set_size_inches(NARROW, 7.6)
        figure.panels = (
            figure.add_subplot(*shape, 1, projection="3d"), figure.add_subplot(*shape, 2)
        )  # fmt: skip
    return figure.panels


def _stacked(figure, shape, options):
    """The same panels below one another; more than four, or two rows and more, in pairs."""
    rows, columns = (*shape, 1, 1)[:2]
    wide, high = figure.get_size_inches()
    if rows * columns == 1:
        figure.set_size_inches(min(wide, LEGIBLE), high)
        return figure.subplots(**options)
    pairs = columns > 1 and (rows > 1 or rows * columns > 4)
    across = 2 if pairs else 1
    down = -(-rows * columns // across)
    ratio = (high / rows) / (wide / columns)
    each = NARROW / across * ratio
    each = min(max(each, 2.1), 3.9) if across == 1 else min(max(each, 1.5), 2.4) + 0.35
    figure.set_size_inches(NARROW, each * down)
    kept = {key: value for key, value in options.items() if key not in ("width_ratios", "squeeze")}
    found = figure.subplots(down, across, squeeze=False, **kept).ravel()
    for spare in found[rows * columns :]:
        spare.remove()
    found = found[: rows * columns].reshape(rows, columns)
    return found if not options.get("squeeze", True) or min(rows, columns) > 1 else found.ravel()


class Decades(Locator):
    """Whole powers of ten; where fewer than LEAST of them are in sight, also 2 and 5, or whatever it takes."""

    LEAST = 3

    def __init__(self, ticks):
        self.ticks = ticks

    def __call__(self):
        return self.tick_values(*sorted(self.axis.get_view_interval()))

    def tick_values(self, vmin, vmax):
        """The places of the ticks between two positive ends."""
        for subs in ((1,), (1, 2, 5), range(1, 10)):
            found = LogLocator(subs=subs, numticks=self.ticks).tick_values(vmin, vmax)
            found = found[(found >= vmin * (1 - 1e-9)) & (found <= vmax * (1 + 1e-9))]
            if len(found) >= self.LEAST:
                return found
        return MaxNLocator(self.LEAST + 1).tick_values(vmin, vmax)


def log_axis(axis, ticks: int = 6):
    """Few ticks, at least three, written as plain text: an axis that is quick to draw and to read."""
    axis.set_major_locator(Decades(ticks))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: decade(value)))


def whole_axis(axis, ticks: int = 7):
    """Ticks at whole numbers only."""
    axis.set_major_locator(MaxNLocator(ticks, integer=True, min_n_ticks=1))


def note(axes: Axes, text, x: float = 0.02, y: float = 0.98, **options):
    """Write a remark into a corner of the axes, on white so that no line runs through it."""
    box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 2}
    place = {"ha": "left", "va": "top", "transform": axes.transAxes, "bbox": box}
    axes.text(x, y, text, **(place | options))
