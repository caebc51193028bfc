"""Gradients at work: their size per layer, their price in time and in memory, a symmetric start, XOR step by step."""

import time
from dataclasses import dataclass
from functools import cache

import numpy as np

from nnlib.backprop import mlp_backward, mlp_forward, two_layer_grads
from nnlib.datasets import load_digits
from nnlib.gradcheck import numerical_gradient
from nnlib.initializers import init_weights
from nnlib.layers import affine_backward
from nnlib.losses import softmax_cross_entropy, softmax_cross_entropy_grad
from nnlib.plots.curves import title
from nnlib.plots.live_figures import Slider
from nnlib.plots.numbers import decade, plain, power
from nnlib.plots.pictures import Picture
from nnlib.plots.style import GREY, SERIES, log_axis, note, painter, panels
from nnlib.plots.xor import POINTS, XOR, mark, whose


def start(sizes, rng, kind="xavier", scale=1.0):
    """Weights for these widths, `scale` times as large as `kind` draws them, and zero biases."""
    pairs = zip(sizes[:-1], sizes[1:], strict=True)
    return [(scale * init_weights(a, b, kind, rng), np.zeros(b)) for a, b in pairs]


def moved(params, grads, lr):
    """The parameters after one step down."""
    return [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads, strict=True)]


# -- heat per layer ---------------------------------------------------------------------------------------------------

HEATED = ("relu", "tanh", "sigmoid")
COLDEST, HOTTEST = -9, 0


@dataclass(frozen=True)
class Heat:
    """The typical entry of each layer's dW, (activations, layers), for one size of weights; whose backward."""

    sizes: np.ndarray
    scale: float
    owner: str


def heat_data(hidden=6, scale=1.0, seed=0, forward=mlp_forward, backward=mlp_backward):
    """Send 64 digits through `hidden` hidden layers of 20 units, once with each activation, and one gradient back."""
    X, y = load_digits()
    X, y, found = X[:64], y[:64], []
    for act in HEATED:
        params = start([64, *[20] * hidden, 10], np.random.default_rng(seed), scale=scale)
        Z, cache = forward(X, params, [act] * hidden + ["identity"])
        grads = backward(cache, params, softmax_cross_entropy_grad(Z, y))
        found.append([np.sqrt(np.mean(np.square(dW))) for dW, _ in grads])
    return Heat(np.array(found), scale, whose(backward))


@painter(9.4, 3.1, left=0.09, right=0.98, bottom=0.2, top=0.86)
def paint_heat(data, figure):
    axes = panels(figure)
    logs = np.log10(np.maximum(data.sizes, 1e-12))
    axes.imshow(logs, aspect="auto", cmap="inferno", vmin=COLDEST, vmax=HOTTEST)
    for (i, j), log in np.ndenumerate(logs):
        ink = "black" if log > (COLDEST + HOTTEST) / 2 else "white"
        said = decade(10**log) if log > -11.5 else "0"
        axes.text(j, i, said, ha="center", va="center", color=ink)
    axes.set_xticks(range(logs.shape[1]), [f"{j + 1}" for j in range(logs.shape[1])])
    axes.set_yticks(range(len(HEATED)), [title(act) for act in HEATED])
    axes.set(
        xlim=(-0.5, logs.shape[1] - 0.5),
        ylim=(2.5, -0.5),
        xlabel="layer, from the input to the output",
    )
    axes.set_title("typical size of one entry of dW, rounded to a power of ten")
    axes.grid(False)


def read_heat(data):
    parts = [
        f"{title(act)} {power(row[0])} in layer 1 and {power(row[-1])} in layer {len(row)}"
        for act, row in zip(HEATED, data.sizes)
    ]
    return (
        f"Typical entry of dW, on 64 digits, weights {plain(data.scale)} times Xavier's, by {data.owner} mlp_backward: "
        f"{'; '.join(parts)}."
    )


HEAT = Picture(heat_data, paint_heat, read_heat)


def gradient_heat(forward=mlp_forward, backward=mlp_backward):
    """Widget: how deep, how large the weights, which start; and where the gradient goes out."""
    controls = {
        "hidden": Slider("hidden layers", 1, 10, 6, 1),
        "scale": Slider("weights times", 0.2, 4.0, 1.0, 0.1),
        "seed": Slider("seed", 0, 9, 0, 1),
    }
    return HEAT.live(controls, forward=forward, backward=backward)


# -- memory -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """Numbers that a network keeps: its parameters, and for each batch size the arrays in the cache."""

    parameters: int
    batches: tuple
    cached: tuple


def kept_data(sizes=(784, 300, 100, 10), batches=(1, 32, 256, 2048)):
    """Run each batch forward and count the numbers in the cache; an array that stands there twice counts once."""
    params = start(sizes, np.random.default_rng(0))
    acts = ["relu"] * (len(params) - 1) + ["identity"]
    counts = []
    for B in batches:
        _, cache = mlp_forward(np.zeros((B, sizes[0])), params, acts)
        arrays = {id(array): array.size for A_prev, A, _ in cache for array in (A_prev, A)}
        counts.append(sum(arrays.values()))
    return Kept(sum(W.size + b.size for W, b in params), tuple(batches), tuple(counts))


@painter(8.6, 3.2)
def paint_kept(data, figure):
    axes = panels(figure)
    rows = [
        ("parameters", data.parameters),
        *((f"cache, B = {B:,}", c) for B, c in zip(data.batches, data.cached)),
    ]
    for k, (_, count) in enumerate(rows):
        look = {
            "color": SERIES[0 if k == 0 else 1]["color"],
            "hatch": "" if k == 0 else "//",
            "edgecolor": "white",
        }
        axes.barh(k, count, height=0.68, **look)
        axes.text(count * 1.12, k, f"{count:,}", va="center")
    axes.set(
        xscale="log", xlim=(500, 3e7), ylim=(len(rows) - 0.5, -0.5), xlabel="numbers in memory"
    )
    log_axis(axes.xaxis)
    axes.set_yticks(range(len(rows)), [name for name, _ in rows])
    axes.grid(axis="y", visible=False)


def read_kept(data):
    parts = ", ".join(f"{c:,} for a batch of {B:,}" for B, c in zip(data.batches, data.cached))
    return (
        f"A network with {data.parameters:,} parameters keeps for the way back: {parts} numbers. The cache grows with "
        "the batch; the parameters do not."
    )


CACHE_MEMORY = Picture(kept_data, paint_kept, read_kept)

# -- the price of all gradients ---------------------------------------------------------------------------------------

AT_ONCE = 20  # so many differences are timed; the rest would take as long each


@dataclass(frozen=True)
class Price:
    """Milliseconds for one network: forward alone, forward and back, and one difference for every parameter."""

    parameters: int
    forward: float
    both: float
    differences: float


def _milliseconds(work, rounds, patience=0.3):
    """The fastest of several rounds, for noise can only slow work down; no new one after so many seconds."""
    spent = []
    while len(spent) < rounds and sum(spent) < patience:
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return 1000 * min(spent)


def price_of(width, forward=mlp_forward, backward=mlp_backward, rounds=25):
    """Time a network 64-width-width-10 on 32 rows."""
    rng = np.random.default_rng(0)
    params, X, y = start([64, width, width, 10], rng), rng.normal(size=(32, 64)), np.arange(32) % 10
    acts = ["relu", "relu", "identity"]

    def loss(params):
        return softmax_cross_entropy(forward(X, params, acts)[0], y)

    def both():
        Z, cache = forward(X, params, acts)
        softmax_cross_entropy(Z, y)
        backward(cache, params, softmax_cross_entropy_grad(Z, y))

    both()  # a first call may compile something
    once = _milliseconds(lambda: loss(params), rounds)
    some = int(np.clip(200 / once, 1, AT_ONCE))  # slow functions are timed for fewer parameters
    slow = _milliseconds(lambda: _differences(loss, params, some), 2) / some
    count = sum(W.size + b.size for W, b in params)
    return Price(count, once, _milliseconds(both, rounds), slow * count)


def _differences(loss, params, some):
    """The measured slopes of the first entries of the last W."""
    W, b = params[-1]

    def at(part):
        changed = W.copy()
        changed.flat[:some] = part
        return loss([*params[:-1], (changed, b)])

    return numerical_gradient(at, W.flat[:some])


def price_data(
    widths=(2, 4, 8, 16, 32, 64, 128), width=32, forward=mlp_forward, backward=mlp_backward
):
    """The prices of networks of several widths, and which of them is looked at."""
    prices = [_price(w, forward, backward) for w in sorted({*widths, width})]
    return {"prices": prices, "chosen": _price(width, forward, backward), "owner": whose(backward)}


@cache
def _price(width, forward, backward):
    return price_of(width, forward, backward)


@painter(8.8, 3.8)
def paint_price(data, figure):
    axes = panels(figure)
    counts = [price.parameters for price in data["prices"]]
    lines = {
        "one difference per parameter": "differences",
        "forward and back": "both",
        "forward alone": "forward",
    }
    for (label, name), look in zip(lines.items(), (SERIES[1], SERIES[0], SERIES[2])):
        axes.plot(counts, [getattr(price, name) for price in data["prices"]], **look, label=label)
    axes.axvline(data["chosen"].parameters, color=GREY, linestyle=":")
    axes.set(
        xscale="log", yscale="log", xlabel="parameters", ylabel="milliseconds", xlim=(100, 40_000)
    )
    for axis in (axes.xaxis, axes.yaxis):
        log_axis(axis)
    axes.legend(loc="upper left")


def read_price(data):
    one = data["chosen"]
    return (
        f"Network with {one.parameters:,} parameters, {data['owner']} mlp_backward: forward {plain(one.forward, 2)} "
        f"ms, forward and back {plain(one.both, 2)} ms, that is {plain(one.both / one.forward, 2)} times as long. One "
        f"difference per parameter {plain(one.differences, 2)} ms, {plain(one.differences / one.both, 2)} times as "
        f"long as forward and back (timed for {AT_ONCE} parameters at most, and scaled up)."
    )


BACKPROP_COST = Picture(price_data, paint_price, read_price)


def cost_of_backprop(forward=mlp_forward, backward=mlp_backward):
    """Widget: choose the width of two hidden layers and read the price of its gradients."""
    controls = {"width": Slider("units per layer", 8, 128, 32, 8)}
    return BACKPROP_COST.live(controls, forward=forward, backward=backward)


# -- a symmetric start ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Symmetry:
    """Four hidden units on XOR: the first weight of each by step, and the loss, for equal and for random starts."""

    weights: dict
    losses: dict
    zero: float
    owner: str


def symmetry_data(steps=400, lr=0.5, grads=two_layer_grads):
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
def paint_symmetry(data, figure):
    axes = panels(figure, 1, 3)
    for one, (name, path) in zip(axes, data.weights.items()):
        for unit, look in zip(path.T, SERIES):
            one.plot(unit, **look, markevery=len(path) // 5)
        one.set(xlabel="step", title=f"{name}: w of 4 units", ylim=(-3.6, 3.6))
    axes[0].set_ylabel("first weight of a unit")
    if np.ptp(data.weights["all alike"], axis=1).max() == 0:
        note(axes[0], "four lines in one", 0.05, 0.95)
    for (name, loss), look in zip(data.losses.items(), SERIES[1::-1]):
        axes[2].plot(loss, **look, markevery=len(loss) // 5, label=name)
    top = 1.05 * max(loss.max() for loss in data.losses.values())
    axes[2].set(xlabel="step", title="loss", ylim=(0, top))
    axes[2].legend(loc="upper right")


def read_symmetry(data):
    spread = np.ptp(data.weights["all alike"], axis=1).max()
    ends = {name: float(loss[-1]) for name, loss in data.losses.items()}
    return (
        f"XOR with 4 hidden units, {data.owner} two_layer_grads. All alike at the start: after "
        f"{len(data.losses['random']) - 1} steps the units differ by {plain(spread, 2)}, and the loss is "
        f"{plain(ends['all alike'], 2)}. A random start: loss {plain(ends['random'], 2)}. All weights 0: the largest "
        f"entry of a dW is {plain(data.zero, 2)}."
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


def scene_data(step=0, seed=0, grads=two_layer_grads):
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
def paint_scene(data, figure):
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
    left.set(xlabel="hidden unit 1", ylabel="hidden unit 2", xlim=(-1.5, 1.5), ylim=(-1.5, 1.5))
    left.set(xticks=[-1, 0, 1], yticks=[-1, 0, 1])
    left.set_title(f"hidden space: {data.right} of 4")
    left.grid(False)
    middle.plot(data.losses, color=SERIES[0]["color"])
    middle.plot(data.step, data.losses[data.step], "o", color="black", markersize=10)
    middle.set(xlabel="step", title="loss", ylim=(0, max(1.0, 1.05 * data.losses.max())))
    for column, (name, look) in enumerate(zip(("dW1", "dW2"), SERIES)):
        right.plot(data.norms[:, column], **look, markevery=60, label=name)
    right.axvline(data.step, color="black", linestyle=":")
    right.set(xlabel="step", title="length of the gradients", ylim=(0, 1.1 * data.norms.max()))
    right.legend(loc="upper right")


def _side_by_side(places):
    """Where `mark` puts points that would cover each other."""
    near = [sum(np.abs(p - q).max() < 0.12 for q in places[:k]) for k, p in enumerate(places)]
    return places + 0.2 * np.column_stack([near, np.zeros(len(near))])


def read_scene(data):
    one, two = data.norms[data.step]
    return (
        f"XOR, seed {data.seed}, step {data.step} of {FILM}, by {data.owner} two_layer_grads: loss "
        f"{plain(data.losses[data.step])}, {data.right} of 4 points right, length of dW1 {plain(one)} and of dW2 "
        f"{plain(two)}. The arrows show where the loss wants each hidden point to go."
    )


XOR_FILM = Picture(scene_data, paint_scene, read_scene)


def watch_xor(grads=two_layer_grads):
    """Widget: walk through the steps of a network that learns XOR, and choose its start."""
    controls = {
        "step": Slider("step", 0, FILM, 0, 5),
        "seed": Slider("seed", 0, 9, 0, 1),
    }
    return XOR_FILM.live(controls, grads=grads)
