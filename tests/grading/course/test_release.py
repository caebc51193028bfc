"""Release: the same bytes every time, and never over somebody's answers."""

import classroom
import pytest

from nnlib.core.files import BookError
from nnlib.grading.course import sample
from nnlib.grading.course.release import release

ASSIGNMENT = classroom.ASSIGNMENT
NOTEBOOK = classroom.NOTEBOOK


def test_release_refuses_to_write_over_answers(empty_course):
    path = empty_course / "exercises" / ASSIGNMENT / NOTEBOOK
    sample.build_submission(path, sample.SAMPLE_CLASS / "slip_relu.py", path)
    before = path.read_bytes()
    with pytest.raises(FileExistsError, match="holds answers"):
        release(ASSIGNMENT, empty_course)
    assert path.read_bytes() == before


def test_release_again_gives_the_same_bytes(released):
    path = released / "exercises" / ASSIGNMENT / NOTEBOOK
    before = path.read_bytes()
    release(ASSIGNMENT, released)
    assert path.read_bytes() == before


def test_an_unknown_assignment_is_named(released):
    with pytest.raises(BookError, match="99_nothing holds no notebook"):
        release("99_nothing", released)
