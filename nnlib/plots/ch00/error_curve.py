"""The error over the step: why it is a V, and what its two arms are made of."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.plots.ch00.measured import (
    EPS,
    POINTS,
    PRECISIONS,
    SIDES,
    STEPS,
    TANGENT,
    errors,
    step_axis,
)
from nnlib.plots.kit.numbers import power
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    GREEN,
    GREY,
    SERIES,
    log_axis,
    note,
    painter,
    panels,
)

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


def v_data(function: str = tr("sin x"), points=POINTS, steps=STEPS):
    """The error of the measured slope over the step: both sides and one, in both precisions."""
    return function, [
        Arm(sides, precision, steps, errors(function, points, steps, sides, precision))
        for precision in PRECISIONS
        for sides in SIDES
    ]


@painter(9, 4.4, left=0.095, right=0.985, bottom=0.135, top=0.92)
def paint_v(data: tuple, figure: Figure):
    """The error over the step, one curve for each way of measuring, a mark at the smallest."""
    function, arms = data
    axes = panels(figure)
    for arm, look in zip(arms, SERIES):
        label = f"{arm.sides}, {arm.precision}"
        axes.loglog(arm.steps, arm.errors, **look, markevery=4, label=label)
    step_axis(axes, arms[0].steps)
    axes.set(
        ylabel=tr("largest error"),
        title=tr("slope of {function}", function=function),
        ylim=(1e-12, 30),
    )
    log_axis(axes.yaxis, 8)
    axes.legend(loc="lower right")


def read_v(data: tuple):
    """In words: where each V has its bottom."""
    function, arms = data
    parts = [
        tr(
            "{sides} in {precision}: best near h = {power}, where the error is {power2}",
            sides=arm.sides,
            precision=arm.precision,
            power=power(arm.best[0], 1),
            power2=power(arm.best[1], 1),
        )
        for arm in arms
    ]
    return tr(
        "The error of the measured slope of {function} falls and then rises again as the "
        "step shrinks: a V. {capitalize}.",
        function=function,
        capitalize="; ".join(parts).capitalize(),
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
    arm = Arm(tr("both sides"), "float64", steps, errors(tr("sin x"), points, steps))
    return Reasons(arm, steps**2 / 6, EPS / steps, float(np.cbrt(3 * EPS)))


@painter(9, 4.2, left=0.095, right=0.985, bottom=0.14, top=0.965)
def paint_reasons(data: Reasons, figure: Figure):
    """The two straight arms, h²/6 and eps/h, and the measured errors along them."""
    axes, steps = panels(figure), data.arm.steps
    axes.loglog(steps, data.curve, **TANGENT, label=tr("the curve: h²/6"))
    axes.loglog(steps, data.rounding, color=GREEN, linestyle="-.", label=tr("rounding: eps/h"))
    axes.loglog(
        steps, data.arm.errors, "o", color=SERIES[0]["color"], label=tr("measured error of sin")
    )
    axes.axvline(data.best, color=GREY, linestyle=":")
    step_axis(axes, steps)
    axes.set(ylabel=tr("largest error"), ylim=(1e-13, 30))
    log_axis(axes.yaxis, 8)
    note(axes, tr("their sum is least at h = {power}", power=power(data.best)), x=0.37)
    axes.legend(loc="lower right")


def read_reasons(data: Reasons):
    """In words: the two arms, and where their sum is least."""
    step, error = data.arm.best
    return tr(
        "Two straight arms explain the V: h²/6 falls as h shrinks, eps/h rises; their sum is "
        "least at h = {power}. The measured errors follow them; the smallest is {power2}, at "
        "h = {power3}.",
        power=power(data.best),
        power2=power(error, 1),
        power3=power(step, 1),
    )


TWO_ARMS = Picture(reasons_data, paint_reasons, read_reasons)
