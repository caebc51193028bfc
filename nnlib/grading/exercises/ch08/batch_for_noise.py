"""batch_for_noise(n, sd, noise): the smallest batch whose gradient has no more noise than that."""

import math
from functools import partial

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, exercise
from nnlib.grading.exercises.ch08._shared import whole

ex = exercise("batch_for_noise", "n, sd, noise -> B")


def noise_of(B, n, sd):
    """The standard deviation of the gradient of B different examples out of n."""
    return sd * math.sqrt((n - B) / (n - 1) / B) if n > 1 else 0.0


def least(n, sd, noise):
    """The smallest batch with that noise or less, by trying one after the other."""
    return next(B for B in range(1, n + 1) if noise_of(B, n, sd) <= noise)


def judge_batch(B, values, arguments):
    """Right; or how much noise the batch that is given really has."""
    got = values["B"]
    if got == B:
        return None
    if not 1 <= got <= arguments["n"]:
        return "no-such-batch", tr(
            "For {about} you return B = {got}, and there are {n} examples.",
            about=_about(**arguments),
            got=got,
            n=arguments["n"],
        )
    measured = noise_of(int(got), arguments["n"], arguments["sd"])
    said = tr(
        "For {about} you return B = {got}. Such batches have a noise of {measured:.4g}.",
        about=_about(**arguments),
        got=got,
        measured=measured,
    )
    if measured > arguments["noise"]:
        return "too-small", tr("{said} That is more than allowed.", said=said)
    return "too-large", tr("{said} A smaller batch is quiet enough, too.", said=said)


def _about(n, sd, noise):
    return f"n = {n}, sd = {sd:.4g}, noise = {noise:.4g}"


def _asked(n, sd, noise, about=""):
    B, shown = least(n, sd, noise), tr("the size of the batch")
    arguments = {"n": n, "sd": sd, "noise": noise}
    read, judge = partial(whole, "B", shown), partial(judge_batch, B)
    return Case(arguments, {"B": B}, about or _about(n, sd, noise), scale=1, read=read, judge=judge)


def _between(rng, n, low, high):
    """A case whose answer lies between these shares of n, and whose noise lies half way between two sizes."""
    B, sd = int(rng.integers(low, high + 1)), float(np.round(rng.uniform(2, 20), 2))
    quiet, loud = noise_of(B, n, sd), noise_of(B - 1, n, sd)
    return _asked(n, sd, float((quiet + loud) / 2))


@ex.part(points=1)
def value(rng):
    return [
        _asked(9, 4.0, 1.1, tr("the example of the statement")),
        _asked(1_000_000, 12.0, 3.0 + 1e-4, tr("a million examples")),
        _between(rng, 60, 20, 30),
    ]


@ex.part(points=1, hidden=True)
def robustness(rng):
    return [
        _asked(50, 3.0, 1e-6, tr("hardly any noise allowed")),
        _asked(50, 3.0, 3.5, tr("more noise allowed than there is")),
        _asked(1, 2.0, 0.5, tr("a single example")),
        _asked(5, 2.0, 2 * math.sqrt(0.33)),  # of few examples one more or less is seen
        _asked(5, 2.0, 2 * math.sqrt(0.2)),
        _between(rng, 400, 250, 350),
        _between(rng, 200, 5, 20),
    ]


# ---- slips -----------------------------------------------------------------------------------------


def rough(n, sd, noise):
    """Without the second factor."""
    return sd * sd / (noise * noise)


def exact(n, sd, noise):
    return n * sd * sd / ((n - 1) * noise * noise + sd * sd)


@ex.slip
def drawn_twice(n, sd, noise):
    """You reckon as if an example could be drawn twice. In an epoch it cannot, so the noise falls faster when B
    comes near n: chapter 8 has a second factor for this.
    """
    return math.ceil(rough(n, sd, noise))


@ex.slip(like=drawn_twice)
def drawn_twice_and_cut(n, sd, noise):
    return max(1, min(n, math.ceil(rough(n, sd, noise))))


@ex.slip
def rounded_down(n, sd, noise):
    """Your batch is one example too small: it has a little more noise than allowed. Which way do you round?"""
    return max(1, math.floor(exact(n, sd, noise)))


@ex.slip
def root_forgotten(n, sd, noise):
    """You reckon with noise that falls like 1/B. It is the variance that does; the noise is its root."""
    return max(1, math.ceil(n * sd / ((n - 1) * noise + sd)))


@ex.slip(like=root_forgotten)
def root_forgotten_roughly(n, sd, noise):
    return max(1, math.ceil(sd / noise))


@ex.slip
def one_too_many(n, sd, noise):
    """Your batch is one example larger than it has to be."""
    return min(n, math.floor(exact(n, sd, noise)) + 2)


# ---- right answers ---------------------------------------------------------------------------------

ex.right(least)


@ex.right
def by_algebra(n, sd, noise):
    return max(1, math.ceil(n * sd**2 / ((n - 1) * noise**2 + sd**2)))


@ex.right
def by_all_noises(n, sd, noise):
    B = np.arange(1, n + 1)
    noises = sd * np.sqrt((n - B) / max(n - 1, 1) / B)
    return int(B[np.argmax(noises <= noise)])


@ex.right
def by_halving(n, sd, noise):
    low, high = 0, n
    while high - low > 1:
        middle = (low + high) // 2
        if sd**2 / middle * (n - middle) / (n - 1) <= noise**2:
            high = middle
        else:
            low = middle
    return high


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="drawn-twice", points=0)(lambda n, sd, noise: math.ceil((sd / noise) ** 2))
ex.wrong(slip="rounded-down", points=0)(
    lambda n, sd, noise: max(1, int(n * sd**2 / ((n - 1) * noise**2 + sd**2)))
)
ex.wrong(slip="root-forgotten", points=0)(lambda n, sd, noise: math.ceil(sd / noise))
ex.wrong(slip="not-an-int", points=0)(lambda n, sd, noise: n * sd**2 / ((n - 1) * noise**2 + sd**2))
ex.wrong(slip="too-large", points=0)(lambda n, sd, noise: n)
ex.wrong(slip="too-small", points=0)(lambda n, sd, noise: 1)
ex.wrong(slip="no-such-batch", points=0)(lambda n, sd, noise: 0)
ex.wrong(slip=None, points=1)(
    lambda n, sd, noise: math.ceil(n * sd**2 / ((n - 1) * noise**2 + sd**2)) if n > 1 else 0
)


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same(
    "while B < n and sd ** 2 / B * (n - B) / (n - 1) > noise ** 2:",
    "while B < n and sd ** 2 / B * (n - B) / (n - 1) >= noise ** 2:",
)
