"""The error over the step: why it is a V, and what its two arms are made of."""

import numpy as np
import pytest

from nnlib import plots
from nnlib.plots.ch00 import measured


def test_the_two_arms_bound_what_is_measured():
    data = plots.TWO_ARMS.data()
    both = data.curve + 1.5 * data.rounding
    assert (data.arm.errors <= both).all() and (data.arm.errors >= both / 20).all()
    finer = np.logspace(-7, -3, 4001)
    assert data.best == pytest.approx(
        finer[np.argmin(finer**2 / 6 + measured.EPS / finer)], rel=1e-2
    )
    assert "h = 8.7 × 10⁻⁶" in plots.TWO_ARMS.words(data)


def test_smaller_steps_stand_to_the_right():
    for picture in (plots.V_CURVE, plots.TWO_ARMS, plots.MEASUREMENT):
        axes = picture.paint(picture.data()).axes[-1]
        left, right = axes.get_xlim()
        assert left > 1 > 1e-15 > right
