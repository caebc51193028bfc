"""The square to draw in, in a real browser: its arithmetic is nnlib's, and it is drawn in by pointer and by keys."""

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import FLAGS
from playwright.sync_api import expect, sync_playwright

import nnlib
from nnlib import plots
from nnlib.plots.ch12 import draw
from nnlib.plots.kit.script import script

pytestmark = pytest.mark.xdist_group("browser")

DARK = """<style>body { background: #111; --jp-ui-font-color1: #ddd; --jp-layout-color1: #111;
  --jp-layout-color2: #424242; --jp-border-color2: #616161 }</style>"""
STROKES = [
    draw.SEVEN,
    [[[0.5, 0.1], [0.5, 0.9]], [[0.2, 0.5]]],
    [[[0.1, 0.1], [0.3, 0.12], [0.2, 0.3]]],
]


class Bench:
    """The one HTML file that goes to a friend, opened without Python."""

    def __init__(self, page, model):
        self.page, self.model, self.complaints = page, model, []
        self.html = plots.digit_page(model)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def start(self, still=True, width=1000, dark=False):
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.emulate_media(reduced_motion="reduce" if still else "no-preference")
        self.page.goto("about:blank")
        html = self.html.replace("</head>", DARK + "</head>") if dark else self.html
        if dark:
            html = html.replace("<html", '<html data-jp-theme-light="false"')
        self.page.set_content(html)
        return self.page.locator(".nn-draw")

    def line(self, *places):
        """A stroke of the mouse through these places, as shares of the square."""
        box = self.page.locator(".sheet").bounding_box()
        on_page = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in places]
        self.page.mouse.move(*on_page[0])
        self.page.mouse.down()
        for place in on_page[1:]:
            self.page.mouse.move(*place, steps=8)
        self.page.mouse.up()

    def said(self):
        return self.page.locator(".nn-draw .said")


@pytest.fixture(scope="module")
def bench(chromium):
    model = nnlib.train_digits(np.random.default_rng(0))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        try:
            yield Bench(browser.new_page(), model)
        finally:
            browser.close()


# ---- the arithmetic is nnlib's --------------------------------------------------------------------

IMPORT = """async ([code, strokes, centred, network]) => {
  const b = await import(URL.createObjectURL(new Blob([code], {type: 'text/javascript'})));
  const x = b.seen(strokes, centred);
  return {x, ...b.answer(network, x)};
}"""


@pytest.mark.parametrize("centred", [True, False])
@pytest.mark.parametrize("strokes", STROKES)
def test_javascript_and_nnlib_see_and_answer_alike(bench, strokes, centred):
    bench.start()
    widget = plots.draw_digit(bench.model)
    given = [script(draw.__file__), strokes, centred, widget.network]
    found = bench.page.evaluate(IMPORT, given)
    x = draw.seen(strokes, centred)
    np.testing.assert_allclose(found["x"], x, atol=1e-12)
    np.testing.assert_allclose(found["P"], bench.model.predict(x[None])[0], atol=1e-3)
    assert found["winner"] == bench.model.predict(x[None])[0].argmax()
    W, b, V, c = (np.array(widget.network[name]) for name in "WbVc")
    hidden = nnlib.relu(x @ W + b)
    np.testing.assert_allclose(found["hidden"], hidden, atol=1e-9)
    # What speaks for the winner is the score without its biases: the active units are linear in the pixels.
    score = (hidden - (hidden > 0) * b) @ V[:, found["winner"]]
    assert np.isclose(sum(found["speaks"]), score)


# ---- it invites, and stops when a hand comes -------------------------------------------------------


def test_it_opens_empty_with_a_ghost_that_goes_when_a_hand_comes(bench):
    box = bench.start(still=False)
    ghost = box.locator(".ghost")
    expect(ghost).to_have_attribute("d", "M96.0 64.0L230.4 64.0L153.6 272.0")  # the whole seven
    expect(box.get_by_role("img", name="what it sees")).to_be_hidden()
    expect(bench.said()).to_contain_text("An empty square.")
    box.locator(".sheet").hover()
    expect(ghost).to_have_attribute("d", "")


def test_nothing_moves_for_a_reader_who_wants_calm(bench):
    box = bench.start(still=True)
    bench.page.wait_for_timeout(300)
    expect(box.locator(".ghost")).to_have_attribute("d", "")
    expect(box.get_by_text("draw a digit here")).to_be_visible()


# ---- the hand, the keys, the finger ----------------------------------------------------------------


def test_two_drawn_digits_get_two_answers(bench):
    box = bench.start()
    bench.line((0.5, 0.1), (0.5, 0.9))
    expect(bench.said()).to_contain_text("I take it for a 1")
    expect(box.get_by_role("img", name="what it sees")).to_be_visible()
    box.get_by_role("button", name="clear").click()
    expect(bench.said()).to_contain_text("An empty square.")
    bench.line((0.3, 0.15), (0.7, 0.15), (0.45, 0.85))
    expect(bench.said()).to_contain_text("I take it for a 7")
    widths = [float(bar.get_attribute("width")) for bar in box.locator(".bar").all()]
    assert np.argmax(widths) == 7 and abs(sum(widths) - 300) < 1
    assert bench.complaints == []


def test_a_digit_is_drawn_by_keys(bench):
    box = bench.start()
    box.locator(".sheet").focus()
    for key in ["ArrowUp"] * 4 + ["Space"] + ["ArrowDown"] * 15 + ["Space"]:
        bench.page.keyboard.press(key)
    expect(bench.said()).to_contain_text("I take it for a 1")
    ink = box.locator(".ink").get_attribute("d")
    bench.page.keyboard.press("ArrowLeft")  # the pen is up: it moves and leaves no ink
    expect(box.locator(".ink")).to_have_attribute("d", ink)
    expect(box.locator(".pen")).to_have_attribute("visibility", "visible")
    bench.page.keyboard.press("Delete")
    expect(bench.said()).to_contain_text("An empty square.")


def test_where_it_is_not_moved_to_the_middle_the_answer_depends_on_the_place(bench):
    box = bench.start()
    bench.line((0.06, 0.1), (0.3, 0.1), (0.12, 0.5))
    cells = box.get_by_role("img", name="what it sees").locator("rect")
    corner = [cells.nth(i).get_attribute("fill-opacity") for i in (62, 35)]
    box.get_by_label("move it to the middle").uncheck()
    found = [float(cells.nth(i).get_attribute("fill-opacity")) for i in range(64)]
    assert sum(found[32 + 4 * 8 - 8 :]) == 0 and found[0] + found[1] + found[8] + found[9] > 0
    assert corner != [cells.nth(i).get_attribute("fill-opacity") for i in (62, 35)]


# ---- everybody can use it --------------------------------------------------------------------------


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1000])
def test_it_has_no_barriers_and_fits(bench, width, dark, tmp_path):
    bench.start(width=width, dark=dark)
    bench.line((0.3, 0.15), (0.7, 0.15), (0.45, 0.85))
    bench.page.screenshot(path=tmp_path / "draw.png", full_page=True)
    found = Axe().run(bench.page, ".nn-draw").response["violations"]
    assert [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")] == []
    assert bench.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_notebook_saves_the_same_page(bench):
    assert plots.draw_digit(bench.model).page == bench.html
