"""The nbgrader stages: hidden tests stay hidden, and settings reach the sandbox."""

import subprocess
import sys

import nbgrader.api
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from nnlib.grading.course.graded import KEY
from nnlib.grading.course.settings import configure
from nnlib.grading.course.stages import (
    GradeInSandbox,
    KeepHidden,
    put_tools_on_path,
    schema_version,
)
from nnlib.grading.sandbox.limits import Caps, Limits


def test_cell(source, points=2, **metadata):
    nbgrader = {"grade": True, "solution": False, "grade_id": "t", "points": points}
    return new_code_cell(source, metadata={"nbgrader": nbgrader, **metadata})


test_cell.__test__ = False  # a helper, not a test


# -- settings -------------------------------------------------------------------------------------


def test_the_stage_without_settings_has_the_limits_of_the_sandbox():
    assert GradeInSandbox().limits() == Limits()
    assert GradeInSandbox().caps() == Caps()


@pytest.mark.parametrize(
    "name, value, found",
    [
        ("seconds", 7.0, lambda stage: stage.limits().seconds == 7),
        ("memory", 64, lambda stage: stage.limits().memory == 64 << 20),
        ("packages", ["numpy"], lambda stage: stage.limits().packages == ("numpy",)),
        ("notebook", 1, lambda stage: stage.caps().notebook == 1 << 20),
        ("extra", ["*.png"], lambda stage: stage.caps().extra == ("*.png",)),
    ],
)
def test_a_setting_of_the_course_reaches_the_sandbox(name, value, found):
    assert found(GradeInSandbox(config=Config({"GradeInSandbox": {name: value}})))


def test_nbgraders_own_time_limit_holds_where_the_course_sets_none():
    def limits(**about):
        return GradeInSandbox(config=Config(about)).limits()

    found = limits(Execute={"timeout": 2})
    assert (found.inside_seconds, found.cell_seconds, found.patience) == (2, 2, 2)
    assert limits(Execute={"timeout": 30}) == limits(Execute={"timeout": -1}) == Limits()
    own = limits(Execute={"timeout": 2}, GradeInSandbox={"patience": 60.0, "inside_seconds": 50.0})
    assert (own.inside_seconds, own.cell_seconds, own.patience) == (50, 2, 60)


# -- hidden tests ---------------------------------------------------------------------------------


def test_hidden_tests_lose_their_source_and_their_tracebacks():
    cell = test_cell("# Hidden, 1 point.\n### BEGIN HIDDEN TESTS\nsecret()\n### END HIDDEN TESTS")
    cell.outputs = [
        new_output("error", ename="NameError", evalue="no f", traceback=["-> secret()"])
    ]
    KeepHidden().preprocess_cell(cell, {}, 0)
    assert cell.source == "# Hidden, 1 point."
    assert cell.outputs[0].traceback == ["NameError"]
    assert cell.outputs[0].evalue == ""


def test_other_cells_stay_as_they_are():
    visible = test_cell("check(f)")
    visible.outputs = [new_output("error", ename="E", evalue="e", traceback=["line"])]
    learners = new_code_cell("### BEGIN HIDDEN TESTS without an end")
    for cell in (visible, learners):
        before = cell.copy()
        KeepHidden().preprocess_cell(cell, {}, 0)
        assert cell == before


# -- a new gradebook ------------------------------------------------------------------------------


def test_a_new_gradebook_bears_the_version_that_nbgrader_itself_would_write():
    put_tools_on_path()  # nbgrader starts a tool of its own
    program = "import nbgrader.api; print(nbgrader.api.get_alembic_version())"
    own = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert own.stdout.strip() == schema_version()


def test_the_version_is_asked_for_without_starting_a_program(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(nbgrader.api.sp, "check_output", None)
    configure(Config())
    with nbgrader.api.Gradebook("sqlite://") as gradebook:
        found = gradebook.db.execute(nbgrader.api.text("SELECT version_num FROM alembic_version"))
        assert found.scalar() == schema_version()


def test_what_cells_of_ones_own_said_is_not_in_the_feedback():
    """They may have run beside a hidden test, inside."""
    cell = new_code_cell("print(secret)", metadata={KEY: {"own": True}})
    cell.outputs = [new_output("stream", text="assert f(21) == 42")]
    kept, _ = KeepHidden().preprocess_cell(cell, {}, 0)
    assert kept.source == "print(secret)" and kept.outputs == []


# -- pages ----------------------------------------------------------------------------------------


def page_of(template, **about):
    """The page of a graded notebook, as the formgrader or the feedback shows it."""
    config = Config()
    configure(config)
    if template == "feedback":
        config = GenerateFeedback(coursedir=CourseDirectory(), config=config).config
    config.HTMLExporter.template_name = template
    notebook = new_notebook(cells=[new_code_cell("a = 1")], metadata=about)
    told = {"score": 0, "max_score": 0, "late_penalty": 0, "notebook": "n", "student": "s"}
    told |= {"base_url": "", "index": 0, "total": 1, "nbgrader": dict(told), "mathjax_url": ""}
    page, _ = HTMLExporter(config=config).from_notebook_node(notebook, told)
    return page


FLAGGED = {KEY: {"flags": ["tests-changed", "unknown:<b>"]}}


def test_whoever_grades_by_hand_sees_the_flags_above_the_notebook():
    page = page_of("formgrade", **FLAGGED)
    assert "test cells were edited; the instructor's ran instead" in page
    assert page.index("nnlib-flags") < page.index("hl-ipython3") and "<b>" not in page
    assert "nnlib-flags" not in page_of("formgrade") + page_of("formgrade", **{KEY: {}})


def test_learners_do_not():
    page = page_of("feedback", **FLAGGED)
    assert "nnlib-flags" not in page and "test cells were edited" not in page
