"""`nnlib report`: the numbers are the gradebook's, and nothing that a learner wrote is more than text."""

import json
import re
import xml.etree.ElementTree as ET

import classroom
import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import sync_playwright

from nnlib.core.files import write_whole
from nnlib.course.notebooks import BookError
from nnlib.grading.course import classview
from nnlib.grading.course.classview import ClassView, PartSummary, SlipSummary, distribution
from nnlib.grading.course.glance import lines
from nnlib.grading.course.page import page
from nnlib.grading.course.reading import Student
from nnlib.grading.course.words import flag_meaning, meaning

pytestmark = pytest.mark.xdist_group("classview")

EVIL = "<script>alert(1)</script>\x1b[31m\u202eeman\"'&"
LOOK = re.compile(r"\b(?:src|href|srcset|action|data)\s*=|url\(|@import", re.I)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class of five, of whom one has points of a person, one is late, and one has edited the tests."""
    folder = classroom.new_course(tmp_path_factory.mktemp("view") / "course")
    classroom.hand_in_class(folder, 4)
    path = classroom.hand_in(
        folder,
        "edited",
        {"tanh_backward": "def tanh_backward(dout, a):\n    raise ValueError('<b>')"},
    )
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "softmax_value":
            cell["source"] = "3.0"
    path.write_text(json.dumps(notebook))
    classroom.grade(folder)
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        grades = book.find_submission(classroom.ASSIGNMENT, "s001_dout").notebooks[0].grades
        grade = next(g for g in grades if g.name == "relu_backward_gradient")
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        book.find_submission(classroom.ASSIGNMENT, "s002_none").notebooks[
            0
        ].late_submission_penalty = 2
        book.db.commit()
    return folder


@pytest.fixture(scope="module")
def view(graded):
    return classview.class_view(classroom.ASSIGNMENT, graded)


def student(name="ada", points=1.0, flags=(), **more):
    return Student(name, points, 2.0, flags=flags, parts={EVIL: points}, **more)


def hostile_view(name=EVIL):
    people = (student(name, flags=(f"duplicate:{EVIL}", EVIL)), student("emmy", 2.0))
    slip = SlipSummary(EVIL, 1, (EVIL,), meaning(EVIL, EVIL))
    return ClassView(EVIL, people, (PartSummary(EVIL, 1.5, 2, 1),), (slip,), 2.0)


# -- numbers --------------------------------------------------------------------------------------


def test_points_are_the_gradebooks_with_a_persons_and_what_being_late_costs(view):
    assert {s.name: s.points for s in view.students} == {
        "edited": 22.0,
        "s000_right": 24.0,
        "s001_dout": 22.5,
        "s002_none": 19.0,
        "s003_right": 24.0,
    }
    assert view.max_points == 24
    assert [s.late for s in view.students if s.name == "s002_none"] == [2.0]


def test_parts_stand_in_the_order_of_the_notebook_with_the_mean_of_the_class(view):
    parts = {part.name: part for part in view.parts}
    assert list(parts)[:2] == ["sigmoid_value", "sigmoid_robustness"]
    assert parts["sigmoid_value"].mean == pytest.approx(2 * 4 / 5)
    assert parts["relu_backward_gradient"].mean == pytest.approx((4 * 2 + 1.5) / 5)
    assert parts["softmax_value"].full == 5, "the instructor's test counts, not the edited one"


def test_slips_are_counted_by_student_and_told_in_one_line(view):
    slips = {slip.key: slip for slip in view.slips}
    assert slips["returns-none"].students == 1
    assert slips["returns-none"].parts == ("sigmoid_value", "sigmoid_robustness")
    assert "\n" not in "".join(slip.meaning for slip in view.slips)
    assert "<b>" not in slips["error"].meaning


def test_flagged_submissions_are_named_with_why(view):
    (flagged,) = view.flagged
    assert flagged.name == "edited" and "tests-changed" in flagged.flags
    assert "instructor's ran instead" in flag_meaning("tests-changed")


@pytest.mark.parametrize(
    "points, most, counts",
    [
        ([0, 24, 24], 24, [1, 0, 0, 0, 0, 0, 0, 2]),
        ([0.5, 1, 30], 3, [1, 1, 1]),
        ([0], 0, [1]),
        ([5.25], 10.5, [0, 0, 1, 0, 0, 0]),
        ([0.2], 0.5, [1]),
    ],
)
def test_everybody_stands_in_one_step_of_the_distribution(points, most, counts):
    bins = distribution(points, most)
    assert [count for *_, count in bins] == counts
    assert bins[0][0] == 0 and bins[-1][1] >= most


def test_a_message_is_told_by_its_first_sentence():
    assert meaning("some-slip", "You let dout\nthrough. Look there.") == "You let dout through."
    assert meaning("some-slip", "x" * 500).endswith("…")


# -- what is missing ------------------------------------------------------------------------------


def test_without_a_gradebook_none_is_made(tmp_path):
    folder = classroom.new_course(tmp_path / "course", gradebook=False)
    with pytest.raises(BookError, match="there is no gradebook .*; first run: nnlib grade 03_act"):
        classview.class_view(classroom.ASSIGNMENT, folder)
    assert not (folder / "gradebook.db").exists()


def test_an_assignment_that_nobody_was_graded_in_is_told_in_one_line(graded):
    done = classroom.nnlib("report", "99_nothing", "--course", graded)
    assert done.returncode == 1
    assert done.stderr == (
        "nnlib: nothing of 99_nothing was graded yet; first run: nnlib grade 99_nothing\n"
    )


def test_a_file_that_is_no_gradebook_is_told_in_one_line(graded, tmp_path):
    (tmp_path / "other.db").write_text("this is no database " * 100)
    done = classroom.nnlib(
        "report", classroom.ASSIGNMENT, "--course", graded, "--db", f"sqlite:///{tmp_path}/other.db"
    )
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    assert "cannot be read: file is not a database" in done.stderr


def test_a_graded_notebook_that_was_edited_costs_its_slips_and_nothing_else(graded):
    path = graded / "autograded" / "s001_dout" / classroom.ASSIGNMENT / classroom.NOTEBOOK
    before = path.read_bytes()
    try:
        path.write_text("{")
        found = classview.class_view(classroom.ASSIGNMENT, graded)
    finally:
        path.write_bytes(before)
    mine = next(s for s in found.students if s.name == "s001_dout")
    assert mine.points == 22.5 and not mine.graded


# -- in the terminal ------------------------------------------------------------------------------


def test_the_command_prints_the_class_and_writes_the_page(graded, tmp_path):
    done = classroom.nnlib(
        *("report", classroom.ASSIGNMENT, "--course", graded, "--html", tmp_path / "r.html")
    )
    assert done.returncode == 0, done.stderr
    assert "5 students, 24 points to earn: median 22.5" in done.stdout
    assert "returns-none" in done.stdout and "edited" in done.stdout
    assert max(map(len, done.stdout.splitlines()[:-1])) <= 80
    assert "<h1>03_activations" in (tmp_path / "r.html").read_text()


def test_nothing_in_the_terminal_moves_the_cursor():
    said = "\n".join(lines(hostile_view()))
    assert all(c.isprintable() or c == "\n" for c in said)


# -- the page -------------------------------------------------------------------------------------


def test_what_learners_wrote_is_text_on_the_page():
    text = page(hostile_view())
    assert "<script" not in text and "alert(1)" in text
    assert all(c.isprintable() or c == "\n" for c in text)
    assert "default-src &#x27;none&#x27;" in text or "default-src 'none'" in text


def test_the_page_asks_nobody_for_anything(view):
    assert LOOK.findall(page(view)) == [] == LOOK.findall(page(hostile_view()))


def test_every_chart_has_words_and_every_bar_fits(view):
    charts = re.findall(r"<svg.*?</svg>", page(view), re.S)
    assert len(charts) == 3
    for chart in charts:
        tree = ET.fromstring(chart)
        wide, tall = map(float, tree.get("viewBox").split()[2:])
        assert tree.get("role") == "img" and len(tree.get("aria-label")) > 40
        assert tree[0].tag == "title" and tree[0].text == tree.get("aria-label")
        for bar in tree.iter("rect"):
            x, y, width, height = (float(bar.get(n)) for n in ("x", "y", "width", "height"))
            assert x >= 0 and y >= 0 and x + width <= wide and y + height <= tall


def test_a_class_of_one_without_points_has_a_page():
    alone = ClassView("a", (student(points=0.0),), (PartSummary("t", 0.0, 0, 1),), (), 0.0)
    assert "0 of 0" in page(alone) and list(lines(alone))


def test_the_page_in_a_browser_runs_nothing_and_asks_nothing(chromium, tmp_path, view):
    for name, shown in (("class", view), ("hostile", hostile_view())):
        write_whole(tmp_path / f"{name}.html", page(shown))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        window = browser.new_page(viewport={"width": 360, "height": 640})
        asked, said = [], []
        window.on("request", lambda request: asked.append(request.url))
        window.on("dialog", lambda dialog: said.append(dialog.message) or dialog.dismiss())
        window.on("console", lambda message: said.append(message.text))
        for name in ("class", "hostile"):
            window.goto((tmp_path / f"{name}.html").as_uri())
            wide = window.evaluate("document.documentElement.scrollWidth")
            assert wide <= 360, f"{name}: the page is {wide} wide on a telephone"
        browser.close()
    assert asked == [(tmp_path / f"{n}.html").as_uri() for n in ("class", "hostile")]
    assert said == []
