"""The perceptron board: points and a line to take into the hand, and the rule that moves the line by itself.

Drawing and gestures are JavaScript, in board.js beside this file: a drag must not wait for Python. The learning rule
stands there, too, and a test holds it against nnlib. A reader's own `perceptron_step` runs here: the board asks for a
walk, and gets its frames.
"""

from collections.abc import Callable
from functools import partial

import anywidget
import numpy as np
from matplotlib.figure import Figure
from traitlets import Bool, Dict, Float, List, Unicode

import nnlib
from nnlib.core.words import tr
from nnlib.plots.ch01.drawing import GATE_VIEW, at, frame, paint_plane, paint_points
from nnlib.plots.ch01.margin import clouds
from nnlib.plots.ch01.walk import walk
from nnlib.plots.kit.image import Still
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.owner import whose
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.script import script
from nnlib.plots.kit.style import painter, panels

GATES = ("AND", "OR", "NAND", "XOR")


def rows(X, y):
    """Points as the board keeps them: [x1, x2, class]."""
    return [[float(x1), float(x2), int(label)] for (x1, x2), label in zip(X, y)]


def preset(name: str):
    """{"points", "view", "line"} of a gate, or of two clouds; the line is a wrong one, to begin with."""
    if name in GATES:
        points, view = rows(*nnlib.logic_gate(name.lower())), list(GATE_VIEW)
    else:
        X, y = clouds(0.4, np.random.default_rng(0), n=24)
        points, view = rows(np.round(X, 2), y), _view(X)
    return {"points": points, "view": view, "line": wrong_line(points, view)}


def wrong_line(points, view):
    """[w1, w2, b] of a line through the middle of the view that invites a hand: about half of the points are wrong.

    Of the directions in steps of 15 degrees it takes the one nearest to half, and not one that turns all points round.
    """
    X, y = np.array([p[:2] for p in points], float), np.array([p[2] for p in points])
    middle = np.full(2, sum(view) / 2)
    turns = np.deg2rad(np.arange(20, 380, 15))
    W = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    wrong = (((X - middle) @ W.T >= 0) != y[:, None]).mean(axis=0)
    w = np.round(W[np.argmin(np.abs(wrong - 0.5))], 3)
    return [*w.tolist(), round(float(-w @ middle), 3)]


def _view(X):
    """A square that holds all points with some air."""
    low, high = float(X.min()), float(X.max())
    air = 0.15 * (high - low) + 0.25
    return [round(low - air, 2), round(high + air, 2)]


PRESETS = {name: preset(name) for name in (*GATES, tr("two clouds"))}


# -- the board as a still picture -----------------------------------------------------------------------------------


def board_data(points, w: tuple = (0.0, 0.0), b: float = 0.0, view=GATE_VIEW):
    """The points (rows x1, x2, class), the line, the view, and the rows that the line has wrong."""
    X, y = np.array([p[:2] for p in points], float).reshape(-1, 2), np.array([p[2] for p in points])
    w = np.array(w, float)
    return X, y, w, float(b), tuple(view), np.flatnonzero((X @ w + b >= 0) != y)


@painter(5, 4.8, left=0.09, right=0.98, bottom=0.09, top=0.92)
def paint_board(data: tuple, figure: Figure):
    """The points on the two sides of the line, those on the wrong side crossed."""
    X, y, w, b, view, wrong = data
    axes = panels(figure)
    frame(axes, view)
    paint_plane(axes, w, b, view)
    paint_points(axes, X, y, wrong, size=1.0 if len(X) < 8 else 0.6)
    axes.set_title(tr("{count} of {count2} wrong (x)", count=len(wrong), count2=len(X)))


def read_board(data: tuple):
    """In words: how many points, which line, how many wrong."""
    X, y, w, b, _, wrong = data
    line = (
        tr("the line w = {at}, b = {plain}", at=at(w), plain=plain(b))
        if w.any()
        else tr("no line yet")
    )
    return tr(
        "Perceptron board: {count} points, {int} of them class 1 (circles), {line}; {count2} "
        "of {count} wrong.",
        count=len(X),
        int=int(y.sum()),
        line=line,
        count2=len(wrong),
    )


PERCEPTRON_BOARD = Picture(board_data, paint_board, read_board)


# -- the board itself -----------------------------------------------------------------------------------------------


class PerceptronBoard(Still, anywidget.AnyWidget):
    """`.points` are [x1, x2, class], `.weights` [w1, w2, b]; both follow the hand, and setting them moves the board.

    `.fresh`: nobody has touched the line yet. It is an invitation then, and the learning rule begins from zero.
    """

    _esm = script(__file__)

    points = List().tag(sync=True)
    weights = List([0.0, 0.0, 0.0]).tag(sync=True)
    view = List(list(GATE_VIEW)).tag(sync=True)
    fresh = Bool(False).tag(sync=True)
    rate = Float(1.0).tag(sync=True)
    presets = Dict().tag(sync=True)
    whose = Unicode(tr("the book's")).tag(sync=True)
    remote = Bool(False).tag(sync=True)

    def __init__(self, step=nnlib.perceptron_step, **state):
        own = step is not nnlib.perceptron_step
        super().__init__(presets=PRESETS, whose=whose(step), remote=own, **state)
        still = PERCEPTRON_BOARD.data(self.points, self.weights[:2], self.weights[2], self.view)
        self._still = PERCEPTRON_BOARD.bundle(still)
        self.on_msg(partial(_answer, step))


def answer(step, asked):
    """The walk that the board asks for, as it wants it: frames, mistakes and cursor, or the problem in words."""
    points, mistakes = asked["points"], asked["mistakes"]
    X, y = np.array([p[:2] for p in points], float), np.array([p[2] for p in points])
    w, b, eta, cursor = (
        np.array(asked["w"], float),
        float(asked["b"]),
        float(asked["eta"]),
        asked["cursor"],
    )
    try:
        frames, mistakes = walk(X, y, w, b, eta, asked["until"], cursor, mistakes, step)
    except Exception as error:  # whatever a reader's function raises belongs on the board
        return {
            "id": asked["id"],
            "problem": tr(
                "perceptron_step: {name}: {error}", name=type(error).__name__, error=error
            ),
        }
    told = [
        {"row": f.row, "error": f.error, "w": f.w.tolist(), "b": f.b, "pass": f.turn}
        for f in frames
    ]
    return {
        "id": asked["id"],
        "frames": told,
        "mistakes": mistakes,
        "cursor": (frames[-1].row + 1) % len(X),
    }


def _answer(step, board, asked, _buffers):
    board.send(answer(step, asked))


def perceptron_board(
    data: str | tuple = "AND",
    step: Callable = nnlib.perceptron_step,
    w: tuple | None = None,
    b: float = 0.0,
    eta: float = 1.0,
) -> PerceptronBoard:
    """Widget: drag points and line, and let the learning rule move the line.

    `data` is a preset (AND, OR, NAND, XOR, two clouds) or your own (X, y) with two inputs and classes 0 and 1; `step`
    the rule, the book's or your own perceptron_step. The rule begins with `w` and `b`. Without either the board opens
    with a wrong line for your hand, and the rule begins from zero as long as you leave that line alone. Raises
    ValueError for a preset that does not exist.
    """
    if isinstance(data, str):
        if data not in PRESETS:
            raise ValueError(
                tr(
                    "data is {data!r}; wanted (X, y) or one of {listed}",
                    data=data,
                    listed=", ".join(PRESETS),
                )
            )
        points, view = PRESETS[data]["points"], PRESETS[data]["view"]
    else:
        points = rows(*data)
        view = _view(np.array([p[:2] for p in points]))
    fresh = w is None and b == 0
    given = [float(x) for x in (*((0, 0) if w is None else w), b)]
    weights = wrong_line(points, view) if fresh else given
    return PerceptronBoard(
        step, points=points, view=view, weights=weights, fresh=fresh, rate=float(eta)
    )
