"""weighted_sum(x, w, b): a sum of products and a bias; a loop is the truth."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.kinds import round_off

ex = exercise("weighted_sum", "x, w, b -> z")


def sum_by_loop(x, w, b):
    total = b
    for k in range(len(x)):
        total += x[k] * w[k]
    return total


def summed(rng, d, about=""):
    x, w, b = rng.normal(size=d), rng.normal(size=d), float(rng.normal())
    return case(about, x=x, w=w, b=b, z=float(sum_by_loop(x, w, b)), scale=1.0)


@ex.part(points=1)
def value(rng):
    by_hand = case(x=[2.0, -1.0, 3.0], w=[4.0, 5.0, -1.0], b=0.5, z=0.5)
    return [by_hand, summed(rng, 3), summed(rng, 5)]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    none = case(tr("no input at all (d = 0)"), x=np.zeros(0), w=np.zeros(0), b=1.75, z=1.75)
    return [none, summed(rng, 1, tr("a single input (d = 1)")), summed(rng, 40, tr("forty inputs"))]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def bias_forgotten(x, w, b):
    """Your sum is right, but b is not in it. The bias is added once, to the whole sum."""
    return float(np.dot(x, w))


@ex.slip
def mean_for_sum(x, w, b):
    """You take the mean of the products, and the sum is wanted. Do not divide by the number of inputs."""
    return float(np.mean(x * w) + b) if len(x) else float(b)


@ex.slip
def last_input_missed(x, w, b):
    """The last input is missing from your sum. Look at where your loop ends."""
    return float(np.dot(x[:-1], w[:-1]) + b)


@ex.slip
def first_input_missed(x, w, b):
    """The first input is missing from your sum. Python counts from 0."""
    return float(np.dot(x[1:], w[1:]) + b)


@ex.slip
def bias_every_time(x, w, b):
    """You add b once for every input. It is added once, at the end or at the start."""
    return float(np.sum(x * w + b)) if len(x) else 0.0


@ex.slip
def weights_forgotten(x, w, b):
    """You add the inputs as they are. Each of them is first multiplied by its weight."""
    return float(np.sum(x) + b)


@ex.slip
def bias_subtracted(x, w, b):
    """You take b away, and it is to be added. Look at its sign."""
    return float(np.dot(x, w) - b)


@ex.slip
def early_return(x, w, b):
    """Only the first input counts in your sum. Does the return stand inside the loop?"""
    return float(x[0] * w[0] + b) if len(x) else float(b)


@ex.slip
def last_product_only(x, w, b):
    """Only the last product is in your result. Each turn of the loop should add to the sum, and yours replaces it."""
    return float(x[-1] * w[-1] + b) if len(x) else float(b)


@ex.slip
def last_product_alone(x, w, b):
    """Only the last product is in your result, and b is lost. Each turn of the loop should add to the sum, and yours
    replaces it.
    """
    return float(x[-1] * w[-1]) if len(x) else float(b)


@ex.slip
def sums_multiplied(x, w, b):
    """You multiply the sum of the inputs by the sum of the weights. Each input meets its own weight: multiply first,
    then add.
    """
    return float(x.sum() * w.sum() + b)


@ex.slip
def bias_as_factor(x, w, b):
    """You multiply by b. The bias is added, once, to the whole sum."""
    return float(np.dot(x, w) * b)


@ex.slip
def weights_added(x, w, b):
    """You add inputs and weights. Each input is multiplied by its weight."""
    return float((x + w).sum() + b)


@ex.slip
def bias_twice(x, w, b):
    """You add b twice. It starts the sum, or it is added at the end: once is enough."""
    return float(np.dot(x, w) + 2 * b)


@ex.slip
def squashed(x, w, b):
    """Your result has been through a step or a curve. The sum itself is wanted: what a unit makes of it comes later."""
    return 1.0 if np.dot(x, w) + b >= 0 else 0.0


round_off(ex, lambda x, w, b: float(np.dot(x, w) + b))


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def sum_loop(x, w, b):
    z = b
    for i in range(len(x)):
        z = z + x[i] * w[i]
    return z


@ex.right
def sum_zip(x, w, b):
    return sum(p * q for p, q in zip(x, w)) + b


ex.right(lambda x, w, b: np.dot(x, w) + b)
ex.right(lambda x, w, b: (x * w).sum() + b)


ex.right(lambda x, w, b: np.einsum("i,i->", x, w) + b)
ex.right(lambda x, w, b: np.append(x, 1.0) @ np.append(w, b))
ex.right(lambda x, w, b: b + sum(map(lambda p, q: p * q, x, w)))


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="bias-forgotten", points=0)(lambda x, w, b: float(x @ w))


@ex.wrong(slip="last-input-missed", points=0)
def sum_short_loop(x, w, b):
    z = b
    for i in range(len(x) - 1):
        z = z + x[i] * w[i]
    return z


ex.wrong(slip="mean-for-sum", points=0)(lambda x, w, b: np.mean(x * w) + b if len(x) else b)
ex.wrong(slip="bias-every-time", points=0)(lambda x, w, b: sum(x * w + b) if len(x) else 0.0)
ex.wrong(slip="weights-forgotten", points=0)(lambda x, w, b: sum(x) + b)


@ex.wrong(slip="early-return", points=0)
def sum_returns_early(x, w, b):
    z = b
    for i in range(len(x)):
        z = z + x[i] * w[i]
        return z
    return z


@ex.wrong(slip="input-modified", points=1)
def sum_in_place(x, w, b):
    x *= w
    return x.sum() + b


ex.wrong(slip="broadcast-up", points=0)(lambda x, w, b: x * w + b)
ex.wrong(slip="returns-none", points=0)(lambda x, w, b: None)


ex.wrong(slip="sums-multiplied", points=0)(lambda x, w, b: sum(x) * sum(w) + b)
ex.wrong(slip="bias-as-factor", points=0)(lambda x, w, b: np.dot(x, w) * b)
ex.wrong(slip="bias-subtracted", points=0)(lambda x, w, b: np.dot(x, w) - b)
ex.wrong(slip="rounded", points=0)(lambda x, w, b: round(float(x @ w + b), 2))


@ex.wrong(slip="last-product-only", points=0)
def sum_replaced(x, w, b):
    z = 0.0
    for p, q in zip(x, w):
        z = p * q
    return z + b


@ex.wrong(slip="first-input-missed", points=0)
def sum_from_one(x, w, b):
    z = b
    for i in range(1, len(x)):
        z += x[i] * w[i]
    return z


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("for x_k, w_k in zip(x, w, strict=True):", "for x_k, w_k in zip(w, x, strict=True):")
ex.same("for x_k, w_k in zip(x, w, strict=True):", "for x_k, w_k in zip(x, w):")
ex.same("for x_k, w_k in zip(x, w, strict=True):", "for x_k, w_k in zip(x, w, strict=False):")
