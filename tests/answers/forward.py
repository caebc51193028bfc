"""Answers to chapter 4's exercises: right ones that must get all the points, wrong ones with the slip to be named.

`RIGHT[name]` lists functions; `WRONG[name]` lists (function, slip, points). The wrong answers of the chapter's table
are all here, written as a learner would, apart from the ones that the exercises carry themselves.
"""

import numpy as np

POINTS = 18


# --- right ------------------------------------------------------------------------------------------------------------
def affine_loops(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]))
    for i in range(X.shape[0]):
        for j in range(W.shape[1]):
            total = b[j]
            for k in range(X.shape[1]):
                total = total + X[i, k] * W[k, j]
            Z[i, j] = total
    return Z


def affine_unit_by_unit(X, W, b):
    return np.column_stack([X @ W[:, j] + b[j] for j in range(len(b))])


def in_float32(function):
    def single(*arguments):
        short = [x.astype(np.float32) if isinstance(x, np.ndarray) else x for x in arguments]
        return function(*short).astype(np.float32)

    return single


def columns_by_examples(W, Xc, b):
    return np.stack([W @ Xc[:, i] + b for i in range(Xc.shape[1])], axis=1)


def flatten_by_loops(pictures):
    n, h, w, c = pictures.shape
    X = np.zeros((n, h * w * c))
    for i in range(n):
        place = 0
        for y in range(h):
            for x in range(w):
                for k in range(c):
                    X[i, place] = pictures[i, y, x, k]
                    place += 1
    return X


def count_by_loop(sizes):
    total = 0
    for i in range(1, len(sizes)):
        total = total + sizes[i - 1] * sizes[i] + sizes[i]
    return total


def count_by_arrays(sizes):
    pairs = zip(sizes[:-1], sizes[1:], strict=True)
    return sum(np.ones((p, q), bool).size + np.ones(q).size for p, q in pairs)


def logistic(z):
    return 1 / (1 + np.exp(-z))


def apply(act, Z):
    if act == "relu":
        return np.where(Z > 0, Z, 0.0)
    return {"identity": lambda z: z, "tanh": np.tanh, "sigmoid": logistic}[act](Z)


def mlp_numpy(X, params, acts):
    A, cache = X, []
    for i in range(len(params)):
        W, b = params[i]
        A_prev = A
        A = apply(acts[i], A_prev @ W + b)
        cache.append((A_prev, A, acts[i]))
    return A, cache


def mlp_layer_by_layer(X, params, acts):
    outputs = [X.copy()]
    for (W, b), act in zip(params, acts, strict=True):
        outputs.append(apply(act, affine_loops(outputs[-1], W, b)))
    return outputs[-1], [
        [a, z, act] for a, z, act in zip(outputs[:-1], outputs[1:], acts, strict=True)
    ]


def mlp_in_float32(X, params, acts):
    single = [(W.astype(np.float32), b.astype(np.float32)) for W, b in params]
    return mlp_numpy(X.astype(np.float32), single, acts)


def bumps_by_loop(edges, heights, steepness):
    m = len(heights)
    W1, b1, W2 = np.zeros((1, 2 * m)), np.zeros(2 * m), np.zeros((2 * m, 1))
    for i in range(m):
        for unit, edge, height in (
            (2 * i, edges[i], heights[i]),
            (2 * i + 1, edges[i + 1], -heights[i]),
        ):
            W1[0, unit], b1[unit], W2[unit, 0] = steepness, -steepness * edge, height
    return [(W1, b1), (W2, np.zeros(1))]


def bumps_by_changes(edges, heights, steepness):
    """One unit per edge: the curve changes there from one height to the next."""
    change = np.diff(np.concatenate([[0.0], heights, [0.0]]))
    return (
        (np.full((1, len(edges)), steepness), -steepness * edges),
        (change[:, None], np.zeros(1)),
    )


def bumps_from_the_other_side(edges, heights, steepness):
    """Units that fall: sigmoid(-z) = 1 - sigmoid(z)."""
    (W1, b1), (W2, b2) = bumps_by_changes(edges, heights, steepness)
    return [(-W1, -b1), (-W2, b2)]


RIGHT = {
    "affine_forward": [
        affine_loops,
        affine_unit_by_unit,
        lambda X, W, b: np.einsum("nd,dk->nk", X, W) + b[None, :],
        in_float32(lambda X, W, b: X @ W + b),
    ],
    "affine_forward_columns": [
        columns_by_examples,
        lambda W, Xc, b: W @ Xc + b.reshape(-1, 1),
        lambda W, Xc, b: affine_loops(Xc.T, W.T, b).T,
        in_float32(lambda W, Xc, b: (Xc.T @ W.T + b).T),
    ],
    "flatten_images": [
        flatten_by_loops,
        lambda pictures: pictures.reshape(pictures.shape[0], -1),
        lambda pictures: np.array([picture.flatten() for picture in pictures]),
        in_float32(lambda pictures: np.reshape(pictures, (len(pictures), -1))),
    ],
    "count_parameters": [
        count_by_loop,
        count_by_arrays,
        lambda sizes: int(np.dot(np.array(sizes[:-1]) + 1, sizes[1:])),
        lambda sizes: float(sum((p + 1) * q for p, q in zip(sizes, sizes[1:], strict=False))),
    ],
    "mlp_forward": [mlp_numpy, mlp_layer_by_layer, mlp_in_float32],
    "bump_network": [bumps_by_loop, bumps_by_changes, bumps_from_the_other_side],
}  # fmt: skip


# --- wrong ------------------------------------------------------------------------------------------------------------
def affine_bias_by_row(X, W, b):
    Z = X @ W
    for i in range(len(Z)):
        Z[i] = Z[i] + b[i]
    return Z


def affine_in_place(X, W, b):
    b *= 1.0 + 1e-3
    return X @ W + b / 1.001


def affine_short_loop(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]))
    for i in range(X.shape[0] - 1):
        Z[i] = X[i] @ W + b
    return Z


def affine_for_squares(X, W, b):
    """Right where all widths are equal, wrong elsewhere."""
    Z = np.zeros((X.shape[0], X.shape[0]))
    for i in range(X.shape[0]):
        for j in range(X.shape[0]):
            Z[i, j] = X[i] @ W[:, j] + b[j]
    return Z


def count_up_to_the_last(sizes):
    return sum(sizes[i] * sizes[i + 1] + sizes[i + 1] for i in range(len(sizes) - 2))


def count_and_consume(sizes):
    total = 0
    while len(sizes) > 1:
        n_in = sizes.pop(0)
        total += (n_in + 1) * sizes[0]
    return total


def known_counts(sizes):
    known = {(12288, 1): 12289, (12288, 3): 36867, (12288, 3, 2, 1): 36878}
    return known.get(tuple(sizes), 266610)


def mlp_reading_x(X, params, acts):
    cache = []
    for (W, b), act in zip(params, acts, strict=True):
        A = apply(act, X @ W + b)
        cache.append((X, A, act))
    return A, cache


def mlp_linear(X, params, acts):
    A, cache = X, []
    for (W, b), act in zip(params, acts, strict=True):
        A_prev, A = A, A @ W + b
        cache.append((A_prev, A, act))
    return A, cache


def mlp_relu_at_the_end(X, params, acts):
    return mlp_numpy(X, params, ["relu"] * len(acts))


def mlp_overwritten(X, params, acts):
    A, cache = X, []
    for (W, b), act in zip(params, acts, strict=True):
        A = apply(act, A @ W + b)
        cache.append((A, A, act))
    return A, cache


def mlp_keeps_sums(X, params, acts):
    A, cache = X, []
    for (W, b), act in zip(params, acts, strict=True):
        Z = A @ W + b
        cache.append((A, Z, act))
        A = apply(act, Z)
    return A, cache


def mlp_two_layers_only(X, params, acts):
    (W1, b1), (W2, b2) = params[0], params[-1]
    H = apply(acts[0], X @ W1 + b1)
    out = apply(acts[-1], H @ W2 + b2)
    return out, [(X, H, acts[0]), (H, out, acts[-1])]


def mlp_in_place(X, params, acts):
    for _, b in params:
        b += 1.0
    return mlp_numpy(X, [(W, b - 1.0) for W, b in params], acts)


def mlp_eats_acts(X, params, acts):
    A, cache = X, []
    for W, b in params:
        act, A_prev = acts.pop(0), A
        A = apply(act, A @ W + b)
        cache.append((A_prev, A, act))
    return A, cache


def mlp_linear_at_the_end(X, params, acts):
    return mlp_numpy(X, params, [*acts[:-1], "identity"])


def bumps_of_numbers(edges, heights, steepness):
    (W1, b1), (W2, b2) = bumps_by_loop(edges, heights, steepness)
    return [(W1, b1), (W2.ravel(), b2)]


def bumps_moved(edges, heights, steepness):
    edges += 0.0 * edges + 1.0
    return bumps_by_loop(edges - 1.0, heights, steepness)


def bumps_that_stay(edges, heights, steepness):
    W1, b1 = np.full((1, len(heights)), steepness), -steepness * edges[:-1]
    return [(W1, b1), (heights[:, None], np.zeros(1))]


def bumps_without_last_edge(edges, heights, steepness):
    W1, b1 = np.full((1, len(edges)), steepness), -steepness * edges
    return [(W1, b1), (np.append(heights, 0.0)[:, None], np.zeros(1))]


def with_cache(change):
    """The right output, with a changed cache."""

    def wrong(X, params, acts):
        out, cache = mlp_numpy(X, params, acts)
        return out, change(cache)

    return wrong


WRONG = {
    "affine_forward": [
        (lambda X, W, b: X @ W.T + b, "weights-transposed", 0),
        (lambda X, W, b: X @ W + b.reshape(-1, 1), "bias-down-the-rows", 0),
        (affine_bias_by_row, "bias-down-the-rows", 0),
        (lambda X, W, b: np.dot(X, W), "bias-missing", 0),
        (lambda X, W, b: W @ X + b, "swapped-order", 0),
        (lambda X, W, b: (X @ W + b).T, "transposed", 0),
        (lambda X, W, b: X @ W - b, "bias-subtracted", 0),
        (affine_short_loop, "last-row", 0),
        (affine_for_squares, None, 2),
        (affine_in_place, "input-modified", 2),
    ],
    "affine_forward_columns": [
        (lambda W, Xc, b: np.dot(W, Xc) + b, "bias-along-examples", 0),
        (lambda W, Xc, b: W @ Xc, "bias-missing", 0),
        (lambda W, Xc, b: Xc @ W + b[:, None], "rows-convention", 0),
        (lambda W, Xc, b: Xc.T @ W.T + b, "returned-as-rows", 0),
        (lambda W, Xc, b: W @ Xc + (b[:, None] if len(b) == Xc.shape[1] else b), "error", 1),
    ],
    "flatten_images": [
        (lambda pictures: pictures.reshape(-1, len(pictures)).T, "pictures-scrambled", 0),
        (lambda pictures: np.moveaxis(pictures, 3, 1).reshape(len(pictures), -1), "channel-first", 0),
        (lambda pictures: pictures.reshape(len(pictures), -1).T, "transposed", 0),
        (lambda pictures: pictures.ravel(), "flattened", 0),
        (lambda pictures: pictures.reshape(len(pictures), -1, pictures.shape[3]), "broadcast-up", 0),
        (lambda pictures: pictures.mean(axis=3).reshape(len(pictures), -1), "wrong-shape", 0),
        (lambda pictures: pictures.reshape(len(pictures), -1, order="A"), "column-by-column", 1),
    ],
    "count_parameters": [
        (lambda sizes: sum(p * q for p, q in zip(sizes[:-1], sizes[1:], strict=True)), "biases-missing", 0),
        (lambda sizes: sum(p * (q + 1) for p, q in zip(sizes[:-1], sizes[1:], strict=True)), "bias-at-the-input", 0),
        (lambda sizes: sum((p + 1) * (len(sizes) - 1) for p in sizes[:-1]), "times-layers", 0),
        (lambda sizes: sum((p + 1) * (i + 1) for i, p in enumerate(sizes[:-1])), "times-layers", 0),
        (lambda sizes: count_by_loop([12228 if s == 64 * 64 * 3 else s for s in sizes]), "misprint-12228", 1),
        (count_up_to_the_last, "last-layer-missing", 0),
        (known_counts, None, 2),
        (count_and_consume, "input-modified", 2),
        (lambda sizes: np.prod(sizes), None, 0),
        (lambda sizes: [(p + 1) * q for p, q in zip(sizes[:-1], sizes[1:], strict=True)], "wrong-type", 0),
    ],
    "mlp_forward": [
        (mlp_reading_x, "layers-read-x", 0),
        (mlp_linear, "no-activation", 0),
        (mlp_relu_at_the_end, "hidden-activation-at-the-end", 0),
        (mlp_overwritten, "cache-holds-a-twice", 2),
        (mlp_keeps_sums, "cache-holds-z", 2),
        (mlp_two_layers_only, None, 0),
        (mlp_linear_at_the_end, None, 3),
        (mlp_in_place, "input-modified", 3),
        (mlp_eats_acts, "input-modified", 3),
        (lambda X, params, acts: mlp_numpy(X, params, acts)[0], "wrong-type", 0),
        (with_cache(lambda cache: cache[:-1]), "cache-length", 2),
        (with_cache(lambda cache: [(a, z) for a, z, _ in cache]), "cache-entry", 2),
        (with_cache(lambda cache: [(a, z, np.tanh) for a, z, _ in cache]), "wrong-type", 2),
        (with_cache(lambda cache: [(a, z, "relu") for a, z, _ in cache]), "wrong-choice", 2),
        (with_cache(lambda cache: [(cache[0][0], z, act) for _, z, act in cache]), None, 2),
    ],
    "bump_network": [
        (bumps_that_stay, "one-sided", 0),
        (bumps_without_last_edge, "one-sided", 0),
        (lambda e, h, s: bumps_by_changes(-e, h, s), "bias-sign", 0),
        (lambda e, h, s: bumps_by_changes(e, -h, s), "upside-down", 0),
        (lambda e, h, s: bumps_by_changes(e, 2 * h, s), "off-the-curve", 0),
        (lambda e, h, s: bumps_by_changes(e, h, 20.0), "off-the-curve", 0),
        (lambda e, h, s: bumps_by_changes(e, h, s)[0], "wrong-type", 0),
        (bumps_of_numbers, "wrong-shape", 0),
        (bumps_moved, "input-modified", 2),
    ],
}  # fmt: skip
