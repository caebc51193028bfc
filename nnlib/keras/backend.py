"""What Keras keeps in keras.backend."""

from typing import TYPE_CHECKING, Any

from nnlib.core.words import tr
from nnlib.keras.missing import only

__all__ = ["clear_session", "get_value"]
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(
        __name__, __all__, {"set_value": tr("an assignment: model.optimizer.learning_rate = 0.01")}
    )


def clear_session() -> None:
    """Nothing: nnlib has no global state to clear.

    >>> clear_session()
    """


def get_value(x: Any) -> Any:
    """The same: numbers and arrays are values already.

    >>> get_value(0.1)
    0.1
    """
    return x
