"""The whole road of a class, by `nnlib` and by nbgrader's own commands: broken submissions stop nobody."""

import json
import os
import subprocess
import sys

import classroom
import nbformat
from nbgrader.utils import is_grade

from nnlib.grading.course import sample
from nnlib.grading.course.collect import collect
from nnlib.grading.course.grade import grade_class
from nnlib.grading.course.reading import gradebook

ASSIGNMENT = classroom.ASSIGNMENT
NOTEBOOK = classroom.NOTEBOOK


def outcomes(steps):
    return {step.student: step.outcome for step in steps}


def test_broken_submissions_never_stop_the_class(released, downloads):
    notebook = released / "exercises" / ASSIGNMENT / NOTEBOOK
    (downloads / classroom.attempt("a_not_json")).write_text("{ this is no notebook")
    (downloads / classroom.attempt("b_no_cells")).write_text(
        json.dumps({"nbformat": 4, "nbformat_minor": 5})
    )
    trimmed = nbformat.read(notebook, as_version=4)
    trimmed.cells = [cell for cell in trimmed.cells if not is_grade(cell)]
    nbformat.write(trimmed, downloads / classroom.attempt("c_tests_deleted"))
    sample.build_submission(
        notebook, sample.SAMPLE_CLASS / "vectorised.py", downloads / classroom.attempt("d_right")
    )
    collect(ASSIGNMENT, downloads, released)
    steps = grade_class(ASSIGNMENT, released, progress=False).steps
    assert {step.outcome for step in steps} == {"done"} and len(steps) == 4
    rows = {row.student: row for row in gradebook(ASSIGNMENT, released)}
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
    steps = grade_class(ASSIGNMENT, released, only=["d_right"], progress=False).steps
    assert outcomes(steps) == {"d_right": "unchanged"}
    assert graded.stat().st_mtime_ns == before


def test_the_nbgrader_command_takes_the_same_road(released, tmp_path):
    """Without the tools of the virtual environment on the PATH, as in a fresh shell."""
    folder = sample.new_course(tmp_path / "course")
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
    sample.build_submission(
        notebook, sample.SAMPLE_CLASS / "slip_relu.py", archive / classroom.attempt("ada")
    )
    nbgrader("zip_collect", ASSIGNMENT)
    nbgrader("autograde", ASSIGNMENT)
    nbgrader("generate_feedback", ASSIGNMENT)
    (row,) = gradebook(ASSIGNMENT, folder)
    assert (row.student, row.points) == ("ada", 21) and "relu_backward_gradient" in row.slips
    page = folder / "feedback" / "ada" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    assert "cdnjs" not in page.read_text(encoding="utf-8")
    said = nbgrader("validate", str(notebook))
    assert "VALIDATION FAILED ON 8 CELL(S)" in said
