"""A teaching week by its commands, in a course of its own: from the release to what the platforms take back."""

import csv
import inspect
import json
import shlex
import shutil
import zipfile

import classroom
import pytest
from nbgrader.api import Gradebook

from nnlib.course import cli

ASSIGNMENT = classroom.ASSIGNMENT
NOTEBOOK = classroom.NOTEBOOK


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    """A course with a due date, a penalty and a folder of downloads; zoe is enrolled and hands in nothing."""
    top = tmp_path_factory.mktemp("week")
    course = classroom.new_course(top / "course")
    with (course / "nbgrader_config.py").open("a") as config:
        config.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    right = classroom.hand_in(course, "scratch").read_text()
    shutil.rmtree(course / "submitted")
    names = (
        f"hopperg_101_5001_{NOTEBOOK}",
        f"bb_attempt_2026-03-02-05-00-00_{NOTEBOOK}",
        f"김 민준_12348_assignsubmission_file_/{ASSIGNMENT} (1).ipynb",
        "essay.pdf",
    )
    for name in names:
        (top / "downloads" / name).parent.mkdir(parents=True, exist_ok=True)
        (top / "downloads" / name).write_text(right)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        book.add_student("zoe")
    return course


def run(week, *words):
    done = classroom.nnlib(*words, cwd=week)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_week(week):
    assert "until 2026-03-02 00:00 UTC" in run(week, "release", ASSIGNMENT, "--due", "2026-03-02")
    said = run(week, "collect", ASSIGNMENT, "../downloads")
    assert "3 submissions taken, 0 were there already, 1 lines above need a look" in said
    assert "essay.pdf: no name of a student in it" in said
    table = run(week, "grade", ASSIGNMENT, "--json", "build/grades.json")
    assert [line.split() for line in table.splitlines() if line.startswith("bb")] == [
        ["bb", "0", "machine", "24"]
    ]
    entries = {
        e["student"]: e for e in json.loads((week / "build/grades.json").read_text())["students"]
    }
    assert (entries["bb"]["points"], entries["bb"]["machine_points"]) == (0, 24)
    assert "until 2026-03-02 06:00 UTC" in run(week, "extend", "bb", ASSIGNMENT, "--hours", "6")
    assert classroom.points(week)["bb"] == 24


def test_the_report_names_who_handed_in_nothing(week):
    """Runs after the week, as those below."""
    said = run(week, "report", ASSIGNMENT, "--html", "build/report.html")
    assert "Handed in nothing (1)\n  zoe" in said
    assert "<h2>Handed in nothing</h2><p>zoe</p>" in (week / "build/report.html").read_text()


def test_feedback_goes_back_under_the_names_of_the_platforms(week):
    assert "3 pages in feedback/" in run(week, "feedback", ASSIGNMENT, "--zip")
    found = {
        path.stem.rpartition("_")[2]: zipfile.ZipFile(path).namelist()
        for path in week.glob("feedback/*.zip")
    }
    assert found == {
        "canvas": [f"hopperg_101_5001_{ASSIGNMENT}.html"],
        "moodle": [f"김 민준_12348_assignsubmission_file_/{ASSIGNMENT}.html"],
        "folders": [f"bb/{ASSIGNMENT}.html"],
    }


def test_grades_go_back_under_the_numbers_of_the_platforms(week):
    run(week, "export", ASSIGNMENT, "--format", "canvas", "--column", "Week 3", "--output", "c.csv")
    with open(week / "c.csv", newline="", encoding="utf-8") as file:
        head, _, *rows = csv.reader(file)
    assert head[-1] == "Week 3"
    assert [row[1] for row in rows if row[3] == "hopperg"] == ["101"]
    run(week, "export", ASSIGNMENT, "--format", "moodle-worksheet", "--output", "m.csv")
    with open(week / "m.csv", newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["Identifier"], row["Grade"]) == ("Participant 12348", "24")


@pytest.mark.parametrize("words, said", [
    (("collect", ASSIGNMENT, "nowhere"), "nnlib: there is nothing at nowhere"),
    (("extend", "bb", ASSIGNMENT, "--until", "soon"), "nnlib: 'soon' is no date"),
    (("release", ASSIGNMENT, "--due", "soon"), "nnlib: 'soon' is no date"),
])  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(week, words, said):
    done = classroom.nnlib(*words, cwd=week)
    assert done.returncode == 1 and done.stderr.startswith(said)
    assert len(done.stderr.strip().splitlines()) == 1


def guided(root):
    """Every line of the guide that begins with nnlib, as words."""
    text = (root / "chapters/teaching.md").read_text(encoding="utf-8")
    return [shlex.split(line) for line in text.splitlines() if line.startswith("nnlib ")]


def test_every_command_of_the_guide_is_one(root):
    known = {
        (c.name or c.callback.__name__).replace("_", "-"): c for c in cli.app.registered_commands
    }
    lines = guided(root)
    assert len(lines) >= 9
    for _, name, *words in lines:
        options = {word for word in words if word.startswith("--")}
        offered = set(inspect.signature(known[name].callback).parameters)
        assert {option[2:].replace("-", "_") for option in options} <= offered, name
