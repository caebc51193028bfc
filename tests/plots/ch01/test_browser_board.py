"""The perceptron board in a real browser: its arithmetic is nnlib's, it moves under hand and key, and it moves fast.

The first half loads its JavaScript into a page, with a stand-in for the widget's model. The second half meets the
board in JupyterLab, where the reader's own function answers from the kernel. Pictures go into build/screenshots/.
"""

import math

import nbformat
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import browse, serve, start_of
from playwright.sync_api import expect

import nnlib
from nnlib.course.notebooks import KERNEL
from nnlib.plots.ch01 import board
from nnlib.plots.ch01.drawing import half_plane
from nnlib.plots.kit.script import script

pytestmark = pytest.mark.xdist_group("browser")

SCRIPT = script(board.__file__)
MOVES = 60  # of the hand that drags something

# Jupyter's colours, as its two themes set them.
DARK = """data-jp-theme-light="false" style="background: #111; color: #fff; --jp-ui-font-color1: #ddd;
  --jp-layout-color1: #111; --jp-layout-color2: #424242; --jp-layout-color3: #616161; --jp-border-color2: #616161" """
PAGE = """<!doctype html><html lang="en"><head><title>board</title></head><body {theme}><main><h1>Board</h1>
  <div id="here"></div></main></body></html>"""
START = start_of("board")
# One entry for every frame of the screen in which the board has been painted anew.
COUNT = """board => {
  window.frames_seen = [];
  let last = board.dataset.frames;
  const look = now => {
    if (board.dataset.frames !== last) window.frames_seen.push(now);
    last = board.dataset.frames;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


class Bench:
    """The board on an empty page."""

    def __init__(self, page):
        self.page = page
        self.complaints = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def start(self, preset="AND", theme="", still=True, **state):
        self.page.emulate_media(reduced_motion="reduce" if still else "no-preference")
        self.page.goto("about:blank")  # a fresh document: an old one keeps what the pointer held
        self.page.set_content(PAGE.format(theme=theme))
        begin = board.PRESETS[preset] | {
            "weights": [0, 0, 0], "rate": 1, "presets": board.PRESETS, "whose": "the book's", "remote": False,
        }  # fmt: skip
        self.page.evaluate(START, [SCRIPT, begin | state])
        self.more()
        return self.page.locator(".nn-board")

    def ask(self, expression, *arguments):
        return self.page.evaluate(
            f"args => {{ const b = window.board; return {expression}; }}", list(arguments)
        )

    def state(self):
        return self.page.evaluate("window.model.state")

    def more(self, open=True):
        """Fold what is rarely needed out, or in."""
        self.page.locator(".nn-board details").evaluate("(box, open) => { box.open = open; }", open)

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def fact(self, name):
        return self.page.locator(f"dt:text-is('{name}') + dd")

    def line(self):
        return [float(box.input_value()) for box in self.page.get_by_role("spinbutton").all()[:3]]


NOTEBOOK = "chapters/board.ipynb"
CELLS = (
    "from nnlib import plots\n\nplots.perceptron_board()",
    "def my_step(w, b, x, y, eta):\n    error = y - float(x @ w + b >= 0)\n"
    "    return w + eta * error * x, b + eta * error\n\n\nmine = plots.perceptron_board('OR', step=my_step)\nmine",
    "print(mine.weights)",
    "mine.weights = [1.0, 0.0, -0.5]",
)


# One browser for both halves: Playwright runs once at a time.
@pytest.fixture(scope="module")
def lab(chromium, root, tmp_path_factory):
    album, folder = root / "build" / "screenshots", tmp_path_factory.mktemp("lab")
    album.mkdir(parents=True, exist_ok=True)
    with serve(root, folder) as (address, token):
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(code) for code in CELLS]
        )
        notebook.metadata = nbformat.from_dict(KERNEL)
        nbformat.write(notebook, folder / "course" / NOTEBOOK)
        with browse(chromium, address, token, album) as page:
            yield page


@pytest.fixture(scope="module")
def bench(lab):
    page = lab.page.context.browser.new_page(viewport={"width": 1000, "height": 720})
    yield Bench(page)
    page.close()


# ---- the arithmetic is nnlib's --------------------------------------------------------------------


def sets():
    """Points, and a start: the presets from zero, and random points from random starts."""
    for name, preset in board.PRESETS.items():
        yield name, preset["points"], [0.0, 0.0], 0.0, 1.0
    for seed in range(6):
        rng = np.random.default_rng(seed)
        points = [[*x, int(rng.integers(2))] for x in rng.normal(0, 1, (9, 2)).round(2).tolist()]
        yield f"random {seed}", points, rng.normal(0, 1, 2).tolist(), float(rng.normal()), 0.25


SETS = {name: rest for name, *rest in sets()}


@pytest.mark.parametrize("name", SETS)
def test_javascript_and_nnlib_walk_alike(bench, name):
    points, w, b, eta = SETS[name]
    bench.start()
    start = {"w": w, "b": b, "cursor": 0, "mistakes": []}
    found = bench.ask("b.walk(args[0], args[1], args[2], 'settled')", points, start, eta)
    asked = start | {"id": 0, "points": points, "eta": eta, "until": "settled"}
    python = board.answer(nnlib.perceptron_step, asked)
    assert found["mistakes"] == python["mistakes"] and found["cursor"] == python["cursor"]
    assert [f["error"] for f in found["frames"]] == [f["error"] for f in python["frames"]]
    for key in ("w", "b"):
        np.testing.assert_allclose(
            [f[key] for f in found["frames"]], [f[key] for f in python["frames"]], atol=1e-12
        )


@pytest.mark.parametrize("name", ["AND", "OR", "NAND"])
def test_javascript_settles_where_perceptron_fit_does(bench, name):
    bench.start()
    points = board.PRESETS[name]["points"]
    found = bench.ask(
        "b.walk(args[0], {w: [0, 0], b: 0, cursor: 0, mistakes: []}, 1, 'settled')", points
    )
    w, b, mistakes = nnlib.perceptron_fit(*nnlib.logic_gate(name.lower()), 1, 100)
    assert (found["frames"][-1]["w"], found["frames"][-1]["b"], found["mistakes"]) == (
        w.tolist(),
        b,
        mistakes,
    )


def test_javascript_draws_the_half_planes_of_the_figures(bench):
    bench.start()
    rng = np.random.default_rng(0)
    for w, b in zip(rng.normal(0, 1, (8, 2)), rng.normal(0, 1, 8)):
        for sign in (1, -1):
            here = bench.ask(
                "b.halfPlane(-1, 2, args[0], args[1], args[2])", w.tolist(), float(b), sign
            )
            there = half_plane((-1, 2), w, b, sign)
            np.testing.assert_allclose(here, there, atol=1e-12)


def test_javascript_knows_margin_and_mistakes(bench):
    bench.start()
    X, y = nnlib.logic_gate("or")
    w, b = np.array([3.0, 4.0]), -1.0
    found = bench.ask("b.truth(args[0], args[1], args[2])", board.rows(X, 1 - y), w.tolist(), b)
    assert found["mistakes"] == 4 and np.isclose(found["nearest"], np.abs(X @ w + b).min() / 5)
    assert bench.ask("b.truth([], [0, 0], 0)")["nearest"] is None


# ---- buttons --------------------------------------------------------------------------------------


def test_next_example_says_what_it_does(bench):
    bench.start()
    words = bench.page.get_by_role("status")
    expect(words).to_contain_text("No line yet")
    bench.press("next example")
    expect(words).to_contain_text(
        "point 1 at (0, 0): the sum is 0, so it fires, but it should be silent."
    )
    expect(words).to_contain_text("b = −1")
    bench.press("next example")
    expect(words).to_contain_text("Nothing changes.")
    bench.press("one epoch")
    expect(words).to_contain_text("Epoch 1: 2 mistakes. w = (1, 1), b = 0.")
    assert bench.state()["weights"] == [1, 1, 0]


@pytest.mark.parametrize(
    ("name", "corrections", "line"),
    [("AND", 11, [2, 1, -3]), ("OR", 5, [1, 1, -1]), ("NAND", 10, [-2, -1, 2])],
)
def test_until_it_settles(bench, name, corrections, line):
    bench.start()
    bench.press(name)
    bench.press("until it settles")
    expect(bench.page.get_by_role("status")).to_contain_text(f"after {corrections} corrections")
    expect(bench.fact("wrong now")).to_have_text("0 of 4")
    expect(bench.fact("margin")).to_have_text("0: a point lies on the line")
    assert bench.line() == line and bench.state()["weights"] == line


def test_xor_never_settles(bench):
    bench.start("XOR")
    bench.press("until it settles")
    words = bench.page.get_by_role("status")
    expect(words).to_contain_text("Not settled: after 100 epochs, still 4 mistakes")
    expect(words).to_contain_text("Correction 8 led back to where correction 4 had been")
    expect(bench.page.get_by_text("it has been here before")).to_be_visible()
    assert bench.page.locator(".loop").get_attribute("points").count(",") == 4
    reel = bench.page.get_by_role("slider", name="film")
    reel.focus()
    bench.page.keyboard.press("Home")
    for _ in range(7):
        bench.page.keyboard.press("ArrowRight")
    expect(bench.page.locator(".loop")).to_be_hidden()  # an event: it closes at correction 8
    bench.page.keyboard.press("ArrowRight")
    expect(bench.page.locator(".loop")).to_be_visible()


@pytest.mark.parametrize("name", SETS)
def test_only_what_cannot_be_separated_comes_back_to_where_it_was(bench, name):
    points, w, b, eta = SETS[name]
    bench.start()
    start = {"w": w, "b": b, "cursor": 0, "mistakes": []}
    found = bench.ask("b.walk(args[0], args[1], args[2], 'settled')", points, start, eta)
    film = [{"w": w, "b": b, "row": None, "error": 0}]
    film += [frame for frame in found["frames"] if frame["error"]]
    loop = bench.ask("b.loopOf(args[0])", film)
    if found["mistakes"][-1] == 0:
        assert loop is None
    if loop:
        one, two = film[loop["from"]], film[loop["to"]]
        np.testing.assert_allclose([*one["w"], one["b"]], [*two["w"], two["b"]], atol=1e-8)
        assert one["row"] == two["row"] and loop["from"] < loop["to"]
    assert loop or name != "XOR"
    ends = bench.ask("b.counted(args[0], args[0].length - 2, [])", film)
    assert sum(ends) == len(film) - 2 and ends[:-1] == found["mistakes"][: len(ends) - 1]


def test_the_rate_changes_the_numbers_and_not_the_line(bench):
    bench.start()
    bench.page.get_by_role("spinbutton", name="rate η").fill("0.25")
    bench.press("until it settles")
    expect(bench.fact("mistakes per epoch")).to_have_text("2, 3, 3, 2, 1, 0")
    assert bench.line() == [0.5, 0.25, -0.75]


def test_the_film_goes_back_to_every_correction(bench):
    bench.start()
    bench.press("until it settles")
    reel = bench.page.get_by_role("slider", name="film")
    reel.focus()
    bench.page.keyboard.press("Home")
    expect(bench.page.get_by_role("status")).to_contain_text(
        "After correction 0 of 11: No line yet"
    )
    bench.page.keyboard.press("ArrowRight")
    bench.page.keyboard.press("ArrowRight")
    expect(bench.page.get_by_role("status")).to_contain_text(
        "After correction 2 of 11: w = (1, 1), b = 0"
    )


def test_the_film_plays_and_can_be_skipped(bench):
    box = bench.start(still=False)
    bench.press("until it settles")
    expect(bench.page.get_by_text("film: after correction 2", exact=True)).to_be_visible()
    assert box.locator(".spot").is_visible()
    bench.press("skip to the end")
    expect(bench.page.get_by_role("status")).to_contain_text("Settled")
    assert bench.line() == [2, 1, -3]


# What is on the screen at each frame: the correction that is drawn, and what the board says about it.
WATCH = """seconds => new Promise(done => {
  const seen = [], start = performance.now();
  const fact = name => [...document.querySelectorAll('dt')].find(d => d.textContent === name).nextSibling.textContent;
  const look = now => {
    const at = document.querySelector('input[type=range]').value;
    if (!seen.length || seen.at(-1).at !== at)
      seen.push({ at, now, corrections: fact('corrections'), passes: fact('mistakes per epoch') });
    if (now - start < 1000 * seconds) requestAnimationFrame(look); else done(seen);
  };
  requestAnimationFrame(look);
})"""


@pytest.mark.parametrize("name", ["XOR", "two clouds", "AND"])
def test_the_plane_changes_its_colours_at_most_three_times_a_second(bench, name):
    """WCAG 2.3.1 allows three flashes a second, and a flash is two changes."""
    bench.start(name, still=False)
    bench.press("until it settles")
    seen = bench.page.evaluate(WATCH, 11)
    times = [frame["now"] for frame in seen[1:]]
    assert len(times) >= 4 and seen[-1]["at"] == bench.page.get_by_label("film").get_attribute(
        "max"
    )
    crowded = [sum(t <= other < t + 1000 for other in times) for t in times]
    assert max(crowded) <= 3
    # While it plays, the board says what is on the screen, and does not tell the end.
    for frame in seen[1:-1]:
        told = sum(int(n) for n in frame["passes"].split(", "))
        assert int(frame["corrections"]) <= int(frame["at"]) and told <= int(frame["at"])


def test_the_focus_stays_where_it_is_while_the_line_swings(bench):
    bench.start(still=False)
    button = bench.page.get_by_role("button", name="next example", exact=True)
    button.focus()
    for _ in range(3):
        bench.page.keyboard.press("Enter")
        expect(button).to_be_focused()
    expect(bench.page.get_by_role("status")).not_to_be_empty()


# ---- the invitation -------------------------------------------------------------------------------


def opened(bench, name="two clouds", **state):
    """The board as the book opens it, with its wrong line."""
    return bench.start(name, weights=board.PRESETS[name]["line"], fresh=True, **state)


@pytest.mark.parametrize("name", board.PRESETS)
def test_it_opens_with_a_wrong_line_and_a_handle_that_says_drag_me(bench, name):
    opened(bench, name)
    expect(bench.page.get_by_text("drag me")).to_be_visible()
    expect(bench.page.get_by_text("mistakes per epoch", exact=True).first).to_be_visible()
    assert bench.page.locator(".wrong").count() >= 1
    bench.page.get_by_role("slider", name="direction of w").focus()
    bench.page.keyboard.press("ArrowUp")
    expect(bench.page.get_by_text("drag me")).to_be_hidden()
    assert bench.state()["fresh"] is False


ANGLES = """slider => new Promise(done => {
  const seen = new Set(), start = performance.now();
  const look = now => {
    seen.add(slider.getAttribute('aria-valuenow'));
    if (now - start < 1000) requestAnimationFrame(look); else done(seen.size);
  };
  requestAnimationFrame(look);
})"""


def test_it_moves_by_itself_until_a_hand_comes_near(bench):
    box = opened(bench, still=False)
    bench.page.mouse.move(5, 5)
    turner = box.get_by_role("slider", name="direction of w")
    assert turner.evaluate(ANGLES) > 2
    bench.page.mouse.move(*middle(box.locator(".plane")))
    assert turner.evaluate(ANGLES) == 1
    assert bench.line() == board.PRESETS["two clouds"]["line"]
    opened(bench)  # for a reader who has asked for little movement
    assert turner.evaluate(ANGLES) == 1


def test_the_rule_begins_from_nothing_while_nobody_has_touched_the_line(bench):
    opened(bench, "AND")
    bench.press("until it settles")
    expect(bench.page.get_by_role("status")).to_contain_text("after 11 corrections")
    opened(bench, "AND")
    turner = bench.page.get_by_role("slider", name="direction of w")
    turner.focus()
    degrees = int(turner.get_attribute("aria-valuenow"))
    bench.page.keyboard.press("ArrowUp")
    expect(turner).to_have_attribute("aria-valuenow", str(degrees + 5))
    line = bench.line()
    bench.press("next example")
    bench.page.get_by_role("slider", name="film").focus()
    bench.page.keyboard.press("Home")
    assert bench.line() == line


def test_the_vector_of_the_point_lands_on_the_tip_of_w(bench):
    box = bench.start("OR", still=False, weights=[-1, 0.5, -0.2])
    bench.press("until it settles")
    expect(box.locator(".flight .plus")).to_be_visible()
    bench.press("skip to the end")
    expect(box.locator(".flight .plus, .flight .minus")).to_be_hidden()
    assert box.locator("polyline.trail").get_attribute("points").count(",") >= 2
    bars = box.locator(".bar").count()
    assert bars == len(bench.fact("mistakes per epoch").inner_text().split(", "))


@pytest.mark.parametrize(("width", "height"), [(1024, 700), (390, 800)])
def test_it_fits(bench, lab, width, height):
    size = bench.page.viewport_size
    bench.page.set_viewport_size({"width": width, "height": height})
    try:
        box = opened(bench)
        bench.more(open=False)
        wide, high = bench.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )
        box.screenshot(path=lab.album / f"perceptron-board-{width}.png")
        assert wide <= width and (width < 700 or high <= height)
    finally:
        bench.page.set_viewport_size(size)


# ---- the hand -------------------------------------------------------------------------------------


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(bench, start, by, steps=5):
    bench.page.mouse.move(*start)
    bench.page.mouse.down()
    bench.page.mouse.move(start[0] + by[0], start[1] + by[1], steps=steps)
    bench.page.mouse.up()


def test_a_point_follows_the_hand(bench):
    box = bench.start()
    drag(bench, middle(box.get_by_role("button", name="point 1 of 4")), (88, -44))
    x1, x2, label = bench.state()["points"][0]
    assert abs(x1 - 0.5) < 0.02 and abs(x2 - 0.25) < 0.02 and label == 0


def test_a_click_on_an_empty_place_adds_a_point_and_delete_removes_it(bench):
    box = bench.start()
    x, y = middle(box.locator(".plane"))
    bench.page.mouse.click(x + 60, y + 60)
    expect(bench.fact("wrong now")).to_have_text("3 of 5")
    bench.press("flip")
    assert bench.state()["points"][4][2] == 0
    bench.press("delete")
    assert len(bench.state()["points"]) == 4


def test_the_arrow_turns_the_line_around_its_foot(bench):
    box = bench.start(weights=[1, 0, -0.5])
    x, y = middle(box.locator(".head"))
    foot = middle(box.locator(".knob"))
    drag(bench, (x, y), (foot[0] - x, foot[1] - y - 90))
    w1, w2, b = bench.state()["weights"]
    assert abs(w1) < 0.12 and abs(w2 - 1) < 0.01 and abs(w1 * 0.5 + w2 * 0.5 + b) < 0.01


def test_the_line_is_shifted_and_keeps_its_direction(bench):
    box = bench.start(weights=[1, 0, -0.5])
    x, y = middle(box.locator(".knob"))
    drag(bench, (x, y + 100), (88, 0))
    w1, w2, b = bench.state()["weights"]
    assert (w1, w2) == (1, 0) and abs(b + 1) < 0.02
    expect(bench.page.get_by_role("status")).to_contain_text("1 of 4 points wrong")


@pytest.mark.parametrize("handle", [".head", ".knob", "[aria-label^='point 3 of 24']"])
def test_it_moves_while_the_hand_does(bench, lab, handle):
    box = bench.start("two clouds", weights=[1.0, 1.0, -0.6])
    seen = frames_of(bench.page, box, handle)
    lab.note(f"board alone, {handle}: milliseconds from frame to frame", pace(seen))
    assert len(seen) > MOVES / 4


def frames_of(page, box, handle):
    """When the board was painted anew, on the screen, while a hand drags the handle."""
    x, y = middle(box.locator(handle))
    page.mouse.move(x, y)
    page.mouse.down()
    box.evaluate(COUNT)
    for k in range(1, MOVES + 1):
        page.mouse.move(x - 40 * math.sin(k / 9), y + 40 * math.sin(k / 13))
    page.mouse.up()
    return page.evaluate("window.frames_seen")


def pace(seen):
    return (seen[-1] - seen[0]) / (len(seen) - 1)


# ---- the keyboard ---------------------------------------------------------------------------------


def test_everything_is_reached_by_tab_and_moved_by_arrows(bench):
    box = bench.start(weights=[1, 0, -0.5])
    bench.page.keyboard.press("Tab")
    expect(box.get_by_role("button", name="point 1 of 4")).to_be_focused()
    bench.page.keyboard.press("ArrowRight")
    assert bench.state()["points"][0][0] > 0
    bench.page.keyboard.press("Enter")
    assert bench.state()["points"][0][2] == 1
    bench.page.keyboard.press("Delete")
    assert len(bench.state()["points"]) == 3
    for _ in range(3):
        bench.page.keyboard.press("Tab")
    turner = box.get_by_role("slider", name="direction of w")
    expect(turner).to_be_focused()
    bench.page.keyboard.press("ArrowUp")
    expect(turner).to_have_attribute("aria-valuetext", "5 degrees")
    bench.page.keyboard.press("Tab")
    bench.page.keyboard.press("ArrowRight")
    w1, w2, b = bench.state()["weights"]
    assert abs(w2 / w1 - math.tan(math.pi / 36)) < 0.01 and b < -0.5


def test_a_new_point_by_keyboard_lands_on_none(bench):
    box = bench.start()
    for _ in range(3):
        bench.page.get_by_role("button", name="add a point").focus()
        bench.page.keyboard.press("Enter")
    points = np.array(bench.state()["points"])[:, :2]
    gaps = [np.hypot(*(p - q)) for k, p in enumerate(points) for q in points[:k]]
    assert len(points) == 7 and min(gaps) > 0.15
    expect(box.get_by_role("button", name="point 7 of 7")).to_be_focused()


# ---- the reader's own rule ------------------------------------------------------------------------


def test_a_remote_walk_is_asked_for_and_played(bench):
    bench.start(remote=True, whose="your")
    expect(bench.page.get_by_text("Learn, by your rule")).to_be_visible()
    bench.press("until it settles")
    (asked,) = bench.page.evaluate("window.model.sent")
    bench.page.evaluate(
        "message => window.model.hear(message)", board.answer(nnlib.perceptron_step, asked)
    )
    expect(bench.page.get_by_role("status")).to_contain_text("after 11 corrections")
    bench.press("next example")
    problem = {"id": 2, "problem": "perceptron_step: ValueError: no"}
    bench.page.evaluate("message => window.model.hear(message)", problem)
    expect(bench.page.get_by_role("status")).to_have_text("perceptron_step: ValueError: no")


# ---- for everybody --------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "theme"), [("light", ""), ("dark", DARK)])
def test_the_board_is_accessible(bench, lab, name, theme):
    box = bench.start("two clouds", theme)
    bench.press("until it settles")
    box.get_by_role("button", name="point 3 of 24").focus()
    expect(bench.page.get_by_role("status")).to_contain_text("Settled")
    box.screenshot(path=lab.album / f"perceptron-board-{name}.png")
    found = Axe().run(bench.page).response["violations"]
    assert [
        (rule["id"], node["html"][:200], node["failureSummary"])
        for rule in found
        for node in rule["nodes"]
    ] == []


def test_nothing_was_thrown(bench):
    assert bench.complaints == []


# ---- in JupyterLab --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def notebook(lab):
    notebook = lab.open(NOTEBOOK)
    for source in CELLS[:2]:
        notebook.cell(source=source).run()
    return notebook


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_the_board_stands_in_the_notebook(notebook, lab, theme):
    lab.theme(theme)
    try:
        box = notebook.cell(source=CELLS[0]).output.locator(".nn-board")
        box.get_by_role("button", name="two clouds").click()
        expect(box.locator("dt:text-is('wrong now') + dd")).to_have_text("13 of 24")
        box.screenshot(path=lab.album / f"perceptron-board-{theme.split()[-1].lower()}-lab.png")
        found = Axe().run(lab.page, ".nn-board").response["violations"]
        assert [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")] == []
    finally:
        lab.theme("JupyterLab Light")


def test_keys_move_the_board_and_not_the_notebook(notebook, lab):
    cells = len(notebook.cells())
    box = notebook.cell(source=CELLS[0]).output.locator(".nn-board")
    box.get_by_role("button", name="AND", exact=True).click()
    box.get_by_role("button", name="start again").click()
    point = box.get_by_role("button", name="point 1 of 4")
    point.focus()
    for key in ("ArrowUp", "ArrowUp", "Enter"):
        lab.page.keyboard.press(key)
    expect(point).to_have_attribute(
        "aria-label", "point 1 of 4, class 1, at (0, 0.12), correct side"
    )
    expect(point).to_be_focused()
    for key in (
        "a",
        "b",
        "d",
        "d",
        "Delete",
    ):  # JupyterLab's keys for new cells and for deleting one
        lab.page.keyboard.press(key)
    expect(box.locator("dt:text-is('wrong now') + dd")).to_have_text("2 of 3")
    assert len(notebook.cells()) == cells


def test_it_moves_while_the_hand_does_in_the_notebook(notebook, lab):
    box = notebook.cell(source=CELLS[0]).output.locator(".nn-board")
    box.get_by_role("button", name="two clouds").click()
    box.scroll_into_view_if_needed()
    seen = frames_of(lab.page, box, ".head")
    lab.note("perceptron board: milliseconds from frame to frame", pace(seen))
    assert len(seen) > MOVES / 4


def test_the_readers_rule_answers_from_the_kernel(notebook, lab):
    box = notebook.cell(source=CELLS[1]).output.locator(".nn-board")
    expect(box.get_by_text("Learn, by your rule")).to_be_visible()
    box.get_by_role("button", name="until it settles").click()
    expect(box.get_by_role("status")).to_contain_text("after 5 corrections")
    cell = notebook.cell(source=CELLS[2])
    cell.run()
    expect(cell.output).to_contain_text("[1, 1, -1]")
    notebook.cell(source=CELLS[3]).run()
    expect(box.get_by_role("status")).to_contain_text("w = (1, 0), b = −0.5")


def test_nothing_was_complained_of(notebook, lab):
    assert lab.complaints == [] and lab.strangers() == []
