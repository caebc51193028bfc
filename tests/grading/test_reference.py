"""A solution as a notebook holds it: its function, its stub, and whether its test cells fit the exercise."""

import numpy as np
import pytest
from own_exercise import ANSWER, DRAWN, FILE, VALUE, graded_cell, lay, notebook

from nnlib.grading.own import ExerciseError, Own
from nnlib.grading.reference import misfits, solution_of


@pytest.fixture
def form(tmp_path):
    return Own.read(lay(tmp_path / "01_rms", rms=FILE)).form("rms")


def test_the_function_and_its_stub_run_without_what_the_notebook_only_shows():
    solution = solution_of(notebook(VALUE), "rms", "01_rms.ipynb")
    assert solution.parameters == ["x"] and solution.function(np.array([1.0, 7.0])) == 5
    with pytest.raises(NotImplementedError):
        solution.untouched([3.0])
    assert solution_of(notebook(VALUE), "mean", "01_rms.ipynb") is None


def test_a_cell_without_marks_is_wiped_as_a_whole():
    plain = "import math\n\n\ndef rms(x, scale=1):\n    return math.sqrt(sum(x)) * scale"
    solution = solution_of(notebook(answer=plain), "rms", "01_rms.ipynb")
    with pytest.raises(NotImplementedError):
        solution.untouched([3.0])
    assert solution.parameters == ["x", "scale"]


def test_code_that_does_not_run_is_said():
    solution = solution_of(
        notebook(answer="import nothing_of_this_name\ndef rms(x): pass"), "rms", "a.ipynb"
    )
    with pytest.raises(
        ExerciseError, match="the code of a.ipynb does not run: ModuleNotFoundError"
    ):
        _ = solution.function


MISFITS = {
    "nothing": ([VALUE, DRAWN], ANSWER, []),
    "all visible at once": ([graded_cell("check(rms)", 2), DRAWN], ANSWER, []),
    "part as second": ([graded_cell('check(rms, "value")', 2), DRAWN], ANSWER, []),
    "parameters": ([VALUE, DRAWN], ANSWER.replace("(x)", "(values)"), ["the solution in a.ipynb is rms(values)"]),
    "more with defaults": ([VALUE, DRAWN], ANSWER.replace("(x)", "(x, axis=None)"), []),
    "unchecked": ([VALUE], ANSWER, ["no test cell checks the part 'drawn'"]),
    "points": ([graded_cell("check(rms)", 3), DRAWN], ANSWER, ["has 3 points, and what it checks has 2"]),
    "unknown": ([VALUE, graded_cell('check(rms, part="drwan")', 1)], ANSWER, ["checks 'drwan'", "no test cell"]),
    "seen": ([VALUE, graded_cell('check(rms, part="drawn")', 1)], ANSWER, ["a hidden part where learners see it"]),
}  # fmt: skip


@pytest.mark.parametrize("what", MISFITS)
def test_where_notebook_and_exercise_do_not_go_together(form, what):
    cells, answer, wanted = MISFITS[what]
    said = misfits(form, solution_of(notebook(*cells, answer=answer), "rms", "a.ipynb"))
    assert len(said) == len(wanted)
    for line, words in zip(said, wanted):
        assert words in line
