"""The cursor in the hand: the widget of the pair explorer in `curves.py`.

Drawing, gestures and the book's functions are JavaScript, in explorer.js beside this file: a drag must not wait for
Python. A test holds its numbers against nnlib. A reader's own curves are computed here, for every place of the cursor.
"""

from collections.abc import Callable, Mapping

import anywidget
from traitlets import Float, Unicode, observe

from nnlib.plots.ch03.curves import EXPLORER, GRID
from nnlib.plots.ch03.functions import CURVES, curve, is_yours
from nnlib.plots.kit.asking import Asking, entries
from nnlib.plots.kit.image import Still
from nnlib.plots.kit.script import script


class PairExplorer(Still, Asking, anywidget.AnyWidget):
    """`.function` is the curve, `.z` the cursor, `.alpha` the leak; all follow the hand, and setting them moves it."""

    _esm = script(__file__)

    function = Unicode("sigmoid").tag(sync=True)
    z = Float(1.0).tag(sync=True)
    alpha = Float(0.1).tag(sync=True)

    def __init__(self, functions, **state):
        self._functions = functions or {}
        self._yours = [name for name in CURVES if is_yours(name, self._functions)]
        super().__init__(**state)
        if self._yours:
            self.own = {"at": self._at(), **self._asked()}
        still = EXPLORER.data(self.function, self.z, self.alpha, self._functions or None)
        self._still = EXPLORER.bundle(still)

    def _at(self):
        return [self.alpha]

    def _asked(self):
        curves = {}
        for name in self._yours:
            value, slope = curve(name, GRID, self.alpha, self._functions)
            curves[name] = {"value": entries(value), "slope": entries(slope)}
        return {"curves": curves}

    @observe("alpha")
    def _leaks(self, _):
        if "leaky_relu" in self._yours:
            self._ask()


def pair_explorer(functions: Mapping[str, Callable] | None = None) -> PairExplorer:
    """Widget: choose a function, drag the cursor along it, read value, slope and tangent."""
    return PairExplorer(functions)
