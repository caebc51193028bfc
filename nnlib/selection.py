"""Selection: choosing among models by their scores on rows they were not trained on, and weighing what is rare."""

import numpy as np

from nnlib.gates import as_floats, class_labels, generator, meet, positive_int, positive_number


def kfold_indices(n, k, rng):
    """The k ways to put one fold of n shuffled rows aside: a list of k pairs (train, validation) of index arrays.

    Laws: every row is in exactly one validation fold; the sizes of two folds differ by at most 1; in each pair
    train and validation share no row and together are all. 2 <= k <= n, or ValueError.
    """
    n, k = positive_int("n", n), positive_int("k", k)
    if not 2 <= k <= n:
        raise ValueError(f"k is {k}; wanted 2 to {n} folds for {n} rows")
    folds = np.array_split(generator("rng", rng).permutation(n), k)
    return [(np.concatenate(folds[:i] + folds[i + 1 :]), folds[i]) for i in range(k)]


def log_uniform(low, high, rng):
    """A number from `low` to `high`, low * (high / low)^u with u uniform in [0, 1): every power of ten is as likely.

    So are learning rates drawn, whose size and not whose value matters. 0 < low <= high, or ValueError.
    """
    low, high = positive_number("low", low), positive_number("high", high)
    if low > high:
        raise ValueError(f"low is {low} and high is {high}; wanted low <= high")
    return float(low * (high / low) ** generator("rng", rng).random())


def random_search(sample, score, n_iter, rng):
    """The best of n_iter random settings, its score, and all that was tried: (best, best_score, trials).

    `sample(rng)` draws a setting, `score(setting)` rates it on validation rows, higher is better; trials is a list
    of (setting, score) in the order drawn. The first of equals wins; NaN never does. The test rows stay out of it.
    Raises ValueError where every score is NaN. Source: Bergstra & Bengio (2012).
    """
    generator("rng", rng)
    trials = []
    for _ in range(positive_int("n_iter", n_iter)):
        setting = sample(rng)
        trials.append((setting, float(score(setting))))
    rated = [trial for trial in trials if not np.isnan(trial[1])]
    if not rated:
        raise ValueError(f"score gave NaN for all {n_iter} settings: there is no best one")
    return *max(rated, key=lambda trial: trial[1]), trials


def class_weights_balanced(y, k):
    """Weights that make up for rare classes, w_c = n / (k * count_c), (k,) float64.

    y (n,) holds labels 0 to k - 1. Law: the weights of all examples sum to n where every class is there, and each
    class then weighs as much as any other. An absent class gets 0: it weighs nothing either way.
    """
    k = positive_int("k", k)
    counts = np.bincount(class_labels("y", y, k), minlength=k)
    return np.where(counts > 0, counts.sum() / (k * np.maximum(counts, 1)), 0.0)


def weighted_loss(losses, y, class_w, sample_w):
    """The weighted loss, J = 1/n sum_i class_w[y_i] * sample_w_i * losses_i.

    losses (n,), y (n,) labels, class_w (k,), sample_w (n,); weights are 0 or more. Divided by the batch size n, not by
    the sum of the weights, as Keras does: twice the weight is twice the gradient. Law: all ones give the mean.
    Raises ValueError for shapes that do not meet, labels without a weight, and negative weights.
    """
    losses, class_w = as_floats("losses", losses, 1), as_floats("class_w", class_w, 1)
    y = class_labels("y", y, len(class_w))
    losses, _, sample_w = meet("weighted_loss", "losses n, y n, sample_w n", losses, y, sample_w)
    for name, weights in {"class_w": class_w, "sample_w": sample_w}.items():
        if not (weights >= 0).all():
            raise ValueError(f"{name} holds {weights[~(weights >= 0)][0]}; wanted 0 or more")
    return float(np.mean(class_w[y] * sample_w * losses))
