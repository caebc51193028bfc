"""Training: the one loop, epochs over minibatches. Chapters, `train`, `Sequential` and the estimators go through it."""

from typing import NamedTuple

import numpy as np

from nnlib.core.arguments import has_shape, within
from nnlib.core.kernel import inlined, kernel
from nnlib.core.signatures import Integers, Matrix, Vector
from nnlib.core.views import borrowed, view
from nnlib.core.words import tr
from nnlib.engine.activate import OWN
from nnlib.engine.network import (
    Buffers,
    Params,
    add_penalties,
    backward,
    forward,
    outputs_of,
    penalty_of,
    sums_of,
    work_vector,
)
from nnlib.engine.roles import Functions
from nnlib.engine.runs import run_slots


class Data(NamedTuple):
    """The examples, and how an epoch goes through them: `order` has the rows, `masks` dropout's factors for each.

    Empty `weights` or `masks` are not in use.
    """

    X: Matrix
    Y: Matrix
    weights: Vector
    masks: Matrix
    order: Integers
    batch_size: int


@kernel
def epoch(
    params: Params, sizes: Integers, data: Data, buffers: Buffers, functions: Functions
) -> float:
    """One pass over the rows in `order`, a minibatch at a time: forward, loss, backward, step. Gives the loss's sum."""
    params, sizes, data, buffers, functions = borrowed((params, sizes, data, buffers, functions))
    theta, grad, t, total = params.theta, params.grad, params.t, 0.0
    for start in range(0, data.order.shape[0], data.batch_size):
        n = min(data.batch_size, data.order.shape[0] - start)
        rows = view(data.order, start, n)
        mask = data.masks[start : start + n] if data.masks.shape[0] > 0 else data.masks
        y = view(buffers.targets, 0, n, data.Y.shape[1])
        gather(data.X, rows, outputs_of(buffers.work, sizes, n, 0))
        gather(data.Y, rows, y)
        forward(theta, sizes, buffers, n, mask, functions)
        total += loss_and_slope(y, sizes, buffers, data.weights, rows, functions)
        total += n * penalty_of(theta, sizes, params.l1, params.l2)
        if params.rates.shape[0] > 0:
            params.hyper[0] = params.rates[start // data.batch_size]
        backward(params, sizes, buffers, n, mask, functions)
        t += 1
        if not params.at_once:
            add_penalties(theta, grad, sizes, params.l1, params.l2)
            functions.step(theta, grad, params.memory, params.hyper, t)
    return total


@inlined
def loss_and_slope(y, sizes, buffers, weights, rows, functions):
    """The sum of the losses of these rows; their gradient at the last sums z goes into `back`."""
    n, last, head = rows.shape[0], sizes.shape[0] - 1, functions.head
    z, a = sums_of(buffers.work, sizes, n, last), outputs_of(buffers.work, sizes, n, last)
    dz, dout = sums_of(buffers.back, sizes, n, last), outputs_of(buffers.back, sizes, n, last)
    functions.loss(z if head.loss_sees_sums else a, y, view(buffers.each, 0, n))
    slope = dz if head.grad_is_dz else dout
    functions.loss_grad(z if head.grad_sees_sums else a, y, slope)
    weigh(slope, weights, rows)
    if not head.grad_is_dz:  # the way back through the last activation
        kind = functions.kinds[last - 1]
        if kind < OWN:
            functions.activate_backward(kind, functions.alphas[last - 1], dout, z, a, dz)
        else:
            functions.output_backward(kind, dout, a, dz)
    return weighted_sum_of(buffers.each, weights, rows)


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


# --- What the loop is given -------------------------------------------------------------------------------------------


MASKED_ROWS = 4096  # masks are drawn for so many rows at a time
COUNTS = 1_000_000_000  # parameters times rows of one compiled call: nothing interrupts it


class Trainer:
    """The state of one training: the loop's buffers, the optimizer's memory, the number of steps taken."""

    def __init__(self, network, objective, optimizer, batch_size, n_targets, l2=None, l1=None):
        sizes, dtype, size = network.sizes, network.theta.dtype, len(network.theta)
        self.l1, self.l2 = (
            np.asarray([0] * (len(sizes) - 1) if given is None else given, dtype)
            for given in (l1, l2)
        )
        self.network, self.objective, self.optimizer = network, objective, optimizer
        self.batch_size, self.n_targets, self.steps = batch_size, n_targets, 0
        self.grad = np.zeros(size, dtype)
        self.memory = np.full(max(size * optimizer.memories, 1), optimizer.start, dtype)
        # A step of one's own is given its gradient, and so is who wants to see the one of a backward of one's own.
        library = optimizer.descends and not network.slots["affine_backward"].is_learners
        self.at_once = library and not self.l1.any()
        self.has_dropout = any(keep < 1 for keep in network.keeps)
        self.buffers = Buffers(
            work=work_vector(sizes, batch_size, dtype),
            back=work_vector(sizes, batch_size, dtype),
            kept=np.zeros(batch_size * sum(sizes[:-1]) if self.has_dropout else 0, dtype),
            targets=np.zeros(batch_size * n_targets, dtype),
            each=np.zeros(batch_size, dtype),
        )
        self.functions = Functions(
            network.kinds, network.alphas, objective.head, **network.slots, loss=objective.loss,
            loss_grad=objective.grad, step=optimizer.step,
        )  # fmt: skip
        if not epoch.is_cached():
            print(
                tr(
                    "nnlib: compiling the training loop, once on this machine (about ten seconds) ..."
                )
            )
        epoch.typed(dtype)

    def epoch(self, X, Y, rng, lr, weights=None, shuffle=True):
        """One epoch in an order drawn from rng, or in that of the rows; returns the mean loss, penalties included.

        `lr` is the learning rate, or one for each minibatch. Raises ValueError where the data, or the optimizer's
        memory, are not of the network's size.
        """
        theta, order = self.network.theta, rng.permutation(len(X)) if shuffle else np.arange(len(X))
        sizes, size = np.array(self.network.sizes), self.batch_size
        weights = np.zeros(0, theta.dtype) if weights is None else weights
        rates = np.zeros(0) if np.ndim(lr) == 0 else np.asarray(lr, np.float64)
        self._check(X, Y, weights, order, rates)
        hyper = np.array([rates[0] if len(rates) else lr, *self.optimizer.hyper], np.float64)
        total, some = 0.0, self._rows_at_a_time(len(X))
        for start in range(0, len(X), some):
            rows = order[start : start + some]
            masks = self._masks(len(rows), rng)
            now = rates[start // size : (start + some) // size + 1]
            params = Params(
                theta,
                self.grad,
                self.l1,
                self.l2,
                now,
                self.memory,
                hyper,
                self.steps,
                self.at_once,
            )
            data = Data(X, Y, weights, masks, rows, size)
            arguments = params, sizes, data, self.buffers
            total += run_slots(epoch, theta.dtype, arguments, self.functions, (theta, self.memory))
            self.steps += -(-len(rows) // size)
        return float(total / len(X))

    def _check(self, X, Y, weights, order, rates):
        """Compiled code trusts every length and label that it is given, so here they are looked at once."""
        self.network.check()
        sizes, size, n = self.network.sizes, len(self.network.theta), len(X)
        has_shape("l1", self.l1, len(sizes) - 1)
        has_shape("l2", self.l2, len(sizes) - 1)
        has_shape(tr("the rates"), rates, -(-n // self.batch_size) if len(rates) else 0)
        has_shape(tr("the gradient"), self.grad, size)
        has_shape(tr("the optimizer's memory"), self.memory, max(size * self.optimizer.memories, 1))
        has_shape("X", X, n, sizes[0])
        has_shape("Y", Y, n, self.n_targets)
        has_shape("weights", weights, n if len(weights) else 0)
        within(tr("the order"), "row", order, n)
        if self.objective.targets == "labels":
            within("Y", "label", Y, sizes[-1])

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


def epochs_bar(epochs, progress):
    """The numbers of the epochs, under a progress bar where one is wanted."""
    if not progress:  # loading the bars takes longer than a small training
        return Unseen(epochs)
    from tqdm.auto import trange

    return trange(epochs, unit="epoch")


class Unseen:
    """The numbers of the epochs, where no bar is wanted."""

    disable = True

    def __init__(self, epochs):
        self.epochs = epochs

    def __iter__(self):
        return iter(range(self.epochs))

    def close(self):
        """Nothing to close."""
