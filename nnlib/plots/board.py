"""The perceptron board: points and a line to take into the hand, and the rule that moves the line by itself.

Drawing and gestures are JavaScript, in board.js beside this file: a drag must not wait for Python. The learning rule
stands there, too, and a test holds it against nnlib. A reader's own `perceptron_step` runs here: the board asks for a
walk, and gets its frames.
"""

from functools import partial
from pathlib import Path

import anywidget
import numpy as np
from traitlets import Bool, Dict, Float, List, Unicode

import nnlib
from nnlib.plots.gates import GATE_VIEW, at, frame, paint_plane, paint_points
from nnlib.plots.numbers import plain
from nnlib.plots.pictures import Picture, bundle, png
from nnlib.plots.rule import clouds, walk, whose
from nnlib.plots.style import painter, panels

GATES = ("AND", "OR", "NAND", "XOR")


def rows(X, y):
    """Points as the board keeps them: [x1, x2, class]."""
    return [[float(x1), float(x2), int(label)] for (x1, x2), label in zip(X, y)]


def preset(name):
    """{"points", "view"} of a gate, or of two clouds."""
    if name in GATES:
        return {"points": rows(*nnlib.logic_gate(name.lower())), "view": list(GATE_VIEW)}
    X, y = clouds(0.4, np.random.default_rng(0), n=24)
    return {"points": rows(np.round(X, 2), y), "view": _view(X)}


def _view(X):
    """A square that holds all points with some air."""
    low, high = float(X.min()), float(X.max())
    air = 0.15 * (high - low) + 0.25
    return [round(low - air, 2), round(high + air, 2)]


PRESETS = {name: preset(name) for name in (*GATES, "two clouds")}


# -- the board as a still picture -----------------------------------------------------------------------------------


def board_data(points, w=(0.0, 0.0), b=0.0, view=GATE_VIEW):
    X, y = np.array([p[:2] for p in points], float).reshape(-1, 2), np.array([p[2] for p in points])
    w = np.array(w, float)
    return X, y, w, float(b), tuple(view), np.flatnonzero((X @ w + b >= 0) != y)


@painter(5, 4.8, left=0.09, right=0.98, bottom=0.09, top=0.92)
def paint_board(data, figure):
    X, y, w, b, view, wrong = data
    axes = panels(figure)
    frame(axes, view)
    paint_plane(axes, w, b, view)
    paint_points(axes, X, y, wrong, size=1.0 if len(X) < 8 else 0.6)
    axes.set_title(f"{len(wrong)} of {len(X)} wrong (x)")


def read_board(data):
    X, y, w, b, _, wrong = data
    line = f"the line w = {at(w)}, b = {plain(b)}" if w.any() else "no line yet"
    return (
        f"Perceptron board: {len(X)} points, {int(y.sum())} of them class 1 (circles), {line}; "
        f"{len(wrong)} of {len(X)} wrong."
    )


STILL = Picture(board_data, paint_board, read_board)


# -- the board itself -----------------------------------------------------------------------------------------------


class PerceptronBoard(anywidget.AnyWidget):
    """`.points` are [x1, x2, class], `.weights` [w1, w2, b]; both follow the hand, and setting them moves the board."""

    _esm = Path(__file__).with_suffix(".js")

    points = List().tag(sync=True)
    weights = List([0.0, 0.0, 0.0]).tag(sync=True)
    view = List(list(GATE_VIEW)).tag(sync=True)
    rate = Float(1.0).tag(sync=True)
    presets = Dict().tag(sync=True)
    whose = Unicode("the book's").tag(sync=True)
    remote = Bool(False).tag(sync=True)

    def __init__(self, step=nnlib.perceptron_step, **state):
        own = step is not nnlib.perceptron_step
        super().__init__(
            presets=PRESETS, whose=whose(step, nnlib.perceptron_step), remote=own, **state
        )
        still = STILL.data(self.points, self.weights[:2], self.weights[2], self.view)
        self._still = bundle(png(STILL.paint(still)), STILL.words(still))
        self.on_msg(partial(_answer, step))

    def _repr_mimebundle_(self, **kwargs):
        found = super()._repr_mimebundle_(**kwargs)
        data = found[0] if isinstance(found, tuple) else found
        still = self._still
        return {"text/html": still["text/html"]} | data | {"text/plain": still["text/plain"]}


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
        return {"id": asked["id"], "problem": f"perceptron_step: {type(error).__name__}: {error}"}
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


def perceptron_board(data="AND", step=nnlib.perceptron_step, w=(0.0, 0.0), b=0.0, eta=1.0):
    """Widget: drag points and line, and let the learning rule move the line.

    `data` is a preset (AND, OR, NAND, XOR, two clouds) or your own (X, y) with two inputs and classes 0 and 1; `step`
    the rule, the book's or your own perceptron_step. Raises ValueError for a preset that does not exist.
    """
    if isinstance(data, str):
        if data not in PRESETS:
            raise ValueError(f"data is {data!r}; wanted (X, y) or one of {', '.join(PRESETS)}")
        points, view = PRESETS[data]["points"], PRESETS[data]["view"]
    else:
        points = rows(*data)
        view = _view(np.array([p[:2] for p in points]))
    weights = [float(x) for x in (*w, b)]
    return PerceptronBoard(step, points=points, view=view, weights=weights, rate=float(eta))
