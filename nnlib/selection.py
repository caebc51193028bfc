"""Selection: choosing among models by their scores on rows they were not trained on, and weighing what is rare."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from nnlib.core.arguments import (
    a_function,
    as_floats,
    class_labels,
    generator,
    meet,
    one_number,
    positive_int,
    positive_number,
    room_for,
)
from nnlib.core.types import Array, ArrayLike, Labels, Number, Rng
from nnlib.core.words import tr

Setting = TypeVar("Setting")


def kfold_indices(n: int, k: int, rng: Rng) -> list[tuple[Labels, Labels]]:
    """The k ways to put one fold of n shuffled rows aside: a list of k pairs (train, validation) of index arrays.

    Laws: every row is in exactly one validation fold; the sizes of two folds differ by at most 1; in each pair
    train and validation share no row and together are all.
    Raises TypeError where rng is no np.random.Generator, ValueError unless 2 <= k <= n.
    >>> folds = kfold_indices(7, 3, np.random.default_rng(0))
    >>> [(len(train), len(validation)) for train, validation in folds]
    [(4, 3), (5, 2), (5, 2)]
    """
    n, k = positive_int("n", n), positive_int("k", k)
    if not 2 <= k <= n:
        raise ValueError(tr("k is {k}; wanted 2 to {n} folds for {n} rows", k=k, n=n))
    room_for(tr("the folds"), n, k)
    folds = np.array_split(generator("rng", rng).permutation(n), k)
    return [(np.concatenate(folds[:i] + folds[i + 1 :]), folds[i]) for i in range(k)]


def log_uniform(low: Number, high: Number, rng: Rng) -> float:
    """A number from `low` to `high`, low * (high / low)^u with u uniform in [0, 1): every power of ten is as likely.

    So are learning rates drawn, whose size and not whose value matters.
    Raises TypeError where rng is no np.random.Generator, ValueError unless 0 < low <= high.
    >>> 1e-4 <= log_uniform(1e-4, 1e-1, np.random.default_rng(0)) <= 1e-1
    True
    """
    low, high = positive_number("low", low), positive_number("high", high)
    if low > high:
        raise ValueError(
            tr("low is {low} and high is {high}; wanted low <= high", low=low, high=high)
        )
    return float(low * (high / low) ** generator("rng", rng).random())


def random_search(
    sample: Callable[[Rng], Setting], score: Callable[[Setting], Any], n_iter: int, rng: Rng
) -> tuple[Setting, float, list[tuple[Setting, float]]]:
    """The best of n_iter random settings, its score, and all that was tried: (best, best_score, trials).

    `sample(rng)` draws a setting, `score(setting)` rates it on validation rows, higher is better; trials is a list
    of (setting, score) in the order drawn. The first of equals wins; NaN never does. The test rows stay out of it.
    Raises TypeError where rng is no np.random.Generator or a score is no number, ValueError where every score is NaN.
    Source: Bergstra & Bengio (2012).
    >>> rng = np.random.default_rng(0)
    >>> best, score, trials = random_search(lambda rng: int(rng.integers(9)), lambda x: -abs(x - 4), 40, rng)
    >>> best, score, len(trials)
    (4, 0.0, 40)
    """
    generator("rng", rng)
    a_function("sample", sample)
    a_function("score", score)
    trials = []
    for _ in range(positive_int("n_iter", n_iter)):
        setting = sample(rng)
        trials.append((setting, float(one_number("score", score(setting)))))
    rated = [trial for trial in trials if not np.isnan(trial[1])]
    if not rated:
        raise ValueError(
            tr("score gave NaN for all {n_iter} settings: there is no best one", n_iter=n_iter)
        )
    return *max(rated, key=lambda trial: trial[1]), trials


def class_weights_balanced(y: ArrayLike, k: int) -> Array:
    """Weights that make up for rare classes, w_c = n / (k * count_c), (k,) float64.

    y (n,) holds labels 0 to k - 1. Law: the weights of all examples sum to n where every class is there, and each
    class then weighs as much as any other. An absent class gets 0: it weighs nothing either way.
    Raises TypeError for labels that are no whole numbers, ValueError for a label out of range and n = 0.
    Source: King & Zeng (2001), as in scikit-learn.
    >>> class_weights_balanced([0, 0, 0, 1], 2).round(3)
    array([0.667, 2.   ])
    """
    k = positive_int("k", k)
    room_for(tr("the weights"), k)
    counts = np.bincount(class_labels("y", y, k), minlength=k)
    return np.where(counts > 0, counts.sum() / (k * np.maximum(counts, 1)), 0.0)


def weighted_loss(
    losses: ArrayLike, y: ArrayLike, class_w: ArrayLike, sample_w: ArrayLike
) -> float:
    """The weighted loss, J = 1/n sum_i class_w[y_i] * sample_w_i * losses_i.

    losses (n,), y (n,) labels, class_w (k,), sample_w (n,); weights are 0 or more. Divided by the batch size n, not by
    the sum of the weights, as Keras does: twice the weight is twice the gradient. Law: all ones give the mean.
    Raises TypeError for what is no number, ValueError for other shapes, labels without a weight, negative weights.
    >>> weighted_loss([1, 2], [0, 1], [1, 3], [1, 0.5])
    2.0
    """
    losses, class_w = as_floats("losses", losses, 1), as_floats("class_w", class_w, 1)
    y = class_labels("y", y, len(class_w))
    losses, _, sample_w = meet(
        "weighted_loss", tr("losses n, y n, sample_w n"), losses, y, sample_w
    )
    for name, weights in {"class_w": class_w, "sample_w": sample_w}.items():
        if not (weights >= 0).all():
            raise ValueError(
                tr(
                    "{name} holds {value}; wanted 0 or more",
                    name=name,
                    value=weights[~(weights >= 0)][0],
                )
            )
    return float(np.mean(class_w[y] * sample_w * losses))
