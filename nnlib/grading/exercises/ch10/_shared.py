"""What several exercises of chapter 10 share: calls that draw, and words."""

import copy

import numpy as np

from nnlib.core.words import tr

RNG_UNUSED = (
    "rng-unused",
    tr(
        "Two calls with equal generators give two different results: your randomness comes "
        "from somewhere else. Draw from rng alone, so that a run can be repeated."
    ),
)
SAME_AGAIN = (
    "same-again",
    tr(
        "Every call draws the same. Let rng draw afresh at each call; a generator or a seed of "
        "your own starts at the same place each time."
    ),
)


def called(times):
    """A `run`: a call, one with an equal generator, and `times` more with what is left of the first generator."""

    def run(function, given):
        twin = {name: copy.deepcopy(value) for name, value in given.items()}
        fresh = [
            {k: v if k == "rng" else copy.deepcopy(v) for k, v in given.items()}
            for _ in range(times)
        ]
        results = [function(*given.values()), function(*twin.values())]
        rng = given["rng"]
        return results + [function(*{**more, "rng": rng}.values()) for more in fresh]

    return run


def generator(rng):
    """A generator for a learner's function, from a drawn seed."""
    return np.random.default_rng(int(rng.integers(2**31)))
