"""Every assignment on its real road: built, released, handed in, graded in the sandbox.

The reference earns every point and the untouched notebook none. And all right and wrong answers of the exercises are
handed in too, so that functions, generators and lists of layers cross the boundary as they will for a class.
"""

import json
import re

import nbformat
import pytest
from answer_source import source_of
from nbgrader.utils import is_grade, is_solution

from nnlib.course.notebooks import notebook_text
from nnlib.grading.course.folder import ROOT, copy_course
from nnlib.grading.course.grade import grade_class
from nnlib.grading.course.release import release
from nnlib.grading.exercises import EXERCISES

SOURCES = sorted(ROOT.glob("solutions/*/[0-9][0-9]_*.py"))
STEMS = [path.stem for path in SOURCES]
FORMS = {
    stem: {name: EXERCISES.form(name) for name in EXERCISES.chapters()[f"ch{stem[:2]}"]}
    for stem in STEMS
}


def released(stem):
    return ROOT / "exercises" / stem / f"{stem}.ipynb"


def cells(path, wanted):
    return [cell for cell in nbformat.read(path, as_version=4).cells if wanted(cell)]


def about(cell):
    return cell.metadata.get("nbgrader", {})


def most(stem):
    """The points of an assignment."""
    return sum(part.points for form in FORMS[stem].values() for part in form.parts)


def is_answer(cell):
    """Whether a learner writes a function here. A report that a person grades is no function."""
    return is_solution(cell) and not is_grade(cell)


def is_test(cell):
    """Whether a check gives the points of this cell, and not a person."""
    return is_grade(cell) and not is_solution(cell)


@pytest.fixture(params=STEMS)
def stem(request):
    return request.param


# -- the notebooks ----------------------------------------------------------------------------------------------------


def test_every_chapter_of_exercises_has_its_assignment():
    assert list(EXERCISES.chapters()) == [f"ch{stem[:2]}" for stem in STEMS]


def test_the_notebook_is_what_its_percent_source_says(stem):
    source = ROOT / "solutions" / stem / f"{stem}.py"
    assert source.with_suffix(".ipynb").read_text(encoding="utf-8") == notebook_text(source)


def test_points_of_the_cells_are_those_of_the_checks(stem):
    notebook = ROOT / "solutions" / stem / f"{stem}.ipynb"
    points = {about(cell)["grade_id"]: about(cell)["points"] for cell in cells(notebook, is_test)}
    names = {about(cell)["grade_id"] for cell in cells(released(stem), is_answer)}
    parts = {f"{e}_{part.name}": part for e in names for part in EXERCISES[e].parts if part.points}
    assert {name: part.points for name, part in parts.items()} == points
    assert sum(points.values()) == most(stem)
    hidden = {
        about(c)["grade_id"] for c in cells(released(stem), is_test) if "check(" not in c.source
    }
    assert {name for name, part in parts.items() if part.hidden} == hidden
    assert all(about(cell)["locked"] for cell in cells(notebook, is_test))


def test_exercises_are_what_the_solutions_generate(stem, tmp_path):
    folder = release(stem, copy_course(tmp_path / "course", stem))
    assert [path.name for path in folder.iterdir()] == [f"{stem}.ipynb"]
    assert (folder / f"{stem}.ipynb").read_bytes() == released(stem).read_bytes()
    files = [path.name for path in released(stem).parent.iterdir() if path.is_file()]
    assert files == [f"{stem}.ipynb"]


def test_a_released_notebook_holds_no_answer_no_hidden_test_and_no_output(stem):
    text = released(stem).read_text(encoding="utf-8")
    assert "BEGIN" not in text and "HIDDEN TESTS" not in text
    for cell in cells(released(stem), is_answer):
        assert cell.source.startswith(f"def {about(cell)['grade_id']}(") and '"""' in cell.source
        assert cell.source.endswith(
            '"""\n    # Your answer goes here. Take the next line away.\n    raise NotImplementedError()'
        )
    for cell in cells(released(stem), lambda cell: cell.cell_type == "code"):
        assert not cell.outputs and cell.execution_count is None
    for cell in cells(released(stem), is_test):
        name, part = about(cell)["grade_id"].rsplit("_", 1)
        visible = f'check({name}, exercise="{name}", part="{part}")'
        hidden = re.fullmatch(r"# Hidden, \d points?: [^\n]+\.", cell.source)
        assert cell.source == visible or hidden, cell.source


# -- the road ---------------------------------------------------------------------------------------------------------


def answers(stem, kind):
    """{name: the right or the wrong answers} for the functions of an assignment."""
    return {name: getattr(form, f"{kind}s") for name, form in FORMS[stem].items()}


def with_answers(stem, kind, number):
    """The text of a handed-in notebook with answer `number` to each question, as a learner would have to write it.

    A question that has fewer stays unwritten: each answer crosses the boundary once.
    """
    notebook, listed = nbformat.read(released(stem), as_version=4), answers(stem, kind)
    for cell in filter(is_answer, notebook.cells):
        name = about(cell)["grade_id"]
        if number < len(listed[name]):
            cell.source = source_of(name, kind, number)
    return json.dumps(notebook)


def graded_answers(by_student, stem, kind):
    """(answer, name, the graded cells of its parts) for every right or wrong answer of an assignment."""
    for name, listed in answers(stem, kind).items():
        parts = [f"{name}_{part.name}" for part in EXERCISES[name].parts if part.points]
        for number, answer in enumerate(listed if parts else []):
            found = by_student[f"{kind}{number}"]
            yield answer, f"{name} of {kind}{number}", [found[part] for part in parts]


@pytest.fixture(scope="session")
def graded(once, tmp_path_factory):
    """{stem: {student: {cell: points}}}, each assignment graded once in the whole run."""

    def grade(stem):
        folder = copy_course(tmp_path_factory.mktemp("road") / "course", stem)
        handed_in = {
            "reference": (ROOT / "solutions" / stem / f"{stem}.ipynb").read_text("utf-8"),
            "untouched": released(stem).read_text("utf-8"),
        }
        for kind in ("right", "wrong"):
            for k in range(max(map(len, answers(stem, kind).values()))):
                handed_in[f"{kind}{k}"] = with_answers(stem, kind, k)
        for student, text in handed_in.items():
            path = folder / "submitted" / student / stem / f"{stem}.ipynb"
            path.parent.mkdir(parents=True)
            path.write_text(text, encoding="utf-8")
        done = grade_class(stem, folder, progress=False)
        return {
            s["student"]: {
                name: [cell["points"], cell["max_points"], cell["message"]]
                for name, cell in s["cells"].items()
            }
            for s in done.students
        }

    return lambda stem: once(f"graded-{stem}", lambda: grade(stem))


def test_the_reference_earns_every_point_and_the_untouched_notebook_none(graded, stem):
    by_student = graded(stem)
    lost = {n: said for n, (got, most, said) in by_student["reference"].items() if got < most}
    assert lost == {} and sum(c[0] for c in by_student["untouched"].values()) == 0
    assert sum(c[1] for c in by_student["reference"].values()) == most(stem)


def test_right_answers_earn_every_point_across_the_boundary(graded, stem):
    checked = list(graded_answers(graded(stem), stem, "right"))
    assert checked
    for _, where, cells in checked:
        assert [said for got, most, said in cells if got < most] == [], where


def test_wrong_answers_earn_across_the_boundary_what_they_earn_here(graded, stem):
    checked = list(graded_answers(graded(stem), stem, "wrong"))
    assert checked
    for wrong, where, cells in checked:
        assert sum(got for got, _, _ in cells) == wrong.points, (where, wrong.slip, cells)


def test_every_exercise_says_once_how_to_check_keep_and_go_on_and_names_nobody_who_is_not_there(
    stem,
):
    text = "\n".join(c.source for c in cells(released(stem), lambda c: c.cell_type == "markdown"))
    end = text.split("## When you are done")[1]
    last = stem == STEMS[-1]
    for said in (f"`nnlib check {stem}`", f"`nnlib keep {stem}`", "*Keep* button"):
        assert end.count(said) == 1, said
    assert last or re.search(rf"\(\.\./\.\./chapters/{int(stem[:2]) + 1:02}_\w+\.ipynb\)", end)
    assert not re.search("instructor|teacher|lecturer", text, re.I), "a self-learner has none"
