"""The same notebooks in Notebook 7, which nbgrader brings: figures reopen, cards keep, and a page has its own name.

The sequence is that of `test_labextensions`: run, save, close, open, save, close, open; and all of it twice.
"""

import json
import re
from urllib.request import Request, urlopen

import nbformat
import pytest
from browser import browse, serve
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

from nnlib.course.notebooks import KERNEL

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PATH = "again/again.ipynb"
CELLS = {
    "sliders": "from nnlib import plots\nplots.depth_probe()",
    "prediction": 'plots.predict("Ten layers", "ABC", answer="C")',
    "svg": "plots.wiggle()",
    "board": "plots.perceptron_board()",
    "hidden": "plots.hidden_space()",
    "graph": "plots.graph_stepper()",
    "answer": "def relu(z):\n    return z * (z > 0)",
    "card": "from nnlib.grading import check\ncheck(relu)",
}
FIGURES = [name for name in CELLS if name not in ("answer", "card")]
SCRIPTS = ("svg", "board", "hidden", "graph")
NOTE = ".nnlib-figure-note"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("seven")


@pytest.fixture(scope="module")
def server(root, folder):
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("NNLIB_MINE")
        with serve(root, folder) as found:
            cells = [new_code_cell(source) for source in CELLS.values()]
            (folder / "course" / PATH).parent.mkdir()
            book = new_notebook(cells=cells, metadata=KERNEL)
            nbformat.write(book, folder / "course" / PATH)
            yield found


@pytest.fixture(scope="module")
def lab(chromium, root, server):
    album = root / "build" / "screenshots"
    album.mkdir(parents=True, exist_ok=True)
    with browse(chromium, *server, album) as page:
        page.page.set_viewport_size({"width": 1100, "height": 3600})
        yield page


def opened(lab, server):
    """The notebook on a page of its own, once its kernel has begun."""
    address, token = server
    page = lab.page.context.browser.new_page(viewport={"width": 1100, "height": 5200})
    page.goto(f"{address}/notebooks/{PATH}?token={token}")
    page.locator(".jp-Cell").nth(len(CELLS) - 1).wait_for()
    expect(page.locator(".jp-Notebook-ExecutionIndicator")).to_have_attribute(
        "data-status", "idle", timeout=60_000
    )
    return page


def output(page, name):
    return page.locator(".jp-Cell").nth(list(CELLS).index(name)).locator(".jp-Cell-outputArea")


def run_all(page):
    """Run every cell; a reopened notebook shows the old numbers, so that it is seen to begin, too."""
    last = page.locator(".jp-InputPrompt").last
    for attempt in range(3):
        page.locator(".lm-MenuBar-item", has_text="Run").click()
        page.locator(".lm-Menu-item:visible", has_text=re.compile("^Run All Cells$")).click()
        try:
            # A page still busy with connecting its kernel drops what the menu asks.
            expect(last).to_have_text("[*]:", timeout=10_000)
            break
        except AssertionError:
            if attempt == 2:
                raise
    expect(last).to_have_text(f"[{len(CELLS)}]:", timeout=90_000)


def save_and_close(page, server):
    """Save, end the kernel, and close the page."""
    page.keyboard.press("Control+s")
    page.wait_for_timeout(1500)
    page.close()
    address, token = server
    headers = {"Authorization": f"token {token}"}
    with urlopen(Request(f"{address}/api/sessions", headers=headers)) as answer:
        sessions = json.load(answer)
    for session in sessions:
        gone = Request(f"{address}/api/sessions/{session['id']}", headers=headers, method="DELETE")
        urlopen(gone).close()


def is_alive(page):
    for name in FIGURES:
        expect(output(page, name).locator(NOTE)).to_have_text("")
        expect(output(page, name).locator(".nnlib-figure-instead")).to_have_count(0)


def is_told(page):
    assert "Error displaying widget" not in page.locator("body").inner_text()
    for name in FIGURES:
        said = "moves without Python" if name in SCRIPTS else "Run this cell|run this cell"
        expect(output(page, name).locator(NOTE)).to_have_text(re.compile(said))
    expect(output(page, "sliders").locator("figure img")).to_be_visible()
    for name in SCRIPTS:
        expect(output(page, name).locator("svg").first).to_be_visible()
    expect(output(page, "prediction")).to_contain_text("Ten layers")
    expect(output(page, "card").locator(".nnlib-keep button")).to_have_text("Keep relu")


def test_the_whole_sequence_twice(lab, server):
    page = opened(lab, server)
    for _ in "once", "twice":
        run_all(page)
        is_alive(page)
        for _ in "once", "twice":
            save_and_close(page, server)
            page = opened(lab, server)
            is_told(page)
    page.screenshot(path=lab.album / "notebook7-again.png")
    page.close()


def test_a_card_keeps_and_the_page_has_the_name_of_its_folder(lab, server, folder):
    page = opened(lab, server)
    run_all(page)
    button = output(page, "card").locator(".nnlib-keep button")
    button.focus()
    page.keyboard.press("Enter")
    said = output(page, "card").locator(".nnlib-keep").get_by_role("status")
    expect(said).to_contain_text("in mine.py now")
    assert "z * (z > 0)" in (folder / "course" / "mine.py").read_text()
    page.close()
    address, token = server
    exercise = lab.page.context.browser.new_page()
    exercise.goto(
        f"{address}/notebooks/exercises/03_activations/03_activations.ipynb?token={token}"
    )
    expect(exercise).to_have_title("exercises · 03_activations.ipynb")
    exercise.close()
