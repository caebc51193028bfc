"""A learner's second day in the browser: cards with their table and their button, names of tabs, kept predictions.

Pictures of both themes and three widths go into build/screenshots/.
"""

import json
import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import browse, serve
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CHAPTER = "chapters/03_activations.ipynb"
EXERCISE = "exercises/03_activations/03_activations.ipynb"
WRONG = """def relu_backward(dout, a):
    return np.where(a >= 0, dout, 0.0)"""
RIGHT = """def relu_backward(dout, a):
    return np.where(a > 0, dout, 0.0)"""
OTHER = """def relu_backward(dout, a):
    return dout * (a > 0)"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("second")


@pytest.fixture(scope="module")
def server(root, folder):
    """A course in which a learner's own files lie where they lie with a learner."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("NNLIB_MINE")
        with serve(root, folder) as found:
            yield found


@pytest.fixture(scope="module")
def lab(chromium, root, server):
    album = root / "build" / "screenshots"
    album.mkdir(parents=True, exist_ok=True)
    with browse(chromium, *server, album) as page:
        yield page


@pytest.fixture(scope="module")
def course(server, folder):
    return folder / "course"


@pytest.fixture(scope="module")
def exercise(lab):
    notebook = lab.open(EXERCISE)
    notebook.show()
    notebook.cell(source="import check").run()
    return notebook


def checked(exercise, code):
    """The cell with the verdict on this code."""
    answer, check = (exercise.cell(id=f"relu_backward{part}") for part in ("", "_gradient"))
    answer.write(code)
    answer.run()
    check.run()
    return check


def button(check):
    return check.output.locator(".nnlib-keep button")


def line(check):
    return check.output.locator(".nnlib-keep").get_by_role("status")


def in_all_sizes(lab, cell, name):
    """Photograph the output of a cell in both themes at three widths; nothing in it may run over its edge."""
    for width in (1440, 1024, 390):
        lab.page.set_viewport_size({"width": width, "height": 900})
        if width == 390:
            lab.command("application:toggle-left-area")
        for theme in ("Light", "Dark"):
            lab.theme(f"JupyterLab {theme}")
            cell.output.scroll_into_view_if_needed()
            lab.page.wait_for_timeout(300)
            lab.photograph(f"{name}-{width}-{theme.lower()}")
        assert cell.output.evaluate("e => e.scrollWidth <= e.clientWidth + 1"), width
    lab.command("application:toggle-left-area")
    lab.page.set_viewport_size({"width": 1280, "height": 900})
    lab.theme("JupyterLab Light")


def audited(exercise, cell):
    """What axe finds serious in the output of a cell, in both themes."""
    found = []
    for theme in ("Dark", "Light"):
        exercise.lab.theme(f"JupyterLab {theme}")
        cell.output.evaluate("output => { output.dataset.audited = 'here'; }")
        for rule in Axe().run(exercise.page, "[data-audited='here']").response["violations"]:
            if rule["impact"] in ("serious", "critical"):
                found += [(theme, rule["id"], node["html"][:200]) for node in rule["nodes"]]
    return found


def test_a_wrong_answer_stands_beside_the_right_one(exercise, lab):
    check = checked(exercise, WRONG)
    table = check.output.get_by_role("table")
    expect(table.get_by_role("columnheader").nth(1)).to_have_text("what came")
    expect(table.get_by_role("row").filter(has_text="✗")).not_to_have_count(0)
    expect(button(check)).to_have_count(0)
    assert audited(exercise, check) == []
    in_all_sizes(lab, check, "card-wrong")


def test_the_button_keeps_by_the_keyboard_and_says_so(exercise, lab, course):
    check = checked(exercise, RIGHT)
    expect(button(check)).to_have_text("Keep relu_backward")
    assert audited(exercise, check) == []
    assert not (course / "mine.py").exists()
    button(check).focus()
    lab.page.keyboard.press("Enter")
    expect(line(check)).to_contain_text("in mine.py now")
    assert "np.where(a > 0, dout, 0.0)" in (course / "mine.py").read_text()
    expect(button(check)).to_be_focused()
    expect(button(check)).to_have_attribute("aria-disabled", "true")
    in_all_sizes(lab, check, "card-kept")


def test_another_version_is_asked_for_twice(exercise, course):
    check = checked(exercise, OTHER)
    before = (course / "mine.py").read_text()
    button(check).click()
    expect(line(check)).to_contain_text("another relu_backward")
    assert (course / "mine.py").read_text() == before
    expect(button(check)).to_have_text("Keep this one instead")
    button(check).click()
    expect(line(check)).to_contain_text("mine.1.py")
    assert "(a > 0)" in (course / "mine.py").read_text()
    assert (course / "mine.1.py").read_text() == before


def test_the_number_behind_the_card_is_what_nbgrader_counts(exercise, lab, course):
    from nbformat import read
    from nbgrader.utils import determine_grade

    checked(exercise, RIGHT)
    lab.command("docmanager:save")
    cells = {cell.id: cell for cell in read(course / EXERCISE, as_version=4).cells}
    assert determine_grade(cells["relu_backward_gradient"]) == (2.0, 2.0)
    checked(exercise, WRONG)
    lab.command("docmanager:save")
    cells = {cell.id: cell for cell in read(course / EXERCISE, as_version=4).cells}
    assert determine_grade(cells["relu_backward_gradient"]) == (0.0, 2.0)


def test_the_next_day_the_card_stands_there_and_its_button_judges_no_ghost(exercise, lab, course):
    checked(exercise, RIGHT)
    lab.command("docmanager:save")
    lab.close(exercise)
    for _ in "once", "twice":
        again = lab.open(EXERCISE)
        again.show()
        check = again.cell(id="relu_backward_gradient")
        expect(check.output).to_contain_text("2 of 2")
        button(check).click()
        expect(line(check)).to_contain_text("run the cell that defines it first")
        lab.command("docmanager:save")
        again.ask("panel.sessionContext.shutdown()")
        again.wait("!panel.sessionContext.session?.kernel")
        button(check).click()
        expect(line(check)).to_contain_text("Python does not run")
        lab.close(again)


DRAWN = """label => {
    return getComputedStyle(label, '::before').content.replace(/^none$/, '') + label.textContent; }"""


def names_of_tabs(lab):
    labels = lab.page.locator("#jp-main-dock-panel .lm-TabBar-tabLabel")
    return [label.evaluate(DRAWN).replace('"', "") for label in labels.all()]


def test_a_chapter_and_its_exercise_are_told_apart_by_their_tabs(lab, course):
    for path in (CHAPTER, EXERCISE):
        lab.open(path).show()
    named = names_of_tabs(lab)
    assert "03_activations.ipynb" in named and "exercises · 03_activations.ipynb" in named
    lab.photograph("two-tabs")
    assert [p.name for p in (course / EXERCISE).parent.iterdir() if p.suffix] == [
        "03_activations.ipynb"
    ], "a tab has a name beside that of its file, which nobody has renamed"


def test_a_notebook_that_is_moved_is_named_after_its_new_place(lab, course):
    folder = course / "own" / "other"
    folder.mkdir(parents=True)
    (folder / "other.ipynb").write_text((course / CHAPTER).read_text())
    notebook = lab.open("own/other/other.ipynb")
    notebook.show()
    assert "own · other.ipynb" in names_of_tabs(lab)
    notebook.ask("panel.context.rename('moved.ipynb')")
    lab.page.wait_for_timeout(500)
    assert "moved.ipynb" in names_of_tabs(lab) and (folder / "moved.ipynb").is_file()
    notebook.path = "own/other/moved.ipynb"
    lab.close(notebook)


# --- Predictions ------------------------------------------------------------------------------------------------------


def test_a_prediction_outlives_python_and_is_looked_back_on(lab, course):
    chapter = lab.open(CHAPTER)
    chapter.show()
    chapter.cell(source="import numpy as np").run()
    ask, back = (chapter.cell(source=f"plots.{name}(") for name in ("predict", "look_back"))
    ask.run_again()
    ask.output.get_by_role("radio").nth(0).check()
    ask.output.get_by_role("button", name="Commit").click()
    expect(ask.output.get_by_role("status")).to_contain_text("Kept: A")
    chapter.ask("panel.sessionContext.session.kernel.restart()")
    chapter.wait_until_idle()
    chapter.cell(source="import numpy as np").run_again()
    ask.run_again()
    expect(ask.output.get_by_role("radio").nth(0)).to_be_checked()
    expect(ask.output.get_by_role("radio").nth(1)).to_be_disabled()
    ask.output.get_by_role("button", name="Compare").click()
    expect(ask.output.get_by_role("status")).to_contain_text("The answer is C")
    back.run_again()
    expect(back.output.get_by_role("row").nth(1)).to_contain_text("✗")
    expect(back.output).to_contain_text("You were right in 0 of 1.")
    assert audited(chapter, back) == []
    in_all_sizes(lab, back, "look-back")
    kept = json.loads((course / "predictions.json").read_text())
    assert kept == {"Ten layers": {"said": "A", "answer": "C"}}
    assert not set(kept) & set(os.listdir(course / "exercises"))


def test_nothing_of_this_leaves_the_machine_or_complains(lab):
    assert lab.strangers() == []
    assert lab.complaints == []
