"""train_epoch(params, X, y, B, lr, rng): one pass over the rows, one step per batch."""

import copy
from functools import partial
from itertools import combinations

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.catalogue import agree
from nnlib.grading.exercise import Case, Misfit, exercise
from nnlib.grading.exercises.answers import named, softmax
from nnlib.grading.exercises.ch07.mlp_backward import mlp_loop
from nnlib.grading.exercises.ch08._answers import (
    batches_by_shuffle,
    batches_by_slices,
    batches_never_reshuffled,
    batches_rest_dropped,
    batches_with_replacement,
    batches_without_replacement,
    by_global,
    in_order,
    shuffle_by_shuffle,
)
from nnlib.grading.exercises.ch08._shared import BY_EFFECT, NOT_SHUFFLED, RNG_UNUSED, SAME_ORDER
from nnlib.grading.exercises.draw import exact_gradient, log_sum, numbers

ex = exercise("train_epoch", "params, X, y, B, lr, rng")


def _through(params, X):
    """What goes into each layer, and the last Z: ReLU in the hidden layers."""
    inputs = [X]
    for W, b in params[:-1]:
        inputs.append(np.maximum(inputs[-1] @ W + b, 0.0))
    W, b = params[-1]
    return inputs, inputs[-1] @ W + b


def loss_of(params, X, y):
    """The mean cross entropy of softmax, in plain NumPy."""
    _, Z = _through(params, X)
    return np.mean(log_sum(Z) - Z[np.arange(len(y)), y])


def grads_of(params, X, y):
    """The gradients of `loss_of`. Many orders are tried, so they are computed; a test holds them against slopes."""
    inputs, Z = _through(params, X)
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    dZ = (E / E.sum(axis=1, keepdims=True) - np.eye(Z.shape[1])[y]) / len(y)
    grads = []
    for A, (W, _) in zip(reversed(inputs), reversed(params), strict=True):
        grads.append((A.T @ dZ, dZ.sum(axis=0)))
        dZ = (dZ @ W.T) * (A > 0)
    return grads[::-1]


def _moved(params, grads, lr):
    return [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads, strict=True)]


def _walked(params, X, y, batches, lr):
    """The params and losses after one step per batch."""
    losses = []
    for rows in batches:
        losses.append(loss_of(params, X[rows], y[rows]))
        params = _moved(params, grads_of(params, X[rows], y[rows]), lr)
    return params, losses


def _deals(rows, B):
    """All ways to deal these rows out, B at a time; the order within a batch makes no difference."""
    if len(rows) <= B:
        yield [list(rows)]
        return
    for batch in combinations(rows, B):
        rest = [row for row in rows if row not in batch]
        yield from ([list(batch), *deal] for deal in _deals(rest, B))


def _named(params, losses):
    found = {}
    for i, (W, b) in enumerate(params, 1):
        found |= {f"W{i}": W, f"b{i}": b}
    return found | {"losses": np.array(losses, dtype=np.float64)}


def _epoch_of(params, updates, result):
    """(params, losses) by name; one that is built otherwise is a slip."""
    if result is None:
        raise Misfit(
            "returns-none", tr("Your function returned None. Is there a return at its end?")
        )
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Misfit("wrong-type", tr("Your function should return 2 things: params and losses."))
    layers, losses = result
    layers_fit = isinstance(layers, (tuple, list)) and len(layers) == len(params)
    if not layers_fit or not all(isinstance(p, (tuple, list)) and len(p) == 2 for p in layers):
        raise Misfit(
            "wrong-layout",
            tr("Return params as you got them: a list with a pair (W, b) per layer."),
        )
    if isinstance(losses, np.ndarray) and losses.ndim == 1:
        losses = list(losses)
    if not isinstance(losses, (tuple, list)):
        raise Misfit("wrong-type", tr("Return losses as a list, with one number per batch."))
    if len(losses) != updates:
        raise Misfit(*_wrong_updates(len(losses), updates))
    return _named(layers, numbers("losses", losses))


def _wrong_updates(got, wanted):
    said = tr(
        "You return {got} losses where {wanted} batches were to be dealt with.",
        got=got,
        wanted=wanted,
    )
    if got == 1:
        return "one-update", tr(
            "{said} One pass over the rows takes one step per batch.", said=said
        )
    if got == wanted - 1:
        return (
            "last-batch-left-out",
            tr("{said} The rows that are left over make a shorter batch: it counts.", said=said),
        )
    return (
        "wrong-number-of-updates",
        tr("{said} One number per batch is wanted, no more and no fewer.", said=said),
    )


def _start(rng, n, sizes, same=False):
    """A network and its data; with `same`, n copies of one example, so that no order can make a difference."""
    params = [
        (rng.normal(0, 1, (n_in, n_out)), rng.normal(0, 0.5, n_out))
        for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True)
    ]
    X = rng.normal(0, 1, (n, sizes[0]))
    # labels of every class, so that they tell when their order is another
    y = rng.permutation(np.arange(n) % sizes[-1])
    hidden = [np.abs(A @ W + b).min() for A, (W, b) in zip(_through(params, X)[0], params[:-1])]
    if min(hidden, default=1) < 1e-3:
        return _start(rng, n, sizes, same)
    if same:
        X, y = np.tile(X[:1], (n, 1)), np.repeat(y[:1], n)
    return params, X, y


def _walked_by(update, start, X, y, batches, lr, B):
    """The params and losses of a wrong update, one per batch: update(params, start, rows, X, y, lr, B)."""
    params, losses = start, []
    for rows in batches:
        before = loss_of(params, X[rows], y[rows])
        params, loss = update(params, start, rows, X, y, lr, B)
        losses.append(before if loss is None else loss)
    return params, losses


def _plain(gradient, scale=lambda rows, B: 1.0):
    """A wrong update that goes along another gradient, or further or less far."""

    def update(params, start, rows, X, y, lr, B):
        found = gradient(params, start, rows, X, y)
        return _moved(params, found, lr * scale(rows, B)), None

    return update


def _own(params, start, rows, X, y):
    return grads_of(params, X[rows], y[rows])


def _late(params, start, rows, X, y, lr, B):
    params = _moved(params, _own(params, start, rows, X, y), lr)
    return params, loss_of(params, X[rows], y[rows])


def _restarted(params, start, rows, X, y, lr, B):
    return _moved(start, _own(params, start, rows, X, y), lr), None


def _only(which):
    """An update that moves one array of each pair alone: 0 for W, 1 for b."""

    def update(params, start, rows, X, y, lr, B):
        moved = _moved(params, _own(params, start, rows, X, y), lr)
        pairs = zip(params, moved, strict=True)
        return [(new[0], old[1]) if which == 0 else (old[0], new[1]) for old, new in pairs], None

    return update


def _last_layer(params, start, rows, X, y, lr, B):
    return [*params[:-1], _moved(params, _own(params, start, rows, X, y), lr)[-1]], None


# tried with every order of the rows: a learner's order need not be that of a slip's function
UPDATES = {
    "stale-params": _plain(lambda params, start, rows, X, y: grads_of(start, X[rows], y[rows])),
    "full-gradient": _plain(lambda params, start, rows, X, y: grads_of(params, X, y)),
    "loss-after-step": _late,
    "steps-from-the-start": _restarted,
    "biases-still": _only(0),
    "weights-still": _only(1),
    "last-layer-only": _last_layer,
    "uphill": _plain(_own, lambda rows, B: -1.0),
    "summed-gradients": _plain(_own, lambda rows, B: len(rows)),
    "mean-twice": _plain(_own, lambda rows, B: 1 / len(rows)),
    "last-batch-scaled": _plain(_own, lambda rows, B: len(rows) / B),
}


def _case(rng, drawn, B, lr, about, many=False):
    params, X, y = drawn
    n = len(X)
    seed = int(rng.integers(2**31))
    arguments = {"params": params, "X": X, "y": y, "B": B, "lr": lr}
    arguments["rng"] = np.random.default_rng(seed)
    truth = _named(*_walked(params, X, y, next(_deals(range(n), B)), lr))
    read = partial(_epoch_of, params, -(-n // B))
    judge = partial(_by_some_order, params, X, y, B, lr) if many else None
    return Case(arguments, truth, about, scale=1, read=read, judge=judge)


def _by_some_order(params, X, y, B, lr, values, _arguments):
    """None where some order of the rows leads to these params by these losses."""
    for deal in _deals(range(len(X)), B):
        truth = _named(*_walked(params, X, y, deal, lr))
        if all(agree(values[name], truth[name], 1e-6, scale=1) for name in truth):
            return None
    for key, update in UPDATES.items():
        for deal in _deals(range(len(X)), B):
            walked = _named(*_walked_by(update, params, X, y, deal, lr, B))
            if all(agree(values[name], walked[name], 1e-6, scale=1) for name in walked):
                return key, next(slip.message for slip in ex.slips if slip.key == key)
    return (
        "no-such-order",
        tr(
            "There is no order of the rows in which one step per batch leads to your params by "
            "way of your losses. Take one batch of three rows through your loop by hand: which "
            "rows of X and y, and which params, does it use?"
        ),
    )


def _one_step(truth, values, _arguments):
    """None where all the rows together, each once, have made one step."""
    wrong = [name for name in truth if not agree(values[name], truth[name], 1e-6, scale=1)]
    if not wrong:
        return None
    return "wrong-step", tr(
        "With B = n there is one batch, all the rows, each once, and one step along its gradient. "
        "Your {name} is not what that step leads to. Is every row in the batch, and each once?",
        name=wrong[0],
    )


def _measured_step(rng, n, sizes, about):
    """B = n: one step of gradient descent, by measured slopes."""
    params, X, y = drawn = _start(rng, n, sizes)
    case = _case(rng, drawn, n, 0.5, about)
    flat = [array for layer in params for array in layer]

    def slope(i):
        def f(moved):
            arrays = [*flat[:i], moved, *flat[i + 1 :]]
            return loss_of(list(zip(arrays[::2], arrays[1::2], strict=True)), X, y)

        return exact_gradient(f, flat[i])

    stepped = [array - 0.5 * slope(i) for i, array in enumerate(flat)]
    layers = list(zip(stepped[::2], stepped[1::2], strict=True))
    truth = _named(layers, [loss_of(params, X, y)])
    return Case(
        case.arguments,
        truth,
        about,
        scale=1,
        read=case.read,
        judge=partial(_one_step, truth),
        slopes=True,
    )


@ex.part(points=2)
def step(rng):
    return [
        _measured_step(rng, 8, (3, 4, 3), "B = n"),
        _measured_step(rng, 3, (3, 3, 3), tr("B = n, all widths equal")),
    ]


@ex.part(points=2)
def batches(rng):
    copies = _start(rng, 10, (2, 3, 3), same=True)
    return [
        _case(rng, copies, 4, 0.3, tr("ten copies of one example in batches of 4, 4, 2")),
        _case(
            rng, _start(rng, 5, (2, 3, 5)), 2, 0.5, tr("five examples in batches of 2, 2, 1"), True
        ),
        _case(rng, _start(rng, 6, (3, 3, 3)), 3, 0.5, tr("six examples in batches of 3"), True),
    ]


def _twice(function, given):
    """Two calls with equal generators, and one with what is left of the first one."""
    twin, third = copy.deepcopy(given), copy.deepcopy(given)
    first = function(*given.values())
    return [first, function(*twin.values()), function(*(third | {"rng": given["rng"]}).values())]


def _drawn_order(rng):
    drawn = _start(rng, 24, (3, 4, 2))
    case = _case(rng, drawn, 3, 0.1, tr("two epochs of 24 examples in batches of 3"))
    names = ("losses", "losses_again", "losses_next")
    truth = dict.fromkeys(names, case.truth["losses"])

    def read(results):
        return {
            name: case.read(result)["losses"] for name, result in zip(names, results, strict=True)
        }

    given = _named(*_walked(*drawn, np.arange(24).reshape(8, 3), 0.1))["losses"]
    judge = partial(_follows, given)
    return Case(case.arguments, truth, case.about, run=_twice, read=read, judge=judge)


def _follows(given, values, _arguments):
    """None where the order was drawn from rng, afresh for every epoch."""
    if agree(values["losses"], given, 1e-9):
        return NOT_SHUFFLED
    if not np.array_equal(values["losses"], values["losses_again"]):
        return RNG_UNUSED
    return SAME_ORDER if np.array_equal(values["losses"], values["losses_next"]) else None


@ex.part(points=2, hidden=True, pure=True)
def robustness(rng):
    params, X, y = _start(rng, 7, (3, 4, 3))
    return [
        _case(rng, (params, X, y), 7, 0.5, "B = n"),
        _case(
            rng, (params, X[::-1].copy(), y[::-1].copy()), 7, 0.5, tr("the same rows, last first")
        ),
        _case(rng, (params, X, y), 50, 0.5, "B > n"),
        _case(
            rng, _start(rng, 9, (2, 3, 3), same=True), 4, 1.0, tr("nine copies, batches of 4, 4, 1")
        ),
        _case(rng, _start(rng, 4, (2, 3)), 3, 0.5, tr("one layer, batches of 3 and 1"), True),
        _case(rng, _start(rng, 5, (2, 4, 3, 2)), 3, 0.5, tr("three layers, batches of 3, 2"), True),
        _drawn_order(rng),
    ]


# ---- slips -----------------------------------------------------------------------------------------


def with_gradients(grads=None, late=False, rows_of_y=None):
    """A wrong answer: other gradients, the loss after its step, or labels of other rows."""

    @named(grads)
    def wrong(params, X, y, B, lr, rng):
        start, losses = params, []
        order = rng.permutation(len(X))
        for i in range(0, len(X), B):
            rows = order[i : i + B]
            labels = y[rows] if rows_of_y is None else y[rows_of_y(i, rows)]
            here = grads_of(params, X[rows], labels)
            before = loss_of(params, X[rows], labels)
            found = here if grads is None else grads(here, start, params, X, y, rows, B)
            params = _moved(params, found, lr)
            losses.append(loss_of(params, X[rows], labels) if late else before)
        return params, losses

    return wrong


@ex.slip
@with_gradients
def stale_params(g, start, params, X, y, rows, B):
    """Every step of yours uses the gradients of the params that you started with. Each batch should see what the
    steps before it have done.
    """
    return grads_of(start, X[rows], y[rows])


@ex.slip
@with_gradients
def full_gradient(g, start, params, X, y, rows, B):
    """Your gradients come from all the rows, once, at the start. A minibatch step looks at its own rows alone,
    and at the params as they are by then.
    """
    return grads_of(start, X, y)


@ex.slip(key="full-gradient")
@with_gradients
def full_gradient_every_step(g, start, params, X, y, rows, B):
    """Your gradients come from all the rows at every step. A minibatch step looks at its own rows alone."""
    return grads_of(params, X, y)


def _times(factor, grads):
    return [(factor * dW, factor * db) for dW, db in grads]


@ex.slip
@with_gradients
def last_batch_scaled(g, start, params, X, y, rows, B):
    """The step of the last, shorter batch is too small: you divide it by B. How many rows does that batch have?"""
    return _times(len(rows) / min(B, len(X)), g)


@ex.slip(like=last_batch_scaled)
@with_gradients
def last_batch_divided_by_more_than_there_is(g, start, params, X, y, rows, B):
    return _times(len(rows) / B, g)


@ex.slip
@with_gradients
def summed_gradients(g, start, params, X, y, rows, B):
    """Your steps grow with the batch: you multiply the mean gradient by the number of rows. The mean stands in
    the loss.
    """
    return _times(len(rows), g)


@ex.slip
@with_gradients
def mean_twice(g, start, params, X, y, rows, B):
    """Your steps shrink with the batch: the gradient is a mean already, and you divide by the rows once more."""
    return _times(1 / len(rows), g)


@ex.slip
@with_gradients
def uphill(g, start, params, X, y, rows, B):
    """Your losses rise: you walk up the slope. Look at the sign of the step."""
    return _times(-1, g)


@ex.slip
@with_gradients
def no_step(g, start, params, X, y, rows, B):
    """Your params come back as they went in. Is the step's result kept?"""
    return _times(0, g)


def _kept(grads, keep):
    """The gradients, those that are not kept as zeros: keep(layer, number in the pair, how many layers)."""
    many = len(grads)
    return [
        tuple(g if keep(i, k, many) else 0 * g for k, g in enumerate(pair))
        for i, pair in enumerate(grads)
    ]


@ex.slip
@with_gradients
def biases_still(g, start, params, X, y, rows, B):
    """Your weights move, and your biases stay where they are. Each pair in params holds both: move both."""
    return _kept(g, lambda layer, k, many: k == 0)


@ex.slip
@with_gradients
def weights_still(g, start, params, X, y, rows, B):
    """Your biases move, and your weights stay where they are. Each pair in params holds both: move both."""
    return _kept(g, lambda layer, k, many: k == 1)


@ex.slip
@with_gradients
def last_layer_only(g, start, params, X, y, rows, B):
    """Your last layer moves, and those before it stay where they are. grads holds a pair for every layer: move all."""
    return _kept(g, lambda layer, k, many: layer == many - 1)


@ex.slip
def steps_from_the_start(params, X, y, B, lr, rng):
    """Every step of yours begins at the params that you started with, so only the last one is kept. Each begins where
    the one before has ended.
    """
    order, start, losses = rng.permutation(len(X)), params, []
    for i in range(0, len(X), B):
        rows = order[i : i + B]
        losses.append(loss_of(params, X[rows], y[rows]))
        params = _moved(start, grads_of(params, X[rows], y[rows]), lr)
    return params, losses


@ex.slip
def loss_after_step(params, X, y, B, lr, rng):
    """Your losses are those after each step. Note each one before its step: what the params cost that the batch
    found.
    """
    return with_gradients(late=True)(params, X, y, B, lr, rng)


@ex.slip
def torn_pairs(params, X, y, B, lr, rng):
    """The rows of X come in a new order and the labels in the old one. The same row numbers must choose from both."""
    return with_gradients(rows_of_y=lambda i, rows: np.arange(i, i + len(rows)))(
        params, X, y, B, lr, rng
    )


ex.effect(
    "input-modified",
    tr(
        "Your numbers are right, but you move the arrays that you were given, so whoever "
        "called you has lost the old params. `W -= ...` writes into W: make new arrays."
    ),
)


for said in BY_EFFECT:
    ex.effect(*said)


# ---- right answers ---------------------------------------------------------------------------------


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


ex.right(epoch_by(batches_by_slices))
ex.right(epoch_by(batches_by_shuffle))
ex.right(epoch_by(batches_without_replacement))


@ex.right
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


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="one-update", points=2)(
    lambda params, X, y, B, lr, rng: epoch_by(batches_by_slices)(params, X, y, len(X), lr, rng)
)


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


ex.wrong(slip="full-gradient", points=2)(
    epoch_wrong(lambda g, start, params, X, y, rows, B: loss_and_grads(start, X, y)[1])
)
ex.wrong(slip="stale-params", points=2)(
    epoch_wrong(lambda g, start, params, X, y, rows, B: loss_and_grads(start, X[rows], y[rows])[1])
)


def scaled(factor, grads):
    return [(factor * dW, factor * db) for dW, db in grads]


ex.wrong(slip="last-batch-scaled", points=2)(
    epoch_wrong(lambda g, start, params, X, y, rows, B: scaled(len(rows) / B, g))
)
ex.wrong(slip="summed-gradients", points=0)(
    epoch_wrong(lambda g, start, params, X, y, rows, B: scaled(len(rows), g))
)
ex.wrong(slip="loss-after-step", points=0)(epoch_wrong(after=True))
ex.wrong(slip="torn-pairs", points=0)(
    epoch_wrong(y_rows=lambda i, rows: np.arange(i, i + len(rows)))
)
ex.wrong(slip="not-shuffled", points=4)(epoch_wrong(batches=in_order))
ex.wrong(slip="rng-unused", points=4)(epoch_wrong(batches=by_global))
ex.wrong(slip="same-order-again", points=4)(epoch_wrong(batches=batches_never_reshuffled))
ex.wrong(slip="last-batch-left-out", points=2)(epoch_wrong(batches=batches_rest_dropped))
ex.wrong(slip="wrong-step", points=0)(epoch_wrong(batches=batches_with_replacement))


@ex.wrong(slip="input-modified", points=4)
def epoch_in_place(params, X, y, B, lr, rng):
    losses = []
    for rows in batches_by_slices(len(X), B, rng):
        J, grads = loss_and_grads(params, X[rows], y[rows])
        for (W, b), (dW, db) in zip(params, grads):
            W -= lr * dW
            b -= lr * db
        losses.append(J)
    return [(W.copy(), b.copy()) for W, b in params], losses


ex.wrong(slip="wrong-layout", points=0)(lambda params, X, y, B, lr, rng: params)


@ex.wrong(slip="wrong-type", points=0)
def epoch_in_words(params, X, y, B, lr, rng):
    params, losses = epoch_by(batches_by_slices)(params, X, y, B, lr, rng)
    return params, [f"{loss:.4f}" for loss in losses]


ex.wrong(slip="stale-params", points=2)(
    epoch_wrong(
        lambda g, start, params, X, y, rows, B: loss_and_grads(start, X[rows], y[rows])[1],
        batches=batches_by_shuffle,
    )
)
ex.wrong(slip="biases-still", points=0)(
    epoch_wrong(
        lambda g, start, params, X, y, rows, B: [(dW, 0 * db) for dW, db in g],
        batches=batches_without_replacement,
    )
)
ex.wrong(slip="last-layer-only", points=0)(
    epoch_wrong(
        lambda g, start, params, X, y, rows, B: [
            *((0 * dW, 0 * db) for dW, db in g[:-1]),
            g[-1],
        ],
        batches=batches_by_shuffle,
    )
)


@ex.wrong(slip="steps-from-the-start", points=2)
def epoch_from_the_start(params, X, y, B, lr, rng):
    new, losses = params, []
    for rows in batches_by_shuffle(len(X), B, rng):
        J, grads = loss_and_grads(new, X[rows], y[rows])
        new = [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads)]
        losses.append(J)
    return new, losses
