"""Copies: a model's layers again, from the model itself or from its description in JSON."""

import copy
import json
from typing import Any

from nnlib.core.words import tr
from nnlib.models.deprecated import spelled
from nnlib.models.layers import Input, Layer
from nnlib.models.sequential import Sequential


def clone_model(model: Sequential) -> Sequential:
    """A model of the same layers with weights of its own, drawn anew and not compiled.

    Raises TypeError for what is no Sequential.

    >>> from nnlib import Dense
    >>> model = Sequential([Input([2]), Dense(1)], rng=0)
    >>> clone_model(model).sizes
    [2, 1]
    """
    if not isinstance(model, Sequential):
        raise TypeError(tr("model is {model!r}; wanted a Sequential", model=model))
    first = [] if model.input_shape is None else [Input(model.input_shape)]
    again = Sequential(
        first,
        model.name,
        dtype=model.dtype,
        affine=model.affine,
        affine_backward=model.affine_backward,
    )
    for layer in model.layers:
        again.add(bare_copy(layer))
    return again


def bare_copy(layer: Layer) -> Layer:
    """A layer of the same settings that is in no model.

    >>> from nnlib import Dense
    >>> layer = Dense(3, "tanh")
    >>> bare_copy(layer).activation, bare_copy(layer) is layer
    ('tanh', False)
    """
    own = copy.copy(layer)
    own.model = None
    return own


@spelled()
def model_from_json(text: str, custom_objects: dict | None = None) -> Sequential:
    """The model that `to_json` described, its weights drawn anew. Raises ValueError for another text.

    >>> from nnlib import Dense
    >>> model_from_json(Sequential([Input([2]), Dense(1)]).to_json()).sizes
    [2, 1]
    """
    try:
        header: Any = json.loads(text)
    except (TypeError, ValueError):
        raise ValueError(tr("this is no JSON text of a model: to_json writes one")) from None
    return Sequential.from_config(header, custom_objects)
