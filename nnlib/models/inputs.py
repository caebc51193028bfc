"""Inputs: what `fit`, `evaluate` and `predict` are given, checked once and laid out as the loop wants it."""

from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from nnlib.core.arguments import all_finite, as_array, as_floats, as_labels, for_the_loop, not_empty
from nnlib.core.words import tr
from nnlib.models.large import mapped
from nnlib.selection import class_weights_balanced

if TYPE_CHECKING:
    from nnlib.models.sequential import Sequential

Rows = tuple[np.ndarray, np.ndarray, np.ndarray | None]
tr(
    "Checked rows: X (n, features), targets (n, 1) or (n, outputs), and a weight per row "
    "(n,) or None."
)


def rows(name: str, X: ArrayLike, shape: Sequence[int], dtype: Any) -> np.ndarray:
    """Examples X (n, *shape) as a matrix (n, features) of this dtype, finite, contiguous and writable.

    Raises TypeError for what holds no numbers, ValueError for another shape and for NaN or inf.

    >>> rows("X", [[[1, 2], [3, 4]]], (2, 2), np.float32).tolist()
    [[1.0, 2.0, 3.0, 4.0]]
    """
    if isinstance(X, (list, tuple)) and len(X) == 1 and as_array(name, X[0]).ndim == len(shape) + 1:
        X = X[0]  # a list of one input, as Keras takes it
    X = as_array(name, mapped(X))
    if X.dtype.kind not in "biuf":
        raise TypeError(tr("{name} holds {dtype}; wanted numbers", name=name, dtype=X.dtype))
    if X.ndim == 0 or X.shape[1:] != tuple(shape):
        wanted = ", ".join(["n", *map(str, shape)])
        raise ValueError(
            tr(
                "{name} has shape {shape}; the model wants ({wanted})",
                name=name,
                shape=X.shape,
                wanted=wanted,
            )
        )
    X = for_the_loop(X.reshape(len(X), prod(shape)), dtype)
    all_finite(name, X)
    return X


def examples(
    X_name: str, X: ArrayLike, y_name: str, y: ArrayLike, model: "Sequential"
) -> tuple[np.ndarray, np.ndarray]:
    """X and y as two matrices with a row per example, in the model's dtype.

    Raises ValueError or TypeError where they do not fit the model or one another.

    >>> from nnlib import Dense, Input, Sequential
    >>> X, Y = examples("X", [[1, 2]], "y", [3], Sequential([Input([2]), Dense(1)]))
    >>> X.tolist(), Y.tolist()
    ([[1.0, 2.0]], [[3.0]])
    """
    X = rows(X_name, X, model.input_shape, model.dtype)
    not_empty(X_name, X)
    y = as_array(y_name, y)
    if y.ndim == 0 or len(y) != len(X):
        given = tr("one number") if y.ndim == 0 else f"{len(y)} rows"
        raise ValueError(
            tr(
                "{X_name} has {count} rows and {y_name} has {given}; wanted as many",
                X_name=X_name,
                count=len(X),
                y_name=y_name,
                given=given,
            )
        )
    return X, targets(y_name, y, model)


def targets(name: str, y: np.ndarray, model: "Sequential") -> np.ndarray:
    """The targets y as a matrix (n, 1) of labels or (n, outputs) of values, as the model's loss wants them.

    Raises ValueError or TypeError for targets that the loss cannot take.

    >>> from nnlib import Dense, Input, Sequential
    >>> targets("y", np.array([3, 4]), Sequential([Input([2]), Dense(1)])).tolist()
    [[3.0], [4.0]]
    """
    k, shape = model.sizes[-1], model.plan.shape
    if len(shape) > 1 and y.shape[1:] == shape:
        y = y.reshape(len(y), k)
    if y.dtype.kind not in "biuf":
        raise TypeError(
            tr(
                "{name} holds {dtype}; wanted numbers (for class names, their index)",
                name=name,
                dtype=y.dtype,
            )
        )
    if y.dtype.kind == "f":
        all_finite(name, y)
    if model.wants_labels:
        return _labels(name, y, k).astype(model.dtype)[:, None]
    if y.ndim == 1 and k == 1:
        y = y[:, None]
    if y.shape != (len(y), k):
        hint = ""
        if y.ndim == 1 or y.shape[1:] == (1,):
            hint = tr("; for labels, the loss is sparse_categorical_crossentropy")
        raise ValueError(
            tr(
                "{name} has shape {shape}; wanted ({count}, {k}), one column per output{hint}",
                name=name,
                shape=y.shape,
                count=len(y),
                k=k,
                hint=hint,
            )
        )
    if model.loss_name in ("binary_crossentropy", "categorical_crossentropy"):
        wrong = y[(y < 0) | (y > 1)]
        if wrong.size:
            raise ValueError(
                tr(
                    "{name} holds {wrong}; {loss_name} wants 0 to 1",
                    name=name,
                    wrong=wrong[0],
                    loss_name=model.loss_name,
                )
            )
    return np.require(as_floats(name, y), model.dtype, "CW")


def _labels(name: str, y: np.ndarray, k: int) -> np.ndarray:
    """Labels (n,), also given as a column (n, 1), or as whole numbers that are stored as floats."""
    if y.ndim == 2 and y.shape[1] == 1:
        y = y[:, 0]
    if y.ndim == 2:
        raise ValueError(
            tr(
                "{name} has shape {shape}, a row per example: that goes with "
                "categorical_crossentropy; sparse_categorical_crossentropy wants labels ({count},)",
                name=name,
                shape=y.shape,
                count=len(y),
            )
        )
    if y.dtype.kind == "b" or (y.dtype.kind == "f" and (y == np.rint(y)).all()):
        y = y.astype(np.int64)
    return as_labels(name, y, len(y), k)


def cut(data: Rows, share: float) -> tuple[Rows, Rows]:
    """The rows before the last `share` of them, and those. Raises ValueError where one side would be empty.

    >>> first, last = cut((np.eye(4), np.eye(4), None), 0.25)
    >>> len(first[0]), len(last[0])
    (3, 1)
    """
    n = len(data[0])
    start = n - int(n * share)
    if not 0 < start < n:
        raise ValueError(
            tr(
                "validation_split is {share}: of {n} rows none would be left on one side",
                share=share,
                n=n,
            )
        )
    first, last = (
        tuple(None if part is None else part[rows] for part in data)
        for rows in (slice(start), slice(start, None))
    )
    return first, last


# --- Weights --------------------------------------------------------------------------------------------------------


def example_weights(
    class_weight: Any, sample_weight: ArrayLike | None, Y: np.ndarray, model: "Sequential"
) -> np.ndarray | None:
    """One weight per example, class weight times sample weight, or None where there are neither.

    Raises ValueError or TypeError for weights below 0, of another number, or of classes that are not there.

    >>> from nnlib import Dense, Input, Sequential
    >>> example_weights(None, [1, 2], np.zeros((2, 1)), Sequential([Input([2]), Dense(1)])).tolist()
    [1.0, 2.0]
    """
    if class_weight is None and sample_weight is None:
        return None
    weights = np.ones(len(Y))
    if class_weight is not None:
        labels, k = _classes(Y, model)
        weights = class_weights(class_weight, labels, k)[labels]
    if sample_weight is not None:
        sample_weight = as_floats("sample_weight", sample_weight, 1)
        if sample_weight.shape != (len(Y),):
            raise ValueError(
                tr(
                    "sample_weight has {count} entries; wanted {count2}, one per row of X",
                    count=len(sample_weight),
                    count2=len(Y),
                )
            )
        _not_negative("sample_weight", sample_weight)
        weights = weights * sample_weight
    return weights.astype(model.dtype)


def class_weights(class_weight: Any, labels: np.ndarray, k: int) -> np.ndarray:
    """The weight of each of k classes, from {label: weight} (the others weigh 1), a list of k, or "balanced".

    Raises ValueError for weights below 0, another number of them, and classes that are not there.

    >>> class_weights({0: 3.0}, np.array([0, 1]), 2).tolist()
    [3.0, 1.0]
    """
    if isinstance(class_weight, str):
        if class_weight != "balanced":
            raise ValueError(
                tr(
                    "class_weight is {class_weight!r}; wanted 'balanced', a dict or a list",
                    class_weight=class_weight,
                )
            )
        return class_weights_balanced(labels, k)
    if not isinstance(class_weight, dict):
        weights = as_floats("class_weight", class_weight, 1)
        if len(weights) != k:
            raise ValueError(
                tr(
                    "class_weight has {count} entries; wanted {k}, one per class",
                    count=len(weights),
                    k=k,
                )
            )
    else:
        present = set(labels.tolist())
        absent = [label for label in class_weight if label not in present]
        if absent:
            some = ", ".join(map(str, sorted(present)[:10]))
            raise ValueError(
                tr(
                    "class_weight names class {absent!r}, which is not in y ({some})",
                    absent=absent[0],
                    some=some,
                )
            )
        weights = np.ones(k)
        for label, weight in class_weight.items():
            weights[int(label)] = weight
    _not_negative("class_weight", weights)
    return weights


def _not_negative(name: str, weights: np.ndarray) -> None:
    wrong = weights[~((weights >= 0) & np.isfinite(weights))]
    if wrong.size:
        raise ValueError(
            tr("{name} holds {wrong}; wanted finite numbers, 0 or more", name=name, wrong=wrong[0])
        )


def _classes(Y: np.ndarray, model: "Sequential") -> tuple[np.ndarray, int]:
    """The label of each row of targets, and the number of classes; ValueError where the targets are no classes."""
    k, whole = model.sizes[-1], ((Y == 0) | (Y == 1)).all()
    if model.wants_labels:
        return Y[:, 0].astype(np.int64), k
    if k == 1 and whole:
        return Y[:, 0].astype(np.int64), 2
    if k > 1 and whole and (Y.sum(axis=1) == 1).all():
        return Y.argmax(axis=1), k
    raise ValueError(tr("class_weight goes with one class per row; y holds other targets"))
