"""Nested: a model as a part of another one. Both have the same weights, so that training one trains the other.

The whole has layers of its own, copies of the part's, and one theta; the part's theta is a view of it. What is trained
is settled when a model is compiled, as in Keras: of the whole and of the part each for itself.
"""

import copy
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from nnlib.core.words import tr
from nnlib.models.layers import Dense, Input, Layer

if TYPE_CHECKING:
    from nnlib.models.model import Model


class Part(NamedTuple):
    """A model inside of another: its layers there, and what its settings were when it was put there."""

    model: "Model"
    layers: list[Layer]
    settings: list[dict[str, Any]]


def settings_of(model: "Model") -> list[dict[str, Any]]:
    """What a model is made of, without whether its layers are trained.

    >>> from nnlib import Dense, Sequential
    >>> [each["type"] for each in settings_of(Sequential([Dense(1)]))]
    ['Dense']
    """
    return [{**layer.config(), "trainable": None} for layer in model.layers]


def put_in(whole: "Model", part: "Model") -> None:
    """Put the layers of a model at the end of another. Raises ValueError where it is there, or has no layers.

    >>> from nnlib import Dense, Input, Sequential
    >>> inner = Sequential([Input([2]), Dense(3)], rng=0)
    >>> whole = Sequential([inner, Dense(1)], rng=1)
    >>> whole.sizes, bool((whole.theta[:9] == inner.theta).all())
    ([2, 3, 1], True)
    """
    if part is whole or part.inside is not None:
        raise ValueError(
            tr("{name} is part of a model already; clone_model gives one more", name=part.name)
        )
    if not part.layers:
        raise ValueError(tr("{name} has no layers yet: add them first", name=part.name))
    if not whole.layers and whole.input_shape is None and part.input_shape is not None:
        whole.add(Input(part.input_shape))
    own = []
    for layer in part.layers:
        own.append(copy.copy(layer))
        own[-1].model, own[-1].name = None, f"{part.name}_{layer.name}"
        whole.add(own[-1])
    whole.parts.append(Part(part, own, settings_of(part)))
    part.inside = whole


def look_at(whole: "Model") -> None:
    """Let the whole know which layers of its parts are trained. Raises ValueError where a part has changed."""
    for part in whole.parts:
        look_at(part.model)
        if settings_of(part.model) != part.settings:
            raise ValueError(
                tr(
                    "the layers of {name} have changed since it became a part of {whole}; put the whole together "
                    "anew",
                    name=part.model.name,
                    whole=whole.name,
                )
            )
        for theirs, own in zip(part.model.layers, part.layers):
            if own.trainable != theirs.trainable:
                own.trainable = theirs.trainable


def share(whole: "Model", theta: np.ndarray) -> None:
    """Let each part's weights be those of the whole: where a part has its own, the whole takes them over first.

    >>> from nnlib import Dense, Input, Sequential
    >>> inner = Sequential([Input([2]), Dense(3)], rng=0)
    >>> whole = Sequential([inner, Dense(1)], rng=1)
    >>> inner.set_weights([np.ones((2, 3)), np.ones(3)])
    >>> whole.theta[:9].tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    """
    starts, start = {}, 0
    for layer, n_in, n_out in whole._drawn:
        starts[layer] = start
        start += (n_in + 1) * n_out
    for part in whole.parts:
        place = whole.layers.index(part.layers[0])
        if part.model.input_shape is None:
            before = whole.layers[place - 1].output_shape if place else whole.input_shape
            part.model.input_shape = before
        dense = [layer for layer in part.layers if isinstance(layer, Dense)]
        if dense:
            theirs = part.model.theta
            view = theta[starts[dense[0]] :][: len(theirs)]
            if theirs.ctypes.data != view.ctypes.data:
                view[:] = theirs
                part.model._theta = view
                share(part.model, view)


def held(model: "Model", as_they_are: list[tuple[bool, bool]]) -> list[tuple[bool, bool]]:
    """Which W and b are held fast: in models that share weights, those that were when the model was compiled.

    >>> from nnlib import Sequential
    >>> held(Sequential(), [(True, True)])
    [(True, True)]
    """
    then = model.trained
    if not (model.parts or model.inside) or then is None or len(then) != len(model.layers):
        return as_they_are
    dense = [(layer, on) for layer, on in zip(model.layers, then) if isinstance(layer, Dense)]
    return [(not on, not (on and layer.use_bias)) for layer, on in dense]
