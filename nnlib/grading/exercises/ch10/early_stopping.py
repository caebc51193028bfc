"""early_stopping(val, patience, min_delta): when training stops, and which epoch was the best."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, exercise

ex = exercise("early_stopping", "val, patience, min_delta -> stop, best")


def _read(result):
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Misfit("wrong-type", tr("Your function should return 2 things: stop and best."))
    stop, best = result
    if isinstance(stop, (bool, np.bool_)):
        raise Misfit(
            "wrong-type",
            tr(
                "stop is the number of an epoch, or None where training goes on, and no truth value."
            ),
        )
    # None and -1 are told apart from each epoch: no epoch has these numbers
    return {"stop": -100 if stop is None else -200 if stop < 0 else stop, "best": best}


def _case(val, patience, min_delta, stop, best, about=""):
    arguments = {"val": np.array(val, float), "patience": patience}
    arguments |= {} if min_delta is None else {"min_delta": min_delta}
    truth = {"stop": -100 if stop is None else stop, "best": best}
    return Case(arguments, truth, about, 1e-9, scale=1.0, elementwise=True, read=_read)


def _walk(val, patience, min_delta):
    """(stop, best) by counting the epochs since the last improvement."""
    lowest, best, waited = float("inf"), 0, 0
    for epoch, loss in enumerate(val):
        waited += 1
        if loss < lowest - min_delta:
            lowest, best, waited = loss, epoch, 0
        if waited >= patience and epoch > 0:
            return epoch, best
    return None, best


def _drawn(rng, patience, min_delta, about):
    """A history that falls and rises, on a grid of eighths so that no comparison hangs on rounding."""
    while True:
        val = 10 + np.cumsum(rng.integers(-3, 4, 25)) / 8
        if min_delta == 0 or _walk(val, patience, 0) != _walk(val, patience, min_delta):
            break
    return _case(val, patience, min_delta, *_walk(val, patience, min_delta), about)


@ex.part(points=2)
def histories(rng):
    return [
        _case([5, 4, 4.5, 4.25, 3], 2, 0.0, 3, 1, tr("the example of the statement")),
        _case([5, 4, 3, 2], 2, 0.0, None, 3, tr("a loss that falls to the end")),
        _case(
            [5, 4, 6, 3, 4, 4.5, 5, 1], 3, 0.0, 6, 3, tr("a rise that passes, and one that stays")
        ),
        _case(
            [3, 5, 4, 3.5, 3.25],
            3,
            0.0,
            3,
            0,
            tr("a loss that falls again, but not below its best"),
        ),
    ]


@ex.part(points=1)
def delta(rng):
    return [
        _case([5, 4.9, 4.8, 4.7, 4.6], 2, 0.5, 2, 0, tr("small steps, min_delta = 0.5")),
        _case(
            [5, 4.75, 4.25, 4, 3.5, 3.25], 2, 0.5, None, 4, tr("two small steps make a large one")
        ),
        _case([4, 3, 2, 1], 1, 1.0, 1, 0, tr("exactly min_delta lower")),
        _case([5, 4, 4.25, 4.4, 4.3], 2, 0.5, 3, 1, tr("a loss that stays above its best")),
    ]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    drawn = [
        _drawn(rng, int(rng.integers(2, 5)), delta, tr("a drawn history")) for delta in (0.0, 0.25)
    ]
    return [
        _case([2, 2, 2, 2], 2, None, 2, 0, tr("a plateau, min_delta not given")),
        _case([5, 4.5, 4, 3.5], 2, None, None, 3, tr("half steps, min_delta not given")),
        _case([3, 6, 5, 4, 3.5], 3, 0.0, 3, 0, tr("a jump that is made good")),
        _case([3, 2, 4], 1, 0.0, 2, 1, tr("patience 1")),
        _case([7], 1, 0.0, None, 0, tr("one epoch")),
        _case([5, 4, 6], 2, 0.0, None, 1, tr("one epoch short of patience")),
        _case([5, 6, 4, 5, 3], 2, 0.0, None, 4, tr("never two in a row")),
        _case([1, 2, 2, 2, 0.5], 4, 0.0, None, 4, tr("saved in the last moment")),
        *drawn,
    ]


# ---- slips -----------------------------------------------------------------------------------------


def _variant(better=None, enough=None, told=None):
    """The walk with one of its three decisions changed."""
    better = better or (lambda loss, lowest, before, delta: loss < lowest - delta)
    enough = enough or (lambda waited, patience: waited >= patience)
    told = told or (lambda epoch, best: (epoch, best))

    def answer(val, patience, min_delta=0.0):
        lowest, before, best, waited = np.inf, np.inf, 0, 0
        for epoch, loss in enumerate(val):
            if better(loss, lowest, before, min_delta):
                lowest, best, waited = min(loss, lowest), epoch, 0
            else:
                waited += 1
                if enough(waited, patience):
                    return told(epoch, best)
            before = loss
        return None, told(len(val) - 1, best)[1]

    return answer


ex.slip(
    _variant(enough=lambda waited, patience: waited > patience),
    key="one-too-late",
    says=tr(
        "You wait one epoch longer than patience says. After `patience` epochs in a row without an "
        "improvement training stops, at the end of the last of them."
    ),
)
ex.slip(
    _variant(told=lambda epoch, best: (epoch, epoch)),
    key="last-as-best",
    says=tr(
        "You give the epoch at which training stops as the best one. By then it has got no better for "
        "`patience` epochs: which epoch's weights do you want?"
    ),
)
ex.slip(
    _variant(better=lambda loss, lowest, before, delta: loss < before - delta),
    key="compares-with-previous",
    says=tr(
        "You compare each epoch with the one before. A loss that has jumped up and falls again is no "
        "improvement until it is below the best so far."
    ),
)
ex.slip(
    _variant(better=lambda loss, lowest, before, delta: loss <= lowest - delta),
    key="equal-counts",
    says=tr(
        "An epoch that is exactly at the limit counts as better in your function. It has to be more "
        "than min_delta below the best."
    ),
)
ex.slip(
    _variant(better=lambda loss, lowest, before, delta: loss < lowest),
    key="delta-ignored",
    says=tr("Your result does not depend on min_delta: steps that are smaller are no improvement."),
)
ex.slip(
    _variant(better=lambda loss, lowest, before, delta: loss < lowest + delta),
    key="delta-reversed",
    says=tr(
        "With a min_delta, losses above the best count as improvements in your function. It makes the "
        "demand stricter."
    ),
)
ex.slip(
    lambda val, patience, min_delta=0.0: (_walk(val, patience, min_delta)[0], int(np.argmin(val))),
    key="best-after-the-stop",
    says=tr(
        "You look for the lowest loss in the whole history. After the stop nothing was trained, and "
        "below min_delta nothing counts: only what was seen as an improvement can be the best."
    ),
)


@ex.slip
def goes_on_to_the_end(val, patience, min_delta=0.0):
    """Your training stops at the last epoch even where patience never ran out. Then it is not stopped: give None."""
    stop, best = _walk(val, patience, min_delta)
    return (len(val) - 1 if stop is None else stop), best


@ex.slip
def waits_in_all(val, patience, min_delta=0.0):
    """You count all the epochs that were no better. Patience is about epochs in a row: an improvement sets the
    count back to 0.
    """
    lowest, best, waited = np.inf, 0, 0
    for epoch, loss in enumerate(val):
        if loss < lowest - min_delta:
            lowest, best = loss, epoch
        else:
            waited += 1
            if waited >= patience:
                return epoch, best
    return None, best


# ---- right answers ---------------------------------------------------------------------------------

ex.right(_variant())


@ex.right
def by_distance(val, patience, min_delta=0.0):
    best = 0
    for epoch in range(1, len(val)):
        if val[epoch] < val[best] - min_delta:
            best = epoch
        if epoch - best >= patience:
            return epoch, best
    return None, best


@ex.right
def by_while(val, patience, min_delta=0.0):
    best, epoch = 0, 0
    while epoch - best < patience:
        epoch += 1
        if epoch == len(val):
            return None, best
        best = epoch if val[best] - val[epoch] > min_delta else best
    return epoch, best


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="one-too-late", points=0)(
    _variant(enough=lambda waited, patience: waited == patience + 1)
)
ex.wrong(slip="last-as-best", points=0)(_variant(told=lambda epoch, best: (epoch, epoch)))
ex.wrong(slip="compares-with-previous", points=0)(
    _variant(better=lambda loss, lowest, before, delta: before - loss > delta)
)
ex.wrong(slip="equal-counts", points=2)(
    _variant(better=lambda loss, lowest, before, delta: loss <= lowest - delta)
)
ex.wrong(slip="delta-ignored", points=2)(
    _variant(better=lambda loss, lowest, before, delta: loss < lowest)
)
ex.wrong(slip="goes-on-to-the-end", points=0)(goes_on_to_the_end)
ex.wrong(slip="waits-in-all", points=0)(waits_in_all)
ex.wrong(slip="wrong-type", points=0)(
    lambda val, patience, min_delta=0.0: _walk(val, patience, min_delta)[0]
)
ex.wrong(slip="wrong-type", points=0)(
    lambda val, patience, min_delta=0.0: (True, _walk(val, patience, min_delta)[1])
)

# ---- changes of the solution that are as right as it ------------------------------------------------

ex.same("for epoch in range(1, len(val)):", "for epoch in range(0, len(val)):")
