"""Activations: what a layer is given as its activation, and what stands for it in the network."""

from collections.abc import Callable
from typing import Any

from nnlib.core.words import tr
from nnlib.engine.slots import number_or_pair

Activated = str | Callable | tuple[Callable, Callable] | None
tr(
    "An activation: its name, a function of the library, one's own pair (activation, "
    "backward), or None."
)


OTHERS = {"linear": "identity", "silu": "swish"}  # a name of Keras: what it is called here


def activation_of(activation: Activated) -> tuple[str, Any]:
    """The name of an activation, and what stands for it in the network: its number, or one's own pair.

    Raises ValueError for an unknown name, TypeError for what is no function.

    >>> activation_of("linear"), activation_of("relu")
    (('identity', 0), ('relu', 3))
    """
    backward = None
    if isinstance(activation, tuple):
        if len(activation) != 2:
            raise TypeError(
                tr(
                    "activation is {activation!r}; wanted a pair (forward, backward)",
                    activation=activation,
                )
            )
        activation, backward = activation
    if isinstance(activation, str):
        activation = OTHERS.get(activation, activation)
    pair = number_or_pair(activation, backward)
    name = activation or "identity"
    return name if isinstance(name, str) else name.__name__, pair
