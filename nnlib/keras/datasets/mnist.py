"""MNIST, handwritten digits: what Keras keeps in keras.datasets.mnist."""

from typing import TYPE_CHECKING, Any

from nnlib import datasets
from nnlib.keras.missing import only

__all__ = ["load_data"]
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__)


def load_data() -> Any:
    """((X_train, y_train), (X_test, y_test)), downloaded on first use; divide X by 255.

    >>> (X_train, y_train), test = load_data()  # doctest: +SKIP
    """
    return datasets.load_mnist()
