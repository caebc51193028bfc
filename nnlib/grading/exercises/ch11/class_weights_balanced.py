"""class_weights_balanced(y, k): one weight per class, so that rare classes count as much as frequent ones."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise

ex = exercise("class_weights_balanced", "y, k -> w")


def _counted(counts, about="", rng=None, order=None):
    """A case with so many examples of each class; the weights are worked out class by class."""
    y = np.repeat(np.arange(len(counts)), counts)
    y = y if rng is None else rng.permutation(y)
    n, k = sum(counts), len(counts)
    w = np.array([n / (k * count) if count else 0.0 for count in counts])
    about = about or tr("classes with {listed} examples", listed=", ".join(map(str, counts)))
    return case(about, y=y, k=k, w=w, tolerance=1e-9, elementwise=True)


@ex.part(points=1)
def value(rng):
    three = [int(count) for count in rng.choice(np.arange(2, 9), 3, replace=False)]
    return [
        case(y=np.array([0, 0, 0, 1]), k=2, w=[2 / 3, 2.0], tolerance=1e-9, elementwise=True),
        _counted([5, 3, 2], rng=rng),
        _counted(three, rng=rng),
    ]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    return [
        _counted([4, 0, 2], tr("no example of class 1"), rng),
        _counted([3, 5, 0], tr("no example of the last class"), rng),
        _counted([6, 6], tr("classes of equal size: every weight is 1"), rng),
        _counted([9], tr("one class")),
    ]


# ---- slips -----------------------------------------------------------------------------------------


def _counts(y, k):
    return np.maximum(np.bincount(y, minlength=k), 1)


def _there(y, k):
    return np.bincount(y, minlength=k) > 0


@ex.slip
def inverse_counts(y, k):
    """Your weights have the right proportions and the wrong size: the whole loss becomes much smaller. With classes
    of equal size, every weight should be 1.
    """
    return _there(y, k) / _counts(y, k)


@ex.slip
def sums_to_one(y, k):
    """Your weights add up to 1, one share per class. It is the weights of all *examples* that should add up to n."""
    w = _there(y, k) / _counts(y, k)
    return w / w.sum()


@ex.slip
def k_forgotten(y, k):
    """Your weights are k times too large: with two classes of equal size, each would get the weight 2. What should
    it be?
    """
    return _there(y, k) * len(y) / _counts(y, k)


@ex.slip
def frequencies(y, k):
    """Your weights grow with the class: the most frequent one weighs most. The rare one should."""
    return np.bincount(y, minlength=k) / len(y)


@ex.slip
def absent_classes_counted_out(y, k):
    """Where a class is absent, you divide by the number of classes that y holds. The number of classes is k."""
    there = _there(y, k)
    return there * len(y) / (there.sum() * _counts(y, k))


@ex.slip
@np.errstate(divide="ignore")
def divided_by_zero(y, k):
    """A class without examples gets an infinite weight. It weighs nothing either way: give it 0."""
    return len(y) / (k * np.bincount(y, minlength=k))


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def by_loop(y, k):
    w = np.zeros(k)
    for c in range(k):
        count = 0
        for label in y:
            if label == c:
                count += 1
        if count > 0:
            w[c] = len(y) / k / count
    return w


@ex.right
def by_mask(y, k):
    counts = (np.asarray(y)[:, None] == np.arange(k)).sum(axis=0)
    w = np.zeros(k)
    w[counts > 0] = counts.sum() / (k * counts[counts > 0])
    return w


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="inverse-counts", points=0)(lambda y, k: 1 / _counts(y, k) * _there(y, k))
ex.wrong(slip="frequencies", points=0)(
    lambda y, k: np.array([np.mean(np.array(y) == c) for c in range(k)])
)
ex.wrong(slip="k-forgotten", points=0)(lambda y, k: by_loop(y, k) * k)
ex.wrong(slip="wrong-length", points=0)(lambda y, k: by_loop(y, k)[y])  # one per example
ex.wrong(slip="divided-by-zero", points=1)(divided_by_zero)
ex.wrong(slip=None, points=1)(
    lambda y, k: len(y) / (k * _counts(y, k))
)  # n / k, where it is absent


@ex.wrong(slip=None, points=1)
def classes_from_the_data(y, k):
    classes, counts = np.unique(y, return_counts=True)
    return len(y) / (len(classes) * counts)
