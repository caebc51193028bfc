"""How a slope is measured, and how far off it is: what the figures of this chapter share.

Everything is measured by `central_difference`, the book's or the reader's; the slope from one side only, which no
exercise asks for, is measured here. Whatever is called an error is the distance to the slope that algebra gives.
"""

from collections.abc import Callable, Mapping

import numpy as np
from matplotlib.axes import Axes

from nnlib.core.words import tr
from nnlib.gradcheck import central_difference
from nnlib.plots.kit.numbers import decade, plain, power
from nnlib.plots.kit.style import (
    GREEN,
    VERMILION,
    log_axis,
)

# name -> the function, and its slope as calculus gives it
FUNCTIONS = {
    "x²": (lambda x: x * x, lambda x: 2 * x),
    "x³": (lambda x: x * x * x, lambda x: 3 * x * x),
    "sin x": (np.sin, np.cos),
    "eˣ": (np.exp, np.exp),
    "ln(1 + eˣ)": (lambda x: np.log1p(np.exp(x)), lambda x: 1 / (1 + np.exp(-x))),
}
SIDES = (tr("both sides"), tr("one side"))
PRECISIONS = ("float64", "float32")
EXPONENTS = np.round(np.arange(0, 15.01, 0.25), 2)
STEPS = 10.0**-EXPONENTS
POINTS = np.linspace(-2, 2, 81)
EPS = float(np.finfo(np.float64).eps)
SECANT = {"color": GREEN, "linestyle": "-", "linewidth": 4}
TANGENT = {
    "color": VERMILION,
    "linestyle": "--",
    "zorder": 4,
}  # on top: in the end both lie in one place


def forward_difference(f, x, h: float = 1e-5):
    """The slope of f measured to one side only, (f(x + h) - f(x)) / h."""
    return (f(x + h) - f(x)) / h


def instrument(sides, functions: Mapping[str, Callable] | None = None):
    """What measures to these sides: for both, the reader's `central_difference` where `functions` holds one."""
    if sides == "one side":
        return forward_difference
    return (functions or {}).get("central_difference", central_difference)


def measure(
    function,
    x,
    h,
    sides: str = tr("both sides"),
    precision: str = "float64",
    functions: Mapping[str, Callable] | None = None,
):
    """The measured slope at x (a number or an array) with the step h, everything computed in this precision."""
    kind = np.dtype(precision).type
    with np.errstate(all="ignore"):
        slope = instrument(sides, functions)(FUNCTIONS[function][0], kind(x), kind(h))
    return np.asarray(slope, dtype=float)


def errors(
    function,
    x,
    steps=STEPS,
    sides: str = tr("both sides"),
    precision: str = "float64",
    functions: Mapping[str, Callable] | None = None,
):
    """For every step the distance between the measured and the true slope, the largest one where x is an array."""
    stored = np.asarray(np.dtype(precision).type(x), dtype=float)
    truth = FUNCTIONS[function][1](stored)
    found = [measure(function, x, h, sides, precision, functions) - truth for h in steps]
    return np.array([np.max(np.abs(one)) for one in found])


def name_of(h):
    """A step in words: 0.1, 10⁻⁵, 3.2 × 10⁻⁶."""
    if h >= 0.001:
        return plain(h, 2)
    return decade(h) if np.isclose(np.log10(h), round(np.log10(h))) else power(h)


def step_axis(axes: Axes, steps):
    """Large steps on the left, small ones on the right, on a scale of powers of ten."""
    axes.set(
        xscale="log", xlim=(steps[0] * 2, steps[-1] / 2), xlabel=tr("step h, smaller to the right")
    )
    log_axis(axes.xaxis, 6)
