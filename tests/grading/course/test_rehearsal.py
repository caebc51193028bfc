"""What is released is tried first, and the instructor hears where its tests run."""

import classroom
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from nnlib.course import teaching
from nnlib.grading.course.classview import class_view
from nnlib.grading.course.glance import lines
from nnlib.grading.course.grade import grade_class
from nnlib.grading.course.page import page
from nnlib.grading.course.proof import TestsError
from nnlib.grading.course.rehearsal import rehearse, told
from nnlib.grading.course.release import release

ANSWER = "def f(n):\n    ### BEGIN SOLUTION\n    return range(n)\n    ### END SOLUTION"
FREE = "assert callable(f)"


def cell(source, **about):
    known = {"schema_version": 3, "task": False, "grade": False, "solution": False, "locked": False}
    return new_code_cell(source, metadata={"nbgrader": known | about})


@pytest.fixture
def course(tmp_path):
    """course(*tests): a course with one assignment of these tests."""

    def make(*tests, about=None):
        folder = classroom.new_course(tmp_path / "course")
        place = folder / "solutions" / "ranges"
        place.mkdir(parents=True)
        notebook = new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "p"}})
        notebook.metadata |= about or {}
        notebook.cells = [cell(ANSWER, grade_id="f", solution=True)]
        notebook.cells += [
            cell(source, grade_id=f"t{n}", grade=True, locked=True, points=1)
            for n, source in enumerate(tests)
        ]
        nbformat.write(notebook, place / "ranges.ipynb")
        release("ranges", folder)
        return folder

    return make


def test_each_test_is_told_its_road(course, caplog):
    folder = course("assert len([f(2)]) == 1", "assert sum(f(3)) == 3", FREE)
    said = list(told(rehearse("ranges", folder)))
    assert said[0].startswith("1 tests run apart") or said[0].startswith("2 tests run apart")
    assert said[-1].endswith("t1") or "t0, t1" in said[-1]
    assert "the test t2 gives 1 of 1 points to a notebook that nobody has touched" in caplog.text


def test_a_test_that_the_own_answers_fail_is_named(course):
    folder = course("assert f(2) == [0, 1]")
    with pytest.raises(TestsError, match="t0: 0 of 1 points"):
        rehearse("ranges", folder)


def test_an_assignment_that_stays_apart_names_what_cannot(course):
    folder = course("assert sum(f(3)) == 3", about={"nnlib": {"road": "apart"}})
    with pytest.raises(TestsError, match="t0: 0 of 1 points"):
        rehearse("ranges", folder)


def test_the_command_says_it_once(course, capsys):
    folder = course("assert sum(f(3)) == 3")
    teaching.release("ranges", None, folder)
    assert "1 tests run inside the learner's sandboxed process" in capsys.readouterr().out


def test_the_report_names_what_ran_inside(course):
    folder = course("assert sum(f(3)) == 3", FREE)
    notebook = nbformat.read(folder / "exercises" / "ranges" / "ranges.ipynb", as_version=4)
    notebook.cells[0].source = "def f(n):\n    return range(n)"
    (folder / "submitted" / "ada" / "ranges").mkdir(parents=True)
    nbformat.write(notebook, folder / "submitted" / "ada" / "ranges" / "ranges.ipynb")
    done = grade_class("ranges", folder, progress=False)
    (entry,) = done.students
    assert entry["points"] == 2 and entry["cells"]["t0"]["road"] == "inside"
    view = class_view("ranges", folder)
    assert view.inside == ("t0",)
    assert "own processes" in "\n".join(lines(view)) and "own processes" in page(view)


def test_what_a_run_said_is_kept_with_its_time(course):
    folder = course("assert sum(f(3)) == 3", FREE)
    for _ in range(2):
        done = classroom.nnlib("grade", "ranges", "--course", folder)
        assert done.returncode == 0, done.stderr
        assert "INFO" not in done.stdout + done.stderr
    text = (folder / "build" / "grade.log").read_text(encoding="utf-8")
    assert text.count("INFO grading ranges") == 2
    (folder / "nbgrader_config.py").unlink()
    assert classroom.nnlib("grade", "ranges", "--course", folder).returncode == 1
    text = (folder / "build" / "grade.log").read_text(encoding="utf-8")
    assert "ERROR stopped" in text and "nbgrader_config.py" in text


def test_a_cell_that_sets_up_and_stops_is_named_with_the_tests_that_it_costs(tmp_path):
    folder = classroom.new_course(tmp_path / "course")
    place = folder / "solutions" / "ranges"
    place.mkdir(parents=True)
    notebook = new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "p"}})
    notebook.cells = [
        new_code_cell("import no_such_module\nlimit = 3"),
        cell("def f():\n    ### BEGIN SOLUTION\n    return limit\n    ### END SOLUTION", grade_id="f", solution=True),
        cell("assert f() == 3", grade_id="t", grade=True, locked=True, points=1),
    ]  # fmt: skip
    nbformat.write(notebook, place / "ranges.ipynb")
    release("ranges", folder)
    with pytest.raises(TestsError) as found:
        rehearse("ranges", folder)
    first, second = found.value.lines
    assert first.startswith("ranges.ipynb, cell 1, which sets up: ") and "no_such_module" in first
    assert second.startswith("t: 0 of 1 points")
