"""Estimators: a Sequential behind scikit-learn's interface, for pipelines, cross-validation and searches."""

from copy import copy
from inspect import signature

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin, is_regressor
from sklearn.utils import column_or_1d, compute_sample_weight
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from nnlib.callbacks import EarlyStopping
from nnlib.descent import optimizer_of
from nnlib.gates import between, positive_int, positive_number
from nnlib.parts import L2, Dense, Dropout, Input
from nnlib.preprocessing import split_indices
from nnlib.sequential import Sequential
from nnlib.slots import nearest


class _MLP(BaseEstimator):
    """What the classifier and the regressor share; `_targets`, `_head` and `_answers` make the difference."""

    def __init__(
        self, hidden_layer_sizes=(100,), activation="relu", *, optimizer="adam", learning_rate=None, batch_size="auto",
        epochs=200, l2=0.0, dropout=0.0, early_stopping=False, patience=10, validation_fraction=0.1,
        kernel_initializer="he", random_state=None, warm_start=False, verbose=0,
    ):  # fmt: skip
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.optimizer = optimizer
        self.learning_rate = learning_rate
        self.batch_size = batch_size
        self.epochs = epochs
        self.l2 = l2
        self.dropout = dropout
        self.early_stopping = early_stopping
        self.patience = patience
        self.validation_fraction = validation_fraction
        self.kernel_initializer = kernel_initializer
        self.random_state = random_state
        self.warm_start = warm_start
        self.verbose = verbose

    def fit(self, X, y, sample_weight=None):
        """Train on X (n, n_features) and y; with `warm_start`, go on from where the last fit stopped."""
        goes_on = self.warm_start and hasattr(self, "model_")
        return self._fit(X, y, sample_weight, positive_int("epochs", self.epochs), goes_on)

    def _fit(self, X, y, sample_weight, epochs, goes_on, keep_classes=None):
        X, y = validate_data(
            self, X, y, dtype=(np.float64, np.float32), multi_output=True, y_numeric=is_regressor(self),
            reset=not goes_on,
        )  # fmt: skip
        Y = self._targets(y, goes_on if keep_classes is None else keep_classes)
        weights = self._weights(X, y, sample_weight)
        if not goes_on:
            self.model_, self.history_, self.n_iter_ = self._new_model(X), {}, 0
        callbacks, held_out = [], None
        if self.early_stopping:
            share = between("validation_fraction", self.validation_fraction, 0, 1)
            train, test = split_indices(len(X), [1 - share, share], self.model_.rng)
            if not (len(train) and len(test)):
                raise ValueError(
                    f"validation_fraction is {share}: of {len(X)} rows none would be left on one side"
                )
            held_out = X[test], Y[test], weights[test]
            X, Y, weights = X[train], Y[train], weights[train]
            callbacks = [EarlyStopping(patience=self.patience, restore_best_weights=True)]
        history = self.model_.fit(
            X, Y, min(200, len(X)) if self.batch_size == "auto" else self.batch_size, epochs,
            verbose=self.verbose, callbacks=callbacks, validation_data=held_out, sample_weight=weights,
        )  # fmt: skip
        for key, values in history.history.items():
            self.history_[key] = self.history_.get(key, []) + values
        self.n_iter_ += len(history.epoch)
        self.loss_curve_ = self.history_.get("loss", [])
        return self

    def _weights(self, X, y, sample_weight):
        """Weights with mean 1: a row of weight 2 then counts as much as the same row given twice."""
        weights = _check_sample_weight(sample_weight, X, dtype=X.dtype, ensure_non_negative=True)
        if getattr(self, "class_weight", None) is not None:
            weights = weights * compute_sample_weight(self.class_weight, y)
        if not weights.sum() > 0:
            raise ValueError("all sample weights are 0: there is nothing to learn from")
        return (weights / weights.mean()).astype(X.dtype)

    def _new_model(self, X):
        sizes = self.hidden_layer_sizes
        shared = {
            "kernel_initializer": self.kernel_initializer,
            "kernel_regularizer": L2(between("l2", self.l2, 0, np.inf) / 2),
        }
        layers = [Input(X.shape[1])]
        for size in [sizes] if isinstance(sizes, (int, np.integer)) else sizes:
            size = positive_int("a hidden layer's size", size)
            layers += [Dense(size, self.activation, **shared), Dropout(self.dropout)]
        n_outputs, last, loss = self._head
        layers.append(Dense(n_outputs, last, **shared))
        model = Sequential(layers, rng=_generator(self.random_state), dtype=X.dtype)
        model.compile(self._optimizer(), loss)
        return model

    def _optimizer(self):
        if self.learning_rate is None:
            return copy(optimizer_of(self.optimizer))
        if not isinstance(self.optimizer, str):
            raise ValueError("the optimizer has its learning rate; leave learning_rate at None")
        optimizer = optimizer_of(self.optimizer)
        optimizer.learning_rate = positive_number("learning_rate", self.learning_rate)
        return optimizer

    def _output(self, X):
        check_is_fitted(self)
        X = validate_data(self, X, dtype=(np.float64, np.float32), reset=False)
        return self.model_.predict(X)

    @property
    def coefs_(self):
        """The weights W (n_in, n_out) of each layer."""
        return self._arrays()[::2]

    @property
    def intercepts_(self):
        """The biases b (n_out,) of each layer."""
        return self._arrays()[1::2]

    def _arrays(self):
        if not hasattr(self, "model_"):
            raise AttributeError("not fitted yet")
        return self.model_.get_weights()


class MLPClassifier(ClassifierMixin, _MLP):
    """A dense network that tells classes apart: two, several, or several at once (y of 0 and 1, one column per label).

    The output is a sigmoid for two classes and for labels that do not exclude each other, else a softmax; the loss is
    the cross entropy. `activation` is a name or your own pair (activation, backward); `optimizer` a name or SGD(...),
    Adam(...); `learning_rate` None is the optimizer's usual one; `batch_size` "auto" is min(200, n). `l2` is the
    book's lam, lam / 2 * sum(W^2). With `early_stopping` a share of the rows is held out, and after `patience` epochs
    without a better loss on them the best weights are put back. `class_weight` is a dict or "balanced".
    Attributes: classes_, n_features_in_, coefs_, intercepts_, loss_curve_, history_, n_iter_; model_ is the Sequential.
    """

    def __init__(
        self, hidden_layer_sizes=(100,), activation="relu", *, optimizer="adam", learning_rate=None, batch_size="auto",
        epochs=200, l2=0.0, dropout=0.0, early_stopping=False, patience=10, validation_fraction=0.1,
        class_weight=None, kernel_initializer="he", random_state=None, warm_start=False, verbose=0,
    ):  # fmt: skip
        super().__init__(
            hidden_layer_sizes, activation, optimizer=optimizer, learning_rate=learning_rate, batch_size=batch_size,
            epochs=epochs, l2=l2, dropout=dropout, early_stopping=early_stopping, patience=patience,
            validation_fraction=validation_fraction, kernel_initializer=kernel_initializer,
            random_state=random_state, warm_start=warm_start, verbose=verbose,
        )  # fmt: skip
        self.class_weight = class_weight

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags

    def partial_fit(self, X, y, classes=None, sample_weight=None):
        """One more epoch on these rows. The first call names all `classes`, where y does not hold each of them."""
        goes_on = hasattr(self, "model_")
        if not goes_on and classes is not None:
            self.classes_ = np.unique(classes)
        return self._fit(
            X, y, sample_weight, 1, goes_on, keep_classes=classes is not None or goes_on
        )

    def _targets(self, y, keep):
        """Labels 0 to k - 1 as the loss wants them, or the columns of several labels."""
        check_classification_targets(y)
        self._several = type_of_target(y) == "multilabel-indicator"
        if self._several:
            self._head = (y.shape[1], "sigmoid", "binary_crossentropy")
            self.classes_ = np.arange(y.shape[1])
            return y
        y = column_or_1d(y, warn=True)
        if not keep:
            self.classes_ = np.unique(y)
        unknown = np.setdiff1d(y, self.classes_)
        if unknown.size:
            raise ValueError(
                f"y has class {unknown[0]!r}; known are {', '.join(map(str, self.classes_))}"
            )
        k = len(self.classes_)
        self._head = (k, "softmax", "sparse_categorical_crossentropy")
        if k <= 2:
            self._head = (1, "sigmoid", "binary_crossentropy")
        return np.searchsorted(self.classes_, y)

    def predict_proba(self, X):
        """The probability of each class, (n, n_classes); of each label by itself where several can hold at once."""
        P = self._output(X)
        if self._several or P.shape[1] > 1:
            return P
        return np.hstack([1 - P, P]) if len(self.classes_) == 2 else np.ones_like(P)

    def predict(self, X):
        """The most probable class of each row, (n,), or each label that is likelier than not, (n, n_labels)."""
        P = self.predict_proba(X)
        return (P > 0.5).astype(np.int64) if self._several else self.classes_[P.argmax(axis=1)]


class MLPRegressor(RegressorMixin, _MLP):
    """A dense network for numbers: y (n,) or (n, k). The last layer has no activation; the loss is `loss`.

    `loss` is "mse", "mae" or "huber"; all else as for MLPClassifier. Bring X and y to a scale around 1 first.
    Attributes: n_features_in_, coefs_, intercepts_, loss_curve_, history_, n_iter_, and the Sequential, model_.
    """

    def __init__(
        self, hidden_layer_sizes=(100,), activation="relu", *, loss="mse", optimizer="adam", learning_rate=None,
        batch_size="auto", epochs=200, l2=0.0, dropout=0.0, early_stopping=False, patience=10,
        validation_fraction=0.1, kernel_initializer="he", random_state=None, warm_start=False, verbose=0,
    ):  # fmt: skip
        super().__init__(
            hidden_layer_sizes, activation, optimizer=optimizer, learning_rate=learning_rate, batch_size=batch_size,
            epochs=epochs, l2=l2, dropout=dropout, early_stopping=early_stopping, patience=patience,
            validation_fraction=validation_fraction, kernel_initializer=kernel_initializer,
            random_state=random_state, warm_start=warm_start, verbose=verbose,
        )  # fmt: skip
        self.loss = loss

    def partial_fit(self, X, y, sample_weight=None):
        """One more epoch on these rows."""
        return self._fit(X, y, sample_weight, 1, hasattr(self, "model_"))

    def _targets(self, y, keep):
        y = column_or_1d(y, warn=True) if y.ndim == 2 and y.shape[1] == 1 else y
        self._head = (1 if y.ndim == 1 else y.shape[1], "identity", self.loss)
        return y

    def predict(self, X):
        """The network's answers, (n,), or (n, k) where it was trained on k columns."""
        P = self._output(X)
        return P[:, 0] if P.shape[1] == 1 else P


def _generator(random_state):
    """A NumPy Generator from what scikit-learn calls a random state; None is a fresh one, never the global one."""
    if isinstance(random_state, np.random.Generator):
        return random_state
    if isinstance(random_state, np.random.RandomState):
        random_state = random_state.randint(2**31)
    return np.random.default_rng(random_state)


# --- The wrapper of the old tutorials -------------------------------------------------------------------------------


class _Built(BaseEstimator):
    """A scikit-learn estimator around a function that builds a compiled Sequential; its parameters can be searched.

    `KerasRegressor(build_model, n_hidden=2)`: what build_model takes goes to it, the rest (epochs, batch_size, verbose)
    to `fit`, which also takes keywords of its own.
    """

    def __init__(self, build_fn=None, **settings):
        self.build_fn, self.settings = settings.pop("model", build_fn), settings

    def get_params(self, deep=True):
        return {"build_fn": self.build_fn} | self.settings

    def set_params(self, **params):
        known = {*self._builds(), *FIT}
        for key, value in params.items():
            if key == "build_fn":
                self.build_fn = value
            else:
                key = key.removeprefix("model__").removeprefix("fit__")
                self.settings[nearest("parameter", key, known)] = value
        return self

    def _builds(self):
        return signature(self.build_fn).parameters

    def fit(self, X, y, **fit_params):
        """Build a model and fit it; keywords such as epochs, validation_data and callbacks go to its `fit`."""
        builds = self._builds()
        self.model_ = self.build_fn(**{k: v for k, v in self.settings.items() if k in builds})
        given = {k: v for k, v in self.settings.items() if k not in builds} | fit_params
        self._learn_classes(y)
        self.history_ = self.model_.fit(X, self._encoded(y), **{"verbose": 0} | given).history
        return self

    def _learn_classes(self, y):
        """Nothing to learn of numbers."""

    def _encoded(self, y):
        return y

    @property
    def model(self):
        """The Sequential that was trained."""
        check_is_fitted(self, "model_")
        return self.model_


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


class KerasRegressor(RegressorMixin, _Built):
    """A Sequential from a function, as a scikit-learn regressor; its score is R^2."""

    def predict(self, X):
        """The model's answers, (n,) where it has one output."""
        P = self.model.predict(X)
        return P[:, 0] if P.shape[1] == 1 else P


class KerasClassifier(ClassifierMixin, _Built):
    """A Sequential from a function, as a scikit-learn classifier; its score is the accuracy."""

    def _learn_classes(self, y):
        self.classes_ = np.unique(y)

    def _encoded(self, y):
        return np.searchsorted(self.classes_, y)

    def predict_proba(self, X):
        """The probability of each class, (n, n_classes)."""
        P = self.model.predict(X)
        return np.hstack([1 - P, P]) if P.shape[1] == 1 else P

    def predict(self, X):
        """The most probable class of each row, (n,)."""
        return self.classes_[self.predict_proba(X).argmax(axis=1)]
