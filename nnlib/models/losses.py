"""Losses: what a model is trained for, by name or as one's own pair, and its value on given rows."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from nnlib import losses
from nnlib.core.words import tr
from nnlib.engine import slots
from nnlib.engine.activate import IDENTITY, OWN
from nnlib.engine.plugin import PluginError
from nnlib.models.goals import Goal
from nnlib.models.inputs import example_weights
from nnlib.models.metrics import measure
from nnlib.regularization import l2_penalty

if TYPE_CHECKING:
    from nnlib.models.sequential import Sequential

Loss = str | Callable | tuple[Callable, Callable]
tr("A loss: its name, a loss of the library, or one's own pair (loss, its gradient).")

OF_LOGITS = {  # losses of the book that take logits: what the last layer may be besides the identity
    "softmax_cross_entropy": "softmax",
    "bce_with_logits": "sigmoid",
    "multilabel_bce": "sigmoid",
}


def loss_of(loss: Loss) -> str | tuple[Callable, Callable]:
    """The loss's name, or one's own pair (loss, its gradient).

    Raises ValueError for an unknown name and for a function without its gradient, TypeError for anything else.

    >>> loss_of("mean_squared_error")
    'mse'
    """
    if isinstance(loss, Goal) and not loss.is_usual:
        return loss
    if isinstance(loss, str):
        return slots.LOSS_NAMES[slots.nearest("loss", loss, slots.LOSS_NAMES)]
    name = getattr(loss, "__name__", "")
    if callable(loss) and getattr(losses, name, None) is loss and hasattr(losses, f"{name}_grad"):
        loss = (loss, getattr(losses, f"{name}_grad"))
    if callable(loss):
        raise PluginError(
            tr("{name} needs its gradient too: loss=({name}, its gradient)", name=name)
        )
    if not isinstance(loss, (tuple, list)) or len(loss) != 2 or not all(map(callable, loss)):
        raise TypeError(
            tr(
                "loss is {loss!r}; wanted a name or a pair (loss, loss_grad) of functions",
                loss=loss,
            )
        )
    return tuple(loss)


def last_activation(model: "Sequential") -> str | None:
    """The name of the last activation of the library, None for one's own.

    >>> from nnlib import Dense, Input, Sequential
    >>> last_activation(Sequential([Input([1]), Dense(2, "softmax")]))
    'softmax'
    """
    pair = model.plan.pairs[-1]
    return None if isinstance(pair, tuple) else slots.ACTIVATIONS[pair]


def looks_like_labels(y: np.ndarray, n_outputs: int) -> bool:
    """Whether the y of one's own loss are labels: one whole number per row, and several outputs.

    >>> looks_like_labels(np.array([0, 2, 1]), 3), looks_like_labels(np.array([0.5, 1.0]), 3)
    (True, False)
    """
    return n_outputs > 1 and y.dtype.kind in "iu" and y.ndim > 0 and y.size == len(y)


def takes_logits(model: "Sequential") -> bool:
    """Whether what the model puts out are logits: its loss takes them, and the last layer has no activation.

    >>> from nnlib import Dense, Input, Sequential, bce_with_logits
    >>> model = Sequential([Input([1]), Dense(1)])
    >>> model.compile("sgd", bce_with_logits)
    >>> takes_logits(model)
    True
    """
    if isinstance(model.loss, Goal):
        return model.loss.from_logits and last_activation(model) == "identity"
    if model.loss_name or model.loss is None:
        return False
    return model.loss[0].__name__ in OF_LOGITS and last_activation(model) == "identity"


def objective(model: "Sequential") -> slots.Objective:
    """The model's loss as the training loop takes it. Raises ValueError where the last layer does not go with it.

    >>> from nnlib import Dense, Input, Sequential
    >>> model = Sequential([Input([1]), Dense(1)])
    >>> model.compile("sgd", "mse")
    >>> objective(model).targets
    'values'
    """
    if isinstance(model.loss, Goal):
        return model.loss.objective(last_activation(model), model.dtype, model.sizes[-1])
    if model.loss_name:
        return slots.objective(model.loss, last_activation(model), model.dtype)
    value, slope = model.loss
    name, last = value.__name__, last_activation(model)
    if name in OF_LOGITS and last not in (OF_LOGITS[name], "identity", None):
        raise ValueError(
            tr(
                "{name} goes with {OF_LOGITS} or no activation in the last layer; given {last}",
                name=name,
                OF_LOGITS=OF_LOGITS[name],
                last=last,
            )
        )
    kind = "labels" if model.wants_labels else "one" if name == "bce_with_logits" else "values"
    found = slots.objective(value, None, model.dtype, slope, kind)
    return replace(found, head=slots.AT_LOGITS) if name in OF_LOGITS else found


def weights(
    class_weight: Any, sample_weight: ArrayLike | None, Y: np.ndarray, model: "Sequential"
) -> np.ndarray | None:
    """One weight per example, or None. A loss of one's own gives one number for a batch: nothing there can be weighed.

    Raises ValueError for weights beside such a loss, which would train on the weights and report a loss without them.

    >>> from nnlib import Dense, Input, Sequential
    >>> weights(None, None, np.zeros((2, 1)), Sequential([Input([2]), Dense(1)])) is None
    True
    """
    found = example_weights(class_weight, sample_weight, Y, model)
    if found is not None and model.objective.loss.is_learners:
        raise ValueError(
            tr(
                "weights of examples, with the loss {name} of your own: it gives one number for the "
                "whole batch, so no example's share can be weighed. Take a loss of the library, or "
                "put the weights into yours",
                name=model.objective.loss.name,
            )
        )
    return found


# --- How good a model is --------------------------------------------------------------------------------------------


def score(
    model: "Sequential", X: np.ndarray, Y: np.ndarray, weights: np.ndarray | None = None
) -> dict[str, float]:
    """The loss on rows X and targets Y, penalties included, and the metrics, as a dict.

    >>> from nnlib import Dense, Input, Sequential
    >>> model = Sequential([Input([1]), Dense(1)], rng=0)
    >>> model.compile("sgd", "mse")
    >>> model.evaluate([[0.0]], [2.0], return_dict=True)
    {'loss': 4.0}
    """
    Z, P = last_sums(model, X)
    each = np.empty(len(X), model.dtype)
    model.objective.loss.compiled(Z if model.objective.head.loss_sees_sums else P, Y, each)
    mean = np.mean(each if weights is None else each * weights, dtype=np.float64)
    for layer in model.dense:
        W = layer.views()[0]
        mean += l2_penalty([W], layer.l2)[0] + layer.l1 * float(np.abs(W).sum() if layer.l1 else 0)
    return {"loss": float(mean)} | measure(model, X, Y, P)


def last_sums(model: "Sequential", X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The last layer's sums z (n, outputs), and what its activation makes of them.

    >>> from nnlib import Dense, Input, Sequential
    >>> model = Sequential([Input([1]), Dense(1, "sigmoid")], rng=0)
    >>> Z, P = last_sums(model, np.zeros((1, 1), np.float32))
    >>> Z.tolist(), P.tolist()
    ([[0.0]], [[0.5]])
    """
    network = model.network
    kind, open_end = network.kinds[-1], network.kinds.copy()
    open_end[-1] = IDENTITY
    Z = replace(network, kinds=open_end).outputs(X)
    P = np.empty_like(Z)
    if kind < OWN:
        network.slots["activate"].compiled(kind, network.alphas[-1], Z, P)
    else:
        network.slots["output"].compiled(kind, Z, P)
    return Z, P
