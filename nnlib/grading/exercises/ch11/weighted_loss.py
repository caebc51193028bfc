"""weighted_loss(losses, y, class_w, sample_w): the mean loss in which examples and classes weigh differently."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise

ex = exercise("weighted_loss", "losses, y, class_w, sample_w -> J")


def _weighed(rng, n, k, about=""):
    losses, y = rng.uniform(0.1, 3, n), rng.integers(0, k, n)
    y[:k] = np.arange(k)[:n]
    class_w, sample_w = rng.uniform(0.3, 4, k), rng.uniform(0.2, 3, n)
    return _case(losses, y, class_w, sample_w, about)


def _case(losses, y, class_w, sample_w, about=""):
    """A case whose truth is added up example by example."""
    total = 0.0
    for loss, label, weight in zip(losses, y, sample_w, strict=True):
        total += loss * class_w[label] * weight
    J = total / len(losses)
    return case(
        about,
        losses=losses,
        y=y,
        class_w=class_w,
        sample_w=sample_w,
        J=J,
        tolerance=1e-9,
        scale=1.0,
    )


@ex.part(points=2)
def value(rng):
    by_hand = case(
        tr("by hand"), losses=[1, 2], y=np.array([0, 1]), class_w=[1, 3], sample_w=[1, 0.5], J=2.0,
        tolerance=1e-9,
    )  # fmt: skip
    return [by_hand, _weighed(rng, 7, 2), _weighed(rng, 9, 3)]


@ex.part(points=2, hidden=True, pure=True)
def robustness(rng):
    losses, y = rng.uniform(0.1, 3, 6), np.array([0, 1, 2, 0, 1, 1])
    ones = np.ones(3), np.ones(6)
    return [
        _case(losses, y, *ones, tr("all weights 1: the mean")),
        _case(losses, y, 2 * ones[0], ones[1], tr("every class weighs 2: twice the mean")),
        _case(losses, y, np.array([1.0, 0.0, 2.5]), ones[1], tr("a class that weighs nothing")),
        _case(losses, y, ones[0], np.zeros(6), tr("examples that all weigh nothing")),
        _case(
            np.array([2.5]), np.array([1]), np.array([9.0, 0.5]), np.array([3.0]), tr("one example")
        ),
        _weighed(rng, 12, 4),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def added(losses, y, class_w, sample_w):
    """You add the two weights of an example. An example with sample weight 0 should count for nothing, whatever its
    class: which operation does that?
    """
    return float(np.mean(losses * (class_w[y] + sample_w)))


@ex.slip
def class_ignored(losses, y, class_w, sample_w):
    """The weights of the classes make no difference to your loss. Which of them belongs to an example?"""
    return float(np.mean(losses * sample_w))


@ex.slip
def samples_ignored(losses, y, class_w, sample_w):
    """The weights of the examples make no difference to your loss."""
    return float(np.mean(losses * class_w[y]))


@ex.slip
def unweighted(losses, y, class_w, sample_w):
    """Your loss is the plain mean: no weight makes a difference to it."""
    return float(np.mean(losses))


@ex.slip
@np.errstate(all="ignore")
def divided_by_the_weights(losses, y, class_w, sample_w):
    """You divide by the sum of the weights. Here the number of examples divides, so that twice the weight is twice
    the loss.
    """
    w = class_w[y] * sample_w
    return float(np.sum(w * losses) / np.sum(w))


@ex.slip
@np.errstate(all="ignore")
def divided_by_the_sample_weights(losses, y, class_w, sample_w):
    """You divide by the sum of the sample weights. Here the number of examples divides."""
    return float(np.sum(class_w[y] * sample_w * losses) / np.sum(sample_w))


@ex.slip
def not_divided(losses, y, class_w, sample_w):
    """You return the sum over the examples. Their mean is wanted."""
    return float(np.sum(class_w[y] * sample_w * losses))


@ex.slip
def weights_averaged_first(losses, y, class_w, sample_w):
    """You multiply the mean loss by the mean weight. Each loss needs its own weight before anything is averaged."""
    return float(np.mean(losses) * np.mean(class_w[y] * sample_w))


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def by_classes(losses, y, class_w, sample_w):
    total = 0.0
    for c in range(len(class_w)):
        rows = np.asarray(y) == c
        total += class_w[c] * np.sum(losses[rows] * sample_w[rows])
    return total / len(losses)


ex.right(lambda losses, y, class_w, sample_w: np.dot(class_w[y] * sample_w, losses) / len(y))
ex.right(
    lambda losses, y, class_w, sample_w: (
        sum(a * b * class_w[c] for a, b, c in zip(losses, sample_w, y)) / len(losses)
    )
)


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="added", points=0)(
    lambda losses, y, class_w, sample_w: (
        sum(loss * (class_w[c] + w) for loss, c, w in zip(losses, y, sample_w)) / len(y)
    )
)
ex.wrong(slip="class-ignored", points=0)(
    lambda losses, y, class_w, sample_w: np.dot(losses, sample_w) / len(y)
)
ex.wrong(slip="divided-by-the-weights", points=0)(
    lambda losses, y, class_w, sample_w: np.average(losses, weights=class_w[y] * sample_w)
)
ex.wrong(slip="broadcast-up", points=0)(
    lambda losses, y, class_w, sample_w: losses * class_w[y] * sample_w
)


@ex.wrong(slip="input-modified", points=2)
def in_place(losses, y, class_w, sample_w):
    losses *= class_w[y] * sample_w
    return float(losses.mean())


ex.effect(
    "input-modified",
    tr("Your loss is right, but you write into an array that you were given. Make a new one."),
)
