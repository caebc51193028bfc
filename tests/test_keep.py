"""Kept functions: only right ones, never over what is there, and the book's wherever something is wrong."""

import nbformat
import numpy as np
import pytest

import nnlib
from nnlib import keep as keeping
from nnlib.keep import KeepError, keep, keep_notebook, owner, yours

RELU_BACKWARD = "def relu_backward(dout, a):\n    return dout * (a > 0)"
OTHER = "def relu_backward(dout, a):\n    return np.where(a > 0, dout, 0.0)"
WRONG = "def relu_backward(dout, a):\n    return dout * (a >= 0)"


def notebook(path, *cells, setup="import numpy as np"):
    """An exercise notebook: a set-up cell, and (name, source) of answer cells."""
    made = nbformat.v4.new_notebook()
    made.cells.append(nbformat.v4.new_code_cell(setup))
    for name, source in cells:
        about = {
            "grade_id": name,
            "solution": True,
            "grade": False,
            "locked": False,
            "schema_version": 3,
        }
        made.cells.append(nbformat.v4.new_code_cell(source, metadata={"nbgrader": about}))
        test = {
            "grade_id": f"{name}_t",
            "solution": False,
            "grade": True,
            "points": 1,
            "schema_version": 3,
        }
        made.cells.append(
            nbformat.v4.new_code_cell("raise SystemExit", metadata={"nbgrader": test})
        )
    nbformat.write(made, path)
    return path


@pytest.fixture
def mine(tmp_path, monkeypatch):
    monkeypatch.setenv("NNLIB_MINE", str(tmp_path / "mine.py"))
    return tmp_path / "mine.py"


@pytest.fixture
def page(tmp_path):
    return lambda *cells, **options: notebook(tmp_path / "n.ipynb", *cells, **options)


def test_a_right_function_is_kept_and_used_and_a_wrong_one_is_not(mine, page):
    found = keep_notebook(
        page(("relu_backward", RELU_BACKWARD), ("tanh_backward", WRONG.replace("relu", "tanh")))
    )
    assert found["relu_backward"] == "kept" and "not right yet (gradient" in found["tanh_backward"]
    function = yours("relu_backward")
    assert owner(function) == "yours" and "tanh_backward" not in mine.read_text()
    assert function(np.array([[2.0, 3.0]]), np.array([[1.0, 0.0]])).tolist() == [[2, 0]]
    assert yours("tanh_backward") is nnlib.tanh_backward and owner(nnlib.relu) == "the book's"


def test_without_a_file_everything_is_the_books(mine):
    assert yours("softmax") is nnlib.softmax


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


def test_what_the_owner_wrote_outside_the_blocks_survives(mine, page):
    keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    mine.write_text(
        "# my diary\n" + mine.read_text() + "\nMY_NUMBER = 7  # 나의 수\n", encoding="utf-8"
    )
    keep_notebook(page(("relu_backward", OTHER)), replace=True)
    text = mine.read_text(encoding="utf-8")
    assert text.startswith("# my diary\n") and "MY_NUMBER = 7  # 나의 수" in text
    assert text.count("def relu_backward") == 1


def test_helpers_constants_and_imports_from_other_cells_come_along(mine, page):
    cells = [
        ("sigmoid", "def sigmoid(z):\n    return half(np.tanh(z / TWO))"),
        ("tanh_from_sigmoid", "def half(t):\n    return (1 + t) / TWO\n\ndef tanh_from_sigmoid(z):\n"
         "    return TWO * sigmoid(TWO * z) - 1"),
    ]  # fmt: skip
    found = keep_notebook(page(*cells, setup="import numpy as np\nTWO = 2.0"))
    assert found["tanh_from_sigmoid"] == "kept", found
    z = np.array([[0.3, -2.0]])
    assert np.allclose(yours("tanh_from_sigmoid")(z), np.tanh(z))


def test_windows_line_ends_and_a_broken_neighbour_do_no_harm(mine, page):
    found = keep_notebook(
        page(("relu_backward", RELU_BACKWARD.replace("\n", "\r\n")), ("softmax", "def softmax(Z:"))
    )
    assert found["relu_backward"] == "kept" and "does not run on its own" in found["softmax"]


def test_a_broken_file_is_named_and_left_alone(mine, page):
    mine.write_text("def oops(:\n    pass\n")
    with pytest.raises(KeepError, match="not Python any more: line 1"):
        keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    assert (
        mine.read_text() == "def oops(:\n    pass\n" and list(mine.parent.glob("mine.*.py")) == []
    )


def test_a_kept_function_that_was_spoilt_by_hand_gives_way_to_the_book(mine, page, capsys):
    keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    mine.write_text(mine.read_text().replace("a > 0", "a >= 0"))
    assert yours("relu_backward") is nnlib.relu_backward
    assert "does not pass its checks any more" in capsys.readouterr().out


def test_a_block_without_an_end_or_that_raises_gives_way_too(mine, page, capsys):
    keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    mine.write_text(mine.read_text().replace("# > relu_backward", ""))
    assert yours("relu_backward") is nnlib.relu_backward
    mine.write_text("# < relu_backward\n1 / 0\n# > relu_backward\n")
    assert yours("relu_backward") is nnlib.relu_backward
    said = capsys.readouterr().out
    assert "is missing" in said and "ZeroDivisionError" in said


def test_an_error_in_a_kept_function_names_the_line_of_the_file(mine, page):
    keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    code = yours("relu_backward").__code__
    line = mine.read_text().splitlines()[code.co_firstlineno - 1]
    assert code.co_filename == str(mine) and line == "def relu_backward(dout, a):"


def test_a_full_disk_or_a_folder_that_cannot_be_written_changes_nothing(mine, page, monkeypatch):
    keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    before = mine.read_text()

    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keeping.os, "replace", full)
    with pytest.raises(KeepError, match="No space left on device; nothing was changed"):
        keep_notebook(page(("relu_backward", OTHER)), replace=True)
    assert mine.read_text() == before and list(mine.parent.glob(".mine-*")) == []


def test_a_function_is_kept_from_a_cell_or_a_file(mine, capsys):
    def relu_backward(dout, a):
        return dout * np.sign(a)

    assert keep(relu_backward) == "kept" and owner(yours("relu_backward")) == "yours"
    assert capsys.readouterr().out.startswith("relu_backward: kept")
    with pytest.raises(KeepError, match="source of len"):
        keep(len)

    def my_own(z):
        return z

    assert keep(my_own) == "no exercise of this book has this name"


def test_a_kept_function_trains_compiled(mine, page):
    loops = (
        "def relu_backward(dout, a):\n    dz = np.zeros_like(dout)\n    for i in range(a.shape[0]):\n"
        "        for j in range(a.shape[1]):\n            if a[i, j] > LEAST:\n"
        "                dz[i, j] = dout[i, j]\n    return dz"
    )
    keep_notebook(page(("relu_backward", loops), setup="import numpy as np\nLEAST = 0.0"))
    X, y = nnlib.blobs(60, np.random.default_rng(0))
    networks = [
        nnlib.train(
            X, y, [2, 6, 3], np.random.default_rng(1), epochs=3, activation_backward=function
        )
        for function in (yours("relu_backward"), nnlib.relu_backward)
    ]
    assert owner(yours("relu_backward")) == "yours"
    assert np.array_equal(networks[0].theta, networks[1].theta)


def test_two_functions_of_one_name_in_a_cell_keep_the_last_as_python_does(mine, page):
    assert (
        keep_notebook(page(("relu_backward", f"{WRONG}\n\n{RELU_BACKWARD}")))["relu_backward"]
        == "kept"
    )


def test_checking_a_notebook_counts_points_and_says_why(page):
    rows = keeping.check_notebook(page(("relu_backward", WRONG), ("tanh_backward", "1 / 0")))
    points = {(name, part): (got, most) for name, part, got, most, _ in rows}
    assert points[("relu_backward", "gradient")] == (0, 2) and points[
        ("tanh_backward", "gradient")
    ] == (0, 1)
    said = [message for name, _, _, _, message in rows if name == "tanh_backward"]
    assert any("ZeroDivisionError" in message for message in said)
