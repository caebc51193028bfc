"""`nnlib export`: what Canvas, Moodle and a spreadsheet read is what the gradebook says, and never a formula."""

import csv

import classroom
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbgrader.api import Gradebook
from warm_nbgrader import nbgrader

from nnlib.grading.course import export
from nnlib.grading.text import FORMULA as STARTS

pytestmark = pytest.mark.xdist_group("export")

FORMULA = '=HYPERLINK("http://evil","click")'


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Three students; one has a formula for a name, one has no name at all, one has not handed in."""
    folder = classroom.new_course(tmp_path_factory.mktemp("export") / "course")
    classroom.hand_in_class(folder, 2)
    classroom.grade(folder)
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        book.update_or_create_student(
            "s000_right", first_name=FORMULA, last_name='O"Brien, J', email="j@x", lms_user_id="17"
        )
        book.add_student("absent", first_name="Ab", last_name="Sent")
    return folder


def exported(folder, kind, tmp_path):
    done = classroom.nnlib(
        *("export", classroom.ASSIGNMENT, "--course", folder, "--format", kind),
        *("--output", tmp_path / "out.csv"),
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("2 students written")
    with open(tmp_path / "out.csv", newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_canvas(graded, tmp_path):
    assert exported(graded, "canvas", tmp_path) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "03_activations"],
        ["Points Possible", "", "", "", "", "24"],
        [f'O"Brien, J, {FORMULA}', "17", "", "s000_right", "", "24"],
        ["s001_dout", "", "", "s001_dout", "", "21"],
    ]


def test_moodle(graded, tmp_path):
    head, first, second = exported(graded, "moodle", tmp_path)
    assert head[0] == "Username" and head[-1] == "03_activations"
    assert first == ["s000_right", "17", f"'{FORMULA}", 'O"Brien, J', "j@x", "24"]
    assert (second[0], second[-1]) == ("s001_dout", "21")


def test_the_table_has_every_part(graded, tmp_path):
    head, first, second = exported(graded, "csv", tmp_path)
    right, wrong = dict(zip(head, first)), dict(zip(head, second))
    assert right["points"] == right["max_points"] == "24" and wrong["points"] == "21"
    assert (right["relu_backward_gradient"], wrong["relu_backward_gradient"]) == ("2", "0")
    parts = head[head.index("waits_for_a_person") + 1 :]
    assert sum(float(right[part]) for part in parts) == 24


@pytest.mark.parametrize(
    "name, kind", [("Canvas", "canvas"), ("Moodle", "moodle"), ("Table", "csv")]
)
def test_nbgraders_command_writes_the_same(graded, tmp_path, name, kind):
    wanted = exported(graded, kind, tmp_path)
    exporter = f"--exporter=nnlib.grading.course.export.{name}"
    nbgrader(graded, "export", exporter, f"--to={tmp_path}/theirs.csv")
    with open(tmp_path / "theirs.csv", newline="", encoding="utf-8") as file:
        assert list(csv.reader(file)) == wanted


def test_an_unknown_format_is_named(graded):
    done = classroom.nnlib(
        "export", classroom.ASSIGNMENT, "--course", graded, "--format", "blackboard"
    )
    assert done.returncode == 1
    assert done.stderr == (
        "nnlib: there is no format blackboard; choose one of canvas, moodle, moodle-worksheet, csv\n"
    )


@pytest.mark.parametrize("sign", list("=+-@\t\r|%") + ["\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_field_starts_like_a_formula(sign):
    for text in (
        f"{sign}1+1",
        f"  {sign}1+1",
        f"\x00{sign}1+1",
        f"\u200b{sign}1+1",
        f"{sign * 3}1",
    ):
        (row,) = csv.reader([export.as_csv([[text]])])
        assert not row[0].startswith(STARTS)
        assert row[0][0] not in "\t\r "


@given(st.lists(st.text(), min_size=1))
def test_any_text_comes_back_as_one_row_of_printable_fields(texts):
    rows = list(csv.reader(export.as_csv([["first", *texts]]).splitlines()))
    assert len(rows) == 1 and len(rows[0]) == len(texts) + 1
    assert all(field.isprintable() for field in rows[0])


def test_numbers_stay_numbers():
    assert export.as_csv([[-1.5, 24.0, 0.1 + 0.2, 7]]) == "-1.5,24,0.3,7\r\n"
