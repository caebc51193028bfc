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


def own(source):
    """A cell of a learner's own."""
    return {"cell_type": "code", "id": "own", "metadata": {}, "source": source, "outputs": [],
            "execution_count": None}  # fmt: skip


def with_own(path, below, source):
    """Put a cell of one's own below the cell `below`; at the very end, where that is None."""

    def act(cells):
        answer(cells)
        there = dict(cells)
        cells.clear()
        for name, cell in there.items():
            cells[name] = cell
            if name == below:
                cells["own"] = own(source)
        cells.setdefault("own", own(source))

    change(path, act)


def test_a_function_that_is_defined_once_more_is_said_and_left(notebook, folder):
    with_own(notebook, "relu_backward", "def relu_backward(dout, a):\n    return a")
    before = notebook.read_bytes()
    (said,) = faults(notebook)
    assert said.startswith("A cell below the cell relu_backward defines relu_backward once more")
    assert repair(NAME) == (notebook, [said]) and notebook.read_bytes() == before
    assert "Only you can" in classroom.nnlib("repair", NAME, cwd=folder).stdout


def test_a_draft_above_the_answer_is_nobodys_business(notebook):
    with_own(notebook, "relu", "def relu_backward(dout, a):\n    return a\nmask = 5\n%time mask")
    assert faults(notebook) == []


@pytest.mark.parametrize(
    "helper", ["def mask(a):\n    return a > 0", "mask = 1", "import math as mask"]
)
def test_a_helper_below_the_tests_is_said(notebook, helper):
    with_own(notebook, None, helper)
    assert faults(notebook) == []

    def use(cells):
        cells["relu_backward"]["source"] = (
            "def relu_backward(dout, a):\n    kept = [n for n in a]\n    return dout * mask(a)"
        )

    change(notebook, use)
    (said,) = faults(notebook)
    assert said.startswith("relu_backward uses mask, which only a cell further down defines")
    whole = json.loads(notebook.read_text())
    whole["cells"].insert(1, own(helper))
    notebook.write_text(json.dumps(whole))
    assert faults(notebook) == []


@pytest.mark.parametrize("change_of", ["its name", "its place, too"])
def test_an_answer_that_lost_its_name_gets_it_back(notebook, change_of):
    change(notebook, answer)
    whole = sources(notebook)

    def lose(cells):
        cells["relu_backward"]["metadata"] = {}
        if change_of != "its name":
            cells["relu_backward"]["id"] = "fresh"

    change(notebook, lose)
    (said,) = faults(notebook)
    assert "a cell of your own defines relu_backward in its place" in said
    repair(NAME)
    assert faults(notebook) == [] and sources(notebook) == whole


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
