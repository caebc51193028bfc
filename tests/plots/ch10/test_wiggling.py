"""The wiggle: the picture, and the JavaScript's arithmetic against Python's, in a real browser."""

import json
from urllib.parse import quote

import numpy as np
import pytest
from playwright.sync_api import sync_playwright

from nnlib import plots
from nnlib.plots.ch10 import wiggling
from nnlib.plots.ch10.polynomial import error, fitted
from nnlib.plots.kit.script import script

pytestmark = pytest.mark.xdist_group("browser")

ASK = """async ([code, points, degrees, lambdas, fresh]) => {
  const url = URL.createObjectURL(new Blob([code], {type: 'text/javascript'}));
  const figure = await import(url);
  return degrees.flatMap(d => lambdas.map(lam => {
    const c = figure.fitted(points, d, lam);
    return [c, figure.misses(c, fresh)];
  }));
}"""

SHOW = """async ([code, state]) => {
  const url = URL.createObjectURL(new Blob([code], {type: 'text/javascript'}));
  const figure = await import(url);
  const here = document.body.appendChild(document.createElement('div'));
  window.state = state;
  const model = {get: key => state[key], set: (key, value) => { state[key] = value; }, save_changes: () => {}};
  figure.default.render({model, el: here});
}"""


def test_the_bar_of_seen_points_is_shortest_where_that_of_new_ones_is_longest():
    found = [plots.WIGGLE.data(degree) for degree in range(1, 8)]
    seen, new = [one[5] for one in found], [one[6] for one in found]
    assert np.argmin(seen) == 6 == np.argmax(new) and seen[6] < 1e-9
    assert (np.diff(seen) <= 1e-9).all()


def test_the_widget_takes_its_points_and_is_a_picture_without_a_kernel():
    widget = plots.wiggle()
    assert [len(widget.seen), len(widget.new), len(widget.test)] == [8, 24, 24]
    assert '<img alt="The wiggle: eight points' in widget._repr_mimebundle_()["text/html"]


def test_javascript_fits_as_python_does(chromium):
    seen, new, _ = wiggling.point_sets()
    lambdas, degrees = list(wiggling.LAMBDAS), list(range(1, 8))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto("data:text/html," + quote("<title>wiggle</title>"))
        code = script(wiggling.__file__)
        found = page.evaluate(ASK, json.loads(json.dumps([code, seen, degrees, lambdas, new])))
        browser.close()
    asked = [(degree, lam) for degree in degrees for lam in lambdas]
    x, y = np.array(seen).T
    for (degree, lam), (coefficients, miss) in zip(asked, found, strict=True):
        c = fitted(x, y, degree, lam)
        np.testing.assert_allclose(coefficients, c, rtol=1e-8, atol=1e-10)
        assert miss == pytest.approx(error(c, *np.array(new).T), rel=1e-8)


def test_a_point_is_moved_by_keys_and_by_pointer(chromium):
    seen, new, test = wiggling.point_sets()
    state = {"seen": seen, "new": new, "test": test, "degree": 1, "step": 0, "looks": 0}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(reduced_motion="reduce")
        page.goto("data:text/html," + quote("<title>wiggle</title>"))
        page.evaluate(SHOW, [script(wiggling.__file__), {**state, "lambdas": wiggling.LAMBDAS}])
        point = page.get_by_role("slider", name="height of point 3")
        point.focus()
        point.press("ArrowUp")
        by_key = page.evaluate("state.seen[2]")
        at = point.bounding_box()
        x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x, y + 60, steps=3)
        page.mouse.up()
        found = page.evaluate("state.seen")
        browser.close()
    assert by_key == pytest.approx([seen[2][0], seen[2][1] + 0.1])
    assert found[2][0] == seen[2][0] and found[2][1] < by_key[1] - 0.4
    assert [found[k] for k in range(8) if k != 2] == [seen[k] for k in range(8) if k != 2]
