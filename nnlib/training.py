"""Training: the one loop, epochs over minibatches. Chapters, `Sequential` and the estimators all go through it."""

from dataclasses import dataclass, field

import numpy as np

from nnlib.activations import relu, relu_backward, softmax, softmax_backward
from nnlib.gates import (
    all_finite,
    as_floats,
    as_labels,
    generator,
    not_empty,
    positive_int,
    positive_number,
)
from nnlib.kernel import compiler, kernel, signature_of, view
from nnlib.layers import affine_backward, affine_forward
from nnlib.limits import quiet
from nnlib.losses import minus_targets, softmax_cross_entropy
from nnlib.metrics import accuracy
from nnlib.network import (
    ALPHA,
    OWN,
    activate_backward,
    add_l2,
    backward,
    forward,
    initial_theta,
    outputs_of,
    sums_of,
    work_vector,
)
from nnlib.optimizers import gd_step
from nnlib.plugin import plug
from nnlib.slots import AT_SUMS, Objective, backward_of, number_or_pair, optimizer, plug_activations

SLOTS = (
    "affine", "affine_backward", "activation", "activation_backward", "output", "output_backward",
    "loss", "loss_grad", "step",
)  # fmt: skip
EPOCH = "F1 F1 F1 F81 I I1 I1 F1 F1 I1 F2 F2 F1 I1 I F1 F1 F1 F2 F1 F1 " + " ".join(SLOTS)
FORWARD = "F1 I1 I1 F1 F1 F1 F2 I affine activation output"


@kernel
def epoch(
    theta, grad, memory, hyper, t, sizes, kinds, alphas, l2, head, X, Y, weights, order, batch_size,
    work, back, kept, masks, targets, each,
    affine, affine_backward, activation, activation_backward, output, output_backward, loss, loss_grad, step,
):  # fmt: skip
    """One pass over the rows in `order`, a minibatch at a time: forward, loss, backward, step. Gives the sum of losses.

    head[0] and head[1] say whether the loss and its gradient look at the last layer's sums z (1) or at its output
    (0); head[2], whether that gradient is the one at z already. Empty `weights`, `masks`, `kept`: not in use.
    """
    last, total = sizes.shape[0] - 1, 0.0
    for start in range(0, order.shape[0], batch_size):
        n = min(batch_size, order.shape[0] - start)
        rows = view(order, start, n)
        y = view(targets, 0, n, Y.shape[1])
        gather(X, rows, outputs_of(work, sizes, n, 0))
        gather(Y, rows, y)
        mask = masks[start : start + n] if masks.shape[0] > 0 else masks
        forward(theta, sizes, kinds, alphas, work, kept, mask, n, affine, activation, output)
        z, out = sums_of(work, sizes, n, last), outputs_of(work, sizes, n, last)
        loss(z if head[0] == 1 else out, y, view(each, 0, n))
        total += weighted_sum_of(each, weights, rows)
        dz, dout = sums_of(back, sizes, n, last), outputs_of(back, sizes, n, last)
        seen = z if head[1] == 1 else out
        if head[2] == 1:
            loss_grad(seen, y, dz)
            weigh(dz, weights, rows)
        else:
            loss_grad(seen, y, dout)
            weigh(dout, weights, rows)
            if kinds[last - 1] < OWN:
                activate_backward(kinds[last - 1], alphas[last - 1], dout, out, dz)
            else:
                output_backward(kinds[last - 1], dout, out, dz)
        backward(
            theta,
            grad,
            sizes,
            kinds,
            alphas,
            work,
            back,
            kept,
            mask,
            n,
            affine_backward,
            activation_backward,
        )
        total += n * add_l2(theta, grad, sizes, l2)
        t += 1
        step(theta, grad, memory, hyper, t)
    return total


@kernel
def gather(X, rows, out):
    """out[i] = X[rows[i]]."""
    for i in range(rows.shape[0]):
        row = rows[i]
        for j in range(X.shape[1]):
            out[i, j] = X[row, j]


@kernel
def weighted_sum_of(each, weights, rows):
    """The sum of the examples' losses, each times its weight."""
    total = 0.0
    for i in range(rows.shape[0]):
        total += each[i] * (weights[rows[i]] if weights.shape[0] > 0 else 1)
    return total


@kernel
def weigh(dout, weights, rows):
    """Multiply each row of a gradient by its example's weight. The batch size, not the weights, divides the loss."""
    if weights.shape[0] > 0:
        for i in range(dout.shape[0]):
            for j in range(dout.shape[1]):
                dout[i, j] *= weights[rows[i]]


# --- What the loop is given -----------------------------------------------------------------------------------------


@dataclass
class Network:
    """A dense network: the widths, what each layer does with its sums, the functions in the slots, and theta.

    `kinds` (layers,) numbers the activations, `alphas` (layers,) are their slopes, `keeps` (layers,) the shares of the
    input and of each hidden layer that dropout keeps in training.
    """

    sizes: list[int]
    kinds: np.ndarray
    alphas: np.ndarray
    keeps: list[float]
    slots: dict
    theta: np.ndarray

    def outputs(self, X, chunk=4096):
        """The network's output (n, sizes[-1]) for X (n, sizes[0]); rows in chunks, so that memory stays small."""
        sizes, dtype = np.array(self.sizes), self.theta.dtype
        run = forward.typed(signature_of("void", FORWARD, dtype))
        work, none = work_vector(self.sizes, min(chunk, len(X)), dtype), np.empty((0, 0), dtype)
        out = np.empty((len(X), self.sizes[-1]), dtype)
        for start in range(0, len(X), chunk):
            rows = X[start : start + chunk]
            outputs_of.plain(work, sizes, len(rows), 0)[:] = rows
            state = (
                self.theta,
                sizes,
                self.kinds,
                self.alphas,
                work,
                none.reshape(0),
                none,
                len(rows),
            )
            run_slots(run, forward.plain, state, [self.slots[s] for s in FORWARD.split()[8:]])
            out[start : start + chunk] = outputs_of.plain(work, sizes, len(rows), len(sizes) - 1)
        return out


class Trainer:
    """The state of one training: the loop's buffers, the optimizer's memory, the number of steps taken."""

    def __init__(self, network, objective, optimizer, batch_size, n_targets, l2=None):
        dtype, size = network.theta.dtype, len(network.theta)
        self.network, self.objective, self.optimizer, self.batch_size = (
            network,
            objective,
            optimizer,
            batch_size,
        )
        self.sizes, self.steps = np.array(network.sizes), 0
        self.grad, self.memory = (
            np.zeros(size, dtype),
            np.zeros(max(size * optimizer.memories, 1), dtype),
        )
        self.l2 = np.zeros(len(network.kinds), dtype) if l2 is None else np.asarray(l2, dtype)
        self.work, self.back = (work_vector(network.sizes, batch_size, dtype) for _ in range(2))
        self.targets, self.each = (
            np.zeros(batch_size * n_targets, dtype),
            np.zeros(batch_size, dtype),
        )
        self.has_dropout = any(keep < 1 for keep in network.keeps)
        self.kept = np.zeros(batch_size * sum(network.sizes[:-1]) if self.has_dropout else 0, dtype)
        self.slots = [network.slots[role] for role in SLOTS[:6]] + [
            objective.loss,
            objective.grad,
            optimizer.step,
        ]
        if not epoch.is_cached():
            print(
                "nnlib: compiling the training loop, once on this machine (about ten seconds) ..."
            )
        self.run = epoch.typed(signature_of("F8", EPOCH, dtype))

    def epoch(self, X, Y, rng, lr, weights=None):
        """One epoch in an order drawn from rng, at the learning rate lr; returns the mean loss, penalty included."""
        network, order = self.network, rng.permutation(len(X))
        dtype = network.theta.dtype
        hyper = np.array([lr, *self.optimizer.hyper])
        weights = np.zeros(0, dtype) if weights is None else weights
        total, some = 0.0, self._rows_at_a_time(len(X))
        for start in range(0, len(X), some):
            rows = order[start : start + some]
            state = (
                network.theta, self.grad, self.memory, hyper, self.steps, self.sizes, network.kinds, network.alphas,
                self.l2, np.array(self.objective.head), X, Y, weights, rows, self.batch_size, self.work, self.back,
                self.kept, self._masks(len(rows), rng), self.targets, self.each,
            )  # fmt: skip
            total += run_slots(self.run, epoch.plain, state, self.slots)
            self.steps += -(-len(rows) // self.batch_size)
        return float(total / len(X))

    def _rows_at_a_time(self, n_rows):
        """Whole minibatches, few enough that Ctrl-C is heard within about a tenth of a second, masks fit in memory."""
        most = max(COUNTS // len(self.network.theta), 1)
        if self.has_dropout:
            most = min(most, MASKED_ROWS)
        return min(max(most // self.batch_size, 1) * self.batch_size, n_rows)

    def _masks(self, n_rows, rng):
        """Dropout's masks for n_rows rows: 1 / keep with probability keep, else 0, for the input and hidden units."""
        dtype = self.network.theta.dtype
        if not self.has_dropout:
            return np.zeros((0, 0), dtype)
        keeps = np.repeat(self.network.keeps, self.network.sizes[:-1])
        return ((rng.random((n_rows, len(keeps))) < keeps) / keeps).astype(dtype)


MASKED_ROWS = 4096  # masks are drawn for so many rows at a time
COUNTS = 1_000_000_000  # parameters times rows of one compiled call: nothing interrupts it


def run_slots(compiled, plain, state, plugged):
    """Run compiled; where a learner's function fails, play it again in plain Python, whose error names the line."""
    if compiler() is not None:
        theta, memory = state[0].copy(), state[2].copy()
        try:
            return compiled(*state, *(p.compiled for p in plugged))
        except Exception:
            if not any(p.is_learners for p in plugged):
                raise
        state[0][:], state[2][:] = theta, memory
    with quiet(), np.errstate(all="ignore"):
        return plain(*state, *(p.plain for p in plugged))


# --- The front for one kind of network ------------------------------------------------------------------------------


@dataclass
class Trained:
    """A trained classifier: the network, and its history, one entry per epoch."""

    network: Network
    history: dict[str, list[float]] = field(default_factory=lambda: {"loss": []})

    @property
    def theta(self):
        """The network's parameters in one flat vector."""
        return self.network.theta

    @property
    def sizes(self):
        """The widths of the network, from its input to its output."""
        return self.network.sizes

    def predict_proba(self, X):
        """The network's output (n, n_classes) for X (n, n_features): probabilities where the output is softmax."""
        return self.network.outputs(features("X", X, self.network.sizes, self.theta.dtype))

    def predict(self, X):
        """The most probable label of each row, (n,)."""
        return self.predict_proba(X).argmax(axis=1)

    def accuracy(self, X, y):
        """The share of rows of X whose label in y the network finds."""
        return accuracy(np.asarray(y), self.predict(X))


def train(
    X, y, sizes, rng, *, epochs=30, batch_size=32, lr=0.1, validation=None, progress=False, dtype=np.float32,
    affine=affine_forward, affine_backward=affine_backward, activation=relu, activation_backward=None,
    output=softmax, loss=softmax_cross_entropy, loss_grad=None, step=gd_step,
):  # fmt: skip
    """Train a dense classifier of the widths `sizes` on X (n, sizes[0]) and labels y (n,), by minibatch descent.

    Every function that the network is made of can be replaced by your own, in plain Python with the book's
    parameters: `affine(X, W, b)`, `affine_backward(dout, X, W)`, `activation(z)`, `activation_backward(dout, a)`,
    `output(Z)`, `loss(Z, y)`, `loss_grad(Z, y)` and `step(params, grads, lr)`. They are compiled in and are what runs;
    the loop itself is not compiled again. A hidden activation of yours without its backward goes with ReLU's.
    Without `loss_grad`, the gradient at the last sums is (P - onehot(y)) / n, with P from `output`.
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
    X, y = examples("X", X, "y", y, sizes, dtype)
    if validation is not None:
        validation = examples(
            "validation X", validation[0], "validation y", validation[1], sizes, dtype
        )
    hidden = number_or_pair(
        activation, activation_backward or backward_of(activation) or relu_backward
    )
    last = number_or_pair(output, backward_of(output) or softmax_backward)
    slots = {
        "affine": plug("affine", affine, dtype),
        "affine_backward": plug("affine_backward", affine_backward, dtype),
    }
    kinds, own = plug_activations([hidden] * (len(sizes) - 2) + [last], dtype)
    slots |= own
    network = Network(
        sizes,
        kinds,
        np.full(len(kinds), ALPHA, dtype),
        [1.0] * len(kinds),
        slots,
        initial_theta(sizes, rng, dtype),
    )
    goal = Objective(
        plug("loss of labels", loss, dtype),
        plug("loss_grad of labels", loss_grad or minus_targets, dtype),
        AT_SUMS if loss_grad is None else (1, 1, 1),
    )
    trainer = Trainer(network, goal, optimizer("sgd", dtype, step=step), min(batch_size, len(X)), 1)
    trained = Trained(network)
    for _ in epochs_bar(epochs, progress):
        trained.history["loss"].append(trainer.epoch(X, y, rng, lr))
        if validation is not None:
            trained.history.setdefault("accuracy", []).append(
                trained.accuracy(validation[0], validation[1][:, 0])
            )
    return trained


def epochs_bar(epochs, progress):
    """The numbers of the epochs, under a progress bar where one is wanted."""
    from tqdm.auto import trange

    return trange(epochs, disable=not progress, unit="epoch")


def examples(X_name, X, y_name, y, sizes, dtype):
    """X (n, sizes[0]) and the labels y as a column (n, 1), both of this dtype, checked."""
    X = features(X_name, X, sizes, dtype)
    not_empty(X_name, X)
    all_finite(X_name, X)
    return X, as_labels(y_name, y, len(X), sizes[-1]).astype(dtype)[:, None]


def features(name, X, sizes, dtype):
    """X (n, sizes[0]) of this dtype, contiguous and writable as the loop wants it."""
    X = as_floats(name, X, 2)
    if X.shape[1] != sizes[0]:
        raise ValueError(
            f"{name} has {X.shape[1]} features per row, but the network has {sizes[0]} inputs"
        )
    with np.errstate(over="ignore"):  # too large for float32: inf, and `all_finite` says where
        return np.require(X, dtype, "CW")


def warm():
    """Compile everything that training needs, for float32 and float64, and keep it on disk: seconds once, then none."""
    for dtype in (np.float32, np.float64):
        train(np.eye(3), [0, 1, 0], [3, 2, 2], np.random.default_rng(0), epochs=1, dtype=dtype)
