"""A check never speaks about an older function than the one in the cell; and a name that is almost right is found."""

import re
from html import unescape
from types import FunctionType, SimpleNamespace

import nbformat
import pytest
from nbclient import NotebookClient

from nnlib.grading.cells import Cells, defined_in, watch


def run_cells(*sources):
    """What each cell shows: its text, the errors' names, and the last number."""
    cells = [
        nbformat.v4.new_code_cell(source)
        for source in ("from nnlib.grading import check", *sources)
    ]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, allow_errors=True, kernel_name="python3").execute()
    return [[_text(output) for output in cell.outputs] for cell in notebook.cells[1:]]


def _text(output):
    shown = output.get("data", {})
    card = " ".join(unescape(re.sub(r"<[^>]+>", " ", shown.get("text/html", ""))).split())
    return output.get("text") or output.get("ename") or (shown["text/plain"], card)


STUB = "def sigmoid(z):\n    raise NotImplementedError"
RIGHT = "import numpy as np\ndef sigmoid(z):\n    return 0.5 + 0.5 * np.tanh(0.5 * z)"
CHECK = "check(sigmoid, exercise='sigmoid', part='value')"


@pytest.fixture(scope="module")
def told():
    """One notebook in which much goes wrong; {cell: what it shows}."""
    cells = {
        "older": STUB, "nothing yet": CHECK,
        "torn": "def sigmoid(z):\n    return 1 / (1 +", "after a torn cell": CHECK,
        "import": "import no_such_module\n" + RIGHT, "after a failed import": CHECK,
        "good": RIGHT, "after a good one": CHECK,
        "late": RIGHT + "\nassert 1 == 2", "after an assert of one's own": CHECK,
        "with more to say": CHECK + "\nprint('and on')", "two checks": CHECK + "\n" + CHECK,
        "stub again": STUB, "slip": "def sigmiod(z):\n    return z", "after a misspelt def": CHECK,
        "no such function": "check(softmax)", "no import": "check(np_softmax(nothing))",
    }  # fmt: skip
    return dict(zip(cells, run_cells(*cells.values()), strict=True))


def test_what_did_not_run_is_not_judged(told):
    [(points, words)] = told["after a torn cell"]
    assert "[slip: cell-failed]" in words and "SyntaxError in line 2" in words and points == "0.0"
    [(points, words)] = told["after a failed import"]
    assert "[slip: cell-failed]" in words and "No module named 'no_such_module'" in words


def test_what_did_run_is(told):
    assert "[slip: not-written]" in told["nothing yet"][0][1]
    assert told["after a good one"] == [("2.0", "✓ sigmoid · value : 2 of 2 points")]
    assert told["after an assert of one's own"] == told["after a good one"]


def test_a_check_in_the_middle_of_a_cell_is_seen_too(told):
    text, points = told["with more to say"]
    assert text[0] == "✓ sigmoid · value: 2 of 2 points" and points == "and on\n"
    first, second, number = told["two checks"]
    assert first[1] == second[1] != "" and number == ("2.0", "")


def test_a_name_that_is_almost_right_is_found(told):
    [(_, words)] = told["after a misspelt def"]
    assert "There is a sigmiod: did you mean sigmoid?" in words
    assert (
        "There is no softmax yet: run the cell that defines it first.\n" in told["no such function"]
    )


def own(*names):
    def make(name):
        return FunctionType((lambda x: x).__code__, {"__name__": "__main__"}, name)

    return {name: make(name) for name in names}


@pytest.mark.parametrize(
    ("given", "wanted", "found"),
    [
        ("sigmiod", "sigmoid", True),
        ("sofmax", "softmax", True),
        ("relu_backwards", "relu_backward", True),
        ("atanh", "tanh", False),
        ("mae_grad", "mse_grad", False),
        ("selu_backward", "relu_backward", False),
        ("helper", "sigmoid", False),
    ],
)
def test_another_function_is_no_misspelt_one(given, wanted, found):
    assert Cells(own(given)).near(wanted) == (given if found else None)


def test_imported_functions_are_not_offered():
    names = own("sofmax")
    names["sofmax"].__module__ = "scipy.special"
    assert Cells(names).near("softmax") is None


def test_a_cell_that_runs_again_is_well_again():
    names = {}
    cells = Cells(names)

    def run(source, error=None, defines=None):
        info = SimpleNamespace(raw_cell=source)
        cells.begins(info)
        names.update(defines or {})
        cells.ended(SimpleNamespace(info=info, error_before_exec=None, error_in_exec=error))

    run("def f(x): return x", ValueError("here"))
    assert "ValueError: here" in cells.stopped("f")
    run("def f(x): return x", None, own("f"))
    assert cells.failed == {}


def test_what_failed_in_a_cell_is_forgotten_when_the_cell_says_something_else():
    cells = Cells({})

    def run(place, source, error=None):
        info = SimpleNamespace(raw_cell=source, cell_id=place)
        cells.begins(info)
        cells.ended(SimpleNamespace(info=info, error_before_exec=error, error_in_exec=None))

    run("one", "def f(x): return (", SyntaxError("never closed"))
    run("two", "def g(x): return x")
    assert list(cells.failed) == ["f"]
    run("one", "def ff(x): return x")
    assert cells.failed == {}


def test_the_names_of_a_cell_are_read_where_it_does_not_parse():
    assert list(defined_in("x = (\ndef f(a):\n    def g(): pass\ndef h():")) == ["f", "h"]
    assert list(defined_in("def f(a):\n    def g(): pass\nclass C:\n    def m(self): pass")) == [
        "f"
    ]


def test_outside_of_a_notebook_nothing_is_watched():
    assert watch() is None
