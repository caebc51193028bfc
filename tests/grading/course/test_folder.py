"""A course's folder: what is none is named."""

import classroom
import pytest

from nnlib.grading.course.folder import hidden, students

ASSIGNMENT = classroom.ASSIGNMENT


def test_a_folder_that_is_no_course_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="nbgrader_config.py"):
        students(ASSIGNMENT, tmp_path)


def test_names_that_begin_with_a_dot_are_seen(empty_course):
    for name in ("ada", ".hidden", "..a", ".ipynb_checkpoints"):
        (empty_course / "submitted" / name / ASSIGNMENT).mkdir(parents=True)
    (empty_course / "submitted" / ".DS_Store").touch()
    assert students(ASSIGNMENT, empty_course) == ["ada"]
    assert hidden(ASSIGNMENT, empty_course) == ["..a", ".hidden"]
