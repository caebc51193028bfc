"""Regression losses: how much an error costs, how hard it pulls, and what one outlier can do to a line.

The losses and their gradients are the book's, or the reader's own where `functions` holds one by name.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

import nnlib
from nnlib.plots.live_figures import Slider
from nnlib.plots.numbers import fixed, plain
from nnlib.plots.pictures import Picture
from nnlib.plots.style import BLUE, BOOK, GREY, SERIES, VERMILION, painter, panels

NAMES = {"mse": "MSE", "mae": "MAE", "huber": "Huber"}
LOOKS = dict(zip(NAMES, SERIES))
ERRORS = np.round(np.linspace(-4, 4, 161), 3)


def chosen(name, functions=None):
    """The reader's function of this name where there is one, else the book's."""
    return (functions or {}).get(name) or getattr(nnlib, name)


def readers(names, functions=None):
    """Those of the names that are the reader's own."""
    return [name for name in names if chosen(name, functions) is not getattr(nnlib, name)]


def by_whom(names, functions=None):
    """A sentence for the words of a figure: whose functions it rests on."""
    own = readers(names, functions)
    if not own:
        return "Computed with the book's losses."
    return f"Computed with your {' and '.join(filter(None, (', '.join(own[:-1]), own[-1])))}."


def cost_and_slope(name, errors, delta=1.0, functions=None):
    """What each error costs by itself, and how fast that grows with it.

    The slope of a reader's loss that comes without its gradient is measured.
    """
    numbers = (delta,) if name == "huber" else ()
    column, zero = np.asarray(errors, float)[:, None], np.zeros((len(errors), 1))

    def cost(e):
        return float(chosen(name, functions)(np.array([[e]]), zero[:1], *numbers))

    each = np.array([cost(e) for e in column[:, 0]])
    if readers((name, f"{name}_grad"), functions) == [name]:
        return each, np.array([nnlib.central_difference(cost, e) for e in column[:, 0]])
    slopes = chosen(f"{name}_grad", functions)(column.copy(), zero, *numbers)
    return each, len(errors) * np.asarray(slopes)[:, 0]


# -- three losses and their slopes ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Regression:
    errors: np.ndarray
    delta: float
    book: dict
    yours: dict
    credit: str


def regression_data(delta=1.0, functions=None):
    """Cost and slope over the error: by the book, and by the reader where a pair holds a function of the reader's."""
    book = {name: cost_and_slope(name, ERRORS, delta) for name in NAMES}
    pairs = {name: readers((name, f"{name}_grad"), functions) for name in NAMES}
    yours = {n: cost_and_slope(n, ERRORS, delta, functions) for n, own in pairs.items() if own}
    every = [name for pair in NAMES for name in (pair, f"{pair}_grad")]
    return Regression(ERRORS, delta, book, yours, by_whom(every, functions))


def label_of(name, delta):
    return f"Huber, delta {plain(delta)}" if name == "huber" else NAMES[name]


@painter(9.4, 4, left=0.06, right=0.985, bottom=0.15, top=0.9, wspace=0.16)
def paint_regression(data, figure):
    for k, axes in enumerate(panels(figure, 1, 2)):
        for name, curves in data.book.items():
            look = {"marker": LOOKS[name]["marker"], "markevery": 20, "color": LOOKS[name]["color"]}
            if name in data.yours:
                axes.plot(data.errors, curves[k], **BOOK)
            curve = data.yours.get(name, data.book[name])[k]
            axes.plot(
                data.errors, curve, "--" if k else "-", **look, label=label_of(name, data.delta)
            )
        axes.set(xlabel="error: prediction minus target", xlim=(-4, 4))
    left, right = figure.axes
    left.set(title="what an error costs", ylim=(-0.3, 8.5))
    right.set(title="its slope: how hard it pulls", ylim=(-8.5, 8.5))
    left.legend(loc="upper center")


def read_regression(data):
    at = int(np.flatnonzero(data.errors == 3)[0])
    shown = data.book | data.yours
    parts = [
        f"{label_of(name, data.delta)}: {plain(curves[0][at])} with slope {plain(curves[1][at])}"
        for name, curves in shown.items()
    ]
    return (
        f"What an error costs, and how fast the cost grows, for errors from −4 to 4. An error of 3 costs, by "
        f"{'; by '.join(parts)}. {data.credit}"
    )


REGRESSION = Picture(regression_data, paint_regression, read_regression)


# -- the tug of war on one number -----------------------------------------------------------------------------------

MEASURED = (1.0, 3.0, 4.0, 6.0, 26.0)


def best_number(name, targets, delta=2.0):
    """The one prediction with the least loss: mean, median, or where the clipped errors cancel."""
    t = np.asarray(targets, float)
    if name == "huber":
        return float(huber_fit(np.ones((len(t), 1)), t, delta)[0])
    return float(t.mean() if name == "mse" else np.median(t))


@dataclass(frozen=True)
class Tug:
    targets: np.ndarray
    at: float
    delta: float
    pulls: dict
    best: dict


def tug_data(targets=MEASURED, at=4.0, delta=2.0, functions=None):
    """Each target's pull on the prediction `at`, towards itself, and the best prediction by each loss."""
    t = np.array(targets)
    pulls = {name: -cost_and_slope(name, at - t, delta, functions)[1] for name in NAMES}
    return Tug(t, at, delta, pulls, {name: best_number(name, t, delta) for name in NAMES})


@painter(9.6, 3.9, left=0.075, right=0.99, bottom=0.155, top=0.85, wspace=0.1)
def paint_tug(data, figure):
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
        best = f"best answer {plain(data.best[name])}"
        axes.set(
            title=f"{label_of(name, data.delta)}\n{best}", xlabel="measurement", ylim=(-12, 51)
        )
    figure.axes[0].set_ylabel(f"pull on the answer {plain(data.at)}")


def read_tug(data):
    parts = [
        f"by {label_of(name, data.delta)} {', '.join(fixed(p, 0, plus=True) for p in pulls)}, "
        f"and the best answer is {plain(data.best[name])}"
        for name, pulls in data.pulls.items()
    ]
    measured = ", ".join(map(plain, data.targets))
    return f"The measurements {measured} pull on the answer {plain(data.at)}: {'; '.join(parts)}."


TUG = Picture(tug_data, paint_tug, read_tug)


# -- (a) one point is dragged away ----------------------------------------------------------------------------------

X_LINE = np.arange(10.0)
Y_LINE = np.array([1.2, 1.3, 2.2, 2.4, 3.1, 3.3, 4.2, 4.4, 5.1, 5.4])
DRAGGED = 8


def design(x):
    return np.column_stack([x, np.ones_like(x)])


def mse_fit(A, y):
    """The parameters of least squared error."""
    return np.linalg.lstsq(A, y, rcond=None)[0]


def mae_fit(A, y):
    """The line of least absolute error: one of the best lines goes through two of the points, so try all pairs."""
    lines = [np.linalg.solve(A[list(pair)], y[list(pair)]) for pair in combinations(range(len(y)), 2)]  # fmt: skip
    return min(lines, key=lambda line: np.abs(A @ line - y).sum())


def huber_fit(A, y, delta, rounds=500):
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
    y: np.ndarray
    height: float
    delta: float
    lines: dict

    def slope(self, name):
        return float(self.lines[name][0])


def outlier_data(height=20.0, delta=1.0):
    """Ten points, the ninth at this height, and the best line by each loss."""
    y, A = Y_LINE.copy(), design(X_LINE)
    y[DRAGGED] = height
    lines = {"mse": mse_fit(A, y), "mae": mae_fit(A, y), "huber": huber_fit(A, y, delta)}
    return Outlier(y, height, delta, lines)


@painter(8.6, 4.6, left=0.085, right=0.985, bottom=0.125, top=0.97)
def paint_outlier(data, figure):
    axes = panels(figure)
    others = np.arange(len(X_LINE)) != DRAGGED
    axes.plot(X_LINE[others], data.y[others], "o", color="black", markersize=8, zorder=4)
    axes.plot(X_LINE[DRAGGED], data.height, "X", color="black", markersize=14, zorder=5)
    ends = np.array([-0.5, 9.5])
    for name, line in data.lines.items():
        label = f"{label_of(name, data.delta)}: slope {fixed(line[0], 2)}"
        style = {key: LOOKS[name][key] for key in ("color", "linestyle")}
        axes.plot(ends, design(ends) @ line, **style, linewidth=2.8, label=label)
    axes.set(xlabel="x", ylabel="y", xlim=(-0.5, 9.5), ylim=(-11, 31))
    axes.legend(loc="lower left")


def read_outlier(data):
    parts = [f"{label_of(name, data.delta)} {fixed(data.slope(name), 2)}" for name in data.lines]
    return (
        f"Nine points near a line of slope 0.5, and one, the cross, at height {plain(data.height)}. "
        f"Slopes of the best lines: {', '.join(parts)}."
    )


OUTLIER = Picture(outlier_data, paint_outlier, read_outlier)


def outlier_drag():
    """Widget: the height of one point, and the delta of Huber's loss; three lines follow."""
    controls = {
        "height": Slider("height of the cross", -10.0, 30.0, 5.0, 0.5),
        "delta": Slider("delta", 0.1, 10.0, 1.0, 0.1),
    }
    return OUTLIER.live(controls)


# -- (e) where the parabola ends ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Joints:
    errors: np.ndarray
    delta: float
    cost: np.ndarray
    slope: np.ndarray
    book: tuple
    joint: tuple
    own: bool
    credit: str


def joints_data(delta=1.5, functions=None):
    """Huber's loss and slope over the error, and height and slope where its two pieces meet."""
    own = bool(readers(("huber", "huber_grad"), functions))
    cost, slope = cost_and_slope("huber", ERRORS, delta, functions)
    (height,), (steep,) = cost_and_slope("huber", [delta], delta, functions)
    book = cost_and_slope("huber", ERRORS, delta)
    credit = by_whom(("huber", "huber_grad"), functions)
    return Joints(
        ERRORS, float(delta), cost, slope, book, (float(height), float(steep)), own, credit
    )


@painter(9.4, 4, left=0.06, right=0.985, bottom=0.15, top=0.9, wspace=0.16)
def paint_joints(data, figure):
    left, right = panels(figure, 1, 2)
    e, (height, steep) = data.errors, data.joint
    left.plot(e, e * e / 2, ":", color=GREY, label="the parabola, continued")
    right.plot(e, e, ":", color=GREY)
    for axes, curve, book, look in (
        (left, data.cost, data.book[0], {"color": BLUE, "linestyle": "-"}),
        (right, data.slope, data.book[1], {"color": VERMILION, "linestyle": "--"}),
    ):
        if data.own:
            axes.plot(e, book, **BOOK)
        axes.plot(e, curve, **look, label="your Huber" if data.own else "Huber")
        axes.set(xlabel="error: prediction minus target", xlim=(-4, 4))
    joint = {"color": "black", "marker": "o", "markersize": 9, "linestyle": "none", "zorder": 5}
    left.plot([-data.delta, data.delta], [height, height], **joint, label="joints")
    right.plot([-data.delta, data.delta], [-steep, steep], **joint)
    left.set(title=f"loss, delta {plain(data.delta)}", ylim=(-0.3, 8.5))
    right.set(title="slope", ylim=(-4.4, 4.4))
    left.legend(loc="upper center")


def read_joints(data):
    height, steep = data.joint
    three = data.cost[np.flatnonzero(data.errors == 3)[0]]
    return (
        f"Huber's loss with delta {plain(data.delta)}: its two pieces meet at errors of ±{plain(data.delta)}, "
        f"at height {plain(height, 4)} and with slope {plain(steep)}. An error of 3 costs {plain(three, 4)}; by the "
        f"parabola it would cost 4.5. {data.credit}"
    )


JOINTS = Picture(joints_data, paint_joints, read_joints)


def delta_slider(functions=None):
    """Widget: where Huber's parabola becomes a line."""
    return JOINTS.live({"delta": Slider("delta", 0.1, 4.0, 1.5, 0.1)}, functions=functions)


# -- which loss for which task --------------------------------------------------------------------------------------

TASKS = (
    ("a number", "1 output, identity", "mse"),
    ("a number, some targets far off", "1 output, identity", "huber or mae"),
    ("a positive number", "1 output, softplus", "mse"),
    ("yes or no", "1 output, sigmoid", "bce_with_logits"),
    ("several labels, none excludes another", "k outputs, a sigmoid each", "multilabel_bce"),
    ("exactly one of k classes", "k outputs, one softmax", "softmax_cross_entropy"),
)
COLUMNS = (("task", 0.0, 4.35, "#DCECF7"), ("head", 4.85, 3.05, "#FFF3D6"), ("loss", 8.4, 3.0, "#DDF1EA"))  # fmt: skip


def decision_data(tasks=TASKS):
    return tasks


@painter(9.8, 4.3, left=0.01, right=0.99, bottom=0.01, top=0.99)
def paint_decision(data, figure):
    axes = panels(figure)
    for name, start, width, _ in COLUMNS:
        axes.text(
            start + width / 2, 0.35, name, ha="center", va="center", fontsize=14, fontweight="bold"
        )
    for row, cells in enumerate(data, start=1):
        for words, (_, start, width, colour) in zip(cells, COLUMNS):
            shape = FancyBboxPatch(
                (start, row - 0.33), width, 0.66, boxstyle="round,pad=0.04", fc=colour, ec=GREY
            )
            axes.add_patch(shape)
            axes.text(start + width / 2, row, words, ha="center", va="center")
        for (_, start, width, _), (_, end, _, _) in zip(COLUMNS, COLUMNS[1:]):
            arrow = FancyArrowPatch(
                (start + width + 0.05, row), (end - 0.05, row), arrowstyle="-|>", mutation_scale=14
            )
            axes.add_patch(arrow)
    axes.set(xlim=(-0.15, 11.55), ylim=(len(data) + 0.5, 0))
    axes.axis("off")


def read_decision(data):
    rows = "; ".join(f"{task}: {head}, {loss}" for task, head, loss in data)
    return f"{len(data)} tasks, each with the head and the loss that go with it. {rows}."


DECISION = Picture(decision_data, paint_decision, read_decision)
