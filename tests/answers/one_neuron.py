"""Answers to chapter 6's exercises: right ones that must get all the points, wrong ones with the slip to be named.

`RIGHT[name]` lists functions; `WRONG[name]` lists (function, slip, points). Where a wrong cost has its matching wrong
slopes, both are here in one answer: a gradient check alone would let it pass.
"""

import math

import numpy as np

POINTS = 20


# --- right: loops ---------------------------------------------------------------------------------------------------
def line_loop(x, y, w, b):
    J = dw = db = 0.0
    for i in range(len(x)):
        e = w * x[i] + b - y[i]
        J += e**2 / len(x)
        dw += 2 * e * x[i] / len(x)
        db += 2 * e / len(x)
    return J, dw, db


def step_loop(params, grads, lr):
    new = params.copy()
    for index in np.ndindex(params.shape):
        new[index] = params[index] - lr * grads[index]
    return new


def logistic(z):
    return 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z))


def logistic_loop(X, y, w, b):
    n, d = X.shape
    J, dw, db = 0.0, np.zeros(d), 0.0
    for i in range(n):
        z = b + sum(X[i, j] * w[j] for j in range(d))
        J += (max(z, 0) + math.log1p(math.exp(-abs(z))) - y[i] * z) / n
        e = logistic(z) - y[i]
        for j in range(d):
            dw[j] += e * X[i, j] / n
        db += e / n
    return J, dw, db


def fit_loop(X, y, lr, steps):
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(steps):
        J, dw, db = logistic_numpy(X, y, w, b)
        history.append(J)
        w = w - lr * dw
        b = b - lr * db
    return w, b, history


def several_loop(X, Y, W, b):
    """One logistic neuron after the other."""
    k = Y.shape[1]
    each = [logistic_numpy(X, Y[:, j], W[:, j], b[j]) for j in range(k)]
    dW = np.zeros(W.shape)
    for j in range(k):
        dW[:, j] = each[j][1]
    return sum(J for J, _, _ in each), dW, np.array([db for _, _, db in each])


# --- right: NumPy, other algebra --------------------------------------------------------------------------------------
def line_numpy(x, y, w, b):
    e = w * x + b - y
    return np.mean(e**2), 2 * np.mean(e * x), 2 * np.mean(e)


def line_dots(x, y, w, b):
    e, n = y - (w * x + b), len(x)
    return e @ e / n, -2 * (e @ x) / n, -2 * e.sum() / n


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def logistic_numpy(X, y, w, b):
    z = X @ w + b
    e = sigmoid(z) - y
    return np.mean(np.logaddexp(0, z) - y * z), X.T @ e / len(y), np.mean(e)


def logistic_ones(X, y, w, b):
    """The bias as one more weight, on a column of ones."""
    X1, w1 = np.column_stack([X, np.ones(len(X))]), np.append(w, b)
    z = X1 @ w1
    s = (1 - 2 * y) * z
    g = np.mean((sigmoid(z) - y)[:, None] * X1, axis=0)
    return np.mean(np.maximum(s, 0) + np.log(1 + np.exp(-np.abs(s)))), g[:-1], g[-1]


def fit_ones(X, y, lr, steps):
    X1 = np.column_stack([X, np.ones(len(X))])
    w, history = np.zeros(X1.shape[1]), np.zeros(steps)
    for i in range(steps):
        z = X1 @ w
        history[i] = np.mean(np.logaddexp(0, z) - y * z)
        w -= lr * np.mean((0.5 + 0.5 * np.tanh(z / 2) - y)[:, None] * X1, axis=0)
    return w[:-1].copy(), w[-1], history


def fit_in_place_of_its_own(X, y, lr, steps):
    """Writing into your own w is fine."""
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(steps):
        J, dw, db = logistic_loop(X, y, w, b)
        history += [J]
        w -= lr * dw
        b -= lr * db
    return [w, b, tuple(history)]


def several_numpy(X, Y, W, b):
    Z = X @ W + b
    dZ = (sigmoid(Z) - Y) / X.shape[0]
    return np.sum(np.logaddexp(0, Z) - Y * Z) / len(X), X.T @ dZ, dZ.sum(axis=0)


def in_float32(function):
    """The same in float32."""

    def single(*arguments):
        return function(
            *(x.astype(np.float32) if isinstance(x, np.ndarray) else x for x in arguments)
        )

    return single  # fmt: skip


HEADS = {
    "cat or not": (1, "sigmoid", "bce_with_logits"),
    "several animals at once": (3, "sigmoid", "multilabel_bce"),
    "exactly one animal": (3, "softmax", "softmax_cross_entropy"),
    "age of the cat": (1, "identity", "mse"),
    "positive price": (1, "softplus", "mse"),
    "share between 0 and 1": (1, "sigmoid", "bce_with_logits"),
}


def heads_by_if(task):
    if task == "age of the cat":
        return 1, "identity", "mse"
    if task == "positive price":
        return 1, "softplus", "mse"
    if task == "exactly one animal":
        return 3, "softmax", "softmax_cross_entropy"
    if task == "several animals at once":
        return 3, "sigmoid", "multilabel_bce"
    return 1, "sigmoid", "bce_with_logits"


def heads_but(**changes):
    """The right table with changes, written as a learner would call it."""
    table = HEADS | {key.replace("_", " "): head for key, head in changes.items()}
    return lambda task: table[task]


RIGHT = {
    "linear_neuron_grads": [line_loop, line_numpy, line_dots, in_float32(line_numpy)],
    "gd_step": [
        step_loop,
        lambda params, grads, lr: params - lr * grads,
        lambda params, grads, lr: np.add(params, np.multiply(-lr, grads)),
        in_float32(lambda params, grads, lr: params - np.float32(lr) * grads),
    ],
    "logistic_loss_and_grads": [logistic_loop, logistic_numpy, logistic_ones, in_float32(logistic_numpy)],
    "fit_logistic": [fit_loop, fit_ones, fit_in_place_of_its_own],
    "multi_neuron_grads": [several_loop, several_numpy, in_float32(several_numpy)],
    "choose_head": [heads_by_if, HEADS.get, lambda task: list(HEADS[task])],
}  # fmt: skip


# --- wrong ------------------------------------------------------------------------------------------------------------
def changed(function, change):
    return lambda *given: change(*function(*given), *given)


def naive_cost(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def not_transposed(X, y, w, b):
    J, _, db = logistic_numpy(X, y, w, b)
    return J, X @ (sigmoid(X @ w + b) - y) / len(y), db


def slope_kept(X, y, w, b):
    p = sigmoid(X @ w + b)
    e = (p - y) * p * (1 - p)
    return logistic_numpy(X, y, w, b)[0], X.T @ e / len(y), np.mean(e)


def squares(X, y, w, b):
    """Squared errors with their own slopes: cost and slopes fit each other."""
    p = sigmoid(X @ w + b)
    e = 2 * (p - y) * p * (1 - p)
    return np.mean((p - y) ** 2), X.T @ e / len(y), np.mean(e)


def line_in_place(x, y, w, b):
    x *= w
    x += b - y
    return np.mean(x**2), 2 * np.mean(x * (x + y - b) / w), 2 * np.mean(x)


def centred_in_place(X, y, w, b):
    J, dw, db = logistic_numpy(X, y, w, b)
    X -= X.mean(axis=0)
    return J, dw, db


def step_in_place(params, grads, lr):
    params -= lr * grads
    return params


def step_scales_gradient(params, grads, lr):
    grads *= lr
    return params - grads


def fit_with(order):
    """Gradient descent whose loop does things in another order; `order` gets (state, X, y, lr)."""

    def fit(X, y, lr, steps):
        state = {"w": np.zeros(X.shape[1]), "b": 0.0, "history": []}
        for _ in range(steps):
            order(state, X, y, lr)
        return state["w"], state["b"], state["history"]

    return fit


def record_after(s, X, y, lr):
    _, dw, db = logistic_numpy(X, y, s["w"], s["b"])
    s["w"], s["b"] = s["w"] - lr * dw, s["b"] - lr * db
    s["history"].append(logistic_numpy(X, y, s["w"], s["b"])[0])


def b_with_new_w(s, X, y, lr):
    J, dw, _ = logistic_numpy(X, y, s["w"], s["b"])
    s["w"] = s["w"] - lr * dw
    s["b"] = s["b"] - lr * logistic_numpy(X, y, s["w"], s["b"])[2]
    s["history"].append(J)


def w_with_new_b(s, X, y, lr):
    J, _, db = logistic_numpy(X, y, s["w"], s["b"])
    s["b"] = s["b"] - lr * db
    s["w"] = s["w"] - lr * logistic_numpy(X, y, s["w"], s["b"])[1]
    s["history"].append(J)


def uphill(s, X, y, lr):
    J, dw, db = logistic_numpy(X, y, s["w"], s["b"])
    s["w"], s["b"] = s["w"] + lr * dw, s["b"] + lr * db
    s["history"].append(J)


def nearly(s, X, y, lr):
    """Measured slopes instead of derived ones: close, and not the same walk."""
    J, dw, db = logistic_numpy(X, y, s["w"], s["b"])
    s["w"], s["b"] = s["w"] - lr * dw * (1 + 1e-7), s["b"] - lr * db
    s["history"].append(J)


def early(X, y, lr, steps):
    w, b, history = np.zeros(X.shape[1]), 0.0, []
    for _ in range(steps):
        J, dw, db = logistic_numpy(X, y, w, b)
        history.append(J)
        w, b = w - lr * dw, b - lr * db
        return w, b, history


def both_ends(X, y, lr, steps):
    w, b, history = fit_loop(X, y, lr, steps)
    return w, b, [*history, logistic_numpy(X, y, w, b)[0]]


def from_ones(X, y, lr, steps):
    w, b, history = np.ones(X.shape[1]), 0.0, []
    for _ in range(steps):
        J, dw, db = logistic_numpy(X, y, w, b)
        history.append(J)
        w, b = w - lr * dw, b - lr * db
    return w, b, history


def last_cost_only(X, y, lr, steps):
    w, b, history = fit_loop(X, y, lr, steps)
    return w, b, history[-1]


def coupled(X, Y, W, b):
    E = np.exp(X @ W + b - (X @ W + b).max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    return -np.mean(np.sum(Y * np.log(P), axis=1)), X.T @ (P - Y) / len(X), (P - Y).mean(axis=0)


def several_naive(X, Y, W, b):
    return naive_cost(X @ W + b, Y) * Y.shape[1], *several_numpy(X, Y, W, b)[1:]


WRONG = {
    "linear_neuron_grads": [
        (changed(line_numpy, lambda J, dw, db, *_: (J, dw / 2, db / 2)), "missing-two", 1),
        (changed(line_numpy, lambda J, dw, db, *_: (J / 2, dw / 2, db / 2)), "half-cost", 0),
        (changed(line_numpy, lambda J, dw, db, x, *_: (J, dw * len(x), db * len(x))), "slopes-summed", 1),
        (changed(line_numpy, lambda J, dw, db, x, *_: (J * len(x), dw * len(x), db * len(x))), "no-mean", 0),
        (changed(line_numpy, lambda J, dw, db, *_: (J, db, db)), "input-missing", 1),
        (changed(line_numpy, lambda J, dw, db, *_: (J, -dw, -db)), "sign-flipped", 1),
        (changed(line_numpy, lambda J, dw, db, x, *_: (J, db * x.mean(), db)), "mean-of-products", 1),
        (changed(line_numpy, lambda J, dw, db, *_: (J, db, dw)), None, 1),
        (changed(line_numpy, lambda J, dw, db, *_: (J, dw)), "wrong-type", 0),
        (lambda x, y, w, b: line_numpy(x, y, w, 0), None, 0),
        (line_in_place, "input-modified", 2),
    ],
    "gd_step": [
        (lambda params, grads, lr: params + lr * grads, "uphill", 0),
        (step_in_place, "input-modified", 1),
        (step_scales_gradient, "input-modified", 1),
        (lambda params, grads, lr: params - grads, "rate-ignored", 0),
        (lambda params, grads, lr: lr * grads, None, 0),
        (lambda params, grads, lr: params - 0.01 * grads, None, 0),
        (lambda params, grads, lr: params * (1 - lr * grads), None, 0),
        (lambda params, grads, lr: params - lr * np.sign(grads), "sign-of-gradient", 0),
        (lambda params, grads, lr: params - lr * grads.mean(), None, 0),
    ],
    "logistic_loss_and_grads": [
        (slope_kept, "sigmoid-slope-left", 1),
        (squares, "squared-errors", 0),
        (changed(logistic_numpy, lambda J, dw, db, X, *_: (J, dw, db * len(X))), "bias-summed", 1),
        (not_transposed, "error", 0),
        (
            lambda X, y, w, b: (naive_cost(X @ w + b, y), *logistic_numpy(X, y, w, b)[1:]),
            "log-of-sigmoid",
            3,
        ),
        (changed(logistic_numpy, lambda J, dw, db, X, *_: (J * len(X), dw * len(X), db * len(X))), "no-mean", 0),
        (changed(logistic_numpy, lambda J, dw, db, *_: (J, -dw, -db)), "sign-flipped", 1),
        (changed(logistic_numpy, lambda J, dw, db, X, y, w, b: (J, dw, sigmoid(X @ w + b) - y)), "broadcast-up", 1),
        (lambda X, y, w, b: logistic_numpy(X, y, w, 0), "bias-forgotten", 0),
        (lambda X, y, w, b: logistic_numpy(X, 1 - y, w, b), None, 0),
        (lambda X, y, w, b: logistic_numpy(X, y[:, None], w, b), None, 0),  # (n, 1) against (n,)
        (centred_in_place, "input-modified", 3),
    ],
    "fit_logistic": [
        (fit_with(record_after), "recorded-after", 0),
        (fit_with(b_with_new_w), "new-w-too-early", 0),
        (fit_with(w_with_new_b), None, 0),
        (fit_with(uphill), "uphill", 0),
        (fit_with(nearly), None, 0),
        (early, "early-return", 0),
        (both_ends, "one-cost-too-many", 0),
        (from_ones, "start-not-zero", 0),
        (last_cost_only, "wrong-type", 0),
        (lambda *given: (*fit_loop(*given)[:2], [str(J) for J in fit_loop(*given)[2]]), "wrong-type", 0),
        (lambda X, y, lr, steps: fit_loop(X, y, 1.0, steps), "rate-ignored", 0),
        (lambda X, y, lr, steps: fit_loop(X, y, lr * len(X), steps), "slopes-summed", 0),
        (lambda X, y, lr, steps: fit_loop(X, y, lr, min(steps, 3)), "history-length", 1),
        (lambda X, y, lr, steps: fit_loop(X, y, lr, steps)[0], "wrong-type", 0),
    ],
    "multi_neuron_grads": [
        (coupled, "softmax-inside", 0),
        (changed(several_numpy, lambda J, dW, db, X, Y, *_: tuple(v / Y.shape[1] for v in (J, dW, db))),
         "mean-over-labels", 0),
        (changed(several_numpy, lambda J, dW, db, X, *_: (J * len(X), dW * len(X), db * len(X))), "no-mean", 0),
        (changed(several_numpy, lambda J, dW, db, X, *_: (J, dW, db * len(X))), "bias-summed", 1),
        (changed(several_numpy, lambda J, dW, db, *_: (J, dW.T, db)), "transposed", 1),
        (changed(several_numpy, lambda J, dW, db, *_: (J, dW, db.sum())), "lost-axis", 1),
        (changed(several_numpy, lambda J, dW, db, X, *_: (J, dW * len(X), db * len(X))), "slopes-summed", 1),
        (several_naive, "log-of-sigmoid", 2),
        (lambda X, Y, W, b: several_numpy(X, Y, W, b[0]), None, 0),
        (lambda X, Y, W, b: several_numpy(X, Y, W[:, :1] + 0 * W, b), None, 0),
    ],
    "choose_head": [
        (heads_but(age_of_the_cat=(1, "softmax", "mse")), "age-by-softmax", 1),
        (heads_but(age_of_the_cat=(100, "softmax", "softmax_cross_entropy")), "wrong-choice", 1),
        (heads_but(several_animals_at_once=(3, "softmax", "softmax_cross_entropy")), "several-by-softmax", 1),
        (heads_but(exactly_one_animal=(3, "sigmoid", "multilabel_bce")), "one-by-sigmoids", 1),
        (heads_but(positive_price=(1, "relu", "mse")), "price-by-relu", 1),
        (heads_but(cat_or_not=(2, "softmax", "softmax_cross_entropy")), "wrong-choice", 1),
        (heads_but(cat_or_not=(1, "Sigmoid", "bce_with_logits")), "unknown-word", 1),
        (heads_but(share_between_0_and_1=(1, "identity", "mse")), "share-unbounded", 1),
        (lambda task: (1, "sigmoid", "bce_with_logits"), "wrong-choice", 0),
        (lambda task: (3, "softmax", "softmax_cross_entropy"), None, 0),
        (lambda task: ("1", "sigmoid", "bce_with_logits"), "wrong-type", 0),
        (lambda task: HEADS[task][1:], "wrong-type", 0),
    ],
}  # fmt: skip
