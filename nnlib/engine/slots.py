"""Which functions a network is made of: activations, losses and optimizers, by name or your own."""

from dataclasses import dataclass

import numpy as np

from nnlib import activations, hinges, losses, optimizers, special_losses
from nnlib.core.kernel import compile_glue, kernel
from nnlib.core.messages import closest
from nnlib.core.words import tr
from nnlib.engine.activate import ACTIVATIONS, OWN
from nnlib.engine.around import around
from nnlib.engine.plugin import Plugged, PluginError, plug
from nnlib.engine.roles import Head


def nearest(kind, name, known):
    """`name` if it is known, else a ValueError that suggests the nearest."""
    if isinstance(name, str) and name in known:
        return name
    near = closest(str(name).lower(), known)
    hint = tr("; did you mean {near!r}?", near=near) if near else "."
    raise ValueError(
        tr(
            "there is no {kind} {name!r}{hint} Known: {listed}",
            kind=kind,
            name=name,
            hint=hint,
            listed=", ".join(sorted(known)),
        )
    )


# --- Activations ----------------------------------------------------------------------------------------------------


def named(activation):
    """The library's activation of this name (None: the identity), or what was given where it is no name.

    A function with parameters of its own, such as keras.activations.elu, says by `library` which it stands for.
    """
    activation = getattr(activation, "library", activation)
    if isinstance(activation, str):
        return getattr(activations, nearest("activation", activation, ACTIVATIONS))
    return activations.identity if activation is None else activation


def backward_of(activation):
    """The library's backward of a library activation or of one's name, or None for a function of one's own."""
    activation = named(activation)
    return (
        getattr(activations, f"{activation.__name__}_backward") if is_library(activation) else None
    )


def is_library(activation):
    """Whether this is one of the library's activations, and not a function of that name."""
    name = getattr(activation, "__name__", None)
    return name in ACTIVATIONS and getattr(activations, name) is activation


def number_or_pair(activation, backward=None):
    """What stands for a layer's activation: the number of a library one, or the pair (activation, backward)."""
    activation = named(activation)
    if not callable(activation):
        raise TypeError(
            tr("activation is {activation!r}; wanted a function or a name", activation=activation)
        )
    matching = backward_of(activation)
    if backward is None:
        backward = matching
    if backward is None:
        raise PluginError(
            tr(
                "{getattr} needs its backward too: a function (dout, a)",
                getattr=getattr(activation, "__name__", activation),
            )
        )
    if matching is not None and backward is matching:
        return ACTIVATIONS.index(activation.__name__)
    return activation, backward


def plug_activations(pairs, dtype):
    """Numbers for the layers' activations, and the slots for one's own: {"activation": ..., "output": ..., ...}.

    `pairs` has for each layer the number of a library activation, or a pair (activation, backward) of one's own,
    which gets a number from OWN on. A function that stands in several layers is plugged once.
    """
    own = dict.fromkeys(pair for pair in pairs if isinstance(pair, tuple))
    numbers = {pair: OWN + i for i, pair in enumerate(own)}
    slots = {}
    for which, end in enumerate(NONE):
        functions = dict.fromkeys(pair[which] for pair in own)
        plugged = {f: plug(f"activation{end}", f, dtype) for f in functions}
        ready = {numbers[pair]: plugged[pair[which]] for pair in own}
        hidden = [number for pair, number in numbers.items() if pair in pairs[:-1]]
        slots[f"activation{end}"] = _by_number(hidden, ready, end)
        slots[f"output{end}"] = ready.get(numbers.get(pairs[-1]), as_plugged(NONE[end]))
    return np.array([numbers.get(pair, pair) for pair in pairs]), slots


def as_plugged(own):
    """A kernel of the library as it stands in a slot."""
    return Plugged(own.__name__, own.compiled, own.plain, False)


@kernel
def no_activation(kind, z, a):
    """What stands in the slot of one's own activation where there is none."""


@kernel
def no_backward(kind, dout, a, dz):
    """What stands in the slot of one's own backward where there is none."""


NONE = {"": no_activation, "_backward": no_backward}


def _by_number(numbers, ready, end):
    """What fills one slot where several functions want it: the one of the layer's number.

    The loop has one slot for all hidden activations of one's own, however many a model has: another slot would be
    another loop to compile. And compiled code cannot pick a function out of a list. So the functions are nested:
    each asks whether the number is its own, and hands on to the next.
    """
    if len(numbers) < 2:
        return ready[numbers[0]] if numbers else as_plugged(NONE[end])
    *rest, number = numbers
    return _choose(number, ready[number], _by_number(rest, ready, end), end)


def _choose(number, own, others, end):
    """The slot in which layers of this number use `own`, and all the rest `others`."""

    def build(own, others):
        if end:

            def into(kind, dout, a, dz):
                if kind == number:
                    own(kind, dout, a, dz)
                else:
                    others(kind, dout, a, dz)
        else:

            def into(kind, z, a):
                if kind == number:
                    own(kind, z, a)
                else:
                    others(kind, z, a)

        return into

    compiled = compile_glue(build(own.compiled, others.compiled))
    is_learners = own.is_learners or others.is_learners
    return Plugged(own.name, compiled, build(own.plain, others.plain), is_learners)


# --- Losses ---------------------------------------------------------------------------------------------------------


AT_LOGITS = Head(True, True, True)
AT_SUMS = Head(True, False, True)  # the gradient at the logits is made of the output
AT_OUTPUT = Head(False, False, False)


@dataclass
class Objective:
    """A loss, its gradient, where they look, and the kind of targets: labels, values or one."""

    loss: Plugged
    grad: Plugged
    head: Head
    targets: str = "labels"


_bce, _bce_grad = losses.bce_with_logits.kernel, losses.bce_with_logits_grad.kernel
_log_sum_exp, _times = losses._log_sum_exp, losses._times
_huber, _huber_grad = losses.huber.kernel, losses.huber_grad.kernel


@kernel
def huber_one(P, T, each):
    """Huber's loss with delta = 1."""
    _huber(P, T, 1.0, each)


@kernel
def huber_one_grad(P, T, dP):
    """The gradient of Huber's loss with delta = 1."""
    _huber_grad(P, T, 1.0, dP)


@kernel
def cross_entropy_of_logits(Z, Y, each):
    """The cross entropy of softmax(Z) against rows Y, from the logits Z: no probability is too small for its log."""
    for i in range(Z.shape[0]):
        level, total = _log_sum_exp(Z[i]), 0.0
        for j in range(Z.shape[1]):
            total += _times(Y[i, j], level - Z[i, j])
        each[i] = total


@kernel
def minus_values_mean(P, Y, dZ):
    """dZ = (P - Y) / (n k): the gradient at the logits of the mean binary cross entropy, from P = sigmoid(Z)."""
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            dZ[i, j] = (P[i, j] - Y[i, j]) / P.size


LOSSES = {  # name: loss, gradient, where they look, targets, the activation that the last layer must have
    "sparse_categorical_crossentropy": (
        losses.softmax_cross_entropy,
        losses.minus_targets,
        AT_SUMS,
        "labels",
        "softmax",
    ),
    "categorical_crossentropy": (
        cross_entropy_of_logits,
        losses.minus_values,
        AT_SUMS,
        "values",
        "softmax",
    ),
    "binary_crossentropy": (
        losses.bce_with_logits,
        minus_values_mean,
        AT_SUMS,
        "values",
        "sigmoid",
    ),
    "mse": (losses.mse, losses.mse_grad, AT_OUTPUT, "values", None),
    "mae": (losses.mae, losses.mae_grad, AT_OUTPUT, "values", None),
    "huber": (huber_one, huber_one_grad, AT_OUTPUT, "values", None),
}
LOSSES |= {
    name: (getattr(home, own), getattr(home, f"{own}_grad"), AT_OUTPUT, "values", None)
    for home, name, own in (
        (special_losses, "mape", "mape"),
        (special_losses, "msle", "msle"),
        (special_losses, "log_cosh", "log_cosh"),
        (special_losses, "poisson", "poisson_loss"),
        (special_losses, "kl_divergence", "kl_divergence"),
        (special_losses, "cosine_similarity", "cosine_loss"),
        (hinges, "hinge", "hinge"),
        (hinges, "squared_hinge", "squared_hinge"),
        (hinges, "categorical_hinge", "categorical_hinge"),
    )
}
LOSS_NAMES = {name: name for name in LOSSES} | {  # what Keras calls some of them, too
    "mean_squared_error": "mse",
    "mean_absolute_error": "mae",
    "mean_absolute_percentage_error": "mape",
    "mean_squared_logarithmic_error": "msle",
    "logcosh": "log_cosh",
    "kld": "kl_divergence",
    "kullback_leibler_divergence": "kl_divergence",
}
SIDES = (
    "hinge",
    "squared_hinge",
)  # losses whose targets are -1 and 1, and whose outputs say a side


def objective(loss, last, dtype, grad=None, targets="values"):
    """The objective for a loss by name, or for one's own pair `loss(out, y)` and `grad(out, y)` on the output.

    `last` is the name of the last layer's activation. Own pairs of a library name, given together, look at the
    logits where the last layer is the identity, as in the book. Raises ValueError for an unknown name, or a last
    layer that does not go with the loss.
    """
    if isinstance(loss, str):
        name = LOSS_NAMES[nearest("loss", loss, LOSS_NAMES)]
        value, slope, head, targets, wanted = LOSSES[name]
        if wanted is not None and last not in (wanted, None):
            raise ValueError(
                tr(
                    "the loss {name} goes with {wanted} in the last layer; given {last}",
                    name=name,
                    wanted=wanted,
                    last=last,
                )
            )
    else:
        if grad is None:
            raise PluginError(
                tr(
                    "{getattr} needs its gradient too: loss_grad=",
                    getattr=getattr(loss, "__name__", loss),
                )
            )
        value, slope, head = loss, grad, AT_OUTPUT
    plugged = (
        plug(f"loss of {targets}", value, dtype),
        plug(f"loss_grad of {targets}", slope, dtype),
    )
    return Objective(*plugged, head, targets)


# --- Optimizers -----------------------------------------------------------------------------------------------------

_gd, _momentum, _nesterov = (
    optimizers.gd_step.kernel,
    optimizers.momentum_step.kernel,
    optimizers.nesterov_step.kernel,
)
_adam, _nadam, _adamax = (
    optimizers.adam_step.kernel,
    optimizers.nadam_step.kernel,
    optimizers.adamax_step.kernel,
)
_amsgrad, _rmsprop_momentum = (
    optimizers.amsgrad_step.kernel,
    optimizers.rmsprop_momentum_step.kernel,
)
_rmsprop, _adagrad, _adadelta = (
    optimizers.rmsprop_step.kernel,
    optimizers.adagrad_step.kernel,
    optimizers.adadelta_step.kernel,
)


@kernel
def gd(theta, grad, memory, hyper, t):
    """Gradient descent; hyper = (lr,)."""
    _gd(theta, grad, hyper[0])


@kernel
def momentum(theta, grad, memory, hyper, t):
    """Momentum; memory is v, hyper = (lr, beta)."""
    _momentum(theta, memory, grad, hyper[0], hyper[1])


@kernel
def nesterov(theta, grad, memory, hyper, t):
    """Nesterov's momentum; memory is v, hyper = (lr, beta)."""
    _nesterov(theta, memory, grad, hyper[0], hyper[1])


@kernel
def adam(theta, grad, memory, hyper, t):
    """Adam; memory is m and v, hyper = (lr, beta1, beta2, eps)."""
    n = theta.shape[0]
    _adam(theta, grad, memory[:n], memory[n:], t, hyper[0], hyper[1], hyper[2], hyper[3])


@kernel
def nadam(theta, grad, memory, hyper, t):
    """Nadam; memory is m and v, hyper = (lr, beta1, beta2, eps)."""
    n = theta.shape[0]
    _nadam(theta, grad, memory[:n], memory[n:], t, hyper[0], hyper[1], hyper[2], hyper[3])


@kernel
def adamax(theta, grad, memory, hyper, t):
    """Adamax; memory is m and v, hyper = (lr, beta1, beta2, eps)."""
    n = theta.shape[0]
    _adamax(theta, grad, memory[:n], memory[n:], t, hyper[0], hyper[1], hyper[2], hyper[3])


@kernel
def rmsprop(theta, grad, memory, hyper, t):
    """RMSprop; memory is v, hyper = (lr, rho, eps)."""
    _rmsprop(theta, grad, memory, hyper[0], hyper[1], hyper[2])


@kernel
def adagrad(theta, grad, memory, hyper, t):
    """Adagrad; memory is v, hyper = (lr, eps)."""
    _adagrad(theta, grad, memory, hyper[0], hyper[1])


@kernel
def adadelta(theta, grad, memory, hyper, t):
    """Adadelta; memory is m and v, hyper = (lr, rho, eps)."""
    n = theta.shape[0]
    _adadelta(theta, grad, memory[:n], memory[n:], hyper[0], hyper[1], hyper[2])


@kernel
def amsgrad(theta, grad, memory, hyper, t):
    """AMSGrad; memory is m, v and u, hyper = (lr, beta1, beta2, eps)."""
    n = theta.shape[0]
    m, v, u = memory[:n], memory[n : 2 * n], memory[2 * n :]
    _amsgrad(theta, grad, m, v, u, t, hyper[0], hyper[1], hyper[2], hyper[3])


@kernel
def rmsprop_momentum(theta, grad, memory, hyper, t):
    """RMSprop with a velocity; memory is m, v and u, hyper = (lr, rho, beta, eps, whether it is centered)."""
    n = theta.shape[0]
    m, v, u = memory[:n], memory[n : 2 * n], memory[2 * n :]
    _rmsprop_momentum(theta, grad, m, v, u, hyper[0], hyper[1], hyper[2], hyper[3], hyper[4] > 0)


@dataclass
class Optimizer:
    """A step, its hyperparameters after the learning rate, and how many vectors like theta it remembers.

    What it remembers begins as `start`. `descends`: it is the library's gradient descent, which the way back can do
    itself.
    """

    step: Plugged
    hyper: tuple[float, ...] = ()
    memories: int = 0
    start: float = 0.0
    descends: bool = False


OPTIMIZERS = {
    "sgd": (gd, 0, "gd_step"),
    "momentum": (momentum, 1, "momentum_step"),
    "nesterov": (nesterov, 1, "momentum_step"),
    "adam": (adam, 2, "adam_step"),
    "nadam": (nadam, 2, "adam_step"),
    "adamax": (adamax, 2, "adam_step"),
    "amsgrad": (amsgrad, 3, None),
    "rmsprop": (rmsprop, 1, None),
    "rmsprop_momentum": (rmsprop_momentum, 3, None),
    "adagrad": (adagrad, 1, None),
    "adadelta": (adadelta, 2, None),
}


def optimizer(name, dtype, hyper=(), step=None, start=0.0, beside=()):
    """The optimizer of this name with these hyperparameters; `step` puts one's own function in the book's form in.

    `beside` are the numbers of what stands around the step, see `around.numbers`. Raises ValueError for an unknown
    name, PluginError for a function that does not fit or has no place there.
    """
    own, memories, role = OPTIMIZERS[nearest("optimizer", name, OPTIMIZERS)]
    if step is not None and role is None:
        raise PluginError(tr("{name} takes no step of your own; SGD and Adam do", name=name))
    library = step is None or step is getattr(optimizers, f"{name.replace('sgd', 'gd')}_step")
    made = as_plugged(own) if library else plug(role, step, dtype)
    made = around(made, dtype) if beside else made
    descends = library and name == "sgd" and not beside
    return Optimizer(made, (*hyper, *beside), memories, start, descends)
