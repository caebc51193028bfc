"""The valley: a map of heights, and four marbles that race from where the reader taps.

Drawing, gestures and the marbles' steps are JavaScript, in valley.js beside this file; a test holds them against nnlib
and against `surfaces`. A reader's own `momentum_step` or `adam_step` runs here: the valley asks for its walk.
"""

from collections.abc import Callable
from functools import cache, partial

import anywidget
import numpy as np
from matplotlib.figure import Figure
from traitlets import Dict, Float, List, Unicode

import nnlib
from nnlib.core.words import tr
from nnlib.plots.ch09.surfaces import (
    EDGE,
    Surface,
    bowl,
    grid_surface,
    network_map,
    ravine,
    saddle,
    two_valleys,
)
from nnlib.plots.kit.image import Still
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.owner import is_the_books, owner
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.script import script
from nnlib.plots.kit.style import BLACK, SERIES, painter, panels

# Where the marbles lie first, and the rate: x, y, the rate, and the noise of the noisy slopes.
STARTS = {
    "round": [-1.6, 1.2, 0.1, 1.0],
    "bowl": [-1.7, 1.1, 0.09, 1.0],
    "valleys": [1.8, 1.2, 0.05, 2.0],
    "saddle": [-1.8, 0.04, 0.1, 0.3],
    "ravine": [-1.5, -0.6, 0.03, 1.0],
    "network": [-0.4, 0.2, 0.2, 0.3],
}
KINDS = ("descent", "momentum", "adam", "noisy")
STEPS, GONE = 120, 8.0


@cache
def heights() -> np.ndarray:
    """The network's map, computed once."""
    return network_map()


def surface(name: str, condition: float, ground: np.ndarray | None = None) -> Surface:
    """The ground of this name; `ground` is the map under "network". Raises ValueError for another name."""
    makers = {
        "round": lambda: bowl(1.0),
        "bowl": lambda: bowl(condition),
        "valleys": two_valleys,
        "saddle": saddle,
        "ravine": ravine,
        "network": lambda: grid_surface(heights() if ground is None else ground),
    }
    if name not in makers:
        raise ValueError(
            tr("surface is {name!r}; wanted one of {listed}", name=name, listed=", ".join(makers))
        )
    return makers[name]()


def roll(step: Callable, land: Surface, start: tuple, steps: int) -> np.ndarray:
    """The walk of a marble, rows (x, y, height), by `step(w, g) -> w`; it ends where the marble has left for good."""
    w = np.array(start, float)
    places = [(*w, land.height(*w))]
    while len(places) <= steps and np.abs(w).max() <= GONE:
        w = np.asarray(step(w, land.slope(*w)), float)
        if w.shape != (2,) or not np.isfinite(w).all():
            raise ValueError(
                tr("your step leads to {w}; wanted two numbers, the new place", w=w.tolist())
            )
        places.append((*w, land.height(*w)))
    return np.array(places)


def stepper(kind: str, rate: float, beta: float, momentum, adam, noise=0.0, rng=None) -> Callable:
    """`step(w, g) -> w` of this kind, with what it remembers."""
    memory = {"v": np.zeros(2), "m": np.zeros(2), "t": 0}

    def descent(w, g):
        return nnlib.gd_step(w, g, rate)

    def with_momentum(w, g):
        w, memory["v"] = momentum(w, memory["v"], g, rate, beta)
        return w

    def with_adam(w, g):
        memory["t"] += 1
        w, memory["m"], memory["v"] = adam(w, g, memory["m"], memory["v"], memory["t"], rate)
        return w

    def noisy(w, g):
        return nnlib.gd_step(w, g + noise * rng.standard_normal(2), rate)

    return dict(zip(KINDS, (descent, with_momentum, with_adam, noisy)))[kind]


# -- the valley as a still picture -----------------------------------------------------------------------------------


def valley_data(
    surface_name: str = "bowl",
    start: tuple | None = None,
    rate: float | None = None,
    condition: float = 20.0,
    beta: float = 0.9,
    noise: float = 1.0,
    steps: int = STEPS,
    momentum: Callable = nnlib.momentum_step,
    adam: Callable = nnlib.adam_step,
    ground: np.ndarray | None = None,
):
    """The ground, the walks of the four marbles by name, the rate, and the limit of the rate where there is one."""
    land = surface(surface_name, condition, ground)
    x, y, usual, _ = STARTS[surface_name]
    start, rate = (x, y) if start is None else start, rate or usual
    rng = np.random.default_rng(0)
    walks = {
        kind: roll(stepper(kind, rate, beta, momentum, adam, noise, rng), land, start, steps)
        for kind in KINDS
    }
    return {
        "land": land,
        "walks": walks,
        "rate": rate,
        "limit": land.steepest and 2 / land.steepest,
    }


NAMES = {
    "descent": tr("descent"),
    "momentum": tr("momentum"),
    "adam": "Adam",
    "noisy": tr("noisy descent"),
}


@painter(6, 5.2, left=0.1, right=0.98, bottom=0.1, top=0.93)
def paint_valley(data: dict, figure: Figure):
    """Contours of the ground, and the four trails."""
    axes, land = panels(figure), data["land"]
    side = np.linspace(-EDGE, EDGE, 70)
    ground = np.array([[land.height(x, y) - land.low for x in side] for y in side])
    levels = ground.max() * 1.85 ** -np.arange(11.0)[::-1]
    axes.contour(side, side, ground, levels, colors="#B0B0B0", linewidths=0.9)
    for look, (kind, walk) in zip(SERIES, data["walks"].items()):
        style = look | {"marker": "", "linewidth": 1.8}
        axes.plot(*walk[:, :2].T, label=NAMES[kind], **style)
        axes.plot(*walk[-1, :2], **look | {"linestyle": ""}, markersize=9)
    axes.plot(*data["walks"]["descent"][0, :2], "x", color=BLACK, markersize=11, markeredgewidth=3)
    axes.set(xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE))
    axes.grid(False)
    axes.legend(loc="upper right")


def read_valley(data: dict):
    """In words: where each marble ends."""
    low = data["land"].low
    ends = [(NAMES[kind], walk[-1]) for kind, walk in data["walks"].items()]
    told = ", ".join(
        tr("{name} off the map", name=name)
        if np.abs(end[:2]).max() > EDGE
        else tr("{name} at {height}", name=name, height=plain(end[2] - low, 2))
        for name, end in ends
    )
    said = tr(
        "Four marbles on a map of heights, rate {rate}, up to {steps} steps. Above the lowest "
        "point they end: {told}.",
        rate=plain(data["rate"]),
        steps=STEPS,
        told=told,
    )
    if data["limit"]:
        said = tr("{said} The limit of the rate is {limit}.", said=said, limit=plain(data["limit"]))
    return said


VALLEY = Picture(valley_data, paint_valley, read_valley)


# -- the valley itself -----------------------------------------------------------------------------------------------


class Valley(Still, anywidget.AnyWidget):
    """`.start`, `.rate`, `.beta`, `.noise`, `.condition` and `.surface` follow the hand, and setting them moves it."""

    _esm = script(__file__)

    surface = Unicode("bowl").tag(sync=True)
    condition = Float(20.0).tag(sync=True)
    start = List(STARTS["bowl"][:2]).tag(sync=True)
    rate = Float(STARTS["bowl"][2]).tag(sync=True)
    beta = Float(0.9).tag(sync=True)
    noise = Float(1.0).tag(sync=True)
    heights = List().tag(sync=True)
    deepest = Float(two_valleys().low).tag(sync=True)
    starts = Dict(STARTS).tag(sync=True)
    owners = Dict().tag(sync=True)
    remote = Dict().tag(sync=True)

    def __init__(self, momentum=nnlib.momentum_step, adam=nnlib.adam_step, ground=None, **state):
        steps = {"momentum": momentum, "adam": adam}
        ground = np.round(heights() if ground is None else ground, 6)
        super().__init__(
            heights=ground.tolist(),
            owners={kind: owner(step) for kind, step in steps.items()},
            remote={kind: not is_the_books(step) for kind, step in steps.items()},
            **state,
        )
        names = ("surface", "start", "rate", "condition", "beta", "noise")
        name, start, *numbers = (getattr(self, key) for key in names)
        rate, condition, beta, noise = numbers
        still = VALLEY.data(
            name, tuple(start), rate, condition, beta, noise, ground=ground, **steps
        )
        self._still = VALLEY.bundle(still)
        self.on_msg(partial(_answer, steps, ground))


def answer(steps: dict, asked: dict, ground: np.ndarray | None = None) -> dict:
    """The walk that the valley asks for, or the problem in words."""
    kind, land = asked["kind"], surface(asked["surface"], asked["condition"], ground)
    step = stepper(kind, asked["rate"], asked["beta"], **steps)
    try:
        places = roll(step, land, asked["start"], asked["steps"])
    except Exception as error:  # whatever a reader's function raises belongs into the picture
        said = tr("{kind}_step: {name}: {error}", kind=kind, name=type(error).__name__, error=error)
        return {"id": asked["id"], "problem": said}
    return {"id": asked["id"], "places": places.tolist()}


def _answer(steps, ground, valley, asked, _buffers):
    valley.send(answer(steps, asked, ground))


def valley_race(
    surface_name: str = "bowl",
    momentum: Callable = nnlib.momentum_step,
    adam: Callable = nnlib.adam_step,
    ground: np.ndarray | None = None,
) -> Valley:
    """Widget: a map of heights on which four marbles race: descent, momentum, Adam, and descent with noisy slopes.

    `momentum` and `adam` are the book's steps or your own; `ground` is a map from `loss_plane`, which then stands under
    "network". Raises ValueError for a surface that does not exist.
    """
    surface(surface_name, 20.0)
    x, y, rate, noise = STARTS[surface_name]
    return Valley(
        momentum, adam, ground, surface=surface_name, start=[x, y], rate=rate, noise=noise
    )
