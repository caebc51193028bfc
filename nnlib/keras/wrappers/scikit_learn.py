"""KerasClassifier and KerasRegressor of the old tutorials: loaded, with a word on what is used today, on first use."""

import importlib
from typing import TYPE_CHECKING, Any

from nnlib.core.words import tr
from nnlib.keras.missing import only
from nnlib.models.deprecated import note

if TYPE_CHECKING:
    from nnlib.keras.wrappers.estimators import KerasClassifier, KerasRegressor

__all__ = ["KerasClassifier", "KerasRegressor"]


def _load(name: str) -> Any:
    """The class of this name; for any other, the sentence that says which there are."""
    if name not in __all__:
        _absent(name)
    note(
        f"keras.wrappers.scikit_learn.{name}",
        tr(
            "the package scikeras, or nnlib.MLP{removeprefix}",
            removeprefix=name.removeprefix("Keras"),
        ),
    )
    return getattr(importlib.import_module("nnlib.keras.wrappers.estimators"), name)


_absent, _names = only(__name__, __all__)
if not TYPE_CHECKING:
    __getattr__, __dir__ = _load, _names
