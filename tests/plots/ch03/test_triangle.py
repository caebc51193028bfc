"""Three logits in the hand: the page's softmax is nnlib's, and logits and point are dragged."""

import numpy as np
import pytest
from browser import alone
from playwright.sync_api import expect

import nnlib
from nnlib import plots
from nnlib.plots.ch03 import simplex

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def page(chromium):
    with alone(chromium) as found:
        yield found


def rail(box, letter):
    return box.get_by_role("slider", name=f"logit {letter}")


def logits(page):
    return [page.state[name] for name in simplex.LOGITS]


def test_without_widgets_it_is_a_picture_with_words():
    data = plots.softmax_triangle()._repr_mimebundle_()
    assert '<img alt="Softmax of the logits 1, 0, −1 at temperature 1' in data["text/html"]


def test_a_readers_softmax_is_asked_at_every_move():
    assert plots.softmax_triangle().own == {}
    figure = plots.softmax_triangle({"softmax": lambda Z: Z * 0 + 0.2})
    assert figure.own == {"at": [1.0, 0.0, -1.0, 1.0], "p": [0.2] * 3}
    figure.temperature = 2.0
    assert figure.own["at"][3] == 2.0
    with pytest.raises(AttributeError):
        plots.softmax_triangle({"softmax": lambda Z: Z.nothing})


def test_javascript_computes_the_softmax_of_nnlib_and_its_place(page):
    page.open(plots.softmax_triangle())
    rng = np.random.default_rng(0)
    for z, heat in zip(rng.uniform(-10, 10, (20, 3)), rng.uniform(0.1, 10, 20)):
        found = page.ask("softmax", z.tolist(), heat)
        truth = nnlib.softmax(z[None] / heat)[0]
        np.testing.assert_allclose(found, truth, rtol=1e-12)
        np.testing.assert_allclose(page.ask("spot", found), simplex.place(truth), atol=1e-12)


def test_the_logits_of_a_place_lead_back_to_it(page):
    page.open(plots.softmax_triangle())
    rng = np.random.default_rng(1)
    for P, heat in zip(rng.dirichlet([3, 3, 3], 20), rng.uniform(0.5, 2, 20)):
        now = [1.0, 0.0, 2.0]
        z = page.ask("logitsAt", simplex.place(P).tolist(), now, heat)
        np.testing.assert_allclose(nnlib.softmax(np.array([z]) / heat)[0], P, atol=0.01)
        assert sum(z) == pytest.approx(sum(now), abs=0.02)


def test_a_logit_is_dragged_and_the_probabilities_follow(page):
    box = page.open(plots.softmax_triangle())
    expect(box.get_by_text("drag me")).to_be_visible()
    page.drag(rail(box, "C").locator(".knob"), (0, -60))
    z = logits(page)
    assert z[:2] == [1, 0] and z[2] > 1
    truth = nnlib.softmax(np.array([z]))[0]
    expect(box.get_by_role("status")).to_contain_text(f"C {truth[2]:.3f}; together 1.000")
    expect(box.get_by_text("drag me")).to_be_hidden()


def test_the_point_is_dragged_into_a_corner(page):
    box = page.open(plots.softmax_triangle())
    point, corner = box.get_by_role("slider", name="the point"), box.locator("text.corner").nth(2)
    here, there = point.locator(".point").bounding_box(), corner.bounding_box()
    page.drag(point.locator(".point"), (there["x"] - here["x"], there["y"] - here["y"]))
    z = logits(page)
    assert z[2] - max(z[:2]) > 3
    expect(box.get_by_role("status")).to_contain_text("The point is in a corner")


def test_adding_to_all_changes_no_probability(page):
    box = page.open(plots.softmax_triangle())
    before = box.locator("text.share").all_inner_texts()
    for _ in range(12):
        box.get_by_role("button", name="add 1 to all three logits").press("Enter")
    assert logits(page) == [13, 12, 11]
    assert box.locator("text.share").all_inner_texts() == before
    expect(box.get_by_role("status")).to_contain_text("All three logits grew by 12")
    expect(box.get_by_role("button", name="add 1 to all three logits")).to_be_focused()


def test_keys_move_logits_and_temperature(page):
    box = page.open(plots.softmax_triangle())
    rail(box, "B").focus()
    for key in ("ArrowUp", "ArrowUp", "Shift+ArrowDown"):
        page.page.keyboard.press(key)
    expect(rail(box, "B")).to_be_focused()
    assert logits(page) == [1, 0.19, -1]
    box.get_by_role("slider", name="temperature").fill("0.1")
    expect(box.get_by_role("status")).to_contain_text("in a corner")


def test_a_readers_softmax_stands_beside_the_books(page):
    box = page.open(plots.softmax_triangle({"softmax": lambda Z: Z * 0 + 0.2}))
    expect(box.get_by_role("status")).to_contain_text("Your softmax of the logits")
    expect(box.get_by_role("status")).to_contain_text("together 0.600")
    expect(box.get_by_text("diamond: yours, disc: the book's")).to_be_visible()
    rail(box, "A").press("ArrowUp")
    expect(box.locator(".verdict")).to_contain_text("Only Python can ask your function")
    expect(box.get_by_role("status")).to_contain_text("together 1.000")


def test_it_moves_when_it_is_seen_until_a_hand_comes_near(page):
    box = page.open(plots.softmax_triangle(), still=False)
    assert page.moves(rail(box, "B")) > 2
    page.page.mouse.move(300, 300)
    expect(rail(box, "B")).to_have_attribute("aria-valuenow", "0")
    box = page.open(plots.softmax_triangle())
    assert page.moves(rail(box, "B")) == 1


def test_it_is_accessible_and_fits(page):
    assert page.faults(plots.softmax_triangle) == []
