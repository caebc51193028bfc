"""What one outlier can do: the tug of war on one number, and a line with one point dragged away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.plots.ch05.costs import LOOKS, NAMES, cost_and_slope
from nnlib.plots.ch05.regression import label_of
from nnlib.plots.kit.numbers import fixed, plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import painter, panels

# -- the tug of war on one number -----------------------------------------------------------------------------------

MEASURED = (1.0, 3.0, 4.0, 6.0, 26.0)


def best_number(name: str, targets, delta: float = 2.0):
    """The one prediction with the least loss: mean, median, or where the clipped errors cancel."""
    t = np.asarray(targets, float)
    if name == "huber":
        return float(huber_fit(np.ones((len(t), 1)), t, delta)[0])
    return float(t.mean() if name == "mse" else np.median(t))


@dataclass(frozen=True)
class Tug:
    """The pulls of all targets on one number, and the best number, by each loss."""

    targets: np.ndarray
    at: float
    delta: float
    pulls: dict
    best: dict


def tug_data(
    targets=MEASURED,
    at: float = 4.0,
    delta: float = 2.0,
    functions: Mapping[str, Callable] | None = None,
):
    """Each target's pull on the prediction `at`, towards itself, and the best prediction by each loss."""
    t = np.array(targets)
    pulls = {name: -cost_and_slope(name, at - t, delta, functions)[1] for name in NAMES}
    return Tug(t, at, delta, pulls, {name: best_number(name, t, delta) for name in NAMES})


@painter(9.6, 3.9, left=0.075, right=0.99, bottom=0.155, top=0.9, wspace=0.1)
def paint_tug(data: Tug, figure: Figure):
    """The targets with their pulls on one number, a panel for each loss."""
    seats = range(len(data.targets))
    for axes, (name, pulls) in zip(panels(figure, 1, 3, sharey=True), data.pulls.items()):
        bars = axes.bar(seats, pulls, color=LOOKS[name]["color"], edgecolor="black", width=0.7)
        bars[-1].set_hatch("//")
        for seat, pull in zip(seats, pulls):
            up = pull >= 0
            place = {"ha": "center", "va": "bottom" if up else "top"}
            axes.text(seat, pull + (1 if up else -1), fixed(pull, 0, plus=True), **place)
        axes.axhline(0, color="black", linewidth=1)
        axes.set_xticks(seats, [plain(t) for t in data.targets])
        axes.set(title=label_of(name, data.delta), xlabel="measurement", ylim=(-12, 51))
    figure.axes[0].set_ylabel(tr("pull on the answer {plain}", plain=plain(data.at)))


def read_tug(data: Tug):
    """In words: the pulls of each loss, and its best number."""
    parts = [
        tr(
            "by {label_of} {listed}, and the best answer is {plain}",
            label_of=label_of(name, data.delta),
            listed=", ".join(fixed(p, 0, plus=True) for p in pulls),
            plain=plain(data.best[name]),
        )
        for name, pulls in data.pulls.items()
    ]
    measured = ", ".join(map(plain, data.targets))
    return tr(
        "The measurements {measured} pull on the answer {plain}: {listed}.",
        measured=measured,
        plain=plain(data.at),
        listed="; ".join(parts),
    )


TUG_OF_WAR = Picture(tug_data, paint_tug, read_tug)


# -- (a) one point is dragged away ----------------------------------------------------------------------------------

X_LINE = np.arange(10.0)
Y_LINE = np.array([1.2, 1.3, 2.2, 2.4, 3.1, 3.3, 4.2, 4.4, 5.1, 5.4])
DRAGGED = 8


def design(x):
    """The columns x and 1, for a line."""
    return np.column_stack([x, np.ones_like(x)])


def mse_fit(A, y):
    """The parameters of least squared error."""
    return np.linalg.lstsq(A, y, rcond=None)[0]


def mae_fit(A, y):
    """The line of least absolute error: one of the best lines goes through two of the points, so try all pairs."""
    lines = [np.linalg.solve(A[list(pair)], y[list(pair)]) for pair in combinations(range(len(y)), 2)]  # fmt: skip
    return min(lines, key=lambda line: np.abs(A @ line - y).sum())


def huber_fit(A, y, delta, rounds: int = 500):
    """The parameters of least Huber loss: least squares again and again, with less weight for errors over delta."""
    found = mse_fit(A, y)
    for _ in range(rounds):
        e = np.maximum(np.abs(A @ found - y), 1e-12)
        weight = np.sqrt(np.minimum(1.0, delta / e))
        last, found = found, mse_fit(A * weight[:, None], y * weight)
        if np.abs(found - last).max() < 1e-10:
            break
    return found


@dataclass(frozen=True)
class Outlier:
    """Nine points and one that is dragged, with the best line of each loss."""

    y: np.ndarray
    height: float
    delta: float
    lines: dict

    def slope(self, name):
        return float(self.lines[name][0])


def outlier_data(height: float = 20.0, delta: float = 1.0):
    """Ten points, the ninth at this height, and the best line by each loss."""
    y, A = Y_LINE.copy(), design(X_LINE)
    y[DRAGGED] = height
    lines = {"mse": mse_fit(A, y), "mae": mae_fit(A, y), "huber": huber_fit(A, y, delta)}
    return Outlier(y, height, delta, lines)


@painter(8.6, 4.6, left=0.085, right=0.985, bottom=0.125, top=0.97)
def paint_outlier(data: Outlier, figure: Figure):
    """The points, the one that is dragged, and the best line of each loss."""
    axes = panels(figure)
    others = np.arange(len(X_LINE)) != DRAGGED
    axes.plot(X_LINE[others], data.y[others], "o", color="black", markersize=8, zorder=4)
    axes.plot(X_LINE[DRAGGED], data.height, "X", color="black", markersize=14, zorder=5)
    ends = np.array([-0.5, 9.5])
    for name, line in data.lines.items():
        label = tr(
            "{label_of}: slope {fixed}",
            label_of=label_of(name, data.delta),
            fixed=fixed(line[0], 2),
        )
        style = {key: LOOKS[name][key] for key in ("color", "linestyle")}
        axes.plot(ends, design(ends) @ line, **style, linewidth=2.8, label=label)
    axes.set(xlabel="x", ylabel="y", xlim=(-0.5, 9.5), ylim=(-11, 31))
    axes.legend(loc="lower left")


def read_outlier(data: Outlier):
    """In words: the slope of each best line."""
    parts = [f"{label_of(name, data.delta)} {fixed(data.slope(name), 2)}" for name in data.lines]
    return tr(
        "Nine points near a line of slope 0.5, and one, the cross, at height {plain}. Slopes "
        "of the best lines: {listed}.",
        plain=plain(data.height),
        listed=", ".join(parts),
    )


OUTLIER = Picture(outlier_data, paint_outlier, read_outlier)
