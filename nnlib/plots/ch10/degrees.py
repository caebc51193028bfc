"""Capacity against noise against the number of points: errors on seen and on new points, degree by degree."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.plots.ch10.polynomial import features, fitted, truth
from nnlib.plots.kit.live_figures import Live, Slider
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import BLACK, GREY, SERIES, log_axis, painter, panels

DEGREES, SETS = 11, 60


@dataclass(frozen=True)
class Capacity:
    """One set of points with its curve; and per degree the errors over many sets, (sets, degrees)."""

    n: int
    noise: float
    degree: int
    points: tuple
    curve: np.ndarray
    seen: np.ndarray
    new: np.ndarray


def capacity_data(degree: int = 7, noise: float = 0.2, n: int = 12):
    """Fit polynomials of each degree to 60 drawn sets of n points; measure each on 200 new points."""
    rng = np.random.default_rng(10)
    x, x_new = np.linspace(-0.95, 0.95, n), rng.uniform(-0.95, 0.95, 200)
    Y, Y_new = (truth(at) + noise * rng.normal(size=(SETS, len(at))) for at in (x, x_new))
    seen, new = np.zeros((2, SETS, DEGREES + 1))
    for d in range(DEGREES + 1):
        c = np.linalg.lstsq(features(x, d), Y.T, rcond=None)[0]
        for errors, at, wanted in ((seen, x, Y), (new, x_new, Y_new)):
            errors[:, d] = np.sqrt(np.mean((features(at, d) @ c - wanted.T) ** 2, axis=0))
    points, curve = (x, Y[0]), features(np.linspace(-1, 1, 200), degree) @ fitted(x, Y[0], degree)
    return Capacity(n, noise, degree, points, curve, seen, new)


@painter(9, 3.9)
def paint_capacity(data: Capacity, figure: Figure):
    """Left one set and its curve, right the typical errors by degree."""
    left, right = panels(figure, 1, 2)
    grid = np.linspace(-1, 1, 200)
    left.plot(grid, truth(grid), color=GREY, linestyle=":", label=tr("the law"))
    left.plot(grid, data.curve, color=BLACK, label=tr("degree {degree}", degree=data.degree))
    left.plot(*data.points, "o", color=SERIES[0]["color"])
    left.set(xlim=(-1, 1), ylim=(-2, 2), xticks=(-1, -0.5, 0, 0.5, 1), xlabel="x", ylabel="y")
    left.legend(loc="lower right")
    degrees = np.arange(DEGREES + 1)
    for errors, look, label in (
        (data.seen, SERIES[0], tr("seen points")),
        (data.new, SERIES[1], tr("new points")),
    ):
        right.plot(degrees, np.maximum(np.median(errors, axis=0), 1e-3), **look, label=label)
    right.axvline(data.degree, color=BLACK, linestyle=":")
    right.set(yscale="log", ylim=(8e-4, 30), xlabel=tr("degree"), ylabel=tr("typical error"))
    log_axis(right.yaxis)
    right.legend(loc="lower left")


def best_degree(data: Capacity) -> int:
    """The degree with the smallest typical error on new points."""
    return int(np.median(data.new, axis=0).argmin())


def read_capacity(data: Capacity):
    """In words: both errors at this degree, and the best degree."""
    return tr(
        "{n} points with noise {noise:g}, {sets} drawn sets. Degree {degree}: the typical error is {seen:.3f} "
        "on seen points and {new:.2f} on new ones. On new points degree {best} is best, with {least:.2f}.",
        n=data.n,
        noise=data.noise,
        sets=SETS,
        degree=data.degree,
        seen=np.median(data.seen[:, data.degree]),
        new=np.median(data.new[:, data.degree]),
        best=best_degree(data),
        least=np.median(data.new, axis=0).min(),
    )


CAPACITY = Picture(capacity_data, paint_capacity, read_capacity)


def capacity() -> Live:
    """Widget: degree, noise and number of points -> a curve, and the errors on seen and on new points."""
    controls = {
        "degree": Slider(tr("degree"), 0, DEGREES, 7, 1),
        "noise": Slider(tr("noise"), 0.0, 0.6, 0.2, 0.05),
        "n": Slider(tr("points"), 6, 60, 12, 1),
    }
    return CAPACITY.live(controls)


# -- more coefficients than points -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Descent:
    """The errors on new points by the number of units, (seeds, widths)."""

    widths: np.ndarray
    n: int
    seen: np.ndarray
    new: np.ndarray


WIDTHS = (2, 4, 8, 12, 16, 18, 20, 22, 25, 30, 40, 80, 200, 600, 2000)


def double_descent_data(n: int = 20, seeds: int = 20, noise: float = 0.2, widths=WIDTHS):
    """One hidden layer of random ReLU units that are never trained; the output's weights are the shortest that fit."""
    seen, new = np.zeros((2, seeds, len(widths)))
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        X, X_new = rng.normal(size=(n, 5)), rng.normal(size=(500, 5))
        y = np.tanh(X @ np.ones(5) / 2) + noise * rng.normal(size=n)
        y_new = np.tanh(X_new @ np.ones(5) / 2) + noise * rng.normal(size=500)
        for k, width in enumerate(widths):
            W, b = rng.normal(size=(5, width)) / np.sqrt(5), rng.normal(size=width)
            H, H_new = (np.maximum(rows @ W + b, 0) / np.sqrt(width) for rows in (X, X_new))
            v = np.linalg.lstsq(H, y, rcond=None)[0]
            seen[seed, k] = np.sqrt(np.mean((H @ v - y) ** 2))
            new[seed, k] = np.sqrt(np.mean((H_new @ v - y_new) ** 2))
    return Descent(np.array(widths), n, seen, new)


@painter(7.6, 3.8)
def paint_double_descent(data: Descent, figure: Figure):
    """The typical errors over the number of units, with the middle half of the seeds."""
    axes = panels(figure)
    for errors, look, label in (
        (data.seen, SERIES[0], tr("seen points")),
        (data.new, SERIES[1], tr("new points")),
    ):
        low, mid, high = np.maximum(np.quantile(errors, (0.25, 0.5, 0.75), axis=0), 1e-3)
        axes.plot(data.widths, mid, **look, label=label)
        axes.fill_between(data.widths, low, high, color=look["color"], alpha=0.2, linewidth=0)
    axes.axvline(data.n, color=BLACK, linestyle=":")
    axes.set(
        xscale="log",
        yscale="log",
        ylim=(8e-4, 30),
        xlabel=tr("hidden units (dotted: as many as points)"),
    )
    axes.set_ylabel(tr("typical error"))
    log_axis(axes.yaxis)
    axes.legend(loc="lower left")


def read_double_descent(data: Descent):
    """In words: the smallest error before the peak, the peak, and the widest network."""
    mid = np.median(data.new, axis=0)
    small = data.widths < data.n
    peak = int(mid.argmax())
    return tr(
        "{n} points, {seeds} seeds. The typical error on new points is {before:.2f} at best with fewer units than "
        "points, {peak:.1f} with {units} units, and {after:.2f} with {most}.",
        n=data.n,
        seeds=len(data.new),
        before=mid[small].min(),
        peak=mid[peak],
        units=data.widths[peak],
        after=mid[-1],
        most=data.widths[-1],
    )


DOUBLE_DESCENT = Picture(double_descent_data, paint_double_descent, read_double_descent)
