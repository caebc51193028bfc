"""relative_error(a, b): how far two numbers or arrays are apart, as a share of the larger one."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import named

ex = exercise("relative_error", "a, b -> error")


def compared(a, b, error, about=""):
    # a small number under the fraction line costs the hidden part alone
    return case(about, a=a, b=b, error=error, scale=1.0, tolerance=1e-6)


@ex.part(points=1)
def value(rng):
    a = float(rng.uniform(1, 5))
    return [
        compared(1.0, 10.0, 0.9, "1 and 10"),
        compared(10.0, 1.0, 0.9, "10 and 1"),
        compared(-4.0, -3.0, 0.25, "-4 and -3"),
        compared(a, a, 0.0, tr("two equal numbers")),
        compared(2.0, -2.0, 2.0, "2 and -2"),
        compared(np.array([1.0, -10.0]), np.array([2.0, -8.0]), 0.2, tr("two arrays")),
    ]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    # fixed: by entries it is 0.5, by the sum 1/9, by the smaller array 0.25, and only by the largest 0.2
    a, b = np.array([[1.0, -10.0], [-3.0, 0.5]]), np.array([[2.0, -8.0], [-3.0, 0.25]])
    return [
        compared(0.0, 0.0, 0.0, "0 and 0"),
        compared(0.0, 3.0, 1.0, "0 and 3"),
        compared(1e-9, 3e-9, 2 / 3, tr("two tiny numbers")),
        compared(np.zeros(3), np.zeros(3), 0.0, tr("two arrays of zeros")),
        compared(a, b, 0.2, tr("two tables")),
        compared(b, a, 0.2, tr("the same two tables, the other way round")),
    ]


# ---- slips -----------------------------------------------------------------------------------------


def divided_by(denominator):
    @named(denominator)
    def wrong(a, b):
        a, b = np.asarray(a, float), np.asarray(b, float)
        with np.errstate(all="ignore"):
            return float(np.max(np.abs(a - b)) / denominator(np.abs(a).max(), np.abs(b).max()))

    return wrong


@ex.slip
def zero_by_zero(a, b):
    """Two zeros agree perfectly, and you divide 0 by 0. Decide what comes back there before you divide."""
    return divided_by(max)(a, b)


@ex.slip
@divided_by
def divided_by_a(a, b):
    """You compare with a alone, so 1 and 10 give another answer than 10 and 1. Take the larger size of the two."""
    return a


@ex.slip
@divided_by
def divided_by_b(a, b):
    """You compare with b alone, so 1 and 10 give another answer than 10 and 1. Take the larger size of the two."""
    return b


@ex.slip
@divided_by
def divided_by_sum(a, b):
    """You compare with the sum of the two sizes: 1 and 10 give 0.82. Here the larger one alone is the measure."""
    return a + b if a + b else 1.0


@ex.slip
@divided_by
def divided_by_mean(a, b):
    """You compare with the mean of the two sizes: 1 and 10 give 1.64. Here the larger one is the measure."""
    return (a + b) / 2 if a + b else 1.0


@ex.slip
def difference_signed(a, b):
    """Your error can be negative. How far two numbers are apart has no sign."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    most = max(np.abs(a).max(), np.abs(b).max())
    return float(np.max(a - b) / most) if most else 0.0


@ex.slip
def sizes_signed(a, b):
    """For two negative numbers your error is negative or too large. Sizes have no sign: take them first."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    most = max(a.max(), b.max())
    return float(np.max(np.abs(a - b)) / most) if most else 0.0


@ex.slip
def not_relative(a, b):
    """You give the difference itself. 1 and 10 differ by 9, and that is 0.9 of the larger one."""
    return float(np.max(np.abs(np.asarray(a, float) - np.asarray(b, float))))


@ex.slip
def entry_by_entry(a, b):
    """You divide each difference by its own pair. Arrays are measured whole: largest difference by largest entry."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    most = np.maximum(np.abs(a), np.abs(b))
    return float(np.max(np.abs(a - b) / np.where(most > 0, most, 1.0)))


def _by(of_differences, of_sizes=np.max, guard=0.0, least=0.0):
    """A wrong error: another number for all the differences, another size, or a guard against 0."""

    def wrong(a, b):
        a, b = np.asarray(a, float), np.asarray(b, float)
        size = max(float(max(of_sizes(np.abs(a)), of_sizes(np.abs(b)))) + guard, least)
        return float(of_differences(np.abs(a - b)) / size) if size else 0.0

    return wrong


GUARDED = tr(
    "A small number of your own is in what you divide by, so two tiny numbers, 1e-9 and "
    "3e-9, look alike. Ask for a size of 0 itself instead."
)
MEAN_FOR_LARGEST = tr(
    "Of two arrays you do not take the largest difference. Arrays are measured by it, and by "
    "the largest entry."
)

for small in (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12):
    ex.slip(key="guarded", says=GUARDED)(_by(np.max, guard=small))
    if small >= 1e-8:  # a smaller one is right for the numbers that are tried
        ex.slip(key="guarded", says=GUARDED)(_by(np.max, least=small))

for of_differences in (np.mean, np.sum, np.linalg.norm):
    for of_sizes in (np.max, of_differences):
        ex.slip(key="mean-for-largest", says=MEAN_FOR_LARGEST)(_by(of_differences, of_sizes))


@ex.slip
def percent(a, b):
    """You give a percentage. 1 and 10 differ by 0.9 of the larger one, not by 90."""
    return 100 * _by(np.max)(a, b)


@ex.slip
@divided_by
def divided_by_smaller(a, b):
    """You compare with the smaller size of the two: 1 and 10 give 9. Here the larger one is the measure."""
    return min(a, b) or 1.0


@ex.slip
@divided_by
def divided_by_product(a, b):
    """You divide by the product of the two sizes. The larger size alone is the measure."""
    return a * b or 1.0


@ex.slip
def always_one(a, b):
    """You give 1 minus the larger size, or the ratio of the two. How far they are apart is a difference, divided by the
    larger size.
    """
    a, b = np.abs(np.asarray(a, float)).max(), np.abs(np.asarray(b, float)).max()
    return float(min(a, b) / max(a, b)) if max(a, b) else 0.0


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def error_with_if(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    most = max(np.abs(a).max(), np.abs(b).max())
    if most == 0:
        return 0.0
    return np.abs(a - b).max() / most


@ex.right
def error_with_loop(a, b):
    a, b = np.ravel(a), np.ravel(b)
    largest = difference = 0.0
    for p, q in zip(a, b):
        largest = max(largest, abs(p), abs(q))
        difference = max(difference, abs(p - q))
    return difference / largest if largest > 0 else 0.0


@ex.right
def error_stacked(a, b):
    both = np.abs(np.stack([np.ravel(a), np.ravel(b)]).astype(float))
    return np.max(np.abs(np.subtract(a, b))) / both.max() if both.any() else 0.0


@ex.right
def error_by_norms(a, b):
    d = np.linalg.norm(np.ravel(np.subtract(a, b)), np.inf)
    m = np.linalg.norm(np.concatenate([np.ravel(a), np.ravel(b)]), np.inf)
    return 0.0 if m == 0 else d / m


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="divided-by-a", points=0)(
    lambda a, b: np.max(np.abs(np.asarray(a) - b)) / np.max(np.abs(a))
)
ex.wrong(slip="not-relative", points=0)(lambda a, b: np.max(np.abs(np.asarray(a) - b)))
ex.wrong(slip="divided-by-sum", points=0)(
    lambda a, b: np.max(np.abs(a - b)) / (np.max(np.abs(a)) + np.max(np.abs(b)))
)


@ex.wrong(slip="guarded", points=1)
def error_with_small_guard(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return np.abs(a - b).max() / (max(np.abs(a).max(), np.abs(b).max()) + 1e-8)


@ex.wrong(slip="mean-for-largest", points=0)
def error_mean(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    most = max(np.abs(a).max(), np.abs(b).max())
    return np.abs(a - b).mean() / most if most else 0.0


@ex.wrong(slip="entry-by-entry", points=0)
def error_of_each_pair(a, b):
    pairs = zip(np.ravel(a), np.ravel(b))
    return max(abs(p - q) / max(abs(p), abs(q)) if p or q else 0.0 for p, q in pairs)


ex.wrong(slip="zero-by-zero", points=1)(
    lambda a, b: np.max(np.abs(np.asarray(a) - b)) / max(np.max(np.abs(a)), np.max(np.abs(b)))
)


ex.wrong(slip="guarded", points=1)(
    lambda a, b: (
        np.max(np.abs(np.subtract(a, b)))
        / np.maximum(max(np.max(np.abs(a)), np.max(np.abs(b))), 1e-8)
    )
)
ex.wrong(slip="mean-for-largest", points=0)(
    lambda a, b: (
        np.linalg.norm(np.subtract(a, b)) / max(np.linalg.norm(a), np.linalg.norm(b))
        if np.any(a) or np.any(b)
        else 0.0
    )
)
ex.wrong(slip="divided-by-smaller", points=0)(
    lambda a, b: np.max(np.abs(a - b)) / (min(np.max(np.abs(a)), np.max(np.abs(b))) or 1.0)
)
ex.wrong(slip="divided-by-mean", points=0)(
    lambda a, b: np.max(np.abs(a - b)) / ((np.max(np.abs(a)) + np.max(np.abs(b))) / 2)
)
# right for two numbers, and never tried with arrays
ex.wrong(slip="error", points=0)(lambda a, b: abs(a - b) / max(abs(a), abs(b)) if a or b else 0.0)
ex.wrong(slip="broadcast-up", points=0)(lambda a, b: abs(a - b) / ((abs(a) + abs(b)) / 2))
ex.wrong(slip="percent", points=0)(lambda a, b: 100 * error_with_loop(a, b))


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same(
    "difference = np.max(np.abs(np.asarray(a) - np.asarray(b)))",
    "difference = np.max(np.abs(a - np.asarray(b)))",
)
ex.same(
    "difference = np.max(np.abs(np.asarray(a) - np.asarray(b)))",
    "difference = np.max(np.abs(np.asarray(a) - b))",
)
ex.same(
    "return float(difference / size) if size > 0 else 0.0",
    "return difference / size if size > 0 else 0.0",
)
ex.same(
    "size = max(np.max(np.abs(a)), np.max(np.abs(b)))",
    "size = max(np.max(np.abs(b)), np.max(np.abs(a)))",
)
