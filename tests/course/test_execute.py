"""Notebooks run from top to bottom, and a failure cannot hide: not in a widget, not in a kernel that dies."""

import re
import time

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from nnlib.core.files import BookError
from nnlib.course.execute import execute, hidden_errors, run_all


def write(path, *cells):
    """A notebook of code cells at `path`."""
    nbformat.write(new_notebook(cells=[new_code_cell(cell) for cell in cells]), path)
    return path


def test_a_notebook_that_works_is_run_in_its_folder(tmp_path):
    (tmp_path / "data.txt").write_text("42")
    path = write(tmp_path / "good.ipynb", "x = open('data.txt').read()", "print(x)", "int(x) + 1")
    run = execute(path, tmp_path / "out" / "good.ipynb")
    assert run.error is None
    cells = nbformat.read(run.executed, as_version=4).cells
    assert cells[1].outputs[0].text == "42\n" and cells[2].outputs[0].data["text/plain"] == "43"
    assert nbformat.read(path, as_version=4).cells[1].outputs == []


def test_a_cell_with_an_error_fails_the_notebook(tmp_path):
    run = execute(
        write(tmp_path / "bad.ipynb", "1", "raise ValueError('two\\nlines')", "2"),
        tmp_path / "out.ipynb",
    )
    assert re.fullmatch(r"cell 1 \(\w+\): ValueError: two", run.error)
    assert run.executed.exists()


def test_an_error_hidden_in_a_widget_fails_the_notebook(tmp_path):
    cell = "from ipywidgets import interact\n@interact(k=(1, 3))\ndef draw(k):\n    print(k)\n    1 / 0"
    run = execute(write(tmp_path / "hidden.ipynb", cell, "'fine'"), tmp_path / "out.ipynb")
    assert run.error == "inside a widget: ZeroDivisionError: division by zero"
    assert hidden_errors(nbformat.read(run.executed, as_version=4)) == [
        "ZeroDivisionError: division by zero"
    ]


def test_an_endless_cell_and_a_dying_kernel_end_in_a_line(tmp_path):
    paths = [
        write(tmp_path / "endless.ipynb", "1", "while True: pass"),
        write(tmp_path / "dying.ipynb", "import os; os.write(2, b'last words\\n'); os._exit(1)"),
    ]
    start = time.monotonic()
    endless, dying = run_all(paths, root=tmp_path, cell_seconds=3)
    assert re.fullmatch(r"cell 1 \(\w+\): not done after 3 s", endless.error)
    assert re.fullmatch(r"cell 0 \(\w+\): the kernel died \(last words\)", dying.error)
    assert time.monotonic() - start < 30
    assert endless.executed == tmp_path / "build/executed/endless.ipynb"


def test_a_notebook_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(BookError, match="no notebook at .*none.ipynb"):
        run_all([tmp_path / "none.ipynb"], root=tmp_path)


def test_every_chapter_and_solution_runs(runs):
    assert runs, "there is no chapter to run"
    assert {name: run["error"] for name, run in runs.items() if run["error"]} == {}
