"""What several exercises of chapter 8 share: cases, truths and words."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Misfit

NOT_DIVIDED = tr("You return the sum over all the examples. Their mean is wanted.")


def whole(name, shown, result):
    """An int by name: what counts loops must be one."""
    if isinstance(result, (float, np.floating)):
        raise Misfit(
            "not-an-int",
            tr("You return {shown} as a float, and range() wants an int.", shown=shown),
        )
    return {name: result}


RNG_UNUSED = (
    "rng-unused",
    tr(
        "Two calls with equal generators give two different orders: your randomness comes "
        "from somewhere else. Draw from rng alone, so that a run can be repeated."
    ),
)

SAME_ORDER = (
    "same-order-again",
    tr(
        "The second epoch has the order of the first. Let rng draw afresh at every call; a "
        "generator or a seed of your own starts at the same place each time."
    ),
)

NOT_SHUFFLED = (
    "not-shuffled",
    tr(
        "The rows come in the order in which they were given. Draw a new order from rng "
        "before you hand them out."
    ),
)

NEIGHBOURS_STAY = (
    "neighbours-stay",
    tr(
        "Most rows keep their neighbour, or follow each other at an even step, as in a list "
        "that was only turned, or in which two rows changed places. In a shuffle neighbours "
        "part: let rng draw one of all the possible orders."
    ),
)


def neighbours_stay(orders):
    """Whether the orders, one per line, are too regular to be drawn from all the orders there are.

    In a random order of 10 rows about one row in 10 follows the same row as in another random order, and no step
    from row to row is much more frequent than the others: over several epochs both stay far below these bounds.
    """
    orders = np.asarray(orders)
    n = orders.max() + 1
    followers = [set(zip(order, np.roll(order, -1), strict=True)) for order in orders.tolist()]
    kept = np.mean([len(one & followers[0]) / len(one) for one in followers[1:]])
    steps = np.diff(orders, axis=1) % n
    even = np.mean([np.bincount(line).max() / len(line) for line in steps])
    return kept >= 0.5 or even >= 0.55


BY_EFFECT = (NOT_SHUFFLED, RNG_UNUSED, SAME_ORDER)
