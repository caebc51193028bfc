"""Estimators: a Sequential behind scikit-learn's interface, for pipelines, cross-validation and searches."""

from dataclasses import KW_ONLY
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import ClassifierMixin, RegressorMixin
from sklearn.utils import column_or_1d
from sklearn.utils.multiclass import check_classification_targets, type_of_target

from nnlib.core.words import tr
from nnlib.models import theirs
from nnlib.models.mlp import MLP, estimator


@estimator
class MLPClassifier(ClassifierMixin, MLP):
    """A dense network that tells classes apart: two, several, or several at once (y of 0 and 1, one column per label).

    The output is a sigmoid for two classes and for labels that do not exclude each other, else a softmax; the loss is
    the cross entropy. `activation` is a name or your own pair (activation, backward); `optimizer` a name or SGD(...),
    Adam(...); `learning_rate` None is the optimizer's usual one; `batch_size` "auto" is min(200, n). `l2` is the
    book's lam, lam / 2 * sum(W^2). With `early_stopping` a share of each class's rows is held out, and after
    `patience` epochs without a better loss on them the best weights are put back. `class_weight` is a dict or
    "balanced". Raises ValueError or TypeError, in `fit`, for settings that cannot be.
    Attributes: classes_, n_features_in_, coefs_, intercepts_, loss_curve_, history_, n_iter_; model_ is the Sequential.

    >>> X, y = [[0.0], [1.0], [2.0], [3.0]], ["low", "low", "high", "high"]
    >>> model = MLPClassifier((8,), learning_rate=0.1, epochs=50, random_state=0).fit(X, y)
    >>> model.predict([[0.0], [3.0]]).tolist()
    ['low', 'high']
    """

    _: KW_ONLY
    class_weight: dict | str | None = None

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags

    def partial_fit(
        self, X: ArrayLike, y: ArrayLike, classes: ArrayLike | None = None, sample_weight: ArrayLike | None = None
    ) -> "MLPClassifier":  # fmt: skip
        """One more epoch on these rows. The first call names all `classes`, where y does not hold each of them.

        Raises ValueError for other classes later on, and with early_stopping.
        """
        if classes is not None:
            known = getattr(self, "classes_", None)
            if not hasattr(self, "model_"):
                self.classes_ = np.unique(classes)
            elif not np.array_equal(known, np.unique(classes)):
                raise ValueError(
                    tr(
                        "classes are {list}; they were {tolist} before",
                        list=list(classes),
                        tolist=known.tolist(),
                    )
                )
        return self._one_more(X, y, sample_weight, classes is not None or hasattr(self, "model_"))

    def _targets(self, y: np.ndarray, keep: bool) -> np.ndarray:
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
                tr(
                    "y has class {unknown!r}; known are {listed}",
                    unknown=unknown[0],
                    listed=", ".join(map(str, self.classes_)),
                )
            )
        k = len(self.classes_)
        self._head = (k, "softmax", "sparse_categorical_crossentropy")
        if k <= 2:
            self._head = (1, "sigmoid", "binary_crossentropy")
        return np.searchsorted(self.classes_, y)

    def _split(self, Y: np.ndarray, share: float) -> list[np.ndarray]:
        """A share of each class, as far as whole rows go; one row of every class stays to train on."""
        train, test = super()._split(Y, share)
        if self._several or not len(test):
            return [train, test]
        order = np.concatenate([train, test])
        order = order[np.argsort(Y[order], kind="stable")]
        firsts = np.unique(Y[order], return_index=True)[1]
        free = np.delete(np.arange(len(order)), firsts)
        places = (np.arange(len(test)) + 0.5) * len(free) / len(test)
        held = free[np.unique(places.astype(np.int64))] if len(free) else free
        return [np.delete(order, held), order[held]]

    def predict_proba(self, X: ArrayLike) -> np.ndarray:
        """The probability of each class, (n, n_classes); of each label by itself where several can hold at once."""
        P = self._output(X)
        if self._several or P.shape[1] > 1:
            return P
        return np.hstack([1 - P, P]) if len(self.classes_) == 2 else np.ones_like(P)

    def predict_log_proba(self, X: ArrayLike) -> np.ndarray:
        """The logarithm of `predict_proba`."""
        with np.errstate(divide="ignore"):  # a probability of 0 is -inf
            return np.log(self.predict_proba(X))

    def predict(self, X: ArrayLike) -> np.ndarray:
        """The most probable class of each row, (n,), or each label that is likelier than not, (n, n_labels)."""
        P = self.predict_proba(X)
        return (P > 0.5).astype(np.int64) if self._several else self.classes_[P.argmax(axis=1)]


@estimator
class MLPRegressor(RegressorMixin, MLP):
    """A dense network for numbers: y (n,) or (n, k). The last layer has no activation; the loss is `loss`.

    `loss` is "mse", "mae" or "huber"; all else as for MLPClassifier. Bring X and y to a scale around 1 first.
    Attributes: n_features_in_, coefs_, intercepts_, loss_curve_, history_, n_iter_, and the Sequential, model_.

    >>> X, y = [[0.0], [1.0], [2.0], [3.0]], [0.0, 1.0, 2.0, 3.0]
    >>> model = MLPRegressor((), learning_rate=0.1, epochs=300, random_state=0).fit(X, y)
    >>> model.predict([[1.5]]).round(2).tolist()
    [1.5]
    """

    _: KW_ONLY
    loss: str = "mse"

    def partial_fit(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None
    ) -> "MLPRegressor":
        """One more epoch on these rows. Raises ValueError with early_stopping."""
        return self._one_more(X, y, sample_weight, False)

    def _targets(self, y: np.ndarray, keep: bool) -> np.ndarray:
        y = column_or_1d(y, warn=True) if y.ndim == 2 and y.shape[1] == 1 else y
        self._head = (1 if y.ndim == 1 else y.shape[1], "identity", theirs.ours("loss", self.loss))
        return y

    def predict(self, X: ArrayLike) -> np.ndarray:
        """The network's answers, (n,), or (n, k) where it was trained on k columns."""
        P = self._output(X)
        return P[:, 0] if P.shape[1] == 1 else P
