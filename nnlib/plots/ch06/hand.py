"""A line in the hand: the widget of `line.py`, with a square for each error, and the line as a point on its bowl.

Drawing, gestures and the book's cost are JavaScript, in hand.js beside this file: a drag must not wait for Python. A
test holds its numbers against `line.py`. What a reader's own function says of the line is computed here.
"""

from collections.abc import Callable

import anywidget
from traitlets import Float, List, Unicode, observe

from nnlib.core.words import tr
from nnlib.neuron import linear_neuron_grads
from nnlib.plots.ch06.line import BY_HAND, CONTOURS, line_data, prices
from nnlib.plots.kit.image import Still
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.owner import is_the_books
from nnlib.plots.kit.script import script


class ByHand(Still, anywidget.AnyWidget):
    """`.w` and `.b` are the line; both follow the hand, and setting them moves it.

    `.verdict` is what the reader's function says of the line.
    """

    _esm = script(__file__)

    xs = List().tag(sync=True)
    ys = List().tag(sync=True)
    levels = List(list(CONTOURS)).tag(sync=True)
    w = Float(0.0).tag(sync=True)
    b = Float(5.0).tag(sync=True)
    verdict = Unicode("").tag(sync=True)

    def __init__(self, grads, **state):
        self._grads = grads
        x, y = prices()
        super().__init__(xs=x.tolist(), ys=y.tolist(), **state)
        self._judge()
        still = BY_HAND.data(self.w, self.b)
        self._still = BY_HAND.bundle(still)

    @observe("w", "b")
    def _judge(self, _=None):
        if is_the_books(self._grads):
            return
        try:
            said = plain(line_data(self.w, self.b, self._grads).cost)
        except Exception as error:  # whatever a reader's function raises belongs on the figure
            said = f"{type(error).__name__}: {error}"
        self.verdict = tr("Your function says: J = {said}.", said=said)


def by_hand(grads: Callable = linear_neuron_grads) -> ByHand:
    """Widget: drag the ends of a line, or its point on the bowl, and make the squares of its errors small."""
    return ByHand(grads)
