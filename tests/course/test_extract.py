"""A function's source comes with all that it uses, from cells and from a running notebook."""

import subprocess
import sys

import numpy as np
import pytest
from exercise_notebooks import RELU_BACKWARD, WRONG

from nnlib.keep import KeepError, keep, keep_notebook, owner, yours


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


def test_a_function_without_source_is_told_so(mine):
    space = {}
    exec(RELU_BACKWARD, space)
    with pytest.raises(KeepError, match="source of relu_backward is not to be found"):
        keep(space["relu_backward"])


def test_two_functions_of_one_name_in_a_cell_keep_the_last_as_python_does(mine, page):
    assert (
        keep_notebook(page(("relu_backward", f"{WRONG}\n\n{RELU_BACKWARD}")))["relu_backward"]
        == "kept"
    )


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


def test_strings_keep_their_empty_lines_and_their_strange_characters(mine, page):
    text = 'TEXT = """a\n\n\n\n\n\u2028b\x0c"""\n'
    cell = f"{text}\n\ndef relu_backward(dout, a):\n    assert len(TEXT) == LENGTH\n    return dout * (a > 0)"
    setup = 'import numpy as np\nOTHER = """\n\n\n\n"""\nLENGTH = len(OTHER) + 5'
    for outcome in ("kept", "kept already"):
        found = keep_notebook(page(("relu_backward", cell), setup=setup))
        assert found == {"relu_backward": outcome}
    assert owner(yours("relu_backward")) == "yours"


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
