"""The MLP: what the estimators for scikit-learn share: their settings, their model, and how it is trained."""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import KW_ONLY, dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import issparse
from sklearn.base import BaseEstimator, is_regressor
from sklearn.utils import compute_sample_weight
from sklearn.utils.validation import (
    _check_sample_weight,
    check_is_fitted,
    validate_data,
)

from nnlib.core.arguments import as_list, between, flag, positive_int, positive_number, without_mask
from nnlib.core.words import tr
from nnlib.models import losses, theirs
from nnlib.models.adaptive import optimizer_of
from nnlib.models.blocks import targets_of_blocks
from nnlib.models.callbacks import EarlyStopping, History
from nnlib.models.deprecated import Words, renaming
from nnlib.models.large import batches, block_by_block, is_in_blocks, mapped
from nnlib.models.layers import Dense, Dropout, Input
from nnlib.models.optimizers import Optimizer
from nnlib.models.regularizers import L2
from nnlib.models.sequential import Sequential
from nnlib.preprocessing import split_indices

Kind = TypeVar("Kind", bound=type)


def estimator(kind: Kind) -> Kind:
    """The class with an __init__ of its fields, which is what scikit-learn reads the parameters from.

    >>> @estimator
    ... class Mine(MLP):
    ...     _: KW_ONLY
    ...     loss: str = "mse"
    >>> Mine(epochs=3).get_params()["epochs"]
    3
    """
    kind = dataclass(eq=False, repr=False)(kind)
    kind.__init__ = renaming(Words(theirs.KEYWORDS, {}))(kind.__init__)  # values are fit's to judge
    return kind


@dataclass(eq=False, repr=False)
class MLP(BaseEstimator):
    """What the classifier and the regressor share; `_targets`, which sets `_head`, makes the difference.

    `_head` is the number of outputs, the last activation and the loss.

    >>> MLP((5, 3)).hidden_layer_sizes
    (5, 3)
    """

    hidden_layer_sizes: int | Sequence[int] = (100,)
    activation: str | Callable | tuple[Callable, Callable] = "relu"
    _: KW_ONLY
    optimizer: str | Optimizer = "adam"
    learning_rate: float | None = None
    batch_size: int | str = "auto"
    epochs: int = 200
    l2: float = 0.0
    dropout: float = 0.0
    early_stopping: bool = False
    patience: int = 10
    validation_fraction: float = 0.1
    kernel_initializer: str | Callable = "he"
    random_state: Any = None
    warm_start: bool = False
    verbose: Any = 0

    def __setattr__(self, name: str, value: Any) -> None:
        theirs.refuse(name, value)
        super().__setattr__(name, value)

    def set_params(self, **params: Any) -> "MLP":
        """Change settings. Raises ValueError for one that there is not, with its name here where it has another."""
        for name in params.keys() - self.get_params(deep=False).keys():
            theirs.refuse_keyword(type(self).__name__, name)
        return super().set_params(**params)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> "MLP":
        """Train on X (n, n_features) and y; with `warm_start`, go on from where the last fit stopped.

        X can also be a dask array, of which one block of rows is in memory at a time, and rows are shuffled within
        their block; or a file mapped by `np.load(..., mmap_mode="r")`, of float32 or float64, which is never read as
        a whole, but where early_stopping divides it.

        Raises ValueError or TypeError for data and settings that cannot be, and ValueError where training runs away.
        """
        goes_on = flag("warm_start", self.warm_start) and hasattr(self, "model_")
        return self._fit(X, y, sample_weight, positive_int("epochs", self.epochs), goes_on)

    def _one_more(self, X: Any, y: Any, sample_weight: Any, keep_classes: bool) -> "MLP":
        """One epoch on these rows, from where the last one stopped."""
        if self.early_stopping:
            raise ValueError(
                tr(
                    "partial_fit has no early_stopping: each call would hold out other rows, trained on "
                    "before"
                )
            )
        return self._fit(X, y, sample_weight, 1, hasattr(self, "model_"), keep_classes)

    def _fit(
        self, X: Any, y: Any, sample_weight: Any, epochs: int, goes_on: bool, keep_classes: bool | None = None
    ) -> "MLP":  # fmt: skip
        blocks = is_in_blocks(X)
        if blocks:
            y = targets_of_blocks(self, X, y, reset=not goes_on)
        else:
            X, y = mapped(without_mask("X", X)), without_mask("y", y)
            X, y = validate_data(
                self, X, y, dtype=(np.float64, np.float32), multi_output=True,
                y_numeric=is_regressor(self), reset=not goes_on, accept_sparse="csr",
            )  # fmt: skip
            X = _dense(X)
        Y = self._targets(y, goes_on if keep_classes is None else keep_classes)
        weights = self._weights(X, y, sample_weight)
        if goes_on:
            self._renew(self.model_)
        else:
            self.model_, self.history_ = self._new_model(X), {}
        history = (self._through_blocks if blocks else self._through)(X, Y, weights, epochs)
        for key, values in history.history.items():
            self.history_[key] = self.history_.get(key, []) + values
        self.n_iter_ = len(history.epoch)
        self.loss_curve_ = self.history_.get("loss", [])
        if not np.isfinite(self.model_.theta).all():
            raise ValueError(
                tr(
                    "training ran away: the weights are no numbers any more. A smaller learning_rate, or "
                    "X on a scale around 1, mostly helps"
                )
            )
        return self

    def _through(self, X: np.ndarray, Y: np.ndarray, weights: np.ndarray, epochs: int) -> History:
        """Train on rows that are there; with early_stopping on most of them, watched by the others."""
        callbacks, held_out = [], None
        if flag("early_stopping", self.early_stopping):
            train, test = self._held_out(Y)
            held_out = X[test], Y[test], weights[test]
            X, Y, weights = X[train], Y[train], weights[train]
            callbacks = [EarlyStopping(patience=self.patience, restore_best_weights=True)]
        return self.model_.fit(
            X, Y, self._batch(len(X)), epochs, verbose=self.verbose, callbacks=callbacks,
            validation_data=held_out, sample_weight=weights,
        )  # fmt: skip

    def _through_blocks(self, X: Any, Y: np.ndarray, weights: np.ndarray, epochs: int) -> History:
        """Train on a dask array, of which one block is in memory at a time."""
        self.model_.build()  # weights are drawn before the order of the rows, as for rows that are there
        size = self._batch(X.shape[0])
        feed, steps = batches(X, Y, size, True, self.model_, weights)
        return self.model_.fit(feed, epochs=epochs, verbose=self.verbose, steps_per_epoch=steps)

    def _batch(self, n: int) -> int:
        size = min(200, n) if self.batch_size == "auto" else self.batch_size
        return positive_int("batch_size", size)

    def _held_out(self, Y: np.ndarray) -> list[np.ndarray]:
        """The rows to train on and those to hold out. Raises ValueError where one side would be empty."""
        share = between("validation_fraction", self.validation_fraction, 0, 1)
        parts = self._split(Y, share)
        if not all(map(len, parts)):
            raise ValueError(
                tr(
                    "validation_fraction is {share}: of {count} rows none would be left on one side",
                    share=share,
                    count=len(Y),
                )
            )
        return parts

    def _split(self, Y: np.ndarray, share: float) -> list[np.ndarray]:
        return split_indices(len(Y), [1 - share, share], self.model_.rng)

    def _weights(self, X: np.ndarray, y: np.ndarray, sample_weight: Any) -> np.ndarray:
        """Weights with mean 1: a row of weight 2 then counts as much as the same row given twice."""
        dtype = self._dtype(X)
        weights = _check_sample_weight(sample_weight, y, dtype=dtype, ensure_non_negative=True)
        if getattr(self, "class_weight", None) is not None:
            weights = weights * compute_sample_weight(self.class_weight, y)
        if not weights.sum() > 0:
            raise ValueError(tr("all sample weights are 0: there is nothing to learn from"))
        return (weights / weights.mean()).astype(dtype)

    def _dtype(self, X: Any) -> np.dtype:
        """The dtype to train in: float32 where X has it, else float64."""
        return np.dtype(np.float32 if X.dtype == np.float32 else np.float64)

    def _widths(self) -> list[int]:
        sizes, name = self.hidden_layer_sizes, tr("a hidden layer's size")
        if isinstance(sizes, (int, np.integer)):
            return [positive_int(name, sizes)]
        return [positive_int(name, n) for n in as_list("hidden_layer_sizes", sizes, tr("numbers"))]

    def _new_model(self, X: np.ndarray) -> Sequential:
        shared = {
            "kernel_initializer": self.kernel_initializer,
            "kernel_regularizer": L2(between("l2", self.l2, 0, np.inf) / 2),
        }
        layers, activation = [Input(X.shape[1])], theirs.ours("activation", self.activation)
        for size in self._widths():
            layers += [Dense(size, activation, **shared), Dropout(self.dropout)]
        n_outputs, last, loss = self._head
        layers.append(Dense(n_outputs, last, **shared))
        model = Sequential(layers, rng=_generator(self.random_state), dtype=self._dtype(X))
        model.compile(self._optimizer(), loss)
        return model

    def _renew(self, model: Sequential) -> None:
        """Bring a model that goes on up to today's settings. Raises ValueError where it would be another network."""
        *hidden, last = model.dense
        before = [layer.units for layer in hidden]
        if before != self._widths():
            raise ValueError(
                tr(
                    "hidden_layer_sizes is {hidden_layer_sizes}, but what goes on has {before}; fit "
                    "without warm_start to begin anew",
                    hidden_layer_sizes=self.hidden_layer_sizes,
                    before=before,
                )
            )
        activation = theirs.ours("activation", self.activation)
        for layer in hidden:
            layer.activation = activation
        for layer in model.layers:
            if isinstance(layer, Dropout):
                layer.rate = self.dropout
        for layer in (*hidden, last):
            layer.l2 = self.l2
        _, _, loss = self._head
        if losses.loss_of(loss) != model.loss:
            model.compile(model.optimizer, loss)
        wanted = self._optimizer()
        if type(wanted) is not type(model.optimizer) or wanted.step is not model.optimizer.step:
            model.optimizer = wanted
        else:
            for name in {*wanted.saved, *wanted.beside}:  # it keeps what it remembers
                setattr(model.optimizer, name, getattr(wanted, name))

    def _optimizer(self) -> Optimizer:
        rate = theirs.ours("learning_rate", self.learning_rate)
        if rate is None:
            return copy(optimizer_of(self.optimizer))
        if not isinstance(self.optimizer, str):
            raise ValueError(tr("the optimizer has its learning rate; leave learning_rate at None"))
        optimizer = optimizer_of(self.optimizer)
        optimizer.learning_rate = positive_number("learning_rate", rate)
        return optimizer

    def _output(self, X: Any) -> np.ndarray:
        check_is_fitted(self)
        if is_in_blocks(X):
            return block_by_block(self._output, X)
        kinds, X = (np.float64, np.float32), mapped(without_mask("X", X))
        X = validate_data(self, X, dtype=kinds, reset=False, accept_sparse="csr")
        return self.model_.predict(_dense(X))

    @property
    def coefs_(self) -> list[np.ndarray]:
        """The weights W (n_in, n_out) of each layer."""
        return self._arrays()[::2]

    @property
    def intercepts_(self) -> list[np.ndarray]:
        """The biases b (n_out,) of each layer."""
        return self._arrays()[1::2]

    def _arrays(self) -> list[np.ndarray]:
        if not hasattr(self, "model_"):
            raise AttributeError(tr("not fitted yet"))
        return self.model_.get_weights()


def _dense(X: Any) -> np.ndarray:
    """A sparse matrix as a full one: the products here are of full ones."""
    return X.toarray() if issparse(X) else X


def _generator(random_state: Any) -> np.random.Generator:
    """A NumPy Generator from what scikit-learn calls a random state; None is a fresh one, never the global one."""
    if isinstance(random_state, np.random.Generator):
        return random_state
    if isinstance(random_state, np.random.RandomState):
        random_state = random_state.randint(2**31)
    return np.random.default_rng(random_state)
