"""The API x-ray: eight calls, what runs behind them, and one real training."""

import json
import subprocess

import pytest
from playwright._impl._driver import compute_driver_executable

import nnlib
from nnlib import plots
from nnlib.plots.ch11 import xray


@pytest.fixture(scope="module")
def shown():
    return plots.API_XRAY.data()


def own_relu(z):
    """The reader's."""
    return z * (z > 0)


def test_every_call_shows_code_without_its_docstring(shown):
    for call in shown["calls"]:
        for part in call["pieces"]:
            assert (
                part["code"].strip() and '"""' not in part["code"] and part["whose"] == "the book's"
            )
    json.dumps(shown)  # it travels as JSON


def test_a_kept_function_is_shown_as_the_readers():
    part = xray.piece("relu", own_relu)
    assert (
        part["whose"] == "yours" and "z * (z > 0)" in part["code"] and "reader" not in part["code"]
    )


def test_what_the_chapter_asks_for_is_not_given_away(shown):
    code = {part["name"]: part["code"] for call in shown["calls"] for part in call["pieces"]}
    assert all(code[name].startswith("# exercise 11") for name in xray.EXERCISES)


def test_the_numbers_are_those_of_a_training(shown):
    run = shown["run"]
    assert len(run["loss"]) == len(run["val_loss"]) == 30 and run["loss"][-1] < run["loss"][0] / 2
    assert sum(run["proba"]) == pytest.approx(1, abs=1e-5) and run["test"][1] > 0.8
    assert nnlib.count_parameters([64, 32]) == 2080 and nnlib.count_parameters([32, 10]) == 330


def test_a_name_that_no_call_uses_is_refused():
    with pytest.raises(ValueError, match="runs behind none of the calls"):
        plots.api_xray({"huber": nnlib.huber})


def test_the_arithmetic_of_the_page():
    node, _ = compute_driver_executable()  # the one that drives the browser
    script = str(xray.ApiXray._esm)
    asked = (
        "console.log(JSON.stringify([progress(-1), progress(1800), progress(9000), epochsAt(0, 30),"
    )
    asked += " epochsAt(0.5, 30), epochsAt(1, 30), curve([2, 1, 0], 2, {x: 0, y: 0, width: 10, height: 4}, 2)]));"
    found = subprocess.run(
        [node, "--input-type=module", "-e", f"{script}\n{asked}"], capture_output=True, text=True
    )
    assert json.loads(found.stdout) == [0, 0.5, 1, 1, 15, 30, "0.0,0.0 5.0,2.0"]
