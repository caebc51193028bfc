"""Chapter 7, backpropagation: eight graded functions, 32 points."""

import copy
from functools import partial

import numpy as np

from nnlib.gradcheck import central_difference, numerical_gradient, numerical_vjp, relative_error
from nnlib.grading.exercise import Case, Exercise, Misfit, Part, Slip
from nnlib.grading.exercises.draw import KINK, fortran, upstream

MODIFIED = Slip(
    "input-modified",
    "Your numbers are right, but your function writes into what it was given. The caller goes on with those arrays: "
    "leave them as they were, and fill new ones.",
)
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
    "Your db has one row per example, and b is a single row that all the examples share. "
    "What happens to the slopes of something that is used many times?",
)
WRONG_AXIS = (
    "db-wrong-axis",
    "Your db has one number per example. It should have one per unit of the layer: add up along the other axis.",
)

# --- f = (x + y) z --------------------------------------------------------------------------------------------------


def _gates(x, y, z):
    """A case with measured slopes of f = (x + y) z, for numbers or arrays."""
    given = {"x": x, "y": y, "z": z}

    def slope(name):
        def f(moved):
            at = given | {name: moved}
            return np.sum((at["x"] + at["y"]) * at["z"])

        return numerical_gradient(f, given[name])

    truth = {f"df_d{name}": slope(name) for name in given}
    return Case(given, truth, "arrays" if np.ndim(x) else "", scale=1)


def gates_values(rng):
    known = {"df_dx": -4, "df_dy": -4, "df_dz": 3}
    numbers = [2.0, -3.0, 5.0, 7.0, -6.0]
    drawn = [_gates(*map(float, rng.choice(numbers, 3, replace=False))) for _ in range(2)]
    return [Case({"x": -2.0, "y": 5.0, "z": -4.0}, known), *drawn]


def gates_arrays(rng):
    shapes = [(3,), (2, 3), (3, 3)]
    numbers = _gates(*map(float, rng.normal(0, 2, 3)))
    return [numbers, *(_gates(*rng.normal(0, 2, (3, *shape))) for shape in shapes)]


GATES_BACKWARD = Exercise(
    "gates_backward",
    ("x", "y", "z"),
    (
        Part("value", 1, gates_values),
        Part("gradient", 1, gates_arrays, hidden=True),
    ),
    (
        Slip(
            "inverted-direction",
            "Your slopes are upside down: you say how the input changes with the output. "
            "Asked is how much f changes when x, y or z is nudged.",
            lambda x, y, z: (1 / z, 1 / z, 1 / (x + y)),
        ),
        Slip(
            "z-forgotten",
            "Your slopes for x and y stop at q = x + y. From q it is one more step to f: multiply along the way.",
            lambda x, y, z: (x * 0 + 1, y * 0 + 1, x + y),
        ),
        Slip(
            "own-factor",
            "At the product you hand each factor its own value. Nudge z a little, with numbers: "
            "which number decides how far f moves?",
            lambda x, y, z: (x + y, x + y, z),
        ),
        Slip(
            "own-factor",
            "At the product you hand z its own value. Nudge z a little, with numbers: "
            "which number decides how far f moves?",
            lambda x, y, z: (z, z, z),
        ),
        Slip(
            "value-for-slope",
            "You return how much each input adds to f. Asked is how fast f changes when that input is nudged.",
            lambda x, y, z: (x * z, y * z, (x + y) * z),
        ),
    ),
)

# --- unbroadcast ----------------------------------------------------------------------------------------------------


def _stretched(rng, shape, to, about=""):
    grad = rng.normal(0, 1, to) + 0.5
    truth = numerical_vjp(lambda x: np.broadcast_to(x, to), np.zeros(shape), grad)
    about = about or f"an array of shape {shape} that was stretched to {to}"
    arguments = {"grad": grad, "shape": shape}
    return Case(arguments, {"gradient": truth}, about, scale=1, read=partial(_gathered, shape, to))


def _gathered(shape, to, result):
    """The result by name; a shape that tells its story is a slip."""
    got = result.shape if isinstance(result, np.ndarray) else shape
    if got == to != shape:
        raise Misfit(
            "not-summed",
            f"You return as many numbers as grad has, {to}, and {shape} is wanted. Every number was used in "
            "several places: bring what arrives there together again.",
        )
    if got != shape and got == tuple(k for k in shape if k != 1):
        raise Misfit(
            "lost-keepdims",
            f"Your numbers have shape {got}, and {shape} is wanted. An axis of length 1 is an axis too: keep it.",
        )
    return {"gradient": result}


def unbroadcast_slopes(rng):
    known = Case(
        {"grad": np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), "shape": (3,)},
        {"gradient": np.array([5.0, 7.0, 9.0])},
        read=partial(_gathered, (3,), (2, 3)),
    )
    return [known, *(_stretched(rng, shape, (4, 3)) for shape in [(3,), (1, 3), (4, 1), (4, 3)])]


def unbroadcast_more(rng):
    pairs = [((3,), (3, 3)), ((3, 1), (3, 3)), ((1, 3), (3, 3)), ((), (4, 3)), ((1,), (5,))]
    pairs += [((1, 3), (1, 3)), ((4, 1), (2, 4, 3)), ((3,), (2, 4, 3)), ((2, 1, 3), (2, 4, 3))]
    return [_stretched(rng, *pair) for pair in pairs]


def _collapsed(grad, shape, how, axis=0):
    """`grad` brought to `shape` by `how(array, axis)` along every stretched axis."""
    for _ in range(grad.ndim - len(shape)):
        grad = how(grad, axis)
    for i, k in enumerate(shape):
        if k == 1:
            grad = np.expand_dims(how(grad, i), i)
    return grad


def _wrong_square(grad, shape):
    if grad.ndim == 2 and len(set(grad.shape)) == 1:
        return _collapsed(grad.T, shape, np.sum)
    return _collapsed(grad, shape, np.sum)


UNBROADCAST = Exercise(
    "unbroadcast",
    ("grad", "shape"),
    (
        Part("gradient", 2, unbroadcast_slopes),
        Part("robustness", 1, unbroadcast_more, hidden=True),
    ),
    (
        Slip(
            "mean-for-sum",
            "You average over the copies. Nudge the one number that was copied: all its copies move by the full nudge.",
            partial(_collapsed, how=np.mean),
        ),
        Slip(
            "one-copy",
            "You keep what arrives at the first copy and drop the rest. Every copy moves when the number is nudged.",
            partial(_collapsed, how=lambda array, axis: np.take(array, 0, axis)),
        ),
        Slip(
            "wrong-axis",
            "For a square array you go along the wrong axis. Shapes are matched from the right: "
            "which axis is the one that was added or stretched?",
            _wrong_square,
        ),
    ),
)

# --- the affine map -------------------------------------------------------------------------------------------------


def _three(names, n, width, result):
    """(dX, dW, db) by name; a db of a telling shape is a slip."""
    if not isinstance(result, (tuple, list)) or len(result) != 3:
        raise Misfit("wrong-type", f"Your function should return 3 things: {', '.join(names)}.")
    shape = result[2].shape if isinstance(result[2], np.ndarray) else (width,)
    if shape == (n, width):
        raise Misfit(*UNSUMMED)
    if shape == (n,) != (width,):
        raise Misfit(*WRONG_AXIS)
    return dict(zip(names, result, strict=True))


def _affine_slopes(forward, dout, X, W, b, names):
    """The measured slopes of sum(dout * forward(X, W, b)) by each of the three, by name."""
    moved = [
        numerical_vjp(lambda x: forward(x, W, b), X, dout),
        numerical_vjp(lambda w: forward(X, w, b), W, dout),
        numerical_vjp(lambda c: forward(X, W, c), b, dout),
    ]
    return dict(zip(names, moved, strict=True))


AFFINE = ("dX", "dW", "db")


def _affine(rng, n, n_in, n_out, about="", order=np.array):
    X, W, b = rng.normal(0, 1, (n, n_in)), rng.normal(0, 1, (n_in, n_out)), rng.normal(0, 1, n_out)
    dout = upstream(rng, (n, n_out))
    truth = _affine_slopes(lambda X, W, b: X @ W + b, dout, X, W, b, AFFINE)
    arguments = {"dout": order(dout), "X": order(X), "W": order(W)}
    return Case(arguments, truth, about, scale=1, read=partial(_three, AFFINE, n, n_out))


def affine_gradients(rng):
    known = Case(
        {
            "dout": np.array([[1.0], [10.0]]),
            "X": np.array([[1.0, 2.0], [3.0, 4.0]]),
            "W": np.array([[5.0], [6.0]]),
        },
        {
            "dX": np.array([[5.0, 6.0], [50.0, 60.0]]),
            "dW": np.array([[31.0], [42.0]]),
            "db": np.array([11.0]),
        },
        read=partial(_three, AFFINE, 2, 1),
    )
    return [_affine(rng, 5, 3, 2), known, _affine(rng, 3, 3, 3, "n = n_in = n_out")]


def affine_more(rng):
    shapes = [(1, 2, 4, "one example"), (4, 1, 3, "one input"), (2, 2, 2, "n = n_in = n_out")]
    by_columns = _affine(rng, 4, 3, 2, "arrays that are stored by columns", fortran)
    return [*(_affine(rng, *s) for s in shapes), by_columns, _affine(rng, 12, 9, 7)]


def _affine_by(dX=None, dW=None, db=None):
    """A wrong answer: what is not given is right."""

    def wrong(dout, X, W):
        right = (dout @ W.T, X.T @ dout, dout.sum(axis=0))
        return tuple(
            value if make is None else make(dout, X, W)
            for make, value in zip((dX, dW, db), right, strict=True)
        )

    return wrong


def _where_square(wrong, right):
    """`wrong` where all axes are of one length, and `right` elsewhere: what trying until the shapes fit leads to."""
    return lambda dout, X, W: (
        wrong(dout, X, W) if dout.shape == X.shape == W.shape else right(dout, X, W)
    )


AVERAGED = (
    "You divide by the number of examples here. The mean stands in the loss, and its 1/n has arrived "
    "in dout already: look for what should only be added up."
)
SQUARE = (
    "Where all the shapes are equal, a product of yours fits and is wrong. "
    "The shapes cannot warn you there: follow one entry of {name} by its indices."
)

AFFINE_BACKWARD = Exercise(
    "affine_backward",
    ("dout", "X", "W"),
    (
        Part("gradient", 3, affine_gradients),
        Part("robustness", 2, affine_more, hidden=True, pure=True),
    ),
    (
        Slip("averaged", AVERAGED, _affine_by(db=lambda dout, X, W: dout.mean(axis=0))),
        Slip("averaged", AVERAGED, _affine_by(dW=lambda dout, X, W: X.T @ dout / len(X))),
        Slip(
            "averaged",
            AVERAGED,
            lambda dout, X, W: (dout @ W.T, X.T @ dout / len(X), dout.mean(axis=0)),
        ),
        Slip(
            "averaged",
            AVERAGED,
            lambda dout, X, W: tuple(
                g / len(X) for g in (dout @ W.T, X.T @ dout, dout.sum(axis=0))
            ),
        ),
        Slip(
            "square-product",
            SQUARE.format(name="dX"),
            _affine_by(
                dX=_where_square(lambda dout, X, W: dout @ W, lambda dout, X, W: dout @ W.T)
            ),
        ),
        Slip(
            "square-product",
            SQUARE.format(name="dW"),
            _affine_by(
                dW=_where_square(lambda dout, X, W: X @ dout, lambda dout, X, W: X.T @ dout)
            ),
        ),
        Slip(
            WRONG_AXIS[0],
            "Where all the shapes are equal, your db adds up along the wrong axis. "
            "One number per unit is wanted: each comes from all the examples.",
            _affine_by(
                db=_where_square(lambda dout, X, W: dout.sum(1), lambda dout, X, W: dout.sum(0))
            ),
        ),
        Slip(
            "upstream-ignored",
            "Your gradients do not depend on dout. What arrives from above has to go through the layer.",
            lambda dout, X, W: (
                np.ones_like(dout) @ W.T,
                X.T @ np.ones_like(dout),
                np.full(W.shape[1], float(len(X))),
            ),
        ),
        Slip(*UNSUMMED),
        MODIFIED,
    ),
)

# --- one layer ------------------------------------------------------------------------------------------------------

LAYER = ("dA_prev", "dW", "db")


def _layer(rng, n, n_in, n_out, act, about="", scale=1.0):
    while True:
        A_prev, W = rng.normal(0, 1, (n, n_in)), rng.normal(0, scale, (n_in, n_out))
        b = rng.normal(0, 1, n_out)
        if np.abs(A_prev @ W + b).min() > KINK:
            break

    def forward(A_prev, W, b):
        return ACTS[act](A_prev @ W + b)

    dA, A = upstream(rng, (n, n_out)), forward(A_prev, W, b)
    truth = _affine_slopes(forward, dA, A_prev, W, b, LAYER)
    arguments = {"dA": dA, "cache": (A_prev, W, A), "act": act}
    about = about or f"act = {act!r}"
    return Case(arguments, truth, about, scale=1, read=partial(_three, LAYER, n, n_out))


def layer_gradients(rng):
    return [
        _layer(rng, 5, 3, 2, "sigmoid"),
        _layer(rng, 5, 3, 2, "tanh"),
        _layer(rng, 4, 2, 3, "relu"),
    ]


def layer_more(rng):
    silent = _layer(rng, 3, 2, 2, "relu", "silent units")
    A_prev, W, A = silent.arguments["cache"]
    zeros = {"dA_prev": np.zeros_like(A_prev), "dW": np.zeros_like(W), "db": np.zeros(2)}
    silent = Case(
        silent.arguments | {"cache": (A_prev, W, np.zeros_like(A))}, zeros, "silent units", scale=1
    )
    ends = _layer(rng, 4, 3, 2, "sigmoid", "saturated units")
    A_prev, W, A = ends.arguments["cache"]
    truth = {"dA_prev": np.zeros_like(A_prev), "dW": np.zeros_like(W), "db": np.zeros(2)}
    ends = Case(
        ends.arguments | {"cache": (A_prev, W, np.round(A))}, truth, "saturated units", scale=1
    )
    square = [
        _layer(rng, 3, 3, 3, act, f"act = {act!r}, all widths equal") for act in ("tanh", "relu")
    ]
    one = [_layer(rng, 1, 2, 4, act, "one example") for act in ("sigmoid", "tanh", "relu")]
    return [*one, *square, silent, ends]


def _layer_by(dZ):
    """A wrong answer: the affine part is right, the way through the activation is `dZ(dA, A, act)`."""

    def wrong(dA, cache, act):
        A_prev, W, A = cache
        back = dZ(dA, A, act)
        return back @ W.T, A_prev.T @ back, back.sum(axis=0)

    return wrong


ONE_SLOPE = (
    "You take the same activation's slope whatever act says. "
    "Look at act: each of the three has a slope of its own."
)
AT_A = (
    "You apply the activation to its output once more before you take the slope. "
    "A has been through it already: the slope can be read off A directly."
)
SKIPPED = (
    "You carry the gradient past the activation as if it were not there. "
    "Between what a layer puts out and its sums stands a curve, and it has a slope."
)

LAYER_BACKWARD = Exercise(
    "layer_backward",
    ("dA", "cache", "act"),
    (
        Part("gradient", 2, layer_gradients),
        Part("robustness", 1, layer_more, hidden=True, pure=True),
    ),
    (
        Slip("activation-skipped", SKIPPED, _layer_by(lambda dA, A, act: dA)),
        Slip(
            "derivative-at-a",
            AT_A,
            _layer_by(lambda dA, A, act: dA * SLOPES[act](ACTS[act](A))),
        ),
        Slip(
            "upstream-ignored",
            "Your gradients do not depend on dA: you start from the activation's slope alone. "
            "What arrives from above has to be passed on through that slope.",
            _layer_by(lambda dA, A, act: SLOPES[act](A)),
        ),
        Slip(
            "value-for-slope",
            "You multiply dA by A, the height of the curve. Its slope is wanted.",
            _layer_by(lambda dA, A, act: dA * A),
        ),
        *(
            Slip("one-slope-for-all", ONE_SLOPE, _layer_by(lambda dA, A, act, f=f: dA * f(A)))
            for name, f in SLOPES.items()
            if name != "identity"
        ),
        Slip(*UNSUMMED),
        MODIFIED,
    ),
)

# --- lists of layers ------------------------------------------------------------------------------------------------


def _network(rng, sizes, scale=1.0):
    """Random params for these widths."""
    return [
        (rng.normal(0, scale / np.sqrt(n_in), (n_in, n_out)), rng.normal(0, 0.5, n_out))
        for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True)
    ]


def _forward(params, X, acts):
    """The last Z, and the cache [(A_prev, A, act), ...] of `mlp_forward`."""
    A, cache = X, []
    for (W, b), act in zip(params, acts, strict=True):
        Z = A @ W + b
        cache.append((A, ACTS[act](Z), act))
        A = cache[-1][1]
    return Z, cache


def _off_kinks(params, X, acts):
    """Whether no unit that may be a relu's sits at its kink."""
    A = X
    for (W, b), act in zip(params, acts, strict=True):
        Z = A @ W + b
        if act == "relu" and np.abs(Z).min() < 1e-3:
            return False
        A = ACTS[act](Z)
    return True


def _flat(params):
    return [array for layer in params for array in layer]


def _named(arrays, prefix="d"):
    """{"dW1": ..., "db1": ..., "dW2": ...} from [W1, b1, W2, ...]."""
    return {f"{prefix}{'Wb'[i % 2]}{i // 2 + 1}": array for i, array in enumerate(arrays)}


def _measured(params, loss):
    """The measured slope of loss(params) by every array of params, by name."""

    def one(i):
        def moved(array):
            arrays = [*_flat(params)]
            arrays[i] = array
            return loss(list(zip(arrays[::2], arrays[1::2], strict=True)))

        return numerical_gradient(moved, _flat(params)[i])

    return _named([one(i) for i in range(2 * len(params))])


def _layers(params, result):
    """[(dW1, db1), ...] by name; a list that is built otherwise is a slip."""
    many, shapes = len(params), [W.shape for W, _ in params]
    if not isinstance(result, (list, tuple)):
        raise Misfit("wrong-type", "Return a list with one pair (dW, db) for every layer.")
    if len(result) in range(max(many - 1, 1), many):
        raise Misfit(
            "layer-missing",
            f"Your list has {len(result)} pairs, and the network has {many} layers. Every layer has weights to learn: "
            "where does your loop start, and where does it end?",
        )
    pairs = all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in result)
    if len(result) != many or not pairs:
        raise Misfit(
            "wrong-layout",
            f"Return a list of {many} pairs (dW, db), one for every layer, in the form of params.",
        )
    got = [np.shape(dW) if isinstance(dW, np.ndarray) else None for dW, _ in result]
    if got != shapes and got == shapes[::-1]:
        raise Misfit("order-reversed", REVERSED)
    for (_, b), (_, db) in zip(params, result, strict=True):
        if isinstance(db, np.ndarray) and db.ndim == 2 and db.shape[1:] == b.shape and len(db) > 1:
            raise Misfit(*UNSUMMED)
    return _named(_flat(result))


REVERSED = (
    "Your gradients come in the order in which you found them, last layer first. "
    "Whoever takes a step pairs them with params: bring them into that order."
)


# --- two layers -----------------------------------------------------------------------------------------------------


def _cross_entropy(params, X, y, act):
    Z, _ = _forward(params, X, (act, "identity"))
    top = Z.max(axis=1, keepdims=True)
    total = np.log(np.exp(Z - top).sum(axis=1)) + top[:, 0]
    return np.mean(total - Z[np.arange(len(y)), y])


def _two(rng, n, sizes, act, about="", sure=False):
    while True:
        params, X = _network(rng, sizes), rng.normal(0, 1, (n, sizes[0]))
        if sure:
            params[1] = (2000 * params[1][0], params[1][1])
        Z, _ = _forward(params, X, (act, "identity"))
        margin = np.diff(np.sort(Z, axis=1)[:, -2:], axis=1).min()
        far = margin > 50 and Z.max() > 800  # where e to that power overflows
        if _off_kinks(params, X, (act, "identity")) and (far or not sure):
            break
    y = rng.integers(0, sizes[-1], n)
    truth = _measured(params, lambda params: _cross_entropy(params, X, y, act))
    arguments = {"params": params, "X": X, "y": y, "act": act}
    return Case(arguments, truth, about, 1e-5, scale=0.1, read=partial(_layers, params))


def two_relu(rng):
    return [
        _two(rng, 5, (3, 4, 2), "relu"),
        _two(rng, 6, (2, 3, 3), "relu"),
        _two(rng, 3, (3, 3, 3), "relu", "all widths equal"),
    ]


def two_tanh(rng):
    return [
        _two(rng, 5, (3, 4, 2), "tanh"),
        _two(rng, 4, (2, 3, 5), "tanh"),
        _two(rng, 3, (3, 3, 3), "tanh", "all widths equal"),
    ]


def two_more(rng):
    return [
        _two(rng, 1, (3, 4, 2), "relu", "one example"),
        _two(rng, 2, (2, 2, 2), "tanh", "all widths equal"),
        _two(rng, 4, (3, 5, 3), "tanh", "logits of a thousand", sure=True),
        _two(rng, 7, (4, 6, 3), "relu", "a hidden layer that is wider than the input"),
    ]


def _softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def _onehot(y, k):
    return np.eye(k)[y]


def _two_by(dZ=None, through=None, moved=0.0):
    """A wrong answer: another gradient at the logits, another way through the activation, or a W2 that has moved."""

    def wrong(params, X, y, act="relu"):
        (W1, b1), (W2, b2) = params
        Z1 = X @ W1 + b1
        H = ACTS[act](Z1)
        Z = H @ W2 + b2
        top = (_softmax(Z) - _onehot(y, len(b2))) / len(X) if dZ is None else dZ(Z, y)
        dW2, db2 = H.T @ top, top.sum(axis=0)
        dH = top @ (W2 - moved * dW2).T
        below = dH * SLOPES[act](H) if through is None else through(dH, Z1, H, act)
        return [(X.T @ below, below.sum(axis=0)), (dW2, db2)]

    return wrong


EARLY = (
    "The gradients of layer 2 are right, those of layer 1 are not: W2 has moved before it was used. "
    "All four gradients belong to the same weights: find them all first, and take the step afterwards."
)

TWO_LAYER_GRADS = Exercise(
    "two_layer_grads",
    ("params", "X", "y", "act"),
    (
        Part("relu", 2, two_relu),
        Part("tanh", 2, two_tanh),
        Part("robustness", 2, two_more, hidden=True, pure=True),
    ),
    (
        *(
            Slip("updated-too-early", EARLY, _two_by(moved=rate))
            for rate in (1.0, 0.5, 0.1, 0.05, 0.01, 0.001)
        ),
        Slip("activation-skipped", SKIPPED, _two_by(through=lambda dH, Z1, H, act: dH)),
        Slip(
            "derivative-at-a",
            AT_A.replace("A has", "H has").replace("off A", "off H"),
            _two_by(through=lambda dH, Z1, H, act: dH * SLOPES[act](ACTS[act](H))),
        ),
        Slip(
            "derivative-at-z",
            "You put the sums into a slope that is written for the activation's output. "
            "Which of the two arrays does your backward want?",
            _two_by(through=lambda dH, Z1, H, act: dH * SLOPES[act](Z1)),
        ),
        Slip(
            "one-slope-for-all",
            "You take relu's slope whatever act says. Look at act: tanh has a slope of its own.",
            _two_by(through=lambda dH, Z1, H, act: dH * (Z1 > 0)),
        ),
        Slip(
            "softmax-skipped",
            "At the top you compare the logits themselves with the labels. What does softmax turn them into first?",
            _two_by(dZ=lambda Z, y: (Z - _onehot(y, Z.shape[1])) / len(Z)),
        ),
        Slip(
            "label-ignored",
            "Your gradient at the logits does not depend on y. The loss asks for more of one class and less of the "
            "others: where does the right class come in?",
            _two_by(dZ=lambda Z, y: _softmax(Z) / len(Z)),
        ),
        Slip(*UNSUMMED),
        MODIFIED,
    ),
)

# --- any number of layers -------------------------------------------------------------------------------------------


def _drawn(rng, n, sizes, acts):
    """A network off its kinks: params, X, and what must come back for an upstream dZ."""
    while True:
        params, X = _network(rng, sizes), rng.normal(0, 1, (n, sizes[0]))
        if _off_kinks(params, X, acts):
            return params, X, upstream(rng, (n, sizes[-1]))


def _mlp(rng, n, sizes, acts, about=""):
    params, X, dZ = _drawn(rng, n, sizes, acts)
    truth = _measured(params, lambda params: np.sum(dZ * _forward(params, X, acts)[0]))
    _, cache = _forward(params, X, acts)
    arguments = {"cache": cache, "params": params, "dZ": dZ}
    about = about or f"{len(acts)} layer{'s'[: len(acts) > 1]}"
    return Case(arguments, truth, about, scale=1, read=partial(_layers, params))


def _mlp_big(rng, n, sizes, acts):
    """Too many weights to nudge one by one: all of an array move at once, along three random directions."""
    params, X, dZ = _drawn(rng, n, sizes, acts)
    lines = [
        [v / np.linalg.norm(v) for v in rng.normal(0, 1, (3, *a.shape))] for a in _flat(params)
    ]

    def slope(i, v):
        def f(step):
            arrays = [*_flat(params)]
            arrays[i] = arrays[i] + step * v
            moved = list(zip(arrays[::2], arrays[1::2], strict=True))
            return np.sum(dZ * _forward(moved, X, acts)[0])

        return central_difference(f, 0.0)

    truth = _named([np.array([slope(i, v) for v in vs]) for i, vs in enumerate(lines)])
    _, cache = _forward(params, X, acts)
    arguments = {"cache": cache, "params": params, "dZ": dZ}
    read = partial(_along, params, lines)
    return Case(arguments, truth, f"a network of {sizes}", 1e-5, scale=1, read=read)


def _along(params, lines, result):
    """The gradients' slopes along the given directions, by name."""
    found = _layers(params, result)
    for (name, array), (wanted, vs) in zip(
        found.items(), zip(_flat(params), lines, strict=True), strict=True
    ):
        if not isinstance(array, np.ndarray) or array.shape != wanted.shape:
            raise Misfit(
                "wrong-shape", f"{name} should be an array of shape {wanted.shape}, as in params."
            )
        found[name] = np.array([np.sum(array * v) for v in vs], dtype=np.float64)
    return found


def mlp_gradients(rng):
    return [
        _mlp(rng, 5, (4, 3, 2), ("sigmoid", "identity")),
        _mlp(rng, 4, (3, 2), ("identity",)),
        _mlp(rng, 5, (3, 4, 2), ("relu", "sigmoid"), "2 layers, with a sigmoid as the last"),
    ]


def mlp_depth(rng):
    return [
        _mlp(rng, 3, (2, 4, 3, 2, 5), ("tanh", "relu", "sigmoid", "identity")),
        _mlp(rng, 4, (3, 3, 3, 3), ("sigmoid", "tanh", "identity"), "3 layers of equal widths"),
    ]


def mlp_more(rng):
    return [
        _mlp(rng, 1, (3, 4, 2), ("tanh", "identity"), "one example"),
        _mlp(rng, 3, (3, 3, 3, 3, 3), ("relu", "tanh", "sigmoid", "tanh"), "equal widths"),
        _mlp_big(rng, 20, (30, 40, 40, 10), ("tanh", "sigmoid", "identity")),
    ]


def _mlp_by(through=None, last=False):
    """A wrong answer: another way through an activation, or the last one passed again."""

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


MLP_BACKWARD = Exercise(
    "mlp_backward",
    ("cache", "params", "dZ"),
    (
        Part("gradient", 2, mlp_gradients),
        Part("depth", 2, mlp_depth),
        Part("robustness", 2, mlp_more, hidden=True, pure=True),
    ),
    (
        Slip("activation-skipped", SKIPPED, _mlp_by(lambda dA, cache, i: dA)),
        Slip(
            "last-activation-again",
            "You send dZ through the last activation. It has been through there: dZ is the gradient at the last "
            "layer's sums already.",
            _mlp_by(last=True),
        ),
        Slip(
            "wrong-cache-index",
            "You take the activation of the neighbouring layer on the way back. "
            "Write down for one layer which entry of cache belongs to it.",
            _mlp_by(lambda dA, cache, i: dA * SLOPES[cache[i + 1][2]](cache[i][1])),
        ),
        Slip(
            "derivative-at-a",
            AT_A,
            _mlp_by(lambda dA, cache, i: dA * SLOPES[cache[i][2]](ACTS[cache[i][2]](cache[i][1]))),
        ),
        Slip(
            "upstream-ignored",
            "Below the last layer your gradients no longer depend on dZ: you start again from the activation's slope. "
            "What arrives from above has to be passed on through it.",
            _mlp_by(lambda dA, cache, i: SLOPES[cache[i][2]](cache[i][1])),
        ),
        Slip("order-reversed", REVERSED),
        Slip(*UNSUMMED),
        MODIFIED,
    ),
)

# --- graphs ---------------------------------------------------------------------------------------------------------

OPERATE = {
    "add": lambda x, y: x + y,
    "mul": lambda x, y: x * y,
    "max": max,
    "exp": lambda x: float(np.exp(x)),
}
LOCAL = {  # used by the wrong answers alone
    "add": lambda x, y: (1.0, 1.0),
    "mul": lambda x, y: (y, x),
    "max": lambda x, y: (1.0, 0.0) if x > y else (0.0, 1.0),
    "exp": lambda x: (float(np.exp(x)),),
}


def _run(nodes, values, held=()):
    """The values of all names; a node that is held keeps the value that it has."""
    values = dict(values)
    for name, operation, inputs in nodes:
        if name not in held:
            values[name] = OPERATE[operation](*(values[key] for key in inputs))
    return values


def _graph(nodes, inputs, about):
    """A case: every name is nudged, nodes too, and the last node's change is measured."""
    values, output = _run(nodes, inputs), nodes[-1][0]
    truth = {
        f"df/d{name}": central_difference(
            lambda moved, name=name: _run(nodes, values | {name: moved}, (name,))[output], value
        )
        for name, value in values.items()
    }
    arguments = {"nodes": nodes, "values": values}
    return Case(arguments, truth, about, scale=1, read=partial(_slopes_of, tuple(values)))


def _slopes_of(names, result):
    if not isinstance(result, dict):
        raise Misfit(
            "wrong-type", "Return a dictionary with one slope for every name, as in {'x': 2.0}."
        )
    missing = [name for name in names if name not in result]
    if missing:
        raise Misfit(
            "names-missing",
            f"Your dictionary has no slope for {missing[0]!r}. Every name in values gets one, the inputs, "
            "the nodes between and the output.",
        )
    return {f"df/d{name}": result[name] for name in names}


def graph_slopes(rng):
    x, y, z = map(float, rng.uniform(0.5, 2, 3) * rng.choice([-1, 1], 3))
    product = [("q", "add", ("x", "y")), ("f", "mul", ("q", "z"))]
    chain = [("a", "mul", ("x", "y")), ("b", "exp", ("a",)), ("f", "mul", ("b", "z"))]
    diamond = [("a", "exp", ("x",)), ("l", "mul", ("a", "y")), ("r", "mul", ("a", "z"))]
    diamond += [("f", "mul", ("l", "r"))]
    return [
        _graph(product, {"x": -2.0, "y": 5.0, "z": -4.0}, "f = (x + y) z"),
        _graph(chain, {"x": x / 2, "y": y / 2, "z": z}, "a chain"),
        _graph(diamond, {"x": x / 2, "y": y, "z": z}, "a diamond: one value on two paths"),
    ]


def graph_sharing(rng):
    x, y, z = map(float, rng.uniform(0.6, 1.6, 3))
    square = [("s", "add", ("x", "y")), ("f", "mul", ("s", "s"))]
    shared = [("a", "mul", ("x", "y")), ("b", "add", ("a", "x")), ("c", "mul", ("b", "a"))]
    shared += [("d", "max", ("c", "z")), ("f", "add", ("d", "b"))]
    ladder, last = [], "x"
    for i in range(8):
        ladder += [(f"l{i}", "mul", (last, "y")), (f"s{i}", "add", (f"l{i}", last))]
        last = f"s{i}"
    return [
        _graph(square, {"x": x, "y": y}, "a value that one node uses twice"),
        _graph(shared, {"x": x, "y": y, "z": z + 9, "idle": 1.0}, "five nodes that share"),
        _graph(shared, {"x": x, "y": y, "z": z - 9}, "five nodes that share"),
        _graph(ladder, {"x": x, "y": y / 4}, "eight diamonds in a row"),
    ]


def _graph_by(add=True, turned=True, local=None, unique=False):
    """A wrong answer: slopes that overwrite, the way forward, no upstream, or twins counted once."""

    def wrong(nodes, values):
        grads = dict.fromkeys(values, 0.0) | {nodes[-1][0]: 1.0}
        for name, operation, inputs in reversed(nodes) if turned else nodes:
            slopes = LOCAL[operation](*(values[key] for key in inputs))
            pairs = dict(zip(inputs, slopes)) if unique else None
            for key, slope in pairs.items() if unique else zip(inputs, slopes):
                step = slope if local else grads[name] * slope
                grads[key] = grads[key] + step if add else step
        return grads

    return wrong


def _graph_recursive(nodes, values):
    """Goes on from a node each time that it is reached, with all that has gathered there so far."""
    table = {name: (operation, inputs) for name, operation, inputs in nodes}
    grads = dict.fromkeys(values, 0.0) | {nodes[-1][0]: 1.0}

    def visit(name):
        if name not in table:
            return
        operation, inputs = table[name]
        slopes = LOCAL[operation](*(values[key] for key in inputs))
        for key, slope in zip(inputs, slopes):
            grads[key] += grads[name] * slope
            visit(key)

    visit(nodes[-1][0])
    return grads


BACKPROP_GRAPH = Exercise(
    "backprop_graph",
    ("nodes", "values"),
    (
        Part("gradient", 2, graph_slopes),
        Part("sharing", 2, graph_sharing, hidden=True, pure=True),
    ),
    (
        Slip(
            "overwritten",
            "Where two paths meet, the second one wipes out what the first has brought. "
            "A value that moves f on two paths moves it on both at once.",
            _graph_by(add=False),
        ),
        Slip(
            "double-counted",
            "Where paths meet you pass on the same share more than once: you go on from a node before everything has "
            "arrived there. When is its slope complete?",
            _graph_recursive,
        ),
        Slip(
            "forward-order",
            "You go through the nodes in the order of the way forward, so most hand on a slope that is still 0. "
            "Where does the way back start?",
            _graph_by(turned=False),
        ),
        Slip(
            "upstream-ignored",
            "You add up what each node does to its inputs, and leave out how much the node itself counts for f. "
            "Multiply along the path.",
            _graph_by(local=True),
        ),
        Slip(
            "twin-counted-once",
            "A node that uses the same value twice counts for you once. In s times s both factors move.",
            _graph_by(unique=True),
        ),
        MODIFIED,
    ),
)

# --- the gradient check ---------------------------------------------------------------------------------------------

MISSED = (
    "bug-missed",
    "A gradient with a mistake in it passes your check. The mistake sits in a bias alone: does every array have "
    "its own line in your report?",
)
ENTRY_MISSED = (
    "entry-missed",
    "One single entry of a gradient is wrong, and your check does not see it. "
    "Does it visit every entry, and would one bad entry among many good ones still show?",
)
ABSOLUTE = (
    "absolute-error",
    "Your errors grow and shrink with the size of the loss: slopes of a million look wrong, and wrong slopes of a "
    "millionth look right. What must a difference be held against?",
)
REFUSED = (
    "right-refused",
    "You report an error for gradients that are right. Are your slopes measured from both sides, "
    "with a step near 1e-5, and with every other number back in its place?",
)
LARGEST, LEAST = 1e-6, 1e-3  # the error of a right gradient, and that of a wrong one


def _loss_of(sizes, X, T, times):
    """The loss of a tanh network, as a function of its params: `times` the mean square."""
    acts = ("tanh",) * (len(sizes) - 2) + ("identity",)
    return lambda params: float(times * np.mean((_forward(params, X, acts)[0] - T) ** 2))


def _careful(params, loss_fn):
    """The gradients of loss_fn by four points each: their rounding is not that of two-point slopes."""
    coarse, fine = (
        [numerical_gradient(_at(params, loss_fn, i), a, h) for i, a in enumerate(_flat(params))]
        for h in (2e-3, 1e-3)
    )
    return [(4 * f - c) / 3 for c, f in zip(coarse, fine, strict=True)]


def _at(params, loss_fn, i):
    def f(array):
        arrays = copy.copy(_flat(params))
        arrays[i] = array
        return loss_fn(list(zip(arrays[::2], arrays[1::2], strict=True)))

    return f


def _report(rng, sizes, plant=None, about="", times=1.0, missed=MISSED, refused=REFUSED):
    """A case: right gradients, or such with a mistake that `plant(dict of gradients)` puts in."""
    params, X = _network(rng, sizes), rng.normal(0, 1, (4, sizes[0]))
    loss_fn = _loss_of(sizes, X, rng.normal(0, 1, (4, sizes[-1])), times)
    right = _careful(params, loss_fn)
    given = _named([g.copy() for g in right], "")
    if plant:
        plant(given)
    names = list(given)
    truth = {k: relative_error(given[k], r) for k, r in zip(names, right, strict=True)}
    arrays = list(given.values())
    grads = list(zip(arrays[::2], arrays[1::2], strict=True))
    arguments = {"params": params, "grads": grads, "loss_fn": loss_fn}
    judge = partial(_separates, truth, missed, refused)
    return Case(arguments, truth, about, scale=1, read=partial(_errors, tuple(names)), judge=judge)


def _errors(names, result):
    if not isinstance(result, dict):
        raise Misfit(
            "wrong-type", "Return a dictionary with one error for every array, as in {'W1': 1e-9}."
        )
    missing = [name for name in names if name not in result]
    if missing and all(name.startswith("b") for name in missing):
        raise Misfit(
            "biases-missing",
            "Your report has no line for the biases. A mistake can sit in them alone: check them as well.",
        )
    if missing:
        raise Misfit(
            "names-missing", f"Your report has no line {missing[0]!r}. Wanted: {', '.join(names)}."
        )
    return {name: result[name] for name in names}


def _separates(truth, missed, refused, values, _arguments):
    """None where the report tells right gradients from wrong ones; any relative measure may do so."""
    for name, error in truth.items():
        if error > LEAST and not values[name] > LEAST:
            return missed
    for name, error in truth.items():
        if error <= LEAST and not abs(values[name]) < LARGEST:
            return refused
    return None


def _scaled(name, by):
    def plant(grads):
        grads[name] *= by

    return plant


def _one_entry(name):
    def plant(grads):
        at = np.unravel_index(np.argmax(np.abs(grads[name].ravel()[1:])) + 1, grads[name].shape)
        grads[name][at] *= 1.5

    return plant


def check_report(rng):
    return [
        _report(rng, (3, 4, 2), about="right gradients"),
        _report(rng, (3, 4, 2), _scaled("b1", 1.5), "a mistake in b1 alone"),
        _report(rng, (2, 3, 2), _one_entry("W2"), "a mistake in one entry", missed=ENTRY_MISSED),
    ]


def check_more(rng):
    return [
        _report(rng, (3, 2, 3), _one_entry("b2"), "a mistake in one entry", missed=ENTRY_MISSED),
        _report(rng, (2, 3, 3, 2), _scaled("b3", -1), "a mistake in b3 alone"),
        _report(rng, (3, 2), about="right gradients of one layer"),
        _report(rng, (2, 3, 2), _scaled("b1", 1.2), "slopes of a millionth", 1e-5, ABSOLUTE),
        _report(rng, (2, 3, 2), None, "slopes of a million", 1e7, refused=ABSOLUTE),
    ]


GRADIENT_CHECK_NETWORK = Exercise(
    "gradient_check_network",
    ("params", "grads", "loss_fn"),
    (
        Part("report", 2, check_report),
        Part("robustness", 1, check_more, hidden=True, pure=True),
    ),
    (
        *(Slip(*slip) for slip in (MISSED, ENTRY_MISSED, ABSOLUTE, REFUSED)),
        Slip(
            "input-modified",
            "Your errors are right, but afterwards params are no longer what they were. Keep the number that you "
            "nudge and put that same number back, or nudge a copy.",
        ),
    ),
)

EXERCISES = (
    GATES_BACKWARD,
    UNBROADCAST,
    AFFINE_BACKWARD,
    LAYER_BACKWARD,
    TWO_LAYER_GRADS,
    MLP_BACKWARD,
    BACKPROP_GRAPH,
    GRADIENT_CHECK_NETWORK,
)
