"""Around a step: what is done to gradients before it and to weights after it, where somebody asks for it.

The numbers stand behind those of the step in `hyper`, so that the loop knows nothing of it. From the end: how many
arrays theta is made of, then decay, the three limits, and for each array (W and b of each layer) where it ends, its
number of columns, whether it is held fast, and the most that a column may measure. A limit of 0 is none.
"""

from math import sqrt
from typing import NamedTuple

from nnlib.core.kernel import compile_glue, kernel
from nnlib.engine.plugin import Plugged
from nnlib.engine.roles import Step


class Limits(NamedTuple):
    """What a gradient may be: each number, each array's norm, the norm of all; and the share by which weights decay."""

    each: float = 0.0
    norm: float = 0.0
    all_norm: float = 0.0
    decay: float = 0.0


def numbers(sizes, held, most, limits):
    """The numbers behind a step's own in `hyper`, or none where there is nothing to do.

    `held` has for each layer whether its W and its b are held fast, `most` the most that a column of W may measure.

    >>> numbers([2, 1], [(False, True)], [0.0], Limits(norm=1.0))
    (2.0, 1.0, 0.0, 0.0, 3.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 2.0)
    >>> numbers([2, 1], [(False, False)], [0.0], Limits())
    ()
    """
    if not any(map(any, held)) and not any(most) and not any(limits):
        return ()
    arrays, stop = [], 0
    for n_in, n_out, (fast_W, fast_b), longest in zip(
        sizes[:-1], sizes[1:], held, most, strict=True
    ):
        stop += n_in * n_out
        arrays += [stop, n_out, fast_W, longest]
        stop += n_out
        arrays += [stop, n_out, fast_b, 0]
    return *map(float, arrays), *map(float, limits), float(len(arrays) // 4)


def around(step, dtype):
    """The step with what stands around it, ready for its slot."""
    compiled = compile_glue(_build(before.compiled, step.compiled, after.compiled), Step, dtype)
    plain = _build(before.plain, step.plain, after.plain)
    return Plugged(step.name, compiled, plain, step.is_learners)


def _build(before, own, after):
    def into(theta, grad, memory, hyper, t):
        before(theta, grad, hyper)
        own(theta, grad, memory, hyper, t)
        after(theta, hyper)

    return into


@kernel
def before(theta, grad, hyper):
    """Hold fast, clip each number, each array, all of them, and let weights decay, in this order."""
    end = hyper.shape[0]
    count, decay = int(hyper[end - 1]), hyper[end - 2]
    each, norm, all_norm = hyper[end - 5], hyper[end - 4], hyper[end - 3]
    first, start, total = end - 5 - 4 * count, 0, 0.0
    for k in range(count):
        stop, fast = int(hyper[first + 4 * k]), hyper[first + 4 * k + 2] > 0
        squares = 0.0
        for i in range(start, stop):
            g = 0.0 if fast else grad[i]
            if each > 0:
                g = each if g > each else -each if g < -each else g
            grad[i] = g
            squares += g * g
        shrink(grad, start, stop, norm, squares)
        total += squares
        if decay > 0 and not fast:
            for i in range(start, stop):
                theta[i] -= decay * hyper[0] * theta[i]
        start = stop
    shrink(grad, 0, start, all_norm, total)


@kernel
def shrink(grad, start, stop, most, squares):
    """Divide the numbers from start to stop, whose squares sum to `squares`, so that their norm is at most `most`."""
    if most > 0 and squares > most * most:
        share = most / sqrt(squares)
        for i in range(start, stop):
            grad[i] *= share


@kernel
def after(theta, hyper):
    """Divide each column of W that measures more than it may."""
    end = hyper.shape[0]
    count = int(hyper[end - 1])
    first, start = end - 5 - 4 * count, 0
    for k in range(count):
        stop, columns = int(hyper[first + 4 * k]), int(hyper[first + 4 * k + 1])
        most = hyper[first + 4 * k + 3]
        if most > 0:
            for j in range(columns):
                squares = 0.0
                for i in range(start + j, stop, columns):
                    squares += theta[i] * theta[i]
                if squares > most * most:
                    share = most / sqrt(squares)
                    for i in range(start + j, stop, columns):
                        theta[i] *= share
        start = stop
