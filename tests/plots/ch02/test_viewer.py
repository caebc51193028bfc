"""The hidden-space viewer of XOR: two lines to move by hand, and beside them the plane of the hidden units."""

import numpy as np
import pytest
from browser import alone
from playwright.sync_api import expect

import nnlib
from nnlib import plots
from nnlib.plots.ch02 import viewer
from nnlib.plots.ch02.viewer import network
from nnlib.plots.kit.script import script

pytestmark = pytest.mark.xdist_group("browser")
X, Y = nnlib.logic_gate("xor")
XOR = [[*map(float, x), int(y)] for x, y in zip(X, Y)]


@pytest.fixture(scope="module")
def page(chromium):
    with alone(chromium) as found:
        yield found


def test_the_viewer_speaks_for_the_function_it_was_given():
    figure = plots.hidden_space()
    assert figure.verdict == "The book's two_layer_tlu says: 0, 0, 0, 1."
    figure.lines = [[0.42, 0.08, 45], [0.58, 0.92, 225]]
    figure.out = [0.75, 0.75, 45]
    assert figure.verdict.endswith("0, 1, 1, 0.")
    figure.activation = "relu"
    assert figure.verdict == ""

    def two_layer_tlu(X, W1, b1, W2, b2):
        return X.no_such_thing

    assert "AttributeError" in plots.hidden_space(two_layer_tlu).verdict


def test_at_45_degrees_the_weights_are_those_of_the_gates():
    figure = plots.hidden_space(lines=[[0.75, 0.75, 225], [0.25, 0.25, 45]], out=[0.75, 0.75, 45])
    for mine, book in zip(figure.network(), nnlib.xor_network_params()):
        np.testing.assert_allclose(mine, book, atol=1e-8)
    fold = plots.hidden_space(lines=[[0.3, 0.3, 315], [0.7, 0.7, 135]], activation="relu")
    for mine, book in zip(fold.network()[:2], nnlib.relu_xor_params()[:2]):
        np.testing.assert_allclose(mine, book, atol=1e-8)
    soft = plots.hidden_space(activation="sigmoid", steepness=3.0)
    np.testing.assert_allclose(soft.network()[0], 3 * network(soft.lines, soft.out)[0])


def test_without_widgets_the_viewer_is_a_picture_with_words():
    figure = plots.hidden_space()
    data = figure._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert '<img alt="Left, two lines in the input plane.' in data["text/html"]
    assert data["text/plain"].endswith(
        "One line cannot separate them there; the output is 0, 0, 0, 1."
    )


def test_the_page_of_the_viewer_needs_nothing_from_outside():
    code = script(viewer.__file__)
    assert "import " not in code.replace("import.meta", "") and "://" not in code.replace(
        "http://www.w3.org/2000/svg", ""
    )


# ---- points of the reader's own, and a network that learns ----------------------------------------


def test_a_wish_of_own_points_reaches_the_readers_function():
    figure = plots.hidden_space()
    figure.points = [[0.0, 0.0, 1], [1.0, 1.0, 0], [0.5, 0.5, 1]]
    assert figure.verdict == "The book's two_layer_tlu says: 0, 1, 1."
    figure.scales = [2.0, 3.0]
    W1, _, _, _ = figure.network()
    np.testing.assert_allclose(np.hypot(*W1), np.sqrt(2) * np.array([2, 3]))


def by_nnlib(weights, activation, rate, steps):
    params = [(np.array(weights["W1"]), np.array(weights["b1"]))]
    params += [(np.array(weights["W2"])[:, None], np.array([weights["b2"]]))]
    for _ in range(steps):
        z, cache = nnlib.mlp_forward(X, params, [activation, "identity"])
        slopes = nnlib.mlp_backward(cache, params, nnlib.bce_with_logits_grad(z, Y[:, None]))
        params = [(W - rate * dW, b - rate * db) for (W, b), (dW, db) in zip(params, slopes)]
    return params


@pytest.mark.parametrize(("activation", "rate"), [("sigmoid", 2.0), ("relu", 0.2)])
def test_the_page_learns_as_nnlib_does(page, activation, rate):
    page.open(plots.hidden_space())
    found = set()
    for seed in range(1, 6):
        first = page.ask("firstWeights", seed, activation)
        assert first == page.ask("firstWeights", seed, activation)
        found.add(str(first))
        after = page.ask("learned", first, XOR, activation, rate, 60)
        (W1, b1), (W2, b2) = by_nnlib(first, activation, rate, 60)
        np.testing.assert_allclose(after["W1"], W1, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(after["b1"], b1, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(after["W2"], W2[:, 0], rtol=1e-9, atol=1e-12)
        assert after["b2"] == pytest.approx(b2[0], rel=1e-9, abs=1e-12)
        lines = page.ask("asLines", after)
        drawn = network(lines["lines"], lines["out"], scales=lines["scales"])
        np.testing.assert_allclose(drawn[0], W1, atol=1e-7)
        np.testing.assert_allclose(drawn[1], b1, atol=1e-7)
        state = {**lines, "activation": activation, "steepness": 6}
        z, _ = nnlib.mlp_forward(X, [(W1, b1), (W2, b2)], [activation, "identity"])
        assert page.ask("report", state)["Y"] == (z[:, 0] >= 0).tolist()
    assert len(found) == 5


def test_any_points_are_separable_where_nnlib_finds_a_line(page):
    page.open(plots.hidden_space())
    rng, said = np.random.default_rng(3), []
    for _ in range(40):
        points = rng.uniform(0, 1, (6, 2)).round(2)
        labels = rng.integers(0, 2, 6)
        zeros, ones = (points[labels == k].tolist() for k in (0, 1))
        pair = page.ask("apart", zeros, ones)
        if pair is None:
            assert not zeros or not ones
            continue
        far = np.hypot(*np.subtract(*pair))
        if far > 0.05 or far < 1e-9:
            said.append(bool(far > 0.05))
            assert said[-1] == nnlib.linearly_separable(points, labels, 4000)
    assert {True, False} <= set(said) and len(said) > 20
    inside = page.ask("apart", [[0, 0], [1, 0], [0, 1]], [[0.2, 0.2]])
    assert inside[0] == inside[1]


def test_training_finds_a_fold_or_gets_stuck(page):
    box = page.open(plots.hidden_space())
    button, seen = box.get_by_role("button", name="Train it"), []
    for seed in range(1, 9):
        button.press("Enter")
        expect(box.get_by_role("status")).to_contain_text(f"Seed {seed}, 2000 steps of sigmoid")
        words = box.get_by_role("status").inner_text()
        seen.append("found a fold of its own" in words)
        assert seen[-1] == ("this is XOR!" in words) != ("It is stuck" in words)
        expect(button).to_be_focused()
    assert {True, False} == set(seen)
    assert len(page.state["scales"]) == 2 and page.state["activation"] == "sigmoid"
    box.get_by_role("button", name="Start again").click()
    assert page.state["scales"] == []


def test_training_is_seen_until_a_hand_moves_a_line(page):
    box = page.open(plots.hidden_space(), still=False)
    box.get_by_role("button", name="Train it").click()
    line = box.locator("path.line").first
    assert page.moves(line, "d") > 3
    box.get_by_role("slider", name="Line of unit 1: move").press("ArrowRight")
    before = line.get_attribute("d")
    assert page.moves(line, "d") == 1 and line.get_attribute("d") == before
    expect(box.get_by_role("status")).not_to_contain_text("Seed")


def test_own_points_are_added_moved_turned_and_taken_away(page):
    box = page.open(plots.hidden_space())
    box.get_by_text("more", exact=True).click()
    add = box.get_by_role("button", name="Points of my own")
    add.press("Enter")
    fifth = box.get_by_role("slider", name="point 5")
    expect(fifth).to_be_focused()
    assert page.state["points"][:4] == XOR and page.state["points"][4] == [0.5, 0.5, 1]
    for key in ("ArrowRight", "Shift+ArrowDown", "Enter"):
        page.page.keyboard.press(key)
        expect(box.get_by_role("slider", name="point 5")).to_be_focused()
    assert page.state["points"][4] == [0.6, 0.48, 0]
    expect(box.get_by_role("status")).to_contain_text("of 5 points right")
    expect(box.get_by_text("every point is right:")).to_be_visible()
    page.drag(box.get_by_role("slider", name="point 1"), (40, -30))
    x, y, wanted = page.state["points"][0]
    assert x > 0.1 and y > 0.1 and wanted == 0
    box.get_by_role("slider", name="point 5").press("Delete")
    assert len(page.state["points"]) == 4
    box.get_by_role("button", name="The points of XOR").click()
    assert page.state["points"] == []
    expect(box.get_by_text("the output is XOR:")).to_be_visible()
