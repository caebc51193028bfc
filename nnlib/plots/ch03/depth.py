"""A signal on its way up through many layers, and its gradient on the way down: the depth probe and its relatives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.plots.ch03.functions import is_yours, pair
from nnlib.plots.kit.live_figures import Choice, Live, Slider
from nnlib.plots.kit.numbers import plain, power, share
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BACKWARD,
    BOOK,
    FORWARD,
    SERIES,
    log_axis,
    painter,
    panels,
    whole_axis,
)
from nnlib.plots.kit.titles import title

PROBED = ("identity", "sigmoid", "tanh", "relu", "leaky_relu")


@dataclass(frozen=True)
class Probe:
    """What a stack of layers did: for each layer how far the examples differ at its output, and its weights' gradient.

    `signal` is the standard deviation over the examples, as a root mean square over the units. The size of an output
    would not do: sigmoids put out about one half, whatever comes in.
    """

    activation: str
    scale: float
    signal: np.ndarray
    gradient: np.ndarray
    outputs: tuple

    @property
    def depth(self):
        return len(self.gradient)

    @property
    def ratio(self):
        """The first layer's gradient over the last layer's; nan where the last has none."""
        return float(self.gradient[0] / self.gradient[-1]) if self.gradient[-1] else float("nan")


def probe_data(
    rng: np.random.Generator,
    depth: int = 10,
    activation: str = "sigmoid",
    scale: float = 1.0,
    width: int = 64,
    functions: Mapping[str, Callable] | None = None,
):
    """Send random rows up through `depth` layers without biases, and a random gradient down again.

    Each weight is drawn with standard deviation scale / sqrt(width). Returns a Probe; its gradient norms are those of
    the loss with respect to each layer's weights.
    """
    forward, backward = pair(activation, functions=functions)
    outputs = [rng.standard_normal((width, width))]
    weights = rng.standard_normal((depth, width, width)) * scale / np.sqrt(width)
    for W in weights:
        outputs.append(np.asarray(forward(outputs[-1] @ W)))
    upstream, gradient = rng.standard_normal((width, width)), np.zeros(depth)
    for layer in reversed(range(depth)):
        dz = np.asarray(backward(upstream, outputs[layer + 1]))
        gradient[layer] = np.linalg.norm(outputs[layer].T @ dz)
        upstream = dz @ weights[layer].T
    signal = np.array([np.sqrt(np.mean(np.var(a, axis=0))) for a in outputs[1:]])
    return Probe(activation, float(scale), signal, gradient, tuple(outputs[1:]))


# -- (b) the depth probe --------------------------------------------------------------------------------------------


def depth_data(
    depth: int = 10,
    activation: str = "sigmoid",
    scale: float = 1.0,
    seed: int = 0,
    functions: Mapping[str, Callable] | None = None,
):
    """The probe of one draw of weights, and the book's beside it where the reader has given this activation."""
    yours = probe_data(np.random.default_rng(seed), depth, activation, scale, functions=functions)
    if not is_yours(activation, functions):
        return yours, None
    return yours, probe_data(np.random.default_rng(seed), depth, activation, scale)


@painter(9, 3.7, left=0.065, right=0.985, bottom=0.16, top=0.9, wspace=0.2)
def paint_depth(data: tuple, figure: Figure):
    """How far the examples differ, and the size of the gradient, layer by layer."""
    probe, book = data
    left, right = panels(figure, 1, 2, sharex=True)
    layers = np.arange(1, probe.depth + 1)
    looks = ((left, "signal", FORWARD, "o"), (right, "gradient", BACKWARD, "s"))
    for axes, what, look, marker in looks:
        if book is not None:
            axes.semilogy(layers, _positive(getattr(book, what)), **BOOK, label=tr("the book's"))
        label = "yours" if book is not None else None
        axes.semilogy(layers, _positive(getattr(probe, what)), **look, marker=marker, label=label)
        axes.set_xlabel("layer")
        both = [getattr(one, what) for one in (probe, book) if one is not None]
        _decades(axes, np.concatenate(both))
        log_axis(axes.yaxis)
        whole_axis(axes.xaxis)
        if book is not None:
            axes.legend(loc="best")
    axes.set_xlim(0.5, probe.depth + 0.5)
    left.set_title(tr("signal: how far the examples differ"))
    right.set_title(tr("gradient of each layer's weights"))


def _positive(values):
    return np.where(values > 0, values, np.nan)


def _decades(axes, values):
    """Limits of at least two decades, so that a level line looks level."""
    values = values[np.isfinite(values) & (values > 0)]
    if not len(values):
        return
    low, high = np.log10(values.min()), np.log10(values.max())
    air = max(0.4, (2 - (high - low)) / 2)
    axes.set_ylim(10 ** (low - air), 10 ** (high + air))


def read_depth(data: tuple):
    """In words: the first layer's gradient against the last one's."""
    probe, book = data
    if probe.depth == 1:
        return tr("With one layer there is nothing to compare: the first layer is the last.")
    name = (
        title(probe.activation)
        if book is None
        else tr("your {title}", title=title(probe.activation))
    )
    return tr(
        "{name}, {depth} layers, weight scale {plain}: the gradient of layer 1 is {share} "
        "that of layer {depth} (ratio {power}); at the last layer, the examples differ by {signal}.",
        name=name,
        depth=probe.depth,
        plain=plain(probe.scale),
        share=share(probe.ratio),
        power=power(probe.ratio),
        signal=power(float(probe.signal[-1])),
    )


DEPTH = Picture(depth_data, paint_depth, read_depth)


def depth_probe(functions: Mapping[str, Callable] | None = None) -> Live:
    """Widget: depth, activation, weight scale -> signal and gradient of every layer, and the first/last ratio."""
    controls = {
        "activation": Choice("activation", tuple((title(n), n) for n in PROBED), "sigmoid"),
        "depth": Slider("depth", 1, 30, 10, 1),
        "scale": Slider(tr("weight scale"), 0.25, 8.0, 1.0, 0.05),
        "seed": Slider("draw", 0, 20, 0, 1),
    }
    return DEPTH.live(controls, functions=functions)


# -- the first/last ratio over several draws ------------------------------------------------------------------------

CASES = (
    ("sigmoid", 1.0),
    ("sigmoid", 8.0),
    ("tanh", 1.0),
    ("tanh", 8.0),
    ("relu", 2**0.5),
)


@dataclass(frozen=True)
class Spread:
    """Ratios of the same case over several draws of the weights."""

    activation: str
    scale: float
    ratios: np.ndarray

    @property
    def name(self):
        return tr(
            "{title}, weight scale {plain}", title=title(self.activation), plain=plain(self.scale)
        )

    @property
    def middle(self):
        return float(np.median(self.ratios))


def ratio_data(
    rng: np.random.Generator,
    depth: int = 10,
    draws: int = 10,
    cases=CASES,
    functions: Mapping[str, Callable] | None = None,
):
    """The first/last gradient ratio of each case, over `draws` draws of the weights."""
    return [
        Spread(name, scale, np.array([
            probe_data(rng, depth, name, scale, functions=functions).ratio for _ in range(draws)
        ]))
        for name, scale in cases
    ]  # fmt: skip


@painter(8.4, 3.6)
def paint_ratios(data: list[Spread], figure: Figure):
    """First over last gradient, a dot for each draw, by activation and weight scale."""
    axes = panels(figure)
    axes.axvline(1, color="black", linewidth=1)
    for k, spread in enumerate(data):
        look = SERIES[k % len(SERIES)]
        axes.plot(
            spread.ratios,
            np.full(len(spread.ratios), k),
            look["marker"],
            color=look["color"],
            alpha=0.6,
        )
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
        above = {"ha": "center", "textcoords": "offset points", "xytext": (0, 9), "bbox": box}
        axes.annotate(power(spread.middle), (spread.middle, k), **above)
    axes.set_xscale("log")
    everything = np.concatenate([spread.ratios for spread in data])
    axes.set_xlim(everything.min() / 30, everything.max() * 30)  # room for the widest label
    log_axis(axes.xaxis)
    axes.set_yticks(range(len(data)), [spread.name for spread in data])
    axes.set_ylim(len(data) - 0.5, -0.8)
    axes.set_xlabel(tr("gradient of the first layer / gradient of the last"))


def read_ratios(data: list[Spread]):
    """In words: the ratios of each case."""
    parts = [
        tr(
            "{name}: median {power}, from {power2} to {power3}",
            name=s.name,
            power=power(s.middle),
            power2=power(s.ratios.min()),
            power3=power(s.ratios.max()),
        )
        for s in data
    ]
    return tr(
        "First over last gradient in {count} draws each. {listed}.",
        count=len(data[0].ratios),
        listed="; ".join(parts),
    )


RATIOS = Picture(ratio_data, paint_ratios, read_ratios)


# -- histograms of what the layers put out --------------------------------------------------------------------------


@dataclass(frozen=True)
class Histograms:
    """A probe, and what comes out of its layers as shares per interval."""

    probe: Probe
    layers: tuple
    edges: np.ndarray
    shares: np.ndarray
    flat: np.ndarray


def histogram_data(
    rng: np.random.Generator,
    cases: tuple = (("tanh", 0.5), ("tanh", 1.0), ("tanh", 8.0)),
    layers: tuple = (1, 4, 7, 10),
):
    """For each case and each of `layers`: the share of outputs in 25 bins over [-1, 1], and beyond 0.95 either way."""
    edges, found = np.linspace(-1, 1, 26), []
    for name, scale in cases:
        probe = probe_data(rng, max(layers), name, scale)
        outputs = [probe.outputs[layer - 1].ravel() for layer in layers]
        shares = np.array([np.histogram(a, edges)[0] / a.size for a in outputs])
        flat = np.array([np.mean(np.abs(a) > 0.95) for a in outputs])
        found.append(Histograms(probe, tuple(layers), edges, shares, flat))
    return found


@painter(9.6, 5.6, left=0.035, right=0.985, bottom=0.1, top=0.94, wspace=0.1, hspace=0.16)
def paint_histograms(data: list, figure: Figure):
    """What comes out of a few layers as histograms, a row for each weight scale."""
    boxes = panels(figure, len(data), len(data[0].layers), sharex=True, squeeze=False)
    for row, one, look in zip(boxes, data, SERIES):
        for axes, shares in zip(row, one.shares):
            axes.stairs(shares, one.edges, fill=True, color=look["color"])
            axes.set(yticks=[], xticks=[-1, 0, 1])
        row[0].set_ylabel(
            tr(
                "{title}, scale {plain}",
                title=title(one.probe.activation),
                plain=plain(one.probe.scale),
            )
        )
    for axes, layer in zip(boxes[0], data[0].layers):
        axes.set_title(tr("layer {layer}", layer=layer))
    for axes in boxes[-1]:
        axes.set_xlabel(tr("output a"))


def read_histograms(data: list):
    """In words: how far the examples differ at the end, and how much of it is flat."""
    parts = [
        tr(
            "{title} with weight scale {plain}: at layer {layer} the examples differ by {signal}, "
            "and {flat:.0%} of the outputs lie beyond 0.95",
            title=title(h.probe.activation),
            plain=plain(h.probe.scale),
            layer=h.layers[-1],
            signal=plain(float(h.probe.signal[-1]), 2),
            flat=h.flat[-1],
        )
        for h in data
    ]
    return f"{'; '.join(parts)}."


HISTOGRAMS = Picture(histogram_data, paint_histograms, read_histograms)
