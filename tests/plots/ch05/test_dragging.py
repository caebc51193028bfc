"""One point in the hand: the page's lines are those of Python, and hand and keys move the cross."""

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import start_of
from playwright.sync_api import expect, sync_playwright

from nnlib import plots
from nnlib.plots.ch05 import dragging
from nnlib.plots.kit.script import script

pytestmark = pytest.mark.xdist_group("browser")

DARK = """data-jp-theme-light="false" style="background: #111; color: #fff; --jp-ui-font-color1: #ddd;
  --jp-layout-color1: #111; --jp-border-color2: #616161" """
PAGE = """<!doctype html><html lang="en"><head><title>outlier</title></head><body {theme}><main><h1>Outlier</h1>
  <div id="here"></div></main></body></html>"""


@pytest.fixture(scope="module")
def page(chromium):
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page, complaints = browser.new_page(), []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
        browser.close()
    assert complaints == []


@pytest.fixture
def opened(page):
    def start(still=True, theme="", width=1024, height=700):
        widget = plots.outlier_drag()
        state = {name: getattr(widget, name) for name in ("xs", "ys", "which", "height", "delta")}
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(reduced_motion="reduce" if still else "no-preference")
        page.goto("about:blank")  # a fresh document: an old one keeps what the pointer held
        page.set_content(PAGE.format(theme=theme))
        page.evaluate(start_of("figure"), [script(dragging.__file__), state])
        return page.locator(".nn-outlier")

    return start


def test_without_widgets_it_is_a_picture_with_words():
    data = plots.outlier_drag()._repr_mimebundle_()
    assert (
        '<img alt="Nine points near a line of slope 0.5, and one, the cross, at height 20'
        in data["text/html"]
    )


def test_javascript_fits_the_lines_of_python(opened, page):
    opened()
    for height in (-10.0, -3.3, 5.0, 10.0, 17.5, 30.0):
        for delta in (0.1, 1.0, 3.9, 10.0):
            truth = plots.OUTLIER.data(height, delta)
            found = page.evaluate(
                "([xs, ys, delta]) => figure.fits(xs, ys, delta)",
                [dragging.X_LINE.tolist(), truth.y.tolist(), delta],
            )
            for name, line in truth.lines.items():
                np.testing.assert_allclose(
                    found[name], line, atol=1e-7, err_msg=f"{name} {height} {delta}"
                )


def test_the_hand_takes_the_cross_and_the_lines_answer(opened, page):
    box = opened()
    expect(box.get_by_text("drag me")).to_be_visible()
    cross = box.get_by_role("slider", name="height of the cross")
    expect(box.get_by_text("MSE: slope 1.12")).to_be_visible()
    at = cross.locator(".cross").bounding_box()
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 600, steps=5)  # further than it goes
    page.mouse.up()
    expect(cross).to_have_attribute("aria-valuetext", "−10")
    expect(box.get_by_role("status")).to_contain_text(
        "Nine points out of ten rise, and the line of MSE falls."
    )
    expect(box.get_by_text("drag me")).to_be_hidden()
    assert page.evaluate("window.model.state.height") == -10


def test_keys_move_it_and_it_keeps_the_focus(opened, page):
    box = opened()
    page.keyboard.press("Tab")
    cross = box.get_by_role("slider", name="height of the cross")
    expect(cross).to_be_focused()
    for key in ("ArrowUp", "ArrowUp", "Shift+ArrowDown"):
        page.keyboard.press(key)
    expect(cross).to_have_attribute("aria-valuenow", "20.9")
    expect(cross).to_be_focused()
    page.keyboard.press("Tab")
    expect(box.get_by_role("slider", name="delta")).to_be_focused()
    page.keyboard.press("End")
    expect(box.get_by_text("Huber, delta 10: slope")).to_be_visible()
    assert page.evaluate("window.model.state.delta") == 10


PLACES = """cross => new Promise(done => {
  const seen = new Set(), start = performance.now();
  const look = now => {
    seen.add(cross.getAttribute('transform'));
    if (now - start < 1000) requestAnimationFrame(look); else done(seen.size);
  };
  requestAnimationFrame(look);
})"""


def test_it_moves_when_it_is_seen_until_a_hand_comes_near(opened, page):
    page.mouse.move(1, 1)
    box = opened(still=False)
    cross = box.get_by_role("slider", name="height of the cross")
    assert cross.evaluate(PLACES) > 2
    page.mouse.move(300, 300)
    expect(cross).to_have_attribute("aria-valuetext", "20")
    page.mouse.move(1, 1)
    opened()
    assert cross.evaluate(PLACES) == 1


@pytest.mark.parametrize("theme", ["", DARK])
def test_it_is_accessible_and_fits(opened, page, theme):
    for width, height in ((1024, 700), (390, 800)):
        opened(theme=theme, width=width, height=height)
        wide, high = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )
        assert wide <= width and high <= height
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"][:150]) for rule in found] == []
