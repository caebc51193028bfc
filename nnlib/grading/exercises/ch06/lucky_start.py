"""lucky_start(x, y, lr): a start from which the walk comes down although lr is too large; any such start is right."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, exercise

ex = exercise("lucky_start", "x, y, lr -> w, b")

STEPS, NEAR, FAR = 3, 1.0, 100.0


def bowl_of(x):
    """The two slopes grow by this table when w and b grow: its eigenvectors are the bowl's directions."""
    return 2 * np.array([[np.mean(x * x), np.mean(x)], [np.mean(x), 1.0]])


def bottom_of(x, y):
    return np.linalg.solve(bowl_of(x), 2 * np.array([np.mean(x * y), np.mean(y)]))


def costs_of(w, b, x, y, lr):
    """The cost at the start and after each of the three steps."""
    costs = []
    for _ in range(STEPS + 1):
        e = w * x + b - y
        costs.append(float(np.mean(e * e)))
        w, b = w - lr * 2 * np.mean(e * x), b - lr * 2 * np.mean(e)
    return costs


def start_of(result):
    """w and b as floats, as asked for."""
    if not isinstance(result, (tuple, list, np.ndarray)) or len(result) != 2:
        raise Misfit("wrong-type", tr("Return two numbers, the start (w, b)."))
    if any(np.size(part) != 1 or np.asarray(part).dtype.kind not in "iuf" for part in result):
        raise Misfit("wrong-type", tr("w and b should be one number each."))
    w, b = (float(np.ravel(part)[0]) for part in result)
    return {"w": w, "b": b}


def comes_down(values, arguments):
    x, y, lr = (arguments[name] for name in ("x", "y", "lr"))
    w, b = values["w"], values["b"]
    away = float(np.hypot(*(np.array([w, b]) - bottom_of(x, y))))
    if not away <= FAR:
        return "too-far", tr(
            "Your start lies more than 100 away from the bottom, or is no number. A start near by "
            "says the same."
        )
    if away < NEAR - 1e-9:
        return "too-near", tr(
            "Your start lies {away:.2g} away from the bottom; wanted 1 or more. From the bottom "
            "itself nobody can fall.",
            away=away,
        )
    costs = costs_of(w, b, x, y, lr)
    if all(after < before for before, after in zip(costs, costs[1:])):
        return None
    return "runs-away", tr(
        "From your start the costs are {listed}: they do not fall at every step. In which "
        "direction from the bottom is the valley flattest? Try many directions.",
        listed=", ".join(f"{cost:.3g}" for cost in costs),
    )


def asked(x, y, share, about=""):
    """A case with `share` times the largest rate that comes down from everywhere."""
    values, directions = np.linalg.eigh(bowl_of(x))
    lr = float(np.round(share * 2 / values[1], 4))
    w, b = bottom_of(x, y) + 3 * directions[:, 0]
    given = {"x": x, "y": y, "lr": lr}
    truth = {"w": float(w), "b": float(b)}
    # whoever tries a thousand starts needs longer than one formula
    return Case(given, truth, about, read=start_of, judge=comes_down, seconds=10.0)


@ex.part(points=1)
def value(rng):
    x, y = np.array([-2.0, 2.0]), np.array([-1.0, 3.0])
    return [
        asked(x, y, 1.2, tr("the example of the statement")),
        asked(np.array([0.0, 1.0, 2.0]), np.array([1.0, 2.0, 3.0]), 1.2, tr("three points")),
    ]


@ex.part(points=1, hidden=True, pure=True)
def data(rng):
    cases = []
    for n, middle, share, about in (
        (4, 1.5, 1.15, tr("other points")),
        (6, -1.5, 1.2, tr("inputs below 0")),
        (9, 0.8, 1.1, tr("many points")),
    ):
        spread = np.linspace(-1, 1, n) * rng.uniform(0.9, 1.1, n)
        x = np.round(middle + spread, 3)
        # The bottom lies across the valley from (1, 1), the bottom of the visible cases: a start near there runs away.
        w, b = 1 + rng.choice([-1, 1]) * rng.uniform(2, 3) * np.linalg.eigh(bowl_of(x))[1][:, 1]
        y = np.round(w * x + b + rng.normal(0, 0.3, n), 3)
        cases.append(asked(x, y, share, about))
    return cases


# ---- right answers ---------------------------------------------------------------------------------


def tried(x, y, lr, angles, away=2.0):
    w0, b0 = bottom_of(x, y)
    for a in angles:
        w, b = w0 + away * np.cos(a), b0 + away * np.sin(a)
        if all(np.diff(costs_of(w, b, x, y, lr)) < 0):
            return w, b
    return w0, b0


ex.right(lambda x, y, lr: tried(x, y, lr, np.radians(np.arange(0, 360, 0.5))))
ex.right(lambda x, y, lr: list(tried(x, y, lr, np.radians(np.arange(180)), 20.0)))


@ex.right
def by_eigenvectors(x, y, lr):
    w, b = np.polyfit(x, y, 1) + 1.5 * np.linalg.eigh(bowl_of(x))[1][:, 0]
    return w, b


@ex.right
def by_a_short_walk(x, y, lr):
    """A walk with a small rate loses the steep direction first: what is left of it points along the valley."""
    bottom = bottom_of(x, y)
    w, b = bottom + np.array([3.0, 4.0])
    for _ in range(400):
        e = w * x + b - y
        w, b = w - lr / 4 * 2 * np.mean(e * x), b - lr / 4 * 2 * np.mean(e)
        away = np.hypot(*(np.array([w, b]) - bottom))
        w, b = bottom + (np.array([w, b]) - bottom) * (5 / away)
    return np.array([w, b])


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="runs-away", points=0)(lambda x, y, lr: bottom_of(x, y) + np.array([1.0, 0.0]))
ex.wrong(slip="too-near", points=0)(lambda x, y, lr: bottom_of(x, y))
ex.wrong(slip="too-far", points=0)(lambda x, y, lr: (0.0, 1e9))
ex.wrong(slip="too-far", points=0)(lambda x, y, lr: (np.nan, 0.0))
ex.wrong(slip="wrong-type", points=0)(lambda x, y, lr: bottom_of(x, y)[0])
ex.wrong(slip="wrong-type", points=0)(lambda x, y, lr: (x, y))


@ex.wrong(slip="runs-away", points=0)
def in_the_steepest_direction(x, y, lr):
    return bottom_of(x, y) + 2 * np.linalg.eigh(bowl_of(x))[1][:, 1]


@ex.wrong(slip="runs-away", points=0)
def always_along_the_bias(x, y, lr):
    return bottom_of(x, y) + np.array([0.0, 2.0])


@ex.wrong(slip="runs-away", points=0)
def few_directions(x, y, lr):
    return tried(x, y, lr, np.radians(np.arange(0, 360, 90))[1:2]) + np.array([0.0, 1.0])


@ex.wrong(slip=None, points=1)
def around_one_and_one(x, y, lr):
    """The bottom of the visible cases, for all."""
    return np.ones(2) + 2 * np.linalg.eigh(bowl_of(x))[1][:, 0]


@ex.wrong(slip="input-modified", points=1)
def shifts_the_targets(x, y, lr):
    start = by_eigenvectors(x, y, lr)
    y -= y.mean()
    return start


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("for angle in np.linspace(0, np.pi, 360):", "for angle in np.linspace(-1, np.pi, 360):")
ex.same("for angle in np.linspace(0, np.pi, 360):", "for angle in np.linspace(0, np.pi, 359):")
ex.same("for angle in np.linspace(0, np.pi, 360):", "for angle in np.linspace(0, np.pi, 361):")
ex.same("for angle in np.linspace(0, np.pi, 360):", "for angle in np.linspace(1, np.pi, 360):")
ex.same("for angle in np.linspace(0, np.pi, 360):", "for angle in np.linspace(np.pi, 0, 360):")
ex.same("if np.all(np.diff(costs) < 0):", "if np.all(np.diff(costs) <= 0):")
ex.same(
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 + 2 * np.sin(angle))",
    "w1, b1 = (w0 + -2 * np.cos(angle), b0 + 2 * np.sin(angle))",
)
ex.same(
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 + 2 * np.sin(angle))",
    "w1, b1 = (w0 + 1 * np.cos(angle), b0 + 2 * np.sin(angle))",
)
ex.same(
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 + 2 * np.sin(angle))",
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 + (2 + np.sin(angle)))",
)
ex.same(
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 + 2 * np.sin(angle))",
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 + -2 * np.sin(angle))",
)
ex.same(
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 + 2 * np.sin(angle))",
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 + 2)",
)
ex.same(
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 + 2 * np.sin(angle))",
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 + 3 * np.sin(angle))",
)
ex.same(
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 + 2 * np.sin(angle))",
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 + 4 * np.sin(angle))",
)
ex.same(
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 + 2 * np.sin(angle))",
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 - 2 * np.sin(angle))",
)
ex.same(
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 + 2 * np.sin(angle))",
    "w1, b1 = (w0 + np.cos(angle), b0 + 2 * np.sin(angle))",
)
ex.same(
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 + 2 * np.sin(angle))",
    "w1, b1 = (w0 - 2 * np.cos(angle), b0 + 2 * np.sin(angle))",
)
ex.same("for _ in range(4):", "for _ in range(5):")
ex.same("for angle in np.linspace(0, np.pi, 360):", "for angle in np.linspace(0, np.pi, 720):")
ex.same(
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 + 2 * np.sin(angle))",
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 + 1 * np.sin(angle))",
)
ex.same(
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 + 2 * np.sin(angle))",
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 + np.sin(angle))",
)
ex.same(
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 + 2 * np.sin(angle))",
    "w1, b1 = (w0 + 3 * np.cos(angle), b0 + 2 * np.sin(angle))",
)
ex.same(
    "w1, b1 = (w0 + 2 * np.cos(angle), b0 + 2 * np.sin(angle))",
    "w1, b1 = (w0 + 4 * np.cos(angle), b0 + 2 * np.sin(angle))",
)
