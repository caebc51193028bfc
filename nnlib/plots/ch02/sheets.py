"""Two layers in the hand: the widget of `cake.py`, where the weights of each layer are two arrows on the picture.

Drawing, gestures and the book's `collapse_affine` are JavaScript, in sheets.js beside this file: a drag must not wait
for Python. A test holds its numbers against `cake.py`. A reader's own function is asked here.
"""

from collections.abc import Callable

import anywidget
import numpy as np
from traitlets import List, Unicode, observe

from nnlib.perceptron import collapse_affine as the_books
from nnlib.plots.ch02.cake import B1, B2, COLLAPSE
from nnlib.plots.kit.asking import Asking, entries
from nnlib.plots.kit.image import Still
from nnlib.plots.kit.owner import is_the_books
from nnlib.plots.kit.script import script


class Sheets(Still, Asking, anywidget.AnyWidget):
    """`.first` and `.second` are the weights (2, 2) of the layers, `.activation` what stands between them."""

    _esm = script(__file__)

    first = List([[1.0, -0.5], [0.5, 1.0]]).tag(sync=True)
    second = List([[1.0, 0.5], [0.5, -1.0]]).tag(sync=True)
    activation = Unicode("identity").tag(sync=True)
    biases = List([B1.tolist(), B2.tolist()]).tag(sync=True)

    def __init__(self, collapse_affine, **state):
        self._collapse = collapse_affine
        super().__init__(**state)
        if not is_the_books(self._collapse):
            self.own = {"at": self._at(), **self._asked()}
        still = COLLAPSE.data(
            *np.ravel(self._at()), activation=self.activation, collapse_affine=self._collapse
        )
        self._still = COLLAPSE.bundle(still)

    def _at(self):
        return [self.first, self.second]

    def _asked(self):
        first, second = map(np.array, self._at())
        W, b = self._collapse(first, B1, second, B2)
        W, b = np.broadcast_to(W, (2, 2)), np.broadcast_to(b, (2,))
        return {"W": entries(W), "b": entries(b)}

    @observe("first", "second")
    def _moved(self, _):
        if not is_the_books(self._collapse):
            self._ask()


def collapse(collapse_affine: Callable = the_books) -> Sheets:
    """Widget: drag the arrows of two layers, with or without a bend; the broad frame is that of `collapse_affine`."""
    return Sheets(collapse_affine)
