"""The secant that turns into the tangent, and one measurement under the microscope."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.plots.ch00.measured import (
    FUNCTIONS,
    SECANT,
    STEPS,
    TANGENT,
    errors,
    measure,
    name_of,
    step_axis,
)
from nnlib.plots.kit.numbers import plain, power
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BLACK,
    BOOK,
    FORWARD,
    VERMILION,
    log_axis,
    painter,
    panels,
)

# -- the secant and the tangent -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Secant:
    """The line through the curve at x and at x + h, and the tangent at x."""

    function: str
    x: float
    h: float
    slope: float
    truth: float


def secants_data(function: str = "x²", x: float = 1.0, steps: tuple = (1.0, 0.5, 0.1)):
    """The secants to one side for several steps."""
    truth = float(FUNCTIONS[function][1](x))
    return [
        Secant(function, x, h, float(measure(function, x, h, tr("one side"))), truth) for h in steps
    ]


@painter(9.4, 3.5, left=0.06, right=0.985, bottom=0.16, top=0.89, wspace=0.12)
def paint_secants(data: list[Secant], figure: Figure):
    """The curve with its tangent, and one secant a panel as h shrinks."""
    boxes = panels(figure, 1, len(data), sharey=True, squeeze=False)[0]
    for axes, one in zip(boxes, data):
        f, grid = FUNCTIONS[one.function][0], np.linspace(one.x - 1.2, one.x + 1.4, 101)
        axes.plot(grid, f(grid), **FORWARD, label=one.function)
        axes.plot(grid, f(one.x) + one.truth * (grid - one.x), **TANGENT, label="tangent")
        axes.plot(grid, f(one.x) + one.slope * (grid - one.x), **SECANT, label="secant")
        ends = np.array([one.x, one.x + one.h])
        axes.plot(ends, f(ends), "o", color=BLACK, markersize=8, zorder=5)
        axes.set(
            title=tr("h = {plain}: slope {plain2}", plain=plain(one.h), plain2=plain(one.slope)),
            xlabel="x",
        )
        axes.set(xlim=(grid[0], grid[-1]), ylim=(-1.6, 5.8))
    boxes[0].legend(loc="upper left")


def read_secants(data: list[Secant]):
    """In words: the slope of each secant, and that of the tangent."""
    parts = [
        tr("slope {plain} for h = {plain2}", plain=plain(one.slope), plain2=plain(one.h))
        for one in data
    ]
    first = data[0]
    return tr(
        "The line through the curve {function} at x = {plain} and at x + h has the {listed}; "
        "the tangent has slope {plain2}.",
        function=first.function,
        plain=plain(first.x),
        listed=", ".join(parts),
        plain2=plain(first.truth),
    )


SECANTS = Picture(secants_data, paint_secants, read_secants)


# -- one measurement ---------------------------------------------------------------------------------------------------


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


def step_data(
    function: str = "x³",
    x: float = 1.0,
    k: float = 0.0,
    sides: str = tr("both sides"),
    precision: str = "float64",
    functions: Mapping[str, Callable] | None = None,
):
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


@painter(10, 3.7, left=0.066, right=0.97, bottom=0.155, top=0.89, wspace=0.27)
def paint_step(data: Step, figure: Figure):
    """The curve from afar, the two measured points up close, and the error among those of all steps."""
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
    axes.set(
        title=tr("microscope, h = {name_of}", name_of=name_of(data.h)),
        xlim=(-2, 2),
        ylim=(-reach, reach),
    )
    axes.set_xticks([-1, 0, 1], ["x − h", "x", "x + h"])


def _over(axes, data):
    """The error of every step, and where this one stands."""
    lines = [(data.errors, BOOK)] if data.yours is not None else []
    lines.append((data.errors if data.yours is None else data.yours, FORWARD))
    for (values, look), label in zip(lines, (tr("the book's"), "yours")):
        axes.loglog(STEPS, np.maximum(values, FLOOR), **look, label=label)
    axes.loglog(
        data.h, max(data.error, FLOOR), "D", color=VERMILION, markersize=12, zorder=5, clip_on=False
    )
    step_axis(axes, STEPS)
    axes.set(title=tr("error {power}", power=power(data.error)), ylim=(FLOOR / 3, 30))
    log_axis(axes.yaxis, 6)
    if data.yours is not None:
        axes.legend(loc="lower left")


def read_step(data: Step):
    """In words: the measured slope, the true one, and the error."""
    whose = tr("your central_difference measures") if data.yours is not None else "measured"
    return tr(
        "{function} at x = {plain}, h = {name_of}, {sides}, {precision}: {whose} slope "
        "{plain2}, true slope {plain3}, error {power}.",
        function=data.function,
        plain=plain(data.x),
        name_of=name_of(data.h),
        sides=data.sides,
        precision=data.precision,
        whose=whose,
        plain2=plain(data.slope, 11),
        plain3=plain(data.truth, 11),
        power=power(data.error),
    )


MEASUREMENT = Picture(step_data, paint_step, read_step)
