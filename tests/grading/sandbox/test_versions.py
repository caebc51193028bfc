"""A submission is held against the version that it began with; what its instructor corrected is nobody's edit."""

import json

import pytest

from nnlib.grading.sandbox.submission import extra_files, own_cells, read_answers, read_plan
from nnlib.grading.sandbox.versions import begun_with, corrected, marked, version_of

STUB = "raise NotImplementedError()"


def cell(source, name="", kind="code", **about):
    known = {"grade_id": name, "grade": False, "solution": False, "locked": False} | about
    metadata = {"nbgrader": known} if name else {}
    made = {"cell_type": kind, "metadata": metadata, "source": source}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def notebook(*tests, setup="y = 1", answer=STUB, own=()):
    """Setup, answer, and tests by name: ("t", source)."""
    return [
        cell(setup),
        *(cell(source) for source in own),
        cell(answer, "f", solution=True),
        *(cell(source, name, grade=True, locked=True, points=1) for name, source in tests),
    ]


V1 = notebook(("t", "assert f(1) == 3"))
V2 = notebook(("t", "assert f(1) == 2"))
V3 = notebook(("t", "assert f(1) == 2"), ("u", "assert f(2) == 3"), setup="y = 2")


@pytest.fixture
def flagged(tmp_path):
    """flagged(today, submission, before): the answers in a submission, when these are the versions."""

    def read(today, submission, *before, files=()):
        for name, cells in (("source", today), ("release", today), ("ada", submission)):
            (tmp_path / name).mkdir(exist_ok=True)
            whole = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
            (tmp_path / name / "n.ipynb").write_text(json.dumps(whole))
        path = tmp_path / "ada" / "n.ipynb"
        plan = read_plan(
            tmp_path / "source/n.ipynb",
            tmp_path / "release/n.ipynb",
            tuple(version_of(cells, files) for cells in before),
        )
        return plan, read_answers(plan, path)

    return read


def with_answer(cells, answer="def f(x):\n    return x + 1"):
    return [
        each | {"source": answer} if each["metadata"].get("nbgrader", {}).get("solution") else each
        for each in cells
    ]


@pytest.mark.parametrize("mine", [V1, V2, V3])
def test_whoever_began_with_any_version_is_not_flagged(flagged, mine):
    _, answers = flagged(V3, with_answer(mine), V2, V1)
    assert answers.flags == []


@pytest.mark.parametrize("mine", [V1, V2])
def test_without_the_versions_before_the_same_submissions_would_be(flagged, mine):
    _, answers = flagged(V3, with_answer(mine))
    assert answers.flags


@pytest.mark.parametrize("base", [V1, V2, V3])
def test_an_edit_of_ones_own_is_flagged_whatever_was_released(flagged, base):
    edited = with_answer(base)
    edited[2] = edited[2] | {"source": "pass"}
    _, answers = flagged(V3, edited, V2, V1)
    assert answers.flags == ["tests-changed"]


def test_a_test_that_ones_own_version_had_is_missing_when_it_is_gone(flagged):
    _, answers = flagged(V3, with_answer(V1)[:-1], V1)
    assert answers.flags == ["tests-missing:t"]
    _, answers = flagged(V3, with_answer(V3)[:-1], V1)
    assert answers.flags == ["tests-missing:u"]


def test_a_test_that_came_later_runs_for_everybody(flagged):
    _, answers = flagged(V3, with_answer(V1), V1)
    assert answers.tests == {"t", "u"}
    assert [name for name, _ in answers.order if name] == ["f", "t", "u"]


def test_a_cell_that_was_taken_away_since_is_no_cell_of_ones_own_making(flagged):
    _, answers = flagged(V2, with_answer(V3), V3)
    assert answers.flags == []
    _, answers = flagged(V2, [*with_answer(V2), cell("pass", "z", grade=True)], V3)
    assert answers.flags == ["unknown-cells"]


def test_a_cell_that_was_of_another_type_before_is_not_retyped(flagged):
    before = [cell("f of x", "f", "markdown", solution=True, grade=True, points=1)]
    today = [cell("f = 1", "f", solution=True, grade=True, points=1)]
    assert flagged(today, before, before)[1].flags == []
    assert flagged(today, before)[1].flags == ["retyped:f"]


def test_corrected_set_up_runs_in_the_place_of_the_old_one(flagged):
    plan, answers = flagged(V3, with_answer(notebook(("t", "assert f(1) == 3"), own=["z = 3"])), V1)
    assert [source for _, source in answers.order][:2] == ["z = 3", "y = 2"]
    assert own_cells(answers, plan)["f"] == [(0, "z = 3")]


def test_a_set_up_that_the_learner_added_to_stays_theirs(flagged):
    mine = with_answer(notebook(("t", "assert f(1) == 3"), setup="y = 1\nimport math"))
    _, answers = flagged(V3, mine, V1)
    sources = [source for _, source in answers.order]
    assert "y = 1\nimport math" in sources and "y = 2" in sources


def test_set_up_that_was_taken_away_still_runs_for_whoever_has_it(flagged):
    _, answers = flagged(V2[1:], with_answer(V1), V1)
    assert answers.order[0] == ("", "y = 1")


def test_a_file_that_was_handed_out_before_is_nobodys_own(flagged, tmp_path):
    plan, _ = flagged(V2, with_answer(V1), V1, files=["old.csv"])
    for name in ("old.csv", "mine.csv"):
        (tmp_path / "ada" / name).write_text("a")
    assert extra_files(tmp_path / "ada", (plan,)) == ["mine.csv"]


def test_blanks_at_the_ends_of_lines_are_no_change():
    assert marked("code", "a = 1  \r\nb = 2\n\n") == marked("code", "a = 1\nb = 2")
    assert marked("code", "a = 1") != marked("markdown", "a = 1") != marked("markdown", "a = 2")


def test_of_two_versions_that_fit_as_well_it_is_todays():
    one, other = version_of(V1), version_of(V1, ["data.csv"])
    assert begun_with((one, other), V1) is one


def test_cells_of_todays_version_stay_in_the_learners_order():
    today = version_of(V3)
    order = [("t", "b"), ("f", "a")]
    assert corrected(order, [], (today, version_of(V1)), today) is order
