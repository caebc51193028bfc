"""The hidden-space viewer in a real browser: its arithmetic is nnlib's, it keeps up with the hand, and keys do it all.

Pictures of both themes, and the measured times, go into build/screenshots/.
"""

import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import browse, serve
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


# ---- the hand and the keys ------------------------------------------------------------------------


def lamps(viewer):
    return [box.inner_text().split(":")[1].strip() for box in viewer.locator(".lamp").all()]


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_line_follows_the_hand(viewer, lab):
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
    assert len(drawn) > 40  # how fast is noted, and not asserted: machines differ
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
