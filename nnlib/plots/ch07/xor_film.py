"""A symmetric start that never parts, and XOR learned step by step."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.figure import Figure

from nnlib.backprop import mlp_forward, two_layer_grads
from nnlib.core.words import tr
from nnlib.layers import affine_backward
from nnlib.losses import softmax_cross_entropy, softmax_cross_entropy_grad
from nnlib.plots.ch07.params import moved, start
from nnlib.plots.kit.live_figures import Live, Slider
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.owner import whose
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.plane import POINTS, XOR, mark
from nnlib.plots.kit.style import SERIES, note, painter, panels

# -- a symmetric start ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Symmetry:
    """Four hidden units on XOR: the first weight of each by step, and the loss, for equal and for random starts."""

    weights: dict
    losses: dict
    zero: float
    owner: str


def symmetry_data(steps: int = 400, lr: float = 0.5, grads: Callable = two_layer_grads):
    """Train 2-4-2 with tanh: all units alike at the start, or drawn at random. `zero`: largest dW1 if all W are 0."""
    rng = np.random.default_rng(1)
    alike = [
        (np.tile([[0.5], [-0.8]], 4), np.zeros(4)),
        (np.tile([[0.6, -0.4]], (4, 1)), np.zeros(2)),
    ]
    weights, losses = {}, {}
    for name, params in {"all alike": alike, "random": start([2, 4, 2], rng)}.items():
        path, fallen = [], []
        for _ in range(steps + 1):
            path.append(params[0][0][0])
            fallen.append(loss_of(params))
            params = moved(params, grads(params, POINTS, XOR, "tanh"), lr)
        weights[name], losses[name] = np.array(path), np.array(fallen)
    nothing = [(np.zeros((2, 4)), np.zeros(4)), (np.zeros((4, 2)), np.zeros(2))]
    zero = max(float(np.abs(dW).max()) for dW, _ in grads(nothing, POINTS, XOR, "tanh"))
    return Symmetry(weights, losses, zero, whose(grads))


def loss_of(params):
    """The mean cross entropy of a network with one hidden layer of tanh on the four points of XOR."""
    (W1, b1), (W2, b2) = params
    return softmax_cross_entropy(np.tanh(POINTS @ W1 + b1) @ W2 + b2, XOR)


@painter(9.4, 3.6, left=0.08, right=0.985, bottom=0.16, top=0.9, wspace=0.24)
def paint_symmetry(data: Symmetry, figure: Figure):
    """The weights of the hidden units over the steps, and the losses of both starts."""
    axes = panels(figure, 1, 3)
    for one, (name, path) in zip(axes, data.weights.items()):
        for unit, look in zip(path.T, SERIES):
            one.plot(unit, **look, markevery=len(path) // 5)
        one.set(xlabel="step", title=f"{name}: w of 4 units", ylim=(-3.6, 3.6))
    axes[0].set_ylabel(tr("first weight of a unit"))
    if np.ptp(data.weights["all alike"], axis=1).max() == 0:
        note(axes[0], tr("four lines in one"), 0.05, 0.95)
    for (name, loss), look in zip(data.losses.items(), SERIES[1::-1]):
        axes[2].plot(loss, **look, markevery=len(loss) // 5, label=name)
    top = 1.05 * max(loss.max() for loss in data.losses.values())
    axes[2].set(xlabel="step", title="loss", ylim=(0, top))
    axes[2].legend(loc="upper right")


def read_symmetry(data: Symmetry):
    """In words: how alike the units stay, and what that costs."""
    spread = np.ptp(data.weights["all alike"], axis=1).max()
    ends = {name: float(loss[-1]) for name, loss in data.losses.items()}
    return tr(
        "XOR with 4 hidden units, {owner} two_layer_grads. All alike at the start: after "
        "{value} steps the units differ by {plain}, and the loss is {plain2}. A random "
        "start: loss {plain3}. All weights 0: the largest entry of a dW is {plain4}.",
        owner=data.owner,
        value=len(data.losses["random"]) - 1,
        plain=plain(spread, 2),
        plain2=plain(ends["all alike"], 2),
        plain3=plain(ends["random"], 2),
        plain4=plain(data.zero, 2),
    )


SYMMETRY = Picture(symmetry_data, paint_symmetry, read_symmetry)

# -- XOR, step by step ------------------------------------------------------------------------------------------------

FILM, FILM_LR = 300, 0.5


@dataclass(frozen=True)
class Scene:
    """One step of learning XOR with two hidden units: the hidden space, the pull on each point, the story so far."""

    step: int
    seed: int
    hidden: np.ndarray
    pull: np.ndarray
    line: tuple
    losses: np.ndarray
    norms: np.ndarray
    right: int
    owner: str


@cache
def _film(seed, grads):
    """Parameters of every step, the losses, and the sizes of dW1 and dW2."""
    params, films, losses, norms = (
        start([2, 2, 2], np.random.default_rng(seed), scale=1.5),
        [],
        [],
        [],
    )
    for _ in range(FILM + 1):
        found = grads(params, POINTS, XOR, "tanh")
        films.append(params)
        losses.append(loss_of(params))
        norms.append([float(np.linalg.norm(dW)) for dW, _ in found])
        params = moved(params, found, FILM_LR)
    return films, np.array(losses), np.array(norms)


def scene_data(step: int = 0, seed: int = 0, grads: Callable = two_layer_grads):
    """The network 2-2-2 (tanh, softmax) after `step` steps on all four points, its gradients by `grads`."""
    films, losses, norms = _film(seed, grads)
    params = films[step]
    Z, cache = mlp_forward(POINTS, params, ["tanh", "identity"])
    (W2, b2), hidden = params[1], cache[0][1]
    dH, _, _ = affine_backward(softmax_cross_entropy_grad(Z, XOR), hidden, W2)
    line = (*(W2[:, 1] - W2[:, 0]), b2[1] - b2[0])
    right = int(np.sum(Z.argmax(axis=1) == XOR))
    return Scene(step, seed, hidden, -dH, line, losses, norms, right, whose(grads))


@painter(9.6, 3.9, left=0.085, right=0.985, bottom=0.15, top=0.89, wspace=0.27)
def paint_scene(data: Scene, figure: Figure):
    """The hidden points with the way the loss pulls each, the loss so far, and the lengths of the gradients."""
    left, middle, right = panels(figure, 1, 3)
    along = np.linspace(-1.5, 1.5, 121)
    a, b = np.meshgrid(along, along)
    side = data.line[0] * a + data.line[1] * b + data.line[2]
    left.contourf(a, b, side, [-1e9, 0, 1e9], colors=["#FBE3D6", "#D6E9F5"])
    mark(left, data.hidden, XOR, size=19)
    for place, pull in zip(_side_by_side(data.hidden), 4 * data.pull):
        if np.linalg.norm(pull) > 0.25:  # a shorter one would hide under its point
            look = {"arrowstyle": "-|>", "color": "black", "linewidth": 2, "mutation_scale": 14}
            left.annotate("", place + pull, place, arrowprops=look, zorder=4)
    left.set(
        xlabel=tr("hidden unit 1"), ylabel=tr("hidden unit 2"), xlim=(-1.5, 1.5), ylim=(-1.5, 1.5)
    )
    left.set(xticks=[-1, 0, 1], yticks=[-1, 0, 1])
    left.set_title(tr("hidden space: {right} of 4", right=data.right))
    left.grid(False)
    middle.plot(data.losses, color=SERIES[0]["color"])
    middle.plot(data.step, data.losses[data.step], "o", color="black", markersize=10)
    middle.set(xlabel="step", title="loss", ylim=(0, max(1.0, 1.05 * data.losses.max())))
    for column, (name, look) in enumerate(zip(("dW1", "dW2"), SERIES)):
        right.plot(data.norms[:, column], **look, markevery=60, label=name)
    right.axvline(data.step, color="black", linestyle=":")
    right.set(xlabel="step", title=tr("length of the gradients"), ylim=(0, 1.1 * data.norms.max()))
    right.legend(loc="upper right")


def _side_by_side(places):
    """Where `mark` puts points that would cover each other."""
    near = [sum(np.abs(p - q).max() < 0.12 for q in places[:k]) for k, p in enumerate(places)]
    return places + 0.2 * np.column_stack([near, np.zeros(len(near))])


def read_scene(data: Scene):
    """In words: the loss and the gradients at this step."""
    one, two = data.norms[data.step]
    return tr(
        "XOR, seed {seed}, step {step} of {FILM}, by {owner} two_layer_grads: loss {plain}, "
        "{right} of 4 points right, length of dW1 {plain2} and of dW2 {plain3}. The arrows "
        "show where the loss wants each hidden point to go.",
        seed=data.seed,
        step=data.step,
        FILM=FILM,
        owner=data.owner,
        plain=plain(data.losses[data.step]),
        right=data.right,
        plain2=plain(one),
        plain3=plain(two),
    )


XOR_FILM = Picture(scene_data, paint_scene, read_scene)


def watch_xor(grads: Callable = two_layer_grads) -> Live:
    """Widget: walk through the steps of a network that learns XOR, and choose its start."""
    controls = {
        "step": Slider(
            "step", 0, FILM, 80, 5
        ),  # three points are right, and the fourth is pulled hardest
        "seed": Slider("seed", 0, 9, 0, 1),
    }
    return XOR_FILM.live(controls, grads=grads)
