"""The step in the hand: the widget of the measurement in `secant.py`.

Drawing, gestures and the book's measurement are JavaScript, in microscope.js beside this file: a drag must not wait for
Python. A test holds its numbers against `secant.py`. What a reader's own function measures, with every step that the
hand can choose, is computed here.
"""

from collections.abc import Callable, Mapping

import anywidget
import numpy as np
from traitlets import Float, List, Unicode, observe

from nnlib.plots.ch00.measured import measure
from nnlib.plots.ch00.secant import MEASUREMENT
from nnlib.plots.kit.asking import Asking, entries
from nnlib.plots.kit.image import Still
from nnlib.plots.kit.script import script

# The steps 10^-k that the hand can choose: fine where the secant is seen turning, then four for each power of ten.
KS = np.round(np.concatenate([np.arange(0, 2, 0.05), np.arange(2, 15.01, 0.25)]), 2)


class Microscope(Still, Asking, anywidget.AnyWidget):
    """`.x` is the point, `.k` the step 10^-k, `.function` the curve; all follow the hand, and setting them moves it.

    `.sides` is "both sides" or "one side", `.precision` "float64" or "float32".
    """

    _esm = script(__file__)

    function = Unicode("x³").tag(sync=True)
    x = Float(1.0).tag(sync=True)
    k = Float(0.0).tag(sync=True)
    sides = Unicode("both sides").tag(sync=True)
    precision = Unicode("float64").tag(sync=True)
    ks = List(KS.tolist()).tag(sync=True)

    def __init__(self, functions, **state):
        self._functions = functions or {}
        super().__init__(**state)
        if "central_difference" in self._functions:
            self.own = {"at": self._at(), **self._asked()}
        still = MEASUREMENT.data(
            self.function, self.x, self.k, self.sides, self.precision, self._functions or None
        )
        self._still = MEASUREMENT.bundle(still)

    def _at(self):
        return [self.function, self.x, self.precision]

    def _asked(self):
        how = {"precision": self.precision, "functions": self._functions}
        slopes = [measure(self.function, self.x, 10.0**-k, **how) for k in KS]
        return {"slopes": entries(slopes)}

    @observe("function", "x", "precision")
    def _moved(self, _):
        if "central_difference" in self._functions:
            self._ask()


def h_slider(functions: Mapping[str, Callable] | None = None) -> Microscope:
    """Widget: make the step smaller and smaller, and watch the secant, the stored curve and the error."""
    return Microscope(functions)
