"""Measured slopes: the secant that turns into the tangent, the V of the error over the step, and why it is a V.

The axis of h runs the other way round in every figure here: to the right the step gets smaller, as it does when the
slider is moved to the right.
"""

from dataclasses import dataclass

import numpy as np

from nnlib.gradcheck import central_difference
from nnlib.plots.live_figures import Choice, Slider
from nnlib.plots.numbers import decade, plain, power
from nnlib.plots.pictures import Picture
from nnlib.plots.style import (
    BLACK,
    BOOK,
    FORWARD,
    GREEN,
    GREY,
    SERIES,
    VERMILION,
    log_axis,
    note,
    painter,
    panels,
)

# name -> the function, and its slope as calculus gives it
FUNCTIONS = {
    "x²": (lambda x: x * x, lambda x: 2 * x),
    "x³": (lambda x: x * x * x, lambda x: 3 * x * x),
    "sin x": (np.sin, np.cos),
    "eˣ": (np.exp, np.exp),
    "ln(1 + eˣ)": (lambda x: np.log1p(np.exp(x)), lambda x: 1 / (1 + np.exp(-x))),
}
SIDES = ("both sides", "one side")
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


def forward_difference(f, x, h=1e-5):
    """The slope of f measured to one side only, (f(x + h) - f(x)) / h."""
    return (f(x + h) - f(x)) / h


def instrument(sides, functions=None):
    """What measures to these sides: for both, the reader's `central_difference` where `functions` holds one."""
    if sides == "one side":
        return forward_difference
    return (functions or {}).get("central_difference", central_difference)


def measure(function, x, h, sides="both sides", precision="float64", functions=None):
    """The measured slope at x (a number or an array) with the step h, everything computed in this precision."""
    kind = np.dtype(precision).type
    with np.errstate(all="ignore"):
        slope = instrument(sides, functions)(FUNCTIONS[function][0], kind(x), kind(h))
    return np.asarray(slope, dtype=float)


def errors(function, x, steps=STEPS, sides="both sides", precision="float64", functions=None):
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


def _step_axis(axes, steps):
    """Large steps on the left, small ones on the right, on a scale of powers of ten."""
    axes.set(
        xscale="log", xlim=(steps[0] * 2, steps[-1] / 2), xlabel="step h, smaller to the right"
    )
    log_axis(axes.xaxis, 6)


# -- the secant and the tangent -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Secant:
    """The line through the curve at x and at x + h, and the tangent at x."""

    function: str
    x: float
    h: float
    slope: float
    truth: float


def secants_data(function="x²", x=1.0, steps=(1.0, 0.5, 0.1)):
    """The secants to one side for several steps."""
    truth = float(FUNCTIONS[function][1](x))
    return [
        Secant(function, x, h, float(measure(function, x, h, "one side")), truth) for h in steps
    ]


@painter(9.4, 3.5, left=0.06, right=0.985, bottom=0.16, top=0.89, wspace=0.12)
def paint_secants(data, figure):
    boxes = panels(figure, 1, len(data), sharey=True, squeeze=False)[0]
    for axes, one in zip(boxes, data):
        f, grid = FUNCTIONS[one.function][0], np.linspace(one.x - 1.2, one.x + 1.4, 101)
        axes.plot(grid, f(grid), **FORWARD, label=one.function)
        axes.plot(grid, f(one.x) + one.truth * (grid - one.x), **TANGENT, label="tangent")
        axes.plot(grid, f(one.x) + one.slope * (grid - one.x), **SECANT, label="secant")
        ends = np.array([one.x, one.x + one.h])
        axes.plot(ends, f(ends), "o", color=BLACK, markersize=8, zorder=5)
        axes.set(title=f"h = {plain(one.h)}: slope {plain(one.slope)}", xlabel="x")
        axes.set(xlim=(grid[0], grid[-1]), ylim=(-1.6, 5.8))
    boxes[0].legend(loc="upper left")


def read_secants(data):
    parts = [f"slope {plain(one.slope)} for h = {plain(one.h)}" for one in data]
    first = data[0]
    return (
        f"The line through the curve {first.function} at x = {plain(first.x)} and at x + h has the "
        f"{', '.join(parts)}; the tangent has slope {plain(first.truth)}."
    )


SECANTS = Picture(secants_data, paint_secants, read_secants)


# -- the V ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Arm:
    """One way of measuring, with its largest error over many points for every step."""

    sides: str
    precision: str
    steps: np.ndarray
    errors: np.ndarray

    @property
    def best(self):
        """The step with the smallest of these errors, and that error."""
        k = int(np.argmin(self.errors))
        return float(self.steps[k]), float(self.errors[k])


def v_data(function="sin x", points=POINTS, steps=STEPS):
    """The error of the measured slope over the step: both sides and one, in both precisions."""
    return function, [
        Arm(sides, precision, steps, errors(function, points, steps, sides, precision))
        for precision in PRECISIONS
        for sides in SIDES
    ]


@painter(9, 4.4, left=0.095, right=0.985, bottom=0.135, top=0.92)
def paint_v(data, figure):
    function, arms = data
    axes = panels(figure)
    for arm, look in zip(arms, SERIES):
        label = f"{arm.sides}, {arm.precision}"
        axes.loglog(arm.steps, arm.errors, **look, markevery=4, label=label)
    _step_axis(axes, arms[0].steps)
    axes.set(ylabel="largest error", title=f"slope of {function}", ylim=(1e-12, 30))
    log_axis(axes.yaxis, 8)
    axes.legend(loc="lower right")


def read_v(data):
    function, arms = data
    parts = [
        f"{arm.sides} in {arm.precision}: best near h = {power(arm.best[0], 1)}, "
        f"where the error is {power(arm.best[1], 1)}"
        for arm in arms
    ]
    return (
        f"The error of the measured slope of {function} falls and then rises again as the step shrinks: "
        f"a V. {'; '.join(parts).capitalize()}."
    )


V_CURVE = Picture(v_data, paint_v, read_v)


# -- why it is a V --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reasons:
    """The measured errors of sin, and what the two causes predict for each step."""

    arm: Arm
    curve: np.ndarray
    rounding: np.ndarray
    best: float


def reasons_data(points=POINTS, steps=STEPS):
    """The V of sin, to both sides in float64; the curve gives h²/6, rounding eps/h, the sum is least at best."""
    arm = Arm("both sides", "float64", steps, errors("sin x", points, steps))
    return Reasons(arm, steps**2 / 6, EPS / steps, float(np.cbrt(3 * EPS)))


@painter(9, 4.2, left=0.095, right=0.985, bottom=0.14, top=0.965)
def paint_reasons(data, figure):
    axes, steps = panels(figure), data.arm.steps
    axes.loglog(steps, data.curve, **TANGENT, label="the curve: h²/6")
    axes.loglog(steps, data.rounding, color=GREEN, linestyle="-.", label="rounding: eps/h")
    axes.loglog(
        steps, data.arm.errors, "o", color=SERIES[0]["color"], label="measured error of sin"
    )
    axes.axvline(data.best, color=GREY, linestyle=":")
    _step_axis(axes, steps)
    axes.set(ylabel="largest error", ylim=(1e-13, 30))
    log_axis(axes.yaxis, 8)
    note(axes, f"their sum is least at h = {power(data.best)}", x=0.37)
    axes.legend(loc="lower right")


def read_reasons(data):
    step, error = data.arm.best
    return (
        f"Two straight arms explain the V: h²/6 falls as h shrinks, eps/h rises; their sum is least at "
        f"h = {power(data.best)}. The measured errors follow them; the smallest is {power(error, 1)}, "
        f"at h = {power(step, 1)}."
    )


TWO_ARMS = Picture(reasons_data, paint_reasons, read_reasons)


# -- the h-slider ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Microscope:
    """The curve around x, enlarged so that h is one unit: t counts steps, rise is (f(x + t h) - f(x)) / h."""

    t: np.ndarray
    rise: np.ndarray
    ends: np.ndarray
    heights: np.ndarray


@dataclass(frozen=True)
class Step:
    """One measurement: where, with which step, what came out, and the errors of all other steps."""

    function: str
    x: float
    h: float
    sides: str
    precision: str
    slope: float
    truth: float
    zoom: Microscope
    errors: np.ndarray
    yours: np.ndarray | None

    @property
    def error(self):
        return abs(self.slope - self.truth)


def microscope(function, x, h, sides, precision):
    """What stands on both sides of x within two steps, as the computer stores it in this precision."""
    f, kind = FUNCTIONS[function][0], np.dtype(precision).type
    t = np.linspace(-2, 2, 401)
    ends = np.array([-1.0, 1.0] if sides == "both sides" else [0.0, 1.0])

    def rise(t):
        here = kind(x)
        return (f(here + kind(h) * t.astype(precision)) - f(here)).astype(float) / h

    return Microscope(t, rise(t), ends, rise(ends))


def step_data(function="x³", x=1.0, k=0.0, sides="both sides", precision="float64", functions=None):
    """The slope of a function at x, measured with h = 10^-k, and the error for every other step."""
    h = 10.0**-k
    how = {"sides": sides, "precision": precision}
    truth = float(FUNCTIONS[function][1](float(np.dtype(precision).type(x))))
    slope = float(measure(function, x, h, **how, functions=functions))
    mine = sides == "both sides" and "central_difference" in (functions or {})
    yours = errors(function, x, **how, functions=functions) if mine else None
    zoom, book = microscope(function, x, h, **how), errors(function, x, **how)
    return Step(function, float(x), h, sides, precision, slope, truth, zoom, book, yours)


FLOOR = 1e-16  # where an error of exactly 0 is drawn: a scale of powers of ten has no 0


@painter(10, 3.7, left=0.05, right=0.97, bottom=0.155, top=0.89, wspace=0.27)
def paint_step(data, figure):
    far, near, over = panels(figure, 1, 3)
    _far(far, data)
    _near(near, data)
    _over(over, data)


def _far(axes, data):
    """The curve as one knows it, with tangent and secant."""
    f, grid = FUNCTIONS[data.function][0], np.linspace(data.x - 1.5, data.x + 1.5, 121)
    points = data.x + data.h * data.zoom.ends
    axes.plot(grid, f(grid), **FORWARD)
    axes.plot(grid, f(data.x) + data.truth * (grid - data.x), **TANGENT, label="tangent")
    middle = np.mean(f(points)) - data.slope * (np.mean(points) - data.x)
    axes.plot(grid, middle + data.slope * (grid - data.x), **SECANT, label="secant")
    axes.plot(points, f(points), "o", color=BLACK, markersize=8, zorder=5)
    reach = max(np.ptp(f(grid)) / 2, 1.5)
    axes.set(title=data.function, xlabel="x", xlim=(grid[0], grid[-1]))
    axes.set_ylim(f(data.x) - reach, f(data.x) + reach)
    axes.legend(loc="upper left")


def _near(axes, data):
    """The same, enlarged until h is as wide as a finger."""
    zoom = data.zoom
    axes.plot(zoom.t, zoom.rise, **FORWARD, zorder=3)
    axes.plot(zoom.t, data.truth * zoom.t, **TANGENT)
    middle = np.mean(zoom.heights) - data.slope * np.mean(zoom.ends)
    axes.plot(zoom.t, middle + data.slope * zoom.t, **SECANT)
    axes.plot(zoom.ends, zoom.heights, "o", color=BLACK, markersize=8, zorder=5)
    reach = 2.6 * max(abs(data.truth), 0.5)
    axes.set(title=f"microscope, h = {name_of(data.h)}", xlim=(-2, 2), ylim=(-reach, reach))
    axes.set_xticks([-1, 0, 1], ["x − h", "x", "x + h"])


def _over(axes, data):
    """The error of every step, and where this one stands."""
    lines = [(data.errors, BOOK)] if data.yours is not None else []
    lines.append((data.errors if data.yours is None else data.yours, FORWARD))
    for (values, look), label in zip(lines, ("the book's", "yours")):
        axes.loglog(STEPS, np.maximum(values, FLOOR), **look, label=label)
    axes.loglog(
        data.h, max(data.error, FLOOR), "D", color=VERMILION, markersize=12, zorder=5, clip_on=False
    )
    _step_axis(axes, STEPS)
    axes.set(title=f"error {power(data.error)}", ylim=(FLOOR / 3, 30))
    log_axis(axes.yaxis, 6)
    if data.yours is not None:
        axes.legend(loc="lower left")


def read_step(data):
    whose = "your central_difference measures" if data.yours is not None else "measured"
    return (
        f"{data.function} at x = {plain(data.x)}, h = {name_of(data.h)}, {data.sides}, {data.precision}: "
        f"{whose} slope {plain(data.slope, 11)}, true slope {plain(data.truth, 11)}, error {power(data.error)}."
    )


MEASUREMENT = Picture(step_data, paint_step, read_step)


def h_slider(functions=None):
    """Widget: make the step smaller and smaller, and watch the secant, the stored curve and the error."""
    controls = {
        "k": Slider("k, for h = 10⁻ᵏ", 0.0, 15.0, 0.0, 0.5),
        "x": Slider("point x", -2.0, 2.0, 1.0, 0.1),
        "function": Choice("function", _pairs(FUNCTIONS), "x³"),
        "sides": Choice("measured to", _pairs(SIDES), "both sides"),
        "precision": Choice("numbers", _pairs(PRECISIONS), "float64"),
    }
    columns = (("k", "x"), ("function", "sides", "precision"))
    return MEASUREMENT.live(controls, columns, functions=functions)


def _pairs(names):
    """What a menu shows and what it means: here the same."""
    return tuple((name, name) for name in names)
