"""What several exercises of chapter 6 share: cases, truths and words."""

from dataclasses import replace

import numpy as np

from nnlib import losses as book
from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit
from nnlib.grading.exercises.draw import (
    exact_gradient,
    labels,
    mean_reference,
    off_zero,
    short,
    soft,
)

SLOPES_SUMMED = tr(
    "Your slopes are those of a sum, while J is a mean. The mean belongs in all three."
)
NO_MEAN = tr(
    "You add over the examples and stop there. J is a mean, and so its slopes are means too."
)
bce_with_logits = mean_reference(book.bce_with_logits)


def logistic_formula(X, y, w, b):
    """The cost of a logistic neuron, for complex numbers too."""
    z = X @ w + b
    return np.mean(soft(z) - y * z)


LN2 = 0.6931471805599453


def only(*names):
    """Take J and two gradients apart, and keep the named ones: each is compared where its own points are."""
    whole = ("J", "dW" if "dW" in names else "dw", "db")

    def read(result):
        if not isinstance(result, (tuple, list)) or len(result) != 3:
            raise Misfit(
                "wrong-type",
                tr("Your function should return 3 things: {listed}.", listed=", ".join(whole)),
            )
        return {name: value for name, value in zip(whole, result, strict=True) if name in names}

    return read


def measured(cost, formula, names, about="", **arguments):
    """A case of all three: the reference cost, and its slopes with respect to the weights and b.

    `formula` is the cost once more, for complex numbers: it gives the last digits of the slopes.
    """
    *data, w, b = arguments.values()
    truth = {
        "J": cost(*data, w, b),
        f"d{list(arguments)[-2]}": exact_gradient(
            lambda w: formula(*data, w, b), w, lambda w: cost(*data, w, b)
        ),
        "db": exact_gradient(lambda b: formula(*data, w, b), b, lambda b: cost(*data, w, b)),
    }
    # numbers go in as Python floats, and their slopes are numbers
    given = {key: value if np.ndim(value) else float(value) for key, value in arguments.items()}
    truth = {key: value if np.ndim(value) else float(value) for key, value in truth.items()}
    # a small J may be the difference of larger numbers
    return part_of(Case(given, truth, about, scale=1.0, slopes=True), names)


def part_of(whole, names):
    """The same case, of which only the named results count."""
    kept = {name: value for name, value in whole.truth.items() if name in names}
    read = only(*names) if len(kept) < len(whole.truth) else None
    return replace(whole, truth=kept, read=read)


def examples(rng, n, d):
    return {
        "X": short(rng.normal(0, 1, (n, d))),
        "y": labels(rng, n),
        "w": short(off_zero(rng, (1, d))[0]),
        "b": short(off_zero(rng, (1, 1)))[0, 0],
    }
