"""The step in the hand: the page measures what Python measures, and hand and keys choose step and point."""

import numpy as np
import pytest
from browser import alone
from playwright.sync_api import expect

from nnlib import plots
from nnlib.plots.ch00 import measured, microscope, secant

pytestmark = pytest.mark.xdist_group("browser")


def one_sided(f, x, h=1e-5):
    return (f(x + h) - f(x)) / h


@pytest.fixture(scope="module")
def page(chromium):
    with alone(chromium) as found:
        yield found


def diamond(box):
    return box.get_by_role("slider", name="the step h", exact=True)


def test_without_widgets_it_is_a_picture_with_words():
    data = plots.h_slider()._repr_mimebundle_()
    assert '<img alt="x³ at x = 1, h = 1, both sides, float64' in data["text/html"]
    assert 'class="nn-ink"' in data["text/html"]


def test_the_readers_function_is_asked_with_every_step_of_the_hand():
    assert plots.h_slider().own == {}
    figure = plots.h_slider({"central_difference": one_sided})
    truth = [one_sided(lambda x: x**3, 1.0, 10.0**-k) for k in figure.ks]
    np.testing.assert_allclose(figure.own["slopes"][:60], truth[:60], rtol=1e-6)
    figure.function = "sin x"
    assert figure.own["at"] == ["sin x", 1.0, "float64"]
    np.testing.assert_allclose(figure.own["slopes"][0], np.sin(2) - np.sin(1))

    def broken(f, x, h=1e-5):
        return f(x).nothing if x == 1.5 else 0.0

    figure = plots.h_slider({"central_difference": broken})
    figure.x = 1.5
    assert figure.own["error"].startswith("AttributeError")


def test_javascript_measures_what_python_does(page):
    """Products are stored alike to the last bit; sines and powers of e may differ by one."""
    page.open(plots.h_slider())
    rng = np.random.default_rng(0)
    for name in measured.FUNCTIONS:
        for precision, eps in (("float64", 2.0**-52), ("float32", 2.0**-23)):
            for sides in ("both sides", "one side"):
                for x, k in zip(
                    rng.uniform(-2, 2, 6).round(1).tolist(), rng.choice(microscope.KS, 6)
                ):
                    h = 10.0 ** -float(k)
                    found = page.ask("measured", name, x, h, sides, precision)
                    size = abs(measured.FUNCTIONS[name][0](abs(x) + h)) + 1
                    room = 0.0 if name in ("x²", "x³") else 4 * eps * size / h
                    truth = measured.measure(name, x, h, sides, precision)
                    assert found == pytest.approx(truth, rel=4 * eps, abs=room), (name, x, k)
                    t = rng.uniform(-2, 2)
                    kind = np.dtype(precision).type
                    f = measured.FUNCTIONS[name][0]
                    here = kind(x)
                    truth = float(f(here + kind(h) * kind(t)) - f(here)) / h
                    found = page.ask("rise", name, x, h, t, precision)
                    assert found == pytest.approx(truth, rel=4 * eps, abs=room)
            truth = measured.FUNCTIONS[name][1](float(np.dtype(precision).type(0.7)))
            assert page.ask("trueSlope", name, 0.7, precision) == pytest.approx(truth, rel=1e-14)


def test_the_diamond_is_dragged_along_the_errors(page):
    box = page.open(plots.h_slider())
    expect(box.get_by_text("drag me")).to_be_visible()
    expect(box.get_by_text("error 1", exact=True)).to_be_visible()
    page.drag(diamond(box).locator(".diamond"), (60, -20))
    k = page.state["k"]
    assert 2 < k < 8
    data = plots.MEASUREMENT.data(k=k)
    expect(box.get_by_role("status")).to_contain_text("measured slope 3")
    shown = float(diamond(box).get_attribute("aria-valuenow"))
    assert shown == k and data.error < 1e-3
    expect(box.get_by_text("drag me")).to_be_hidden()


def test_the_second_point_and_the_first_are_dragged_on_the_curve(page):
    box = page.open(plots.h_slider())
    second = box.get_by_role("slider", name="the second point")
    page.drag(second.locator(".knob"), (-20, 30))
    assert 0 < page.state["k"] < 2
    page.drag(box.get_by_role("slider", name="the point x").locator(".foot"), (-60, 0))
    assert -2 <= page.state["x"] < 0.5


def test_keys_go_half_a_power_of_ten_and_keep_the_focus(page):
    box = page.open(plots.h_slider())
    diamond(box).focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"):
        page.page.keyboard.press(key)
    expect(diamond(box)).to_have_attribute("aria-valuetext", "h = 0.1")
    expect(diamond(box)).to_be_focused()
    assert page.state["k"] == 1.0
    for _ in range(40):
        page.page.keyboard.press("ArrowRight")
    expect(diamond(box)).to_have_attribute("aria-valuenow", "15")
    expect(box.get_by_role("status")).to_contain_text("A larger step did better.")
    box.get_by_role("radio", name="one side").check()
    box.get_by_role("radio", name="float32").check()
    assert (page.state["sides"], page.state["precision"]) == ("one side", "float32")


def test_a_readers_errors_lie_over_the_books_and_are_asked_for_elsewhere(page):
    box = page.open(plots.h_slider({"central_difference": one_sided}))
    expect(box.get_by_role("status")).to_contain_text("your central_difference measures slope 7,")
    expect(box.get_by_text("broad: the book's")).to_be_visible()
    box.get_by_role("slider", name="the point x").focus()
    page.page.keyboard.press("ArrowRight")
    expect(box.locator(".verdict")).to_contain_text("Only Python can ask your function")
    answer = plots.h_slider({"central_difference": one_sided})
    answer.x = page.state["x"]
    page.page.evaluate("own => window.model.tell('own', own)", answer.own)
    expect(box.locator(".verdict")).to_be_hidden()
    expect(box.get_by_role("status")).to_contain_text(
        "x³ at x = 1.1, h = 1, both sides, float64: your"
    )


def test_it_moves_when_it_is_seen_until_a_hand_comes_near(page):
    box = page.open(plots.h_slider(), still=False)
    assert page.moves(diamond(box)) > 2
    page.page.mouse.move(300, 300)
    expect(diamond(box)).to_have_attribute("aria-valuenow", "0")
    box = page.open(plots.h_slider())
    assert page.moves(diamond(box)) == 1


def test_it_is_accessible_and_fits(page):
    assert page.faults(plots.h_slider, phone=(390, 1700)) == []


def test_the_steps_of_the_hand_are_those_of_the_figure_between_them():
    assert set(measured.EXPONENTS[measured.EXPONENTS >= 2]) <= set(microscope.KS)
    assert microscope.KS[0] == 0 and microscope.KS[-1] == 15 and (np.diff(microscope.KS) > 0).all()
    assert secant.FLOOR == 1e-16
