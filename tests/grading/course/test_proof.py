"""The instructor's own answers come first: what they do not pass is no test, and costs nobody a point."""

import classroom
import pytest

from nnlib.course import selfstudy
from nnlib.grading.course.proof import TestsError
from nnlib.grading.sandbox.submission import read_plan

pytestmark = pytest.mark.xdist_group("proof")

VALUE = "softmax_value"
TYPO = "import numpy as np\nassert abs(softmax(np.zeros((1, 2)))[0, 0] - tuth) < 1e-9"


@pytest.fixture
def folder(tmp_path):
    made = classroom.new_course(tmp_path / "course")
    classroom.hand_in(made, "ada")
    return made


@pytest.mark.parametrize(
    "name, test, said",
    [
        (VALUE, TYPO, "NameError: name 'tuth' is not defined \\(line 2: assert abs"),
        (VALUE, "import mychecks", "ModuleNotFoundError: No module named 'mychecks'"),
        (VALUE, "assert softmax is None", "AssertionError \\(line 1: assert softmax is None"),
        (VALUE, "check(softmax, exercise='sofmax')", "Did you mean softmax"),
        (VALUE, "check(relu, exercise='softmax')", f"{VALUE}: 0 of 2 points"),
        (VALUE, "if", "SyntaxError"),
        (
            "softmax_robustness",
            "### BEGIN HIDDEN TESTS\nimport mychecks\n### END HIDDEN TESTS",
            "softmax_robustness: 0 of 2 points \\(test-failed\\). ModuleNotFoundError",
        ),
    ],
)
def test_a_test_that_the_instructor_does_not_pass_stops_the_grading(folder, name, test, said):
    classroom.change_test(folder, name, test)
    with pytest.raises(TestsError, match=f"nobody was graded[^§]*{said}"):
        classroom.grade(folder)
    assert classroom.points(folder) == {} and not (folder / "autograded").exists()


def test_the_command_says_it_in_one_message(folder):
    classroom.change_test(folder, VALUE, TYPO)
    done = classroom.nnlib("grade", classroom.ASSIGNMENT, "--course", folder)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "softmax_value: 0 of 2 points (test-failed). NameError: name 'tuth'" in done.stderr


def test_a_notebook_of_tests_without_answers_proves_nothing(folder):
    """A course of one's own has such notebooks: what instructors wrote stays with them."""
    source = folder / "solutions" / classroom.ASSIGNMENT / classroom.NOTEBOOK
    assert read_plan(source, classroom.RELEASED).answered
    source.write_text(selfstudy.tests_only(classroom.RELEASED.read_text(encoding="utf-8")))
    assert not read_plan(source, classroom.RELEASED).answered
    classroom.grade(folder)
    assert classroom.points(folder) == {"ada": 24}


def test_one_answer_that_is_missing_among_others_is_named(folder):
    stub = 'def softmax(Z):\n    """Later."""\n    raise NotImplementedError()'
    classroom.change_test(folder, "softmax", stub)
    with pytest.raises(TestsError, match="softmax_value: 0 of 2 points \\(not-written\\)"):
        classroom.grade(folder)
