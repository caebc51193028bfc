"""Two clouds with a gap: how many mistakes the rule makes, and Novikoff's bound on them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from matplotlib.figure import Figure

import nnlib
from nnlib.core.words import tr
from nnlib.plots.ch01.drawing import boundary, paint_plane, paint_points
from nnlib.plots.kit.live_figures import Live, Slider
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.owner import whose
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BLUE,
    GREEN,
    PURPLE,
    VERMILION,
    painter,
    panels,
)

# -- (c) the margin and Novikoff's bound ----------------------------------------------------------------------------

UNIT = np.array([0.8, 0.6])  # the direction across the gap
OFFSET = 0.5  # how far the middle of the gap lies from the origin
GAPS = (0.1, 0.2, 0.4, 0.8, 1.2, 1.6)


def clouds(gap, rng: np.random.Generator, n: int = 40):
    """Two clouds with a gap of exactly that width between them: X (n, 2), y (n,) in turns."""
    y = np.arange(n) % 2
    away = gap / 2 + np.abs(rng.normal(0, 0.5, n))
    away[:2] = gap / 2  # one point of each class stands at the edge
    along = rng.normal(0, 0.8, n)
    signed = OFFSET + np.where(y == 1, away, -away)
    return signed[:, None] * UNIT + along[:, None] * np.array([-UNIT[1], UNIT[0]]), y


def bound(X, y):
    """(R, gamma, (R / gamma)^2) of clouds: with respect to the line through the middle of their gap."""
    rows = np.column_stack([X, np.ones(len(X))])
    best = np.array([*UNIT, -OFFSET]) / np.hypot(1, OFFSET)
    gamma = float(((2 * y - 1) * (rows @ best)).min())
    R = float(np.linalg.norm(rows, axis=1).max())
    return R, gamma, (R / gamma) ** 2


@dataclass(frozen=True)
class Trial:
    """One pair of clouds, what the perceptron did there, and Novikoff's bound."""

    gap: float
    X: np.ndarray
    y: np.ndarray
    w: np.ndarray
    b: float
    mistakes: int
    R: float
    gamma: float
    bound: float


def trial(gap, seed, fit: Callable = nnlib.perceptron_fit):
    """Clouds with this gap, drawn from this seed, and what `fit` does with them."""
    X, y = clouds(gap, np.random.default_rng(seed))
    w, b, mistakes = fit(X, y, 1.0, 5000)
    return Trial(gap, X, y, np.asarray(w), float(b), int(sum(mistakes)), *bound(X, y))


@lru_cache(maxsize=4)
def trials(gaps=GAPS, seeds: int = 10, fit: Callable = nnlib.perceptron_fit):
    """{gap: trials of several seeds}."""
    return {gap: [trial(gap, seed, fit) for seed in range(seeds)] for gap in gaps}


def bounds_data(gaps=GAPS, seeds: int = 10, fit: Callable = nnlib.perceptron_fit):
    """The trials of all gaps, and whose `fit` it was."""
    return trials(tuple(gaps), seeds, fit), whose(fit)


@painter(8.6, 4.2)
def paint_bounds(data: tuple, figure: Figure):
    """Mistakes and bound over the gap, all seeds."""
    _bounds(panels(figure), data[0])


def _bounds(axes, found):
    gaps = sorted(found)
    top = [np.median([one.bound for one in found[gap]]) for gap in gaps]
    axes.plot(
        gaps,
        top,
        color=VERMILION,
        linestyle="--",
        marker="_",
        markersize=12,
        label=tr("bound (median of the seeds)"),
    )
    for k, gap in enumerate(gaps):
        counts = [one.mistakes for one in found[gap]]
        axes.plot(
            [gap] * len(counts),
            counts,
            "o",
            color=BLUE,
            alpha=0.55,
            label="" if k else tr("mistakes made, one dot per seed"),
        )
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set(xlabel=tr("gap between the clouds"), ylabel=tr("mistakes until settled"))
    axes.set(xlim=(0.085, 1.9), ylim=(0.8, 10_000))
    axes.set_xticks(gaps, [plain(g) for g in gaps])
    axes.set_xticks([], minor=True)
    ticks = [1, 10, 100, 1000, 10000]
    axes.set_yticks(ticks, [plain(t) for t in ticks])
    axes.set_yticks([], minor=True)
    axes.legend(loc="upper right")


def read_bounds(data: tuple):
    """In words: for each gap the range of mistakes and the least bound."""
    found, owner = data
    parts = [
        tr(
            "gap {plain}: {min} to {max} mistakes, bound at least {plain2}",
            plain=plain(gap),
            min=min(o.mistakes for o in one),
            max=max(o.mistakes for o in one),
            plain2=plain(min(o.bound for o in one)),
        )
        for gap, one in found.items()
    ]
    seeds = len(next(iter(found.values())))
    return tr(
        "Two clouds of 20 points each, {seeds} seeds for each gap, learned by {owner} "
        "perceptron_fit. {listed}.",
        seeds=seeds,
        owner=owner,
        listed="; ".join(parts),
    )


BOUNDS = Picture(bounds_data, paint_bounds, read_bounds)

CLOUD_VIEW = (-3.0, 3.0)


def margin_data(gap: float = 0.8, seed: int = 0, fit: Callable = nnlib.perceptron_fit):
    """The clouds of this gap and seed, and beside them the trials of all gaps."""
    return trial(gap, seed, fit), trials(GAPS, 10, fit), whose(fit)


@painter(9.8, 4.5, left=0.045, right=0.985, bottom=0.12, top=0.91, wspace=0.2)
def paint_margin(data: tuple, figure: Figure):
    """One pair of clouds with the line found, and where it stands among all trials."""
    one, found, _ = data
    left, right = panels(figure, 1, 2)
    paint_plane(left, one.w, one.b, CLOUD_VIEW)
    for side in (-1, 1):  # the edges of the gap
        ends = boundary(CLOUD_VIEW, UNIT, -OFFSET + side * one.gap / 2)
        left.plot(*np.transpose(ends), color=GREEN, linestyle=":", linewidth=2)
    paint_points(left, one.X, one.y, size=0.55)
    left.set_title(
        tr("gap {plain} (dotted): {mistakes} mistakes", plain=plain(one.gap), mistakes=one.mistakes)
    )
    _bounds(right, found)
    right.plot(
        one.gap, one.mistakes, "D", color=PURPLE, markersize=12, markeredgecolor="black", zorder=5
    )
    right.plot(
        one.gap,
        one.bound,
        "D",
        color="white",
        markersize=11,
        markeredgecolor=VERMILION,
        markeredgewidth=3,
        zorder=5,
    )
    right.set_title(
        tr("bound {plain}, mistakes {mistakes}", plain=plain(one.bound), mistakes=one.mistakes)
    )


def read_margin(data: tuple):
    """In words: R, gamma, the bound, and the mistakes that were made."""
    one, _, owner = data
    return tr(
        "Gap {plain}: with the bias as one more weight, R = {plain2} and γ = {plain3}, so at most "
        "(R/γ)² = {plain4} mistakes. Made, by {owner} perceptron_fit: {mistakes}.",
        plain=plain(one.gap),
        plain2=plain(one.R),
        plain3=plain(one.gamma),
        plain4=plain(one.bound),
        owner=owner,
        mistakes=one.mistakes,
    )


MARGIN = Picture(margin_data, paint_margin, read_margin)


def margin_slider(fit: Callable = nnlib.perceptron_fit) -> Live:
    """Widget: the gap between two clouds, the mistakes until the unit settles, and the bound."""
    controls = {"gap": Slider("gap", 0.1, 1.6, 0.8, 0.1), "seed": Slider("draw", 0, 20, 0, 1)}
    return MARGIN.live(controls, fit=fit)
