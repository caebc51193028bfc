"""The plane of one unit, and the four corners of a gate without their line."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

import nnlib
from nnlib.core.words import tr
from nnlib.plots.ch01.drawing import (
    CORNERS,
    at,
    boundary,
    foot,
    frame,
    paint_arrow,
    paint_plane,
    paint_points,
)
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BLACK,
    GREEN,
    painter,
    panels,
)

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


def plane_data(
    w: tuple = (2.0, 1.0),
    b: float = -2.0,
    biases: tuple = (-4.0, -2.0, 0.0),
    point: tuple = (1.5, 1.5),
):
    """The unit, the same w with other biases, and one point with its sum and its distance."""
    w, point = np.array(w, float), np.array(point, float)
    z = float(nnlib.weighted_sum(point, w, b))
    return Plane(w, float(b), tuple(biases), point, z, z / float(np.hypot(*w)))


@painter(9.4, 4.5, left=0.05, right=0.985, bottom=0.1, top=0.91, wspace=0.12)
def paint_plane_figure(data: Plane, figure: Figure):
    """One unit with a point and its distance; beside it the same w with three biases."""
    left, right = panels(figure, 1, 2)
    view = (-1.0, 2.5)
    paint_plane(left, data.w, data.b, view)
    nearest = data.point - data.distance * data.w / np.linalg.norm(data.w)
    left.plot(*np.transpose([data.point, nearest]), color=GREEN, linestyle="--", zorder=3)
    left.plot(*data.point, "D", color=GREEN, markersize=10, zorder=5)
    left.text(
        *(data.point + (0.12, 0.2)),
        tr("z = {plain}\ndistance {plain2}", plain=plain(data.z), plain2=plain(data.distance)),
        ha="center",
        va="bottom",
    )
    left.text(-0.92, -0.92, tr("silent: z < 0"), va="bottom")
    left.text(2.42, 2.42, tr("fires: z ≥ 0"), ha="right", va="top")
    left.set_title(f"w = {at(data.w)}, b = {plain(data.b)}")
    for b, style in zip(data.biases, (":", "-", "--")):
        ends = boundary(view, data.w, b)
        right.plot(*np.transpose(ends), color=BLACK, linestyle=style, label=f"b = {plain(b)}")
        paint_arrow(right, foot(data.w, b, view), data.w, view, letter=b == data.b)
    frame(right, view)
    right.set_title(tr("the same w, three biases"))
    right.legend(loc="lower left")


def read_plane(data: Plane):
    """In words: the line, the arrow, and the point's sum and distance."""
    lines = ", ".join(plain(b) for b in data.biases)
    return tr(
        "The unit with w = {at} and b = {plain}: a straight line divides the plane, and the "
        "arrow w stands at a right angle on it and points to the side that fires. At {at2} "
        "the sum is {plain2} and the distance to the line {plain3}. Beside it, the same w "
        "with the biases {lines}: three parallel lines.",
        at=at(data.w),
        plain=plain(data.b),
        at2=at(data.point),
        plain2=plain(data.z),
        plain3=plain(data.distance),
        lines=lines,
    )


PLANE = Picture(plane_data, paint_plane_figure, read_plane)


# -- the gates, without lines: those are the reader's to find -------------------------------------------------------


def corners_data(names: tuple = ("AND", "OR", "NAND", "XOR")):
    """The truth tables, by name."""
    return {name: nnlib.logic_gate(name.lower())[1] for name in names}


@painter(10.2, 3.1, left=0.035, right=0.99, bottom=0.13, top=0.88, wspace=0.18)
def paint_corners(data: dict, figure: Figure):
    """One square for each gate, its corners marked, without a line."""
    for axes, (name, y) in zip(panels(figure, 1, len(data)), data.items()):
        frame(axes, (-0.5, 1.5))
        paint_points(axes, CORNERS, y)
        axes.set_title(name)


def read_corners(data: dict):
    """In words: at which corners each gate says 1."""
    parts = [
        tr("{name} at {listed}", name=name, listed=" and ".join(at(x) for x in CORNERS[y == 1]))
        for name, y in data.items()
    ]
    return tr(
        "Four gates, each on the corners of a square. A full circle says 1: {listed}. The "
        "other corners are open squares, 0.",
        listed="; ".join(parts),
    )


CORNER_PLANES = Picture(corners_data, paint_corners, read_corners)
