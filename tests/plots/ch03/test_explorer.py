"""The cursor in the hand: the page's functions and slopes are nnlib's, and hand and keys move the cursor."""

import numpy as np
import pytest
from browser import alone
from playwright.sync_api import expect

from nnlib import plots
from nnlib.plots.ch03 import curves, functions

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def page(chromium):
    with alone(chromium) as found:
        yield found


def cursor(box):
    return box.get_by_role("slider", name="cursor z")


def test_without_widgets_it_is_a_picture_with_words():
    data = plots.pair_explorer()._repr_mimebundle_()
    assert '<img alt="At z = 1: sigmoid has the value 0.731' in data["text/html"]


def test_a_readers_curves_come_for_every_place_of_the_cursor():
    assert plots.pair_explorer().own == {}
    figure = plots.pair_explorer({"sigmoid": lambda z: np.clip(0.5 + z / 4, 0, 1)})
    mine = figure.own["curves"]["sigmoid"]
    np.testing.assert_allclose(mine["value"], np.clip(0.5 + curves.GRID / 4, 0, 1))
    assert mine["slope"][240] == pytest.approx(0.25) and mine["slope"][-1] == 0
    leaky = plots.pair_explorer({"leaky_relu": lambda z, alpha: np.maximum(z, alpha * z)})
    leaky.alpha = 0.5
    assert leaky.own["at"] == [0.5] and leaky.own["curves"]["leaky_relu"]["value"][0] == -3
    missing = plots.pair_explorer({"sigmoid": unwritten}).own["curves"]["sigmoid"]
    assert set(missing["value"]) == {None}


def unwritten(z):
    raise NotImplementedError


@pytest.mark.parametrize("name", functions.CURVES)
def test_javascript_draws_the_functions_of_nnlib(page, name):
    page.open(plots.pair_explorer())
    for alpha in (0.0, 0.1, 0.7):
        zs = [-6.0, -1.3, -0.025, 0.0, 0.025, 2.2, 6.0]
        found = [page.ask("pairAt", name, z, alpha) for z in zs]
        np.testing.assert_allclose(
            np.transpose(found), functions.curve(name, zs, alpha), atol=1e-14
        )


def test_the_cursor_is_dragged_along_the_curve(page):
    box = page.open(plots.pair_explorer())
    expect(box.get_by_text("drag me")).to_be_visible()
    expect(box.get_by_text("sigmoid: value 0.731")).to_be_visible()
    page.drag(cursor(box).locator(".knob"), (600, 0))
    expect(cursor(box)).to_have_attribute("aria-valuenow", "6")
    expect(box.get_by_text("slope 0.00247")).to_be_visible()
    expect(box.get_by_text("drag me")).to_be_hidden()
    assert page.state["z"] == 6


def test_keys_choose_the_function_and_move_the_cursor(page):
    box = page.open(plots.pair_explorer())
    box.get_by_role("radio", name="step", exact=True).check()
    expect(box.get_by_role("status")).to_contain_text("Flat: no gradient comes through here.")
    expect(box.get_by_role("slider", name="leak alpha")).to_be_hidden()
    box.get_by_role("radio", name="leaky relu").check()
    cursor(box).focus()
    for key in [*["ArrowLeft"] * 12, "Shift+ArrowRight"]:
        page.page.keyboard.press(key)
    expect(cursor(box)).to_be_focused()
    assert page.state["z"] == pytest.approx(-0.175)
    box.get_by_role("slider", name="leak alpha").fill("0.5")
    expect(box.get_by_text("slope 0.5", exact=True)).to_be_visible()
    assert (page.state["function"], page.state["alpha"]) == ("leaky_relu", 0.5)


def test_a_readers_curve_lies_on_the_books_wherever_the_cursor_goes(page):
    box = page.open(plots.pair_explorer({"sigmoid": lambda z: np.clip(0.5 + z / 4, 0, 1)}))
    expect(box.get_by_role("status")).to_contain_text("At z = 1: your sigmoid has the value 0.75")
    cursor(box).focus()
    for _ in range(20):
        page.page.keyboard.press("ArrowRight")
    expect(box.get_by_role("status")).to_contain_text("At z = 3: your sigmoid has the value 1 and")
    assert all(box.locator("path.book").nth(i).get_attribute("d") for i in (0, 1))
    box.get_by_role("radio", name="tanh").check()
    expect(box.get_by_role("status")).to_contain_text("At z = 3: tanh has the value")
    assert box.locator("path.book").first.get_attribute("d") == ""


def test_it_moves_when_it_is_seen_until_a_hand_comes_near(page):
    box = page.open(plots.pair_explorer(), still=False)
    assert page.moves(cursor(box)) > 2
    page.page.mouse.move(300, 300)
    expect(cursor(box)).to_have_attribute("aria-valuenow", "1")
    box = page.open(plots.pair_explorer())
    assert page.moves(cursor(box)) == 1


def test_it_is_accessible_and_fits(page):
    assert page.faults(plots.pair_explorer) == []
