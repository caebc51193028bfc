"""batch_sizes(n, updates): the smallest and the largest batch with which an epoch takes so many updates."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, exercise
from nnlib.grading.exercises.ch08._shared import whole

ex = exercise("batch_sizes", "n, updates -> smallest, largest")


def both(result):
    """Two ints by name."""
    if not isinstance(result, (tuple, list, np.ndarray)) or len(result) != 2:
        raise Misfit("wrong-type", tr("Return two numbers: the smallest and the largest batch."))
    smallest, largest = result
    return whole("smallest", tr("a batch size"), smallest) | whole(
        "largest", tr("a batch size"), largest
    )


def tried(n, updates):
    """By dealing the rows out with every size."""
    found = [B for B in range(1, n + 1) if len(range(0, n, B)) == updates]
    return (found[0], found[-1]) if found else (0, 0)


def _case(n, updates, about=""):
    smallest, largest = tried(n, updates)
    about = about or tr("n = {n}, updates = {updates}", n=n, updates=updates)
    truth = {"smallest": smallest, "largest": largest}
    return Case({"n": n, "updates": updates}, truth, about, scale=1, read=both)


@ex.part(points=1)
def value(rng):
    return [_case(100, 4), _case(10, 3), _case(10, 10), _case(64, 8)]


@ex.part(points=1, hidden=True)
def robustness(rng):
    n = int(rng.integers(60, 90))
    return [
        _case(100, 40, tr("an impossible number: n = 100, updates = 40")),
        _case(12, 13, tr("more updates than rows: n = 12, updates = 13")),
        _case(7, 1, tr("a single update: n = 7")),
        _case(1, 1, tr("a single row")),
        *(_case(n, k) for k in (2, 3, 5, 7)),
    ]


# ---- slips -----------------------------------------------------------------------------------------


def smallest_of(n, updates):
    return -(-n // updates)


def largest_of(n, updates):
    return n if updates == 1 else -(-n // (updates - 1)) - 1


@ex.slip
def full_batches_alone(n, updates):
    """You count the full batches only. The rows that are left over make one more, smaller batch, and it is an update,
    too.
    """
    found = [B for B in range(1, n + 1) if n // B == updates]
    return (found[0], found[-1]) if found else (0, 0)


@ex.slip
def one_size_alone(n, updates):
    """Both of your sizes are the same. Other sizes may take as many updates: make the batch larger by 1 and count."""
    return smallest_of(n, updates), smallest_of(n, updates)


@ex.slip
def one_too_large(n, updates):
    """Your largest batch is too large: count the updates that it takes."""
    return smallest_of(n, updates), largest_of(n, updates) + 1


@ex.slip
def one_too_small(n, updates):
    """Your smallest batch is too small: count the updates that it takes."""
    return max(smallest_of(n, updates) - 1, 1), largest_of(n, updates)


@ex.slip
def rounded_down(n, updates):
    """Your smallest batch is rounded down, so some rows are left over for one update more."""
    return max(n // updates, 1), largest_of(n, updates)


@ex.slip
def impossible_forgotten(n, updates):
    """Some numbers of updates cannot happen, whatever the batch is. Return (0, 0) for them."""
    smallest, largest = smallest_of(n, updates), largest_of(n, updates)
    return (largest, smallest) if smallest > largest else (smallest, largest)


@ex.slip(like=impossible_forgotten)
def impossible_as_it_comes(n, updates):
    return smallest_of(n, updates), largest_of(n, updates)


@ex.slip
def turned_round(n, updates):
    """You return the largest first. The smallest comes first."""
    return tried(n, updates)[::-1]


# ---- right answers ---------------------------------------------------------------------------------

ex.right(tried)


@ex.right
def by_formula(n, updates):
    smallest, largest = smallest_of(n, updates), largest_of(n, updates)
    return (smallest, largest) if smallest <= largest else (0, 0)


@ex.right
def by_a_loop(n, updates):
    smallest = largest = 0
    for B in range(1, n + 1):
        count, left = 0, n
        while left > 0:
            left, count = left - B, count + 1
        if count == updates:
            smallest, largest = smallest or B, B
    return [smallest, largest]


@ex.right
def with_numpy(n, updates):
    B = np.arange(1, n + 1)
    found = B[np.ceil(n / B) == updates]
    return (int(found.min()), int(found.max())) if len(found) else (0, 0)


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="full-batches-alone", points=0)(full_batches_alone)
ex.wrong(slip="one-size-alone", points=0)(one_size_alone)
ex.wrong(slip="one-too-large", points=0)(one_too_large)
ex.wrong(slip="rounded-down", points=0)(rounded_down)
ex.wrong(slip="turned-round", points=0)(turned_round)
ex.wrong(slip="impossible-forgotten", points=1)(impossible_as_it_comes)
ex.wrong(slip="not-an-int", points=0)(lambda n, updates: tuple(float(B) for B in tried(n, updates)))
ex.wrong(slip="wrong-type", points=0)(lambda n, updates: tried(n, updates)[0])
ex.wrong(slip=None, points=1)(lambda n, updates: tried(n, updates) if updates > 1 else (1, n))
