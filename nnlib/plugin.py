"""How a learner's function enters: it is tried in plain Python, then compiled, then put into a slot.

The learner's function has the book's public parameters and returns a new array: `relu(z) -> a`. A slot wants
a function that writes into its last argument; the adapters here sit between the two.
"""

import inspect
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib.dialect import translate
from nnlib.kernel import ROLES, Kernel, compile_plain, compiler, describe, kernel, role_signature
from nnlib.limits import TimeLimitExceeded, quiet, time_limit

SECONDS = 5.0  # for the trial in plain Python on six numbers

TRIALS = {  # role: the arguments of the trial, and the shapes that must come back
    "activation": (("z", (2, 3)), [(2, 3)]),
    "activation_backward": (("dout", (2, 3), "a", (2, 3)), [(2, 3)]),
    "affine": (("X", (2, 3), "W", (3, 4), "b", (4,)), [(2, 4)]),
    "affine_backward": (("dout", (2, 4), "X", (2, 3), "W", (3, 4)), [(2, 3), (3, 4), (4,)]),
    "output": (("Z", (2, 3)), [(2, 3)]),
    "loss": (("Z", (2, 3), "y", "labels"), [()]),
    "loss_grad": (("P", (2, 3), "y", "labels"), [(2, 3)]),
    "step": (("params", (5,), "grads", (5,), "lr", "number"), [(5,)]),
}

LOGITS = (
    "loss_grad",
    "Z",
)  # this place hands over the output P; a library function of Z would take softmax twice


class PluginError(ValueError):
    """A function that cannot take part in training; the message says what to change."""


@dataclass(frozen=True)
class Plugged:
    """A function ready for a slot: its compiled form, and the same in plain Python."""

    name: str
    compiled: Callable
    plain: Callable
    is_learners: bool


def plug(role, function, dtype):
    """Make `function` fit the slot `role` for arrays of `dtype`: the library's own, or a learner's plain Python.

    Raises TypeError for what is no function, PluginError for wrong parameters, a wrong result, a function that
    runs too long, or one that Numba cannot compile. What a learner's function itself raises comes through.
    """
    own = getattr(function, "kernel", function)
    if isinstance(own, Kernel):
        parameters = list(inspect.signature(own.python).parameters)
        if len(parameters) != len(ROLES[role][0].split()) or (role, parameters[0]) == LOGITS:
            raise PluginError(f"{own.__name__} cannot be the {role}: it takes other arguments")
        return Plugged(own.__name__, own.compiled, own.plain, False)
    function = getattr(function, "py_func", function)
    if not inspect.isfunction(function):
        raise TypeError(f"{role} is {function!r}; wanted a function")
    _try_out(role, function, dtype)
    return Plugged(
        function.__name__, _compile(role, function, dtype), _adapt(role, function, copy.plain), True
    )


def _try_out(role, function, dtype):
    (*pairs,), shapes = TRIALS[role]
    names, kinds = pairs[::2], pairs[1::2]
    _check_parameters(function, names)
    arguments = [_sample(kind, dtype) for kind in kinds]
    before = [np.copy(value) for value in arguments]
    try:
        with quiet() as printed, time_limit(SECONDS), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = function(*arguments)
    except TimeLimitExceeded:
        raise PluginError(f"{function.__name__} was still running after {SECONDS:g} s on a tiny array. "
                          "Does a loop in it never end?") from None  # fmt: skip
    if got := _misfit(result, shapes):
        raise PluginError(
            f"{function.__name__} returned {got} for {_words(names, arguments)}; wanted {_wanted(shapes)}"
        )
    for name, value, kept in zip(names, arguments, before, strict=True):
        if role != "step" and not np.array_equal(value, kept):
            raise PluginError(
                f"{function.__name__} writes into its input {name}, which others still need. "
                f"Write into a new array: np.empty_like({name})."
            )
    if printed.getvalue():
        print(
            f"nnlib: {function.__name__} prints; nothing of it is shown in training.",
            file=sys.stderr,
        )


def _misfit(result, shapes):
    """What came back, in words, or None where it is what was wanted: arrays (or numbers) of these shapes."""
    results = result if isinstance(result, tuple) else (result,)
    if result is None:
        return "None (is a return missing?)"
    for value in results:
        if not isinstance(value, (np.ndarray, np.generic, int, float)):
            return f"a {type(value).__name__}"
    got = [np.shape(value) for value in results]
    return None if got == shapes else _wanted(got)


def _wanted(shapes):
    words = ["a number" if shape == () else f"an array of shape {shape}" for shape in shapes]
    return " and ".join(words)


def _check_parameters(function, names):
    try:
        inspect.signature(function).bind(*names)
    except TypeError:
        raise PluginError(
            f"{function.__name__}{inspect.signature(function)} has other parameters than "
            f"{function.__name__}({', '.join(names)})"
        ) from None


def _sample(kind, dtype):
    if kind == "labels":
        return np.array([2, 0])
    if kind == "number":
        return 0.1
    return (np.arange(np.prod(kind)).reshape(kind) * 0.3 - 0.7).astype(dtype)


def _words(names, arguments):
    return ", ".join(
        f"{name} {np.shape(value)}" for name, value in zip(names, arguments, strict=True)
    )


def _compile(role, function, dtype):
    if compiler() is None:
        return _adapt(role, function, copy.plain)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compiled = _adapt(role, compile_plain(function), copy.compiled)
            return compiler().njit(role_signature(role, dtype))(compiled)
    except Exception as error:  # Numba raises many kinds, some without a message
        raise PluginError(
            f"{function.__name__} runs in Python, but Numba cannot compile it.\n  "
            + translate(function, describe(error))
        ) from error


@kernel
def copy(source, target):
    """Write `source` into `target` of the same shape, one entry at a time (a slice takes seconds to compile)."""
    if source.shape != target.shape:
        raise ValueError("a function returned an array of another shape than it was asked for")
    for i in np.ndindex(target.shape):
        target[i] = source[i]


def _adapt(role, f, copy):
    """The function that fits the slot, around `f`, which returns its result."""
    if role in ("activation", "output"):

        def into(z, a):
            copy(f(z), a)
    elif role in ("activation_backward", "loss_grad"):

        def into(first, second, out):
            copy(f(first, second), out)
    elif role == "affine":

        def into(x, W, b, z):
            copy(f(x, W, b), z)
    elif role == "affine_backward":

        def into(dz, x, W, dx, dW, db):
            new_dx, new_dW, new_db = f(dz, x, W)
            copy(new_dW, dW)
            copy(new_db, db)
            if dx.size > 0:
                copy(new_dx, dx)
    elif role == "loss":

        def into(z, y):
            return f(z, y)
    else:

        def into(theta, grad, lr):
            copy(f(theta, grad, lr), theta)

    return into
