"""Chapter 3, what is special to it: the sigmoid that is wrong on purpose, the bug hunt, the reader's relu."""

import contextlib
import io
import re
from types import SimpleNamespace

import numpy as np
import pytest

import nnlib
from nnlib import plots
from nnlib.course.notebooks import build_notebook

NOTEBOOK = "chapters/03_activations.ipynb"


@pytest.fixture(scope="module")
def chapter(root):
    return build_notebook((root / NOTEBOOK).with_suffix(".py"))


def code(chapter):
    return [cell for cell in chapter.cells if cell.cell_type == "code"]


def test_the_sigmoid_to_look_at_is_far_from_right(chapter):
    space = {"np": np, "plots": SimpleNamespace(pair_explorer=lambda functions: None)}
    exec(next(c.source for c in code(chapter) if c.source.startswith("def sigmoid")), space)
    assert abs(space["sigmoid"](np.array([[2.0]])) - nnlib.sigmoid(2.0)) > 0.05


# -- the bug hunt ---------------------------------------------------------------------------------------------------


def test_the_suspects_look_innocent_at_first_and_two_are_not(chapter):
    space = {"np": np, "nnlib": nnlib}
    exec(next(c.source for c in code(chapter) if "SUSPECTS = {" in c.source), space)

    def errors(name, zs, douts):
        forward, backward = space["SUSPECTS"][name]
        return [
            abs(dout * nnlib.central_difference(forward, z) - backward(dout, forward(z)))
            for z in zs
            for dout in douts
        ]

    away_from_kinks = [
        z for z in np.linspace(-6.05, 6.1, 60) if abs(abs(z) - 2.5) > 0.01 and abs(z) > 0.01
    ]
    assert all(max(errors(name, [1.0], [1.0])) < 1e-8 for name in space["SUSPECTS"])
    assert max(errors("soft sign", away_from_kinks, [1.0, -2.5])) < 1e-6
    assert max(errors("soft plus", away_from_kinks, [1.0])) < 1e-6
    assert min(errors("soft plus", [-1.0, 2.0], [3.0])) > 0.1
    assert max(errors("hard sigmoid", [z for z in away_from_kinks if z > -2.5], [1.0, -2.5])) < 1e-6
    assert min(errors("hard sigmoid", [-4.0, -3.0], [1.0])) > 0.1


def test_the_readers_relu_trains_like_the_books(executed):
    text = "".join(
        output.text
        for c in executed(NOTEBOOK).cells
        if c.cell_type == "code" and "my_relu" in c.source
        for output in c.outputs
        if output.output_type == "stream"
    )
    book, mine = (
        re.findall(r"\d+\.\d*", line) for line in text.splitlines() if line[:4] in ("book", "mine")
    )
    assert len(book) == 5 and book == mine and min(map(float, book)) > 90


def test_the_kept_functions_are_told_from_the_books_and_train(chapter, tmp_path, monkeypatch):
    """With a mine.py the chapter says "yours", and its training runs on these functions."""
    (tmp_path / "mine.py").write_text(
        "import numpy as np\n\n\ndef relu_backward(dout, a):\n    dz = np.zeros_like(dout)\n"
        "    for i in range(a.shape[0]):\n        for j in range(a.shape[1]):\n"
        "            if a[i, j] > 0:\n                dz[i, j] = dout[i, j]\n    return dz\n"
    )
    monkeypatch.setenv("NNLIB_MINE", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    wanted = ("import numpy", "NAMES = (", "def my_relu", 'for name in ("sigmoid", "tanh", "relu")')
    cells = [c.source for c in code(chapter) if any(start in c.source for start in wanted)]
    space, said = {}, io.StringIO()
    with contextlib.redirect_stdout(said):
        for source in cells:
            exec(source, space)
    assert list(space["MINE"]) == ["relu_backward"] and set(space["MINE"]) < set(space["KEPT"])
    words = said.getvalue()
    assert (
        words.count("yours") == 2 and "forward the book's, backward yours" in words.splitlines()[-1]
    )
    probe = plots.DEPTH.data(activation="relu", functions=space["MINE"])
    assert plots.DEPTH.words(probe).startswith("your relu, 10 layers")
    assert plots.DEPTH.data(activation="tanh", functions=space["MINE"])[1] is None
