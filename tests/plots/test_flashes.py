"""No figure of the book flashes more than three times a second (WCAG 2.3.1), and what counts as a flash is seen."""

import re

import numpy as np
import pytest
from browser import alone
from flashes import ANIMATIONS, BLOCK, LIMIT, STEP, busiest, flashes, record

pytestmark = pytest.mark.xdist_group("browser")


def film(first, second, hertz, area=BLOCK, seconds=2):
    """A part of a picture that goes from one colour to another and back, so many times a second."""
    shots = np.full((1000 * seconds // STEP, 200, 300, 3), 255, np.uint8)
    for at, shot in enumerate(shots):
        shot[: area[0], : area[1]] = second if int(2 * hertz * at * STEP / 1000) % 2 else first
    return shots


@pytest.mark.parametrize(
    ("first", "second", "hertz", "area", "least", "most"),
    [
        ((0, 0, 0), (255, 255, 255), 6, BLOCK, 5, 7),
        ((0, 0, 0), (255, 255, 255), 2, BLOCK, 1.5, 2.5),
        ((0, 0, 0), (255, 255, 255), 6, (BLOCK[0] // 4, BLOCK[1] // 2), 0, 0),  # an eighth
        ((240, 240, 240), (255, 255, 255), 6, BLOCK, 0, 0),  # both are bright
        ((100, 100, 100), (110, 110, 110), 6, BLOCK, 0, 0),  # by less than a tenth
        ((200, 20, 0), (70, 70, 70), 6, BLOCK, 5, 7),  # red, hardly brighter
    ],
)
def test_what_counts_as_a_flash(first, second, hertz, area, least, most):
    assert least <= flashes(film(first, second, hertz, area)) <= most


def test_a_fade_and_a_jump_of_a_line_are_no_flashes():
    fade = np.repeat(np.linspace(0, 255, 50).astype(np.uint8), 200 * 300 * 3)
    assert flashes(fade.reshape(50, 200, 300, 3)) <= 0.5
    line = np.full((50, 200, 300, 3), 255, np.uint8)
    for at, shot in enumerate(line):
        shot[:, 3 * at : 3 * at + 4] = 0
    assert flashes(line) == 0


def test_the_fullest_second_is_found():
    assert busiest([0, 900, 1000, 1100, 1200, 3000], 1000) == 4 and busiest([], 1000) == 0


def test_every_figure_that_moves_by_itself_is_watched(root):
    starts = re.compile(r"requestAnimationFrame|setInterval|\.play\(")
    made = {moving.make().__class__.__module__.rpartition(".")[2] for moving in ANIMATIONS.values()}
    files = root.glob("nnlib/plots/ch*/*.js")
    assert {path.stem for path in files if starts.search(path.read_text())} <= made


@pytest.mark.parametrize("name", ANIMATIONS)
def test_a_figure_moves_and_flashes_at_most_three_times_a_second(chromium, name):
    with alone(chromium) as desk:
        shots, painted = record(desk, ANIMATIONS[name])
    assert painted > 0 and (shots != shots[0]).any()
    assert flashes(shots) <= LIMIT
