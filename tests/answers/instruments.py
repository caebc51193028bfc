"""Answers to chapter 0's exercises: right ones that must get all the points, wrong ones with the slip to be named.

`RIGHT[name]` lists functions; `WRONG[name]` lists (function, slip, points), written as a learner would.
"""

import numpy as np

POINTS = 10


# --- weighted_sum ---------------------------------------------------------------------------------------------------
def sum_loop(x, w, b):
    z = b
    for i in range(len(x)):
        z = z + x[i] * w[i]
    return z


def sum_zip(x, w, b):
    return sum(p * q for p, q in zip(x, w)) + b


def sum_short_loop(x, w, b):
    z = b
    for i in range(len(x) - 1):
        z = z + x[i] * w[i]
    return z


def sum_returns_early(x, w, b):
    z = b
    for i in range(len(x)):
        z = z + x[i] * w[i]
        return z
    return z


def sum_in_place(x, w, b):
    x *= w
    return x.sum() + b


# --- central_difference ---------------------------------------------------------------------------------------------
def central_two_lines(f, x, h=1e-5):
    rise = f(x + h) - f(x - h)
    return rise / (2 * h)


def central_mean_of_sides(f, x, h=1e-5):
    right = (f(x + h) - f(x)) / h
    left = (f(x) - f(x - h)) / h
    return (right + left) / 2


def central_rounds(f, x, h=1e-5):
    return round((f(x + h) - f(x - h)) / (2 * h), 1)


# --- numerical_gradient ---------------------------------------------------------------------------------------------
def gradient_copies(f, X, h=1e-5):
    G = np.zeros(X.shape)
    for index in np.ndindex(X.shape):
        up, down = X.copy(), X.copy()
        up[index] += h
        down[index] -= h
        G[index] = (f(up) - f(down)) / (2 * h)
    return G


def gradient_flat_and_back(f, X, h=1e-5):
    flat, slopes = X.ravel().copy(), []
    for k in range(flat.size):
        kept = flat[k]
        flat[k] = kept + h
        above = f(flat.reshape(X.shape))
        flat[k] = kept - h
        below = f(flat.reshape(X.shape))
        flat[k] = kept
        slopes.append((above - below) / (2 * h))
    return np.array(slopes).reshape(X.shape)


def gradient_flattened(f, X, h=1e-5):
    return gradient_copies(f, X, h).ravel()


def gradient_in_the_input(f, X, h=1e-5):
    G = np.zeros(X.shape)
    for index in np.ndindex(X.shape):
        X[index] += h
        above = f(X)
        X[index] -= 2 * h
        G[index] = (above - f(X)) / (2 * h)
        X[index] += h
    return G


def gradient_drifts(f, X, h=1e-5):
    X, G = X.copy(), np.zeros(X.shape)
    for index in np.ndindex(X.shape):
        X[index] += h
        above = f(X)
        X[index] -= 2 * h
        G[index] = (above - f(X)) / (2 * h)
    return G


def gradient_of_rows(f, X, h=1e-5):
    G = np.zeros(X.shape)
    for i in range(X.shape[0]):
        up, down = X.copy(), X.copy()
        up[i] += h
        down[i] -= h
        G[i] = (f(up) - f(down)) / (2 * h)
    return G


# --- relative_error -------------------------------------------------------------------------------------------------
def error_with_if(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    most = max(np.abs(a).max(), np.abs(b).max())
    if most == 0:
        return 0.0
    return np.abs(a - b).max() / most


def error_with_loop(a, b):
    a, b = np.ravel(a), np.ravel(b)
    largest = difference = 0.0
    for p, q in zip(a, b):
        largest = max(largest, abs(p), abs(q))
        difference = max(difference, abs(p - q))
    return difference / largest if largest > 0 else 0.0


def error_with_small_guard(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return np.abs(a - b).max() / (max(np.abs(a).max(), np.abs(b).max()) + 1e-8)


def error_mean(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    most = max(np.abs(a).max(), np.abs(b).max())
    return np.abs(a - b).mean() / most if most else 0.0


RIGHT = {
    "weighted_sum": [sum_loop, sum_zip, lambda x, w, b: np.dot(x, w) + b, lambda x, w, b: (x * w).sum() + b],
    "central_difference": [central_two_lines, central_mean_of_sides],
    "numerical_gradient": [gradient_copies, gradient_flat_and_back],
    "relative_error": [error_with_if, error_with_loop],
}  # fmt: skip

WRONG = {
    "weighted_sum": [
        (lambda x, w, b: float(x @ w), "bias-forgotten", 0),
        (sum_short_loop, "last-input-missed", 0),
        (lambda x, w, b: np.mean(x * w) + b if len(x) else b, "mean-for-sum", 0),
        (lambda x, w, b: sum(x * w + b) if len(x) else 0.0, "bias-every-time", 0),
        (lambda x, w, b: sum(x) + b, "weights-forgotten", 0),
        (sum_returns_early, None, 0),
        (sum_in_place, "input-modified", 1),
        (lambda x, w, b: x * w + b, "broadcast-up", 0),
        (lambda x, w, b: None, "returns-none", 0),
    ],
    "central_difference": [
        (lambda f, x, h=1e-5: (f(x + h) - f(x)) / h, "one-sided", 0),
        (lambda f, x, h=1e-5: (f(x + h) - f(x - h)) / h, "run-too-short", 0),
        (lambda f, x, h=1e-5: (f(x - h) - f(x + h)) / (2 * h), "sign-flipped", 0),
        (lambda f, x, h=1e-5: (f(x + 1e-5) - f(x - 1e-5)) / (2 * 1e-5), "step-ignored", 0),
        (lambda f, x, h=1e-5: (f(x + h) - f(x - h)) / 2 * h, "precedence", 0),
        (lambda f, x, h=1e-5: f(x + h) - f(x - h), "not-divided", 0),
        (central_rounds, None, 0),
    ],
    "numerical_gradient": [
        (gradient_flattened, "flattened", 0),
        (gradient_in_the_input, "input-modified", 0),
        (gradient_drifts, "not-put-back", 0),
        (gradient_of_rows, None, 0),
        (lambda f, X, h=1.0: gradient_copies(f, X, h), None, 1),  # the default step
        (lambda f, X, h=1e-5: np.full(X.shape, (f(X + h) - f(X - h)) / (2 * h)), "all-at-once", 0),
        (lambda f, X, h=1e-5: 2 * gradient_copies(f, X, h), "run-too-short", 0),
    ],
    "relative_error": [
        (lambda a, b: np.max(np.abs(np.asarray(a) - b)) / np.max(np.abs(a)), "divided-by-a", 0),
        (lambda a, b: np.max(np.abs(np.asarray(a) - b)), "not-relative", 0),
        (lambda a, b: abs(a - b) / (abs(a) + abs(b)), "divided-by-sum", 0),
        (error_with_small_guard, None, 1),
        (error_mean, None, 1),
        (
            lambda a, b: (
                np.max(np.abs(np.asarray(a) - b)) / max(np.max(np.abs(a)), np.max(np.abs(b)))
            ),
            "zero-by-zero",
            1,
        ),
    ],
}
