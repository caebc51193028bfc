"""mlp_backward(cache, params, dZ): the way back through any number of layers."""

from functools import partial

import numpy as np

from nnlib.core.words import tr
from nnlib.gradcheck import central_difference
from nnlib.grading.exercise import Case, Misfit, exercise
from nnlib.grading.exercises.answers import named, nudged_params
from nnlib.grading.exercises.ch07._answers import affine_numpy, slope
from nnlib.grading.exercises.ch07._shared import (
    ACTS,
    AT_A,
    REVERSED,
    SKIPPED,
    SLOPES,
    UNSUMMED,
    by_array,
    flat,
    forward,
    layers,
    measured,
    network,
    off_kinks,
)
from nnlib.grading.exercises.draw import upstream
from nnlib.grading.exercises.single import HUGE, uneven
from nnlib.grading.exercises.words import GIVEN_MODIFIED

ex = exercise("mlp_backward", "cache, params, dZ")


def _drawn(rng, n, sizes, acts):
    """A network off its kinks: params, X, and what must come back for an upstream dZ."""
    while True:
        params, X = network(rng, sizes), rng.normal(0, 1, (n, sizes[0]))
        if off_kinks(params, X, acts):
            return params, X, upstream(rng, (n, sizes[-1]))


def _mlp(rng, n, sizes, acts, about=""):
    params, X, dZ = _drawn(rng, n, sizes, acts)
    truth = measured(params, lambda params: np.sum(dZ * forward(params, X, acts)[0]))
    _, cache = forward(params, X, acts)
    arguments = {"cache": cache, "params": params, "dZ": dZ}
    about = about or f"{len(acts)} layer{'s'[: len(acts) > 1]}"
    return Case(arguments, truth, about, scale=1, read=partial(layers, params), slopes=True)


def _mlp_big(rng, n, sizes, acts):
    """Too many weights to nudge one by one: all of an array move at once, along three random directions."""
    params, X, dZ = _drawn(rng, n, sizes, acts)
    lines = [[v / np.linalg.norm(v) for v in rng.normal(0, 1, (3, *a.shape))] for a in flat(params)]

    def slope(i, v):
        def f(step):
            arrays = [*flat(params)]
            arrays[i] = arrays[i] + step * v
            moved = list(zip(arrays[::2], arrays[1::2], strict=True))
            return np.sum(dZ * forward(moved, X, acts)[0])

        return central_difference(f, 0.0)

    truth = by_array([np.array([slope(i, v) for v in vs]) for i, vs in enumerate(lines)])
    _, cache = forward(params, X, acts)
    arguments = {"cache": cache, "params": params, "dZ": dZ}
    read = partial(_along, params, lines)
    return Case(arguments, truth, tr("a network of {sizes}", sizes=sizes), 1e-5, scale=1, read=read)


def _along(params, lines, result):
    """The gradients' slopes along the given directions, by name."""
    found = layers(params, result)
    for (name, array), (wanted, vs) in zip(
        found.items(), zip(flat(params), lines, strict=True), strict=True
    ):
        if not isinstance(array, np.ndarray) or array.shape != wanted.shape:
            raise Misfit(
                "wrong-shape",
                tr(
                    "{name} should be an array of shape {shape}, as in params.",
                    name=name,
                    shape=wanted.shape,
                ),
            )
        found[name] = np.array([np.sum(array * v) for v in vs], dtype=np.float64)
    return found


def _huge_input():
    """Two layers, all units active; the input is HUGE, and so is the output that is nudged."""
    params = [(np.ones((1, 1)), np.zeros(1)), (np.full((1, 1), 3.0), np.zeros(1))]
    X = np.full((1, 1), HUGE)
    _, cache = forward(params, X, ("relu", "identity"))
    truth = {"dW1": 6 * X, "db1": np.array([6.0]), "dW2": 2 * X, "db2": np.array([2.0])}
    arguments = {"cache": cache, "params": params, "dZ": np.full((1, 1), 2.0)}
    return uneven(arguments, truth, read=partial(layers, params))


@ex.part(points=2)
def gradient(rng):
    return [
        _huge_input(),
        # equal widths, and as many rows: no shape error stops what is wrong, and its name can be told
        _mlp(rng, 3, (3, 3, 3), ("sigmoid", "identity")),
        _mlp(rng, 3, (3, 3), ("identity",)),
        _mlp(rng, 4, (4, 4, 4), ("relu", "sigmoid"), tr("2 layers, with a sigmoid as the last")),
    ]


@ex.part(points=2)
def depth(rng):
    return [
        _huge_input(),
        _mlp(rng, 3, (2, 4, 3, 2, 5), ("tanh", "relu", "sigmoid", "identity")),
        _mlp(rng, 4, (3, 3, 3, 3), ("sigmoid", "tanh", "identity"), tr("3 layers of equal widths")),
    ]


@ex.part(points=2, hidden=True, pure=True)
def robustness(rng):
    return [
        _mlp(rng, 1, (3, 4, 2), ("tanh", "identity"), tr("one example")),
        _mlp(rng, 3, (3, 3, 3, 3, 3), ("relu", "tanh", "sigmoid", "tanh"), tr("equal widths")),
        _mlp_big(rng, 20, (30, 40, 40, 10), ("tanh", "sigmoid", "identity")),
    ]


# ---- slips -----------------------------------------------------------------------------------------


def with_dZ(through=None, last=False):
    """A wrong answer: another way through an activation, or the last one passed again."""

    @named(through)
    def wrong(cache, params, dZ):
        grads, dA, top = [], None, len(params) - 1
        for i in range(top, -1, -1):
            A_prev, A, act = cache[i]
            if i < top:
                dZ = dA * SLOPES[act](A) if through is None else through(dA, cache, i)
            elif last:
                dZ = dZ * SLOPES[act](A)
            grads.append((A_prev.T @ dZ, dZ.sum(axis=0)))
            dA = dZ @ params[i][0].T
        return grads[::-1]

    return wrong


@ex.slip(says=SKIPPED)
@with_dZ
def activation_skipped(dA, cache, i):
    return dA


@ex.slip
def last_activation_again(cache, params, dZ):
    """You send dZ through the last activation. It has been through there: dZ is the gradient at the last layer's
    sums already.
    """
    return with_dZ(last=True)(cache, params, dZ)


@ex.slip
@with_dZ
def wrong_cache_index(dA, cache, i):
    """You take the activation of the neighbouring layer on the way back. Write down for one layer which entry of
    cache belongs to it.
    """
    return dA * SLOPES[cache[i + 1][2]](cache[i][1])


@ex.slip(says=AT_A)
@with_dZ
def derivative_at_a(dA, cache, i):
    return dA * SLOPES[cache[i][2]](ACTS[cache[i][2]](cache[i][1]))


@ex.slip
@with_dZ
def upstream_ignored(dA, cache, i):
    """Below the last layer your gradients no longer depend on dZ: you start again from the activation's slope.
    What arrives from above has to be passed on through it.
    """
    return SLOPES[cache[i][2]](cache[i][1])


@ex.slip(says=REVERSED)
def order_reversed(cache, params, dZ):
    return with_dZ()(cache, params, dZ)[::-1]


ex.effect(*UNSUMMED)
ex.effect("input-modified", GIVEN_MODIFIED)


@ex.slip
@with_dZ
def layer_above(dA, cache, i):
    """You take A and act of the layer above on the way back. Write down for one layer which entry of cache belongs to
    it.
    """
    return dA * SLOPES[cache[i + 1][2]](cache[i + 1][1])


@ex.slip
@with_dZ
def slope_at_the_input(dA, cache, i):
    """You read the slope off what went into the layer. Each activation's slope is read off its own output."""
    return dA * SLOPES[cache[i][2]](cache[i][0])


@ex.slip
@with_dZ
def value_for_slope(dA, cache, i):
    """You multiply by A, the height of the curve. Its slope is wanted."""
    return dA * cache[i][1]


ONE_SLOPE = tr(
    "You take the same activation's slope in every layer. The cache says which one each layer "
    "has: look at act."
)
for known in ("relu", "sigmoid", "tanh"):
    ex.slip(key="one-slope-for-all", says=ONE_SLOPE)(
        with_dZ(lambda dA, cache, i, known=known: dA * SLOPES[known](cache[i][1]))
    )


def _walked(dW_of=None, weights=None, per=lambda n: 1.0, all_layers=True):
    """A wrong answer: other arrays in dW, other weights on the way down, or another factor."""

    def wrong(cache, params, dZ):
        grads, n = [], len(dZ)
        for i in range(len(params) - 1, -1, -1):
            A_prev, A, _ = cache[i]
            dW = A_prev.T @ dZ if dW_of is None else dW_of(A_prev, A, dZ)
            grads.append((dW * per(n), dZ.sum(axis=0) * per(n)))
            if i:
                W = params[i][0] if weights is None else weights(params, i)
                dZ = (dZ @ W.T) * SLOPES[cache[i - 1][2]](cache[i - 1][1])
                dZ = dZ if all_layers else dZ * per(n)
        return grads[::-1]

    return wrong


@ex.slip
def output_for_input(cache, params, dZ):
    """In dW you take what came out of the layer, and what went into it is wanted: A_prev."""
    return _walked(dW_of=lambda A_prev, A, dZ: A.T @ dZ)(cache, params, dZ)


@ex.slip
def product_transposed(cache, params, dZ):
    """Your dW have rows and columns exchanged. Entry (i, j) belongs to input i and unit j; with equal widths no shape
    error warns you.
    """
    return _walked(dW_of=lambda A_prev, A, dZ: dZ.T @ A_prev)(cache, params, dZ)


@ex.slip
def weights_not_transposed(cache, params, dZ):
    """On the way down you multiply by W as it stands. Each input gets back what its row of W has sent up: turn W; with
    equal widths no shape error warns you.
    """
    return _walked(weights=lambda params, i: params[i][0].T)(cache, params, dZ)


@ex.slip
def weights_of_the_layer_below(cache, params, dZ):
    """On the way down you multiply by the weights of the layer below. From layer i the gradient goes down through the W
    of layer i.
    """
    return _walked(weights=lambda params, i: params[i - 1][0])(cache, params, dZ)


@ex.slip
def averaged(cache, params, dZ):
    """You divide by the number of examples here. The mean stands in the loss, and its 1/n has arrived in dZ already:
    add up.
    """
    return _walked(per=lambda n: 1 / n)(cache, params, dZ)


@ex.slip
def averaged_in_every_layer(cache, params, dZ):
    """You divide by the number of examples in every layer, once more in each. The mean stands in the loss, and its 1/n
    has arrived in dZ already: add up.
    """
    return _walked(per=lambda n: 1 / n, all_layers=False)(cache, params, dZ)


@ex.slip
def biases_averaged(cache, params, dZ):
    """Your dW are right, and your db are means. The 1/n of the loss has arrived in dZ already: add up."""
    return [(dW, db / len(dZ)) for dW, db in _walked()(cache, params, dZ)]


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def mlp_loop(cache, params, dZ):
    grads = [None] * len(params)
    for i in reversed(range(len(params))):
        A_prev = cache[i][0]
        dA, dW, db = affine_numpy(dZ, A_prev, params[i][0])
        grads[i] = (dW, db)
        if i > 0:
            dZ = dA * slope(cache[i - 1][2], A_prev)
    return grads


@ex.right
def mlp_recursive(cache, params, dZ):
    A_prev, W = cache[-1][0], params[-1][0]
    here = [[A_prev.T @ dZ, dZ.sum(axis=0)]]
    if len(params) == 1:
        return here
    dA = dZ @ W.T
    return mlp_recursive(cache[:-1], params[:-1], dA * slope(cache[-2][2], cache[-2][1])) + here


@ex.right
def mlp_einsum(cache, params, dZ):
    grads = []
    for (A_prev, _, _), (W, _), below in zip(cache[::-1], params[::-1], [*cache[-2::-1], None]):
        grads.append((np.einsum("ni,nj->ij", A_prev, dZ), np.einsum("nj->j", dZ)))
        if below:
            dZ = np.einsum("nj,ij->ni", dZ, W) * slope(below[2], below[1])
    return tuple(grads[::-1])


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip="measured", points=0)
def nudged(cache, params, dZ):
    X, acts = cache[0][0], [act for _, _, act in cache]
    return nudged_params(lambda moved: np.sum(dZ * forward(moved, X, acts)[0]), params)


@ex.wrong(slip="error", points=0)
def mlp_of_two_layers(cache, params, dZ):
    """The input of the last layer is taken for that of the second: right for two layers."""
    return mlp_loop([*cache[:-1], (cache[1][0], *cache[-1][1:])], params, dZ)


@ex.wrong(slip="layer-missing", points=0)
def mlp_stops_early(cache, params, dZ):
    return mlp_loop(cache, params, dZ)[1:]


@ex.wrong(slip="all-zeros", points=0)
def mlp_first_layer_zero(cache, params, dZ):
    grads = mlp_loop(cache, params, dZ)
    return [tuple(0 * g for g in grads[0]), *grads[1:]] if len(grads) > 1 else grads


@ex.wrong(slip="wrong-cache-index", points=0)
def mlp_cache_index(cache, params, dZ):
    grads = []
    for i in reversed(range(len(params))):
        grads.insert(0, (cache[i][0].T @ dZ, dZ.sum(axis=0)))
        if i > 0:
            dZ = dZ @ params[i][0].T * slope(cache[i][2], cache[i - 1][1])
    return grads


@ex.wrong(slip="output-for-input", points=0)
def mlp_output_for_input(cache, params, dZ):
    grads = []
    for i in reversed(range(len(params))):
        grads.insert(0, (cache[i][1].T @ dZ, dZ.sum(axis=0)))
        if i > 0:
            dZ = dZ @ params[i][0].T * slope(cache[i - 1][2], cache[i - 1][1])
    return grads


ex.wrong(slip="order-reversed", points=0)(
    lambda cache, params, dZ: mlp_loop(cache, params, dZ)[::-1]
)


@ex.wrong(slip="last-activation-again", points=2)
def mlp_last_again(cache, params, dZ):
    return mlp_loop(cache, params, dZ * slope(cache[-1][2], cache[-1][1]))


ex.wrong(slip="wrong-layout", points=0)(
    lambda cache, params, dZ: [g for pair in mlp_loop(cache, params, dZ) for g in pair]
)
ex.wrong(slip="sign-flipped", points=0)(lambda cache, params, dZ: mlp_loop(cache, params, -dZ))


@ex.wrong(slip="input-modified", points=4)
def mlp_in_place(cache, params, dZ):
    grads = mlp_loop(cache, params, dZ)
    dZ *= 0
    return grads


@ex.wrong(slip="weights-not-transposed", points=0)
def mlp_not_turned(cache, params, dZ):
    return mlp_loop(cache, [(W.T, b) for W, b in params], dZ)


ex.wrong(slip="averaged", points=0)(
    lambda cache, params, dZ: [
        (dW / len(dZ), db / len(dZ)) for dW, db in mlp_loop(cache, params, dZ)
    ]
)
ex.wrong(slip="biases-averaged", points=0)(
    lambda cache, params, dZ: [(dW, db / len(dZ)) for dW, db in mlp_loop(cache, params, dZ)]
)


@ex.wrong(slip="layer-above", points=0)
def mlp_layer_above(cache, params, dZ):
    grads, dA = [], None
    for i in reversed(range(len(params))):
        A_prev, A, act = cache[i]
        if i < len(params) - 1:
            A, act = cache[i + 1][1:]
            dZ = dA * slope(act, A)
        dA, dW, db = affine_numpy(dZ, A_prev, params[i][0])
        grads.insert(0, (dW, db))
    return grads
