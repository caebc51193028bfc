"""Points are earned: nothing in the nnlib of the sandbox is an answer, nor is it one call, or two, away from one."""

import functools
from types import SimpleNamespace

import pytest
from earned import looked_up, shipped, tables, unearned, values_and_functions

import nnlib
from nnlib.grading.course.folder import ROOT
from nnlib.grading.exercises import EXERCISES
from nnlib.grading.sandbox.package import filtered
from nnlib.grading.sandbox.submission import read_plan
from nnlib.neuron import HEADS
from nnlib.perceptron import _GATES

ALLOWED = {  # what passes all the same, and why
    "binarize": "a comparison is everybody's, and relu_backward of X - t is a roundabout way to write one",
}


@functools.cache
def left_over(chapter):
    """(tables and other values, functions) that a learner of this chapter finds in the sandbox."""
    source = next(ROOT.glob(f"solutions/{chapter[2:]}_*/*.ipynb"))
    plan = read_plan(source, ROOT / "exercises" / source.parent.name / source.name)
    modules = shipped(filtered(plan.asked, plan.imported))
    return tables(modules), values_and_functions(modules)[1]


def chapter_of(name):
    return next(chapter for chapter, names in EXERCISES.chapters().items() if name in names)


@pytest.mark.parametrize("name", EXERCISES)
def test_no_table_of_the_library_there_holds_the_answer(name):
    values, _ = left_over(chapter_of(name))
    assert looked_up(name, EXERCISES[name], values) == {}


@pytest.mark.parametrize("name", [name for name in EXERCISES if name not in ALLOWED])
def test_no_call_in_the_library_there_gives_the_answer(name):
    _, functions = left_over(chapter_of(name))
    assert functions and unearned(name, EXERCISES[name], functions) == {}


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_allowed_is_still_found(name):
    assert unearned(name, EXERCISES[name], left_over(chapter_of(name))[1]), "no longer needed"


def test_tables_and_calls_that_hold_an_answer_are_found():
    known = {"HEADS": HEADS, "GATES": _GATES}
    assert looked_up("choose_head", EXERCISES["choose_head"], known) == {
        "table": "HEADS",
        "more": "HEADS",
    }
    assert looked_up("gate_weights", EXERCISES["gate_weights"], known)
    deep = tables({"m": SimpleNamespace(__name__="m", BOOK={"answers": [{"gates": _GATES}]})})
    assert looked_up("gate_weights", EXERCISES["gate_weights"], deep)["value"] == (
        "m.BOOK['answers'][0]['gates']"
    )
    pair = {"softplus": nnlib.softplus, "softplus_backward": nnlib.softplus_backward}
    found = unearned("sigmoid", EXERCISES["sigmoid"], pair)
    assert found["value"] == "softplus_backward(ones, softplus(#0))"
    two = {"mse": nnlib.mse, "mse_grad": nnlib.mse_grad}
    assert unearned("mse", EXERCISES["mse"], two)["value"] == "mse(#0, #1)"
