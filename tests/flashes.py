"""How often the book's figures flash, and how often they are painted anew, while they move by themselves.

    python tests/flashes.py

A figure runs in Chromium under a clock that the script turns, so that every frame is seen however slow the machine is.
WCAG 2.3.1 allows three flashes in a second. A flash is a pair of opposing changes of relative luminance by a tenth or
more, the darker of the two below 0.8 (or two changes to or from a saturated red), over a quarter of a block of 341 by
256 pixels at one time.
"""

import io
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from browser import alone
from PIL import Image

from nnlib import plots

STEP = 40  # milliseconds between two looks
TOGETHER = 3  # looks within which changes count as one: a fade is no less a change
BLOCK = (128, 170)  # of the half-size picture: 256 x 341 pixels on the screen
SHARE, LEAP, BRIGHT = 0.25, 0.1, 0.8
RED, REDDER = 0.8, 20
LIMIT = 3

# The frames of the screen before which something in the figure has changed, by the clock that the script turns.
WATCH = """() => {
  window.painted = new Set();
  const frame = 16;
  new MutationObserver(() => window.painted.add(frame * Math.floor(performance.now() / frame))).observe(
    document.getElementById('here'), {subtree: true, childList: true, attributes: true, characterData: true});
}"""
# CSS has a clock of its own, which is turned by hand as well.
TURN = """step => document.getAnimations().forEach(one => {
  one.pause();
  one.currentTime = (one.currentTime ?? 0) + step;
})"""


@dataclass(frozen=True)
class Moving:
    """A figure that moves by itself: how to make it, the button that starts it (None: it starts when it is seen)."""

    make: Callable
    button: str | None = None
    seconds: float = 3.0


ANIMATIONS = {
    "board, XOR, until it settles": Moving(
        lambda: plots.perceptron_board("XOR"), "until it settles", 6
    ),
    "board, two clouds, until it settles": Moving(
        lambda: plots.perceptron_board("two clouds"), "until it settles", 6
    ),
    "board, sways": Moving(lambda: plots.perceptron_board("two clouds", w=(1.0, 1.0))),
    "hidden space, opens": Moving(plots.hidden_space),
    "hidden space, one way": Moving(plots.hidden_space, "Show one way"),
    "hidden space, trains": Moving(plots.hidden_space, "Train it", 6),
    "two sheets, bend": Moving(plots.collapse),
    "outlier, pulls": Moving(plots.outlier_drag),
    "neuron by hand": Moving(plots.by_hand),
    "graph stepper, opens": Moving(plots.graph_stepper),
    "graph stepper, all values": Moving(plots.graph_stepper, "All values"),
    "valley race": Moving(plots.valley_race, None, 6),
    "wiggling degrees": Moving(plots.wiggle, None, 6),
    "API x-ray": Moving(plots.api_xray, None, 6),
    "a digit draws itself": Moving(plots.draw_digit),
}


# ---- what is on the screen -------------------------------------------------------------------------


def record(desk, moving):
    """(the looks as arrays (n, height, width, 3) of half the size, how often it was painted in the busiest second)."""
    page = desk.page
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    desk.open(moving.make(), still=False)
    page.evaluate(WATCH)
    if moving.button:
        page.get_by_role("button", name=moving.button).first.click()
    shots = []
    for _ in range(round(1000 * moving.seconds / STEP)):
        page.clock.run_for(STEP)
        page.evaluate(TURN, STEP)
        with Image.open(io.BytesIO(page.screenshot(type="png", animations="allow"))) as shot:
            shots.append(np.asarray(shot.convert("RGB").reduce(2)))
    return np.stack(shots), busiest(page.evaluate("[...window.painted]"), 1000)


def busiest(moments, span):
    """How many of the moments lie within the fullest span."""
    moments = np.sort(np.asarray(moments, float))
    return int(max(np.searchsorted(moments, moments + span) - np.arange(len(moments)), default=0))


# ---- what WCAG counts --------------------------------------------------------------------------------


def linear(shots):
    """The light of red, green and blue, from 0 to 1."""
    value = np.arange(256) / 255
    light = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return light.astype(np.float32)[shots]


def changes(signal, least, below):
    """Where, at every look, a turn upwards (1) or downwards (-1) by `least` is complete, whose lower end is `below`."""
    high, low = signal[0].copy(), signal[0].copy()
    way, found = np.zeros(high.shape, np.int8), np.zeros(signal.shape, np.int8)
    for now, out in zip(signal, found):
        high, low = np.maximum(high, now), np.minimum(low, now)
        up = (way <= 0) & (now - low >= least) & (low < below)
        down = (way >= 0) & (high - now >= least) & (now < below) & ~up
        out[up], out[down] = 1, -1
        way[up], way[down] = 1, -1
        high = np.where(up | down, now, high)
        low = np.where(up | down, now, low)
    return found


def shares(mask):
    """The share of every block, a sixteenth of a picture apart, that a mask covers."""
    high, wide = BLOCK
    total = np.pad(mask.astype(np.int32).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    sums = total[high:, wide:] - total[:-high, wide:] - total[high:, :-wide] + total[:-high, :-wide]
    return sums[::8, ::8] / (high * wide)


def flashes(shots):
    """The most flashes that any block has within a second."""
    red, green, blue = np.moveaxis(linear(shots), -1, 0)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    saturated = red >= RED * np.maximum(red + green + blue, 1e-6)
    redness = np.where(saturated, np.maximum(red - green - blue, 0) * 320, 0)
    return max(worst(changes(luminance, LEAP, BRIGHT)), worst(changes(redness, REDDER, np.inf)))


def worst(found):
    """The most pairs of opposing changes, each over SHARE of a block at one time, in any second of any block."""
    last, turns = None, []
    for at in range(len(found)):
        recent = found[max(0, at - TOGETHER + 1) : at + 1]
        up, down = (shares((recent == way).any(0)) >= SHARE for way in (1, -1))
        last = np.zeros(up.shape, np.int8) if last is None else last
        news = (up & (last != 1)) | (down & ~up & (last != -1))
        last = np.where(news, np.where(up, 1, -1), last)
        turns.append(news)
    turns = np.stack(turns)
    second = 1000 // STEP
    within = [turns[at : at + second].sum(0).max() for at in range(len(turns))]
    return int(max(within)) / 2


def main(chromium):
    """Print the table."""
    print(f"{'':38}{'flashes/s':>10}{'painted/s':>11}   (the limit is {LIMIT} flashes)")
    for name, moving in ANIMATIONS.items():
        with alone(chromium) as desk:
            shots, painted = record(desk, moving)
        print(f"{name:38}{flashes(shots):>10g}{painted:>11}", flush=True)


if __name__ == "__main__":
    main(next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))))
    sys.exit()
