"""The graph stepper: its layout and its words, and in a browser its numbers, its questions and its keys."""

import numpy as np
import pytest
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
    page = browser.new_page()
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.set_content(PAGE)
    yield page
    assert problems == []
    page.close()


def opened(page, *shown):
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
    assert "bill goes from 715 to 721.5" in status(page) and "The way back says 650" in status(page)


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
