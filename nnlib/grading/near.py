"""How near is right: float64 is held to what float64 can do, and what is close and no more has a cause.

A case with `slopes` asks for derivatives, which are to be worked out. Central differences reach ten to twelve digits.
"""

import numpy as np

from nnlib.core.words import tr

TOLERANCE = 1e-11  # of the largest entry: what a stable formula reaches in float64
SLOPES = 1e-13  # of derivatives: measured ones are further off
SINGLE = 1e-5  # for what comes back as float32


def limit(case, single: bool) -> float:
    """How far an answer to a case may be off; float32 (`single`) is held to what float32 can do."""
    if single:
        return max(case.tolerance, SINGLE)
    exact = case.slopes and case.tolerance <= TOLERANCE
    return min(case.tolerance, SLOPES) if exact else case.tolerance


NEAR = 1e-3  # of the entry, or of the largest one: what is nearer was meant to be right


def nearly(name, found, slopes):
    """(slip, message) where output `name` is close, and no more, in all (case, outcome, mask of wrong entries).

    Of `slopes` one such case says enough: a measured slope may be far off at a kink.
    """
    errors = [_error(np.asarray(c.truth[name], float), o.values[name], w, c) for c, o, w in found]
    near = [error for error in errors if error <= NEAR]
    if not near or (len(near) < len(errors) and not (slopes and min(near) < 1e-8)):
        return None
    digits = int(-np.log10(max(near)))
    if slopes and name != "J":
        return "measured", tr(
            "Your {name} is close, right to about {digits} digits, and no further. Slopes that are "
            "measured with a small step look like that, and earn nothing here: work the derivative out.",
            name=name,
            digits=digits,
        )
    return "inexact", tr(
        "Your {name} is right to about {digits} digits, where a float holds some 15. Look for a "
        "rounded constant, for a small number that is added or cut off, or for float32 on the way.",
        name=name,
        digits=digits,
    )


def _error(truth, got, wrong, case):
    """The largest error as a share of the entry, or of the largest one, as the case compares; inf beside no number."""
    got, size = got[wrong], np.abs(truth[wrong]) if case.elementwise else np.max(np.abs(truth))
    if not np.all(np.isfinite(got) & np.isfinite(truth[wrong])):
        return np.inf
    with np.errstate(divide="ignore"):
        return np.max(np.abs(got - truth[wrong]) / size)
