"""The catalogue of slips: what wrong numbers say about the mistake behind them.

Two kinds. A *relation* turns the truth into what a known mistake would give ("twice as large"); it is named
where it explains every wrong case. A *place* says where the wrong entries stand ("only at the kink").
Exercises add typical wrong answers of their own (`exercise.Slip`), which are asked first.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib.core.words import tr


@dataclass(frozen=True)
class Relation:
    """`expect(truth, case)` is what the mistake gives instead of `truth`, or None where it cannot be told.

    `of_one` is said where a single number comes back.
    """

    key: str
    message: str
    expect: Callable
    of_one: str = ""


def _rows(case):
    """How many examples there are; 1 where that cannot be said, or where there are none."""
    rows = (
        len(value)
        for name, value in case.arguments.items()
        if isinstance(value, np.ndarray) and value.ndim and name.rstrip("012") not in OF_A_LAYER
    )
    return next(rows, 1) or 1


# arrays that belong to units and not to examples; in Xc the examples are columns
OF_A_LAYER = {"W", "w", "b", "v", "m", "g", "params", "grads", "Xc"}


def _columns(truth, case):
    """How many outputs there are: the columns of the upstream gradient, or of the result where there is none."""
    shape = np.shape(case.arguments.get("dout", truth))
    return shape[-1] or 1 if shape else 1


def _without_upstream(truth, case):
    dout = case.arguments.get("dout")
    if dout is None or np.shape(dout) != truth.shape or np.any(dout == 0):
        return None
    return truth / dout


def _square_transposed(truth, _case):
    return truth.T if truth.ndim == 2 and truth.shape[0] == truth.shape[1] > 1 else None


def _factor(by):
    return lambda truth, case: truth * by(truth, case)


RELATIONS = (
    Relation(
        "sign-flipped",
        tr(
            "Every number in your {name} has the right size and the wrong sign. Look for a minus "
            "that is missing, or one too many."
        ),
        _factor(lambda *_: -1.0),
        tr(
            "Your {name} has the right size and the wrong sign. Look for a minus that is missing, or "
            "one too many."
        ),
    ),
    Relation(
        "upstream-ignored",
        tr(
            "Your {name} does not depend on dout: you return the slope itself. The gradient that "
            "arrives from above has to be passed on through it."
        ),
        _without_upstream,
    ),
    Relation(
        "missing-mean",
        tr(
            "Your {name} is {n} times too large. The batch has {n} examples: what does the mean "
            "in the loss do to its gradient?"
        ),
        _factor(lambda _, case: _rows(case)),
        tr(
            "Your {name} is as many times too large as there are examples: {n} times for {n} of them. "
            "Is a mean missing?"
        ),
    ),
    Relation(
        "mean-twice",
        tr(
            "Your {name} is {n} times too small. The batch has {n} examples: is its mean taken "
            "twice?"
        ),
        _factor(lambda _, case: 1 / _rows(case)),
        tr(
            "Your {name} is as many times too small as there are examples: {n} times for {n} of them. "
            "Is the mean taken twice?"
        ),
    ),
    Relation(
        "summed-outputs",
        tr(
            "Your {name} is {k} times too large, and there are {k} outputs. Is a mean over the "
            "outputs missing?"
        ),
        _factor(_columns),
    ),
    Relation(
        "averaged-outputs",
        tr(
            "Your {name} is {k} times too small, and there are {k} outputs. Is there a mean over "
            "them that should not be there?"
        ),
        _factor(lambda truth, case: 1 / _columns(truth, case)),
    ),
    Relation(
        "doubled",
        tr("Your {name} is exactly twice too large. Where does the factor 2 come from?"),
        _factor(lambda *_: 2.0),
    ),
    Relation(
        "halved",
        tr("Your {name} is exactly half of what it should be. Has a factor 2 gone?"),
        _factor(lambda *_: 0.5),
    ),
    Relation(
        "transposed",
        tr(
            "Your {name} is right, but rows and columns have changed places. With equal widths "
            "no shape error warns you: check the order of the product."
        ),
        _square_transposed,
    ),
    Relation(
        "shifted-row",
        tr(
            "Your {name} holds the right numbers one row off. Look at where your loop starts and "
            "ends."
        ),
        lambda truth, _: np.roll(truth, 1, axis=0) if truth.ndim and len(truth) > 2 else None,
    ),
    Relation(
        "shifted-column",
        tr(
            "Your {name} holds the right numbers one column off. Look at where your inner loop "
            "starts and ends."
        ),
        lambda truth, _: (
            np.roll(truth, 1, axis=1) if truth.ndim == 2 and truth.shape[1] > 2 else None
        ),
    ),
)


def agree(got, truth, tolerance, elementwise=False, scale=0.0):
    """Whether two arrays agree: to `tolerance` of the largest entry, or of each entry; NaN agrees only with NaN."""
    got, truth = np.asarray(got, dtype=np.float64), np.asarray(truth, dtype=np.float64)
    if got.shape != truth.shape:
        return False
    return not np.any(wrong_entries(got, truth, tolerance, elementwise, scale))


def wrong_entries(got, truth, tolerance, elementwise=False, scale=0.0):
    """A mask of the entries that differ by more than the tolerance allows."""
    truth = np.asarray(truth, dtype=np.float64)
    with np.errstate(all="ignore"):
        finite = np.abs(truth[np.isfinite(truth)])
        size = np.abs(truth) if elementwise else np.max(finite, initial=scale)
        close = np.abs(got - truth) <= tolerance * size + 1e-200
    same_special = (np.isnan(got) & np.isnan(truth)) | (np.isinf(got) & (got == truth))
    return ~(close | same_special)


def related(name, outcomes, passed=()):
    """The relation that explains output `name` in all the (case, got) pairs, with the words filled in, or None.

    The pairs that `passed` must not speak against it. One number alone proves nothing: where nothing else comes back,
    two cases have to agree.
    """
    found = [r for r in RELATIONS if _explains(r, name, outcomes)]
    true = [r for r in found if not _spoken_against(r, name, passed)]
    # a batch of two: that a factor is 2 says more than that it is the number of examples
    plain = [r for r in true if r.key in ("doubled", "halved")]
    chosen = next(iter(plain or true), None)
    if chosen is None:
        return None
    case = max((c for c, _ in outcomes), key=lambda c: np.size(c.truth[name]))
    truth = np.asarray(case.truth[name])
    words = chosen.of_one if chosen.of_one and not truth.ndim else chosen.message
    return chosen.key, words.format(name=name, n=_rows(case), k=_columns(truth, case))


def _explains(relation, name, outcomes):
    expected = [relation.expect(np.asarray(c.truth[name], dtype=float), c) for c, _ in outcomes]
    if any(e is None for e in expected):
        return False
    pairs = list(zip(expected, outcomes, strict=True))
    # with one example a mean is its sum: such a case tells nothing
    telling = sum(not agree(e, case.truth[name], 1e-3) for e, (case, _) in pairs)
    enough = telling > (max(e.size for e in expected) < 3)
    return enough and all(agree(got, e, 1e-5) for e, (_, got) in pairs)


def _spoken_against(relation, name, passed):
    """Whether a case was right in which the relation would have shown."""
    expected = [(relation.expect(np.asarray(c.truth[name], float), c), c) for c, _ in passed]
    return any(e is not None and not agree(e, c.truth[name], 1e-3) for e, c in expected)


def place(name, case, got, truth, wrong):
    """(slip, message) from where the wrong entries of one case stand, or None."""
    if np.any(~np.isfinite(got) & np.isfinite(truth)):
        kind = "nan" if np.any(np.isnan(got)) else "inf"
        return "not-finite", (
            tr(
                "Your {name} has {kind} where an ordinary number belongs{for_}. Look for a power of "
                "e that overflows, a division by zero, or a logarithm of zero.",
                name=name,
                kind=kind,
                for_=for_case(case),
            )
        )
    a = case.arguments.get("a", case.arguments.get("z"))
    if isinstance(a, np.ndarray) and a.shape == truth.shape and not wrong.all():
        if np.all(a[wrong] == 0):
            return (
                "wrong-at-kink",
                tr(
                    "Your {name} is right except exactly at 0. Which of the two slopes does the book "
                    "take there?",
                    name=name,
                ),
            )
        if np.all(a[wrong] < 0) and np.all(wrong[a < 0]):
            return (
                "wrong-where-negative",
                tr(
                    "Your {name} is right for positive numbers and wrong for negative ones. Look at that "
                    "branch.",
                    name=name,
                ),
            )
        if np.all(a[wrong] > 0) and np.all(wrong[a > 0]):
            return (
                "wrong-where-positive",
                tr(
                    "Your {name} is right for negative numbers and wrong for positive ones. Look at that "
                    "branch.",
                    name=name,
                ),
            )
    if truth.ndim == 2 and len(truth) > 1 and not wrong[:-1].any() and wrong[-1].any():
        return "last-row", tr(
            "Only the last row of your {name} is wrong. Does your loop reach it?", name=name
        )
    if truth.ndim == 2 and truth.shape[1] > 1 and not wrong[:, :-1].any() and wrong[:, -1].any():
        return (
            "last-column",
            tr(
                "Only the last column of your {name} is wrong. Does your inner loop reach it?",
                name=name,
            ),
        )
    return None


def for_case(case):
    """ " for a tie", where it is known what is special about a case."""
    return tr(" for {about}", about=case.about) if case.about else ""
