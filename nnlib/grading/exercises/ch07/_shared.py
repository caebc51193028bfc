"""What several exercises of chapter 7 share: cases, truths and words."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Misfit
from nnlib.grading.exercises.draw import exact_gradient

ACTS = {  # the reference forward, in plain NumPy
    "relu": lambda z: np.maximum(z, 0.0),
    "sigmoid": lambda z: 0.5 + 0.5 * np.tanh(0.5 * z),  # never overflows
    "tanh": np.tanh,
    "identity": lambda z: z,
}

SLOPES = {  # used by the wrong answers alone: the truth is measured
    "relu": lambda a: 1.0 * (a > 0),
    "sigmoid": lambda a: a * (1 - a),
    "tanh": lambda a: 1 - a * a,
    "identity": np.ones_like,
}

UNSUMMED = (
    "db-unsummed",
    tr(
        "Your db has one row per example, and b is a single row that all the examples share. "
        "What happens to the slopes of something that is used many times?"
    ),
)

WRONG_AXIS = (
    "db-wrong-axis",
    tr(
        "Your db has one number per example. It should have one per unit of the layer: add "
        "up along the other axis."
    ),
)


def three(names, n, width, result):
    """(dX, dW, db) by name; a db of a telling shape is a slip."""
    if not isinstance(result, (tuple, list)) or len(result) != 3:
        raise Misfit(
            "wrong-type",
            tr("Your function should return 3 things: {listed}.", listed=", ".join(names)),
        )
    shape = result[2].shape if isinstance(result[2], np.ndarray) else (width,)
    if shape == (n, width):
        raise Misfit(*UNSUMMED)
    if shape == (n,) != (width,):
        raise Misfit(*WRONG_AXIS)
    return dict(zip(names, result, strict=True))


def affine_slopes(forward, dout, X, W, b, names):
    """The measured slopes of sum(dout * forward(X, W, b)) by each of the three, by name."""
    moved = [
        exact_gradient(lambda x: np.sum(dout * forward(x, W, b)), X),
        exact_gradient(lambda w: np.sum(dout * forward(X, w, b)), W),
        exact_gradient(lambda c: np.sum(dout * forward(X, W, c)), b),
    ]
    return dict(zip(names, moved, strict=True))


AT_A = tr(
    "You apply the activation to its output once more before you take the slope. A has "
    "been through it already: the slope can be read off A directly."
)

SKIPPED = tr(
    "You carry the gradient past the activation as if it were not there. Between what a "
    "layer puts out and its sums stands a curve, and it has a slope."
)


def network(rng, sizes, scale=1.0):
    """Random params for these widths."""
    return [
        (rng.normal(0, scale / np.sqrt(n_in), (n_in, n_out)), rng.normal(0, 0.5, n_out))
        for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True)
    ]


def forward(params, X, acts):
    """The last Z, and the cache [(A_prev, A, act), ...] of `mlp_forward`."""
    A, cache = X, []
    for (W, b), act in zip(params, acts, strict=True):
        Z = A @ W + b
        cache.append((A, ACTS[act](Z), act))
        A = cache[-1][1]
    return Z, cache


def off_kinks(params, X, acts):
    """Whether no unit that may be a relu's sits at its kink."""
    A = X
    for (W, b), act in zip(params, acts, strict=True):
        Z = A @ W + b
        if act == "relu" and np.abs(Z).min() < 1e-3:
            return False
        A = ACTS[act](Z)
    return True


def flat(params):
    return [array for layer in params for array in layer]


def by_array(arrays, prefix="d"):
    """{"dW1": ..., "db1": ..., "dW2": ...} from [W1, b1, W2, ...]."""
    return {f"{prefix}{'Wb'[i % 2]}{i // 2 + 1}": array for i, array in enumerate(arrays)}


def measured(params, loss):
    """The measured slope of loss(params) by every array of params, by name."""

    def one(i):
        def moved(array):
            arrays = [*flat(params)]
            arrays[i] = array
            return loss(list(zip(arrays[::2], arrays[1::2], strict=True)))

        return exact_gradient(moved, flat(params)[i])

    return by_array([one(i) for i in range(2 * len(params))])


def layers(params, result):
    """[(dW1, db1), ...] by name; a list that is built otherwise is a slip."""
    many, shapes = len(params), [W.shape for W, _ in params]
    if not isinstance(result, (list, tuple)):
        raise Misfit("wrong-type", tr("Return a list with one pair (dW, db) for every layer."))
    if len(result) in range(max(many - 1, 1), many):
        raise Misfit(
            "layer-missing",
            tr(
                "Your list has {count} pairs, and the network has {many} layers. Every layer has "
                "weights to learn: where does your loop start, and where does it end?",
                count=len(result),
                many=many,
            ),
        )
    pairs = all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in result)
    if len(result) != many or not pairs:
        raise Misfit(
            "wrong-layout",
            tr(
                "Return a list of {many} pairs (dW, db), one for every layer, in the form of params.",
                many=many,
            ),
        )
    got = [np.shape(dW) if isinstance(dW, np.ndarray) else None for dW, _ in result]
    if got != shapes and got == shapes[::-1]:
        raise Misfit("order-reversed", REVERSED)
    for (_, b), (_, db) in zip(params, result, strict=True):
        if isinstance(db, np.ndarray) and db.ndim == 2 and db.shape[1:] == b.shape and len(db) > 1:
            raise Misfit(*UNSUMMED)
    return by_array(flat(result))


REVERSED = tr(
    "Your gradients come in the order in which you found them, last layer first. Whoever "
    "takes a step pairs them with params: bring them into that order."
)
