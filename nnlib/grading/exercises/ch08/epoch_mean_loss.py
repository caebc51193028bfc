"""epoch_mean_loss(losses, sizes): the mean loss over all examples from the means of batches."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.ch08._shared import NOT_DIVIDED
from nnlib.grading.exercises.kinds import round_off

ex = exercise("epoch_mean_loss", "losses: list, sizes: list -> loss")


def _losses(rng, sizes, about=""):
    each = rng.uniform(0.1, 3, sum(sizes))
    cuts = np.split(each, np.cumsum(sizes)[:-1])
    losses = [float(chunk.mean()) for chunk in cuts]
    about = about or tr("batches of {listed}", listed=", ".join(map(str, sizes)))
    return case(about, losses=losses, sizes=list(sizes), loss=float(each.mean()))


@ex.part(points=1)
def value(rng):
    literal = case(losses=[2.0, 5.0], sizes=[2, 1], loss=3.0)
    return [literal, _losses(rng, (4, 4, 2)), _losses(rng, (8, 8, 8, 1))]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    return [_losses(rng, (7,), tr("one batch")), _losses(rng, (2, 5, 1, 3)), _losses(rng, (1, 6))]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def plain_mean(losses, sizes):
    """You give every batch the same weight, also the short one at the end. How many examples does each loss speak
    for?
    """
    return sum(losses) / len(losses)


@ex.slip
def last_batch_left_out(losses, sizes):
    """The last batch is missing from your mean. It is shorter than the others, but its examples count."""
    return float(np.average(losses[:-1], weights=sizes[:-1])) if sizes[1:] else losses[0]


@ex.slip(says=NOT_DIVIDED)
def not_divided(losses, sizes):
    return sum(s * J for s, J in zip(sizes, losses))


@ex.slip
def batches_for_examples(losses, sizes):
    """You divide by the number of batches. The mean runs over examples: how many are there in all?"""
    return sum(s * J for s, J in zip(sizes, losses)) / len(sizes)


@ex.slip
def first_size(losses, sizes):
    """You count every batch as long as the first one. The last one may be shorter."""
    return sum(s * J for s, J in zip(sizes, losses)) / (sizes[0] * len(sizes))


@ex.slip
def means_summed(losses, sizes):
    """You add the means up. The longer the epoch, the larger that gets: how many examples does each speak for?"""
    return sum(losses)


@ex.slip
def means_over_examples(losses, sizes):
    """You add the means up, and divide by the number of examples. Each mean speaks for its own batch: weigh it by how
    many examples that has.
    """
    return sum(losses) / sum(sizes)


@ex.slip
def divided_by_sizes(losses, sizes):
    """You divide each mean by its size once more. It is a mean already: a larger batch counts for more."""
    return sum(J / s for s, J in zip(sizes, losses)) / len(losses)


@ex.slip(like=divided_by_sizes)
def divided_by_sizes_summed(losses, sizes):
    return sum(J / s for s, J in zip(sizes, losses))


@ex.slip
def last_loss(losses, sizes):
    """You return the loss of one batch, the last or the first. All of them count, each by its size."""
    return losses[-1]


@ex.slip(like=last_loss)
def first_loss(losses, sizes):
    return losses[0]


@ex.slip
def middle_loss(losses, sizes):
    """You take the median of the batches. A mean over all the examples is wanted."""
    return float(np.median(losses))


round_off(ex, lambda losses, sizes: float(np.average(losses, weights=sizes)))


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def losses_loop(losses, sizes):
    total = 0.0
    for i in range(len(losses)):
        total += losses[i] * sizes[i]
    return total / sum(sizes)


ex.right(lambda losses, sizes: np.dot(losses, sizes) / np.sum(sizes))
ex.right(lambda losses, sizes: float(np.average(losses, weights=sizes)))


ex.right(
    lambda losses, sizes: np.concatenate([np.full(s, J) for s, J in zip(sizes, losses)]).mean()
)
ex.right(lambda losses, sizes: sum(J * (s / sum(sizes)) for s, J in zip(sizes, losses)))


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="plain-mean", points=0)(lambda losses, sizes: float(np.mean(losses)))
ex.wrong(slip="means-summed", points=0)(lambda losses, sizes: sum(losses))
ex.wrong(slip="not-divided", points=0)(
    lambda losses, sizes: losses_loop(losses, sizes) * sum(sizes)
)
ex.wrong(slip="batches-for-examples", points=0)(
    lambda losses, sizes: np.dot(losses, sizes) / len(losses)
)


ex.wrong(slip="means-over-examples", points=0)(lambda losses, sizes: sum(losses) / sum(sizes))
ex.wrong(slip="last-loss", points=0)(lambda losses, sizes: losses[-1])
ex.wrong(slip="divided-by-sizes", points=0)(
    lambda losses, sizes: float(np.mean(np.array(losses) / np.array(sizes)))
)
ex.wrong(slip="middle-loss", points=0)(lambda losses, sizes: np.median(losses))
ex.wrong(slip="rounded", points=0)(lambda losses, sizes: round(losses_loop(losses, sizes), 2))


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("for loss, size in zip(losses, sizes):", "for loss, size in zip(sizes, losses):")
