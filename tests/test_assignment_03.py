"""Assignment 03 as it is handed out and graded: the whole road, on the sample class."""

import json
import re
from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import is_grade, is_solution

from nnlib.book import notebook_text
from nnlib.grading import course

pytestmark = pytest.mark.xdist_group("class")  # one worker grades, the others do not wait

ASSIGNMENT = "03_activations"
SOURCE = course.ROOT / "solutions" / ASSIGNMENT / f"{ASSIGNMENT}.py"
RELEASED = course.ROOT / "exercises" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
POINTS = {
    "sigmoid_value": 2,
    "sigmoid_robustness": 1,
    "sigmoid_backward_gradient": 2,
    "sigmoid_backward_purity": 1,
    "tanh_from_sigmoid_value": 1,
    "tanh_from_sigmoid_robustness": 1,
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
        "tanh_from_sigmoid_value": "half-argument",
        "tanh_from_sigmoid_robustness": "half-argument",
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
    rows = course.run_sample_class(workdir, progress=False)
    return {row.student: row for row in rows}, workdir / "sample_class"


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    """A course in which the assignment was released just now."""
    folder = course.copy_course(tmp_path_factory.mktemp("course") / "course")
    course.release(ASSIGNMENT, folder)
    return folder


def cells(path, wanted):
    return [cell for cell in nbformat.read(path, as_version=4).cells if wanted(cell)]


def feedback_pages(folder):
    return sorted(folder.glob(f"feedback/*/{ASSIGNMENT}/{ASSIGNMENT}.html"))


# -- the notebooks --------------------------------------------------------------------------------


def test_the_notebook_is_what_its_percent_source_says():
    assert SOURCE.with_suffix(".ipynb").read_text(encoding="utf-8") == notebook_text(SOURCE)


def test_every_part_has_one_test_cell_with_its_points_and_together_they_are_24():
    tests = cells(SOURCE.with_suffix(".ipynb"), is_grade)
    assert {
        cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader.points for cell in tests
    } == POINTS
    assert len(tests) == len(POINTS) and sum(POINTS.values()) == 24
    assert all(cell.metadata.nbgrader.locked for cell in tests)


def test_points_of_the_cells_are_those_of_the_checks():
    from nnlib.grading.exercises import EXERCISES

    names = {cell.metadata.nbgrader.grade_id for cell in cells(RELEASED, is_solution)}
    parts = {f"{e}_{part.name}": part for e in names for part in EXERCISES[e].parts if part.points}
    assert {name: part.points for name, part in parts.items()} == POINTS
    hidden = {
        c.metadata.nbgrader.grade_id for c in cells(RELEASED, is_grade) if "check(" not in c.source
    }
    assert {name for name, part in parts.items() if part.hidden} == hidden


def test_exercises_are_what_the_solutions_generate(released):
    fresh = released / "exercises" / ASSIGNMENT
    assert sorted(path.name for path in fresh.iterdir()) == [f"{ASSIGNMENT}.ipynb"]
    assert RELEASED.read_bytes() == (fresh / RELEASED.name).read_bytes()
    assert [path.name for path in RELEASED.parent.iterdir() if path.is_file()] == [RELEASED.name]


def test_a_released_notebook_holds_no_answer_no_hidden_test_and_no_output():
    text = RELEASED.read_text(encoding="utf-8")
    assert "BEGIN" not in text and "HIDDEN TESTS" not in text
    for cell in cells(RELEASED, is_solution):
        lines = cell.source.splitlines()
        assert lines[0].startswith("def ") and '"""' in lines[1]
        assert lines[2:] == [
            "    # Your answer goes here. Take the next line away.",
            "    raise NotImplementedError()",
        ]
    assert all(
        not cell.outputs and cell.execution_count is None for cell in cells(RELEASED, is_code)
    )
    for cell in cells(RELEASED, is_grade):
        name, part = cell.metadata.nbgrader.grade_id.rsplit("_", 1)
        visible = f'check({name}, exercise="{name}", part="{part}")'
        assert cell.source == visible or re.fullmatch(
            r"# Hidden, [12] points?: [^\n]+\.", cell.source
        )


def is_code(cell):
    return cell.cell_type == "code"


# -- the class ------------------------------------------------------------------------------------


def test_every_sample_student_has_a_row(sample_class):
    rows, _ = sample_class
    assert sorted(rows) == sorted(LOST) == sorted(p.stem for p in course.SAMPLE_CLASS.glob("*.py"))
    assert all(row.max_points == 24 for row in rows.values())


@pytest.mark.parametrize("student", sorted(LOST))
def test_points_and_slips_of_the_sample_class(sample_class, student):
    row = sample_class[0][student]
    assert row.slips == LOST[student]
    assert row.points == 24 - sum(POINTS[part] for part in LOST[student])


def test_the_reference_answers_earn_every_point(released, tmp_path):
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    notebook = SOURCE.with_suffix(".ipynb")
    (downloads / f"reference_attempt_2026-03-02-10-00-00_{notebook.name}").write_bytes(
        notebook.read_bytes()
    )
    assert [step.outcome for step in course.collect(ASSIGNMENT, downloads, released)] == ["done"]
    assert [step.outcome for step in course.autograde(ASSIGNMENT, released, progress=False)] == [
        "done"
    ]
    assert course.gradebook(ASSIGNMENT, released) == [course.Row("reference", 24, 24, {})]


def test_feedback_names_part_points_and_message(sample_class):
    page = sample_class[1] / "feedback" / "slip_relu" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    text = page.read_text(encoding="utf-8")
    assert "relu_backward · gradient: 0 of 2 points" in text
    assert "Score: 0.0 / 2.0" in text and "(Score: 21.0 / 24.0)" in text
    assert "relu_backward · purity: 0 of 1 point" in text, "hidden parts are explained too"


def test_feedback_shows_no_hidden_test(sample_class):
    pages = feedback_pages(sample_class[1])
    assert len(pages) == len(LOST)
    hidden = [name.rsplit("_", 1) for name in POINTS if name.endswith(("purity", "robustness"))]
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
    assert Path(sample_class[1]) != course.ROOT
