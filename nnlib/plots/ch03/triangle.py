"""Three logits in the hand: the widget of the triangle in `simplex.py`.

Drawing, gestures and the book's softmax are JavaScript, in triangle.js beside this file: a drag must not wait for
Python. A test holds its numbers against nnlib. A reader's own softmax is asked here.
"""

from collections.abc import Callable, Mapping

import anywidget
import numpy as np
from traitlets import Float, observe

from nnlib.activations import softmax
from nnlib.plots.ch03.simplex import LOGITS, TRIANGLE
from nnlib.plots.kit.asking import Asking, entries
from nnlib.plots.kit.image import Still
from nnlib.plots.kit.script import script


class SoftmaxTriangle(Still, Asking, anywidget.AnyWidget):
    """`.z1`, `.z2`, `.z3` are the logits of A, B and C, divided by `.temperature`; setting them moves the picture."""

    _esm = script(__file__)

    z1 = Float(1.0).tag(sync=True)
    z2 = Float(0.0).tag(sync=True)
    z3 = Float(-1.0).tag(sync=True)
    temperature = Float(1.0).tag(sync=True)

    def __init__(self, functions, **state):
        self._softmax = (functions or {}).get("softmax", softmax)
        super().__init__(**state)
        if self._softmax is not softmax:
            self.own = {"at": self._at(), **self._asked()}
        still = TRIANGLE.data(*self._at(), functions={"softmax": self._softmax})
        self._still = TRIANGLE.bundle(still)

    def _at(self):
        return [self.z1, self.z2, self.z3, self.temperature]

    def _asked(self):
        *logits, temperature = self._at()
        P = self._softmax(np.array([logits]) / temperature)
        return {"p": entries(np.broadcast_to(np.asarray(P, dtype=float), (1, 3))[0])}

    @observe(*LOGITS, "temperature")
    def _moved(self, _):
        if self._softmax is not softmax:
            self._ask()


def softmax_triangle(functions: Mapping[str, Callable] | None = None) -> SoftmaxTriangle:
    """Widget: three logits and a temperature move one point; adding 1 to all logits moves nothing."""
    return SoftmaxTriangle(functions)
