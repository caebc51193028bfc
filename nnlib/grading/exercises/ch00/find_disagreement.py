"""find_disagreement(f, slope): a place where a formula for a slope is wrong; any such place will do, and none may."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, exercise

ex = exercise("find_disagreement", "f, slope -> found, x")

LOW, HIGH = -3.0, 3.0


def a_place(result):
    """One number, or nan for none."""
    number = isinstance(result, (int, float, np.floating, np.integer, np.ndarray))
    if isinstance(result, (bool, np.bool_)) or not number or np.size(result) != 1:
        raise Misfit(
            "wrong-type",
            tr("Return one number: a place where the two disagree, or np.nan where there is none."),
        )
    x = float(np.ravel(result)[0])
    return {"found": float(not np.isnan(x)), "x": 0.0 if np.isnan(x) else x}


def guilty(f, claimed, truth, about, hint):
    """`claimed` is wrong somewhere between -3 and 3. `truth` is the slope, and `hint` is for who finds nothing."""

    def judge(values, _):
        x = values["x"]
        if not values["found"]:
            return "bug-not-found", tr(
                "{about}: the formula is wrong somewhere, and you found no place. {hint}",
                about=about,
                hint=hint,
            )
        if not LOW <= x <= HIGH:
            return "outside", tr("Your place {x:.3g} does not lie between -3 and 3.", x=x)
        if abs(claimed(x) - truth(x)) <= 1e-4 * max(abs(claimed(x)), abs(truth(x))):
            return "agrees-there", tr(
                "{about}: at your place {x:.3g} formula and measurement agree. Return the place "
                "where you saw that they differ.",
                about=about,
                x=x,
            )
        return None

    at = next(x for x in np.linspace(LOW, HIGH, 977) if abs(claimed(x) - truth(x)) > 1e-9)
    return _case(f, claimed, about, judge, 1.0, at)


def innocent(f, truth, about, hint):
    """A formula that is right: nobody may be accused."""

    def judge(values, _):
        if values["found"]:
            return "innocent-accused", tr(
                "{about}: the formula is right, and you accuse it at {x:.3g}. {hint}",
                about=about,
                x=values["x"],
                hint=hint,
            )
        return None

    return _case(f, truth, about, judge, 0.0, 0.0)


def _case(f, slope, about, judge, found, x):
    given, truth = {"f": f, "slope": slope}, {"found": found, "x": x}
    return Case(given, truth, about, read=a_place, judge=judge)


def about_corner():
    return tr("At a kink the instrument mixes two slopes: do not measure at 0 itself.")


@ex.part(points=1)
def value(rng):
    a, b = (float(k) for k in rng.uniform(0.5, 2, 2))
    two_sides = tr("Where does this curve rise, and where does it fall?")
    return [
        guilty(
            lambda x: a * abs(x) ** 3,
            lambda x: 3 * a * x**2,
            lambda x: 3 * a * x * abs(x),
            "|x|³",
            two_sides,
        ),
        guilty(
            lambda x: np.sin(b * x**2),
            lambda x: b * x * np.cos(b * x**2),
            lambda x: 2 * b * x * np.cos(b * x**2),
            "sin(bx²)",
            tr("At 0 alone nothing shows."),
        ),
        innocent(
            lambda x: a * x**2 / (1 + x**2),
            lambda x: 2 * a * x / (1 + x**2) ** 2,
            "x²/(1 + x²)",
            tr("Look at your step, and at what counts as agreement."),
        ),
    ]


def short_stretch(k, start):
    """k x² with a formula that is wrong on 0.6 of the axis, with no whole number in it."""
    return guilty(
        lambda x: k * x**2,
        lambda x: 2 * k * x + np.where((x > start) & (x < start + 0.6), 0.3, 0.0),
        lambda x: 2 * k * x,
        tr("a mistake on a short stretch"),
        tr("Look at many places, close together, from one end to the other."),
    )


@ex.part(points=1, hidden=True)
def robustness(rng):
    k, left, right = (float(rng.uniform(*ends)) for ends in ((0.5, 2), (-2.9, -2.7), (2.15, 2.35)))
    return [
        short_stretch(k, left),
        short_stretch(k, right),
        guilty(
            lambda x: 1e-6 * np.sin(x),
            lambda x: 1.01e-6 * np.cos(x),
            lambda x: 1e-6 * np.cos(x),
            tr("a very small function"),
            tr("Compare by the relative error."),
        ),
        innocent(
            lambda x: k * np.maximum(x, 0.0),
            lambda x: k * np.where(x > 0, 1.0, 0.0),
            tr("a kink at 0"),
            about_corner(),
        ),
        innocent(
            lambda x: 1e6 * (x**3 + x),
            lambda x: 1e6 * (3 * x**2 + 1),
            tr("a very large function"),
            tr("Compare by the relative error."),
        ),
    ]


# ---- right answers ---------------------------------------------------------------------------------


def differ(f, slope, x, h=1e-5, most=1e-4):
    measured = (f(x + h) - f(x - h)) / (2 * h)
    return abs(measured - slope(x)) > most * max(abs(measured), abs(slope(x)))


@ex.right
def between_round_numbers(f, slope):
    for k in range(-300, 300):
        x = (k + 0.5) / 100
        if differ(f, slope, x):
            return x
    return np.nan


@ex.right
def at_random(f, slope):
    for x in np.random.default_rng(0).uniform(-3, 3, 1000):
        if differ(f, slope, x):
            return x
    return float("nan")


@ex.right
def two_witnesses(f, slope):
    x = -3.0
    while x < 2.98:
        if differ(f, slope, x) and differ(f, slope, x + 0.01):
            return x
        x += 0.01
    return np.nan


@ex.right
def all_at_once(f, slope):
    xs = np.linspace(-2.999, 2.998, 500)
    measured = (f(xs + 1e-5) - f(xs - 1e-5)) / 2e-5
    claimed = slope(xs)
    wrong = abs(measured - claimed) > 1e-4 * np.maximum(abs(measured), abs(claimed))
    return xs[wrong][0] if wrong.any() else np.nan


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip="bug-not-found", points=0)
def one_place(f, slope):
    return 1.0 if differ(f, slope, 1.0) else np.nan


@ex.wrong(slip="bug-not-found", points=0)
def right_side_alone(f, slope):
    xs = [x for x in np.linspace(0.005, 2.995, 300) if differ(f, slope, x)]
    return xs[0] if xs else np.nan


@ex.wrong(slip="bug-not-found", points=1)
def whole_numbers_alone(f, slope):
    xs = [x for x in range(-3, 4) if x and differ(f, slope, float(x))]
    return xs[0] if xs else np.nan


@ex.wrong(slip="bug-not-found", points=1)
def by_absolute_error(f, slope):
    for k in range(-300, 300):
        x = (k + 0.5) / 100
        if abs((f(x + 1e-5) - f(x - 1e-5)) / 2e-5 - slope(x)) > 1e-4:
            return x
    return np.nan


@ex.wrong(slip="innocent-accused", points=1)
def at_the_corner(f, slope):
    for k in range(-300, 301):
        if differ(f, slope, k / 100):
            return k / 100
    return np.nan


@ex.wrong(slip="innocent-accused", points=0)
def step_too_small(f, slope):
    for k in range(-300, 300):
        x = (k + 0.5) / 100
        if differ(f, slope, x, h=1e-15):
            return x
    return np.nan


@ex.wrong(slip="agrees-there", points=0)
def another_place(f, slope):
    x = between_round_numbers(f, slope)
    return np.nan if np.isnan(x) else -x if f(x) == f(-x) and x < 0 else x


ex.wrong(slip="wrong-type", points=0)(lambda f, slope: not np.isnan(at_random(f, slope)))
ex.wrong(slip="returns-none", points=0)(lambda f, slope: None)
ex.wrong(slip="outside", points=0)(lambda f, slope: 5.0)


# --- changes of the solution that are as right as it ----------------------------------------------

for count in ("1200", "599", "600 - 1", "601"):
    ex.same("for k in range(600):", f"for k in range({count}):")
for place in ("(k + 0.25) / 100", "(k + 0.5) / 101", "(k + 0.5) / 99", "(k + 1.5) / 100"):
    ex.same("x = -3 + (k + 0.5) / 100", f"x = -3 + {place}")
ex.same(
    "if relative_error(central_difference(f, x), slope(x)) > 0.0001:",
    "if relative_error(central_difference(f, x), slope(x)) > 0.0002:",
)
ex.same(
    "if relative_error(central_difference(f, x), slope(x)) > 0.0001:",
    "if relative_error(central_difference(f, x), slope(x)) > 5e-05:",
)
ex.same(
    "if relative_error(central_difference(f, x), slope(x)) > 0.0001:",
    "if relative_error(central_difference(f, x), slope(x)) >= 0.0001:",
)
ex.same(
    "if relative_error(central_difference(f, x), slope(x)) > 0.0001:",
    "if relative_error(slope(x), central_difference(f, x)) > 0.0001:",
)
