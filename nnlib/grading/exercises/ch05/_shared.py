"""What several exercises of chapter 5 share: cases, truths and words."""

from dataclasses import replace

import numpy as np

from nnlib import losses as book
from nnlib.core.words import tr
from nnlib.grading.exercise import Call, Case
from nnlib.grading.exercises.draw import (
    exact_gradient,
    fortran,
    labels,
    log_sum,
    mean_reference,
    off_zero,
    short,
    soft,
    values,
)

SLOPES_OF_A_SUM = tr(
    "Your slopes are those of a sum. The loss is a mean over every number in the table, so one "
    "number alone moves it less: by how much?"
)

MEAN_OVER_ROWS = tr(
    "You divide by the number of rows. The loss is a mean over every number in the table, and a "
    "row holds several."
)

BASE_TWO = tr(
    "You measure in bits, with the logarithm to base 2. This book counts in nats: take "
    "the natural logarithm."
)
PRICES_SUMMED = tr(
    "You add the prices up and stop there. The loss is their mean over the examples."
)

FORM_OVERFLOWS = tr(
    "Your form is the right one, but e to the power 1000 is inf. Take the larger "
    "exponent out first, so that e is raised to negative powers only."
)

LN2, LN3 = 0.6931471805599453, 1.0986122886681098
LN4_3 = 0.28768207245178096  # ln(4/3)
mse = mean_reference(book.mse)
mae = mean_reference(book.mae)
huber = mean_reference(book.huber)
bce_with_logits = mean_reference(book.bce_with_logits)
softmax_cross_entropy = mean_reference(book.softmax_cross_entropy)


def costs(loss, pairs, *numbers, names, about=""):
    """One case per pair of arrays: the number `loss` must come back."""
    given = [(*pair, *numbers) for pair in pairs]
    # a small J may be the difference of larger numbers
    return values("J", loss, *given, names=names, about=about, scale=1.0)


def forgiving(cases):
    """The same cases, held to 1e-5: a small number inside the logarithm costs points in the hidden part alone.

    The cases have to be drawn so that nothing that happens has a probability below 1/64: 1e-7 beside it then
    changes the price by less than 1e-5, whatever is drawn.
    """
    return [
        replace(one, options=one.options | {"tolerance": 1e-5})
        if isinstance(one, Call)
        else replace(one, tolerance=1e-5)
        for one in cases
    ]


def loss_slopes(loss, pairs, *numbers, names, about=""):
    """One case per pair: the measured slope of the reference loss at the pair's first array must come back."""
    return [
        Case(
            dict(zip(names, (*pair, *numbers), strict=True)),
            {f"d{names[0]}": slopes_of(loss, *pair, *numbers)},
            about,
            scale=1.0,  # a small slope is the difference of shares near 1
            slopes=True,
        )
        for pair in pairs
    ]


def slopes_of(loss, out, y, *numbers):
    """The gradient of a reference loss, measured; its formula in NumPy gives the last digits."""
    return exact_gradient(
        lambda moved: np.mean(FORMULA[loss](moved, y, *numbers)),
        out,
        lambda moved: loss(moved, y, *numbers),
    )


def _size(e):
    return np.where(np.real(e) > 0, e, -e)


FORMULA = {  # for complex numbers too
    mse: lambda P, T: (P - T) ** 2,
    mae: lambda P, T: _size(P - T),
    huber: lambda P, T, delta: np.where(
        np.real(_size(P - T)) <= delta, (P - T) ** 2 / 2, delta * (_size(P - T) - delta / 2)
    ),
    bce_with_logits: lambda z, y: soft(z) - y * z,
    softmax_cross_entropy: lambda Z, y: log_sum(Z) - Z[np.arange(len(y)), y],
}


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


def stretched(pair):
    return tuple(fortran(array) for array in pair)


PTD = ("P", "T", "delta")


def costs_inf(values, arguments):
    """The judge of a certain and wrong answer: whatever finite number comes, something was added or cut off."""
    got = float(values["J"])
    if got == np.inf:
        return None
    if np.isfinite(got):
        return "epsilon", (
            tr(
                "What was called impossible happened, and you charge a finite price. A small number "
                "inside the logarithm, a probability that is cut off, or an outcome that is left "
                "out: the true price is inf."
            )
        )
    return "impossible-event", (
        tr(
            "What was called impossible happened, and the price should be inf: yours is another "
            "one. Follow the logarithm of 0 through your lines."
        )
    )


def binary(p, y):
    return y * np.log(p) + (1 - y) * np.log(1 - p)


ZY = ("z", "y")


def logits(rng, n):
    """Logits between -3 and 3, so that no answer is less likely than 0.04, and labels."""
    return short(np.clip(rng.normal(0, 2, n), -3, 3)), labels(rng, n)


CLASSES = ("Z", "y")


def classes(rng, shapes, scale=1.5, most=np.inf):
    """Logits up to `most` and labels; where there are several rows, not all of one class."""
    made = []
    for n, k in shapes:
        y = rng.integers(0, k, n)
        if n > 1 and k > 1:
            y[:2] = rng.permutation(k)[:2]
        Z = np.clip(rng.normal(0, scale, (n, k)), -most, most)
        made.append((short(Z), y))
    return made


LABEL_COLUMN = tr(
    "Your labels stand in a column, and meet all the rows: each row pays for every label "
    "in the batch. Row i has one label, y[i]: pick one entry per row, and print the "
    "shape of what you picked."
)
