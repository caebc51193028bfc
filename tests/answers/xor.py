"""Answers to chapter 2's exercises: right ones that must get all the points, wrong ones with the slip to be named.

`RIGHT[name]` lists functions; `WRONG[name]` lists (function, slip, points). The wrong answers of the chapter's table
are all here, written as a learner would, apart from the ones that the exercises carry themselves.
"""

import numpy as np

POINTS = 18


# --- right ------------------------------------------------------------------------------------------------------------
def unit(w1, w2, b):
    """A gate: one threshold unit with two inputs."""
    return lambda x1, x2: np.where(w1 * x1 + w2 * x2 + b >= 0, 1.0, 0.0)


AND, OR, NAND, NOR = unit(1, 1, -1.5), unit(1, 1, -0.5), unit(-1, -1, 1.5), unit(-1, -1, 0.5)


def xor_by_nands(x1, x2):
    both = NAND(x1, x2)
    return NAND(NAND(x1, both), NAND(x2, both))


def xor_by_nors(x1, x2):
    return NOR(NOR(x1, x2), AND(x1, x2))


def xor_for_bits_only(x1, x2):
    for x in (x1, x2):
        if not np.isin(x, (0, 1)).all():
            raise ValueError("bits, please")
    return AND(OR(x1, x2), NAND(x1, x2))


def in_float32(function):
    def single(*arguments):
        short = [x.astype(np.float32) if isinstance(x, np.ndarray) else x for x in arguments]
        result = function(*short)
        return tuple(np.float32(r) for r in result) if isinstance(result, tuple) else result

    return single


def separable_by_the_rule(X, y, max_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(max_epochs):
        mistakes = 0
        for i in range(len(X)):
            fired = 1.0 if X[i] @ w + b >= 0 else 0.0
            if fired != y[i]:
                w = w + (y[i] - fired) * X[i]
                b = b + (y[i] - fired)
                mistakes += 1
        if mistakes == 0:
            return True
    return False


def separable_in_any_order(X, y, max_epochs):
    """The perceptron with labels -1 and 1, a bias column, another start, and another order in each epoch."""
    rows = np.column_stack([X, np.ones(len(X))]) * (2 * y - 1)[:, None]
    w, rng = np.ones(rows.shape[1]), np.random.default_rng(0)
    for _ in range(max_epochs):
        for i in rng.permutation(len(rows)):
            if rows[i] @ w <= 0:
                w = w + 0.25 * rows[i]
        if (rows @ w > 0).all():
            return np.bool_(True)
    return np.bool_(False)


def separable_by_linear_program(X, y, max_epochs):
    from scipy.optimize import linprog

    signed = np.column_stack([X, np.ones(len(X))]) * (2 * y - 1)[:, None]
    free = [(None, None)] * signed.shape[1]
    found = linprog(np.zeros(signed.shape[1]), -signed, -np.ones(len(X)), bounds=free)
    return found.status == 0


def two_layers_by_loops(X, W1, b1, W2, b2):
    def layer(X, W, b):
        out = np.zeros((len(X), len(b)))
        for i in range(len(X)):
            for j in range(len(b)):
                total = b[j]
                for k in range(X.shape[1]):
                    total = total + X[i, k] * W[k, j]
                out[i, j] = 1 if total >= 0 else 0
        return out

    H = layer(X, W1, b1)
    return H, layer(H, W2, b2)


def two_layers_numpy(X, W1, b1, W2, b2):
    H = (X @ W1 + b1 >= 0).astype(float)
    return [H, np.heaviside(H @ W2 + b2, 1.0)]


def params(W1, b1, W2, b2, kind=np.float64):
    return lambda: (np.array(W1, kind), np.array(b1, kind), np.array(W2, kind), np.array(b2, kind))


def collapse_by_probes(W1, b1, W2, b2):
    """Where the origin goes, and where one step along each axis goes from there."""
    b = (np.zeros(W1.shape[0]) @ W1 + b1) @ W2 + b2
    return np.array([(e @ W1 + b1) @ W2 + b2 - b for e in np.eye(W1.shape[0])]), b


RIGHT = {
    "xor_from_gates": [
        lambda x1, x2: AND(NAND(x1, x2), OR(x1, x2)),
        xor_by_nands,
        xor_by_nors,
        xor_for_bits_only,
        in_float32(lambda x1, x2: AND(NAND(x1, x2), OR(x1, x2)).astype(np.float32)),
    ],
    "linearly_separable": [
        separable_by_the_rule,
        separable_in_any_order,
        separable_by_linear_program,
    ],
    "two_layer_tlu": [two_layers_by_loops, two_layers_numpy, in_float32(two_layers_numpy)],
    "xor_network_params": [
        params([[1, 1], [1, 1]], [-0.5, -1.5], [[1], [-1]], [-0.5]),  # OR and not AND
        params([[1, -1], [-1, 1]], [-0.5, -0.5], [[1], [1]], [-0.5]),  # one without the other
        params([[-1, 1, 5], [-1, 1, 5]], [1.5, -0.5, 9], [[1], [1], [0]], [-1.5]),  # an idle unit
        params([[-0.2, 0.2], [-0.2, 0.2]], [0.3, -0.1], [[0.2], [0.2]], [-0.3]),  # just far enough
        params([[2, 2], [2, 2]], [-1, -3], [[2], [-2]], [-1], np.int64),
    ],
    "collapse_affine": [
        lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2 + b2),
        lambda W1, b1, W2, b2: ((W2.T @ W1.T).T, W2.T @ b1 + b2),
        collapse_by_probes,
        in_float32(lambda W1, b1, W2, b2: (np.einsum("dh,hk->dk", W1, W2), np.dot(b1, W2) + b2)),
    ],
    "relu_xor_params": [
        params([[1, -1], [-1, 1]], [0, 0], [[1], [1]], [0]),
        params([[2, -0.5], [-2, 0.5]], [0, 0], [[0.5], [2]], [0]),
        params([[1, 1, -1], [-1, -1, 1]], [0, 0, 0], [[2], [-1], [1]], [0]),  # three units
        params([[1, -1, 1], [-1, 1, -1]], [0, 100, 100], [[2], [1], [0]], [-100], np.float32),
    ],
}


# --- wrong ------------------------------------------------------------------------------------------------------------
def separable_by_one_pass(X, y, max_epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for x, label in zip(X, y, strict=True):
        error = label - (1 if x @ w + b >= 0 else 0)
        w, b = w + error * x, b + error
        if error:
            return False
    return True


def separable_by_ten_epochs(X, y, max_epochs):
    return separable_by_the_rule(X, y, 10)


def separable_by_least_squares(X, y, max_epochs):
    A = np.column_stack([np.ones(len(X)), X])
    w = np.linalg.pinv(A) @ y
    return bool(((A @ w > 0.5) == (y == 1)).all())


def separable_says_the_count(X, y, max_epochs):
    return int(separable_by_the_rule(X, y, max_epochs))


def separable_falls_through(X, y, max_epochs):
    return separable_by_the_rule(X, y, max_epochs) or None


def separable_without_bias(X, y, max_epochs):
    w = np.zeros(X.shape[1])
    for _ in range(max_epochs):
        mistakes = 0
        for x, label in zip(X, y, strict=True):
            error = label - (1 if x @ w >= 0 else 0)
            w, mistakes = w + error * x, mistakes + abs(error)
        if mistakes == 0:
            return True
    return False


def separable_moves_the_rows(X, y, max_epochs):
    X -= 0.5
    return separable_by_the_rule(X, y, max_epochs)


def collapse_in_place(W1, b1, W2, b2):
    b2 += b1 @ W2
    return W1 @ W2, b2 + 0


def tlu_in_place(X, W1, b1, W2, b2):
    X[:] = X * 1.5
    return two_layers_numpy(X / 1.5, W1, b1, W2, b2)


def tlu_reading_x(X, W1, b1, W2, b2):
    H = np.heaviside(X @ W1 + b1, 1)
    Y = np.heaviside(X @ W2 + b2, 1)
    return H, Y


def tlu_with_sums_inside(X, W1, b1, W2, b2):
    H = X @ W1 + b1
    return H, np.heaviside(H @ W2 + b2, 1)


def tlu_strict(X, W1, b1, W2, b2):
    H = (X @ W1 + b1 > 0).astype(float)
    return H, (H @ W2 + b2 > 0).astype(float)


WRONG = {
    "xor_from_gates": [
        (lambda x1, x2: x1 != x2, "comparison-for-gates", 0),
        (lambda x1, x2: np.where(x1 == x2, 0.0, 1.0), "comparison-for-gates", 1),
        (lambda x1, x2: OR(x1, x2), "or-only", 0),
        (lambda x1, x2: np.abs(x1 - x2), "arithmetic-for-gates", 1),
        (lambda x1, x2: OR(NAND(x1, x2), OR(x1, x2)), "all-ones", 0),
        (lambda x1, x2: NAND(NAND(x1, x2), OR(x1, x2)), "opposite", 0),
        (lambda x1, x2: unit(2, 1, -3)(unit(-2, -1, 2)(x1, x2), unit(1, 1, -1)(x1, x2)), "no-margin", 1),
        (lambda x1, x2: 1.0 if x1 != x2 else 0.0, "error", 0),
        (lambda x1, x2: AND(x1, x2), "and-only", 0),
        (lambda x1, x2: None, "returns-none", 0),
    ],
    "linearly_separable": [
        (lambda X, y, max_epochs: True, "always-true", 0),
        (separable_by_ten_epochs, "too-few-epochs", 2),
        (lambda X, y, max_epochs: separable_by_the_rule(X, y, 4), "too-few-epochs", 0),
        (separable_by_one_pass, None, 0),
        (separable_by_least_squares, None, 2),
        (separable_says_the_count, "wrong-type", 0),
        (separable_falls_through, "returns-none", 0),
        (separable_without_bias, "no-bias", 0),
        (separable_moves_the_rows, "input-modified", 2),
        (lambda X, y, max_epochs: y.sum() != 2, "separable-missed", 0),
        (lambda X, y, max_epochs: not (len(y) == 4 and list(y) == [0, 1, 1, 0]), "not-separable", 0),
    ],
    "two_layer_tlu": [
        (tlu_reading_x, "second-layer-reads-x", 0),
        (tlu_with_sums_inside, "hidden-not-thresholded", 0),
        (lambda *given: (two_layers_numpy(*given)[0] > 0, two_layers_numpy(*given)[1]), "wrong-type", 0),
        (lambda *given: two_layers_numpy(*given)[1], "wrong-type", 0),
        (lambda X, W1, b1, W2, b2: two_layers_numpy(X, W1, -b1, W2, -b2), None, 0),
        (lambda X, W1, b1, W2, b2: two_layers_numpy(X, W1.T, b1, W2.T, b2), "weights-transposed", 0),
        (tlu_strict, "strict-threshold", 2),
        (tlu_in_place, "input-modified", 2),
    ],
    "xor_network_params": [
        (params([[1, 1], [1, 1]], [-1, -2], [[1], [-1]], [-1]), "on-the-line", 2),
        (params([[-1, 1], [-1, 1]], [1.5, -0.5], [[1], [1]], [-2]), "on-the-line", 2),
        (params([[-1, 1], [-1, 1]], [1.02, -0.5], [[1], [1]], [-1.5]), "on-the-line", 2),
        (params([[1, 1], [1, 1]], [-0.5, -1.5], [[1], [1]], [-0.5]), "or-only", 0),
        (params([[1, 1], [1, 1]], [-0.5, -1.5], [[-1], [1]], [0.5]), "opposite", 0),
        (params([[1, 0], [0, -1]], [-0.5, 0.5], [[1], [1]], [-1.5]), "wrong-table", 0),
        (params([[1, 1], [1, 1]], [-0.5, -1.5], [1, -1], [-0.5]), "wrong-shape", 0),
        (params([[1, 1]], [-0.5], [[1]], [-0.5]), "wrong-shape", 0),
        (lambda: ([[1, 1], [1, 1]], [-0.5, -1.5], [[1], [-1]], [-0.5]), "wrong-type", 0),
        (lambda: params([[1, 1], [1, 1]], [-0.5, -1.5], [[1], [-1]], [-0.5])()[:3], "wrong-type", 0),
        (params(np.full((2, 2), np.nan), [0, 0], [[1], [1]], [0]), "not-finite", 0),
        (params(np.ones((2, 400)), np.ones(400), np.ones((400, 1)), [0]), "too-many-units", 0),
    ],
    "collapse_affine": [
        (lambda W1, b1, W2, b2: (W1 @ W2, b1 + b2), "biases-added", 0),
        (lambda W1, b1, W2, b2: (W1 @ W2, b2), "first-bias-lost", 0),
        (lambda W1, b1, W2, b2: (W2 @ W1, b1 @ W2 + b2), "swapped-order", 0),
        (lambda W1, b1, W2, b2: (W1 @ W2, W2 @ b1 + b2), "bias-from-the-left", 0),
        (lambda W1, b1, W2, b2: (W1 * W2, b1 * W2 + b2), "broadcast-up", 0),
        (lambda W1, b1, W2, b2: ((W1 @ W2).T, b1 @ W2 + b2), "transposed", 0),
        (collapse_in_place, "input-modified", 2),
        (lambda W1, b1, W2, b2: W1 @ W2, "wrong-type", 0),
    ],
    "relu_xor_params": [
        (params([[1, 1], [1, 1]], [0, -1], [[1], [-2]], [0]), "corners-only", 2),
        (params([[1, -1, 1], [-1, 1, 1]], [0, 0, -2], [[1], [1], [5]], [0]), "wrong-value", 2),
        (params([[-1, 1], [-1, 1]], [1.5, -0.5], [[1], [1]], [-1.5]), "thresholds-for-relu", 0),
        (params([[1, 1], [1, 1]], [-0.5, -1.5], [[1], [-1]], [0]), None, 0),
        (params([[1, 0], [0, 1]], [0, 0], [[1], [1]], [0]), "plain-sum", 0),
        (params([[1, -1], [-1, 1]], [0, 0], [[0.5], [0.5]], [0]), "halved", 0),
        (params([[1, -1], [-1, 1]], [0, 0], [[1, 1]], [0]), "wrong-shape", 0),
    ],
}  # fmt: skip
