"""Assignment 03 as it is handed out and graded: the whole road, on the sample class."""

import json
import re
from pathlib import Path

import nbformat
import pytest

from nnlib.grading.course import sample
from nnlib.grading.course.folder import ROOT
from nnlib.grading.course.release import release

pytestmark = pytest.mark.xdist_group("class")  # one worker grades, the others do not wait

ASSIGNMENT = "03_activations"
SOURCE = ROOT / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.py"
RELEASED = ROOT / "exercises" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
POINTS = {
    "sigmoid_value": 2,
    "sigmoid_robustness": 1,
    "sigmoid_backward_gradient": 2,
    "sigmoid_backward_purity": 1,
    "steady_scale_value": 1,
    "steady_scale_deeper": 1,
    "tanh_backward_gradient": 1,
    "tanh_backward_robustness": 1,
    "relu_backward_gradient": 2,
    "relu_backward_purity": 1,
    "leaky_relu_backward_gradient": 1,
    "leaky_relu_backward_robustness": 1,
    "softmax_value": 2,
    "softmax_robustness": 2,
    "softmax_backward_gradient": 3,
    "softmax_backward_robustness": 2,
}
LOST = {  # student: part -> slip, for every part that must lose its points
    "loops": {},
    "vectorised": {},
    "prints": {},
    "slip_relu": {
        "relu_backward_gradient": "kink-slope",
        "relu_backward_purity": "kink-slope",
    },
    "slip_slope_at_a": {
        "sigmoid_backward_gradient": "derivative-at-a",
        "sigmoid_backward_purity": "derivative-at-a",
    },
    "slip_several": {
        "steady_scale_deeper": "ten-alone",
        "leaky_relu_backward_gradient": "fixed-alpha",
        "leaky_relu_backward_robustness": "fixed-alpha",
        "softmax_robustness": "no-shift",
        "softmax_backward_gradient": "diagonal-only",
        "softmax_backward_robustness": "diagonal-only",
    },
    "writes_inputs": {
        "sigmoid_backward_purity": "input-modified",
        "relu_backward_purity": "input-modified",
        "softmax_robustness": "input-modified",
    },
    "crash": {
        "sigmoid_backward_gradient": "crash",
        "sigmoid_backward_purity": "crash",
        "softmax_backward_gradient": "timeout",
        "softmax_backward_robustness": "timeout",
    },
    "untouched": dict.fromkeys(POINTS, "not-written"),
}


@pytest.fixture(scope="session")
def sample_class(tmp_path_factory):
    """The sample class, graded once: its rows by student, and the folder of its course."""
    workdir = tmp_path_factory.mktemp("demo")
    rows = sample.run_sample_class(workdir, progress=False)
    return {row.student: row for row in rows}, workdir / "sample_class"


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    """A course in which the assignment was released just now."""
    folder = sample.new_course(tmp_path_factory.mktemp("course") / "course")
    release(ASSIGNMENT, folder)
    return folder


def cells(path, wanted):
    return [cell for cell in nbformat.read(path, as_version=4).cells if wanted(cell)]


def feedback_pages(folder):
    return sorted(folder.glob(f"feedback/*/{ASSIGNMENT}/{ASSIGNMENT}.html"))


# -- the class ------------------------------------------------------------------------------------


def test_every_sample_student_has_a_row(sample_class):
    rows, _ = sample_class
    assert sorted(rows) == sorted(LOST) == sorted(p.stem for p in sample.SAMPLE_CLASS.glob("*.py"))
    assert all(row.max_points == 24 for row in rows.values())


@pytest.mark.parametrize("student", sorted(LOST))
def test_points_and_slips_of_the_sample_class(sample_class, student):
    row = sample_class[0][student]
    assert row.slips == LOST[student]
    assert row.points == 24 - sum(POINTS[part] for part in LOST[student])


def test_feedback_names_part_points_and_message(sample_class):
    page = sample_class[1] / "feedback" / "slip_relu" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    text = page.read_text(encoding="utf-8")
    assert "relu_backward · gradient: 0 of 2 points" in text
    assert "Score: 0.0 / 2.0" in text and "(Score: 21.0 / 24.0)" in text
    assert "relu_backward · purity: 0 of 1 point" in text, "hidden parts are explained too"


def test_feedback_shows_no_hidden_test(sample_class):
    pages = feedback_pages(sample_class[1])
    assert len(pages) == len(LOST)
    hidden = [
        name.rsplit("_", 1) for name in POINTS if name.endswith(("purity", "robustness", "deeper"))
    ]
    for page in pages:
        text = re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8"))
        text = text.replace("&quot;", '"').replace("&#34;", '"')
        assert 'check(relu, exercise="relu", part="value")' in text, (
            "the text of cells can be found this way"
        )
        assert not [
            part
            for part in hidden
            if 'check({0}, exercise="{0}", part="{1}")'.format(*part) in text
        ]
        assert "HIDDEN TESTS" not in text


def test_feedback_asks_no_other_host_and_runs_no_script(sample_class):
    for page in feedback_pages(sample_class[1]):
        text = page.read_text(encoding="utf-8")
        assert not re.findall(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//[^"' >]+""", text)
        assert not re.findall(r"""@import|url\(['"]?(?:https?:)?//""", text)
        assert "<script" not in text


def test_nothing_but_feedback_pages_is_handed_back(sample_class):
    folder = sample_class[1] / "feedback"
    suffixes = {path.name for path in folder.rglob("*") if path.is_file()}
    assert suffixes == {f"{ASSIGNMENT}.html", "timestamp.txt"}


def test_a_learner_who_prints_keeps_a_small_notebook(sample_class):
    graded = sample_class[1] / "autograded" / "prints" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert graded.stat().st_size < 200_000
    outputs = json.loads(graded.read_text(encoding="utf-8"))["cells"]
    assert any("here is my answer" in str(cell.get("outputs")) for cell in outputs)


def test_the_sample_class_runs_in_a_course_of_its_own(sample_class):
    assert {path.name for path in sample_class[1].iterdir()} >= {"gradebook.db", "submitted"}
    assert Path(sample_class[1]) != ROOT
