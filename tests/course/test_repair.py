"""A notebook that grading would read otherwise than its learner thinks: said at check and at submit, and put right."""

import json
import shutil

import classroom
import pytest

from nnlib.core.files import BookError
from nnlib.course.repair import faults, repair
from nnlib.course.update import new_course

NAME = "03_activations"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course") / "mine"
    new_course(folder, True)
    return folder


@pytest.fixture
def folder(fresh, tmp_path, monkeypatch):
    shutil.copytree(fresh, tmp_path / "mine")
    monkeypatch.chdir(tmp_path / "mine")
    return tmp_path / "mine"


@pytest.fixture
def notebook(folder):
    return folder / "exercises" / NAME / f"{NAME}.ipynb"


def change(path, act):
    """Let `act` change the cells, {grade_id: cell}, of a notebook; what it gives back are the cells that go."""
    whole = json.loads(path.read_text(encoding="utf-8"))
    cells = {
        c["metadata"].get("nbgrader", {}).get("grade_id", n): c
        for n, c in enumerate(whole["cells"])
    }
    gone = act(cells) or ()
    whole["cells"] = [cell for name, cell in cells.items() if name not in gone]
    path.write_text(json.dumps(whole), encoding="utf-8")


def sources(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [(c["cell_type"], "".join(c["source"])) for c in cells]


def answer(cells):
    cells["relu_backward"]["source"] = "def relu_backward(dout, a):\n    return dout * (a > 0)"


def test_nothing_is_wrong_with_a_notebook_as_it_was_given_out(notebook):
    before = notebook.read_bytes()
    assert faults(notebook) == [] and repair(NAME) == (notebook, [])
    assert notebook.read_bytes() == before


def test_a_missing_test_comes_back_and_the_answers_stay(notebook, folder):
    change(notebook, answer)
    whole = sources(notebook)
    change(notebook, lambda cells: ["relu_backward_gradient"])
    (said,) = faults(notebook)
    assert said.startswith("The cell relu_backward_gradient is missing")
    assert repair(NAME) == (notebook, [said])
    assert sources(notebook) == whole and faults(notebook) == []
    assert list((folder / "build" / "replaced").rglob("*.ipynb"))


def test_an_answer_that_became_markdown_is_code_again(notebook):
    def to_markdown(cells):
        answer(cells)
        cells["relu_backward"] |= {"cell_type": "markdown"}
        del cells["relu_backward"]["outputs"], cells["relu_backward"]["execution_count"]

    change(notebook, to_markdown)
    (said,) = faults(notebook)
    assert "relu_backward has become markdown" in said
    repair(NAME)
    assert faults(notebook) == []
    assert ("code", "def relu_backward(dout, a):\n    return dout * (a > 0)") in sources(notebook)


def test_a_doubled_answer_is_said_and_left(notebook):
    change(notebook, lambda cells: cells.update(again=dict(cells["relu_backward"])))
    (said,) = faults(notebook)
    assert "stands there 2 times" in said


def test_what_is_not_the_books_is_left_alone(tmp_path):
    path = tmp_path / "exercises" / "own" / "own.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text('{"cells": []}')
    assert faults(path) == []
    with pytest.raises(BookError, match="not from the book"):
        repair(path)
    path.write_text("no notebook")
    with pytest.raises(BookError, match="can be read"):
        repair(path)


def test_check_and_submit_say_what_grading_will_miss(notebook, folder):
    change(notebook, lambda cells: ["relu_backward_gradient"])
    for command in ("check", "submit"):
        done = classroom.nnlib(command, NAME, cwd=folder)
        assert done.returncode == 0, done.stderr
        assert "The cell relu_backward_gradient is missing" in done.stdout
        assert f"nnlib repair {NAME}" in done.stdout
    done = classroom.nnlib("repair", NAME, cwd=folder)
    assert done.returncode == 0 and "Put right" in done.stdout
    assert "missing" not in classroom.nnlib("check", NAME, cwd=folder).stdout
