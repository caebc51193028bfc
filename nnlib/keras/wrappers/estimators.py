"""A function that builds a model, behind scikit-learn's interface, as the tutorials of earlier years have it."""

from collections.abc import Callable
from inspect import signature
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import type_of_target
from sklearn.utils.validation import check_is_fitted

from nnlib.core.arguments import a_function, as_array
from nnlib.core.words import tr
from nnlib.engine.slots import nearest
from nnlib.models.adaptive import optimizer_of
from nnlib.models.sequential import Sequential

FIT = (
    "batch_size",
    "epochs",
    "verbose",
    "callbacks",
    "validation_split",
    "validation_data",
    "class_weight",
    "rng",
)
COMPILE = ("optimizer", "loss", "metrics")


class _Built(BaseEstimator):
    """A scikit-learn estimator around a function that builds a compiled Sequential; its parameters can be searched.

    `KerasRegressor(build_model, n_hidden=2)`: what build_model takes goes to it, the rest (epochs, batch_size, verbose)
    to `fit`, which also takes keywords of its own. `model__n_hidden` and `fit__epochs` say which is meant. Where
    build_model does not compile, the estimator does, with its optimizer, loss and metrics; `optimizer__learning_rate`
    is a number of the optimizer's. A parameter `meta` gets what is known of the data: n_features_in_, X_shape_,
    n_classes_, n_outputs_. `random_state` seeds the model. Raises TypeError where build_model is no function, or
    returns no Sequential.
    """

    def __init__(self, build_fn: Callable[..., Sequential] | None = None, **settings: Any) -> None:
        self.build_fn = settings.pop("model", build_fn)
        self.settings = {_plain(key): value for key, value in settings.items()}

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """The function and the settings, as scikit-learn asks for them."""
        return {"build_fn": self.build_fn} | self.settings

    def set_params(self, **params: Any) -> "_Built":
        """Change the function or settings. Raises ValueError for one that neither it nor `fit` takes."""
        known = {*self._builds(), *FIT, *COMPILE, "random_state"} - {"meta"}
        for key, value in params.items():
            if key in ("build_fn", "model"):
                self.build_fn = value
            elif key.startswith("optimizer__"):
                self.settings[key] = value
            else:
                self.settings[nearest("parameter", _plain(key), known)] = value
        return self

    def _builds(self) -> Any:
        return signature(a_function("build_fn", self.build_fn)).parameters

    def fit(self, X: ArrayLike, y: ArrayLike, **fit_params: Any) -> "_Built":
        """Build a model and fit it; keywords such as epochs, validation_data and callbacks go to its `fit`."""
        builds, given = self._builds(), dict(self.settings)
        self._learn_classes(y)
        if "meta" in builds:
            given["meta"] = self._meta(as_array("X", X), as_array("y", y))
        how = {k: given.pop(k) for k in self.settings if k in COMPILE or k[:11] == "optimizer__"}
        seed = given.pop("random_state", None)
        known = how | {"random_state": seed} | given
        self.model_ = self.build_fn(**{k: v for k, v in known.items() if k in builds})
        if not isinstance(self.model_, Sequential):
            raise TypeError(
                tr("build_fn returned {model!r}; wanted a Sequential", model=self.model_)
            )
        if self.model_.loss is None:
            self.model_.compile(**_compiled(how))
        elif idle := sorted(how.keys() - builds.keys()):
            raise ValueError(
                tr(
                    "{name} is compiled by its function: {idle} would not count",
                    name=type(self).__name__,
                    idle=", ".join(idle),
                )
            )
        if seed is not None:
            given["rng"] = check_random_state(seed).randint(2**31)
        given = {k: v for k, v in given.items() if k not in builds} | fit_params
        self.history_ = self.model_.fit(X, self._encoded(y), **{"verbose": 0} | given).history
        return self

    def _meta(self, X: np.ndarray, y: np.ndarray) -> dict[str, Any]:
        classes = getattr(self, "classes_", None)
        return {
            "n_features_in_": X.shape[1],
            "X_shape_": X.shape,
            "X_dtype_": X.dtype,
            "y_dtype_": y.dtype,
            "n_outputs_": y.shape[1] if y.ndim == 2 else 1,
            "n_outputs_expected_": 1,
            "n_classes_": None if classes is None else len(classes),
            "target_type_": type_of_target(y),
        }

    def _learn_classes(self, y: ArrayLike) -> None:
        """Nothing to learn of numbers."""

    def _encoded(self, y: ArrayLike) -> ArrayLike:
        return y

    @property
    def model(self) -> Sequential:
        """The Sequential that was trained."""
        check_is_fitted(self, "model_")
        return self.model_


def _compiled(how: dict[str, Any]) -> dict[str, Any]:
    """What `compile` takes: numbers such as optimizer__learning_rate go into the optimizer."""
    numbers = {k.removeprefix("optimizer__"): v for k, v in how.items() if k[:11] == "optimizer__"}
    optimizer = how.get("optimizer", "rmsprop")
    if numbers:
        kind = optimizer if isinstance(optimizer, type) else type(optimizer_of(optimizer))
        optimizer = kind(**numbers)
    elif isinstance(optimizer, type):
        optimizer = optimizer()
    rest = {k: v for k, v in how.items() if k in ("loss", "metrics") and v is not None}
    return {"optimizer": optimizer} | rest


def _plain(key: str) -> str:
    return key.removeprefix("model__").removeprefix("fit__")


class KerasRegressor(RegressorMixin, _Built):
    """A Sequential from a function, as a scikit-learn regressor; its score is R^2.

    >>> from nnlib import Dense
    >>> def build(width=4):
    ...     model = Sequential([Dense(width, "relu"), Dense(1)], rng=0)
    ...     model.compile("sgd", "mse")
    ...     return model
    >>> KerasRegressor(build, width=3, epochs=2).fit([[0.0], [1.0]], [0.0, 1.0]).model.sizes
    [1, 3, 1]
    """

    def predict(self, X: ArrayLike) -> np.ndarray:
        """The model's answers, (n,) where it has one output."""
        P = self.model.predict(X)
        return P[:, 0] if P.shape[1] == 1 else P


class KerasClassifier(ClassifierMixin, _Built):
    """A Sequential from a function, as a scikit-learn classifier; its score is the accuracy.

    y holds labels of any kind, or rows of 0 and one 1, whose classes are then 0 to k - 1. A model that is trained on
    such rows (categorical_crossentropy) gets them from labels too.

    >>> from nnlib import Dense
    >>> def build():
    ...     model = Sequential([Dense(3, "softmax")], rng=0)
    ...     model.compile("sgd", "categorical_crossentropy")
    ...     return model
    >>> KerasClassifier(build).fit([[0.0], [1.0], [2.0]], ["a", "b", "c"]).classes_.tolist()
    ['a', 'b', 'c']
    """

    def _learn_classes(self, y: ArrayLike) -> None:
        y = as_array("y", y)
        rows = y.ndim == 2 and y.shape[1] > 1
        try:
            self.classes_ = np.arange(y.shape[1]) if rows else np.unique(y)
            np.searchsorted(self.classes_, y.ravel())
        except TypeError:  # what NumPy cannot put in order
            raise TypeError(
                tr("y is {value!r}; wanted labels of one kind: numbers, or texts", value=y)
            ) from None

    def _encoded(self, y: ArrayLike) -> ArrayLike:
        y, rows = as_array("y", y), self.model_.loss_name == "categorical_crossentropy"
        if y.ndim == 2 and y.shape[1] > 1:
            return y if rows else y.argmax(axis=1)
        labels = np.searchsorted(self.classes_, y.reshape(-1) if y.ndim == 2 else y)
        return np.eye(len(self.classes_))[labels] if rows else labels

    def score(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> float:
        """The share of rows whose class is found; y as for `fit`."""
        y = as_array("y", y)
        if y.ndim == 2 and y.shape[1] > 1:
            y = y.argmax(axis=1)
        return super().score(X, y, sample_weight)

    def predict_proba(self, X: ArrayLike) -> np.ndarray:
        """The probability of each class, (n, n_classes)."""
        P = self.model.predict(X)
        return np.hstack([1 - P, P]) if P.shape[1] == 1 else P

    def predict(self, X: ArrayLike) -> np.ndarray:
        """The most probable class of each row, (n,)."""
        return self.classes_[self.predict_proba(X).argmax(axis=1)]
