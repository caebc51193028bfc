"""The models: what Keras keeps in keras.models."""

from typing import TYPE_CHECKING

from nnlib.core.words import tr
from nnlib.keras.missing import only
from nnlib.models.copies import clone_model, model_from_json
from nnlib.models.sequential import Sequential, load_model

__all__ = ["Sequential", "clone_model", "load_model", "model_from_json"]
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__, {"Model": tr("one row of layers: Sequential")})
