"""Earlier: what a Sequential was asked in the years before, in today's words; each says so, once for each place."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnlib.core.words import tr
from nnlib.models import feeds
from nnlib.models.deprecated import note


class Earlier:
    """The methods of a Sequential that have another name today.

    >>> issubclass(__import__("nnlib").Sequential, Earlier)
    True
    """

    def predict_classes(
        self, X: ArrayLike, batch_size: int | None = None, verbose: Any = 0
    ) -> np.ndarray:
        """The most probable class of each row, (n,); of one output 0 or 1, (n, 1). Raises as `predict` does."""
        note("predict_classes", tr("nnlib.predict_classes(model.predict(X))"))
        P = self.predict(X, batch_size)
        if P.shape[1] > 1:
            return P.argmax(axis=1)
        return (P > (0 if self.takes_logits else 0.5)).astype(np.int64)

    def predict_proba(
        self, X: ArrayLike, batch_size: int | None = None, verbose: Any = 0
    ) -> np.ndarray:
        """The same as `predict`."""
        note("predict_proba", "model.predict(X)")
        return self.predict(X, batch_size)

    def fit_generator(self, generator: Iterator, *args: Any, **settings: Any) -> Any:
        """The same as `fit` with a generator of batches; `steps_per_epoch` and `epochs` may stand without a name."""
        note("fit_generator", "model.fit(generator, ...)")
        order = ("steps_per_epoch", "epochs", "verbose", "callbacks", "validation_data")
        return self.fit(generator, **dict(zip(order, args)), **settings)

    def evaluate_generator(self, generator: Iterator, steps: int, **settings: Any) -> Any:
        """The same as `evaluate`, on `steps` batches of a generator."""
        note("evaluate_generator", "model.evaluate(X, y)")
        X, y, *weights = feeds.collected(generator, steps)
        return self.evaluate(X, y, sample_weight=weights[0] if weights else None)
