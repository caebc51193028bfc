"""Rows: what changes where examples are columns instead."""

import numpy as np
import pytest

from nnlib import plots


@pytest.mark.parametrize("convention", ["rows", "columns"])
def test_the_tables_of_both_conventions_multiply(convention):
    data = plots.CONVENTION.data(convention, 5, 3, 2)
    tables = {name: np.ones((rows, columns)) for name, rows, columns in data["tables"]}
    first, second = (tables[name] for name, _, _ in data["tables"][:2])
    assert (first @ second + tables["b"]).shape == tables["Z"].shape
