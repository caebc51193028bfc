"""All functions of two and of three bits, which of them one unit can be, and why the others are beyond it."""

import numpy as np
import pytest
from scipy.optimize import linprog

import nnlib
from nnlib.plots.ch02 import boolean

X, Y = nnlib.logic_gate("xor")


def separated(X, y):
    """Whether some line has margin 1 on every point: a question that linear programming answers for certain."""
    signs = np.where(y == 1, 1.0, -1.0)[:, None]
    rows = -signs * np.column_stack([X, np.ones(len(X))])
    found = linprog(np.zeros(X.shape[1] + 1), rows, -np.ones(len(X)), bounds=(None, None))
    return found.status == 0


@pytest.mark.parametrize(("n", "count"), [(2, 14), (3, 104)])
def test_the_separable_functions_are_those_of_linear_programming(n, count):
    inputs = boolean.inputs(n)
    truth = np.array([separated(inputs, boolean.outputs(k, n)) for k in range(2**2**n)])
    assert truth.sum() == count
    np.testing.assert_array_equal(boolean.separable(n), truth)
    for number, possible in enumerate(truth):
        unit, crosses = boolean.unit_of(number, n), boolean.crossing(number, n)
        assert (unit is None) != possible and (crosses is None) == possible
        y = boolean.outputs(number, n)
        if possible:
            np.testing.assert_array_equal(nnlib.tlu_predict(inputs, *unit), y)
            if 0 < y.sum() < len(y):
                assert np.abs(inputs @ unit[0] + unit[1]).min() > 0.1, "a line through a point"
        else:
            a, b, c, d = crosses
            assert y[[a, b]].tolist() == [1, 1] and y[[c, d]].tolist() == [0, 0]
            np.testing.assert_array_equal(inputs[a] + inputs[b], inputs[c] + inputs[d])


def test_too_little_patience_would_be_seen():
    assert boolean.separable(3, lambda X, y, epochs: nnlib.linearly_separable(X, y, 3)).sum() < 104
