"""Answers to chapter 1's exercises: right ones that must get all the points, wrong ones with the slip to be named.

`RIGHT[name]` lists functions; `WRONG[name]` lists (function, slip, points), written as a learner would.
"""

import numpy as np

POINTS = 20


# --- heaviside, sgn -------------------------------------------------------------------------------------------------
def step_loops(z):
    a = np.zeros(z.shape)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            if z[i, j] >= 0:
                a[i, j] = 1
    return a


def step_in_place(z):
    z[z >= 0] = 1
    z[z < 0] = 0
    return z


def sign_loops(z):
    a = np.zeros(z.shape)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            if z[i, j] > 0:
                a[i, j] = 1
            elif z[i, j] < 0:
                a[i, j] = -1
    return a


def sign_by_division(z):
    a = np.abs(z)
    return np.where(a > 0, z / np.where(a > 0, a, 1), 0.0)


def H(z):
    return np.where(z >= 0, 1.0, 0.0)


# --- tlu_predict ----------------------------------------------------------------------------------------------------
def tlu_loops(X, w, b):
    y = np.zeros(len(X))
    for i in range(len(X)):
        z = b
        for j in range(len(w)):
            z = z + X[i, j] * w[j]
        if z >= 0:
            y[i] = 1.0
    return y


def tlu_column(X, w, b):
    return H(X @ w.reshape(-1, 1) + b)


# --- gate_weights ---------------------------------------------------------------------------------------------------
def gates_of_the_book(name):
    table = {"AND": (1, 1, -1.5), "OR": (1, 1, -0.5), "NAND": (-1, -1, 1.5), "NOR": (-1, -1, 0.5)}
    w1, w2, b = table[name]
    return np.array([w1, w2]), b


def gates_learned(name):
    if name == "AND":
        return np.array([2.0, 1.0]), -2.5
    if name == "OR":
        return np.array([3.0, 5.0]), -1.0
    if name == "NAND":
        return np.array([-0.4, -0.4]), 0.6
    return [-7.0, -7.0], 3.0


def gates(**changed):
    def answer(name):
        return changed.get(name, gates_of_the_book(name))

    return answer


# --- perceptron_step ------------------------------------------------------------------------------------------------
def step_with_ifs(w, b, x, y, eta):
    fires = np.dot(w, x) + b >= 0
    if fires and y == 0:
        return w - eta * x, b - eta
    if not fires and y == 1:
        return w + eta * x, b + eta
    return w.copy(), b


def step_with_loop(w, b, x, y, eta):
    z = b
    for i in range(len(x)):
        z += w[i] * x[i]
    error = y - (1 if z >= 0 else 0)
    new = np.zeros(len(w))
    for i in range(len(w)):
        new[i] = w[i] + eta * error * x[i]
    return new, b + eta * error


def step_writes(w, b, x, y, eta):
    error = y - H(x @ w + b)
    w += eta * error * x
    b = b + eta * error
    return w, float(b)


# --- perceptron_fit -------------------------------------------------------------------------------------------------
def fit_plain(X, y, eta, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x, t in zip(X, y):
            error = t - H(x @ w + b)
            if error != 0:
                wrong += 1
                w, b = w + eta * error * x, b + eta * error
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


def fit_with_steps(X, y, eta, max_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    mistakes = []
    while len(mistakes) < max_epochs:
        count = 0
        for i in range(len(X)):
            new_w, new_b = step_with_ifs(w, b, X[i], y[i], eta)
            count += new_b != b
            w, b = new_w, new_b
        mistakes.append(int(count))
        if count == 0:
            return w, b, mistakes
    return w, b, mistakes


def fit_in_batches(X, y, eta, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        errors = y - H(X @ w + b)
        w, b = w + eta * errors @ X, b + eta * errors.sum()
        mistakes.append(int(np.sum(errors != 0)))
        if mistakes[-1] == 0:
            break
    return w, b, mistakes


def fit_never_stops(X, y, eta, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x, t in zip(X, y):
            error = t - H(x @ w + b)
            wrong += error != 0
            w, b = w + eta * error * x, b + eta * error
        mistakes.append(int(wrong))
    return w, b, mistakes


def fit_starts_again(X, y, eta, max_epochs):
    mistakes = []
    for _ in range(max_epochs):
        w, b, wrong = np.zeros(X.shape[1]), 0.0, 0
        for x, t in zip(X, y):
            error = t - H(x @ w + b)
            wrong += error != 0
            w, b = w + eta * error * x, b + eta * error
        mistakes.append(int(wrong))
        if wrong == 0:
            break
    return w, b, mistakes


def fit_counts_after(X, y, eta, max_epochs):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x, t in zip(X, y):
            w, b = step_with_loop(w, b, x, t, eta)
            wrong += H(x @ w + b) != t
        mistakes.append(int(wrong))
        if wrong == 0:
            break
    return w, b, mistakes


def fit_tells_the_last_count(X, y, eta, max_epochs):
    w, b, mistakes = fit_plain(X, y, eta, max_epochs)
    return w, b, mistakes[-1]


def fit_tells_one_entry(X, y, eta, max_epochs):
    w, b, mistakes = fit_plain(X, y, eta, max_epochs)
    return w, b, mistakes[-1:]


def fit_one_epoch(X, y, eta, max_epochs):
    return fit_plain(X, y, eta, 1)


# --- perceptron_layer_step ------------------------------------------------------------------------------------------
def layer_by_columns(W, b, x, y, eta):
    new_W, new_b = W.copy(), b.copy()
    for j in range(len(b)):
        new_W[:, j], new_b[j] = step_with_loop(W[:, j], b[j], x, y[j], eta)
    return new_W, new_b


def layer_outer(W, b, x, y, eta):
    error = y - H(x @ W + b)
    return W + eta * np.outer(x, error), b + eta * error


def layer_writes(W, b, x, y, eta):
    error = y - H(x @ W + b)
    W += eta * x[:, None] * error
    return W, b + eta * error


RIGHT = {
    "heaviside": [step_loops, H, lambda z: (z >= 0).astype(float)],
    "sgn": [sign_loops, sign_by_division, lambda z: (z > 0) * 1.0 - (z < 0) * 1.0],
    "tlu_predict": [tlu_loops, lambda X, w, b: (X @ w + b >= 0).astype(np.float32)],
    "gate_weights": [gates_of_the_book, gates_learned],
    "perceptron_step": [step_with_ifs, step_with_loop],
    "perceptron_fit": [fit_plain, fit_with_steps],
    "perceptron_layer_step": [layer_by_columns, layer_outer],
}

WRONG = {
    "heaviside": [
        (lambda z: np.where(z > 0, 1.0, 0.0), "strict-threshold", 0),
        (lambda z: (np.sign(z) + 1) / 2, "half-at-zero", 0),
        (lambda z: z >= 0, "wrong-type", 0),
        (lambda z: np.where(z >= 0, 1.0, -1.0), "sign-for-step", 0),
        (lambda z: np.maximum(z, 0), None, 0),
        (step_in_place, "input-modified", 0),
    ],
    "sgn": [
        (lambda z: np.where(z >= 0, 1.0, -1.0), "two-valued", 0),
        (lambda z: np.where(z > 0, 1.0, 0.0), "step-for-sign", 0),
        (lambda z: np.where(z > 0, 1.0, -1.0), "two-valued-down", 0),
        (lambda z: -np.sign(z), "sign-flipped", 0),
    ],
    "tlu_predict": [
        (lambda X, w, b: H(X @ w), "bias-forgotten", 0),
        (lambda X, w, b: H(X @ w - b), "bias-as-threshold", 0),
        (lambda X, w, b: np.where(X @ w + b > 0, 1.0, 0.0), "strict-threshold", 2),
        (tlu_column, "broadcast-up", 0),
        (lambda X, w, b: X @ w + b, "score-for-answer", 0),
        (lambda X, w, b: X @ w + b >= 0, "wrong-type", 0),
    ],
    "gate_weights": [
        (gates(NAND=(np.array([1.0, 1.0]), -1.5)), "another-gate", 2),
        (gates(AND=(np.array([1.0, 1.0]), -2.0)), "on-the-line", 1),
        (gates(OR=(np.array([1.0, 1.0]), -1.0)), "on-the-line", 1),
        (gates(OR=(np.array([1.0, 1.0]), -1.5)), "another-gate", 1),
        (gates(AND=(np.array([1.0, 0.0]), -0.5)), "wrong-table", 1),
        (gates(AND=(1.0, 1.0, -1.5)), "wrong-type", 1),
        (lambda name: (np.zeros(2), 0.0), "on-the-line", 0),
    ],
    "perceptron_step": [
        (lambda w, b, x, y, eta: (w - eta * (y - H(x @ w + b)) * x, float(b - eta * (y - H(x @ w + b)))),
         "sign-flipped", 0),
        (lambda w, b, x, y, eta: (w + eta * (y - H(x @ w + b)) * x, b), "bias-forgotten", 0),
        (lambda w, b, x, y, eta: (w + eta * (2 * y - 1) * x, b + eta * (2 * y - 1)), "always-moves", 0),
        (lambda w, b, x, y, eta: (w + (y - H(x @ w + b)) * x, float(b + y - H(x @ w + b))), "rate-forgotten", 0),
        (lambda w, b, x, y, eta: (w + eta * (y - x @ w - b) * x, b + eta * (y - x @ w - b)), "score-for-answer", 0),
        (step_writes, "input-modified", 3),
        (lambda w, b, x, y, eta: (w + eta * y * x, b + eta * y), "label-for-error", 0),
    ],
    "perceptron_fit": [
        (fit_in_batches, None, 0),
        (fit_never_stops, "no-early-stop", 0),
        (fit_starts_again, "starts-again", 0),
        (fit_counts_after, "counted-after-step", 0),
        (fit_tells_the_last_count, "wrong-type", 0),
        (fit_tells_one_entry, "stops-too-early", 0),
        (fit_one_epoch, "stops-too-early", 0),
        (lambda *given: (*fit_plain(*given)[:2], [str(m) for m in fit_plain(*given)[2]]), "wrong-type", 0),
    ],
    "perceptron_layer_step": [
        (lambda W, b, x, y, eta: (W + eta * np.outer(y - H(x @ W + b), x), b + eta * (y - H(x @ W + b))),
         "transposed", 0),
        (lambda W, b, x, y, eta: (W + eta * np.outer(x, y - H(x @ W + b)), b), "bias-forgotten", 0),
        (lambda W, b, x, y, eta: (W + np.outer(x, y - H(x @ W + b)), b + y - H(x @ W + b)), "rate-forgotten", 0),
        (layer_writes, "input-modified", 1),
        (lambda W, b, x, y, eta: (W + eta * np.outer(x, y - (x @ W + b > 0)), b + eta * (y - (x @ W + b > 0))),
         "tie-silent", 1),
        (lambda W, b, x, y, eta: W + eta * np.outer(x, y - H(x @ W + b)), "wrong-type", 0),
    ],
}  # fmt: skip
