"""Chapter 7: the bug hunt hunts, no answer is given away, and the executed numbers are those of the text."""

import ast
import re

import numpy as np
import pytest

import nnlib
from nnlib.course.notebooks import build_notebook

NOTEBOOK = "chapters/07_backprop.ipynb"


@pytest.fixture(scope="module")
def cells(root):
    chapter = build_notebook((root / NOTEBOOK).with_suffix(".py"))
    return [cell.source for cell in chapter.cells if cell.cell_type == "code"]


@pytest.fixture(scope="module")
def space(cells):
    found = {"np": np, "nnlib": nnlib}
    exec(next(source for source in cells if "SUSPECTS = {" in source), found)
    source = next(source for source in cells if "def xor_loss" in source)
    exec(source[: source.index("for name, step")], found)
    return found


def errors(space, step, lr, X, y):
    """The relative error of each table of the gradient that a step has used."""
    params = space["fresh"]([2, 6, 2], np.random.default_rng(11))

    def loss(params):
        Z, _ = nnlib.mlp_forward(X, params, ["tanh", "identity"])
        return nnlib.softmax_cross_entropy(Z, y)

    new = step(params, X, y, lr)
    grads = [tuple((p - q) / lr for p, q in zip(*pairs)) for pairs in zip(params, new)]
    return nnlib.gradient_check_network(params, grads, loss)


def wrong(report):
    return {name for name, error in report.items() if error > 1e-6}


def test_two_of_the_three_are_guilty_each_in_other_tables(space):
    X, y = nnlib.logic_gate("xor")
    found = {name: wrong(errors(space, s, 0.5, X, y)) for name, s in space["SUSPECTS"].items()}
    assert found == {"Ann": {"W1", "b1"}, "Bora": set(), "Chul": {"b1"}}


def test_a_single_example_hides_chul_and_small_steps_hide_ann(space):
    X, y = nnlib.logic_gate("xor")
    assert wrong(errors(space, space["SUSPECTS"]["Chul"], 0.5, X[:1], y[:1])) == set()
    large, small = (errors(space, space["SUSPECTS"]["Ann"], lr, X, y)["W1"] for lr in (0.5, 0.005))
    assert small < 0.02 * large


def test_all_three_look_innocent_by_their_loss(executed):
    lines = re.findall(r"(Ann|Bora|Chul) +loss ([\d.]+) -> ([\d.]+)", outputs(executed))
    assert [name for name, _, _ in lines] == ["Ann", "Bora", "Chul"]
    assert all(float(after) < 0.1 * float(before) for _, before, after in lines)


def test_no_table_of_the_backward_pass_is_multiplied_in_sight(cells):
    """The products of affine_backward are the reader's to find."""
    for source in cells:
        assert not re.search(r"\.T @|@ \w+\.T|einsum|\.sum\(axis=0\)", source), source


def test_no_graded_function_is_defined(cells):
    names = re.findall(r"^def (\w+)", "\n".join(cells), flags=re.M)
    graded = {
        "fool_the_transposes", "unbroadcast", "affine_backward", "layer_backward", "two_layer_grads",
        "mlp_backward", "backprop_graph", "gradient_check_network",
    }  # fmt: skip
    assert names and not graded & set(names)


def outputs(executed):
    cells = [c for c in executed(NOTEBOOK).cells if c.cell_type == "code"]
    return "".join(o.get("text", "") for c in cells for o in c.outputs)


def test_the_readers_functions_are_named_and_train(executed):
    said = outputs(executed)
    for name in ("two_layer_grads", "mlp_backward", "gradient_check_network"):
        assert f"{name}: the book's" in said
    rows = re.findall(r"(yours|the book's) +(\d+) of 10, loss ([\d.]+) to ([\d.]+)", said)
    assert [row[0] for row in rows] == ["yours", "the book's"]
    assert all(int(solved) >= 9 and float(low) <= float(high) for _, solved, low, high in rows)
    shares = re.findall(r"([\d.]+) %, from ([\d.]+) to ([\d.]+)", said)
    assert len(shares) == 2 and all(85 < float(a) <= float(m) <= float(b) for m, a, b in shares)


def test_only_the_spoiled_table_is_reported(executed):
    said = re.search(r"one bias spoiled +(\{.*?\})", outputs(executed))[1]
    report = {key: float(value) for key, value in re.findall(r"'(\w+)': ([\d.e+-]+)", said)}
    assert wrong(report) == {"b2"} and set(report) == {"W1", "b1", "W2", "b2"}


def test_every_mode_of_the_stepper_has_a_task(root):
    text = (root / NOTEBOOK).with_suffix(".py").read_text(encoding="utf-8")
    for mode in ("Forward", "Backward", "Nudge", "Paths", "Order"):
        assert re.search(rf"^\d\. \*\*{mode}\.\*\* .{{40,}}", text, flags=re.M)


def test_the_slope_written_out_has_as_many_sigmoids_as_the_text_says(cells, root):
    text = (root / NOTEBOOK).with_suffix(".py").read_text()
    source = next(source for source in cells if source.startswith("by_hand = "))
    assert len(re.findall(r"\bs\(", source)) == 27 and "It works out 27 sigmoids" in text
    assert (
        source.count("s(w * x + c1)") == 8 and "first unit alone is worked out eight times" in text
    )


def test_each_further_slope_takes_the_two_lines_that_the_text_gives(cells):
    space = {"np": np, "nnlib": nnlib}
    for start in ("s = nnlib.sigmoid", "# the forward pass"):
        exec(next(source for source in cells if source.startswith(start)), space)
    exec("da2 = dz1 * u2 + dz2 * t2\ndw2 = da2 * a2 * (1 - a2) * x", space)

    def loss(w2):
        space["w2"] = w2
        return space["loss"](space["w"])

    np.testing.assert_allclose(space["dw2"], nnlib.central_difference(loss, space["w2"]), 1e-8)


def test_the_long_line_has_as_many_sigmoids_as_the_text_counts(cells, prose_of_seven):
    line = next(source for source in cells if "by_hand = (" in source)
    tree = ast.parse(line[: line.index("measured_by_nudging")])
    calls = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert (len(calls), len(set(calls)), calls.count("s(w * x + c1)")) == (27, 6, 8)
    assert "27 sigmoids, but with only six results" in prose_of_seven
    assert "first unit alone is worked out eight times" in prose_of_seven


@pytest.fixture(scope="module")
def prose_of_seven(root):
    chapter = build_notebook((root / NOTEBOOK).with_suffix(".py"))
    return "\n".join(cell.source for cell in chapter.cells if cell.cell_type == "markdown")
