"""Names of files from platforms: who, whatever title or copy's number stands around that."""

import unicodedata
from pathlib import Path

import pytest

from nnlib.grading.course.platforms import read_name, without_copy
from nnlib.grading.course.unpack import Found

TIME = "_attempt_2026-03-02-10-00-00_"


def who(name, class_list=(), assignment="03_activations"):
    *folders, file = name.split("/")
    handed = read_name(Found(tuple(folders), file, Path("x")), assignment, None, class_list)
    return handed and handed.student


@pytest.mark.parametrize(
    ("name", "student"),
    [
        (f"kim{TIME}a.ipynb", "kim"),
        (f"kim_a{TIME}a.ipynb", "kim_a"),  # nothing tells that it is a title
        (f"03_activations_이순신{TIME}a.ipynb", "이순신"),
        (f"03 Activations_kim_a{TIME}a.ipynb", "kim_a"),
        (f"gradebook_NN101_03_activations_kim{TIME}a.ipynb", "kim"),
        (f"gradebook_NN101_kim{TIME}a.ipynb", "kim"),
    ],
)
def test_the_assignments_title_is_no_part_of_blackboards_name(name, student):
    assert who(name) == student


@pytest.mark.parametrize("title", ["Week 3", "NN 101_wk3", "gradebook_NN101_Week_3"])
@pytest.mark.parametrize("student", ["kim", "kim_a", "zoë"])
def test_whom_the_gradebook_knows_is_found_behind_any_title(title, student):
    name = unicodedata.normalize("NFD", f"{title}_{student}{TIME}a.ipynb")
    assert who(name, {"kim", "kim_a", "zoë", "a"}) == student


def test_a_student_of_the_class_is_not_cut():
    assert who(f"03_activations_kim{TIME}a.ipynb", {"03_activations_kim", "kim"}) != "kim"


def test_moodles_folder_without_a_name_is_nobodys():
    assert who("12352_assignsubmission_file_/a.ipynb") is None
    assert who("Participant 7_12352_assignsubmission_file_/a.ipynb") == "Participant 7"


@pytest.mark.parametrize(
    ("stem", "found"),
    [("a", ("a", 0)), ("a-2", ("a", 2)), ("a (3)", ("a", 3)), ("a(4)", ("a", 4)), ("-1", ("-1", 0))],
)  # fmt: skip
def test_the_number_of_a_copy_is_told_from_the_name(stem, found):
    assert without_copy(stem) == found
