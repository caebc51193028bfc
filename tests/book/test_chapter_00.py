"""Chapter 0: its bug hunt, the message that it shows, what it says about Numba, and what it must not give away."""

import ast
import inspect
import re

import numpy as np
import pytest
from chapters.instruments import STEM

import nnlib
from nnlib.course.notebooks import build_notebook

GRADED = (
    *("weighted_sum", "central_difference", "numerical_gradient", "relative_error"),
    "find_disagreement",
)


@pytest.fixture(scope="module")
def chapter(root):
    return build_notebook(root / "chapters" / f"{STEM}.py")


@pytest.fixture(scope="module")
def prose(chapter):
    return "\n\n".join(cell.source for cell in chapter.cells if cell.cell_type == "markdown")


def code(chapter, needle):
    return next(c.source for c in chapter.cells if c.cell_type == "code" and needle in c.source)


# -- the bug hunt ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def suspects(chapter):
    space = {"np": np, "nnlib": nnlib}
    exec(code(chapter, "SUSPECTS = {"), space)
    return space["SUSPECTS"]


def error(pair, x, h=1e-5):
    f, slope = pair
    return nnlib.relative_error(nnlib.central_difference(f, x, h), slope(x))


def test_two_of_the_suspects_are_wrong_and_only_where_the_text_says(suspects):
    right, left = np.linspace(0.3, 2.1, 19), np.linspace(-2.1, -0.3, 19)
    worst = {
        (name, side): max(error(pair, x) for x in points)
        for name, pair in suspects.items()
        for side, points in (("left", left), ("right", right))
    }
    guilty = {key for key, found in worst.items() if found > 0.1}
    assert guilty == {("wave", "left"), ("wave", "right"), ("cube", "left")}
    assert all(found < 1e-8 for key, found in worst.items() if key not in guilty)


def test_at_zero_nobody_looks_guilty_and_with_a_tiny_step_everybody_does(suspects):
    assert [error(pair, 0.0) for pair in suspects.values()] == [0, 0, 0, 0]
    assert min(error(pair, 1.3, 1e-15) for pair in suspects.values()) > 0.01


# -- nothing given away ---------------------------------------------------------------------------------------------


def test_no_answer_of_the_exercise_is_printed(chapter, prose):
    sources = [c.source for c in chapter.cells if c.cell_type == "code"]
    defined = {
        node.name
        for source in sources
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
    }
    assert not set(GRADED) & defined
    everything = re.sub(r"\s|\\", "", "".join(sources) + prose)
    answers = [
        "f(x+h)-f(x-h)",
        *(inspect.getsource(getattr(nnlib, n)).splitlines()[-1] for n in GRADED),
    ]
    assert len(answers) == 6
    for line in answers:
        assert re.sub(r"\s", "", line) not in everything, line


def test_the_readers_slope_is_wrong_but_not_by_much(chapter):
    space = {}
    exec(code(chapter, "def my_slope").split("check(")[0], space)
    assert space["my_slope"](np.sin, 1.0) == pytest.approx(np.cos(1.0), abs=1e-5)
    assert abs(space["my_slope"](lambda x: x**3, 2.0, h=0.1) - 12.01) > 0.5


def test_the_message_is_a_real_one_and_names_the_slip(executed):
    (card,) = [
        output.data["text/html"]
        for cell in executed(f"chapters/{STEM}.ipynb").cells
        if cell.cell_type == "code" and "def my_slope" in cell.source
        for output in cell.outputs
        if "text/html" in output.get("data", {})
    ]
    text = re.sub(r"<[^>]+>", "", card)
    assert text.startswith("✗ central_difference") and "0 of" in text
    assert re.search(r"\[slip: [a-z-]+\]", text)
