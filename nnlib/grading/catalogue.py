"""The catalogue of slips: what wrong numbers say about the mistake behind them.

Two kinds. A *relation* turns the truth into what a known mistake would give ("twice as large"); it is named
where it explains every wrong case. A *place* says where the wrong entries stand ("only at the kink").
Exercises add typical wrong answers of their own (`exercise.Slip`), which are asked first.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.near import SHOWN, apart, whole


@dataclass(frozen=True)
class Relation:
    """`expect(truth, case)` is what the mistake gives instead of `truth`, or None where it cannot be told."""

    key: str
    message: str
    expect: Callable


def _rows(case):
    """How many examples there are; 1 where that cannot be said, or where there are none."""
    arrays = (v for v in case.arguments.values() if isinstance(v, np.ndarray) and v.ndim)
    return next(map(len, arrays), 1) or 1


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
    ),
    Relation(
        "mean-twice",
        tr(
            "Your {name} is {n} times too small. The batch has {n} examples: is its mean taken "
            "twice?"
        ),
        _factor(lambda _, case: 1 / _rows(case)),
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


def related(name, outcomes):
    """The relation that explains output `name` in all the (case, got) pairs, with the words filled in, or None."""
    for relation in RELATIONS:
        expected = [
            relation.expect(np.asarray(case.truth[name], dtype=float), case) for case, _ in outcomes
        ]
        if any(e is None for e in expected) or max(e.size for e in expected) < 3:
            continue
        pairs = list(zip(expected, outcomes, strict=True))
        # with one example a mean is its sum: such a case tells nothing
        telling = any(not agree(e, case.truth[name], 1e-3) for e, (case, _) in pairs)
        if telling and all(agree(got, e, 1e-5) for e, (_, got) in pairs):
            case = max((c for c, _ in outcomes), key=lambda c: np.size(c.truth[name]))
            truth = np.asarray(case.truth[name])
            return relation.key, relation.message.format(
                name=name, n=_rows(case), k=_columns(truth, case)
            )
    return None


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
                for_=_for(case),
            )
        )
    if np.any(truth != 0) and not np.any(got):
        return "all-zeros", tr(
            "Your {name} is 0 everywhere{about}, where other numbers belong.",
            name=name,
            about=_for(case),
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


def all_zeros(name, outcomes):
    """(slip, message) where output `name` is zero in all the (case, got) pairs, or None."""
    if any(np.any(got) for _, got in outcomes):
        return None
    case, got = outcomes[0]
    about = _for(case) if len(outcomes) == 1 else ""
    if not np.shape(got):
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


def _for(case):
    return tr(" for {about}", about=case.about) if case.about else ""


def first_difference(name, case, got, truth, wrong, show_inputs):
    """The message of last resort: the first wrong entry, with what was expected and what came."""
    index = tuple(int(i) for i in np.argwhere(wrong)[0])
    where = f"{name}[{', '.join(map(str, index))}]" if index else name
    said = tr(
        "{where} is {got} where {truth} is right{for_}.",
        where=where,
        **apart(got[index], truth[index]),
        for_=_for(case),
    )
    if not show_inputs:
        return said + tr(" Try a small input by hand.")
    inputs = ", ".join(
        f"{key} = {_short(value, index, truth.shape)}" for key, value in case.arguments.items()
    )
    return tr("{said} There, {inputs}. Work that one number out by hand.", said=said, inputs=inputs)


def _short(value, index, shape):
    """An argument in a few words; its entry where it has the result's shape, so that the two belong together."""
    if isinstance(value, np.ndarray):
        if value.shape == shape and value.dtype.kind in "fiu":
            return f"{value[index]:.4g}"
        return (
            whole(value)
            if value.size <= SHOWN
            else tr("an array of shape {shape}", shape=value.shape)
        )
    if isinstance(value, (int, float)):
        return f"{value:g}"
    if isinstance(value, (list, tuple, dict)):
        return tr("a {name} of {count}", name=type(value).__name__, count=len(value))
    return "a function" if callable(value) else repr(value)[:40]
