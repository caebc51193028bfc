"""init_weights(fan_in, fan_out, kind, rng): first weights of the right size, or none at all."""

import copy

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, exercise
from nnlib.grading.exercises.ch08._shared import RNG_UNUSED

ex = exercise("init_weights", "fan_in, fan_out, kind, rng -> W")

CALLS = ("W", "W_again", "W_next")
WANTED = {
    "he": lambda n_in, n_out: 2 / n_in,
    "xavier": lambda n_in, n_out: 2 / (n_in + n_out),
    "zeros": lambda n_in, n_out: 0.0,
}
# What the variance is where it is not the wanted one: (slip, kind or None for all, variance, message).
KNOWN = (
    (
        "variance-for-spread",
        None,
        lambda kind, n_in, n_out: WANTED[kind](n_in, n_out) ** 2,
        tr(
            "Your weights are far too small. The formula gives the variance; rng.normal asks for "
            "the standard deviation, its root."
        ),
    ),
    (
        "outputs-for-inputs",
        "he",
        lambda kind, n_in, n_out: 2 / n_out,
        tr(
            "Your He weights go by the number of outputs. A unit adds up its inputs: how many of "
            "them there are decides how large the sum becomes."
        ),
    ),
    (
        "two-forgotten",
        "he",
        lambda kind, n_in, n_out: 1 / n_in,
        tr(
            "Your He weights have half the variance that is wanted. ReLU throws away half of what "
            "comes in: what makes up for it?"
        ),
    ),
    (
        "inputs-alone",
        "xavier",
        lambda kind, n_in, n_out: 1 / n_in,
        tr(
            "Your Xavier weights go by the inputs alone. Xavier looks at both sides: the way "
            "forward and the way back."
        ),
    ),
    (
        "kind-ignored",
        "xavier",
        lambda kind, n_in, n_out: 2 / n_in,
        tr("Your Xavier weights are He weights. The kind decides which formula counts."),
    ),
    (
        "half-of-both",
        "xavier",
        lambda kind, n_in, n_out: 1 / (n_in + n_out),
        tr(
            "Your Xavier weights have half the variance that is wanted. It is one over the mean of "
            "the two widths, not one over their sum."
        ),
    ),
    (
        "range-for-spread",
        None,
        lambda kind, n_in, n_out: WANTED[kind](n_in, n_out) / 3,
        tr(
            "Your variance is a third of the wanted one. Do you draw evenly between minus and plus "
            "the standard deviation? Such numbers spread less than their limits."
        ),
    ),
)
NOT_ZERO = (
    "not-zero",
    tr('With kind = "zeros", all weights are exactly 0.'),
)
ALL_ALIKE = (
    "columns-alike",
    tr(
        "Some of your weights are equal to one another, so units begin alike and stay alike. Draw "
        "every weight by itself."
    ),
)
NOT_CENTRED = (
    "not-centred",
    tr("Your weights do not lie around 0. As many should be above it as below."),
)
SAME_AGAIN = (
    "same-weights-again",
    tr(
        "A second layer gets the same weights as the first. Let rng draw afresh at every call, and "
        "make no generator of your own."
    ),
)


def _calls(function, given):
    """Two calls with equal generators, and one more with what is left of the first."""
    n_in, n_out, kind, rng = given.values()
    twin = copy.deepcopy(rng)
    return [function(n_in, n_out, kind, one) for one in (rng, twin, rng)]


def _read(results):
    found = {}
    for name, W in zip(CALLS, results, strict=True):
        if W is None:
            raise Misfit(
                "returns-none", tr("Your function returned None. Is there a return at its end?")
            )
        found[name] = W
    return found


def _right(values, arguments):
    """None where the weights are drawn as the kind says, by rng and nothing else."""
    n_in, n_out, kind, _ = arguments.values()
    W, wanted = values["W"], WANTED[kind](n_in, n_out)
    if kind == "zeros":
        return None if not W.any() else NOT_ZERO
    if len(np.unique(W)) < 0.9 * W.size:
        return ALL_ALIKE
    if not np.array_equal(W, values["W_again"]):
        return RNG_UNUSED
    if np.array_equal(W, values["W_next"]):
        return SAME_AGAIN
    if abs(W.mean()) > 0.05 * np.sqrt(wanted) and abs(W.mean()) > 0.05 * W.std():
        return NOT_CENTRED
    return None if _near(W.var(), wanted) else _named(W.var(), kind, n_in, n_out, wanted)


def _near(got, wanted):
    """To six parts in a hundred: twelve standard deviations of the variance of 80,000 draws."""
    return abs(got - wanted) <= 0.06 * wanted


def _named(got, kind, n_in, n_out, wanted):
    for slip, only, variance, message in KNOWN:
        if only in (None, kind) and _near(got, variance(kind, n_in, n_out)):
            return slip, message
    return (
        "wrong-variance",
        tr(
            'kind = "{kind}", {n_in} inputs, {n_out} outputs: your weights have the variance '
            "{got:.3g}, and {wanted:.3g} is wanted.",
            kind=kind,
            n_in=n_in,
            n_out=n_out,
            got=got,
            wanted=wanted,
        ),
    )


def _weights(rng, n_in, n_out, kind, about=""):
    seed = int(rng.integers(2**31))
    arguments = {
        "fan_in": n_in,
        "fan_out": n_out,
        "kind": kind,
        "rng": np.random.default_rng(seed),
    }
    truth = dict.fromkeys(CALLS, np.zeros((n_in, n_out)))
    about = about or tr("kind {kind}, {n_in} to {n_out}", kind=kind, n_in=n_in, n_out=n_out)
    return Case(arguments, truth, about, run=_calls, read=_read, judge=_right)


@ex.part(points=2)
def spread(rng):
    return [
        _weights(rng, 800, 100, "he"),
        _weights(rng, 200, 400, "xavier"),
        _weights(rng, 5, 3, "zeros"),
    ]


@ex.part(points=1, hidden=True)
def robustness(rng):
    n_in, n_out = (int(n) for n in rng.integers(400, 500, 2))
    return [
        _weights(rng, n_in // 2, 2 * n_out, "he", tr("more outputs than inputs")),
        _weights(rng, 2 * n_in, n_out // 2, "xavier", tr("more inputs than outputs")),
        _weights(rng, 7, 1, "zeros", tr("a single unit")),
    ]


# ---- slips, all found by what comes out --------------------------------------------------------------

for said in ((slip, message) for slip, _, _, message in KNOWN):
    ex.effect(*said)
for said in (NOT_ZERO, ALL_ALIKE, NOT_CENTRED, SAME_AGAIN, RNG_UNUSED):
    ex.effect(*said)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def normal_draws(fan_in, fan_out, kind, rng):
    return rng.normal(0, np.sqrt(WANTED[kind](fan_in, fan_out)), (fan_in, fan_out))


@ex.right
def even_draws(fan_in, fan_out, kind, rng):
    limit = np.sqrt(3 * WANTED[kind](fan_in, fan_out))
    return rng.uniform(-limit, limit, size=(fan_in, fan_out))


@ex.right
def entry_by_entry(fan_in, fan_out, kind, rng):
    W = np.zeros((fan_in, fan_out))
    if kind != "zeros":
        for i in range(fan_in):
            W[i] = rng.standard_normal(fan_out) * WANTED[kind](fan_in, fan_out) ** 0.5
    return W


ex.right(lambda *given: normal_draws(*given).astype(np.float32))


# ---- wrong answers ---------------------------------------------------------------------------------


def of_variance(variance):
    """Normal weights of another variance(kind, fan_in, fan_out)."""

    def wrong(fan_in, fan_out, kind, rng):
        return rng.normal(0, np.sqrt(variance(kind, fan_in, fan_out)), (fan_in, fan_out))

    return wrong


def where(kind, wrong):
    """`wrong` for this kind, the right weights for the others."""
    return lambda *given: (wrong if given[2] == kind else normal_draws)(*given)


ex.wrong(slip="outputs-for-inputs", points=0)(
    where("he", of_variance(lambda kind, n_in, n_out: 2 / n_out))
)
ex.wrong(slip="two-forgotten", points=0)(
    where("he", of_variance(lambda kind, n_in, n_out: 1 / n_in))
)
ex.wrong(slip="inputs-alone", points=0)(
    where("xavier", of_variance(lambda kind, n_in, n_out: 1 / n_in))
)
ex.wrong(slip="half-of-both", points=0)(
    where("xavier", of_variance(lambda kind, n_in, n_out: 1 / (n_in + n_out)))
)
ex.wrong(slip="kind-ignored", points=0)(
    where("xavier", of_variance(lambda kind, n_in, n_out: 2 / n_in))
)
ex.wrong(slip="variance-for-spread", points=0)(
    lambda n_in, n_out, kind, rng: rng.normal(0, WANTED[kind](n_in, n_out), (n_in, n_out))
)


@ex.wrong(slip="range-for-spread", points=0)
def limits_for_spread(fan_in, fan_out, kind, rng):
    limit = np.sqrt(WANTED[kind](fan_in, fan_out))
    return rng.uniform(-limit, limit, (fan_in, fan_out))


ex.wrong(slip="columns-alike", points=0)(
    where(
        "he",
        lambda n_in, n_out, kind, rng: np.tile(rng.normal(0, np.sqrt(2 / n_in), (n_in, 1)), n_out),
    )  # fmt: skip
)
ex.wrong(slip="not-centred", points=0)(
    where("he", lambda n_in, n_out, kind, rng: rng.random((n_in, n_out)) * np.sqrt(2 / n_in))
)
ex.wrong(slip="same-weights-again", points=0)(
    lambda n_in, n_out, kind, rng: normal_draws(n_in, n_out, kind, np.random.default_rng(0))
)
ex.wrong(slip="rng-unused", points=0)(
    lambda n_in, n_out, kind, rng: normal_draws(n_in, n_out, kind, np.random.default_rng())
)
ex.wrong(slip="not-zero", points=0)(
    lambda n_in, n_out, kind, rng: normal_draws(n_in, n_out, "he" if kind == "zeros" else kind, rng)
)
ex.wrong(slip=None, points=0)(lambda *given: normal_draws(*given).T)
ex.wrong(slip=None, points=0)(lambda n_in, n_out, kind, rng: rng.normal(0, 0.01, (n_in, n_out)))
ex.wrong(slip=None, points=0)(lambda n_in, n_out, kind, rng: rng.normal(0, 1, (n_in, n_out)))
