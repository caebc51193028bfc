"""Chapter 0, instruments: four graded functions, 10 points. What is measured with them later is measured here first."""

import math

import numpy as np

from nnlib.grading.exercise import Case, Exercise, Part, Slip

# --- weighted_sum ---------------------------------------------------------------------------------------------------


def sum_by_loop(x, w, b):
    total = b
    for k in range(len(x)):
        total += x[k] * w[k]
    return total


def summed(rng, d, about=""):
    x, w, b = rng.normal(size=d), rng.normal(size=d), float(rng.normal())
    return Case({"x": x, "w": w, "b": b}, {"z": float(sum_by_loop(x, w, b))}, about, scale=1.0)


def weighted_sums(rng):
    by_hand = Case(
        {"x": np.array([2.0, -1.0, 3.0]), "w": np.array([4.0, 5.0, -1.0]), "b": 0.5}, {"z": 0.5}
    )
    return [by_hand, summed(rng, 3), summed(rng, 5)]


def few_and_many(rng):
    none = Case(
        {"x": np.zeros(0), "w": np.zeros(0), "b": 1.75}, {"z": 1.75}, "no input at all (d = 0)"
    )
    return [none, summed(rng, 1, "a single input (d = 1)"), summed(rng, 40, "forty inputs")]


WEIGHTED_SUM = Exercise(
    "weighted_sum",
    ("x", "w", "b"),
    (
        Part("value", 1, weighted_sums),
        Part("robustness", 1, few_and_many, hidden=True, pure=True),
    ),
    (
        Slip(
            "bias-forgotten",
            "Your sum is right, but b is not in it. The bias is added once, to the whole sum.",
            lambda x, w, b: float(np.dot(x, w)),
        ),
        Slip(
            "mean-for-sum",
            "You take the mean of the products, and the sum is wanted. Do not divide by the number of inputs.",
            lambda x, w, b: float(np.mean(x * w) + b) if len(x) else float(b),
        ),
        Slip(
            "last-input-missed",
            "The last input is missing from your sum. Look at where your loop ends.",
            lambda x, w, b: float(np.dot(x[:-1], w[:-1]) + b),
        ),
        Slip(
            "first-input-missed",
            "The first input is missing from your sum. Python counts from 0.",
            lambda x, w, b: float(np.dot(x[1:], w[1:]) + b),
        ),
        Slip(
            "bias-every-time",
            "You add b once for every input. It is added once, at the end or at the start.",
            lambda x, w, b: float(np.sum(x * w + b)) if len(x) else 0.0,
        ),
        Slip(
            "weights-forgotten",
            "You add the inputs as they are. Each of them is first multiplied by its weight.",
            lambda x, w, b: float(np.sum(x) + b),
        ),
        Slip(
            "bias-subtracted",
            "You take b away, and it is to be added. Look at its sign.",
            lambda x, w, b: float(np.dot(x, w) - b),
        ),
    ),
)


# --- central_difference ---------------------------------------------------------------------------------------------


def cube(x):
    return x * x * x


def measured(f, x, h, slope, about="", tolerance=1e-6):
    """A case with the step h, or without one where h is None. `slope` is what two-sided steps must give."""
    arguments = {"f": f, "x": x} if h is None else {"f": f, "x": x, "h": h}
    return Case(arguments, {"slope": slope}, about, tolerance, scale=1.0)


def slopes_by_hand(rng):
    x, h = float(rng.uniform(0.5, 2)), float(rng.uniform(0.05, 0.2))
    return [
        measured(cube, 2.0, 0.1, 12.01, "x³ at 2 with h = 0.1"),
        measured(cube, x, h, 3 * x * x + h * h, "x³ with another h"),
        measured(lambda t: 5 * t - 1, x, h, 5.0, "a straight line"),
    ]


def slopes_in_earnest(rng):
    x, h = float(rng.uniform(-2, 2)), float(rng.uniform(0.2, 0.5))
    return [
        measured(math.sin, x, None, math.cos(x), "sin with the usual h", 1e-8),
        measured(math.sin, x, h, math.cos(x) * math.sin(h) / h, "sin with a large h"),
        measured(abs, 0.0, 0.01, 0.0, "|x| at its kink, where both sides cancel"),
    ]


CENTRAL_DIFFERENCE = Exercise(
    "central_difference",
    ("f", "x", "h"),
    (Part("value", 2, slopes_by_hand), Part("robustness", 1, slopes_in_earnest, hidden=True)),
    (
        Slip(
            "one-sided",
            "You step to one side only. For x³ at 2 with h = 0.1 that gives 12.61; from both sides it is 12.01.",
            lambda f, x, h=1e-5: (f(x + h) - f(x)) / h,
        ),
        Slip(
            "one-sided-below",
            "You step to the left side only. Measure between a point above x and a point below it.",
            lambda f, x, h=1e-5: (f(x) - f(x - h)) / h,
        ),
        Slip(
            "run-too-short",
            "Your slope is twice too large. The two points are not h apart: how far is it from one to the other?",
            lambda f, x, h=1e-5: (f(x + h) - f(x - h)) / h,
        ),
        Slip(
            "sign-flipped",
            "Your slope has the right size and the wrong sign. Which of the two values is taken away from which?",
            lambda f, x, h=1e-5: (f(x - h) - f(x + h)) / (2 * h),
        ),
        Slip(
            "step-ignored",
            "You use a step of your own. The caller says how large h is; 1e-5 is for when nobody does.",
            lambda f, x, h=1e-5: (f(x + 1e-5) - f(x - 1e-5)) / 2e-5,
        ),
        Slip(
            "not-divided",
            "You give the rise alone. A slope is a rise divided by its run.",
            lambda f, x, h=1e-5: f(x + h) - f(x - h),
        ),
        Slip(
            "precedence",
            "Your result is far too small. 'a / 2 * h' divides by 2, then multiplies by h: where do brackets belong?",
            lambda f, x, h=1e-5: (f(x + h) - f(x - h)) / 2 * h,
        ),
        Slip(
            "half-step",
            "You step by half of h to each side. Then the run is h, and x³ at 2 with h = 0.1 gives 12.0025, not 12.01.",
            lambda f, x, h=1e-5: (f(x + h / 2) - f(x - h / 2)) / h,
        ),
    ),
)


# --- numerical_gradient ---------------------------------------------------------------------------------------------


def coupled(A):
    """f(X) = (sum of A times X, entry by entry) squared: every slope depends on every entry."""
    return lambda X: float(np.sum(A * X)) ** 2


def gradient_case(rng, shape, about="", h=None):
    A, X = rng.uniform(0.5, 2, shape), rng.uniform(-1, 1, shape)
    arguments = {"f": coupled(A), "X": X} | ({} if h is None else {"h": h})
    return Case(arguments, {"G": 2 * float(np.sum(A * X)) * A}, about, 1e-5, scale=1.0)


def gradients(rng):
    f = {"f": lambda X: float(X[0] ** 2 + 3 * X[1]), "X": np.array([2.0, 5.0])}
    cube = rng.uniform(0.5, 1.5, (2, 2))
    return [
        Case(f, {"G": np.array([4.0, 3.0])}, "x² + 3y at (2, 5)", 1e-5),
        gradient_case(rng, (3,)),
        # with no h given: of a cube, so that a default step that is too large shows
        Case({"f": lambda X: float(np.sum(X**3)), "X": cube}, {"G": 3 * cube**2}, "x³", 1e-5),
        # h is large enough to show an entry that was not put back
        gradient_case(rng, (2, 3), "h = 0.001", h=1e-3),
    ]


def quartic(rng):
    """With a large h the two-sided step is off by a known amount: x³ gives 3x² + h²."""
    X, h = rng.uniform(0.5, 1.5, (2, 2)), 0.1
    return Case(
        {"f": lambda X: float(np.sum(X**3)), "X": X, "h": h},
        {"G": 3 * X**2 + h * h},
        "x³ with h = 0.1",
    )


def odd_shapes(rng):
    return [
        gradient_case(rng, (4, 1), "a column"),
        gradient_case(rng, (2, 2, 3), "three axes"),
        gradient_case(rng, (1,), "a single number in an array"),
        quartic(rng),
    ]


def _gradient(probe):
    """A wrong gradient from what happens at one entry: probe(f, X, index, h)."""

    def wrong(f, X, h=1e-5):
        X, G = X.astype(float), np.zeros(X.shape)
        for index in np.ndindex(X.shape):
            G[index] = probe(f, X, index, h)
        return G

    return wrong


def not_put_back(f, X, index, h):
    X[index] += h
    above = f(X)
    X[index] -= 2 * h
    return (above - f(X)) / (2 * h)


def one_sided(f, X, index, h):
    moved = X.copy()
    moved[index] += h
    return (f(moved) - f(X)) / h


def undivided_by_two(f, X, index, h):
    up, down = X.copy(), X.copy()
    up[index] += h
    down[index] -= h
    return (f(up) - f(down)) / h


def all_at_once(f, X, h=1e-5):
    return np.full(X.shape, (f(X + h) - f(X - h)) / (2 * h))


def fixed_step(f, X, index, h):
    return undivided_by_two(f, X, index, 1e-5) / 2


NUMERICAL_GRADIENT = Exercise(
    "numerical_gradient",
    ("f", "X", "h"),
    (
        Part("gradient", 2, gradients, pure=True),
        Part("robustness", 1, odd_shapes, hidden=True, pure=True),
    ),
    (
        Slip(
            "input-modified",
            "Your numbers are right, but X is not what it was. Work on a copy, or put every entry back exactly.",
        ),
        Slip(
            "all-at-once",
            "You move all entries together, so every slope is the same. Only one entry may move; the others stay.",
            all_at_once,
        ),
        Slip(
            "not-put-back",
            "Your first slope is right, and then they drift. After each entry, put it back to where it was.",
            _gradient(not_put_back),
        ),
        Slip(
            "run-too-short",
            "Your slopes are twice too large. How far is it from the point above to the point below?",
            _gradient(undivided_by_two),
        ),
        Slip(
            "one-sided",
            "You step to one side only. Two sides cancel most of the error: use the rule of central_difference.",
            _gradient(one_sided),
        ),
        Slip(
            "step-ignored",
            "You use a step of your own. The caller says how large h is.",
            _gradient(fixed_step),
        ),
    ),
)


# --- relative_error -------------------------------------------------------------------------------------------------


def compared(a, b, error, about=""):
    return Case({"a": a, "b": b}, {"error": error}, about, scale=1.0)


def errors_by_hand(rng):
    a = float(rng.uniform(1, 5))
    return [
        compared(1.0, 10.0, 0.9, "1 and 10"),
        compared(10.0, 1.0, 0.9, "10 and 1"),
        compared(-4.0, -3.0, 0.25, "-4 and -3"),
        compared(a, a, 0.0, "two equal numbers"),
        compared(2.0, -2.0, 2.0, "2 and -2"),
    ]


def errors_at_the_edge(rng):
    a, b = rng.normal(size=(2, 3)), rng.normal(size=(2, 3))
    largest = max(abs(float(v)) for v in [*a.ravel(), *b.ravel()])
    worst = max(abs(float(p - q)) for p, q in zip(a.ravel(), b.ravel(), strict=True))
    return [
        compared(0.0, 0.0, 0.0, "0 and 0"),
        compared(0.0, 3.0, 1.0, "0 and 3"),
        compared(1e-9, 3e-9, 2 / 3, "two tiny numbers"),
        compared(np.zeros(3), np.zeros(3), 0.0, "two arrays of zeros"),
        compared(a, b, worst / largest, "two arrays"),
    ]


def _by(denominator):
    def wrong(a, b):
        a, b = np.asarray(a, float), np.asarray(b, float)
        with np.errstate(all="ignore"):
            return float(np.max(np.abs(a - b)) / denominator(np.abs(a).max(), np.abs(b).max()))

    return wrong


def signed(a, b):
    a, b = np.asarray(a, float), np.asarray(b, float)
    most = max(np.abs(a).max(), np.abs(b).max())
    return float(np.max(a - b) / most) if most else 0.0


def scale_without_abs(a, b):
    a, b = np.asarray(a, float), np.asarray(b, float)
    most = max(a.max(), b.max())
    return float(np.max(np.abs(a - b)) / most) if most else 0.0


def unguarded(a, b):
    return _by(max)(a, b)


RELATIVE_ERROR = Exercise(
    "relative_error",
    ("a", "b"),
    (
        Part("value", 1, errors_by_hand),
        Part("robustness", 1, errors_at_the_edge, hidden=True, pure=True),
    ),
    (
        Slip(
            "zero-by-zero",
            "Two zeros agree perfectly, and you divide 0 by 0. Decide what comes back there before you divide.",
            unguarded,
        ),
        Slip(
            "divided-by-a",
            "You compare with a alone, so 1 and 10 give another answer than 10 and 1. Take the larger size of the two.",
            _by(lambda a, b: a),
        ),
        Slip(
            "divided-by-b",
            "You compare with b alone, so 1 and 10 give another answer than 10 and 1. Take the larger size of the two.",
            _by(lambda a, b: b),
        ),
        Slip(
            "divided-by-sum",
            "You compare with the sum of the two sizes: 1 and 10 give 0.82. Here the larger one alone is the measure.",
            _by(lambda a, b: a + b if a + b else 1.0),
        ),
        Slip(
            "divided-by-mean",
            "You compare with the mean of the two sizes: 1 and 10 give 1.64. Here the larger one is the measure.",
            _by(lambda a, b: (a + b) / 2 if a + b else 1.0),
        ),
        Slip(
            "difference-signed",
            "Your error can be negative. How far two numbers are apart has no sign.",
            signed,
        ),
        Slip(
            "sizes-signed",
            "For two negative numbers your error is negative or too large. Sizes have no sign: take them first.",
            scale_without_abs,
        ),
        Slip(
            "not-relative",
            "You give the difference itself. 1 and 10 differ by 9, and that is 0.9 of the larger one.",
            lambda a, b: float(np.max(np.abs(np.asarray(a, float) - np.asarray(b, float)))),
        ),
    ),
)

EXERCISES = (WEIGHTED_SUM, CENTRAL_DIFFERENCE, NUMERICAL_GRADIENT, RELATIVE_ERROR)
