"""What stands in the slots, by name or one's own: the gradient of the whole network is the slope of its loss."""

import functools
import inspect
import re

import numpy as np
import pytest
import scipy.special

import nnlib
from nnlib import (
    activations,
    count_parameters,
    initial_theta,
    l2_penalty,
    numerical_gradient,
    relative_error,
    weighted_loss,
)
from nnlib.core.kernel import compiler
from nnlib.engine import runs, slots, training
from nnlib.engine.activate import ACTIVATIONS, OWN
from nnlib.engine.network import dense_network, layer
from nnlib.engine.plugin import PluginError, plug
from nnlib.engine.roles import Head
from nnlib.engine.slots import (
    LOSS_NAMES,
    LOSSES,
    OPTIMIZERS,
    nearest,
    number_or_pair,
    objective,
    optimizer,
    plug_activations,
)
from nnlib.engine.training import Trainer

SIZES = [3, 4, 2, 3]
TANH = ACTIVATIONS.index("tanh")
FORMS = ("compiled", "plain")


@pytest.fixture(scope="module", autouse=True)
def plugged_once():
    """The own functions of this file are compiled once for all its tests, which saves minutes."""
    slots.plug = functools.cache(plug)
    yield
    slots.plug = plug


@pytest.fixture(params=FORMS)
def form(request, monkeypatch):
    """Run with machine code, and without."""
    if request.param == "plain":
        monkeypatch.setattr(runs, "compiler", lambda: None)
    return request.param


def network_of(pairs, sizes=SIZES, keeps=None, seed=1):
    """A network in float64, with biases that are not 0."""
    rng = np.random.default_rng(seed)
    theta = initial_theta(sizes, rng, np.float64) + rng.normal(0, 0.1, count_parameters(sizes))
    return dense_network(sizes, pairs, theta, keeps=keeps)


def loss_and_slope(network, goal, X, Y, *, weights=None, l2=None, theta=None):
    """The reported loss of one batch of all rows, and the gradient that the step is handed; theta stays.

    One seed gives one order and one set of dropout masks, every time.
    """
    start = network.theta.copy()
    network.theta[:] = start if theta is None else theta
    trainer = Trainer(network, goal, optimizer("sgd", np.float64), len(X), Y.shape[1], l2)
    trainer.at_once = False  # the gradient is to be seen
    trainer.grad[:] = np.nan  # what nobody writes would show
    loss = trainer.epoch(X, Y, np.random.default_rng(9), 0.0, weights)
    network.theta[:] = start
    return loss, trainer.grad


def parts(theta, sizes):
    """W and b of every layer."""
    return [part for i in range(1, len(sizes)) for part in layer.plain(theta, np.array(sizes), i)]


def agrees(got, wanted, sizes, tolerance=1e-6):
    """Array by array: over all of theta a wrong bias gradient is lost among the weights."""
    return all(
        max(np.abs(a).max(), np.abs(b).max()) < 1e-9 or relative_error(a, b) < tolerance
        for a, b in zip(parts(got, sizes), parts(wanted, sizes), strict=True)
    )


def check(network, goal, X, Y, **options):
    """The gradient is the measured slope of the reported loss; returns both."""
    loss, got = loss_and_slope(network, goal, X, Y, **options)

    def loss_at(theta):
        return loss_and_slope(network, goal, X, Y, theta=theta, **options)[0]

    assert np.isfinite(loss) and agrees(
        got, numerical_gradient(loss_at, network.theta), network.sizes
    )
    return loss, got


def targets_for(kind, n, k=3):
    rng = np.random.default_rng(5)
    if kind == "labels":
        return rng.integers(0, k, (n, 1)) * 1.0
    if kind == "rows":
        return rng.dirichlet(np.ones(k), n)
    if kind == "classes":
        return np.eye(k)[rng.integers(0, k, n)]
    return rng.random((n, k)) if kind == "shares" else rng.normal(size=(n, k))


TARGETS = {
    "sparse_categorical_crossentropy": "labels",
    "categorical_crossentropy": "rows",
    "binary_crossentropy": "shares",
    "msle": "shares",
    "poisson": "shares",
    "kl_divergence": "rows",
    "categorical_hinge": "classes",
}
ABOVE_0 = ("msle", "poisson", "kl_divergence")  # losses of outputs above 0


def lasts(loss):
    """The last activations that go with a loss."""
    if LOSSES[loss][4]:
        return [LOSSES[loss][4]]
    return ["sigmoid", "softmax", "softplus", "exponential"] if loss in ABOVE_0 else ACTIVATIONS


def usual(loss, last):
    """This last activation, or another one where the loss cannot have it."""
    return last if last in lasts(loss) else lasts(loss)[0]


PAIRS = [(loss, last) for loss in LOSSES for last in lasts(loss)]
EXTRAS = {
    "bare": {},
    "weights": {"weights": np.array([0.5, 2, 0, 1, 3.0])},
    "l2": {"l2": [0.3, 0, 0.7]},
    "dropout": {"keeps": [0.8, 0.6, 0.7]},
    "all": {"weights": np.array([0.5, 2, 0, 1, 3.0]), "l2": [0.3, 0, 0.7], "keeps": [0.8, 0.6, 0.7]},
}  # fmt: skip


def library_case(loss, last, n, keeps=None):
    """A network with two different hidden layers, its objective, and examples."""
    pairs = [number_or_pair("tanh"), number_or_pair("softplus"), number_or_pair(last)]
    goal = objective(loss, last, np.float64)
    X = np.random.default_rng(6).normal(size=(n, SIZES[0]))
    return network_of(pairs, keeps=keeps), goal, X, targets_for(TARGETS.get(loss, "values"), n)


@pytest.mark.parametrize("extra", EXTRAS)
@pytest.mark.parametrize(("loss", "last"), PAIRS)
def test_every_loss_behind_every_last_layer_has_its_slope(loss, last, extra):
    options = dict(EXTRAS[extra])
    case = library_case(loss, last, 5, options.pop("keeps", None))
    value, grad = check(*case, **options)
    if extra != "bare":  # and the extra is not idle
        assert value != loss_and_slope(*library_case(loss, last, 5))[0]


@pytest.mark.parametrize("loss", LOSSES)
def test_one_row_in_both_forms(loss, form):
    check(*library_case(loss, usual(loss, "sigmoid"), 1))


@pytest.mark.parametrize("loss", LOSSES)
def test_machine_code_and_python_give_the_same_loss_and_slope(loss, monkeypatch):
    case = library_case(loss, usual(loss, "selu"), 5, [0.8, 0.6, 0.7])
    options = {"weights": np.array([0.5, 2, 0, 1, 3.0]), "l2": [0.3, 0, 0.7]}
    value, grad = loss_and_slope(*case, **options)
    monkeypatch.setattr(runs, "compiler", lambda: None)
    again, slope = loss_and_slope(*case, **options)
    assert again == pytest.approx(value, rel=1e-13)
    np.testing.assert_allclose(grad, slope, rtol=1e-11, atol=1e-14)


def test_a_planted_slip_shows():
    """A test of the tests above: a gradient that forgets the 1/n must not pass."""
    network, _, X, Y = library_case("mse", "tanh", 5)
    wrong = objective(
        nnlib.mse, "tanh", np.float64, lambda P, T: 2 * (P - T) / P.shape[1], "values"
    )
    with pytest.raises(AssertionError):
        check(network, wrong, X, Y)


# --- What the loss means ------------------------------------------------------------------------


MEANING = {
    "sparse_categorical_crossentropy": lambda P, Y: -np.log(P[np.arange(len(P)), Y[:, 0].astype(int)]),
    "categorical_crossentropy": lambda P, Y: -np.sum(Y * np.log(P), axis=1),
    "binary_crossentropy": lambda P, Y: -np.mean(Y * np.log(P) + (1 - Y) * np.log(1 - P), axis=1),
    "mse": lambda P, Y: np.mean((P - Y) ** 2, axis=1),
    "mae": lambda P, Y: np.mean(abs(P - Y), axis=1),
    "huber": lambda P, Y: np.mean(scipy.special.huber(1, P - Y), axis=1),
    "mape": lambda P, Y: 100 * np.mean(abs(P - Y) / np.maximum(abs(Y), 1e-7), axis=1),
    "msle": lambda P, Y: np.mean((np.log1p(np.maximum(P, 1e-7)) - np.log1p(np.maximum(Y, 1e-7))) ** 2, axis=1),
    "log_cosh": lambda P, Y: np.mean(np.log(np.cosh(P - Y)), axis=1),
    "poisson": lambda P, Y: np.mean(P - Y * np.log(P + 1e-7), axis=1),
    "kl_divergence": lambda P, Y: np.sum(scipy.special.rel_entr(np.maximum(Y, 1e-7), P), axis=1),
    "cosine_similarity": lambda P, Y: -np.sum(P * Y, axis=1) / np.linalg.norm(P, axis=1) / np.linalg.norm(Y, axis=1),
    "hinge": lambda P, Y: np.mean(np.maximum(1 - np.where(Y == 0, -1, Y) * P, 0), axis=1),
    "squared_hinge": lambda P, Y: np.mean(np.maximum(1 - np.where(Y == 0, -1, Y) * P, 0) ** 2, axis=1),
    "categorical_hinge": lambda P, Y: np.maximum(1 + np.max((1 - Y) * P, axis=1) - np.sum(Y * P, axis=1), 0),
}  # fmt: skip


@pytest.mark.parametrize("loss", LOSSES)
def test_the_reported_loss_is_what_its_name_says(loss):
    network, goal, X, Y = library_case(loss, usual(loss, "tanh"), 5)
    each = MEANING[loss](network.outputs(X), Y)
    assert loss_and_slope(network, goal, X, Y)[0] == pytest.approx(each.mean(), rel=1e-12)
    w = np.array([0.5, 2, 0, 1, 3.0])
    weighted = loss_and_slope(network, goal, X, Y, weights=w)[0]
    assert weighted == pytest.approx(weighted_loss(each, np.zeros(5, int), [1.0], w), rel=1e-12)
    l2 = loss_and_slope(network, goal, X, Y, l2=[0.3, 0.3, 0.3])[0]
    assert l2 == pytest.approx(each.mean() + l2_penalty(parts(network.theta, SIZES), 0.3)[0])


@pytest.mark.parametrize(
    "loss", ["sparse_categorical_crossentropy", "categorical_crossentropy", "binary_crossentropy"]
)
def test_logits_of_a_thousand_are_no_problem(loss):
    network, goal, _, _ = library_case(loss, LOSSES[loss][4], 1)
    network.theta[:] = 0
    parts(network.theta, SIZES)[-1][:] = [1000, -1000, 0]  # the last biases are the logits
    Y = np.array([[1.0]]) if LOSSES[loss][3] == "labels" else np.array([[0.0, 1, 0]])
    value, grad = loss_and_slope(network, goal, np.zeros((1, 3)), Y)
    wanted = (1000 + 1000 + np.log(2)) / 3 if loss == "binary_crossentropy" else 2000
    assert value == pytest.approx(wanted) and np.isfinite(grad).all()


def test_huber_by_name_is_the_parabola_up_to_one():
    P, T, each = np.array([[0.5, 3.0]]), np.zeros((1, 2)), np.zeros(1)
    slots.huber_one(P, T, each)
    assert each[0] == pytest.approx((0.125 + 2.5) / 2)


# --- One's own activations ----------------------------------------------------------------------


def softsign(z):
    return z / (1 + np.abs(z))


def softsign_backward(dout, a):
    return dout * (1 - np.abs(a)) ** 2


def arctan(z):
    return np.arctan(z)


def arctan_backward(dout, a):
    return dout * np.cos(a) ** 2


def arcsinh(z):
    a = np.empty_like(z)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = np.arcsinh(z[i, j])
    return a


def arcsinh_backward(dout, a):
    return dout / np.cosh(a)


SOFTSIGN, ARCTAN, ARCSINH = (
    (softsign, softsign_backward),
    (arctan, arctan_backward),
    (arcsinh, arcsinh_backward),
)
MIXTURES = {
    "one everywhere": [SOFTSIGN, SOFTSIGN, SOFTSIGN],
    "two and a library one": [ARCTAN, TANH, SOFTSIGN],
    "three": [ARCSINH, ARCTAN, SOFTSIGN],
    "the last alone": [TANH, TANH, ARCTAN],
    "hidden alone": [TANH, ARCTAN, ACTIVATIONS.index("sigmoid")],
    "the same again later, another last": [SOFTSIGN, ARCTAN, SOFTSIGN, TANH, ARCSINH, ARCTAN],
    "a library function with one's own backward": [
        (nnlib.tanh, lambda dout, a: dout * (1 - a * a)),
        (lambda z: np.tanh(z), nnlib.tanh_backward),
        (nnlib.sigmoid, lambda dout, a: dout * a * (1 - a)),
    ],
    "one function, two backwards that are the same": [
        (arctan, arctan_backward), (arctan, lambda dout, a: dout * np.cos(a) ** 2), ARCTAN,
    ],
    "no hidden layer": [ARCTAN],
}  # fmt: skip


def mixture(name):
    pairs = MIXTURES[name]
    sizes = [3, 4, 2, 5, 4, 3, 3][: len(pairs)] + [3]
    X = np.random.default_rng(6).normal(size=(5, 3))
    return network_of(pairs, sizes), objective("mse", None, np.float64), X, targets_for("values", 5)


@pytest.mark.parametrize("name", MIXTURES)
def test_own_activations_mix_with_the_librarys(name, form):
    check(*mixture(name))


@pytest.mark.parametrize("name", MIXTURES)
def test_every_layer_runs_on_its_own_function(name):
    """Values, in NumPy: that the slope agrees would not show two functions that stand in each other's place."""
    network, _, X, _ = mixture(name)
    a, arrays = X, parts(network.theta, network.sizes)
    for index, pair in enumerate(MIXTURES[name]):
        z = a @ arrays[2 * index] + arrays[2 * index + 1]
        a = pair[0](z) if isinstance(pair, tuple) else getattr(activations, ACTIVATIONS[pair])(z)
    np.testing.assert_allclose(network.outputs(X), a, rtol=1e-12)


def test_a_slip_in_one_of_several_own_backwards_shows():
    pairs = [ARCSINH, (arctan, softsign_backward), SOFTSIGN]
    network, (_, goal, X, Y) = network_of(pairs), mixture("three")
    with pytest.raises(AssertionError):
        check(network, goal, X, Y)


def test_numbers_of_own_activations():
    kinds, own = plug_activations([ARCTAN, TANH, SOFTSIGN, ARCTAN], np.float64)
    assert kinds.tolist() == [OWN, TANH, OWN + 1, OWN] and kinds.dtype == np.int64
    assert own.keys() == {"activation", "activation_backward", "output", "output_backward"}
    assert own["output"].name == "arctan" and own["activation"].is_learners
    kinds, own = plug_activations([TANH, TANH], np.float64)
    assert kinds.tolist() == [TANH, TANH] and not any(p.is_learners for p in own.values())


def test_a_function_in_several_layers_is_compiled_once():
    def mine(z):
        return np.tanh(z)

    def mine_backward(dout, a):
        return dout * (1 - a * a)

    tries = []
    kept = slots.plug
    pair = (mine, mine_backward)
    slots.plug = lambda role, function, dtype: tries.append(function) or kept(role, function, dtype)
    try:
        if compiler() is None:
            plug_activations([pair, SOFTSIGN, pair, TANH, pair], np.float64)
        else:
            from numba.core import event

            with event.install_recorder("numba:compile") as recorder:
                _, own = plug_activations([pair, SOFTSIGN, pair, TANH, pair], np.float64)
            starts = [e for _, e in recorder.buffer if e.is_start]
            names = [e.data["dispatcher"].py_func.__name__ for e in starts]
            assert names.count("mine") == names.count("mine_backward") == 1
    finally:
        slots.plug = kept
    assert tries.count(mine) == tries.count(mine_backward) == 1


# --- One's own losses ---------------------------------------------------------------------------


def own_labels(P, y):
    total = 0.0
    for i in range(P.shape[0]):
        total -= np.log(P[i, y[i]])
    return total / P.shape[0]


def own_labels_grad(P, y):
    dP = np.zeros_like(P)
    for i in range(P.shape[0]):
        dP[i, y[i]] = -1 / P[i, y[i]] / P.shape[0]
    return dP


def own_values(P, T):
    total = 0.0
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            total += (P[i, j] - T[i, j]) ** 4
    return total / P.size


def own_values_grad(P, T):
    dP = np.empty_like(P)
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            dP[i, j] = 4 * (P[i, j] - T[i, j]) ** 3 / P.size
    return dP


def own_one(p, y):
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def own_one_grad(p, y):
    return ((1 - y) / (1 - p) - y / p) / p.size


OWN_LOSSES = {
    "labels": (own_labels, own_labels_grad, "softmax", 3, "sparse_categorical_crossentropy"),
    "values": (own_values, own_values_grad, "tanh", 3, None),
    "one": (own_one, own_one_grad, "sigmoid", 1, "binary_crossentropy"),
}


def own_loss_case(targets, n=5):
    loss, grad, last, k, _ = OWN_LOSSES[targets]
    sizes = [3, 4, k]
    Y = targets_for({"one": "shares"}.get(targets, targets), n, k)
    X = np.random.default_rng(6).normal(size=(n, 3))
    network = network_of([TANH, number_or_pair(last)], sizes)
    return network, objective(loss, last, np.float64, grad, targets), X, Y


@pytest.mark.parametrize("n", [1, 5])
@pytest.mark.parametrize("targets", OWN_LOSSES)
def test_own_losses_have_their_slope(targets, n, form):
    network, goal, X, Y = own_loss_case(targets, n)
    value, grad = check(network, goal, X, Y)
    assert goal.targets == targets and goal.loss.is_learners and goal.grad.is_learners
    if twin := OWN_LOSSES[targets][4]:
        library = objective(twin, OWN_LOSSES[targets][2], np.float64)
        wanted, slope = loss_and_slope(network, library, X, Y)
        assert value == pytest.approx(wanted, rel=1e-12)
        np.testing.assert_allclose(grad, slope, rtol=1e-9, atol=1e-13)


def test_own_losses_behind_own_outputs(form):
    X, Y = np.random.default_rng(6).normal(size=(5, 3)), targets_for("values", 5)
    goal = objective(own_values, None, np.float64, own_values_grad, "values")
    check(network_of([ARCTAN, TANH, SOFTSIGN]), goal, X, Y)


def test_the_books_pair_on_logits_where_the_last_layer_is_the_identity():
    X, Y = np.random.default_rng(6).normal(size=(5, 3)), targets_for("labels", 5)
    pair = (nnlib.softmax_cross_entropy, nnlib.softmax_cross_entropy_grad)
    book = objective(pair[0], "identity", np.float64, pair[1], "labels")
    value, grad = check(network_of([TANH, TANH, number_or_pair("identity")]), book, X, Y)
    short = objective("sparse_categorical_crossentropy", "softmax", np.float64)
    wanted, slope = loss_and_slope(network_of([TANH, TANH, number_or_pair("softmax")]), short, X, Y)
    assert value == pytest.approx(wanted, rel=1e-13)
    np.testing.assert_allclose(grad, slope, rtol=1e-10, atol=1e-14)


def test_a_loss_without_its_gradient_is_refused():
    with pytest.raises(PluginError, match="own_values needs its gradient too: loss_grad="):
        objective(own_values, "tanh", np.float64)


# --- Steps --------------------------------------------------------------------------------------


def own_momentum(w, v, g, lr, beta):
    v = beta * v - lr * g
    return w + v, v


def own_adam(w, g, m, v, t, lr, beta1, beta2, eps):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def forgetful_momentum(w, v, g, lr, beta):
    return w - lr * g, v * 1


def biased_adam(w, g, m, v, t, lr, beta1, beta2, eps):
    return own_adam(w, g, m, v, 1000, lr, beta1, beta2, eps)


def own_nesterov(w, v, g, lr, beta):
    v = beta * v - lr * g
    return w + beta * v - lr * g, v


def own_adamax(w, g, m, v, t, lr, beta1, beta2, eps):
    m = beta1 * m + (1 - beta1) * g
    v = np.maximum(beta2 * v, np.abs(g))
    return w - lr * m / ((1 - beta1**t) * (v + eps)), m, v


def own_nadam(w, g, m, v, t, lr, beta1, beta2, eps):
    u = beta1 * (1 - 0.5 * 0.96 ** np.arange(1, t + 2))
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    ahead = u[t] * m / (1 - np.prod(u)) + (1 - u[t - 1]) * g / (1 - np.prod(u[:t]))
    return w - lr * ahead / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def by_hand_rmsprop(w, g, v, lr, rho, eps):
    v = rho * v + (1 - rho) * g**2
    return w - lr * g / np.sqrt(v + eps), v


def by_hand_adagrad(w, g, v, lr, eps):
    v = v + g**2
    return w - lr * g / np.sqrt(v + eps), v


def by_hand_adadelta(w, g, m, v, lr, rho, eps):
    v = rho * v + (1 - rho) * g**2
    move = g * np.sqrt(m + eps) / np.sqrt(v + eps)
    return w - lr * move, rho * m + (1 - rho) * move**2, v


def by_hand_rmsprop_momentum(w, g, m, v, u, lr, rho, beta, eps, centered):
    m, v = rho * m + (1 - rho) * g, rho * v + (1 - rho) * g**2
    u = beta * u + lr * g / np.sqrt(v - centered * m**2 + eps)
    return w - u, m, v, u


def by_hand_amsgrad(w, g, m, v, u, t, lr, beta1, beta2, eps):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    u = np.maximum(u, v)
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(u / (1 - beta2**t)) + eps), m, v, u


STEPS = {
    "sgd": ((), lambda params, grads, lr: params - lr * grads, lambda params, grads, lr: params + lr * grads),
    "momentum": ((0.9,), own_momentum, forgetful_momentum),
    "adam": ((0.9, 0.99, 1e-7), own_adam, biased_adam),
    "nesterov": ((0.9,), own_nesterov, forgetful_momentum),
    "adamax": ((0.9, 0.99, 1e-7), own_adamax, biased_adam),
    "nadam": ((0.9, 0.99, 1e-7), own_nadam, biased_adam),
}  # fmt: skip
WITHOUT_OWN = {  # their numbers, where their memory starts, and the step by hand
    "rmsprop": ((0.9, 1e-7), 0.0, by_hand_rmsprop),
    "adagrad": ((1e-7,), 0.1, by_hand_adagrad),
    "adadelta": ((0.95, 1e-7), 0.0, by_hand_adadelta),
    "rmsprop_momentum": ((0.9, 0.8, 1e-7, 1.0), 0.0, by_hand_rmsprop_momentum),
    "amsgrad": ((0.9, 0.5, 1e-7), 0.0, by_hand_amsgrad),
}


def trained(name, step=None, epochs=3, dtype=np.float64):
    network, goal, X, Y = library_case("mse", "tanh", 5)
    rng, moved = np.random.default_rng(4), optimizer(name, dtype, STEPS[name][0], step)
    trainer = Trainer(network, goal, moved, 2, 3)
    losses = [trainer.epoch(X, Y, rng, 0.05) for _ in range(epochs)]
    return network.theta, losses, trainer


def test_every_optimizer_is_tried():
    assert {*STEPS, *WITHOUT_OWN} == OPTIMIZERS.keys()
    assert WITHOUT_OWN.keys() == {name for name, row in OPTIMIZERS.items() if row[2] is None}


@pytest.mark.parametrize("name", STEPS)
def test_own_steps_are_what_moves_theta(name, form):
    theta, losses, trainer = trained(name)
    assert trainer.steps == 9 and losses[-1] < losses[0]  # three batches of five rows, three times
    own, own_losses, mine = trained(name, STEPS[name][1])
    np.testing.assert_allclose(own, theta, rtol=1e-11, atol=1e-14)
    np.testing.assert_allclose(own_losses, losses, rtol=1e-12)
    np.testing.assert_allclose(mine.memory, trainer.memory, rtol=1e-9, atol=1e-14)
    assert mine.optimizer.step.is_learners and not trainer.optimizer.step.is_learners
    assert relative_error(trained(name, STEPS[name][2])[0], theta) > 1e-3


@pytest.mark.parametrize("name", STEPS)
def test_the_books_face_as_a_step_is_the_librarys_own(name):
    face = getattr(nnlib, f"{name.replace('sgd', 'gd')}_step")
    assert (
        optimizer(name, np.float64, STEPS[name][0], face).step.name == OPTIMIZERS[name][0].__name__
    )


@pytest.mark.parametrize("name", STEPS)
def test_the_steps_by_hand_over_several_epochs(name):
    """The step's number goes on from epoch to epoch: Adam's correction of its start would show it."""
    network, goal, X, Y = library_case("mse", "tanh", 5)
    hyper, own, _ = STEPS[name]
    w, memory = network.theta.copy(), [np.zeros_like(network.theta)] * OPTIMIZERS[name][1]
    for t in range(1, 4):
        g = loss_and_slope(network, goal, X, Y, theta=w)[1]
        if "ada" in name or name == "nadam":
            w, *memory = own(w, g, *memory, t, 0.05, *hyper)
        elif name != "sgd":
            w, *memory = own(w, *memory, g, 0.05, *hyper)
        else:
            w = own(w, g, 0.05)
    trainer = Trainer(network, goal, optimizer(name, np.float64, hyper), 5, 3)
    for _ in range(3):
        trainer.epoch(X, Y, np.random.default_rng(0), 0.05)
    np.testing.assert_allclose(network.theta, w, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("name", WITHOUT_OWN)
def test_steps_that_no_own_function_replaces_by_hand(name):
    network, goal, X, Y = library_case("mse", "tanh", 5)
    hyper, start, by_hand = WITHOUT_OWN[name]
    w, memory = network.theta.copy(), [np.full_like(network.theta, start)] * OPTIMIZERS[name][1]
    for t in range(1, 4):
        g = loss_and_slope(network, goal, X, Y, theta=w)[1]
        counted = (t,) if name == "amsgrad" else ()
        w, *memory = by_hand(w, g, *memory, *counted, 0.05, *hyper)
    trainer = Trainer(network, goal, optimizer(name, np.float64, hyper, start=start), 5, 3)
    for _ in range(3):
        trainer.epoch(X, Y, np.random.default_rng(0), 0.05)
    np.testing.assert_allclose(network.theta, w, rtol=1e-10, atol=1e-13)
    np.testing.assert_allclose(trainer.memory, np.concatenate(memory), rtol=1e-9, atol=1e-13)
    with pytest.raises(PluginError, match=f"{name} takes no step of your own; SGD and Adam do"):
        optimizer(name, np.float64, hyper, by_hand)


def test_what_an_own_step_raises_names_its_line():
    def stops(w, v, g, lr, beta):
        if np.max(np.abs(v)) > 0.001 and w.size > 5:
            raise ValueError("too fast")
        return own_momentum(w, v, g, lr, beta)

    with pytest.raises(ValueError, match="too fast"):
        trained("momentum", stops)


# --- Dropout ------------------------------------------------------------------------------------


def test_masks_drawn_in_parts_are_the_masks_drawn_at_once(monkeypatch):
    def run():
        network, goal, X, Y = library_case("mse", "tanh", 13, [0.8, 0.6, 0.7])
        trainer = Trainer(network, goal, optimizer("sgd", np.float64), 4, 3)
        loss = trainer.epoch(X, Y, np.random.default_rng(2), 0.1)
        return loss, network.theta, trainer.steps

    loss, theta, steps = run()
    monkeypatch.setattr(training, "MASKED_ROWS", 6)  # 4, 4, 4 and 1 rows
    again, same, counted = run()
    assert theta.tobytes() == same.tobytes() and again == pytest.approx(loss, rel=1e-14)
    assert steps == counted == 4


def test_masks_keep_their_share_and_its_scale():
    network, goal, _, _ = library_case("mse", "tanh", 5, [0.8, 1.0, 0.5])
    trainer = Trainer(network, goal, optimizer("sgd", np.float64), 5, 3)
    masks = trainer._masks(20_000, np.random.default_rng(0))
    inputs, first, second = np.split(masks, [3, 7], axis=1)
    assert np.unique(inputs).tolist() == [0, 1.25] and np.unique(second).tolist() == [0, 2]
    assert (first == 1).all() and masks.mean(axis=0) == pytest.approx(1, abs=0.03)


def test_dropout_ends_with_training():
    with_dropout, _, X, _ = library_case("mse", "tanh", 5, [0.8, 0.6, 0.7])
    without = library_case("mse", "tanh", 5)[0]
    np.testing.assert_array_equal(with_dropout.outputs(X), without.outputs(X))


# --- Names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: number_or_pair("rleu"), "there is no activation 'rleu'; did you mean 'relu'? Known: elu, elu_alpha"),
        (lambda: number_or_pair("Softmax"), "there is no activation 'Softmax'; did you mean 'softmax'? Known: "),
        (lambda: objective("MSE", None, "f8"), "there is no loss 'MSE'; did you mean 'mse'? Known: binary_cross"),
        (lambda: objective("categorical_crossentrpy", None, "f8"), "; did you mean 'categorical_crossentropy'?"),
        (lambda: optimizer("adm", "f8"), "there is no optimizer 'adm'; did you mean 'adam'? Known: adadelta, adagrad"),
        (lambda: optimizer("zzz", "f8"), "there is no optimizer 'zzz'. Known: adadelta, adagrad"),
    ],
)  # fmt: skip
def test_an_unknown_name_is_answered_with_the_nearest(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


def test_known_names():
    assert nearest("loss", "mse", LOSS_NAMES) == "mse"
    assert [number_or_pair(name) for name in ACTIVATIONS] == list(range(len(ACTIVATIONS)))
    assert [number_or_pair(getattr(nnlib, name)) for name in ACTIVATIONS] == list(
        range(len(ACTIVATIONS))
    )
    assert number_or_pair(None) == ACTIVATIONS.index("identity")
    assert number_or_pair("tanh", nnlib.tanh_backward) == TANH
    assert number_or_pair("tanh", softsign_backward) == (nnlib.tanh, softsign_backward)
    assert objective("mean_squared_error", None, "f8").loss.name == "mse"
    assert objective("mean_absolute_error", None, "f8").grad.name == "mae_grad"


def test_a_function_named_like_one_of_the_library_is_ones_own():
    def relu(z):
        return z * 3

    assert number_or_pair(relu, nnlib.relu_backward) == (relu, nnlib.relu_backward)
    with pytest.raises(PluginError, match=r"relu needs its backward too: a function \(dout, a\)"):
        number_or_pair(relu)


@pytest.mark.parametrize("thing", [3, 0.5, ["relu"], np.ones(2)])
def test_what_is_no_activation_is_refused(thing):
    with pytest.raises(TypeError, match="wanted a function or a name"):
        number_or_pair(thing)


@pytest.mark.parametrize(
    ("loss", "last", "wanted"),
    [
        ("sparse_categorical_crossentropy", "sigmoid", "softmax"),
        ("categorical_crossentropy", "identity", "softmax"),
        ("binary_crossentropy", "softmax", "sigmoid"),
        ("binary_crossentropy", "relu", "sigmoid"),
    ],
)
def test_a_loss_that_does_not_go_with_the_last_layer_is_refused(loss, last, wanted):
    with pytest.raises(
        ValueError, match=f"{loss} goes with {wanted} in the last layer; given {last}"
    ):
        objective(loss, last, np.float64)
    assert objective(loss, wanted, np.float64).head == objective(loss, None, np.float64).head


def test_every_loss_says_what_it_is():
    assert LOSSES.keys() <= LOSS_NAMES.keys() and {*LOSS_NAMES.values()} == LOSSES.keys()
    for name, (_, _, head, targets, last) in LOSSES.items():
        assert isinstance(head, Head) and targets in ("labels", "values"), name
        assert last is None or last in ACTIVATIONS, name
    assert list(inspect.signature(objective).parameters)[:3] == ["loss", "last", "dtype"]
