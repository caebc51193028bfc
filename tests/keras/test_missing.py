"""Names that are not here: an import and a look-up say the same sentence, and every room is a file."""

import importlib
import pkgutil

import pytest

from nnlib import keras


@pytest.mark.parametrize(
    "line, kind, complaint",
    [
        (
            "from nnlib.keras.optimizers import Ftrl",
            ImportError,
            "there are Adadelta, Adagrad, Adam",
        ),
        ("from nnlib.keras.layers import Densee", ImportError, "did you mean Dense? there are"),
        ("from nnlib.keras import layer", ImportError, "did you mean layers? there are"),
        ("from nnlib import keras; keras.layers.Densee", AttributeError, "did you mean Dense?"),
        ("from nnlib import keras; keras.datasets.cifar", AttributeError, "fashion_mnist, mnist"),
        ("import nnlib.keras.nothing", ModuleNotFoundError, "nnlib.keras.nothing"),
    ],
)
def test_what_is_not_here_says_what_is(line, kind, complaint):
    with pytest.raises(kind) as error:
        exec(line)
    assert complaint in str(error.value)


def rooms():
    found = pkgutil.walk_packages(keras.__path__, "nnlib.keras.")
    return [keras, *(importlib.import_module(one.name) for one in found)]


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.__name__)
@pytest.mark.filterwarnings("ignore:keras.wrappers:FutureWarning")
def test_every_room_is_a_file_and_holds_what_it_offers(room):
    assert room.__file__.endswith(".py")
    for name in getattr(room, "__all__", ()):
        assert getattr(room, name) is not None
    if hasattr(room, "__all__"):
        assert dir(room) == sorted(room.__all__)


def test_a_room_has_no_names_that_it_does_not_say():
    assert not hasattr(keras.layers, "Conv2D") and hasattr(keras.layers, "Dense")
