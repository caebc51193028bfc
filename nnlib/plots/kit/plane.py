"""The four corners of a truth table as points of the plane: class 0 a hollow square, class 1 a full disc."""

import numpy as np
from matplotlib.axes import Axes

from nnlib.datasets import logic_gate
from nnlib.plots.kit.style import BLUE, VERMILION

POINTS, XOR = logic_gate("xor")
NAMES = ["00", "01", "10", "11"]
LOW, HIGH = -0.5, 1.5
LOOKS = [  # as in chapter 1: class 0 is a hollow square, class 1 a full disc
    {"marker": "s", "markerfacecolor": "white", "markeredgecolor": VERMILION, "markeredgewidth": 3},
    {"marker": "o", "markerfacecolor": BLUE, "markeredgecolor": "white", "markeredgewidth": 1.5},
]
LETTERS, COLOURS = ("black", "white"), (VERMILION, BLUE)


def mark(axes: Axes, places, labels, names=NAMES, size: int = 23):
    """Discs and squares with their names in them. Those that would cover each other stand side by side."""
    taken = []
    for place, label, name in zip(np.asarray(places, dtype=float), labels, names):
        crowd = sum(np.abs(place - other).max() < 0.12 for other in taken)
        taken.append(place)
        look, at = LOOKS[int(label)], place + [0.2 * crowd, 0]
        axes.plot(*at, **look, markersize=size - 1.5 * (label == 0), zorder=5)
        text = {"ha": "center", "va": "center_baseline", "fontweight": "bold", "zorder": 6}
        axes.text(*at, name, color=LETTERS[int(label)], **text)


def clipped(polygon, w, b):
    """The part of a polygon (n, 2) where x w + b >= 0, corner after corner."""
    z, found = polygon @ w + b, []
    for k, here in enumerate(polygon):
        after = (k + 1) % len(polygon)
        if z[k] >= 0:
            found.append(here)
        if z[k] * z[after] < 0:
            found.append(here + z[k] / (z[k] - z[after]) * (polygon[after] - here))
    return np.array(found).reshape(-1, 2)


def square(low=LOW, high=HIGH):
    """The corners (4, 2) of a square, counter-clockwise."""
    return np.array([[low, low], [high, low], [high, high], [low, high]], dtype=float)


def name_axes(axes: Axes, first: str = "x1", second: str = "x2"):
    """The names of the two axes, and ticks at the corners only."""
    axes.set(xlabel=first, ylabel=second, xticks=[0, 1], yticks=[0, 1])
