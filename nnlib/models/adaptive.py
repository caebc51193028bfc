"""Adaptive optimizers: those beside SGD and Adam, each a step of `nnlib.optimizers`; and all of them by name."""

from collections.abc import Callable
from math import inf
from typing import Any

from nnlib.core.arguments import between, flag
from nnlib.core.words import tr
from nnlib.engine.slots import nearest
from nnlib.models.deprecated import spelled
from nnlib.models.optimizers import SGD, Adam, Optimizer, Rate, below_one


class AdamW(Adam):
    """Adam, beside which weights and biases shrink: by `weight_decay` times the learning rate at each step.

    >>> AdamW(0.001).weight_decay
    0.004
    """

    @spelled(lr="learning_rate")
    def __init__(
        self, learning_rate: Rate = 0.001, weight_decay: float = 0.004, beta_1: float = 0.9, beta_2: float = 0.999,
        epsilon: float | None = 1e-7, amsgrad: bool = False, **beside: Any,
    ) -> None:  # fmt: skip
        super().__init__(
            learning_rate, beta_1, beta_2, epsilon, amsgrad, weight_decay=weight_decay, **beside
        )


def _no_amsgrad(name: str, value: Any) -> bool:
    if flag(name, value):
        raise ValueError(tr("amsgrad is True; Adam and AdamW have it, Nadam and Adamax do not"))
    return False


class Nadam(Adam):
    """Nadam, `nadam_step`: Adam with Nesterov's look ahead.

    >>> Nadam().form()
    ('nadam', (0.9, 0.999, 1e-07))
    """

    beside = Optimizer.beside
    checks = Adam.checks | {"amsgrad": _no_amsgrad}
    epsilon: float = 1e-7

    def form(self) -> tuple[str, tuple[float, ...]]:
        return "nadam", (self.beta_1, self.beta_2, self.epsilon)


class Adamax(Nadam):
    """Adamax, `adamax_step`: Adam, divided by the largest slope of late.

    >>> Adamax(0.01).form()
    ('adamax', (0.9, 0.999, 1e-07))
    """

    def form(self) -> tuple[str, tuple[float, ...]]:
        return "adamax", (self.beta_1, self.beta_2, self.epsilon)


class RMSprop(Optimizer):
    """RMSprop, `rmsprop_step`; with `momentum` above 0 or `centered`, `rmsprop_momentum_step`.

    Raises ValueError or TypeError for numbers that cannot be.

    >>> RMSprop().form()
    ('rmsprop', (0.9, 1e-07))
    """

    saved = ("learning_rate", "rho", "epsilon")
    beside = (*Optimizer.beside, "momentum", "centered")
    takes_step = False
    checks = Optimizer.checks | {
        "momentum": lambda name, value: between(name, value, 0, 1),
        "centered": flag,
        "rho": below_one,
        "epsilon": lambda name, value: between(name, value, 0, inf),
    }
    rho: float = 0.9
    epsilon: float = 1e-7
    momentum: float = 0.0
    centered: bool = False

    @spelled(lr="learning_rate")
    def __init__(
        self, learning_rate: Rate = 0.001, rho: float = 0.9, momentum: float = 0.0, epsilon: float | None = None,
        centered: bool = False, **beside: Any,
    ) -> None:  # fmt: skip
        super().__init__(learning_rate, **beside)
        self.rho, self.momentum, self.centered = rho, momentum, centered
        if epsilon is not None:
            self.epsilon = epsilon

    def form(self) -> tuple[str, tuple[float, ...]]:
        if self.momentum or self.centered:
            more = self.momentum, self.epsilon, float(self.centered)
            return "rmsprop_momentum", (self.rho, *more)
        return "rmsprop", (self.rho, self.epsilon)


class Adadelta(Optimizer):
    """Adadelta, `adadelta_step`. In its paper the learning rate is 1.

    >>> Adadelta().form()
    ('adadelta', (0.95, 1e-07))
    """

    saved = ("learning_rate", "rho", "epsilon")
    takes_step = False
    checks = Optimizer.checks | {"rho": below_one, "epsilon": RMSprop.checks["epsilon"]}
    rho: float = 0.95
    epsilon: float = 1e-7

    @spelled(lr="learning_rate")
    def __init__(
        self, learning_rate: Rate = 0.001, rho: float = 0.95, epsilon: float | None = None, **beside: Any
    ) -> None:  # fmt: skip
        super().__init__(learning_rate, **beside)
        self.rho = rho
        if epsilon is not None:
            self.epsilon = epsilon

    def form(self) -> tuple[str, tuple[float, ...]]:
        return "adadelta", (self.rho, self.epsilon)


class Adagrad(Optimizer):
    """Adagrad, `adagrad_step`, whose sum of squares begins at `initial_accumulator_value`.

    >>> Adagrad().form()
    ('adagrad', (1e-07,))
    """

    saved = ("learning_rate", "initial_accumulator_value", "epsilon")
    takes_step = False
    checks = Optimizer.checks | dict.fromkeys(
        ("initial_accumulator_value", "epsilon"), lambda name, value: between(name, value, 0, inf)
    )
    initial_accumulator_value: float = 0.1
    epsilon: float = 1e-7

    @spelled(lr="learning_rate")
    def __init__(
        self, learning_rate: Rate = 0.001, initial_accumulator_value: float = 0.1, epsilon: float | None = None,
        **beside: Any,
    ) -> None:  # fmt: skip
        super().__init__(learning_rate, **beside)
        self.initial_accumulator_value = initial_accumulator_value
        if epsilon is not None:
            self.epsilon = epsilon

    def form(self) -> tuple[str, tuple[float, ...]]:
        return "adagrad", (self.epsilon,)


KINDS = (SGD, Adam, AdamW, Nadam, Adamax, RMSprop, Adadelta, Adagrad)
OPTIMIZERS: dict[str, Callable[[], Optimizer]] = {kind.__name__.lower(): kind for kind in KINDS}
OPTIMIZERS["momentum"] = lambda: SGD(momentum=0.9)


def optimizer_of(optimizer: str | Optimizer) -> Optimizer:
    """The optimizer of this name with its usual numbers, or the one that was given.

    Raises ValueError for an unknown name, TypeError for what is no optimizer.

    >>> optimizer_of("momentum").momentum
    0.9
    """
    if isinstance(optimizer, str):
        known = optimizer.lower() if optimizer.lower() in OPTIMIZERS else optimizer
        return OPTIMIZERS[nearest("optimizer", known, OPTIMIZERS)]()
    if not isinstance(optimizer, Optimizer):
        raise TypeError(
            tr(
                "optimizer is {optimizer!r}; wanted a name, or SGD(...) or Adam(...)",
                optimizer=optimizer,
            )
        )
    return optimizer
