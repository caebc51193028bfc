"""The losses by the names of Keras's classes and functions; each is a name that `compile` takes, and can be called."""

from typing import TYPE_CHECKING, Any

from nnlib.core.words import tr
from nnlib.keras.missing import only
from nnlib.models.deprecated import spelled
from nnlib.models.goals import Goal

__all__ = [
    "BinaryCrossentropy", "CategoricalCrossentropy", "CategoricalHinge", "CosineSimilarity", "Hinge", "Huber", "KLD",
    "KLDivergence", "LogCosh", "MAE", "MAPE", "MSE", "MSLE", "MeanAbsoluteError", "MeanAbsolutePercentageError",
    "MeanSquaredError", "MeanSquaredLogarithmicError", "Poisson", "SparseCategoricalCrossentropy", "SquaredHinge",
    "binary_crossentropy", "categorical_crossentropy", "categorical_hinge", "cosine_similarity", "hinge", "huber",
    "kl_divergence", "kld", "log_cosh", "logcosh", "mae", "mape", "mean_absolute_error",
    "mean_absolute_percentage_error", "mean_squared_error", "mean_squared_logarithmic_error", "mse", "msle", "poisson",
    "sparse_categorical_crossentropy", "squared_hinge",
]  # fmt: skip
INSTEAD = {
    "BinaryFocalCrossentropy": tr("binary_crossentropy with class_weight in fit"),
    "CategoricalFocalCrossentropy": tr("categorical_crossentropy with class_weight in fit"),
    "CategoricalGeneralizedCrossEntropy": tr("categorical_crossentropy with label_smoothing"),
    "CTC": tr("PyTorch or Keras for sequences"),
    "Circle": tr("a pair (loss, its gradient) of your own"),
    "Dice": tr("a pair (loss, its gradient) of your own"),
    "Tversky": tr("a pair (loss, its gradient) of your own"),
    "Loss": tr("a pair (loss, its gradient) of functions, in compile(loss=...)"),
}
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__, INSTEAD)

mean_squared_error, mean_absolute_error, huber = Goal("mse"), Goal("mae"), Goal("huber")
mse = MSE = mean_squared_error
mae = MAE = mean_absolute_error
binary_crossentropy, categorical_crossentropy = (
    Goal("binary_crossentropy"),
    Goal("categorical_crossentropy"),
)
sparse_categorical_crossentropy = Goal("sparse_categorical_crossentropy")
mape = MAPE = mean_absolute_percentage_error = Goal("mape")
msle = MSLE = mean_squared_logarithmic_error = Goal("msle")
kl_divergence = kld = KLD = Goal("kl_divergence")
log_cosh = logcosh = Goal("log_cosh")
poisson, cosine_similarity = Goal("poisson"), Goal("cosine_similarity")
hinge, squared_hinge = Goal("hinge"), Goal("squared_hinge")
categorical_hinge = Goal("categorical_hinge")
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


@spelled(MEANS)
def MeanAbsolutePercentageError(name: Any = None) -> Goal:
    """The mean absolute error in percent of the targets.

    >>> MeanAbsolutePercentageError()
    'mape'
    """
    return mape


@spelled(MEANS)
def MeanSquaredLogarithmicError(name: Any = None) -> Goal:
    """The mean squared error of log(1 + y).

    >>> MeanSquaredLogarithmicError()
    'msle'
    """
    return msle


@spelled(MEANS)
def LogCosh(name: Any = None) -> Goal:
    """The logarithm of the error's hyperbolic cosine.

    >>> LogCosh()
    'log_cosh'
    """
    return log_cosh


@spelled(MEANS)
def Poisson(name: Any = None) -> Goal:
    """What counts cost under a Poisson distribution whose mean is the output.

    >>> Poisson()
    'poisson'
    """
    return poisson


@spelled(MEANS)
def KLDivergence(name: Any = None) -> Goal:
    """The Kullback-Leibler divergence of the output from rows of shares.

    >>> KLDivergence()
    'kl_divergence'
    """
    return kl_divergence


@spelled(MEANS)
def Hinge(name: Any = None) -> Goal:
    """The hinge, for targets of -1 and 1, or 0 and 1.

    >>> Hinge()
    'hinge'
    """
    return hinge


@spelled(MEANS)
def SquaredHinge(name: Any = None) -> Goal:
    """The squared hinge, for targets of -1 and 1, or 0 and 1.

    >>> SquaredHinge()
    'squared_hinge'
    """
    return squared_hinge


@spelled(MEANS)
def CategoricalHinge(name: Any = None) -> Goal:
    """The hinge of several classes, for one-hot rows.

    >>> CategoricalHinge()
    'categorical_hinge'
    """
    return categorical_hinge


@spelled(MEANS)
def CosineSimilarity(axis: int = -1, name: Any = None) -> Goal:
    """Minus the cosine between each output and its target. Raises ValueError for another axis than the last.

    >>> CosineSimilarity()
    'cosine_similarity'
    """
    if axis not in (-1, 1):
        raise ValueError(tr("axis is {axis!r}; wanted -1: a row is one example", axis=axis))
    return cosine_similarity
