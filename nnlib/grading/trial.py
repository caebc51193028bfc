"""One call of a learner's function, on copies, with limits: whatever happens becomes data."""

import copy
import inspect
import linecache
import traceback
import warnings
from contextlib import nullcontext
from dataclasses import dataclass, field

import numpy as np

from nnlib.core.limits import TimeLimitExceeded, quiet, time_limit
from nnlib.core.words import tr
from nnlib.grading.exercise import Misfit
from nnlib.grading.meaning import meaning, without_advice


class AnswerFailed(Exception):
    """A learner's function failed where it cannot be looked at: the slip and the message are known already."""

    def __init__(self, slip, message):
        super().__init__(message)
        self.slip, self.message = slip, message


@dataclass
class Outcome:
    """What a call gave: the values by output name or a structural problem (slip key and message), and side effects."""

    values: dict[str, np.ndarray] = field(default_factory=dict)
    slip: str | None = None
    message: str = ""
    modified: str | None = None  # the name of an input that was written into
    aliased: str | None = None  # the name of an input whose memory the result shares
    printed: str = ""
    warned: tuple[str, ...] = ()
    single: set[str] = field(default_factory=set)  # the names of what came back as float32


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


def call(function, case):
    """Call the function on copies of the case's arguments; catch its errors, prints, warnings and endless loops."""
    given = {name: _copy(value) for name, value in case.arguments.items()}
    outcome, run = Outcome(), case.run or _once
    limit = nullcontext() if getattr(function, "keeps_time", False) else time_limit(case.seconds)
    with warnings.catch_warnings(record=True) as caught, quiet() as printed:
        warnings.simplefilter("always")
        try:
            with limit:
                result = run(function, given)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            result = _failed(outcome, function, error, case.seconds)
    outcome.printed, outcome.warned = printed.getvalue(), tuple(str(w.message) for w in caught[:3])
    if side := getattr(function, "side", None):  # what a function did that ran elsewhere
        outcome.printed, outcome.warned = side.printed, side.warned
        outcome.aliased = next((name for k, name in enumerate(given) if k in side.shared), None)
    if outcome.slip is None:
        _read(outcome, result, case, given)
    for name, value in case.arguments.items():
        if not _unchanged(value, given[name]):
            outcome.modified = name
    return outcome


def _once(function, given):
    return function(*given.values())


def _copy(value):
    """A copy, of what lies in lists and dicts too, with the same strides: a transposed array stays one."""
    if isinstance(value, np.ndarray):
        return value.copy(order="K")
    if isinstance(value, (list, tuple)):
        return type(value)(_copy(v) for v in value)
    if isinstance(value, dict):
        return {k: _copy(v) for k, v in value.items()}
    return copy.deepcopy(value) if isinstance(value, np.random.Generator) else value


def _unchanged(value, now):
    """Whether an argument is what it was. Drawing from a generator is no change: it was passed for that."""
    if isinstance(value, np.ndarray):
        same = isinstance(now, np.ndarray) and value.shape == now.shape and value.dtype == now.dtype
        return same and np.array_equal(value, now, equal_nan=value.dtype.kind == "f")
    if isinstance(value, (list, tuple)):
        alike = type(now) is type(value) and len(value) == len(now)
        return alike and all(map(_unchanged, value, now))
    if isinstance(value, dict):
        alike = type(now) is dict and list(value) == list(now)
        return alike and all(_unchanged(value[k], now[k]) for k in value)
    if isinstance(value, (bool, int, float, str, np.generic)):
        return type(now) is type(value) and (value == now or value != value)
    return True


def _failed(outcome, function, error, seconds):
    name = getattr(function, "__name__", tr("your function"))
    if isinstance(error, AnswerFailed):
        outcome.slip, outcome.message = error.slip, error.message
    elif isinstance(error, NotImplementedError):
        outcome.slip = "not-written"
        outcome.message = tr(
            "{name} is not written yet. Replace the raise by your code, run that cell, then this "
            "one.",
            name=name,
        )
    elif isinstance(error, TimeLimitExceeded):
        outcome.slip = "timeout"
        outcome.message = tr(
            "{name} was still running after {seconds:g} seconds on a small array. Is there a "
            "loop that never ends?",
            name=name,
            seconds=seconds,
        )
    else:
        outcome.slip = "error"
        what = _what(error)
        stopped = tr(
            "{name} stopped with {what}{where}",
            name=name,
            what=without_advice(what),
            where=_where(function, error),
        )
        outcome.message = "\n".join(filter(None, [stopped, meaning(what)]))


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
        tr(
            "\n  line {lineno}: {strip}",
            lineno=frame.lineno,
            strip=(frame.line or linecache.getline(own, frame.lineno)).strip(),
        )
        for frame in frames
    ]
    return "".join(lines) or "."


def _read(outcome, result, case, given):
    """Take the result apart into named values, or note why that cannot be done."""
    if result is None:
        outcome.slip, outcome.message = (
            "returns-none",
            tr("Your function returned None. Is there a return at its end?"),
        )
        return
    try:
        values = (case.read or _by_name(case.truth))(result)
        _refuse_exchanged(values, case.truth)
        for name, truth in case.truth.items():
            outcome.values[name] = _value(name, values[name], truth)
            outcome.single |= {name} if _is_single(values[name]) else set()
            outcome.aliased = outcome.aliased or _shared(values[name], given)
    except Misfit as misfit:
        outcome.slip, outcome.message = misfit.slip, misfit.message
    except (
        Exception
    ):  # whatever a learner returns, a reading that stumbles over it is no error of ours
        outcome.slip = "wrong-type"
        outcome.message = tr(
            "What your function returns is built otherwise than asked. Look at the statement again."
        )


def _by_name(truth):
    """The usual reading: one result for one name, a tuple or list of as many for several."""
    names = list(truth)

    def read(result):
        if len(names) == 1:
            return {names[0]: result}
        if not isinstance(result, (tuple, list)) or len(result) != len(names):
            raise Misfit(
                "wrong-type",
                tr(
                    "Your function should return {count} things: {listed}.",
                    count=len(names),
                    listed=", ".join(names),
                ),
            )
        return dict(zip(names, result, strict=True))

    return read


def _refuse_exchanged(values, truth):
    """Raise Misfit where two results have each other's shape."""
    shapes = {name: (np.shape(values[name]), np.shape(t)) for name, t in truth.items()}
    wrong = [name for name, (got, wanted) in shapes.items() if got != wanted]
    if len(wrong) == 2 and shapes[wrong[0]] == shapes[wrong[1]][::-1]:
        raise Misfit(
            "results-exchanged",
            tr(
                "{first} has the shape that {second} should have, and {second} that of {first}. Have the "
                "two changed places behind your return?",
                first=wrong[0],
                second=wrong[1],
            ),
        )


def _value(name, value, truth):
    """The value as it is compared: a word as it stands, yes or no as 1 or 0, numbers as an array of float64."""
    if isinstance(truth, str):
        if not isinstance(value, str):
            raise Misfit(
                "wrong-type", tr("{name} is {a}. Return a word in quotes.", name=name, a=_a(value))
            )
        return value
    if isinstance(truth, (bool, np.bool_)):
        if not isinstance(value, (bool, np.bool_)):
            raise Misfit(
                "wrong-type", tr("{name} is {a}. Return True or False.", name=name, a=_a(value))
            )
        return np.float64(value)
    problem = _kind_problem(name, value, np.asarray(truth))
    if problem:
        raise Misfit(*problem)
    return np.array(value, dtype=np.float64)


def _is_single(value):
    """Whether a value holds fewer digits than a Python float."""
    dtype = getattr(value, "dtype", None)
    return isinstance(dtype, np.dtype) and dtype.kind == "f" and dtype.itemsize < 8


def _a(value):
    return f"a {getattr(value, 'far_type', type(value).__name__)}"


def _kind_problem(name, value, truth):
    """(slip, message) where a value is no array or number of the wanted shape, else None."""
    if not (
        type(value) is np.ndarray or isinstance(value, np.generic) or type(value) in (int, float)
    ):
        return (
            "wrong-type",
            tr("{name} is {a}. Return ", name=name, a=_a(value))
            + (tr("a NumPy array of numbers.") if truth.ndim else "a number."),
        )
    array = np.asarray(value)
    if array.dtype.kind not in "fiu":
        return "wrong-type", tr(
            "{name} holds {dtype} entries. Return numbers (floats).", name=name, dtype=array.dtype
        )
    if array.shape != truth.shape:
        return _shape_problem(name, array.shape, truth.shape)
    return None


def _shape_problem(name, got, wanted):
    size = int(np.prod(got))
    said = tr("{name} has shape {got} where {wanted} is wanted.", name=name, got=got, wanted=wanted)
    if len(wanted) == 2 and got == wanted[::-1]:
        return "transposed", tr("{said} Rows and columns have changed places.", said=said)
    if size == np.prod(wanted) and len(got) < len(wanted):
        return "flattened", tr(
            "{said} All the numbers are there: where did an axis get lost?", said=said
        )
    if len(got) < len(wanted):
        return "lost-axis", tr(
            "{said} Something was summed, or picked out, along one axis.", said=said
        )
    if wanted == () and size == 1:  # with one example a mean that is missing looks the same
        return "broadcast-up", tr(
            "{said} One plain number is wanted: is a sum or a mean missing, or does keepdims leave an axis?",
            said=said,
        )
    if _without_ones(got) == _without_ones(wanted) and len(got) > len(wanted):
        return "broadcast-up", tr(
            "{said} The numbers are all there, and an axis of length 1 is too many: does keepdims, or a "
            "reshape, leave it?",
            said=said,
        )
    if wanted == ():
        return "broadcast-up", tr(
            "{said} It holds {size} numbers, and one is wanted: what joins them into one? A sum or a "
            "mean may be missing.",
            said=said,
            size=size,
        )
    if len(got) == len(wanted) == 1:
        return "wrong-length", tr(
            "{said} What should there be one number of: of examples, of columns, of classes? Yours counts "
            "something else.",
            said=said,
        )
    if len(got) > len(wanted):
        return "broadcast-up", tr(
            "{said} It has an axis too many: either nothing joins the numbers along it, or two shapes were "
            "stretched against each other. Print the shapes on the way.",
            said=said,
        )
    if size > np.prod(wanted):
        return "broadcast-up", tr(
            "{said} Two shapes may have been stretched against each other: print the shapes on the way.",
            said=said,
        )
    return "wrong-shape", tr(
        "{said} Compare it with the shapes of your inputs, line by line.", said=said
    )


def _without_ones(shape):
    return tuple(length for length in shape if length != 1)


def _shared(value, given):
    """The name of the argument whose memory an array of the result shares, or None."""
    if not isinstance(value, np.ndarray):
        return None
    return next((name for name, a in given.items() if _holds(a, value)), None)


def _holds(argument, value):
    if isinstance(argument, np.ndarray):
        return np.shares_memory(argument, value)
    if isinstance(argument, dict):
        argument = list(argument.values())
    return isinstance(argument, (list, tuple)) and any(_holds(a, value) for a in argument)
