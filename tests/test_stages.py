"""The nbgrader stages: a crash costs one question, only numbers score, hidden tests stay hidden."""

import asyncio
import time

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from nnlib.grading.stages import ExecuteByQuestion, KeepHidden, OnlyNumbersScore

ENDLESS = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"


def test_cell(source, points=2, **metadata):
    nbgrader = {"grade": True, "solution": False, "grade_id": "t", "points": points}
    return new_code_cell(source, metadata={"nbgrader": nbgrader, **metadata})


test_cell.__test__ = False  # a helper, not a test


def run(*cells, **settings):
    """The outputs of cells run one after the other, each as the list of what it says."""
    notebook = new_notebook(cells=[new_code_cell(c) if isinstance(c, str) else c for c in cells])
    ExecuteByQuestion(**{"timeout": 10.0, **settings}).preprocess(notebook, {})
    return [[said(output) for output in cell.get("outputs", [])] for cell in notebook.cells]


def said(output):
    if output.output_type == "error":
        return output.ename
    return output.text if output.output_type == "stream" else output.data["text/plain"]


# -- one kernel after the other -------------------------------------------------------------------


@pytest.mark.parametrize(
    "deadly",
    ["import os; os._exit(1)", "import os; os.kill(os.getpid(), 11)", "exit()", "quit()"],
)
def test_a_cell_that_ends_python_costs_itself_and_nothing_else(deadly):
    outputs = run("x = 1", "def f(): return x + 1", deadly, test_cell("f()"), "x")
    assert outputs[3:] == [["2"], ["1"]]
    assert outputs[2][-1] == "KernelDied"


def test_a_function_that_ends_python_costs_each_of_its_tests():
    outputs = run(
        "def f(): import os; os._exit(0)",
        "def g(): return 7",
        *map(test_cell, ("f()", "g()", "f()", "g()")),
    )
    assert outputs == [[], [], ["KernelDied"], ["7"], ["KernelDied"], ["7"]]


def test_an_endless_loop_is_interrupted_and_the_kernel_lives_on():
    start = time.monotonic()
    outputs = run("x = 5", "while True: pass", "x", timeout=1.0)
    assert outputs == [[], ["TimeLimit"], ["5"]]
    assert time.monotonic() - start < 10


def test_a_loop_that_cannot_be_interrupted_is_killed():
    outputs = run("x = 5", f"print('begun', flush=True)\n{ENDLESS}", "x", timeout=1.0)
    assert outputs == [[], ["begun\n", "TimeLimit"], ["5"]]


def test_only_what_succeeded_is_told_to_a_new_kernel():
    outputs = run(
        "told = []", "told.append(1); 1 / 0", "told.append(2)", "import os; os._exit(1)", "told"
    )
    assert outputs == [[], ["ZeroDivisionError"], [], ["KernelDied"], ["[2]"]]


def test_a_cell_that_kills_the_next_kernel_too_is_left_out(tmp_path):
    """Harmless the first time, deadly when it is told again."""
    mark = str(tmp_path / "mark")
    twice = f"import os\nif os.path.exists({mark!r}): os._exit(1)\nopen({mark!r}, 'w').close()"
    outputs = run("b = 2", twice, "import os; os._exit(1)", "b")
    assert outputs == [[], [], ["KernelDied"], ["2"]]


def test_a_notebook_that_kills_every_kernel_comes_to_an_end():
    outputs = run(*["import os; os._exit(1)"] * 6, max_restarts=2)
    assert outputs == [["KernelDied"]] * 6


def test_a_flood_of_output_is_cut():
    outputs = run("for i in range(20000): print('x' * 100)", "1 + 1", max_output=10_000)
    assert len("".join(outputs[0])) <= 10_000
    assert outputs[1] == ["2"]


def test_start_up_files_of_a_learner_reach_nobody_else():
    folder = "get_ipython().profile_dir.startup_dir"
    run(f"import os; open(os.path.join({folder}, 'mine.py'), 'w').write('left_behind = 1')")
    assert run("'left_behind' in globals()") == [["False"]]


def test_no_tag_switches_a_cell_off():
    tagged = test_cell("40 + 2")
    tagged.metadata["tags"] = ["skip-execution", "nbgrader-never"]
    assert run(tagged, new_markdown_cell("text"), "") == [["42"], [], []]


def test_a_question_to_the_keyboard_is_an_error_and_not_a_wait():
    assert run("input('your name?')", "3") == [["StdinNotImplementedError"], ["3"]]


def test_it_runs_inside_an_event_loop_as_in_the_formgrader():
    async def inside():
        return run("1 + 1")

    assert asyncio.run(inside()) == [["2"]]


# -- points ---------------------------------------------------------------------------------------


def scored(*outputs, points=2):
    cell = test_cell("check(f)", points)
    cell.outputs = list(outputs)
    OnlyNumbersScore().preprocess_cell(cell, {}, 0)
    return [said(output) for output in cell.outputs]


def result(text):
    return new_output("execute_result", data={"text/plain": text}, execution_count=1)


@pytest.mark.parametrize("number", ["0.0", "1.5", "2.0", "2"])
def test_a_number_within_the_points_counts(number):
    assert scored(result(number)) == [number]


@pytest.mark.parametrize(
    "other", ["np.float64(0.5)", "nan", "-1.0", "2.5", "inf", "'2'", "", "None"]
)
def test_anything_else_is_worth_nothing(other):
    assert scored(result(other)) == ["NoPoints"]


def test_no_number_and_two_numbers_are_worth_nothing():
    assert scored() == ["NoPoints"]
    assert scored(result("2.0"), result("2.0")) == ["NoPoints"]


def test_an_error_after_the_number_is_an_error():
    error = new_output("error", ename="ValueError", evalue="", traceback=[])
    assert scored(result("2.0"), error) == ["ValueError"]


def test_a_warning_costs_nothing():
    warning = new_output("stream", name="stderr", text="RuntimeWarning: overflow")
    cell = test_cell("check(f)")
    cell.outputs = [warning, result("2.0")]
    OnlyNumbersScore().preprocess_cell(cell, {}, 0)
    assert [output.get("name") for output in cell.outputs] == ["stdout", None]
    assert cell.outputs[1].data["text/plain"] == "2.0"


# -- feedback -------------------------------------------------------------------------------------


def test_hidden_tests_lose_their_source_and_their_tracebacks():
    cell = test_cell("# Hidden, 1 point.\n### BEGIN HIDDEN TESTS\nsecret()\n### END HIDDEN TESTS")
    cell.outputs = [
        new_output("error", ename="NameError", evalue="no f", traceback=["-> secret()"])
    ]
    KeepHidden().preprocess_cell(cell, {}, 0)
    assert cell.source == "# Hidden, 1 point."
    assert cell.outputs[0].traceback == ["NameError: no f"]


def test_other_cells_stay_as_they_are():
    visible = test_cell("check(f)")
    visible.outputs = [new_output("error", ename="E", evalue="e", traceback=["line"])]
    learners = new_code_cell("### BEGIN HIDDEN TESTS without an end")
    for cell in (visible, learners):
        before = cell.copy()
        KeepHidden().preprocess_cell(cell, {}, 0)
        assert cell == before
