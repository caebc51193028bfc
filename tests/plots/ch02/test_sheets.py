"""Two layers in the hand: the page's layers are nnlib's, and the arrows are dragged."""

import numpy as np
import pytest
from browser import alone
from playwright.sync_api import expect

import nnlib
from nnlib import plots
from nnlib.plots.ch02 import cake

pytestmark = pytest.mark.xdist_group("browser")


def layer_that_forgets(W1, b1, W2, b2):
    return W1 @ W2, b1 + b2


@pytest.fixture(scope="module")
def page(chromium):
    with alone(chromium) as found:
        yield found


def arrow(box, layer, up=False):
    name = "where a step up goes" if up else "where a step to the right goes"
    return box.get_by_role("slider", name=f"layer {layer}, {name}")


def test_without_widgets_it_is_a_picture_with_words():
    data = plots.collapse()._repr_mimebundle_()
    assert '<img alt="With identity between the layers' in data["text/html"]


def test_a_readers_function_is_asked_at_every_move():
    assert plots.collapse().own == {}
    figure = plots.collapse(layer_that_forgets)
    figure.first = [[2.0, 0.0], [0.0, 2.0]]
    assert figure.own["W"] == [[2, 1], [1, -2]] and figure.own["b"] == [0.25, -0.5]
    with pytest.raises(ValueError, match="broadcast"):
        plots.collapse(lambda W1, b1, W2, b2: (np.ones(5), b1))


def test_javascript_sends_the_grid_where_nnlib_sends_it(page):
    page.open(plots.collapse())
    np.testing.assert_allclose(page.page.evaluate("figure.GRID"), cake.grid(), atol=1e-12)
    rng = np.random.default_rng(0)
    for bend in ("identity", "step", "relu"):
        for W1, W2 in rng.uniform(-2, 2, (5, 2, 2, 2)):
            one = page.ask(
                "collapsed", W1.tolist(), cake.B1.tolist(), W2.tolist(), cake.B2.tolist()
            )
            W, b = nnlib.collapse_affine(W1, cake.B1, W2, cake.B2)
            np.testing.assert_allclose(one["W"], W, atol=1e-12)
            np.testing.assert_allclose(one["b"], b, atol=1e-12)
            truth = cake.layers_data(*np.ravel([W1, W2]), activation=bend)
            state = {"first": W1.tolist(), "second": W2.tolist(), "activation": bend}
            state["biases"] = [cake.B1.tolist(), cake.B2.tolist()]
            assert page.ask("distance", state, one) == pytest.approx(truth.distance, abs=1e-9)


def test_an_arrow_is_dragged_and_the_layers_stay_one_map(page):
    box = page.open(plots.collapse())
    expect(box.get_by_text("drag me")).to_be_visible()
    page.drag(arrow(box, 1).locator(".knob"), (-30, -30))
    first = page.state["first"]
    assert first[0][0] < 1 and first[0][1] > -0.5 and first[1] == [0.5, 1]
    expect(box.get_by_role("status")).to_contain_text("It is the same map.")
    expect(box.get_by_text("drag me")).to_be_hidden()


def test_a_bend_between_the_layers_cannot_be_one_layer(page):
    box = page.open(plots.collapse())
    for bend in ("relu", "step"):
        box.get_by_role("radio", name=bend).check()
        truth = cake.layers_data(activation=bend).distance
        expect(box.get_by_role("status")).to_contain_text(f"It misses by up to {truth:.3g}.")
    assert page.state["activation"] == "step"


def test_the_sheet_is_seen_bending(page):
    box = page.open(plots.collapse(), still=False)
    box.get_by_role("radio", name="relu").check()
    assert page.moves(box.locator("path.up").nth(1), "d") > 3


def test_keys_turn_every_arrow_and_keep_the_focus(page):
    box = page.open(plots.collapse())
    for layer, up in ((1, False), (1, True), (2, False), (2, True)):
        arrow(box, layer, up).focus()
        for key in ("ArrowRight", "ArrowUp", "Shift+ArrowLeft"):
            page.page.keyboard.press(key)
        expect(arrow(box, layer, up)).to_be_focused()
    np.testing.assert_allclose(page.state["first"], [[1.2, -0.25], [0.7, 1.25]])
    np.testing.assert_allclose(page.state["second"], [[1.2, 0.75], [0.7, -0.75]])


def test_a_wrong_collapse_is_seen_and_asked_for_elsewhere(page):
    box = page.open(plots.collapse(layer_that_forgets))
    expect(box.get_by_role("status")).to_contain_text("Your collapse_affine says")
    expect(box.get_by_role("status")).to_contain_text("It misses by up to")
    arrow(box, 2).press("ArrowUp")
    expect(box.locator(".verdict")).to_contain_text("Only Python can ask your function")
    expect(box.get_by_role("status")).to_contain_text("The book's collapse_affine says")


def test_it_moves_when_it_is_seen_until_a_hand_comes_near(page):
    box = page.open(plots.collapse(), still=False)
    assert page.moves(arrow(box, 1)) > 2
    page.page.mouse.move(300, 300)
    expect(arrow(box, 1)).to_have_attribute("aria-valuetext", "(1, −0.5)")
    box = page.open(plots.collapse())
    assert page.moves(arrow(box, 1)) == 1


def test_it_is_accessible_and_fits(page):
    assert page.faults(plots.collapse, phone=(390, 1600)) == []
