"""adam_step(w, g, m, v, t, lr, beta1, beta2, eps): a step whose length each parameter finds for itself."""

import math

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, exercise
from nnlib.grading.exercises.answers import changed, named
from nnlib.grading.exercises.ch09._shared import IN_PLACE, together, uneven
from nnlib.grading.exercises.draw import fortran, short

ex = exercise("adam_step", "w, g, m, v, t, lr, beta1, beta2, eps -> w_new, m_new, v_new")
RESULTS = together("w_new", "m_new", "v_new")
USUAL = {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}


def _stepped(w, g, m, v, t, about="", **numbers):
    """A case with the truth worked out entry by entry, with Python's own floats."""
    lr, beta1, beta2, eps = (USUAL | numbers).values()
    new_w, new_m, new_v = (np.empty(w.shape) for _ in range(3))
    for i in np.ndindex(w.shape):
        new_m[i] = float(m[i]) + (1 - beta1) * (float(g[i]) - float(m[i]))
        new_v[i] = float(v[i]) + (1 - beta2) * (float(g[i]) ** 2 - float(v[i]))
        mean, square = new_m[i] / (1 - beta1**t), new_v[i] / (1 - beta2**t)
        new_w[i] = w[i] - lr * mean / (math.sqrt(square) + eps)
    arguments = {"w": w, "g": g, "m": m, "v": v, "t": t} | (USUAL | numbers if numbers else {})
    truth = {"w_new": new_w, "m_new": new_m, "v_new": new_v}
    return Case(arguments, truth, about, read=RESULTS)


def _later(rng, shape, t, about="", order=np.array, **numbers):
    """A step in the middle of a walk: steps of a rate that shows beside w."""
    w, g, m = (order(uneven(rng, shape)) for _ in range(3))
    v = order(short(rng.uniform(0.5, 4, shape)))
    return _stepped(w, g, m, v, t, about, **{"lr": 0.25} | numbers)


@ex.part(points=2)
def first(rng):
    w, g, none = np.array([1.0, 2.0]), np.array([3.0, -500.0]), np.zeros(2)
    tiny = np.array([3e-6])
    return [
        _stepped(w, g, none, none.copy(), 1, tr("the example by hand"), lr=0.5),
        _stepped(np.zeros(1), tiny, np.zeros(1), np.zeros(1), 1, tr("a gradient of 0.000003")),
        _stepped(np.zeros(3), uneven(rng, (3,)), np.zeros(3), np.zeros(3), 1),
    ]


@ex.part(points=2)
def later(rng):
    return [
        _later(rng, (4,), 2, tr("the second step")),
        _later(rng, (3, 2), 7, tr("the seventh step")),
        _later(rng, (5,), 40, tr("the fortieth step")),
    ]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    flat = _stepped(*(np.zeros(2) for _ in range(4)), 3, tr("a flat place: every number is 0"))
    other = {"beta1": 0.5, "beta2": 0.75, "eps": 0.125}
    return [
        flat,
        _later(rng, (3, 3), 2, tr("other betas and a large eps"), fortran, **other),
        _later(rng, (4,), 20_000, tr("after very many steps")),
        _later(rng, (4,), 3, tr("beta1 = 0: no memory of the direction"), beta1=0.0),
    ]


# ---- slips -----------------------------------------------------------------------------------------


def adam(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """The step in NumPy."""
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
    return w - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def moving_by(step):
    """A wrong Adam whose averages are right, from its step(m, v, g, t, lr, beta1, beta2, eps)."""

    @named(step)
    def wrong(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
        with np.errstate(all="ignore"):
            return w - step(m, v, g, t, lr, beta1, beta2, eps), m, v

    return wrong


@ex.slip
@moving_by
def no_correction(m, v, g, t, lr, beta1, beta2, eps):
    """You use the two averages as they are. They began at 0, so in the first steps they are too small, and not by
    the same factor: divide each by the share that has come in by step t.
    """
    return lr * m / (np.sqrt(v) + eps)


@ex.slip
@moving_by
def only_the_mean_corrected(m, v, g, t, lr, beta1, beta2, eps):
    """You correct the average of the gradients and not that of their squares. Both began at 0."""
    return lr * m / (1 - beta1**t) / (np.sqrt(v) + eps)


@ex.slip
@moving_by
def only_the_squares_corrected(m, v, g, t, lr, beta1, beta2, eps):
    """You correct the average of the squares and not that of the gradients. Both began at 0."""
    return lr * m / (np.sqrt(v / (1 - beta2**t)) + eps)


@ex.slip
@moving_by
def counted_one_ahead(m, v, g, t, lr, beta1, beta2, eps):
    """Your correction is that of the next step. t is 1 in the first step already: use it as it comes."""
    return lr * m / (1 - beta1 ** (t + 1)) / (np.sqrt(v / (1 - beta2 ** (t + 1))) + eps)


@ex.slip
@moving_by
def counted_one_behind(m, v, g, t, lr, beta1, beta2, eps):
    """Your correction is that of the step before; in the first step it divides by 0. t counts from 1: use it as it
    comes.
    """
    return lr * m / (1 - beta1 ** (t - 1)) / (np.sqrt(v / (1 - beta2 ** (t - 1))) + eps)


@ex.slip
@moving_by
def epsilon_inside(m, v, g, t, lr, beta1, beta2, eps):
    """Your eps stands under the root. There it counts for far more: the root of 0.00000001 is 0.0001."""
    return lr * m / (1 - beta1**t) / np.sqrt(v / (1 - beta2**t) + eps)


@ex.slip
@moving_by
def epsilon_before_correction(m, v, g, t, lr, beta1, beta2, eps):
    """You add eps to the root of v before v is corrected, as some libraries do. Here both averages are corrected
    first, and eps comes last.
    """
    return lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(v) + eps)


@ex.slip
@moving_by
def no_epsilon(m, v, g, t, lr, beta1, beta2, eps):
    """Where all gradients were 0 you divide 0 by 0. What is eps for?"""
    return lr * m / (1 - beta1**t) / np.sqrt(v / (1 - beta2**t))


@ex.slip
@moving_by
def uphill(m, v, g, t, lr, beta1, beta2, eps):
    """You walk uphill. The average gradient points to where the loss rises."""
    return -lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)


@ex.slip
@moving_by
def no_root(m, v, g, t, lr, beta1, beta2, eps):
    """You divide by the average of the squares. Its root has the size of a gradient: then the size cancels."""
    return lr * m / (1 - beta1**t) / (v / (1 - beta2**t) + eps)


@ex.slip
@moving_by
def today_for_the_average(m, v, g, t, lr, beta1, beta2, eps):
    """You step along today's gradient. The average m is kept, but it never moves anything."""
    return lr * g / (np.sqrt(v / (1 - beta2**t)) + eps)


@ex.slip
@moving_by
def today_for_the_root(m, v, g, t, lr, beta1, beta2, eps):
    """You divide by the size of today's gradient. The root of the average of all squares is wanted."""
    return lr * m / (1 - beta1**t) / (np.abs(g) + eps)


@ex.slip
def betas_exchanged(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """The two betas have changed places: beta1 belongs to the gradients, beta2 to their squares."""
    return adam(w, g, m, v, t, lr, beta2, beta1, eps)


@ex.slip
def new_share_forgotten(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """The new gradient comes in at its full size, so your averages are sums. Old and new share 1 between them."""
    new_m, new_v = beta1 * m + g, beta2 * v + g * g
    w = w - lr * new_m / (1 - beta1**t) / (np.sqrt(new_v / (1 - beta2**t)) + eps)
    return w, new_m, new_v


@ex.slip
def corrected_averages_kept(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """You give back the corrected averages. The next step would correct them once more: keep m and v as they grow,
    and correct only for the step.
    """
    new, m, v = adam(w, g, m, v, t, lr, beta1, beta2, eps)
    return new, m / (1 - beta1**t), v / (1 - beta2**t)


@ex.slip
def not_squared(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """Your v averages the sizes of the gradients. Their squares are wanted."""
    new_m, new_v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * np.abs(g)
    w = w - lr * new_m / (1 - beta1**t) / (np.sqrt(new_v / (1 - beta2**t)) + eps)
    return w, new_m, new_v


ex.effect("input-modified", IN_PLACE)


# ---- right answers ---------------------------------------------------------------------------------

ex.right(adam)


@ex.right
def adam_by_loop(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    w, m, v = w.copy(), m.copy(), v.copy()
    for i in np.ndindex(w.shape):
        m[i] += (1 - beta1) * (g[i] - m[i])
        v[i] += (1 - beta2) * (g[i] ** 2 - v[i])
        mean, square = m[i] / (1 - beta1**t), v[i] / (1 - beta2**t)
        w[i] -= lr * mean / (square**0.5 + eps)
    return w, m, v


@ex.right
def correction_in_the_rate(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    root = np.sqrt(1 - beta2**t)
    return w - lr * root / (1 - beta1**t) * m / (np.sqrt(v) + eps * root), m, v


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="no-correction", points=0)(
    moving_by(lambda m, v, g, t, lr, beta1, beta2, eps: lr * m / (v**0.5 + eps))
)
ex.wrong(slip="counted-one-ahead", points=0)(
    lambda w, g, m, v, t, *numbers: adam(w, g, m, v, t + 1, *numbers)
)
ex.wrong(slip="epsilon-before-correction", points=0)(
    moving_by(
        lambda m, v, g, t, lr, b1, b2, eps: (
            lr * (1 - b2**t) ** 0.5 / (1 - b1**t) * m / (v**0.5 + eps)
        )
    )
)
ex.wrong(slip="epsilon-inside", points=0)(
    moving_by(lambda m, v, g, t, lr, b1, b2, eps: lr * m / (1 - b1**t) / (v / (1 - b2**t) + eps) ** 0.5)
)  # fmt: skip
ex.wrong(slip="uphill", points=0)(changed(adam, lambda new, m, v, w, *given: (2 * w - new, m, v)))
ex.wrong(slip="today-for-the-root", points=2)(
    moving_by(lambda m, v, g, t, lr, b1, b2, eps: lr * m / (1 - b1**t) / (abs(g) + eps))
)
ex.wrong(slip="today-for-the-average", points=2)(
    moving_by(lambda m, v, g, t, lr, b1, b2, eps: lr * g / (np.sqrt(v / (1 - b2**t)) + eps))
)
ex.wrong(slip="not-all-returned", points=0)(lambda *given: adam(*given)[0])
ex.wrong(slip=None, points=0)(changed(adam, lambda new, m, v, *given: (new, v, m)))
ex.wrong(slip=None, points=0)(changed(adam, lambda new, m, v, w, g, m0, v0, *rest: (new, m0, v0)))
ex.wrong(slip=None, points=0)(lambda w, g, m, v, t, lr=0.001, *rest: (w - lr * np.sign(g), m, v))


@ex.wrong(slip="input-modified", points=4)
def averages_in_place(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g * g
    return w - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m.copy(), v.copy()


# the defaults
ex.wrong(slip=None, points=4)(
    lambda w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8: adam(w, g, m, v, t, lr, beta1, 0.999, eps)
)  # fmt: skip
