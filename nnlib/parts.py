"""Parts: what a Sequential is put together from. Each is a record of settings; the mathematics stands elsewhere."""

from dataclasses import dataclass, field
from math import inf, prod, sqrt

import numpy as np

from nnlib.gates import between, positive_int, positive_number
from nnlib.initializers import he, xavier, zeros
from nnlib.network import count_parameters, layer
from nnlib.slots import nearest, number_or_pair
from nnlib.spelling import spelled

FIRST = "keras.Input(shape=...) as the first layer"

# --- Where weights start, and what holds them back ------------------------------------------------------------------


class _Uniform:
    """A generator whose normal numbers are uniform ones of the same spread."""

    def __init__(self, rng):
        self.rng = rng

    def normal(self, mean, spread, shape):
        return self.rng.uniform(mean - sqrt(3) * spread, mean + sqrt(3) * spread, shape)


INITIALIZERS = {
    "zeros": zeros,
    "he": he,
    "he_normal": he,
    "he_uniform": lambda n_in, n_out, rng: he(n_in, n_out, _Uniform(rng)),
    "xavier": xavier,
    "glorot": xavier,
    "glorot_normal": xavier,
    "glorot_uniform": lambda n_in, n_out, rng: xavier(n_in, n_out, _Uniform(rng)),
    "lecun_normal": lambda n_in, n_out, rng: he(n_in, n_out, rng) / sqrt(2),
    "lecun_uniform": lambda n_in, n_out, rng: he(n_in, n_out, _Uniform(rng)) / sqrt(2),
}


class L2:
    """Keras's penalty, l2 * sum(W^2): twice the book's lam / 2 * sum(W^2), so lam = 2 * l2."""

    def __init__(self, l2=0.01):
        self.l2 = between("l2", l2, 0, inf)


# --- Layers ---------------------------------------------------------------------------------------------------------


@dataclass
class Plan:
    """What the layers add up to: the widths of the dense ones, and for each its activation, start and penalty.

    `keeps` holds the share that dropout keeps of the input and of each dense layer's output; `shape` is that of one
    example on its way through, `input_shape` that at its start.
    """

    input_shape: tuple
    shape: tuple
    sizes: list = field(default_factory=list)
    pairs: list = field(default_factory=list)
    alphas: list = field(default_factory=list)
    keeps: list = field(default_factory=lambda: [1.0])
    starts: list = field(default_factory=list)
    l2: list = field(default_factory=list)
    names: list = field(default_factory=list)


def plan(layers, shape):
    """The plan of these layers for examples of this shape. Raises ValueError where they do not meet."""
    whole = Plan(tuple(shape), tuple(shape), [prod(shape)])
    for part in layers:
        if part.input_shape not in (None, whole.shape):
            raise ValueError(
                f"{part.name} wants input of shape {part.input_shape}, but what comes in has shape {whole.shape}"
            )
        part.join(whole)
        part.output_shape = whole.shape
    if not whole.pairs:
        raise ValueError("the model has no Dense layer: there is nothing to train")
    if whole.keeps.pop() < 1:
        raise ValueError("Dropout after the last Dense layer would drop the model's answers")
    return whole


def as_shape(shape):
    """`shape` as a tuple: 8 or [8] for eight numbers, [28, 28] for an image; a leading None (any n) may stand."""
    axes = tuple(shape) if np.iterable(shape) else (shape,)
    axes = axes[1:] if axes[:1] == (None,) else axes
    if not axes:
        raise ValueError(f"shape is {shape!r}; wanted that of one example, such as [8] or [28, 28]")
    return tuple(positive_int("an axis of the shape", axis) for axis in axes)


class Layer:
    """One layer of a Sequential; `output_shape` is known once the model has its weights."""

    n_parameters, output_shape, model = 0, None, None
    saved = ()

    def __init__(self, name=None, input_shape=None):
        self.name, self.input_shape = name, None if input_shape is None else as_shape(input_shape)

    def join(self, plan):
        """Add what this layer does to the plan."""

    def get_weights(self):
        """The layer's weights as a list of new arrays: [W, b] of a Dense layer, else nothing."""
        return []

    def set_weights(self, weights):
        """Put these arrays in the place of the layer's weights."""
        if len(weights):
            raise ValueError(f"{self.name} has no weights; given {len(weights)} arrays")

    def config(self):
        """What a saved model has to know of this layer."""
        own = {"own": True} if isinstance(getattr(self, "pair", None), tuple) else {}
        settings = {key: getattr(self, key) for key in self.saved}
        return {"type": type(self).__name__, "name": self.name} | settings | own


class Input(Layer):
    """What goes in: examples of one shape, such as [8] or [28, 28]. It flattens nothing."""

    saved = ("shape",)

    @spelled(input_shape="shape: keras.Input(shape=...)")
    def __init__(self, shape, name=None):
        super().__init__(name, shape)
        self.shape = self.input_shape


class InputLayer(Input):
    """The same as Input."""


class Flatten(Layer):
    """Each example as one row of numbers: (28, 28) becomes (784,)."""

    @spelled(input_shape=f"shape: {FIRST}")
    def __init__(self, name=None, *, shape=None):
        super().__init__(name, shape)

    def join(self, plan):
        plan.shape = (prod(plan.shape),)


class Dense(Layer):
    """a = activation(x W + b) with `units` outputs.

    `activation` is a name, or your own function with its `activation_backward`; `alpha` is leaky ReLU's slope.
    `kernel_initializer` is a name, or a function (fan_in, fan_out, rng); `kernel_regularizer` is l2(0.01) or None.
    """

    saved = ("units", "activation", "alpha", "l2")

    @spelled(
        {"bias_regularizer": "biases are not penalised", "input_dim": FIRST},
        input_shape=f"shape: {FIRST}",
        init="kernel_initializer",
        W_regularizer="kernel_regularizer",
    )
    def __init__(
        self, units, activation=None, use_bias=True, kernel_initializer="he", kernel_regularizer=None, name=None, *,
        activation_backward=None, alpha=0.2, shape=None,
    ):  # fmt: skip
        super().__init__(name, shape)
        if not use_bias:
            raise ValueError("use_bias is False; every Dense layer has its bias here")
        self.units, self.alpha = positive_int("units", units), positive_number("alpha", alpha)
        self.activation, self.pair = activation_of(activation, activation_backward)
        self.kernel_initializer, self.l2 = kernel_initializer, penalty(kernel_regularizer)
        self.start = kernel_initializer
        if not callable(self.start):
            self.start = INITIALIZERS[nearest("initializer", self.start, INITIALIZERS)]

    def join(self, plan):
        if len(plan.shape) != 1:
            raise ValueError(
                f"{self.name} wants rows of numbers, but gets shape {plan.shape}: put Flatten() before it"
            )
        plan.shape = (self.units,)
        plan.sizes.append(self.units)
        plan.pairs.append(self.pair)
        plan.alphas.append(self.alpha)
        plan.keeps.append(1.0)
        plan.starts.append(self.start)
        plan.l2.append(self.l2)
        plan.names.append(self.activation)
        self.index = len(plan.pairs)
        self.n_parameters = count_parameters(plan.sizes[-2:])

    def views(self):
        """W (n_in, n_out) and b (n_out,), the model's own numbers."""
        return layer.plain(self.model.theta, np.array(self.model.sizes), self.index)

    def get_weights(self):
        if self.model is None:
            raise ValueError("this layer is in no model yet, and has no weights")
        return [view.copy() for view in self.views()]

    def set_weights(self, weights):
        views, weights = self.views(), [np.asarray(array) for array in weights]
        given, wanted = [array.shape for array in weights], [view.shape for view in views]
        if given != wanted:
            raise ValueError(f"{self.name}: weights have the shapes {given}; wanted {wanted}")
        for view, array in zip(views, weights):
            view[:] = array


class Activation(Layer):
    """The activation of the Dense layer before it, as a layer of its own."""

    saved = ("activation", "alpha")

    def __init__(self, activation, name=None, *, activation_backward=None, alpha=0.2):
        super().__init__(name)
        self.alpha = positive_number("alpha", alpha)
        self.activation, self.pair = activation_of(activation, activation_backward)

    def join(self, plan):
        if not plan.pairs or plan.names[-1] not in ("identity", "linear") or plan.keeps[-1] < 1:
            raise ValueError(
                f"{self.name} must follow a Dense layer that has no activation yet, with no Dropout between"
            )
        plan.pairs[-1], plan.names[-1], plan.alphas[-1] = self.pair, self.activation, self.alpha


class Dropout(Layer):
    """In training each number is left out with probability `rate`, and the others grow by 1 / (1 - rate)."""

    saved = ("rate",)

    @spelled(p="rate")
    def __init__(self, rate, name=None):
        super().__init__(name)
        self.rate = between("rate", rate, 0, 1)
        if rate == 1:
            raise ValueError("rate is 1; wanted less, so that something is kept")

    def join(self, plan):
        plan.keeps[-1] *= 1 - self.rate


def activation_of(activation, backward=None):
    """The name of an activation, and what stands for it in the network: its number, or one's own pair."""
    if isinstance(activation, tuple):
        activation, backward = activation
    if isinstance(activation, str):
        activation = "identity" if activation == "linear" else activation
    pair = number_or_pair(activation, backward)
    name = activation or "identity"
    return name if isinstance(name, str) else name.__name__, pair


def penalty(regularizer):
    """The book's lam of a regularizer: l2(0.01), "l2", or None."""
    if regularizer is None:
        return 0.0
    if regularizer == "l2":
        regularizer = L2()
    if not isinstance(regularizer, L2):
        raise TypeError(f"kernel_regularizer is {regularizer!r}; wanted l2(0.01) or None")
    return 2 * regularizer.l2


def layer_of(config, own):
    """The layer that `config()` described; `own` has, by name, the pairs (activation, backward) of one's own."""
    config = dict(config)
    kind, is_own, strength = config.pop("type"), config.pop("own", False), config.pop("l2", 0.0)
    if is_own:
        if config["activation"] not in own:
            name = config["activation"]
            raise ValueError(
                f"the model uses a function {name} of its maker; load it with "
                f"custom_objects={{{name!r}: (function, its backward)}}"
            )
        config["activation"] = tuple(own[config["activation"]])
    layer = LAYERS[kind](**config)
    if strength:
        layer.l2 = strength
    return layer


LAYERS = {kind.__name__: kind for kind in (Input, InputLayer, Flatten, Dense, Activation, Dropout)}
