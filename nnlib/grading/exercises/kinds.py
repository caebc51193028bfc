"""Kinds of mistakes that many exercises meet: rounding, whole numbers, and prices that are cut off far out."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.alike import WHOLE_NUMBERS
from nnlib.grading.catalogue import agree

ROUNDED = tr(
    "Your numbers are rounded. Return them as they come: whoever wants fewer digits rounds "
    "them when they are printed."
)


def round_off(ex, right, digits=(1, 2, 3)):
    """Add the slip "rounded": the right numbers with too few digits."""
    for kept in digits:
        ex.slip(key="rounded", says=ROUNDED)(_each(right, lambda v, kept=kept: np.round(v, kept)))


def cut_to_whole(ex, right):
    """Add the slip "whole-numbers": the right numbers in an array of integers."""
    ex.slip(key="whole-numbers", says=WHOLE_NUMBERS)(_each(right, np.trunc))


def _each(function, change):
    def wrong(*given):
        result = function(*given)
        several = isinstance(result, (tuple, list))
        return tuple(map(change, result)) if several else change(result)

    return wrong


def far_price(key, **truth):
    """The judge of a case with logits of 1000 and -1000: where the price of a wrong answer goes wrong, and how.

    `key` is the slip's where a probability, or a logit, is cut off. A wrong answer costs 1000 there, and the
    price comes as a mean: its share of the truth tells what one of them costs.
    """

    def judge(values, _arguments):
        name = next((n for n, t in truth.items() if not agree(values[n], t, 1e-6, scale=1)), None)
        if name is None:
            return None
        if not np.all(np.isfinite(values[name])):
            return "not-finite", tr(
                "Your {name} has nan or inf for logits of 1000 and -1000, where ordinary numbers "
                "belong. Look for a logarithm of 0, or a power of e that overflows.",
                name=name,
            )
        return _charged(key, float(values["J"]), truth["J"]) if name == "J" else _other(name)

    return judge


def _charged(key, got, truth):
    price = 1000 * got / truth if truth else 0.0
    if truth == 0 < got < 0.01:
        return key, tr(
            "At logits of 1000 and -1000 a right answer costs nothing, and {got:.1g} in your J. A "
            "probability that is cut off does that, or a small number inside the logarithm: work "
            "from the logit.",
            got=got,
        )
    if truth and abs(price) < 1e-3:
        return "logarithm-dropped", tr(
            "At logits of 1000 and -1000 a wrong answer costs nothing in your J, and 1000 is right. "
            "Is the logarithm of 0 left out, or turned into 0? Work from the logit, and that "
            "logarithm is never asked for."
        )
    if 5 < price < 60:
        return key, tr(
            "At logits of 1000 and -1000 the price of one wrong answer stands still near "
            "{price:.0f}. A probability that is cut off, or a small number inside the logarithm, "
            "hides the true price: work from the logit, and the logarithm needs no help.",
            price=price,
        )
    if 60 < price < 999:
        return key, tr(
            "At logits of 1000 and -1000 one wrong answer costs {price:.0f} in your J, and 1000 is "
            "right. Is the logit cut off on the way? A form that raises e to negative powers only "
            "needs no limit.",
            price=price,
        )
    return _other("J")


def _other(name):
    return "wrong-value", tr(
        "Your {name} is not right for logits of 1000 and -1000. Put such a logit into your lines "
        "by hand: which of them still make sense?",
        name=name,
    )
