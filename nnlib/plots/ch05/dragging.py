"""One point in the hand: the widget of `outliers.py`, where a line is fitted anew at every move.

Drawing, gestures and the three fits are JavaScript, in dragging.js beside this file: a drag must not wait for Python. A
test holds its lines against those of `outliers.py`.
"""

import anywidget
from traitlets import Float, Int, List

from nnlib.plots.ch05.outliers import DRAGGED, OUTLIER, X_LINE, Y_LINE
from nnlib.plots.kit.image import Still
from nnlib.plots.kit.script import script


class OutlierDrag(Still, anywidget.AnyWidget):
    """`.height` is where the cross stands, `.delta` Huber's delta; both follow the hand, and setting them moves it."""

    _esm = script(__file__)

    xs = List(X_LINE.tolist()).tag(sync=True)
    ys = List(Y_LINE.tolist()).tag(sync=True)
    which = Int(DRAGGED).tag(sync=True)
    height = Float(20.0).tag(sync=True)
    delta = Float(1.0).tag(sync=True)

    def __init__(self, **state):
        super().__init__(**state)
        still = OUTLIER.data(self.height, self.delta)
        self._still = OUTLIER.bundle(still)


def outlier_drag() -> OutlierDrag:
    """Widget: drag one of ten points away, and see which of three best lines follows; delta is Huber's."""
    return OutlierDrag()
