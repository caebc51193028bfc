"""The losses by the names of Keras's classes and functions; each is a name that `compile` takes, and can be called."""

from typing import TYPE_CHECKING, Any

from nnlib.core.words import tr
from nnlib.keras.missing import only
from nnlib.models.deprecated import spelled
from nnlib.models.goals import Goal

__all__ = [
    "BinaryCrossentropy", "CategoricalCrossentropy", "Huber", "MAE", "MSE", "MeanAbsoluteError", "MeanSquaredError",
    "SparseCategoricalCrossentropy", "binary_crossentropy", "categorical_crossentropy", "huber", "mae",
    "mean_absolute_error", "mean_squared_error", "mse", "sparse_categorical_crossentropy",
]  # fmt: skip
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__)

mean_squared_error, mean_absolute_error, huber = Goal("mse"), Goal("mae"), Goal("huber")
mse = MSE = mean_squared_error
mae = MAE = mean_absolute_error
binary_crossentropy, categorical_crossentropy = (
    Goal("binary_crossentropy"),
    Goal("categorical_crossentropy"),
)
sparse_categorical_crossentropy = Goal("sparse_categorical_crossentropy")
MEANS = {"reduction": tr("losses are means over the batch here")}


@spelled(MEANS)
def SparseCategoricalCrossentropy(from_logits: bool = False, name: Any = None) -> Goal:
    """The cross entropy against labels, of probabilities, or of the logits of a last layer without activation.

    >>> SparseCategoricalCrossentropy()
    'sparse_categorical_crossentropy'
    """
    return Goal("sparse_categorical_crossentropy", from_logits=from_logits)


@spelled(MEANS)
def BinaryCrossentropy(
    from_logits: bool = False, label_smoothing: float = 0.0, name: Any = None
) -> Goal:
    """The binary cross entropy, of probabilities, or of the logits of a last layer without activation.

    Raises ValueError for a label_smoothing outside 0 to 1.

    >>> BinaryCrossentropy()
    'binary_crossentropy'
    """
    return Goal("binary_crossentropy", from_logits=from_logits, label_smoothing=label_smoothing)


@spelled(MEANS)
def CategoricalCrossentropy(
    from_logits: bool = False, label_smoothing: float = 0.0, name: Any = None
) -> Goal:
    """The cross entropy against rows of shares, of probabilities, or of the logits of a last layer without activation.

    Raises ValueError for a label_smoothing outside 0 to 1.

    >>> CategoricalCrossentropy()
    'categorical_crossentropy'
    """
    return Goal(
        "categorical_crossentropy", from_logits=from_logits, label_smoothing=label_smoothing
    )


@spelled(MEANS)
def MeanSquaredError(name: Any = None) -> Goal:
    """The mean squared error.

    >>> MeanSquaredError()
    'mse'
    """
    return mean_squared_error


@spelled(MEANS)
def MeanAbsoluteError(name: Any = None) -> Goal:
    """The mean absolute error.

    >>> MeanAbsoluteError()
    'mae'
    """
    return mean_absolute_error


@spelled(MEANS)
def Huber(delta: float = 1.0, name: Any = None) -> Goal:
    """Huber's loss, with slope delta in its tails. Raises ValueError for a delta that is not above 0.

    >>> Huber(), Huber(2.0).delta
    ('huber', 2.0)
    """
    return Goal("huber", delta=delta)
