"""Keras's names for what nnlib has: `from nnlib import keras`, and a program written for Keras runs here.

Names of earlier years work too and say how they are written today; what nnlib has not raises AttributeError with
the names that there are. No other package is loaded.
"""

import difflib
import importlib
import sys
from types import ModuleType

from nnlib import activations as _activations
from nnlib import callbacks as _callbacks
from nnlib import descent as _descent
from nnlib import losses as _losses
from nnlib import parts as _parts
from nnlib.parts import Activation, Input
from nnlib.sequential import Sequential, load_model
from nnlib.spelling import note, spelled

# --- What is written a little differently here ----------------------------------------------------------------------


def ReLU(name=None):
    """The rectified linear unit, as a layer."""
    return Activation("relu", name)


def Softmax(name=None):
    """The softmax, as a layer."""
    return Activation("softmax", name)


@spelled(alpha="negative_slope")
def LeakyReLU(negative_slope=0.3, name=None):
    """The leaky rectified linear unit, as a layer."""
    return Activation("leaky_relu", name, alpha=negative_slope)


def _named(loss):
    """The loss of this name, in the form of Keras's classes: called for the name."""

    def make():
        return loss

    make.__doc__ = f"The loss {loss}."
    return make


def SparseCategoricalCrossentropy(from_logits=False):
    """The cross entropy against labels, of probabilities, or of the logits of a last layer without activation."""
    if from_logits:
        return _losses.softmax_cross_entropy, _losses.softmax_cross_entropy_grad
    return "sparse_categorical_crossentropy"


def BinaryCrossentropy(from_logits=False):
    """The binary cross entropy, of probabilities, or of the logits of a last layer without activation."""
    if from_logits:
        return _losses.bce_with_logits, _losses.bce_with_logits_grad
    return "binary_crossentropy"


def set_random_seed(seed):
    """Nothing: nnlib has no global random state."""
    raise RuntimeError(
        f"there is no global seed here; give it to the model: Sequential(..., rng={seed})"
    )


def clear_session():
    """Nothing: nnlib has no global state to clear."""


# --- The rooms ------------------------------------------------------------------------------------------------------


def _room(name, names, lazy=None):
    """The module `nnlib.keras.<name>` with these names; `lazy` is {name: (module, name there)}, loaded on first use."""
    room = ModuleType(f"{__name__}.{name}", f"What Keras keeps in keras.{name}.")
    lazy = lazy or {}
    known = sorted({*names, *lazy})

    def load(wanted):
        if wanted in lazy:
            module, there = lazy[wanted]
            return getattr(importlib.import_module(module), there)
        if wanted.startswith("__"):
            raise AttributeError(wanted)
        near = difflib.get_close_matches(wanted, known, n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise AttributeError(
            f"keras.{name} has no {wanted} here; {hint}there are {', '.join(known)}"
        )

    room.__dict__.update(names)
    room.__getattr__, room.__all__, room.__dir__ = load, known, lambda: known
    sys.modules[room.__name__] = room
    return room


def _of(module, *names):
    return {name: getattr(module, name) for name in names}


models = _room("models", {"Sequential": Sequential, "load_model": load_model})
layers = _room(
    "layers",
    _of(_parts, "Activation", "Dense", "Dropout", "Flatten", "Input", "InputLayer")
    | {"LeakyReLU": LeakyReLU, "ReLU": ReLU, "Softmax": Softmax},
)
activations = _room(
    "activations",
    _of(_activations, "relu", "selu", "sigmoid", "softmax", "softplus", "tanh")
    | {"linear": _activations.identity},
)
optimizers = _room("optimizers", _of(_descent, "Adam", "SGD"))
schedules = _room("optimizers.schedules", _of(_descent, "CosineDecay", "ExponentialDecay"))
optimizers.schedules = schedules
losses = _room(
    "losses",
    {
        "SparseCategoricalCrossentropy": SparseCategoricalCrossentropy,
        "CategoricalCrossentropy": _named("categorical_crossentropy"),
        "BinaryCrossentropy": BinaryCrossentropy,
        "MeanSquaredError": _named("mse"),
        "MeanAbsoluteError": _named("mae"),
        "Huber": _named("huber"),
    },
)
callbacks = _room(
    "callbacks", _of(_callbacks, "Callback", "EarlyStopping", "History", "LearningRateScheduler")
)
regularizers = _room("regularizers", {"l2": _parts.L2, "L2": _parts.L2})
initializers = _room(
    "initializers",
    {
        "GlorotNormal": _named("glorot_normal"),
        "GlorotUniform": _named("glorot_uniform"),
        "HeNormal": _named("he_normal"),
        "HeUniform": _named("he_uniform"),
        "LecunNormal": _named("lecun_normal"),
        "Zeros": _named("zeros"),
    },
)
metrics = _room("metrics", {"Accuracy": _named("accuracy"), "MeanAbsoluteError": _named("mae")})


class _Wrappers(ModuleType):
    """keras.wrappers.scikit_learn, which today is a package of its own: it is loaded, and says so, on first use."""

    def __getattr__(self, name):
        if name not in ("KerasClassifier", "KerasRegressor"):
            raise AttributeError(
                f"there is no {name} here; there are KerasClassifier, KerasRegressor"
            )
        today = f"the package scikeras, or nnlib.MLP{name.removeprefix('Keras')}"
        note(f"keras.wrappers.scikit_learn.{name}", today)
        return getattr(importlib.import_module("nnlib.estimators"), name)


wrappers = _room("wrappers", {})
wrappers.scikit_learn = sys.modules[f"{__name__}.wrappers.scikit_learn"] = _Wrappers("scikit_learn")


class _DataSet:
    """One of Keras's data sets."""

    def __init__(self, name):
        self.name = name

    def load_data(self):
        """((X_train, y_train), (X_test, y_test)), downloaded on first use; divide X by 255."""
        return getattr(importlib.import_module("nnlib.datasets"), self.name)()


datasets = _room(
    "datasets", {"mnist": _DataSet("load_mnist"), "fashion_mnist": _DataSet("load_fashion_mnist")}
)


def to_categorical(y, num_classes=None):
    """Labels as rows of 0 and one 1; see `nnlib.one_hot`, which always wants the number of classes."""
    from nnlib.preprocessing import one_hot

    return one_hot(y, int(max(y)) + 1 if num_classes is None else num_classes)


utils = _room("utils", {"set_random_seed": set_random_seed, "to_categorical": to_categorical})
backend = _room("backend", {"clear_session": clear_session})
__all__ = [
    "Input",
    "Sequential",
    "activations",
    "backend",
    "callbacks",
    "datasets",
    "initializers",
    "layers",
    "losses",
    "metrics",
    "models",
    "optimizers",
    "regularizers",
    "utils",
    "wrappers",
]


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    near = difflib.get_close_matches(name, __all__, n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    raise AttributeError(f"keras has no {name} here; {hint}there are {', '.join(__all__)}")
