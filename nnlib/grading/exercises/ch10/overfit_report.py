"""overfit_report(train, val): the epoch with the lowest validation loss, and the gap there."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, exercise

ex = exercise("overfit_report", "train, val -> best_epoch, gap")


def _case(train, val, about=""):
    """The best epoch by looking at each; the first of equals."""
    best = 0
    for epoch in range(len(val)):
        if val[epoch] < val[best]:
            best = epoch
    truth = {"best_epoch": best, "gap": float(val[best]) - float(train[best])}
    arguments = {"train": np.array(train, float), "val": np.array(val, float)}
    return Case(arguments, truth, about, 1e-9, scale=1.0)


def _curves(rng, epochs=40):
    """A training loss that falls all the time, and a validation loss with its valley before the end."""
    t = np.arange(epochs)
    low = int(rng.integers(8, epochs - 12))
    train = 2 * np.exp(-t / 9) + 0.01 * rng.random(epochs)
    val = 1.0 + ((t - low) / epochs) ** 2 * 3 + 0.0005 * rng.random(epochs)
    return train, val


@ex.part(points=2)
def curves(rng):
    return [
        _case([5, 3, 1], [5, 4, 6], tr("the example of the statement")),
        _case([4, 2, 1, 0.5, 0.25], [4, 3, 2.5, 2.75, 3]),
        _case([4, 2, 1, 1.5], [4, 3, 3.5, 5]),
        _case(*_curves(rng), tr("curves of 40 epochs")),
    ]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    return [
        _case([3, 2, 1], [4, 3, 2], tr("no overfitting yet")),
        _case([3, 2, 1, 0.5], [4, 2.5, 3, 2.5], tr("two equal valleys: the first counts")),
        _case([2.0], [1.5], tr("one epoch, the validation loss below the training loss")),
        _case([2, 1.5, 1.75], [1, 1.25, 1.5], tr("best at the start")),
        _case(*_curves(rng)),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def training_minimum(train, val):
    """You look for the lowest training loss. It falls as long as the network learns by heart: which of the two
    losses has not been trained on?
    """
    best = int(np.argmin(train))
    return best, val[best] - train[best]


@ex.slip
def smallest_gap(train, val):
    """You look for the smallest gap. Before any training the gap is small too, and the network knows nothing."""
    best = int(np.argmin(np.abs(np.asarray(val) - train)))
    return best, val[best] - train[best]


@ex.slip
def largest_gap(train, val):
    """You look for the largest gap. The best epoch is the one with the lowest loss on validation rows."""
    best = int(np.argmax(np.asarray(val) - train))
    return best, val[best] - train[best]


@ex.slip
def gap_turned_round(train, val):
    """Your gap has the other sign. It says how much higher the validation loss is than the training loss."""
    best = int(np.argmin(val))
    return best, train[best] - val[best]


@ex.slip
def gap_at_the_end(train, val):
    """Your epoch is right, and your gap is that of the last epoch. The gap at the best epoch is asked for."""
    return int(np.argmin(val)), val[-1] - train[-1]


@ex.slip
def gap_of_minima(train, val):
    """You take the lowest loss of each curve. They lie at different epochs: both numbers of the gap belong to the
    best one.
    """
    return int(np.argmin(val)), np.min(val) - np.min(train)


@ex.slip
def counted_from_one(train, val):
    """Your epochs are counted from 1. Here the first epoch has the number 0, as in a list."""
    best = int(np.argmin(val))
    return best + 1, val[best] - train[best]


@ex.slip
def gap_without_sign(train, val):
    """Where the validation loss is below the training loss, the gap is below 0: that is worth knowing."""
    best = int(np.argmin(val))
    return best, abs(val[best] - train[best])


@ex.slip
def last_of_equals(train, val):
    """Of two equal valleys you give the later one. The first is asked for: it cost less training."""
    best = len(val) - 1 - int(np.argmin(np.asarray(val)[::-1]))
    return best, val[best] - train[best]


ex.effect(
    "input-modified",
    tr("You write into the histories. They belong to the caller: leave them as they were."),
)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def by_argmin(train, val):
    best = np.argmin(val)
    return best, val[best] - train[best]


@ex.right
def by_loop(train, val):
    best = 0
    for epoch, loss in enumerate(val):
        if loss < val[best]:
            best = epoch
    return [best, float(val[best]) - float(train[best])]


@ex.right
def by_list(train, val):
    val = list(val)
    best = val.index(min(val))
    return best, val[best] - list(train)[best]


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="training-minimum", points=0)(training_minimum)
ex.wrong(slip="smallest-gap", points=0)(smallest_gap)
ex.wrong(slip="largest-gap", points=0)(largest_gap)
ex.wrong(slip="gap-turned-round", points=0)(gap_turned_round)
ex.wrong(slip="gap-at-the-end", points=0)(gap_at_the_end)
ex.wrong(slip="gap-of-minima", points=0)(gap_of_minima)
ex.wrong(slip="counted-from-one", points=0)(counted_from_one)
ex.wrong(slip="gap-without-sign", points=2)(gap_without_sign)
ex.wrong(slip="last-of-equals", points=2)(last_of_equals)
ex.wrong(slip="wrong-type", points=0)(lambda train, val: int(np.argmin(val)))
