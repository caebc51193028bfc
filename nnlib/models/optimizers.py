"""Optimizers: how a Sequential steps. What all of them share, SGD, momentum and Adam; the others are in `adaptive`."""

from collections.abc import Callable
from math import inf
from typing import Any, ClassVar

from nnlib.core.arguments import between, flag, number, positive_number
from nnlib.core.words import tr
from nnlib.engine import slots
from nnlib.engine.around import Limits, numbers
from nnlib.models.deprecated import note, spelled
from nnlib.models.plan import Plan
from nnlib.models.schedules import InverseTimeDecay, Schedule
from nnlib.models.settings import Settings, listed

Rate = float | Schedule | Callable[[int], float]
tr("A learning rate: a number, a schedule, or a function of the epoch (from 0).")

# --- The optimizers ------------------------------------------------------------------------------------------------


def _rate(name: str, value: Any) -> Any:
    if isinstance(value, Schedule) or callable(value):
        return value
    # 0 stands in programs whose LearningRateScheduler sets the rate before each epoch
    return 0.0 if number(name, value) == 0 else positive_number(name, value)


def below_one(name: str, value: float) -> float:
    if between(name, value, 0, 1) == 1:
        raise ValueError(tr("{name} is 1; wanted less, so that something new comes in", name=name))
    return float(value)


def _none_or_positive(name: str, value: Any) -> Any:
    return None if value is None else positive_number(name, value)


class LearningRate(float):
    """A learning rate that is a number, and knows whose it is: `assign` sets it, as Keras's variables do.

    >>> sgd = SGD(0.5)
    >>> sgd.learning_rate.assign(0.25)
    >>> sgd.learning_rate
    0.25
    """

    optimizer: "Optimizer"

    def assign(self, value: float) -> None:
        """Make this number the optimizer's learning rate. Raises ValueError or TypeError for what can be none."""
        self.optimizer.learning_rate = number("learning_rate", value)

    def numpy(self) -> float:
        """The number."""
        return float(self)


class Optimizer(Settings):
    """A step and its numbers. `learning_rate` is a number, a schedule, or a function of the epoch (from 0).

    `step` puts a function of your own, in the book's form, in the place of the step. Beside each step there can be
    limits of its gradient: `clipvalue` for each number, `clipnorm` for each W and b, `global_clipnorm` for all; and
    `weight_decay`, by whose share times the learning rate weights and biases shrink at each step. Numbers can be
    changed between trainings: the next epoch takes them. Raises ValueError or TypeError for numbers that cannot be.

    >>> Optimizer(0.1, clipnorm=1.0).rate(0, 0)
    0.1
    """

    saved: ClassVar[tuple[str, ...]] = ()
    takes_step: ClassVar[bool] = True
    beside: ClassVar[tuple[str, ...]] = ("clipvalue", "clipnorm", "global_clipnorm", "weight_decay")
    checks = {"learning_rate": _rate} | dict.fromkeys(beside, _none_or_positive)
    learning_rate: Rate = 0.01
    step: Callable | None = None
    clipvalue: float | None = None
    clipnorm: float | None = None
    global_clipnorm: float | None = None
    weight_decay: float | None = None

    def __init__(self, learning_rate: Rate, step: Callable | None = None, **beside: Any) -> None:
        decay = beside.pop("decay", None)
        if decay:
            note("decay=", "learning_rate=InverseTimeDecay(rate, 1, decay)", depth=5)
            learning_rate = InverseTimeDecay(learning_rate, 1, decay)
        self.learning_rate, self.step = learning_rate, step
        if step is not None and not self.takes_step:
            kind = type(self).__name__
            raise TypeError(tr("{kind} takes no step of your own; SGD and Adam do", kind=kind))
        beside.pop("name", None)
        for name, value in beside.items():
            if name not in self.beside:
                kind, known = type(self).__name__, {*self.saved, *self.beside}
                raise TypeError(
                    tr(
                        "{kind} got an unexpected keyword argument {name!r}{listed}",
                        kind=kind,
                        name=name,
                        listed=listed(name, known),
                    )
                )
            setattr(self, name, None if name == "weight_decay" and value == 0 else value)
        if (
            sum(
                value is not None for value in (self.clipvalue, self.clipnorm, self.global_clipnorm)
            )
            > 1
        ):
            raise ValueError(
                tr("one of clipvalue, clipnorm and global_clipnorm can be set, no more")
            )

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if name == "learning_rate" and isinstance(self.learning_rate, (int, float)):
            rate = LearningRate(self.learning_rate)
            rate.optimizer = self
            object.__setattr__(self, name, rate)

    @property
    def lr(self) -> Rate:
        """The old name of `learning_rate`."""
        note("lr", "learning_rate")
        return self.learning_rate

    @lr.setter
    def lr(self, rate: Rate) -> None:
        note("lr", "learning_rate", depth=5)
        self.learning_rate = rate

    def rate(self, epoch: int, steps: int) -> float:
        """The learning rate of an epoch that begins after so many steps. Raises ValueError for one below 0."""
        rate = self.learning_rate
        if isinstance(rate, Schedule):
            rate = rate.at(steps)
        elif callable(rate):
            rate = rate(epoch)
        return between("learning_rate", rate, 0, inf)

    def rates(self, epoch: int, steps: int, count: int) -> float | list[float]:
        """The learning rate of an epoch, or, of a schedule, that of each of its `count` steps."""
        if not isinstance(self.learning_rate, Schedule):
            return self.rate(epoch, steps)
        return [self.rate(epoch, steps + i) for i in range(count)]

    def form(self) -> tuple[str, tuple[float, ...]]:
        """The name of the step as the training loop knows it, and its numbers beside the learning rate."""
        raise NotImplementedError(
            tr("{name} has no step; wanted SGD or Adam", name=type(self).__name__)
        )

    def around(self, plan: Plan) -> tuple[float, ...]:
        """The numbers of what stands around each step in a model of this plan; none where nothing does."""
        limits = (self.clipvalue, self.clipnorm, self.global_clipnorm, self.weight_decay)
        return numbers(
            plan.sizes, plan.held, plan.most, Limits(*(limit or 0.0 for limit in limits))
        )

    def plugged(self, dtype: Any, plan: Plan) -> slots.Optimizer:
        """The optimizer as the training loop takes it, for a model of this plan."""
        name, own = self.form()
        start = getattr(self, "initial_accumulator_value", 0.0)
        return slots.optimizer(name, dtype, own, self.step, start, self.around(plan))

    def config(self) -> dict[str, Any]:
        """What a saved model has to know of the optimizer."""
        saved = {key: getattr(self, key) for key in self.saved}
        more = {key: getattr(self, key) for key in self.beside if getattr(self, key)}
        return {"type": type(self).__name__} | saved | more


class SGD(Optimizer):
    """Gradient descent, `gd_step`; with momentum above 0, `momentum_step`, or `nesterov_step` with `nesterov`.

    Raises ValueError or TypeError for numbers that cannot be; see Optimizer for the limits beside.

    >>> SGD(0.1, momentum=0.9).form()
    ('momentum', (0.9,))
    """

    saved = ("learning_rate", "momentum")
    beside = (*Optimizer.beside, "nesterov")
    checks = Optimizer.checks | {
        "momentum": lambda name, value: between(name, value, 0, 1),
        "nesterov": flag,
    }
    momentum: float = 0.0
    nesterov: bool = False

    @spelled(lr="learning_rate")
    def __init__(
        self, learning_rate: Rate = 0.01, momentum: float = 0.0, nesterov: bool = False, *,
        step: Callable | None = None, **beside: Any,
    ) -> None:  # fmt: skip
        super().__init__(learning_rate, step, **beside)
        self.momentum, self.nesterov = momentum, nesterov

    def form(self) -> tuple[str, tuple[float, ...]]:
        name = "nesterov" if self.nesterov else "momentum"
        return (name, (self.momentum,)) if self.momentum else ("sgd", ())


class Adam(Optimizer):
    """Adam, `adam_step`; with `amsgrad`, `amsgrad_step`, which divides by the largest mean square so far.

    Raises ValueError or TypeError for numbers that cannot be; see Optimizer for the limits beside.

    >>> Adam().learning_rate
    0.001
    """

    saved = ("learning_rate", "beta_1", "beta_2", "epsilon")
    beside = (*Optimizer.beside, "amsgrad")
    checks = Optimizer.checks | {
        "amsgrad": flag,
        "beta_1": below_one,
        "beta_2": below_one,
        "epsilon": lambda name, value: between(name, value, 0, inf),
    }
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-8
    amsgrad: bool = False

    @spelled(lr="learning_rate", beta1="beta_1", beta2="beta_2")
    def __init__(
        self, learning_rate: Rate = 0.001, beta_1: float = 0.9, beta_2: float = 0.999, epsilon: float | None = None,
        amsgrad: bool = False, *, step: Callable | None = None, **beside: Any,
    ) -> None:  # fmt: skip
        super().__init__(learning_rate, step, **beside)
        self.beta_1, self.beta_2, self.amsgrad = beta_1, beta_2, amsgrad
        if epsilon is not None:
            self.epsilon = epsilon

    def form(self) -> tuple[str, tuple[float, ...]]:
        return "amsgrad" if self.amsgrad else "adam", (self.beta_1, self.beta_2, self.epsilon)
