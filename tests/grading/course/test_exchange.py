"""The exchange, whole: released, fetched, handed in, collected, graded, and the feedback back at the learner."""

import json
import logging
import shutil
import stat
from pathlib import Path

import classroom
import pytest
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from warm_nbgrader import nbgrader

from nnlib.grading.course import sample
from nnlib.grading.course.exchange import FeedbackOfAll, ReleasePrivately, local_exchange
from nnlib.grading.course.reading import noted
from nnlib.grading.course.settings import configure

ASSIGNMENT = classroom.ASSIGNMENT
NOTEBOOK = classroom.NOTEBOOK


def run(folder, *words):
    """nbgrader in a folder, with a learner's cache of its own beside that."""
    return nbgrader(folder, *words, JUPYTER_DATA_DIR=str(folder.parent / "jupyter"))


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """A folder with a course, and beside it a learner's desk: released, fetched, handed in, collected."""
    folder = tmp_path_factory.mktemp("exchange")
    course, desk = sample.new_course(folder / "course"), folder / "desk"
    if not classroom.walls():
        with (course / "nbgrader_config.py").open("a") as config:
            config.write('\nc.GradeInSandbox.backend = "plain"\n')
    desk.mkdir()
    run(course, "generate_assignment", ASSIGNMENT)
    run(course, "release_assignment", ASSIGNMENT)
    run(desk, "fetch_assignment", ASSIGNMENT, *exchange(folder))
    fetched = desk / ASSIGNMENT / NOTEBOOK
    answers = sample.SAMPLE_CLASS / "slip_relu.py"
    sample.build_submission(fetched, answers, fetched)
    run(desk, "submit", ASSIGNMENT, *exchange(folder))
    run(course, "collect", ASSIGNMENT)
    return folder


def exchange(folder):
    """How a learner's nbgrader finds the exchange."""
    return "--course", "nnlib", f"--Exchange.root={folder}/course/build/exchange"


@pytest.mark.parametrize("road", ["nnlib", "nbgrader"])
def test_the_whole_round_trip(collected, tmp_path, road):
    folder = shutil.copytree(collected, tmp_path / "all")
    course, desk = folder / "course", folder / "desk"
    (student,) = [path.name for path in (course / "submitted").iterdir()]
    if road == "nnlib":
        classroom.grade(course)
    else:
        run(course, "autograde", ASSIGNMENT)
    flags, cells = noted(course / "autograded" / student / ASSIGNMENT)
    assert flags == ()  # what the exchange puts beside a notebook accuses nobody
    assert cells, "this class's relu is wrong"
    run(course, "generate_feedback", ASSIGNMENT)
    run(course, "release_feedback", ASSIGNMENT)
    run(desk, "fetch_feedback", ASSIGNMENT, *exchange(folder))
    (page,) = desk.glob(f"{ASSIGNMENT}/feedback/*/{ASSIGNMENT}.html")
    total = classroom.points(course)[student]
    assert f"{total:g}" in page.read_text() and total < 24
    root = course / "build/exchange"
    assert stat.S_IMODE(root.stat().st_mode) == 0o700


def test_without_a_word_the_exchange_is_its_owners_alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = Path(local_exchange())
    assert folder == tmp_path / "build/exchange"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_an_exchange_that_was_set_up_stays_as_it_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "build/exchange").mkdir(parents=True)
    (tmp_path / "build/exchange").chmod(0o770)
    assert stat.S_IMODE(Path(local_exchange()).stat().st_mode) == 0o770


@pytest.mark.parametrize("everybody", [True, False])
def test_only_who_asks_gets_an_exchange_open_to_everybody(tmp_path, everybody):
    c = Config()
    configure(c, exchange=tmp_path / "shared", everybody=everybody)
    assert c.Exchange.root == str(tmp_path / "shared")
    assert ("release_assignment" in c.ExchangeFactory) is not everybody


def test_an_exchange_that_cannot_be_made_is_said_in_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    release = ReleasePrivately(coursedir=CourseDirectory(root=str(tmp_path)))
    release.root = str(tmp_path / "file" / "exchange")
    with pytest.raises(Exception, match="exchange .*file/exchange cannot be made"):
        release.ensure_root()


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # nbgrader's own files
def test_who_handed_in_another_way_does_not_stop_the_feedback(tmp_path, caplog):
    course = CourseDirectory(root=str(tmp_path), assignment_id="a", course_id="c")
    for name in ("ada", "emmy"):
        folder = tmp_path / "feedback" / name / "a"
        folder.mkdir(parents=True)
        (folder / "a.html").write_text(name)
        (folder / "timestamp.txt").write_text("2026-03-02 10:00:00 UTC")
    (tmp_path / "feedback/ada/a/submission_secret.txt").write_text("0123")
    (tmp_path / "exchange").mkdir()
    release = FeedbackOfAll(coursedir=course)
    release.root = str(tmp_path / "exchange")
    release.log = logging.getLogger("test-exchange")
    with caplog.at_level(logging.WARNING, "test-exchange"):
        release.start()
    assert [path.read_text() for path in tmp_path.glob("exchange/c/feedback/*.html")] == ["ada"]
    assert "emmy" in caplog.text and "ada" not in caplog.text


def test_a_secret_that_is_no_file_is_not_read(tmp_path):
    course = classroom.new_course(tmp_path / "course")
    folder = classroom.hand_in(course, "ada").parent
    (folder / "submission_secret.txt").symlink_to("/etc/hostname")
    classroom.grade(course)
    assert not (course / "autograded/ada" / ASSIGNMENT / "submission_secret.txt").exists()
    entry = json.loads((course / f"autograded/ada/{ASSIGNMENT}/{NOTEBOOK}").read_text())
    assert entry["metadata"]["nnlib"]["entry"]["points"] == 24
