"""What Keras once kept in keras.preprocessing: texts as rows of numbers."""

from typing import TYPE_CHECKING

from nnlib.core.words import tr
from nnlib.keras.missing import only
from nnlib.keras.preprocessing import text

__all__ = ["text"]
INSTEAD = {
    "image": tr("images as arrays, and Dense layers; PyTorch or Keras for convolutions"),
    "sequence": tr("rows of one length; PyTorch or Keras for sequences"),
}
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__, INSTEAD)
