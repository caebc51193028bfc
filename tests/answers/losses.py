"""Answers to chapter 5's exercises: right ones that must get all the points, wrong ones with the slip to be named.

`RIGHT[name]` lists functions; `WRONG[name]` lists (function, slip, points). Where a wrong forward has its matching
wrong backward, both stand here: a gradient check alone would let the pair pass.
"""

import math

import numpy as np

POINTS = 26


def in_float32(function):
    """The same in float32; labels stay whole numbers."""

    def single(*arguments):
        return function(*(_short(x) for x in arguments))

    return single


def _short(x):
    return x.astype(np.float32) if isinstance(x, np.ndarray) and x.dtype.kind == "f" else x


# --- right: loops ---------------------------------------------------------------------------------------------------
def mean_over(one):
    """The mean of a cost of two numbers over a table, by two loops."""

    def loops(P, T, *numbers):
        total = 0.0
        for i in range(P.shape[0]):
            for j in range(P.shape[1]):
                total += one(P[i, j] - T[i, j], *numbers)
        return total / (P.shape[0] * P.shape[1])

    return loops


def slope_over(one):
    """The gradient of such a mean."""

    def loops(P, T, *numbers):
        dP = np.zeros(P.shape)
        for i in range(P.shape[0]):
            for j in range(P.shape[1]):
                dP[i, j] = one(P[i, j] - T[i, j], *numbers) / (P.shape[0] * P.shape[1])
        return dP

    return loops


def sign(e):
    return 1 if e > 0 else -1 if e < 0 else 0


def huber_one(e, delta):
    return e * e / 2 if abs(e) <= delta else delta * abs(e) - delta**2 / 2


def huber_slope_one(e, delta):
    return e if -delta <= e <= delta else delta if e > 0 else -delta


def cross_entropy_loop(p, q):
    total = 0.0
    for j in range(len(p)):
        if p[j] > 0:
            total -= p[j] * math.log(q[j]) if q[j] > 0 else -math.inf
    return total


def binary_loop(p, y):
    total = 0.0
    for i in range(len(p)):
        price = p[i] if y[i] == 1 else 1 - p[i]
        total += -math.log(price) if price > 0 else math.inf
    return total / len(p)


def softplus(z):
    return max(z, 0) + math.log1p(math.exp(-abs(z)))


def bce_loop(z, y):
    return sum(softplus(-a) if label == 1 else softplus(a) for a, label in zip(z, y)) / len(z)


def logistic(z):
    return 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z))


def bce_slope_loop(z, y):
    dz = np.zeros(len(z))
    for i in range(len(z)):
        dz[i] = (logistic(z[i]) - y[i]) / len(z)
    return dz


def multilabel_loop(Z, Y):
    total = 0.0
    for i in range(Z.shape[0]):
        for j in range(Z.shape[1]):
            total += softplus(Z[i, j]) - Y[i, j] * Z[i, j]
    return total / Z.shape[0]


def softmax_loop(Z, y):
    total = 0.0
    for i in range(len(y)):
        top = max(Z[i])
        total += math.log(sum(math.exp(z - top) for z in Z[i])) + top - Z[i, y[i]]
    return total / len(y)


def softmax_slope_loop(Z, y):
    dZ = np.zeros(Z.shape)
    for i in range(Z.shape[0]):
        e = [math.exp(z - max(Z[i])) for z in Z[i]]
        for j in range(Z.shape[1]):
            dZ[i, j] = (e[j] / sum(e) - (1 if j == y[i] else 0)) / Z.shape[0]
    return dZ


# --- right: NumPy, other algebra --------------------------------------------------------------------------------------
def huber_clipped(P, T, delta):
    e = np.minimum(np.abs(P - T), delta)
    return np.mean(e * np.abs(P - T) - e * e / 2)


def cross_entropy_masked(p, q):
    there = p > 0
    return -np.sum(p[there] * np.log(q[there]))


def binary_where(p, y):
    return -np.mean(np.log(np.where(y == 1, p, 1 - p)))


def sigmoid(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def sigmoid_calm(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def bce_numpy(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)


def bce_turned(z, y):
    s = (1 - 2 * y) * z
    return np.mean(np.maximum(s, 0) + np.log(1 + np.exp(-np.abs(s))))


def log_softmax(Z):
    shifted = Z - Z.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def softmax_numpy(Z, y):
    return -log_softmax(Z)[np.arange(len(y)), y].mean()


def softmax_onehot(Z, y):
    Y = np.arange(Z.shape[1]) == y[:, None]
    top = np.max(Z, axis=1)
    level = top + np.log(np.sum(np.exp(Z - top[:, None]), axis=1))
    return np.sum(level - np.sum(np.where(Y, Z, 0), axis=1)) / len(y)


def softmax_slope(Z, y):
    dZ = np.exp(log_softmax(Z))
    dZ[np.arange(len(y)), y] -= 1
    return dZ / len(y)


def softmax_slope_onehot(Z, y):
    E = np.exp(Z - Z.max(axis=1)[:, None])
    return (E / E.sum(axis=1)[:, None] - np.eye(Z.shape[1])[y]) / len(Z)


RIGHT = {
    "mse": [
        mean_over(lambda e: e**2),
        lambda P, T: np.mean((P - T) ** 2),
        lambda P, T: float(np.sum(np.square(T - P))) / P.size,
        in_float32(lambda P, T: ((P - T) ** 2).mean()),
    ],
    "mse_grad": [
        slope_over(lambda e: 2 * e),
        lambda P, T: -2 * (T - P) / (P.shape[0] * P.shape[1]),
        in_float32(lambda P, T: (P - T) * 2 / P.size),
    ],
    "mae": [
        mean_over(abs),
        lambda P, T: np.mean(np.abs(P - T)),
        lambda P, T: np.mean(np.maximum(P, T) - np.minimum(P, T)),
        in_float32(lambda P, T: np.abs(T - P).mean()),
    ],
    "mae_grad": [
        slope_over(sign),
        lambda P, T: np.sign(P - T) / P.size,
        lambda P, T: ((P > T).astype(float) - (P < T)) / P.size,
        in_float32(lambda P, T: np.sign(P - T) / P.size),
    ],
    "huber": [
        mean_over(huber_one),
        huber_clipped,
        lambda P, T, delta: np.mean(
            np.where(np.abs(P - T) < delta, (P - T) ** 2 / 2, delta * (np.abs(P - T) - delta / 2))
        ),
        in_float32(huber_clipped),
    ],
    "huber_grad": [
        slope_over(huber_slope_one),
        lambda P, T, delta: np.clip(P - T, -delta, delta) / P.size,
        lambda P, T, delta: np.where(np.abs(P - T) < delta, P - T, delta * np.sign(P - T)) / P.size,
        in_float32(lambda P, T, delta: np.maximum(np.minimum(P - T, delta), -delta) / P.size),
    ],
    "cross_entropy": [
        cross_entropy_loop,
        cross_entropy_masked,
        lambda p, q: -np.sum(np.where(p > 0, p * np.log(q), 0)),
        in_float32(cross_entropy_masked),
    ],
    "binary_cross_entropy": [
        binary_loop,
        binary_where,
        lambda p, y: np.mean(np.where(y == 1, -np.log(p), -np.log(1 - p))),
        lambda p, y: -np.mean(np.log(np.abs(1 - y - p))),
        in_float32(binary_where),
    ],
    "bce_with_logits": [
        bce_loop,
        bce_numpy,
        bce_turned,
        lambda z, y: np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))),
        in_float32(bce_turned),
    ],
    "bce_with_logits_grad": [
        bce_slope_loop,
        lambda z, y: (sigmoid_calm(z) - y) / len(z),
        lambda z, y: (0.5 + 0.5 * np.tanh(z / 2) - y) / z.size,
        lambda z, y: (1 / (1 + np.exp(-z)) - y) / len(z),  # a power of inf, and 1 / inf is the right 0
        in_float32(lambda z, y: (sigmoid_calm(z) - y) / np.float32(len(z))),
    ],
    "multilabel_bce": [
        multilabel_loop,
        lambda Z, Y: sum(bce_numpy(z, y) for z, y in zip(Z.T, Y.T)),
        lambda Z, Y: np.sum(np.logaddexp(0, Z) - Y * Z, axis=1).mean(),
        in_float32(lambda Z, Y: bce_turned(Z, Y) * Z.shape[1]),
    ],
    "softmax_cross_entropy": [
        softmax_loop,
        softmax_numpy,
        softmax_onehot,
        lambda Z, y: np.mean([np.logaddexp.reduce(row) - row[label] for row, label in zip(Z, y)]),
        in_float32(softmax_numpy),
    ],
    "softmax_cross_entropy_grad": [
        softmax_slope_loop,
        softmax_slope,
        softmax_slope_onehot,
        in_float32(softmax_slope),
    ],
}  # fmt: skip


# --- wrong ------------------------------------------------------------------------------------------------------------
def in_place_error(P, T, *_):
    P -= T
    return P


def mse_in_place(P, T):
    return np.mean(in_place_error(P, T) ** 2)


def mse_grad_in_place(P, T):
    return 2 * in_place_error(P, T) / P.size


def huber_grad_in_place(P, T, delta):
    P -= T
    np.clip(P, -delta, delta, out=P)
    return P / P.size


def mse_short_loop(P, T):
    total = 0.0
    for i in range(P.shape[0]):
        for j in range(P.shape[1] - 1):
            total += (P[i, j] - T[i, j]) ** 2
    return total / P.size


def early_return(z, y):
    for a, label in zip(z, y):
        return softplus(a) - label * a


def clean_binary(p, y):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def seed_bracket(p, y):
    """-[y log{p + (1 - y) log(1 - p)}], as the notes have it."""
    return -np.mean(y * np.log(p + (1 - y) * np.log(1 - p)))


def naive_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def clipped_logits(z, y):
    p = np.clip(1 / (1 + np.exp(-z)), 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def log_of_softmax(Z, y):
    return -np.log(softmax(Z)[np.arange(len(y)), y]).mean()


def softmax_in_place(Z, y):
    Z -= Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y])


def softmax_slope_in_place(Z, y):
    Z -= Z.max(axis=1, keepdims=True)
    np.exp(Z, Z)
    Z /= Z.sum(axis=1, keepdims=True)
    Z[np.arange(len(y)), y] -= 1
    Z /= len(y)
    return Z


def slope_with_column_of_labels(Z, y):
    y = y.reshape(-1, 1)
    dZ = softmax(Z)
    dZ[np.arange(len(y)), y] -= 1
    return dZ / len(y)


WRONG = {
    "mse": [
        (lambda P, T: np.mean((P - T) ** 2) / 2, "half-loss", 0),  # its gradient (P - T) / (n k) is below
        (lambda P, T: np.sum((P - T) ** 2) / P.shape[0], "mean-over-rows", 0),
        (lambda P, T: np.sum((P - T) ** 2), "no-mean", 0),
        (lambda P, T: np.sqrt(np.mean((P - T) ** 2)), "root", 0),
        (lambda P, T: np.mean(P - T), "no-square", 0),
        (lambda P, T: np.mean(np.abs(P - T)), "absolute-errors", 0),
        (lambda P, T: -np.mean((P - T) ** 2), None, 0),
        (lambda P, T: np.mean((P - T) ** 2, axis=1), "broadcast-up", 0),
        (lambda P, T: np.mean((P[:, None] - T) ** 2), None, 0),  # all rows against all rows
        (mse_short_loop, None, 0),
        (mse_in_place, "input-modified", 0),
    ],
    "mse_grad": [
        (lambda P, T: (P - T) / P.size, "halved", 0),
        (lambda P, T: 2 * (P - T) / len(P), "mean-over-rows", 0),
        (lambda P, T: 2 * (P - T), "no-mean", 0),
        (lambda P, T: 2 * (T - P) / P.size, "sign-flipped", 0),
        (lambda P, T: 2 * (P - T) / P.shape[1], None, 0),
        (lambda P, T: np.mean(2 * (P - T)), "lost-axis", 0),
        (mse_grad_in_place, "input-modified", 1),
    ],
    "mae": [
        (lambda P, T: np.sum(np.abs(P - T)), "no-mean", 0),
        (lambda P, T: np.mean(P - T), "sign-kept", 0),
        (lambda P, T: np.abs(np.mean(P - T)), "size-of-mean", 0),
        (lambda P, T: np.sum(np.abs(P - T)) / len(P), "mean-over-rows", 0),
        (lambda P, T: np.mean((P - T) ** 2), "squared-errors", 0),
        (lambda P, T: np.median(np.abs(P - T)), None, 0),
    ],
    "mae_grad": [
        (lambda P, T: np.sign(P - T), "no-mean", 0),
        (lambda P, T: np.ones(P.shape) / P.size, None, 0),
        (lambda P, T: np.where(P < T, -1, 1) / P.size, "tie", 0),
        (lambda P, T: 2 * ((P > T) - 0.5) / P.size, "tie", 0),
        (lambda P, T: np.sign(T - P) / P.size, "sign-flipped", 0),
        (lambda P, T: (P - T) / np.abs(P - T) / P.size, "not-finite", 0),  # 0 / 0 at a tie
        (lambda P, T: (P - T) / P.size, "error-for-sign", 0),
        (lambda P, T: np.abs(P - T) / P.size, "size-for-slope", 0),
        (lambda P, T: np.abs(np.sign(P - T)) / P.size, "sign-lost", 0),
    ],
    "huber": [
        (
            lambda P, T, delta: np.mean(
                np.where(np.abs(P - T) <= delta, (P - T) ** 2 / 2, delta * np.abs(P - T) - 0.5)
            ),
            "jump-at-delta",
            0,
        ),
        (lambda P, T, delta: np.mean((P - T) ** 2) / 2, "no-tail", 0),
        (
            lambda P, T, delta: np.mean(
                np.where(np.abs(P - T) <= delta, (P - T) ** 2 / 2, np.abs(P - T) - delta / 2)
            ),
            "tail-slope",
            0,
        ),
        (lambda P, T, delta: huber_clipped(P, T, 1), "delta-ignored", 0),
        (lambda P, T, delta: huber_clipped(P, T, delta) * P.size, "no-mean", 0),
        (lambda P, T, delta: 2 * huber_clipped(P, T, delta), None, 0),
        (lambda P, T, delta: huber_clipped(P, T, delta) / delta, None, 0),  # SmoothL1's convention
        # a line on the right side only; the backward np.minimum(P - T, delta) below fits it, and both are wrong
        (
            lambda P, T, delta: np.mean(
                np.where(P - T <= delta, (P - T) ** 2 / 2, delta * (P - T - delta / 2))
            ),
            None,
            0,
        ),
    ],
    "huber_grad": [
        (lambda P, T, delta: (P - T) / P.size, "no-tail", 0),
        (
            lambda P, T, delta: np.where(np.abs(P - T) <= delta, P - T, np.sign(P - T)) / P.size,
            "tail-slope",
            0,
        ),
        (lambda P, T, delta: np.where(np.abs(P - T) <= delta, P - T, delta) / P.size, "sign-lost", 0),
        (lambda P, T, delta: np.clip(P - T, -1, 1) / P.size, "delta-ignored", 0),
        (lambda P, T, delta: np.clip(T - P, -delta, delta) / P.size, "sign-flipped", 0),
        (lambda P, T, delta: np.minimum(P - T, delta) / P.size, None, 0),
        (lambda P, T, delta: np.clip(P - T, -delta, delta) / P.size / delta, None, 0),
        (lambda P, T, delta: np.clip(P - T, -1.5, 1.5) / P.size, None, 1),  # right for one delta
        (huber_grad_in_place, "input-modified", 1),
    ],
    "cross_entropy": [
        (lambda p, q: -np.sum(p * np.log2(q)), "base-two", 0),
        (lambda p, q: -np.sum(p * np.log(p)), "entropy-only", 0),
        (lambda p, q: -np.sum(q * np.log(p)), "swapped", 0),
        (lambda p, q: np.sum(p * (np.log(p) - np.log(q))), "divergence", 0),
        (lambda p, q: np.sum(p * np.log(q)), "sign", 0),
        (lambda p, q: -np.sum(p * np.log(q)), "zero-times-log", 1),
        (lambda p, q: -np.dot(p, np.log(q)), "zero-times-log", 1),
        (lambda p, q: -np.sum(p * np.log(q + 1e-12)), "epsilon", 1),
        (lambda p, q: -np.sum(p * np.log(np.clip(q, 1e-9, 1))), "epsilon", 1),
        (lambda p, q: -np.sum(p[q > 0] * np.log(q[q > 0])), "epsilon", 1),
        (lambda p, q: -np.log(np.sum(p * q)), None, 0),
    ],
    "binary_cross_entropy": [
        (seed_bracket, "bracket-in-log", 0),
        (lambda p, y: -np.mean(y * np.log(p)), "only-the-ones", 0),
        (lambda p, y: -np.mean(y * np.log(p) + (1 - y) * np.log(p)), "same-log-twice", 0),
        (lambda p, y: -np.mean(np.log(np.where(y == 0, p, 1 - p))), "labels-exchanged", 0),
        (lambda p, y: -np.sum(np.log(np.where(y == 1, p, 1 - p))), "no-mean", 0),
        (lambda p, y: binary_where(p, y) / math.log(2), "base-two", 0),
        (lambda p, y: -binary_where(p, y), "sign", 0),
        (lambda p, y: np.mean((p - y) ** 2), "squared-errors", 0),
        (lambda p, y: -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)), "zero-times-log", 2),
        (clean_binary, None, 2),
        (lambda p, y: binary_where(p[:, None], y), None, 0),  # (n, 1) against (n,): n times n prices
        (lambda p, y: -np.log(np.where(y == 1, p, 1 - p)), "broadcast-up", 0),
    ],
    "bce_with_logits": [
        (naive_logits, "log-of-sigmoid", 1),
        (clipped_logits, "clipped", 1),
        (lambda z, y: np.mean(np.log(1 + np.exp(z)) - y * z), "overflow", 1),
        (lambda z, y: np.sum(np.logaddexp(0, z) - y * z), "no-mean", 0),
        (lambda z, y: np.mean(np.logaddexp(0, z) - (1 - y) * z), "labels-exchanged", 0),
        (lambda z, y: np.mean(np.logaddexp(0, -z) * y), "only-the-ones", 0),
        (lambda z, y: np.mean(np.logaddexp(0, z) + y * z), None, 0),
        (lambda z, y: bce_numpy(z[:, None], y), None, 0),  # (n, 1) against (n,): n times n prices
        (early_return, None, 0),
        (lambda z, y: -np.mean(y * np.log(z) + (1 - y) * np.log(1 - z)), "no-sigmoid", 0),
    ],
    "bce_with_logits_grad": [
        (
            lambda z, y: (sigmoid_calm(z) - y) * sigmoid_calm(z) * (1 - sigmoid_calm(z)) / len(z),
            "sigmoid-slope-left",
            0,
        ),
        (lambda z, y: sigmoid_calm(z) - y, "missing-mean", 0),
        (lambda z, y: (y - sigmoid_calm(z)) / len(z), "sign-flipped", 0),
        (lambda z, y: (z - y) / len(z), "no-sigmoid", 0),
        (lambda z, y: (np.exp(z) / (1 + np.exp(z)) - y) / len(z), "overflow", 1),
        # the gradients of a forward with the labels exchanged, and of squared errors: each fits its own forward
        (lambda z, y: (sigmoid_calm(z) - (1 - y)) / len(z), None, 0),
        (
            lambda z, y: 2 * (sigmoid_calm(z) - y) * sigmoid_calm(z) * sigmoid_calm(-z) / len(z),
            None,
            0,
        ),
        (lambda z, y: (sigmoid_calm(z) - y)[:, None] / len(z), "broadcast-up", 0),
        (lambda z, y: np.mean(sigmoid_calm(z) - y), "lost-axis", 0),
        (lambda z, y: np.where(y == 1, sigmoid_calm(z) - 1, 0) / len(z), None, 0),
    ],
    "multilabel_bce": [
        (lambda Z, Y: bce_numpy(Z, Y), "mean-over-labels", 0),
        (
            lambda Z, Y: -np.mean(np.sum(Y * np.log(softmax(Z)) + (1 - Y) * np.log(1 - softmax(Z)), axis=1)),
            "softmax-inside",
            0,
        ),
        (lambda Z, Y: -np.mean(np.sum(Y * np.log(softmax(Z)), axis=1)), "softmax-inside", 0),
        (lambda Z, Y: bce_numpy(Z, Y) * Z.size, "no-mean", 0),
        (lambda Z, Y: bce_numpy(Z, Y) * Z.shape[0], "mean-exchanged", 0),
        (lambda Z, Y: naive_logits(Z, Y) * Z.shape[1], "log-of-sigmoid", 2),
        (lambda Z, Y: np.mean(np.sum(np.log(1 + np.exp(Z)) - Y * Z, axis=1)), "overflow", 2),
        (lambda Z, Y: clipped_logits(Z, Y) * Z.shape[1], None, 2),
        (lambda Z, Y: np.mean(np.sum(Y * np.logaddexp(0, -Z), axis=1)), "only-the-ones", 0),
        (lambda Z, Y: bce_numpy(Z[:, 0], Y[:, 0]) * Z.shape[1], None, 0),  # only the first column
    ],
    "softmax_cross_entropy": [
        (lambda Z, y: softmax_numpy(Z, y) * len(y), "no-mean", 0),
        (lambda Z, y: softmax_numpy(Z, y) / Z.shape[1], "mean-over-classes", 0),
        (log_of_softmax, "log-of-softmax", 2),
        (lambda Z, y: -np.mean(np.log(softmax(Z)[np.arange(len(y)), y] + 1e-12)), "epsilon", 2),
        (lambda Z, y: -np.mean(np.log(np.maximum(softmax(Z)[np.arange(len(y)), y], 1e-7))), "epsilon", 2),
        (lambda Z, y: -np.mean(log_softmax(Z)[np.arange(len(y)), y.reshape(-1, 1)]), "labels-broadcast", 0),
        (lambda Z, y: -np.mean(log_softmax(Z)[:, y]), "labels-broadcast", 0),
        (lambda Z, y: np.mean(np.log(np.sum(np.exp(Z), axis=1)) - Z[np.arange(len(y)), y]), "no-shift", 2),
        (lambda Z, y: -np.mean(np.sum(log_softmax(Z), axis=1)), "all-classes", 0),
        (lambda Z, y: np.mean(1 - softmax(Z)[np.arange(len(y)), y]), "no-logarithm", 0),
        (lambda Z, y: -np.mean(Z[np.arange(len(y)), y]), "no-softmax", 0),
        (lambda Z, y: -np.mean(log_softmax(Z.T).T[np.arange(len(y)), y]), "wrong-axis", 0),
        (softmax_in_place, "input-modified", 2),
    ],
    "softmax_cross_entropy_grad": [
        (lambda Z, y: softmax_slope(Z, y) * len(y), "missing-mean", 0),
        (lambda Z, y: softmax_slope(Z, y) / Z.shape[1], "averaged-outputs", 0),
        (lambda Z, y: -softmax_slope(Z, y), "sign-flipped", 0),
        (
            lambda Z, y: softmax_slope(Z, y) * softmax(Z) * (1 - softmax(Z)),
            "softmax-slope-left",
            0,
        ),
        (slope_with_column_of_labels, "labels-broadcast", 0),
        (lambda Z, y: softmax(Z) / len(y), "label-missing", 0),
        (lambda Z, y: (sigmoid_calm(Z) - np.eye(Z.shape[1])[y]) / len(y), "sigmoid-for-softmax", 0),
        (
            lambda Z, y: (np.exp(Z) / np.exp(Z).sum(axis=1)[:, None] - np.eye(Z.shape[1])[y]) / len(y),
            "no-shift",
            2,
        ),
        (lambda Z, y: (softmax(Z.T).T - np.eye(Z.shape[1])[y]) / len(y), None, 0),
        # this backward belongs to the forward that misses its mean over the classes: they fit each other
        (lambda Z, y: softmax_slope(Z, y) / len(y), "mean-twice", 0),
        (softmax_slope_in_place, "input-modified", 2),
    ],
}  # fmt: skip
