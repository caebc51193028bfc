"""mlp_forward(X, params, acts): a network layer by layer, and what is kept for the way back."""

import math

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.catalogue import wrong_entries
from nnlib.grading.exercise import Case, Misfit, exercise
from nnlib.grading.exercises.answers import naive_sigmoid
from nnlib.grading.exercises.ch04._answers import affine_loops
from nnlib.grading.exercises.ch04._shared import BENDS, pairs
from nnlib.grading.exercises.draw import affine_by_loops, short
from nnlib.grading.exercises.words import INPUT_MODIFIED
from nnlib.grading.near import SINGLE

ex = exercise("mlp_forward", "X, params, acts: list")


def bend(act, Z):
    """The activation of this name, number by number."""
    return np.array([[BENDS[act](float(z)) for z in row] for row in Z])


def network(X, params, acts):
    """[(A_prev, A, act), ...] of a network, layer by layer in plain loops."""
    cache, A = [], X
    for (W, b), act in zip(params, acts, strict=True):
        A_prev, A = A, bend(act, affine_by_loops(A, W, b))
        cache.append((A_prev, A, act))
    return cache


def whole(result):
    """(out, cache) of a result, or what is wrong with it."""
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Misfit("wrong-type", tr("Return two things: the output, and the cache."))
    return result


def out_alone(result):
    return {"out": whole(result)[0]}


def copied(value):
    """A copy: what is kept for later may well be the very arrays that came in."""
    return value.copy() if type(value) is np.ndarray else value


def cached(layers):
    """A reading of the output and of every entry of the cache, by name."""

    def read(result):
        out, cache = whole(result)
        if not isinstance(cache, (list, tuple)) or len(cache) != layers:
            entries = f"{len(cache)}" if isinstance(cache, (list, tuple)) else "none"
            raise Misfit(
                "cache-length",
                tr(
                    "The cache should be a list with one entry per layer, {layers} here. Yours has "
                    "{entries}.",
                    layers=layers,
                    entries=entries,
                ),
            )
        if not all(isinstance(entry, (tuple, list)) and len(entry) == 3 for entry in cache):
            raise Misfit(
                "cache-entry",
                tr(
                    "Each entry of the cache should hold three things: A_prev, A, act. Look at the "
                    "statement again."
                ),
            )
        values = {"out": out}
        for i, (A_prev, A, act) in enumerate(cache):
            values |= {f"cache[{i}] A_prev": copied(A_prev), f"cache[{i}] A": copied(A)}
            values[f"cache[{i}] act"] = act
        return values

    return read


def first_wrong(truth, about):
    """A judge that shows the first value that is wrong, in the order in which the layers run."""

    def judge(values, arguments):
        for name in sorted(truth, key=lambda name: name == "out"):
            if isinstance(truth[name], str):
                if values[name] != truth[name]:
                    return "wrong-choice", (
                        tr(
                            "{name} is {value!r}. Keep the word of that layer there, as it stands in acts.",
                            name=name,
                            value=values[name][:40],
                        )
                    )
            elif np.any(wrong := wrong_entries(values[name], truth[name], SINGLE, scale=1.0)):
                row, column = (int(i) for i in np.argwhere(wrong)[0])
                return "wrong-value", (
                    tr(
                        "{name}[{row}, {column}] is {value:.6g} where {value2:.6g} is right{value3}. Print "
                        "what each layer puts out, and follow one row through the network by hand.",
                        name=name,
                        row=row,
                        column=column,
                        value=values[name][row, column],
                        value2=truth[name][row, column],
                        value3=about and tr(" for {about}", about=about),
                    )
                )
        return None

    return judge


def mlp_case(rng, sizes, acts, n, about="", only_out=False):
    """A network whose hidden units are busy on both sides of 0."""
    X = short(rng.normal(0, 1, (n, sizes[0])))
    params = [
        (short(rng.normal(0, 1.2 / math.sqrt(p), (p, q))), short(rng.normal(0, 0.7, q)))
        for p, q in pairs(sizes)
    ]
    cache = network(X, params, acts)
    truth = {"out": cache[-1][1]}
    if not only_out:
        for i, (A_prev, A, act) in enumerate(cache):
            truth |= {f"cache[{i}] A_prev": A_prev, f"cache[{i}] A": A, f"cache[{i}] act": act}
    read = out_alone if only_out else cached(len(acts))
    given = {"X": X, "params": params, "acts": list(acts)}
    return Case(given, truth, about, scale=1.0, read=read, judge=first_wrong(truth, about))


KNOWN_PARAMS = (
    (np.array([[1.0, -1.0], [2.0, 1.0]]), np.array([0.0, 1.0])),
    (np.array([[1.0, 0.0], [-1.0, 2.0]]), np.array([0.5, -10.0])),
)


@ex.part(points=2)
def value(rng):
    """Equal widths, and as many rows: no shape can help."""
    given = {
        "X": np.array([[1.0, 1.0], [2.0, -1.0]]),
        "params": list(KNOWN_PARAMS),
        "acts": ["relu", "identity"],
    }
    truth = {"out": np.array([[2.5, -8.0], [0.5, -10.0]])}
    known = Case(given, truth, read=out_alone, judge=first_wrong(truth, ""))
    drawn = [(3, ["relu", "tanh", "identity"]), (4, ["tanh", "relu", "relu", "identity"])]
    return [
        known,
        *(mlp_case(rng, [m] * (len(acts) + 1), acts, m, only_out=True) for m, acts in drawn),
    ]


@ex.part(points=1)
def cache(rng):
    drawn = [(3, ["relu", "identity"]), (4, ["sigmoid", "relu", "identity"])]
    return [mlp_case(rng, [m] * (len(acts) + 1), acts, m) for m, acts in drawn]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    return [
        mlp_case(rng, [3, 4, 2], ["tanh", "identity"], 5, tr("unequal widths")),
        mlp_case(rng, [2, 5, 3, 1], ["relu", "sigmoid", "sigmoid"], 4, tr("a sigmoid at the end")),
        mlp_case(rng, [4, 3], ["tanh"], 1, tr("one layer, one row")),
        mlp_case(rng, [3, 3, 3, 3, 3], ["relu", "relu", "tanh", "identity"], 3, tr("equal widths")),
    ]


# ---- slips -----------------------------------------------------------------------------------------

_VECTOR = {
    "identity": lambda z: z + 0.0,
    "relu": lambda z: np.maximum(z, 0),
    "tanh": np.tanh,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
}


def _mlp(enter=None, acts_of=None, affine=None, entry=None):
    """A network with one thing wrong in it: what a layer reads, its activation, its sum, or what is kept."""

    def wrong(X, params, acts):
        A, cache = X, []
        chosen = acts_of(acts) if acts_of else acts
        for (W, b), act, told in zip(params, chosen, acts, strict=True):
            A_prev = enter(X, A) if enter else A
            Z = affine(A_prev, W, b) if affine else A_prev @ W + b
            A = _VECTOR[act](Z)
            cache.append(entry(A_prev, Z, A, told) if entry else (A_prev, A, told))
        return A, cache

    return wrong


@ex.slip
def layers_read_x(X, params, acts):
    """Every layer of yours reads X. A layer should read what the layer before it put out; all widths are equal
    here, so no shape warned you.
    """
    return _mlp(enter=lambda X, A: X)(X, params, acts)


@ex.slip
def hidden_activation_at_the_end(X, params, acts):
    """Your last layer uses the activation of the first. Each layer has an entry of its own in acts, the last one
    too.
    """
    return _mlp(acts_of=lambda acts: [acts[0]] * len(acts))(X, params, acts)


@ex.slip(key="hidden-activation-at-the-end")
def activation_of_the_layer_before(X, params, acts):
    """Your last layer uses the activation of the layer before. Each layer has an entry of its own in acts, the
    last one too.
    """
    return _mlp(acts_of=lambda acts: acts[:-1] + acts[-2:-1])(X, params, acts)


HIDDEN_ACTIVATION_AT_THE_END = tr(
    "You bend every layer in the same way, the last one too. Each layer has an entry of "
    "its own in acts: look at the last one."
)

for act in ("relu", "tanh", "sigmoid"):
    ex.slip(key="hidden-activation-at-the-end", says=HIDDEN_ACTIVATION_AT_THE_END)(
        _mlp(acts_of=lambda acts, act=act: [act] * len(acts))
    )


@ex.slip
def no_activation(X, params, acts):
    """Your layers pass on their sums as they are, so all of them together are one layer. Where does acts come in?"""
    return _mlp(acts_of=lambda acts: ["identity"] * len(acts))(X, params, acts)


@ex.slip
def one_activation(X, params, acts):
    """You bend every layer with ReLU. Each layer has an entry of its own in acts: use that one."""
    return _mlp(acts_of=lambda acts: [a if a == "identity" else "relu" for a in acts])(
        X, params, acts
    )


@ex.slip
def bias_missing(X, params, acts):
    """Your layers have no biases. Each entry of params is a pair: W, and what else?"""
    return _mlp(affine=lambda A, W, b: A @ W)(X, params, acts)


@ex.slip
def weights_transposed(X, params, acts):
    """Your units read the rows of W. Column j of W belongs to unit j; all widths are equal here, so no shape
    warned you.
    """
    return _mlp(affine=lambda A, W, b: A @ W.T + b)(X, params, acts)


@ex.slip
def cache_holds_z(X, params, acts):
    """Your output is right, and your cache holds each layer's sum where its output is wanted. The way back reads
    slopes off the output: keep A.
    """
    return _mlp(entry=lambda A_prev, Z, A, act: (A_prev, Z, act))(X, params, acts)


@ex.slip
def cache_holds_a_twice(X, params, acts):
    """Your output is right, and in your cache A_prev is the layer's own output. By the time you store it, has it
    been overwritten?
    """
    return _mlp(entry=lambda A_prev, Z, A, act: (A, A, act))(X, params, acts)


@ex.slip
def cache_swapped(X, params, acts):
    """Your output is right, and the arrays of each cache entry have changed places. First what went into the
    layer, then what came out.
    """
    return _mlp(entry=lambda A_prev, Z, A, act: (A, A_prev, act))(X, params, acts)


@ex.slip
def cache_input_twice(X, params, acts):
    """Your output is right, and both arrays of each cache entry are what went into the layer. The second one
    should be what came out.
    """
    return _mlp(entry=lambda A_prev, Z, A, act: (A_prev, A_prev, act))(X, params, acts)


@ex.slip
def cache_reversed(X, params, acts):
    """Your output is right, and your cache starts with the last layer. Keep the layers in the order in which they
    ran.
    """
    out, cache = _mlp()(X, params, acts)
    return out, cache[::-1]


ex.effect("input-modified", INPUT_MODIFIED)


@ex.slip
def first_and_last_only(X, params, acts):
    """Only two layers of yours work, the first and the last. A network has as many as there are pairs in params."""
    chosen = [0, len(params) - 1] if len(params) > 1 else [0]
    return _mlp()(X, [params[i] for i in chosen], [acts[i] for i in chosen])


@ex.slip
def linear_at_the_end(X, params, acts):
    """Your last layer passes on its sums as they are. It has an entry in acts too: use that one."""
    return _mlp(acts_of=lambda acts: [*acts[:-1], "identity"])(X, params, acts)


@ex.slip(like=linear_at_the_end)
def linear_at_the_end_and_told(X, params, acts):
    return _mlp()(X, params, [*acts[:-1], "identity"])


@ex.slip
def cache_holds_x(X, params, acts):
    """Your output is right, and every entry of your cache holds X as A_prev. What goes into a layer is what the layer
    before it put out.
    """
    out, cache = _mlp()(X, params, acts)
    return out, [(X, A, act) for _, A, act in cache]


@ex.slip
def cache_holds_out(X, params, acts):
    """Your output is right, and every entry of your cache holds the last output as A. Each layer has an A of its own:
    keep it before the next one comes.
    """
    out, cache = _mlp()(X, params, acts)
    return out, [(A_prev, out, act) for A_prev, _, act in cache]


@ex.slip
def bias_subtracted(X, params, acts):
    """You take the biases away. In this book a bias is added."""
    return _mlp(affine=lambda A, W, b: A @ W - b)(X, params, acts)


@ex.slip
def bias_down_the_rows(X, params, acts):
    """Your biases change from row to row. A bias belongs to a unit, and so to a column: every example gets the same."""
    return _mlp(affine=lambda A, W, b: A @ W + b[:, None])(X, params, acts)


@ex.slip
def product_in_other_order(X, params, acts):
    """You multiply in the other order. Examples are rows here, and a row meets W from the left."""
    return _mlp(affine=lambda A, W, b: W @ A + b)(X, params, acts)


@ex.slip
def layers_from_the_end(X, params, acts):
    """You go through the layers from the last to the first. On the way forward the first comes first."""
    return _mlp()(X, params[::-1], acts[::-1])


@ex.slip
def acts_from_the_end(X, params, acts):
    """Your layers take their activations from the wrong end of acts. Layer i has acts[i]."""
    return _mlp(acts_of=lambda acts: acts[::-1])(X, params, acts)


@ex.slip
def activation_first(X, params, acts):
    """You bend what goes into a layer. The sum comes first, and the activation is applied to it."""
    A, cache = X, []
    for (W, b), act in zip(params, acts, strict=True):
        A_prev, A = A, _VECTOR[act](A) @ W + b
        cache.append((A_prev, A, act))
    return A, cache


# ---- right answers ---------------------------------------------------------------------------------


def apply(act, Z):
    if act == "relu":
        return np.where(Z > 0, Z, 0.0)
    return {"identity": lambda z: z, "tanh": np.tanh, "sigmoid": naive_sigmoid}[act](Z)


@ex.right
def mlp_numpy(X, params, acts):
    A, cache = X, []
    for i in range(len(params)):
        W, b = params[i]
        A_prev = A
        A = apply(acts[i], A_prev @ W + b)
        cache.append((A_prev, A, acts[i]))
    return A, cache


@ex.right
def mlp_layer_by_layer(X, params, acts):
    outputs = [X.copy()]
    for (W, b), act in zip(params, acts, strict=True):
        outputs.append(apply(act, affine_loops(outputs[-1], W, b)))
    return outputs[-1], [
        [a, z, act] for a, z, act in zip(outputs[:-1], outputs[1:], acts, strict=True)
    ]


@ex.right
def mlp_in_float32(X, params, acts):
    single = [(W.astype(np.float32), b.astype(np.float32)) for W, b in params]
    return mlp_numpy(X.astype(np.float32), single, acts)


@ex.right
def mlp_einsum(X, params, acts):
    A, cache = X, []
    for k, (W, b) in enumerate(params):
        out = np.einsum("ni,ij->nj", A, W) + b
        out = {"relu": np.maximum(out, 0), "tanh": np.tanh(out), "identity": out}.get(
            acts[k], 0.5 + 0.5 * np.tanh(out / 2)
        )
        cache += [(A, out, acts[k])]
        A = out
    return A, cache


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip="layers-read-x", points=0)
def mlp_reading_x(X, params, acts):
    cache = []
    for (W, b), act in zip(params, acts, strict=True):
        A = apply(act, X @ W + b)
        cache.append((X, A, act))
    return A, cache


@ex.wrong(slip="no-activation", points=0)
def mlp_linear(X, params, acts):
    A, cache = X, []
    for (W, b), act in zip(params, acts, strict=True):
        A_prev, A = A, A @ W + b
        cache.append((A_prev, A, act))
    return A, cache


@ex.wrong(slip="hidden-activation-at-the-end", points=0)
def mlp_relu_at_the_end(X, params, acts):
    return mlp_numpy(X, params, ["relu"] * len(acts))


@ex.wrong(slip="cache-holds-a-twice", points=2)
def mlp_overwritten(X, params, acts):
    A, cache = X, []
    for (W, b), act in zip(params, acts, strict=True):
        A = apply(act, A @ W + b)
        cache.append((A, A, act))
    return A, cache


@ex.wrong(slip="cache-holds-z", points=2)
def mlp_keeps_sums(X, params, acts):
    A, cache = X, []
    for (W, b), act in zip(params, acts, strict=True):
        Z = A @ W + b
        cache.append((A, Z, act))
        A = apply(act, Z)
    return A, cache


@ex.wrong(slip="first-and-last-only", points=0)
def mlp_two_layers_only(X, params, acts):
    (W1, b1), (W2, b2) = params[0], params[-1]
    H = apply(acts[0], X @ W1 + b1)
    out = apply(acts[-1], H @ W2 + b2)
    return out, [(X, H, acts[0]), (H, out, acts[-1])]


@ex.wrong(slip="linear-at-the-end", points=3)
def mlp_linear_at_the_end(X, params, acts):
    return mlp_numpy(X, params, [*acts[:-1], "identity"])


@ex.wrong(slip="input-modified", points=3)
def mlp_in_place(X, params, acts):
    for _, b in params:
        b += 1.0
    return mlp_numpy(X, [(W, b - 1.0) for W, b in params], acts)


@ex.wrong(slip="input-modified", points=3)
def mlp_eats_acts(X, params, acts):
    A, cache = X, []
    for W, b in params:
        act, A_prev = acts.pop(0), A
        A = apply(act, A @ W + b)
        cache.append((A_prev, A, act))
    return A, cache


ex.wrong(slip="wrong-type", points=0)(lambda X, params, acts: mlp_numpy(X, params, acts)[0])


def with_cache(change):
    """The right output, with a changed cache."""

    def wrong(X, params, acts):
        out, cache = mlp_numpy(X, params, acts)
        return out, change(cache)

    return wrong


ex.wrong(slip="cache-length", points=2)(with_cache(lambda cache: cache[:-1]))
ex.wrong(slip="cache-entry", points=2)(with_cache(lambda cache: [(a, z) for a, z, _ in cache]))
ex.wrong(slip="wrong-type", points=2)(
    with_cache(lambda cache: [(a, z, np.tanh) for a, z, _ in cache])
)
ex.wrong(slip="wrong-choice", points=2)(
    with_cache(lambda cache: [(a, z, "relu") for a, z, _ in cache])
)
ex.wrong(slip="cache-holds-x", points=2)(
    with_cache(lambda cache: [(cache[0][0], z, act) for _, z, act in cache])
)


ex.wrong(slip="acts-from-the-end", points=0)(
    lambda X, params, acts: mlp_numpy(X, params, acts[::-1])
)
ex.wrong(slip="bias-subtracted", points=0)(
    lambda X, params, acts: mlp_numpy(X, [(W, -b) for W, b in params], acts)
)
ex.wrong(slip="bias-missing", points=0)(
    lambda X, params, acts: mlp_numpy(X, [(W, 0 * b) for W, b in params], acts)
)


@ex.wrong(slip="cache-holds-out", points=2)
def mlp_cache_of_the_end(X, params, acts):
    out, cache = mlp_numpy(X, params, acts)
    return out, [(A_prev, out, act) for A_prev, _, act in cache]


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same(
    "for (W, b), act in zip(params, acts, strict=True):", "for (W, b), act in zip(params, acts):"
)
ex.same(
    "for (W, b), act in zip(params, acts, strict=True):",
    "for (W, b), act in zip(params, acts, strict=False):",
)
