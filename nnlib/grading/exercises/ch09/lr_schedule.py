"""lr_schedule(lr0, epoch, kind, every, factor, epochs, lr_end): the learning rate of an epoch."""

import math

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, exercise

ex = exercise("lr_schedule", "lr0, epoch, kind, every, factor, epochs, lr_end -> rate")


USUAL = {"every": 10, "factor": 0.5, "epochs": 100, "lr_end": 0.0}


def _rate(lr0, epoch, kind, rate, about="", **rest):
    """A case; where anything beyond the kind is given, all of it is, because the arguments go in order."""
    arguments = {"lr0": lr0, "epoch": epoch, "kind": kind} | (USUAL | rest if rest else {})
    about = about or tr("kind {kind!r}, epoch {epoch}", kind=kind, epoch=epoch)
    return Case(arguments, {"rate": rate}, about, scale=1e-3)


def _fallen(lr0, epoch, every, factor):
    """The truth of the steps by counting."""
    for later in range(1, epoch + 1):
        if later % every == 0:
            lr0 = lr0 * factor
    return lr0


@ex.part(points=1)
def value(rng):
    steps = {"every": 10, "factor": 0.5}
    falls = [(0, 0.1), (9, 0.1), (10, 0.05), (19, 0.05), (20, 0.025)]
    half = {"epochs": 100, "lr_end": 0.0}
    quarter = 0.05 + 0.05 * math.sqrt(0.5)  # where the cosine is the root of one half
    turns = [(0, 0.1), (25, quarter), (50, 0.05), (100, 0.0)]
    return [_rate(0.1, epoch, "step", rate, **steps) for epoch, rate in falls] + [
        _rate(0.1, epoch, "cosine", rate, **half) for epoch, rate in turns
    ]


@ex.part(points=1, hidden=True)
def robustness(rng):
    lr0, every, factor = float(rng.uniform(0.1, 1)), int(rng.integers(3, 7)), 0.3
    drawn = [
        _rate(lr0, e, "step", _fallen(lr0, e, every, factor), every=every, factor=factor)
        for e in (every - 1, every, 3 * every + 1)
    ]
    third = 0.01 + (lr0 - 0.01) * 0.75  # a third of the way, where the cosine is one half
    end = {"epochs": 30, "lr_end": 0.01}
    return [
        *drawn,
        _rate(lr0, 10, "cosine", third, tr("a cosine that ends above 0"), **end),
        _rate(lr0, 30, "cosine", 0.01, tr("the end of the cosine"), **end),
        _rate(lr0, 45, "cosine", 0.01, tr("after the end of the cosine"), **end),
        _rate(lr0, 9, "step", lr0, tr("nothing given but the kind")),
        _rate(lr0, 10, "step", lr0 / 2, tr("nothing given but the kind")),
        _rate(lr0, 0, "cosine", lr0, tr("nothing given but the kind")),
        _rate(lr0, 100, "cosine", 0.0, tr("nothing given but the kind")),
        _rate(lr0, 150, "cosine", 0.0, tr("nothing given but the kind")),
        _rate(lr0, 50, "cosine", lr0 / 2, tr("nothing given but the kind")),
    ]


# ---- slips -----------------------------------------------------------------------------------------


def schedule(lr0, epoch, kind="step", every=10, factor=0.5, epochs=100, lr_end=0.0):
    """The rate of an epoch, in plain Python."""
    if kind == "step":
        return lr0 * factor ** (epoch // every)
    return lr_end + (lr0 - lr_end) * (1 + math.cos(math.pi * min(epoch / epochs, 1))) / 2


@ex.slip
def falls_one_epoch_early(lr0, epoch, kind="step", every=10, factor=0.5, epochs=100, lr_end=0.0):
    """Your steps come one epoch too early. Epochs count from 0: with every = 10, epochs 0 to 9 have the first rate."""
    if kind == "step":
        return lr0 * factor ** ((epoch + 1) // every)
    return schedule(lr0, epoch, kind, epochs=epochs, lr_end=lr_end)


@ex.slip
def falls_one_epoch_late(lr0, epoch, kind="step", every=10, factor=0.5, epochs=100, lr_end=0.0):
    """Your steps come one epoch too late. With every = 10, epoch 10 is the first with the smaller rate."""
    if kind == "step":
        return lr0 * factor ** (max(epoch - 1, 0) // every)
    return schedule(lr0, epoch, kind, epochs=epochs, lr_end=lr_end)


@ex.slip
def falls_all_the_time(lr0, epoch, kind="step", every=10, factor=0.5, epochs=100, lr_end=0.0):
    """Your rate falls a little in every epoch. Steps keep it level between two falls."""
    if kind == "step":
        return lr0 * factor ** (epoch / every)
    return schedule(lr0, epoch, kind, epochs=epochs, lr_end=lr_end)


@ex.slip
def falls_once(lr0, epoch, kind="step", every=10, factor=0.5, epochs=100, lr_end=0.0):
    """Your rate falls once and never again. Every so many epochs it is multiplied by factor anew."""
    if kind == "step":
        return lr0 * (factor if epoch >= every else 1)
    return schedule(lr0, epoch, kind, epochs=epochs, lr_end=lr_end)


@ex.slip
def straight_line(lr0, epoch, kind="step", every=10, factor=0.5, epochs=100, lr_end=0.0):
    """Your cosine is a straight line: right at the start, in the middle and at the end, and wrong between."""
    if kind == "step":
        return schedule(lr0, epoch, every=every, factor=factor)
    return lr0 + (lr_end - lr0) * min(epoch / epochs, 1)


@ex.slip
def whole_turn(lr0, epoch, kind="step", every=10, factor=0.5, epochs=100, lr_end=0.0):
    """Your cosine makes a whole turn and comes back up. Half a turn goes from the top to the bottom."""
    if kind == "step":
        return schedule(lr0, epoch, every=every, factor=factor)
    return lr_end + (lr0 - lr_end) * (1 + math.cos(2 * math.pi * epoch / epochs)) / 2


@ex.slip
def quarter_turn(lr0, epoch, kind="step", every=10, factor=0.5, epochs=100, lr_end=0.0):
    """You use a quarter of a turn, from 1 to 0. Half a turn, from 1 to -1, lifted and halved, starts and ends flat."""
    if kind == "step":
        return schedule(lr0, epoch, every=every, factor=factor)
    return lr_end + (lr0 - lr_end) * math.cos(math.pi / 2 * min(epoch / epochs, 1))


@ex.slip
def rises_again(lr0, epoch, kind="step", every=10, factor=0.5, epochs=100, lr_end=0.0):
    """After the last epoch your rate rises again. From there on it stays at lr_end."""
    if kind == "step":
        return schedule(lr0, epoch, every=every, factor=factor)
    return lr_end + (lr0 - lr_end) * (1 + math.cos(math.pi * epoch / epochs)) / 2


@ex.slip
def end_ignored(lr0, epoch, kind="step", every=10, factor=0.5, epochs=100, lr_end=0.0):
    """Your cosine goes down to 0 whatever lr_end is."""
    return schedule(lr0, epoch, kind, every=every, factor=factor, epochs=epochs)


@ex.slip
def end_added(lr0, epoch, kind="step", every=10, factor=0.5, epochs=100, lr_end=0.0):
    """Your cosine starts above lr0: lr_end is added, and the way down is as long as before. From lr0 to lr_end it is
    shorter.
    """
    return schedule(lr0, epoch, kind, every=every, factor=factor, epochs=epochs) + (
        lr_end if kind == "cosine" else 0
    )


# ---- right answers ---------------------------------------------------------------------------------

ex.right(schedule)


@ex.right
def by_counting(lr0, epoch, kind="step", every=10, factor=0.5, epochs=100, lr_end=0.0):
    if kind == "step":
        return _fallen(lr0, epoch, every, factor)
    share = 1.0 if epoch > epochs else epoch / epochs
    return lr_end + (lr0 - lr_end) * math.cos(math.pi / 2 * share) ** 2


# ---- wrong answers ---------------------------------------------------------------------------------


def cosine_by(cosine):
    """A wrong answer whose steps are right, from its cosine(lr0, epoch, epochs, lr_end)."""

    def wrong(lr0, epoch, kind="step", every=10, factor=0.5, epochs=100, lr_end=0.0):
        if kind == "step":
            return schedule(lr0, epoch, every=every, factor=factor)
        return cosine(lr0, epoch, epochs, lr_end)

    return wrong


def steps_by(steps):
    """A wrong answer whose cosine is right, from its steps(lr0, epoch, every, factor)."""

    def wrong(lr0, epoch, kind="step", every=10, factor=0.5, epochs=100, lr_end=0.0):
        if kind == "step":
            return steps(lr0, epoch, every, factor)
        return schedule(lr0, epoch, kind, epochs=epochs, lr_end=lr_end)

    return wrong


ex.wrong(slip="falls-one-epoch-early", points=0)(
    steps_by(lambda lr0, epoch, every, factor: lr0 * factor ** ((epoch + 1) // every))
)
ex.wrong(slip="falls-all-the-time", points=0)(
    steps_by(lambda lr0, epoch, every, factor: lr0 * factor ** (epoch / every))
)
ex.wrong(slip=None, points=0)(
    steps_by(lambda lr0, epoch, every, factor: lr0 * factor * (epoch // every))
)
ex.wrong(slip=None, points=0)(
    steps_by(lambda lr0, epoch, every, factor: lr0 - factor * (epoch // every))
)
ex.wrong(slip="straight-line", points=0)(
    cosine_by(lambda lr0, epoch, epochs, lr_end: lr0 - (lr0 - lr_end) * min(1, epoch / epochs))
)
ex.wrong(slip="rises-again", points=1)(
    cosine_by(
        lambda lr0, epoch, epochs, lr_end: (
            lr_end + 0.5 * (lr0 - lr_end) * (1 + math.cos(math.pi * epoch / epochs))
        )
    )
)
ex.wrong(slip="end-ignored", points=1)(
    cosine_by(
        lambda lr0, epoch, epochs, lr_end: (
            lr0 * (1 + math.cos(math.pi * min(1, epoch / epochs))) / 2
        )
    )
)
ex.wrong(slip=None, points=0)(
    cosine_by(lambda lr0, epoch, epochs, lr_end: lr0 * math.cos(math.pi * epoch / epochs))
)
# the defaults
ex.wrong(slip=None, points=1)(
    lambda lr0, epoch, kind="step", every=5, factor=0.5, epochs=100, lr_end=0.0: schedule(
        lr0, epoch, kind, every=every, factor=factor, epochs=epochs, lr_end=lr_end
    )
)


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("share = min(epoch / epochs, 1)", "share = min(1, epoch / epochs)")
