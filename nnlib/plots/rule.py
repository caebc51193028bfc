"""The learning rule at work: a walk over the rows, the film of its corrections, and how many there are.

A `step` is any function with the parameters of `nnlib.perceptron_step`: the book's or the reader's own.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

import nnlib
from nnlib.plots.gates import (
    GATE_VIEW,
    boundary,
    paint_plane,
    paint_points,
)
from nnlib.plots.live_figures import Button, Choice, Slider
from nnlib.plots.numbers import plain
from nnlib.plots.pictures import Picture
from nnlib.plots.style import (
    BLUE,
    GREEN,
    GREY,
    PURPLE,
    SERIES,
    VERMILION,
    painter,
    panels,
    whole_axis,
)

LONGEST = 100  # passes after which a walk gives up


def whose(function, book):
    """ "the book's", or "your" where the function is the reader's own."""
    return "the book's" if function is book else "your"


# -- the walk -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Frame:
    """One row that was looked at: its number, the pass, the error y - H(z), the sum z before, and w, b afterwards."""

    row: int
    turn: int
    error: int
    z: float
    w: np.ndarray
    b: float


def over(until, cursor, mistakes):
    """Whether a walk ends here: after an "example", a "pass", or a pass without a mistake ("settled")."""
    if until == "example":
        return True
    return cursor == 0 and (until == "pass" or mistakes[-1] == 0 or len(mistakes) >= LONGEST)


def walk(X, y, w, b, eta=1.0, until="settled", cursor=0, mistakes=(), step=nnlib.perceptron_step):
    """Step through the rows from `cursor` on. Returns the frames and the mistakes of every pass.

    Whether a row was a mistake is the book's word; what w and b become is the word of `step`.
    """
    frames, mistakes = [], list(mistakes)
    while True:
        if cursor == 0:
            mistakes.append(0)
        z = float(X[cursor] @ w + b)
        error = int(y[cursor]) - int(z >= 0)
        w, b = checked(step(w.copy(), b, X[cursor].copy(), int(y[cursor]), eta), w)
        mistakes[-1] += error != 0
        frames.append(Frame(cursor, len(mistakes), error, z, w, b))
        cursor = (cursor + 1) % len(X)
        if over(until, cursor, mistakes):
            return frames, mistakes


def checked(result, w):
    """(w, b) as a step must return them. Raises ValueError with what it gave instead."""
    try:
        new_w, new_b = result
        new_w, new_b = np.array(new_w, dtype=float), float(new_b)
    except (TypeError, ValueError):
        raise ValueError(f"perceptron_step gave {result!r}; wanted w and b") from None
    if new_w.shape != w.shape or not np.isfinite([*new_w, new_b]).all():
        raise ValueError(f"perceptron_step gave w = {new_w} and b = {new_b}; wanted w {w.shape}")
    return new_w, new_b


# -- the film -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Film:
    """The line after every correction, up to `shown` of them."""

    name: str
    X: np.ndarray
    y: np.ndarray
    corrections: list
    mistakes: list
    whose: str

    @property
    def settled(self):
        return self.mistakes[-1] == 0


def film_data(name="AND", eta=1.0, step=nnlib.perceptron_step):
    X, y = nnlib.logic_gate(name.lower())
    frames, mistakes = walk(X, y, np.zeros(2), 0.0, eta, step=step)
    corrections = [frame for frame in frames if frame.error]
    return Film(name, X, y, corrections, mistakes, whose(step, nnlib.perceptron_step))


SHOWN = 12


@painter(10.2, 7.6, left=0.03, right=0.99, bottom=0.05, top=0.95, wspace=0.12, hspace=0.36)
def paint_film(data, figure):
    boxes = panels(figure, 3, 4)
    for axes in boxes.flat:
        axes.set_axis_off()
        axes.set_title("")
    last = None
    for k, (axes, frame) in enumerate(zip(boxes.flat, data.corrections[:SHOWN])):
        axes.set_axis_on()
        paint_plane(axes, frame.w, frame.b)
        if last is not None and (ends := boundary(GATE_VIEW, last.w, last.b)):
            axes.plot(*np.transpose(ends), color=GREY, linestyle="--", linewidth=1.8, zorder=1)
        paint_points(axes, data.X, data.y, size=0.75)
        ring = {"markerfacecolor": "none", "markeredgecolor": PURPLE, "markeredgewidth": 3}
        axes.plot(*data.X[frame.row], "o", markersize=21, **ring, zorder=6)
        axes.set_title(
            f"{k + 1}: {'+' if frame.error > 0 else '−'} {_row(data.X[frame.row])}, pass {frame.turn}"
        )
        axes.set(xlabel="", ylabel="", xticks=[], yticks=[])
        last = frame


def _row(x):
    return f"({', '.join(plain(v) for v in x)})"


def read_film(data):
    total = len(data.corrections)
    end = data.corrections[-1]
    shown = f"the first {SHOWN} of " if total > SHOWN else ""
    how = (
        f"settles in pass {len(data.mistakes)}"
        if data.settled
        else f"has not settled after {len(data.mistakes)} passes"
    )
    return (
        f"{data.name} learned by {data.whose} rule, the line after each correction ({shown}{total}). The ring marks "
        f"the row that was wrong; plus means added, minus subtracted; grey is the line before. It {how}, with "
        f"w = {_row(end.w)} and b = {plain(end.b)}."
    )


FILM = Picture(film_data, paint_film, read_film)


# -- mistakes per pass ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mistakes:
    """Mistakes per pass: of AND at several rates, and of several gates at rate 1."""

    rates: dict
    gates: dict
    whose: str


def mistakes_data(
    rates=(1.0, 0.25), gates=("OR", "AND", "NAND", "XOR"), passes=12, fit=nnlib.perceptron_fit
):
    X, y = nnlib.logic_gate("and")
    by_rate = {eta: fit(X, y, eta, passes) for eta in rates}
    by_gate = {name: list(fit(*nnlib.logic_gate(name.lower()), 1.0, passes)[2]) for name in gates}
    return Mistakes(by_rate, by_gate, whose(fit, nnlib.perceptron_fit))


@painter(9.4, 3.9, left=0.06, right=0.985, bottom=0.15, top=0.9, wspace=0.16)
def paint_mistakes(data, figure):
    left, right = panels(figure, 1, 2, sharey=True)
    for k, (eta, (w, b, counts)) in enumerate(data.rates.items()):
        wide = {"linewidth": 7, "alpha": 0.45, "markersize": 13} if k == 0 else {}
        label = f"rate {plain(eta)}: w = {_row(w)}, b = {plain(b)}"
        left.plot(range(1, len(counts) + 1), counts, **SERIES[k] | wide, label=label)
    left.set(
        title="AND at two rates", xlabel="pass", ylabel="mistakes in this pass", ylim=(-0.3, 6.2)
    )
    for look, (name, counts) in zip(SERIES, data.gates.items()):
        right.plot(range(1, len(counts) + 1), counts, **look, label=name)
    right.set(title="four gates at rate 1", xlabel="pass")
    for axes in (left, right):
        axes.legend(loc="upper right", ncols=2 if axes is right else 1)
        whole_axis(axes.xaxis)
        whole_axis(axes.yaxis)


def read_mistakes(data):
    rates = "; ".join(
        f"rate {plain(eta)}: {_list(c)}, w = {_row(w)}, b = {plain(b)}"
        for eta, (w, b, c) in data.rates.items()
    )
    gates = "; ".join(f"{name}: {_list(counts)}" for name, counts in data.gates.items())
    return f"Mistakes in each pass, counted by {data.whose} perceptron_fit. AND, {rates}. At rate 1, {gates}."


def _list(counts):
    return ", ".join(map(str, counts))


MISTAKES = Picture(mistakes_data, paint_mistakes, read_mistakes)


# -- (b) the rule stepper -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stepper:
    """One row of the walk: the unit before and after, the row, and what was done."""

    X: np.ndarray
    y: np.ndarray
    seen: int
    before: tuple
    frame: Frame | None
    eta: float
    whose: str


def stepper_data(gate="AND", seen=0, eta=1.0, step=nnlib.perceptron_step):
    """The unit after `seen` rows from a zero start; the rows come in their order, again and again."""
    X, y = nnlib.logic_gate(gate.lower())
    w, b, before, frame = np.zeros(2), 0.0, (np.zeros(2), 0.0), None
    for k in range(seen):
        before = (w, b)
        (frame,), _ = walk(X, y, w, b, eta, "example", k % 4, [0] * (k // 4 + (k % 4 > 0)), step)
        w, b = frame.w, frame.b
    return Stepper(X, y, seen, before, frame, eta, whose(step, nnlib.perceptron_step))


@painter(9.4, 4.5, left=0.05, right=0.985, bottom=0.13, top=0.91, wspace=0.12)
def paint_stepper(data, figure):
    left, right = panels(figure, 1, 2)
    w, b = (data.frame.w, data.frame.b) if data.frame else data.before
    paint_plane(left, w, b)
    if data.frame and data.frame.error and (ends := boundary(GATE_VIEW, *data.before)):
        left.plot(*np.transpose(ends), color=GREY, linestyle="--", zorder=1)
    wrong = np.flatnonzero((data.X @ w + b >= 0) != data.y)
    paint_points(left, data.X, data.y, wrong)
    if data.frame:
        ring = {"markerfacecolor": "none", "markeredgecolor": PURPLE, "markeredgewidth": 3.5}
        left.plot(*data.X[data.frame.row], "o", markersize=29, **ring, zorder=6)
    left.set_title(f"after {data.seen} rows: {len(wrong)} wrong (x)")
    _vectors(right, data, w)


def _vectors(axes, data, w):
    old = data.before[0]
    reach = max(1.6, 1.25 * np.abs([*old, *w, 1]).max())
    axes.axhline(0, color=GREY, linewidth=1)
    axes.axvline(0, color=GREY, linewidth=1)
    _arrow(axes, np.zeros(2), old, GREY, "old w", 2.5, (0, (4, 2)))
    _arrow(axes, np.zeros(2), w, PURPLE, "new w", 3.5, "-")
    if data.frame and data.frame.error:
        _arrow(
            axes, old, w - old, GREEN if data.frame.error > 0 else VERMILION, "the change", 2.5, ":"
        )
    axes.set(
        xlim=(-reach, reach),
        ylim=(-reach, reach),
        aspect="equal",
        xlabel="w₁",
        title="the arrow w, old and new",
    )
    axes.set_ylabel("w₂", rotation=0)
    whole_axis(axes.xaxis)
    whole_axis(axes.yaxis)
    axes.legend(loc="lower left")


def _arrow(axes, start, by, color, label, width, style):
    axes.plot([], [], color=color, linestyle=style, linewidth=width, label=label)
    if not np.any(by):
        return
    look = {"arrowstyle": "-|>,head_width=0.4,head_length=0.7", "color": color, "linewidth": width, "linestyle": style,
            "shrinkA": 0, "shrinkB": 0}  # fmt: skip
    axes.annotate("", start + by, start, arrowprops=look)


def read_stepper(data):
    if data.frame is None:
        return "Nothing seen yet: w = (0, 0), b = 0. The sum is 0 everywhere, so the unit fires everywhere."
    f, row = data.frame, _row(data.X[data.frame.row])
    does = f"sum {plain(f.z)}, so it {'fires' if f.z >= 0 else 'is silent'}"
    if not f.error:
        return f"Pass {f.turn}, row {row}: {does}, as it should. Nothing changes: w = {_row(f.w)}, b = {plain(f.b)}."
    wish = (
        "should fire: the row is added"
        if f.error > 0
        else "should be silent: the row is subtracted"
    )
    rate = "" if data.eta == 1 else f", {plain(data.eta)} times"
    (w, b) = data.before
    return (
        f"Pass {f.turn}, row {row}: {does}, but it {wish}{rate} (by {data.whose} rule). "
        f"w: {_row(w)} → {_row(f.w)}, b: {plain(b)} → {plain(f.b)}."
    )


STEPPER = Picture(stepper_data, paint_stepper, read_stepper)


def rule_stepper(step=nnlib.perceptron_step):
    """Widget: row after row through a gate, the line and the arrow before and after."""
    controls = {
        "gate": Choice("gate", ("AND", "OR", "NAND", "NOR", "XOR"), "AND"),
        "eta": Slider("rate η", 0.25, 4.0, 1.0, 0.25),
        "seen": Slider("rows seen", 0, 40, 0, 1),
        "next": Button("Next example", lambda values: {"seen": min(40, values["seen"] + 1)}),
        "again": Button("Start again", lambda values: {"seen": 0}),
    }
    return STEPPER.live(controls, step=step)


# -- (c) the margin and Novikoff's bound ----------------------------------------------------------------------------

UNIT = np.array([0.8, 0.6])  # the direction across the gap
OFFSET = 0.5  # how far the middle of the gap lies from the origin
GAPS = (0.1, 0.2, 0.4, 0.8, 1.2, 1.6)


def clouds(gap, rng, n=40):
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


def trial(gap, seed, fit=nnlib.perceptron_fit):
    X, y = clouds(gap, np.random.default_rng(seed))
    w, b, mistakes = fit(X, y, 1.0, 5000)
    return Trial(gap, X, y, np.asarray(w), float(b), int(sum(mistakes)), *bound(X, y))


@lru_cache(maxsize=4)
def trials(gaps=GAPS, seeds=10, fit=nnlib.perceptron_fit):
    """{gap: trials of several seeds}."""
    return {gap: [trial(gap, seed, fit) for seed in range(seeds)] for gap in gaps}


def bounds_data(gaps=GAPS, seeds=10, fit=nnlib.perceptron_fit):
    return trials(tuple(gaps), seeds, fit), whose(fit, nnlib.perceptron_fit)


@painter(8.6, 4.2)
def paint_bounds(data, figure):
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
        label="bound (R/γ)², median",
    )
    for k, gap in enumerate(gaps):
        counts = [one.mistakes for one in found[gap]]
        axes.plot(
            [gap] * len(counts),
            counts,
            "o",
            color=BLUE,
            alpha=0.55,
            label="" if k else "observed, one per seed",
        )
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set(xlabel="gap between the clouds", ylabel="mistakes until settled")
    axes.set(xlim=(0.085, 1.9), ylim=(0.8, 10_000))
    axes.set_xticks(gaps, [plain(g) for g in gaps])
    axes.set_xticks([], minor=True)
    ticks = [1, 10, 100, 1000, 10000]
    axes.set_yticks(ticks, [plain(t) for t in ticks])
    axes.set_yticks([], minor=True)
    axes.legend(loc="upper right")


def read_bounds(data):
    found, owner = data
    parts = [
        f"gap {plain(gap)}: {min(o.mistakes for o in one)} to {max(o.mistakes for o in one)} mistakes, "
        f"bound at least {plain(min(o.bound for o in one))}"
        for gap, one in found.items()
    ]
    seeds = len(next(iter(found.values())))
    return (
        f"Two clouds of 20 points each, {seeds} seeds for each gap, learned by {owner} perceptron_fit. "
        f"{'; '.join(parts)}."
    )


BOUNDS = Picture(bounds_data, paint_bounds, read_bounds)

CLOUD_VIEW = (-3.0, 3.0)


def margin_data(gap=0.8, seed=0, fit=nnlib.perceptron_fit):
    """The clouds of this gap and seed, and beside them the trials of all gaps."""
    return trial(gap, seed, fit), trials(GAPS, 10, fit), whose(fit, nnlib.perceptron_fit)


@painter(9.8, 4.5, left=0.045, right=0.985, bottom=0.12, top=0.91, wspace=0.2)
def paint_margin(data, figure):
    one, found, _ = data
    left, right = panels(figure, 1, 2)
    paint_plane(left, one.w, one.b, CLOUD_VIEW)
    for side in (-1, 1):  # the edges of the gap
        ends = boundary(CLOUD_VIEW, UNIT, -OFFSET + side * one.gap / 2)
        left.plot(*np.transpose(ends), color=GREEN, linestyle=":", linewidth=2)
    paint_points(left, one.X, one.y, size=0.55)
    left.set_title(f"gap {plain(one.gap)} (dotted): {one.mistakes} mistakes")
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
    right.set_title(f"bound {plain(one.bound)}, mistakes {one.mistakes}")


def read_margin(data):
    one, _, owner = data
    return (
        f"Gap {plain(one.gap)}: R = {plain(one.R)}, γ = {plain(one.gamma)}, so at most (R/γ)² = {plain(one.bound)} "
        f"mistakes. Observed, by {owner} perceptron_fit: {one.mistakes}."
    )


MARGIN = Picture(margin_data, paint_margin, read_margin)


def margin_slider(fit=nnlib.perceptron_fit):
    """Widget: the gap between two clouds, the mistakes until the unit settles, and the bound."""
    controls = {"gap": Slider("gap", 0.1, 1.6, 0.8, 0.1), "seed": Slider("draw", 0, 20, 0, 1)}
    return MARGIN.live(controls, fit=fit)
