"""`nnlib grade`: a class with honest, broken and hostile submissions, graded; and what happens when it is disturbed."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import classroom
import nbformat
import pytest
from nbgrader.api import Gradebook

from nnlib.grading import examine
from nnlib.grading.check import seed_for
from nnlib.grading.course import sample
from nnlib.grading.course.feedback import feedback
from nnlib.grading.course.folder import ROOT, open_course
from nnlib.grading.course.grade import grade_class
from nnlib.grading.course.proof import TestsError
from nnlib.grading.course.reading import gradebook
from nnlib.grading.course.record import GradebookError, Rows
from nnlib.grading.course.release import release
from nnlib.grading.sandbox.backends import Bubblewrap
from nnlib.grading.sandbox.limits import Caps, Limits
from nnlib.grading.sandbox.submission import read_answers, read_plan

pytestmark = pytest.mark.xdist_group("grade")

ASSIGNMENT = sample.SAMPLE_ASSIGNMENT
NOTEBOOK = f"{ASSIGNMENT}.ipynb"
RELEASED = ROOT / "exercises" / ASSIGNMENT / NOTEBOOK
SOURCE = ROOT / "solutions" / ASSIGNMENT / NOTEBOOK
RIGHT = sample.SAMPLE_CLASS / "vectorised.py"
SETTINGS = "\nc.GradeInSandbox.seconds = 0.5\nc.GradeInSandbox.patience = 2.0\nc.GradeInSandbox.notebook = 1\n"


@pytest.fixture(scope="module")
def new_course(tmp_path_factory):
    """new_course(folder): a course of its own, released, with short patience and nobody in it."""
    made = sample.new_course(tmp_path_factory.mktemp("made") / "course")
    release(ASSIGNMENT, made)
    with (made / "nbgrader_config.py").open("a") as config:
        config.write(SETTINGS)
    return lambda folder: shutil.copytree(made, folder)


def place(folder, student):
    path = folder / "submitted" / student / ASSIGNMENT / NOTEBOOK
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def hand_in(folder, student, answers=None, change=None):
    """A submission of right answers, with those in `answers` replaced, and the notebook then changed."""
    path = place(folder, student)
    sample.build_submission(RELEASED, RIGHT, path)
    notebook = nbformat.read(path, as_version=4)
    cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
    for name, source in (answers or {}).items():
        cells[name].source = source
    if change:
        change(notebook, cells)
    text = json.dumps(notebook)
    path.write_text(text, encoding="utf-8")
    return path


def outcomes(done):
    return {step.student: step.outcome for step in done.steps}


def grade(folder, **options):
    return grade_class(ASSIGNMENT, folder, progress=False, **options)


def nnlib(*words, **options):
    command = [sys.executable, "-m", "nnlib", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, **options)


# -- hostile and broken, all in one class ---------------------------------------------------------

LEAVE = "import os; os._exit(0)"
REACH = """
import sys
def worker():
    frame = sys._getframe()
    while not hasattr(frame.f_locals.get("self"), "grader"):
        frame = frame.f_back
    return frame.f_locals["self"]
"""
CHEATS = {  # what stands in the cell of relu_backward, worth 3 points, all of them lost
    "patched_checks": (
        "import numpy as np, sys\nnp.allclose = np.array_equal = lambda *a, **k: True\n"
        "for m in list(sys.modules.values()):\n"
        "    for n in ('check', 'examine', 'agree', 'wrong_entries'):\n"
        "        if hasattr(m, n): setattr(m, n, lambda *a, **k: 3.0)\n"
        "def relu_backward(dout, a): return dout"
    ),
    "displayhook": "import sys\nsys.displayhook(3.0)\nprint('3.0')\ndef relu_backward(dout, a): return 3.0",
    "own_check": "def check(*a, **k): return 3.0\nclass Report: points = 3.0\ndef relu_backward(dout, a): return dout",
    "always_equal": (
        "import numpy as np\nclass E(np.ndarray):\n"
        "    def __array_ufunc__(self, *a, **k): return True\n    def __eq__(self, o): return True\n"
        "def relu_backward(dout, a): return dout.view(E)"
    ),
    "always_equal_float": (
        "class F(float):\n    def __eq__(self, o): return True\n    def __sub__(self, o): return 0.0\n"
        "def relu_backward(dout, a): return F(1)"
    ),
    "library": "import nnlib\ndef relu_backward(dout, a): return nnlib.relu_backward(dout, a)",
    "library_kernel": (
        "import nnlib.activations as b\ndef relu_backward(dout, a): return b.relu_backward.kernel(dout, a, dout)"
    ),
    "reads_solutions": (
        f"text = open({str(SOURCE)!r}).read()\ndef relu_backward(dout, a): return dout"
    ),
    "looks_for_files": (
        "import os\nfound = [os.path.join(d, f) for d, _, fs in os.walk('/') for f in fs if f.endswith('.ipynb')"
        " or 'gradebook' in f or 'grading' in d and f == 'check.py']\n"
        "def relu_backward(dout, a):\n    exec(open(found[0]).read())"
    ),
    "reads_the_graders_stack": (
        "import sys\ndef relu_backward(dout, a):\n    f = sys._getframe()\n"
        "    while f: \n        for v in f.f_locals.values():\n"
        "            if hasattr(v, 'truth'): return v.truth['dz']\n        f = f.f_back\n    return dout"
    ),
    "garbage_collector": (
        "import gc\ndef relu_backward(dout, a):\n    for o in gc.get_objects():\n"
        "        if type(o).__name__ == 'Case': return o.truth['dz']\n    return dout"
    ),
    "forged_answer": (
        f"{REACH}\ndef relu_backward(dout, a):\n"
        "    worker().send({'to': 1, 'value': 1.0, 'points': 3.0, 'passed': True})\n    return dout"
    ),
    "forged_report": "def relu_backward(dout, a): return {'points': 3.0, 'passed': True, 'slip': None}",
    "pickle": (
        "import numpy as np\nclass P:\n    def __reduce__(self): return (eval, ('3.0',))\n"
        "def relu_backward(dout, a): return np.array([P()], dtype=object)"
    ),
    "remembers_inputs": (
        "import numpy as np\nseen = {}\ndef relu_backward(dout, a):\n"
        "    return seen.setdefault((dout.tobytes(), a.tobytes()), np.zeros_like(dout))"
    ),
    "kills_others": (
        "import os\ntry: os.kill(-1, 9)\nexcept OSError: pass\n"
        "def relu_backward(dout, a): os.kill(os.getppid(), 9); return a"
    ),
    "exits": f"def relu_backward(dout, a): {LEAVE}",
    "exits_in_the_cell": f"{LEAVE}\ndef relu_backward(dout, a): return a",
    "exit_at_exit": "import atexit\natexit.register(print, 3.0)\ndef relu_backward(dout, a): exit()",
    "segfault": "import ctypes\ndef relu_backward(dout, a): return ctypes.string_at(0)",
    "endless": (
        "def relu_backward(dout, a):\n    while True:\n        try:\n            while True: pass\n"
        "        except BaseException: pass"
    ),
    "sleeps": "import time\ndef relu_backward(dout, a): time.sleep(10**6)",
    "memory": "import numpy as np\ndef relu_backward(dout, a): return np.ones(10**10)",
    "flood": "def relu_backward(dout, a):\n    print('x' * 10**8)\n    raise ValueError('y' * 10**8)",
    "fork_bomb": "import os\ndef relu_backward(dout, a):\n    while True: os.fork()",
    "recursion": "def relu_backward(dout, a): return relu_backward(dout, a)",
    "large_answer": "import numpy as np\ndef relu_backward(dout, a): return np.zeros((3000, 3000))",
    "absurd_shape": "import numpy as np\ndef relu_backward(dout, a): return np.broadcast_to(0.0, (10**6, 10**6))",
    "lying_shape": (
        "import numpy as np\nclass S(np.ndarray):\n    shape = property(lambda s: (2, 2))\n"
        "def relu_backward(dout, a): return np.zeros(1).view(S)"
    ),
    "lying_name": (
        "class C(Exception):\n    def __str__(self): raise SystemExit\n"
        "C.__name__ = '<script>alert(1)</script>'\ndef relu_backward(dout, a): raise C"
    ),
    "script": (
        "def relu_backward(dout, a):\n    print('<script>alert(1)</script>')\n"
        "    raise ValueError('<img src=x onerror=alert(1)>')"
    ),
    "escapes": (
        "def relu_backward(dout, a):\n    print('\\x1b[2J\\x1b]0;owned\\x07')\n"
        "    raise ValueError('\\x1b[31m24 of 24')"
    ),
    "syntax": "def relu_backward(dout, a)\n    return dout",
    "null_byte": "def relu_backward(dout, a): return 1\0",
    "deep_source": f"x = {'(' * 5000}1{')' * 5000}\ndef relu_backward(dout, a): return a",
    "long_sum": f"x = 1{'+1' * 20000}\ndef relu_backward(dout, a): return a",
    "too_long": "def relu_backward(dout, a): return a\n" + "#" * 200_000,
    "not_unicode": "def relu_backward(dout, a): return '\ud800'",
    "daemon": (
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    while True: time.sleep(1)\n"
        "def relu_backward(dout, a): return a"
    ),
    "deep_recursion": (
        "import sys\nsys.setrecursionlimit(10**9)\n"
        "def relu_backward(dout, a, n=0): return relu_backward(dout, a, n + 1)"
    ),
    "patches_worker": (
        f"{REACH}\nimport numpy as np\n"
        "w = worker(); j = w.grader\nclass J:\n    def recv(self, n): return j.recv(n)\n"
        "    def sendall(self, data): j.sendall(b'nnl1' * 100)\nw.grader = J()\n"
        "def relu_backward(dout, a): return dout"
    ),
}  # fmt: skip
FLAGGED = {
    **dict.fromkeys(["exits", "exits_in_the_cell", "segfault"], "worker-died"),
    **dict.fromkeys(["endless", "sleeps"], "worker-killed"),
    **dict.fromkeys(["forged_answer", "patches_worker"], "protocol-violation"),
    "too_long": "answer-too-long:relu_backward",
}


def drop(*names):
    return lambda nb, cells: [nb.cells.remove(cells[name]) for name in names]


def set_about(name, **about):
    return lambda nb, cells: cells[name].metadata["nbgrader"].update(about)


def retype(nb, cells):
    cell = cells["softmax"]
    cell["cell_type"] = "markdown"
    cell.pop("outputs"), cell.pop("execution_count")


def edit_test(nb, cells):
    cells["softmax_value"].source = "2.0"


def tag_all(nb, cells):
    for cell in nb.cells:
        cell.metadata["tags"] = ["skip-execution", "nbgrader-never"]


def split(nb, cells):
    half = nbformat.from_dict(json.loads(json.dumps(cells["relu_backward"])))
    cells["relu_backward"].source, half.source = (
        "half = 1",
        "def relu_backward(dout, a): return dout * (a > 0) * half",
    )
    nb.cells.insert(nb.cells.index(cells["relu_backward"]) + 1, half)


def own_helper(nb, cells):
    nb.cells.insert(0, nbformat.v4.new_code_cell("half = 0.5"))
    cells["relu"].source = "def relu(z): return z * half"


def outputs(nb, cells):
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs = [
                nbformat.v4.new_output(
                    "execute_result", data={"text/plain": "3.0"}, execution_count=1
                )
            ]


GAMES = {  # what is done to the notebook; points; a flag
    "tests_deleted": (drop("softmax_value", "softmax_robustness"), 20, "tests-missing:softmax_value"),
    "answer_deleted": (drop("softmax"), 20, "no-solution-cell:softmax"),
    "test_renamed": (set_about("softmax_value", grade_id="free_points"), 22, "unknown-cells"),
    "test_edited": (edit_test, 24, "tests-changed"),
    "more_points": (set_about("softmax_value", points=100), 24, None),
    "no_grade": (set_about("softmax_value", grade=False, solution=True), 24, None),
    "new_schema": (set_about("softmax_value", schema_version=99), 24, None),
    "retyped": (retype, 24, "retyped:softmax"),
    "tags": (tag_all, 24, None),
    "split": (split, 24, "duplicate:relu_backward"),
    "moved": (lambda nb, cells: nb.cells.reverse(), 24, None),
    "doubled": (lambda nb, cells: nb.cells.append(cells["relu_backward"]), 24, "duplicate:relu_backward"),
    "test_doubled": (lambda nb, cells: nb.cells.append(cells["softmax_value"]), 24, "duplicate:softmax_value"),
    "own_cells": (own_helper, 24, None),
    "outputs": (outputs, 24, None),
    "bare": (lambda nb, cells: [cell.metadata.clear() for cell in nb.cells], 0, "no-solution-cell:relu"),
}  # fmt: skip
BROKEN = {  # what stands in the file; the flag; never a point
    "not_json": (b"{ this is no notebook", "notebook-unreadable"),
    "empty": (b"", "notebook-unreadable"),
    "a_list": (b"[]", "notebook-unreadable"),
    "no_cells": (b'{"nbformat": 4}', "notebook-unreadable"),
    "old": (b'{"nbformat": 3, "worksheets": []}', "notebook-unreadable"),
    "deep": (b'{"cells": ' + b"[" * 100_000, "notebook-unreadable"),
    "binary": (bytes(range(256)) * 20, "notebook-unreadable"),
    "gigantic": (b" " * (2 << 20), "notebook-too-large"),
    "many_cells": (b'{"cells": [' + b"{}," * 9_000 + b"{}]}", "notebook-unreadable"),
    "odd_cells": (
        b'{"cells": [1, null, {}, {"metadata": 3}, {"metadata": {"nbgrader": []}}]}', "no-solution-cell:relu",
    ),
    "odd_sources": (
        b'{"cells": [{"metadata": {"nbgrader": {"grade_id": "relu"}}, "cell_type": "code", "source": 7}]}',
        "retyped:relu",
    ),
    "odd_names": (
        b'{"cells": [{"metadata": {"nbgrader": {"grade_id": [1]}}, "cell_type": [], "source": "1"}]}',
        "no-solution-cell:relu",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, new_course):
    """The class of all these, with honest ones before, between and after: (folder, result by student)."""
    folder = new_course(tmp_path_factory.mktemp("hostile") / "course")
    for name in ("a_honest", "m_honest", "zz_honest"):
        hand_in(folder, name)
    for name, source in CHEATS.items():
        hand_in(folder, name, {"relu_backward": source})
    for name, (change, _, _) in GAMES.items():
        hand_in(folder, name, change=change)
    for name, (data, _) in BROKEN.items():
        place(folder, name).write_bytes(data)
    _files(folder)
    before = _instructors_files(folder)
    done = grade(folder)
    assert _instructors_files(folder) == before
    return folder, done, {entry["student"]: entry for entry in done.students}


def _files(folder):
    """Submissions whose trouble is in their files."""
    beside = hand_in(folder, "extra_files").parent
    (beside / "numpy.py").write_text("raise SystemExit")
    (beside / "sitecustomize.py").write_text("raise SystemExit")
    (beside / "deep").mkdir()
    (beside / "deep" / "conftest.py").write_text("")
    link = place(folder, "linked")
    link.symlink_to(SOURCE)
    (folder / "submitted" / "linked_folder").symlink_to(folder / "submitted" / "a_honest")
    os.mkfifo(place(folder, "pipe"))
    place(folder, "folder").mkdir()
    place(folder, "nothing").parent.joinpath("holiday.png").write_bytes(b"png")


NO_NOTEBOOK = {
    **dict.fromkeys(["linked", "linked_folder", "pipe", "folder"], "notebook-unreadable"),
    "nothing": "notebook-missing",
}


def _instructors_files(folder):
    kept = [*(folder / "solutions").rglob("*"), *(folder / "exercises").rglob("*")]
    kept += [path for path in (folder / "submitted").rglob("*")]
    return {
        str(path): path.read_bytes() for path in kept if path.is_file() and not path.is_symlink()
    }


def test_everybody_was_graded_and_in_the_sandbox(hostile):
    _, done, entries = hostile
    assert {step.outcome for step in done.steps} == {"done"}, done.steps
    assert len(entries) == 3 + len(CHEATS) + len(GAMES) + len(BROKEN) + 1 + len(NO_NOTEBOOK)
    if shutil.which("bwrap"):
        assert done.sandbox == Bubblewrap.name


@pytest.mark.parametrize("name", ["a_honest", "m_honest", "zz_honest"])
def test_the_honest_lose_nothing_beside_the_hostile(hostile, name):
    entry = hostile[2][name]
    assert entry["points"] == entry["max_points"] == 24 and entry["flags"] == []


@pytest.mark.parametrize("name", CHEATS)
def test_a_cheat_gains_nothing_and_loses_nothing_else(hostile, name):
    entry = hostile[2][name]
    cells = entry["cells"]
    lost = {n for n, cell in cells.items() if cell["points"] < cell["max_points"]}
    assert lost == {"relu_backward_gradient", "relu_backward_purity"}, entry["flags"]
    assert entry["points"] == 21 and all(cells[n]["points"] == 0 and cells[n]["slip"] for n in lost)
    assert FLAGGED.get(name) is None or FLAGGED[name] in entry["flags"]


@pytest.mark.parametrize("name", GAMES)
def test_a_game_with_the_notebook_gains_nothing(hostile, name):
    entry, (_, points, flag) = hostile[2][name], GAMES[name]
    assert (entry["points"], entry["max_points"]) == (points, 24), entry["flags"]
    assert flag in entry["flags"] if flag else entry["flags"] == []


@pytest.mark.parametrize("name", [*BROKEN, *NO_NOTEBOOK])
def test_what_cannot_be_read_is_that_students_zero(hostile, name):
    entry = hostile[2][name]
    flag = BROKEN[name][1] if name in BROKEN else NO_NOTEBOOK[name]
    assert entry["points"] == 0 and entry["max_points"] == 24 and flag in entry["flags"]


def test_extra_files_are_not_used_and_not_kept(hostile):
    folder, _, entries = hostile
    assert (entries["extra_files"]["points"], entries["extra_files"]["flags"]) == (
        24,
        ["extra-files"],
    )
    graded = folder / "autograded" / "extra_files"
    assert [path.name for path in graded.rglob("*") if path.is_file()] == [NOTEBOOK]


def test_the_gradebook_says_what_the_grader_said(hostile):
    folder, _, entries = hostile
    rows = {row.student: row for row in gradebook(ASSIGNMENT, folder)}
    assert {n: r.points for n, r in rows.items()} == {n: e["points"] for n, e in entries.items()}
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        waiting = [
            s.student.id for s in book.assignment_submissions(ASSIGNMENT) if s.needs_manual_grade
        ]
        row = book.find_comment("relu_backward", ASSIGNMENT, ASSIGNMENT, "exits")
        comment = row.auto_comment, row.manual_comment
        extra = [
            g.extra_credit
            for s in book.assignment_submissions(ASSIGNMENT)
            for n in s.notebooks
            for g in n.grades
        ]
    assert waiting == [] and not any(extra)
    assert comment == ("gradient: 0 of 2 (crash); purity: 0 of 1 (crash)", None)


def test_no_feedback_page_runs_what_a_learner_wrote(hostile):
    folder, names = hostile[0], ["script", "lying_name", "escapes", "a_honest"]
    assert {s.outcome for s in feedback(ASSIGNMENT, folder, only=names, progress=False)} == {"done"}
    for name in names:
        text = (folder / "feedback" / name / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text()
        assert "<script" not in text and not re.search(r"<img[^>]*onerror", text)
        assert "\x1b" not in text and "HIDDEN TESTS" not in text


def test_nobody_is_left_running(hostile):
    ours = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout
    assert "while True: os.fork" not in ours
    assert hostile is not None


# -- what is in the JSON --------------------------------------------------------------------------


def test_the_json_has_the_form_that_was_promised(tmp_path, new_course):
    folder = new_course(tmp_path / "course")
    hand_in(
        folder, "ada", {"relu_backward": "def relu_backward(dout, a):\n    return dout * (a >= 0)"}
    )
    shutil.rmtree(folder / "exercises")
    (folder / "gradebook.db").unlink()
    run = nnlib("grade", ASSIGNMENT, "--course", folder, "--json", tmp_path / "out.json")
    assert run.returncode == 0, run.stderr
    assert re.search(r"^ada +21$", run.stdout, re.MULTILINE) and "1 graded" in run.stdout
    result = json.loads((tmp_path / "out.json").read_text())
    assert (
        set(result) == {"assignment", "sandbox", "students"} and result["assignment"] == ASSIGNMENT
    )
    (entry,) = result["students"]
    assert set(entry) == {
        *("student", "points", "machine_points", "max_points"),
        *("cells", "flags", "seconds", "seed"),
    }
    assert entry["machine_points"] == entry["points"] == 21
    cell = entry["cells"]["relu_backward_gradient"]
    assert set(cell) == {"points", "max_points", "slip", "message", "road"}
    assert cell["slip"] == "kink-slope" and cell["message"] and entry["seconds"] > 0
    assert (folder / "gradebook.db").exists() and (
        folder / "exercises" / ASSIGNMENT / NOTEBOOK
    ).exists()


def test_the_seed_draws_the_same_inputs_again():
    def guess(dout, a):
        return dout

    seed = seed_for(77, "relu_backward", ["gradient"])
    again = [examine("relu_backward", guess, "gradient", seed=seed).message for _ in range(2)]
    assert again[0] == again[1]
    assert (
        seed != seed_for(78, "relu_backward", ["gradient"]) != seed_for(77, "softmax", ["gradient"])
    )


def test_every_grading_draws_other_inputs(tmp_path, new_course):
    folder = new_course(tmp_path / "course")
    hand_in(folder, "ada")
    seeds = {grade(folder, force=True).students[0]["seed"] for _ in range(3)}
    assert len(seeds) == 3


# -- again, and killed half-way -------------------------------------------------------------------


def graded_times(folder):
    return {p.parts[-3]: p.stat().st_mtime_ns for p in folder.glob(f"autograded/*/*/{NOTEBOOK}")}


def test_only_what_changed_is_graded_again(tmp_path, new_course):
    folder = new_course(tmp_path / "course")
    hand_in(folder, "ada"), hand_in(folder, "bo")
    assert {s.outcome for s in grade(folder).steps} == {"done"}
    before = graded_times(folder)
    hand_in(folder, "bo", {"relu_backward": "def relu_backward(dout, a): return a"})
    done = grade(folder)
    assert {s.student: s.outcome for s in done.steps} == {"ada": "unchanged", "bo": "done"}
    assert [e["points"] for e in done.students] == [24, 21] and done.sandbox
    assert graded_times(folder)["ada"] == before["ada"]
    assert {s.outcome for s in grade(folder, only=["bo"], force=True).steps} == {"done"}


def test_a_gradebook_that_is_gone_is_filled_again(tmp_path, new_course):
    folder = new_course(tmp_path / "course")
    hand_in(folder, "ada")
    grade(folder)
    (folder / "gradebook.db").unlink()
    assert grade(folder).steps[0].outcome == "done"
    assert gradebook(ASSIGNMENT, folder)[0].points == 24


def test_a_run_that_was_killed_goes_on_where_it_was(tmp_path, new_course):
    folder = new_course(tmp_path / "course")
    names = [f"s{n:02d}" for n in range(14)]
    for name in names:
        hand_in(folder, name)
    command = [
        sys.executable,
        "-m",
        "nnlib",
        "grade",
        ASSIGNMENT,
        "--course",
        str(folder),
        "--jobs",
        "2",
    ]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(600):
        if len(graded_times(folder)) >= 3:
            break
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.wait()
    before = graded_times(folder)
    assert 3 <= len(before), "it was killed too early to say anything"
    time.sleep(0.5)
    left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout
    assert str(folder) not in left, "nobody goes on without the one who asked"
    done = grade(folder)
    assert {s.student for s in done.steps if s.outcome == "unchanged"} >= set(before) - {
        max(before, key=before.get)
    }
    assert [e["points"] for e in done.students] == [24] * 14
    assert {row.student: row.points for row in gradebook(ASSIGNMENT, folder)} == dict.fromkeys(
        names, 24
    )


def test_several_processes_say_what_one_says(tmp_path, new_course):
    folder = new_course(tmp_path / "course")
    for kind in ("slip_relu", "slip_several", "crash"):
        path = place(folder, kind)
        sample.build_submission(RELEASED, sample.SAMPLE_CLASS / f"{kind}.py", path)

    def slips(done):
        return [
            {n: c["slip"] for n, c in e["cells"].items()} | {"points": e["points"]}
            for e in done.students
        ]

    assert slips(grade(folder)) == slips(grade(folder, jobs=2, force=True))


def test_other_tests_of_the_instructor_are_other_points(tmp_path, new_course):
    folder = new_course(tmp_path / "course")
    hand_in(folder, "ada", {"softmax": HALF})
    assert grade(folder).students[0]["points"] == 24
    test = "import numpy as np\nassert softmax(np.zeros((1, 2))).dtype == np.float64"
    classroom.change_test(folder, "softmax_value", test)
    done = grade(folder)
    assert done.steps[0].outcome == "done" and done.students[0]["points"] == 22
    assert done.students[0]["cells"]["softmax_value"]["slip"] == "AssertionError"


def test_a_test_that_failed_by_itself_waits_for_a_person(tmp_path, new_course):
    """The instructor's answer passes; with another one the test comes to a line with a typo in it."""
    folder = new_course(tmp_path / "course")
    hand_in(folder, "ada")
    hand_in(folder, "bo", {"softmax": HALF})
    test = "import numpy as np\nif softmax(np.zeros((1, 2))).dtype != np.float64:\n    tuth"
    classroom.change_test(folder, "softmax_value", test)
    done = grade(folder)
    ada, bo = done.students
    assert (ada["points"], ada["flags"]) == (24, [])
    assert (bo["points"], bo["flags"]) == (22, ["test-failed:softmax_value"])
    assert bo["cells"]["softmax_value"]["slip"] == "test-failed"
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        found = book.find_grade("softmax_value", ASSIGNMENT, ASSIGNMENT, "bo")
        assert (found.auto_score, found.needs_manual_grade) == (None, True)
    assert outcomes(grade(folder)) == {"ada": "unchanged", "bo": "unchanged"}
    said = nnlib("report", ASSIGNMENT, "--course", folder).stdout
    assert "1 wait for a person" in said and "a test stopped with an error of its own" in said


HALF = """import numpy as np
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return (E / E.sum(axis=1, keepdims=True)).astype("float32")"""

# -- what a verdict rests on ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "setting", ["source = 5", "seconds = 1.5", 'extra = ["*.png"]', 'backend = "plain"']
)
def test_another_setting_is_another_grading(tmp_path, new_course, setting):
    folder = new_course(tmp_path / "course")
    hand_in(folder, "ada")
    grade(folder)
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.GradeInSandbox.{setting}\n")
    if setting == "source = 5":
        with pytest.raises(TestsError, match="too long to be graded"):
            grade(folder)  # the instructor's own answers are longer
        return
    assert outcomes(grade(folder)) == {"ada": "done"}
    assert outcomes(grade(folder)) == {"ada": "unchanged"}


def test_another_date_is_another_grading(tmp_path, new_course):
    folder = new_course(tmp_path / "course")
    stamp = hand_in(folder, "ada").parent / "timestamp.txt"
    for date in ("2026-03-02 10:00:00", "2026-03-01 10:00:00"):
        stamp.write_text(date)
        assert outcomes(grade(folder)) == {"ada": "done"}
        assert outcomes(grade(folder)) == {"ada": "unchanged"}
        with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
            assert str(book.find_submission(ASSIGNMENT, "ada").timestamp) == date


# -- unchanged, by the gradebook ------------------------------------------------------------------


def test_another_gradebook_and_a_restored_copy_get_the_points_that_are_said(tmp_path, new_course):
    folder = new_course(tmp_path / "course")
    book, other = folder / "gradebook.db", f"sqlite:///{tmp_path}/other.db"
    hand_in(folder, "ada", {"relu_backward": "def relu_backward(dout, a): return dout"})
    assert grade(folder).students[0]["points"] == 21
    shutil.copyfile(book, tmp_path / "copy.db")
    hand_in(folder, "ada")
    assert grade(folder, db=other).students[0]["points"] == 24
    assert outcomes(grade(folder, db=other)) == {"ada": "unchanged"}
    done = grade(folder)  # the course's own gradebook has not heard of it
    assert outcomes(done) == {"ada": "done"} and done.students[0]["points"] == 24
    assert outcomes(grade(folder)) == {"ada": "unchanged"}
    shutil.copyfile(tmp_path / "copy.db", book)
    assert gradebook(ASSIGNMENT, folder)[0].points == 21
    assert outcomes(grade(folder)) == {"ada": "done"}
    assert gradebook(ASSIGNMENT, folder)[0].points == 24


def test_what_is_said_is_what_the_gradebook_holds(tmp_path, new_course):
    folder = new_course(tmp_path / "course")
    hand_in(folder, "ada")
    grade(folder)
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        book.find_grade("softmax_value", ASSIGNMENT, ASSIGNMENT, "ada").manual_score = 1.0
        book.db.commit()
    done = grade(folder)
    assert outcomes(done) == {"ada": "unchanged"}
    assert done.students[0]["points"] == 23 == gradebook(ASSIGNMENT, folder)[0].points
    assert done.students[0]["cells"]["softmax_value"]["points"] == 1


# -- the gradebook, and people --------------------------------------------------------------------


def test_a_locked_gradebook_is_waited_for_and_then_named(tmp_path, new_course, monkeypatch):
    folder = new_course(tmp_path / "course")
    hand_in(folder, "ada")
    grade(folder)
    monkeypatch.setattr("nnlib.grading.course.record.LOCKED_SECONDS", 0)
    other = sqlite3.connect(folder / "gradebook.db")
    other.execute("BEGIN EXCLUSIVE")
    opened = open_course(folder, ASSIGNMENT)
    opened.db_url += "?timeout=0.2"
    try:
        with pytest.raises((GradebookError, Exception), match="locked"):
            with Rows(opened, ASSIGNMENT) as rows:
                rows.record("ada", None, [])
    finally:
        other.rollback()
        other.close()
    assert gradebook(ASSIGNMENT, folder)[0].points == 24


def test_another_gradebook_is_used_when_it_is_named(tmp_path, new_course):
    folder = new_course(tmp_path / "course")
    hand_in(folder, "ada")
    (folder / "gradebook.db").unlink()
    grade(folder, db=f"sqlite:///{tmp_path}/other.db")
    assert (tmp_path / "other.db").exists() and not (folder / "gradebook.db").exists()


def test_a_persons_points_stay_and_late_costs_what_the_course_says(tmp_path, new_course):
    folder = new_course(tmp_path / "course")
    (folder / "late.py").write_text(
        "from nbgrader.plugins import BasePlugin\n\n\nclass Late(BasePlugin):\n"
        "    def late_submission_penalty(self, student, score, seconds):\n        return 5\n"
    )
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write('\nc.AssignLatePenalties.plugin_class = "late.Late"\n')
    path = hand_in(folder, "ada")
    (path.parent / "timestamp.txt").write_text("2026-03-02 10:00:00")
    grade(folder)
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        assert book.find_submission(ASSIGNMENT, "ada").timestamp.year == 2026
        book.find_assignment(ASSIGNMENT).duedate = book.find_submission(
            ASSIGNMENT, "ada"
        ).timestamp.replace(year=2025)
        book.find_grade("softmax_value", ASSIGNMENT, ASSIGNMENT, "ada").manual_score = 1.0
        book.db.commit()
    assert outcomes(grade(folder)) == {"ada": "unchanged"}
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        late = book.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, "ada")
        assert (late.score, late.late_submission_penalty) == (23, 5)
    grade(folder, force=True)
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        row = book.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, "ada")
        points = book.find_grade("softmax_value", ASSIGNMENT, ASSIGNMENT, "ada")
        assert (points.auto_score, points.score, points.needs_manual_grade) == (2, 1, True)
        assert (row.score, row.late_submission_penalty) == (23, 5)


def test_answers_that_a_person_grades_wait_for_one(tmp_path, new_course):
    folder = new_course(tmp_path / "course")
    about = {"grade": True, "solution": True, "locked": False, "points": 5, "grade_id": "essay"}
    about |= {"schema_version": 3, "task": False}
    source = folder / "solutions" / ASSIGNMENT / NOTEBOOK
    notebook = nbformat.read(source, as_version=4)
    notebook.cells.append(
        nbformat.v4.new_markdown_cell("Your words here.", metadata={"nbgrader": about}, id="essay")
    )
    nbformat.write(notebook, source)
    release(ASSIGNMENT, folder)
    released = folder / "exercises" / ASSIGNMENT / NOTEBOOK
    for name, words in (("ada", "I think.\n<b>Really</b>"), ("bo", None)):
        sample.build_submission(released, RIGHT, place(folder, name))
        handed_in = nbformat.read(place(folder, name), as_version=4)
        handed_in.cells[-1].source = words or handed_in.cells[-1].source
        nbformat.write(handed_in, place(folder, name))
    done = grade(folder)
    assert [(e["points"], e["max_points"]) for e in done.students] == [(24, 29)] * 2
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        essays = [book.find_grade("essay", ASSIGNMENT, ASSIGNMENT, n) for n in ("ada", "bo")]
        assert [(e.auto_score, e.needs_manual_grade) for e in essays] == [(None, True), (0, False)]
    graded = nbformat.read(folder / "autograded" / "ada" / ASSIGNMENT / NOTEBOOK, as_version=4)
    assert graded.cells[-1].source == "I think.\n<\u200bb>Really<\u200b/b>"


def test_the_nbgrader_command_says_the_same_of_the_broken_and_the_hostile(tmp_path, new_course):
    folder = new_course(tmp_path / "course")
    place(folder, "broken").write_bytes(b"{")
    hand_in(folder, "cheat", {"relu_backward": CHEATS["patched_checks"]}, GAMES["new_schema"][0])
    hand_in(folder, "honest")
    (place(folder, "honest").parent / "numpy.py").write_text("raise SystemExit")
    run = subprocess.run(
        [sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT],
        cwd=folder, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert f"sandbox: {Bubblewrap.name}" in run.stderr or not shutil.which("bwrap")
    rows = {row.student: row.points for row in gradebook(ASSIGNMENT, folder)}
    assert rows == {"broken": 0, "cheat": 21, "honest": 24}
    assert not list(folder.glob("autograded/**/numpy.py"))
    assert {s.outcome for s in grade(folder).steps} == {"unchanged"}, "both take the same road"


def test_a_course_without_the_assignment_is_told_in_one_line(tmp_path, new_course):
    run = nnlib("grade", "99_nothing", "--course", new_course(tmp_path / "course"))
    assert run.returncode == 1 and "99_nothing" in run.stderr and "Traceback" not in run.stderr


# -- small things ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plan():
    return read_plan(SOURCE, RELEASED)


def test_a_plan_knows_what_is_asked_and_how_much_it_is_worth(plan):
    assert plan.max_points == 24 and "softmax_backward" in plan.asked and len(plan.asked) == 10
    assert "nnlib.grading" in plan.imported
    assert (
        plan.of("test")["softmax_robustness"].hidden and not plan.of("test")["softmax_value"].hidden
    )


def test_the_released_notebook_itself_has_no_flags(plan):
    assert read_answers(plan, RELEASED).flags == []
    assert read_answers(plan, SOURCE).flags == []


def test_caps_hold(plan):
    assert read_answers(plan, RELEASED, Caps(cells=3)).flags == ["notebook-unreadable"]
    assert read_answers(plan, RELEASED, Caps(notebook=10)).flags == ["notebook-too-large"]


def test_limits_are_what_the_grading_note_says():
    assert Limits().seconds == 2 and Limits().memory == 2 << 30


def test_a_name_that_begins_with_a_dot_is_told_and_the_others_are_graded(tmp_path, new_course):
    folder = new_course(tmp_path / "course")
    for name in ("ada", ".hidden"):
        hand_in(folder, name)
    done = grade(folder)
    assert outcomes(done) == {"ada": "done", ".hidden": "failed"}
    assert "begins with a dot" in next(
        step.reason for step in done.steps if step.outcome == "failed"
    )
    said = nnlib("grade", ASSIGNMENT, "--course", folder)
    assert said.returncode == 1 and ".hidden" in said.stdout
