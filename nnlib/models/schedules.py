"""Schedules: learning rates that fall from step to step."""

from bisect import bisect_left
from collections.abc import Sequence
from math import inf
from typing import Any

from nnlib.core.arguments import as_list, between, flag, positive_int, positive_number
from nnlib.core.words import tr
from nnlib.models.deprecated import spelled
from nnlib.optimizers import lr_schedule


class Schedule:
    """A learning rate that depends on the number of steps; it is looked at before each of them.

    >>> isinstance(ExponentialDecay(0.1, 10, 0.5), Schedule)
    True
    """

    def at(self, steps: int) -> float:
        """The learning rate after so many steps."""
        raise NotImplementedError(
            tr(
                "{name} does not say the rate after {steps} steps",
                name=type(self).__name__,
                steps=steps,
            )
        )


class _Decay(Schedule):
    """What falls by a factor every `decay_steps` steps: in whole parts of them, or smoothly."""

    @spelled()
    def __init__(
        self, initial_learning_rate: float, decay_steps: int, decay_rate: float, staircase: bool = False,
        name: Any = None,
    ) -> None:  # fmt: skip
        self.start = positive_number("initial_learning_rate", initial_learning_rate)
        self.every = positive_int("decay_steps", decay_steps)
        self.factor = positive_number("decay_rate", decay_rate)
        self.staircase = flag("staircase", staircase)


class ExponentialDecay(_Decay):
    """initial_learning_rate * decay_rate^(steps / decay_steps), in whole powers with `staircase`.

    Raises ValueError or TypeError for numbers that are not above 0.

    >>> ExponentialDecay(0.1, decay_steps=10, decay_rate=0.5).at(20)
    0.025
    """

    def at(self, steps: int) -> float:
        if self.staircase:
            return lr_schedule(self.start, steps, "step", every=self.every, factor=self.factor)
        try:
            return self.start * self.factor ** (steps / self.every)
        except OverflowError:
            raise ValueError(
                tr("the learning rate after {steps} steps is too large", steps=steps)
            ) from None


class CosineDecay(Schedule):
    """From initial_learning_rate to alpha times that, on half a cosine over decay_steps steps.

    Raises ValueError or TypeError for numbers that cannot be.

    >>> CosineDecay(0.1, decay_steps=20, alpha=0.5).at(20)
    0.05
    """

    @spelled()
    def __init__(
        self, initial_learning_rate: float, decay_steps: int, alpha: float = 0.0, name: Any = None
    ) -> None:
        self.start = positive_number("initial_learning_rate", initial_learning_rate)
        self.steps = positive_int("decay_steps", decay_steps)
        self.alpha = between("alpha", alpha, 0, 1)

    def at(self, steps: int) -> float:
        end = self.alpha * self.start
        return lr_schedule(self.start, steps, "cosine", epochs=self.steps, lr_end=end)


class InverseTimeDecay(_Decay):
    """initial_learning_rate / (1 + decay_rate * steps / decay_steps), in whole parts with `staircase`.

    Raises ValueError or TypeError for numbers that are not above 0.

    >>> InverseTimeDecay(0.1, decay_steps=10, decay_rate=0.5).at(20)
    0.05
    """

    def at(self, steps: int) -> float:
        parts = steps // self.every if self.staircase else steps / self.every
        return self.start / (1 + self.factor * parts)


class PiecewiseConstantDecay(Schedule):
    """values[0] up to step boundaries[0], values[1] up to boundaries[1], and so on; the last value after all of them.

    Raises ValueError where there is not one value more than boundaries, where they do not rise, and for rates below 0.

    >>> PiecewiseConstantDecay([10, 20], [0.1, 0.05, 0.01]).at(11)
    0.05
    """

    @spelled()
    def __init__(
        self, boundaries: Sequence[int], values: Sequence[float], name: Any = None
    ) -> None:
        boundaries, values = as_list("boundaries", boundaries), as_list("values", values)
        self.boundaries = [between("boundaries", step, 0, inf) for step in boundaries]
        self.values = [between("values", value, 0, inf) for value in values]
        if len(self.values) != len(self.boundaries) + 1:
            raise ValueError(
                tr(
                    "there are {count} values; wanted {wanted}, one more than boundaries",
                    count=len(self.values),
                    wanted=len(self.boundaries) + 1,
                )
            )
        if sorted(self.boundaries) != self.boundaries:
            raise ValueError(tr("boundaries is {steps}; wanted rising steps", steps=boundaries))

    def at(self, steps: int) -> float:
        return self.values[bisect_left(self.boundaries, steps)]


class PolynomialDecay(Schedule):
    """From initial_learning_rate to end_learning_rate over decay_steps, the rest of the way to the power `power`.

    With `cycle`, decay_steps grows by itself each time that it is reached. Raises ValueError or TypeError for numbers
    that cannot be.

    >>> PolynomialDecay(0.1, decay_steps=10, end_learning_rate=0.0).at(5)
    0.05
    """

    @spelled()
    def __init__(
        self, initial_learning_rate: float, decay_steps: int, end_learning_rate: float = 1e-4, power: float = 1.0,
        cycle: bool = False, name: Any = None,
    ) -> None:  # fmt: skip
        self.start = positive_number("initial_learning_rate", initial_learning_rate)
        self.steps = positive_int("decay_steps", decay_steps)
        self.end = between("end_learning_rate", end_learning_rate, 0, inf)
        self.power, self.cycle = positive_number("power", power), flag("cycle", cycle)

    def at(self, steps: int) -> float:
        whole = self.steps * max(-(-steps // self.steps), 1) if self.cycle else self.steps
        rest = 1 - min(steps, whole) / whole
        return self.end + (self.start - self.end) * rest**self.power
