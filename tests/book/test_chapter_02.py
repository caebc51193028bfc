"""Chapter 2: the bug hunt hunts, nothing gives an answer away, and the executed numbers are those of the text."""

import itertools
import re

import numpy as np
import pytest

import nnlib
from nnlib.course.notebooks import build_notebook

NOTEBOOK = "chapters/02_xor.ipynb"


@pytest.fixture(scope="module")
def cells(root):
    chapter = build_notebook((root / NOTEBOOK).with_suffix(".py"))
    return [cell.source for cell in chapter.cells if cell.cell_type == "code"]


def tables(n):
    X = np.array(list(itertools.product((0.0, 1.0), repeat=n)))
    return X, [np.array(y) for y in itertools.product((0, 1), repeat=2**n)]


@pytest.fixture(scope="module")
def suspects(cells):
    space = {"np": np, "itertools": itertools}
    exec(next(source for source in cells if "SUSPECTS = {" in source), space)
    return space["SUSPECTS"]


def test_the_suspects_look_innocent_with_two_bits_and_two_are_not(suspects):
    wrong = {}
    for n in (2, 3):
        X, rows = tables(n)
        truth = [nnlib.linearly_separable(X, y, 100) for y in rows]
        for name, suspect in suspects.items():
            wrong[name, n] = sum(suspect(X, y) != true for y, true in zip(rows, truth))
    assert [wrong[name, 2] for name in suspects] == [0, 0, 0]
    assert [wrong[name, 3] for name in suspects] == [104 - 72, 104 - 56, 0]


def test_the_innocent_is_no_promise_for_other_points(suspects):
    X, y = np.array([[0.0, 0.0], [1.0, 4.0], [2.0, 6.0]]), np.array([0, 1, 0])
    assert nnlib.linearly_separable(X, y, 1000) and not suspects["small weights"](X, y)


def test_the_layer_in_the_text_is_wrong_in_both_parts(cells):
    source = next(s for s in cells if "def collapse_affine" in s)
    space = {}
    exec(source[: source.index("plots.")], space)
    layers = [
        np.array(part) for part in ([[1.0, 2], [3, 4]], [1.0, 2], [[0.0, 1], [1, 1]], [5.0, 6])
    ]
    for mine, book in zip(space["collapse_affine"](*layers), nnlib.collapse_affine(*layers)):
        assert mine.shape == book.shape and not np.allclose(mine, book)


def test_no_weights_of_an_exercise_are_printed(cells):
    shown = [s for s in cells if not s.startswith("# check")]
    for name in ("xor_network_params", "relu_xor_params"):
        assert not any(
            re.search(rf"print\([^\n]*{name}|^{name}\(\)$", s, flags=re.M) for s in shown
        )
    assert not any("X @ W1 @ W2" in s or "b1 @ W2" in s for s in cells)


def output(cell):
    return "".join(
        o.get("text", "") or o.get("data", {}).get("text/plain", "") for o in cell.outputs
    )


def test_the_executed_numbers_are_those_of_the_text(executed):
    code = [c for c in executed(NOTEBOOK).cells if c.cell_type == "code"]
    said = {c.source: output(c) for c in code}

    def one(part):
        return next(
            text
            for source, text in said.items()
            if part in source and not source.startswith("# check")
        )

    assert "14" in one("n = 2") and len(re.findall("finds 14", one("n = 2"))) == 3
    assert one("nnlib.xor_from_gates(np.array").startswith("[0. 1. 0.]\n[[-10.]] [16.]")
    assert one("nnlib.heaviside(X @ W2 + b2).T").strip() == "[[0. 0. 0. 1.]] [[0. 1. 1. 0.]]"
    rates = re.findall(r"(relu|tanh|sigmoid) (\d+), (\d+), (\d+)", one("plots.RATES.show_data"))
    found = {name: [int(x) for x in row] for name, *row in rates}
    prototype = {"relu": [17, 68, 94], "tanh": [52, 99, 100], "sigmoid": [77, 100, 100]}
    for name, row in prototype.items():
        np.testing.assert_allclose(found[name], row, atol=4)
    lines = re.findall(
        r"([\d.]+) (\d+) \{'tanh': (\d+), 'sigmoid': (\d+)\}", one("for lr, steps in")
    )
    assert [line[:2] for line in lines] == [("0.5", "5000"), ("0.05", "5000"), ("0.05", "50000")]
    ahead = [int(tanh) < int(sigmoid) for *_, tanh, sigmoid in lines]
    assert ahead == [True, False, True]
