"""Training: the one loop, epochs over minibatches, and what is kept of them."""

from dataclasses import dataclass, field

import numpy as np

from nnlib.activations import relu, relu_backward, softmax
from nnlib.gates import (
    all_finite,
    as_floats,
    as_labels,
    generator,
    not_empty,
    positive_int,
    positive_number,
)
from nnlib.kernel import compiler, kernel, signature_of
from nnlib.layers import affine_backward, affine_forward
from nnlib.limits import quiet
from nnlib.losses import minus_targets, softmax_cross_entropy
from nnlib.metrics import accuracy
from nnlib.network import (
    backward,
    count_parameters,
    forward,
    initial_theta,
    inputs_of,
    sums_of,
    work_vector,
)
from nnlib.optimizers import gd_step
from nnlib.plugin import copy, plug

SLOTS = (
    "affine",
    "affine_backward",
    "activation",
    "activation_backward",
    "output",
    "loss",
    "loss_grad",
    "step",
)
EPOCH = "F1 F1 I1 F2 I1 I1 I F F1 F1 I1 " + " ".join(SLOTS)
FORWARD = "F1 I1 F1 I affine activation output"


@kernel
def epoch(
    theta, grad, sizes, X, y, order, batch_size, lr, work, back, targets,
    affine, affine_backward, activation, activation_backward, output, loss, loss_grad, step,
):  # fmt: skip
    """One pass over the rows in `order`, a minibatch at a time: forward, loss, backward, step. Gives the mean loss."""
    last, total = sizes.shape[0] - 1, 0.0
    for start in range(0, order.shape[0], batch_size):
        n = min(batch_size, order.shape[0] - start)
        x, labels = inputs_of(work, sizes, n, 0), targets[:n]
        for i in range(n):
            labels[i] = y[order[start + i]]
            for j in range(sizes[0]):
                x[i, j] = X[order[start + i], j]
        forward(theta, sizes, work, n, affine, activation, output)
        total += n * loss(sums_of(work, sizes, n, last), labels)
        loss_grad(inputs_of(work, sizes, n, last), labels, sums_of(back, sizes, n, last))
        backward(theta, grad, sizes, work, back, n, affine_backward, activation_backward)
        step(theta, grad, lr)
    return total / order.shape[0]


@dataclass
class Trained:
    """A trained network: its parameters, the functions it is made of, and its history, one entry per epoch."""

    theta: np.ndarray
    sizes: list[int]
    slots: dict
    history: dict[str, list[float]] = field(default_factory=lambda: {"loss": []})

    def predict_proba(self, X):
        """The network's output (n, n_classes) for X (n, n_features): probabilities where the output is softmax."""
        X = _features("X", X, self.sizes, self.theta.dtype)
        n, work = len(X), work_vector(self.sizes, len(X), X.dtype)
        sizes = np.array(self.sizes)
        inputs_of.plain(work, sizes, n, 0)[:] = X
        run = forward.typed(signature_of("void", FORWARD, X.dtype))
        _run(
            run,
            forward.plain,
            (self.theta, sizes, work, n),
            [self.slots[s] for s in FORWARD.split()[4:]],
        )
        return inputs_of.plain(work, sizes, n, len(sizes) - 1).copy()

    def predict(self, X):
        """The most probable label of each row, (n,)."""
        return self.predict_proba(X).argmax(axis=1)

    def accuracy(self, X, y):
        """The share of rows of X whose label in y the network finds."""
        return accuracy(np.asarray(y), self.predict(X))


def train(
    X, y, sizes, rng, *, epochs=30, batch_size=32, lr=0.1, validation=None, progress=False, dtype=np.float32,
    affine=affine_forward, affine_backward=affine_backward, activation=relu, activation_backward=relu_backward,
    output=softmax, loss=softmax_cross_entropy, loss_grad=minus_targets, step=gd_step,
):  # fmt: skip
    """Train a dense network of the widths `sizes` on X (n, sizes[0]) and labels y (n,), by minibatch descent.

    Every function that the network is made of can be replaced by your own, in plain Python with the book's
    parameters: `affine(X, W, b)`, `affine_backward(dout, X, W)`, `activation(z)`, `activation_backward(dout, a)`,
    `output(Z)`, `loss(Z, y)`, `loss_grad(P, y)` (the gradient at the last sums Z, from the output P), and
    `step(params, grads, lr)`. They are compiled in and are what runs; the loop itself is not compiled again.
    `validation` is a pair (X, y) whose accuracy is noted after every epoch; `progress` shows a bar.
    Raises ValueError or TypeError for data that do not fit, PluginError for a function that does not.
    """
    sizes, dtype = [positive_int("a layer's width", size) for size in sizes], np.dtype(dtype)
    if dtype not in (np.float32, np.float64):
        raise TypeError(f"dtype is {dtype}; wanted float32 or float64")
    if len(sizes) < 2:
        raise ValueError(
            f"sizes is {sizes}; wanted at least an input and an output width, such as [64, 10]"
        )
    generator("rng", rng)
    epochs, batch_size = positive_int("epochs", epochs), positive_int("batch_size", batch_size)
    lr = positive_number("lr", lr)
    X, y = _examples("X", X, "y", y, sizes, dtype)
    if validation is not None:
        validation = _examples(
            "validation X", validation[0], "validation y", validation[1], sizes, dtype
        )
    given = locals()
    slots = {role: plug(role, given[role], dtype) for role in SLOTS}
    network = Trained(initial_theta(sizes, rng, dtype), sizes, slots)
    _epochs(network, X, y, rng, epochs, min(batch_size, len(X)), lr, validation, progress)
    return network


def _examples(X_name, X, y_name, y, sizes, dtype):
    X = _features(X_name, X, sizes, dtype)
    not_empty(X_name, X)
    all_finite(X_name, X)
    return X, as_labels(y_name, y, len(X), sizes[-1])


def _features(name, X, sizes, dtype):
    X = as_floats(name, X, 2)
    if X.shape[1] != sizes[0]:
        raise ValueError(
            f"{name} has {X.shape[1]} features per row, but the network has {sizes[0]} inputs"
        )
    with np.errstate(over="ignore"):  # too large for float32: inf, and `all_finite` says where
        return np.require(X, dtype, "CW")


def _epochs(network, X, y, rng, epochs, batch_size, lr, validation, progress):
    from tqdm.auto import trange

    sizes = np.array(network.sizes)
    work, back = (work_vector(network.sizes, batch_size, X.dtype) for _ in range(2))
    grad, targets = (
        np.zeros(count_parameters(network.sizes), X.dtype),
        np.zeros(batch_size, np.int64),
    )
    if not epoch.is_cached():
        print("nnlib: compiling the training loop, once on this machine (about ten seconds) ...")
    run = epoch.typed(signature_of("F8", EPOCH, X.dtype))
    for _ in trange(epochs, disable=not progress, unit="epoch"):
        order = rng.permutation(len(X))
        state = (network.theta, grad, sizes, X, y, order, batch_size, lr, work, back, targets)
        network.history["loss"].append(float(_run(run, epoch.plain, state, network.slots.values())))
        if validation is not None:
            network.history.setdefault("accuracy", []).append(network.accuracy(*validation))


def _run(compiled, plain, state, plugged):
    """Run compiled; where a learner's function fails, play it again in plain Python, whose error names the line."""
    plugged = list(plugged)
    if compiler() is not None:
        theta = state[0].copy()
        try:
            return compiled(*state, *(p.compiled for p in plugged))
        except Exception:
            if not any(p.is_learners for p in plugged):
                raise
        state[0][:] = theta
    with quiet(), np.errstate(all="ignore"):
        return plain(*state, *(p.plain for p in plugged))


def warm():
    """Compile everything that training needs, for float32 and float64, and keep it on disk: seconds once, then none."""
    for dtype in (np.float32, np.float64):
        network = train(
            np.eye(3), [0, 1, 0], [3, 2, 2], np.random.default_rng(0), epochs=1, dtype=dtype
        )
        network.predict(np.eye(3))
        for shape in [(1, 1), (1,)]:  # what carries a learner's result into its slot
            copy(np.zeros(shape), np.zeros(shape, dtype))
            copy(np.zeros(shape, np.float32), np.zeros(shape, dtype))
