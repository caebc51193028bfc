"""The graph stepper: its layout and its words, and in a browser its numbers, its questions and its keys."""

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from nnlib.backprop import OPERATIONS, backprop_graph, graph_values
from nnlib.plots.ch07 import stepper
from nnlib.plots.ch07.graphs import BILL, DIAMOND, FIRST, PRESETS, Graph
from nnlib.plots.kit.script import script

SCRIPT = script(stepper.__file__)


PAGE = (
    "<!doctype html><html lang='en'><title>stepper</title><body><main id='a'></main></body></html>"
)


START = """async ([script, state]) => {
    const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    window.book = await import(url);
    const model = {
        get: (key) => state[key], set: (key, value) => { state[key] = value; }, save_changes() {}, on() {},
    };
    window.state = state;
    if (state.graphs) window.book.default.render({ model, el: document.getElementById("a") });
}"""


def test_without_widgets_the_first_graph_stands_there_with_words():
    shown = stepper.graph_stepper(DIAMOND)._repr_mimebundle_()
    assert (
        "the diamond" in shown["text/plain"] and '<img alt="Computation graph' in shown["text/html"]
    )


def test_a_graph_that_cannot_be_computed_is_refused():
    with pytest.raises(ValueError, match="circle"):
        stepper.graph_stepper(Graph("round", (("a", "add", ("b",)), ("b", "add", ("a",))), {}))


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_playwright() as playwright:
        with playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"]) as browser:
            yield browser


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1024, "height": 700}, reduced_motion="reduce")
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.set_content(PAGE)
    yield page
    assert problems == []
    page.close()


def opened(page, *shown, moving=False):
    page.emulate_media(reduced_motion="no-preference" if moving else "reduce")
    state = {"graphs": stepper.graph_stepper(*shown).graphs, "said": "", "answered": 0, "_id": "t"}
    page.evaluate(START, [SCRIPT, state])
    return page


def status(page):
    return page.get_by_role("status").inner_text()


def random_graph(rng):
    """Six nodes of any operation, each with inputs among what stands before it."""
    names, nodes = ["x", "y", "z"], []
    values = {name: float(value) for name, value in zip(names, rng.uniform(0.5, 2, 3))}
    for k in range(6):
        operation = rng.choice([key for key in OPERATIONS if key not in ("log", "div")])
        inputs = rng.choice(names, OPERATIONS[operation][0] or 3).tolist()
        nodes.append((f"n{k}", str(operation), tuple(inputs)))
        names.append(f"n{k}")
    used = {name for _, _, inputs in nodes for name in inputs}
    loose = [name for name, _, _ in nodes if name not in used]
    return Graph("random", (*nodes, ("out", "add", tuple(loose))), values)


def test_its_numbers_are_those_of_the_library(page):
    page.evaluate(START, [SCRIPT, {}])
    rng = np.random.default_rng(4)
    for graph in (*PRESETS, *(random_graph(rng) for _ in range(40))):
        nodes = [[name, operation, list(inputs)] for name, operation, inputs in graph.nodes]
        found = page.evaluate(
            "([n, v]) => ({ values: book.forward(n, v), slopes: book.wayBack(n, v).slopes })",
            [nodes, graph.values],
        )
        for name, value in graph_values(graph.nodes, graph.values).items():
            assert found["values"][name] == pytest.approx(value, rel=1e-12)
        slopes = backprop_graph(graph.nodes, graph.values)
        for name, slope in slopes.items():
            assert found["slopes"][name] == pytest.approx(slope, rel=1e-9, abs=1e-12)
        name = "x" if "x" in graph.values else next(iter(graph.values))
        paths = page.evaluate("([n, v, x]) => book.pathsFrom(n, v, x)", [nodes, graph.values, name])
        total = sum(path["product"] for path in paths)
        assert total == pytest.approx(slopes[name], rel=1e-9, abs=1e-12), (
            "paths add up to the slope"
        )


def test_the_way_forward_shows_one_value_at_a_time(page):
    opened(page, FIRST)
    assert page.get_by_role("img", name="q, add of x and y: value not known yet").count() == 1
    page.get_by_role("button", name="Next value").click()
    assert status(page).startswith("q = (−2) + 5 = 3.") or status(page).startswith(
        "q = −2 + 5 = 3."
    )
    assert page.get_by_role("img", name="q, add of x and y: value 3").count() == 1
    page.keyboard.press("Enter")  # the button kept the focus
    assert "= −12. That is the end" in status(page)


def test_a_typed_slope_is_judged_before_it_is_shown(page):
    opened(page, FIRST).get_by_role("button", name="Backward").click()
    answer = page.get_by_role("textbox")
    for typed, said in (
        ("3", "Multiply"),
        ("4", "the sign is not"),
        ("x", "Type a number"),
        ("-4", "Right"),
    ):
        answer.fill(typed)
        answer.press("Enter")
        assert said in status(page)
        shown = page.get_by_role("img", name="q, add of x and y: value 3, slope −4").count()
        assert shown == (said == "Right")
    for typed in ("3", "−4", "-8/2"):  # a real minus and a fraction are numbers too
        page.get_by_role("textbox").fill(typed)
        page.get_by_role("textbox").press("Enter")
    assert "All slopes are there" in status(page) and page.evaluate("state.answered") == 4


def test_a_nudge_agrees_with_the_way_back(page):
    opened(page, BILL).get_by_role("button", name="Nudge", exact=True).click()
    page.get_by_label("Input").select_option("tax")
    page.get_by_role("button", name="Nudge by 0.01").click()
    assert "bill goes from 715 to 721.5" in status(page) and "The backward pass says 650" in status(
        page
    )


def test_paths_are_listed_and_add_up(page):
    opened(page, DIAMOND).get_by_role("button", name="Paths").click()
    node = page.get_by_role("button", name="x: value 3")
    node.focus()
    node.press("Enter")
    assert "2 paths. 24 + 28 = 52" in status(page)
    assert page.locator(".wire.path").count() == 5
    page.get_by_role("button", name="x → u → a → f").click()
    assert page.locator(".wire.path").count() == 3


def test_a_wrong_order_gives_a_wrong_total_and_the_right_one_the_right(page):
    opened(page, DIAMOND).get_by_role("button", name="Order").click()

    def visit(*names):
        for name in names:
            page.locator(f'[data-key="node {name}"]').press("Enter")

    visit("f", "a", "u", "b")
    assert "The totals are wrong: x has 24 instead of 52, w has 36 instead of 78" in status(page)
    page.get_by_role("button", name="Start again").click()
    visit("f", "b", "a", "u")
    assert "All totals are right." in status(page)
    page.get_by_role("button", name="Plain recursion").click()
    assert "x has 76 instead of 52" in status(page)


# ---- what invites a hand --------------------------------------------------------------------------

# The colours of the pulses that are seen, and how far they have come, for a second and a half.
PULSES = """board => new Promise(done => {
  const seen = [], start = performance.now();
  const look = now => {
    for (const dot of board.querySelectorAll('.pulse'))
      seen.push([dot.classList.contains('back') ? 'back' : 'forward', Number(dot.getAttribute('cx'))]);
    if (now - start < 2400) requestAnimationFrame(look); else done(seen);
  };
  requestAnimationFrame(look);
})"""


def test_it_moves_when_it_is_seen_first_forward_then_back(page):
    opened(page, FIRST, moving=True)
    seen = page.locator(".board").evaluate(PULSES)
    ways = [way for way, _ in seen]
    assert ways[0] == "forward" and ways[-1] == "back"
    xs = [x for way, x in seen if way == "back"]
    assert xs[0] > xs[-1]
    assert page.get_by_role("img", name="q, add of x and y: value not known yet").count() == 1
    page.set_content(PAGE)
    opened(page, FIRST)  # for a reader who has asked for little movement
    assert page.locator(".board").evaluate(PULSES) == []


def test_a_hand_that_comes_near_ends_the_invitation(page):
    opened(page, FIRST, moving=True)
    page.wait_for_selector(".pulse")
    page.mouse.move(300, 200)
    assert page.locator(".pulse").count() == 0


def test_a_pulse_runs_back_along_the_wire_that_was_asked_for(page):
    opened(page, FIRST, moving=True).get_by_role("button", name="Backward").click()
    page.get_by_role("textbox").fill("-4")
    page.get_by_role("textbox").press("Enter")
    seen = page.locator(".board").evaluate(PULSES)
    assert {way for way, _ in seen} == {"back"} and seen[0][1] > seen[-1][1]


def widths(page):
    return page.locator(".wire.back").evaluate_all(
        "wires => wires.map(wire => parseFloat(getComputedStyle(wire).strokeWidth))"
    )


def test_wires_have_arrowheads_say_their_slope_and_are_as_thick_as_what_they_carry(page):
    opened(page, DIAMOND).get_by_role("button", name="Backward").click()
    edges = page.evaluate(
        "([n, v]) => book.wayBack(n, v).edges",
        [page.evaluate("state.graphs[0].nodes"), DIAMOND.values],
    )
    for _ in edges:
        page.get_by_role("button", name="Show it").click()
    arrives = [abs(edge["arrives"]) for edge in edges]
    assert len(widths(page)) == len(edges)
    assert np.corrcoef(sorted(widths(page)), sorted(arrives))[0, 1] > 0.999
    assert page.locator(".tip").count() == len(edges)
    said = page.locator(".local").all_text_contents()
    assert sorted(said) == sorted(f"× {edge['local']:g}" for edge in edges)


@pytest.mark.parametrize("graph", PRESETS, ids=lambda graph: graph.title)
def test_the_graph_fills_its_frame_and_fits_with_its_sentence(page, graph):
    opened(page, graph)
    frame = page.locator(".board").bounding_box()
    boxes = page.locator(".box").evaluate_all(
        "boxes => boxes.map(b => b.getBoundingClientRect()).map(r => [r.left, r.top, r.right, r.bottom])"
    )
    left, top, right, bottom = np.array(boxes).T
    assert left.min() - frame["x"] < 20 and frame["x"] + frame["width"] - right.max() < 20
    assert right.max() <= frame["x"] + frame["width"] and frame["width"] > 900
    assert page.evaluate("document.documentElement.scrollHeight") <= 700
    apart = [
        max(left[i], left[k]) >= min(right[i], right[k])
        or max(top[i], top[k]) >= min(bottom[i], bottom[k])
        for i in range(len(boxes))
        for k in range(i)
    ]
    assert all(apart)


def test_on_a_phone_the_first_graph_needs_no_scrolling(page):
    page.set_viewport_size({"width": 390, "height": 800})
    opened(page, FIRST)
    wide, whole = page.locator(".board").evaluate("board => [board.clientWidth, board.scrollWidth]")
    assert wide == whole and page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_value_is_dragged_and_the_change_runs_through(page):
    opened(page, DIAMOND).get_by_role("button", name="Nudge", exact=True).click()
    box = page.get_by_role("slider", name="x: value 3").bounding_box()
    page.get_by_text("drag me").wait_for()
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 70, box["y"] + 40, steps=4)
    said = page.locator(".value").all_text_contents()
    assert "3 → 4" in said and "6 → 8" in said and "84 → 144" in said and "1" in said
    assert page.locator(".wire.live").count() == 5
    assert "Change of f divided by change of x: 60. The backward pass says 52." in status(page)
    page.mouse.up()
    x = page.get_by_role("slider", name="x: value 4")
    assert x.evaluate("node => node === document.activeElement")
    assert page.get_by_text("drag me").count() == 0
    page.keyboard.press("ArrowLeft")
    assert page.get_by_role("slider", name="x: value 3.9").count() == 1
    assert status(page).startswith("x goes from 4 to 3.9")


def test_the_keys_1_to_5_choose_the_mode_and_the_focus_is_never_lost(page):
    opened(page, FIRST)
    page.get_by_role("button", name="Next value").focus()
    for _ in range(3):  # the last one finds nothing to do
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.dataset.key") == "next"
    for key, mode in zip("23451", ("backward", "nudge", "paths", "order", "forward")):
        page.keyboard.press(key)
        assert page.locator(f'[data-key="{mode}"][aria-pressed="true"]').count() == 1
        assert page.evaluate("document.querySelector('.nn-step').contains(document.activeElement)")
    page.keyboard.press("2")
    answer = page.get_by_role("textbox")
    answer.focus()
    page.keyboard.type("3")  # a number, and no mode
    assert answer.input_value() == "3"
    for _ in range(4):
        page.get_by_role("button", name="Show it").press("Enter")
    assert "All slopes are there" in status(page)
    assert page.evaluate("document.querySelector('.nn-step').contains(document.activeElement)")


def test_a_wrong_number_is_selected_so_that_the_next_one_takes_its_place(page):
    opened(page, FIRST).get_by_role("button", name="Backward").click()
    page.get_by_role("textbox").focus()
    for typed in ("3", "-4"):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    assert "Right" in status(page)


def test_the_doubled_pulse_of_plain_recursion_is_seen(page):
    page.evaluate(START, [SCRIPT, {}])
    visits = page.evaluate(
        "([n, v]) => { const seen = []; book.byRecursion(n, v, node => seen.push(node[0])); return seen; }",
        [[[name, op, list(inputs)] for name, op, inputs in DIAMOND.nodes], DIAMOND.values],
    )
    assert visits == ["f", "a", "u", "b", "u"]


@pytest.mark.parametrize("theme", ["true", "false"])
def test_it_is_accessible_in_every_mode(page, theme):
    page.evaluate("theme => { document.body.dataset.jpThemeLight = theme; }", theme)
    if theme == "false":
        page.add_style_tag(
            content="body { background: #111; --jp-ui-font-color1: #ddd; --jp-layout-color1: #111; }"
        )
    opened(page, DIAMOND)
    for key in "12345":
        page.locator(".board").focus()
        page.keyboard.press(key)
        found = Axe().run(page).response["violations"]
        serious = [rule for rule in found if rule["impact"] in ("serious", "critical")]
        assert [(rule["id"], [n["html"][:150] for n in rule["nodes"]]) for rule in serious] == []
