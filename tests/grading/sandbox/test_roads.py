"""Ordinary assignments: tests run apart where they can, inside where they must, and give what nbgrader gives."""

import json

import pytest

from nnlib.grading.course.task import Task, grade_submission
from nnlib.grading.sandbox import session
from nnlib.grading.sandbox.backends import SandboxError
from nnlib.grading.sandbox.limits import Caps, Limits
from nnlib.grading.sandbox.machine import Sandboxes
from nnlib.grading.sandbox.roads import APART, EITHER, INSIDE, road_of
from nnlib.grading.sandbox.submission import read_plan

STUB = "raise NotImplementedError()"


# -- by what a cell is ----------------------------------------------------------------------------

CHECKS = frozenset({"nnlib.grading", "nnlib.grading.check"})


@pytest.mark.parametrize(
    ("source", "imported", "road"),
    [
        ("check(f)", CHECKS, APART),
        ("from nnlib.grading import check as c\nc(f)", frozenset(), APART),
        ("import nnlib\nnnlib.grading.check(f)", frozenset(), APART),
        ("check(f)", frozenset(), EITHER),  # a function of the instructor's own
        ("assert f(1) == 2", CHECKS, EITHER),
        ("assert f(1) == 2", frozenset(), EITHER),
        ("%matplotlib inline\nassert f(1)", frozenset(), INSIDE),
        ("x = !ls\nassert f(1)", frozenset(), INSIDE),
        ("### AUTOTEST f(1)", frozenset(), INSIDE),
        ("old = f\ndel f\nassert old", frozenset(), INSIDE),
        ("n = 0\ndef f():\n    global n\n    n += 1", frozenset(), INSIDE),
    ],
)
def test_a_cell_takes_the_road_of_its_kind(source, imported, road):
    assert road_of(source, imported) == road


# -- whole notebooks ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sandboxes():
    opened = Sandboxes()
    yield opened
    opened.close()


def code(source, **about):
    cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": []}
    if about:
        known = {"schema_version": 3, "task": False, "grade": False, "solution": False}
        cell["metadata"]["nbgrader"] = known | {"locked": False} | about
    return cell | {"execution_count": None}


def notebook(answer, tests, setup="", own=(), **about):
    """A notebook: a cell that sets up, the answer, cells of the learner's own, tests of two points each."""
    cells = [code(setup)] if setup else []
    cells += [code(source) for source in own]
    cells.append(code(answer, grade_id="f", solution=True))
    cells += [
        code(source, grade_id=f"t{n}", grade=True, locked=True, points=2)
        for n, source in enumerate(tests)
    ]
    return json.dumps({"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def graded(tmp_path, sandboxes):
    """graded(model, tests, answer): what is graded of an answer; by default of the model itself."""

    def grade(model, tests, answer=None, setup="", files=None, beside=None, limits=None, **more):
        about = more.pop("about", {})
        folders = {name: tmp_path / name for name in ("source", "release", "ada")}
        texts = {
            "source": notebook(model, tests, setup, **about),
            "release": notebook(STUB, tests, setup),
            "ada": notebook(model if answer is None else answer, tests, setup, **more),
        }
        for name, folder in folders.items():
            folder.mkdir(exist_ok=True)
            (folder / "n.ipynb").write_text(texts[name])
            for file, text in ((beside if name == "ada" else files) or {}).items():
                (folder / file).write_text(text)
        plan = read_plan(folders["source"] / "n.ipynb", folders["release"] / "n.ipynb")
        limits = limits or Limits()
        try:
            sandboxes.get(plan, limits)
            backend = None
        except SandboxError:
            backend = "plain"
        task = Task("ada", str(folders["ada"]), (plan,), limits, Caps(), backend)
        return grade_submission(task, sandboxes)

    return grade


def points(graded):
    return [verdict.points for verdict in graded.verdicts().values()]


def roads(graded):
    return [verdict.road for verdict in graded.verdicts().values()]


CALL = "def f(x):\n    return x + 1"
ROOT = "def f(x):\n    if x < 0:\n        raise ValueError(x)\n    return x ** 0.5"
KINDS = {  # (model, test, a wrong answer): all points for the first, none for the last
    "raises": (ROOT, "try:\n    f(-1)\nexcept ValueError:\n    pass\nelse:\n    assert 0", CALL),
    "a class": (
        "class f:\n    def __init__(self):\n        self.d = []\n    def push(self, x):\n        self.d.append(x)",
        "s = f()\ns.push(3)\nassert s.d == [3] and isinstance(s, f)",
        "class f:\n    def __init__(self):\n        self.d = []\n    def push(self, x):\n        pass",
    ),
    "a generator": (
        "def f(n):\n    yield from range(n)",
        "assert list(f(3)) == [0, 1, 2]",
        "def f(n):\n    yield from range(n - 1)",
    ),
    "a set": (
        "def f(x):\n    return {x, 1}",
        "assert f(2) == {1, 2}",
        "def f(x):\n    return {x}",
    ),
    "no set": (
        "def f(x):\n    return {x, 1}",
        "assert f(2) != {1}",
        "def f(x):\n    return {1}",
    ),
    "printed": (
        "def f():\n    print('hi')",
        "import io, contextlib\nout = io.StringIO()\nwith contextlib.redirect_stdout(out):\n    f()\n"
        "assert out.getvalue() == 'hi\\n'",
        "def f():\n    return 'hi'",
    ),
    "two names at once": ("f, g = 1, 2", "assert (f, g) == (1, 2)", "f, g = 2, 1"),
    "a private name": ("f = 0\n_g = 42", "assert _g == 42", "f = 0\n_g = 41"),
    "a name in a branch": ("f = 0\nif True:\n    g = 3", "assert g == 3", "f = 0"),
    "an import": ("import math\nf = math.pi", "assert math.sqrt(4) == 2", "f = 3.14"),
    "state": (
        "n = 0\ndef f():\n    global n\n    n += 1",
        "f()\nf()\nassert n == 2",
        "n = 0\ndef f():\n    n = 1",
    ),
    "a name taken away": (
        "def g(x):\n    return 2 * x\ndef f(x):\n    return g(x) + 1",
        "old = g\ndel g\ntry:\n    f(1)\nexcept NameError:\n    pass\nelse:\n    raise AssertionError\nfinally:\n"
        "    g = old",
        "def g(x):\n    return 2 * x\ndef f(x):\n    return 2 * x + 1",
    ),
    "input": (
        "def f():\n    return input() + '!'",
        "from unittest import mock\nwith mock.patch('builtins.input', return_value='a'):\n    assert f() == 'a!'",
        "def f():\n    return 'a'",
    ),
    "a docstring": ('def f():\n    """Says."""', "assert f.__doc__ == 'Says.'", "def f():\n    pass"),
    "its source": (
        "def f(x):\n    return x + x",
        "import inspect\nassert '*' not in inspect.getsource(f)",
        "def f(x):\n    return 2 * x",
    ),
    "awaited": (
        "async def f(x):\n    return x",
        "assert await f(1) == 1",
        "async def f(x):\n    return 2",
    ),
    "magics": (CALL, "%matplotlib inline\nx = !echo 2\nassert str(f(1)) == x[0]", "def f(x):\n    return x"),
    "shown": (
        CALL,
        "from IPython.display import display\ndisplay(f(1))\nget_ipython()\nassert f(1) == 2",
        "def f(x):\n    return x",
    ),
    "a class of an abstract one": (
        "from abc import ABC, abstractmethod\nclass A(ABC):\n    @abstractmethod\n    def g(self): ...\n"
        "class f(A):\n    def g(self): return 2\n    def __repr__(self): return 'f!'",
        "assert isinstance(f(), A) and repr(f()) == 'f!' and f().g() == 2",
        "class A: ...\nclass f:\n    def g(self): return 2\n    def __repr__(self): return 'f!'",
    ),
    "a decorator": (
        "import functools\ndef f(g):\n    @functools.wraps(g)\n    def h(x):\n        return g(g(x))\n    return h",
        "@f\ndef add(x):\n    'Adds.'\n    return x + 1\nassert add(1) == 3 and add.__doc__ == 'Adds.'",
        "def f(g):\n    return lambda x: g(g(x))",
    ),
    "a file that it writes": (
        "def f(path):\n    with open(path, 'w') as file:\n        file.write('a,b')",
        "f('out.csv')\nassert open('out.csv').read() == 'a,b'",
        "def f(path):\n    open(path, 'w').close()",
    ),
    "a query": (
        "import sqlite3\ndb = sqlite3.connect(':memory:')\ndb.execute('create table t (a int)')\n"
        "db.execute('insert into t values (3)')\nf = 'select a from t'",
        "assert db.execute(f).fetchall() == [(3,)]",
        "import sqlite3\ndb = sqlite3.connect(':memory:')\ndb.execute('create table t (a int)')\nf = 'select a from t'",
    ),
    "random numbers that a test has seeded": (
        "import random\ndef f():\n    return random.random()",
        "import random\nrandom.seed(1)\na = f()\nrandom.seed(1)\nassert a == random.random()",
        "def f():\n    return 0.5",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_answer_has_all_points_and_a_wrong_one_none(graded, kind):
    model, test, wrong = KINDS[kind]
    found = graded(model, [test])
    assert points(found) == [2.0], found.verdicts()
    for answer in (wrong, STUB):
        assert points(graded(model, [test], answer)) == [0.0]


def test_what_the_boundary_carries_stays_apart(graded):
    found = graded(CALL, ["assert f(1) == 2", "assert [f(k) for k in (1, 2)] == [2, 3]"])
    assert points(found) == [2, 2] and roads(found) == [APART, APART] and found.flags == []


def test_a_test_that_gives_points_inside_alone_is_flagged(graded):
    found = graded("def f(n):\n    return list(range(n))", ["assert list(f(2)) == [0, 1]"],
                   "def f(n):\n    return (k for k in range(n))")  # fmt: skip
    assert points(found) == [2] and roads(found) == [INSIDE]
    assert found.flags == ["inside:t0"]


@pytest.mark.parametrize(
    ("last", "given"),
    [("n / 4 * 2", 2.0), ("n / 4 * 1", 1.0), ("0", 0.0), ("n / 4 * 1;", 2.0), ("'all well'", 2.0),
     ("np.float64(0.5)", 0.5), ("True", 2.0)],
)  # fmt: skip
@pytest.mark.parametrize("road", ["", "%matplotlib inline\n"])
def test_a_number_in_the_last_line_is_partial_credit(graded, last, given, road):
    test = f"{road}import numpy as np\nn = sum(f(k) == k + 1 for k in range(4))\n{last}"
    found = graded(CALL, [test])
    assert points(found) == [given]
    assert roads(found) == [INSIDE if road else APART]


@pytest.mark.parametrize("road", ["", "%matplotlib inline\n"])
@pytest.mark.parametrize("number", ["3", "-1"])
def test_a_number_that_is_no_credit_waits_for_a_person(graded, road, number):
    found = graded(CALL, [f"{road}f(1)\n{number}"])
    assert points(found) == [0] and found.flags == ["test-failed:t0"]


def test_files_beside_the_notebook_are_there_on_both_roads(graded):
    model = "from helper import twice\ndef f():\n    return twice(len(open('data.csv').read()))"
    tests = ["assert f() == 6", "assert open('data.csv').read() == 'abc'"]
    files = {"helper.py": "def twice(x):\n    return 2 * x\n", "data.csv": "abc"}
    found = graded(model, tests, files=files)
    assert points(found) == [2, 2] and roads(found)[0] == APART


def test_a_file_that_is_larger_than_a_message_arrives_whole(graded, monkeypatch):
    monkeypatch.setattr(session, "PIECE", 1000)
    model = "def f():\n    return open('data.csv').read()"
    text = "abcdefg" * 999
    found = graded(model, [f"assert f() == {text!r}"], files={"data.csv": text, "empty.csv": ""})
    assert points(found) == [2]


def test_a_learners_file_does_not_take_the_place_of_what_was_handed_out(graded):
    found = graded("def f():\n    return open('data.csv').read()", ["assert f() == 'abc'"],
                   files={"data.csv": "abc"}, beside={"data.csv": "xyz", "mine.txt": "m"})  # fmt: skip
    assert points(found) == [2] and found.flags == ["extra-files"]


def test_an_assignment_can_demand_apart(graded):
    test = "assert list(f(3)) == [0, 1, 2]"
    model = "def f(n):\n    yield from range(n)"
    demanded = graded(model, [test], about={"nnlib": {"road": "apart"}})
    refused = graded(model, [test], limits=Limits(inside=False))
    assert points(demanded) == points(refused) == [0]
    assert roads(demanded) == roads(refused) == [APART]


# -- cells of the learner's own -------------------------------------------------------------------

HELPED = "def f(x):\n    return helper(x)"
HELPER = "def helper(x):\n    return x + 1"


@pytest.mark.parametrize("road", ["", "%matplotlib inline\n"])
def test_a_helper_in_a_cell_of_ones_own_counts(graded, road):
    found = graded(CALL, [f"{road}assert f(1) == 2"], HELPED, own=[HELPER])
    assert points(found) == [2] and found.flags == []


def test_an_import_added_to_the_set_up_counts(graded):
    answer = "def f(x):\n    return int(numpy.add(x, 1))"
    found = graded(CALL, ["assert f(1) == 2"], answer, setup="y = 1", own=["import numpy"])
    assert points(found) == [2]


def test_an_own_cell_that_fails_or_never_ends_costs_itself_alone(graded):
    quick = Limits(cell_seconds=1, patience=3)
    found = graded(
        CALL, ["assert f(1) == 2"], own=["1 / 0", "while True: pass", HELPER], limits=quick
    )
    assert points(found) == [2]


# -- what nobody may learn ------------------------------------------------------------------------


@pytest.mark.parametrize("road", ["", "%matplotlib inline\n"])
def test_a_hidden_test_does_not_tell_its_inputs(graded, road):
    hidden = f"{road}### BEGIN HIDDEN TESTS\nassert f(2171) == 2172\n### END HIDDEN TESTS"
    answer = "def f(x):\n    print('seen', x)\n    raise ValueError('got %s' % x)"
    (verdict,) = graded(CALL, [hidden], answer).verdicts().values()
    assert verdict.points == 0 and "2171" not in verdict.message + verdict.said
