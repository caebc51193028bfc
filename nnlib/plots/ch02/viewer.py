"""The hidden-space viewer of XOR: two lines to move by hand, and beside them the plane of the hidden units.

The page computes and draws by itself (`viewer.js`), so that it keeps up with the hand. What it says is compared
with nnlib by the tests, and here with the reader's own `two_layer_tlu`.
"""

from collections.abc import Callable

import anywidget
import numpy as np
from traitlets import Dict, Float, List, Unicode, observe

from nnlib.core.words import tr
from nnlib.perceptron import two_layer_tlu as the_books
from nnlib.plots.ch02.drawing import listed
from nnlib.plots.ch02.hidden import HIDDEN_SPACE
from nnlib.plots.kit.image import Still
from nnlib.plots.kit.owner import whose
from nnlib.plots.kit.plane import POINTS
from nnlib.plots.kit.script import script

START = {"lines": [[0.5, 0.25, 0.0], [0.25, 0.5, 90.0]], "out": [0.6, 0.6, 45.0]}


def unit(line, scale: float = 1.0):
    """Weights (2,) and bias of the unit whose line runs through (px, py), its arrow `degrees` above the x1 axis.

    The weights have the length sqrt(2) scale: at 45 degrees they are (1, 1), as in the book's gates.
    """
    px, py, degrees = line
    turn = np.deg2rad(degrees)
    w = np.round(scale * np.sqrt(2) * np.array([np.cos(turn), np.sin(turn)]), 9)
    return w, np.round(-(w @ [px, py]), 9)


def network(lines, out, scale: float = 1.0, scales=()):
    """W1 (2, 2), b1 (2,), W2 (2, 1), b2 (1,) of the network that these lines draw; learned units have `scales`."""
    (w1, b1), (w2, b2) = (unit(line, s) for line, s in zip(lines, scales or (scale, scale)))
    v, c = unit(out)
    return np.stack([w1, w2], axis=1), np.array([b1, b2]), v[:, None], np.array([c])


class HiddenSpace(Still, anywidget.AnyWidget):
    """Widget: left the input plane with a line for each hidden unit, right the plane of the hidden units' outputs.

    `lines` and `out` are [px, py, degrees]; `activation` is "step", "sigmoid" or "relu"; `points` are the reader's own,
    [x1, x2, class], none for XOR; `scales` are the lengths of learned weights, none for those of a hand. `report` is
    what the page has computed; `verdict` compares it, for steps, with the function `two_layer_tlu`.
    """

    _esm = script(__file__)
    lines = List(START["lines"]).tag(sync=True)
    out = List(START["out"]).tag(sync=True)
    activation = Unicode("step").tag(sync=True)
    steepness = Float(6.0).tag(sync=True)
    points = List().tag(sync=True)
    scales = List().tag(sync=True)
    report = Dict().tag(sync=True)
    verdict = Unicode("").tag(sync=True)

    def __init__(self, two_layer_tlu, **state):
        self._tlu = two_layer_tlu
        super().__init__(**state)
        self._judge()
        data = HIDDEN_SPACE.data(*network(self.lines, self.out))
        self._still = HIDDEN_SPACE.bundle(data)

    def network(self):
        """The weights and biases that the lines stand for: W1, b1, W2, b2."""
        return network(
            self.lines, self.out, self.steepness if self.activation == "sigmoid" else 1, self.scales
        )

    @observe("lines", "out", "activation", "points", "scales")
    def _judge(self, _=None):
        if self.activation != "step":
            self.verdict = ""
            return
        try:
            points = np.array(self.points)[:, :2] if self.points else POINTS
            _, Y = self._tlu(points, *self.network())
            says = listed(Y)
        except Exception as error:
            says = f"{type(error).__name__}: {error}"
        self.verdict = tr(
            "{capitalize} two_layer_tlu says: {says}.",
            capitalize=whose(self._tlu).capitalize(),
            says=says,
        )


def hidden_space(two_layer_tlu: Callable = the_books, **state) -> HiddenSpace:
    """Widget: move two lines and watch four points land. Hand it your `two_layer_tlu`, and it speaks along."""
    return HiddenSpace(two_layer_tlu, **state)
