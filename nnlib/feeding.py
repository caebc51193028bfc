"""Feeding: what `fit`, `evaluate` and `predict` are given, checked once and laid out as the loop wants it."""

from math import prod

import numpy as np

from nnlib.gates import all_finite, as_floats, as_labels, not_empty
from nnlib.selection import class_weights_balanced


def rows(name, X, shape, dtype):
    """Examples X (n, *shape) as a matrix (n, features) of this dtype, finite, contiguous and writable."""
    X = np.asarray(X)
    if X.dtype.kind not in "biuf":
        raise TypeError(f"{name} holds {X.dtype}; wanted numbers")
    if X.ndim == 0 or X.shape[1:] != tuple(shape):
        wanted = ", ".join(["n", *map(str, shape)])
        raise ValueError(f"{name} has shape {X.shape}; the model wants ({wanted})")
    with np.errstate(over="ignore"):  # too large for float32: inf, and `all_finite` says where
        X = np.require(X.reshape(len(X), prod(shape)), dtype, "CW")
    all_finite(name, X)
    return X


def examples(X_name, X, y_name, y, model):
    """X and y as two matrices with a row per example, in the model's dtype."""
    X = rows(X_name, X, model.input_shape, model.dtype)
    not_empty(X_name, X)
    y = np.asarray(y)
    if y.ndim == 0 or len(y) != len(X):
        given = "one number" if y.ndim == 0 else f"{len(y)} rows"
        raise ValueError(f"{X_name} has {len(X)} rows and {y_name} has {given}; wanted as many")
    return X, targets(y_name, y, model)


def targets(name, y, model):
    """The targets y as a matrix (n, 1) of labels or (n, outputs) of values, as the model's loss wants them."""
    k = model.sizes[-1]
    if y.dtype.kind not in "biuf":
        raise TypeError(f"{name} holds {y.dtype}; wanted numbers (for class names, their index)")
    if y.dtype.kind == "f":
        all_finite(name, y)
    if model.wants_labels:
        return _labels(name, y, k).astype(model.dtype)[:, None]
    if y.ndim == 1 and k == 1:
        y = y[:, None]
    if y.shape != (len(y), k):
        hint = ""
        if y.ndim == 1 or y.shape[1:] == (1,):
            hint = "; for labels, the loss is sparse_categorical_crossentropy"
        raise ValueError(
            f"{name} has shape {y.shape}; wanted ({len(y)}, {k}), one column per output{hint}"
        )
    if model.loss_name in ("binary_crossentropy", "categorical_crossentropy"):
        wrong = y[(y < 0) | (y > 1)]
        if wrong.size:
            raise ValueError(f"{name} holds {wrong[0]}; {model.loss_name} wants 0 to 1")
    return np.require(as_floats(name, y), model.dtype, "CW")


def _labels(name, y, k):
    """Labels (n,), also given as a column (n, 1), or as whole numbers that are stored as floats."""
    if y.ndim == 2 and y.shape[1] == 1:
        y = y[:, 0]
    if y.ndim == 2:
        raise ValueError(
            f"{name} has shape {y.shape}, a row per example: that goes with categorical_crossentropy; "
            f"sparse_categorical_crossentropy wants labels ({len(y)},)"
        )
    if y.dtype.kind == "b" or (y.dtype.kind == "f" and (y == np.rint(y)).all()):
        y = y.astype(np.int64)
    return as_labels(name, y, len(y), k)


# --- Weights --------------------------------------------------------------------------------------------------------


def example_weights(class_weight, sample_weight, Y, model):
    """One weight per example, class weight times sample weight, or None where there are neither."""
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
                f"sample_weight has {len(sample_weight)} entries; wanted {len(Y)}, one per row of X"
            )
        _not_negative("sample_weight", sample_weight)
        weights = weights * sample_weight
    return weights.astype(model.dtype)


def class_weights(class_weight, labels, k):
    """The weight of each of k classes, from {label: weight} (the others weigh 1), a list of k, or "balanced"."""
    if isinstance(class_weight, str):
        if class_weight != "balanced":
            raise ValueError(
                f"class_weight is {class_weight!r}; wanted 'balanced', a dict or a list"
            )
        return class_weights_balanced(labels, k)
    if not isinstance(class_weight, dict):
        weights = as_floats("class_weight", class_weight, 1)
        if len(weights) != k:
            raise ValueError(f"class_weight has {len(weights)} entries; wanted {k}, one per class")
    else:
        present = set(labels.tolist())
        absent = [label for label in class_weight if label not in present]
        if absent:
            some = ", ".join(map(str, sorted(present)[:10]))
            raise ValueError(f"class_weight names class {absent[0]!r}, which is not in y ({some})")
        weights = np.ones(k)
        for label, weight in class_weight.items():
            weights[int(label)] = weight
    _not_negative("class_weight", weights)
    return weights


def _not_negative(name, weights):
    wrong = weights[~((weights >= 0) & np.isfinite(weights))]
    if wrong.size:
        raise ValueError(f"{name} holds {wrong[0]}; wanted finite numbers, 0 or more")


def _classes(Y, model):
    """The label of each row of targets, and the number of classes; ValueError where the targets are no classes."""
    k, whole = model.sizes[-1], ((Y == 0) | (Y == 1)).all()
    if model.wants_labels:
        return Y[:, 0].astype(np.int64), k
    if k == 1 and whole:
        return Y[:, 0].astype(np.int64), 2
    if k > 1 and whole and (Y.sum(axis=1) == 1).all():
        return Y.argmax(axis=1), k
    raise ValueError("class_weight goes with one class per row; y holds other targets")
