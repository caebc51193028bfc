"""A function and its slope, always as a pair: the explorer, the grid, the flat ends, and what 0.25^k means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.plots.ch03.functions import CURVES, curve, is_yours
from nnlib.plots.kit.numbers import plain, power
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BACKWARD,
    BOOK,
    FORWARD,
    GREY,
    SERIES,
    VERMILION,
    log_axis,
    note,
    painter,
    panels,
)
from nnlib.plots.kit.titles import title

GRID = np.round(np.linspace(-6, 6, 481), 3)


@dataclass(frozen=True)
class Curve:
    """A function and its slope over z, the book's and, where given, the reader's."""

    name: str
    z: np.ndarray
    value: np.ndarray
    slope: np.ndarray
    yours: tuple | None = None


def curve_data(
    name: str, alpha: float = 0.1, functions: Mapping[str, Callable] | None = None, z=GRID
):
    """The curves of one function over z, and the reader's own where `functions` holds one."""
    yours = curve(name, z, alpha, functions) if is_yours(name, functions) else None
    return Curve(name, z, *curve(name, z, alpha), yours)


# -- (a) the pair explorer ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Explorer:
    """One function with the cursor on it: value, slope, and the ends of the tangent."""

    curve: Curve
    z: float
    value: float
    slope: float
    tangent: tuple


def explorer_data(
    function: str = "sigmoid",
    z: float = 1.0,
    alpha: float = 0.1,
    functions: Mapping[str, Callable] | None = None,
):
    """The pair of curves, and at the cursor z: value, slope, and the tangent's end points (z, height)."""
    (value,), (slope,) = curve(function, np.array([z]), alpha, functions)
    reach = 1.5 / np.hypot(1, slope)
    ends = np.array([z - reach, z + reach])
    tangent = (ends, value + slope * (ends - z))
    lines = curve_data(function, alpha, functions)
    return Explorer(lines, float(z), float(value), float(slope), tangent)


@painter(9, 3.7, left=0.06, right=0.985, bottom=0.16, top=0.9, wspace=0.16)
def paint_explorer(data: Explorer, figure: Figure):
    """The function with its tangent at the cursor, and its slope; the reader's own on top of the book's."""
    left, right = panels(figure, 1, 2, sharex=True)
    _line(left, data.curve, 0, FORWARD)
    _line(right, data.curve, 1, BACKWARD)
    left.plot(*data.tangent, color=VERMILION, linestyle="--", label="tangent")
    for axes, height in ((left, data.value), (right, data.slope)):
        axes.axvline(data.z, color=GREY, linewidth=1, linestyle=":")
        axes.plot(data.z, height, "o", color="black", markersize=9, zorder=5)
        axes.set_xlabel("z")
        axes.set_xlim(-6, 6)
    left.set_title(
        tr("{title}: value {plain}", title=title(data.curve.name), plain=plain(data.value))
    )
    right.set_title(tr("slope {plain}", plain=plain(data.slope)))
    left.legend(loc="upper left")
    left.set_ylim(*_room(data.curve, 0, least=1))
    right.set_ylim(*_room(data.curve, 1, least=0.3))
    if data.curve.yours is not None:
        right.legend(loc="upper left")


def _line(axes, data, which, look):
    """The book's line; or, where the reader has one, the book's broad and grey and the reader's on top."""
    book = (data.value, data.slope)[which]
    if data.yours is None:
        axes.plot(data.z, book, **look, label=("value", "slope")[which])
        return
    axes.plot(data.z, book, **BOOK, label=tr("the book's"))
    axes.plot(data.z, data.yours[which], **look, label="yours")


def _room(data, which, least):
    """Limits with air around the book's line and the reader's, but never over three times the book's own height."""
    book = (data.value, data.slope)[which]
    low, high = min(book.min(), 0), max(book.max(), least)
    if data.yours is not None and np.isfinite(data.yours[which]).any():
        tall = high - low
        low = max(min(low, np.nanmin(data.yours[which])), low - tall)
        high = min(max(high, np.nanmax(data.yours[which])), high + tall)
    air = 0.12 * (high - low)
    return low - air, high + 2 * air


def read_explorer(data: Explorer):
    """In words: value and slope at the cursor."""
    whose = "your " if data.curve.yours is not None else ""
    return tr(
        "At z = {plain}: {whose}{title} has the value {plain2} and the slope {plain3}.",
        plain=plain(data.z),
        whose=whose,
        title=title(data.curve.name),
        plain2=plain(data.value),
        plain3=plain(data.slope),
    )


EXPLORER = Picture(explorer_data, paint_explorer, read_explorer)


# -- the grid of pairs ----------------------------------------------------------------------------------------------


def grid_data(names=CURVES, alpha: float = 0.1, functions: Mapping[str, Callable] | None = None):
    """The curves of several functions over one z."""
    return [curve_data(name, alpha, functions) for name in names]


@painter(9.6, 6, left=0.064, right=0.985, bottom=0.095, top=0.945, wspace=0.22, hspace=0.22)
def paint_grid(data: list, figure: Figure):
    """Each function with its slope in a panel of its own."""
    columns = 3
    boxes = panels(figure, -(-len(data) // columns), columns, sharex=True, squeeze=False)
    for axes, one in zip(boxes.flat, data):
        _line(axes, one, 0, FORWARD)
        _line(axes, one, 1, BACKWARD)
        axes.set_title(title(one.name))
        axes.set_xticks([-4, 0, 4])
        bounded = one.value.max() <= 1
        axes.set_ylim(*((-1.25, 1.5) if bounded else (-2.2, 6.2)))
    for axes in boxes.flat[len(data) :]:
        axes.remove()
    for axes in boxes[-1]:
        axes.set_xlabel("z")
    boxes.flat[0].legend(loc="upper left")


def read_grid(data: list):
    """In words: from where to where each function and each slope runs."""
    parts = [
        tr(
            "{title} runs from {plain} to {plain2}, its slope from {plain3} to {plain4}",
            title=title(one.name),
            plain=plain(one.value.min()),
            plain2=plain(one.value.max()),
            plain3=plain(one.slope.min()),
            plain4=plain(one.slope.max()),
        )
        for one in data
    ]
    return tr(
        "Functions and slopes for z from {plain} to {plain2}: {listed}.",
        plain=plain(data[0].z[0]),
        plain2=plain(data[0].z[-1]),
        listed="; ".join(parts),
    )


PAIR_GRID = Picture(grid_data, paint_grid, read_grid)


# -- the flat ends --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Saturation:
    """One function, its steepest slope, and where it becomes flat."""

    curve: Curve
    top: float
    edges: tuple


def saturation_data(names: tuple = ("sigmoid", "tanh"), fraction: float = 0.05):
    """Where the slope falls under `fraction` of its largest value: for each name the two edges of the live zone."""
    found = []
    for name in names:
        one = curve_data(name)
        awake = one.z[one.slope >= fraction * one.slope.max()]
        found.append(Saturation(one, float(one.slope.max()), (float(awake[0]), float(awake[-1]))))
    return fraction, found


@painter(9, 3.9)
def paint_saturation(data: tuple, figure: Figure):
    """Value and slope, the flat ends hatched."""
    fraction, zones = data
    boxes = panels(figure, 1, len(zones), sharey=True, squeeze=False)[0]
    for axes, zone in zip(boxes, zones):
        for low, high in ((-6, zone.edges[0]), (zone.edges[1], 6)):
            axes.axvspan(low, high, facecolor="#F3D9B0", hatch="//", edgecolor="white", zorder=0)
        axes.plot(zone.curve.z, zone.curve.value, **FORWARD, label="value")
        axes.plot(zone.curve.z, zone.curve.slope, **BACKWARD, label="slope")
        axes.set(title=title(zone.curve.name), xlabel="z", xlim=(-6, 6), ylim=(-1.15, 1.75))
        note(
            axes,
            tr(
                "hatched: slope under {fraction:.0%} of its best, {plain}",
                fraction=fraction,
                plain=plain(zone.top),
            ),
            y=0.97,
        )
    boxes[0].legend(loc="lower right")


def read_saturation(data: tuple):
    """In words: where each function is flat."""
    fraction, zones = data
    parts = [
        tr(
            "{title}, steepest {plain}, is flat left of {plain2} and right of {plain3}",
            title=title(z.curve.name),
            plain=plain(z.top),
            plain2=plain(z.edges[0]),
            plain3=plain(z.edges[1]),
        )
        for z in zones
    ]
    return tr(
        "Flat means: slope under {fraction:.0%} of the largest one. {capitalize}.",
        fraction=fraction,
        capitalize="; ".join(parts).capitalize(),
    )


SATURATION = Picture(saturation_data, paint_saturation, read_saturation)


# -- the best case of k layers --------------------------------------------------------------------------------------


def powers_data(depth: int = 20, names: tuple = ("sigmoid", "tanh", "relu")):
    """For each name the largest slope there is, raised to the powers 1 to depth: the best that k layers can pass on."""
    layers = np.arange(1, depth + 1)
    best = {name: curve_data(name).slope.max() for name in names}
    return layers, {name: slope**layers for name, slope in best.items()}


@painter(8, 3.9)
def paint_powers(data: tuple, figure: Figure):
    """The best factor over the layers passed, on a scale of powers of ten."""
    layers, best = data
    axes = panels(figure)
    for k, (name, passed) in enumerate(best.items()):
        together = [other for other in best if np.array_equal(best[other], passed)]
        if name == together[0]:
            label = " and ".join(title(other) for other in together)
            axes.semilogy(layers, passed, **SERIES[k], label=label)
    axes.set(xlabel=tr("layers passed, k"), ylabel=tr("best factor"))
    log_axis(axes.yaxis, 8)
    axes.set_xticks([k for k in layers if k % 5 == 0 or k == 1])
    axes.legend(loc="lower left")
    middle = len(layers) // 2
    worst = min(best, key=lambda name: best[name][-1])
    axes.annotate(
        f"{title(worst)}, k = {layers[middle - 1]}: {power(best[worst][middle - 1])}",
        (layers[middle - 1], best[worst][middle - 1]),
        textcoords="offset points",
        xytext=(18, 14),
        arrowprops={"arrowstyle": "-", "color": GREY},
    )


def read_powers(data: tuple):
    """In words: the best factor after ten layers."""
    layers, best = data
    parts = [f"{title(n)} {power(passed[9])} after 10 layers" for n, passed in best.items()]
    return tr(
        "The best case, with every unit at its steepest point: {listed}.", listed=", ".join(parts)
    )


POWERS = Picture(powers_data, paint_powers, read_powers)
