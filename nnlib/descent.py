"""Descent: how a Sequential steps. SGD, momentum and Adam, and learning rates that fall; the steps are `optimizers`."""

from math import inf

from nnlib import slots
from nnlib.gates import between, positive_int, positive_number
from nnlib.optimizers import lr_schedule
from nnlib.slots import nearest
from nnlib.spelling import spelled

TO_SCHEDULE = "give a schedule as learning_rate, such as ExponentialDecay(0.01, 1000, 0.9)"


class Optimizer:
    """A step and its numbers. `learning_rate` is a number, a schedule, or a function of the epoch (from 0).

    `step` puts a function of your own, in the book's form, in the place of the step.
    """

    saved = ()

    def __init__(self, learning_rate, step):
        if not callable(learning_rate) and not isinstance(learning_rate, Schedule):
            positive_number("learning_rate", learning_rate)
        self.learning_rate, self.step = learning_rate, step

    def rate(self, epoch, steps):
        """The learning rate of an epoch that begins after so many steps."""
        rate = self.learning_rate
        if isinstance(rate, Schedule):
            rate = rate.at(steps)
        elif callable(rate):
            rate = rate(epoch)
        return between("learning_rate", rate, 0, inf)

    def config(self):
        """What a saved model has to know of the optimizer."""
        return {"type": type(self).__name__} | {key: getattr(self, key) for key in self.saved}


class SGD(Optimizer):
    """Gradient descent, `gd_step`; with momentum above 0, `momentum_step`."""

    saved = ("learning_rate", "momentum")

    @spelled({"decay": TO_SCHEDULE}, lr="learning_rate")
    def __init__(self, learning_rate=0.01, momentum=0.0, nesterov=False, *, step=None):
        super().__init__(learning_rate, step)
        if nesterov:
            raise ValueError("nesterov is True; there is plain momentum here: SGD(momentum=0.9)")
        self.momentum = between("momentum", momentum, 0, 1)

    def plugged(self, dtype):
        """The optimizer as the training loop takes it."""
        if self.momentum:
            return slots.optimizer("momentum", dtype, (self.momentum,), self.step)
        return slots.optimizer("sgd", dtype, (), self.step)


class Adam(Optimizer):
    """Adam, `adam_step`."""

    saved = ("learning_rate", "beta_1", "beta_2", "epsilon")

    @spelled(
        {"decay": TO_SCHEDULE, "amsgrad": "there is plain Adam here"},
        lr="learning_rate",
        beta1="beta_1",
        beta2="beta_2",
    )
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-8, *, step=None):
        super().__init__(learning_rate, step)
        self.beta_1, self.beta_2 = between("beta_1", beta_1, 0, 1), between("beta_2", beta_2, 0, 1)
        if 1 in (beta_1, beta_2):
            raise ValueError("beta is 1; wanted less, so that something new comes in")
        self.epsilon = between("epsilon", epsilon, 0, inf)

    def plugged(self, dtype):
        """The optimizer as the training loop takes it."""
        return slots.optimizer("adam", dtype, (self.beta_1, self.beta_2, self.epsilon), self.step)


OPTIMIZERS = {"sgd": SGD, "adam": Adam, "momentum": lambda: SGD(momentum=0.9)}


def optimizer_of(optimizer):
    """The optimizer of this name with its usual numbers, or the one that was given."""
    if isinstance(optimizer, str):
        known = optimizer.lower() if optimizer.lower() in OPTIMIZERS else optimizer
        return OPTIMIZERS[nearest("optimizer", known, OPTIMIZERS)]()
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"optimizer is {optimizer!r}; wanted a name, or SGD(...) or Adam(...)")
    return optimizer


class Schedule:
    """A learning rate that falls with the number of steps; it is looked at when an epoch begins."""


class ExponentialDecay(Schedule):
    """initial_learning_rate * decay_rate^(steps / decay_steps), in whole powers with `staircase`."""

    def __init__(self, initial_learning_rate, decay_steps, decay_rate, staircase=False):
        self.start = positive_number("initial_learning_rate", initial_learning_rate)
        self.every = positive_int("decay_steps", decay_steps)
        self.factor, self.staircase = positive_number("decay_rate", decay_rate), staircase

    def at(self, steps):
        """The learning rate after so many steps."""
        if self.staircase:
            return lr_schedule(self.start, steps, "step", every=self.every, factor=self.factor)
        return self.start * self.factor ** (steps / self.every)


class CosineDecay(Schedule):
    """From initial_learning_rate to alpha times that, on half a cosine over decay_steps steps."""

    def __init__(self, initial_learning_rate, decay_steps, alpha=0.0):
        self.start = positive_number("initial_learning_rate", initial_learning_rate)
        self.steps = positive_int("decay_steps", decay_steps)
        self.alpha = between("alpha", alpha, 0, 1)

    def at(self, steps):
        """The learning rate after so many steps."""
        end = self.alpha * self.start
        return lr_schedule(self.start, steps, "cosine", epochs=self.steps, lr_end=end)
