"""What is said to help, measured: on few clean digits, and on digits of which some carry a wrong label."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.plots.ch10.lesson import BOOKS, Recipe, measured, mirrored, parts, shifted, teach
from nnlib.plots.kit.live_figures import Live, Slider
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import BLACK, GREY, SERIES, painter, panels, whole_axis

RECIPES = {
    tr("nothing"): Recipe(),
    tr("L2 penalty 0.01"): Recipe(lam=0.01),
    tr("dropout, keep 0.5"): Recipe(keep=0.5),
    tr("noise on inputs"): Recipe(input_noise=0.3),
    tr("noise on weights"): Recipe(weight_noise=0.1),
    tr("shifted pictures"): Recipe(change=shifted),
    tr("mirrored pictures"): Recipe(change=mirrored),
    tr("no hidden layer"): Recipe(hidden=0),
}
WRONG_ROWS, WRONG_LABELS = 200, 60


def spoiled(seen, count, rng):
    """The rows with `count` labels drawn anew, most of them wrong now."""
    X, y = seen
    y = y.copy()
    y[rng.choice(len(y), count, replace=False)] = rng.integers(0, 10, count)
    return X, y


def lesson(recipe, seed, wrong=False, epochs=100, tools=BOOKS, watch=True):
    """(lesson, share of new pictures that it has right) for one seed."""
    rng = np.random.default_rng(100 + seed)
    seen, val, new = parts(seed, WRONG_ROWS if wrong else 100)
    if wrong:
        seen = spoiled(seen, WRONG_LABELS, rng)
    taught = teach(seen, val, recipe, rng, epochs, tools, watch)
    return taught, measured(taught.params, *new)[1]


def remedies_data(seeds: int = 3, epochs: tuple = (100, 150), names: tuple = tuple(RECIPES)):
    """{setting: {remedy: accuracy on new pictures, per seed}}: 100 clean rows, and 200 rows with 60 labels redrawn."""
    found = {}
    for setting, wrong, most in zip(("clean", "spoiled"), (False, True), epochs):
        found[setting] = {
            name: np.array(
                [lesson(RECIPES[name], s, wrong, most, watch=False)[1] for s in range(seeds)]
            )
            for name in names
        }
    return found


@painter(9, 4.2)
def paint_remedies(data: dict, figure: Figure):
    """A row for each remedy, a dot for each seed, the mean as a bar across."""
    titles = {
        "clean": tr("100 clean pictures"),
        "spoiled": tr("200 pictures, 60 labels redrawn"),
    }
    for axes, (setting, rows) in zip(panels(figure, 1, 2, sharey=True), data.items()):
        plain = 100 * next(iter(rows.values())).mean()
        axes.axvline(plain, color=GREY, linestyle=":")
        for k, shares in enumerate(rows.values()):
            look = SERIES[0] if 100 * shares.mean() >= plain else SERIES[1]
            axes.plot(
                100 * shares,
                np.full(len(shares), k),
                look["marker"],
                color=look["color"],
                alpha=0.7,
            )
            axes.plot(100 * shares.mean(), k, "|", color=BLACK, markersize=18, markeredgewidth=2.5)
        axes.set_yticks(range(len(rows)), list(rows))
        axes.set(ylim=(len(rows) - 0.4, -0.6), xlabel=tr("new pictures right, in %"))
        axes.set_title(titles[setting])


def read_remedies(data: dict):
    """In words: the mean of each remedy in both settings."""
    names = list(data["clean"])
    listed = "; ".join(
        tr(
            "{remedy} {clean:.1f}% and {spoiled:.1f}%",
            remedy=name,
            clean=100 * data["clean"][name].mean(),
            spoiled=100 * data["spoiled"][name].mean(),
        )
        for name in names
    )
    return tr(
        "New pictures right, mean of {seeds} seeds, trained on 100 clean pictures and on 200 with 60 labels "
        "redrawn. {listed}.",
        seeds=len(data["clean"][names[0]]),
        listed=listed,
    )


REMEDIES = Picture(remedies_data, paint_remedies, read_remedies)


# -- two curves, and where to stop -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stopped:
    """The losses of a training, the rule's verdict, and the shares of new pictures at best, stop and end."""

    train: np.ndarray
    val: np.ndarray
    stop: int | None
    best: int
    shares: tuple
    patience: int


def curves_data(taught, new, patience: int = 10, rule=None):
    """Apply the stopping rule, nnlib's or a reader's, to the history of a lesson."""
    from nnlib.regularization import early_stopping

    stop, best = (rule or early_stopping)(np.array(taught.val), patience, 0.0)
    ends = (best, len(taught.val) - 1 if stop is None else stop, len(taught.val) - 1)
    shares = tuple(measured(taught.snapshots[k], *new)[1] for k in ends)
    return Stopped(np.array(taught.train), np.array(taught.val), stop, int(best), shares, patience)


@painter(7.6, 4)
def paint_curves(data: Stopped, figure: Figure):
    """Both losses by epoch, with the best epoch and the one where training stops."""
    axes, epochs = panels(figure), np.arange(len(data.val))
    every = max(len(epochs) // 8, 1)
    axes.plot(epochs, data.train, **SERIES[0], markevery=every, label=tr("training rows"))
    axes.plot(epochs, data.val, **SERIES[1], markevery=every, label=tr("validation rows"))
    axes.axvline(data.best, color=BLACK, linestyle="-", linewidth=1.2, label=tr("best"))
    if data.stop is not None:
        axes.axvline(data.stop, color=BLACK, linestyle=":", label=tr("stop"))
    axes.set(xlabel=tr("epoch"), ylabel=tr("loss"), ylim=(0, 2.5))
    whole_axis(axes.xaxis)
    axes.legend(loc="upper right")


def read_curves(data: Stopped):
    """In words: when it stops, and what each choice of weights has right."""
    best, stop, end = (100 * share for share in data.shares)
    if data.stop is None:
        return tr(
            "With patience {patience} training never stops. The best epoch is {best_epoch}; its weights have "
            "{best:.1f}% of the new pictures right, those of the end {end:.1f}%.",
            patience=data.patience,
            best_epoch=data.best,
            best=best,
            end=end,
        )
    return tr(
        "With patience {patience} training stops after epoch {stop_epoch}; the best epoch is {best_epoch}. New "
        "pictures right: {best:.1f}% with the weights of the best epoch, {stop:.1f}% with those of the stop, "
        "{end:.1f}% at the end.",
        patience=data.patience,
        stop_epoch=data.stop,
        best_epoch=data.best,
        best=best,
        stop=stop,
        end=end,
    )


CURVES = Picture(curves_data, paint_curves, read_curves)


def stop_in_time(taught, new, rule=None) -> Live:
    """Widget: patience -> where training stops, and what the weights of best, stop and end have right."""
    return CURVES.live(
        {"patience": Slider(tr("patience"), 1, 60, 10, 1)}, taught=taught, new=new, rule=rule
    )
