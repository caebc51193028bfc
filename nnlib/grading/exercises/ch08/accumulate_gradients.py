"""accumulate_gradients(means, sizes): the mean gradient over all examples from the means of chunks."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, exercise
from nnlib.grading.exercises.ch08._shared import NOT_DIVIDED
from nnlib.grading.exercises.kinds import round_off

ex = exercise("accumulate_gradients", "means: list, sizes: list -> mean")


def _chunks(rng, sizes, shape, about=""):
    """Gradients of single examples, cut into chunks; the mean of all of them must come back."""
    each = rng.normal(0, 1, (sum(sizes), *shape)) + 1
    cuts = np.split(each, np.cumsum(sizes)[:-1])
    arguments = {"means": [chunk.mean(axis=0) for chunk in cuts], "sizes": list(sizes)}
    about = about or tr("chunks of {listed}", listed=", ".join(map(str, sizes)))
    return Case(arguments, {"mean": each.mean(axis=0)}, about, scale=1)


@ex.part(points=1)
def value(rng):
    known = {"means": [np.array([1.0, 0.0]), np.array([4.0, 6.0])], "sizes": [2, 1]}
    literal = Case(known, {"mean": np.array([2.0, 2.0])})
    return [literal, _chunks(rng, (4, 4, 2), (3,)), _chunks(rng, (2, 5, 1, 3), (4,))]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    return [
        _chunks(rng, (6,), (3,), tr("a single chunk")),
        _chunks(rng, (1, 7), (3, 2), tr("gradients of a matrix")),
        _chunks(rng, (3, 3, 3, 1), (3, 3)),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def average_of_averages(means, sizes):
    """You give every chunk the same weight, so an example in a short chunk counts for more than the others. How
    many examples does each mean speak for?
    """
    return sum(means) / len(means)


@ex.slip
def first_size(means, sizes):
    """You divide by the number of chunks times the first size. The chunks are not all as long as the first one."""
    return sum(s * m for s, m in zip(sizes, means)) / (sizes[0] * len(sizes))


@ex.slip(key="first-size")
def first_size_alone(means, sizes):
    """You divide by the first chunk's size. How many examples are there in all?"""
    return sum(s * m for s, m in zip(sizes, means)) / sizes[0]


@ex.slip(says=NOT_DIVIDED)
def not_divided(means, sizes):
    return sum(s * m for s, m in zip(sizes, means))


@ex.slip
def chunks_for_examples(means, sizes):
    """You divide by the number of chunks. The mean runs over examples: how many are there in all?"""
    return sum(s * m for s, m in zip(sizes, means)) / len(sizes)


@ex.slip
def means_summed(means, sizes):
    """You add the means up. Together they would be far too long: each speaks for its own share of the examples."""
    return sum(means)


@ex.slip(key="means-summed")
def means_summed_and_divided(means, sizes):
    """You add the means up and divide once, so no chunk counts by its length. Each mean speaks for its own share
    of the examples.
    """
    return sum(means) / sum(sizes)


ex.effect(
    "input-modified",
    tr(
        "Your mean is right, but you add it up inside one of the arrays that you were given. "
        "Start from an array of your own: `total = means[0]` is no new one."
    ),
)


@ex.slip
def last_mean(means, sizes):
    """You return the mean of one chunk, the last or the first. All of them count, each by its size."""
    return means[-1] * 1.0


@ex.slip(like=last_mean)
def first_mean(means, sizes):
    return means[0] * 1.0


@ex.slip
def last_chunk_left_out(means, sizes):
    """The last chunk is missing from your sum. It may be shorter than the others, and its examples count."""
    return sum(s * m for s, m in list(zip(sizes, means))[:-1]) / sum(sizes) + 0.0 * means[0]


@ex.slip
def divided_by_sizes(means, sizes):
    """You divide each mean by its size once more. It is a mean already: a larger chunk counts for more."""
    return sum(m / s for s, m in zip(sizes, means)) / len(means)


@ex.slip(like=divided_by_sizes)
def divided_by_sizes_summed(means, sizes):
    return sum(m / s for s, m in zip(sizes, means))


@ex.slip
def running_halves(means, sizes):
    """You average as you go, half and half, so the last chunk counts for as much as all before it. Each mean speaks for
    its own share of the examples.
    """
    mean = means[0] * 1.0
    for more in means[1:]:
        mean = (mean + more) / 2
    return mean


@ex.slip
def axis_averaged(means, sizes):
    """All the entries of your gradient are the same. The mean runs over examples, entry by entry."""
    whole = sum(s * m for s, m in zip(sizes, means)) / sum(sizes)
    return np.full(means[0].shape, whole.mean())


round_off(ex, lambda means, sizes: sum(s * m for s, m in zip(sizes, means)) / sum(sizes))


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def accumulate_loop(means, sizes):
    total = np.zeros(means[0].shape)
    for mean, size in zip(means, sizes):
        total += size * mean
    return total / sum(sizes)


@ex.right
def accumulate_running(means, sizes):
    mean, seen = means[0], sizes[0]
    for more, size in zip(means[1:], sizes[1:]):
        seen += size
        mean = mean + (more - mean) * size / seen
    return mean * 1.0


ex.right(lambda means, sizes: np.average(means, axis=0, weights=sizes))


ex.right(
    lambda means, sizes: np.einsum("k,k...->...", np.array(sizes) / sum(sizes), np.array(means))
)
ex.right(lambda means, sizes: np.tensordot(sizes, np.stack(means), axes=1) / np.sum(sizes))


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="average-of-averages", points=0)(lambda means, sizes: np.mean(means, axis=0))
ex.wrong(slip="first-size", points=0)(
    lambda means, sizes: accumulate_loop(means, sizes) * sum(sizes) / sizes[0]
)
ex.wrong(slip="first-size", points=0)(
    lambda means, sizes: sum(s * m for s, m in zip(sizes, means)) / (len(sizes) * sizes[0])
)
ex.wrong(slip="means-summed", points=0)(lambda means, sizes: np.sum(means, axis=0))
ex.wrong(slip="lost-axis", points=0)(lambda means, sizes: accumulate_loop(means, sizes).mean())


@ex.wrong(slip="input-modified", points=1)
def accumulate_in_place(means, sizes):
    total = means[0]
    total *= sizes[0]
    for mean, size in zip(means[1:], sizes[1:]):
        total += size * mean
    return total / sum(sizes)


ex.wrong(slip="chunks-for-examples", points=0)(
    lambda means, sizes: accumulate_loop(means, sizes) * sum(sizes) / len(means)
)
ex.wrong(slip="last-mean", points=0)(lambda means, sizes: means[-1].copy())
ex.wrong(slip="divided-by-sizes", points=0)(
    lambda means, sizes: np.sum([m / s for m, s in zip(means, sizes)], axis=0)
)
ex.wrong(slip="not-divided", points=0)(
    lambda means, sizes: np.tensordot(sizes, np.stack(means), axes=1)
)


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("for mean, size in zip(means, sizes):", "for mean, size in zip(sizes, means):")
ex.same("total = np.zeros(means[0].shape)", "total = np.zeros(means[-1].shape)")
