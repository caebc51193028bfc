"""Collect: files and archives become submissions; the rest, and whatever leads elsewhere, does not."""

import zipfile

import classroom
import pytest

from nnlib.core.files import BookError
from nnlib.grading.course.collect import collect, collected
from nnlib.grading.course.folder import students

ASSIGNMENT = classroom.ASSIGNMENT
NOTEBOOK = classroom.NOTEBOOK


def outcomes(steps):
    return {step.student: step.outcome for step in steps}


def test_collect_takes_files_and_archives_and_leaves_the_rest(empty_course, downloads):
    (downloads / classroom.attempt("ada")).write_text("ada's")
    with zipfile.ZipFile(downloads / "export.zip", "w") as archive:
        archive.writestr(classroom.attempt("emmy"), "emmy's")
    (downloads / "notes.txt").write_text("not a notebook")
    (downloads / "holiday.ipynb").write_text("no student's name in it")
    assert outcomes(collect(ASSIGNMENT, downloads, empty_course)) == {
        "ada": "done",
        "emmy": "done",
        "holiday.ipynb": "left",
        "notes.txt": "left",
    }
    assert students(ASSIGNMENT, empty_course) == ["ada", "emmy"]
    folder = empty_course / "submitted" / "emmy" / ASSIGNMENT
    assert (folder / NOTEBOOK).read_text() == "emmy's"
    assert (folder / "timestamp.txt").read_text() == "2026-03-02 10:00:00"


def test_collect_takes_the_newest_attempt(empty_course, downloads):
    (downloads / classroom.attempt("ada", "2026-03-02-10-00-00")).write_text("older")
    (downloads / classroom.attempt("ada", "2026-03-04-09-00-00")).write_text("newest")
    (downloads / classroom.attempt("ada", "2026-03-03-23-00-00")).write_text("middle")
    collect(ASSIGNMENT, downloads, empty_course)
    folder = empty_course / "submitted" / "ada" / ASSIGNMENT
    assert (folder / NOTEBOOK).read_text() == "newest"
    assert (folder / "timestamp.txt").read_text() == "2026-03-04 09:00:00"


def test_collect_never_replaces_a_submission(empty_course, downloads):
    (downloads / classroom.attempt("ada")).write_text("first")
    collect(ASSIGNMENT, downloads, empty_course)
    assert outcomes(collect(ASSIGNMENT, downloads, empty_course)) == {"ada": "unchanged"}
    (downloads / classroom.attempt("ada")).write_text("second")
    (step,) = collect(ASSIGNMENT, downloads, empty_course)
    assert step.outcome == "kept" and "submitted" in step.reason
    assert (empty_course / "submitted" / "ada" / ASSIGNMENT / NOTEBOOK).read_text() == "first"


@pytest.mark.parametrize("name", ["../ada", "..", "a/b", ".hidden", ""])
def test_no_student_name_leads_out_of_submitted(empty_course, downloads, name):
    with zipfile.ZipFile(downloads / "export.zip", "w") as archive:
        archive.writestr(classroom.attempt(name), "anything")
    collect(ASSIGNMENT, downloads, empty_course)
    found = [
        path for path in empty_course.parent.rglob("*.ipynb") if path.read_text() == "anything"
    ]
    inside = empty_course / "submitted"
    assert all(path.parts[: len(inside.parts)] == inside.parts for path in found)
    assert all(len(path.relative_to(inside).parts) == 3 for path in found)


def test_an_archive_that_cannot_be_unpacked_stops_nobody(empty_course, downloads):
    (downloads / "broken.zip").write_bytes(b"PK\x03\x04 and nothing more")
    (downloads / classroom.attempt("zoe")).write_text("zoe's")
    steps = collect(ASSIGNMENT, downloads, empty_course)
    assert outcomes(steps) == {"broken.zip": "failed", "zoe": "done"}


CANVAS = (
    "hopperg_101_5001_03_activations.ipynb",
    "lovelacea_LATE_102_5002_03_activations.ipynb",
    "turinga_103_5003_03_activations-1.ipynb",
    "kimminjun_104_5004_03_activations (1).ipynb",
)
MOODLE = (
    "Grace Hopper_12345_assignsubmission_file_/03_activations.ipynb",
    "Ada Lovelace_12347_assignsubmission_file_03_activations.ipynb",
    "김 민준_12348_assignsubmission_file_/03_activations.ipynb",
)
BLACKBOARD = ("gradebook_NN101_bbuser_attempt_2026-03-02-10-00-00_03_activations.ipynb",)
HAND = ("hopper/my work.ipynb", "o'neil/03_activations/03_activations.ipynb")
WHO = {
    "canvas": (CANVAS, ["hopperg", "kimminjun", "lovelacea", "turinga"]),
    "moodle": (MOODLE, ["Ada Lovelace", "Grace Hopper", "김 민준"]),
    "blackboard": (BLACKBOARD, ["bbuser"]),
    "hand": (HAND, ["hopper", "o'neil"]),
}


@pytest.mark.parametrize("packed", ["files", "zip"])
@pytest.mark.parametrize("platform", WHO)
def test_every_platforms_names_are_read(empty_course, downloads, platform, packed):
    names, who = WHO[platform]
    if packed == "zip":
        with zipfile.ZipFile(downloads / "all.zip", "w") as archive:
            for name in names:
                archive.writestr(name, name)
    for name in names if packed == "files" else ():
        (downloads / name).parent.mkdir(exist_ok=True, parents=True)
        (downloads / name).write_text(name)
    steps = collect(
        ASSIGNMENT, downloads / "all.zip" if packed == "zip" else downloads, empty_course
    )
    assert outcomes(steps) == dict.fromkeys(who, "done")
    assert students(ASSIGNMENT, empty_course) == who
    for name in who:
        folder = empty_course / "submitted" / name / ASSIGNMENT
        assert (folder / NOTEBOOK).read_text() in names


def test_what_platforms_call_a_submission_is_kept(empty_course, downloads):
    for name in (CANVAS[1], MOODLE[1]):
        (downloads / name).write_text(name)
    steps = collect(ASSIGNMENT, downloads, empty_course)
    assert {step.student: step.reason for step in steps}["lovelacea"] == "late, says the platform"
    assert collected(empty_course) == {
        (ASSIGNMENT, "lovelacea"): ("canvas", "102", "lovelacea_LATE_102_5002_"),
        (ASSIGNMENT, "Ada Lovelace"): (
            "moodle",
            "12347",
            "Ada Lovelace_12347_assignsubmission_file_",
        ),
    }


def test_two_people_of_one_name_are_two(empty_course, downloads):
    for number in (1, 2):
        (downloads / f"Kim_{number}_assignsubmission_file_{NOTEBOOK}").write_text(str(number))
    collect(ASSIGNMENT, downloads, empty_course)
    assert students(ASSIGNMENT, empty_course) == ["Kim 1", "Kim 2"]


def test_an_update_keeps_what_was_there(empty_course, downloads):
    (downloads / classroom.attempt("ada")).write_text("first")
    collect(ASSIGNMENT, downloads, empty_course)
    (downloads / classroom.attempt("ada")).write_text("second")
    assert outcomes(collect(ASSIGNMENT, downloads, empty_course, update=True)) == {"ada": "done"}
    assert (empty_course / "submitted" / "ada" / ASSIGNMENT / NOTEBOOK).read_text() == "second"
    assert [p.read_text() for p in (empty_course / "build/replaced").rglob("*.ipynb")] == ["first"]


def test_other_notebooks_and_older_copies_are_listed(empty_course, downloads):
    for name in (NOTEBOOK, "03_activations (1).ipynb", "holiday.ipynb", "plot.png"):
        (downloads / "ada").mkdir(exist_ok=True)
        (downloads / "ada" / name).write_text(name)
    steps = collect(ASSIGNMENT, downloads, empty_course)
    folder = empty_course / "submitted" / "ada" / ASSIGNMENT
    assert (folder / NOTEBOOK).read_text() == "03_activations (1).ipynb"
    assert {s.student: s.reason for s in steps if s.outcome == "left"} == {
        "ada/plot.png": "not a notebook",
        "ada/holiday.ipynb": "not a notebook of this assignment",
        f"ada/{NOTEBOOK}": "an older attempt",
    }


def test_a_pattern_of_the_courses_own_comes_first(empty_course, downloads):
    with (empty_course / "nbgrader_config.py").open("a") as config:
        config.write("\nc.FileNameCollectorPlugin.named_regexp = "
                     "r'.*/(?P<file_id>[0-9a-z_]+)--(?P<student_id>[a-z]+).ipynb'\n")  # fmt: skip
    (downloads / "03_activations--ada.ipynb").write_text("ada's")
    assert outcomes(collect(ASSIGNMENT, downloads, empty_course)) == {"ada": "done"}


def test_there_must_be_something(empty_course, tmp_path):
    with pytest.raises(BookError, match="nothing at"):
        collect(ASSIGNMENT, tmp_path / "nowhere", empty_course)
