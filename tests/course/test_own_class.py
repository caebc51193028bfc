"""The whole road of an instructor's own exercise: handed out, checked, kept, handed in, graded, given back."""

import json
import pickle
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import own_exercise
import pytest
from own_exercise import IN_PLACE, NO_ROOT, RIGHT, hand_in
from warm_nbgrader import nbgrader

from nnlib.course.check_notebook import check_notebook, parts_elsewhere
from nnlib.course.keep import keep_notebook
from nnlib.course.mine import KeepError
from nnlib.course.selfstudy import submit
from nnlib.course.yours import yours
from nnlib.grading.course.classview import class_view
from nnlib.grading.course.cluster import pack, unpack
from nnlib.grading.course.feedback import feedback
from nnlib.grading.course.folder import open_course
from nnlib.grading.course.glance import lines
from nnlib.grading.course.grade import _ready, grade_class, tasks_of
from nnlib.grading.course.release import release, release_all
from nnlib.grading.course.task import grade_submission
from nnlib.grading.own import ExerciseError
from nnlib.grading.sandbox.machine import Sandboxes

FILE = "solutions/01_rms/rms.py"
HOSTILE = {
    "reads": "import sys\nsys.path += ['../../solutions/01_rms', 'solutions/01_rms']\nfrom rms import reference as rms",
    "opens": "def rms(x):\n    return open('/{course}/solutions/01_rms/rms.py') and 0.0",
    "asks": "import nnlib.grading.own\ndef rms(x):\n    return nnlib.grading.own.beside('rms')",
}


@pytest.fixture
def course(tmp_path, monkeypatch):
    folder = own_exercise.new_course(tmp_path / "course", monkeypatch)
    release_all(folder)
    return folder


def graded(course, **options):
    done = grade_class("01_rms", course, progress=False, **options)
    return {entry["student"]: entry["points"] for entry in done.students}, done


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_class_is_graded(course, jobs):
    hand_in(course, ada=RIGHT, ben=NO_ROOT, cleo=None, dora=IN_PLACE)
    points, done = graded(course, jobs=jobs)
    assert points == {"ada": 3, "ben": 0, "cleo": 0, "dora": 2}
    slips = {e["student"]: {n: c["slip"] for n, c in e["cells"].items()} for e in done.students}
    assert slips["ben"] == {"rms_value": "no-root", "rms_drawn": "no-root"}
    assert (
        slips["cleo"]["rms_value"] == "not-written"
        and slips["dora"]["rms_drawn"] == "input-modified"
    )
    said = "\n".join(lines(class_view("01_rms", course)))
    assert "no-root" in said and "rms_drawn" in said
    assert graded(course)[1].steps[0].outcome == "unchanged"


def test_what_decides_a_verdict_is_graded_again(course):
    hand_in(course, ben=NO_ROOT)
    assert graded(course)[0] == {"ben": 0}
    path = course / FILE
    path.write_text(path.read_text().replace("def no_root", "def root_forgotten"))
    _, done = graded(course)
    assert done.students[0]["cells"]["rms_value"]["slip"] == "root-forgotten"
    (path.parent / "helpers.py").write_text("A = 1\n")
    assert graded(course)[1].steps[0].outcome == "done"
    assert graded(course)[1].steps[0].outcome == "unchanged"


SCRIPT = Path(sys.executable).with_name("nnlib")


@pytest.mark.parametrize("command", [[sys.executable, "-m", "nnlib"], [sys.executable, SCRIPT]])
def test_two_spellings_of_the_command_give_the_same_points(course, command):
    (course / "mychecks.py").write_text("def right(f):\n    return True\n")
    source = course / "solutions/01_rms/01_rms.py"
    source.write_text(
        source.read_text() + _plain_cell("from mychecks import right\nassert right(rms)")
    )
    subprocess.run([sys.executable, "-m", "nnlib", "build"], check=True, capture_output=True)
    hand_in(course, ada=RIGHT)
    said = subprocess.run([*command, "grade", "01_rms"], capture_output=True, text=True)
    assert said.returncode == 1 and "No module named 'mychecks'" in said.stderr
    (course / "mychecks.py").rename(course / "solutions/01_rms/mychecks.py")
    said = subprocess.run([*command, "grade", "01_rms"], capture_output=True, text=True)
    assert said.returncode == 0 and "ada           4" in said.stdout, said.stderr


def _plain_cell(source, points=1, **more):
    about = {
        "grade": True,
        "solution": False,
        "locked": True,
        "points": points,
        "grade_id": "plain",
    }
    about |= {"schema_version": 3, "task": False} | more
    return f"\n# %% nbgrader={json.dumps(about)}\n{source}\n"


def test_plain_asserts_and_cells_for_a_person_go_on_working(course):
    source = course / "solutions/01_rms/01_rms.py"
    by_hand = _plain_cell("# Say why.", 2, grade_id="why", solution=True, locked=False)
    asserted = _plain_cell("assert rms(np.array([3.0, 3.0])) == 3")
    source.write_text(source.read_text() + asserted + by_hand)
    subprocess.run([sys.executable, "-m", "nnlib", "build"], check=True, capture_output=True)
    hand_in(course, ada=RIGHT, ben=NO_ROOT)
    points, done = graded(course)
    assert points == {"ada": 4, "ben": 0}
    assert {entry["max_points"] for entry in done.students} == {6}


def test_two_courses_in_one_process_do_not_mix(tmp_path, monkeypatch):
    found = {}
    for name, factor in (("one", "1"), ("other", "2")):
        folder = own_exercise.new_course(tmp_path / name, monkeypatch)
        for path in (folder / FILE, folder / "solutions/01_rms/01_rms.py"):
            text = path.read_text().replace(
                "np.sqrt(np.mean(x * x))", f"{factor} * np.sqrt(np.mean(x * x))"
            )
            path.write_text(
                text.replace("r=5)", f"r={factor} * 5)").replace("r=2)", f"r={factor} * 2)")
            )
        text = (folder / FILE).read_text()
        cut = text.index("@ex.right")
        (folder / FILE).write_text(text[:cut])
        subprocess.run([sys.executable, "-m", "nnlib", "build"], check=True, capture_output=True)
        hand_in(folder, ada=RIGHT, ben=RIGHT.replace("np.sqrt", "2 * np.sqrt"))
        found[name] = folder
    for _ in range(2):
        assert graded(found["one"], force=True)[0] == {"ada": 3, "ben": 0}
        assert graded(found["other"], force=True)[0] == {"ada": 0, "ben": 3}


def test_a_parcel_carries_the_exercise(course):
    hand_in(course, ada=RIGHT, ben=NO_ROOT)
    nbgrader_course = open_course(course, "01_rms")
    tasks = tasks_of(nbgrader_course, _ready("01_rms", nbgrader_course), ["ada", "ben"])
    parcels = pickle.loads(pickle.dumps([pack(task) for task in tasks]))
    (course / FILE).unlink()
    with closing(Sandboxes()) as sandboxes:
        for parcel, points in zip(parcels, (3, 0)):
            folder = course / "elsewhere" / parcel.task.student
            folder.mkdir(parents=True)
            said = grade_submission(unpack(parcel, folder), sandboxes)
            assert said.as_dict()["points"] == points and said.digest == parcel.digest


# --- Learners ---------------------------------------------------------------------------------------------------------


def write(course, answer):
    hand_in(course, me=answer)
    page = course / "submitted/me/01_rms/01_rms.ipynb"
    page.replace(course / "exercises/01_rms/01_rms.ipynb")


def test_a_learner_checks_keeps_and_hands_in(course, monkeypatch):
    release("01_rms", course)
    write(course, NO_ROOT)
    (row,) = check_notebook("01_rms").rows
    assert (row.part, row.points, row.most) == (
        "value",
        0,
        2,
    ) and "mean of the squares" in row.message
    assert parts_elsewhere("01_rms") == ["rms"]
    assert keep_notebook("01_rms", root=course) == {"rms": "not right yet (value)"}
    write(course, RIGHT)
    assert [row.points for row in check_notebook("01_rms").rows] == [2]
    assert keep_notebook("01_rms", root=course) == {"rms": "kept"}
    assert "np.sqrt(np.mean(x * x))" in (course / "mine.py").read_text()
    monkeypatch.setenv("NNLIB_MINE", str(course / "mine.py"))
    assert yours("rms")(np.array([1.0, 7.0])) == 5
    with pytest.raises(KeepError, match="the book has no spread, and there is none in"):
        yours("spread")
    submit("01_rms", "me")
    assert graded(course)[0] == {"me": 3}


def test_a_confused_learner_is_told_and_nobody_else_is_troubled(course):
    said = {"syntax": "def rms(x:", "other": "def mean(x):\n    return 1", "none": "rms = 5"}
    hand_in(course, ada=RIGHT, two="def rms(x, y):\n    return x", **said)
    points, done = graded(course)
    assert points == {"ada": 3, "syntax": 0, "other": 0, "none": 0, "two": 0}
    assert all(step.outcome == "done" for step in done.steps)


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_the_instructor_wrote_is_not_to_be_had(course, kind):
    hand_in(course, eve=HOSTILE[kind].replace("/{course}", str(course)), ada=RIGHT)
    assert graded(course)[0] == {"ada": 3, "eve": 0}


def test_another_exercise_file_beside_the_notebook_counts_for_nothing(course):
    full = "from nnlib.grading import exercise\nex = exercise('rms', 'x -> r')\n"
    full += "@ex.part(points=3)\ndef value(rng):\n    return []\n"
    hand_in(course, eve="def rms(x):\n    return 42.0", ada=RIGHT)
    (course / "submitted/eve/01_rms/rms.py").write_text(full)
    (course / "exercises/01_rms/rms.py").write_text(full)
    given = course / "submitted/ada/01_rms/rms.py"
    given.write_text("# as it was handed out")
    points, done = graded(course)
    assert points == {"ada": 3, "eve": 0}
    assert all(entry["flags"] == [] for entry in done.students)


def test_nothing_of_it_is_given_back(course):
    release("01_rms", course)
    hand_in(course, ada=RIGHT)
    nbgrader(course, "autograde", "01_rms")
    feedback("01_rms", course, progress=False)
    found = [path for step in ("autograded", "feedback") for path in (course / step).rglob("*.py")]
    assert found == []
    assert graded(course)[0] == {"ada": 3}


# --- A broken exercise ------------------------------------------------------------------------------------------------


def test_a_broken_exercise_charges_nobody(course):
    hand_in(course, ben=NO_ROOT)
    assert graded(course)[0] == {"ben": 0}
    hand_in(course, ada=RIGHT)
    path, text = course / FILE, (course / FILE).read_text()
    path.write_text(text.replace("def value(rng):", "def value(rng:"))
    with pytest.raises(ExerciseError, match=r"rms\.py, line \d+: '\(' was never closed"):
        graded(course)
    path.write_text(text.replace("r=5)", "r=6)"))
    with pytest.raises(RuntimeError, match="rms_value: 0 of 2 points"):
        graded(course)
    assert [path.parts[-3] for path in course.glob("autograded/*/*/*.ipynb")] == ["ben"]
    path.write_text(text)
    assert graded(course)[0] == {"ada": 3, "ben": 0}
