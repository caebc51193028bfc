"""The book in a real browser: chapters move, the exercise answers, nbgrader opens, nothing leaves the machine.

Chapter 3 is looked at closely, with its exercise. Others are opened once, run, moved and audited: one of each kind of
figure here, every one with `make test-peers`, where a new one joins by lying in chapters/. Pictures of the
moments of interest, and measured times, go into build/screenshots/.
"""

import os
import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import Cell, Live, browse, serve
from playwright.sync_api import expect

from nnlib.course.notebooks import PACKAGE
from nnlib.grading import examine

pytestmark = pytest.mark.xdist_group("browser")

CHAPTER = "chapters/03_activations.ipynb"
EXERCISE = "exercises/03_activations/03_activations.ipynb"
SOLUTION = "solutions/03_activations/03_activations.ipynb"
# Every chapter is opened on a reader's functions, by `make test-peers`; here, one of each kind of figure is enough.
KINDS = {"01_perceptron.ipynb", "07_backprop.ipynb", "11_sequential.ipynb", "12_digits.ipynb"}
EVERY = {p.name for p in PACKAGE.parent.glob("chapters/*.ipynb")} - {CHAPTER[9:]}
OTHERS = sorted(EVERY if "NNLIB_TEST_MINE" in os.environ else EVERY & KINDS)
FIGURES = ("depth_probe", "dead_units", "softmax_jacobian")
# Chapters in which JavaScript alone moves; a test of its own moves it, in tests/plots/chNN.
SCRIPTED = ("chapters/12_digits.ipynb",)
# What the book puts on the page; the frames and editors around it are JupyterLab's.
OURS = (".jp-RenderedMarkdown", ".jp-OutputArea")
# noUiSlider gives its handle no name. The labelled number box beside it says and does the same, see below.
NAMELESS = "noUi-handle"


# One browser and one server for this file. Not for the session: Playwright's event loop would stand
# in the way of tests in other files that run a loop of their own.
@pytest.fixture(scope="module")
def lab(chromium, root, tmp_path_factory):
    album = root / "build" / "screenshots"
    album.mkdir(parents=True, exist_ok=True)
    with serve(root, tmp_path_factory.mktemp("lab")) as (address, token):
        with browse(chromium, address, token, album) as page:
            yield page


@pytest.fixture(scope="module")
def run_chapter(lab):
    notebook = lab.open(CHAPTER)
    notebook.run_all()
    return notebook


@pytest.fixture
def chapter(run_chapter):
    run_chapter.show()
    return run_chapter


@pytest.fixture(scope="module")
def opened_exercise(lab):
    return lab.open(EXERCISE)


@pytest.fixture
def exercise(opened_exercise):
    opened_exercise.show()
    return opened_exercise


def every_picture_has_words(notebook, at_least=1):
    """Asked of one picture after the other: between two counts a figure may draw itself anew."""
    pictures = notebook.body.locator(".jp-OutputArea img")
    expect(pictures.nth(at_least - 1)).to_be_attached()
    for picture in pictures.all():
        expect(picture).to_have_accessible_name(re.compile(r"\w+ \w+"))


# ---- the chapter ----------------------------------------------------------------------------------


def test_every_cell_of_the_chapter_runs(chapter):
    assert chapter.errors() == []
    assert [cell["source"] for cell in chapter.cells() if cell["count"] is None] == []


def test_pictures_have_words(chapter):
    every_picture_has_words(chapter, at_least=len(FIGURES) + 1)


@pytest.mark.parametrize("name", FIGURES)
def test_a_live_figure_moves(chapter, lab, name):
    figure = Live(chapter.cell(source=f"plots.{name}("))
    expect(figure.image).to_be_visible()
    picture, words, number = figure.state()
    lab.photograph(f"{name}-first")

    milliseconds = figure.press("ArrowRight")
    lab.note(f"{name}: key to picture", milliseconds)
    expect(figure.words).not_to_have_text(words)
    by_slider = figure.state()
    assert by_slider[0] != picture
    assert float(by_slider[2]) > float(number)
    assert len(by_slider[2]) <= 5, "a number for the eyes of a reader"

    figure.enter(float(number) + 2)
    expect(figure.words).not_to_have_text(by_slider[1])
    by_box = figure.state()
    assert by_box[0] not in (picture, by_slider[0])
    assert float(by_box[2]) == float(number) + 2
    expect(figure.image).to_have_accessible_name(by_box[1])  # the words are the picture's name, too
    lab.photograph(f"{name}-moved")


def test_a_prediction_is_kept_before_it_is_compared(chapter, lab):
    cell = chapter.cell(source="plots.predict(")
    choices, (commit, compare) = cell.output.get_by_role("radio"), _buttons(cell)
    expect(commit).to_be_disabled()
    expect(compare).to_be_disabled()
    letter = choices.nth(1).evaluate("radio => radio.closest('label').innerText.trim()")
    choices.nth(1).check()
    commit.click()
    expect(choices.first).to_be_disabled()
    expect(cell.output.get_by_role("status")).to_contain_text(letter)
    kept = cell.text()
    lab.photograph("prediction-kept")
    cell.run_again()
    choices, (commit, compare) = cell.output.get_by_role("radio"), _buttons(cell)
    expect(choices.nth(1)).to_be_checked()
    expect(commit).to_be_disabled()
    compare.click()
    expect(compare).to_be_disabled()
    assert cell.text() != kept
    lab.photograph("prediction-compared")


def _buttons(cell):
    return cell.output.get_by_role("button").all()


def test_the_chapter_leads_to_the_exercise(chapter, lab):
    chapter.body.locator("a[href*='exercises/']").first.click()
    assert "relu_backward" in {cell["id"] for cell in lab.opened(EXERCISE).cells()}


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_the_chapter_is_accessible(chapter, lab, theme):
    lab.theme(theme)
    try:
        found = audit(chapter)
        photograph_figures(chapter, lab, theme.split()[-1].lower())
    finally:
        lab.theme("JupyterLab Light")
    assert found == []


def audit(notebook):
    """(rule, element, why) of every serious or critical finding of axe-core in a notebook, but for the known one."""
    area = ", ".join(f"#{notebook.ask('panel.id')} {part}" for part in OURS)
    found = [
        (rule["id"], node["html"][:200], f"{node['failureSummary']} {node['target']}")
        for rule in Axe().run(notebook.page, area).response["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
    return [one for one in found if one[0] != "aria-input-field-name" or NAMELESS not in one[1]]


def photograph_figures(chapter, lab, name):
    for source in ("predict", *FIGURES):
        output = chapter.cell(source=f"plots.{source}(").output
        output.screenshot(path=lab.album / f"{source}-{name}.png")


def test_the_audit_would_find_something(chapter):
    picture = chapter.body.locator("figure img").first
    words = picture.get_attribute("alt")
    picture.evaluate("image => image.removeAttribute('alt')")
    try:
        assert [rule for rule, _, _ in audit(chapter)] == ["image-alt"]
    finally:
        picture.evaluate("(image, words) => image.setAttribute('alt', words)", words)


def every_slider_has_its_box(body):
    # ipywidgets calls a box without a label "null".
    named = body.page.get_by_role("spinbutton", name=re.compile(r"^(?!null$)\w"))
    rows = body.locator(".widget-hbox", has=body.page.locator(".noUi-handle"))
    assert rows.filter(has=named).count() == body.locator(".noUi-handle").count()


def test_every_slider_has_a_labelled_number_box_beside_it(chapter):
    assert chapter.body.locator(".noUi-handle").count() > len(FIGURES)
    every_slider_has_its_box(chapter.body)


# ---- the exercise ---------------------------------------------------------------------------------

WRONG = """def relu_backward(dout, a):
    return np.where(a >= 0, dout, 0.0)"""
RIGHT = """def relu_backward(dout, a):
    return np.where(a > 0, dout, 0.0)"""


def test_validate_names_the_cells_that_fail(exercise, lab):
    lab.page.get_by_role("button", name="Validate").click()
    dialog = lab.page.locator(".jp-Dialog")
    expect(dialog).to_contain_text("failed", timeout=60_000)
    lab.photograph("validate")
    named = dialog.inner_text()
    dialog.get_by_role("button", name="Ok").click()
    graded = [c["source"] for c in exercise.cells() if c["source"].startswith("check(")]
    warm = ("check(relu,", "check(tanh_from_sigmoid,")  # without points
    graded = [source for source in graded if not source.startswith(warm)]
    assert len(graded) == 8
    assert [source for source in graded if source not in named] == []
    assert "check(relu," not in named


def message(code, name, part):
    """What the check has to say about this code."""
    names = {"np": np}
    exec(code, names)
    return examine(name, names[name], part).message


def test_a_wrong_answer_is_explained_and_a_right_one_gets_the_points(exercise, lab):
    exercise.cell(source="import check").run()
    answer, check = (exercise.cell(id=f"relu_backward{part}") for part in ("", "_gradient"))
    answer.write(WRONG)
    answer.run()
    lab.note("check of a wrong relu_backward", check.run())
    expect(check.output).to_contain_text("0 of 2")
    expect(check.output).to_contain_text(message(WRONG, "relu_backward", "gradient"))
    lab.photograph("exercise-wrong")
    answer.write(RIGHT)
    answer.run()
    lab.note("check of a right relu_backward", check.run())
    expect(check.output).to_contain_text("2 of 2")
    lab.photograph("exercise-right")
    assert exercise.errors() == []


def test_an_unwritten_function_is_told_so(exercise, lab):
    exercise.cell(source="import check").run()
    answer, check = (exercise.cell(id=name) for name in ("sigmoid", "sigmoid_value"))
    answer.run()
    check.run()
    expect(check.output).to_contain_text("0 of 2")
    expect(check.output).to_contain_text("not written yet")
    expect(check.output).to_contain_text(message(answer.source(), "sigmoid", "value"))
    lab.photograph("exercise-unwritten")


# ---- nbgrader's panels for instructors ------------------------------------------------------------


def test_create_assignment_shows_the_points(lab):
    lab.open(SOLUTION).show()
    lab.menu("Nbgrader", "Create assignment")
    expect(lab.page.locator(".nbgrader-TotalPointsInput")).to_have_value("24")
    lab.photograph("create-assignment")


def test_formgrader_lists_the_assignment(lab):
    lab.menu("Nbgrader", "Formgrader")
    frame = lab.page.frame_locator("iframe[src*=formgrader]")
    expect(frame.get_by_role("link", name="03_activations")).to_be_visible()
    lab.photograph("formgrader")


# ---- the other chapters ---------------------------------------------------------------------------


@pytest.fixture(params=OTHERS)
def other(lab, request):
    notebook = lab.open(f"chapters/{request.param}")
    notebook.run_all()
    yield notebook
    lab.close(notebook)


def live_figures(notebook):
    """The live figures of a notebook, each in the output of its cell."""
    cells = (Cell(notebook, cell["number"]) for cell in notebook.cells() if cell["outputs"])
    return [Live(cell) for cell in cells if cell.output.locator("img.widget-image").count()]


def test_a_chapter_runs_speaks_moves_and_is_accessible(other, lab):
    assert other.errors() == []
    assert [cell["source"] for cell in other.cells() if cell["count"] is None] == []
    every_picture_has_words(other)
    every_slider_has_its_box(other.body)
    figures = live_figures(other)
    if other.path in SCRIPTED:
        expect(other.body.locator(".jp-OutputArea svg[tabindex]").first).to_be_visible()
    else:
        assert figures and all(figure.moves() for figure in figures)
    found = audit(other)
    lab.theme("JupyterLab Dark")
    try:
        found += audit(other)
    finally:
        lab.theme("JupyterLab Light")
    assert found == []


# ---- all along ------------------------------------------------------------------------------------


def test_no_request_left_the_machine(lab, chapter, exercise):
    assert len(lab.requests) > 20
    assert lab.strangers() == []


def test_the_console_is_quiet(lab, chapter, exercise):
    assert lab.complaints == []
