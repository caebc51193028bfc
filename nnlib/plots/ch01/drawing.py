"""A unit in the plane, as all figures of this chapter draw it: two half-planes, the line, the arrow w, the points."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

import nnlib
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.plane import clipped, square
from nnlib.plots.kit.style import (
    BLACK,
    BLUE,
    ORANGE,
    PURPLE,
    SKY,
    VERMILION,
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


def half_plane(view, w, b, sign):
    """The corners of that part of the square view x view where sign * (w x + b) >= 0, as a list of points."""
    return list(clipped(square(*view), sign * w, sign * b))


def boundary(view, w, b):
    """The two points where the line w x + b = 0 enters and leaves the square, or None where it does not meet it."""
    on = [p for p in half_plane(view, w, b, 1) if abs(w @ p + b) < 1e-9 * (1 + np.abs(w).sum())]
    return (on[0], on[-1]) if np.any(w) and len(on) > 1 else None


def paint_plane(axes: Axes, w, b, view=GATE_VIEW, color=BLACK, arrow: bool = True):
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


def paint_arrow(axes: Axes, start, w, view, color=PURPLE, letter: bool = True):
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


def frame(axes: Axes, view):
    """A square plane with few numbers."""
    axes.set(xlim=view, ylim=view, aspect="equal")
    whole = np.arange(np.ceil(view[0]), np.floor(view[1]) + 1)
    axes.set_xticks(whole, [plain(x) for x in whole])
    axes.set_yticks(whole, [plain(x) for x in whole])
    axes.set_xlabel("x₁", labelpad=0)
    axes.set_ylabel("x₂", labelpad=0, rotation=0)


def paint_points(axes: Axes, X, y, wrong: Sequence[int] = (), size: float = 1.0):
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
