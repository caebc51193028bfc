"""What a network with one hidden layer can draw: from a step to a bump to a tower, and from bumps to any curve."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.backprop import bump_network, mlp_forward
from nnlib.plots.live_figures import Slider
from nnlib.plots.numbers import plain
from nnlib.plots.pictures import Picture
from nnlib.plots.style import (
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


def draw(edges, heights, steepness, build=bump_network, forward=mlp_forward):
    """What the bump network puts out on the grid."""
    out, _ = forward(GRID, build(np.asarray(edges), np.asarray(heights), steepness), ACTS)
    return np.asarray(out)[:, 0]


# -- step, bump, tower ------------------------------------------------------------------------------------------------


def tower_data(steepness=200.0):
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
def paint_tower(data, figure):
    row = panels(figure, 1, 3, sharey=True)
    row[0].plot(data["x"], data["up"], **FORWARD)
    row[0].plot(data["x"], data["down"], color=VERMILION, linestyle="--")
    row[1].plot(data["x"], data["bump"], color=BLACK)
    row[2].plot(data["x"], data["tower"], color=BLACK)
    for axes, words in zip(row, ("two steps", "their sum: a bump", "three bumps"), strict=True):
        axes.set_title(words)
        axes.set(xlabel="x", ylim=(-1.15, 1.25))


def read_tower(data):
    inside = float(data["bump"][len(data["x"]) * 45 // 100])
    return (
        "A unit that switches on at 0.3 and one that switches off at 0.6 add up to a bump of height "
        f"{plain(inside)} between them and nothing outside. Three bumps side by side make a tower."
    )


TOWER = Picture(tower_data, paint_tower, read_tower)


# -- (b) the bump machine ---------------------------------------------------------------------------------------------


def machine_data(bumps=20, steepness=1000.0, build=bump_network, forward=mlp_forward):
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
    }


@painter(7.6, 3.7)
def paint_machine(data, figure):
    axes = panels(figure)
    axes.plot(GRID[:, 0], data["wanted"], **BOOK, label="the curve to draw")
    axes.plot(GRID[:, 0], data["drawn"], **FORWARD, label=f"the network, {data['bumps']} bumps")
    axes.set(xlabel="x", ylabel="f(x)", xlim=(0, 1), ylim=(-0.25, 1.45))
    axes.legend(loc="upper center", ncols=2)


def read_machine(data):
    return (
        f"{data['bumps']} bumps, {2 * data['bumps']} hidden units, steepness {plain(data['steepness'])}: "
        f"on average the network is {plain(data['error'], 2)} away from the curve."
    )


MACHINE = Picture(machine_data, paint_machine, read_machine)


def bump_machine(build=bump_network, forward=mlp_forward):
    """Widget: number of bumps, steepness -> the network's curve and its mean error."""
    controls = {
        "bumps": Slider("bumps", 1, 200, 20, 1),
        "steepness": Slider("steepness", 5, 5000, 1000, 5),
    }
    return MACHINE.live(controls, build=build, forward=forward)


# -- error against the number of bumps --------------------------------------------------------------------------------


def errors_data(counts=(5, 10, 20, 50, 100, 200), steepness=(50.0, 500.0, 5000.0)):
    """The mean error for several numbers of bumps and three steepnesses."""
    table = [[machine_data(count, s)["error"] for count in counts] for s in steepness]
    return {"counts": np.array(counts), "steepness": steepness, "errors": np.array(table)}


@painter(6.8, 3.7)
def paint_errors(data, figure):
    axes = panels(figure)
    for s, errors, look in zip(data["steepness"], data["errors"], SERIES):
        axes.loglog(data["counts"], errors, **look, label=f"steepness {plain(s)}")
    axes.set(xlabel="bumps", ylabel="mean error")
    log_axis(axes.xaxis)
    log_axis(axes.yaxis)
    axes.legend(loc="lower left")
    axes.axhline(0.01, color=GREY, linewidth=1)


def read_errors(data):
    best = data["errors"][-1]
    steep = ", ".join(f"{plain(e, 2)} with {n} bumps" for n, e in zip(data["counts"], best))
    flat = data["errors"][0]
    return (
        f"Mean error at steepness {plain(data['steepness'][-1])}: {steep}. At steepness "
        f"{plain(data['steepness'][0])} it stays at {plain(flat[-1], 2)} even with {data['counts'][-1]} "
        "bumps: soft edges blur everything."
    )


ERRORS = Picture(errors_data, paint_errors, read_errors)
