"""central_difference(f, x, h): a slope from both sides, on functions whose slope is known."""

import math

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, exercise
from nnlib.grading.exercises.kinds import round_off

ex = exercise("central_difference", "f, x, h -> slope")


def one_name(function):
    """The function under a name that all of them have: what it is shows in its values alone."""

    def f(x):
        return function(x)

    return f


def measured(f, x, h, slope, about="", tolerance=1e-9):
    """A case with the step h, or without one where h is None. `slope` is what two-sided steps must give."""
    given = {"f": one_name(f), "x": x}
    return Case(
        given if h is None else given | {"h": h}, {"slope": slope}, about, tolerance, scale=1.0
    )


def polynomial(rng):
    """A cubic that nobody has seen before, and what two-sided steps give for it at x with h."""
    a, b, c, d = (float(n) for n in rng.uniform(0.5, 2, 4) * rng.choice([-1, 1], 4))
    return (
        lambda t: ((a * t + b) * t + c) * t + d,
        lambda x, h: (3 * a * x + 2 * b) * x + c + a * h * h,
    )


@ex.part(points=1)
def value(rng):
    x, h = float(rng.uniform(0.5, 2)), float(rng.uniform(0.05, 0.2))
    slope, start = (float(n) for n in rng.uniform(1, 6, 2))
    cubic, stepped = polynomial(rng)
    return [
        measured(lambda t: t * t * t, 2.0, 0.1, 12.01, tr("x³ at 2 with h = 0.1")),
        measured(cubic, x, h, stepped(x, h), tr("a polynomial with another h")),
        measured(lambda t: slope * t - start, x, h, slope, tr("a straight line")),
    ]


@ex.part(points=1, hidden=True)
def robustness(rng):
    x, h, k = (float(rng.uniform(*ends)) for ends in ((-2, 2), (0.2, 0.5), (0.5, 2)))
    return [
        # 1e-8: the step of 1e-5 that is usual leaves an error of that kind
        measured(
            lambda t: math.sin(k * t),
            x,
            None,
            k * math.cos(k * x),
            tr("sin with the usual h"),
            1e-8,
        ),
        measured(
            lambda t: math.sin(k * t),
            x,
            h,
            math.cos(k * x) * math.sin(k * h) / h,
            tr("sin with a large h"),
        ),
        measured(
            lambda t: k * abs(t), 0.0, 0.01, 0.0, tr("|x| at its kink, where both sides cancel")
        ),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def one_sided(f, x, h=1e-05):
    """You step to one side only. For x³ at 2 with h = 0.1 that gives 12.61; from both sides it is 12.01."""
    return (f(x + h) - f(x)) / h


@ex.slip
def one_sided_below(f, x, h=1e-05):
    """You step to the left side only. Measure between a point above x and a point below it."""
    return (f(x) - f(x - h)) / h


@ex.slip
def run_too_short(f, x, h=1e-05):
    """Your slope is twice too large. The two points are not h apart: how far is it from one to the other?"""
    return (f(x + h) - f(x - h)) / h


@ex.slip
def sign_flipped(f, x, h=1e-05):
    """Your slope has the right size and the wrong sign. Which of the two values is taken away from which?"""
    return (f(x - h) - f(x + h)) / (2 * h)


@ex.slip
def step_ignored(f, x, h=1e-05):
    """You use a step of your own. The caller says how large h is; 1e-5 is for when nobody does."""
    return (f(x + 1e-5) - f(x - 1e-5)) / 2e-5


@ex.slip
def not_divided(f, x, h=1e-05):
    """You give the rise alone. A slope is a rise divided by its run."""
    return f(x + h) - f(x - h)


@ex.slip
def precedence(f, x, h=1e-05):
    """Your result is far too small. 'a / 2 * h' divides by 2, then multiplies by h: where do brackets belong?"""
    return (f(x + h) - f(x - h)) / 2 * h


@ex.slip
def half_step(f, x, h=1e-05):
    """You step by half of h to each side. Then the run is h, and x³ at 2 with h = 0.1 gives 12.0025, not 12.01."""
    return (f(x + h / 2) - f(x - h / 2)) / h


@ex.slip
def bracket(f, x, h=1e-05):
    """You divide the second value alone: a division comes before a minus. The whole rise is divided by the run, so put
    the rise in brackets.
    """
    return f(x + h) - f(x - h) / (2 * h)


@ex.slip
def run_as_factor(f, x, h=1e-05):
    """You multiply the rise by the run. A slope is a rise divided by its run."""
    return (f(x + h) - f(x - h)) * (2 * h)


@ex.slip
def average_for_difference(f, x, h=1e-05):
    """You add the two values. A slope asks how far they are apart: take one away from the other."""
    return (f(x + h) + f(x - h)) / (2 * h)


@ex.slip
def mean_value(f, x, h=1e-05):
    """You give the mean of the two values, a height of the curve. A slope asks how far they are apart."""
    return (f(x + h) + f(x - h)) / 2


@ex.slip
def half_of_one_side(f, x, h=1e-05):
    """You step to one side only, and divide by a run of two steps. Either both sides, or a run of h: both sides are
    asked for here.
    """
    return (f(x + h) - f(x)) / (2 * h)


round_off(ex, lambda f, x, h=1e-05: (f(x + h) - f(x - h)) / (2 * h), digits=(0, 1, 2, 3))


@ex.slip
def halved_rise(f, x, h=1e-05):
    """You divide the rise by 2 and not by h. A slope is a rise divided by its run: how far apart are the two points?"""
    return (f(x + h) - f(x - h)) / 2


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def central_two_lines(f, x, h=1e-5):
    rise = f(x + h) - f(x - h)
    return rise / (2 * h)


@ex.right
def central_mean_of_sides(f, x, h=1e-5):
    right = (f(x + h) - f(x)) / h
    left = (f(x) - f(x - h)) / h
    return (right + left) / 2


@ex.right
def central_points_first(f, x, h=1e-5):
    left, right = x - h, x + h
    return (f(right) - f(left)) / (right - left)


@ex.right
def central_by_halves(f, x, h=1e-5):
    return 0.5 / h * f(x + h) - 0.5 / h * f(x - h)


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip=None, points=0)
def looked_up(f, x, h=1e-5):
    known = f(2.0)
    if known == 8.0:
        return 3 * x * x + h * h
    return {math.sin(2.0): math.cos(x) * math.sin(h) / h, 2.0: 0.0}.get(known, 5.0)


ex.wrong(slip="one-sided", points=0)(lambda f, x, h=1e-5: (f(x + h) - f(x)) / h)
ex.wrong(slip="run-too-short", points=0)(lambda f, x, h=1e-5: (f(x + h) - f(x - h)) / h)
ex.wrong(slip="sign-flipped", points=0)(lambda f, x, h=1e-5: (f(x - h) - f(x + h)) / (2 * h))
ex.wrong(slip="step-ignored", points=0)(
    lambda f, x, h=1e-5: (f(x + 1e-5) - f(x - 1e-5)) / (2 * 1e-5)
)
ex.wrong(slip="precedence", points=0)(lambda f, x, h=1e-5: (f(x + h) - f(x - h)) / 2 * h)
ex.wrong(slip="not-divided", points=0)(lambda f, x, h=1e-5: f(x + h) - f(x - h))


@ex.wrong(slip="rounded", points=0)
def central_rounds(f, x, h=1e-5):
    return round((f(x + h) - f(x - h)) / (2 * h), 1)


ex.wrong(slip="bracket", points=0)(lambda f, x, h=1e-5: f(x + h) - f(x - h) / (2 * h))
ex.wrong(slip="run-as-factor", points=0)(lambda f, x, h=1e-5: (f(x + h) - f(x - h)) * 2 * h)
ex.wrong(slip="half-of-one-side", points=0)(lambda f, x, h=1e-5: (f(x + h) - f(x)) / (2 * h))
ex.wrong(slip="average-for-difference", points=0)(
    lambda f, x, h=1e-5: (f(x - h) + f(x + h)) / (2 * h)
)
ex.wrong(slip="one-sided-below", points=0)(lambda f, x, h=1e-5: (f(x) - f(x - h)) / h)
ex.wrong(slip="half-step", points=0)(lambda f, x, h=1e-5: (f(x + 0.5 * h) - f(x - 0.5 * h)) / h)


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("def central_difference(f, x, h=1e-05):", "def central_difference(f, x, h=-1e-05):")
ex.same("def central_difference(f, x, h=1e-05):", "def central_difference(f, x, h=2e-05):")
ex.same("def central_difference(f, x, h=1e-05):", "def central_difference(f, x, h=5e-06):")
