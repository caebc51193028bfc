"""Files beside a notebook: handed out whole or refused in a sentence, and a learner's that are left out are told."""

import json

import pytest

from nnlib.core.files import BookError
from nnlib.grading.course.words import flag_meaning
from nnlib.grading.sandbox.files import MANY, beside, file_bytes, handed_out, names_beside
from nnlib.grading.sandbox.limits import Caps
from nnlib.grading.sandbox.submission import read_answers, read_plan


@pytest.fixture
def folder(tmp_path):
    """A notebook with two files beside it, one in a folder, and what tools leave."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "__pycache__").mkdir()
    for name in ("a.csv", "deep/b.csv", "n.ipynb", ".hidden", "__pycache__/c.pyc"):
        (tmp_path / name).write_text("12345")
    return tmp_path


def test_what_lies_beside_is_handed_out_whole(folder):
    assert handed_out(folder, 10) == (("a.csv", b"12345"), ("deep/b.csv", b"12345"))
    assert names_beside(folder) == ["a.csv", "deep/b.csv"]


def test_too_much_to_hand_out_is_said_with_the_setting(folder):
    with pytest.raises(BookError, match=r"2 files of 0\.0 MB .* c\.GradeInSandbox\.handed_out"):
        handed_out(folder, 9)


def test_too_many_to_hand_out_are_said_and_none_is_left_out(folder):
    for number in range(MANY - 1):
        (folder / f"{number}.txt").write_text("")
    with pytest.raises(BookError, match=f"{MANY + 1} files"):
        handed_out(folder, 1 << 20)


def test_of_a_learners_files_those_without_room_are_named(folder):
    (folder / "link.csv").symlink_to("a.csv")
    assert beside(folder, 5) == ((("a.csv", b"12345"),), ["link.csv", "deep/b.csv"])
    assert beside(folder, 5, skip=["a.csv"]) == ((("deep/b.csv", b"12345"),), ["link.csv"])


def test_whoever_handed_in_more_than_can_be_read_is_flagged_so(folder):
    whole = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    for part in ("source", "release"):
        (folder / part).mkdir()
        (folder / part / "n.ipynb").write_text(json.dumps(whole))
    (folder / "n.ipynb").write_text(json.dumps(whole))
    plan = read_plan(folder / "source/n.ipynb", folder / "release/n.ipynb")
    assert read_answers(plan, folder / "n.ipynb", Caps(beside=10)).flags == []
    assert read_answers(plan, folder / "n.ipynb", Caps(beside=9)).flags == ["files-left-out"]
    assert "could not read them" in flag_meaning("files-left-out")


@pytest.mark.parametrize("kind", ["missing", "link", "folder", "large"])
def test_what_is_no_ordinary_file_is_not_opened(tmp_path, kind):
    path = tmp_path / "n.ipynb"
    if kind == "link":
        path.symlink_to("/etc/hostname")
    elif kind == "folder":
        path.mkdir()
    elif kind == "large":
        path.write_bytes(b"123")
    said = {"missing": "notebook-missing", "large": "notebook-too-large"}
    assert file_bytes(path, 2)[1] == said.get(kind, "notebook-unreadable")
