"""The valley in a real browser: its arithmetic is nnlib's, and it moves by itself, by hand and by keys."""

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import FLAGS, start_of
from playwright.sync_api import expect, sync_playwright

import nnlib
from nnlib.plots.ch09 import valley
from nnlib.plots.kit.script import script

pytestmark = pytest.mark.xdist_group("browser")

SCRIPT = script(valley.__file__)
BOOK = {"momentum": nnlib.momentum_step, "adam": nnlib.adam_step}
DARK = """data-jp-theme-light="false" style="background: #111; color: #fff; --jp-ui-font-color1: #ddd;
  --jp-layout-color1: #111; --jp-layout-color2: #424242; --jp-layout-color3: #616161; --jp-border-color2: #616161" """
PAGE = """<!doctype html><html lang="en"><head><title>valley</title></head><body {theme}><main><h1>Valley</h1>
  <div id="here"></div></main></body></html>"""
START = start_of("valley")


class Bench:
    """The valley on an empty page."""

    def __init__(self, page):
        self.page, self.complaints = page, []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def start(self, name="bowl", theme="", still=True, **state):
        self.page.emulate_media(reduced_motion="reduce" if still else "no-preference")
        self.page.goto("about:blank")
        self.page.set_content(PAGE.format(theme=theme))
        x, y, rate, noise = valley.STARTS[name]
        begin = {
            "surface": name, "condition": 20.0, "start": [x, y], "rate": rate, "beta": 0.9, "noise": noise,
            "heights": valley.heights().tolist(), "deepest": valley.two_valleys().low, "starts": valley.STARTS,
            "owners": dict.fromkeys(BOOK, "the book's"), "remote": dict.fromkeys(BOOK, False),
        }  # fmt: skip
        self.page.evaluate(START, [SCRIPT, begin | state])
        return self.page.locator(".nn-valley")

    def ask(self, expression, *arguments):
        code = f"args => {{ const b = window.valley; const given = window.model.state; return {expression}; }}"
        return self.page.evaluate(code, list(arguments))

    def state(self):
        return self.page.evaluate("window.model.state")

    def said(self):
        return self.page.locator(".nn-valley .said")

    def cell(self, row):
        return self.page.get_by_role("row", name=row).locator("td")


@pytest.fixture(scope="module")
def bench(chromium):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        try:
            yield Bench(browser.new_page(viewport={"width": 1000, "height": 760}))
        finally:
            browser.close()


# ---- the arithmetic is nnlib's --------------------------------------------------------------------


@pytest.mark.parametrize("name", valley.STARTS)
def test_javascript_and_python_have_the_same_ground(bench, name):
    bench.start()
    land = valley.surface(name, 7.0)
    places = np.random.default_rng(0).uniform(-2.3, 2.3, (12, 2)).tolist()
    found = bench.ask(
        "args[1].map(p => { const g = b.ground(args[0], {...given, condition: 7});"
        " return [g.height(...p), ...g.slope(...p), g.low]; })",
        name,
        places,
    )
    wanted = [[land.height(*p), *land.slope(*p), land.low] for p in places]
    np.testing.assert_allclose(found, wanted, atol=1e-9)


@pytest.mark.parametrize("name", ["bowl", "valleys", "saddle", "ravine", "network"])
@pytest.mark.parametrize("kind", ["descent", "momentum", "adam"])
def test_javascript_and_nnlib_roll_alike(bench, name, kind):
    bench.start()
    x, y, rate, _ = valley.STARTS[name]
    land = valley.surface(name, 20.0)
    wanted = valley.roll(valley.stepper(kind, rate, 0.8, **BOOK), land, (x, y), 60)
    found = bench.ask(
        "b.roll(args[1], b.ground(args[0], given), args[2], 60, {rate: args[3], beta: 0.8, noise: 0})",
        name, kind, [x, y], rate,
    )  # fmt: skip
    np.testing.assert_allclose(found, wanted, atol=1e-8)


def test_noisy_descent_is_descent_with_noise_of_the_size_that_is_told(bench):
    bench.start()
    settings = "{rate: 0.1, beta: 0, noise: args[1], seed: args[2]}"
    code = f"b.roll(args[0], b.ground('round', given), [1, 1], 4000, {settings})"
    calm, plain = bench.ask(code, "noisy", 0, 1), bench.ask(code, "descent", 0, 1)
    np.testing.assert_allclose(calm, plain)
    walk = np.array(bench.ask(code, "noisy", 2, 5))[:, :2]
    noise = (walk[:-1] - walk[1:]) / 0.1 - walk[:-1]
    assert abs(noise.mean()) < 0.1 and abs(noise.std() - 2) < 0.1
    assert bench.ask(code, "noisy", 2, 5) == bench.ask(code, "noisy", 2, 5)
    assert bench.ask(code, "noisy", 2, 5) != bench.ask(code, "noisy", 2, 6)


def test_contours_lie_at_their_level(bench):
    bench.start()
    side = np.arange(9.0)
    heights = (side[None, :] + 2 * side[:, None]).tolist()
    ends = np.array(bench.ask("b.contour(args[0], 7.3)", heights)).reshape(-1, 2)
    assert len(ends) > 6
    np.testing.assert_allclose(ends[:, 0] + 2 * ends[:, 1], 7.3)


# ---- it moves by itself ---------------------------------------------------------------------------


def test_it_opens_already_moving_and_stops_when_a_hand_comes_near(bench):
    box = bench.start(still=False)
    reel = box.get_by_role("slider", name="step")
    bench.page.wait_for_function("document.querySelector('.nn-valley .reel input').value > 3")
    box.locator(".stage").hover()
    expect(box.get_by_role("button", name="go on")).to_be_visible()
    held = reel.input_value()
    bench.page.wait_for_timeout(300)
    assert 3 < int(reel.input_value()) == int(held) < 120


def test_it_runs_at_least_20_frames_a_second(bench):
    box = bench.start(still=False)
    before = int(box.get_attribute("data-frames"))
    bench.page.wait_for_timeout(1000)
    assert int(box.get_attribute("data-frames")) - before >= 20


def test_who_wants_little_movement_gets_the_end_and_a_button(bench):
    box = bench.start()
    expect(box.get_by_role("slider", name="step")).to_have_value("120")
    box.get_by_role("button", name="drop again").click()
    expect(box.get_by_role("button", name="pause")).to_be_visible()


# ---- the rate -------------------------------------------------------------------------------------


def test_past_the_limit_descent_leaves_and_the_sentence_says_why(bench):
    box = bench.start()
    expect(box.locator(".limit")).to_have_text("limit 0.1")
    expect(bench.cell("descent").first).to_have_text("below 0.001")
    box.get_by_role("slider", name="rate").fill("-0.9")
    expect(bench.said()).to_contain_text(
        "descent has left the map. Its rate is 1.26 times the limit"
    )
    expect(bench.cell("descent").first).to_have_text("off the map")
    assert abs(bench.state()["rate"] - 10**-0.9) < 1e-9


def test_the_handle_on_the_ellipse_changes_condition_and_limit(bench):
    box = bench.start()
    handle = box.get_by_role("slider", name="condition of the bowl")
    handle.focus()
    for _ in range(3):
        bench.page.keyboard.press("ArrowUp")
    expect(box.locator(".limit")).to_have_text("limit 0.075")
    assert bench.state()["condition"] == 26.6
    x, y = middle(handle)
    bench.page.mouse.move(x, y)
    bench.page.mouse.down()
    bench.page.mouse.move(x, y - 80, steps=4)
    bench.page.mouse.up()
    assert bench.state()["condition"] < 5


# ---- the hand and the keys ------------------------------------------------------------------------


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_tap_drops_the_marbles_there(bench):
    box = bench.start()
    x, y = middle(box.locator(".stage"))
    bench.page.mouse.click(x + 120, y - 60)
    assert np.abs(np.array(bench.state()["start"]) - [1.0, 0.5]).max() < 0.03


def test_the_cross_is_moved_and_dropped_by_keys(bench):
    box = bench.start("round")
    cross = box.get_by_role("button", name="start at (−1.6, 1.2)")
    cross.focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowDown"):
        bench.page.keyboard.press(key)
    assert bench.state()["start"] == [-1.4, 1.18]
    bench.page.keyboard.press("Enter")
    expect(box.get_by_role("button", name="start at (−1.4, 1.18)")).to_be_focused()


def test_the_goal_is_reached_where_adam_loses(bench):
    box = bench.start("valleys")
    goal = box.locator(".goal")
    expect(goal).not_to_contain_text("✓")
    losing = [
        [x, 0.5]
        for x in np.linspace(1.0, 1.95, 20).round(2)
        if ended(x, "momentum") < -0.2 < 0.2 < ended(x, "adam")
    ]
    assert losing
    bench.start("valleys", start=losing[0])
    expect(goal).to_contain_text("✓ Here it does.")


def ended(x, kind):
    step = valley.stepper(kind, valley.STARTS["valleys"][2], 0.9, **BOOK)
    return valley.roll(step, valley.two_valleys(), (x, 0.5), 120)[-1, 2]


def test_every_ground_is_chosen_by_its_picture(bench):
    box = bench.start()
    for title, name in (("saddle", "saddle"), ("a network", "network"), ("ravine", "ravine")):
        box.get_by_role("button", name=title).click()
        assert bench.state()["surface"] == name
        assert bench.state()["start"] == valley.STARTS[name][:2]
        expect(bench.said()).to_contain_text("Step 120")


# ---- the reader's own steps -----------------------------------------------------------------------


def test_a_readers_step_is_asked_for_and_its_error_is_told(bench):
    own = {
        "owners": {"momentum": "yours", "adam": "the book's"},
        "remote": {"momentum": True, "adam": False},
    }
    box = bench.start(**own)
    expect(box.get_by_role("row", name="momentum (yours)")).to_be_visible()
    bench.page.wait_for_function("window.model.sent.length === 1")
    (asked,) = bench.page.evaluate("window.model.sent")
    bench.page.evaluate("message => window.model.hear(message)", valley.answer(BOOK, asked))
    wanted = valley.VALLEY.data()["walks"]["momentum"][-1, 2]
    assert wanted < 0.001
    expect(bench.cell("momentum").first).to_have_text("below 0.001")
    box.get_by_role("slider", name="rate").fill("-1.5")
    bench.page.wait_for_function("window.model.sent.length === 2")
    problem = {"id": 2, "problem": "momentum_step: ValueError: no"}
    bench.page.evaluate("message => window.model.hear(message)", problem)
    expect(bench.said()).to_have_text("momentum_step: ValueError: no")


# ---- for everybody --------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "theme"), [("light", ""), ("dark", DARK)])
def test_the_valley_is_accessible(bench, root, name, theme):
    box = bench.start(theme=theme)
    box.get_by_text("more", exact=True).click()
    album = root / "build" / "screenshots"
    album.mkdir(parents=True, exist_ok=True)
    box.screenshot(path=album / f"valley-{name}.png")
    found = Axe().run(bench.page).response["violations"]
    assert [(rule["id"], node["html"][:200]) for rule in found for node in rule["nodes"]] == []


def test_nothing_sticks_out_on_a_telephone(bench):
    bench.page.set_viewport_size({"width": 390, "height": 800})
    try:
        bench.start()
        assert bench.page.evaluate("document.documentElement.scrollWidth") <= 390
    finally:
        bench.page.set_viewport_size({"width": 1000, "height": 760})


def test_nothing_was_thrown(bench):
    assert bench.complaints == []
