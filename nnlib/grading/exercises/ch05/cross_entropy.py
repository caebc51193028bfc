"""cross_entropy(p, q): how surprised q is by what happens as p says."""

import math

import numpy as np

from nnlib import losses as book
from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32
from nnlib.grading.exercises.ch05._shared import BASE_TWO, LN2, costs, costs_inf, forgiving
from nnlib.grading.exercises.draw import mean_reference
from nnlib.grading.exercises.kinds import round_off

ex = exercise("cross_entropy", "p, q -> J")

_mean_cross_entropy = mean_reference(book.cross_entropy)


def cross_entropy(p, q):
    return _mean_cross_entropy(p[None], q[None])


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


PQ = ("p", "q")


@ex.part(points=1)
def value(rng):
    known = case(p=[0.5, 0.5], q=[0.25, 0.75], J=0.8369882167858358, scale=1)
    p = np.array([0.5, 0.25, 0.125, 0.125])
    entropy = case(
        tr("q equal to p, where only the entropy is left"), p=p, q=p.copy(), J=1.75 * LN2, scale=1
    )
    even = case(
        tr("five equal shares in q"), p=shares(rng, 5), q=np.full(5, 0.2), J=np.log(5), scale=1
    )
    drawn = costs(cross_entropy, [two_shares(rng, k) for k in (3, 4, 4)], names=PQ)
    return forgiving([known, *drawn, entropy, even])


@ex.part(points=1, hidden=True, pure=True)
def limits(rng):
    p, q = two_shares(rng, 3)
    with_zeros = case(
        tr("an outcome that both call impossible"),
        p=np.append(p, 0.0),
        q=np.append(q, 0.0),
        J=cross_entropy(p, q),
    )
    sure = case(tr("a sure p"), p=[0.0, 1, 0], q=[0.75, 0.25, 0], J=2 * LN2, scale=1)
    right = case(tr("a sure p and an equally sure q"), p=[0.0, 1], q=[0.0, 1], J=0.0, scale=1)
    wrong = case(
        tr("an outcome that q calls impossible"),
        p=[0.5, 0.5],
        q=[1.0, 0.0],
        J=np.inf,
        judge=costs_inf,
    )
    return [with_zeros, sure, right, wrong]


# ---- slips -----------------------------------------------------------------------------------------


# first: the slips below give nan there too, and would be named in its place
@ex.slip
def zero_times_log(p, q):
    """Where p and q are both 0 you compute 0 times -inf, and that is nan. What never happens costs nothing: leave
    it out of the sum.
    """
    return -(p * np.log(q)).sum()


@ex.slip(says=BASE_TWO)
def base_two(p, q):
    return -(p * np.log2(q)).sum()


@ex.slip
def entropy_only(p, q):
    """Your J does not depend on q: it is the entropy of p. Whose surprise is it, that of the truth or that of the
    model?
    """
    return -(p * np.log(p)).sum()


@ex.slip
def swapped(p, q):
    """You exchanged p and q. Things happen as often as p says, and the model that is surprised is q."""
    return -(q * np.log(p)).sum()


@ex.slip
def divergence(p, q):
    """Your J is 0 where q equals p: that is the KL divergence, what is left after the entropy of p is taken off.
    Cross entropy keeps it.
    """
    return (p * np.log(p / q)).sum()


@ex.slip
def mean_over_outcomes(p, q):
    """You divide by the number of outcomes. The probabilities in p are the weights of the average already."""
    return -(p * np.log(q)).mean()


@ex.slip
def sign(p, q):
    """Your J is negative. The logarithm of a probability is below 0, and a surprise should not be."""
    return (p * np.log(q)).sum()


@ex.slip
def unweighted(p, q):
    """Every outcome counts the same in your J. One that never happens cannot surprise anybody: who is to say how
    often each one happens?
    """
    return -np.log(q).sum()


@ex.slip
def logarithm_of_mean(p, q):
    """You average the probabilities and take the logarithm afterwards. Each outcome has a surprise of its own: the
    logarithm comes first, the average second.
    """
    return -np.log((p * q).sum())


@ex.slip
def binary_terms(p, q):
    """You add a price for what did not happen, as in the loss for yes and no. Here the outcomes share the 1: one
    logarithm for each is enough.
    """
    return -(p * np.log(q) + (1 - p) * np.log(1 - q)).sum()


@ex.slip
def binary_terms_averaged(p, q):
    """You average prices of yes and no. Here the outcomes share the 1: each has one logarithm, weighed by p."""
    return -(p * np.log(q) + (1 - p) * np.log(1 - q)).mean()


@ex.slip
def likeliest_alone(p, q):
    """You charge the likeliest outcome alone. All the outcomes count, each as often as p says."""
    return -np.log(q[np.argmax(p)])


@ex.slip
def no_logarithm(p, q):
    """There is no logarithm in your J. The surprise at an outcome is minus the logarithm of its probability."""
    return -(p * q).sum()


@ex.slip
def last_outcome_left_out(p, q):
    """The last outcome is missing from your sum. Where does your loop end?"""
    return -(p[:-1] * np.log(q[:-1])).sum()


@ex.slip
def softmax_again(p, q):
    """You send q through a softmax. It holds probabilities already: take them as they are."""
    return np.log(np.exp(q).sum()) - (p * q).sum()


@ex.slip
def squared_errors(p, q):
    """You add up or average squares. Here each outcome pays for its surprise, with a logarithm."""
    return ((p - q) ** 2).mean()


@ex.slip(like=squared_errors)
def squared_errors_summed(p, q):
    return ((p - q) ** 2).sum()


round_off(ex, lambda p, q: -(p[p > 0] * np.log(q[p > 0])).sum())


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def loop(p, q):
    total = 0.0
    for j in range(len(p)):
        if p[j] > 0:
            total -= p[j] * math.log(q[j]) if q[j] > 0 else -math.inf
    return total


@ex.right
def masked(p, q):
    there = p > 0
    return -np.sum(p[there] * np.log(q[there]))


ex.right(lambda p, q: -np.sum(np.where(p > 0, p * np.log(q), 0)))
ex.right(in_float32(masked))


ex.right(lambda p, q: sum(a * -math.log(b) if b else math.inf for a, b in zip(p, q) if a))
ex.right(lambda p, q: -np.log(q, out=np.zeros(len(q)), where=p > 0) @ p)


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="base-two", points=0)(lambda p, q: -np.sum(p * np.log2(q)))
ex.wrong(slip="entropy-only", points=0)(lambda p, q: -np.sum(p * np.log(p)))
ex.wrong(slip="swapped", points=0)(lambda p, q: -np.sum(q * np.log(p)))
ex.wrong(slip="divergence", points=0)(lambda p, q: np.sum(p * (np.log(p) - np.log(q))))
ex.wrong(slip="sign", points=0)(lambda p, q: np.sum(p * np.log(q)))
ex.wrong(slip="zero-times-log", points=1)(lambda p, q: -np.sum(p * np.log(q)))
ex.wrong(slip="zero-times-log", points=1)(lambda p, q: -np.dot(p, np.log(q)))
ex.wrong(slip="epsilon", points=1)(lambda p, q: -np.sum(p * np.log(q + 1e-12)))
ex.wrong(slip="epsilon", points=1)(lambda p, q: -np.sum(p * np.log(np.clip(q, 1e-9, 1))))
ex.wrong(slip="epsilon", points=1)(lambda p, q: -np.sum(p[q > 0] * np.log(q[q > 0])))
ex.wrong(slip="logarithm-of-mean", points=0)(lambda p, q: -np.log(np.sum(p * q)))


ex.wrong(slip="mean-over-outcomes", points=0)(lambda p, q: -np.mean(p * np.log(q)))
ex.wrong(slip="no-logarithm", points=0)(lambda p, q: -np.dot(p, q))
ex.wrong(slip="binary-terms", points=0)(
    lambda p, q: -np.sum(p * np.log(q) + (1 - p) * np.log(1 - q))
)
ex.wrong(slip="likeliest-alone", points=0)(lambda p, q: -np.log(q[p.argmax()]))
ex.wrong(slip="rounded", points=0)(lambda p, q: np.round(masked(p, q), 2))


@ex.wrong(slip="last-outcome-left-out", points=0)
def short_loop(p, q):
    total = 0.0
    for j in range(len(p) - 1):
        total -= p[j] * np.log(q[j])
    return total
