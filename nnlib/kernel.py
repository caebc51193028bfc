"""The only file that knows Numba: how a loop is compiled, and how a learner's function is compiled in.

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

import numpy as np

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
        _say_once(f"nnlib: everything runs in plain Python, for Numba does not load: {error}")
        return None
    return numba


def _njit(loop, stamp, signature=None):
    """Compile with a cache on disk, or without one where no folder can be written."""
    numba = compiler()
    use_numpys_blas()
    _compile_view()
    options = {"error_model": "numpy"}
    try:
        dispatcher = numba.njit(cache=True, **options)(loop)
        dispatcher._cache._cache_file._source_stamp = stamp
    except RuntimeError as error:
        if "no locator" not in str(error):
            raise
        _say_once(
            "nnlib: the compile cache cannot be written; set NUMBA_CACHE_DIR to a folder of yours."
        )
        dispatcher = numba.njit(**options)(loop)
    if signature is not None:
        dispatcher.compile(signature)
        dispatcher.disable_compile()
    return dispatcher


@functools.cache
def _say_once(line):
    print(line, file=sys.stderr)


def _copy(function):
    """A copy of `function` with global names and a closure of its own."""
    closure = function.__closure__ and tuple(
        types.CellType(cell.cell_contents) for cell in function.__closure__
    )
    copy = types.FunctionType(
        function.__code__,
        dict(function.__globals__),
        function.__name__,
        function.__defaults__,
        closure,
    )
    copy.__kwdefaults__, copy.__qualname__ = function.__kwdefaults__, function.__qualname__
    copy.__module__ = function.__module__
    return copy


def _replace(copy, replace):
    """What the names in this copy of a function mean becomes `replace(value)`; None leaves a name as it was."""
    for name in _names(copy.__code__) & copy.__globals__.keys():
        if (value := replace(copy.__globals__[name])) is not None:
            copy.__globals__[name] = value
    for cell in copy.__closure__ or ():
        if (value := replace(cell.cell_contents)) is not None:
            cell.cell_contents = value
    return copy


def _names(code):
    """Every global name that the code mentions, also from inside comprehensions."""
    inner = (
        _names(constant) for constant in code.co_consts if isinstance(constant, types.CodeType)
    )
    return set(code.co_names).union(*inner)


class Kernel:
    """A loop in plain Python (`.python`) and its compiled form (`.compiled`, made on first use)."""

    def __init__(self, loop):
        functools.update_wrapper(self, loop)
        self.python = loop
        self._slots = {}

    @functools.cached_property
    def compiled(self):
        return _njit(self._linked(), self._stamp()) if compiler() else self.plain

    def _linked(self):
        return _replace(
            _copy(self.python), lambda value: value.compiled if isinstance(value, Kernel) else None
        )

    def _files(self):
        """The files that this kernel and the kernels it calls stand in."""
        called = (self.python.__globals__.get(name) for name in _names(self.python.__code__))
        inner = (value._files() for value in called if isinstance(value, Kernel))
        return {self.python.__code__.co_filename}.union(*inner)

    def _stamp(self):
        """What the cache is valid for: Numba itself only looks at the kernel's own file."""
        return tuple(
            (os.path.basename(f), os.path.getmtime(f), os.path.getsize(f))
            for f in sorted(self._files())
        )

    @functools.cached_property
    def plain(self):
        """The loop in plain Python all the way down: what it calls is plain too."""
        return _replace(
            _copy(self.python), lambda value: value.plain if isinstance(value, Kernel) else None
        )

    def __call__(self, *args):
        if compiler() is not None:
            return self.compiled(*args)
        with np.errstate(
            all="ignore"
        ):  # as silent as machine code: inf and NaN speak for themselves
            return self.plain(*args)

    def typed(self, signature):
        """The kernel compiled for one exact signature (see `slot_types`): the form that takes functions."""
        if compiler() is None:
            return self.plain
        if signature not in self._slots:
            self._slots[signature] = _njit(self._linked(), self._stamp(), signature)
        return self._slots[signature]

    def is_cached(self):
        """Whether machine code for this kernel lies on disk already."""
        cache = getattr(self.compiled, "_cache", None)
        if compiler() is None or getattr(cache, "_cache_file", None) is None:
            return True
        return bool(cache._cache_file._load_index())


def kernel(loop):
    """Compile this loop when it is first called. The loop never prints, draws random numbers, or validates."""
    return Kernel(loop)


def public(gate):
    """The public face of a kernel: `gate(name, arguments)` checks what came from outside and says what comes back.

    The gate returns `(kernel_arguments, finish)`; after the kernel has run, `finish()` is the result, or the
    kernel's own return value where `finish` is None. The face has the parameters of the kernel without the
    outputs, which are those that the gate adds.
    """

    def decorate(loop):
        inner = kernel(loop)
        parameters = list(inspect.signature(loop).parameters.values())
        signature = inspect.Signature(parameters[: len(parameters) - gate.outputs])

        @functools.wraps(loop)
        def face(*args, **kwargs):
            arguments, finish = gate(loop.__name__, signature.bind(*args, **kwargs).arguments)
            value = inner(*arguments)
            return value if finish is None else finish()

        face.kernel, face.gate, face.__signature__ = inner, gate, signature
        return face

    return decorate


# --- Slots: the places in the training loop where a function can be swapped -----------------------------------------

ROLES = {  # slot: the types of its arguments, and of what it returns; F stands for the dtype of the arrays
    "affine": ("F2 F2 F1 F2", "void"),  # x, W, b -> z
    "affine_backward": ("F2 F2 F2 F2 F2 F1", "void"),  # dz, x, W -> dx, dW, db
    "activation": ("I F2 F2", "void"),  # kind, z -> a, a hidden activation of one's own
    "activation_backward": ("I F2 F2 F2", "void"),  # kind, dout, a -> dz
    "output": ("I F2 F2", "void"),  # the same for the last layer
    "output_backward": ("I F2 F2 F2", "void"),
    "loss": ("F2 F2 F1", "void"),  # z or out, y -> the loss of each example
    "loss_grad": ("F2 F2 F2", "void"),  # z or out, y -> the gradient of their mean
    "step": (
        "F1 F1 F1 F81 I",
        "void",
    ),  # theta, grad, memory, hyper, t; theta and memory move in place
}


@functools.cache
def signature_of(returns, arguments, dtype):
    """A Numba signature from words.

    `F2` is a matrix, `F1` a vector, `F` a number, `I1` labels, `I` a count, a role's name a function of that role.
    """
    if compiler() is None:
        return None
    from numba import types as nb

    real = nb.float32 if np.dtype(dtype) == np.float32 else nb.float64
    words = {
        "F": real,
        "F8": nb.float64,
        "I": nb.int64,
        "void": nb.void,
        "F1": nb.Array(real, 1, "C"),
        "F81": nb.Array(nb.float64, 1, "C"),
        "F2": nb.Array(real, 2, "C"),
        "I1": nb.Array(nb.int64, 1, "C"),
    }
    kinds = [
        words[word] if word in words else nb.FunctionType(role_signature(word, dtype))
        for word in arguments.split()
    ]
    return words[returns](*kinds)


def role_signature(role, dtype):
    """The signature of the functions that fit a role, for arrays of this dtype."""
    arguments, returns = ROLES[role]
    return signature_of(returns, arguments, dtype)


def compile_plain(function, done=None):
    """Compile a learner's plain Python function, and the plain Python helpers that it calls, with bounds checks.

    In the learner's function, a name of the library means the library's compiled code, and print prints nothing.
    """
    done = {} if done is None else done
    if function not in done:
        copy = _copy(function)
        copy.__globals__.setdefault("print", print)
        done[function] = compiler().njit(**BOUNDS_CHECKED)(copy)  # noted first: helpers may recurse
        _replace(copy, functools.partial(_linked_value, copy, done))
    return done[function]


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
        for name in _names(copy.__code__):
            inner = getattr(value, name, None)
            linked = _linked_value(copy, done, inner) if inner is not None else None
            setattr(stand_in, name, linked or inner)
        return stand_in
    return None


def _print_nothing(*values):
    pass


@functools.cache
def _linked_face(face):
    """The public face of a kernel, for compiled code: arguments in, result out, nothing checked."""
    return compiler().njit(
        face.gate.linked(face.kernel.compiled, tuple(face.__signature__.parameters))
    )


def by_rank(*ways):
    """A function of (x) or (out, x) for compiled code: the one of `ways` at the rank of x (a number: 0)."""
    from numba.extending import overload

    def call(*args):
        raise NotImplementedError("for compiled code only")

    if len(inspect.signature(ways[0]).parameters) == 1:
        overload(call)(lambda x: ways[getattr(x, "ndim", 0)])
    else:
        overload(call)(lambda out, x: ways[getattr(x, "ndim", 0)])
    return call


# --- Products: the BLAS that NumPy brings along -----------------------------------------------------------------------


# The product of matrices, as NumPy's wheels name it in their OpenBLAS.
GEMM = "scipy_cblas_{}gemm64_"
BY_ROWS, PLAIN, TURNED = 101, 111, 112  # what CBLAS calls row-major, no transpose, transpose


@functools.cache
def use_numpys_blas():
    """Let np.dot in compiled code run on NumPy's own BLAS. True where that could be done.

    Numba takes SciPy's: another library, an older one at times, with threads of its own. In the benchmark its
    products took up to 15 % longer. This leans on how Numba names its parts, so wherever one of them is not there,
    or NumPy came with another BLAS than usual, Numba's own choice stands.
    """
    try:
        gemm = _gemm_of(*_numpys_products())
    except (ImportError, AttributeError, LookupError, OSError):
        return False
    from llvmlite import binding

    binding.add_symbol("numba_xxgemm", gemm.address)
    use_numpys_blas.keep = gemm
    return True


def _numpys_products():
    """NumPy's sgemm and dgemm, as functions that compiled code can call. LookupError where there are none."""
    import ctypes

    from llvmlite import binding
    from numba.core import types as nb
    from threadpoolctl import threadpool_info

    paths = {info["filepath"] for info in threadpool_info() if "numpy" in info["filepath"]}
    if len(paths) != 1:
        raise LookupError("NumPy's BLAS")
    i32, i64, at = nb.int32, nb.int64, nb.voidptr
    for kind, real in (("s", nb.float32), ("d", nb.float64)):
        function = getattr(ctypes.CDLL(*paths), GEMM.format(kind))
        binding.add_symbol(f"nnlib_{kind}gemm", ctypes.cast(function, ctypes.c_void_p).value)
        takes = [i32, i32, i32, i64, i64, i64, real, at, i64, at, i64, real, at, i64]
        yield nb.ExternalFunction(f"nnlib_{kind}gemm", nb.void(*takes))


def _gemm_of(sgemm, dgemm):
    """What Numba calls for a product: float32 and float64 by NumPy's, complex numbers as before."""
    from llvmlite import binding
    from numba import _helperlib, carray, cfunc
    from numba.core import types as nb

    byte, i64, at = nb.uint8, nb.int64, nb.voidptr
    takes = (byte, byte, byte, i64, i64, i64, at, at, i64, at, i64, at, at, i64)
    binding.add_symbol("nnlib_numba_gemm", _helperlib.c_helpers["xxgemm"])
    others = nb.ExternalFunction("nnlib_numba_gemm", nb.int32(*takes))
    f32, f64, s, d, t = np.float32, np.float64, ord("s"), ord("d"), ord("t")

    def gemm(kind, turn_a, turn_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc):
        # Numba asks by columns; read by rows it is the product the other way round, as NumPy asks for it.
        ta, tb = TURNED if turn_a == t else PLAIN, TURNED if turn_b == t else PLAIN
        if kind == s:
            one, zero = carray(alpha, 1, f32)[0], carray(beta, 1, f32)[0]
            sgemm(BY_ROWS, tb, ta, n, m, k, one, b, ldb, a, lda, zero, c, ldc)
        elif kind == d:
            one, zero = carray(alpha, 1, f64)[0], carray(beta, 1, f64)[0]
            dgemm(BY_ROWS, tb, ta, n, m, k, one, b, ldb, a, lda, zero, c, ldc)
        else:
            return others(kind, turn_a, turn_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
        return 0

    try:
        return cfunc(nb.int32(*takes), cache=True)(gemm)
    except RuntimeError:  # no folder to keep it in
        return cfunc(nb.int32(*takes))(gemm)


# --- Views: arrays cut out of one long vector -------------------------------------------------------------------------


def view(vector, start, *shape):
    """The array of this shape that lies in `vector` from `start` on: one number for a vector, two for a matrix.

    Compiled, it is a bare address and a shape: nothing is checked, and nobody counts who holds the vector, which
    costs a small network more than its arithmetic. So whoever calls the loop holds the vector meanwhile.
    """
    return vector[start : start + np.prod(shape)].reshape(shape)


@functools.cache
def _compile_view():
    """Tell Numba what `view` is."""
    from numba.core import types as nb
    from numba.extending import intrinsic, overload

    @intrinsic
    def bare(context, vector, start, shape):
        array = nb.Array(vector.dtype, len(shape), "C")

        def build(context, builder, signature, arguments):
            source = context.make_array(vector)(context, builder, arguments[0])
            found = context.make_array(array)(context, builder)
            item = context.get_abi_sizeof(context.get_data_type(vector.dtype))
            strides = [context.get_constant(nb.intp, item)]
            sizes = [builder.extract_value(arguments[2], i) for i in range(len(shape))]
            for size in sizes[:0:-1]:
                strides.insert(0, builder.mul(strides[0], size))
            context.populate_array(
                found,
                data=builder.gep(source.data, [arguments[1]]),
                shape=sizes,
                strides=strides,
                itemsize=context.get_constant(nb.intp, item),
                meminfo=None,
            )
            return found._getvalue()

        return array(vector, nb.intp, nb.UniTuple(nb.intp, len(shape))), build

    def compiled(vector, start, *shape):
        return lambda vector, start, *shape: bare(vector, start, shape)

    overload(view)(compiled)
