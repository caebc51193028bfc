"""Answers to chapter 7's exercises: right ones that must get all the points, wrong ones with the slip to be named.

The wrong answers of the chapter's table are all here, written as a learner would, and some more of our own.
"""

import numpy as np

POINTS = 32


# --- right ------------------------------------------------------------------------------------------------------------
def gates_by_q(x, y, z):
    q = x + y
    df_dq = z
    dq_dx = dq_dy = 1.0
    return df_dq * dq_dx, df_dq * dq_dy, q


def gates_by_nudges(x, y, z):
    def f(x, y, z):
        return (x + y) * z

    h = 1e-5
    return (
        (f(x + h, y, z) - f(x - h, y, z)) / (2 * h),
        (f(x, y + h, z) - f(x, y - h, z)) / (2 * h),
        (f(x, y, z + h) - f(x, y, z - h)) / (2 * h),
    )


def unbroadcast_numpy(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for axis, k in enumerate(shape):
        if k == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


def unbroadcast_loops(grad, shape):
    out = np.zeros(shape)
    added = grad.ndim - len(shape)
    for index in np.ndindex(grad.shape):
        home = tuple(i if k > 1 else 0 for i, k in zip(index[added:], shape))
        out[home] += grad[index]
    return out


def unbroadcast_by_tuple(grad, shape):
    padded = (1,) * (grad.ndim - len(shape)) + tuple(shape)
    axes = tuple(i for i, k in enumerate(padded) if k == 1)
    return np.sum(grad, axis=axes, keepdims=True).reshape(shape)


def affine_numpy(dout, X, W):
    return dout @ W.T, X.T @ dout, dout.sum(axis=0)


def affine_loops(dout, X, W):
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(W.shape[1])
    for i in range(X.shape[0]):
        for k in range(W.shape[1]):
            db[k] += dout[i, k]
            for j in range(X.shape[1]):
                dX[i, j] += dout[i, k] * W[j, k]
                dW[j, k] += X[i, j] * dout[i, k]
    return dX, dW, db


def affine_sum_of_outers(dout, X, W):
    dW = sum(np.outer(x, d) for x, d in zip(X, dout))
    return (W @ dout.T).T, dW, np.ones(len(dout)) @ dout


def in_float32(function):
    def short(value):
        return value.astype(np.float32) if isinstance(value, np.ndarray) else value

    def single(*arguments):
        return tuple(part.astype(np.float32) for part in function(*map(short, arguments)))

    return single


def slope(act, A):
    if act == "relu":
        return (A > 0) * 1.0
    if act == "sigmoid":
        return A * (1 - A)
    return 1 - A**2 if act == "tanh" else np.ones(A.shape)


def act_of(act, Z):
    if act == "sigmoid":
        return 1 / (1 + np.exp(-Z))
    return {"relu": np.maximum(Z, 0), "tanh": np.tanh(Z), "identity": Z}[act]


def layer_numpy(dA, cache, act):
    A_prev, W, A = cache
    return affine_numpy(dA * slope(act, A), A_prev, W)


def layer_loops(dA, cache, act):
    A_prev, W, A = cache
    dZ = np.zeros(A.shape)
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            a = A[i, j]
            if act == "relu":
                s = 1.0 if a > 0 else 0.0
            elif act == "sigmoid":
                s = a - a * a
            else:
                s = (1 + a) * (1 - a)
            dZ[i, j] = s * dA[i, j]
    return affine_loops(dZ, A_prev, W)


def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def two_numpy(params, X, y, act="relu"):
    (W1, b1), (W2, b2) = params
    H = act_of(act, X @ W1 + b1)
    dZ = softmax(H @ W2 + b2)
    dZ[np.arange(len(y)), y] -= 1
    dZ /= len(y)
    dZ1 = dZ @ W2.T * slope(act, H)
    return [(X.T @ dZ1, dZ1.sum(axis=0)), (H.T @ dZ, dZ.sum(axis=0))]


def two_one_by_one(params, X, y, act="relu"):
    (W1, b1), (W2, b2) = params
    grads = [[np.zeros(W1.shape), np.zeros(b1.shape)], [np.zeros(W2.shape), np.zeros(b2.shape)]]
    for x, label in zip(X, y):
        h = act_of(act, x @ W1 + b1)
        dz = softmax((h @ W2 + b2)[None])[0]
        dz[label] -= 1
        dz1 = (W2 @ dz) * slope(act, h)
        for (dW, db), into, back in zip(grads, (x, h), (dz1, dz)):
            dW += np.outer(into, back) / len(y)
            db += back / len(y)
    return grads


def mlp_loop(cache, params, dZ):
    grads = [None] * len(params)
    for i in reversed(range(len(params))):
        A_prev = cache[i][0]
        dA, dW, db = affine_numpy(dZ, A_prev, params[i][0])
        grads[i] = (dW, db)
        if i > 0:
            dZ = dA * slope(cache[i - 1][2], A_prev)
    return grads


def mlp_recursive(cache, params, dZ):
    A_prev, W = cache[-1][0], params[-1][0]
    here = [[A_prev.T @ dZ, dZ.sum(axis=0)]]
    if len(params) == 1:
        return here
    dA = dZ @ W.T
    return mlp_recursive(cache[:-1], params[:-1], dA * slope(cache[-2][2], cache[-2][1])) + here


def local(operation, numbers):
    if operation == "add":
        return 1.0, 1.0
    if operation == "mul":
        return numbers[1], numbers[0]
    if operation == "max":
        return (1.0, 0.0) if numbers[0] > numbers[1] else (0.0, 1.0)
    return (np.exp(numbers[0]),)


def graph_backwards(nodes, values):
    grads = {name: 0.0 for name in values}
    grads[nodes[-1][0]] = 1.0
    for name, operation, inputs in nodes[::-1]:
        for key, s in zip(inputs, local(operation, [values[k] for k in inputs])):
            grads[key] += s * grads[name]
    return grads


def graph_by_paths(nodes, values):
    """Every path from the output down, its product added at each stop: slow, and right."""
    table, grads = {name: (o, i) for name, o, i in nodes}, dict.fromkeys(values, 0.0)

    def walk(name, product):
        grads[name] += product
        if name in table:
            operation, inputs = table[name]
            for key, s in zip(inputs, local(operation, [values[k] for k in inputs])):
                walk(key, product * s)

    walk(nodes[-1][0], 1.0)
    return grads


def graph_by_users(nodes, values):
    """Each slope asks those who use the value: df/dv = sum of df/du du/dv."""
    known = {nodes[-1][0]: 1.0}

    def slope_of(name):
        if name not in known:
            known[name] = 0.0 + sum(
                slope_of(user) * s
                for user, operation, inputs in nodes
                for key, s in zip(inputs, local(operation, [values[k] for k in inputs]))
                if key == name
            )
        return known[name]

    return {name: slope_of(name) for name in values}


def check_in_place(params, grads, loss_fn):
    report, h = {}, 1e-5
    for number, (layer, given) in enumerate(zip(params, grads), 1):
        for name, array, grad in zip("Wb", layer, given):
            measured = np.zeros(array.shape)
            for index in np.ndindex(array.shape):
                kept = array[index]
                array[index] = kept + h
                above = loss_fn(params)
                array[index] = kept - h
                measured[index] = (above - loss_fn(params)) / (2 * h)
                array[index] = kept
            gap = np.abs(measured - grad).max()
            report[f"{name}{number}"] = gap / max(
                np.abs(measured).max(), np.abs(grad).max(), 1e-300
            )
    return report


def check_by_norms(params, grads, loss_fn):
    params = [[W.copy(), b.copy()] for W, b in params]
    report = {}
    for layer in range(len(params)):
        for which in range(2):
            array, grad = params[layer][which], grads[layer][which]
            numbers = array.reshape(-1)
            slopes = []
            for i in range(numbers.size):
                kept = float(numbers[i])
                numbers[i] = kept + 1e-4
                above = loss_fn(params)
                numbers[i] = kept - 1e-4
                slopes.append((above - loss_fn(params)) / 2e-4)
                numbers[i] = kept
            slopes = np.array(slopes)
            total = np.linalg.norm(slopes) + np.linalg.norm(grad)
            report["Wb"[which] + str(layer + 1)] = np.linalg.norm(slopes - grad.ravel()) / total
    return report


RIGHT = {
    "gates_backward": [gates_by_q, gates_by_nudges, lambda x, y, z: [z, z, x + y]],
    "unbroadcast": [unbroadcast_numpy, unbroadcast_loops, unbroadcast_by_tuple],
    "affine_backward": [affine_numpy, affine_loops, affine_sum_of_outers, in_float32(affine_numpy)],
    "layer_backward": [layer_numpy, layer_loops],
    "two_layer_grads": [two_numpy, two_one_by_one],
    "mlp_backward": [mlp_loop, mlp_recursive],
    "backprop_graph": [graph_backwards, graph_by_paths, graph_by_users],
    "gradient_check_network": [check_in_place, check_by_norms],
}


# --- wrong ------------------------------------------------------------------------------------------------------------
def unbroadcast_axis_0_only(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    return grad


def unbroadcast_without_keepdims(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    axes = tuple(i for i, k in enumerate(shape) if k == 1)
    return grad.sum(axis=axes)


def unbroadcast_mean(grad, shape):
    padded = (1,) * (grad.ndim - len(shape)) + tuple(shape)
    axes = tuple(i for i, k in enumerate(padded) if k == 1)
    return np.mean(grad, axis=axes, keepdims=True).reshape(shape)


def affine_where_it_fits(dout, X, W):
    """Tries the product as it stands, and turns the weights only where the shapes complain."""
    try:
        dX = dout @ W
    except ValueError:
        dX = dout @ W.T
    return dX, X.T @ dout, dout.sum(axis=0)


def affine_in_place(dout, X, W):
    dX = dout @ W.T
    dW = X.T @ dout
    for i in range(1, len(dout)):
        dout[0] += dout[i]
    return dX, dW, dout[0].copy()


def relu_in_place(dA, cache, act):
    A_prev, W, A = cache
    if act == "relu":
        dA[A <= 0] = 0
    else:
        dA *= slope(act, A)
    return affine_numpy(dA, A_prev, W)


def two_updates_first(params, X, y, act="relu"):
    """The step of layer 2 is taken on the way (001-5)."""
    (W1, b1), (W2, b2) = params
    H = act_of(act, X @ W1 + b1)
    dZ = (softmax(H @ W2 + b2) - np.eye(len(b2))[y]) / len(y)
    dW2, db2 = H.T @ dZ, dZ.sum(axis=0)
    W2 = W2 - 0.1 * dW2
    dZ1 = dZ @ W2.T * slope(act, H)
    return [(X.T @ dZ1, dZ1.sum(axis=0)), (dW2, db2)]


def two_updates_at_the_end(params, X, y, act="relu"):
    grads = two_numpy(params, X, y, act)
    for (W, b), (dW, db) in zip(params, grads):
        W -= 0.1 * dW
        b -= 0.1 * db
    return grads


def two_by(top=None, through=None):
    def wrong(params, X, y, act="relu"):
        (W1, b1), (W2, b2) = params
        Z1 = X @ W1 + b1
        H = act_of(act, Z1)
        Z = H @ W2 + b2
        dZ = (softmax(Z) - np.eye(len(b2))[y]) / len(y)
        dZ = top(dZ, Z, y) if top else dZ
        dH = dZ @ W2.T
        dZ1 = through(dH, Z1, H, act) if through else dH * slope(act, H)
        return [(X.T @ dZ1, dZ1.sum(axis=0)), (H.T @ dZ, dZ.sum(axis=0))]

    return wrong


def two_naive_softmax(params, X, y, act="relu"):
    (W1, b1), (W2, b2) = params
    H = act_of(act, X @ W1 + b1)
    E = np.exp(H @ W2 + b2)
    dZ = (E / E.sum(axis=1, keepdims=True) - np.eye(len(b2))[y]) / len(y)
    dZ1 = dZ @ W2.T * slope(act, H)
    return [(X.T @ dZ1, dZ1.sum(axis=0)), (H.T @ dZ, dZ.sum(axis=0))]


def two_wrong_forward(params, X, y, act="relu"):
    """The bias of the hidden layer is forgotten on the way forward; the way back fits that forward."""
    (W1, b1), (W2, b2) = params
    return two_numpy([(W1, 0 * b1), (W2, b2)], X, y, act)


def mlp_of_two_layers(cache, params, dZ):
    """The input of the last layer is taken for that of the second: right for two layers."""
    return mlp_loop([*cache[:-1], (cache[1][0], *cache[-1][1:])], params, dZ)


def graph_takes_away(nodes, values):
    """Slopes are subtracted where they belong added."""
    grads = {name: 0.0 for name in values}
    grads[nodes[-1][0]] = 1.0
    for name, operation, inputs in nodes[::-1]:
        for key, s in zip(inputs, local(operation, [values[k] for k in inputs])):
            grads[key] -= s * grads[name]
    return grads


def mlp_stops_early(cache, params, dZ):
    return mlp_loop(cache, params, dZ)[1:]


def mlp_first_layer_zero(cache, params, dZ):
    grads = mlp_loop(cache, params, dZ)
    return [tuple(0 * g for g in grads[0]), *grads[1:]] if len(grads) > 1 else grads


def mlp_cache_index(cache, params, dZ):
    grads = []
    for i in reversed(range(len(params))):
        grads.insert(0, (cache[i][0].T @ dZ, dZ.sum(axis=0)))
        if i > 0:
            dZ = dZ @ params[i][0].T * slope(cache[i][2], cache[i - 1][1])
    return grads


def mlp_output_for_input(cache, params, dZ):
    grads = []
    for i in reversed(range(len(params))):
        grads.insert(0, (cache[i][1].T @ dZ, dZ.sum(axis=0)))
        if i > 0:
            dZ = dZ @ params[i][0].T * slope(cache[i - 1][2], cache[i - 1][1])
    return grads


def mlp_last_again(cache, params, dZ):
    return mlp_loop(cache, params, dZ * slope(cache[-1][2], cache[-1][1]))


def mlp_in_place(cache, params, dZ):
    grads = mlp_loop(cache, params, dZ)
    dZ *= 0
    return grads


def graph_overwrites(nodes, values):
    grads = {name: 0.0 for name in values}
    grads[nodes[-1][0]] = 1.0
    for name, operation, inputs in reversed(nodes):
        for key, s in zip(inputs, local(operation, [values[k] for k in inputs])):
            grads[key] = s * grads[name]
    return grads


def graph_depth_first(nodes, values):
    table = {name: (operation, inputs) for name, operation, inputs in nodes}
    grads = {name: 0.0 for name in values}

    def go(name):
        if name in table:
            operation, inputs = table[name]
            for key, s in zip(inputs, local(operation, [values[k] for k in inputs])):
                grads[key] += s * grads[name]
                go(key)

    grads[nodes[-1][0]] = 1.0
    go(nodes[-1][0])
    return grads


def graph_own_factor(nodes, values):
    grads = {name: 0.0 for name in values}
    grads[nodes[-1][0]] = 1.0
    for name, operation, inputs in reversed(nodes):
        slopes = local(operation, [values[k] for k in inputs])
        for key, s in zip(inputs, slopes[::-1]):
            grads[key] += s * grads[name]
    return grads


def graph_uses_nodes_up(nodes, values):
    grads = {name: 0.0 for name in values}
    grads[nodes[-1][0]] = 1.0
    while nodes:
        name, operation, inputs = nodes.pop()
        for key, s in zip(inputs, local(operation, [values[k] for k in inputs])):
            grads[key] += s * grads[name]
    return grads


def check_by(entries=lambda array: np.ndindex(array.shape), relative=True, sides=2, which="Wb"):
    """A wrong checker: other entries, another error, one side only, or not all the arrays."""

    def wrong(params, grads, loss_fn):
        report, h = {}, 1e-5
        for number, (layer, given) in enumerate(zip(params, grads), 1):
            for name, array, grad in zip("Wb", layer, given):
                gaps, sizes = [], [1e-300]
                for index in entries(array) if name in which else ():
                    kept = array[index]
                    array[index] = kept + h
                    above = loss_fn(params)
                    array[index] = kept - h if sides == 2 else kept
                    s = (above - loss_fn(params)) / (sides * h)
                    array[index] = kept
                    gaps.append(abs(s - grad[index]))
                    sizes += [abs(s), abs(grad[index])]
                if name in which:
                    report[f"{name}{number}"] = max(gaps) / (max(sizes) if relative else 1)
        return report

    return wrong


def first_entry(array):
    return [(0,) * array.ndim]


def check_one_number(params, grads, loss_fn):
    return max(check_in_place(params, grads, loss_fn).values())


def check_all_together(params, grads, loss_fn):
    """One error for everything, written on every line: a wrong bias does show, and so do right arrays."""
    report = check_in_place(params, grads, loss_fn)
    return dict.fromkeys(report, max(report.values()))


def check_sloppy_in_place(params, grads, loss_fn):
    """Adds and takes away, and does not put back the number that was there."""
    report = check_in_place(params, grads, loss_fn)
    for W, _ in params:
        W += 1e-12
    return report


def check_says_all_is_well(params, grads, loss_fn):
    return {f"{name}{i}": 0.0 for i in range(1, len(params) + 1) for name in "Wb"}


WRONG = {
    "gates_backward": [
        (lambda x, y, z: (1 / z, 1 / z, 1 / (x + y)), "inverted-direction", 0),
        (lambda x, y, z: (1.0, 1.0, x + y), "z-forgotten", 0),
        (lambda x, y, z: (x + y, x + y, z), "own-factor", 0),
        (lambda x, y, z: (z, z, x * y), None, 0),
        (lambda x, y, z: (z, z), "wrong-type", 0),
        (lambda x, y, z: None, "returns-none", 0),
    ],
    "unbroadcast": [
        (unbroadcast_axis_0_only, "not-summed", 0),
        (unbroadcast_mean, "mean-for-sum", 0),
        (unbroadcast_without_keepdims, "lost-keepdims", 0),
        (lambda grad, shape: grad, "not-summed", 0),
        (lambda grad, shape: -unbroadcast_numpy(grad, shape), "sign-flipped", 0),
        (lambda grad, shape: np.ones(shape), None, 0),
    ],
    "affine_backward": [
        (lambda dout, X, W: (dout @ W.T, X.T @ dout, dout), "db-unsummed", 0),
        (lambda dout, X, W: (dout @ W.T, X.T @ dout, dout.mean(axis=0)), "averaged", 0),
        (lambda dout, X, W: (dout @ W.T, X.T @ dout, dout.sum(axis=1)), "db-wrong-axis", 0),
        (lambda dout, X, W: (dout @ W.T, X.T @ dout / len(X), dout.sum(axis=0)), "averaged", 0),
        (affine_where_it_fits, "square-product", 0),
        (lambda dout, X, W: (dout @ W.T, dout.T @ X, dout.sum(axis=0)), "transposed", 0),
        (lambda dout, X, W: (dout @ W, X.T @ dout, dout.sum(axis=0)), "error", 0),
        (lambda dout, X, W: (dout @ W.T, X.T @ dout), "wrong-type", 0),
        (affine_in_place, "input-modified", 3),
    ],
    "layer_backward": [
        (
            lambda dA, cache, act: affine_numpy(
                dA * slope(act, act_of(act, cache[2])), cache[0], cache[1]
            ),
            "derivative-at-a",
            0,
        ),
        (
            lambda dA, cache, act: affine_numpy(slope(act, cache[2]), cache[0], cache[1]),
            "upstream-ignored",
            0,
        ),
        (lambda dA, cache, act: affine_numpy(dA, cache[0], cache[1]), "activation-skipped", 0),
        (
            lambda dA, cache, act: affine_numpy(dA * (cache[2] > 0), cache[0], cache[1]),
            "one-slope-for-all",
            0,
        ),
        (
            lambda dA, cache, act: tuple(
                g / len(dA) for g in affine_numpy(dA * slope(act, cache[2]), *cache[:2])
            ),
            None,
            0,
        ),
        (relu_in_place, "input-modified", 2),
    ],
    "two_layer_grads": [
        (two_updates_first, "updated-too-early", 0),
        (two_by(through=lambda dH, Z1, H, act: dH), "activation-skipped", 0),
        (
            two_by(through=lambda dH, Z1, H, act: dH * slope(act, act_of(act, H))),
            "derivative-at-a",
            2,
        ),
        (two_by(through=lambda dH, Z1, H, act: dH * slope(act, Z1)), "derivative-at-z", 2),
        (two_by(top=lambda dZ, Z, y: dZ / len(y)), "mean-twice", 0),
        (two_by(top=lambda dZ, Z, y: dZ * len(y)), "missing-mean", 0),
        (two_by(through=lambda dH, Z1, H, act: dH * (Z1 > 0)), "one-slope-for-all", 2),
        (two_naive_softmax, "not-finite", 4),
        (two_wrong_forward, None, 0),
        (two_updates_at_the_end, "input-modified", 4),
    ],
    "mlp_backward": [
        (mlp_of_two_layers, "error", 0),
        (mlp_stops_early, "layer-missing", 0),
        (mlp_first_layer_zero, "all-zeros", 0),
        (mlp_cache_index, "wrong-cache-index", 0),
        (mlp_output_for_input, None, 0),
        (lambda cache, params, dZ: mlp_loop(cache, params, dZ)[::-1], "order-reversed", 0),
        (mlp_last_again, "last-activation-again", 2),
        (
            lambda cache, params, dZ: [g for pair in mlp_loop(cache, params, dZ) for g in pair],
            "wrong-layout",
            0,
        ),
        (lambda cache, params, dZ: mlp_loop(cache, params, -dZ), "sign-flipped", 0),
        (mlp_in_place, "input-modified", 4),
    ],
    "backprop_graph": [
        (graph_takes_away, "wrong-value", 0),
        (graph_depth_first, "double-counted", 0),
        (graph_overwrites, "overwritten", 0),
        (graph_own_factor, None, 0),
        (lambda nodes, values: {nodes[-1][0]: 1.0}, "names-missing", 0),
        (lambda nodes, values: list(graph_backwards(nodes, values).values()), "wrong-type", 0),
        (graph_uses_nodes_up, "input-modified", 2),
    ],
    "gradient_check_network": [
        (check_by(which="W"), "biases-missing", 0),
        (check_by(entries=first_entry), "entry-missed", 0),
        (check_by(relative=False), "absolute-error", 2),
        (check_by(sides=1), "right-refused", 0),
        (check_one_number, "wrong-type", 0),
        (check_all_together, "right-refused", 0),
        (check_says_all_is_well, "bug-missed", 0),
        (check_sloppy_in_place, "input-modified", 2),
    ],
}
