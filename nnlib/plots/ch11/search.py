"""Grid or random: nine trials each, on a surface of which one direction matters (Bergstra and Bengio, 2012)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.plots.kit.live_figures import Choice, Live, Slider
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import BLUE, GREY, SERIES, VERMILION, log_axis, painter, panels
from nnlib.selection import log_uniform, random_search

LOW, HIGH = 1e-4, 10.0  # rates
RATES = np.geomspace(LOW, HIGH, 16)
WIDTHS, SMALL = (32, 48, 64, 96), (8, 16, 32, 64)
WAYS = (tr("random, log scale"), tr("random, linear scale"), "grid")


@cache
def measured(widths=WIDTHS):
    """Accuracy on 200 held-out digits for each width and rate, (4, 16): 400 digits, 5 epochs of SGD, one seed."""
    from nnlib.datasets import load_digits, split
    from nnlib.models.layers import Dense, Input
    from nnlib.models.optimizers import SGD
    from nnlib.models.sequential import Sequential

    X, y, X_held, y_held = split(*load_digits(), 1397, np.random.default_rng(0))
    X_held, y_held = X_held[:200], y_held[:200]
    table = np.zeros((len(widths), len(RATES)))
    for i, width in enumerate(widths):
        model = Sequential([Input((64,)), Dense(width, "relu"), Dense(10, "softmax")], rng=0)
        model.compile(SGD(0.1), "sparse_categorical_crossentropy", metrics=["accuracy"])
        start = model.theta.copy()
        for j, rate in enumerate(RATES):
            model.theta[:] = start
            model.optimizer.learning_rate = float(rate)
            with np.errstate(all="ignore"):
                model.fit(X, y, epochs=5, verbose=0, rng=0)
                table[i, j] = model.evaluate(X_held, y_held)[1]
    return table


def score(setting, widths=WIDTHS):
    """The accuracy of (rate, width), between the measured ones: linear in the logarithms of both."""
    rate, width = setting
    column = np.interp(np.log(rate), np.log(RATES), np.arange(len(RATES)))
    row = np.interp(np.log(width), np.log(widths), np.arange(len(widths)))
    table, i, j = measured(widths), int(min(row, len(widths) - 2)), int(min(column, len(RATES) - 2))
    u, v = row - i, column - j
    upper = (1 - v) * table[i, j] + v * table[i, j + 1]
    lower = (1 - v) * table[i + 1, j] + v * table[i + 1, j + 1]
    return float((1 - u) * upper + u * lower)


def sampler(way, widths=WIDTHS):
    """sample(rng) -> (rate, width), the rate drawn on a logarithmic or on a linear scale."""

    def sample(rng):
        rate = log_uniform(LOW, HIGH, rng) if way == WAYS[0] else rng.uniform(LOW, HIGH)
        return rate, log_uniform(widths[0], widths[-1], rng)

    return sample


def grid(n, rng, widths=WIDTHS):
    """About n settings on a square grid over log scales; its place is drawn, so that no lucky grid is chosen."""
    side = max(round(n**0.5), 1)
    u, v = (np.arange(side) + rng.random()) / side, (np.arange(side) + rng.random()) / side
    rates, widths = LOW * (HIGH / LOW) ** u, widths[0] * (widths[-1] / widths[0]) ** v
    return [(float(rate), float(width)) for rate in rates for width in widths]


def searched(way, n, rng, search=random_search, widths=WIDTHS):
    """(best score, trials) of one search with n trials."""
    if way == "grid":
        trials = [(setting, score(setting, widths)) for setting in grid(n, rng, widths)]
        return max(found for _, found in trials), trials
    _, best, trials = search(sampler(way, widths), lambda one: score(one, widths), n, rng)
    return best, trials


# -- nine and nine ----------------------------------------------------------------------------------------------------


def nine_data(seed: int = 0, repeats: int = 300, widths: tuple = WIDTHS):
    """A grid and a random search of nine trials each; and the best score of `repeats` such searches of both."""
    rng = np.random.default_rng(seed)
    shown = {way: searched(way, 9, rng, widths=widths)[1] for way in ("grid", WAYS[0])}
    bests = {
        way: np.array([searched(way, 9, rng, widths=widths)[0] for _ in range(repeats)])
        for way in shown
    }
    return {"shown": shown, "bests": bests, "widths": widths}


@painter(9.4, 4.4)
def paint_nine(data: dict, figure: Figure):
    """Nine trials of either search on the measured surface, and what they see of the rate alone."""
    for axes, (way, trials) in zip(panels(figure, 1, 2), data["shown"].items()):
        _surface(axes, data["widths"])
        settings = np.array([setting for setting, _ in trials])
        axes.plot(*settings.T, "o", color="white", markeredgecolor="black", markersize=10)
        axes.plot(
            settings[:, 0],
            np.full(len(settings), 0.93 * data["widths"][0]),
            "|",
            color=VERMILION,
            markersize=18,
            mew=3,
        )
        axes.set_ylim(0.87 * data["widths"][0], data["widths"][-1])
        rates = len(set(np.round(np.log(settings[:, 0]), 9)))
        axes.set_title(tr("{way}: {rates} rates in 9 trials", way=way, rates=rates))


def _surface(axes, widths):
    axes.pcolormesh(
        RATES, widths, 100 * measured(widths), cmap="cividis", vmin=0, vmax=100, shading="gouraud"
    )
    axes.set(
        xscale="log", yscale="log", xlim=(LOW, HIGH), xlabel=tr("learning rate"), ylabel=tr("width")
    )
    log_axis(axes.xaxis)
    axes.minorticks_off()
    axes.set_yticks(widths, [str(width) for width in widths])


def read_nine(data: dict):
    """In words: how many rates each search tries, and the best score of many such searches."""
    parts = [
        tr(
            "{way}: {rates} different rates; best accuracy of {count} such searches {mean:.1f}% on average, {low:.1f}% "
            "in the worst tenth",
            way=way,
            rates=len({round(float(np.log(rate)), 9) for (rate, _), _ in data["shown"][way]}),
            count=len(bests),
            mean=100 * bests.mean(),
            low=100 * np.quantile(bests, 0.1),
        )
        for way, bests in data["bests"].items()
    ]
    return tr("Nine trials of rate and width on digits. {listed}.", listed="; ".join(parts))


GRID_OR_RANDOM = Picture(nine_data, paint_nine, read_nine)


# -- the budget, tried out --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Search:
    """One search: its way, its trials in order, and the best score so far after each."""

    way: str
    trials: list
    best: np.ndarray


def search_data(way=WAYS[0], budget: int = 9, seed: int = 0, search=random_search):
    """One search of `budget` trials; a grid takes the nearest square."""
    _, trials = searched(way, budget, np.random.default_rng(seed), search)
    return Search(way, trials, np.maximum.accumulate([found for _, found in trials]))


@painter(9.4, 4)
def paint_search(found: Search, figure: Figure):
    """The trials on the surface, and the best accuracy so far."""
    left, right = panels(figure, 1, 2)
    _surface(left, WIDTHS)
    settings = np.array([setting for setting, _ in found.trials])
    left.plot(*settings.T, "o", color="white", markeredgecolor="black", markersize=9)
    left.set_title(found.way)
    n = np.arange(1, len(found.trials) + 1)
    right.plot(
        n, [100 * value for _, value in found.trials], "o", color=GREY, label=tr("this trial")
    )
    right.step(
        n, 100 * found.best, where="post", color=BLUE, linewidth=2.5, label=tr("best so far")
    )
    right.plot(n[-1], 100 * found.best[-1], SERIES[0]["marker"], color=BLUE, markersize=9)
    right.set(
        xlabel=tr("trials"), ylabel=tr("accuracy in %"), ylim=(0, 101), xlim=(0.5, n[-1] + 0.5)
    )
    right.legend(loc="lower right")


def read_search(found: Search):
    """In words: how many trials, how many lie at useful rates, and the best."""
    rates = np.array([rate for (rate, _), _ in found.trials])
    return tr(
        "{way}: {count} trials, {useful} of them with a rate from 0.01 to 1. The best accuracy is {best:.1f}%, at "
        "trial {at}.",
        way=found.way,
        count=len(rates),
        useful=int(((rates >= 0.01) & (rates <= 1)).sum()),
        best=100 * found.best[-1],
        at=int(found.best.argmax()) + 1,
    )


SEARCH = Picture(search_data, paint_search, read_search)


def search_budget(search: Callable = random_search) -> Live:
    """Widget: the way to search, the number of trials, seed -> where the trials lie, and the best so far."""
    controls = {
        "way": Choice("search", WAYS, WAYS[0]),
        "budget": Slider("trials", 1, 36, 9, 1),
        "seed": Slider("seed", 0, 9, 0, 1),
    }
    return SEARCH.live(controls, search=search)
