"""What Keras once kept in keras.wrappers, and the package scikeras after it: models as scikit-learn's estimators."""

import importlib
from typing import TYPE_CHECKING, Any

from nnlib.keras.missing import only
from nnlib.keras.wrappers import scikit_learn

if TYPE_CHECKING:
    from nnlib.keras.wrappers.estimators import KerasClassifier, KerasRegressor

__all__ = ["KerasClassifier", "KerasRegressor", "scikit_learn"]


def _load(name: str) -> Any:
    """The estimator of this name, loaded on first use; for any other, the sentence that says which there are."""
    if name not in ("KerasClassifier", "KerasRegressor"):
        _absent(name)
    return getattr(importlib.import_module("nnlib.keras.wrappers.estimators"), name)


_absent, _names = only(__name__, __all__)
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = _load, _names
