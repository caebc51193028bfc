"""Answers to chapter 8's exercises: right ones that must get all the points, wrong ones with the slip to be named.

The wrong answers of the chapter's table are all here, written as a learner would, and some more of our own.
"""

import math

import numpy as np

from tests.answers.backprop import mlp_loop, softmax

POINTS = 22


# --- right ------------------------------------------------------------------------------------------------------------
def steps_counted(n, B, drop_last=False):
    steps, left = 0, n % B
    if left > 0 and not drop_last:
        steps = 1
    return steps + n // B


def shuffle_by_shuffle(X, y, rng):
    order = np.arange(len(y))
    rng.shuffle(order)
    return X[order], y[order]


def shuffle_by_loops(X, y, rng):
    X2, y2 = np.zeros(X.shape), np.zeros(y.shape, y.dtype)
    for i, j in enumerate(rng.permutation(len(X))):
        X2[j], y2[j] = X[i], y[i]
    return X2, y2


def shuffle_by_sorting(X, y, rng):
    order = np.argsort(rng.random(len(X)))
    return [np.take(X, order, axis=0), np.take(y, order)]


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


def logistic(z):
    return np.where(
        z > 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z)))
    )


def each_numpy(X, y, w, b):
    error = logistic(X @ w + b) - y
    return np.hstack([error[:, None] * X, error[:, None]])


def each_loops(X, y, w, b):
    n, d = X.shape
    G = np.zeros((n, d + 1))
    for i in range(n):
        z = b
        for j in range(d):
            z += X[i, j] * w[j]
        p = 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z))
        for j in range(d):
            G[i, j] = (p - y[i]) * X[i, j]
        G[i, d] = p - y[i]
    return G


def accumulate_loop(means, sizes):
    total = np.zeros(means[0].shape)
    for mean, size in zip(means, sizes):
        total += size * mean
    return total / sum(sizes)


def accumulate_running(means, sizes):
    mean, seen = means[0], sizes[0]
    for more, size in zip(means[1:], sizes[1:]):
        seen += size
        mean = mean + (more - mean) * size / seen
    return mean * 1.0


def losses_loop(losses, sizes):
    total = 0.0
    for i in range(len(losses)):
        total += losses[i] * sizes[i]
    return total / sum(sizes)


def forward(params, X):
    cache, A = [], X
    for i, (W, b) in enumerate(params):
        Z = A @ W + b
        last = i == len(params) - 1
        cache.append((A, Z if last else np.maximum(Z, 0), "identity" if last else "relu"))
        A = cache[-1][1]
    return Z, cache


def loss_and_grads(params, X, y):
    Z, cache = forward(params, X)
    P = softmax(Z)
    dZ = P.copy()
    dZ[np.arange(len(y)), y] -= 1
    top = Z.max(axis=1)
    losses = np.log(np.exp(Z - top[:, None]).sum(axis=1)) + top - Z[np.arange(len(y)), y]
    return losses.mean(), mlp_loop(cache, params, dZ / len(y))


def epoch_by(deal):
    def train_epoch(params, X, y, B, lr, rng):
        losses = []
        for rows in deal(len(X), B, rng):
            J, grads = loss_and_grads(params, X[rows], y[rows])
            params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
            losses.append(J)
        return params, losses

    return train_epoch


def epoch_on_copies(params, X, y, B, lr, rng):
    """Shuffles first, cuts afterwards, and moves copies of its own."""
    params = [[W.copy(), b.copy()] for W, b in params]
    X, y = shuffle_by_shuffle(X, y, rng)
    losses = np.zeros(-(-len(X) // B))
    for step in range(len(losses)):
        start = step * B
        losses[step], grads = loss_and_grads(params, X[start : start + B], y[start : start + B])
        for (W, b), (dW, db) in zip(params, grads):
            W -= lr * dW
            b -= lr * db
    return params, losses


RIGHT = {
    "iterations_per_epoch": [
        steps_counted,
        lambda n, B, drop_last=False: n // B if drop_last else (n + B - 1) // B,
        lambda n, B, drop_last=False: len(range(0, n - B + 1 if drop_last else n, B)),
    ],
    "shuffle_together": [
        shuffle_by_shuffle,
        shuffle_by_loops,
        shuffle_by_sorting,
        lambda X, y, rng: (lambda order: (X[order], y[order]))(rng.permutation(len(X))),
    ],
    "minibatches": [batches_by_slices, batches_by_shuffle, batches_without_replacement],
    "per_example_gradients": [each_numpy, each_loops],
    "accumulate_gradients": [
        accumulate_loop,
        accumulate_running,
        lambda means, sizes: np.average(means, axis=0, weights=sizes),
    ],
    "epoch_mean_loss": [
        losses_loop,
        lambda losses, sizes: np.dot(losses, sizes) / np.sum(sizes),
        lambda losses, sizes: float(np.average(losses, weights=sizes)),
    ],
    "train_epoch": [
        epoch_by(batches_by_slices),
        epoch_by(batches_by_shuffle),
        epoch_by(batches_without_replacement),
        epoch_on_copies,
    ],
}


# --- wrong ------------------------------------------------------------------------------------------------------------
def shuffle_two_orders(X, y, rng):
    return X[rng.permutation(len(X))], y[rng.permutation(len(y))]


def shuffle_in_place(X, y, rng):
    order = rng.permutation(len(X))
    X[:] = X[order]
    y[:] = y[order]
    return X, y


def shuffle_by_global(X, y, rng):
    order = np.random.permutation(len(X))
    return X[order], y[order]


def shuffle_by_own_seed(X, y, rng):
    order = np.random.default_rng(0).permutation(len(X))
    return X[order], y[order]


def shuffle_with_replacement(X, y, rng):
    rows = rng.integers(0, len(X), len(X))
    return X[rows], y[rows]


def shuffle_x_only(X, y, rng):
    return X[rng.permutation(len(X))], y.copy()


def batches_with_replacement(n, B, rng, drop_last=False):
    sizes = [len(batch) for batch in batches_by_slices(n, B, rng, drop_last)]
    return [rng.integers(0, n, size) for size in sizes]


def batches_rest_dropped(n, B, rng, drop_last=False):
    order = rng.permutation(n)
    return [order[i * B : (i + 1) * B] for i in range(n // B)]


def batches_padded(n, B, rng, drop_last=False):
    order = rng.permutation(n)
    more = np.concatenate([order, order])
    return [more[i : i + B] for i in range(0, n, B)]


def batches_only_first(n, B, rng, drop_last=False):
    for start in range(0, n, B):
        return [rng.permutation(n)[start : start + B]]


def batches_never_reshuffled(n, B, rng, drop_last=False):
    return batches_by_slices(n, B, np.random.default_rng(0), drop_last)


def batches_of_blocks(n, B, rng, drop_last=False):
    """The starts are shuffled, and not the rows."""
    starts = np.arange(0, n - B + 1 if drop_last else n, B)
    batches = [np.arange(start, min(start + B, n)) for start in starts]
    full, rest = [b for b in batches if len(b) == B], [b for b in batches if len(b) < B]
    rng.shuffle(full)
    return [np.array(b) for b in full] + rest


def batches_same_rows_dropped(n, B, rng, drop_last=False):
    order = rng.permutation(n // B * B if drop_last else n)
    return [order[i : i + B] for i in range(0, len(order), B)]


def batches_with_an_empty_one(n, B, rng, drop_last=False):
    order = rng.permutation(n)
    return [order[i * B : (i + 1) * B] for i in range(n // B + (0 if drop_last else 1))]


def accumulate_in_place(means, sizes):
    total = means[0]
    total *= sizes[0]
    for mean, size in zip(means[1:], sizes[1:]):
        total += size * mean
    return total / sum(sizes)


def epoch_wrong(grads=None, after=False, y_rows=None, batches=batches_by_slices):
    def train_epoch(params, X, y, B, lr, rng):
        start, losses = params, []
        for number, rows in enumerate(batches(len(X), B, rng)):
            labels = y[rows] if y_rows is None else y[y_rows(number * B, rows)]
            J, found = loss_and_grads(params, X[rows], labels)
            if grads is not None:
                found = grads(found, start, params, X, y, rows, B)
            params = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, found)]
            losses.append(loss_and_grads(params, X[rows], labels)[0] if after else J)
        return params, losses

    return train_epoch


def scaled(factor, grads):
    return [(factor * dW, factor * db) for dW, db in grads]


def epoch_in_words(params, X, y, B, lr, rng):
    params, losses = epoch_by(batches_by_slices)(params, X, y, B, lr, rng)
    return params, [f"{loss:.4f}" for loss in losses]


def epoch_in_place(params, X, y, B, lr, rng):
    losses = []
    for rows in batches_by_slices(len(X), B, rng):
        J, grads = loss_and_grads(params, X[rows], y[rows])
        for (W, b), (dW, db) in zip(params, grads):
            W -= lr * dW
            b -= lr * db
        losses.append(J)
    return [(W.copy(), b.copy()) for W, b in params], losses


def in_order(n, B, rng, drop_last=False):
    return [np.arange(i, min(i + B, n)) for i in range(0, n, B)]


def by_global(n, B, rng, drop_last=False):
    order = np.random.permutation(n)
    return [order[i : i + B] for i in range(0, n, B)]


WRONG = {
    "iterations_per_epoch": [
        (lambda n, B, drop_last=False: n // B, "rest-forgotten", 0),
        (lambda n, B, drop_last=False: round(n / B), "rounded", 0),
        (lambda n, B, drop_last=False: 1, "epoch-for-update", 0),
        (lambda n, B, drop_last=False: math.ceil(n / B), "drop-last-ignored", 0),
        (lambda n, B, drop_last=False: math.floor(n / B) + (not drop_last), "one-too-many", 1),
        (lambda n, B, drop_last=False: np.ceil(n / B) - drop_last, "not-an-int", 0),
        (lambda n, B, drop_last=False: n, None, 0),
        (lambda n, B, drop_last=True: steps_counted(n, B, drop_last), None, 1),  # the default
    ],
    "shuffle_together": [
        (shuffle_two_orders, "torn-pairs", 0),
        (shuffle_in_place, "input-modified", 1),
        (shuffle_by_global, "rng-unused", 0),
        (shuffle_by_own_seed, "same-order-again", 0),
        (shuffle_with_replacement, "rows-lost", 0),
        (shuffle_x_only, "torn-pairs", 0),
        (lambda X, y, rng: (X.copy(), y.copy()), "not-shuffled", 0),
        (lambda X, y, rng: X[rng.permutation(len(X))], "wrong-type", 0),
        (lambda X, y, rng: None, "returns-none", 0),
    ],
    "minibatches": [
        (batches_with_replacement, "repeated-rows", 0),
        (batches_rest_dropped, "rest-dropped", 0),
        (batches_padded, "padded", 0),
        (batches_only_first, "only-first", 0),
        (batches_never_reshuffled, "same-order-again", 0),
        (in_order, "not-shuffled", 0),
        (by_global, "rng-unused", 0),
        (batches_of_blocks, "batches-not-mixed", 0),
        (batches_with_an_empty_one, "empty-batch", 0),
        (batches_same_rows_dropped, "same-rows-dropped", 2),
        (
            lambda n, B, rng, drop_last=True: batches_by_slices(n, B, rng, drop_last),
            "rest-dropped",
            2,
        ),  # the default
        (lambda n, B, rng, drop_last=False: batches_by_slices(n, B, rng), "drop-last-ignored", 2),
        (
            lambda n, B, rng, drop_last=False: [
                batch + 1 for batch in batches_by_slices(n, B, rng, drop_last)
            ],
            "no-such-row",
            0,
        ),
        (
            lambda n, B, rng, drop_last=False: np.array_split(rng.permutation(n), -(-n // B)),
            "wrong-sizes",
            0,
        ),
        (lambda n, B, rng, drop_last=False: rng.permutation(n), "wrong-type", 0),
    ],
    "per_example_gradients": [
        (lambda X, y, w, b: each_numpy(X, y, w, b) / len(X), "averaged", 0),
        (lambda X, y, w, b: each_numpy(X, y, w, b).sum(axis=0), "summed", 0),
        (lambda X, y, w, b: each_numpy(X, y, w, b)[:, :-1], "bias-missing", 0),
        (lambda X, y, w, b: np.roll(each_numpy(X, y, w, b), 1, axis=1), "bias-first", 0),
        (lambda X, y, w, b: -each_numpy(X, y, w, b), "sign-flipped", 0),
        (lambda X, y, w, b: each_numpy(X, 0 * y, w, b), "label-ignored", 0),
        (
            lambda X, y, w, b: (
                (np.exp(X @ w + b) / (1 + np.exp(X @ w + b)) - y)[:, None]
                * np.column_stack([X, np.ones(len(X))])
            ),
            "not-finite",
            2,
        ),
    ],
    "accumulate_gradients": [
        (lambda means, sizes: np.mean(means, axis=0), "average-of-averages", 0),
        (
            lambda means, sizes: accumulate_loop(means, sizes) * sum(sizes) / sizes[0],
            "first-size",
            0,
        ),
        (
            lambda means, sizes: sum(s * m for s, m in zip(sizes, means)) / (len(sizes) * sizes[0]),
            "first-size",
            0,
        ),
        (lambda means, sizes: np.sum(means, axis=0), "means-summed", 0),
        (lambda means, sizes: accumulate_loop(means, sizes).mean(), "lost-axis", 0),
        (accumulate_in_place, "input-modified", 2),
    ],
    "epoch_mean_loss": [
        (lambda losses, sizes: float(np.mean(losses)), "plain-mean", 0),
        (lambda losses, sizes: sum(losses), None, 0),
        (lambda losses, sizes: losses_loop(losses, sizes) * sum(sizes), "not-divided", 0),
        (lambda losses, sizes: np.dot(losses, sizes) / len(losses), "batches-for-examples", 0),
    ],
    "train_epoch": [
        (
            lambda params, X, y, B, lr, rng: epoch_by(batches_by_slices)(
                params, X, y, len(X), lr, rng
            ),
            "one-update",
            2,
        ),
        (
            epoch_wrong(lambda g, start, params, X, y, rows, B: loss_and_grads(start, X, y)[1]),
            "full-gradient",
            2,
        ),
        (
            epoch_wrong(
                lambda g, start, params, X, y, rows, B: loss_and_grads(start, X[rows], y[rows])[1]
            ),
            "stale-params",
            2,
        ),
        (
            epoch_wrong(lambda g, start, params, X, y, rows, B: scaled(len(rows) / B, g)),
            "last-batch-scaled",
            2,
        ),
        (
            epoch_wrong(lambda g, start, params, X, y, rows, B: scaled(len(rows), g)),
            "summed-gradients",
            0,
        ),
        (epoch_wrong(after=True), "loss-after-step", 0),
        (epoch_wrong(y_rows=lambda i, rows: np.arange(i, i + len(rows))), "torn-pairs", 0),
        (epoch_wrong(batches=in_order), "not-shuffled", 4),
        (epoch_wrong(batches=by_global), "rng-unused", 4),
        (epoch_wrong(batches=batches_never_reshuffled), "same-order-again", 4),
        (epoch_wrong(batches=batches_rest_dropped), "last-batch-left-out", 2),
        (epoch_wrong(batches=batches_with_replacement), None, 0),
        (epoch_in_place, "input-modified", 4),
        (lambda params, X, y, B, lr, rng: params, "wrong-layout", 0),
        (epoch_in_words, "wrong-type", 0),
    ],
}
