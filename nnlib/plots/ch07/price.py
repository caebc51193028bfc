"""What backpropagation costs: the memory of what is kept, and the time for all gradients at once."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, reduce

import numpy as np
from matplotlib.figure import Figure

from nnlib.backprop import mlp_backward, mlp_forward
from nnlib.core.words import tr
from nnlib.gradcheck import numerical_gradient
from nnlib.losses import softmax_cross_entropy, softmax_cross_entropy_grad
from nnlib.plots.ch07.params import start
from nnlib.plots.kit.live_figures import Live, Slider
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.owner import whose
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import GREY, SERIES, log_axis, painter, panels

# -- memory -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """Numbers that a network keeps: its parameters, and for each batch size the arrays in the cache."""

    parameters: int
    batches: tuple
    cached: tuple


def kept_data(sizes: tuple = (784, 300, 100, 10), batches: tuple = (1, 32, 256, 2048)):
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
def paint_kept(data: Kept, figure: Figure):
    """Numbers that are kept for the way back, against the parameters, by batch size."""
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
        xscale="log", xlim=(500, 3e7), ylim=(len(rows) - 0.5, -0.5), xlabel=tr("numbers in memory")
    )
    log_axis(axes.xaxis)
    axes.set_yticks(range(len(rows)), [name for name, _ in rows])
    axes.grid(axis="y", visible=False)


def read_kept(data: Kept):
    """In words: how the cache grows while the parameters do not."""
    parts = ", ".join(
        tr("{c:,} for a batch of {B:,}", c=c, B=B) for B, c in zip(data.batches, data.cached)
    )
    return tr(
        "A network with {parameters:,} parameters keeps for the way back: {parts} numbers. "
        "The cache grows with the batch; the parameters do not.",
        parameters=data.parameters,
        parts=parts,
    )


CACHE_MEMORY = Picture(kept_data, paint_kept, read_kept)

# -- the price of all gradients ---------------------------------------------------------------------------------------

SWEEPS = 3  # so many times everything is measured
AT_ONCE = 20  # so many differences are timed; the rest would take as long each


@dataclass(frozen=True)
class Price:
    """Milliseconds for one network: forward alone, forward and back, and one difference for every parameter."""

    parameters: int
    forward: float
    both: float
    differences: float


def _milliseconds(work, rounds, patience=0.1):
    """The fastest of several rounds, for noise can only slow work down; no new one after so many seconds."""
    spent = []
    while len(spent) < rounds and sum(spent) < patience:
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return 1000 * min(spent)


def price_of(
    width, forward: Callable = mlp_forward, backward: Callable = mlp_backward, rounds: int = 25
):
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
    widths: tuple = (2, 4, 8, 16, 32, 64, 128),
    width: int = 32,
    forward: Callable = mlp_forward,
    backward: Callable = mlp_backward,
):
    """The prices of networks of several widths, and which of them is looked at.

    All are measured several times over, and the least counts: a machine that is busy for a moment then spoils no point.
    """
    sweeps = [
        {w: _price(w, forward, backward, k) for w in sorted({*widths, width})}
        for k in range(SWEEPS)
    ]
    prices = {w: reduce(least, (sweep[w] for sweep in sweeps)) for w in sweeps[0]}
    return {"prices": [*prices.values()], "chosen": prices[width], "owner": whose(backward)}


def least(one: Price, other: Price) -> Price:
    """The smaller of two measurements of one network, time by time."""
    times = (
        min(getattr(one, name), getattr(other, name)) for name in ("forward", "both", "differences")
    )
    return Price(one.parameters, *times)


@cache
def _price(width, forward, backward, _sweep):
    return price_of(width, forward, backward)


@painter(8.8, 3.8)
def paint_price(data: dict, figure: Figure):
    """Three times over the number of parameters: forward, both ways, and one difference per parameter."""
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


def read_price(data: dict):
    """In words: the three times of the network that was chosen."""
    one = data["chosen"]
    return tr(
        "Network with {parameters:,} parameters, {data} mlp_backward: forward {plain} ms, "
        "forward and back {plain2} ms, that is {plain3} times as long. One difference per "
        "parameter {plain4} ms, {plain5} times as long as forward and back (timed for "
        "{AT_ONCE} parameters at most, and scaled up).",
        parameters=one.parameters,
        data=data["owner"],
        plain=plain(one.forward, 2),
        plain2=plain(one.both, 2),
        plain3=plain(one.both / one.forward, 2),
        plain4=plain(one.differences, 2),
        plain5=plain(one.differences / one.both, 2),
        AT_ONCE=AT_ONCE,
    )


BACKPROP_COST = Picture(price_data, paint_price, read_price)


def cost_of_backprop(forward: Callable = mlp_forward, backward: Callable = mlp_backward) -> Live:
    """Widget: choose the width of two hidden layers and read the price of its gradients."""
    controls = {"width": Slider(tr("units per layer"), 8, 128, 32, 8)}
    return BACKPROP_COST.live(controls, forward=forward, backward=backward)
