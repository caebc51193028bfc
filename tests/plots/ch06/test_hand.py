"""A line in the hand: the page's numbers are those of Python, hand and keys move the line and its point."""

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import start_of
from playwright.sync_api import expect, sync_playwright

from nnlib import plots
from nnlib.plots.ch06 import hand, line
from nnlib.plots.kit.script import script

pytestmark = pytest.mark.xdist_group("browser")

DARK = """data-jp-theme-light="false" style="background: #111; color: #fff; --jp-ui-font-color1: #ddd;
  --jp-layout-color1: #111; --jp-border-color2: #616161" """
PAGE = """<!doctype html><html lang="en"><head><title>line</title></head><body {theme}><main><h1>Line</h1>
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
        widget = plots.by_hand()
        state = {
            name: getattr(widget, name) for name in ("xs", "ys", "levels", "w", "b", "verdict")
        }
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(reduced_motion="reduce" if still else "no-preference")
        page.goto("about:blank")  # a fresh document: an old one keeps what the pointer held
        page.set_content(PAGE.format(theme=theme))
        page.evaluate(start_of("figure"), [script(hand.__file__), state])
        return page.locator(".nn-hand")

    return start


def test_it_speaks_for_the_readers_function_and_is_a_picture_without_widgets():
    assert plots.by_hand().verdict == ""
    mine = plots.by_hand(grads=lambda x, y, w, b: (7.0 + w, 0.0, 0.0))
    assert mine.verdict == "Your function says: J = 7."
    mine.w = 1.0
    assert mine.verdict == "Your function says: J = 8."
    wrong = plots.by_hand(grads=lambda x, y, w, b: x.nothing)
    assert wrong.verdict.startswith("Your function says: J = AttributeError")
    assert '<img alt="The line with w = 0 and b = 5' in mine._repr_mimebundle_()["text/html"]


def test_javascript_computes_what_python_does(opened, page):
    opened()
    x, y = line.prices()
    rng = np.random.default_rng(0)
    for w, b in rng.uniform([-1.5, -2], [4, 8], (20, 2)):
        found = page.evaluate(
            "([xs, ys, line]) => figure.cost(xs, ys, line)", [x.tolist(), y.tolist(), [w, b]]
        )
        assert found == pytest.approx(line.line_data(w, b).cost, rel=1e-12)
    found = page.evaluate("([xs, ys]) => figure.best(xs, ys)", [x.tolist(), y.tolist()])
    np.testing.assert_allclose(found, line.best_line(x, y), rtol=1e-9)
    for level in line.CONTOURS:
        ring = page.evaluate(
            "([xs, ys, level]) => figure.ring(xs, ys, level)", [x.tolist(), y.tolist(), level]
        )
        costs = [line.line_data(w, b).cost for w, b in ring]
        np.testing.assert_allclose(costs, level, rtol=1e-9)
        assert bool(ring) == (level > line.line_data(*line.best_line(x, y)).cost)


def middle(part):
    box = part.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, part, by):
    x, y = middle(part)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0], y + by[1], steps=4)
    page.mouse.up()


def test_an_end_of_the_line_is_dragged_and_the_other_stays(opened, page):
    box = opened()
    expect(box.get_by_text("drag me")).to_be_visible()
    right = box.get_by_role("slider", name="right end of the line")
    drag(page, right.locator(".knob"), (0, -60))
    state = page.evaluate("window.model.state")
    assert state["w"] > 0.3 and state["b"] == 5
    told = box.locator("b").first.inner_text()
    assert told == f"mean area of the squares: J = {line.line_data(state['w'], 5).cost:.2f}"
    expect(box.get_by_text("drag me")).to_be_hidden()


def test_its_point_is_dragged_to_the_bottom_of_the_bowl(opened, page):
    box = opened()
    point, star = box.get_by_role("slider", name="the line on the bowl"), box.locator(".bottom")
    (x, y), (to_x, to_y) = middle(point.locator(".point")), middle(star)
    drag(page, point.locator(".point"), (to_x - x, to_y - y))
    expect(box.get_by_role("status")).to_contain_text("you are at the bottom of the bowl")
    best = line.best_line(*line.prices())
    state = page.evaluate("window.model.state")
    np.testing.assert_allclose([state["w"], state["b"]], best, atol=0.1)


def test_the_squares_are_squares_of_the_errors(opened, page):
    box = opened()
    sizes = box.locator(".square").evaluate_all(
        "all => all.map(r => [r.getAttribute('width'), r.getAttribute('height')].map(Number))"
    )
    sizes = np.array(sizes)
    assert len(sizes) == 10 and (sizes[:, 0] == sizes[:, 1]).all()
    errors = np.abs(line.line_data().errors)
    np.testing.assert_allclose(sizes[:, 0] / sizes[0, 0], errors / errors[0], rtol=1e-6)


def test_keys_do_it_all_and_keep_the_focus(opened, page):
    box = opened()
    for name, keys, found in (
        ("left end of the line", ("ArrowUp",), (-0.025, 5.1)),
        ("right end of the line", ("ArrowUp", "Shift+ArrowUp"), (0.005, 5.1)),
        ("the line on the bowl", ("ArrowRight", "ArrowDown"), (0.105, 5)),
    ):
        page.keyboard.press("Tab")
        expect(box.get_by_role("slider", name=name)).to_be_focused()
        for key in keys:
            page.keyboard.press(key)
        expect(box.get_by_role("slider", name=name)).to_be_focused()
        state = page.evaluate("window.model.state")
        np.testing.assert_allclose([state["w"], state["b"]], found, atol=1e-9)


def test_it_moves_when_it_is_seen_until_a_hand_comes_near(opened, page):
    page.mouse.move(1, 1)
    box = opened(still=False)
    title = box.locator("b").first
    page.wait_for_function(
        "() => !document.querySelector('.nn-hand b').textContent.endsWith('3.43')"
    )
    page.mouse.move(200, 300)
    expect(title).to_have_text("mean area of the squares: J = 3.43")


@pytest.mark.parametrize("theme", ["", DARK])
def test_it_is_accessible_and_fits(opened, page, theme):
    for width, height in ((1024, 700), (390, 1000)):
        opened(theme=theme, width=width, height=height)
        wide, high = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )
        assert wide <= width and high <= height
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"][:150]) for rule in found] == []
