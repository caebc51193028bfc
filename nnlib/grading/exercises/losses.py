"""Chapter 5, losses: twelve graded functions in eight items, 26 points."""

import numpy as np

from nnlib import losses as book
from nnlib.gradcheck import numerical_gradient
from nnlib.grading.exercise import Case, Exercise, Part, Slip
from nnlib.grading.exercises.draw import fortran, off_zero, short

LN2, LN3 = 0.6931471805599453, 1.0986122886681098
LN4_3 = 0.28768207245178096  # ln(4/3)


def rows(*numbers):
    """The numbers as one row."""
    return np.array([numbers], dtype=np.float64)


# --- The truth ------------------------------------------------------------------------------------------------------


def _matrix(array):
    return np.asarray(array, dtype=np.float64).reshape((len(array), -1))


def plain(face):
    """The library's loss as a number, in plain Python: no compiler, and no learner's code, has a part in it."""

    def loss(out, y, *numbers):
        each = np.empty(len(out))
        face.kernel.plain(_matrix(out), _matrix(y), *numbers, each)
        return float(each.mean())

    return loss


mse, mae, huber = plain(book.mse), plain(book.mae), plain(book.huber)
binary_cross_entropy, bce_with_logits = (
    plain(book.binary_cross_entropy),
    plain(book.bce_with_logits),
)
multilabel_bce, softmax_cross_entropy = (
    plain(book.multilabel_bce),
    plain(book.softmax_cross_entropy),
)
_mean_cross_entropy = plain(book.cross_entropy)


def cross_entropy(p, q):
    return _mean_cross_entropy(p[None], q[None])


def values(loss, pairs, *numbers, names, about=""):
    """One case per pair of arrays: the number `loss` must come back."""
    return [
        Case(
            dict(zip(names, (*pair, *numbers), strict=True)),
            {"J": loss(*pair, *numbers)},
            about,
            scale=1.0,  # a small J may be the difference of larger numbers
        )
        for pair in pairs
    ]


def slopes(loss, pairs, *numbers, names, about=""):
    """One case per pair: the measured slope of the reference loss at the pair's first array must come back."""
    return [
        Case(
            dict(zip(names, (*pair, *numbers), strict=True)),
            {f"d{names[0]}": numerical_gradient(lambda out, y=pair[1]: loss(out, y, *numbers), pair[0])},
            about,
            scale=1.0,  # a small slope is the difference of shares near 1
        )
        for pair in pairs
    ]  # fmt: skip


def exact(truth, about="", **arguments):
    """A case worked by hand. Zeros are compared as if something of size 1 stood beside them."""
    return Case(arguments, truth, about, scale=1.0)


# --- Regression: errors of known size -------------------------------------------------------------------------------

SHAPES = [(1, 3), (3, 4), (3, 3)]
PT = ("P", "T")


def apart(rng, shape, delta=0.0):
    """Predictions and targets whose errors keep away from 0 and, where there is a delta, from ±delta."""
    e = short(off_zero(rng, shape))
    near = np.abs(np.abs(e) - delta) < 0.1
    e = np.where(near, e + np.copysign(0.25, e), e)
    T = short(rng.normal(0, 2, shape))
    return T + e, T


def pairs_apart(rng, shapes, delta=0.0):
    return [apart(rng, shape, delta) for shape in shapes]


def _stretched(pair):
    return tuple(fortran(array) for array in pair)


def mse_values(rng):
    known = exact({"J": 2.5}, P=rows(3, 5), T=rows(1, 6))
    none = exact({"J": 0.0}, "predictions that are all right", P=rows(3, 5), T=rows(3, 5))
    return [known, *values(mse, pairs_apart(rng, [*SHAPES, (4, 1)]), names=PT), none]


MSE = Exercise(
    "mse",
    PT,
    (Part("value", 1, mse_values, pure=True),),
    (
        Slip(
            "no-mean",
            "You add the squares up and stop there. The M in MSE stands for a mean, over every number in the table.",
            lambda P, T: ((P - T) ** 2).sum(),
        ),
        Slip(
            "mean-over-rows",
            "You divide by the number of rows. There is one square for every number in the table: how many are those?",
            lambda P, T: ((P - T) ** 2).sum() / len(P),
        ),
        Slip(
            "half-loss",
            "Your J is half of what is asked for. Some books put a 1/2 in front: this one does not.",
            lambda P, T: ((P - T) ** 2).mean() / 2,
        ),
        Slip(
            "root",
            "You took the root at the end, which makes it the RMSE. The mean of the squares itself is asked for.",
            lambda P, T: np.sqrt(((P - T) ** 2).mean()),
        ),
        Slip(
            "no-square",
            "Errors of +3 and -3 cancel in your J, as if nothing were wrong. Each error has to be squared first.",
            lambda P, T: (P - T).mean(),
        ),
        Slip(
            "absolute-errors",
            "You average the sizes of the errors: that is the MAE. Here each error counts by its square.",
            lambda P, T: np.abs(P - T).mean(),
        ),
        Slip(
            "square-of-mean",
            "You average first and square afterwards, so that errors of +3 and -3 cancel. Change the order.",
            lambda P, T: (P - T).mean() ** 2,
        ),
    ),
)


def mse_slopes(rng):
    known = exact({"dP": rows(2, -1)}, P=rows(3, 5), T=rows(1, 6))
    return [known, *slopes(mse, pairs_apart(rng, SHAPES), names=PT)]


def mse_more(rng):
    none = exact(
        {"dP": np.zeros((2, 3))},
        "predictions that are all right",
        P=np.ones((2, 3)),
        T=np.ones((2, 3)),
    )
    wide = slopes(mse, [_stretched(apart(rng, (5, 2)))], names=PT, about="other shapes")
    return [
        none,
        *wide,
        *slopes(mse, pairs_apart(rng, [(1, 1), (4, 1)]), names=PT, about="other shapes"),
    ]


def _no_mean_slip(wrong):
    return Slip(
        "no-mean",
        "Your slopes are those of a sum. J is a mean over every number in the table, so one number alone moves it "
        "less: by how much?",
        wrong,
    )


MSE_GRAD = Exercise(
    "mse_grad",
    PT,
    (
        Part("gradient", 1, mse_slopes),
        Part("robustness", 1, mse_more, hidden=True, pure=True),
    ),
    (
        _no_mean_slip(lambda P, T: 2 * (P - T)),
        Slip(
            "mean-over-rows",
            "You divide by the number of rows. J is a mean over every number in the table, and a row holds several.",
            lambda P, T: 2 * (P - T) / len(P),
        ),
        Slip(
            "error-only",
            "You return the errors themselves. Nudge one prediction by 0.01 on paper: how much does J change?",
            lambda P, T: P - T,
        ),
        Slip(
            "sign-of-error",
            "Your slopes all have one size. A square is steeper where the error is large: that is the MAE's gradient.",
            lambda P, T: np.sign(P - T) / P.size,
        ),
    ),
)


def mae_values(rng):
    known = exact({"J": 1.5}, P=rows(3, 5), T=rows(1, 6))
    swapped = exact({"J": 1.5}, P=rows(1, 6), T=rows(3, 5))  # the mean error has the other sign
    none = exact({"J": 0.0}, "predictions that are all right", P=rows(3, 5), T=rows(3, 5))
    return [known, swapped, *values(mae, pairs_apart(rng, [*SHAPES, (4, 1)]), names=PT), none]


MAE = Exercise(
    "mae",
    PT,
    (Part("value", 1, mae_values, pure=True),),
    (
        Slip(
            "no-mean",
            "You add the sizes up and stop there. The M in MAE stands for a mean, over every number in the table.",
            lambda P, T: np.abs(P - T).sum(),
        ),
        Slip(
            "mean-over-rows",
            "You divide by the number of rows. There is one error for every number in the table: how many are those?",
            lambda P, T: np.abs(P - T).sum() / len(P),
        ),
        Slip(
            "sign-kept",
            "Errors of +3 and -3 cancel in your J, as if nothing were wrong. Only the size of an error should count.",
            lambda P, T: (P - T).mean(),
        ),
        Slip(
            "size-of-mean",
            "You average first and drop the sign afterwards, so that errors of +3 and -3 cancel. Change the order.",
            lambda P, T: abs((P - T).mean()),
        ),
        Slip(
            "squared-errors",
            "You average the squares: that is the MSE. Here an error of 3 costs 3, not 9.",
            lambda P, T: ((P - T) ** 2).mean(),
        ),
    ),
)


def mae_slopes(rng):
    known = exact({"dP": rows(0.5, -0.5)}, P=rows(3, 5), T=rows(1, 6))
    ties = exact({"dP": rows(0, 0.25, -0.25, 0)}, "a prediction that is exactly right",
                 P=rows(2, 5, -1, 0), T=rows(2, 3, 4, 0))  # fmt: skip
    return [known, *slopes(mae, pairs_apart(rng, [*SHAPES, (4, 1)]), names=PT), ties]


TIE = (
    "Where a prediction is exactly right you still push it to one side. The book takes slope 0 there: what does your "
    "comparison do with two equal numbers?"
)

MAE_GRAD = Exercise(
    "mae_grad",
    PT,
    (Part("gradient", 1, mae_slopes, pure=True),),
    (
        _no_mean_slip(lambda P, T: np.sign(P - T)),
        Slip(
            "mean-over-rows",
            "You divide by the number of rows. J is a mean over every number in the table, and a row holds several.",
            lambda P, T: np.sign(P - T) / len(P),
        ),
        Slip("tie", TIE, lambda P, T: np.where(P >= T, 1.0, -1.0) / P.size),
        Slip("tie", TIE, lambda P, T: np.where(P > T, 1.0, -1.0) / P.size),
        Slip(
            "sign-lost",
            "Your slopes are all positive. A prediction that is too low should go up: raising it makes J fall.",
            lambda P, T: np.abs(np.sign(P - T)) / P.size,
        ),
        Slip(
            "error-for-sign",
            "Your slopes grow with the error. In the MAE each step away costs as much as the one before: a far point "
            "pulls no harder than a near one.",
            lambda P, T: (P - T) / P.size,
        ),
        Slip(
            "size-for-slope",
            "You return the sizes of the errors, the loss before its mean. The slope is wanted: which way, how steep?",
            lambda P, T: np.abs(P - T) / P.size,
        ),
    ),
)

PTD = ("P", "T", "delta")


def _huber_joints(delta):
    """Errors just inside, at, and just outside of ±delta."""
    e = rows(*(s * delta + d for s in (-1, 1) for d in (-0.125, 0, 0.125)))
    return e, np.zeros_like(e)


def huber_values(rng):
    known = exact({"J": 1.1875}, P=rows(3, 5), T=rows(1, 6), delta=1.5)
    inside = exact({"J": 0.25}, "errors below delta", P=rows(1, 0), T=rows(0, 0), delta=1.5)
    cases = [known, inside, *values(huber, pairs_apart(rng, SHAPES, 1.5), 1.5, names=PTD)]
    cases += values(huber, [_huber_joints(1.5)], 1.5, names=PTD, about="errors at ±delta")
    return [*cases, *values(huber, [apart(rng, (4, 2), 0.5)], 0.5, names=PTD, about="delta = 0.5")]


def _huber(square, tail):
    """Huber's loss with another square or another tail."""
    return lambda P, T, delta: np.where(
        np.abs(P - T) <= delta, square(np.abs(P - T), delta), tail(np.abs(P - T), delta)
    )


def _half_square(e, delta):
    return e * e / 2


def _line(e, delta):
    return delta * (e - delta / 2)


def _mean(table):
    return lambda *given: table(*given).mean()


HUBER = Exercise(
    "huber",
    PTD,
    (Part("value", 1, huber_values, pure=True),),
    (
        Slip(
            "jump-at-delta",
            "Your curve jumps where the line takes over: it fits for delta = 1 only. At an error of delta both pieces "
            "must give the same number.",
            _mean(_huber(_half_square, lambda e, delta: delta * e - 0.5)),
        ),
        Slip(
            "jump-at-delta",
            "Your curve jumps where the line takes over: the line has the right slope and the wrong height. At an "
            "error of delta both pieces must give the same number.",
            _mean(_huber(_half_square, lambda e, delta: delta * e)),
        ),
        Slip(
            "tail-slope",
            "Far out your line rises by 1 per unit, whatever delta is. Which slope does the parabola have where the "
            "line takes over?",
            _mean(_huber(_half_square, lambda e, delta: e - delta / 2)),
        ),
        Slip(
            "tail-slope",
            "Far out your line rises by 1 per unit, whatever delta is. Which slope does the parabola have where the "
            "line takes over?",
            _mean(_huber(_half_square, lambda e, delta: e - 0.5)),
        ),
        Slip(
            "no-tail",
            "Your parabola never ends: an outlier costs its whole square. From an error of delta on a line takes over.",
            lambda P, T, delta: ((P - T) ** 2 / 2).mean(),
        ),
        Slip(
            "delta-ignored",
            "You use delta = 1, whatever delta is. Use the parameter.",
            lambda P, T, delta: _huber(_half_square, _line)(P, T, 1.0).mean(),
        ),
        Slip(
            "whole-square",
            "Near 0 you take the whole square. The book's parabola is half of it: its slope at an error of e is e.",
            _mean(_huber(lambda e, delta: e * e, _line)),
        ),
        Slip(
            "no-mean",
            "You add the costs up and stop there. J is their mean, over every number in the table.",
            lambda P, T, delta: _huber(_half_square, _line)(P, T, delta).sum(),
        ),
        Slip(
            "mean-over-rows",
            "You divide by the number of rows. There is one cost for every number in the table: how many are those?",
            lambda P, T, delta: _huber(_half_square, _line)(P, T, delta).sum() / len(P),
        ),
    ),
)


def huber_slopes(rng):
    known = exact({"dP": rows(0.75, -0.5)}, P=rows(3, 5), T=rows(1, 6), delta=1.5)
    # one error between 1 and delta, one beyond: only together do they tell two slips apart
    between = exact({"dP": rows(0.625, -0.75)}, P=rows(2.25, 0), T=rows(1, 3), delta=1.5)
    return [known, between, *slopes(huber, pairs_apart(rng, SHAPES, 1.5), 1.5, names=PTD)]


def huber_more(rng):
    joints = exact({"dP": rows(-2, -2, 0, 2, 2) / 5}, "errors at and beyond ±delta",
                   P=rows(-9, -2, 0, 2, 1000), T=rows(0, 0, 0, 0, 0), delta=2.0)  # fmt: skip
    delta = float(short(rng.uniform(0.25, 0.75)))
    wide = slopes(
        huber, [_stretched(apart(rng, (5, 2), delta))], delta, names=PTD, about="another delta"
    )
    return [
        joints,
        *wide,
        *slopes(huber, pairs_apart(rng, [(1, 1), (4, 1)], 3.0), 3.0, names=PTD, about="delta = 3"),
    ]


HUBER_GRAD = Exercise(
    "huber_grad",
    PTD,
    (
        Part("gradient", 1, huber_slopes),
        Part("robustness", 1, huber_more, hidden=True, pure=True),
    ),
    (
        Slip(
            "no-tail",
            "Your slope grows with the error for ever, so an outlier still pulls with all its might. On the line the "
            "slope stays what it was at delta.",
            lambda P, T, delta: (P - T) / P.size,
        ),
        Slip(
            "tail-slope",
            "Far out your slope is 1, whatever delta is. Which slope does the parabola have where the line takes over?",
            lambda P, T, delta: np.where(np.abs(P - T) <= delta, P - T, np.sign(P - T)) / P.size,
        ),
        Slip(
            "sign-lost",
            "Far below the target your slope has the wrong sign. On the left side the curve falls.",
            lambda P, T, delta: np.where(np.abs(P - T) <= delta, P - T, delta) / P.size,
        ),
        Slip(
            "delta-ignored",
            "You let the line begin at an error of 1, whatever delta is. Use the parameter.",
            lambda P, T, delta: np.clip(P - T, -1, 1) / P.size,
        ),
        _no_mean_slip(lambda P, T, delta: np.clip(P - T, -delta, delta)),
        Slip(
            "mean-over-rows",
            "You divide by the number of rows. J is a mean over every number in the table, and a row holds several.",
            lambda P, T, delta: np.clip(P - T, -delta, delta) / len(P),
        ),
    ),
)

# --- Probabilities --------------------------------------------------------------------------------------------------


def shares(rng, k):
    """k probabilities in 64ths, none below 1/64, that sum to exactly 1."""
    return (1 + rng.multinomial(64 - k, rng.dirichlet(np.full(k, 2.0)))) / 64


def two_shares(rng, k):
    """Two distributions that differ."""
    p, q = shares(rng, k), shares(rng, k)
    return (
        (p, q)
        if np.max(np.abs(p - q)) > 0.05
        else (p, np.roll(p, 1))
        if p[0] != p[1]
        else two_shares(rng, k)
    )


def costs_inf(values, arguments):
    """The judge of a certain and wrong answer: whatever finite number comes, something was added or cut off."""
    got = float(values["J"])
    if got == np.inf:
        return None
    if np.isfinite(got):
        return "epsilon", (
            "What was called impossible happened, and you charge a finite price. A small number inside the logarithm, "
            "a probability that is cut off, or an outcome that is left out: the true price is inf."
        )
    return "impossible-event", (
        "What was called impossible happened, and the price should be inf: yours is another one. "
        "Follow the logarithm of 0 through your lines."
    )


PQ = ("p", "q")


def cross_entropy_values(rng):
    known = exact({"J": 0.8369882167858358}, p=np.array([0.5, 0.5]), q=np.array([0.25, 0.75]))
    p = np.array([0.5, 0.25, 0.125, 0.125])
    entropy = exact(
        {"J": 1.75 * LN2}, "q equal to p, where only the entropy is left", p=p, q=p.copy()
    )
    even = exact({"J": np.log(5)}, "five equal shares in q", p=shares(rng, 5), q=np.full(5, 0.2))
    return [
        known,
        *values(cross_entropy, [two_shares(rng, k) for k in (3, 4, 4)], names=PQ),
        entropy,
        even,
    ]


def cross_entropy_limits(rng):
    p, q = two_shares(rng, 3)
    with_zeros = Case(
        {"p": np.append(p, 0.0), "q": np.append(q, 0.0)},
        {"J": cross_entropy(p, q)},
        "an outcome that both call impossible",
    )
    sure = exact({"J": 2 * LN2}, "a sure p", p=np.array([0.0, 1, 0]), q=np.array([0.75, 0.25, 0]))
    right = exact(
        {"J": 0.0}, "a sure p and an equally sure q", p=np.array([0.0, 1]), q=np.array([0.0, 1])
    )
    wrong = Case({"p": np.array([0.5, 0.5]), "q": np.array([1.0, 0.0])}, {"J": np.inf},
                 "an outcome that q calls impossible", judge=costs_inf)  # fmt: skip
    return [with_zeros, sure, right, wrong]


CROSS_ENTROPY = Exercise(
    "cross_entropy",
    PQ,
    (
        Part("value", 1, cross_entropy_values),
        Part("limits", 1, cross_entropy_limits, hidden=True, pure=True),
    ),
    (
        # first: the slips below give nan there too, and would be named in its place
        Slip(
            "zero-times-log",
            "Where p and q are both 0 you compute 0 times -inf, and that is nan. What never happens costs nothing: "
            "leave it out of the sum.",
            lambda p, q: -(p * np.log(q)).sum(),
        ),
        Slip(
            "base-two",
            "You measure in bits, with the logarithm to base 2. This book counts in nats: take the natural logarithm.",
            lambda p, q: -(p * np.log2(q)).sum(),
        ),
        Slip(
            "entropy-only",
            "Your J does not depend on q: it is the entropy of p. Whose surprise is it, that of the truth or that of "
            "the model?",
            lambda p, q: -(p * np.log(p)).sum(),
        ),
        Slip(
            "swapped",
            "You exchanged p and q. Things happen as often as p says, and the model that is surprised is q.",
            lambda p, q: -(q * np.log(p)).sum(),
        ),
        Slip(
            "divergence",
            "Your J is 0 where q equals p: that is the KL divergence, what is left after the entropy of p is taken "
            "off. Cross entropy keeps it.",
            lambda p, q: (p * np.log(p / q)).sum(),
        ),
        Slip(
            "mean-over-outcomes",
            "You divide by the number of outcomes. The probabilities in p are the weights of the average already.",
            lambda p, q: -(p * np.log(q)).mean(),
        ),
        Slip(
            "sign",
            "Your J is negative. The logarithm of a probability is below 0, and a surprise should not be.",
            lambda p, q: (p * np.log(q)).sum(),
        ),
        Slip(
            "unweighted",
            "Every outcome counts the same in your J. One that never happens cannot surprise anybody: who is to say "
            "how often each one happens?",
            lambda p, q: -np.log(q).sum(),
        ),
    ),
)

PY = ("p", "y")


def labels(rng, n):
    """n answers, 0 or 1, both among them where there is room."""
    y = rng.integers(0, 2, n).astype(np.float64)
    y[:2] = (1, 0) if n > 1 else (1,)
    return y


def forecasts(rng, n):
    return rng.integers(4, 61, n) / 64, labels(rng, n)


def binary_values(rng):
    known = exact({"J": 0.3669845875401002}, p=np.array([0.8, 0.4]), y=np.array([1.0, 0]))
    ones = exact(
        {"J": 1.5 * LN2}, "labels that are all 1", p=np.array([0.5, 0.25]), y=np.array([1.0, 1])
    )
    zeros = exact(
        {"J": 1.5 * LN2}, "labels that are all 0", p=np.array([0.5, 0.75]), y=np.array([0.0, 0])
    )
    return [
        known,
        ones,
        zeros,
        *values(binary_cross_entropy, [forecasts(rng, n) for n in (3, 4, 7)], names=PY),
    ]


def binary_limits(rng):
    p, y = forecasts(rng, 4)
    sure = Case({"p": np.append(p, [0.0, 1]), "y": np.append(y, [0.0, 1])},
                {"J": binary_cross_entropy(p, y) * 4 / 6}, "forecasts that are sure and right")  # fmt: skip
    right = exact(
        {"J": 0.0}, "forecasts that are sure and right", p=np.array([0.0, 1]), y=np.array([0.0, 1])
    )
    wrong = [
        Case({"p": np.array([0.5, end]), "y": np.array([1.0, 1 - end])}, {"J": np.inf},
             "a forecast that is sure and wrong", judge=costs_inf)
        for end in (0.0, 1.0)
    ]  # fmt: skip
    single = [
        exact({"J": 2 * LN2}, "one example", p=np.array([0.25]), y=np.array([1.0])),
        exact({"J": LN4_3}, "one example", p=np.array([0.25]), y=np.array([0.0])),
    ]
    return [sure, right, *single, *wrong]


def _binary(p, y):
    return y * np.log(p) + (1 - y) * np.log(1 - p)


BINARY_CROSS_ENTROPY = Exercise(
    "binary_cross_entropy",
    PY,
    (
        Part("value", 2, binary_values),
        Part("limits", 1, binary_limits, hidden=True, pure=True),
    ),
    (
        # first: the slips below give nan there too, and would be named in its place
        Slip(
            "zero-times-log",
            "At p = 0 or 1 you compute 0 times -inf, and that is nan. Only one of the two logarithms counts for each "
            "example: do not touch the other.",
            lambda p, y: -_binary(p, y).mean(),
        ),
        Slip(
            "bracket-in-log",
            "Your second logarithm stands inside the first one. There are two prices, one for y = 1 and one for y = 0: "
            "each has a logarithm of its own.",
            lambda p, y: -(y * np.log(p + (1 - y) * np.log(1 - p))).mean(),
        ),
        Slip(
            "only-the-ones",
            "Examples with y = 0 cost nothing in your J. Then a model that always says p = 1 would be perfect: "
            "what should it pay where y is 0?",
            lambda p, y: -(y * np.log(p)).mean(),
        ),
        Slip(
            "only-the-zeros",
            "Examples with y = 1 cost nothing in your J. Then a model that always says p = 0 would be perfect: "
            "what should it pay where y is 1?",
            lambda p, y: -((1 - y) * np.log(1 - p)).mean(),
        ),
        Slip(
            "same-log-twice",
            "Where y = 0 you take the logarithm of p. What happened there is the opposite: which probability did the "
            "model give to that?",
            lambda p, y: -np.log(p).mean(),
        ),
        Slip(
            "labels-exchanged",
            "You charge the examples with y = 1 for 1 - p. A forecast of 0.8 is a good one where y is 1: it should be "
            "cheap there.",
            lambda p, y: -_binary(p, 1 - y).mean(),
        ),
        Slip(
            "base-two",
            "You measure in bits, with the logarithm to base 2. This book counts in nats: take the natural logarithm.",
            lambda p, y: -_binary(p, y).mean() / np.log(2),
        ),
        Slip(
            "no-mean",
            "You add the prices up and stop there. J is their mean over the examples.",
            lambda p, y: -_binary(p, y).sum(),
        ),
        Slip(
            "sign",
            "Your J is negative. The logarithm of a probability is below 0, and a price should not be.",
            lambda p, y: _binary(p, y).mean(),
        ),
        Slip(
            "squared-errors",
            "You average squares: that is the MSE. Here a forecast pays for its surprise, with a logarithm.",
            lambda p, y: ((p - y) ** 2).mean(),
        ),
    ),
)

# --- Logits ---------------------------------------------------------------------------------------------------------

ZY = ("z", "y")


def logits(rng, n):
    return short(rng.normal(0, 2, n)), labels(rng, n)


def bce_values(rng):
    known = exact(
        {"J": 1.5 * LN2 - LN3 / 2 + LN2 / 2}, z=np.array([LN3, LN3]), y=np.array([1.0, 0])
    )
    zero = exact({"J": LN2}, "logits of 0", z=np.zeros(3), y=np.array([1.0, 0, 1]))
    return [known, zero, *values(bce_with_logits, [logits(rng, n) for n in (3, 4, 7)], names=ZY)]


FAR = (  # labels for the logits 1000 and -1000, and what they cost together
    ((1.0, 0.0), 0.0),
    ((0.0, 1.0), 1000.0),
    ((1.0, 1.0), 500.0),
    ((0.0, 0.0), 500.0),
)


def bce_extremes(rng):
    far = [
        exact({"J": J}, "logits of 1000 and -1000", z=np.array([1000.0, -1000]), y=np.array(y))
        for y, J in FAR
    ]
    one = values(bce_with_logits, [logits(rng, 1)], names=ZY, about="one example")
    return [*one, *values(bce_with_logits, [logits(rng, 5)], names=ZY, about="other lengths"), *far]


def sigmoid(z):
    """For the slips: overflows where a learner's would."""
    return 1 / (1 + np.exp(-z))


def _clipped(z, y, eps):
    return -_binary(np.clip(sigmoid(z), eps, 1 - eps), y).mean()


CLIPPED = (
    "At z = ±1000 your price stands still near {price}. A probability that is cut off, or a small number inside the "
    "logarithm, hides it: work from z, and never make p."
)

BCE_WITH_LOGITS = Exercise(
    "bce_with_logits",
    ZY,
    (
        Part("value", 1, bce_values),
        Part("robustness", 1, bce_extremes, hidden=True, pure=True),
    ),
    (
        Slip(
            "log-of-sigmoid",
            "At z = ±1000 the sigmoid is exactly 0 or 1, and you take the logarithm of 0. Simplify on paper until only "
            "z is left, and e is raised to negative powers only.",
            lambda z, y: -_binary(sigmoid(z), y).mean(),
        ),
        Slip(
            "log-of-sigmoid",
            "At z = ±1000 the sigmoid is exactly 0 or 1, and you take the logarithm of 0. Simplify on paper until only "
            "z is left, and e is raised to negative powers only.",
            lambda z, y: np.where(y == 1, -np.log(sigmoid(z)), -np.log(1 - sigmoid(z))).mean(),
        ),
        Slip(
            "overflow",
            "Your form is the right one, but e to the power 1000 is inf. Take the larger exponent out first, so that "
            "e is raised to negative powers only.",
            lambda z, y: (np.log(1 + np.exp(z)) - y * z).mean(),
        ),
        *(
            Slip(
                "clipped",
                CLIPPED.format(price=f"{-np.log(eps):.0f}"),
                lambda z, y, eps=eps: _clipped(z, y, eps),
            )
            for eps in (1e-7, 1e-8, 1e-10, 1e-12, 1e-15)
        ),  # fmt: skip
        Slip(
            "no-sigmoid",
            "You treat z as a probability. It is a logit, any number at all: at z = 0 the model says one half.",
            lambda z, y: -_binary(z, y).mean(),
        ),
        Slip(
            "only-the-ones",
            "Examples with y = 0 cost nothing in your J. Then a model that always says 1 would be perfect: what should "
            "it pay where y is 0?",
            lambda z, y: -(y * np.log(sigmoid(z))).mean(),
        ),
        Slip(
            "labels-exchanged",
            "You charge the examples with y = 1 as if y were 0. A large z should be cheap where y is 1.",
            lambda z, y: -_binary(sigmoid(z), 1 - y).mean(),
        ),
        Slip(
            "no-mean",
            "You add the prices up and stop there. J is their mean over the examples.",
            lambda z, y: -_binary(sigmoid(z), y).sum(),
        ),
        Slip(
            "sigmoid-twice",
            "At z = 0 you charge 0.47 or 0.97, and ln 2 is right for both labels. Does z pass through "
            "the sigmoid twice?",
            lambda z, y: -_binary(sigmoid(sigmoid(z)), y).mean(),
        ),
    ),
)


def bce_slopes(rng):
    known = exact({"dz": np.array([-0.125, 0.375])}, z=np.array([LN3, LN3]), y=np.array([1.0, 0]))
    return [known, *slopes(bce_with_logits, [logits(rng, n) for n in (3, 4, 7)], names=ZY)]


def bce_slope_extremes(rng):
    far = exact({"dz": np.array([0, 0, 0.25, -0.25])}, "logits of 1000 and -1000",
                z=np.array([1000.0, -1000, 1000, -1000]), y=np.array([1.0, 0, 0, 1]))  # fmt: skip
    one = slopes(bce_with_logits, [logits(rng, 1)], names=ZY, about="one example")
    return [*one, *slopes(bce_with_logits, [logits(rng, 5)], names=ZY, about="other lengths"), far]


BCE_WITH_LOGITS_GRAD = Exercise(
    "bce_with_logits_grad",
    ZY,
    (
        Part("gradient", 1, bce_slopes),
        Part("robustness", 1, bce_slope_extremes, hidden=True, pure=True),
    ),
    (
        Slip(
            "sigmoid-slope-left",
            "The sigmoid's slope is still in your dz, so a neuron that is sure and wrong would hardly move. Work the "
            "product out on paper: what cancels?",
            lambda z, y: (sigmoid(z) - y) * sigmoid(z) * (1 - sigmoid(z)) / len(z),
        ),
        Slip(
            "slope-at-p",
            "You stopped at the slope with respect to the probability. From there it is one more step to z.",
            lambda z, y: ((1 - y) / (1 - sigmoid(z)) - y / sigmoid(z)) / len(z),
        ),
        Slip(
            "no-sigmoid",
            "You compare y with z itself. z is a logit: which probability does it stand for?",
            lambda z, y: (z - y) / len(z),
        ),
        Slip(
            "label-missing",
            "Your dz does not depend on y. A label of 1 asks for a larger z, a label of 0 for a smaller one.",
            lambda z, y: sigmoid(z) / len(z),
        ),
        Slip(
            "overflow",
            "At z = 1000 you divide inf by inf, and that gives nan. "
            "For large z use the form in which e is raised to a power below 0.",
            lambda z, y: (np.exp(z) / (1 + np.exp(z)) - y) / len(z),
        ),
        Slip(
            "summed-over-examples",
            "Every entry of your dz is the same. Each logit moves its own example only: where do you sum?",
            lambda z, y: np.full(len(z), (sigmoid(z) - y).mean()),
        ),
    ),
)

# --- Several labels, and one of several classes ---------------------------------------------------------------------

ZYS = ("Z", "Y")


def tables(rng, shapes, scale=2.0):
    return [
        (short(rng.normal(0, scale, shape)), labels(rng, shape[0] * shape[1]).reshape(shape))
        for shape in shapes
    ]


def multilabel_values(rng):
    known = exact({"J": 3 * LN2}, Z=rows(0, LN3), Y=rows(1, 0))
    zero = exact({"J": 4 * LN2}, "logits of 0", Z=np.zeros((3, 4)), Y=tables(rng, [(3, 4)])[0][1])
    return [known, zero, *values(multilabel_bce, tables(rng, [(3, 4), (3, 3), (5, 2)]), names=ZYS)]


def multilabel_laws(rng):
    far = [
        exact(
            {"J": J},
            "logits of 1000 and -1000",
            Z=np.array([[1000.0, -1000], [-1000, 1000]]),
            Y=np.array(Y),
        )
        for Y, J in (
            ([[1.0, 0], [0, 1]], 0.0),
            ([[0.0, 1], [1, 0]], 2000.0),
            ([[1.0, 1], [0, 1]], 500.0),
        )
    ]
    Z, Y = tables(rng, [(4, 3)])[0]
    columns = sum(bce_with_logits(z, y) for z, y in zip(Z.T, Y.T, strict=True))
    alone = Case(
        {"Z": fortran(Z), "Y": fortran(Y)}, {"J": columns}, "one binary loss per column, added up"
    )
    return [
        *values(multilabel_bce, tables(rng, [(1, 3), (4, 1)]), names=ZYS, about="other shapes"),
        alone,
        *far,
    ]


def _bce_table(Z, Y):
    return -_binary(sigmoid(Z), Y)


def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


MULTILABEL_BCE = Exercise(
    "multilabel_bce",
    ZYS,
    (
        Part("value", 2, multilabel_values),
        Part("laws", 1, multilabel_laws, hidden=True, pure=True),
    ),
    (
        Slip(
            "mean-over-labels",
            "You divide by the number of labels too. The book adds the labels of one example up, and takes the mean "
            "over the examples.",
            lambda Z, Y: _bce_table(Z, Y).mean(),
        ),
        Slip(
            "mean-exchanged",
            "You add up over the examples and take the mean over the labels. It is the other way round.",
            lambda Z, Y: _bce_table(Z, Y).sum(axis=0).mean(),
        ),
        Slip(
            "no-mean",
            "You add everything up and stop there. J is a mean over the examples.",
            lambda Z, Y: _bce_table(Z, Y).sum(),
        ),
        Slip(
            "softmax-inside",
            "A softmax lets the labels of a row share one probability. Here a picture may show two animals, or none: "
            "each label answers for itself.",
            lambda Z, Y: -_binary(softmax(Z), Y).sum(axis=1).mean(),
        ),
        Slip(
            "softmax-inside",
            "A softmax lets the labels of a row share one probability. Here a picture may show two animals, or none: "
            "each label answers for itself.",
            lambda Z, Y: -(Y * np.log(softmax(Z))).sum(axis=1).mean(),
        ),
        Slip(
            "only-the-ones",
            "Labels that are 0 cost nothing in your J. Then a model that sees every animal in every picture would be "
            "perfect.",
            lambda Z, Y: -(Y * np.log(sigmoid(Z))).sum(axis=1).mean(),
        ),
        Slip(
            "log-of-sigmoid",
            "At logits of ±1000 the sigmoid is exactly 0 or 1, and you take the logarithm of 0. You have written a "
            "form that stays calm there: bce_with_logits.",
            lambda Z, Y: _bce_table(Z, Y).sum(axis=1).mean(),
        ),
        Slip(
            "overflow",
            "Your form is the right one, but e to the power 1000 is inf. Take the larger exponent out first, so that "
            "e is raised to negative powers only.",
            lambda Z, Y: (np.log(1 + np.exp(Z)) - Y * Z).sum(axis=1).mean(),
        ),
    ),
)

CLASSES = ("Z", "y")


def classes(rng, shapes, scale=1.5):
    """Logits and labels; where there are several rows, not all of one class."""
    made = []
    for n, k in shapes:
        y = rng.integers(0, k, n)
        if n > 1 and k > 1:
            y[:2] = rng.permutation(k)[:2]
        made.append((short(rng.normal(0, scale, (n, k))), y))
    return made


def softmax_values(rng):
    known = exact({"J": 2 * LN2}, Z=rows(0, LN3), y=np.array([0]))
    other = exact({"J": LN4_3}, Z=rows(0, LN3), y=np.array([1]))
    zero = exact(
        {"J": 2 * LN2}, "logits of 0 and four classes", Z=np.zeros((3, 4)), y=np.array([3, 0, 2])
    )
    drawn = classes(rng, [(3, 4), (3, 3), (5, 2)])
    return [known, other, zero, *values(softmax_cross_entropy, drawn, names=CLASSES)]


def softmax_extremes(rng):
    far = [
        exact({"J": J}, "logits of 1000", Z=np.array([[1000.0, 0], [0, 1000]]), y=np.array(y))
        for y, J in (([0, 1], 0.0), ([0, 0], 500.0), ([1, 0], 1000.0))
    ]
    low = exact({"J": LN2}, "logits of -1000", Z=rows(-1000, -1000), y=np.array([1]))
    Z, y = classes(rng, [(3, 4)])[0]
    levels = np.array([[1000.0], [0.0], [-1000.0]])
    uneven = Case(
        {"Z": Z + levels, "y": y}, {"J": softmax_cross_entropy(Z, y)}, "rows of very different size"
    )
    (wide, y), single, one = classes(rng, [(6, 5), (1, 3), (3, 1)])
    shapes = values(
        softmax_cross_entropy, [(fortran(wide), y), single], names=CLASSES, about="other shapes"
    )
    return [*shapes, exact({"J": 0.0}, "a single class", Z=one[0], y=one[1]), *far, low, uneven]


def _picked(P, y):
    return P[np.arange(len(y)), y]


def _log_naive_softmax(Z):
    return np.log(np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True))


def _global_max(Z):
    shifted = Z - Z.max()
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


LABEL_COLUMN = (
    "Your labels stand in a column, and meet all the rows: each row pays for every label in the batch. Row i has one "
    "label, y[i]: pick one entry per row, and print the shape of what you picked."
)

SOFTMAX_CROSS_ENTROPY = Exercise(
    "softmax_cross_entropy",
    CLASSES,
    (
        Part("value", 2, softmax_values),
        Part("robustness", 1, softmax_extremes, hidden=True, pure=True),
    ),
    (
        Slip(
            "no-mean",
            "You add the prices up and stop there. J is their mean over the examples.",
            lambda Z, y: -_picked(np.log(softmax(Z)), y).sum(),
        ),
        Slip(
            "mean-over-classes",
            "You divide by the number of classes too. Each example pays once, for its own class: there are n prices.",
            lambda Z, y: -_picked(np.log(softmax(Z)), y).mean() / Z.shape[1],
        ),
        Slip(
            "labels-broadcast",
            LABEL_COLUMN,
            lambda Z, y: -np.log(softmax(Z))[np.arange(len(y)), y[:, None]].mean(),
        ),
        Slip(
            "all-classes",
            "Your J does not depend on y: you let every class pay. Only the class that is there has a price.",
            lambda Z, y: -np.log(softmax(Z)).sum(axis=1).mean(),
        ),
        Slip(
            "one-class-for-all",
            "You take the price of the likeliest class, right or not. The price of the class that is there is wanted: "
            "look at y.",
            lambda Z, y: -np.log(softmax(Z).max(axis=1)).mean(),
        ),
        Slip(
            "no-logarithm",
            "You average what is missing to a probability of 1. The price is a surprise: a logarithm belongs there.",
            lambda Z, y: (1 - _picked(softmax(Z), y)).mean(),
        ),
        Slip(
            "no-softmax",
            "You charge the logits themselves. They have to become shares of 1 before they are a forecast.",
            lambda Z, y: -_picked(Z, y).mean(),
        ),
        Slip(
            "wrong-axis",
            "Your softmax shares the 1 among the examples, down the columns. The classes of one row share it.",
            lambda Z, y: -_picked(np.log(softmax(Z.T).T), y).mean(),
        ),
        Slip(
            "log-of-softmax",
            "Your softmax is stable, and the logarithm after it is not: a share of 0 costs inf where 1000 is the true "
            "price. Simplify the logarithm of the quotient before you compute anything.",
            lambda Z, y: -_picked(np.log(softmax(Z)), y).mean(),
        ),
        *(
            Slip(
                "epsilon",
                CLIPPED.format(price=f"{-np.log(eps):.0f}")
                .replace("z = ±1000", "logits of 1000")
                .replace(
                    "work from z, and never make p",
                    "work from Z, and take the logarithm before the quotient",
                ),
                lambda Z, y, eps=eps, change=change: (
                    -_picked(np.log(change(softmax(Z), eps)), y).mean()
                ),
            )
            for eps in (1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15)
            for change in (np.add, np.maximum)
        ),  # fmt: skip
        Slip(
            "no-shift",
            "With logits of 1000 a power of e overflows. "
            "The loss does not change when one number is taken from a whole row: which number helps?",
            lambda Z, y: -_picked(_log_naive_softmax(Z), y).mean(),
        ),
        Slip(
            "no-shift",
            "With logits of 1000 a power of e overflows. "
            "The loss does not change when one number is taken from a whole row: which number helps?",
            lambda Z, y: (np.log(np.exp(Z).sum(axis=1)) - _picked(Z, y)).mean(),
        ),
        Slip(
            "global-max",
            "You take the largest entry of the whole array from every row. In a row of far smaller numbers every power "
            "of e is then 0: each row needs a largest entry of its own.",
            lambda Z, y: -_picked(_global_max(Z), y).mean(),
        ),
    ),
)


def softmax_slopes(rng):
    known = exact({"dZ": rows(-0.75, 0.75)}, Z=rows(0, LN3), y=np.array([0]))
    return [
        known,
        *slopes(softmax_cross_entropy, classes(rng, [(1, 3), (3, 4), (3, 3)]), names=CLASSES),
    ]


def softmax_slope_extremes(rng):
    far = exact({"dZ": np.array([[0, 0], [0.5, -0.5], [-0.5, 0.5], [0, 0]]) / 2}, "logits of ±1000",
                Z=np.array([[1000.0, 0], [1000, 0], [0, 1000], [-1000, 0]]),
                y=np.array([0, 1, 0, 1]))  # fmt: skip
    low = exact({"dZ": rows(0.5, -0.5)}, "logits of -1000", Z=rows(-1000, -1000), y=np.array([1]))
    Z, y = classes(rng, [(3, 4)])[0]
    truth = numerical_gradient(lambda z: softmax_cross_entropy(z, y), Z)
    levels = np.array([[1000.0], [0.0], [-1000.0]])
    uneven = Case({"Z": Z + levels, "y": y}, {"dZ": truth}, "rows of very different size")
    (wide, y), single, one = classes(rng, [(6, 5), (1, 1), (3, 1)])
    shapes = slopes(
        softmax_cross_entropy, [(fortran(wide), y)], names=CLASSES, about="other shapes"
    )
    alone = [exact({"dZ": np.zeros(Z.shape)}, "a single class", Z=Z, y=y) for Z, y in (single, one)]
    return [*shapes, *alone, far, low, uneven]


def _onehot(Z, y):
    return np.eye(Z.shape[1])[y]


def _columns_hit(Z, y):
    P = softmax(Z)
    P[:, y] -= 1
    return P / len(y)


def _naive_softmax(Z):
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)


def _softmax_global_max(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum(axis=1, keepdims=True)


SOFTMAX_CROSS_ENTROPY_GRAD = Exercise(
    "softmax_cross_entropy_grad",
    CLASSES,
    (
        Part("gradient", 2, softmax_slopes),
        Part("robustness", 1, softmax_slope_extremes, hidden=True, pure=True),
    ),
    (
        Slip(
            "softmax-slope-left",
            "A slope of the softmax is still in your dZ, so a row that is sure and wrong would hardly move. Work the "
            "product out on paper: what cancels?",
            lambda Z, y: (softmax(Z) - _onehot(Z, y)) * softmax(Z) * (1 - softmax(Z)) / len(y),
        ),
        Slip(
            "label-missing",
            "Your dZ does not depend on y, and its rows do not sum to 0. The class that is there should be pulled up.",
            lambda Z, y: softmax(Z) / len(y),
        ),
        Slip(
            "own-class-only",
            "Only the class that is there moves in your dZ. When its share grows, the others must shrink: each row "
            "sums to 0.",
            lambda Z, y: (softmax(Z) - 1) * _onehot(Z, y) / len(y),
        ),
        Slip("labels-broadcast", LABEL_COLUMN, _columns_hit),
        Slip(
            "slope-at-p",
            "You stopped at the slope with respect to the shares. From there it is one more step to the logits.",
            lambda Z, y: -_onehot(Z, y) / softmax(Z) / len(y),
        ),
        Slip(
            "no-softmax",
            "You compare the labels with the logits themselves. Which shares do the logits stand for?",
            lambda Z, y: (Z - _onehot(Z, y)) / len(y),
        ),
        Slip(
            "sigmoid-for-softmax",
            "You squash each logit on its own, so that your rows do not sum to 0. Here the classes share the 1.",
            lambda Z, y: (sigmoid(Z) - _onehot(Z, y)) / len(y),
        ),
        Slip(
            "no-shift",
            "With logits of 1000 a power of e overflows, and inf / inf is nan. "
            "The softmax does not change when one number is taken from a whole row: which number helps?",
            lambda Z, y: (_naive_softmax(Z) - _onehot(Z, y)) / len(y),
        ),
        Slip(
            "global-max",
            "You take the largest entry of the whole array from every row. A row of far smaller numbers becomes all "
            "zeros, and 0 / 0 is nan: each row needs a largest entry of its own.",
            lambda Z, y: (_softmax_global_max(Z) - _onehot(Z, y)) / len(y),
        ),
    ),
)

EXERCISES = (
    MSE,
    MSE_GRAD,
    MAE,
    MAE_GRAD,
    HUBER,
    HUBER_GRAD,
    CROSS_ENTROPY,
    BINARY_CROSS_ENTROPY,
    BCE_WITH_LOGITS,
    BCE_WITH_LOGITS_GRAD,
    MULTILABEL_BCE,
    SOFTMAX_CROSS_ENTROPY,
    SOFTMAX_CROSS_ENTROPY_GRAD,
)
