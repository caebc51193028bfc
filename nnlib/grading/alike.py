"""What wrong numbers have in common with the right ones: a factor, what stands before the point, or nothing."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.catalogue import agree, for_case

WHOLE_NUMBERS = tr(
    "Your results are whole numbers: what stands behind the point is cut off. Is there a //, an "
    "int(...), or an array of integers, on the way?"
)


def cut_off(name, outcomes):
    """(slip, message) where what is right is rounded to whole numbers, in all the (case, got) pairs, or None."""
    for whole in (np.trunc, np.floor, np.round):
        with np.errstate(invalid="ignore"):
            if all(np.array_equal(got, whole(case.truth[name])) for case, got in outcomes):
                telling = sum(np.size(got) for _, got in outcomes) > 1
                # zeros may come from anywhere
                if telling and any(np.any(got) for _, got in outcomes):
                    return "whole-numbers", WHOLE_NUMBERS
    return None


def proportional(name, outcomes, passed=()):
    """(slip, message) where output `name` is the right one times one factor, in all (case, got) pairs, or None."""
    truths = np.concatenate([np.ravel(case.truth[name]) for case, _ in outcomes]).astype(float)
    numbers = np.concatenate([np.ravel(got) for _, got in outcomes])
    clear = np.abs(truths) > 1e-3 * np.max(np.abs(truths), initial=0)
    if len(outcomes) < 2 or np.count_nonzero(clear) < 2 or any(np.any(got) for _, got in passed):
        return None
    factor = numbers[clear][0] / truths[clear][0]
    if not np.isfinite(factor) or factor == 0 or not agree(numbers, factor * truths, 1e-9):
        return None
    if abs(factor - 1 / np.log(10)) < 1e-6:
        return "base-ten", tr(
            "Your {name} is 0.4343 times the right one: that is 1 / ln 10. Is it the logarithm to base "
            "10? The natural one is wanted.",
            name=name,
        )
    return "factor", tr(
        "Your {name} is {factor:.4g} times the right one, in every case. Where does that factor come from?",
        name=name,
        factor=factor,
    )


def all_zeros(name, outcomes, passed=()):
    """(slip, message) where output `name` is zero in all the (case, got) pairs that failed, or None.

    Where it is another number in a case that `passed`, only the one case that failed can be spoken of.
    """
    elsewhere = any(np.any(got) for _, got in passed)
    case, got = outcomes[0]
    if any(np.any(got) for _, got in outcomes) or (elsewhere and not case.about):
        return None
    one = elsewhere or (len(outcomes) == 1 and len(passed) > 0)
    about = for_case(case) if one else ""
    if elsewhere or not np.shape(got):
        return "all-zeros", tr(
            "Your {name} is 0{about}, where another number belongs.", name=name, about=about
        )
    return (
        "all-zeros",
        tr(
            "Your {name} is zero everywhere{about}. Is the array filled that you return?",
            name=name,
            about=about,
        ),
    )
