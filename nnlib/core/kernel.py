"""Kernels: how a loop is compiled, and how a learner's function is compiled in.

A *kernel* is an ordinary Python loop that writes its result into its last arguments. `@kernel` compiles it when
it is first called, keeps the machine code on disk, and leaves the loop itself readable at `.python`.
A *slot* is a place in the training loop that takes any function of one declared type, so that swapping the function
compiles that function alone and never the library.
"""

import functools
import inspect
import os
import sys
import traceback
import types
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from nnlib.core import blas, linking, views
from nnlib.core.linking import copy_of, linked, names_in, relink
from nnlib.core.signatures import bound, checks_of, function_type, signature_of
from nnlib.core.words import tr

R = TypeVar("R")

# What makes machine code of a loop: a change here makes the code on disk old, too.
COMPILERS = (__file__, blas.__file__, linking.__file__, views.__file__)
BOUNDS_CHECKED = {"boundscheck": True, "error_model": "numpy"}


@functools.cache
def compiler():
    """The numba module, or None where it is missing or switched off.

    NUMBA_DISABLE_JIT=1 switches it off for everybody, NNLIB_JIT=0 for the library alone.
    """
    if os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0"):
        return None
    if os.environ.get("NNLIB_JIT", "1") == "0":
        return None
    try:
        import numba
    except ImportError as error:
        _say_once(
            tr(
                "nnlib: everything runs in plain Python, for Numba does not load: {error}",
                error=error,
            )
        )
        return None
    return numba


def _njit(loop, stamp, signature=None, inner=False, inline=False):
    """Compile with a cache on disk, or without one where no folder can be written.

    What is not asked for is not compiled: the way in from Python to a loop that only compiled code calls (`inner`), and
    the way in from other compiled code to one that takes functions, which is called from Python alone.
    """
    numba = compiler()
    blas.use_numpys_blas()
    views.register_views()
    blas.register_products()
    options = {"error_model": "numpy"}
    options |= {
        "forceinline": inline,
        "no_cpython_wrapper": inner,
        "no_cfunc_wrapper": inner or signature is not None,
    }
    if inner:  # it lies on disk inside of what calls it
        return numba.njit(**options)(loop)
    try:
        dispatcher = numba.njit(cache=True, **options)(loop)
        dispatcher._cache._cache_file._source_stamp = stamp
    except RuntimeError as error:
        if "no locator" not in str(error):
            raise
        _say_once(
            tr(
                "nnlib: the compile cache cannot be written; set NUMBA_CACHE_DIR to a folder of "
                "yours."
            )
        )
        dispatcher = numba.njit(**options)(loop)
    if signature is not None:
        dispatcher.compile(signature)
        dispatcher.disable_compile()
    return dispatcher


@functools.cache
def _say_once(line):
    print(line, file=sys.stderr)


class Typed:
    """A loop compiled for one signature, called without Numba's look at every argument, which takes as long as a step.

    Numba would also refuse to take a function inside a named tuple. So the arguments are looked at here.
    """

    def __init__(self, dispatcher, checks):
        self.dispatcher, self.checks = dispatcher, checks
        (result,) = dispatcher.overloads.values()
        self.run = result.entry_point

    def __call__(self, *arguments):
        for check, argument in zip(self.checks, arguments, strict=True):
            check(argument)
        return self.run(*arguments)


class Kernel:
    """A loop in plain Python (`.python`) and its compiled form (`.compiled`, made on first use).

    With `inline`, what calls it is compiled as if the loop stood there. That is for loops that are called in one place
    with many arrays: handing those over takes a small network as long as its arithmetic. The compiled form is for
    compiled callers alone.
    """

    def __init__(self, loop, inline=False):
        functools.update_wrapper(self, loop)
        self.python, self.inline = loop, inline
        self._typed = {}

    @functools.cached_property
    def compiled(self):
        """The loop in machine code, for whatever it is called with: what it calls is machine code too."""
        if compiler() is None:
            return self.plain
        loop = in_form("compiled", self.python)
        return _njit(loop, self._stamp(), inner=self.inline, inline=self.inline)

    @functools.cached_property
    def inner(self):
        """The same for compiled callers alone, which is half as much to compile where a loop is short."""
        if compiler() is None or self.inline:
            return self.compiled
        return _njit(in_form("compiled", self.python), self._stamp(), inner=True)

    @functools.cached_property
    def plain(self):
        """The loop in plain Python all the way down: what it calls is plain too."""
        return in_form("plain", self.python)

    def typed(self, dtype):
        """The form that takes functions: compiled for exactly what the annotations say, with floats of this dtype."""
        if compiler() is None:
            return self.plain
        dtype = np.dtype(dtype)
        if dtype not in self._typed:
            signature = signature_of(self.python, dtype)
            loop = in_form("compiled", self.python)
            dispatcher = _njit(loop, self._stamp(), signature)
            self._typed[dtype] = Typed(dispatcher, checks_of(self.python, dtype))
        return self._typed[dtype]

    def _files(self):
        """The files that this kernel, the kernels it calls, and the named tuples that it takes stand in."""
        called = (self.python.__globals__.get(name) for name in names_in(self.python.__code__))
        inner = (value._files() for value in called if isinstance(value, Kernel))
        takes = inspect.get_annotations(self.python).values()
        tuples = {inspect.getfile(each) for each in takes if hasattr(each, "_fields")}
        return {self.python.__code__.co_filename}.union(tuples, *inner)

    def _stamp(self):
        """What the cache is valid for, loops and compiler: Numba itself only looks at the kernel's own file."""
        return tuple(
            (os.path.basename(f), os.path.getmtime(f), os.path.getsize(f))
            for f in sorted(self._files().union(COMPILERS))
        )

    def __call__(self, *args):
        if compiler() is not None:
            return self.compiled(*args)
        with np.errstate(
            all="ignore"
        ):  # as silent as machine code: inf and NaN speak for themselves
            return self.plain(*args)

    def is_cached(self):
        """Whether machine code for this kernel lies on disk already."""
        cache = getattr(self.compiled, "_cache", None)
        if compiler() is None or getattr(cache, "_cache_file", None) is None:
            return True
        return bool(cache._cache_file._load_index())


def in_form(form: str, function: Callable) -> Callable:
    """A copy of `function` in which every kernel that it calls has this form, "plain" or "compiled"."""
    form = {"compiled": "inner"}.get(form, form)
    return linked(
        function, lambda value: getattr(value, form) if isinstance(value, Kernel) else None
    )


def kernel(loop: Callable) -> Kernel:
    """Compile this loop when it is first called. The loop never prints, draws random numbers, or validates."""
    return Kernel(loop)


def inlined(loop: Callable) -> Kernel:
    """A kernel that is compiled into its caller, see `Kernel`."""
    return Kernel(loop, inline=True)


def public(gate: Callable[..., Any]) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """The public face of a kernel: `gate(name, arguments)` checks what came from outside and says what comes back.

    The gate returns `(kernel_arguments, finish)`; after the kernel has run, `finish()` is the result, or the
    kernel's own return value where `finish` is None. The face has the parameters of the kernel without the
    outputs, which are those that the gate adds.
    """

    def decorate(loop):
        inner = kernel(loop)
        full = inspect.signature(loop)
        inputs = list(full.parameters.values())[: len(full.parameters) - gate.outputs]
        signature = full.replace(parameters=inputs)

        @functools.wraps(loop)
        def face(*args, **kwargs):
            name = loop.__name__
            arguments, finish = gate(name, bound(name, signature, args, kwargs))
            value = inner(*arguments)
            return value if finish is None else finish()

        face.kernel, face.gate, face.__signature__ = inner, gate, signature
        return face

    return decorate


# --- A learner's function ---------------------------------------------------------------------------------------------


def compile_plain(function, done=None):
    """Compile a learner's plain Python function, and the plain Python helpers that it calls, with bounds checks.

    In the learner's function, a name of the library means the library's compiled code, and print prints nothing.
    """
    done = {} if done is None else done
    if function not in done:
        copy = copy_of(function)
        copy.__globals__.setdefault("print", print)
        done[function] = compiler().njit(**BOUNDS_CHECKED)(copy)  # noted first: helpers may recurse
        relink(copy, functools.partial(_linked_value, copy, done))
    return done[function]


def compile_glue(function: Callable, takes: Any = None, dtype: Any = None):
    """Compile what stands between a learner's function and its slot; without a compiler, the function itself.

    `takes` is the annotation of the slot, where the code should be made now and for that slot alone.
    """
    if compiler() is None:
        return function
    if takes is None:
        return compiler().njit(error_model="numpy")(function)
    wanted = function_type(takes, np.dtype(dtype)).signature
    return compiler().njit(wanted, error_model="numpy")(function)


def describe(error):
    """What Numba says, and, where it broke off without a word, the line that it was at."""
    frames = (frame for frame, _ in traceback.walk_tb(error.__traceback__))
    places = [getattr(frame.f_locals.get("inst"), "loc", None) for frame in frames]
    at = "".join(f"\nat {place.filename} ({place.line})" for place in places[::-1] if place)
    return f"{type(error).__name__}: {error}{at}"


def _linked_value(copy, done, value):
    """What compiled code gets in the place of a value that the learner's function names, or None for the same."""
    if value is print:
        return compiler().njit(_print_nothing)
    if hasattr(value, "gate"):
        return _linked_face(value)
    if isinstance(value, types.FunctionType):
        return compile_plain(value, done)
    if isinstance(value, types.ModuleType) and value.__name__.split(".")[0] == "nnlib":
        stand_in = types.ModuleType(value.__name__)
        for name in names_in(copy.__code__):
            inner = getattr(value, name, None)
            linked = _linked_value(copy, done, inner) if inner is not None else None
            setattr(stand_in, name, linked or inner)
        return stand_in
    return None


def _print_nothing(*values):
    pass


@functools.cache
def _linked_face(face):
    """The public face of a kernel, for compiled code, see `linked_faces`."""
    return compiler().njit(
        face.gate.linked(face.kernel.compiled, tuple(face.__signature__.parameters))
    )
