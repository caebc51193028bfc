"""Inside Adam: the averages and steps are those of `adam_step`."""

import numpy as np
import pytest

import nnlib
from nnlib import plots


def test_the_steps_are_the_librarys():
    inside = plots.INSIDE_ADAM.data(size=500.0, noise=0.5)
    w, m, v = np.zeros(1), np.zeros(1), np.zeros(1)
    for t, g in enumerate(inside.g, start=1):
        before = w
        w, m, v = nnlib.adam_step(w, np.array([g]), m, v, t, 0.1)
        assert (before - w)[0] / 0.1 == pytest.approx(inside.steps[t - 1], rel=1e-6)


def test_the_size_of_the_gradients_cancels():
    small, large = (plots.INSIDE_ADAM.data(size=size) for size in (1.0, 500.0))
    np.testing.assert_allclose(small.steps, large.steps, rtol=1e-6)


def test_without_the_correction_the_first_steps_are_too_long():
    raw = plots.INSIDE_ADAM.data(corrected=False, noise=0.0)
    assert raw.steps[0] == pytest.approx(0.1 / np.sqrt(0.001), rel=1e-6)
    assert plots.INSIDE_ADAM.data(noise=0.0).steps == pytest.approx(1.0)
