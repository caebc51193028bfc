"""nbgrader's autotests: what a line became at release is what runs."""

import shutil

import classroom
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from nnlib.grading.course import sample
from nnlib.grading.course.grade import grade_class

TESTS = '''python3:
  setup: ""
  hash: 'str({{snippet}})'
  dispatch: "type({{snippet}})"
  normalize: "str({{snippet}})"
  check: 'assert {{snippet}} == """{{value}}""", """{{message}}"""'
  success: ""
  templates:
    default:
      - test: "type({{snippet}}).__name__"
        fail: "another type"
    int:
      - test: "{{snippet}}"
        fail: "another number"
'''


def cell(source, **about):
    known = {"schema_version": 3, "task": False, "grade": False, "solution": False, "locked": False}
    return new_code_cell(source, metadata={"nbgrader": known | about})


@pytest.fixture
def course(tmp_path):
    folder = sample.new_course(tmp_path / "course")
    shutil.rmtree(folder / "solutions")
    (folder / "autotests.yml").write_text(TESTS)
    place = folder / "solutions" / "auto"
    place.mkdir(parents=True)
    shutil.copy(folder / "autotests.yml", place)
    notebook = new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "p"}})
    answer = "### BEGIN SOLUTION\na = 5\n### END SOLUTION"
    notebook.cells = [
        cell(answer, grade_id="a", solution=True),
        cell("### AUTOTEST a", grade_id="test", grade=True, locked=True, points=1),
    ]
    nbformat.write(notebook, place / "auto.ipynb")
    return folder


def hand_in(course, released, name, answer):
    """A submission with this answer; None leaves the notebook as it was handed out."""
    notebook = nbformat.read(released, as_version=4)
    notebook.cells[0].source = answer or notebook.cells[0].source
    folder = course / "submitted" / name / "auto"
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "auto.ipynb")


def test_an_untouched_notebook_has_nothing_and_a_right_one_all(course):
    # commands: nbgrader asks a kernel for the values, and leaves its sockets behind
    said = classroom.nnlib("release", "auto", "--course", course)
    assert said.returncode == 0, said.stderr
    released = course / "exercises" / "auto" / "auto.ipynb"
    assert "AUTOTEST" not in released.read_text(encoding="utf-8")
    for name, answer in (("ada", "a = 5"), ("eve", "a = 6"), ("nobody", None)):
        hand_in(course, released, name, answer)
    done = grade_class("auto", course, progress=False)
    points = {entry["student"]: entry["points"] for entry in done.students}
    assert points == {"ada": 1.0, "eve": 0.0, "nobody": 0.0}
