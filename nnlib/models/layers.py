"""Layers: what a Sequential is put together from. Each is a record of settings; the mathematics stands elsewhere."""

from collections.abc import Callable, Sequence
from math import inf, prod
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from nnlib.core.arguments import as_floats, as_list, between, flag, positive_int, positive_number
from nnlib.core.words import tr
from nnlib.engine.network import count_parameters, layer
from nnlib.models.activations import Activated, activation_of
from nnlib.models.deprecated import spelled
from nnlib.models.initializers import Initializer, first_biases, initializer_of
from nnlib.models.plan import Plan, Shape, as_shape
from nnlib.models.regularizers import L1L2, MaxNorm, longest, penalties
from nnlib.models.settings import Settings, refuse_overrides

if TYPE_CHECKING:
    from nnlib.models.model import Model

FIRST = tr("keras.Input(shape=...) as the first layer")
FROM_MODEL = {
    "model",
    "index",
    "n_parameters",
    "output_shape",
}  # what a layer is told, and does not say
SPELLINGS = {
    "input_shape": tr("shape: {FIRST}", FIRST=FIRST),
    "input_dim": tr("shape: {FIRST}", FIRST=FIRST),
}


class Layer(Settings):
    """One layer of a Sequential; `output_shape` is known once the model has its weights.

    `changes` counts how often a setting was set, so that a model sees what was changed.

    >>> Layer("first").get_weights()
    []
    """

    name: str | None = None
    input_shape: tuple[int, ...] | None = None
    output_shape: tuple[int, ...] | None = None
    model: "Model | None" = None
    n_parameters: int = 0
    changes: int = 0
    saved: ClassVar[tuple[str, ...]] = ()
    kept: ClassVar[tuple[str, ...]] = ()  # saved where it is not as usual
    checks = {"trainable": flag}
    trainable: bool = True

    def __init_subclass__(cls) -> None:
        refuse_overrides(
            cls, ("call", "build"), tr("a layer is a record of settings. Your own functions go into Dense(...)")
        )  # fmt: skip

    def __init__(self, name: str | None = None, input_shape: Shape | None = None) -> None:
        self.name, self.input_shape = name, None if input_shape is None else as_shape(input_shape)

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if name not in FROM_MODEL:  # a plan that was made before holds no more
            object.__setattr__(self, "changes", self.changes + 1)

    def __call__(self, *inputs: Any) -> Any:
        """Raise TypeError: layers stand in a row here, they are not called."""
        raise TypeError(
            tr(
                "{name} is not called here: put the layers into Sequential([...])",
                name=type(self).__name__,
            )
        )

    def join(self, plan: Plan) -> None:
        """Add what this layer does to the plan."""

    def get_weights(self) -> list[np.ndarray]:
        """The layer's weights as a list of new arrays: [W, b] of a Dense layer, else nothing."""
        return []

    def set_weights(self, weights: Sequence[ArrayLike]) -> None:
        """Put these arrays in the place of the layer's weights. Raises ValueError where they do not fit."""
        if len(weights):
            raise ValueError(
                tr(
                    "{name} has no weights; given {count} arrays",
                    name=self.name,
                    count=len(weights),
                )
            )

    @property
    def weights(self) -> list[np.ndarray]:
        """The layer's own numbers: [W, b] of a Dense layer in a model, else nothing."""
        return []

    def count_params(self) -> int:
        """How many numbers the layer has to learn; 0 before its model knows its input."""
        return self.n_parameters

    def get_config(self) -> dict[str, Any]:
        """The layer's settings by name."""
        return self.config()

    def config(self) -> dict[str, Any]:
        """What a saved model has to know of this layer."""
        own = {"own": True} if isinstance(getattr(self, "pair", None), tuple) else {}
        settings = {key: getattr(self, key) for key in self.saved}
        usual, more = type(self), {key: getattr(self, key) for key in self.kept}
        more = {key: value for key, value in more.items() if value != getattr(usual, key)}
        return {"type": type(self).__name__, "name": self.name} | settings | more | own


class Input(Layer):
    """What goes in: examples of one shape, such as [8] or [28, 28]. It flattens nothing.

    Raises ValueError or TypeError for what is no shape.

    >>> Input([28, 28]).shape
    (28, 28)
    """

    saved = ("shape",)
    shape: tuple[int, ...] = ()

    @spelled(input_shape=tr("shape: keras.Input(shape=...)"))
    def __init__(self, shape: Shape, name: str | None = None) -> None:
        super().__init__(name, shape)
        self.shape = as_shape(shape)


class InputLayer(Input):
    """The same as Input.

    >>> InputLayer([8]).shape
    (8,)
    """


class Flatten(Layer):
    """Each example as one row of numbers: (28, 28) becomes (784,).

    >>> from nnlib import Dense, Sequential
    >>> Sequential([Input([28, 28]), Flatten(), Dense(10)]).sizes
    [784, 10]
    """

    @spelled(**SPELLINGS)
    def __init__(self, name: str | None = None, *, shape: Shape | None = None) -> None:
        super().__init__(name, shape)

    def join(self, plan: Plan) -> None:
        plan.shape = (prod(plan.shape),)


class Reshape(Layer):
    """Each example's numbers in another shape, one axis of which may be -1; behind the last Dense layer, the output's.

    Raises ValueError or TypeError for what is no shape; a model raises ValueError where there are other numbers.

    >>> from nnlib import Dense, Sequential
    >>> Sequential([Input([4]), Dense(6), Reshape([2, -1])]).output_shape
    (2, 3)
    """

    saved = ("target_shape",)
    target_shape: tuple[int, ...] = ()

    @spelled(**SPELLINGS)
    def __init__(
        self, target_shape: Shape, name: str | None = None, *, shape: Shape | None = None
    ) -> None:
        super().__init__(name, shape)
        axes = tuple(target_shape) if np.iterable(target_shape) else (target_shape,)
        free = [np.ndim(axis) == 0 and axis == -1 for axis in axes]
        positive = as_shape([1 if any_number else axis for any_number, axis in zip(free, axes)])
        self.target_shape = tuple(-1 if any_number else b for any_number, b in zip(free, positive))

    def join(self, plan: Plan) -> None:
        try:
            plan.shape = np.empty(plan.shape).reshape(self.target_shape).shape
        except ValueError:
            raise ValueError(
                tr(
                    "{name} makes {target} of {shape}, which holds other numbers",
                    name=self.name,
                    target=self.target_shape,
                    shape=plan.shape,
                )
            ) from None


class _Activated(Layer):
    """A layer with an activation: its name, and what stands for it in the network (`pair`)."""

    pair: Any = 0
    _activation: str = "identity"

    @property
    def activation(self) -> str:
        """The activation's name; set it to a name, a function of the library, an Activation, or a pair."""
        return self._activation

    @activation.setter
    def activation(self, given: Activated) -> None:
        if isinstance(given, Activation):  # as Keras takes it: Dense(8, activation=LeakyReLU(0.1))
            self.alpha = given.alpha
            given = given.pair if isinstance(given.pair, tuple) else given.activation
        self._activation, self.pair = activation_of(given)


class Dense(_Activated):
    """a = activation(x W + b) with `units` outputs.

    `activation` is a name, or your own function with its `activation_backward`; `alpha` is leaky ReLU's slope, or
    where elu_alpha levels off below 0.
    `kernel_initializer` and `bias_initializer` are names, or functions (n_in, n_out, rng); without `use_bias` b stays
    0. `kernel_regularizer` is l2(0.01), l1(0.01), l1_l2(0.01, 0.01) or None, `kernel_constraint` MaxNorm(3) or None.
    With `trainable` False the layer's weights stay as they are in training.
    Raises ValueError for unknown names and numbers that cannot be, TypeError for what is no number or function.

    >>> from nnlib import Sequential
    >>> layer = Dense(3, activation="relu")
    >>> model = Sequential([Input([2]), layer], rng=0)
    >>> W, b = layer.get_weights()
    >>> W.shape, b.tolist()
    ((2, 3), [0.0, 0.0, 0.0])
    """

    saved = ("units", "activation", "alpha", "l2")
    kept = ("l1", "use_bias", "max_norm", "trainable")
    checks = Layer.checks | {
        "units": positive_int,
        "alpha": positive_number,
        "l1": lambda name, value: between(name, value, 0, inf),
        "l2": lambda name, value: between(name, value, 0, inf),
        "max_norm": lambda name, value: between(name, value, 0, inf),
        "use_bias": flag,
        "kernel_initializer": lambda name, value: initializer_of(value) and value,
        "bias_initializer": lambda name, value: initializer_of(value) and value,
    }
    units: int = 0
    alpha: float = 0.2
    l1: float = 0.0
    l2: float = 0.0
    max_norm: float = 0.0
    use_bias: bool = True
    kernel_initializer: str | Initializer = "he"
    bias_initializer: str | Initializer = "zeros"
    index: int = 0

    @spelled(
        {
            "bias_regularizer": tr("biases are not penalised"),
            "activity_regularizer": tr("weights are penalised: kernel_regularizer=l2(0.01)"),
            "bias_constraint": tr("only weights are held short: kernel_constraint=MaxNorm(3)"),
        },
        **SPELLINGS,
        init="kernel_initializer",
        W_regularizer="kernel_regularizer",
        W_constraint="kernel_constraint",
        bias="use_bias",
        output_dim="units",
    )
    def __init__(
        self, units: int, activation: Activated = None, use_bias: bool = True,
        kernel_initializer: str | Initializer = "he", bias_initializer: str | Initializer = "zeros",
        kernel_regularizer: L1L2 | str | None = None, kernel_constraint: MaxNorm | None = None,
        name: str | None = None, trainable: bool = True, *, activation_backward: Callable | None = None,
        alpha: float = 0.2, shape: Shape | None = None,
    ) -> None:  # fmt: skip
        super().__init__(name, shape)
        self.units, self.alpha, self.use_bias, self.trainable = units, alpha, use_bias, trainable
        self.activation = (activation, activation_backward) if activation_backward else activation
        self.kernel_initializer, self.bias_initializer = kernel_initializer, bias_initializer
        self.l1, self.l2 = penalties(kernel_regularizer)
        self.max_norm = longest(kernel_constraint)

    @property
    def start(self) -> Initializer:
        """The function that draws the first weights."""
        return initializer_of(self.kernel_initializer)

    def first_biases(self, n_out: int, rng: np.random.Generator) -> np.ndarray:
        """The first biases (n_out,): zeros where there are none to learn."""
        if not self.use_bias or self.bias_initializer == "zeros":
            return np.zeros(n_out)
        return first_biases(self.bias_initializer, n_out, rng)

    def join(self, plan: Plan) -> None:
        if len(plan.shape) != 1:
            raise ValueError(
                tr(
                    "{name} wants rows of numbers, but gets shape {shape}: put Flatten() before it",
                    name=self.name,
                    shape=plan.shape,
                )
            )
        plan.shape = (self.units,)
        plan.sizes.append(self.units)
        plan.pairs.append(self.pair)
        plan.alphas.append(self.alpha)
        plan.keeps.append(1.0)
        plan.l1.append(self.l1)
        plan.l2.append(self.l2)
        plan.held.append((not self.trainable, not (self.trainable and self.use_bias)))
        plan.most.append(self.max_norm)
        plan.names.append(self.activation)
        self.index = len(plan.pairs)
        self.n_parameters = count_parameters(plan.sizes[-2:])
        self.n_parameters -= 0 if self.use_bias else self.units

    def views(self) -> tuple[np.ndarray, np.ndarray]:
        """W (n_in, n_out) and b (n_out,), the model's own numbers."""
        if self.model is None or self not in self.model.layers:
            raise ValueError(tr("this layer is in no model yet, and has no weights"))
        return layer.plain(self.model.theta, np.array(self.model.sizes), self.index)

    @property
    def weights(self) -> list[np.ndarray]:
        return list(self._learned())

    @property
    def kernel(self) -> np.ndarray:
        """W (n_in, n_out), the model's own numbers. Raises ValueError before the layer is in a model."""
        return self.views()[0]

    @property
    def bias(self) -> np.ndarray:
        """b (n_out,), the model's own numbers. Raises ValueError before the layer is in a model."""
        return self.views()[1]

    def get_weights(self) -> list[np.ndarray]:
        return [view.copy() for view in self._learned()]

    def _learned(self) -> tuple[np.ndarray, ...]:
        """W and b, or W alone."""
        return self.views()[: 1 + self.use_bias]

    def set_weights(self, weights: Sequence[ArrayLike]) -> None:
        views = self._learned()
        arrays = [as_floats("weights", array) for array in as_list("weights", weights)]
        given, wanted = [array.shape for array in arrays], [view.shape for view in views]
        if given != wanted:
            raise ValueError(
                tr(
                    "{name}: weights have the shapes {given}; wanted {wanted}",
                    name=self.name,
                    given=given,
                    wanted=wanted,
                )
            )
        for view, array in zip(views, arrays):
            view[:] = array


class Activation(_Activated):
    """The activation of the Dense layer before it, as a layer of its own.

    Raises ValueError or TypeError as Dense does; a model raises ValueError where no Dense layer comes before it.

    >>> Activation("tanh").activation
    'tanh'
    """

    saved = ("activation", "alpha")
    checks = Layer.checks | {"alpha": positive_number}
    alpha: float = 0.2

    @spelled()
    def __init__(
        self, activation: Activated, name: str | None = None, *, activation_backward: Callable | None = None,
        alpha: float = 0.2,
    ) -> None:  # fmt: skip
        super().__init__(name)
        self.alpha = alpha
        self.activation = (activation, activation_backward) if activation_backward else activation

    def join(self, plan: Plan) -> None:
        if not plan.pairs or plan.names[-1] not in ("identity", "linear") or plan.keeps[-1] < 1:
            raise ValueError(
                tr(
                    "{name} must follow a Dense layer that has no activation yet, with no Dropout between",
                    name=self.name,
                )
            )
        plan.pairs[-1], plan.names[-1], plan.alphas[-1] = self.pair, self.activation, self.alpha


class Dropout(Layer):
    """In training each number is left out with probability `rate`, and the others grow by 1 / (1 - rate).

    Raises ValueError for a rate outside 0 to 1, 1 itself left out.

    >>> Dropout(0.2).rate
    0.2
    """

    saved = ("rate",)
    checks = Layer.checks | {"rate": lambda name, value: _below_one(name, value)}
    rate: float = 0.0

    @spelled({"seed": tr("the model draws: Sequential(..., rng=seed)")}, p="rate", **SPELLINGS)
    def __init__(self, rate: float, name: str | None = None, *, shape: Shape | None = None) -> None:
        super().__init__(name, shape)
        self.rate = rate

    def join(self, plan: Plan) -> None:
        plan.keeps[-1] *= 1 - self.rate


def _below_one(name: str, value: float) -> float:
    if between(name, value, 0, 1) == 1:
        raise ValueError(tr("{name} is 1; wanted less, so that something is kept", name=name))
    return float(value)


LAYERS = {
    kind.__name__: kind
    for kind in (Input, InputLayer, Flatten, Reshape, Dense, Activation, Dropout)
}
