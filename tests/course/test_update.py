"""What is new in the book comes into a learner's folder, and what the learner wrote stays."""

import json

import pytest

from nnlib.core.files import BookError
from nnlib.course import notebooks, update
from nnlib.course.lab import book_to_read

EXERCISE = "exercises/03_activations/03_activations.ipynb"


@pytest.fixture
def book(tmp_path, monkeypatch, root):
    """A book of two notebooks, from which courses come, and which can have a new edition."""
    made = tmp_path / "book"
    for inside in ("chapters/03_activations.ipynb", EXERCISE):
        (made / inside).parent.mkdir(parents=True)
        (made / inside).write_bytes((root / inside).read_bytes())
    for module in (notebooks, update):
        monkeypatch.setattr(module, "origin", lambda: made)
    monkeypatch.setattr("nnlib.course.selfstudy.origin", lambda: made)
    return made


@pytest.fixture
def mine(book, tmp_path):
    update.new_course(tmp_path / "mine")
    return tmp_path / "mine"


def edit(path, number, change):
    notebook = json.loads(path.read_text())
    notebook["cells"][number]["source"] = change("".join(notebook["cells"][number]["source"]))
    path.write_text(json.dumps(notebook))


def cell_of(path, name):
    cells = json.loads(path.read_text())["cells"]
    return next(cell for cell in cells if cell["id"] == name)


def answered(path, name, text):
    number = [cell["id"] for cell in json.loads(path.read_text())["cells"]].index(name)
    edit(path, number, lambda old: text)


def test_a_new_edition_comes_and_the_answer_stays(book, mine):
    answered(mine / EXERCISE, "sigmoid", "def sigmoid(z):\n    return 1")
    assert not update.is_older(mine)
    edit(book / EXERCISE, 0, lambda old: old + "\n\nSecond edition.")
    edit(book / "chapters/03_activations.ipynb", 0, lambda old: old + "\n\nSecond edition.")
    before = (mine / EXERCISE).read_bytes()
    assert update.is_older(mine)
    done = update.update(mine)
    assert {path.relative_to(mine).as_posix() for path in done.written} == {
        EXERCISE, "chapters/03_activations.ipynb", f"solutions/{EXERCISE[10:]}",
    }  # fmt: skip
    assert "".join(cell_of(mine / EXERCISE, "sigmoid")["source"]) == "def sigmoid(z):\n    return 1"
    assert (mine / EXERCISE).read_text().count("Second edition.") == 1 and done.both == {}
    kept = list((mine / "build" / "replaced").rglob("03_activations.1.ipynb"))
    assert before in [path.read_bytes() for path in kept]
    assert not update.is_older(mine) and update.update(mine).written == []


def test_where_both_have_changed_a_text_it_is_named(book, mine):
    edit(mine / EXERCISE, 0, lambda old: old + "\n\nMy note.")
    edit(book / EXERCISE, 0, lambda old: old + "\n\nSecond edition.")
    ((path, cells),) = update.update(mine).both.items()
    assert path == mine / EXERCISE and len(cells) == 1
    assert "My note." in path.read_text() and "Second edition." not in path.read_text()


def test_a_folder_without_a_note_of_what_was_given_loses_nothing(book, mine):
    answered(mine / EXERCISE, "sigmoid", "def sigmoid(z):\n    return 1")
    for path in sorted((mine / update.GIVEN).rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    assert update.is_older(mine)
    assert update.update(mine).both == {}  # what is as in the book has been changed by nobody
    assert "return 1" in "".join(cell_of(mine / EXERCISE, "sigmoid")["source"])
    assert not update.is_older(mine)


def test_what_is_no_notebook_any_more_is_left_alone_and_said(book, mine):
    (mine / EXERCISE).write_text("{ torn")
    edit(book / EXERCISE, 0, lambda old: old + "!")
    with pytest.raises(BookError, match="no notebook that can be read"):
        update.update(mine)
    assert (mine / EXERCISE).read_text() == "{ torn"


def test_a_chapter_that_is_new_comes_too(book, mine):
    (book / "chapters" / "04_forward.ipynb").write_bytes(
        (book / "chapters/03_activations.ipynb").read_bytes()
    )
    update.update(mine)
    assert not (mine / "chapters" / "04_forward.ipynb").exists()  # the short course stays short
    (book / "chapters" / "05_losses.ipynb").write_bytes(
        (book / "chapters/03_activations.ipynb").read_bytes()
    )
    update.update(mine)
    assert (mine / "chapters" / "05_losses.ipynb").exists()


def test_the_book_itself_is_not_updated(book):
    with pytest.raises(BookError, match="git pull"):
        update.update(book)


def test_in_a_clone_a_learner_gets_a_folder_that_git_ignores(root, monkeypatch, tmp_path):
    made = []
    monkeypatch.setattr(update, "new_course", lambda folder: made.append(folder) or folder.mkdir())
    monkeypatch.setattr("nnlib.course.lab.PACKAGE", tmp_path / "clone" / "nnlib")
    clone = tmp_path / "clone"
    (clone / "chapters").mkdir(parents=True)
    (clone / "chapters" / "00_x.py").write_text("")
    monkeypatch.chdir(clone / "chapters")
    folder, lines = book_to_read()
    assert made == [folder] == [clone / update.OWN] and str(folder) in lines[-1]
    assert book_to_read(teach=True) == (clone, [])
    assert f"/{update.OWN}/" in (root / ".gitignore").read_text().splitlines()
