"""Notebooks come out of their sources byte for byte, and a reader's copy takes nothing away."""

import re

import pytest

from nnlib.core.files import BookError
from nnlib.course import notebooks as book

# ---- building -------------------------------------------------------------------------------------


def test_a_percent_source_becomes_a_notebook(course):
    notebook = book.build_notebook(course / "chapters/01_slopes.py")
    assert [cell.id for cell in notebook.cells] == ["c000", "relu", "c002"]
    prose, solution, last = notebook.cells
    assert prose.source == "# The slope\n$\\nabla L$ points uphill; 기울기."
    assert solution.metadata.nbgrader.grade_id == "relu" and "BEGIN SOLUTION" in solution.source
    assert last.metadata == {"tags": ["raises-exception"]}
    assert [cell.get("outputs") for cell in notebook.cells] == [None, [], []]
    assert notebook.metadata == book.KERNEL


def test_building_twice_gives_the_same_bytes(course):
    written = book.build_all(root=course)
    assert [path.name for path in written] == ["01_slopes.ipynb"] * 2
    first = [path.read_bytes() for path in written]
    assert book.build_all(root=course) == []
    for path in written:
        path.unlink()
    assert book.build_all(root=course) == written
    assert [path.read_bytes() for path in written] == first
    assert "기울기" in first[0].decode()


def test_check_names_a_drifted_notebook_and_leaves_it_alone(course):
    drifted = book.build_all(root=course)[0]
    drifted.write_text(drifted.read_text().replace("uphill", "downhill"))
    before = drifted.read_bytes()
    assert book.build_all(check=True, root=course) == [drifted]
    assert drifted.read_bytes() == before


def test_two_cells_with_one_grade_id_are_refused(course, tmp_path):
    source = (course / "chapters/01_slopes.py").read_text(encoding="utf-8")
    cell = re.search(r"# %% nbgrader.*?(?=\n\n\n)", source, re.DOTALL).group()
    (tmp_path / "twice.py").write_text(f"{cell}\n\n\n{cell}\n")
    with pytest.raises(BookError, match="uses relu for two cells"):
        book.build_notebook(tmp_path / "twice.py")


def test_a_grade_id_that_jupyter_cannot_store_is_refused(tmp_path):
    (tmp_path / "odd.py").write_text('# %% nbgrader={"grade_id": "no spaces please"}\n1\n')
    with pytest.raises(BookError, match="does not make a valid notebook"):
        book.build_notebook(tmp_path / "odd.py")


# ---- a reader's copy ------------------------------------------------------------------------------


def test_copy_takes_what_is_missing_and_no_more(course, tmp_path, monkeypatch):
    monkeypatch.setattr(book, "PACKAGE", course / "nnlib")
    book.build_all(root=course)
    mine = tmp_path / "mine"
    names = [path.relative_to(mine).as_posix() for path in book.copy(mine)]
    assert names == ["chapters/01_slopes.ipynb", "exercises/01_slopes/01_slopes.ipynb"]
    (mine / names[0]).write_text("my notes")
    (mine / names[1]).unlink()
    assert [path.relative_to(mine).as_posix() for path in book.copy(mine)] == names[1:]
    assert (mine / names[0]).read_text() == "my notes"


def test_copy_onto_a_file_is_refused(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BookError, match="is a file; wanted a folder"):
        book.copy(tmp_path / "file")
