"""Chapter 8, batching: seven graded functions, 22 points."""

import copy
from functools import partial
from itertools import combinations

import numpy as np

from nnlib.gradcheck import numerical_gradient
from nnlib.grading.catalogue import agree
from nnlib.grading.exercise import Case, Exercise, Misfit, Part, Slip
from nnlib.grading.exercises.draw import fortran, numbers

MODIFIED = Slip(
    "input-modified",
    "Your numbers are right, but your function writes into what it was given. The caller goes on with those arrays: "
    "leave them as they were, and fill new ones.",
)
RNG_UNUSED = (
    "rng-unused",
    "Two calls with equal generators give two different orders: your randomness comes from somewhere else. "
    "Draw from rng alone, so that a run can be repeated.",
)
SAME_ORDER = (
    "same-order-again",
    "The second epoch has the order of the first. Let rng draw afresh at every call; "
    "a generator or a seed of your own starts at the same place each time.",
)
NOT_SHUFFLED = (
    "not-shuffled",
    "The rows come in the order in which they were given. Draw a new order from rng before you hand them out.",
)

BY_EFFECT = tuple(Slip(*said) for said in (NOT_SHUFFLED, RNG_UNUSED, SAME_ORDER))


def whole(name, shown, result):
    """An int by name: what counts loops must be one."""
    if isinstance(result, (float, np.floating)):
        raise Misfit("not-an-int", f"You return {shown} as a float, and range() wants an int.")
    return {name: result}


# --- how many steps -------------------------------------------------------------------------------------------------


def _count(n, B, drop_last, steps, about=""):
    arguments = {"n": n, "B": B} | ({} if drop_last is None else {"drop_last": drop_last})
    about = about or f"n = {n}, B = {B}, drop_last = {drop_last}"
    read = partial(whole, "steps", "the number of steps")
    return Case(arguments, {"steps": steps}, about, scale=1, read=read)


def _walk(n, B, drop_last):
    """The number of steps, by dealing the rows out."""
    steps = 0
    while n >= B or (n > 0 and not drop_last):
        n, steps = n - B, steps + 1
    return steps


def steps_known(rng):
    literal = [(100, 32, False, 4), (100, 32, True, 3), (10, 4, False, 3), (10, 4, True, 2)]
    return [_count(*case) for case in [*literal, (9, 4, False, 3), (11, 4, False, 3)]]


def steps_more(rng):
    n, B = int(rng.integers(50, 90)), int(rng.integers(3, 9))
    exact = [(B * k, B, drop, k, "n a multiple of B") for k in (1, 6) for drop in (False, True)]
    large = [(5, 8, False, 1, "B > n"), (5, 8, True, 0, "B > n, the short batch dropped")]
    ones = [
        (7, 1, None, 7, "B = 1"),
        (7, 2, None, 4, "drop_last not given"),
        (10**17 + 1, 10, False, 10**16 + 1, "a very large n"),
    ]
    drawn = [(n, B, drop, _walk(n, B, drop)) for drop in (False, True)]
    return [_count(*case) for case in [*large, *exact, *ones, *drawn]]


ITERATIONS_PER_EPOCH = Exercise(
    "iterations_per_epoch",
    ("n", "B", "drop_last"),
    (
        Part("value", 1, steps_known),
        Part("robustness", 1, steps_more, hidden=True),
    ),
    (
        Slip(
            "rest-forgotten",
            "You count the full batches only. The rows that are left over make one more, shorter batch, "
            "unless drop_last says otherwise.",
            lambda n, B, drop_last=False: n // B,
        ),
        Slip(
            "rounded",
            "You round to the nearest number: a rest of less than half a batch goes lost. "
            "Does a short batch count here, or does it not?",
            lambda n, B, drop_last=False: round(n / B),
        ),
        Slip(
            "rounded",
            "You round to the nearest number: a rest of less than half a batch goes lost. "
            "Does a short batch count here, or does it not?",
            lambda n, B, drop_last=False: n // B if drop_last else round(n / B),
        ),
        Slip(
            "epoch-for-update",
            "You say that an epoch is one step. It is one pass over all the rows: every batch on the way is a step.",
            lambda n, B, drop_last=False: 1,
        ),
        Slip(
            "one-too-many",
            "Where the rows come out even, you count one step too many: an empty batch is none.",
            lambda n, B, drop_last=False: n // B + (0 if drop_last else 1),
        ),
        Slip(
            "drop-last-ignored",
            "Your number does not depend on drop_last. With drop_last=True the short batch is left out.",
            lambda n, B, drop_last=False: -(-n // B),
        ),
        Slip(
            "drop-last-reversed",
            "You leave the short batch out where it should stay, and keep it where it should go. "
            "Turn the question round.",
            lambda n, B, drop_last=False: -(-n // B) if drop_last else n // B,
        ),
    ),
)

# --- pairs stay together --------------------------------------------------------------------------------------------


def _shuffles(function, given):
    """Two calls with equal generators, and one with what is left of the first one."""
    X, y, rng = given.values()
    twins = [(X.copy(order="K"), y.copy()) for _ in range(2)]
    twin = copy.deepcopy(rng)
    return [function(X, y, rng), function(*twins[0], twin), function(*twins[1], rng)]


def _pairs(results):
    found = {}
    for name, pair in zip(("", "_again", "_next"), results, strict=True):
        if pair is None:
            raise Misfit(
                "returns-none", "Your function returned None. Is there a return at its end?"
            )
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise Misfit("wrong-type", "Your function should return 2 things: X and y.")
        found |= {f"X{name}": pair[0], f"y{name}": pair[1]}
    return found


def _paired(values, arguments):
    """None where the rows were shuffled with their labels, by rng and nothing else."""
    X, y = arguments["X"], arguments["y"]
    table = {tuple(row): label for row, label in zip(X, y, strict=True)}
    for name in ("", "_again", "_next"):
        rows = [tuple(row) for row in values[f"X{name}"]]
        if sorted(rows) != sorted(table):
            return (
                "rows-lost",
                "Some rows of X come twice and others not at all. Shuffling changes the order and nothing else.",
            )
        if [table[row] for row in rows] != list(values[f"y{name}"]):
            return (
                "torn-pairs",
                "Rows of X and their labels have come apart: what belonged to one example is now spread over two. "
                "One order for both is wanted.",
            )
    if len(y) < 8:
        return None
    if np.array_equal(values["X"], X):
        return NOT_SHUFFLED
    if not np.array_equal(values["X"], values["X_again"]):
        return RNG_UNUSED
    return SAME_ORDER if np.array_equal(values["X"], values["X_next"]) else None


def _shuffle(rng, n, d, about="", order=np.array):
    X, y = order(rng.normal(0, 1, (n, d))), rng.permutation(n)  # a label of its own for each row
    seed = int(rng.integers(2**31))
    arguments = {"X": X, "y": y, "rng": np.random.default_rng(seed)}
    truth = {f"{key}{name}": arguments[key] for name in ("", "_again", "_next") for key in "Xy"}
    return Case(arguments, truth, about, run=_shuffles, read=_pairs, judge=_paired)


def shuffle_pairs(rng):
    return [_shuffle(rng, 12, 3), _shuffle(rng, 20, 1, "one column")]


def shuffle_more(rng):
    return [
        _shuffle(rng, 10, 10, "as many columns as rows"),
        _shuffle(rng, 30, 2, "an array that is stored by columns", fortran),
        _shuffle(rng, 1, 2, "one example"),
    ]


SHUFFLE_TOGETHER = Exercise(
    "shuffle_together",
    ("X", "y", "rng"),
    (
        Part("pairs", 1, shuffle_pairs),
        Part("robustness", 1, shuffle_more, hidden=True, pure=True),
    ),
    (
        Slip(
            "input-modified",
            "You shuffle the arrays themselves. The caller's X and y must keep their order: give back new arrays.",
        ),
        *BY_EFFECT,
    ),
)

# --- minibatches ----------------------------------------------------------------------------------------------------

EPOCHS = 12


def _epochs(function, given):
    """Two calls with equal generators, and then more epochs with what is left of the first one."""
    twin = given | {"rng": copy.deepcopy(given["rng"])}
    results = [function(*given.values()), function(*twin.values())]
    return results + [function(*given.values()) for _ in range(EPOCHS)]


def _dealt(n, B, drop_last, results):
    """The rows of each epoch in their order, one epoch per line, once every batch has its size."""
    sizes = [min(B, n - start) for start in range(0, n, B)]
    if drop_last:
        sizes = [size for size in sizes if size == B]
    return {
        "rows": np.array([_batches(result, sizes, n, B) for result in results]).reshape(
            len(results), -1
        )
    }


def _batches(result, wanted, n, B):
    if result is None:
        raise Misfit("returns-none", "Your function returned None. Is there a return at its end?")
    if not isinstance(result, (list, tuple)):
        raise Misfit("wrong-type", "Return a list with one array of row numbers per batch.")
    for batch in result:
        if not isinstance(batch, np.ndarray) or batch.ndim != 1 or batch.dtype.kind not in "iu":
            raise Misfit(
                "wrong-type",
                "Every batch should be a one-dimensional NumPy array of row numbers (integers).",
            )
    got = [len(batch) for batch in result]
    if got != wanted:
        raise Misfit(*_wrong_sizes(got, wanted, n, B))
    return np.concatenate([np.zeros(0, int), *result])


def _wrong_sizes(got, wanted, n, B):
    said = f"For n = {n} and B = {B} your batches have the sizes {got[:12]}; wanted {wanted[:12]}."
    if 0 in got:
        return "empty-batch", f"{said} The last one is empty: nothing can be learned from no rows."
    if len(got) > 1 and got == wanted[:-1]:
        return (
            "rest-dropped",
            f"{said} The rows that are left over make a shorter batch of their own.",
        )
    if got[:-1] == wanted:
        return "drop-last-ignored", f"{said} With drop_last=True the short batch is left out."
    if len(got) == 1 < len(wanted):
        return "only-first", f"{said} An epoch goes on until every row has had its turn."
    if len(got) == len(wanted) and set(got) == {B}:
        return "padded", f"{said} No row may be used twice to fill the last batch up."
    return "wrong-sizes", f"{said} Deal the rows out B at a time."


def _covers(values, arguments):
    """None where every epoch uses every row once at most, in an order drawn from rng."""
    epochs, n, B = values["rows"].astype(int), arguments["n"], arguments["B"]
    if epochs.size and not (0 <= epochs.min() and epochs.max() < n):
        return "no-such-row", f"Rows are numbered from 0 to {n - 1}, and you hand out others."
    if any(len(set(epoch)) < len(epoch) for epoch in epochs):
        return (
            "repeated-rows",
            "Some rows come twice in one epoch, so others wait in vain. Every row has one turn per epoch.",
        )
    if n < 8 or not epochs.size:
        return None
    if np.array_equal(epochs, np.sort(epochs, axis=1)):
        return NOT_SHUFFLED
    if not np.array_equal(epochs[0], epochs[1]):
        return RNG_UNUSED
    if np.all(epochs[2:] == epochs[0]):
        return SAME_ORDER
    return _mixed(epochs, n, B)


def _mixed(epochs, n, B):
    if len(set(epochs.ravel())) < n:
        return (
            "same-rows-dropped",
            "The same rows are left out in every epoch, so nothing is ever learned from them. "
            "Shuffle first, and cut afterwards.",
        )
    cuts = range(0, epochs.shape[1], B)
    together = [{frozenset(epoch[i : i + B]) for i in cuts} for epoch in epochs]
    if 1 < B < n and len(set.intersection(*together)) == len(together[0]):
        return (
            "batches-not-mixed",
            "The same rows sit together in every epoch: you shuffle the batches, and not the rows in them.",
        )
    return None


def _deal(rng, n, B, drop_last, about=""):
    arguments = {"n": n, "B": B, "rng": np.random.default_rng(int(rng.integers(2**31)))}
    if drop_last is not None:
        arguments["drop_last"] = drop_last
    used = n // B * B if drop_last else n
    truth = {"rows": np.tile(np.arange(used), (EPOCHS + 2, 1))}
    about = about or f"n = {n}, B = {B}, drop_last = {drop_last}"
    read = partial(_dealt, n, B, drop_last)
    return Case(arguments, truth, about, run=_epochs, read=read, judge=_covers)


def deal_known(rng):
    return [_deal(rng, 10, 4, None, "n = 10, B = 4"), _deal(rng, 12, 3, False)]


def deal_more(rng):
    return [
        _deal(rng, 10, 4, True),
        _deal(rng, 12, 4, True, "n a multiple of B"),
        _deal(rng, 9, 1, False, "B = 1"),
        _deal(rng, 9, 20, False, "B > n"),
        _deal(rng, 3, 5, True, "B > n, the short batch dropped"),
        _deal(rng, 1, 1, False, "one row"),
        _deal(rng, 37, 8, False),
    ]


MINIBATCHES = Exercise(
    "minibatches",
    ("n", "B", "rng", "drop_last"),
    (
        Part("batches", 2, deal_known),
        Part("robustness", 2, deal_more, hidden=True),
    ),
    BY_EFFECT,
)

# --- what each example asks for -------------------------------------------------------------------------------------


def _log_loss(x, y, theta):
    """The loss of one example by a logistic neuron whose weights and bias stand in theta."""
    z = x @ theta[:-1] + theta[-1]
    return np.logaddexp(0, z) - y * z


def _each(rng, n, d, about="", order=np.array):
    X, w, b = rng.normal(0, 1, (n, d)), rng.normal(0, 1, d), float(rng.normal())
    y, theta = rng.integers(0, 2, n), np.append(w, b)
    rows = [
        numerical_gradient(lambda t, x=x, label=label: _log_loss(x, label, t), theta)
        for x, label in zip(X, y, strict=True)
    ]
    arguments = {"X": order(X), "y": y, "w": w, "b": b}
    return Case(arguments, {"G": np.array(rows)}, about, scale=1, read=partial(_with_bias, n, d))


def _with_bias(n, d, result):
    shape = result.shape if isinstance(result, np.ndarray) else ()
    if shape == (n, d):
        raise Misfit(
            "bias-missing",
            "Your G has one column per weight. The bias learns too: give it the last column.",
        )
    if shape == (d + 1,) and n != d + 1:
        raise Misfit(
            "summed",
            "Your G is one row for the whole batch. One row for every example is wanted: leave the sum out.",
        )
    return {"G": result}


def each_slopes(rng):
    known = Case(
        {
            "X": np.array([[2.0], [-4.0], [6.0]]),
            "y": np.array([1, 0, 1]),
            "w": np.zeros(1),
            "b": 0.0,
        },
        {"G": np.array([[-1.0, -0.5], [-2.0, 0.5], [-3.0, -0.5]])},
        read=partial(_with_bias, 3, 1),
    )
    return [known, _each(rng, 5, 3), _each(rng, 4, 3, "n = d + 1")]


def each_more(rng):
    sure = {"X": np.array([[1000.0], [-1000.0], [1000.0]]), "y": np.array([1, 1, 0])}
    truth = {"G": np.array([[0.0, 0.0], [1000.0, -1.0], [1000.0, 1.0]])}
    far = Case(sure | {"w": np.ones(1), "b": 0.0}, truth, "sums of ±1000")
    by_columns = _each(rng, 6, 2, "an array that is stored by columns", fortran)
    return [far, _each(rng, 1, 3, "one example"), by_columns]


def _with_ones(X):
    return np.column_stack([X, np.ones(len(X))])


def _each_by(error, columns=_with_ones):
    """A wrong answer: another error (of p, y and z), or other columns."""

    def wrong(X, y, w, b):
        z = X @ w + b
        return error(0.5 + 0.5 * np.tanh(z / 2), y, z)[:, None] * columns(X)

    return wrong


PER_EXAMPLE_GRADIENTS = Exercise(
    "per_example_gradients",
    ("X", "y", "w", "b"),
    (
        Part("gradient", 2, each_slopes),
        Part("robustness", 1, each_more, hidden=True, pure=True),
    ),
    (
        Slip(
            "averaged",
            "You divide by the number of examples. A row is what one example asks for, for itself: "
            "the mean comes later, over the rows.",
            _each_by(lambda p, y, z: (p - y) / len(y)),
        ),
        Slip(
            "bias-first",
            "Your numbers are right, and the bias stands in the first column. It belongs in the last.",
            _each_by(lambda p, y, z: p - y, lambda X: _with_ones(X)[:, [-1, *range(X.shape[1])]]),
        ),
        Slip(
            "sigmoid-missing",
            "You compare the sum itself with the label. A logistic neuron turns it into a probability first.",
            _each_by(lambda p, y, z: z - y),
        ),
        Slip(
            "slope-of-sigmoid",
            "Your rows carry the slope of the sigmoid as a factor. Write the whole chain down, from the cross entropy "
            "to the sum, and look at what becomes of that factor.",
            _each_by(lambda p, y, z: (p - y) * p * (1 - p)),
        ),
        Slip(
            "label-ignored",
            "Your rows do not depend on y. What an example asks for depends on what it should have been.",
            _each_by(lambda p, y, z: p),
        ),
        MODIFIED,
    ),
)

# --- means of chunks ------------------------------------------------------------------------------------------------


def _chunks(rng, sizes, shape, about=""):
    """Gradients of single examples, cut into chunks; the mean of all of them must come back."""
    each = rng.normal(0, 1, (sum(sizes), *shape)) + 1
    cuts = np.split(each, np.cumsum(sizes)[:-1])
    arguments = {"means": [chunk.mean(axis=0) for chunk in cuts], "sizes": list(sizes)}
    about = about or f"chunks of {', '.join(map(str, sizes))}"
    return Case(arguments, {"mean": each.mean(axis=0)}, about, scale=1)


def chunks_known(rng):
    known = {"means": [np.array([1.0, 0.0]), np.array([4.0, 6.0])], "sizes": [2, 1]}
    literal = Case(known, {"mean": np.array([2.0, 2.0])})
    return [literal, _chunks(rng, (4, 4, 2), (3,)), _chunks(rng, (2, 5, 1, 3), (4,))]


def chunks_more(rng):
    return [
        _chunks(rng, (6,), (3,), "a single chunk"),
        _chunks(rng, (1, 7), (3, 2), "gradients of a matrix"),
        _chunks(rng, (3, 3, 3, 1), (3, 3)),
    ]


ACCUMULATE_GRADIENTS = Exercise(
    "accumulate_gradients",
    ("means", "sizes"),
    (
        Part("value", 2, chunks_known),
        Part("robustness", 1, chunks_more, hidden=True, pure=True),
    ),
    (
        Slip(
            "average-of-averages",
            "You give every chunk the same weight, so an example in a short chunk counts for more than the others. "
            "How many examples does each mean speak for?",
            lambda means, sizes: sum(means) / len(means),
        ),
        Slip(
            "first-size",
            "You divide by the number of chunks times the first size. The chunks are not all as long as the first one.",
            lambda means, sizes: sum(s * m for s, m in zip(sizes, means)) / (sizes[0] * len(sizes)),
        ),
        Slip(
            "first-size",
            "You divide by the first chunk's size. How many examples are there in all?",
            lambda means, sizes: sum(s * m for s, m in zip(sizes, means)) / sizes[0],
        ),
        Slip(
            "not-divided",
            "You return the sum over all the examples. Their mean is wanted.",
            lambda means, sizes: sum(s * m for s, m in zip(sizes, means)),
        ),
        Slip(
            "chunks-for-examples",
            "You divide by the number of chunks. The mean runs over examples: how many are there in all?",
            lambda means, sizes: sum(s * m for s, m in zip(sizes, means)) / len(sizes),
        ),
        Slip(
            "means-summed",
            "You add the means up. Together they would be far too long: each speaks for its own share of the examples.",
            lambda means, sizes: sum(means),
        ),
        Slip(
            "means-summed",
            "You add the means up and divide once, so no chunk counts by its length. "
            "Each mean speaks for its own share of the examples.",
            lambda means, sizes: sum(means) / sum(sizes),
        ),
        Slip(
            "input-modified",
            "Your mean is right, but you add it up inside one of the arrays that you were given. "
            "Start from an array of your own: `total = means[0]` is no new one.",
        ),
    ),
)


def _losses(rng, sizes, about=""):
    each = rng.uniform(0.1, 3, sum(sizes))
    cuts = np.split(each, np.cumsum(sizes)[:-1])
    losses = [float(chunk.mean()) for chunk in cuts]
    about = about or f"batches of {', '.join(map(str, sizes))}"
    return Case({"losses": losses, "sizes": list(sizes)}, {"loss": float(each.mean())}, about)


def losses_known(rng):
    literal = Case({"losses": [2.0, 5.0], "sizes": [2, 1]}, {"loss": 3.0})
    return [literal, _losses(rng, (4, 4, 2)), _losses(rng, (8, 8, 8, 1))]


def losses_more(rng):
    return [_losses(rng, (7,), "one batch"), _losses(rng, (2, 5, 1, 3)), _losses(rng, (1, 6))]


EPOCH_MEAN_LOSS = Exercise(
    "epoch_mean_loss",
    ("losses", "sizes"),
    (
        Part("value", 1, losses_known),
        Part("robustness", 1, losses_more, hidden=True, pure=True),
    ),
    (
        Slip(
            "plain-mean",
            "You give every batch the same weight, also the short one at the end. "
            "How many examples does each loss speak for?",
            lambda losses, sizes: sum(losses) / len(losses),
        ),
        Slip(
            "last-batch-left-out",
            "The last batch is missing from your mean. It is shorter than the others, but its examples count.",
            lambda losses, sizes: (
                float(np.average(losses[:-1], weights=sizes[:-1])) if sizes[1:] else losses[0]
            ),
        ),
        Slip(
            "not-divided",
            "You return the sum over all the examples. Their mean is wanted.",
            lambda losses, sizes: sum(s * J for s, J in zip(sizes, losses)),
        ),
        Slip(
            "batches-for-examples",
            "You divide by the number of batches. The mean runs over examples: how many are there in all?",
            lambda losses, sizes: sum(s * J for s, J in zip(sizes, losses)) / len(sizes),
        ),
        Slip(
            "first-size",
            "You count every batch as long as the first one. The last one may be shorter.",
            lambda losses, sizes: (
                sum(s * J for s, J in zip(sizes, losses)) / (sizes[0] * len(sizes))
            ),
        ),
    ),
)

# --- one epoch ------------------------------------------------------------------------------------------------------


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
    top = Z.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(Z - top).sum(axis=1)) + top[:, 0] - Z[np.arange(len(y)), y]))


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
        raise Misfit("returns-none", "Your function returned None. Is there a return at its end?")
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Misfit("wrong-type", "Your function should return 2 things: params and losses.")
    layers, losses = result
    layers_fit = isinstance(layers, (tuple, list)) and len(layers) == len(params)
    if not layers_fit or not all(isinstance(p, (tuple, list)) and len(p) == 2 for p in layers):
        raise Misfit(
            "wrong-layout", "Return params as you got them: a list with a pair (W, b) per layer."
        )
    if isinstance(losses, np.ndarray) and losses.ndim == 1:
        losses = list(losses)
    if not isinstance(losses, (tuple, list)):
        raise Misfit("wrong-type", "Return losses as a list, with one number per batch.")
    if len(losses) != updates:
        raise Misfit(*_wrong_updates(len(losses), updates))
    return _named(layers, numbers("losses", losses))


def _wrong_updates(got, wanted):
    said = f"You return {got} losses where {wanted} batches were to be dealt with."
    if got == 1:
        return "one-update", f"{said} One pass over the rows takes one step per batch."
    if got == wanted - 1:
        return (
            "last-batch-left-out",
            f"{said} The rows that are left over make a shorter batch: it counts.",
        )
    return (
        "wrong-number-of-updates",
        f"{said} One number per batch is wanted, no more and no fewer.",
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
    return (
        "no-such-order",
        "There is no order of the rows in which one step per batch leads to your params by way of your losses. "
        "Take one batch of three rows through your loop by hand: which rows of X and y, and which params, does it use?",
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

        return numerical_gradient(f, flat[i])

    stepped = [array - 0.5 * slope(i) for i, array in enumerate(flat)]
    layers = list(zip(stepped[::2], stepped[1::2], strict=True))
    truth = _named(layers, [loss_of(params, X, y)])
    return Case(case.arguments, truth, about, scale=1, read=case.read)


def epoch_step(rng):
    return [
        _measured_step(rng, 8, (3, 4, 3), "B = n"),
        _measured_step(rng, 3, (3, 3, 3), "B = n, all widths equal"),
    ]


def epoch_batches(rng):
    copies = _start(rng, 10, (2, 3, 3), same=True)
    return [
        _case(rng, copies, 4, 0.3, "ten copies of one example in batches of 4, 4, 2"),
        _case(rng, _start(rng, 5, (2, 3, 5)), 2, 0.5, "five examples in batches of 2, 2, 1", True),
        _case(rng, _start(rng, 6, (3, 3, 3)), 3, 0.5, "six examples in batches of 3", True),
    ]


def _twice(function, given):
    """Two calls with equal generators, and one with what is left of the first one."""
    twin, third = copy.deepcopy(given), copy.deepcopy(given)
    first = function(*given.values())
    return [first, function(*twin.values()), function(*(third | {"rng": given["rng"]}).values())]


def _drawn_order(rng):
    drawn = _start(rng, 24, (3, 4, 2))
    case = _case(rng, drawn, 3, 0.1, "two epochs of 24 examples in batches of 3")
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


def epoch_more(rng):
    params, X, y = _start(rng, 7, (3, 4, 3))
    return [
        _case(rng, (params, X, y), 7, 0.5, "B = n"),
        _case(rng, (params, X[::-1].copy(), y[::-1].copy()), 7, 0.5, "the same rows, last first"),
        _case(rng, (params, X, y), 50, 0.5, "B > n"),
        _case(rng, _start(rng, 9, (2, 3, 3), same=True), 4, 1.0, "nine copies, batches of 4, 4, 1"),
        _case(rng, _start(rng, 4, (2, 3)), 3, 0.5, "one layer, batches of 3 and 1", True),
        _case(rng, _start(rng, 5, (2, 4, 3, 2)), 3, 0.5, "three layers, batches of 3, 2", True),
        _drawn_order(rng),
    ]


def _epoch_by(grads=None, late=False, rows_of_y=None):
    """A wrong answer: other gradients, the loss after its step, or labels of other rows."""

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


def _times(factor, grads):
    return [(factor * dW, factor * db) for dW, db in grads]


TRAIN_EPOCH = Exercise(
    "train_epoch",
    ("params", "X", "y", "B", "lr", "rng"),
    (
        Part("step", 2, epoch_step),
        Part("batches", 2, epoch_batches),
        Part("robustness", 2, epoch_more, hidden=True, pure=True),
    ),
    (
        Slip(
            "stale-params",
            "Every step of yours uses the gradients of the params that you started with. "
            "Each batch should see what the steps before it have done.",
            _epoch_by(lambda g, start, params, X, y, rows, B: grads_of(start, X[rows], y[rows])),
        ),
        Slip(
            "full-gradient",
            "Your gradients come from all the rows, once, at the start. A minibatch step looks at its own rows alone, "
            "and at the params as they are by then.",
            _epoch_by(lambda g, start, params, X, y, rows, B: grads_of(start, X, y)),
        ),
        Slip(
            "full-gradient",
            "Your gradients come from all the rows at every step. A minibatch step looks at its own rows alone.",
            _epoch_by(lambda g, start, params, X, y, rows, B: grads_of(params, X, y)),
        ),
        Slip(
            "last-batch-scaled",
            "The step of the last, shorter batch is too small: you divide it by B. "
            "How many rows does that batch have?",
            _epoch_by(
                lambda g, start, params, X, y, rows, B: _times(len(rows) / min(B, len(X)), g)
            ),
        ),
        Slip(
            "summed-gradients",
            "Your steps grow with the batch: you multiply the mean gradient by the number of rows. "
            "The mean stands in the loss.",
            _epoch_by(lambda g, start, params, X, y, rows, B: _times(len(rows), g)),
        ),
        Slip(
            "mean-twice",
            "Your steps shrink with the batch: the gradient is a mean already, and you divide by the rows once more.",
            _epoch_by(lambda g, start, params, X, y, rows, B: _times(1 / len(rows), g)),
        ),
        Slip(
            "uphill",
            "Your losses rise: you walk up the slope. Look at the sign of the step.",
            _epoch_by(lambda g, start, params, X, y, rows, B: _times(-1, g)),
        ),
        Slip(
            "no-step",
            "Your params come back as they went in. Is the step's result kept?",
            _epoch_by(lambda g, start, params, X, y, rows, B: _times(0, g)),
        ),
        Slip(
            "loss-after-step",
            "Your losses are those after each step. Note each one before its step: what the params cost "
            "that the batch found.",
            _epoch_by(late=True),
        ),
        Slip(
            "torn-pairs",
            "The rows of X come in a new order and the labels in the old one. "
            "The same row numbers must choose from both.",
            _epoch_by(rows_of_y=lambda i, rows: np.arange(i, i + len(rows))),
        ),
        Slip(
            "input-modified",
            "Your numbers are right, but you move the arrays that you were given, so whoever called you has lost the "
            "old params. `W -= ...` writes into W: make new arrays.",
        ),
        *BY_EFFECT,
    ),
)

EXERCISES = (
    ITERATIONS_PER_EPOCH,
    SHUFFLE_TOGETHER,
    MINIBATCHES,
    PER_EXAMPLE_GRADIENTS,
    ACCUMULATE_GRADIENTS,
    EPOCH_MEAN_LOSS,
    TRAIN_EPOCH,
)
