"""Being late: on every road, settled anew in every run, with more time for one student."""

from datetime import datetime

import classroom
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from warm_nbgrader import nbgrader

from nnlib.core.files import BookError
from nnlib.grading.course.dates import extend, set_due
from nnlib.grading.course.folder import open_course
from nnlib.grading.course.late import as_date, extensions, write_extensions

ASSIGNMENT = classroom.ASSIGNMENT
ZERO = '\nc.LateSubmissionPlugin.penalty_method = "zero"\n'


@pytest.fixture
def course(tmp_path):
    """Ada is five hours late, emmy in time."""
    folder = classroom.new_course(tmp_path / "course")
    for name, when in (("ada", "2026-03-02 05:00:00 UTC"), ("emmy", "2026-03-01 23:00:00 UTC")):
        (classroom.hand_in(folder, name).parent / "timestamp.txt").write_text(when)
    set_due(open_course(folder, ASSIGNMENT), "2026-03-02 00:00")
    return folder


def add(folder, text):
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write(text)


def penalties(folder):
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        return {
            row.student.id: row.notebooks[0].late_submission_penalty
            for row in book.assignment_submissions(ASSIGNMENT)
        }


def press(folder, *students):
    """The formgrader's button, for each of them."""
    course = open_course(folder, ASSIGNMENT)
    api = NbGraderAPI(course, config=course.config)
    for name in students:
        done = api.autograde(ASSIGNMENT, name, force=True)
        assert done["success"], done


def test_the_same_penalty_on_both_roads(course):
    add(course, ZERO)
    assert {s["student"]: s["points"] for s in classroom.grade(course).students} == {
        "ada": 0,
        "emmy": 24,
    }
    assert penalties(course) == {"ada": 24, "emmy": None}
    nbgrader(course, "autograde", ASSIGNMENT, "--force")
    assert penalties(course) == {"ada": 24, "emmy": None}


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # how nbgrader adds rows
def test_the_button_alone_takes_the_same(course):
    add(course, ZERO)
    press(course, "ada", "emmy")
    assert penalties(course) == {"ada": 24, "emmy": None}


def test_a_rule_or_a_date_that_changes_later_counts_without_grading_again(course):
    classroom.grade(course)
    assert penalties(course) == {"ada": None, "emmy": None}
    add(course, ZERO)
    assert set(classroom.outcomes(classroom.grade(course)).values()) == {"unchanged"}
    assert penalties(course) == {"ada": 24, "emmy": None}
    set_due(open_course(course, ASSIGNMENT), "2026-03-05 00:00")
    assert penalties(course) == {"ada": None, "emmy": None}
    set_due(open_course(course, ASSIGNMENT), "2026-03-01 00:00")
    assert penalties(course) == {"ada": 24, "emmy": 24}
    set_due(open_course(course, ASSIGNMENT), "none")
    assert penalties(course) == {"ada": None, "emmy": None}


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # how nbgrader adds rows
def test_more_time_for_one_also_before_anything_is_handed_in(course):
    add(course, ZERO)
    assert extend("ada", ASSIGNMENT, course, hours=4) == datetime(2026, 3, 2, 4)
    extend("zoe", ASSIGNMENT, course, until="2026-03-09 00:00")
    classroom.grade(course)
    assert penalties(course) == {"ada": 24, "emmy": None}, "an hour too late all the same"
    extend("ada", ASSIGNMENT, course, until="2026-03-02 14:00 Asia/Seoul")
    assert penalties(course) == {"ada": None, "emmy": None}
    (classroom.hand_in(course, "zoe").parent / "timestamp.txt").write_text("2026-03-08 00:00:00")
    classroom.grade(course)
    assert penalties(course) == {"ada": None, "emmy": None, "zoe": None}
    press(course, "ada", "zoe")
    assert penalties(course) == {"ada": None, "emmy": None, "zoe": None}
    extend("ada", ASSIGNMENT, course)
    assert penalties(course) == {"ada": 24, "emmy": None, "zoe": None}


def test_what_cannot_be_is_said(course):
    with pytest.raises(BookError, match="before everybody's date"):
        extend("ada", ASSIGNMENT, course, until="2026-03-01")
    with pytest.raises(BookError, match="'tomorrow' is no date"):
        extend("ada", ASSIGNMENT, course, until="tomorrow")
    set_due(open_course(course, ASSIGNMENT), "none")
    with pytest.raises(BookError, match="has no due date"):
        extend("ada", ASSIGNMENT, course, hours=3)
    with pytest.raises(BookError, match="first run: nnlib release 99_nothing"):
        extend("ada", "99_nothing", course, hours=3)


@pytest.mark.parametrize("text", [b"gestern", b"", b"\xff\xfe", b"2026-03-01" + b" " * 300])
def test_a_date_that_cannot_be_read_is_refused_with_the_name(course, text):
    stamp = course / "submitted" / "ada" / ASSIGNMENT / "timestamp.txt"
    stamp.write_bytes(text)
    done = classroom.grade(course)
    assert classroom.outcomes(done) == {"ada": "failed", "emmy": "done"}
    (said,) = [step.reason for step in done.steps if step.student == "ada"]
    assert "timestamp.txt" in said and "grade again" in said
    stamp.unlink()
    assert classroom.outcomes(classroom.grade(course)) == {"ada": "done", "emmy": "unchanged"}


@pytest.mark.parametrize("body, said", [
    ("raise KeyError(student)", "stopped with KeyError: 'ada'"),
    ("return 'many'", "stopped with TypeError"),
])  # fmt: skip
def test_a_plugin_that_stops_is_named(course, body, said):
    name = f"stops_{len(body)}"  # a module of a name is loaded once in a process
    (course / f"{name}.py").write_text(
        "from nbgrader.plugins import BasePlugin\n\n\nclass Late(BasePlugin):\n"
        f"    def late_submission_penalty(self, student, score, seconds):\n        {body}\n"
    )
    add(course, f'\nc.AssignLatePenalties.plugin_class = "{name}.Late"\n')
    with pytest.raises(BookError, match=said):
        classroom.grade(course)


def test_a_plugin_that_is_not_there_is_named(course):
    add(course, '\nc.AssignLatePenalties.plugin_class = "nowhere.Late"\n')
    with pytest.raises(BookError, match="plugin for late submissions cannot be loaded.*nowhere"):
        classroom.grade(course)


def test_the_list_of_extensions_can_be_written_by_hand(tmp_path):
    known = {("a", "김 민준"): datetime(2026, 3, 2), ("a", "o'b,r"): datetime(2026, 3, 3, 4, 5, 6)}
    write_extensions(tmp_path, known)
    assert extensions(tmp_path) == known
    (tmp_path / "extensions.csv").write_text("assignment,student,until\n\na , ada, soon\n")
    with pytest.raises(BookError, match="line 3: wanted assignment,student,until"):
        extensions(tmp_path)


@pytest.mark.parametrize("text, hour", [
    ("2026-03-02 09:00", 9), ("2026-03-02 09:00 UTC", 9),
    ("2026-03-02 09:00 Asia/Seoul", 0), ("2026-03-02T09:00:00+09:00", 0),
])  # fmt: skip
def test_dates_are_read_as_nbgrader_reads_them(text, hour):
    assert as_date(text) == datetime(2026, 3, 2, hour)
