"""The road of a class: what is released, collected, graded and handed back, and what must never happen on it."""

import json
import os
import subprocess
import sys
import zipfile

import nbformat
import pytest
from nbgrader.utils import is_grade

from nnlib.grading import course

pytestmark = pytest.mark.xdist_group("course")  # some tests go on where another one ended

ASSIGNMENT = course.SAMPLE_ASSIGNMENT
NOTEBOOK = f"{ASSIGNMENT}.ipynb"
WHEN = "2026-03-02-10-00-00"


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A course in which the assignment was released just now; nobody has handed in anything."""
    folder = course.copy_course(tmp_path_factory.mktemp("released") / "course")
    course.release(ASSIGNMENT, folder)
    return folder


@pytest.fixture
def empty_course(tmp_path):
    """A course folder with the released notebook and without a gradebook: enough to collect into."""
    folder = course.copy_course(tmp_path / "course")
    (folder / "exercises" / ASSIGNMENT).mkdir(parents=True)
    source = course.ROOT / "exercises" / ASSIGNMENT / NOTEBOOK
    (folder / "exercises" / ASSIGNMENT / NOTEBOOK).write_bytes(source.read_bytes())
    return folder


@pytest.fixture
def downloads(tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()
    return folder


def attempt(student, when=WHEN):
    return f"{student}_attempt_{when}_{NOTEBOOK}"


def outcomes(steps):
    return {step.student: step.outcome for step in steps}


# -- release --------------------------------------------------------------------------------------


def test_release_refuses_to_write_over_answers(empty_course):
    path = empty_course / "exercises" / ASSIGNMENT / NOTEBOOK
    course.build_submission(path, course.SAMPLE_CLASS / "slip_relu.py", path)
    before = path.read_bytes()
    with pytest.raises(FileExistsError, match="holds answers"):
        course.release(ASSIGNMENT, empty_course)
    assert path.read_bytes() == before


def test_release_again_gives_the_same_bytes(released):
    path = released / "exercises" / ASSIGNMENT / NOTEBOOK
    before = path.read_bytes()
    course.release(ASSIGNMENT, released)
    assert path.read_bytes() == before


def test_an_unknown_assignment_is_named(released):
    with pytest.raises(RuntimeError, match="99_nothing could not be released"):
        course.release("99_nothing", released)


def test_a_folder_that_is_no_course_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="nbgrader_config.py"):
        course.students(ASSIGNMENT, tmp_path)


# -- collect --------------------------------------------------------------------------------------


def test_collect_takes_files_and_archives_and_leaves_the_rest(empty_course, downloads):
    (downloads / attempt("ada")).write_text("ada's")
    with zipfile.ZipFile(downloads / "export.zip", "w") as archive:
        archive.writestr(attempt("emmy"), "emmy's")
    (downloads / "notes.txt").write_text("not a notebook")
    (downloads / "holiday.ipynb").write_text("no student's name in it")
    assert outcomes(course.collect(ASSIGNMENT, downloads, empty_course)) == {
        "ada": "done",
        "emmy": "done",
    }
    assert course.students(ASSIGNMENT, empty_course) == ["ada", "emmy"]
    folder = empty_course / "submitted" / "emmy" / ASSIGNMENT
    assert (folder / NOTEBOOK).read_text() == "emmy's"
    assert (folder / "timestamp.txt").read_text() == "2026-03-02 10:00:00"


def test_collect_takes_the_newest_attempt(empty_course, downloads):
    (downloads / attempt("ada", "2026-03-02-10-00-00")).write_text("older")
    (downloads / attempt("ada", "2026-03-04-09-00-00")).write_text("newest")
    (downloads / attempt("ada", "2026-03-03-23-00-00")).write_text("middle")
    course.collect(ASSIGNMENT, downloads, empty_course)
    folder = empty_course / "submitted" / "ada" / ASSIGNMENT
    assert (folder / NOTEBOOK).read_text() == "newest"
    assert (folder / "timestamp.txt").read_text() == "2026-03-04 09:00:00"


def test_collect_never_replaces_a_submission(empty_course, downloads):
    (downloads / attempt("ada")).write_text("first")
    course.collect(ASSIGNMENT, downloads, empty_course)
    assert outcomes(course.collect(ASSIGNMENT, downloads, empty_course)) == {"ada": "unchanged"}
    (downloads / attempt("ada")).write_text("second")
    (step,) = course.collect(ASSIGNMENT, downloads, empty_course)
    assert step.outcome == "kept" and "submitted" in step.reason
    assert (empty_course / "submitted" / "ada" / ASSIGNMENT / NOTEBOOK).read_text() == "first"


@pytest.mark.parametrize("name", ["../ada", "..", "a/b", ".hidden", ""])
def test_no_student_name_leads_out_of_submitted(empty_course, downloads, name):
    with zipfile.ZipFile(downloads / "export.zip", "w") as archive:
        archive.writestr(attempt(name), "anything")
    course.collect(ASSIGNMENT, downloads, empty_course)
    found = [
        path for path in empty_course.parent.rglob("*.ipynb") if path.read_text() == "anything"
    ]
    inside = empty_course / "submitted"
    assert all(path.parts[: len(inside.parts)] == inside.parts for path in found)
    assert all(len(path.relative_to(inside).parts) == 3 for path in found)


def test_an_archive_that_cannot_be_unpacked_stops_nobody(empty_course, downloads):
    (downloads / "broken.zip").write_bytes(b"PK\x03\x04 and nothing more")
    (downloads / attempt("zoe")).write_text("zoe's")
    steps = course.collect(ASSIGNMENT, downloads, empty_course)
    assert outcomes(steps) == {"broken.zip": "failed", "zoe": "done"}


# -- grading --------------------------------------------------------------------------------------


def test_broken_submissions_never_stop_the_class(released, downloads):
    notebook = released / "exercises" / ASSIGNMENT / NOTEBOOK
    (downloads / attempt("a_not_json")).write_text("{ this is no notebook")
    (downloads / attempt("b_no_cells")).write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5}))
    trimmed = nbformat.read(notebook, as_version=4)
    trimmed.cells = [cell for cell in trimmed.cells if not is_grade(cell)]
    nbformat.write(trimmed, downloads / attempt("c_tests_deleted"))
    course.build_submission(
        notebook, course.SAMPLE_CLASS / "vectorised.py", downloads / attempt("d_right")
    )
    course.collect(ASSIGNMENT, downloads, released)
    steps = course.autograde(ASSIGNMENT, released, progress=False)
    assert {step.outcome for step in steps} == {"done"} and len(steps) == 4
    rows = {row.student: row for row in course.gradebook(ASSIGNMENT, released)}
    assert set(rows["a_not_json"].slips.values()) == {"notebook-unreadable"}
    assert set(rows["c_tests_deleted"].slips.values()) == {"test-missing"}
    assert {name: row.points for name, row in rows.items()} == {
        "a_not_json": 0,
        "b_no_cells": 0,
        "c_tests_deleted": 0,
        "d_right": 24,
    }


def test_a_graded_submission_is_not_graded_again(released, downloads):
    """Runs after the test above, on its course."""
    graded = released / "autograded" / "d_right" / ASSIGNMENT / NOTEBOOK
    before = graded.stat().st_mtime_ns
    steps = course.autograde(ASSIGNMENT, released, only=["d_right"], progress=False)
    assert outcomes(steps) == {"d_right": "unchanged"}
    assert graded.stat().st_mtime_ns == before


def test_the_nbgrader_command_takes_the_same_road(released, tmp_path):
    """Without the tools of the virtual environment on the PATH, as in a fresh shell."""
    folder = course.copy_course(tmp_path / "course")
    environ = os.environ | {"PATH": "/usr/bin:/bin"}

    def nbgrader(*words):
        run = subprocess.run(
            [sys.executable, "-m", "nbgrader", *words],
            cwd=folder, env=environ, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert run.returncode == 0, run.stderr
        return run.stdout + run.stderr

    nbgrader("generate_assignment", ASSIGNMENT)
    notebook = folder / "exercises" / ASSIGNMENT / NOTEBOOK
    assert notebook.read_bytes() == (released / "exercises" / ASSIGNMENT / NOTEBOOK).read_bytes()
    archive = folder / "downloaded" / ASSIGNMENT / "archive"
    course.build_submission(
        notebook, course.SAMPLE_CLASS / "slip_relu.py", archive / attempt("ada")
    )
    nbgrader("zip_collect", ASSIGNMENT)
    nbgrader("autograde", ASSIGNMENT)
    nbgrader("generate_feedback", ASSIGNMENT)
    (row,) = course.gradebook(ASSIGNMENT, folder)
    assert (row.student, row.points) == ("ada", 21) and "relu_backward_gradient" in row.slips
    page = folder / "feedback" / "ada" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    assert "cdnjs" not in page.read_text(encoding="utf-8")
    said = nbgrader("validate", str(notebook))
    assert "VALIDATION FAILED ON 8 CELL(S)" in said


# -- the gradebook's slips ------------------------------------------------------------------------


def graded_notebook(folder, slip, text):
    about = {"grade": True, "solution": False, "grade_id": "relu_gradient", "points": 2}
    judged = {"points": 0, "max_points": 2, "slip": slip, "message": ""}
    cell = nbformat.v4.new_code_cell("check(relu)", metadata={"nbgrader": about, "nnlib": judged})
    cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)]
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), folder / "n.ipynb")


@pytest.mark.parametrize(
    "slip, found", [("kink-slope", {"relu_gradient": "kink-slope"}), (None, {})]
)
def test_slips_are_what_the_judge_noted_and_not_what_was_printed(tmp_path, slip, found):
    graded_notebook(tmp_path, slip, "✗ relu · gradient: 0 of 2 points  [slip: mine]\n")
    assert course.slips(tmp_path) == found


def test_a_folder_without_a_graded_notebook_says_so(tmp_path):
    assert course.slips(tmp_path) == {"submission": "not-graded"}


# -- the sample class -----------------------------------------------------------------------------


def test_build_submission_takes_helpers_along_and_leaves_the_rest(tmp_path):
    released = course.ROOT / "exercises" / ASSIGNMENT / NOTEBOOK
    answers = tmp_path / "answers.py"
    answers.write_text(
        '"""A sample."""\n\nimport numpy as np\n\nHALF = 0.5\n\n\ndef helper(x):\n    return x\n\n\n'
        "def relu(z):\n    return helper(z)\n\n\ndef unasked(z):\n    return z\n"
    )
    course.build_submission(released, answers, tmp_path / "deep" / "out.ipynb")
    before, after = (
        nbformat.read(path, as_version=4).cells
        for path in (released, tmp_path / "deep" / "out.ipynb")
    )
    changed = {b.id: a.source for b, a in zip(before, after, strict=True) if b.source != a.source}
    assert changed == {
        "relu": "HALF = 0.5\n\n\ndef helper(x):\n    return x\n\n\ndef relu(z):\n    return helper(z)"
    }


def test_the_sample_course_empties_no_folder_that_it_did_not_make(tmp_path):
    folder = tmp_path / "sample_class"
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work")
    with pytest.raises(FileExistsError, match="nnlib did not make it"):
        course.run_sample_class(tmp_path, progress=False)
    assert (folder / "thesis.txt").read_text() == "years of work"
