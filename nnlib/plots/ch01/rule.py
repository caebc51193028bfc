"""The learning rule at work: the film of its corrections, the mistakes of each pass, and one row after another."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

import nnlib
from nnlib.core.words import tr
from nnlib.plots.ch01.drawing import GATE_VIEW, at, boundary, paint_plane, paint_points
from nnlib.plots.ch01.walk import Frame, walk
from nnlib.plots.kit.live_figures import Button, Choice, Live, Slider
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.owner import whose
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    GREEN,
    GREY,
    PURPLE,
    SERIES,
    VERMILION,
    painter,
    panels,
    whole_axis,
)

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


def film_data(name: str = "AND", eta: float = 1.0, step: Callable = nnlib.perceptron_step):
    """The corrections of `step` on one gate, from a zero start until it settles or gives up."""
    X, y = nnlib.logic_gate(name.lower())
    frames, mistakes = walk(X, y, np.zeros(2), 0.0, eta, step=step)
    corrections = [frame for frame in frames if frame.error]
    return Film(name, X, y, corrections, mistakes, whose(step))


SHOWN = 12


@painter(10.2, 7.6, left=0.03, right=0.99, bottom=0.05, top=0.95, wspace=0.12, hspace=0.36)
def paint_film(data: Film, figure: Figure):
    """One panel for each correction: the line after it, the line before it in grey, a ring around the row."""
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
            tr(
                "{value}: {value2} {at}, epoch {turn}",
                value=k + 1,
                value2="+" if frame.error > 0 else "−",
                at=at(data.X[frame.row]),
                turn=frame.turn,
            )
        )
        axes.set(xlabel="", ylabel="", xticks=[], yticks=[])
        last = frame


def read_film(data: Film):
    """In words: how many corrections, and where they ended."""
    total = len(data.corrections)
    end = data.corrections[-1]
    shown = tr("the first {SHOWN} of ", SHOWN=SHOWN) if total > SHOWN else ""
    how = (
        tr("settles in epoch {count}", count=len(data.mistakes))
        if data.settled
        else tr("has not settled after {count} epochs", count=len(data.mistakes))
    )
    return tr(
        "{name} learned by {whose} rule, the line after each correction ({shown}{total}). "
        "The ring marks the row that was wrong; plus means added, minus subtracted; grey is "
        "the line before. It {how}, with w = {at} and b = {plain}.",
        name=data.name,
        whose=data.whose,
        shown=shown,
        total=total,
        how=how,
        at=at(end.w),
        plain=plain(end.b),
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
    rates: tuple = (1.0, 0.25),
    gates: tuple = ("OR", "AND", "NAND", "XOR"),
    passes: int = 12,
    fit: Callable = nnlib.perceptron_fit,
):
    """Mistakes per pass as `fit` counts them: AND at several rates, several gates at rate 1."""
    X, y = nnlib.logic_gate("and")
    by_rate = {eta: fit(X, y, eta, passes) for eta in rates}
    by_gate = {name: list(fit(*nnlib.logic_gate(name.lower()), 1.0, passes)[2]) for name in gates}
    return Mistakes(by_rate, by_gate, whose(fit))


@painter(9.4, 3.9, left=0.06, right=0.985, bottom=0.15, top=0.9, wspace=0.16)
def paint_mistakes(data: Mistakes, figure: Figure):
    """Mistakes over the passes: AND at two rates, and four gates."""
    left, right = panels(figure, 1, 2, sharey=True)
    for k, (eta, (w, b, counts)) in enumerate(data.rates.items()):
        wide = {"linewidth": 7, "alpha": 0.45, "markersize": 13} if k == 0 else {}
        label = tr(
            "rate {plain}: w = {at}, b = {plain2}", plain=plain(eta), at=at(w), plain2=plain(b)
        )
        left.plot(range(1, len(counts) + 1), counts, **SERIES[k] | wide, label=label)
    left.set(
        title=tr("AND at two rates"),
        xlabel="epoch",
        ylabel=tr("mistakes in this epoch"),
        ylim=(-0.3, 6.2),
    )
    for look, (name, counts) in zip(SERIES, data.gates.items()):
        right.plot(range(1, len(counts) + 1), counts, **look, label=name)
    right.set(title=tr("four gates at rate 1"), xlabel="epoch")
    for axes in (left, right):
        axes.legend(loc="upper right", ncols=2 if axes is right else 1)
        whole_axis(axes.xaxis)
        whole_axis(axes.yaxis)


def read_mistakes(data: Mistakes):
    """In words: the mistakes of every pass."""
    rates = "; ".join(
        tr(
            "rate {plain}: {list}, w = {at}, b = {plain2}",
            plain=plain(eta),
            list=_list(c),
            at=at(w),
            plain2=plain(b),
        )
        for eta, (w, b, c) in data.rates.items()
    )
    gates = "; ".join(f"{name}: {_list(counts)}" for name, counts in data.gates.items())
    return tr(
        "Mistakes in each epoch, counted by {whose} perceptron_fit. AND, {rates}. At rate 1, "
        "{gates}.",
        whose=data.whose,
        rates=rates,
        gates=gates,
    )


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


def stepper_data(
    gate: str = "AND", seen: int = 0, eta: float = 1.0, step: Callable = nnlib.perceptron_step
):
    """The unit after `seen` rows from a zero start; the rows come in their order, again and again."""
    X, y = nnlib.logic_gate(gate.lower())
    w, b, before, frame = np.zeros(2), 0.0, (np.zeros(2), 0.0), None
    for k in range(seen):
        before = (w, b)
        (frame,), _ = walk(X, y, w, b, eta, "example", k % 4, [0] * (k // 4 + (k % 4 > 0)), step)
        w, b = frame.w, frame.b
    return Stepper(X, y, seen, before, frame, eta, whose(step))


@painter(9.4, 4.5, left=0.05, right=0.985, bottom=0.13, top=0.91, wspace=0.12)
def paint_stepper(data: Stepper, figure: Figure):
    """The line after this row, and the arrow w, old and new."""
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
    left.set_title(tr("after {seen} rows: {count} wrong (x)", seen=data.seen, count=len(wrong)))
    _vectors(right, data, w)


def _vectors(axes, data, w):
    old = data.before[0]
    reach = max(1.6, 1.25 * np.abs([*old, *w, 1]).max())
    axes.axhline(0, color=GREY, linewidth=1)
    axes.axvline(0, color=GREY, linewidth=1)
    _arrow(axes, np.zeros(2), old, GREY, tr("old w"), 2.5, (0, (4, 2)))
    _arrow(axes, np.zeros(2), w, PURPLE, tr("new w"), 3.5, "-")
    if data.frame and data.frame.error:
        _arrow(
            axes,
            old,
            w - old,
            GREEN if data.frame.error > 0 else VERMILION,
            tr("the change"),
            2.5,
            ":",
        )
    axes.set(
        xlim=(-reach, reach),
        ylim=(-reach, reach),
        aspect="equal",
        xlabel="w₁",
        title=tr("the arrow w, old and new"),
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


def read_stepper(data: Stepper):
    """In words: what the rule did with this row, and why."""
    if data.frame is None:
        return tr(
            "Nothing seen yet: w = (0, 0), b = 0. The sum is 0 everywhere, so the unit fires "
            "everywhere."
        )
    f, row = data.frame, at(data.X[data.frame.row])
    does = tr(
        "sum {plain}, so it {value}",
        plain=plain(f.z),
        value=tr("fires") if f.z >= 0 else tr("is silent"),
    )
    if not f.error:
        return tr(
            "Epoch {turn}, row {row}: {does}, as it should. Nothing changes: w = {at}, b = {plain}.",
            turn=f.turn,
            row=row,
            does=does,
            at=at(f.w),
            plain=plain(f.b),
        )
    wish = (
        tr("should fire: the row is added")
        if f.error > 0
        else tr("should be silent: the row is subtracted")
    )
    rate = "" if data.eta == 1 else f", {plain(data.eta)} times"
    (w, b) = data.before
    return tr(
        "Epoch {turn}, row {row}: {does}, but it {wish}{rate} (by {whose} rule). w: {at} → "
        "{at2}, b: {plain} → {plain2}.",
        turn=f.turn,
        row=row,
        does=does,
        wish=wish,
        rate=rate,
        whose=data.whose,
        at=at(w),
        at2=at(f.w),
        plain=plain(b),
        plain2=plain(f.b),
    )


RULE_STEPPER = Picture(stepper_data, paint_stepper, read_stepper)


def rule_stepper(step: Callable = nnlib.perceptron_step) -> Live:
    """Widget: row after row through a gate, the line and the arrow before and after."""
    controls = {
        "gate": Choice("gate", ("AND", "OR", "NAND", "NOR", "XOR"), "AND"),
        "eta": Slider("rate η", 0.25, 4.0, 1.0, 0.25),
        "seen": Slider(tr("rows seen"), 0, 40, 4, 1),  # the first row that moves the arrow
        "next": Button(tr("Next example"), lambda values: {"seen": min(40, values["seen"] + 1)}),
        "again": Button(tr("Start again"), lambda values: {"seen": 0}),
    }
    return RULE_STEPPER.live(controls, step=step)
