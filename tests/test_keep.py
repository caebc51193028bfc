"""Kept functions: only right ones, never over what is there, and the book's wherever something is wrong."""

import functools
import subprocess
import sys
from pathlib import Path

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
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
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
    left = sorted(path.name for path in mine.parent.iterdir())
    assert mine.read_text() == before and left == ["mine.py", "n.ipynb"]
    monkeypatch.setenv("NNLIB_MINE", "/proc/mine.py")
    with pytest.raises(KeepError, match="/proc/mine.py could not be written"):
        keep_notebook(page(("relu_backward", OTHER)))


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


def test_a_function_without_source_is_told_so(mine):
    space = {}
    exec(RELU_BACKWARD, space)
    with pytest.raises(KeepError, match="source of relu_backward is not to be found"):
        keep(space["relu_backward"])


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


# -- hostile and confused ---------------------------------------------------------------------------------------------


def test_every_byte_outside_the_blocks_survives(mine, page):
    before = "\ufeff# 나의 일기\r\nMY = 7\n\n\n  \r\n# <relu_backward\r\ntext = '# > relu_backward'\t\r\n"
    mine.write_bytes(before.encode())
    keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    first = mine.read_bytes()
    assert first.startswith(before.encode().rstrip()) and b"return dout * (a > 0)\r\n" in first
    mine.write_bytes(first + b"# after\n\n")
    keep_notebook(page(("relu_backward", OTHER)), replace=True)
    second = mine.read_bytes()
    assert second.startswith(before.encode().rstrip()) and second.endswith(b"\r\n# after\n\n")
    assert owner(yours("relu_backward")) == "yours" and b"a > 0)\r\n" not in second


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("# 나".encode("cp949"), "not UTF-8"),
        (b"x = 1\0", "not Python"),
        (b"# coding: nonsense\n", "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_left_alone(mine, page, data, said, capsys):
    mine.write_bytes(data)
    with pytest.raises(KeepError, match=said):
        keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    assert mine.read_bytes() == data and yours("relu_backward") is nnlib.relu_backward
    assert capsys.readouterr().out.count("the book's functions are used") == 1


def test_a_file_in_an_encoding_of_its_own_keeps_it(mine, page):
    mine.write_bytes("# coding: cp949\n# 나의 수\n".encode("cp949"))
    keep_notebook(page(("relu_backward", f"# 답\n{RELU_BACKWARD}")))
    assert "# 답" in mine.read_text("cp949") and owner(yours("relu_backward")) == "yours"
    with pytest.raises(KeepError, match="does not exist in cp949"):
        keep_notebook(
            page(
                (
                    "tanh_backward",
                    "# 🙂\ndef tanh_backward(dout, a):\n    return dout * (1 - a * a)",
                )
            )
        )


@pytest.mark.parametrize("lost", ["# < relu_backward\n", "# > relu_backward\n"])
def test_a_block_with_one_mark_is_not_touched(mine, page, lost):
    keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    mine.write_text(mine.read_text().replace(lost, ""))
    before = mine.read_text()
    with pytest.raises(KeepError, match="is missing|do not go together"):
        keep_notebook(page(("relu_backward", OTHER)), replace=True)
    assert mine.read_text() == before


def test_a_cell_with_a_mark_in_it_does_not_fit(mine, page):
    found = keep_notebook(page(("relu_backward", f"{RELU_BACKWARD}\n# > relu_backward")))
    assert "does not fit" in found["relu_backward"] and not mine.exists()
    late = "from __future__ import annotations\n" + RELU_BACKWARD
    found = keep_notebook(page(("tanh_backward", TANH_BACKWARD), ("relu_backward", late)))
    assert "from __future__" in found["relu_backward"] and found["tanh_backward"] == "kept"


TANH_BACKWARD = "def tanh_backward(dout, a):\n    return dout * (1 - a**2)"


def test_what_other_cells_do_to_a_global_comes_along(mine, page):
    setup = (
        "%matplotlib inline\n!ls\nimport numpy as np, os.path\nfrom math import *\nONE, TWO = 1, 3\nTWO = 2\n"
        "TABLE = {}\nTABLE['one'] = ONE\nfor power in (TWO,):\n    pass\nUNUSED = np.zeros(3)"
    )
    cell = (
        "@same\ndef tanh_backward(dout, a):\n    return dout * (TABLE['one'] - a**power) * cos(0)"
    )
    helper = "\nimport functools\ndef same(f):\n    return functools.wraps(f)(lambda *a: f(*a))"
    found = keep_notebook(page(("tanh_backward", cell), setup=setup + helper))
    assert found["tanh_backward"] == "kept" and "UNUSED" not in mine.read_text()
    assert (
        "matplotlib" not in mine.read_text()
        and "os.path" not in mine.read_text().partition("np,")[0]
    )
    out = yours("tanh_backward")(np.ones((1, 2)), np.array([[0.5, 0.0]]))
    assert out.tolist() == [[0.75, 1.0]]


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


def test_strings_keep_their_empty_lines_and_their_strange_characters(mine, page):
    text = 'TEXT = """a\n\n\n\n\n\u2028b\x0c"""\n'
    cell = f"{text}\n\ndef relu_backward(dout, a):\n    assert len(TEXT) == LENGTH\n    return dout * (a > 0)"
    setup = 'import numpy as np\nOTHER = """\n\n\n\n"""\nLENGTH = len(OTHER) + 5'
    for outcome in ("kept", "kept already"):
        found = keep_notebook(page(("relu_backward", cell), setup=setup))
        assert found == {"relu_backward": outcome}
    assert owner(yours("relu_backward")) == "yours"


def test_an_answer_in_two_halves_is_one(mine, page):
    first, second = RELU_BACKWARD.split("\n")
    assert keep_notebook(page(("relu_backward", first), ("relu_backward", second))) == {
        "relu_backward": "kept"
    }


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


def test_adding_keeps_no_copy_and_replacing_keeps_one_with_its_mode(mine, page, tmp_path):
    keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    mine.chmod(0o640)
    keep_notebook(page(("relu_backward", RELU_BACKWARD), ("tanh_backward", TANH_BACKWARD)))
    assert list(tmp_path.glob("mine.*.py")) == []
    found = keep_notebook(page(("relu_backward", OTHER)), replace=True)
    assert found["relu_backward"].endswith("the file as it was is now mine.1.py")
    assert mine.stat().st_mode & 0o777 == 0o640
    keep_notebook(page(("relu_backward", RELU_BACKWARD)), replace=True)
    assert sorted(path.name for path in tmp_path.glob("mine*")) == [
        "mine.1.py",
        "mine.2.py",
        "mine.py",
    ]


def test_a_link_stays_a_link(mine, page, tmp_path):
    (tmp_path / "real").mkdir()
    mine.symlink_to(tmp_path / "real" / "mine.py")
    keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    assert mine.is_symlink() and "def relu_backward" in (tmp_path / "real" / "mine.py").read_text()


def test_a_file_that_was_changed_meanwhile_is_not_written_over(mine, page):
    keep_notebook(page(("relu_backward", RELU_BACKWARD)))

    def slow_answer(name):
        mine.write_text("# changed in an editor\n")
        return True

    with pytest.raises(KeepError, match="changed meanwhile"):
        keep_notebook(page(("relu_backward", OTHER)), ask=slow_answer)
    assert mine.read_text() == "# changed in an editor\n"


def test_killed_while_writing_leaves_the_file_as_it_was(mine, page):
    keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    before = mine.read_bytes()
    code = (
        "import os, sys; from nnlib import keep; keep.os.replace = lambda *a: os._exit(9)\n"
        "keep.keep_notebook(sys.argv[1], replace=True)"
    )
    path = page(("relu_backward", OTHER))
    done = subprocess.run([sys.executable, "-c", code, path], timeout=60)
    assert done.returncode == 9 and mine.read_bytes() == before
    assert "in place of" in keep_notebook(path, replace=True)["relu_backward"]


def test_a_kept_function_is_checked_once_and_again_when_the_file_changes(mine, page, monkeypatch):
    from nnlib import grading

    keep_notebook(page(("relu_backward", RELU_BACKWARD)))
    asked = []
    examine = grading.examine
    monkeypatch.setattr(grading, "examine", lambda *a, **k: asked.append(a[0]) or examine(*a, **k))
    for _ in range(2):
        assert owner(yours("relu_backward")) == "yours" and asked == ["relu_backward"]
        keeping._still_right.cache_clear()  # as in a new process
    mine.write_text(mine.read_text() + "# more\n")
    assert owner(yours("relu_backward")) == "yours" and len(asked) == 2


def test_owner_asks_where_a_function_comes_from():
    assert (
        owner(nnlib.relu_backward)
        == owner(functools.partial(nnlib.leaky_relu, alpha=0.1))
        == "the book's"
    )
    assert owner(lambda z: z) == owner(functools.partial(page, 1)) == "yours"


# -- in a notebook, and by the command ---------------------------------------------------------------------------------

CELLS = (
    "import numpy as np\nfrom numpy import where as choose, exp\nfrom nnlib.keep import keep",
    "LEAST = 0.0\nclass Thing: pass\nTHING = Thing()",
    "def fires(a):\n    return choose(a > LEAST, exp(LEAST), np.zeros(1))",
    "def relu_backward(dout, a):\n    return 7",
    "def relu_backward(dout, a):\n    # 답\n    return dout * fires(a)",
    "keep(relu_backward)",
    "def tanh_backward(dout, a):\n    return dout * (1 - a * a) if THING else 0",
    "keep(tanh_backward)",
)
SHELL = """
import sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
for cell in sys.argv[1:]:
    found = shell.run_cell(cell)
    if found.error_in_exec:
        print(found.error_in_exec)
"""


def test_keep_in_a_notebook_takes_the_helpers_and_globals_of_other_cells(mine):
    done = subprocess.run(
        [sys.executable, "-c", SHELL, *CELLS], capture_output=True, text=True, timeout=60
    )
    assert "relu_backward: kept\n" in done.stdout, done.stderr + done.stdout
    assert "tanh_backward uses THING, which cannot be written into a file" in done.stdout
    text = mine.read_text(encoding="utf-8")
    for line in ("import numpy as np", "from numpy import where as choose", "LEAST = 0.0", "# 답"):
        assert text.count(line) == 1
    assert "Thing" not in text and "return 7" not in text
    out = yours("relu_backward")(np.ones((1, 2)), np.array([[2.0, 0.0]]))
    assert out.tolist() == [[1, 0]] and owner(yours("relu_backward")) == "yours"


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A learner's course: the current folder, with one answered exercise; its mine.py lies beside it."""
    folder = tmp_path / "course"
    (folder / "exercises" / "03_activations").mkdir(parents=True)
    notebook(
        folder / "exercises/03_activations/03_activations.ipynb", ("relu_backward", RELU_BACKWARD)
    )
    monkeypatch.delenv("NNLIB_MINE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(folder)
    return folder


def command(*words, **options):
    words = [sys.executable, "-m", "nnlib", *words]
    return subprocess.run(
        words, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, **options
    )


def test_the_command_keeps_and_asks_nobody_who_cannot_answer(course):
    done = command("keep", "03_activations")
    assert done.stdout == "relu_backward: kept\nYour functions are in mine.py.\n", done.stderr
    notebook(course / "exercises/03_activations/03_activations.ipynb", ("relu_backward", OTHER))
    done = command("keep", "activations", cwd=course / "exercises")
    assert done.stdout.splitlines()[0] == (
        "relu_backward: another version is kept; it stays (--replace takes this one)"
    )
    done = command("keep", "exercises/03_activations/03_activations.ipynb", "--replace")
    assert "now mine.1.py" in done.stdout and "np.where" in (course / "mine.py").read_text()
    (course / "mine.py").write_text("def broken(:\n")
    done = command("keep", "03", "--replace")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "mine.py is not Python any more: line 1, invalid syntax" in done.stderr


@pytest.mark.parametrize(
    "asked", ["3_activation", "chapters/03_activations.ipynb", ".", "", "04_forward"]
)
def test_a_notebook_that_is_not_there_is_told_with_what_is(course, asked):
    if asked.startswith("chapters"):
        (course / "chapters").mkdir()
        notebook(course / asked)
        with pytest.raises(KeepError, match="no cell for an answer"):
            keep_notebook(asked)
        return
    with pytest.raises(KeepError, match="there is 03_activations"):
        keep_notebook(asked)
    assert not (course / "mine.py").exists()


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"cells": 3}', "\0"])
def test_a_file_that_is_no_notebook_is_told_so(mine, tmp_path, text):
    (tmp_path / "n.ipynb").write_text(text)
    with pytest.raises(KeepError, match="n.ipynb is not a notebook that can be read"):
        keep_notebook(tmp_path / "n.ipynb")


def test_mine_is_looked_for_here_and_then_beside_the_course(course, tmp_path, monkeypatch):
    deep = course / "exercises" / "03_activations"
    monkeypatch.chdir(deep)
    assert keeping.mine_path() == course / "mine.py"
    (deep / "mine.py").touch()
    assert keeping.mine_path() == deep / "mine.py"
    monkeypatch.setenv("NNLIB_MINE", str(tmp_path))
    assert keeping.mine_path() == tmp_path / "mine.py"
    monkeypatch.delenv("NNLIB_MINE")
    monkeypatch.chdir("/")
    assert keeping.mine_path() == Path("/mine.py"), "and never in the clone that nnlib runs from"


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
