"""What answers to several exercises of chapter 8 are made of."""

import numpy as np


def shuffle_by_shuffle(X, y, rng):
    order = np.arange(len(y))
    rng.shuffle(order)
    return X[order], y[order]


def batches_by_slices(n, B, rng, drop_last=False):
    order = rng.permutation(n)
    batches = [order[i : i + B] for i in range(0, n, B)]
    return batches[:-1] if drop_last and n % B else batches


def batches_by_shuffle(n, B, rng, drop_last=False):
    order, batches = np.arange(n), []
    rng.shuffle(order)
    while len(order) >= B:
        batches.append(order[:B].copy())
        order = order[B:]
    if len(order) and not drop_last:
        batches.append(order)
    return batches


def batches_without_replacement(n, B, rng, drop_last=False):
    left, batches = np.arange(n), []
    while len(left) >= (B if drop_last else 1):
        batch = rng.choice(left, min(B, len(left)), replace=False)
        left = np.setdiff1d(left, batch)
        batches.append(batch)
    return tuple(batches)


def batches_with_replacement(n, B, rng, drop_last=False):
    sizes = [len(batch) for batch in batches_by_slices(n, B, rng, drop_last)]
    return [rng.integers(0, n, size) for size in sizes]


def batches_rest_dropped(n, B, rng, drop_last=False):
    order = rng.permutation(n)
    return [order[i * B : (i + 1) * B] for i in range(n // B)]


def batches_never_reshuffled(n, B, rng, drop_last=False):
    return batches_by_slices(n, B, np.random.default_rng(0), drop_last)


def in_order(n, B, rng, drop_last=False):
    return [np.arange(i, min(i + B, n)) for i in range(0, n, B)]


def by_global(n, B, rng, drop_last=False):
    order = np.random.permutation(n)
    return [order[i : i + B] for i in range(0, n, B)]
