"""What was released is kept in the course, and an instructor's correction accuses nobody."""

import json

import classroom
import pytest
from nbgrader.converters import GenerateAssignment

from nnlib.grading.course.folder import convert, open_course
from nnlib.grading.course.release import release
from nnlib.grading.course.versions import RELEASED, note, versions

ASSIGNMENT, NOTEBOOK = classroom.ASSIGNMENT, classroom.NOTEBOOK


def known(course):
    return versions(course, ASSIGNMENT, ASSIGNMENT)


def by_nnlib(course):
    release(ASSIGNMENT, course)


def by_nbgrader(course):
    assert not convert(GenerateAssignment, open_course(course, ASSIGNMENT), force=True)


def correct(course, name="relu"):
    """The instructor corrects a visible test, and the cell that sets up."""
    path = course / "solutions" / ASSIGNMENT / NOTEBOOK
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if about.get("grade") and about.get("grade_id", "").startswith(name):
            cell["source"] = ["# corrected\n", *cell["source"]]
        elif cell["cell_type"] == "code" and not about:
            cell["source"] = [*cell["source"], "\nTHREE = 3"]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def fetch(course, student, cheats=False):
    """Somebody takes what is released now, answers, and hands in; a cheat empties a test."""
    path = course / "submitted" / student / ASSIGNMENT / NOTEBOOK
    classroom.hand_in(course, student)
    answers = {
        cell["metadata"].get("nbgrader", {}).get("grade_id"): cell["source"]
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
    }
    notebook = json.loads((course / "exercises" / ASSIGNMENT / NOTEBOOK).read_text())
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if about.get("solution"):
            cell["source"] = answers[about["grade_id"]]
        if cheats and about.get("grade"):
            cell["source"] = "pass"
    path.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.mark.parametrize("road", [by_nnlib, by_nbgrader])
def test_a_correction_after_release_accuses_nobody(tmp_path, road):
    course = classroom.new_course(tmp_path / "course")
    fetch(course, "early")
    fetch(course, "early_cheat", cheats=True)
    flags = {s["student"]: s["flags"] for s in classroom.grade(course).students}
    assert flags == {"early": [], "early_cheat": ["tests-changed"]}
    correct(course)
    road(course)
    assert len(known(course)) == 2
    fetch(course, "late")
    fetch(course, "late_cheat", cheats=True)
    done = classroom.grade(course)
    found = {s["student"]: (s["points"], s["flags"]) for s in done.students}
    cheat = (24.0, ["tests-changed"])
    assert found == {
        "early": (24.0, []),
        "early_cheat": cheat,
        "late": (24.0, []),
        "late_cheat": cheat,
    }


def test_what_lay_in_the_course_before_it_kept_anything_is_a_version(tmp_path):
    course = classroom.new_course(tmp_path / "course")
    (course / RELEASED).unlink()
    fetch(course, "early")
    correct(course)
    by_nnlib(course)
    (done,) = classroom.grade(course).students
    assert done["flags"] == []


def test_a_version_is_kept_once(tmp_path):
    course = classroom.new_course(tmp_path / "course")
    before = known(course)
    by_nnlib(course)
    assert known(course) == before and len(before) == 1


def test_a_line_that_was_cut_off_is_no_version(tmp_path):
    data = json.dumps({"cells": [{"cell_type": "code", "source": "a = 1", "metadata": {}}]})
    note(tmp_path, "a", "n", data.encode(), tmp_path)
    path = tmp_path / RELEASED
    (kept,) = versions(tmp_path, "a", "n")
    path.write_text(path.read_text() + path.read_text()[:40] + '\n[1]\n{"assignment": "a"}\n')
    assert versions(tmp_path, "a", "n") == (kept,)
    assert versions(tmp_path, "a", "m") == versions(tmp_path, "b", "n") == ()


def test_pictures_that_went_out_are_there_for_whoever_grades_by_hand(tmp_path):
    course = classroom.new_course(tmp_path / "course")
    for name in ("curve.png", "data.csv"):
        (course / "solutions" / ASSIGNMENT / name).write_bytes(b"bytes")
    by_nnlib(course)
    fetch(course, "ada")
    classroom.grade(course)
    folder = course / "autograded" / "ada" / ASSIGNMENT
    assert (folder / "curve.png").read_bytes() == b"bytes"
    assert not (folder / "data.csv").exists()
