"""The hidden-space viewer in a real browser: its arithmetic is nnlib's, it keeps up with the hand, and keys do it all.

Pictures of both themes, and the measured times, go into build/screenshots/.
"""

import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import browse, serve, start_of
from playwright.sync_api import expect

import nnlib
from nnlib.plots.ch02 import viewer as viewer_figures
from nnlib.plots.ch02.viewer import START, network
from nnlib.plots.kit.script import script

pytestmark = pytest.mark.xdist_group("browser")

CHAPTER = "chapters/02_xor.ipynb"
X, Y = nnlib.logic_gate("xor")
ASK = """async ([code, question, args]) => {
  const url = URL.createObjectURL(new Blob([code], {type: 'text/javascript'}));
  const page = await import(url);
  URL.revokeObjectURL(url);
  const answer = page[question];
  return typeof answer === 'function' ? args.map(arg => answer(...[arg].flat())) : answer;
}"""
# When the line was drawn anew, by the page's own clock.
WATCH = """line => {
  window.drawn = [];
  new MutationObserver(() => window.drawn.push(performance.now())).observe(line, {attributeFilter: ['d']});
}"""

# Every place of a mark, frame by frame.
PLACES = """mark => {
  window.places = new Set();
  const look = () => { window.places.add(mark.getAttribute('transform')); requestAnimationFrame(look); };
  look();
}"""


@pytest.fixture(scope="module")
def lab(chromium, root, tmp_path_factory):
    album = root / "build" / "screenshots"
    album.mkdir(parents=True, exist_ok=True)
    with serve(root, tmp_path_factory.mktemp("lab")) as (address, token):
        with browse(chromium, address, token, album) as page:
            yield page


@pytest.fixture(scope="module")
def cell(lab):
    notebook = lab.open(CHAPTER)
    notebook.show()
    notebook.cell(source="from nnlib.keep import yours").run()
    found = notebook.cell(source="plots.hidden_space(")
    found.run()
    assert notebook.errors() == []
    return found


@pytest.fixture
def viewer(cell):
    """The viewer as it is at first, with steps."""
    output = cell.output
    output.get_by_role("radio", name="step").check()
    output.get_by_role("button", name="Start again").click()
    expect(output.get_by_role("status")).to_contain_text("00 at (0, 0), 01 at (0, 1)")
    output.locator("svg").first.scroll_into_view_if_needed()
    return output


@pytest.fixture(scope="module")
def asked(lab):
    """asked(question, states): what the page's own code answers, called outside of any notebook."""
    code = script(viewer_figures.__file__)
    return lambda question, states: lab.page.evaluate(ASK, [code, question, states])


def states(count, rng):
    """Lines through the square, every activation in turn."""
    for k in range(count):
        lines, out = rng.uniform(0, 1, (2, 3)), rng.uniform(0, 1, 3)
        turns = rng.integers(0, 360, 3)
        yield {
            "lines": [[*np.round(line[:2], 2), int(turn)] for line, turn in zip(lines, turns)],
            "out": [*np.round(out[:2], 2), int(turns[2])],
            "activation": ("step", "sigmoid", "relu")[k % 3],
            "steepness": float(rng.integers(1, 20)),
        }


def book(state):
    """What nnlib says: the parameters, the hidden answers, and the outputs."""
    scale = state["steepness"] if state["activation"] == "sigmoid" else 1.0
    W1, b1, W2, b2 = network(state["lines"], state["out"], scale)
    if state["activation"] == "step":
        H, out = nnlib.two_layer_tlu(X, W1, b1, W2, b2)
        return (W1, b1, W2, b2), H, out[:, 0]
    H = getattr(nnlib, state["activation"])(nnlib.affine_forward(X, W1, b1))
    return (W1, b1, W2, b2), H, nnlib.tlu_predict(H, W2[:, 0], b2[0])


# ---- the arithmetic of the page -------------------------------------------------------------------


def test_the_page_computes_what_nnlib_computes(asked):
    tried = list(states(150, np.random.default_rng(0)))
    verdicts = set()
    for state, says in zip(tried, asked("report", tried)):
        parameters, H, out = book(state)
        for name, truth in zip(("W1", "b1", "W2", "b2"), parameters):
            np.testing.assert_allclose(says[name], truth, atol=2e-8)
        np.testing.assert_allclose(says["H"], H, atol=1e-7)
        assert says["Y"] == out.tolist() and says["xor"] == (out == Y).all()
        if (
            says["gap"] > 0.08 or not says["separable"]
        ):  # a narrow gap would need a very patient perceptron
            assert says["separable"] == nnlib.linearly_separable(H, Y, 3000), state
            verdicts.add((state["activation"], says["separable"]))
    assert len(verdicts) == 6


def test_the_line_that_is_placed_separates(asked):
    tried = list(states(150, np.random.default_rng(1)))
    reports = asked("report", tried)
    lines = asked("placed", tried)
    assert [line is not None for line in lines] == [says["separable"] for says in reports]
    wide = [
        state | {"out": line}
        for state, line, says in zip(tried, lines, reports)
        if says["gap"] > 1e-3
    ]
    assert len(wide) > 20 and all(says["xor"] for says in asked("report", wide))


def test_the_hatched_zone_is_where_the_output_is_one(asked):
    tried = list(states(30, np.random.default_rng(2)))
    zones = asked("region", [[state, -0.5, 1.5] for state in tried])
    for state, zone in zip(tried, zones):
        points = np.random.default_rng(3).uniform(-0.5, 1.5, (400, 2))
        W1, b1, W2, b2 = network(
            state["lines"],
            state["out"],
            state["steepness"] if state["activation"] == "sigmoid" else 1.0,
        )
        H = getattr(nnlib, state["activation"])(points @ W1 + b1)
        inside = np.array([any(within(point, np.array(part)) for part in zone) for point in points])
        agreed = (inside == ((H @ W2 + b2)[:, 0] >= 0)).mean()
        assert agreed > (0.97 if state["activation"] == "sigmoid" else 0.999), state


def within(point, polygon):
    """Whether a convex polygon holds the point, whichever way round it runs."""
    sides = np.roll(polygon, -1, axis=0) - polygon
    turns = sides[:, 0] * (point[1] - polygon[:, 1]) - sides[:, 1] * (point[0] - polygon[:, 0])
    return (turns >= 0).all() or (turns <= 0).all()


def test_page_and_kernel_start_alike(asked):
    assert asked("START", []) == START


def test_between_before_and_after_every_point_stays_on_its_thread(asked):
    rng = np.random.default_rng(4)
    for x, h in zip(rng.normal(0, 1, (20, 2)), rng.normal(0, 1, (20, 2))):
        shares = [0, 0.25, 1]
        found = asked("between", [[[*x], [*h], share] for share in shares])
        np.testing.assert_allclose(found, [x + t * (h - x) for t in shares], atol=1e-12)


# ---- on a page of its own: how it opens ------------------------------------------------------------

PAGE = """<!doctype html><html lang="en"><head><title>fold</title></head><body><main><h1>Fold</h1>
  <div id="here"></div></main></body></html>"""
STATE = START | {"activation": "step", "steepness": 6, "report": {}, "verdict": ""}
# The places of the slider, frame by frame, for as long as it moves.
MOVING = """slider => new Promise(done => {
  const seen = [], start = performance.now();
  const look = now => {
    if (seen.at(-1) !== slider.value) seen.push(slider.value);
    if (now - start < 1000) requestAnimationFrame(look); else done(seen.map(Number));
  };
  requestAnimationFrame(look);
})"""
# How far each thread's two ends are from the marks that it joins, in pixels of the screen.
LOOSE = """box => {
  const [left, right] = box.querySelectorAll('.plane svg');
  const middle = mark => {
    const body = mark.firstChild.getBoundingClientRect();
    return [body.left + body.width / 2, body.top + body.height / 2];
  };
  return [...box.querySelectorAll('.thread')].map((thread, i) => {
    const base = thread.ownerSVGElement.getBoundingClientRect(), long = thread.getTotalLength();
    return [[left, 0], [right, long]].map(([plane, at]) => {
      const p = thread.getPointAtLength(at), [x, y] = middle(plane.querySelectorAll('.mark')[i]);
      return Math.hypot(base.left + p.x - x, base.top + p.y - y);
    });
  });
}"""


@pytest.fixture(scope="module")
def alone(lab):
    """alone(still=..., **state): the viewer on an empty page."""
    page, code = lab.page.context.browser.new_page(), script(viewer_figures.__file__)
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def start(still=True, width=1024, height=700, **state):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(reduced_motion="reduce" if still else "no-preference")
        page.set_content(PAGE)
        page.evaluate(start_of("fold"), [code, STATE | state])
        return page.locator(".nn-hidden")

    yield start
    page.close()
    assert complaints == []


def test_it_folds_by_itself_when_it_is_seen_and_is_ready_for_a_hand(alone):
    box = alone(still=False)
    bend = box.get_by_role("slider", name="the plane before and after")
    seen = bend.evaluate(MOVING)
    assert len(seen) > 3 and seen[-1] < 1 and seen[1:] == sorted(seen[1:])
    box.page.mouse.move(*middle(box.locator("svg").first))
    expect(bend).to_have_value("1")
    box = alone()  # for a reader who has asked for little movement
    assert bend.evaluate(MOVING) == [1]
    expect(box.get_by_text("drag me")).to_be_visible()


@pytest.mark.parametrize("activation", ["step", "sigmoid", "relu"])
def test_the_slider_bends_the_grid_and_the_threads_hold(alone, activation):
    box = alone(activation=activation, lines=[[0.3, 0.3, 315], [0.7, 0.7, 100]])
    grid, handle = (box.locator("svg").nth(1).locator(part) for part in (".grid", ".handle"))
    bend, drawn = box.get_by_role("slider", name="the plane before and after"), set()
    for share in ("0", "0.4", "1"):
        bend.fill(share)
        box.page.wait_for_timeout(100)
        drawn.add(grid.get_attribute("d"))
        assert np.abs(np.array(box.evaluate(LOOSE)) - 15).max() < 1.5, "a thread hangs in the air"
    assert len(drawn) == 3
    bend.fill("0")
    marks = box.locator("svg").nth(1).locator(".mark")
    places = [
        box.locator("svg").first.locator(".mark").nth(i).get_attribute("transform")
        for i in range(4)
    ]
    box.page.wait_for_timeout(100)
    assert [marks.nth(i).get_attribute("transform") for i in range(4)] == places
    handle.first.focus()
    box.page.keyboard.press("ArrowUp")  # whoever moves a line wants to see what it does
    expect(bend).to_have_value("1")
    expect(box.get_by_text("drag me")).to_have_count(0)


def test_no_line_runs_through_the_name_of_an_axis(alone):
    """The line itself, not the box around it: the distance from the middle of each name."""
    rng = np.random.default_rng(5)
    for state in states(30, rng):
        box = alone(**state)
        plane = box.locator("svg").nth(1)
        px, py, turn = *state["out"][:2], np.deg2rad(state["out"][2])
        low, high = (-0.6, 2.2) if state["activation"] == "relu" else (-0.5, 1.5)
        scale = 420 / (high - low)
        for name in ("unit 1 →", "unit 2 ↑"):
            text = plane.get_by_text(name)
            x, y = (float(text.get_attribute(key)) for key in ("x", "y"))
            a, b = (px - low) * scale, 420 - (py - low) * scale
            far = abs((x - a) * np.cos(turn) - (y - 6 - b) * np.sin(turn))
            assert far > 20, (state, name)


@pytest.mark.parametrize(("width", "height"), [(1024, 700), (390, 800)])
def test_it_fits(alone, lab, width, height):
    box = alone(width=width, height=height)
    wide, high = box.page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    box.screenshot(path=lab.album / f"hidden_space-{width}.png")
    assert wide <= width and (width < 700 or high <= height)


# ---- the hand and the keys ------------------------------------------------------------------------


def lamps(viewer):
    return [box.inner_text().split(":")[1].strip() for box in viewer.locator(".lamp").all()]


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_line_follows_every_move_of_the_hand(viewer, lab):
    mouse, handle = lab.page.mouse, viewer.get_by_role("slider", name="Line of unit 1: move")
    x, y = middle(handle.locator(".knob"))
    viewer.locator("path.line").first.evaluate(WATCH)
    mouse.move(x, y)
    mouse.down()
    for k in range(90):
        mouse.move(x + 60 * np.sin(k / 9), y - 40 * (1 - np.cos(k / 9)))
    mouse.up()
    drawn = lab.page.evaluate("window.drawn")
    rate = (len(drawn) - 1) / (drawn[-1] - drawn[0]) * 1000
    lab.note("hidden space: moves in a second", rate)
    assert len(drawn) > 40
    expect(handle).not_to_have_attribute("aria-valuetext", "through (0.5, 0.25)")


def test_two_turns_and_two_moves_of_the_hand_make_xor(viewer, lab):
    mouse = lab.page.mouse

    def drag(name, part, to):
        plane = viewer.locator("svg").first.bounding_box()
        mouse.move(*middle(viewer.get_by_role("slider", name=name).locator(part)))
        mouse.down()
        at = (
            plane["x"] + (to[0] + 0.5) / 2 * plane["width"],
            plane["y"] + (1.5 - to[1]) / 2 * plane["height"],
        )
        mouse.move(*at, steps=6)
        mouse.up()

    assert lamps(viewer) == ["no", "no"]
    drag("Line of unit 1: move", ".knob", (0.3, 0.2))
    drag("Line of unit 1: turn", ".knob", (0.7, 0.6))
    drag("Line of unit 2: move", ".knob", (0.8, 0.7))
    drag("Line of unit 2: turn", ".knob", (0.5, 0.4))
    assert lamps(viewer)[0] == "yes"
    viewer.get_by_role("button", name="Place the output line").click()
    assert lamps(viewer) == ["yes", "yes"]
    expect(viewer.get_by_role("status")).to_contain_text("this is XOR!")
    expect(viewer.locator(".verdict")).to_have_text("The book's two_layer_tlu says: 0, 1, 1, 0.")


def test_keys_move_and_turn_and_stay_in_the_viewer(viewer, lab):
    knob, tip = (
        viewer.get_by_role("slider", name=f"Line of unit 1: {what}") for what in ("move", "turn")
    )
    knob.focus()
    for key in ("ArrowRight", "Shift+ArrowRight", "ArrowDown"):
        lab.page.keyboard.press(key)
    expect(knob).to_have_attribute("aria-valuetext", "through (0.56, 0.2)")
    lab.page.keyboard.press("Tab")
    expect(tip).to_be_focused()
    for key in ("ArrowLeft", "ArrowUp", "Shift+ArrowRight"):
        lab.page.keyboard.press(key)
    expect(tip).to_have_attribute("aria-valuenow", "9")
    expect(tip).to_be_focused()
    expect(viewer.get_by_role("status")).to_contain_text("The output line gives")


def test_the_points_travel_and_arrive(viewer, lab):
    mark = viewer.locator("svg").nth(1).locator(".mark").nth(3)
    mark.evaluate(PLACES)
    viewer.get_by_role("radio", name="sigmoid").check()
    lab.page.wait_for_timeout(1500)
    arrived, places = mark.get_attribute("transform"), lab.page.evaluate("window.places.size")
    lab.page.wait_for_timeout(200)
    assert places >= 3, (
        "it jumps, or stays"
    )  # where it was, where it is, and at least one place between
    assert mark.get_attribute("transform") == arrived
    assert re.match(r"translate\([\d.]+ [\d.]+\)", arrived)
    expect(viewer.locator(".verdict")).to_be_hidden()


@pytest.mark.parametrize("activation", ["step", "sigmoid", "ReLU"])
def test_one_way_is_shown_for_every_activation(viewer, activation):
    viewer.get_by_role("radio", name=activation).check()
    viewer.get_by_role("button", name="Show one way").click()
    assert lamps(viewer) == ["yes", "yes"]


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_the_viewer_is_accessible_and_readable(viewer, cell, lab, theme):
    lab.theme(theme)
    try:
        for activation in ("step", "sigmoid", "ReLU"):
            viewer.get_by_role("radio", name=activation).check()
            viewer.get_by_role("button", name="Show one way").click()
            lab.page.wait_for_timeout(900)
            name = f"hidden_space-{activation.lower()}-{theme.split()[-1].lower()}.png"
            viewer.screenshot(path=lab.album / name)
        viewer.evaluate("box => box.setAttribute('data-audit', '')")
        found = Axe().run(lab.page, "[data-audit]").response["violations"]
        sizes = viewer.locator(".nn-hidden").evaluate(
            "box => [...box.querySelectorAll('label, button, p, b, span, legend')].map("
            "part => parseFloat(getComputedStyle(part).fontSize))"
        )
    finally:
        lab.theme("JupyterLab Light")
    assert [
        (rule["id"], rule["impact"]) for rule in found if rule["impact"] in ("serious", "critical")
    ] == []
    assert len(sizes) > 10 and min(sizes) >= 16  # 12 points


def test_nothing_was_complained_of(cell, lab):
    assert [said for said in lab.complaints if "hidden" in said or "exception" in said] == []
    assert lab.strangers() == []
