"""Products in compiled code run on the BLAS that NumPy brings along, and not on SciPy's, which Numba would take.

And one product more than NumPy has: `add_product`, which adds to what is there in the same walk through memory.
"""

import functools

import numpy as np

from nnlib.core.linking import copy_of

# The product of matrices, as NumPy's wheels name it in their OpenBLAS.
GEMM = "scipy_cblas_{}gemm64_"
BY_ROWS, PLAIN, TURNED = 101, 111, 112  # what CBLAS calls row-major, no transpose, transpose


def add_product(alpha, A, B, beta, C):
    """C = beta C + alpha A B, for matrices of one dtype; A and B may be transposed, C is C-contiguous.

    Compiled, it is one call of BLAS, which reads and writes C once. Nothing is checked; no side may be 0.
    """
    if beta == 0:  # what stands in C, also NaN, does not count
        C[:] = 0
    C *= beta
    C += alpha * (A @ B)


@functools.cache
def register_products():
    """Tell Numba what `add_product` is in compiled code: the function that its np.dot calls, with its factors.

    That is all that is compiled, where np.dot brings its checks along, which take longer than the loop around them.
    """
    from numba.core import types as nb
    from numba.extending import intrinsic, overload

    @intrinsic
    def gemm(context, alpha, A, B, beta, C):
        return nb.none(alpha, A, B, beta, C), _build_gemm

    def compiled_add(alpha, A, B, beta, C):
        if not A.dtype == B.dtype == C.dtype or C.layout != "C":
            return None  # Numba then says that there is no such product
        if A.layout == "A" or B.layout == "A":  # with gaps, as a learner's function may have them
            return _add_of_copies
        return lambda alpha, A, B, beta, C: gemm(alpha, A, B, beta, C)

    overload(add_product)(compiled_add)


def _add_of_copies(alpha, A, B, beta, C):
    P = np.dot(np.ascontiguousarray(A), np.ascontiguousarray(B))
    for i in range(C.shape[0]):
        for j in range(C.shape[1]):
            C[i, j] = alpha * P[i, j] + (beta * C[i, j] if beta != 0 else 0)


def _build_gemm(context, builder, signature, arguments):
    """The instructions for C = beta C + alpha A B. Numba's helpers read by columns: C^T = beta C^T + alpha B^T A^T.

    One row or one column goes through BLAS's product of a matrix with a vector, which takes half as long there.
    """
    from llvmlite import ir
    from numba.core import cgutils

    pointer, real = ir.IntType(8).as_pointer(), signature.args[4].dtype

    def at(value):
        return builder.bitcast(value, pointer)

    def factor(i):
        value = context.cast(builder, arguments[i], signature.args[i], real)
        return at(cgutils.alloca_once_value(builder, value))

    def is_one(side):
        return builder.icmp_signed("==", side, side.type(1))

    a, b, c = (
        context.make_array(signature.args[i])(context, builder, arguments[i]) for i in (1, 2, 4)
    )
    m, k = cgutils.unpack_tuple(builder, a.shape)
    n = cgutils.unpack_tuple(builder, b.shape)[1]
    alpha, beta, A, B, C = factor(0), factor(3), at(a.data), at(b.data), at(c.data)
    turned_a, turned_b = (signature.args[i].layout == "F" for i in (1, 2))
    a_by_columns, b_by_columns = (m, k) if turned_a else (k, m), (k, n) if turned_b else (n, k)

    call = functools.partial(_call, builder, KINDS[real.bitwidth])
    with builder.if_else(is_one(m)) as (row, more):
        with row:
            call("numba_xxgemv", [turned_b], *b_by_columns, alpha, B, b_by_columns[0], A, beta, C)
        with more, builder.if_else(is_one(n)) as (column, matrix):
            with column:
                sides = [*a_by_columns, alpha, A, a_by_columns[0]]
                call("numba_xxgemv", [not turned_a], *sides, B, beta, C)
            with matrix:
                wide = b_by_columns[0], a_by_columns[0]
                values = [alpha, B, wide[0], A, wide[1], beta, C, n]
                call("numba_xxgemm", [turned_b, turned_a], n, m, k, *values)
    return context.get_dummy_value()


KINDS = {32: "s", 64: "d"}


def _call(builder, kind, name, turned, *values):
    """Call one of Numba's helpers, which takes letters before the numbers: the dtype, and which matrices are turned."""
    from llvmlite import ir
    from numba.core import cgutils

    letters = [kind, *("t" if each else "n" for each in turned)]
    values = [*(ir.IntType(8)(ord(letter)) for letter in letters), *values]
    takes = ir.FunctionType(ir.IntType(32), [each.type for each in values])
    builder.call(cgutils.get_or_insert_function(builder.module, takes, name), values)


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
    # As global names: what has a closure, Numba does not find again on disk, and compiles it in each process.
    product = copy_of(_by_rows)
    product.__globals__.update(carray=carray, sgemm=sgemm, dgemm=dgemm, others=others)
    try:
        return cfunc(nb.int32(*takes), cache=True)(product)
    except RuntimeError:  # no folder to keep it in
        return cfunc(nb.int32(*takes))(product)


carray = sgemm = dgemm = others = None  # what they are in compiled code, `_gemm_of` says
SINGLE, DOUBLE, LETTER_T = ord("s"), ord("d"), ord("t")


def _by_rows(kind, turn_a, turn_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc):
    # Numba asks by columns; read by rows it is the product the other way round, as NumPy asks for it.
    ta, tb = TURNED if turn_a == LETTER_T else PLAIN, TURNED if turn_b == LETTER_T else PLAIN
    if kind == SINGLE:
        one, zero = carray(alpha, 1, np.float32)[0], carray(beta, 1, np.float32)[0]
        sgemm(BY_ROWS, tb, ta, n, m, k, one, b, ldb, a, lda, zero, c, ldc)
    elif kind == DOUBLE:
        one, zero = carray(alpha, 1, np.float64)[0], carray(beta, 1, np.float64)[0]
        dgemm(BY_ROWS, tb, ta, n, m, k, one, b, ldb, a, lda, zero, c, ldc)
    else:
        return others(kind, turn_a, turn_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
    return 0
