"""Only right functions are kept, and never over what is there."""

import json
import linecache
import subprocess
import sys

import numpy as np
import pytest
from exercise_notebooks import OTHER, RELU_BACKWARD, TANH_BACKWARD, WRONG, notebook

import nnlib
from nnlib.course import mine as keeping
from nnlib.grading import cells
from nnlib.keep import KeepError, keep, keep_notebook, owner, pressed, yours


def command(*words, **options):
    words = [sys.executable, "-m", "nnlib", *words]
    return subprocess.run(
        words, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, **options
    )


def test_a_right_function_is_kept_and_used_and_a_wrong_one_is_not(mine, page):
    found = keep_notebook(
        page(("relu_backward", RELU_BACKWARD), ("tanh_backward", WRONG.replace("relu", "tanh")))
    )
    assert found["relu_backward"] == "kept" and "not right yet (gradient" in found["tanh_backward"]
    function = yours("relu_backward")
    assert owner(function) == "yours" and "tanh_backward" not in mine.read_text()
    assert function(np.array([[2.0, 3.0]]), np.array([[1.0, 0.0]])).tolist() == [[2, 0]]
    assert yours("tanh_backward") is nnlib.tanh_backward and owner(nnlib.relu) == "the book's"


def test_another_version_never_takes_the_place_unasked_and_then_the_old_one_is_kept_aside(
    mine, page
):
    keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    before = mine.read_text()
    again = page(("relu_backward", OTHER))
    assert "it stays" in keep_notebook(again)["relu_backward"] and mine.read_text() == before
    assert "it stays" in keep_notebook(again, ask=lambda name: False)["relu_backward"]
    assert "in place of" in keep_notebook(again, ask=lambda name: True)["relu_backward"]
    assert "np.where" in mine.read_text() and before in [
        p.read_text() for p in mine.parent.glob("mine.*.py")
    ]
    assert keep_notebook(again)["relu_backward"] == "kept already"
    assert yours("relu_backward")(np.ones((1, 1)), np.ones((1, 1))).tolist() == [[1]]


def test_windows_line_ends_and_a_broken_neighbour_do_no_harm(mine, page):
    found = keep_notebook(
        page(("relu_backward", RELU_BACKWARD.replace("\n", "\r\n")), ("softmax", "def softmax(Z:"))
    )
    assert found["relu_backward"] == "kept" and "does not run on its own" in found["softmax"]


def test_a_function_is_kept_from_a_cell_or_a_file(mine, capsys):
    def relu_backward(dout, a):
        return dout * np.sign(a)

    keep(relu_backward)
    assert owner(yours("relu_backward")) == "yours"
    assert capsys.readouterr().out == "relu_backward: kept\n"

    def my_own(z):
        return z

    keep(my_own)
    assert capsys.readouterr().out == "my_own: no exercise of this book has this name\n"


class Notebook:
    """As much of a running notebook as the button of a card asks for."""

    kernel, nnlib_cells = object(), None

    def __init__(self, **names):
        self.user_ns, self.events = names, self
        self.register = lambda *a: None


@pytest.fixture
def press(mine, monkeypatch, capsys):
    """What pressing the button says, as the page reads it."""

    def pressed_with(name, replace=False, failed=None, **names):
        notebook = Notebook(**names)
        monkeypatch.setattr(cells, "shell", lambda: notebook)
        cells.watch().failed |= failed or {}
        pressed(name, replace)
        return json.loads(capsys.readouterr().out)

    return pressed_with


def loaded(source, name="relu_backward"):
    """A function whose source Python finds, as it finds that of a notebook's cell."""
    space, file = {"np": np}, f"<cell {hash(source)}>"
    linecache.cache[file] = len(source), None, source.splitlines(True), file
    exec(compile(source, file, "exec"), space)
    return space[name]


def test_the_button_of_a_card_keeps_what_is_right_and_asks_before_it_replaces(press, mine):
    right, other = loaded(RELU_BACKWARD), loaded(OTHER)
    first = press("relu_backward", relu_backward=right)
    assert first == {"said": first["said"], "kept": True, "other": False}
    assert "in mine.py now" in first["said"] and "# < relu_backward" in mine.read_text()
    assert "already" in press("relu_backward", relu_backward=right)["said"]
    before = mine.read_text()
    second = press("relu_backward", relu_backward=other)
    assert second["other"] and not second["kept"] and mine.read_text() == before
    third = press("relu_backward", True, relu_backward=other)
    assert third["kept"] and "mine.1.py" in third["said"] and mine.read_text() != before


def test_the_button_of_an_old_card_keeps_nothing_that_is_not_so(press, mine):
    wrong, right = loaded(WRONG), loaded(RELU_BACKWARD)
    for said, given in {
        "not right yet (gradient": {"relu_backward": wrong},
        "run the cell that defines it first": {},
        "is called relu_backward": {"tanh_backward": right},
        "stopped with SyntaxError": {"relu_backward": right, "failed": {"relu_backward": SyntaxError()}},
    }.items():  # fmt: skip
        name = next((n for n in given if n != "failed"), "relu_backward")
        answer = press(name, **given)
        assert said in answer["said"] and not answer["kept"] and not answer["other"]
    assert not mine.exists()


def test_the_button_says_why_nothing_can_be_written(press, mine):
    mine.write_text("def broken(")
    answer = press("relu_backward", relu_backward=loaded(RELU_BACKWARD))
    assert "is not Python any more" in answer["said"] and not answer["kept"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("softmax", r"keep\(softmax\)"),
        (np.ones(3), r"without arguments"),
        (nnlib, "pass the function itself"),
    ],
)
def test_what_is_no_function_is_told_how(mine, given, said):
    with pytest.raises(KeepError, match=said):
        keep(given)


def test_a_cell_with_a_mark_in_it_does_not_fit(mine, page):
    found = keep_notebook(page(("relu_backward", f"{RELU_BACKWARD}\n# > relu_backward")))
    assert "does not fit" in found["relu_backward"] and not mine.exists()
    late = "from __future__ import annotations\n" + RELU_BACKWARD
    found = keep_notebook(page(("tanh_backward", TANH_BACKWARD), ("relu_backward", late)))
    assert "from __future__" in found["relu_backward"] and found["tanh_backward"] == "kept"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("exit()", "SystemExit"),
        ("while True:\n    pass", "more than 0.3 seconds"),
        ("x = 1", "is not defined in its cell"),
        ("relu_backward = 3", "not right yet"),
        ("def relu_backward(dout, a):\n    raise NotImplementedError()", "not written yet"),
    ],
)
def test_cells_that_do_something_else_are_named_and_keep_nobody_else_away(
    mine, page, monkeypatch, cell, said
):
    monkeypatch.setattr(keeping, "SECONDS", 0.3)
    found = keep_notebook(page(("relu_backward", cell), ("tanh_backward", TANH_BACKWARD)))
    assert said in found["relu_backward"] and found["tanh_backward"] == "kept"


def test_the_command_keeps_and_asks_nobody_who_cannot_answer(answered):
    done = command("keep", "03_activations")
    assert done.stdout == "relu_backward: kept\nYour functions are in mine.py.\n", done.stderr
    notebook(answered / "exercises/03_activations/03_activations.ipynb", ("relu_backward", OTHER))
    done = command("keep", "activations", cwd=answered / "exercises")
    assert done.stdout.splitlines()[0] == (
        "relu_backward: another version is kept; it stays (--replace takes this one)"
    )
    done = command("keep", "exercises/03_activations/03_activations.ipynb", "--replace")
    assert "now mine.1.py" in done.stdout and "np.where" in (answered / "mine.py").read_text()
    (answered / "mine.py").write_text("def broken(:\n")
    done = command("keep", "03", "--replace")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "mine.py is not Python any more: line 1, invalid syntax" in done.stderr
