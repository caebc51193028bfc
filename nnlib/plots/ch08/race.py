"""The race of three batch sizes, and the race stopped at any moment."""

import time
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib.batching import iterations_per_epoch
from nnlib.core.words import tr
from nnlib.plots.ch08.deck import number_of
from nnlib.plots.kit.live_figures import Choice, Live, Slider
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BLACK,
    SERIES,
    log_axis,
    painter,
    panels,
)


@dataclass(frozen=True)
class Lane:
    """One way to train: its batch size, and per seed the accuracies after each epoch, and the seconds of an epoch."""

    label: str
    epochs: np.ndarray
    accuracies: np.ndarray
    updates: int
    seconds: float


def batch_race_data(
    X,
    y,
    seeds: int = 5,
    epochs: int = 60,
    train=None,
    settings: tuple = ((1, 0.02, 5), (32, 0.1, 60), (None, 0.1, 60)),
):
    """Train 64-32-10 on digits with several batch sizes (None: all rows): accuracy on 397 held-out rows by epoch.

    Each setting is (batch size, learning rate, epochs). `train` is nnlib's.
    """
    from nnlib.datasets import split
    from nnlib.models.train import train as book

    lanes = []
    for B, lr, most in settings:
        found, spent = [], 0.0
        for seed in range(seeds):
            rng = np.random.default_rng(seed)
            X_train, y_train, X_test, y_test = split(X, y, 397, rng)
            size = len(X_train) if B is None else B
            start = time.perf_counter()
            trained = (train or book)(
                X_train, y_train, [64, 32, 10], rng, epochs=min(most, epochs), batch_size=size, lr=lr,
                validation=(X_test, y_test),
            )  # fmt: skip
            spent += time.perf_counter() - start
            found.append(trained.history["accuracy"])
        label = "B = n" if B is None else f"B = {B}"
        count, per_epoch = len(found[0]), iterations_per_epoch(len(X_train), size)
        lanes.append(
            Lane(label, np.arange(1, count + 1), np.array(found), per_epoch, spent / seeds / count)
        )
    return lanes


@painter(9, 3.8, left=0.08, right=0.985, bottom=0.16, top=0.9, wspace=0.1)
def paint_batch_race(lanes: list, figure: Figure):
    """Test accuracy over the epochs and over the time, a line for each batch size."""
    left, right = panels(figure, 1, 2, sharey=True)
    for lane, look in zip(lanes, SERIES):
        mean = 100 * lane.accuracies.mean(axis=0)
        band = 100 * lane.accuracies.min(axis=0), 100 * lane.accuracies.max(axis=0)
        every = max(len(mean) // 8, 1)
        for axes, x in ((left, lane.epochs), (right, lane.epochs * lane.seconds)):
            axes.plot(x, mean, **look, markevery=every, label=lane.label)
            axes.fill_between(x, *band, color=look["color"], alpha=0.2, linewidth=0)
    left.set(xlabel="epochs", ylabel=tr("test accuracy in %"), ylim=(0, 101))
    right.set(xlabel=tr("seconds on this machine"), xscale="log")
    left.set_title(tr("equal epochs"))
    right.set_title(tr("equal time"))
    left.legend(loc="lower right")


def read_batch_race(lanes: list):
    """In words: where each batch size ends."""
    ends = [
        tr(
            "{label}: {value:.1f}% after {count} epochs, that is {value2:,} updates (from "
            "{value3:.1f} to {value4:.1f})",
            label=lane.label,
            value=100 * lane.accuracies[:, -1].mean(),
            count=len(lane.epochs),
            value2=lane.updates * len(lane.epochs),
            value3=100 * lane.accuracies[:, -1].min(),
            value4=100 * lane.accuracies[:, -1].max(),
        )
        for lane in lanes
    ]
    return tr(
        "Test accuracy on digits, mean of {count} seeds. {listed}.",
        count=len(lanes[0].accuracies),
        listed="; ".join(ends),
    )


BATCH_RACE = Picture(batch_race_data, paint_batch_race, read_batch_race)


# -- the race, stopped at any moment ----------------------------------------------------------------------------------

EPOCHS, TIME = tr("equal epochs"), tr("equal time")


@dataclass(frozen=True)
class Stop:
    """The race stopped at `budget` (epochs or seconds): per lane its curve, and how far it is (epochs, accuracy)."""

    by: str
    budget: float
    lanes: list
    epochs: list
    accuracies: list


def race_at_data(lanes, by=EPOCHS, share: int = 100):
    """Stop the race when `share` percent of the longest lane's epochs, or of its seconds, have passed."""
    units = [1.0 if by == EPOCHS else lane.seconds for lane in lanes]
    budget = share / 100 * max(unit * len(lane.epochs) for unit, lane in zip(units, lanes))
    done = [min(int(budget / unit + 1e-9), len(lane.epochs)) for unit, lane in zip(units, lanes)]
    means = [lane.accuracies.mean(axis=0)[n - 1] if n else np.nan for n, lane in zip(done, lanes)]
    return Stop(by, budget, lanes, done, means)


@painter(7.6, 4)
def paint_race_at(stop: Stop, figure: Figure):
    """How far each batch size has come at this moment."""
    axes = panels(figure)
    for lane, look, count, accuracy in zip(stop.lanes, SERIES, stop.epochs, stop.accuracies):
        unit = 1.0 if stop.by == EPOCHS else lane.seconds
        x, mean = unit * lane.epochs, 100 * lane.accuracies.mean(axis=0)
        axes.plot(x, mean, color=look["color"], linewidth=1.2, alpha=0.5)
        axes.plot(x[:count], mean[:count], **look, markevery=max(count // 8, 1), label=lane.label)
        if count:
            axes.plot(
                x[count - 1], 100 * accuracy, look["marker"], color=look["color"], markersize=12
            )
    axes.axvline(stop.budget, color=BLACK, linestyle=":")
    axes.set_xscale("log" if stop.by == TIME else "linear")
    if stop.by == TIME:
        log_axis(axes.xaxis)
    axes.set(xlabel="epochs" if stop.by == EPOCHS else tr("seconds on this machine"), ylim=(0, 101))
    axes.set(ylabel=tr("test accuracy in %"), title=stop.by)
    axes.legend(loc="lower right")


def read_race_at(stop: Stop):
    """In words: the accuracies at this moment."""
    unit = "epochs" if stop.by == EPOCHS else "seconds"
    parts = [
        tr(
            "{label} has made {number_of}, {value:,} updates, and is right in {value2:.1f}%",
            label=lane.label,
            number_of=number_of(count, "epoch"),
            value=count * lane.updates,
            value2=100 * a,
        )
        if count
        else tr("{label} has not finished one epoch", label=lane.label)
        for lane, count, a in zip(stop.lanes, stop.epochs, stop.accuracies)
    ]
    return tr(
        "After {plain} {unit}: {listed}.",
        plain=plain(stop.budget, 2),
        unit=unit,
        listed="; ".join(parts),
    )


RACE_AT = Picture(race_at_data, paint_race_at, read_race_at)


def batch_race(lanes: list[Lane]) -> Live:
    """Widget: equal epochs or equal time, and when to stop -> how far each batch size has come."""
    controls = {
        "by": Choice(tr("compare at"), (EPOCHS, TIME), EPOCHS),
        "share": Slider(tr("share of the race"), 1, 100, 100, 1),
    }
    return RACE_AT.live(controls, lanes=lanes)
