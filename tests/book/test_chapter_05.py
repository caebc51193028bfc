"""Chapter 5: its bug hunt, what its training shows, the witness of the errata, and what it must not give away."""

import ast
import inspect
import re

import numpy as np
import pytest
from chapters.losses import STEM

import nnlib
from nnlib.course.notebooks import build_notebook


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


def error(pair, P, T):
    loss, grad = pair
    return nnlib.relative_error(nnlib.numerical_gradient(lambda x: loss(x, T), P), grad(P, T))


def test_nobody_looks_guilty_at_first(suspects):
    assert max(error(pair, np.array([2.5]), np.array([1.0])) for pair in suspects.values()) < 1e-8


def test_two_are_guilty_and_only_where_the_text_says(suspects):
    rng, guilty = np.random.default_rng(0), set()
    for n in (1, 4):
        for side in (1, -1):
            T = rng.uniform(0.5, 2, n)
            P = T + side * rng.uniform(0.2, 1.5, n)
            for name, pair in suspects.items():
                if error(pair, P, T) > 0.1:
                    guilty.add((name, n > 1, side))
                else:
                    assert error(pair, P, T) < 1e-6
    low, many = {("pinball", False, -1), ("pinball", True, -1)}, {("poisson", True, s) for s in (1, -1)}  # fmt: skip
    assert guilty == low | many


# -- training -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def squared(chapter):
    source = code(chapter, "def softmax_mse(").split("X, y = nnlib.load_digits()")[0]
    space = {"np": np, "nnlib": nnlib}
    exec(source, space)
    return space["softmax_mse"], space["softmax_mse_grad"]


def test_squared_error_behind_a_softmax_is_what_it_says_and_has_its_gradient(squared):
    loss, grad = squared
    rng = np.random.default_rng(1)
    for n, k in ((1, 3), (4, 4), (5, 2)):
        Z, y = rng.normal(0, 2, (n, k)), rng.integers(0, k, n)
        assert np.isclose(loss(Z, y), nnlib.mse(nnlib.softmax(Z), np.eye(k)[y]))
        measured = nnlib.numerical_gradient(lambda x, y=y: loss(x, y), Z)
        assert nnlib.relative_error(measured, grad(Z, y)) < 1e-6


def test_a_learners_pair_trains_like_the_books(root):
    X, y = nnlib.load_digits()
    X, y = X[:300], y[:300]
    names = "softmax_cross_entropy", "softmax_cross_entropy_grad"
    tree = ast.parse((root / "solutions" / STEM / f"{STEM}.py").read_text(encoding="utf-8"))
    space = {"np": np}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name in names:
            exec(ast.unparse(node), space)
    mine, book = [space[name] for name in names], [getattr(nnlib, name) for name in names]
    assert not set(map(id, mine)) & set(map(id, book))
    found = [
        nnlib.train(X, y, [64, 10], np.random.default_rng(0), epochs=3, dtype=np.float64,
                    loss=loss, loss_grad=grad).theta
        for loss, grad in (mine, book)
    ]  # fmt: skip
    np.testing.assert_allclose(*found, rtol=1e-9, atol=1e-12)


def test_the_rows_of_the_training_cell_say_whose_loss_it_was(executed):
    text = "".join(
        output.text
        for cell in executed(f"chapters/{STEM}.ipynb").cells
        if cell.cell_type == "code" and "def five_seeds" in cell.source
        for output in cell.outputs
        if output.output_type == "stream"
    )
    rows = re.findall(r"^(cross|squared) +rate (\S+): (\S+) % \((\S+) to (\S+)\)", text, flags=re.M)
    assert [row[:2] for row in rows] == [("cross", "0.1"), ("squared", "0.1"), ("squared", "2.0")]
    cross, slow, fast = (float(row[2]) for row in rows)
    assert cross > 94 and slow < 60 and abs(cross - fast) < 1.5
    assert all(float(low) <= float(mean) <= float(high) for *_, mean, low, high in rows)


# -- the text -------------------------------------------------------------------------------------------------------


def test_half_a_loss_costs_nothing_for_any_wrong_answer(chapter, capsys):
    exec(code(chapter, 'print("slip 2"'), {"np": np})
    half, right = capsys.readouterr().out.splitlines()
    assert half.endswith("[0. 0. 0.]") or half.endswith("[-0. -0. -0.]")
    assert "4.605" in right


def test_both_numbers_rise(chapter, capsys):
    exec(code(chapter, "forecasts = {"), {"np": np, "nnlib": nnlib})
    before, after = (
        list(map(float, re.findall(r"(\d+)%.*?(\d\.\d+)", line)[0]))
        for line in capsys.readouterr().out.splitlines()
    )
    assert before == [50, 0.452] and after == [75, 1.477]


def test_no_answer_of_the_exercise_is_printed(chapter, prose):
    """Under a lid it may stand, for whoever has tried: later chapters rest on p - y."""
    sources = prose + "".join(c.source for c in chapter.cells)
    assert re.search(r"<details>(?:(?!</details>).)*\$p-y\$", sources, flags=re.S)
    open_text = re.sub(r"<details>.*?</details>", "", sources, flags=re.S)
    everything = re.sub(r"\s|\\|\{|\}|\$", "", open_text)
    for answer in (
        "=p-y",
        "=p_j-y_j",
        "sigma(z)-y",
        "P-onehot",
        "(p-y)/n",
        "delta(|e|-",
        "max(z,0)",
        "p-1",
    ):
        assert answer not in everything, answer
    for name in ("mse_grad", "huber", "bce_with_logits_grad", "softmax_cross_entropy"):
        lines = inspect.getsource(getattr(nnlib, name)).splitlines()
        assert re.sub(r"\s|\\|\{|\}", "", lines[-1]) not in everything


def test_the_errors_of_the_notes_are_all_named(prose):
    part = prose.split("## Errata")[1].split("## Words")[0]
    for words in (
        "self-information", "Some notes *add* the sizes", "a score of its own", r"$\log(1-\hat y^{(i)})$ is right",
        "lies *between* 0 and 1",
        "An age is a number", "minus one million", "The derivative of softmax is harder", "The one that always says 1",
        "*Sparse* only says", "They always add up to 1", "Three losses go by this name",
    ):  # fmt: skip
        assert words in part, words


def test_the_heads_are_those_of_the_library():
    from nnlib.neuron import HEADS
    from nnlib.plots.ch05.decision import TASKS

    table = {task: (head, loss) for task, head, loss in TASKS}
    same = {"yes or no": "cat or lion", "several labels, none excludes another": "cat, lion, both or none",
            "exactly one of k classes": "one animal or none", "a number": "change of a price"}  # fmt: skip
    for ours, theirs in same.items():
        _, activation, loss = HEADS[theirs]
        assert activation in table[ours][0] and table[ours][1] == loss
    _, activation, loss = HEADS["age with typing errors"]  # positive, and some targets far off
    assert activation in table["a positive number"][0]
    assert loss in table["a number, some targets far off"][1].split(" or ")
    assert all(hasattr(nnlib, name) for _, loss in table.values() for name in loss.split(" or "))
