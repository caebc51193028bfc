"""How a learner's function enters: it is tried in plain Python, then compiled, then fitted into its slot."""

import functools
import inspect
import sys
import warnings
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

import numpy as np

from nnlib.core.addresses import remember
from nnlib.core.kernel import Kernel, compile_glue, compile_plain, compiler, describe, in_form
from nnlib.core.limits import TimeLimitExceeded, quiet, time_limit
from nnlib.core.messages import translate
from nnlib.core.words import tr
from nnlib.engine.roles import ROLES

SECONDS = 5.0  # for the trial in plain Python on six numbers


class PluginError(ValueError):
    """A function that cannot take part in training; the message says what to change."""


@dataclass(frozen=True)
class Plugged:
    """A function ready for a slot: its compiled form, and the same in plain Python."""

    name: str
    compiled: Callable
    plain: Callable
    is_learners: bool

    def __post_init__(self):
        remember(self.compiled)


def plug(role, function, dtype):
    """Make `function` fit the slot `role` for arrays of `dtype`: the library's own, or a learner's plain Python.

    Raises TypeError for what is no function, PluginError for wrong parameters, a wrong result, a function that
    runs too long, or one that Numba cannot compile. What a learner's function itself raises comes through.
    """
    own = getattr(function, "kernel", function)
    if isinstance(own, Kernel):
        return _plug_kernel(role, own, np.dtype(dtype))
    function = getattr(function, "py_func", function)
    if not inspect.isfunction(function):
        raise TypeError(
            tr("{role} is {function!r}; wanted a function", role=role, function=function)
        )
    _try_out(role, function, dtype)
    made, key = _KEPT.setdefault(function, {}), (role, np.dtype(dtype))
    now = _what_it_sees(function)
    if now is None or made.get(key, (None, None))[0] != now:
        plain = in_form("plain", ROLES[role].adapt(function))
        compiled = _compile(role, function, dtype) if compiler() else plain
        made[key] = now, Plugged(function.__name__, compiled, plain, True)
    return made[key][1]


@functools.lru_cache(maxsize=64)
def refusal(role, function, seconds=20.0):
    """What to change in a function that runs in `role` and that Numba refuses; None where it does not, or is slow."""
    try:
        with quiet(), time_limit(seconds):
            plug(role, function, "float32")
    except PluginError as error:
        return translate(function, describe(error.__cause__)) if error.__cause__ else None
    except (Exception, TimeLimitExceeded):
        return None
    return None


_KEPT = (
    weakref.WeakKeyDictionary()
)  # a learner's function: what it saw when it was compiled, and the compiled


def _what_it_sees(function, seen=()):
    """All that the compiled form depends on, to be compared later; None where that cannot be told.

    Compiled code keeps the globals of its first day. So a function is compiled again when a name that it uses has
    another meaning now, here or in a function that it calls.
    """
    if function in seen:
        return function
    code = function.__code__
    values = [*(cell.cell_contents for cell in function.__closure__ or ()), function.__defaults__]
    values += [function.__globals__.get(name) for name in code.co_names]
    known = [_known(value, (*seen, function)) for value in values]
    return None if None in known else (code, *known)


def _known(value, seen):
    """Something that equals itself only while `value` means the same, or None."""
    if inspect.isfunction(getattr(value, "py_func", value)):
        return _what_it_sees(getattr(value, "py_func", value), seen)
    if value is None or isinstance(value, (bool, int, float, str, tuple)):
        return repr(value)
    return (id(value),) if inspect.ismodule(value) or callable(value) else None


@functools.cache
def _plug_kernel(role, own, dtype):
    """A kernel of the library in a slot; that of an activation hands it the layer's number first, which it drops."""
    names = list(inspect.signature(own.python).parameters)
    about = ROLES[role]
    has_number = about.slot.startswith("activation")
    wanted = len(get_args(about.type)[0]) - has_number
    wrong_targets = about.targets and (about.targets == "labels") != _takes_labels(names)
    if len(names) != wanted or wrong_targets:
        raise PluginError(
            tr(
                "{name} cannot be the {role}: it takes other arguments ({listed})",
                name=own.__name__,
                role=role,
                listed=", ".join(names),
            )
        )
    if role == "activation_backward" and names[1] == "z":
        raise PluginError(
            tr(
                "{name} takes the input z, but beside an activation of your own a backward gets its "
                "output a",
                name=own.__name__,
            )
        )
    if not has_number:
        return Plugged(own.__name__, own.compiled, own.plain, False)
    compiled = compile_glue(_numbered(role, own.compiled), about.type, dtype)
    return Plugged(own.__name__, compiled, _numbered(role, own.plain), False)


def _takes_labels(names):
    """Whether a loss of these parameters is one of labels: a matrix and a small y (values are called Y or T)."""
    return names[0].isupper() and names[1] == "y"


def _numbered(role, f):
    """f, and before its arguments the number of the layer's activation."""
    if role == "activation":

        def into(kind, z, a):
            f(z, a)
    else:

        def into(kind, dout, a, dz):
            f(dout, a, dz)

    return into


def _try_out(role, function, dtype):
    kinds, shapes = ROLES[role].takes, ROLES[role].gives
    names = list(kinds)
    _check_parameters(function, names)
    arguments = [_sample(kind, dtype) for kind in kinds.values()]
    before = [np.copy(value) for value in arguments]
    try:
        with quiet() as printed, time_limit(SECONDS), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = function(*arguments)
    except TimeLimitExceeded:
        raise PluginError(
            tr(
                "{name} was still running after {SECONDS:g} s on a tiny array. Does a loop in it "
                "never end?",
                name=function.__name__,
                SECONDS=SECONDS,
            )
        ) from None
    if got := _misfit(result, shapes):
        raise PluginError(
            tr(
                "{name} returned {got} for {words}; wanted {wanted}",
                name=function.__name__,
                got=got,
                words=_words(names, arguments),
                wanted=_wanted(shapes),
            )
        )
    if ROLES[role].slot != "step":  # which may write in place
        _leaves_alone(function, names, arguments, before)
    if printed.getvalue():
        print(
            tr("nnlib: {name} prints; nothing of it is shown in training.", name=function.__name__),
            file=sys.stderr,
        )


def _leaves_alone(function, names, arguments, before):
    """Raise PluginError where the function has written into what it was given."""
    for argument, value, kept in zip(names, arguments, before, strict=True):
        if not np.array_equal(value, kept):
            raise PluginError(
                tr(
                    "{name} writes into its input {argument}, which others still need. Write into a new "
                    "array: np.empty_like({argument}).",
                    name=function.__name__,
                    argument=argument,
                )
            )


def _misfit(result, shapes):
    """What came back, in words, or None where it is what was wanted: arrays (or numbers) of these shapes."""
    results = result if isinstance(result, tuple) else (result,)
    if result is None:
        return tr("None (is a return missing?)")
    if isinstance(result, tuple) and len(result) == 1:
        return tr("a tuple of one (is a comma behind what is returned?)")
    for value in results:
        if not isinstance(value, (np.ndarray, np.generic, int, float)):
            return f"a {type(value).__name__}"
    got = [np.shape(value) for value in results]
    return None if got == shapes else _wanted(got)


def _wanted(shapes):
    words = [
        "a number" if shape == () else tr("an array of shape {shape}", shape=shape)
        for shape in shapes
    ]
    return " and ".join(words)


def _check_parameters(function, names):
    try:
        inspect.signature(function).bind(*names)
    except TypeError:
        raise PluginError(
            tr(
                "{name}{signature} has other parameters than {name}({listed})",
                name=function.__name__,
                signature=inspect.signature(function),
                listed=", ".join(names),
            )
        ) from None


def _sample(kind, dtype):
    if kind == "labels":
        return np.array([2, 0])
    if kind == "bits":
        return np.array([1, 0]).astype(dtype)
    if kind in ("shares", "chances"):  # logits too may be such numbers, and log takes them
        shares = np.array([[0.2, 0.5, 0.3], [0.6, 0.3, 0.1]], dtype)
        return shares if kind == "shares" else shares[:, 0].copy()
    if kind == "squares":
        return np.full(5, 0.25, dtype)
    if not isinstance(kind, tuple):
        return kind
    return (np.arange(np.prod(kind)).reshape(kind) * 0.3 - 0.7).astype(dtype)


def _words(names, arguments):
    return ", ".join(
        f"{name} {np.shape(value)}" for name, value in zip(names, arguments, strict=True)
    )


def _compile(role, function, dtype):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fitted = in_form("compiled", ROLES[role].adapt(compile_plain(function)))
            return compile_glue(fitted, ROLES[role].type, dtype)
    except Exception as error:  # Numba raises many kinds, some without a message
        raise PluginError(
            tr("{name} runs in Python, but Numba cannot compile it.\n  ", name=function.__name__)
            + translate(function, describe(error))
        ) from error
