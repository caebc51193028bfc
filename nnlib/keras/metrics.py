"""The metrics by the names of Keras's classes; each gives the name that `compile` takes."""

from typing import TYPE_CHECKING

from nnlib.core.words import tr
from nnlib.keras.missing import only
from nnlib.models.deprecated import spelled
from nnlib.models.metrics import Measure

__all__ = [
    "AUC", "Accuracy", "BinaryAccuracy", "CategoricalAccuracy", "MeanAbsoluteError", "MeanAbsolutePercentageError",
    "MeanSquaredError", "MeanSquaredLogarithmicError", "Precision", "Recall", "RootMeanSquaredError",
    "SparseCategoricalAccuracy",
]  # fmt: skip
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__)

HALF = {"thresholds": tr("the answer is yes from 1/2 on")}


@spelled()
def Accuracy(name: str | None = None) -> Measure:
    """The share of right answers.

    >>> Accuracy()
    'accuracy'
    """
    return Measure("accuracy", name)


@spelled()
def BinaryAccuracy(name: str | None = None) -> Measure:
    """The share of right bits.

    >>> BinaryAccuracy()
    'binary_accuracy'
    """
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


@spelled(HALF)
def Precision(name: str | None = None) -> Measure:
    """The share of right ones among the answers that are yes.

    >>> Precision()
    'precision'
    """
    return Measure("precision", name)


@spelled(HALF)
def Recall(name: str | None = None) -> Measure:
    """The share of the targets that are yes that is found.

    >>> Recall()
    'recall'
    """
    return Measure("recall", name)


@spelled({"num_thresholds": tr("the area is exact here")})
def AUC(name: str | None = None, curve: str = "ROC") -> Measure:
    """The area under the ROC curve, or with curve="PR" the mean precision over recall. Raises ValueError for others.

    >>> AUC(), AUC(curve="PR").shown
    ('auc', 'auc')
    """
    if curve not in ("ROC", "PR"):
        raise ValueError(tr("curve is {curve!r}; wanted 'ROC' or 'PR'", curve=curve))
    return Measure("auc" if curve == "ROC" else "auc_pr", name)
