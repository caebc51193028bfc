"""A view is a cut of its vector, in plain Python and compiled."""

import numpy as np
import pytest

from nnlib.core.kernel import kernel
from nnlib.core.views import view


@kernel
def mark(vector, matrix_start, row_start):
    matrix, row = view(vector, matrix_start, 2, 3), view(vector, row_start, 4)
    matrix[1, 2] += 100
    row[0] += 1000


@pytest.mark.parametrize("form", ["plain", "compiled"])
def test_a_view_is_a_cut_of_the_vector_in_both_forms(form):
    expected = np.arange(12.0)
    expected[2 + 5] += 100
    expected[8] += 1000
    vector = np.arange(12.0)
    getattr(mark, form)(vector, 2, 8)
    assert np.array_equal(vector, expected)


def test_a_view_has_the_vectors_memory_and_the_shape_asked_for():
    vector = np.arange(12.0)
    assert view(vector, 3, 4).tolist() == [3, 4, 5, 6]
    assert view(vector, 6, 2, 3).tolist() == [[6, 7, 8], [9, 10, 11]]
    assert np.shares_memory(view(vector, 6, 2, 3), vector) and view(vector, 0, 0, 5).shape == (0, 5)
