"""A unit in the plane: its two half-planes, the arrow w, the four corners of a gate, and what happens on the line."""

from dataclasses import dataclass

import numpy as np
from matplotlib.patheffects import withStroke

import nnlib
from nnlib.plots.live_figures import Live, Slider, Toggle
from nnlib.plots.numbers import plain
from nnlib.plots.pictures import Picture
from nnlib.plots.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    SKY,
    VERMILION,
    note,
    painter,
    panels,
)

GATE_VIEW = (-0.75, 1.75)  # from where to where a picture of the four corners reaches
GOALS = ("AND", "OR", "NAND", "NOR")
CORNERS, _ = nnlib.logic_gate("and")
ONE = {"marker": "o", "color": BLUE, "markersize": 15, "markeredgecolor": "white"}
ZERO = {
    "marker": "s",
    "color": "white",
    "markersize": 13,
    "markeredgecolor": VERMILION,
    "markeredgewidth": 3.5,
}
FIRE, CALM = {"color": SKY, "alpha": 0.3}, {"color": ORANGE, "alpha": 0.14}


# -- drawing a unit -------------------------------------------------------------------------------------------------


def half_plane(view, w, b, sign):
    """The corners of that part of the square view x view where sign * (w x + b) >= 0, as a list of points."""
    low, high = view
    corners = [np.array(p, float) for p in ((low, low), (high, low), (high, high), (low, high))]
    sides = [sign * (w @ p + b) for p in corners]
    found = []
    for k, (p, here) in enumerate(zip(corners, sides)):
        q, there = corners[(k + 1) % 4], sides[(k + 1) % 4]
        if here >= 0:
            found.append(p)
        if here * there < 0:
            found.append(p + here / (here - there) * (q - p))
    return found


def boundary(view, w, b):
    """The two points where the line w x + b = 0 enters and leaves the square, or None where it does not meet it."""
    on = [p for p in half_plane(view, w, b, 1) if abs(w @ p + b) < 1e-9 * (1 + np.abs(w).sum())]
    return (on[0], on[-1]) if np.any(w) and len(on) > 1 else None


def paint_plane(axes, w, b, view=GATE_VIEW, color=BLACK, arrow=True):
    """Shade the two sides of a unit, draw its line, and the direction of w as an arrow of one length."""
    for sign, look in ((1, FIRE), (-1, CALM)):
        area = half_plane(view, w, b, sign)
        if len(area) > 2 and (sign > 0 or np.any(w) or b < 0):
            axes.fill(*np.transpose(area), **look, linewidth=0, zorder=0)
    ends = boundary(view, w, b)
    if ends is not None:
        axes.plot(*np.transpose(ends), color=color, linewidth=2.8, zorder=2)
    if ends is not None and arrow:
        paint_arrow(axes, foot(w, b, view), w, view)
    frame(axes, view)


def foot(w, b, view):
    """The point of the line nearest to the middle of the view, or the middle of the piece that is seen."""
    middle = np.full(2, sum(view) / 2)
    near = middle - (w @ middle + b) / (w @ w) * w
    inside = ((near >= view[0]) & (near <= view[1])).all()
    return near if inside else np.mean(boundary(view, w, b), axis=0)


def paint_arrow(axes, start, w, view, color=PURPLE, letter=True):
    """The direction of w, with its letter beside the shaft; not drawn where it would leave the picture."""
    side, along = view[1] - view[0], w / np.linalg.norm(w)
    tip = start + 0.22 * side * along
    if (tip < view[0]).any() or (tip > view[1]).any():
        return
    look = {"arrowstyle": "-|>,head_width=0.45,head_length=0.8", "color": color, "linewidth": 3.2}
    axes.annotate("", tip, start, arrowprops=look | {"shrinkA": 0, "shrinkB": 0}, zorder=4)
    if letter:
        beside = start + side * (0.1 * along + 0.055 * np.array([-along[1], along[0]]))
        halo = [withStroke(linewidth=3, foreground="white")]
        look = {"fontsize": 14, "fontweight": "bold", "path_effects": halo}
        axes.text(*beside, "w", ha="center", va="center", zorder=7, **look)


def frame(axes, view):
    """A square plane with few numbers."""
    axes.set(xlim=view, ylim=view, aspect="equal")
    whole = np.arange(np.ceil(view[0]), np.floor(view[1]) + 1)
    axes.set_xticks(whole, [plain(x) for x in whole])
    axes.set_yticks(whole, [plain(x) for x in whole])
    axes.set_xlabel("x₁", labelpad=0)
    axes.set_ylabel("x₂", labelpad=0, rotation=0)


def paint_points(axes, X, y, wrong=(), size=1.0):
    """Class 1 as full circles, class 0 as open squares; a cross through those that are wrong."""
    for x, label in zip(X, y):
        look = ONE if label else ZERO
        axes.plot(
            *x, **look | {"markersize": size * look["markersize"]}, linestyle="none", zorder=5
        )
    for x in np.asarray(X)[np.asarray(wrong, dtype=int)] if len(wrong) else ():
        axes.plot(*x, "x", color=BLACK, markersize=24 * size, markeredgewidth=2.2, zorder=6)


def at(x):
    """A point in words."""
    return f"({', '.join(plain(v) for v in x)})"


# -- the plane of one unit ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plane:
    """One unit, the lines of the same w with other biases, and one point with its sum and its signed distance."""

    w: np.ndarray
    b: float
    biases: tuple
    point: np.ndarray
    z: float
    distance: float


def plane_data(w=(2.0, 1.0), b=-2.0, biases=(-4.0, -2.0, 0.0), point=(1.5, 1.5)):
    w, point = np.array(w, float), np.array(point, float)
    z = float(nnlib.weighted_sum(point, w, b))
    return Plane(w, float(b), tuple(biases), point, z, z / float(np.hypot(*w)))


@painter(9.4, 4.5, left=0.05, right=0.985, bottom=0.1, top=0.91, wspace=0.12)
def paint_plane_figure(data, figure):
    left, right = panels(figure, 1, 2)
    view = (-1.0, 2.5)
    paint_plane(left, data.w, data.b, view)
    nearest = data.point - data.distance * data.w / np.linalg.norm(data.w)
    left.plot(*np.transpose([data.point, nearest]), color=GREEN, linestyle="--", zorder=3)
    left.plot(*data.point, "D", color=GREEN, markersize=10, zorder=5)
    left.text(
        *(data.point + (0.12, 0.2)),
        f"z = {plain(data.z)}\ndistance {plain(data.distance)}",
        ha="center",
        va="bottom",
    )
    left.text(-0.92, -0.92, "silent: z < 0", va="bottom")
    left.text(2.42, 2.42, "fires: z ≥ 0", ha="right", va="top")
    left.set_title(f"w = {at(data.w)}, b = {plain(data.b)}")
    for b, style in zip(data.biases, (":", "-", "--")):
        ends = boundary(view, data.w, b)
        right.plot(*np.transpose(ends), color=BLACK, linestyle=style, label=f"b = {plain(b)}")
        paint_arrow(right, foot(data.w, b, view), data.w, view, letter=b == data.b)
    frame(right, view)
    right.set_title("the same w, three biases")
    right.legend(loc="lower left")


def read_plane(data):
    lines = ", ".join(plain(b) for b in data.biases)
    return (
        f"The unit with w = {at(data.w)} and b = {plain(data.b)}: a straight line divides the plane, and the arrow w "
        f"stands at a right angle on it and points to the side that fires. At {at(data.point)} the sum is "
        f"{plain(data.z)} and the distance to the line {plain(data.distance)}. Beside it, the same w with the biases "
        f"{lines}: three parallel lines."
    )


PLANE = Picture(plane_data, paint_plane_figure, read_plane)


# -- the gates, without lines: those are the reader's to find -------------------------------------------------------


def corners_data(names=("AND", "OR", "NAND", "XOR")):
    """The truth tables, by name."""
    return {name: nnlib.logic_gate(name.lower())[1] for name in names}


@painter(10.2, 3.1, left=0.035, right=0.99, bottom=0.13, top=0.88, wspace=0.18)
def paint_corners(data, figure):
    for axes, (name, y) in zip(panels(figure, 1, len(data)), data.items()):
        frame(axes, (-0.5, 1.5))
        paint_points(axes, CORNERS, y)
        axes.set_title(name)


def read_corners(data):
    parts = [
        f"{name} at {' and '.join(at(x) for x in CORNERS[y == 1])}" for name, y in data.items()
    ]
    return (
        f"Four gates, each on the corners of a square. A full circle says 1: {'; '.join(parts)}. "
        "The other corners are open squares, 0."
    )


CORNER_PLANES = Picture(corners_data, paint_corners, read_corners)


# -- (a) the gate builder -------------------------------------------------------------------------------------------


def gate_names(outputs):
    """The name of the gate with these four outputs, or "" where it has none."""
    tables = {name: nnlib.logic_gate(name.lower())[1].tolist() for name in (*GOALS, "XOR")}
    return next((n for n, table in tables.items() if table == [int(v) for v in outputs]), "")


@dataclass(frozen=True)
class Builder:
    """A unit on the four corners: sums, outputs, the gate they are, the margin, and the goals reached so far."""

    w: np.ndarray
    b: float
    sums: np.ndarray
    outputs: np.ndarray
    margin: float
    gate: str
    reached: tuple

    @property
    def touching(self):
        return self.sums == 0


def builder_data(w1=0.5, w2=1.0, b=0.5, reached=()):
    """A goal counts as reached only with room to spare: no corner may lie on the line."""
    w = np.array([w1, w2], dtype=float)
    sums = np.round(CORNERS @ w + b, 9) + 0.0
    outputs = (sums >= 0).astype(int)
    margin = float(np.abs(sums).min() / np.linalg.norm(w)) if w.any() else 0.0
    gate = gate_names(outputs)
    now = {gate} if gate in GOALS and margin > 0 else set()
    lit = tuple(name for name in GOALS if name in now | set(reached))
    return Builder(w, float(b), sums, outputs, margin, gate, lit)


@painter(9.4, 4.5, left=0.05, right=0.985, bottom=0.1, top=0.91, wspace=0.05)
def paint_builder(data, figure):
    left, right = panels(figure, 1, 2, width_ratios=(1, 1.05))
    paint_plane(
        left, data.w, data.b, color=VERMILION if data.touching.any() and data.w.any() else BLACK
    )
    paint_points(left, CORNERS, data.outputs)
    touching = CORNERS[data.touching]
    left.plot(
        *touching.T,
        "o",
        markersize=27,
        markerfacecolor="none",
        markeredgecolor=VERMILION,
        markeredgewidth=3,
    )
    left.set_title(
        "red ring: on the line" if data.touching.any() else f"margin {plain(data.margin)}"
    )
    right.set(xlim=(0, 10), ylim=(0, 10))
    right.set_axis_off()
    _table(right, data)
    for k, name in enumerate(GOALS):
        _light(right, 1.3 + 2.5 * k, name, name in data.reached)


def _table(axes, data):
    for x, text in zip((1, 2.6, 5, 7.8), ("x₁", "x₂", "sum", "output")):
        axes.text(x, 9.3, text, ha="center", va="center", fontweight="bold")
    axes.plot([0.3, 9.3], [8.7, 8.7], color=GREY, linewidth=1)
    for k, ((x1, x2), z, output) in enumerate(zip(CORNERS, data.sums, data.outputs)):
        color, height = VERMILION if z == 0 else BLACK, 8 - 1.1 * k
        for x, text in zip((1, 2.6, 5, 7.8), (plain(x1), plain(x2), plain(z), str(output))):
            axes.text(x, height, text, ha="center", va="center", color=color, fontsize=14)
    axes.text(5, 3.5, f"This is {data.gate}." if data.gate else "No gate with a name.", ha="center", va="center",
              fontsize=14)  # fmt: skip


def _light(axes, x, name, lit):
    color = GREEN if lit else "white"
    axes.plot(x, 1.9, "o", color=color, markersize=32, markeredgecolor=BLACK, markeredgewidth=2)
    axes.text(
        x,
        1.85,
        "✓" if lit else "",
        ha="center",
        va="center",
        color="white",
        fontsize=17,
        fontweight="bold",
    )
    axes.text(x, 0.55, name, ha="center", va="center")


def read_builder(data):
    words = f"w = {at(data.w)}, b = {plain(data.b)}. Outputs for 00, 01, 10, 11: {', '.join(map(str, data.outputs))}"
    words += f", which is {data.gate}. " if data.gate else ", no gate with a name. "
    if data.touching.any() and data.w.any():
        words += f"Careful: {' and '.join(at(x) for x in CORNERS[data.touching])} on the line. "
    elif data.w.any():
        words += f"Margin {plain(data.margin)}. "
    else:
        words += "Without weights there is no line. "
    missing = [name for name in GOALS if name not in data.reached]
    return words + (f"Still dark: {', '.join(missing)}." if missing else "All four lights are on!")


GATE = Picture(builder_data, paint_builder, read_builder)


def gate_builder():
    """Widget: set w1, w2 and b until the unit is AND, OR, NAND, NOR; a light that is on stays on."""
    reached = set()

    def draw(figure, **values):
        data = builder_data(**values, reached=reached)
        reached.update(data.reached)
        GATE.paint(data, figure)
        return GATE.words(data)

    start = {"w1": ("weight w₁", 0.5), "w2": ("weight w₂", 1.0), "b": ("bias b", 0.5)}
    return Live(
        draw, {n: Slider(label, -3.0, 3.0, value, 0.25) for n, (label, value) in start.items()}
    )


# -- (d) the tie switch ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tie:
    """The unit with w = (1, 1) under both agreements: fires at sum 0, or only above it."""

    b: float
    fires_at_zero: bool
    sums: np.ndarray
    outputs: np.ndarray
    gate: str
    other: str


def tie_data(b=-1.0, fires_at_zero=True):
    sums = np.round(CORNERS.sum(axis=1) + b, 9) + 0.0
    here, there = (sums >= 0, sums > 0) if fires_at_zero else (sums > 0, sums >= 0)
    return Tie(float(b), fires_at_zero, sums, here.astype(int), gate_names(here), gate_names(there))


@painter(9.4, 4.2, left=0.05, right=0.985, bottom=0.14, top=0.9, wspace=0.12)
def paint_tie(data, figure):
    left, right = panels(figure, 1, 2)
    paint_plane(left, np.ones(2), data.b)
    paint_points(left, CORNERS, data.outputs)
    left.set_title(f"w = (1, 1), b = {plain(data.b)}")
    sign, flip = ("≥", ">") if data.fires_at_zero else (">", "≥")
    right.plot([-3, 0], [0, 0], color=BLUE)
    right.plot([0, 3], [1, 1], color=BLUE)
    full, empty = (1, 0) if data.fires_at_zero else (0, 1)
    right.plot(0, full, "o", color=BLUE, markersize=11, zorder=4)
    right.plot(0, empty, "o", color=BLUE, markerfacecolor="white", markersize=11, zorder=4)
    for z in sorted(set(data.sums)):
        right.axvline(z, color=VERMILION if z == 0 else GREY, linestyle=":", linewidth=2)
    right.set(
        xlim=(-3, 3),
        ylim=(-0.2, 1.45),
        xlabel="sum z; dotted: the sums of the corners",
        title=f"fires if z {sign} 0",
    )
    right.set_yticks([0, 1])
    right.set_xticks(range(-3, 4), [plain(x) for x in range(-3, 4)])
    note(right, f"now: {data.gate or 'no name'}      with {flip}: {data.other or 'no name'}")


def read_tie(data):
    sign = "z ≥ 0" if data.fires_at_zero else "z > 0"
    ties = int((data.sums == 0).sum())
    lies = "no corner has the sum 0" if ties == 0 else f"{ties} of 4 corners have the sum 0 exactly"
    same = (
        "the same gate" if data.gate == data.other else f"{data.other or 'a gate without a name'}"
    )
    return (
        f"w = (1, 1), b = {plain(data.b)}, fires if {sign}: this is {data.gate or 'a gate without a name'}; {lies}. "
        f"Under the other agreement it is {same}."
    )


TIE = Picture(tie_data, paint_tie, read_tie)


def tie_switch():
    """Widget: one unit, its bias, and the agreement about the sum 0."""
    controls = {
        "b": Slider("bias b", -2.5, 0.5, -2.0, 0.25),
        "fires_at_zero": Toggle("fires at sum 0 (≥)", True),
    }
    return TIE.live(controls)
