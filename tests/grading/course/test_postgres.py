"""The gradebook in PostgreSQL: a real server, two graders at once, and what is said when it is not there."""

import contextlib
import re
import socket

import classroom
import pytest
from nbgrader.api import Gradebook
from sqlalchemy import create_engine, text

from nnlib.grading.course import classview, export, record

pytestmark = pytest.mark.xdist_group("postgres")


@contextlib.contextmanager
def connected(url):
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def db(postgres, request):
    """An empty database of this test's own."""
    name = re.sub(r"\W", "_", request.node.name)[:60]
    with connected(postgres) as server:
        server.execute(text(f'create database "{name}"'))
    return f"{postgres.rpartition('/')[0]}/{name}"


@pytest.fixture
def folder(tmp_path):
    return classroom.new_course(tmp_path / "course", gradebook=False)


def test_the_gradebook_is_made_filled_and_read_there(folder, db, tmp_path):
    expected = classroom.hand_in_class(folder, 3)
    (folder / "submitted/s000_right" / classroom.ASSIGNMENT / "timestamp.txt").write_text(
        "2026-03-02 10:00:00"
    )
    done = classroom.grade(folder, db=db)
    assert classroom.points(folder, db) == expected
    assert not (folder / "gradebook.db").exists(), "the course's own gradebook was made, too"
    again = classroom.grade(folder, db=db)
    assert set(classroom.outcomes(again).values()) == {"unchanged"}
    assert again.as_dict()["students"] == done.as_dict()["students"]
    view = classview.class_view(classroom.ASSIGNMENT, folder, db)
    assert {s.name: s.points for s in view.students} == expected
    written = export.export(classroom.ASSIGNMENT, "csv", tmp_path / "out.csv", folder, db)
    assert written == (tmp_path / "out.csv", 3, 0)
    assert "2026-03-02 10:00:00" in (tmp_path / "out.csv").read_text()


def test_two_graders_at_once_from_an_empty_gradebook(folder, db):
    expected = classroom.hand_in_class(folder, 10)
    names = list(expected)
    words = ("grade", classroom.ASSIGNMENT, "--course", folder, "--db", db)
    shares = (names[:6], names[4:])  # two students are both graders'
    running = [
        classroom.start(*words, *(word for name in share for word in ("--student", name)))
        for share in shares
    ]
    said = [run.communicate(timeout=240) for run in running]
    assert [run.returncode for run in running] == [0, 0], said
    assert [text.count("\ns0") for text, _ in said] == [6, 6]
    assert classroom.points(folder, db) == expected
    with Gradebook(db) as book:
        assert sorted(s.id for s in book.students) == sorted(expected), "somebody is there twice"
        assert len(book.assignments) == 1


def test_two_courses_folders_share_one_gradebook(folder, db, tmp_path):
    """Two machines, each with a folder of its own: the release of one is the release of the other."""
    other = classroom.new_course(tmp_path / "other", gradebook=False)
    classroom.hand_in(folder, "ada")
    classroom.hand_in(other, "emmy")
    running = [
        classroom.start("grade", classroom.ASSIGNMENT, "--course", where, "--db", db)
        for where in (folder, other)
    ]
    said = [run.communicate(timeout=240) for run in running]
    assert [run.returncode for run in running] == [0, 0], said
    assert classroom.points(folder, db) == {"ada": 24, "emmy": 24}


def test_a_connection_that_is_cut_is_made_again(folder, db):
    """The server ends the sessions of the grader half-way, as at a restart; nobody loses anything by it."""
    expected = {f"slow{n}": 24 for n in range(5)}
    for name in expected:
        classroom.hand_in(folder, name, classroom.slow(0.3))
    run = classroom.start("grade", classroom.ASSIGNMENT, "--course", folder, "--db", db)
    classroom.wait_for(lambda: len(classroom.graded(folder)) >= 2, what="grading")
    with connected(db) as server:
        cut = server.execute(
            text(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity "
                "where datname = current_database() and pid <> pg_backend_pid()"
            )
        ).scalar()
    said = run.communicate(timeout=120)
    assert run.returncode == 0, said
    assert cut >= 1
    assert classroom.points(folder, db) == expected


@pytest.mark.parametrize("command", ["grade", "report"])
def test_a_server_that_is_not_there_is_named_without_its_password(folder, command):
    classroom.hand_in(folder, "ada")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens here
        db = f"postgresql+psycopg://ada:secret@127.0.0.1:{taken.getsockname()[1]}/grades"
        done = classroom.nnlib(command, classroom.ASSIGNMENT, "--course", folder, "--db", db)
    assert done.returncode == 1
    assert "the gradebook postgresql+psycopg://ada:***@127.0.0.1" in done.stderr
    assert "secret" not in done.stderr and "Traceback" not in done.stderr


def test_an_address_that_is_none_is_named(folder):
    classroom.hand_in(folder, "ada")
    done = classroom.nnlib(
        *("grade", classroom.ASSIGNMENT, "--course", folder, "--db", "no such thing")
    )
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "the gradebook with an address that cannot be read" in done.stderr


def test_a_grader_does_not_wait_for_ever_for_another(folder, db, monkeypatch):
    monkeypatch.setattr(record, "LOCK_SECONDS", 1)
    with record.alone(db, folder):
        with pytest.raises(record.GradebookError, match="another grader has been making"):
            with record.alone(db, folder):
                pass
    with record.alone(db, folder):
        pass
