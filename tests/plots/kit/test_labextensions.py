"""A notebook that is saved and opened again, in the browser: every figure is alive or shows its still picture.

The sequence of a reader's week: run, save, close, open, save, close, open; and Python started anew while all is open.
"""

import json
import re
import subprocess
import sys

import nbformat
import pytest
from browser import Cell, browse, serve
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

from nnlib import plots
from nnlib.core.files import PACKAGE
from nnlib.course.notebooks import KERNEL
from nnlib.plots.kit.image import FIGURE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FOLDER = PACKAGE / "plots" / "kit" / "labextensions" / "nnlib-figures"
PATH = "again.ipynb"
# A kind of figure each: sliders over a picture, a prediction, JavaScript alone, and JavaScript that asks Python, too.
CELLS = {
    "sliders": "from nnlib import plots\nplots.depth_probe()",
    "prediction": 'plots.predict("Ten layers", "ABC", answer="C")',
    "board": "plots.perceptron_board()",
    "hidden": "plots.hidden_space()",
    "graph": "plots.graph_stepper()",
    "valley": "plots.valley_race()",
    "wiggle": "plots.wiggle()",
    "xray": "plots.api_xray()",
}
SCRIPTS = ("board", "hidden", "graph", "valley", "wiggle", "xray")
NOTE, STILL = ".nnlib-figure-note", ".nnlib-figure-instead"
SAID = plots.depth_probe()._said()
BROKEN = "Error displaying widget"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("again")


@pytest.fixture(scope="module")
def lab(chromium, root, folder):
    album = root / "build" / "screenshots"
    album.mkdir(parents=True, exist_ok=True)
    with serve(root, folder) as (address, token):
        cells = [new_code_cell(source) for source in CELLS.values()]
        nbformat.write(new_notebook(cells=cells, metadata=KERNEL), folder / "course" / PATH)
        with browse(chromium, address, token, album) as page:
            page.page.set_viewport_size({"width": 1100, "height": 5600})  # all cells in sight
            yield page


@pytest.fixture(scope="module")
def notebook(lab):
    found = lab.open(PATH)
    found.run_all()
    assert found.errors() == []
    return found


def figure(notebook, name):
    return Cell(notebook, list(CELLS).index(name)).output


def is_alive(output, name):
    """A figure without any line about it, that reacts."""
    expect(output.locator(NOTE)).to_have_text("")
    expect(output.locator(STILL)).to_have_count(0)
    reacts(output, name)


def reacts(output, name):
    """A key on the figure changes what it shows."""
    if name == "prediction":
        output.get_by_role("radio").nth(1).check()
        expect(output.get_by_role("button", name="Commit")).to_be_enabled()
        return
    places = ".noUi-handle, svg [tabindex='0'], svg[tabindex='0'], button:enabled"
    before, page = output.inner_html(), output.page
    for place in output.locator(places).all()[:6]:
        place.focus()
        for key in ("ArrowRight", "Enter"):
            page.keyboard.press(key)
            page.wait_for_timeout(200)
            if output.inner_html() != before:
                return
    raise AssertionError(f"nothing moves in {name}")


def save_and_open_again(lab, notebook):
    notebook.show()
    lab.command("docmanager:save")
    lab.close(notebook)
    return lab.open(PATH)


def is_told(output, name):
    """What a reader finds who opens the notebook again: JavaScript moves, everything else is a still with words."""
    assert BROKEN not in output.inner_text()
    if name in SCRIPTS:
        expect(output.locator(NOTE)).to_have_text(SAID["alone"])
        reacts(output, name)
    elif name == "sliders":
        expect(output.locator(NOTE)).to_have_text(SAID["still"])
        picture = output.locator("figure img")
        expect(picture).to_be_visible()
        words = picture.get_attribute("alt")
        assert len(words) > 40 and words in output.inner_text()
    else:
        expect(output.locator(NOTE)).to_have_text(re.compile("Run this cell"))
        expect(output.locator("li")).to_have_text(["A", "B", "C"])
        expect(output).to_contain_text("Ten layers")


def test_a_fresh_figure_is_its_widget(notebook):
    for name in CELLS:
        is_alive(figure(notebook, name), name)


def test_saved_and_opened_again_and_again_every_figure_is_alive_or_still(lab, notebook):
    for turn in ("first", "second"):
        for time in ("once", "twice"):
            notebook = save_and_open_again(lab, notebook)
            notebook.show()
            for name in CELLS:
                is_told(figure(notebook, name), name)
            lab.photograph(f"opened-again-{turn}-{time}")
        notebook.run_all()
        for name in CELLS:
            is_alive(figure(notebook, name), name)


def test_without_trust_no_script_runs_and_the_still_picture_stands_there(lab, notebook, folder):
    notebook = save_and_open_again(lab, notebook)
    strange = json.loads((folder / "course" / PATH).read_text())
    strange["cells"][0]["source"] += "\n# from somebody else"
    (folder / "course" / "strange.ipynb").write_text(json.dumps(strange))
    other = lab.open("strange.ipynb")
    other.show()
    expect(other.body.locator("figure img").first).to_be_visible()
    assert other.body.locator(f"{NOTE}, svg[tabindex]").count() == 0
    lab.close(other)


PLACES = """panel.content.widgets.map(cell => {
    const box = cell.node.getBoundingClientRect(); return [box.top, box.height]; })"""


def test_after_python_is_started_anew_a_dead_figure_says_so_and_nothing_jumps(lab, notebook):
    notebook = lab.open(PATH)
    notebook.show()
    notebook.run_all()
    for name in CELLS:
        is_alive(figure(notebook, name), name)
    lab.page.wait_for_timeout(1000)  # what was pressed has come to rest
    before = notebook.ask(PLACES)
    notebook.ask("panel.sessionContext.session.kernel.restart()")
    notebook.wait_until_idle()
    for name in CELLS:
        said = {"sliders": SAID["ended"], "prediction": re.compile("anew: run this cell")}
        expect(figure(notebook, name).locator(NOTE)).to_have_text(said.get(name, SAID["alone"]))
    assert notebook.ask(PLACES) == before
    lab.photograph("python-anew")
    dead = figure(notebook, "sliders")
    assert dead.locator(".widget-inline-hbox:not([inert])").count() == 0
    icon = "e => getComputedStyle(e, '::before').content"
    broken = notebook.body.locator(".jupyter-widgets-disconnected")
    assert broken.count() > len(CELLS)
    assert {one.evaluate(icon) for one in broken.all()} == {"none"}
    reacts(figure(notebook, "board"), "board")
    notebook.run_all()
    for name in CELLS:
        is_alive(figure(notebook, name), name)


def test_on_a_telephone_the_notebook_has_the_page(lab, notebook):
    notebook.show()
    size = lab.page.viewport_size
    try:
        lab.page.set_viewport_size({"width": 390, "height": 844})
        expect(lab.page.locator("#jp-left-stack")).to_be_hidden()
        assert notebook.body.bounding_box()["width"] > 250
    finally:
        lab.page.set_viewport_size(size)


def test_the_exported_page_has_questions_and_pictures(lab, notebook, folder):
    lab.command("docmanager:save")
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--stdout", PATH]
    page = subprocess.run(
        command, cwd=folder / "course", capture_output=True, text=True, check=True
    ).stdout
    assert "Prediction(children" not in page and "Ten layers" in page
    assert all(f"<li>{letter}</li>" in page for letter in "ABC")
    assert page.count("<figure") == len(CELLS) - 1


def test_the_output_can_be_stored():
    for make in (
        plots.perceptron_board,
        plots.hidden_space,
        plots.graph_stepper,
        plots.depth_probe,
    ):
        shown = make()
        stored = json.loads(json.dumps(shown._repr_mimebundle_()))[FIGURE]
        if "esm" in stored:
            assert stored["state"] == {name: getattr(shown, name) for name in stored["state"]}
            assert stored["state"] and stored["esm"] == shown._esm
        else:
            assert make is plots.depth_probe
        assert set(stored["said"]) == set(SAID)


def test_the_wheel_brings_it_where_jupyter_looks(root):
    about = json.loads((FOLDER / "package.json").read_text())
    assert about["name"] == FOLDER.name
    assert (FOLDER / about["jupyterlab"]["_build"]["load"]).is_file()
    text = (root / "pyproject.toml").read_text()
    assert '"nnlib/plots/kit/labextensions" = "share/jupyter/labextensions"' in text
