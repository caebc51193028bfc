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


def with_source(stem, source_of):
    """The text of a handed-in notebook whose answer to each question is source_of(name)."""
    notebook = nbformat.read(released(stem), as_version=4)
    for cell in filter(is_answer, notebook.cells):
        cell.source = source_of(about(cell)["grade_id"])
    return json.dumps(notebook)


def answers(stem, kind):
    """{name: how many right or wrong answers there are} for the functions of an assignment."""
    return {name: len(getattr(form, f"{kind}s")) for name, form in FORMS[stem].items()}


def told(stem, kind, number):
    """For each question the source of an answer, as a learner would have to write it."""
    many = answers(stem, kind)
    return lambda name: source_of(name, kind, number % many[name])


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
            for k in range(max(answers(stem, kind).values())):
                handed_in[f"{kind}{k}"] = with_source(stem, told(stem, kind, k))
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
    for student, found in graded(stem).items():
        if student.startswith("right"):
            lost = {name: said for name, (got, most, said) in found.items() if got < most}
            assert lost == {}, student


def test_wrong_answers_earn_across_the_boundary_what_they_earn_here(graded, stem):
    names = [e for e in FORMS[stem] if any(part.points for part in EXERCISES[e].parts)]
    for student, found in graded(stem).items():
        if not student.startswith("wrong"):
            continue
        for name in names:
            listed = FORMS[stem][name].wrongs
            wrong = listed[int(student[5:]) % len(listed)]
            parts = [f"{name}_{part.name}" for part in EXERCISES[name].parts if part.points]
            got = sum(found[part][0] for part in parts)
            assert got == wrong.points, (student, name, wrong.slip, [found[part] for part in parts])


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
