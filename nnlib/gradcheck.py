"""Measured slopes: what a derivative must agree with.

The step is called `h`. In float64 the central difference is best near h = 1e-5: its own error falls with h^2,
and the rounding error of the two function values grows with 1/h.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from nnlib.core.arguments import (
    a_function,
    as_array,
    as_floats,
    generator,
    one_number,
    positive_number,
)
from nnlib.core.types import Array, ArrayLike, Number, Rng
from nnlib.core.words import tr


def central_difference(f: Callable[..., Any], x: ArrayLike, h: Number = 1e-5) -> Any:
    """The slope of f at x from both sides, (f(x + h) - f(x - h)) / (2 h), with an error of about h^2 f'''(x) / 6.

    x is a number, or an array where f works entry by entry; the slopes then have f's shape. h > 0.
    Raises TypeError where f is no function or x no number, ValueError for other h.
    >>> round(central_difference(lambda x: x**3, 2.0), 6)
    12.0
    """
    a_function("f", f)
    positive_number("h", h)
    checked = as_floats("x", x)
    x = checked if isinstance(x, (list, tuple)) else x
    return (f(x + h) - f(x - h)) / (2 * h)


def numerical_gradient(f: Callable[[Array], Any], X: ArrayLike, h: Number = 1e-5) -> Array:
    """The gradient of a number f(X) with respect to every entry of X, by central differences.

    X (any shape) is not changed; f is called twice per entry. Returns float64 of X's shape.
    Raises TypeError where f is no function, X holds no numbers or f gives none, ValueError for h not above 0.
    >>> numerical_gradient(lambda X: np.sum(X**2), [[1, -2], [0, 3]]).round(6)
    array([[ 2., -4.],
           [ 0.,  6.]])
    """
    a_function("f", f)
    positive_number("h", h)
    X = np.array(as_floats("X", X), dtype=np.float64)
    gradient = np.empty_like(X)
    for index in np.ndindex(X.shape):
        kept = X[index]
        X[index] = kept + h
        above = one_number("f", f(X))
        X[index] = kept - h
        gradient[index] = (above - one_number("f", f(X))) / (2 * h)
        X[index] = kept
    return gradient


def numerical_vjp(
    forward: Callable[[Array], Any], X: ArrayLike, dout: ArrayLike, h: Number = 1e-5
) -> Array:
    """What a backward must return: the gradient of sum(dout * forward(X)) with respect to X, by central differences.

    Use a random `dout`: with ones, a backward that ignores it passes, and so does any backward of softmax.
    X (any shape) gives float64 of that shape; dout has the shape of forward(X), or is one number. Errors as above.
    >>> numerical_vjp(np.sin, [0, 1], [1, 2]).round(6)
    array([1.      , 1.080605])
    """
    a_function("forward", forward)
    dout = as_floats("dout", dout)
    return numerical_gradient(lambda x: np.sum(dout * forward(x)), X, h)


def check_points(rng: Rng) -> tuple[Array, Array]:
    """Predictions P and targets T at which a gradient check of a loss tells right from wrong, as (P, T), each (4, 3).

    The errors P - T have both signs and three sizes, near 1/2, 2 and 5, twice each: a sign that is lost, a slope that
    is cut off far out, and a factor that is missing all show. None is near a corner at 0 or at 1 in size.
    Raises TypeError where rng is no np.random.Generator.
    >>> P, T = check_points(np.random.default_rng(0))
    >>> P.shape, int(np.sum(P > T))
    ((4, 3), 6)
    """
    sizes = np.repeat([0.5, 2.0, 5.0], 4) * generator("rng", rng).uniform(0.8, 1.2, 12)
    errors = rng.permutation(sizes * np.tile([1, -1], 6)).reshape(4, 3)
    T = rng.normal(0, 2, (4, 3))
    return T + errors, T


def relative_error(a: ArrayLike, b: ArrayLike) -> float:
    """The largest difference of a and b, as a share of the largest entry of both: max|a - b| / max(|a|, |b|).

    Symmetric; 0 where both are all zero; nan where either holds NaN or inf. Raises TypeError for what is no number,
    ValueError where the shapes differ.
    >>> relative_error([1, 2], [1, 2.5])
    0.2
    """
    a, b = _real("a", a), _real("b", b)
    if a.shape != b.shape:
        raise ValueError(
            tr(
                "relative_error wants two arrays of one shape; given {shape} and {shape2}",
                shape=a.shape,
                shape2=b.shape,
            )
        )
    with np.errstate(invalid="ignore"):  # inf - inf is nan, and says so
        scale = max(np.max(np.abs(a), initial=0), np.max(np.abs(b), initial=0))
        return float(np.max(np.abs(a - b), initial=0) / scale) if scale != 0 else 0.0


def find_disagreement(f: Callable[..., Any], slope: Callable[..., Any]) -> float:
    """A place between -3 and 3 where `slope`, said to be the slope of f, is not what central differences measure.

    Looks at 600 places, none of them a round number, where kinks like to be; to disagree is a relative error above
    1e-4. NaN where all agree. Both functions take a number and give one.
    Raises TypeError where f or slope is no function or gives no number.
    >>> find_disagreement(np.sin, np.cos), find_disagreement(np.abs, lambda x: 1.0)
    (nan, -2.995)
    """
    a_function("f", f)
    a_function("slope", slope)
    for k in range(600):
        x = -3 + (k + 0.5) / 100
        measured = one_number("f", central_difference(f, x))
        if not relative_error(measured, one_number("slope", slope(x))) <= 1e-4:  # NaN is none, too
            return x
    return np.nan


def _real(name, value):
    """`value` as float64, whatever its precision: half of it and twice of it are numbers to compare, too."""
    array = as_array(name, value)
    if array.dtype.kind not in "biuf":
        raise TypeError(tr("{name} holds {dtype}; wanted numbers", name=name, dtype=array.dtype))
    return array.astype(np.float64)
