"""Derivatives that come back as float32: cases in which a slope that was measured shows through the rounding.

Cast to float32, a measured slope is as good as one that was worked out. It is not where one number is a million
million times as large as its neighbours, for then a small step is lost in the sum; nor beside a kink.
"""

from dataclasses import replace

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.catalogue import agree
from nnlib.grading.exercise import Case
from nnlib.grading.near import SINGLE

HUGE = 2.0**40  # in the sum that is nudged; float32 holds it exactly


def uneven(arguments, truth, **options):
    """A case for float32 alone: an answer that is right elsewhere, and not here, was measured."""

    def judge(values, _arguments):
        bad = [name for name, t in truth.items() if _measured(values[name], t, options)]
        return ("measured", _said(bad[0])) if bad else None

    return Case(arguments, truth, single=True, judge=judge, **options)


def _measured(got, truth, options):
    # a power of e that overflows says nothing about slopes
    with np.errstate(all="ignore"):
        close = agree(got, truth, SINGLE, options.get("elementwise", False))
    return bool(np.all(np.isfinite(got))) and not close


def _said(name):
    return tr(
        "Your {name} comes back as float32, and fits where all numbers are of one size. Where one of "
        "them is very large, or very near a corner, it does not. Slopes that are measured with a "
        "small step look like that, and earn nothing here: work the derivative out.",
        name=name,
    )


def many(name, dout, a, truth):
    """A case of many entries for float32 alone, where what is measured leaves a trace that rounding does not.

    What was computed in float32 is beside the rounded truth in every second entry, and by chance: over neighbours
    it cancels. What was computed in float64 and cast at the end is beside it nowhere. A measured slope is beside it
    in a few entries of ten thousand, or off to one side wherever the curve bends.
    """

    def judge(values, _arguments):
        got, order = values[name], np.argsort(a, axis=None)
        beside = np.count_nonzero(got.astype(np.float32) != truth.astype(np.float32))
        off = ((got - truth) / truth).ravel()[order].reshape(-1, 400).mean(axis=1)
        traced = 2 < beside < 0.15 * got.size or np.max(np.abs(off)) > 2e-8
        return ("measured", _said(name)) if traced else None

    return replace(uneven({"dout": dout, "a": a}, {name: truth}), judge=judge)


def lopsided(rng, forward, backward):
    """Cases for a curve, elementwise: one upstream that is HUGE, and a table for `many`; quick with whole arrays."""
    Z, dout = rng.uniform(-1, 1, (2, 3)), rng.uniform(0.5, 1, (2, 3))
    Z[0, 0] = 0.5
    heavy = dout.copy()
    heavy[0, 0] = HUGE
    a = forward(Z)
    wide, over = forward(rng.uniform(-1, 1, (200, 200))), rng.uniform(0.5, 1, (200, 200))
    return [
        uneven({"dout": heavy, "a": a}, {"dz": backward(heavy, a)}, elementwise=True),
        many("dz", over, wide, backward(over, wide)),
    ]
