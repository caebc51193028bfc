"""momentum_step(w, v, g, lr, beta): a step that remembers the steps before it."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, exercise
from nnlib.grading.exercises.answers import changed, in_float32
from nnlib.grading.exercises.ch09._shared import IN_PLACE, together, uneven
from nnlib.grading.exercises.draw import fortran

ex = exercise("momentum_step", "w, v, g, lr, beta -> w_new, v_new")
RESULTS = together("w_new", "v_new")


def _rolled(w, v, g, lr, beta, about=""):
    """A case with the truth worked out entry by entry."""
    moved, speed = np.empty(w.shape), np.empty(w.shape)
    for i in np.ndindex(w.shape):
        speed[i] = beta * v[i] - lr * g[i]
        moved[i] = w[i] + speed[i]
    arguments = {"w": w, "v": v, "g": g, "lr": lr, "beta": beta}
    return Case(arguments, {"w_new": moved, "v_new": speed}, about, scale=1.0, read=RESULTS)


def _drawn(rng, shape, lr, beta, about="", order=np.array):
    w, v, g = (order(uneven(rng, shape)) for _ in range(3))
    return _rolled(w, v, g, lr, beta, about)


@ex.part(points=2)
def value(rng):
    w, g, still = np.array([1.0, 2.0]), np.array([10.0, -10.0]), np.zeros(2)
    first = _rolled(w, still, g, 0.1, 0.9, tr("the example by hand, the first step"))
    second = _rolled(w - 0.1 * g, -0.1 * g, g, 0.1, 0.9, tr("the example by hand, the second step"))
    return [first, second, _drawn(rng, (5,), 0.25, 0.75), _drawn(rng, (3, 2), 0.5, 0.5)]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    return [
        _drawn(rng, (4,), 0.125, 0.0, tr("beta = 0: plain descent")),
        _drawn(rng, (4,), 0.125, 1.0, tr("beta = 1: nothing is forgotten")),
        _drawn(rng, (4, 3), 2.0, 0.25, tr("an array that is stored by columns"), fortran),
        _drawn(rng, (1,), 0.5, 0.875, tr("one parameter")),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def no_memory(w, v, g, lr, beta):
    """Your step forgets the step before it. Which share of the old velocity should go on?"""
    return w - lr * g, -lr * g


@ex.slip
def uphill(w, v, g, lr, beta):
    """You are pushed uphill: the gradient points to where the loss rises."""
    return w + beta * v + lr * g, beta * v + lr * g


@ex.slip
def pushed_twice(w, v, g, lr, beta):
    """The gradient pushes twice: once it goes into the velocity, and once more straight into w."""
    new = beta * v - lr * g
    return w + new - lr * g, new


@ex.slip
def velocity_not_kept(w, v, g, lr, beta):
    """Your w is right, but you give back the old velocity. The next step would start as if this one had not been."""
    return w + beta * v - lr * g, v


@ex.slip
def old_velocity_used(w, v, g, lr, beta):
    """You move with the velocity of the step before. First the new velocity, then the step with it."""
    return w + v, beta * v - lr * g


@ex.slip
def rate_outside(w, v, g, lr, beta):
    """Your velocity collects bare gradients, and the rate comes in when w moves. That is how PyTorch writes it; here
    the rate is part of the velocity.
    """
    return w - lr * (beta * v + g), beta * v + g


@ex.slip
def minus_velocity(w, v, g, lr, beta):
    """Your velocity points uphill, and you take it away from w. Here it points the way that w goes: w + v."""
    return w - (beta * v + lr * g), beta * v + lr * g


@ex.slip
def mean_of_gradients(w, v, g, lr, beta):
    """You mix old and new in shares that add up to 1. Here the new push counts in full: under a steady slope the
    velocity grows.
    """
    new = beta * v - (1 - beta) * lr * g
    return w + new, new


@ex.slip
def looking_ahead(w, v, g, lr, beta):
    """This is Nesterov's way, which moves on by another share of the new velocity. Here w moves by v alone."""
    new = beta * v - lr * g
    return w + beta * new - lr * g, new


@ex.slip
def memory_in_full(w, v, g, lr, beta):
    """The whole old velocity goes on, so nothing ever slows down. beta says which share of it stays."""
    return w + v - lr * g, v - lr * g


ex.effect("input-modified", IN_PLACE)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def rolled_by_loop(w, v, g, lr, beta):
    w, v = w.copy(), v.copy()
    for i in np.ndindex(w.shape):
        v[i] = beta * v[i] - lr * g[i]
        w[i] = w[i] + v[i]
    return w, v


@ex.right
def written_out(w, v, g, lr, beta):
    return w + beta * v - lr * g, beta * v - lr * g


@ex.right
def rolled_in_float32(w, v, g, lr, beta):
    return in_float32(written_out)(w, v, g, np.float32(lr), np.float32(beta))


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="no-memory", points=0)(lambda w, v, g, lr, beta: (w - lr * g, -lr * g))
ex.wrong(slip="uphill", points=0)(lambda w, v, g, lr, beta: (w + (beta * v + lr * g), beta * v + lr * g))  # fmt: skip
ex.wrong(slip="pushed-twice", points=0)(
    lambda w, v, g, lr, beta: (w + beta * v - 2 * lr * g, beta * v - lr * g)
)
ex.wrong(slip="not-all-returned", points=0)(lambda w, v, g, lr, beta: w + beta * v - lr * g)
ex.wrong(slip="velocity-not-kept", points=0)(
    changed(written_out, lambda new, speed, w, v, g, lr, beta: (new, v))
)
ex.wrong(slip="rate-outside", points=0)(
    lambda w, v, g, lr, beta: (w - lr * (g + beta * v), g + beta * v)
)
ex.wrong(slip=None, points=0)(changed(written_out, lambda new, speed, *given: (speed, new)))
ex.wrong(slip=None, points=0)(lambda w, v, g, lr, beta: (w - lr * beta * g, beta * v - lr * g))
ex.wrong(slip=None, points=0)(lambda w, v, g, lr, beta: (w + 0.9 * v - lr * g, 0.9 * v - lr * g))


@ex.wrong(slip="input-modified", points=2)
def rolled_in_place(w, v, g, lr, beta):
    v *= beta
    v -= lr * g
    return w + v, v


@ex.wrong(slip="input-modified", points=2)
def moved_in_place(w, v, g, lr, beta):
    v = beta * v - lr * g
    w += v
    return w, v
