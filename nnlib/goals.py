"""Goals: what a model is trained for and judged by: losses by name or as one's own pair, and metrics."""

from dataclasses import replace

import numpy as np

from nnlib import losses, slots
from nnlib.feeding import example_weights
from nnlib.losses import mae, mse
from nnlib.metrics import accuracy, predict_classes
from nnlib.network import IDENTITY, OWN, activate
from nnlib.plugin import PluginError
from nnlib.regularization import l2_penalty

OF_LOGITS = {  # losses of the book that take logits: what the last layer may be besides the identity
    "softmax_cross_entropy": "softmax",
    "bce_with_logits": "sigmoid",
    "multilabel_bce": "sigmoid",
}
AT_LOGITS = (1, 1, 1)  # the loss and its gradient look at the logits


def loss_of(loss):
    """The loss's name, or one's own pair (loss, its gradient)."""
    if isinstance(loss, str):
        return slots.LOSS_NAMES[slots.nearest("loss", loss, slots.LOSS_NAMES)]
    name = getattr(loss, "__name__", "")
    if callable(loss) and getattr(losses, name, None) is loss and hasattr(losses, f"{name}_grad"):
        loss = (loss, getattr(losses, f"{name}_grad"))
    if callable(loss):
        raise PluginError(f"{name} needs its gradient too: loss=({name}, its gradient)")
    if not isinstance(loss, (tuple, list)) or len(loss) != 2 or not all(map(callable, loss)):
        raise TypeError(f"loss is {loss!r}; wanted a name or a pair (loss, loss_grad) of functions")
    return tuple(loss)


def last_activation(model):
    """The name of the last activation of the library, None for one's own."""
    pair = model.plan.pairs[-1]
    return None if isinstance(pair, tuple) else slots.ACTIVATIONS[pair]


def looks_like_labels(y, n_outputs):
    """Whether the y of one's own loss are labels: one whole number per row, and several outputs."""
    return n_outputs > 1 and y.dtype.kind in "iu" and y.ndim > 0 and y.size == len(y)


def objective(model):
    """The model's loss as the training loop takes it. Raises ValueError where the last layer does not go with it."""
    if model.loss_name:
        return slots.objective(model.loss, last_activation(model), model.dtype)
    value, slope = model.loss
    name, last = value.__name__, last_activation(model)
    if name in OF_LOGITS and last not in (OF_LOGITS[name], "identity", None):
        raise ValueError(
            f"{name} goes with {OF_LOGITS[name]} or no activation in the last layer; given {last}"
        )
    kind = "labels" if model.wants_labels else "one" if name == "bce_with_logits" else "values"
    goal = slots.objective(value, None, model.dtype, slope, kind)
    return replace(goal, head=AT_LOGITS) if name in OF_LOGITS else goal


def weights(class_weight, sample_weight, Y, model):
    """One weight per example, or None. A loss of one's own gives one number for a batch: nothing there can be weighed.

    Raises ValueError for weights beside such a loss, which would train on the weights and report a loss without them.
    """
    found = example_weights(class_weight, sample_weight, Y, model)
    if found is not None and model.objective.loss.is_learners:
        raise ValueError(
            f"weights of examples, with the loss {model.objective.loss.name} of your own: it gives one number "
            "for the whole batch, so no example's share can be weighed. Take a loss of the library, or put the "
            "weights into yours"
        )
    return found


# --- How good a model is --------------------------------------------------------------------------------------------


def score(model, X, Y, weights=None):
    """The loss on rows X and targets Y, penalties included, and the metrics, as a dict."""
    Z, P = last_sums(model, X)
    each = np.empty(len(X), model.dtype)
    model.objective.loss.compiled(Z if model.objective.head[0] else P, Y, each)
    mean = np.mean(each if weights is None else each * weights, dtype=np.float64)
    mean += sum(l2_penalty([layer.views()[0]], layer.l2)[0] for layer in model.dense if layer.l2)
    return {"loss": float(mean)} | measure(model, X, Y, P)


def last_sums(model, X):
    """The last layer's sums z, and what its activation makes of them."""
    network = model.network
    kind, open_end = network.kinds[-1], network.kinds.copy()
    open_end[-1] = IDENTITY
    Z = replace(network, kinds=open_end).outputs(X)
    P = np.empty_like(Z)
    if kind < OWN:
        activate(kind, network.alphas[-1], Z, P)
    else:
        network.slots["output"].compiled(kind, Z, P)
    return Z, P


def measure(model, X, Y, P=None):
    """The metrics on rows X and targets Y, as a dict; P is the output, where it is known."""
    if not model.metrics:
        return {}
    P = model.network.outputs(X) if P is None else P
    return {name: _metric(metric, Y, P, model) for name, metric in model.metrics.items()}


def metric_name(metric):
    """What the history calls a metric."""
    if callable(metric):
        return getattr(metric, "__name__", str(metric))
    return slots.nearest("metric", metric, METRICS)


def _metric(metric, Y, P, model):
    if isinstance(metric, str):
        return METRICS[metric](Y, P, model)
    y = Y[:, 0].astype(np.int64) if model.wants_labels else Y
    return float(metric(y, P))


def hits(Y, P, model):
    """The share of right answers: labels found, or, where labels do not exclude each other, bits found."""
    if Y.shape[1] == 1 and not model.wants_labels and not ((Y == 0) | (Y == 1)).all():
        raise ValueError(
            "accuracy counts right classes, but y holds other numbers; for those watch mae or mse"
        )
    if model.wants_labels or P.shape[1] == 1:
        return accuracy(Y[:, 0].astype(np.int64), predict_classes(P))
    if model.loss_name != "binary_crossentropy" and (Y.sum(axis=1) == 1).all():
        return accuracy(Y.argmax(axis=1), P.argmax(axis=1))
    return float(np.mean((P > 0.5) == (Y > 0.5)))


METRICS = dict.fromkeys(
    ("accuracy", "acc", "sparse_categorical_accuracy", "categorical_accuracy", "binary_accuracy"),
    hits,
)
METRICS |= dict.fromkeys(("mse", "mean_squared_error"), lambda Y, P, model: mse(P, Y))
METRICS |= dict.fromkeys(("mae", "mean_absolute_error"), lambda Y, P, model: mae(P, Y))
