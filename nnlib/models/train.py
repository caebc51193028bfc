"""train: one kind of network, a classifier, from data to predictions in one call."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from nnlib.activations import relu, relu_backward, softmax, softmax_backward
from nnlib.core.arguments import (
    all_finite,
    as_array,
    as_floats,
    as_labels,
    float_type,
    for_the_loop,
    generator,
    not_empty,
    pair,
    positive_int,
    positive_number,
    widths,
)
from nnlib.core.kernel import compiler
from nnlib.core.words import tr
from nnlib.engine.network import Network, dense_network, initial_theta
from nnlib.engine.plugin import plug
from nnlib.engine.slots import (
    AT_LOGITS,
    AT_SUMS,
    Objective,
    backward_of,
    number_or_pair,
    optimizer,
)
from nnlib.engine.training import Trainer, epochs_bar
from nnlib.layers import affine_backward, affine_forward
from nnlib.losses import minus_targets, softmax_cross_entropy
from nnlib.metrics import accuracy
from nnlib.optimizers import gd_step


@dataclass
class Trained:
    """A trained classifier: the network, and its history, one entry per epoch. See `train` for an example.

    >>> Trained(None).history
    {'loss': []}
    """

    network: Network
    history: dict[str, list[float]] = field(default_factory=lambda: {"loss": []})

    @property
    def theta(self) -> np.ndarray:
        """The network's parameters in one flat vector."""
        return self.network.theta

    @property
    def sizes(self) -> list[int]:
        """The widths of the network, from its input to its output."""
        return self.network.sizes

    def predict_proba(self, X: ArrayLike) -> np.ndarray:
        """The network's output (n, n_classes) for X (n, n_features): probabilities where the output is softmax."""
        return self.network.outputs(_features("X", X, self.network.sizes, self.theta.dtype))

    def predict(self, X: ArrayLike) -> np.ndarray:
        """The most probable label of each row, (n,)."""
        return self.predict_proba(X).argmax(axis=1)

    def accuracy(self, X: ArrayLike, y: ArrayLike) -> float:
        """The share of rows of X whose label in y the network finds."""
        return accuracy(as_array("y", y), self.predict(X))


def train(
    X: ArrayLike, y: ArrayLike, sizes: Sequence[int], rng: np.random.Generator, *, epochs: int = 30,
    batch_size: int = 32, lr: float = 0.1, validation: tuple | None = None, progress: bool = False,
    dtype: DTypeLike = np.float32,
    affine: Callable = affine_forward, affine_backward: Callable = affine_backward,
    activation: Callable | str = relu, activation_backward: Callable | None = None, output: Callable | str = softmax,
    loss: Callable = softmax_cross_entropy, loss_grad: Callable | None = None, step: Callable = gd_step,
    initializer: Callable | str = "he",
) -> Trained:  # fmt: skip
    """Train a dense classifier of the widths `sizes` on X (n, sizes[0]) and labels y (n,), by minibatch descent.

    Every function that the network is made of can be replaced by your own, in plain Python with the book's
    parameters: `affine(X, W, b)`, `affine_backward(dout, X, W)`, `activation(z)`, `activation_backward(dout, a)`,
    `output(Z)`, `loss(Z, y)`, `loss_grad(Z, y)` and `step(params, grads, lr)`. They are compiled in and are what runs;
    the loop itself is not compiled again. A hidden activation of yours without its backward goes with ReLU's.
    `initializer` is "he", "xavier", "zeros", or a function (n_in, n_out, rng) that draws the first weights of a layer.
    Without `loss_grad`, the gradient at the last sums is (P - onehot(y)) / n, with P from `output`.
    `validation` is a pair (X, y) whose accuracy is noted after every epoch; `progress` shows a bar.
    Returns a `Trained`, with `predict`, `accuracy` and the `history` of the loss.
    Raises ValueError or TypeError for data that do not fit, PluginError for a function that does not.

    >>> X, y = np.array([[0.0], [1.0], [2.0], [3.0]]), [0, 0, 1, 1]
    >>> network = train(X, y, [1, 8, 2], np.random.default_rng(0), epochs=50)
    >>> network.predict([[0.0], [3.0]]).tolist(), len(network.history["loss"])
    ([0, 1], 50)
    """
    dtype = float_type(dtype)
    sizes = _sizes(sizes)
    generator("rng", rng)
    epochs, batch_size = positive_int("epochs", epochs), positive_int("batch_size", batch_size)
    lr = positive_number("lr", lr)
    X, y = _examples("X", X, "y", y, sizes, dtype)
    if validation is not None:
        rows, labels = pair("validation", validation)
        validation = _examples("validation X", rows, tr("validation y"), labels, sizes, dtype)
    activations = _activations(activation, activation_backward, output, len(sizes) - 1)
    theta = initial_theta(sizes, rng, dtype, initializer)
    network = dense_network(
        sizes, activations, theta, affine=affine, affine_backward=affine_backward
    )
    goal = _objective(loss, loss_grad, dtype)
    trainer = Trainer(network, goal, optimizer("sgd", dtype, step=step), min(batch_size, len(X)), 1)
    trained = Trained(network)
    for _ in epochs_bar(epochs, progress):
        trained.history["loss"].append(trainer.epoch(X, y, rng, lr))
        if validation is not None:
            found = trained.accuracy(validation[0], validation[1][:, 0])
            trained.history.setdefault("accuracy", []).append(found)
    return trained


def warm() -> None:
    """Compile everything that training needs, for float32 and float64, and keep it on disk: seconds once, then none.

    The two are compiled side by side, each in a process of its own.

    >>> warm()
    """
    other = None
    if compiler() is not None:
        paths = os.pathsep.join(path for path in sys.path if path)
        code = "from nnlib.models.train import warm_for; warm_for('float64')"
        other = subprocess.Popen(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONPATH": paths},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    warm_for("float32")
    if other is None or other.wait() != 0:
        warm_for("float64")


def warm_for(dtype: DTypeLike) -> None:
    """Compile what training needs for one dtype: the usual activations, and all of them.

    >>> warm_for("float32")
    """
    X, y = np.eye(3), [0, 1, 0]
    for activation in ("relu", "elu"):
        rng, held_out = np.random.default_rng(0), (X, y)
        train(
            X, y, [3, 2, 2], rng, epochs=1, dtype=dtype, activation=activation, validation=held_out
        )


def _activations(activation, backward, output, n_layers):
    """What stands for each layer's activation: one for all hidden layers, and the output's."""
    hidden = number_or_pair(activation, backward or backward_of(activation) or relu_backward)
    last = number_or_pair(output, backward_of(output) or softmax_backward)
    return [hidden] * (n_layers - 1) + [last]


def _objective(loss, grad, dtype):
    """A loss of labels at the logits; without its gradient, that of softmax and cross entropy, from the output."""
    plugged = (
        plug("loss of labels", loss, dtype),
        plug("loss_grad of labels", grad or minus_targets, dtype),
    )
    return Objective(*plugged, AT_SUMS if grad is None else AT_LOGITS)


# --- What comes from outside ------------------------------------------------------------------------------------------


def _sizes(sizes):
    sizes = widths(sizes)
    if len(sizes) < 2:
        raise ValueError(
            tr(
                "sizes is {sizes}; wanted at least an input and an output width, such as [64, 10]",
                sizes=sizes,
            )
        )
    return sizes


def _examples(X_name, X, y_name, y, sizes, dtype):
    """X (n, sizes[0]) and the labels y as a column (n, 1), both of this dtype, checked."""
    X = _features(X_name, X, sizes, dtype)
    not_empty(X_name, X)
    all_finite(X_name, X)
    return X, as_labels(y_name, y, len(X), sizes[-1]).astype(dtype)[:, None]


def _features(name, X, sizes, dtype):
    """X (n, sizes[0]) of this dtype, as the loop wants it."""
    X = as_floats(name, X, 2)
    if X.shape[1] != sizes[0]:
        raise ValueError(
            tr(
                "{name} has {value} features per row, but the network has {size} inputs",
                name=name,
                value=X.shape[1],
                size=sizes[0],
            )
        )
    return for_the_loop(X, dtype)
