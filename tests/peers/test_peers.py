"""PyTorch as the truth from outside: values and gradients to 1e-10 in float64, over random cases.

`make test-peers` runs this file; `make test` never collects it, and PyTorch is no dependency of the project. Where
the two disagree by convention, the tests translate:

- A momentum step of PyTorch is v = beta v + g, w = w - lr v: its v is the book's divided by -lr. The two part ways
  where lr changes between steps.
- `bce_with_logits`, `mse`, `mae` and `huber` are means over all entries, as in PyTorch; `multilabel_bce` sums over the
  labels of an example, so it is PyTorch's mean times k. PyTorch holds the logarithms of `binary_cross_entropy` above
  -100, so a sure and wrong p costs 100 there and inf here.
- Huber's loss with delta is PyTorch's `huber_loss`, delta times its `smooth_l1_loss` with beta = delta.
- At a kink: relu and leaky_relu agree (slope from the left), mae too (0), selu takes the slope from the left in both.
- PyTorch's softplus is the identity above z = 20, an error of 2e-9 at most; a threshold of 50 is below rounding.
- Weighted losses are divided by the batch size here, by the sum of the weights in PyTorch's cross entropy.
- PyTorch's dropout draws its own mask and scales by 1 / (1 - p), p the share left out; here the mask is given.
- Weight decay of SGD in PyTorch is L2 with lam / 2 W^2, biases included; here biases are left out.
- A layer's W is (n_in, n_out) here, (n_out, n_in) in `torch.nn.Linear`.
"""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st

import nnlib
from nnlib import activations, hinges, losses, special_losses
from nnlib.engine.activate import ACTIVATIONS, ALPHA
from nnlib.engine.network import dense_network, layer
from nnlib.engine.slots import LOSSES, number_or_pair, objective, optimizer
from nnlib.engine.training import Trainer

torch.set_num_threads(1)
few = settings(max_examples=25)
seeds = st.integers(0, 2**32 - 1)
rows, columns = st.integers(1, 6), st.integers(1, 5)


def tensor(array):
    """A leaf of PyTorch's graph with these numbers."""
    return torch.tensor(np.asarray(array, np.float64), requires_grad=True)


def same(got, wanted, scale=0.0):
    """To 1e-10, relative to each number or, where terms have cancelled, to `scale`."""
    if isinstance(wanted, torch.Tensor):
        wanted = wanted.detach().numpy()
    np.testing.assert_allclose(got, wanted, rtol=1e-10, atol=1e-10 * max(scale, 1e-3))


def slope(value, *leaves):
    """The gradients of a number, as arrays."""
    return [g.numpy() for g in torch.autograd.grad(value, leaves)]


# --- Activations --------------------------------------------------------------------------------

THEIRS = {
    "identity": lambda z: z * 1,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": lambda z, alpha=ALPHA: F.leaky_relu(z, alpha),
    "softmax": lambda z: torch.softmax(z, -1),
    "selu": torch.selu,
    "softplus": lambda z: F.softplus(z, threshold=50),
    "elu": F.elu,
    "elu_alpha": lambda z, alpha=ALPHA: F.elu(z, alpha),
    "exponential": torch.exp,
    "softsign": F.softsign,
    "hard_sigmoid": lambda z: torch.clamp(
        z / 6 + 0.5, 0, 1
    ),  # F.hardsigmoid rounds 1 / 6 to float32
    "gelu": F.gelu,
    "swish": F.silu,
    "step": lambda z: torch.heaviside(z.detach(), torch.ones((), dtype=z.dtype)) + 0 * z,
}


def test_every_activation_has_its_peer():
    assert THEIRS.keys() == set(ACTIVATIONS)


@pytest.mark.parametrize("name", THEIRS)
@given(seed=seeds, n=rows, k=columns, width=st.sampled_from([0.1, 1, 5, 15]))
def test_activations(name, seed, n, k, width):
    rng = np.random.default_rng(seed)
    z, dout = rng.normal(0, width, (n, k)), rng.normal(size=(n, k))
    z[rng.random((n, k)) < 0.1] = 0  # kinks
    extra = (float(rng.uniform(0.01, 0.5)),) if name in ("leaky_relu", "elu_alpha") else ()
    a, leaf = getattr(activations, name)(z, *extra), tensor(z)
    theirs = THEIRS[name](leaf, *extra)
    same(a, theirs)
    seen = z if name in ("gelu", "swish") else a  # two inputs of these can have one output
    got = getattr(activations, f"{name}_backward")(dout, seen, *extra)
    same(got, slope((theirs * torch.tensor(dout)).sum(), leaf)[0], np.abs(dout).max())


@given(seed=seeds)
@few
def test_tanh_as_a_stretched_sigmoid(seed):
    z = np.random.default_rng(seed).normal(0, 3, 7)
    same(activations.tanh_from_sigmoid(z), torch.tanh(tensor(z)), 1)


# --- Layers and dropout -------------------------------------------------------------------------


@given(seed=seeds, n=rows, n_in=columns, n_out=columns)
def test_affine(seed, n, n_in, n_out):
    rng = np.random.default_rng(seed)
    X, W, b, dout = (rng.normal(size=s) for s in [(n, n_in), (n_in, n_out), n_out, (n, n_out)])
    leaves = [tensor(array) for array in (X, W, b)]
    theirs = F.linear(leaves[0], leaves[1].T, leaves[2])
    same(nnlib.affine_forward(X, W, b), theirs, 1)
    wanted = slope((theirs * torch.tensor(dout)).sum(), *leaves)
    for got, want in zip(nnlib.affine_backward(dout, X, W), wanted, strict=True):
        same(got, want, 1)


@given(seed=seeds, keep=st.floats(0.2, 1))
@few
def test_dropout_with_its_mask(seed, keep):
    rng = np.random.default_rng(seed)
    A, dout = rng.normal(size=(2, 6, 4))
    dropped, mask = nnlib.dropout_forward(A, keep, rng, training=True)
    leaf = tensor(A)
    theirs = leaf * torch.tensor(mask != 0) / keep
    same(dropped, theirs)
    same(nnlib.dropout_backward(dout, mask), slope((theirs * torch.tensor(dout)).sum(), leaf)[0])


# --- Losses -------------------------------------------------------------------------------------


def real(rng, n, k):
    return rng.normal(0, 3, (n, k)), rng.normal(0, 3, (n, k))


def logits(rng, n, k):
    return rng.normal(0, 5, (n, k)), rng.random((n, k))


def logits_of_one(rng, n, k):
    return rng.normal(0, 5, n), rng.integers(0, 2, n) * 1.0


def chances_of_one(rng, n, k):
    return rng.uniform(0.01, 0.99, n), rng.random(n)


def labelled(rng, n, k):
    return rng.normal(0, 5, (n, k)), rng.integers(0, k, n)


def distributions(rng, n, k):
    return np.minimum(0.99 * rng.dirichlet(np.ones(k), n) + 0.01 / k, 1), rng.dirichlet(
        np.ones(k), n
    )


def long(y):
    return torch.tensor(y, dtype=torch.int64)


PEERS = {  # loss: examples, PyTorch's, what comes behind the targets
    "mse": (real, lambda p, t: F.mse_loss(p, torch.tensor(t)), ()),
    "mae": (real, lambda p, t: F.l1_loss(p, torch.tensor(t)), ()),
    "huber": (real, lambda p, t: F.huber_loss(p, torch.tensor(t), delta=1.3), (1.3,)),
    "binary_cross_entropy": (chances_of_one, lambda p, y: F.binary_cross_entropy(p, torch.tensor(y)), ()),
    "bce_with_logits": (
        logits_of_one, lambda z, y: F.binary_cross_entropy_with_logits(z, torch.tensor(y)), (),
    ),
    "multilabel_bce": (
        logits, lambda z, y: F.binary_cross_entropy_with_logits(z, torch.tensor(y)) * z.shape[1], (),
    ),
    "categorical_cross_entropy": (
        distributions, lambda p, y: -(torch.tensor(y) * torch.log(p)).sum(1).mean(), (),
    ),
    "softmax_cross_entropy": (labelled, lambda z, y: F.cross_entropy(z, long(y)), ()),
}  # fmt: skip


def above(x):
    """x, or 1e-7 where it is less."""
    return torch.clamp(x, min=1e-7)


def side(t):
    """The side that a target says, of which 0 stands for -1."""
    return torch.where(t == 0, -1.0, t)


def lead(p, t):
    """By how much the class itself falls short of leading the best of the others by 1."""
    return torch.clamp(1 + ((1 - t) * p).max(1).values - (t * p).sum(1), min=0)


SPECIAL = {  # of each example; what the two take of their targets stands in the docstrings
    "mape": lambda p, t: 100 * ((p - t).abs() / above(t.abs())).mean(1),
    "msle": lambda p, t: ((torch.log1p(above(p)) - torch.log1p(above(t))) ** 2).mean(1),
    "log_cosh": lambda p, t: torch.log(torch.cosh(p - t)).mean(1),
    "poisson": lambda p, t: F.poisson_nll_loss(p, t, False, eps=1e-7, reduction="none").mean(1),
    "kl_divergence": lambda p, t: F.kl_div(above(p).log(), above(t), reduction="none").sum(1),
    "cosine_similarity": lambda p, t: -F.cosine_similarity(p, t, dim=1),
    "hinge": lambda p, t: torch.clamp(1 - side(t) * p, min=0).mean(1),
    "squared_hinge": lambda p, t: (torch.clamp(1 - side(t) * p, min=0) ** 2).mean(1),
    "categorical_hinge": lead,
}


def counts(rng, n, k):
    return rng.uniform(0.1, 5, (n, k)), rng.poisson(2, (n, k)).astype(float)


def sides(rng, n, k):
    return rng.normal(0, 2, (n, k)), rng.choice([-1.0, 0.0, 1.0], (n, k))


def one_of_several(rng, n, k):
    return rng.normal(0, 2, (n, k)), np.eye(k)[rng.integers(0, k, n)]


DRAWN = {
    "msle": counts,
    "poisson": counts,
    "kl_divergence": distributions,
    "hinge": sides,
    "squared_hinge": sides,
    "categorical_hinge": one_of_several,
}
OURS = {"poisson": "poisson_loss", "cosine_similarity": "cosine_loss"}
PEERS |= {
    OURS.get(name, name): (
        DRAWN.get(name, real),
        lambda p, t, each=each: each(p, torch.tensor(t)).mean(),
        (),
    )
    for name, each in SPECIAL.items()
}
HOMES = losses, special_losses, hinges


def test_every_loss_with_a_gradient_has_its_peer():
    names = {name for home in HOMES for name in vars(home) if name.endswith("_grad")}
    assert {name.removesuffix("_grad") for name in names if name[0] != "_"} == PEERS.keys()


@pytest.mark.parametrize("name", PEERS)
@given(seed=seeds, n=rows, k=columns)
def test_losses(name, seed, n, k):
    sample, theirs, extra = PEERS[name]
    out, y = sample(np.random.default_rng(seed), n, k)
    leaf = tensor(out)
    value = theirs(leaf, y)
    same(getattr(nnlib, name)(out, y, *extra), value.item(), 1)
    same(getattr(nnlib, f"{name}_grad")(out, y, *extra), slope(value, leaf)[0], 1)


@given(seed=seeds, delta=st.floats(0.1, 5))
@few
def test_huber_is_delta_times_the_smooth_l1(seed, delta):
    P, T = real(np.random.default_rng(seed), 4, 3)
    same(
        losses.huber(P, T, delta), delta * F.smooth_l1_loss(tensor(P), tensor(T), beta=delta).item()
    )


@given(seed=seeds, k=columns)
@few
def test_cross_entropy_of_distributions(seed, k):
    p, q = np.random.default_rng(seed).dirichlet(np.ones(k), 2)
    q = (q + 1e-6) / (q + 1e-6).sum()
    same(losses.cross_entropy(p, q), F.cross_entropy(tensor(np.log(q)), tensor(p)).item(), 1)


@given(seed=seeds, n=rows, k=columns)
@few
def test_a_weighted_loss_is_divided_by_the_batch_size(seed, n, k):
    rng = np.random.default_rng(seed)
    (Z, y), class_w, sample_w = labelled(rng, n, k), rng.random(k), rng.random(n)
    each = F.cross_entropy(tensor(Z), long(y), weight=torch.tensor(class_w), reduction="none")
    alone = [nnlib.softmax_cross_entropy(Z[i : i + 1], y[i : i + 1]) for i in range(n)]
    wanted = (each * torch.tensor(sample_w)).sum().item() / n
    same(nnlib.weighted_loss(alone, y, class_w, sample_w), wanted, 1)


# --- Steps --------------------------------------------------------------------------------------


def their_steps(make, w, gradients):
    """Where PyTorch's optimizer goes with these gradients."""
    leaf = tensor(w)
    moved = make([leaf])
    for g in gradients:
        leaf.grad = torch.tensor(g)
        moved.step()
    return leaf


steps = st.tuples(seeds, st.integers(1, 12), st.floats(1e-4, 1))


@given(steps)
@few
def test_gradient_descent(case):
    seed, count, lr = case
    w, *gradients = start = np.random.default_rng(seed).normal(size=(count + 1, 5))
    for g in gradients:
        w = nnlib.gd_step(w, g, lr)
    same(w, their_steps(lambda p: torch.optim.SGD(p, lr=lr), start[0], gradients), 1)


@given(steps, st.floats(0.01, 0.99))
@few
def test_momentum(case, beta):
    seed, count, lr = case
    w, *gradients = start = np.random.default_rng(seed).normal(size=(count + 1, 5))
    v = np.zeros(5)
    for g in gradients:
        w, v = nnlib.momentum_step(w, v, g, lr, beta)
    same(
        w, their_steps(lambda p: torch.optim.SGD(p, lr=lr, momentum=beta), start[0], gradients), 10
    )


@given(steps, st.floats(0, 0.99), st.floats(0.5, 0.9999), st.sampled_from([1e-8, 1e-3]))
@few
def test_adam(case, beta1, beta2, eps):
    seed, count, lr = case
    w, *gradients = start = np.random.default_rng(seed).normal(size=(count + 1, 5))
    m = v = np.zeros(5)
    for t, g in enumerate(gradients, 1):
        w, m, v = nnlib.adam_step(w, g, m, v, t, lr, beta1, beta2, eps)
    adam = their_steps(lambda p: torch.optim.Adam(p, lr, (beta1, beta2), eps), start[0], gradients)
    same(w, adam, 1)


@given(steps, st.floats(0, 0.99), st.floats(0.5, 0.9999), st.sampled_from([1e-8, 1e-3]))
@few
def test_amsgrad(case, beta1, beta2, eps):
    seed, count, lr = case
    rng = np.random.default_rng(seed)
    w, *gradients = start = rng.normal(size=(count + 1, 5)) * rng.choice([0.01, 1], (count + 1, 1))
    m = v = u = np.zeros(5)
    for t, g in enumerate(gradients, 1):
        w, m, v, u = nnlib.amsgrad_step(w, g, m, v, u, t, lr, beta1, beta2, eps)
    theirs = their_steps(
        lambda p: torch.optim.Adam(p, lr, (beta1, beta2), eps, amsgrad=True), start[0], gradients
    )
    same(w, theirs, 1)


# --- A whole network ----------------------------------------------------------------------------


def parts(theta, sizes):
    """W and b of every layer."""
    return [part for i in range(1, len(sizes)) for part in layer.plain(theta, np.array(sizes), i)]


def network_of(names, sizes, rng, keeps):
    """A network in float64 with these activations; theta is drawn with biases that are not 0."""
    theta = rng.normal(0, 0.5, nnlib.count_parameters(sizes))
    return dense_network(sizes, [number_or_pair(name) for name in names], theta, keeps=keeps)


def their_loss(leaves, names, X, masks):
    """The output of the same network in PyTorch, and the logits before it."""
    a = torch.tensor(X)
    for index, name in enumerate(names):
        if masks is not None:
            a = a * torch.tensor(masks[index])
        z = a @ leaves[2 * index] + leaves[2 * index + 1]
        a = THEIRS[name](z)
    return z, a


EACH = {  # PyTorch's loss of each example, from the logits z, the output a, and the targets
    "sparse_categorical_crossentropy": lambda z, a, y: F.cross_entropy(z, long(y[:, 0]), reduction="none"),
    "categorical_crossentropy": lambda z, a, y: F.cross_entropy(z, torch.tensor(y), reduction="none"),
    "binary_crossentropy": lambda z, a, y: F.binary_cross_entropy_with_logits(
        z, torch.tensor(y), reduction="none"
    ).mean(1),
    "mse": lambda z, a, y: F.mse_loss(a, torch.tensor(y), reduction="none").mean(1),
    "mae": lambda z, a, y: F.l1_loss(a, torch.tensor(y), reduction="none").mean(1),
    "huber": lambda z, a, y: F.huber_loss(a, torch.tensor(y), reduction="none").mean(1),
}  # fmt: skip
EACH |= {
    name: lambda z, a, y, each=each: each(a, torch.tensor(y)) for name, each in SPECIAL.items()
}
ABOVE_0 = ("msle", "poisson", "kl_divergence")  # what they measure must be above 0
TARGETS = {
    "sparse_categorical_crossentropy": lambda rng, n, k: rng.integers(0, k, (n, 1)) * 1.0,
    "categorical_crossentropy": lambda rng, n, k: rng.dirichlet(np.ones(k), n),
    "binary_crossentropy": lambda rng, n, k: rng.integers(0, 2, (n, k)) * 1.0,
} | {name: lambda rng, n, k, draw=draw: draw(rng, n, k)[1] for name, draw in DRAWN.items()}


def whole_case(loss, seed, n, hidden, last, keep):
    rng = np.random.default_rng(seed)
    names = [*hidden, "softmax" if loss in ABOVE_0 else LOSSES[loss][4] or last]
    sizes = [int(size) for size in rng.integers(1, 6, len(names) + 1)]
    network = network_of(names, sizes, rng, [keep] * len(names))
    X, Y = rng.normal(size=(n, sizes[0])), TARGETS.get(loss, lambda r, n, k: r.normal(size=(n, k)))
    return rng, names, network, X, Y(rng, n, sizes[-1])


# No step, whose slope is 0, and no exponential of exponentials, which is soon inf.
LEARNING = [name for name in ACTIVATIONS if name not in ("step", "exponential")]
hiddens = st.lists(st.sampled_from(LEARNING), max_size=3)
lasts = st.sampled_from(
    ["identity", "sigmoid", "tanh", "softplus", "selu", "softmax", "leaky_relu"]
)


def test_every_objective_has_its_peer():
    assert EACH.keys() == LOSSES.keys()


@pytest.mark.parametrize("loss", EACH)
@given(
    seed=seeds, n=rows, hidden=hiddens, last=lasts, keep=st.sampled_from([1.0, 0.6]),
    is_weighted=st.booleans(), lam=st.sampled_from([0.0, 0.3]),
)  # fmt: skip
def test_the_loss_and_gradient_of_a_whole_network(
    loss, seed, n, hidden, last, keep, is_weighted, lam
):
    rng, names, network, X, Y = whole_case(loss, seed, n, hidden, last, keep)
    weights = rng.random(n) * 2 if is_weighted else None
    goal, step = objective(loss, names[-1], np.float64), optimizer("sgd", np.float64)
    leaves = [tensor(part) for part in parts(network.theta, network.sizes)]
    trainer = Trainer(network, goal, step, n, Y.shape[1], np.full(len(names), lam))
    trainer.at_once = False  # the gradient is to be seen
    got = trainer.epoch(X, Y, np.random.default_rng(seed), 0.0, weights)

    again = np.random.default_rng(seed)  # the same order, then the same masks
    order, masks = again.permutation(n), None
    if keep < 1:
        masks = np.split(trainer._masks(n, again), np.cumsum(network.sizes[:-2]), axis=1)
    z, a = their_loss(leaves, names, X[order], masks)
    each = EACH[loss](z, a, Y[order])
    value = each.mean() if weights is None else (each * torch.tensor(weights[order])).sum() / n
    value = value + lam / 2 * sum((W**2).sum() for W in leaves[::2])
    same(got, value.item(), 1)
    for mine, theirs in zip(parts(trainer.grad, network.sizes), slope(value, *leaves), strict=True):
        same(mine, theirs, 1)


OPTIMIZERS = {
    "sgd": ((), lambda p: torch.optim.SGD(p, lr=0.05)),
    "momentum": ((0.9,), lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9)),
    "adam": ((0.9, 0.99, 1e-6), lambda p: torch.optim.Adam(p, 0.05, (0.9, 0.99), 1e-6)),
    "amsgrad": (
        (0.9, 0.6, 1e-6),
        lambda p: torch.optim.Adam(p, 0.05, (0.9, 0.6), 1e-6, amsgrad=True),
    ),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
@given(seed=seeds, hidden=hiddens)
@few
def test_three_epochs_of_training(name, seed, hidden):
    loss = "sparse_categorical_crossentropy"
    _, names, network, X, Y = whole_case(loss, seed, 7, hidden, "softmax", 1.0)
    hyper, make = OPTIMIZERS[name]
    leaves = [tensor(part) for part in parts(network.theta, network.sizes)]
    moved, goal = make(leaves), objective(loss, "softmax", np.float64)
    trainer = Trainer(network, goal, optimizer(name, np.float64, hyper), 3, 1)
    ours, theirs = np.random.default_rng(seed), np.random.default_rng(seed)
    for _ in range(3):
        trainer.epoch(X, Y, ours, 0.05)
        order = theirs.permutation(7)
        for start in range(0, 7, 3):
            chosen = order[start : start + 3]
            moved.zero_grad()
            z, a = their_loss(leaves, names, X[chosen], None)
            EACH[loss](z, a, Y[chosen]).mean().backward()
            moved.step()
    for mine, leaf in zip(parts(network.theta, network.sizes), leaves, strict=True):
        same(mine, leaf, 1000 if "a" in name[:2] else 10)  # Adam divides by what may be rounding
