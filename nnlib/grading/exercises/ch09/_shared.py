"""What several exercises of chapter 9 share: how results are read, and words."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Misfit
from nnlib.grading.exercises.draw import off_zero, short

IN_PLACE = tr(
    "Your numbers are right, but your function writes into an array that it was given. `-=` and "
    "`*=` change the caller's array: make new arrays."
)


def together(*names):
    """Take several results apart, and say which ones are wanted where one comes alone."""

    def read(result):
        if not isinstance(result, (tuple, list)) or len(result) != len(names):
            raise Misfit(
                "not-all-returned",
                tr(
                    "Return {listed} together: whoever calls you needs all of them.",
                    listed=", ".join(names),
                ),
            )
        return dict(zip(names, result, strict=True))

    return read


def uneven(rng, shape):
    """Random numbers of this shape, in one dimension or more, of both signs and none near 0."""
    return short(off_zero(rng, (1, int(np.prod(shape))))).reshape(shape)
