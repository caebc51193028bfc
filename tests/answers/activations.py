"""Answers to chapter 3's exercises: right ones that must get all the points, wrong ones with the slip to be named.

`RIGHT[name]` lists functions; `WRONG[name]` lists (function, slip, points). The wrong answers of the chapter's table
are all here, written as a learner would, apart from the ones that the exercises carry themselves.
"""

import math

import numpy as np


# --- right: loops ---------------------------------------------------------------------------------------------------
def over_entries(one):
    """A function of matrices, by two loops, from a function of numbers."""

    def loops(*arrays):
        numbers = [x for x in arrays if not isinstance(x, np.ndarray)]
        arrays = [x for x in arrays if isinstance(x, np.ndarray)]
        out = np.zeros(arrays[0].shape)
        for i in range(arrays[0].shape[0]):
            for j in range(arrays[0].shape[1]):
                out[i, j] = one(*(x[i, j] for x in arrays), *numbers)
        return out

    return loops


def logistic(x):
    return 1 / (1 + math.exp(-x)) if x > 0 else math.exp(x) / (1 + math.exp(x))


def softmax_loops(Z):
    P = np.zeros(Z.shape)
    for i in range(Z.shape[0]):
        top = max(Z[i])
        total = 0.0
        for j in range(Z.shape[1]):
            P[i, j] = math.exp(Z[i, j] - top)
            total = total + P[i, j]
        for j in range(Z.shape[1]):
            P[i, j] = P[i, j] / total
    return P


def softmax_backward_loops(dout, P):
    dZ = np.zeros(P.shape)
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            for k in range(P.shape[1]):
                jacobian = P[i, k] * ((1.0 if j == k else 0.0) - P[i, j])
                dZ[i, j] = dZ[i, j] + dout[i, k] * jacobian
    return dZ


# --- right: NumPy, other algebra, float32 -----------------------------------------------------------------------------
def sigmoid_both_branches(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def sigmoid_by_tanh(z):
    a = np.empty(z.shape)
    positive = z >= 0
    a[positive] = 1 / (1 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    a[~positive] = e / (1 + e)
    return a


def in_float32(function):
    def single(*arguments):
        short = [x.astype(np.float32) if isinstance(x, np.ndarray) else x for x in arguments]
        return function(*short).astype(np.float32)

    return single


def softmax_numpy(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def softmax_by_log(Z):
    shifted = Z - np.max(Z, axis=1)[:, None]
    return np.exp(shifted - np.log(np.exp(shifted).sum(axis=1))[:, None])


def softmax_backward_jacobian(dout, P):
    return np.array([(np.diag(p) - np.outer(p, p)) @ g for p, g in zip(P, dout, strict=True)])


def softmax_backward_numpy(dout, P):
    return P * dout - P * np.sum(P * dout, axis=1)[:, None]


def relu_backward_masked_copy(dout, a):
    dz = dout.copy()
    dz[a <= 0] = 0
    return dz


RIGHT = {
    "sigmoid": [
        over_entries(logistic),
        sigmoid_both_branches,
        sigmoid_by_tanh,
        lambda z: 1 / (1 + np.exp(-z)),  # overflows to inf with a warning, and 1 / inf is the right 0
        in_float32(sigmoid_both_branches),
    ],
    "sigmoid_backward": [
        over_entries(lambda dout, a: dout * a * (1 - a)),
        lambda dout, a: dout * (a - a**2),
        in_float32(lambda dout, a: dout * a * (1 - a)),
    ],
    "tanh_from_sigmoid": [
        over_entries(lambda z: 2 * logistic(2 * z) - 1),
        lambda z: 1 - 2 * sigmoid_both_branches(-2 * z),
        in_float32(lambda z: 2 * sigmoid_both_branches(2 * z) - 1),
    ],
    "tanh_backward": [
        over_entries(lambda dout, a: dout * (1 - a**2)),
        lambda dout, a: dout * (1 + a) * (1 - a),
        in_float32(lambda dout, a: dout - dout * np.square(a)),
    ],
    "relu": [over_entries(lambda z: max(z, 0)), lambda z: np.maximum(z, 0), lambda z: (z + abs(z)) / 2],
    "relu_backward": [
        over_entries(lambda dout, a: dout if a > 0 else 0),
        lambda dout, a: dout * (a > 0),
        relu_backward_masked_copy,
        in_float32(lambda dout, a: np.where(a > 0, dout, 0)),
    ],
    "leaky_relu_backward": [
        over_entries(lambda dout, a, alpha: dout if a > 0 else alpha * dout),
        lambda dout, a, alpha: dout * np.where(a > 0, 1, alpha),
        lambda dout, a, alpha: np.where(a <= 0, alpha, 1.0) * dout,
        in_float32(lambda dout, a, alpha: np.where(a > 0, dout, np.float32(alpha) * dout)),
    ],
    "softmax": [softmax_loops, softmax_numpy, softmax_by_log, in_float32(softmax_numpy)],
    "softmax_backward": [
        softmax_backward_loops,
        softmax_backward_jacobian,
        softmax_backward_numpy,
        in_float32(softmax_backward_numpy),
    ],
}  # fmt: skip


# --- wrong ------------------------------------------------------------------------------------------------------------
def sigmoid_branches_swapped(z):
    return np.where(z >= 0, np.exp(z) / (1 + np.exp(z)), 1 / (1 + np.exp(-z)))


def backward_in_place(dout, a):
    dout *= a * (1 - a)
    return dout


def tanh_backward_in_place(dout, a):
    dout *= 1 - a * a
    return dout


def relu_backward_book_pattern(dout, a):
    dout[a <= 0] = 0
    dz = dout
    return dz


def leaky_in_place(dout, a, alpha):
    dout[a <= 0] *= alpha
    return dout


def softmax_in_place(Z):
    Z -= Z.max(axis=1, keepdims=True)
    np.exp(Z, Z)
    Z /= Z.sum(axis=1, keepdims=True)
    return Z


def softmax_square_sums(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1)


def softmax_backward_in_place(dout, P):
    dout -= (dout * P).sum(axis=1, keepdims=True)
    dout *= P
    return dout


def relu_backward_short_loop(dout, a):
    dz = np.zeros(a.shape)
    for i in range(a.shape[0] - 1):
        for j in range(a.shape[1]):
            dz[i, j] = dout[i, j] if a[i, j] > 0 else 0
    return dz


WRONG = {
    "sigmoid": [
        (lambda z: 1 / (1 + np.exp(z)), "sign-in-exponent", 0),
        (lambda z: 1 / (1 + np.exp(-np.clip(z, -30, 30))), "clipped", 2),
        (lambda z: 1 - 1 / (1 + np.exp(z)), "cancellation", 2),
        (sigmoid_branches_swapped, "overflow", 2),
        (lambda z: np.round(sigmoid_both_branches(z), 3), "wrong-value", 0),
        (lambda z: sigmoid_both_branches(z).T, "transposed", 0),
        (lambda z: sigmoid_both_branches(z).ravel(), "flattened", 0),
        (lambda z: sigmoid_both_branches(z).tolist(), "wrong-type", 0),
        (lambda z: sigmoid_both_branches(z) > 0.5, "wrong-type", 0),
        (lambda z: sigmoid_both_branches(z).sum(axis=1), "lost-axis", 0),
        (lambda z: sigmoid_both_branches(z)[:, None] * np.ones((2, 1)), "broadcast-up", 0),
        (lambda z: None, "returns-none", 0),
    ],
    "sigmoid_backward": [
        (lambda dout, a: dout * logistic_of(a) * (1 - logistic_of(a)), "derivative-at-a", 0),
        (lambda dout, a: a * (1 - a), "upstream-ignored", 0),
        (lambda dout, a: dout * a, "value-for-slope", 0),
        (backward_in_place, "input-modified", 2),
        (lambda dout, a: -dout * a * (1 - a), "sign-flipped", 0),
        (lambda dout, a: 2 * dout * a * (1 - a), "doubled", 0),
        (lambda dout, a: dout * a * (1 - a) / len(a), "mean-twice", 0),
        (lambda dout, a: 0 * a, "all-zeros", 0),
    ],
    "tanh_from_sigmoid": [
        (lambda z: (1 - np.exp(-z)) / (1 + np.exp(-z)), "half-argument", 0),
        (lambda z: 2 * sigmoid_both_branches(z) - 1, "half-argument", 0),
        (lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)), "overflow", 1),
        (lambda z: -np.tanh(z), "sign-flipped", 0),
    ],
    "tanh_backward": [
        (lambda dout, a: dout * (1 - np.tanh(a) ** 2), "derivative-at-a", 0),
        (lambda dout, a: dout * (a * (1 - a)), "sigmoid-slope", 0),
        (tanh_backward_in_place, "input-modified", 1),
        (lambda dout, a: 1 - a**2, "upstream-ignored", 0),
    ],
    "relu": [
        (np.abs, "absolute-value", 0),
        (lambda z: np.where(z > 0, z, 0.01 * z), "wrong-where-negative", 0),
    ],
    "relu_backward": [
        (lambda dout, a: dout * (a >= 0), "kink-slope", 0),
        (lambda dout, a: np.maximum(dout, 0), "mask-on-dout", 0),
        (relu_backward_book_pattern, "input-modified", 2),
        (lambda dout, a: 1.0 * (a > 0), "upstream-ignored", 0),
        (relu_backward_short_loop, "last-row", 0),
        (lambda dout, a: dout, "kink-slope", 0),
    ],
    "leaky_relu_backward": [
        (lambda dout, a, alpha: np.where(a > 0, dout, alpha * a), "value-for-slope", 0),
        (lambda dout, a, alpha: dout * (a > 0), "relu-slope", 0),
        (lambda dout, a, alpha: dout * np.where(a > 0, 1, 0.01), "fixed-alpha", 0),
        (leaky_in_place, "input-modified", 1),
        (lambda dout, a, alpha: np.where(a < 0, alpha, 1.0) * dout, "kink-slope", 1),
        (
            lambda dout, a, alpha: dout * np.where(a > 0, 1, 0.1),
            None,
            0,
        ),  # right for one alpha only
    ],
    "softmax": [
        (lambda Z: np.exp(Z) / np.exp(Z).sum(axis=0), "wrong-axis", 0),
        (lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1)[:, None], "no-shift", 2),
        (
            lambda Z: np.exp(Z - np.max(Z)) / np.exp(Z - np.max(Z)).sum(axis=1)[:, None],
            "global-max",
            2,
        ),
        (lambda Z: np.exp(Z - np.max(Z)) / np.sum(np.exp(Z - np.max(Z))), "global-sum", 0),
        (softmax_in_place, "input-modified", 2),
        (softmax_square_sums, "error", 0),
    ],
    "softmax_backward": [
        (lambda dout, P: np.zeros(P.shape), "all-zeros", 0),
        (lambda dout, P: dout * P * (1 - P), "diagonal-only", 0),
        (lambda dout, P: dout - np.mean(dout, axis=1)[:, None], "plain-mean", 0),
        (lambda dout, P: P * dout - P * np.sum(P * dout), "sum-over-array", 0),
        (softmax_backward_in_place, "input-modified", 3),
        (lambda dout, P: -softmax_backward_numpy(dout, P), "sign-flipped", 0),
    ],
}


def logistic_of(a):
    return 1 / (1 + np.exp(-a))


POINTS = 24
