"""What may go wrong around a grader, done for real: nothing graded is lost, and what to do is said."""

import json
import os
import sqlite3
import subprocess
import sys
import textwrap

import classroom
import pytest

from nnlib.grading.course.folder import in_turn, open_course

pytestmark = pytest.mark.xdist_group("faults")


@pytest.fixture
def folder(tmp_path):
    return classroom.new_course(tmp_path / "course")


# -- the coordinator killed -----------------------------------------------------------------------


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_grader_leaves_nobody_running_and_goes_on(folder, jobs):
    expected = {f"slow{n}": 24 for n in range(6)}
    for name in expected:
        classroom.hand_in(folder, name, classroom.slow(0.3))
    run = classroom.start("grade", classroom.ASSIGNMENT, "--course", folder, "--jobs", jobs)
    classroom.wait_for(lambda: len(classroom.graded(folder)) >= 2, what="grading")
    below = classroom.family(run)
    classroom.kill(run)
    before = classroom.graded(folder)
    assert len(below) >= 2 and classroom.all_gone(below), "a sandbox goes on without its grader"
    kinds = classroom.outcomes(classroom.grade(folder))
    assert len(before) < 6
    assert {name for name, kind in kinds.items() if kind == "unchanged"} == set(before)
    assert classroom.points(folder) == expected
    after = classroom.graded(folder)
    assert {name: after[name] for name in before} == before, "somebody was graded twice"


# -- the disk full --------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path):
    """resize(kilobytes): a disk of that size, mounted for this test; needs the right to mount."""
    where = tmp_path / "disk"
    where.mkdir()

    def mount(*options):
        return subprocess.run(
            ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", where], capture_output=True
        ).returncode

    if os.geteuid() != 0 or mount("size=64m") != 0:
        pytest.skip("only root may mount a small disk; the test with a limit on file size ran")

    def resize(kilobytes):
        assert mount("remount", f"size={kilobytes}k") == 0

    resize.where = where
    yield resize
    subprocess.run(["umount", "-l", where], check=True)


def used(where):
    about = os.statvfs(where)
    return (about.f_blocks - about.f_bfree) * about.f_frsize // 1024


def test_a_full_disk_stops_the_run_and_more_room_lets_it_go_on(small_disk):
    folder = classroom.new_course(small_disk.where / "course")
    expected = classroom.hand_in_class(folder, 12)
    classroom.grade(folder, only=["s000_right"])
    small_disk(used(small_disk.where) + 200)  # room for some of them
    done = classroom.nnlib("grade", classroom.ASSIGNMENT, "--course", folder)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "room" in done.stderr or "disk" in done.stderr, done.stderr
    assert "what was graded is kept" in done.stderr
    before = classroom.graded(folder)
    assert 1 <= len(before) < 12
    small_disk(65536)
    kinds = classroom.outcomes(classroom.grade(folder))
    assert {name for name, kind in kinds.items() if kind == "unchanged"} == set(before)
    assert classroom.points(folder) == expected
    assert not list(folder.rglob(".nnlib-*")), "half a file was left"


def test_a_gradebook_that_may_not_grow_stops_the_run(folder):
    expected = classroom.hand_in_class(folder, 4)
    most = (folder / "gradebook.db").stat().st_size + 4096
    limited = f"""
        import resource, signal, sys
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, resource.RLIM_INFINITY))
        from nnlib.course.cli import main
        sys.argv = ["nnlib", "grade", {classroom.ASSIGNMENT!r}, "--course", {str(folder)!r}]
        main()
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(limited)],
        capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "what was graded is kept" in done.stderr
    kinds = classroom.outcomes(classroom.grade(folder))
    assert set(kinds.values()) <= {"done", "unchanged"}
    assert classroom.points(folder) == expected


# -- the gradebook locked, or gone ----------------------------------------------------------------


def lock(folder):
    book = sqlite3.connect(folder / "gradebook.db", isolation_level=None, check_same_thread=False)
    book.execute("begin exclusive")
    return book


def test_a_gradebook_that_another_program_holds_is_waited_for(folder):
    expected = classroom.hand_in_class(folder, 2)
    book = lock(folder)
    run = classroom.start("grade", classroom.ASSIGNMENT, "--course", folder)
    with pytest.raises(subprocess.TimeoutExpired):
        run.wait(62)  # longer than SQLite alone would wait, or a person who looks something up
    book.close()
    said = run.communicate(timeout=120)
    assert run.returncode == 0, said
    assert said[1].count("another program holds the gradebook") == 1
    assert classroom.points(folder) == expected


def test_a_gradebook_that_stays_locked_is_named(folder):
    classroom.hand_in(folder, "ada")
    book = lock(folder)
    hasty = f"""
        import sys
        from nnlib.course.cli import main
        from nnlib.grading.course import record
        record.LOCKED_SECONDS = 6.0  # and SQLite waits for five
        sys.argv = ["nnlib", "grade", {classroom.ASSIGNMENT!r}, "--course", {str(folder)!r}]
        main()
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(hasty)],
        capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    book.close()
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "gradebook.db cannot be used: database is locked. Close what else uses it" in done.stderr
    assert classroom.points(folder) == {}


def test_a_gradebook_that_is_gone_is_made_again_from_what_was_handed_in(folder):
    expected = classroom.hand_in_class(folder, 3)
    classroom.grade(folder)
    (folder / "gradebook.db").unlink()
    classroom.grade(folder)
    assert classroom.points(folder) == expected


# -- a clock that jumps ---------------------------------------------------------------------------

JUMPING = """
    import datetime, itertools, sys, time
    true, steps = time.time, itertools.cycle([0, 90_000, -400_000, 10**8, -10**9])
    time.time = lambda: true() + next(steps)
    class Jumping(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(time.time(), tz)
    datetime.datetime = Jumping
    from nnlib.course.cli import main
    sys.argv = ["nnlib", "grade", {assignment!r}, "--course", {folder!r}]
    main()
"""


def test_a_clock_that_jumps_changes_no_points_and_grades_nobody_twice(folder):
    expected = classroom.hand_in_class(folder, 3)
    endless = {"relu_backward": "def relu_backward(dout, a):\n    while True:\n        pass"}
    classroom.hand_in(folder, "endless", endless)
    os.utime(classroom.hand_in(folder, "tomorrow"), (4e9, 4e9))
    os.utime(classroom.hand_in(folder, "long_ago"), (1, 1))
    expected |= {"endless": 21, "tomorrow": 24, "long_ago": 24}
    code = textwrap.dedent(JUMPING).format(assignment=classroom.ASSIGNMENT, folder=str(folder))
    first, second = (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=240)
        for _ in range(2)
    )
    assert first.returncode == 0, first.stderr
    assert "6 graded, 0 unchanged" in first.stdout
    assert "0 graded, 6 unchanged" in second.stdout
    assert classroom.points(folder) == expected


# -- no sandbox -----------------------------------------------------------------------------------


def test_without_a_sandbox_nobody_is_graded_unless_that_is_asked_for(folder, tmp_path):
    classroom.hand_in(folder, "ada")
    words = "grade", classroom.ASSIGNMENT, "--course", folder, "--json", tmp_path / "all.json"
    nowhere = {"env": os.environ | {"PATH": "/nowhere"}}
    refused = classroom.nnlib(*words, **nowhere)
    assert refused.returncode == 1 and "Traceback" not in refused.stderr
    for said in ("bwrap is not installed", "apt-get install bubblewrap", "--no-sandbox"):
        assert said in refused.stderr
    assert classroom.points(folder) == {} and not (tmp_path / "all.json").exists()
    asked = classroom.nnlib(*words, "--no-sandbox", **nowhere)
    assert asked.returncode == 0 and "NO SANDBOX" in asked.stderr
    assert "NOT a sandbox" in asked.stdout
    assert classroom.points(folder) == {"ada": 24}


def test_for_nbgrader_too_that_is_a_setting(folder):
    classroom.hand_in(folder, "ada")
    command = [sys.executable, "-m", "nbgrader", "autograde", classroom.ASSIGNMENT]
    options = {"cwd": folder, "capture_output": True, "text": True, "timeout": 240}
    options |= {"env": os.environ | {"PATH": "/nowhere"}}
    refused = subprocess.run(command, **options)
    assert refused.returncode != 0 and "GradeInSandbox.backend" in refused.stderr
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write('\nc.GradeInSandbox.backend = "plain"\n')
    asked = subprocess.run(command, **options)
    assert asked.returncode == 0, asked.stderr
    assert classroom.points(folder) == {"ada": 24}


# -- two graders ----------------------------------------------------------------------------------

COIN = {
    "relu_backward": (
        "import random\nRIGHT = random.random() < 0.5\n"
        "def relu_backward(dout, a):\n    return dout * (a > 0) if RIGHT else dout"
    )
}


def test_two_graders_of_one_class_take_turns_and_say_the_same(folder, tmp_path):
    for number in range(8):
        classroom.hand_in(folder, f"coin{number}", COIN)
    files = [tmp_path / f"{n}.json" for n in range(2)]
    words = "grade", classroom.ASSIGNMENT, "--course", folder, "--force", "--json"
    runs = [classroom.start(*words, file) for file in files]
    said = [run.communicate(timeout=240)[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert sorted(text.count("another `nnlib grade` is at work") for text in said) == [0, 1]
    entries = [json.loads(file.read_text())["students"] for file in files]
    last = max(range(2), key=lambda n: files[n].stat().st_mtime_ns)
    assert {e["student"]: e["points"] for e in entries[last]} == classroom.points(folder)


def test_graders_of_some_students_go_side_by_side(folder, caplog):
    course = open_course(folder, classroom.ASSIGNMENT)
    with in_turn(course, everybody=False), in_turn(course, everybody=False):
        assert caplog.messages == []
