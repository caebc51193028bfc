"""Kept functions: the reader's where they are right, and the book's wherever something is wrong."""

import functools

import numpy as np
from exercise_notebooks import RELU_BACKWARD, notebook

import nnlib
from nnlib.course.yours import _still_right
from nnlib.keep import keep_notebook, owner, yours


def test_without_a_file_everything_is_the_books(mine):
    assert yours("softmax") is nnlib.softmax


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


def test_two_blocks_may_have_helpers_of_one_name_and_the_owners_own_functions_count(mine):
    mine.write_text(
        "HALF = 0.5\n# < tanh_backward\ndef slope(a):\n    return 1 - a**2\n\ndef tanh_backward(dout, a):\n"
        "    return dout * slope(a)\n# > tanh_backward\n# < sigmoid_backward\ndef slope(a):\n"
        "    return 2 * HALF * a * (1 - a)\n\ndef sigmoid_backward(dout, a):\n    return dout * slope(a)\n"
        "# > sigmoid_backward\n\ndef relu_backward(dout, a):\n    return dout * (a > 0)\n"
        "from nnlib import softmax\nprint(slope(2), undefined)\n"
    )
    names = ("tanh_backward", "sigmoid_backward", "relu_backward", "softmax", "sigmoid")
    whose = {name: owner(yours(name)) for name in names}
    assert list(whose.values()) == ["yours"] * 3 + ["the book's"] * 2


def test_a_kept_function_is_checked_once_and_again_when_the_file_changes(mine, page, monkeypatch):
    from nnlib import grading

    keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    asked = []
    examine = grading.examine
    monkeypatch.setattr(grading, "examine", lambda *a, **k: asked.append(a[0]) or examine(*a, **k))
    for _ in range(2):
        assert owner(yours("relu_backward")) == "yours" and asked == ["relu_backward"]
        _still_right.cache_clear()  # as in a new process
    mine.write_text(mine.read_text() + "# more\n")
    assert owner(yours("relu_backward")) == "yours" and len(asked) == 2


def test_owner_asks_where_a_function_comes_from():
    assert (
        owner(nnlib.relu_backward)
        == owner(functools.partial(nnlib.leaky_relu, alpha=0.1))
        == "the book's"
    )
    assert owner(lambda z: z) == owner(functools.partial(notebook, 1)) == "yours"


def test_a_right_function_that_does_not_compile_gives_way_only_where_it_must_train(
    mine, page, capsys
):
    answer = (
        "def relu_backward(dout, a):\n    names = {'up': dout, 'out': a}\n"
        "    return np.array([[d if x > 0 else 0.0 for d, x in zip(p, q)] for p, q in zip(*names.values())])"
    )
    assert keep_notebook(page(("relu_backward", answer)))["relu_backward"] == "kept"
    assert owner(yours("relu_backward")) == "yours"
    assert yours("relu_backward", compiled=True) is nnlib.relu_backward
    assert "is right, but cannot train here" in capsys.readouterr().out
