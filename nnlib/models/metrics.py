"""Metrics: what a model is judged by beside its loss, by name or as one's own function."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from nnlib import hinges, special_losses
from nnlib.core.words import tr
from nnlib.engine import slots
from nnlib.losses import mae, mse
from nnlib.metrics import accuracy, predict_classes

if TYPE_CHECKING:
    from nnlib.models.sequential import Sequential

Metric = str | Callable[[np.ndarray, np.ndarray], Any]
tr("A metric: its name, or a function (y, output) that gives a number.")


class Measure(str):
    """A metric by name, which goes wherever a name goes, and the name that the history calls it.

    >>> Measure("binary_accuracy", "acc").shown
    'acc'
    """

    shown: str

    def __new__(cls, name: str, shown: str | None = None) -> "Measure":
        measure = super().__new__(cls, name)
        measure.shown = shown or name.removesuffix("_pr")
        return measure


CLASSES = {  # a metric by the name of Keras's class
    "AUC": "auc",
    "Precision": "precision",
    "Recall": "recall",
    "RootMeanSquaredError": "root_mean_squared_error",
    "MSE": "mse",
    "MAE": "mae",
}


def measure(
    model: "Sequential", X: np.ndarray, Y: np.ndarray, P: np.ndarray | None = None
) -> dict[str, float]:
    """The metrics on rows X and targets Y, as a dict; P is the output, where it is known.

    >>> from nnlib import Dense, Input, Sequential
    >>> model = Sequential([Input([1]), Dense(1)], rng=0)
    >>> model.compile("sgd", "mse", ["mae"])
    >>> measure(model, np.zeros((1, 1), np.float32), np.ones((1, 1), np.float32))
    {'mae': 1.0}
    """
    if not model.metrics:
        return {}
    P = model.network.outputs(X) if P is None else P
    return {name: _metric(metric, Y, P, model) for name, metric in model.metrics.items()}


def metric_name(metric: Metric) -> str:
    """What the history calls a metric. Raises ValueError for an unknown name.

    >>> metric_name("accuracy"), metric_name(mse)
    ('accuracy', 'mse')
    """
    if isinstance(metric, Measure):
        return metric.shown
    if callable(metric):
        return getattr(metric, "__name__", str(metric))
    known = CLASSES.get(metric, metric) if isinstance(metric, str) else metric
    return slots.nearest("metric", known, METRICS)


def named(given: Metric | Sequence[Metric] | None) -> dict[str, Metric]:
    """The metrics under the names that the history calls them; the second of a name becomes name_1.

    >>> list(named(["mse", lambda y, P: 0.0, lambda y, P: 1.0]))
    ['mse', '<lambda>', '<lambda>_1']
    """
    found = {}
    for metric in [given] if isinstance(given, str) or callable(given) else given or ():
        name = metric_name(metric)
        if isinstance(metric, str) and not isinstance(metric, Measure):
            metric = CLASSES.get(metric, metric)
        same = sum(other is not metric and metric_name(other) == name for other in found.values())
        found[f"{name}_{same}" if same else name] = metric
    return found


def _metric(metric: Metric, Y: np.ndarray, P: np.ndarray, model: "Sequential") -> float:
    if isinstance(metric, str):
        return METRICS[metric](Y, P, model)
    y = Y[:, 0].astype(np.int64) if model.wants_labels else Y
    return float(metric(y, P))


def hits(Y: np.ndarray, P: np.ndarray, model: "Sequential") -> float:
    """The share of right answers: labels found, or, where labels do not exclude each other, bits found.

    Where the loss takes logits, so does this: a bit is 1 above logit 0, which is probability 1/2; and where it is a
    hinge, outputs and targets say sides of 0. Raises ValueError for targets that are no classes.

    >>> from nnlib import Dense, Input, Sequential
    >>> model = Sequential([Input([1]), Dense(1, "sigmoid")], rng=0)
    >>> hits(np.array([[1.0], [0.0]]), np.array([[0.8], [0.7]]), model)
    0.5
    """
    if model.loss_name in slots.SIDES:  # of -1 and 1, or 0 and 1
        return float(np.mean((P > 0) == (Y > 0)))
    if Y.shape[1] == 1 and not model.wants_labels and not ((Y == 0) | (Y == 1)).all():
        raise ValueError(
            tr(
                "accuracy counts right classes, but y holds other numbers; for those watch mae or mse"
            )
        )
    if model.takes_logits and P.shape[1] == 1:
        return float(np.mean((P > 0) == (Y > 0.5)))
    if model.wants_labels or P.shape[1] == 1:
        return accuracy(Y[:, 0].astype(np.int64), predict_classes(P))
    if model.loss_name != "binary_crossentropy" and (Y.sum(axis=1) == 1).all():
        return accuracy(Y.argmax(axis=1), P.argmax(axis=1))
    return float(np.mean((P > (0 if model.takes_logits else 0.5)) == (Y > 0.5)))


METRICS = dict.fromkeys(
    ("accuracy", "acc", "sparse_categorical_accuracy", "categorical_accuracy", "binary_accuracy"),
    hits,
)
METRICS |= dict.fromkeys(("mse", "mean_squared_error"), lambda Y, P, model: mse(P, Y))
METRICS |= dict.fromkeys(("mae", "mean_absolute_error"), lambda Y, P, model: mae(P, Y))


def positives(Y: np.ndarray, P: np.ndarray, model: "Sequential") -> tuple[int, int, int]:
    """How many yes there are, how many the model says, and how many of those are right.

    Raises ValueError for targets that are no yes and no.

    >>> from nnlib import Dense, Input, Sequential
    >>> model = Sequential([Input([1]), Dense(1, "sigmoid")], rng=0)
    >>> positives(np.array([[1.0], [0.0], [1.0]]), np.array([[0.8], [0.7], [0.2]]), model)
    (2, 2, 1)
    """
    if (model.wants_labels and P.shape[1] > 1) or not ((Y == 0) | (Y == 1)).all():
        raise ValueError(tr("precision, recall and auc want targets of 0 and 1; y holds others"))
    said, true = P > (0 if model.takes_logits else 0.5), Y > 0.5
    return int(true.sum()), int(said.sum()), int((said & true).sum())


def _precision(Y: np.ndarray, P: np.ndarray, model: "Sequential") -> float:
    _, said, right = positives(Y, P, model)
    return right / said if said else 0.0


def _recall(Y: np.ndarray, P: np.ndarray, model: "Sequential") -> float:
    true, _, right = positives(Y, P, model)
    return right / true if true else 0.0


def _area(curve: str) -> Callable[[np.ndarray, np.ndarray, "Sequential"], float]:
    """The area under the ROC curve, or under precision over recall; 0 where there is one class alone."""

    def area(Y: np.ndarray, P: np.ndarray, model: "Sequential") -> float:
        from sklearn.metrics import average_precision_score, roc_auc_score

        true, _, _ = positives(Y, P, model)
        if true in (0, Y.size):
            return 0.0
        score = roc_auc_score if curve == "ROC" else average_precision_score
        return float(score(Y.ravel() > 0.5, P.ravel()))

    return area


def _count(said: bool, true: bool) -> Callable[[np.ndarray, np.ndarray, "Sequential"], float]:
    """How many answers are `said` where the target is `true`."""

    def count(Y: np.ndarray, P: np.ndarray, model: "Sequential") -> float:
        n_true, n_said, right = positives(Y, P, model)
        of_true = right if said else n_true - right
        of_false = n_said - right if said else Y.size - n_true - (n_said - right)
        return float(of_true if true else of_false)

    return count


def _r2(Y: np.ndarray, P: np.ndarray, model: "Sequential") -> float:
    """The share of the variance that is explained, the mean over the outputs; 0 where there is none to explain."""
    mse(P, Y)  # raises where their shapes differ
    spread = np.mean((Y - Y.mean(axis=0)) ** 2, axis=0, dtype=np.float64)
    missed = np.mean((Y - P) ** 2, axis=0, dtype=np.float64)
    return float(np.mean(np.where(spread > 0, 1 - missed / np.maximum(spread, 1e-30), 0.0)))


def _cross_entropy(Y: np.ndarray, P: np.ndarray, model: "Sequential") -> float:
    """The mean of -log of what the right class got, held above 1e-7 as Keras does; rows of shares, or labels."""
    log_P = np.log(np.clip(P, 1e-7, 1 - 1e-7))
    if model.takes_logits:
        log_P = P - np.logaddexp.reduce(P, axis=1, keepdims=True)
    if model.wants_labels:
        return float(-np.mean(np.take_along_axis(log_P, Y.astype(np.int64), axis=1)))
    mse(P, Y)  # raises where their shapes differ
    return float(-np.mean(np.sum(Y * log_P, axis=1)))


def _binary_cross_entropy(Y: np.ndarray, P: np.ndarray, model: "Sequential") -> float:
    """The mean of -log of what the right bit got, over rows and outputs."""
    mse(P, Y)  # raises where their shapes differ
    if model.takes_logits:
        return float(np.mean(np.logaddexp(0, P) - Y * P))
    P = np.clip(P, 1e-7, 1 - 1e-7)
    return float(-np.mean(Y * np.log(P) + (1 - Y) * np.log1p(-P)))


METRICS |= dict.fromkeys(
    ("categorical_crossentropy", "sparse_categorical_crossentropy"), _cross_entropy
)
METRICS |= {
    "binary_crossentropy": _binary_cross_entropy,
    "true_positives": _count(True, True),
    "false_positives": _count(True, False),
    "true_negatives": _count(False, False),
    "false_negatives": _count(False, True),
    "r2_score": _r2,
}
METRICS |= {"precision": _precision, "recall": _recall, "auc": _area("ROC"), "auc_pr": _area("PR")}
METRICS |= dict.fromkeys(
    ("root_mean_squared_error", "rmse"), lambda Y, P, model: float(np.sqrt(mse(P, Y)))
)
for _name, _loss in {  # measured as the losses of these names are
    "mean_absolute_percentage_error": special_losses.mape,
    "mape": special_losses.mape,
    "mean_squared_logarithmic_error": special_losses.msle,
    "msle": special_losses.msle,
    "poisson": special_losses.poisson_loss,
    "kl_divergence": special_losses.kl_divergence,
    "kld": special_losses.kl_divergence,
    "log_cosh": special_losses.log_cosh,
    "logcosh": special_losses.log_cosh,
    "hinge": hinges.hinge,
    "squared_hinge": hinges.squared_hinge,
    "categorical_hinge": hinges.categorical_hinge,
}.items():
    METRICS[_name] = lambda Y, P, model, _loss=_loss: _loss(P, Y)
METRICS["cosine_similarity"] = lambda Y, P, model: -special_losses.cosine_loss(P, Y)
HIGHER = (
    "precision",
    "recall",
    "auc",
    "r2_score",
    "true_positives",
    "true_negatives",
    "cosine_similarity",
)  # the higher, the better; accuracies too
