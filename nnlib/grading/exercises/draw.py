"""Inputs for cases, drawn afresh, and the truth for them: what every chapter's data is built from."""

import numpy as np

from nnlib.core.words import tr
from nnlib.gradcheck import numerical_gradient, numerical_vjp
from nnlib.grading.exercise import Case, Misfit

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
KINK = 0.05  # no random input lies nearer than this to a kink at 0


def reference(face):
    """The library's function on a matrix, in plain Python: no compiler, and no learner's code, has a part in it."""

    def run(Z, *numbers):
        return _filled(face, np.empty_like(Z), Z, *numbers)

    return run


def mean_reference(face):
    """The library's loss as a number, in plain Python too: the mean over its examples."""

    def loss(out, y, *numbers):
        return float(_filled(face, np.empty(len(out)), _matrix(out), _matrix(y), *numbers).mean())

    return loss


def _filled(face, out, *given):
    face.kernel.plain(*given, out)
    return out


def _matrix(array):
    return np.asarray(array, dtype=np.float64).reshape((len(array), -1))


def off_zero(rng, shape, scale=2.0):
    """Random numbers of both signs, none closer to 0 than KINK; the first and the last row hold both signs."""
    z = rng.normal(0, scale, shape)
    z = np.where(np.abs(z) < KINK, np.copysign(KINK, z) * 2, z)
    if z.shape[-1] > 1:
        z[-1, 0], z[-1, 1] = abs(z[-1, 0]), -abs(z[-1, 1])
        z[0, 0], z[0, 1] = -abs(z[0, 0]), abs(z[0, 1])
    return z


def upstream(rng, shape):
    """A random, uneven upstream gradient, no entry near 0: with ones, forgetting it would pass."""
    return off_zero(rng, shape, 1.0)


def short(array):
    """Rounded to 1/64, so that float32 holds the numbers exactly, far from 0 too."""
    return np.round(array * 64) / 64


def fortran(array):
    """The same numbers, stored column by column: right answers do not depend on it."""
    return np.asfortranarray(array)


def rows(*numbers):
    """The numbers as one row."""
    return np.array([numbers], dtype=np.float64)


def exact(truth, about="", **arguments):
    """A case worked by hand. Zeros are compared as if something of size 1 stood beside them."""
    return Case(arguments, truth, about, scale=1.0)


def values(output, function, *drawn, names=("z",), **options):
    """One case per drawn input, an array or several in a tuple: what `function` gives must come back."""
    given = [one if isinstance(one, tuple) else (one,) for one in drawn]
    return [
        Case(dict(zip(names, one, strict=True)), {output: function(*one)}, **options)
        for one in given
    ]


def slopes(forward, backward, Z, dout, *numbers, output="dz", names=("dout", "a"), about=""):
    """A case of a backward on the forward's output: the measured slope of the reference forward at Z, sharpened."""
    rough = numerical_vjp(lambda z: forward(z, *numbers), Z, dout)
    arguments = dict(zip(names, (dout, forward(Z, *numbers), *numbers), strict=True))
    truth = sharpened(rough, backward(*arguments.values()))
    # a small slope may be the difference of larger numbers
    return Case(arguments, {output: truth}, about, scale=1.0, slopes=True)


def sharpened(rough, exact):
    """`exact`, where the measured slopes `rough` agree with it: a truth to the last digit that is measured, too.

    Measured slopes alone are right to ten digits, and could not be told from a learner's measured ones.
    """
    exact = np.asarray(exact, dtype=np.float64)
    far = np.abs(rough - exact) > 1e-6 * np.max(np.abs(exact), initial=1.0)
    if np.shape(rough) != exact.shape or np.any(far):
        raise ArithmeticError(
            tr("the measured slopes are {rough}, not {exact}", rough=rough, exact=exact)
        )
    return exact


def exact_gradient(f, X, reference=None):
    """The gradient of a number f(X) to the last digit, held against the measured slopes of `reference`, or of f.

    f moves into the complex plane, by a step so small that nothing is rounded: Squire & Trapp (1998). It must be
    written for complex numbers, and without abs.
    """
    X = np.asarray(X, dtype=np.float64)
    exact = np.empty(X.shape)
    for index in np.ndindex(X.shape):
        moved = X.astype(complex)
        moved[index] += 1e-30j
        exact[index] = np.imag(f(moved)) / 1e-30
    return sharpened(numerical_gradient(reference or f, X), exact)


def log_sum(Z):
    """ln(sum of e^z) of each row, for complex Z too."""
    top = np.real(Z).max(axis=1, keepdims=True)
    return np.log(np.exp(Z - top).sum(axis=1)) + top[:, 0]


def soft(z):
    """ln(1 + e^z), for complex z too: the price of a logit."""
    above = np.real(z) > 0
    return np.where(above, z, 0) + np.log1p(np.exp(np.where(above, -z, z)))


def numbers(name, listed):
    """A learner's list as an array of float64; an entry that is no single number is a slip."""
    plain = (
        bool,
        int,
        float,
        np.generic,
        np.ndarray,
    )  # of a list an array would have to be made first
    entries = [np.asarray(entry) if isinstance(entry, plain) else None for entry in listed]
    if any(entry is None or entry.size != 1 or entry.dtype.kind not in "fiub" for entry in entries):
        raise Misfit("wrong-type", tr("Every entry of {name} should be a number.", name=name))
    return np.array([float(entry.item()) for entry in entries])


def labels(rng, n):
    """n answers, 0 or 1, both among them where there is room."""
    y = rng.integers(0, 2, n).astype(np.float64)
    y[:2] = (1, 0) if n > 1 else (1,)
    return y


@np.errstate(all="ignore")  # weights of 1e300 are nobody's slip but their own
def product_by_loops(A, B):
    """A times B with three loops: the truth owes nothing to anyone's @."""
    out = np.zeros((A.shape[0], B.shape[1]))
    for i in range(A.shape[0]):
        for j in range(B.shape[1]):
            for k in range(A.shape[1]):
                out[i, j] += A[i, k] * B[k, j]
    return out


@np.errstate(all="ignore")
def affine_by_loops(X, W, b):
    """X W + b: three loops, and one more for the bias."""
    Z = product_by_loops(X, W)
    for i in range(Z.shape[0]):
        for j in range(Z.shape[1]):
            Z[i, j] += b[j]
    return Z
