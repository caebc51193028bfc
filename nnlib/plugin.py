"""How a learner's function enters: it is tried in plain Python, then compiled, then put into a slot.

The learner's function has the book's public parameters and returns a new array: `relu(z) -> a`. A slot wants
a function that writes into its last argument; the adapters here sit between the two.
"""

import functools
import inspect
import sys
import warnings
import weakref
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib.dialect import translate
from nnlib.kernel import ROLES, Kernel, compile_plain, compiler, describe, kernel, role_signature
from nnlib.limits import TimeLimitExceeded, quiet, time_limit

SECONDS = 5.0  # for the trial in plain Python on six numbers

TRIALS = {  # what is tried: the arguments of the trial by name, and the shapes that must come back
    "activation": ({"z": (2, 3)}, [(2, 3)]),
    "activation_backward": ({"dout": (2, 3), "a": (2, 3)}, [(2, 3)]),
    "affine": ({"X": (2, 3), "W": (3, 4), "b": (4,)}, [(2, 4)]),
    "affine_backward": ({"dout": (2, 4), "X": (2, 3), "W": (3, 4)}, [(2, 3), (3, 4), (4,)]),
    "loss of labels": ({"Z": "shares", "y": "labels"}, [()]),
    "loss of values": ({"P": "shares", "T": "shares"}, [()]),
    "loss of one": ({"z": "chances", "y": "bits"}, [()]),
    "loss_grad of labels": ({"Z": "shares", "y": "labels"}, [(2, 3)]),
    "loss_grad of values": ({"P": "shares", "T": "shares"}, [(2, 3)]),
    "loss_grad of one": ({"z": "chances", "y": "bits"}, [(2,)]),
    "gd_step": ({"params": (5,), "grads": (5,), "lr": 0.1}, [(5,)]),
    "momentum_step": ({"w": (5,), "v": (5,), "g": (5,), "lr": 0.1, "beta": 0.9}, [(5,), (5,)]),
    "adam_step": (
        dict(w=(5,), g=(5,), m="squares", v="squares", t=1, lr=0.1, beta1=0.9, beta2=0.999, eps=1e-8),
        [(5,), (5,), (5,)],
    ),
}  # fmt: skip


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
        return _plug_kernel(role, own, np.dtype(dtype))
    function = getattr(function, "py_func", function)
    if not inspect.isfunction(function):
        raise TypeError(f"{role} is {function!r}; wanted a function")
    _try_out(role, function, dtype)
    made, key = _KEPT.setdefault(function, {}), (role, np.dtype(dtype))
    now = _what_it_sees(function)
    if now is None or made.get(key, (None, None))[0] != now:
        plain = _adapt(role, function, copy.plain)
        made[key] = now, Plugged(function.__name__, _compile(role, function, dtype), plain, True)
    return made[key][1]


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


def slot_of(role):
    """The slot that a role fits into: "loss of labels" fits into "loss", "adam_step" into "step"."""
    if role.endswith("_step"):
        return "step"
    return role.partition(" of ")[0]


@functools.cache
def _plug_kernel(role, own, dtype):
    """A kernel of the library in a slot; that of an activation hands it the layer's number first, which it drops."""
    names = list(inspect.signature(own.python).parameters)
    has_number = role.startswith("activation")
    wanted = len(ROLES[slot_of(role)][0].split()) - has_number
    if len(names) != wanted or (" of " in role and _takes_labels(names) != role.endswith("labels")):
        raise PluginError(
            f"{own.__name__} cannot be the {role}: it takes other arguments ({', '.join(names)})"
        )
    if not has_number:
        return Plugged(own.__name__, own.compiled, own.plain, False)
    compiled = _typed(_numbered(role, own.compiled), role, dtype)
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


def _typed(f, role, dtype):
    """f compiled for the arguments of its slot, or itself without a compiler."""
    if compiler() is None:
        return f
    return compiler().njit(role_signature(slot_of(role), dtype), error_model="numpy")(f)


def _try_out(role, function, dtype):
    kinds, shapes = TRIALS[role]
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
            f"{function.__name__} was still running after {SECONDS:g} s on a tiny array. "
            "Does a loop in it never end?"
        ) from None
    if got := _misfit(result, shapes):
        raise PluginError(
            f"{function.__name__} returned {got} for {_words(names, arguments)}; wanted {_wanted(shapes)}"
        )
    for name, value, kept in zip(names, arguments, before, strict=True):
        if slot_of(role) != "step" and not np.array_equal(value, kept):
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
    if compiler() is None:
        return _adapt(role, function, copy.plain)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compiled = _adapt(role, compile_plain(function), copy.compiled)
            return _typed(compiled, role, dtype)
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
    if target.ndim == 2:  # decided when it is compiled; loops are many times faster than ndindex
        for i in range(target.shape[0]):
            for j in range(target.shape[1]):
                target[i, j] = source[i, j]
    elif target.ndim == 1:
        for i in range(target.shape[0]):
            target[i] = source[i]
    else:
        for place in np.ndindex(target.shape):
            target[place] = source[place]


@kernel
def labels_of(y):
    """The labels (n,) as whole numbers, from their column (n, 1) of floats."""
    labels = np.empty(y.shape[0], np.int64)
    for i in range(y.shape[0]):
        labels[i] = int(y[i, 0])
    return labels


@kernel
def fill(each, value):
    """Every example gets the mean: a loss of one's own gives nothing finer."""
    for i in range(each.shape[0]):
        each[i] = value


def _adapt(role, f, copy):
    """The function that fits the slot, around `f`, which returns its result."""
    slot, _, of = role.partition(" of ")
    if slot == "activation":

        def into(kind, z, a):
            copy(f(z), a)
    elif slot == "activation_backward":

        def into(kind, dout, a, dz):
            copy(f(dout, a), dz)
    elif slot == "affine":

        def into(x, W, b, z):
            copy(f(x, W, b), z)
    elif slot == "affine_backward":

        def into(dz, x, W, dx, dW, db):
            new_dx, new_dW, new_db = f(dz, x, W)
            copy(new_dW, dW)
            copy(new_db, db)
            if dx.size > 0:
                copy(new_dx, dx)
    elif slot in ("loss", "loss_grad"):
        into = _adapt_loss(slot, of, f, copy)
    else:
        into = _adapt_step(slot, f, copy)
    return into


def _adapt_loss(slot, of, f, copy):
    plain = copy is copy_plain
    labels, each_gets = (
        (labels_of.plain, fill.plain) if plain else (labels_of.compiled, fill.compiled)
    )
    if of == "labels":

        def loss(z, y, each):
            each_gets(each, f(z, labels(y)))

        def loss_grad(z, y, dz):
            copy(f(z, labels(y)), dz)
    elif of == "values":

        def loss(p, y, each):
            each_gets(each, f(p, y))

        def loss_grad(p, y, dp):
            copy(f(p, y), dp)
    else:

        def loss(z, y, each):
            each_gets(each, f(z.reshape(z.size), y.reshape(y.size)))

        def loss_grad(z, y, dz):
            copy(f(z.reshape(z.size), y.reshape(y.size)), dz.reshape(dz.size))

    return loss if slot == "loss" else loss_grad


def _adapt_step(slot, f, copy):
    if slot == "gd_step":

        def step(theta, grad, memory, hyper, t):
            copy(f(theta, grad, hyper[0]), theta)
    elif slot == "momentum_step":

        def step(theta, grad, memory, hyper, t):
            new_theta, new_v = f(theta, memory, grad, hyper[0], hyper[1])
            copy(new_theta, theta)
            copy(new_v, memory)
    else:

        def step(theta, grad, memory, hyper, t):
            n = theta.size
            m, v = memory[:n], memory[n:]
            new_theta, new_m, new_v = f(
                theta, grad, m, v, t, hyper[0], hyper[1], hyper[2], hyper[3]
            )
            copy(new_theta, theta)
            copy(new_m, m)
            copy(new_v, v)

    return step


copy_plain = copy.plain
