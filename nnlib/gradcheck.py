"""Measured slopes: what a derivative must agree with.

The step is called `h`. In float64 the central difference is best near h = 1e-5: its own error falls with h^2,
and the rounding error of the two function values grows with 1/h.
"""

import numpy as np


def central_difference(f, x, h=1e-5):
    """The slope of f at x from both sides, (f(x + h) - f(x - h)) / (2 h), with an error of about h^2 f'''(x) / 6."""
    return (f(x + h) - f(x - h)) / (2 * h)


def numerical_gradient(f, X, h=1e-5):
    """The gradient of a number f(X) with respect to every entry of X, by central differences.

    X (any shape) is not changed; f is called twice per entry. Returns float64 of X's shape.
    """
    X = np.array(X, dtype=np.float64)
    gradient = np.empty_like(X)
    for index in np.ndindex(X.shape):
        kept = X[index]
        X[index] = kept + h
        above = f(X)
        X[index] = kept - h
        gradient[index] = (above - f(X)) / (2 * h)
        X[index] = kept
    return gradient


def numerical_vjp(forward, X, dout, h=1e-5):
    """What a backward must return: the gradient of sum(dout * forward(X)) with respect to X, by central differences.

    Use a random `dout`: with ones, a backward that ignores it passes, and so does any backward of softmax.
    """
    return numerical_gradient(lambda x: np.sum(dout * forward(x)), X, h)


def relative_error(a, b):
    """The largest difference of a and b, as a share of the largest entry of both: max|a - b| / max(|a|, |b|).

    Symmetric; 0 where both are all zero; nan where either holds NaN or inf. Shapes must be alike (ValueError).
    """
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if a.shape != b.shape:
        raise ValueError(
            f"relative_error wants two arrays of one shape; given {a.shape} and {b.shape}"
        )
    with np.errstate(invalid="ignore"):  # inf - inf is nan, and says so
        scale = max(np.max(np.abs(a), initial=0), np.max(np.abs(b), initial=0))
        return float(np.max(np.abs(a - b), initial=0) / scale) if scale != 0 else 0.0
