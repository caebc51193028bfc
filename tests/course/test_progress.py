"""How far a reader has come: what counts as begun, whose points they are, and what is kept."""

import json

import pytest

from nnlib.course.keep import keep_notebook
from nnlib.course.progress import command, progress
from nnlib.course.selfstudy import course

STEM = "03_activations"
RIGHT = "import numpy as np\n\n\ndef sigmoid(z):\n    return 0.5 + 0.5 * np.tanh(0.5 * z)"


@pytest.fixture
def mine(tmp_path, monkeypatch):
    course(tmp_path / "mine", short=True)
    monkeypatch.chdir(tmp_path / "mine")
    monkeypatch.setenv("NNLIB_MINE", str(tmp_path / "mine" / "mine.py"))
    return tmp_path / "mine"


def answer(folder, name, text):
    path = folder / "exercises" / STEM / f"{STEM}.ipynb"
    notebook = json.loads(path.read_text())
    (cell,) = [cell for cell in notebook["cells"] if cell["id"] == name]
    cell["source"] = text
    path.write_text(json.dumps(notebook))
    return path


def test_nothing_is_run_where_nothing_is_written(mine, monkeypatch):
    monkeypatch.setattr("nnlib.course.progress.check_notebook", None)
    rows = progress()
    assert [row.points for row in rows] == [0] * 7 and {row.kept for row in rows} == {0}
    assert {row.assignment: row.most for row in rows}[STEM] == 24


def test_points_and_kept_functions_are_those_of_check_and_keep(mine, capsys):
    path = answer(mine, "sigmoid", RIGHT)
    assert keep_notebook(path)["sigmoid"]
    (row,) = [row for row in progress() if row.assignment == STEM]
    assert row.points == 3 and row.kept == 1
    command()
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "3 of 152 points" and any("1 kept" in line for line in said)


def test_what_cannot_be_read_stands_at_nothing(mine):
    (mine / "exercises" / STEM / f"{STEM}.ipynb").write_text("{ torn")
    assert [row.points for row in progress() if row.assignment == STEM] == [0]
