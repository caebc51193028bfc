"""One notebook graded: whose error it was, what a test is worth, and how reports come home."""

import sys
from dataclasses import replace

import pytest

from nnlib.grading import check, examine
from nnlib.grading.check import Checks
from nnlib.grading.sandbox.grader import grade_notebook
from nnlib.grading.sandbox.submission import Answers, Cell, Plan

RIGHT = "import numpy as np\ndef relu_backward(dout, a):\n    return np.where(a > 0, dout, 0)"
WRONG = RIGHT.replace("a > 0", "a >= 0")
SETUP = "import numpy as np\nfrom nnlib.grading import check"


def cell(kind, name, source, **more):
    return Cell(kind, source, {}, grade_id=name, **more)


@pytest.fixture
def verdict(sandbox):
    """verdict(test, answer): what a test cell worth 2 points says of an answer."""

    def grade(test, answer=RIGHT, setup=SETUP, hidden=False, instructors=RIGHT):
        names = ("relu_backward",) if "relu" in instructors else ("w",)
        cells = (
            cell("setup", "", setup),
            cell("answer", "answer", instructors, names=names),
            cell("test", "test", test, points=2.0, hidden=hidden),
        )
        plan = Plan("n", cells, {}, "", frozenset(names))
        answers = Answers({"answer": answer}, {"test"})
        graded = grade_notebook(plan, answers, sandbox, Checks(1))
        assert ("test-failed:test" in graded.flags) is graded.verdicts["test"].open
        return graded.verdicts["test"]

    return grade


# -- whose error it was ---------------------------------------------------------------------------

BY_ITSELF = {  # tests that stop by themselves, with the right answer and with a wrong one
    "a typo": "assert relu_backward(np.ones(1), np.ones(1))[0] == tuth",
    "no module": "import mychecks",
    "no exercise": "check(relu_backward, exercise='relu_backwards')",
    "after a check": "check(relu_backward, part='gradient')\ncheck(relu_backward, exercise='nothing')",
    "before the answer": "x = np.zeros(3)[7]\nrelu_backward(x, x)",
    "no Python": "assert relu_backward(",
}


@pytest.mark.parametrize("answer", [RIGHT, WRONG])
@pytest.mark.parametrize("hidden", [True, False])
@pytest.mark.parametrize("test", BY_ITSELF)
def test_an_error_of_the_tests_own_is_nobodys_slip(verdict, test, hidden, answer):
    found = verdict(BY_ITSELF[test], answer, hidden=hidden)
    assert (found.slip, found.points, found.open) == ("test-failed", 0, True)
    assert "no mistake of yours" in found.message and found.trouble not in found.message
    assert "Error" in found.trouble


LEARNERS = {  # (test, answer): the slip
    "assertion": ("assert relu_backward(np.ones(1), np.zeros(1))[0] == 0", WRONG, "AssertionError"),
    "a wrong type": (
        "relu_backward(np.ones(1), np.ones(1)) + 1.0",
        "def relu_backward(dout, a):\n    return 'text'",
        "TypeError",
    ),
    "a missing key": (
        "relu_backward(np.ones(1), np.ones(1))['dz']",
        "def relu_backward(dout, a):\n    return {}",
        "KeyError",
    ),
    "no function": ("relu_backward(1, 2)", "relu_backward = 3", "TypeError"),
    "its own error": (
        "relu_backward(1, 2)",
        "def relu_backward(dout, a):\n    return tuth",
        "error",
    ),
    "nothing": ("relu_backward(1, 2)", "raise NotImplementedError()", "not-written"),
}


@pytest.mark.parametrize("kind", LEARNERS)
def test_what_went_through_the_answer_is_a_slip(verdict, kind):
    test, answer, slip = LEARNERS[kind]
    found = verdict(test, answer)
    assert (found.slip, found.points, found.open) == (slip, 0, False)


def test_a_value_that_a_test_only_looks_at_counts_as_the_answer(verdict):
    assert verdict("assert w + 1 == 4", "w = 3", instructors="w = 3").points == 2
    assert verdict("assert w + 1 == 4", "w = 'x'", instructors="w = 3").slip == "TypeError"


def test_an_error_names_its_line_for_the_instructor_alone(verdict):
    found = verdict("x = 1\nassert x == tuth  # secret", hidden=True)
    assert found.trouble.endswith("(line 2: assert x == tuth  # secret)")
    assert "secret" not in found.message + found.said


# -- how reports come home ------------------------------------------------------------------------

WAYS = {
    "imported before": (SETUP, "check(relu_backward)"),
    "imported in the test": ("", "from nnlib.grading import check as c\nc(relu_backward)"),
    "by its module": ("import nnlib.grading as g", "g.check(relu_backward)"),
    "by its file": ("", "from nnlib.grading.check import check\ncheck(relu_backward)"),
    "through a helper": ("import helper_of_a_course as h", "h.look(relu_backward)"),
    "of a plain value": (SETUP, "check(3, exercise='relu_backward')"),
}


@pytest.fixture
def helper(tmp_path, monkeypatch):
    """A file of an instructor's, with a check in it."""
    text = "from nnlib.grading import check\ndef look(f):\n    check(f)\n"
    (tmp_path / "helper_of_a_course.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    yield
    sys.modules.pop("helper_of_a_course", None)


@pytest.mark.parametrize("way", WAYS)
def test_a_failed_check_costs_its_points_whichever_way_it_was_called(verdict, helper, way):
    setup, test = WAYS[way]
    wrong = verdict(test, WRONG, setup)
    assert wrong.points == 0 and wrong.slip in ("kink-slope", "not-a-function")
    if way != "of a plain value":
        sys.modules.pop("helper_of_a_course", None)
        assert verdict(test, RIGHT, setup).points == 2


def test_checks_elsewhere_are_what_they_were(verdict):
    import nnlib.grading

    verdict("check(relu_backward)")
    assert nnlib.grading.check is check
    assert examine("relu_backward", lambda dout, a: dout).points == 0


def test_checks_keep_their_reports_in_order(capsys):
    checks = Checks(7)
    checks.check(lambda dout, a: dout, "gradient", exercise="relu_backward")
    assert checks.check(lambda dout, a: dout * (a > 0), exercise="relu_backward") == 2.0
    assert [report.points for report in checks.reports] == [0, 2]
    assert "relu_backward · gradient" in capsys.readouterr().out


# -- what a check itself may take -----------------------------------------------------------------


def test_a_check_that_runs_out_of_memory_is_a_slip_of_that_answer(verdict):
    found = verdict("relu_backward(np.ones(1), np.ones(1))\nnp.ones(10**14)")
    assert (found.slip, found.points, found.open) == ("too-large", 0, False)
    assert "MemoryError" in found.trouble or "allocate" in found.trouble


def test_a_check_that_computes_for_too_long_is_ended(verdict, sandbox, monkeypatch):
    monkeypatch.setattr(sandbox, "limits", replace(sandbox.limits, checking_seconds=0.3))
    found = verdict("relu_backward(np.ones(1), np.ones(1))\nwhile True:\n    np.ones(1)")
    assert (found.slip, found.points) == ("timeout", 0)
