"""What the planes of this chapter are drawn with: the hatched side, the line, bits in words."""

import numpy as np
from matplotlib.axes import Axes

from nnlib.plots.kit.plane import HIGH, LOW
from nnlib.plots.kit.style import GREEN, PURPLE

UNITS = [{"color": GREEN, "linestyle": "-"}, {"color": PURPLE, "linestyle": "--"}]


def listed(values):
    """Bits in words: 0, 1, 1, 0."""
    return ", ".join(f"{v:g}" for v in np.ravel(values))


def shade(axes: Axes, polygon):
    """Hatch where the output is 1."""
    if len(polygon) > 2:
        axes.fill(
            *polygon.T, facecolor="#CCE8F8", edgecolor="#8CC4E6", hatch="//", linewidth=0, zorder=0
        )


def line(axes: Axes, w, b, low=LOW, high=HIGH, **look):
    """The line x w + b = 0 through the square; nothing where w is 0."""
    length = np.hypot(*w)
    if length:
        foot, way = -b * w / length**2, np.array([-w[1], w[0]]) / length
        ends = foot + np.outer([-9, 9], way)
        axes.plot(*ends.T, **look)
    axes.set(xlim=(low, high), ylim=(low, high), aspect="equal")
