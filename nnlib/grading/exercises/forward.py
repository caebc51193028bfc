"""Chapter 4, forward propagation: six graded functions, 18 points.

Visible parts use equal widths throughout: there no shape error stops a wrong product, and its name can be told.
"""

import math

import numpy as np

from nnlib.grading.catalogue import wrong_entries
from nnlib.grading.exercise import TOLERANCE, Case, Exercise, Misfit, Part, Slip
from nnlib.grading.exercises.draw import fortran, short
from nnlib.grading.exercises.xor import MODIFIED, affine_by_loops

# --- one layer ------------------------------------------------------------------------------------------------------


def affine_case(rng, n, n_in, n_out, about="", layout=np.asarray):
    X, W, b = (short(rng.normal(0, 1, shape)) for shape in ((n, n_in), (n_in, n_out), (n_out,)))
    b = b + np.where(b < 0, -1, 1)  # a bias that is missed, or put elsewhere, is seen
    return Case({"X": layout(X), "W": layout(W), "b": b}, {"Z": affine_by_loops(X, W, b)}, about)


def affine_values(rng):
    known = Case(
        {
            "X": np.array([[1.0, 2.0], [3.0, 4.0]]),
            "W": np.array([[1.0, 0.0], [2.0, -1.0]]),
            "b": np.array([10.0, 20.0]),
        },
        {"Z": np.array([[15.0, 18.0], [21.0, 16.0]])},
    )
    return [known, affine_case(rng, 3, 3, 3), affine_case(rng, 4, 4, 4)]


def affine_robust(rng):
    shapes = [(5, 3, 2), (1, 4, 2), (4, 2, 4), (3, 1, 1)]
    cases = [affine_case(rng, *shape, "other shapes") for shape in shapes]
    return [*cases, affine_case(rng, 2, 5, 3, "arrays stored column by column", fortran)]


def _swapped_rows_and_columns(X, W, b):
    return W @ X + b


AFFINE_FORWARD = Exercise(
    "affine_forward",
    ("X", "W", "b"),
    (
        Part("value", 2, affine_values),
        Part("robustness", 1, affine_robust, hidden=True, pure=True),
    ),
    (
        Slip(
            "weights-transposed",
            "Your units read the rows of W. Column j of W belongs to unit j; with equal widths no shape error says "
            "so.",
            lambda X, W, b: X @ W.T + b,
        ),
        Slip(
            "bias-down-the-rows",
            "Your bias changes from row to row. A bias belongs to a unit, and so to a column of Z: every example gets "
            "the same ones.",
            lambda X, W, b: X @ W + b[:, None],
        ),
        Slip(
            "bias-missing",
            "Your Z lacks its bias. Give the layer a row of zeros: what should come out?",
            lambda X, W, b: X @ W,
        ),
        Slip(
            "swapped-order",
            "You multiply in the other order. Examples are rows here, and a row meets W from the left.",
            _swapped_rows_and_columns,
        ),
        Slip(
            "swapped-order",
            "You multiply in the other order. Examples are rows here, and a row meets W from the left.",
            lambda X, W, b: W @ X + b[:, None],
        ),
        Slip(
            "entry-by-entry",
            "You multiply X and W entry by entry. Each number of Z is a whole row of X against a whole column of W.",
            lambda X, W, b: X * W + b,
        ),
        Slip(
            "bias-subtracted",
            "You take the bias away. In this book a bias is added: a large one makes a unit's number large.",
            lambda X, W, b: X @ W - b,
        ),
        Slip(
            "bias-in-the-sum",
            "Your bias arrives once for every input. It is added once, after the products are summed.",
            lambda X, W, b: X @ W + W.shape[0] * b,
        ),
        MODIFIED,
    ),
)

# --- the other convention -------------------------------------------------------------------------------------------


def columns_case(rng, n_out, n_in, n, about="", layout=np.asarray):
    rows = affine_case(rng, n, n_in, n_out)
    X, W, b = (rows.arguments[name] for name in ("X", "W", "b"))
    given = {"W": layout(W.T.copy()), "Xc": layout(X.T.copy()), "b": b}
    return Case(given, {"Z": rows.truth["Z"].T.copy()}, about)


def columns_values(rng):
    known = Case(
        {
            "W": np.array([[1.0, 2.0], [0.0, -1.0]]),
            "Xc": np.array([[1.0, 3.0], [2.0, 4.0]]),
            "b": np.array([10.0, 20.0]),
        },
        {"Z": np.array([[15.0, 21.0], [18.0, 16.0]])},
    )
    return [known, columns_case(rng, 3, 3, 3), columns_case(rng, 4, 4, 4)]


def columns_robust(rng):
    shapes = [(2, 3, 5), (2, 4, 1), (3, 2, 3), (1, 3, 4)]
    cases = [columns_case(rng, *shape, "other shapes") for shape in shapes]
    return [*cases, columns_case(rng, 3, 5, 2, "arrays stored column by column", fortran)]


AFFINE_FORWARD_COLUMNS = Exercise(
    "affine_forward_columns",
    ("W", "Xc", "b"),
    (
        Part("value", 1, columns_values),
        Part("robustness", 1, columns_robust, hidden=True, pure=True),
    ),
    (
        Slip(
            "bias-along-examples",
            "Your bias changes from example to example. There are as many units as examples here, so NumPy could not "
            "see that b should stand upright.",
            lambda W, Xc, b: W @ Xc + b,
        ),
        Slip(
            "bias-missing",
            "Your Z lacks its bias. Give the layer a column of zeros: what should come out?",
            lambda W, Xc, b: W @ Xc,
        ),
        Slip(
            "weights-transposed",
            "Your units read the columns of W. In this convention row j of W belongs to unit j.",
            lambda W, Xc, b: W.T @ Xc + b[:, None],
        ),
        Slip(
            "rows-convention",
            "You treat the examples as rows. Here they are columns: which of W and Xc comes first in the product?",
            lambda W, Xc, b: Xc @ W + b,
        ),
        Slip(
            "rows-convention",
            "You treat the examples as rows. Here they are columns: which of W and Xc comes first in the product?",
            lambda W, Xc, b: Xc @ W + b[:, None],
        ),
        Slip(
            "returned-as-rows",
            "Your numbers are right, and your examples have become rows. They came as columns and should leave as "
            "columns.",
            lambda W, Xc, b: (W @ Xc + b[:, None]).T,
        ),
        MODIFIED,
    ),
)

# --- pictures as rows -----------------------------------------------------------------------------------------------


def picture_case(I, about=""):  # noqa: E741
    n, h, w, c = I.shape
    rows = [
        [float(I[i, y, x, k]) for y in range(h) for x in range(w) for k in range(c)]
        for i in range(n)
    ]
    return Case({"I": I}, {"X": np.array(rows)}, about)


def pictures(rng):
    known = np.array(
        [[[[1.0, 2], [3, 4]], [[5, 6], [7, 8]]], [[[9.0, 10], [11, 12]], [[13, 14], [15, 16]]]]
    )
    return [picture_case(known), picture_case(short(rng.random((3, 4, 5, 3))))]


def pictures_robust(rng):
    """Pictures that do not lie in memory in the order in which they are read."""
    shapes = [(4, 3, 2, 3), (2, 2, 2, 2), (1, 3, 4, 2)]
    about = "pictures stored in another order"
    return [picture_case(fortran(short(rng.random(shape))), about) for shape in shapes]


FLATTEN_IMAGES = Exercise(
    "flatten_images",
    ("I",),
    (
        Part("value", 1, pictures),
        Part("robustness", 1, pictures_robust, hidden=True, pure=True),
    ),
    (
        Slip(
            "pictures-scrambled",
            "The shape is right, and every row holds numbers of several pictures. Turning a table round does not put "
            "them back: look at row 0 of a small example.",
            lambda I: I.reshape(-1, I.shape[0]).T.copy(),  # noqa: E741
        ),
        Slip(
            "channel-first",
            "Each row holds its own picture, sorted by channel: all the red first. Here the numbers of one pixel stay "
            "side by side.",
            lambda I: I.transpose(0, 3, 1, 2).reshape(len(I), -1),  # noqa: E741
        ),
        Slip(
            "column-by-column",
            "Each row holds its own picture, read downwards. Pictures are read here like a page: line after line.",
            lambda I: I.transpose(0, 2, 1, 3).reshape(len(I), -1),  # noqa: E741
        ),
        Slip(
            "column-by-column",
            "Each row holds its own picture, read downwards. Pictures are read here like a page: line after line.",
            lambda I: I.reshape(len(I), -1, order="F"),  # noqa: E741
        ),
        Slip(
            "memory-order",
            "Your rows follow the order in which the numbers happen to lie in memory. The same picture can lie there "
            "in two ways: go by its indices.",
            lambda I: I.ravel(order="K").reshape(len(I), -1),  # noqa: E741
        ),
        Slip(
            "first-picture-only",
            "Every row of yours is the first picture. Where does your loop use its index?",
            lambda I: np.stack([I[0].ravel() for _ in I]),  # noqa: E741
        ),
        MODIFIED,
    ),
)

# --- how many numbers -----------------------------------------------------------------------------------------------


def counted(sizes):
    """Every wire and every bias, one by one."""
    count = 0
    for layer in range(1, len(sizes)):
        for _unit in range(sizes[layer]):
            count += 1  # its bias
            for _wire in range(sizes[layer - 1]):
                count += 1
    return count


def known_networks(rng):
    listed = (
        ([12288, 1], 12289),
        ([12288, 3], 36867),
        ([12288, 3, 2, 1], 36878),
        ([784, 300, 100, 10], 266610),
    )
    return [
        Case({"sizes": sizes}, {"count": float(count)}, " → ".join(map(str, sizes)))
        for sizes, count in listed
    ]


def more_networks(rng):
    drawn = [rng.integers(2, 9, layers).tolist() for layers in (2, 3, 4, 6)]
    return [
        Case({"sizes": sizes}, {"count": float(counted(sizes))}, "other networks")
        for sizes in (*drawn, [1, 1], [64, 1, 64])
    ]


def _pairs(sizes):
    return list(zip(sizes[:-1], sizes[1:], strict=True))


COUNT_PARAMETERS = Exercise(
    "count_parameters",
    ("sizes",),
    (
        Part("value", 2, known_networks),
        Part("robustness", 1, more_networks, hidden=True, pure=True),
    ),
    (
        Slip(
            "biases-missing",
            "You count the weights alone. Every unit after the input has one number more to learn.",
            lambda sizes: sum(p * q for p, q in _pairs(sizes)),
        ),
        Slip(
            "bias-at-the-input",
            "You give a bias to every input instead of every unit. Draw the network 2-1, and count: two wires, and "
            "how many biases?",
            lambda sizes: sum(p * (q + 1) for p, q in _pairs(sizes)),
        ),
        Slip(
            "times-layers",
            "You multiply by the number of layers, as some notes do. How often a set of weights is needed depends on "
            "how many units the layer has.",
            lambda sizes: sum((p + 1) * (len(sizes) - 1) for p in sizes[:-1]),
        ),
        Slip(
            "times-layers",
            "You multiply by the number of a layer, as some notes do. How often a set of weights is needed depends on "
            "how many units the layer has.",
            lambda sizes: sum((p + 1) * (k + 1) for k, p in enumerate(sizes[:-1])),
        ),
        Slip(
            "misprint-12228",
            "Your count is right for 12,228 inputs. That number is a misprint that wanders through many notes: "
            "multiply 64 · 64 · 3 yourself.",
            lambda sizes: counted([12228 if p == 12288 else p for p in sizes]),
        ),
        Slip(
            "input-has-biases",
            "You count biases for the input too. The input layer computes nothing, so it has nothing to learn.",
            lambda sizes: sum(p * q for p, q in _pairs(sizes)) + sum(sizes),
        ),
        Slip(
            "one-bias-per-layer",
            "You count one bias for each layer. Do all the units of a layer have to share it?",
            lambda sizes: sum(p * q + 1 for p, q in _pairs(sizes)),
        ),
        Slip(
            "first-layer-only",
            "You count the first layer and stop. It is by far the largest, and the others have numbers to learn as "
            "well.",
            lambda sizes: (sizes[0] + 1) * sizes[1],
        ),
        Slip(
            "last-layer-missing",
            "You leave out the last layer. Its units have weights and biases too: look at where your loop ends.",
            lambda sizes: sum((p + 1) * q for p, q in _pairs(sizes)[:-1]),
        ),
        Slip(
            "units-counted",
            "You count the units. What is learned are their weights and biases: one number per wire, and one per "
            "unit.",
            lambda sizes: sum(sizes),
        ),
        Slip(
            "input-modified",
            "Your count is right, but the list sizes is not what it was before. Whoever called you still needs it.",
        ),
    ),
)

# --- a network ------------------------------------------------------------------------------------------------------

BENDS = {
    "identity": lambda z: z,
    "relu": lambda z: max(z, 0.0),
    "tanh": math.tanh,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z)),
}


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
        raise Misfit("wrong-type", "Return two things: the output, and the cache.")
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
                f"The cache should be a list with one entry per layer, {layers} here. Yours has {entries}.",
            )
        if not all(isinstance(entry, (tuple, list)) and len(entry) == 3 for entry in cache):
            raise Misfit(
                "cache-entry",
                "Each entry of the cache should hold three things: A_prev, A, act. Look at the statement again.",
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
                        f"{name} is {values[name][:40]!r}. Keep the word of that layer there, as it stands in acts."
                    )
            elif np.any(wrong := wrong_entries(values[name], truth[name], TOLERANCE, scale=1.0)):
                row, column = (int(i) for i in np.argwhere(wrong)[0])
                return "wrong-value", (
                    f"{name}[{row}, {column}] is {values[name][row, column]:.6g} where "
                    f"{truth[name][row, column]:.6g} is right{about and f' for {about}'}. Print what each layer puts "
                    "out, and follow one row through the network by hand."
                )
        return None

    return judge


def mlp_case(rng, sizes, acts, n, about="", only_out=False):
    """A network whose hidden units are busy on both sides of 0."""
    X = short(rng.normal(0, 1, (n, sizes[0])))
    params = [
        (short(rng.normal(0, 1.2 / math.sqrt(p), (p, q))), short(rng.normal(0, 0.7, q)))
        for p, q in _pairs(sizes)
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


def mlp_values(rng):
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


def mlp_caches(rng):
    drawn = [(3, ["relu", "identity"]), (4, ["sigmoid", "relu", "identity"])]
    return [mlp_case(rng, [m] * (len(acts) + 1), acts, m) for m, acts in drawn]


def mlp_robust(rng):
    return [
        mlp_case(rng, [3, 4, 2], ["tanh", "identity"], 5, "unequal widths"),
        mlp_case(rng, [2, 5, 3, 1], ["relu", "sigmoid", "sigmoid"], 4, "a sigmoid at the end"),
        mlp_case(rng, [4, 3], ["tanh"], 1, "one layer, one row"),
        mlp_case(rng, [3, 3, 3, 3, 3], ["relu", "relu", "tanh", "identity"], 3, "equal widths"),
    ]


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


def _cache_without_last(X, params, acts):
    out, cache = _mlp()(X, params, acts)
    return out, cache[:-1]


def _reversed_cache(X, params, acts):
    out, cache = _mlp()(X, params, acts)
    return out, cache[::-1]


MLP_FORWARD = Exercise(
    "mlp_forward",
    ("X", "params", "acts"),
    (
        Part("value", 2, mlp_values),
        Part("cache", 1, mlp_caches),
        Part("robustness", 2, mlp_robust, hidden=True, pure=True),
    ),
    (
        Slip(
            "layers-read-x",
            "Every layer of yours reads X. A layer should read what the layer before it put out; all widths are equal "
            "here, so no shape warned you.",
            _mlp(enter=lambda X, A: X),
        ),
        Slip(
            "hidden-activation-at-the-end",
            "Your last layer uses the activation of the first. Each layer has an entry of its own in acts, the last "
            "one too.",
            _mlp(acts_of=lambda acts: [acts[0]] * len(acts)),
        ),
        Slip(
            "hidden-activation-at-the-end",
            "Your last layer uses the activation of the layer before. Each layer has an entry of its own in acts, the "
            "last one too.",
            _mlp(acts_of=lambda acts: acts[:-1] + acts[-2:-1]),
        ),
        *(
            Slip(
                "hidden-activation-at-the-end",
                "You bend every layer in the same way, the last one too. Each layer has an entry of its own in acts: "
                "look at the last one.",
                _mlp(acts_of=lambda acts, act=act: [act] * len(acts)),
            )
            for act in ("relu", "tanh", "sigmoid")
        ),
        Slip(
            "no-activation",
            "Your layers pass on their sums as they are, so all of them together are one layer. Where does acts come "
            "in?",
            _mlp(acts_of=lambda acts: ["identity"] * len(acts)),
        ),
        Slip(
            "one-activation",
            "You bend every layer with ReLU. Each layer has an entry of its own in acts: use that one.",
            _mlp(acts_of=lambda acts: [a if a == "identity" else "relu" for a in acts]),
        ),
        Slip(
            "bias-missing",
            "Your layers have no biases. Each entry of params is a pair: W, and what else?",
            _mlp(affine=lambda A, W, b: A @ W),
        ),
        Slip(
            "weights-transposed",
            "Your units read the rows of W. Column j of W belongs to unit j; all widths are equal here, so no shape "
            "warned you.",
            _mlp(affine=lambda A, W, b: A @ W.T + b),
        ),
        Slip(
            "cache-holds-z",
            "Your output is right, and your cache holds each layer's sum where its output is wanted. The way back "
            "reads slopes off the output: keep A.",
            _mlp(entry=lambda A_prev, Z, A, act: (A_prev, Z, act)),
        ),
        Slip(
            "cache-holds-a-twice",
            "Your output is right, and in your cache A_prev is the layer's own output. By the time you store it, "
            "has it been overwritten?",
            _mlp(entry=lambda A_prev, Z, A, act: (A, A, act)),
        ),
        Slip(
            "cache-swapped",
            "Your output is right, and the arrays of each cache entry have changed places. First what went into the "
            "layer, then what came out.",
            _mlp(entry=lambda A_prev, Z, A, act: (A, A_prev, act)),
        ),
        Slip(
            "cache-input-twice",
            "Your output is right, and both arrays of each cache entry are what went into the layer. The second one "
            "should be what came out.",
            _mlp(entry=lambda A_prev, Z, A, act: (A_prev, A_prev, act)),
        ),
        Slip(
            "cache-reversed",
            "Your output is right, and your cache starts with the last layer. Keep the layers in the order in which "
            "they ran.",
            _reversed_cache,
        ),
        MODIFIED,
    ),
)

# --- bumps ----------------------------------------------------------------------------------------------------------


def switch(z):
    """The sigmoid of a number, far out too."""
    return BENDS["sigmoid"](z)


def bumps_at(x, edges, heights, steepness):
    """A row of soft bumps at the number x: each one is switched on at its left edge and off at its right one."""
    total = 0.0
    for i, height in enumerate(heights):
        on, off = (switch(steepness * (x - float(edge))) for edge in (edges[i], edges[i + 1]))
        total += float(height) * (on - off)
    return total


def drawn_by(result, x):
    """What a network 1-h-1 with a sigmoid between says at the numbers x."""
    if not isinstance(result, (list, tuple)) or len(result) != 2:
        raise Misfit("wrong-type", "Return a list of two layers: [(W1, b1), (W2, b2)].")
    if not all(isinstance(layer, (list, tuple)) and len(layer) == 2 for layer in result):
        raise Misfit("wrong-type", "Each layer should be a pair: its W, and its b.")
    arrays = [value for layer in result for value in layer]
    if not all(type(a) is np.ndarray and a.dtype.kind in "fiu" for a in arrays):
        raise Misfit("wrong-type", "W and b of each layer should be NumPy arrays of numbers.")
    (W1, b1), (W2, b2) = ((np.asarray(a, dtype=np.float64) for a in layer) for layer in result)
    h = b1.size
    shapes = (W1.shape, b1.shape, W2.shape, b2.shape)
    if shapes != ((1, h), (h,), (h, 1), (1,)):
        raise Misfit(
            "wrong-shape",
            f"Your W1, b1, W2, b2 have the shapes {', '.join(map(str, shapes))}. With h hidden units they are (1, h), "
            "(h,), (h, 1) and (1,).",
        )
    if h > 2000:
        raise Misfit("too-many-units", f"You ask for {h} hidden units. One bump needs only a few.")
    with np.errstate(all="ignore"):
        Z = np.clip(x[:, None] @ W1 + b1, -700, 700)
        return (1 / (1 + np.exp(-Z)) @ W2 + b2)[:, 0]


def bump_case(edges, heights, steepness, about=""):
    """The curve from well before the first edge to well after the last one."""
    edges, heights = np.asarray(edges, dtype=np.float64), np.asarray(heights, dtype=np.float64)
    x = np.linspace(edges[0] - 2.03, edges[-1] + 2.01, 97)
    truth = np.array([bumps_at(float(v), edges, heights, steepness) for v in x])
    given = {"edges": edges, "heights": heights, "steepness": float(steepness)}
    judge = off_the_curve(x, truth, steepness)
    return Case(
        given, {"f": truth}, about, read=lambda result: {"f": drawn_by(result, x)}, judge=judge
    )


def off_the_curve(x, truth, steepness):
    """A judge that shows the place where the curve is furthest from the right one."""

    def judge(values, arguments):
        if not np.any(wrong_entries(values["f"], truth, TOLERANCE)):
            return None
        k = int(np.argmax(np.abs(values["f"] - truth)))
        return "off-the-curve", (
            f"At x = {x[k]:.3g} your curve is at {values['f'][k]:.4g}, and {truth[k]:.4g} is right. The edges are "
            f"{', '.join(f'{e:.3g}' for e in arguments['edges'])} and the steepness is {steepness:g}: which steps "
            "should have happened by then?"
        )

    return judge


def drawn_edges(rng, m):
    return short(rng.uniform(-1, 1) + np.concatenate([[0], np.cumsum(rng.uniform(0.5, 1.5, m))]))


def drawn_heights(rng, m):
    """No two neighbours alike, and none near 0 or 1."""
    return short(rng.uniform(1.5, 3, m) * rng.choice((-1, 1), m))


def bump_values(rng):
    one = bump_case([0, 1], [2], 20)
    return [one, bump_case(drawn_edges(rng, 3), drawn_heights(rng, 3), 4)]


def curve_case(rng):
    """A curve by 25, 50 and 100 bumps: the mean error of each, which falls as bumps double."""
    phase, x = rng.uniform(0, 2), np.linspace(0.1, 0.9, 81)

    def curve(v):
        return np.sin(6 * v + phase) + 2 * v

    def asked(m):
        edges = np.linspace(0, 1, m + 1)
        return edges, curve((edges[:-1] + edges[1:]) / 2), 20.0 * m

    def run(function, given):
        return [function(*asked(m)) for m in given["bumps"]]

    def read(results):
        return {"errors": np.array([np.abs(drawn_by(r, x) - curve(x)).mean() for r in results])}

    bumps = [25, 50, 100]
    truth = [np.mean([abs(bumps_at(float(v), *asked(m)) - curve(v)) for v in x]) for m in bumps]
    return Case(
        {"bumps": bumps},
        {"errors": np.array(truth)},
        "a curve drawn with 25, 50 and 100 bumps",
        tolerance=1e-4,
        run=run,
        read=read,
        judge=falls,
    )


def falls(values, arguments):
    """Twice as many bumps, half the error, or nearly; and with 50 it is small."""
    errors = values["errors"]
    if np.all(errors[1:] < 0.6 * errors[:-1]) and errors[1] < 0.05:
        return None
    said = ", ".join(f"{e:.2g}" for e in errors)
    return "error-does-not-fall", (
        f"A curve drawn with 25, 50 and 100 of your bumps is off by {said} on average. The error should halve as the "
        "bumps double: plot a single bump, and look at both of its edges."
    )


def bump_robust(rng):
    return [
        bump_case(drawn_edges(rng, 5), drawn_heights(rng, 5), 7, "five bumps"),
        bump_case(drawn_edges(rng, 2), drawn_heights(rng, 2), 2, "soft edges"),
        bump_case(drawn_edges(rng, 4), [1.5, 0, -2, 2.5], 40, "a height of 0"),
        curve_case(rng),
    ]


def _bumps(weight=None, bias=None, on=None, off=None):
    """A network of bumps with one thing wrong in it."""

    def wrong(edges, heights, steepness):
        left, right = edges[:-1], edges[1:]
        switches = np.concatenate([left, right])
        W1 = np.full((1, len(switches)), weight(steepness) if weight else steepness)
        b1 = bias(steepness, switches) if bias else -steepness * switches
        W2 = np.concatenate([on(heights) if on else heights, off(heights) if off else -heights])
        return [(W1, b1), (W2[:, None], np.zeros(1))]

    return wrong


def _differences(edges, heights, steepness):
    """One unit per edge, with the heights themselves: the curve adds up instead of following them."""
    W2 = np.append(heights, -heights[-1])[:, None]
    W1 = np.full((1, len(edges)), float(steepness))
    return [(W1, -steepness * edges), (W2, np.zeros(1))]


BUMP_NETWORK = Exercise(
    "bump_network",
    ("edges", "heights", "steepness"),
    (
        Part("value", 2, bump_values),
        Part("robustness", 1, bump_robust, hidden=True, pure=True),
    ),
    (
        Slip(
            "one-sided",
            "Your steps go up and never come down: to the right of everything the curve is not back at 0. What ends a "
            "bump at its right edge?",
            _bumps(off=lambda h: 0 * h),
        ),
        Slip(
            "height-on-one-edge",
            "Your bumps go up by their height and come down by 1. After its right edge a bump should have left "
            "nothing behind.",
            _bumps(off=lambda h: 0 * h - 1),
        ),
        Slip(
            "height-on-one-edge",
            "Your bumps go up by 1 and come down by their height. After its right edge a bump should have left "
            "nothing behind.",
            _bumps(on=lambda h: 0 * h + 1),
        ),
        Slip(
            "second-step-up",
            "At its right edge your bump goes up once more. With which sign does the second step have to come in?",
            _bumps(off=lambda h: h),
        ),
        Slip(
            "bias-sign",
            "Your steps happen at minus the edge. Where is the sum of a hidden unit 0, and where should it be?",
            _bumps(bias=lambda s, e: s * e),
        ),
        Slip(
            "bias-not-steep",
            "Your steps happen in the wrong places, near 0 all of them. A step lies where weight times x plus bias is "
            "0: your bias knows nothing of the steepness.",
            _bumps(bias=lambda s, e: -e),
        ),
        Slip(
            "not-steep",
            "Your steps lie in the right places and are all equally soft. Where does the steepness come in?",
            _bumps(weight=lambda s: 1.0, bias=lambda s, e: -e),
        ),
        Slip(
            "steps-add-up",
            "You have one step at each edge, as high as the bump that begins there. At such an edge the bump before "
            "has to end as well: what is the change of height?",
            _differences,
        ),
        Slip(
            "upside-down",
            "Your curve is the right one upside down. Which of the two steps of a bump goes up?",
            _bumps(on=lambda h: -h, off=lambda h: h),
        ),
        MODIFIED,
    ),
)

EXERCISES = (
    AFFINE_FORWARD,
    AFFINE_FORWARD_COLUMNS,
    FLATTEN_IMAGES,
    COUNT_PARAMETERS,
    MLP_FORWARD,
    BUMP_NETWORK,
)
