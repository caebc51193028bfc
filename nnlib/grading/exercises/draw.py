"""Inputs for cases, drawn afresh, and the truth for them: what every chapter's data is built from."""

import numpy as np

from nnlib.gradcheck import numerical_vjp
from nnlib.grading.exercise import Case, Misfit

KINK = 0.05  # no random input lies nearer than this to a kink at 0


def reference(face):
    """The library's function on a matrix, in plain Python: no compiler, and no learner's code, has a part in it."""

    def run(Z, *numbers):
        out = np.empty_like(Z)
        face.kernel.plain(Z, *numbers, out)
        return out

    return run


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


def values(output, function, *inputs, names=("z",), **options):
    """One case per input matrix: `function(z)` must come back."""
    return [Case({names[0]: z}, {output: function(z)}, **options) for z in inputs]


def slopes(forward, Z, dout, *numbers, output="dz", names=("dout", "a"), about="", tolerance=1e-6):
    """A case of a backward on the forward's output: the truth is the measured slope of the reference forward at Z."""
    truth = numerical_vjp(lambda z: forward(z, *numbers), Z, dout)
    arguments = dict(zip(names, (dout, forward(Z, *numbers), *numbers), strict=True))
    # a small slope may be the difference of larger numbers
    return Case(arguments, {output: truth}, about, tolerance, scale=1.0)


def numbers(name, listed):
    """A learner's list as an array of float64; an entry that is no single number is a slip."""
    entries = [np.asarray(entry) for entry in listed]
    if any(entry.size != 1 or entry.dtype.kind not in "fiub" for entry in entries):
        raise Misfit("wrong-type", f"Every entry of {name} should be a number.")
    return np.array([float(entry.item()) for entry in entries])
