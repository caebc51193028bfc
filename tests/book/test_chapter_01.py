"""Chapter 1: what is special to it, the bug hunt, the wrong rule that the reader sees, the gates it keeps secret."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

import nnlib
from nnlib.course.notebooks import build_notebook
from nnlib.plots.ch01.walk import walk

GATES = ("and", "or", "nand", "nor")


@pytest.fixture(scope="module")
def chapter(root):
    return build_notebook(root / "chapters" / "01_perceptron.py")


def cell(chapter, text):
    return next(c.source for c in chapter.cells if c.cell_type == "code" and text in c.source)


# -- the bug hunt ---------------------------------------------------------------------------------------------------


@pytest.fixture
def suspects(chapter):
    space = {"np": np}
    exec(cell(chapter, "SUSPECTS = {"), space)
    return space["SUSPECTS"]


def margins(suspects, X, y, w, b):
    return {name: margin(X, y, w, b) for name, margin in suspects.items()}


def test_the_suspects_look_innocent_at_first(suspects):
    X, y = nnlib.logic_gate("or")
    found = margins(suspects, X, y, np.array([0.6, 0.8]), -0.3)
    assert len(found) == 3
    assert all(np.isclose(margin, 0.3) for margin in found.values())


def test_the_two_laws_expose_two_of_them(suspects):
    X, y = nnlib.logic_gate("or")
    scaled = margins(suspects, X, y, 3 * np.array([0.6, 0.8]), 3 * -0.3)
    assert [name for name, margin in scaled.items() if not np.isclose(margin, 0.3)] == ["Ana"]
    flipped = margins(suspects, X, 1 - y, np.array([0.6, 0.8]), -0.3)
    assert [name for name, margin in flipped.items() if margin > 0] == ["Bora"]


def test_the_innocent_one_is_right_everywhere(suspects):
    rng = np.random.default_rng(0)
    for _ in range(20):
        X, w, b = rng.normal(0, 2, (9, 2)), rng.normal(0, 3, 2), rng.normal()
        y = rng.integers(0, 2, 9)
        signed = [(1 if label else -1) * (w @ x + b) / np.hypot(*w) for x, label in zip(X, y)]
        assert np.isclose(suspects["Chan"](X, y, w, b), min(signed))


# -- what the reader sees -------------------------------------------------------------------------------------------


def test_the_wrong_rule_in_the_text_never_moves(chapter):
    boards = []
    space = {"np": np, "plots": SimpleNamespace(perceptron_board=lambda *a, **k: boards.append(k))}
    exec(cell(chapter, "def my_step"), space)
    step = boards[0]["step"]
    for name in GATES:
        frames, mistakes = walk(*nnlib.logic_gate(name), np.zeros(2), 0.0, step=step)
        assert mistakes[-1] > 0 and not frames[-1].w.any() and frames[-1].b == 0


def test_the_second_epoch_is_left_to_the_reader(chapter):
    source = cell(chapter, "max_epochs=2")
    w, b, mistakes = nnlib.perceptron_fit(*nnlib.logic_gate("and"), 1, 2)
    text = "\n".join(c.source for c in chapter.cells if c.cell_type == "markdown")
    before = text[: text.index("do the second epoch by hand")]
    assert "perceptron_fit" in source and mistakes == [2, 3]
    assert f"w={tuple(int(v) for v in w)}" not in before.replace(" ", "")


def test_no_weights_that_solve_the_exercise_are_printed(chapter):
    """A pair w, b in the text or in code that is a gate with room to spare would answer gate_weights."""
    text = "\n".join(c.source for c in chapter.cells)
    number = r"([-−]?\d+(?:\.\d+)?)"
    pairs = re.findall(rf"w ?= ?\({number}, ?{number}\)\D{{0,12}}b ?= ?{number}", text)
    assert ("1", "1", "-1") in pairs and ("2", "-1", "-1") in pairs
    for numbers in pairs:
        w1, w2, b = (float(n.replace("−", "-")) for n in numbers)
        sums = nnlib.logic_gate("and")[0] @ np.array([w1, w2]) + b
        solved = [g for g in GATES if np.array_equal(sums >= 0, nnlib.logic_gate(g)[1] == 1)]
        assert not solved or (sums == 0).any(), (numbers, solved)


def test_whose_function_draws_is_said(chapter):
    assert "owner(step)" in cell(chapter, 'yours("perceptron_step")')
    assert "fit=fit" in cell(chapter, "PIXELS.show(fit")
