"""Notebooks on disk: nothing in them is trusted, and a difference is one of cells."""

import json

import pytest

from nnlib.core.files import is_built
from nnlib.core.notebook import about, cells_of, grade_id, text_of


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"\xff", b'{"cells": 3}', b'{"worksheets": []}', b"[" * 100_000],
)
def test_what_is_no_notebook_has_no_cells(data):
    assert cells_of(data) is None


def test_cells_are_dicts_and_not_too_many():
    assert cells_of(b'{"cells": [1, {}, null, {"a": 1}]}') == [{}, {"a": 1}]
    assert cells_of(b'\xef\xbb\xbf{"cells": []}') == []
    assert cells_of(b'{"cells": [{}, {}]}', most=1) is None


@pytest.mark.parametrize("cell", [None, 3, {}, {"metadata": 3}, {"metadata": {"nbgrader": []}}])
def test_a_cell_of_no_assignment_has_no_name(cell):
    assert about(cell) == {} and grade_id(cell) == ""


@pytest.mark.parametrize("name", [1, None, [1], "x" * 200])
def test_a_grade_id_is_a_word(name):
    assert grade_id({"metadata": {"nbgrader": {"grade_id": name}}}) == ""


@pytest.mark.parametrize(
    "source, text", [("a", "a"), (["a\n", "b"], "a\nb"), ([1], None), (7, None), ("\ud800", "?")]
)
def test_a_source_is_one_text(source, text):
    assert text_of({"source": source}) == text


def test_what_running_it_leaves_in_a_notebook_is_no_difference(tmp_path):
    cell = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": []}
    text, path = json.dumps({"cells": [cell]}), tmp_path / "n.ipynb"
    assert not is_built(path, text)
    path.write_text(text)
    assert is_built(path, text)
    path.write_text(json.dumps({"cells": [cell | {"outputs": [1], "source": ["1"]}]}))
    assert not is_built(path, text) and is_built(path, text, check=True)
    path.write_text(json.dumps({"cells": [cell | {"source": "2"}]}))
    assert not is_built(path, text, check=True)
    path.write_text("{")
    assert not is_built(path, text, check=True)


def test_a_number_of_many_digits_costs_nobody_the_notebook():
    for digits in (3999, 4001, 5000, 200_000):
        text = '{"metadata": {"n": %s}, "cells": [{"n": %s}]}' % (("7" * digits,) * 2)
        (cell,) = cells_of(text.encode())
        assert cell["n"] == (int("7" * digits) if digits < 4000 else float("inf"))
