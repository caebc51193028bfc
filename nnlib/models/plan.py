"""Plan: what the layers of a model add up to, in the numbers that the network is made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from nnlib.core.arguments import positive_int
from nnlib.core.words import tr

if TYPE_CHECKING:
    from nnlib.models.layers import Layer

Shape = int | Sequence[int | None]
tr(
    "The shape of one example: 8, [8] or (28, 28); a leading None stands for any number "
    "of examples."
)


@dataclass
class Plan:
    """The widths of the dense layers, and for each of them its activation, slope, penalty and dropout.

    `held` says for W and for b whether they stay as they are, `most` how long a column of W may be (0: any length).
    `keeps` holds the share that dropout keeps of the input and of each dense layer's output; `shape` is that of one
    example on its way through, `input_shape` that at its start.

    >>> Plan((8,), (8,)).keeps
    [1.0]
    """

    input_shape: tuple[int, ...]
    shape: tuple[int, ...]
    sizes: list[int] = field(default_factory=list)
    pairs: list = field(default_factory=list)
    alphas: list[float] = field(default_factory=list)
    keeps: list[float] = field(default_factory=lambda: [1.0])
    l1: list[float] = field(default_factory=list)
    l2: list[float] = field(default_factory=list)
    held: list[tuple[bool, bool]] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def plan(layers: Iterable["Layer"], shape: tuple[int, ...]) -> Plan:
    """The plan of these layers for examples of this shape. Raises ValueError where they do not meet.

    >>> from nnlib import Dense, Flatten
    >>> plan([Flatten(), Dense(10)], (28, 28)).sizes
    [784, 10]
    """
    whole = Plan(tuple(shape), tuple(shape), [prod(shape)])
    for layer in layers:
        if layer.input_shape not in (None, whole.shape):
            raise ValueError(
                tr(
                    "{name} wants input of shape {input_shape}, but what comes in has shape {shape}",
                    name=layer.name,
                    input_shape=layer.input_shape,
                    shape=whole.shape,
                )
            )
        layer.join(whole)
        layer.output_shape = whole.shape
    if not whole.pairs:
        raise ValueError(tr("the model has no Dense layer: there is nothing to train"))
    if whole.keeps.pop() < 1:
        raise ValueError(tr("Dropout after the last Dense layer would drop the model's answers"))
    return whole


def as_shape(shape: Shape) -> tuple[int, ...]:
    """`shape` as a tuple: 8 or [8] for eight numbers, [28, 28] for an image; a leading None (any n) may stand.

    >>> as_shape(8), as_shape([None, 28, 28])
    ((8,), (28, 28))
    """
    axes = tuple(shape) if np.iterable(shape) and not isinstance(shape, (str, bytes)) else (shape,)
    axes = axes[1:] if axes and axes[0] is None else axes
    if not axes:
        raise ValueError(
            tr(
                "shape is {shape!r}; wanted that of one example, such as [8] or [28, 28]",
                shape=shape,
            )
        )
    return tuple(positive_int(tr("an axis of the shape"), axis) for axis in axes)
