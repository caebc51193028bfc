"""The metrics by the names of Keras's classes; each gives the name that `compile` takes."""

from typing import TYPE_CHECKING

from nnlib.core.words import tr
from nnlib.keras.missing import only
from nnlib.models.deprecated import spelled
from nnlib.models.metrics import Measure

__all__ = [
    "AUC", "Accuracy", "BinaryAccuracy", "BinaryCrossentropy", "CategoricalAccuracy", "CategoricalCrossentropy",
    "CategoricalHinge", "CosineSimilarity", "FalseNegatives", "FalsePositives", "Hinge", "KLDivergence",
    "LogCoshError", "MeanAbsoluteError", "MeanAbsolutePercentageError", "MeanSquaredError",
    "MeanSquaredLogarithmicError", "Poisson", "Precision", "R2Score", "Recall", "RootMeanSquaredError",
    "SparseCategoricalAccuracy", "SparseCategoricalCrossentropy", "SquaredHinge", "TrueNegatives", "TruePositives",
    "binary_accuracy", "binary_crossentropy", "categorical_accuracy", "categorical_crossentropy",
    "categorical_hinge", "cosine_similarity", "hinge", "kl_divergence", "mae", "mape", "mean_absolute_error",
    "mean_absolute_percentage_error", "mean_squared_error", "mean_squared_logarithmic_error", "mse", "msle",
    "poisson", "sparse_categorical_accuracy", "sparse_categorical_crossentropy", "squared_hinge",
]  # fmt: skip
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__)


# What Keras also has as functions.
binary_accuracy = Measure("binary_accuracy")
binary_crossentropy = Measure("binary_crossentropy")
categorical_accuracy = Measure("categorical_accuracy")
categorical_crossentropy = Measure("categorical_crossentropy")
cosine_similarity = Measure("cosine_similarity")
hinge = Measure("hinge")
kl_divergence = Measure("kl_divergence")
mean_absolute_error = Measure("mean_absolute_error")
mean_absolute_percentage_error = Measure("mean_absolute_percentage_error")
mean_squared_error = Measure("mean_squared_error")
mean_squared_logarithmic_error = Measure("mean_squared_logarithmic_error")
poisson = Measure("poisson")
sparse_categorical_accuracy = Measure("sparse_categorical_accuracy")
sparse_categorical_crossentropy = Measure("sparse_categorical_crossentropy")
squared_hinge = Measure("squared_hinge")
categorical_hinge = Measure("categorical_hinge")
mae, mape = mean_absolute_error, mean_absolute_percentage_error
mse, msle = mean_squared_error, mean_squared_logarithmic_error


def _half(threshold: float | None) -> None:
    """Raise ValueError for another threshold than 1/2."""
    if threshold not in (None, 0.5):
        raise ValueError(
            tr(
                "the threshold is {threshold!r}; here the answer is yes from 1/2 on. For others "
                "give a function (y, output)",
                threshold=threshold,
            )
        )


@spelled()
def Accuracy(name: str | None = None) -> Measure:
    """The share of right answers.

    >>> Accuracy()
    'accuracy'
    """
    return Measure("accuracy", name)


@spelled()
def BinaryAccuracy(name: str | None = None, *, threshold: float = 0.5) -> Measure:
    """The share of right bits. Raises ValueError for another threshold than 1/2.

    >>> BinaryAccuracy()
    'binary_accuracy'
    """
    _half(threshold)
    return Measure("binary_accuracy", name)


@spelled()
def CategoricalAccuracy(name: str | None = None) -> Measure:
    """The share of right classes, of rows.

    >>> CategoricalAccuracy()
    'categorical_accuracy'
    """
    return Measure("categorical_accuracy", name)


@spelled()
def SparseCategoricalAccuracy(name: str | None = None) -> Measure:
    """The share of right classes, of labels.

    >>> SparseCategoricalAccuracy()
    'sparse_categorical_accuracy'
    """
    return Measure("sparse_categorical_accuracy", name)


@spelled()
def MeanAbsoluteError(name: str | None = None) -> Measure:
    """The mean absolute error.

    >>> MeanAbsoluteError()
    'mean_absolute_error'
    """
    return Measure("mean_absolute_error", name)


@spelled()
def MeanSquaredError(name: str | None = None) -> Measure:
    """The mean squared error.

    >>> MeanSquaredError()
    'mean_squared_error'
    """
    return Measure("mean_squared_error", name)


@spelled()
def RootMeanSquaredError(name: str | None = None) -> Measure:
    """The root of the mean squared error.

    >>> RootMeanSquaredError()
    'root_mean_squared_error'
    """
    return Measure("root_mean_squared_error", name)


@spelled()
def MeanAbsolutePercentageError(name: str | None = None) -> Measure:
    """The mean absolute error in percent of the targets.

    >>> MeanAbsolutePercentageError()
    'mean_absolute_percentage_error'
    """
    return Measure("mean_absolute_percentage_error", name)


@spelled()
def MeanSquaredLogarithmicError(name: str | None = None) -> Measure:
    """The mean squared error of log(1 + y).

    >>> MeanSquaredLogarithmicError()
    'mean_squared_logarithmic_error'
    """
    return Measure("mean_squared_logarithmic_error", name)


@spelled()
def R2Score(name: str | None = None) -> Measure:
    """R squared, the share of the variance that is explained; its mean over several outputs.

    >>> R2Score()
    'r2_score'
    """
    return Measure("r2_score", name)


@spelled()
def BinaryCrossentropy(name: str | None = None) -> Measure:
    """The binary cross entropy.

    >>> BinaryCrossentropy()
    'binary_crossentropy'
    """
    return Measure("binary_crossentropy", name)


@spelled()
def CategoricalCrossentropy(name: str | None = None) -> Measure:
    """The cross entropy against rows of shares.

    >>> CategoricalCrossentropy()
    'categorical_crossentropy'
    """
    return Measure("categorical_crossentropy", name)


@spelled()
def SparseCategoricalCrossentropy(name: str | None = None) -> Measure:
    """The cross entropy against labels.

    >>> SparseCategoricalCrossentropy()
    'sparse_categorical_crossentropy'
    """
    return Measure("sparse_categorical_crossentropy", name)


@spelled()
def Precision(thresholds: float | None = None, name: str | None = None) -> Measure:
    """The share of right ones among the answers that are yes. Raises ValueError for another threshold than 1/2.

    >>> Precision()
    'precision'
    """
    _half(thresholds)
    return Measure("precision", name)


@spelled()
def Recall(thresholds: float | None = None, name: str | None = None) -> Measure:
    """The share of the targets that are yes that is found. Raises ValueError for another threshold than 1/2.

    >>> Recall()
    'recall'
    """
    _half(thresholds)
    return Measure("recall", name)


@spelled()
def TruePositives(thresholds: float | None = None, name: str | None = None) -> Measure:
    """How many answers that are yes are right. Raises ValueError for another threshold than 1/2.

    >>> TruePositives()
    'true_positives'
    """
    _half(thresholds)
    return Measure("true_positives", name)


@spelled()
def FalsePositives(thresholds: float | None = None, name: str | None = None) -> Measure:
    """How many answers that are yes are wrong. Raises ValueError for another threshold than 1/2.

    >>> FalsePositives()
    'false_positives'
    """
    _half(thresholds)
    return Measure("false_positives", name)


@spelled()
def TrueNegatives(thresholds: float | None = None, name: str | None = None) -> Measure:
    """How many answers that are no are right. Raises ValueError for another threshold than 1/2.

    >>> TrueNegatives()
    'true_negatives'
    """
    _half(thresholds)
    return Measure("true_negatives", name)


@spelled()
def FalseNegatives(thresholds: float | None = None, name: str | None = None) -> Measure:
    """How many answers that are no are wrong. Raises ValueError for another threshold than 1/2.

    >>> FalseNegatives()
    'false_negatives'
    """
    _half(thresholds)
    return Measure("false_negatives", name)


@spelled({"num_thresholds": tr("the area is exact here")})
def AUC(name: str | None = None, curve: str = "ROC") -> Measure:
    """The area under the ROC curve, or with curve="PR" the mean precision over recall. Raises ValueError for others.

    >>> AUC(), AUC(curve="PR").shown
    ('auc', 'auc')
    """
    if curve not in ("ROC", "PR"):
        raise ValueError(tr("curve is {curve!r}; wanted 'ROC' or 'PR'", curve=curve))
    return Measure("auc" if curve == "ROC" else "auc_pr", name)


@spelled()
def CosineSimilarity(name: str | None = None) -> Measure:
    """The mean cosine between outputs and targets: 1 where their directions agree.

    >>> CosineSimilarity()
    'cosine_similarity'
    """
    return Measure("cosine_similarity", name)


@spelled()
def LogCoshError(name: str | None = None) -> Measure:
    """The logarithm of the error's hyperbolic cosine.

    >>> LogCoshError()
    'logcosh'
    """
    return Measure("logcosh", name)


@spelled()
def Poisson(name: str | None = None) -> Measure:
    """What counts cost under a Poisson distribution whose mean is the output.

    >>> Poisson()
    'poisson'
    """
    return Measure("poisson", name)


@spelled()
def KLDivergence(name: str | None = None) -> Measure:
    """The Kullback-Leibler divergence of the output from rows of shares.

    >>> KLDivergence()
    'kl_divergence'
    """
    return Measure("kl_divergence", name)


@spelled()
def Hinge(name: str | None = None) -> Measure:
    """The hinge, for targets of -1 and 1, or 0 and 1.

    >>> Hinge()
    'hinge'
    """
    return Measure("hinge", name)


@spelled()
def SquaredHinge(name: str | None = None) -> Measure:
    """The squared hinge, for targets of -1 and 1, or 0 and 1.

    >>> SquaredHinge()
    'squared_hinge'
    """
    return Measure("squared_hinge", name)


@spelled()
def CategoricalHinge(name: str | None = None) -> Measure:
    """The hinge of several classes, for one-hot rows.

    >>> CategoricalHinge()
    'categorical_hinge'
    """
    return Measure("categorical_hinge", name)
