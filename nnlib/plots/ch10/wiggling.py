"""The wiggle: eight points to drag, a curve that may bend as often as you let it, and two bars, seen and new.

Drawing, gestures and the fit are JavaScript, in wiggling.js beside this file: a drag must not wait for Python. A test
holds its arithmetic against `polynomial.py`.
"""

import anywidget
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator
from traitlets import Int, List

from nnlib.core.words import tr
from nnlib.plots.ch10.polynomial import NOISE, drawn, error, features, fitted, truth
from nnlib.plots.kit.image import Still
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.script import script
from nnlib.plots.kit.style import BLACK, SERIES, painter, panels

POINTS, OTHERS, SEED = 8, 24, 6
LAMBDAS = (0.0, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1.0)  # the steps of the penalty's handle


def point_sets(seed: int = SEED):
    """The eight points to fit, 24 new ones, and 24 that lie behind the button: three lists of [x, y]."""
    rng = np.random.default_rng(seed)
    found = [drawn(POINTS, NOISE, rng)]
    for _ in range(2):
        x = np.sort(rng.uniform(-0.95, 0.95, OTHERS))
        found.append((x, truth(x) + NOISE * rng.normal(size=OTHERS)))
    return [np.round(np.column_stack(pair), 3).tolist() for pair in found]


def wiggle_data(degree: int = 7, step: int = 0, seed: int = SEED):
    """(seen, new, degree, lam, coefficients, error on seen points, error on new ones); step is that of LAMBDAS."""
    seen, new = (np.array(points) for points in point_sets(seed)[:2])
    c = fitted(*seen.T, degree, LAMBDAS[step])
    return seen, new, degree, LAMBDAS[step], c, error(c, *seen.T), error(c, *new.T)


@painter(8.4, 3.9)
def paint_wiggle(data: tuple, figure: Figure):
    """Left the points and the curve, right the two bars."""
    seen, new, degree, _lam, c, on_seen, on_new = data
    left, right = panels(figure, 1, 2)
    grid = np.linspace(-1, 1, 300)
    left.plot(grid, features(grid, degree) @ c, color=BLACK)
    left.plot(*seen.T, "o", color=SERIES[0]["color"], markersize=10)
    left.plot(*new.T, "s", color=SERIES[1]["color"], markerfacecolor="none", markersize=6)
    left.set(xlim=(-1.02, 1.02), ylim=(-2, 2), title=tr("degree {degree}", degree=degree))
    left.xaxis.set_major_locator(MultipleLocator(0.5))
    colors = [SERIES[0]["color"], SERIES[1]["color"]]
    right.barh([1, 0], [on_seen, on_new], color=colors)
    right.set_yticks([1, 0], [tr("seen"), tr("new")])
    right.set(xlim=(0, 1.2), xlabel=tr("typical error"))


def read_wiggle(data: tuple):
    """In words: both errors."""
    _, _, degree, lam, _, on_seen, on_new = data
    return tr(
        "The wiggle: eight points (dots) and a curve of degree {degree}, penalty {lam:g}. Its typical error is "
        "{seen:.2f} on the points that it has seen and {new:.2f} on 24 new ones (squares).",
        degree=degree,
        lam=lam,
        seen=on_seen,
        new=on_new,
    )


WIGGLE = Picture(wiggle_data, paint_wiggle, read_wiggle)


class Wiggle(Still, anywidget.AnyWidget):
    """`.seen` are the points [x, y] that the hand drags, `.degree` and `.step` the two handles, `.looks` a count."""

    _esm = script(__file__)

    seen = List().tag(sync=True)
    new = List().tag(sync=True)
    test = List().tag(sync=True)
    lambdas = List(list(LAMBDAS)).tag(sync=True)
    degree = Int(1).tag(sync=True)
    step = Int(0).tag(sync=True)
    looks = Int(0).tag(sync=True)

    def __init__(self, **state):
        super().__init__(**state)
        still = WIGGLE.data()
        self._still = WIGGLE.bundle(still)


def wiggle(seed: int = SEED) -> Wiggle:
    """Widget: drag eight points, choose the degree and the penalty, and watch the errors on seen and on new points."""
    seen, new, test = point_sets(seed)
    return Wiggle(seen=seen, new=new, test=test)
