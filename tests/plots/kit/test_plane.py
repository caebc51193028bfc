"""The four corners of a truth table as points of the plane: class 0 a hollow square, class 1 a full disc."""

import numpy as np
import pytest

from nnlib.plots.kit import plane


def test_clipping_keeps_the_side_where_the_unit_fires():
    w, b = np.array([1.0, 2.0]), -1.0
    part = plane.clipped(plane.square(0.0, 1.0), w, b)
    assert (part @ w + b >= -1e-12).all()
    x, y = part.T
    area = abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2
    assert area == pytest.approx(0.75)  # x + 2 y < 1 is a triangle with the legs 1 and 1/2
    assert (
        len(plane.clipped(plane.square(), w, -99.0)) == 0
        and len(plane.clipped(plane.square(), w, 99.0)) == 4
    )
