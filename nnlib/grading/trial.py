"""One call of a learner's function, on copies, with limits: whatever happens becomes data."""

import inspect
import linecache
import traceback
import warnings
from contextlib import nullcontext
from dataclasses import dataclass, field

import numpy as np

from nnlib.limits import TimeLimitExceeded, quiet, time_limit

SECONDS = 2.0


class AnswerFailed(Exception):
    """A learner's function failed where it cannot be looked at: the slip and the message are known already."""

    def __init__(self, slip, message):
        super().__init__(message)
        self.slip, self.message = slip, message


@dataclass
class Outcome:
    """What a call gave: the values by output name or a structural problem (slip key and message), "
    "and side effects."""

    values: dict[str, np.ndarray] = field(default_factory=dict)
    slip: str | None = None
    message: str = ""
    modified: str | None = None  # the name of an input that was written into
    aliased: str | None = None  # the name of an input whose memory the result shares
    printed: str = ""
    warned: tuple[str, ...] = ()


def plain(function):
    """The Python function behind one that the learner has compiled."""
    return getattr(function, "py_func", function)


def fits(function, parameters):
    """Whether the function can be called with these parameters, in order."""
    try:
        inspect.signature(function).bind(*parameters)
    except (TypeError, ValueError):
        return False
    return True


def call(function, case, seconds=SECONDS):
    """Call the function on copies of the case's arguments; catch its errors, prints, warnings and endless loops."""
    given = {name: _copy(value) for name, value in case.arguments.items()}
    outcome = Outcome()
    limit = nullcontext() if getattr(function, "keeps_time", False) else time_limit(seconds)
    with warnings.catch_warnings(record=True) as caught, quiet() as printed:
        warnings.simplefilter("always")
        try:
            with limit:
                result = function(*given.values())
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            result = _failed(outcome, function, error, seconds)
    outcome.printed, outcome.warned = printed.getvalue(), tuple(str(w.message) for w in caught[:3])
    if side := getattr(function, "side", None):  # what a function did that ran elsewhere
        outcome.printed, outcome.warned = side.printed, side.warned
        outcome.aliased = next((name for k, name in enumerate(given) if k in side.shared), None)
    if outcome.slip is None:
        _read(outcome, result, case, given)
    for name, value in case.arguments.items():
        if isinstance(value, np.ndarray) and not np.array_equal(value, given[name], equal_nan=True):
            outcome.modified = name
    return outcome


def _copy(value):
    """A copy with the same strides where they matter: a transposed array stays one."""
    return value.copy(order="K") if isinstance(value, np.ndarray) else value


def _failed(outcome, function, error, seconds):
    name = getattr(function, "__name__", "your function")
    if isinstance(error, AnswerFailed):
        outcome.slip, outcome.message = error.slip, error.message
    elif isinstance(error, NotImplementedError):
        outcome.slip = "not-written"
        outcome.message = f"{name} is not written yet. Replace the raise by your code, run that cell, then this one."
    elif isinstance(error, TimeLimitExceeded):
        outcome.slip = "timeout"
        outcome.message = (
            f"{name} was still running after {seconds:g} seconds on a small array. Is there a loop that "
            f"never ends?"
        )
    else:
        outcome.slip = "error"
        outcome.message = f"{name} stopped with {_what(error)}{_where(function, error)}"


def _what(error):
    text = str(error).strip()[:300]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _where(function, error):
    """The learner's own lines of the traceback, innermost last."""
    own = getattr(getattr(function, "__code__", None), "co_filename", None)
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == own
    ][-3:]
    lines = [
        f"\n  line {frame.lineno}: {(frame.line or linecache.getline(own, frame.lineno)).strip()}"
        for frame in frames
    ]
    return "".join(lines) or "."


def _read(outcome, result, case, given):
    """Take the result apart into named arrays, or note why that cannot be done."""
    names = list(case.truth)
    if result is None:
        outcome.slip, outcome.message = (
            "returns-none",
            "Your function returned None. Is there a return at its end?",
        )
        return
    results = [result]
    if len(names) > 1:
        if not isinstance(result, (tuple, list)) or len(result) != len(names):
            outcome.slip = "wrong-type"
            outcome.message = (
                f"Your function should return {len(names)} things: {', '.join(names)}."
            )
            return
        results = list(result)
    for name, value in zip(names, results, strict=True):
        problem = _kind_problem(name, value, np.asarray(case.truth[name]))
        if problem:
            outcome.slip, outcome.message = problem
            return
        outcome.aliased = outcome.aliased or _shared(value, given)
        outcome.values[name] = np.array(value, dtype=np.float64)


def _kind_problem(name, value, truth):
    """(slip, message) where a value is no array or number of the wanted shape, else None."""
    if not (
        type(value) is np.ndarray or isinstance(value, np.generic) or type(value) in (int, float)
    ):
        return (
            "wrong-type",
            f"{name} is a {getattr(value, 'far_type', type(value).__name__)}. Return a NumPy array of numbers.",
        )
    array = np.asarray(value)
    if array.dtype.kind not in "fiu":
        return "wrong-type", f"{name} holds {array.dtype} entries. Return numbers (floats)."
    if array.shape != truth.shape:
        return _shape_problem(name, array.shape, truth.shape)
    return None


def _shape_problem(name, got, wanted):
    size = int(np.prod(got))
    said = f"{name} has shape {got} where {wanted} is wanted."
    if len(wanted) == 2 and got == wanted[::-1]:
        return "transposed", f"{said} Rows and columns have changed places."
    if size == np.prod(wanted) and len(got) < len(wanted):
        return "flattened", f"{said} All the numbers are there: where did an axis get lost?"
    if len(got) < len(wanted):
        return "lost-axis", f"{said} Something was summed, or picked out, along one axis."
    if len(got) > len(wanted) or size > np.prod(wanted):
        return (
            "broadcast-up",
            f"{said} Two shapes were stretched against each other: print the shapes on the way.",
        )
    return "wrong-shape", f"{said} Compare it with the shapes of your inputs, line by line."


def _shared(value, given):
    if not isinstance(value, np.ndarray):
        return None
    return next(
        (
            name
            for name, a in given.items()
            if isinstance(a, np.ndarray) and np.shares_memory(value, a)
        ),
        None,
    )
