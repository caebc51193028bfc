"""What a network with one hidden layer can draw: from a step to a bump to a tower, and from bumps to any curve."""

from collections.abc import Callable

import numpy as np
from matplotlib.figure import Figure

from nnlib.activations import sigmoid
from nnlib.backprop import bump_network, mlp_forward
from nnlib.core.words import tr
from nnlib.plots.kit.live_figures import Live, Slider
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BLACK,
    BOOK,
    FORWARD,
    GREY,
    SERIES,
    VERMILION,
    log_axis,
    painter,
    panels,
)

ACTS = ["sigmoid", "identity"]
GRID = np.linspace(0, 1, 2001)[:, None]


def target(x):
    """The curve to be drawn on [0, 1]: a wave, a slope, and a sharp corner."""
    return 0.4 * np.sin(6 * np.pi * x) + np.abs(x - 0.55) + 0.3 * x


def draw(
    edges, heights, steepness, build: Callable = bump_network, forward: Callable = mlp_forward
):
    """What the bump network puts out on the grid."""
    out, _ = forward(GRID, build(np.asarray(edges), np.asarray(heights), steepness), ACTS)
    return np.asarray(out)[:, 0]


# -- step, bump, tower ------------------------------------------------------------------------------------------------


def tower_data(steepness: float = 200.0):
    """A step up, a step down, their sum, and three bumps side by side."""
    x = GRID[:, 0]

    def step(edge):
        return sigmoid(steepness * (x - edge))

    return {
        "x": x,
        "up": step(0.3),
        "down": -step(0.6),
        "bump": draw([0.3, 0.6], [1.0], steepness),
        "tower": draw([0.1, 0.35, 0.6, 0.9], [0.5, 1.0, 0.3], steepness),
    }


@painter(9, 2.9, left=0.06, right=0.99, bottom=0.18, top=0.88, wspace=0.15)
def paint_tower(data, figure: Figure):
    """Two units, the bump that they add up to, and three bumps side by side."""
    row = panels(figure, 1, 3, sharey=True)
    row[0].plot(data["x"], data["up"], **FORWARD)
    row[0].plot(data["x"], data["down"], color=VERMILION, linestyle="--")
    row[1].plot(data["x"], data["bump"], color=BLACK)
    row[2].plot(data["x"], data["tower"], color=BLACK)
    for axes, words in zip(
        row, (tr("two steps"), tr("their sum: a bump"), tr("three bumps")), strict=True
    ):
        axes.set_title(words)
        axes.set(xlabel="x", ylim=(-1.15, 1.25))


def read_tower(data):
    """In words: how a bump is made of two units."""
    inside = float(data["bump"][len(data["x"]) * 45 // 100])
    return tr(
        "A unit that switches on at 0.3 and one that switches off at 0.6 add up to a bump of "
        "height {plain} between them and nothing outside. Three bumps side by side make a "
        "tower.",
        plain=plain(inside),
    )


TOWER = Picture(tower_data, paint_tower, read_tower)


# -- (b) the bump machine ---------------------------------------------------------------------------------------------


def machine_data(
    bumps: int = 20,
    steepness: float = 1000.0,
    build: Callable = bump_network,
    forward: Callable = mlp_forward,
):
    """Draw the target with so many bumps of equal width, each as high as the target in its middle."""
    edges = np.linspace(0, 1, bumps + 1)
    edges[0], edges[-1] = -0.5, 1.5  # the outer bumps go on beyond the picture
    middles = (np.linspace(0, 1, bumps + 1)[:-1] + np.linspace(0, 1, bumps + 1)[1:]) / 2
    drawn = draw(edges, target(middles), steepness, build, forward)
    wanted = target(GRID[:, 0])
    return {
        "bumps": bumps,
        "steepness": steepness,
        "drawn": drawn,
        "wanted": wanted,
        "error": float(np.mean(np.abs(drawn - wanted))),
        "worst": float(np.max(np.abs(drawn - wanted))),
    }


@painter(7.6, 3.7)
def paint_machine(data: dict, figure: Figure):
    """The curve and the network of bumps drawn over it."""
    axes = panels(figure)
    axes.plot(GRID[:, 0], data["wanted"], **BOOK, label=tr("the curve to draw"))
    axes.plot(
        GRID[:, 0],
        data["drawn"],
        **FORWARD,
        label=tr("the network, {data} bumps", data=data["bumps"]),
    )
    axes.set(xlabel="x", ylabel="f(x)", xlim=(0, 1), ylim=(-0.25, 1.45))
    axes.legend(loc="upper center", ncols=2)


def read_machine(data: dict):
    """In words: how many units, and how far the network is from the curve."""
    return tr(
        "{data} bumps, {value} hidden units, steepness {plain}: on average the network is "
        "{plain2} away from the curve, at the worst place {worst}.",
        data=data["bumps"],
        value=2 * data["bumps"],
        plain=plain(data["steepness"]),
        plain2=plain(data["error"], 2),
        worst=plain(data["worst"], 2),
    )


MACHINE = Picture(machine_data, paint_machine, read_machine)


def bump_machine(build: Callable = bump_network, forward: Callable = mlp_forward) -> Live:
    """Widget: number of bumps, steepness -> the network's curve and its mean error."""
    controls = {
        "bumps": Slider("bumps", 1, 200, 20, 1),
        "steepness": Slider("steepness", 5, 5000, 1000, 5),
    }
    return MACHINE.live(controls, build=build, forward=forward)


# -- error against the number of bumps --------------------------------------------------------------------------------


def errors_data(
    counts: tuple = (5, 10, 20, 50, 100, 200), steepness: tuple = (50.0, 500.0, 5000.0)
):
    """The mean error for several numbers of bumps and three steepnesses."""
    table = [[machine_data(count, s)["error"] for count in counts] for s in steepness]
    return {"counts": np.array(counts), "steepness": steepness, "errors": np.array(table)}


@painter(6.8, 3.7)
def paint_errors(data: dict, figure: Figure):
    """The mean error over the number of bumps, for each steepness."""
    axes = panels(figure)
    for s, errors, look in zip(data["steepness"], data["errors"], SERIES):
        axes.loglog(data["counts"], errors, **look, label=tr("steepness {plain}", plain=plain(s)))
    axes.set(xlabel="bumps", ylabel=tr("mean error"))
    log_axis(axes.xaxis)
    log_axis(axes.yaxis)
    axes.legend(loc="lower left")
    axes.axhline(0.01, color=GREY, linewidth=1)


def read_errors(data: dict):
    """In words: the errors of steep edges and of soft ones."""
    best = data["errors"][-1]
    steep = ", ".join(
        tr("{plain} with {n} bumps", plain=plain(e, 2), n=n) for n, e in zip(data["counts"], best)
    )
    flat = data["errors"][0]
    return tr(
        "Mean error at steepness {plain}: {steep}. At steepness {plain2} it stays at "
        "{plain3} even with {value} bumps: soft edges blur everything.",
        plain=plain(data["steepness"][-1]),
        steep=steep,
        plain2=plain(data["steepness"][0]),
        plain3=plain(flat[-1], 2),
        value=data["counts"][-1],
    )


ERRORS = Picture(errors_data, paint_errors, read_errors)
