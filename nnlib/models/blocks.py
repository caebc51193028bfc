"""Blocks: what an estimator looks at in a dask array before it trains on it, one block after the other."""

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, is_regressor
from sklearn.utils import check_array
from sklearn.utils.validation import _check_n_features

from nnlib.core.words import tr


def targets_of_blocks(estimator: BaseEstimator, X: Any, y: Any, reset: bool) -> np.ndarray:
    """The targets y of a dask array X, in memory, once X is one that this estimator can be fitted on.

    `reset`: X says how many features there are; else it must have as many as before. Raises ValueError for an X of
    other dimensions or features, and where the estimator wants to hold rows out.
    """
    if estimator.early_stopping:
        raise ValueError(
            tr(
                "X is a dask array: no rows of it are held out, so early_stopping=True cannot be. "
                "Call partial_fit, and score rows of your own after each epoch"
            )
        )
    if X.ndim != 2:
        raise ValueError(tr("X has shape {shape}; wanted (n, features)", shape=X.shape))
    _check_n_features(estimator, X, reset=reset)
    return check_array(y, ensure_2d=False, dtype="numeric" if is_regressor(estimator) else None)
