"""Training: an epoch in parts is the same epoch, and nothing of a wrong length reaches compiled code."""

import numpy as np
import pytest

from nnlib import initial_theta
from nnlib.core.kernel import compiler
from nnlib.engine import runs, training
from nnlib.engine.network import dense_network
from nnlib.engine.slots import number_or_pair, objective, optimizer
from nnlib.engine.training import Trainer

SIZES = [4, 5, 3]
PARAMETERS = 43


def examples(n=50):
    rng = np.random.default_rng(3)
    return rng.normal(size=(n, 4)), (np.arange(n) % 3)[:, None] * 1.0


X, Y = examples()


def network(*hidden, seed=0):
    theta = initial_theta(SIZES, np.random.default_rng(seed), np.float64)
    return dense_network(SIZES, [number_or_pair(*hidden), number_or_pair("softmax")], theta)


def trainer(name="sgd", *hidden, l2=None, batch_size=8):
    goal = objective("sparse_categorical_crossentropy", "softmax", np.float64)
    hyper = {"sgd": (), "momentum": (0.9,), "adam": (0.9, 0.999, 1e-7)}[name]
    moved = optimizer(name, np.float64, hyper)
    return Trainer(network(*(hidden or ["relu"])), goal, moved, batch_size, 1, l2)


def run(found, epochs=2, **changed):
    data = {"X": X, "Y": Y, "weights": None} | changed
    rng = np.random.default_rng(1)
    return [found.epoch(data["X"], data["Y"], rng, 0.1, data["weights"]) for _ in range(epochs)]


def test_an_epoch_is_cut_for_ctrl_c_and_is_the_same_epoch(monkeypatch):
    whole = trainer()
    losses = run(whole)
    monkeypatch.setattr(training, "COUNTS", PARAMETERS * 20)  # 16 rows at a time
    rows, run_slots = [], training.run_slots

    def counted(loop, dtype, arguments, *others):
        rows.append(len(arguments[2].order))
        return run_slots(loop, dtype, arguments, *others)

    monkeypatch.setattr(training, "run_slots", counted)
    cut = trainer()
    np.testing.assert_allclose(run(cut), losses, rtol=1e-12)
    assert rows == [16, 16, 16, 2] * 2
    assert np.array_equal(cut.network.theta, whole.network.theta)


def own_step(params, grads, lr):
    return params - lr * grads


@pytest.mark.parametrize("batch_size", [1, 8, 50])
def test_gradient_descent_at_once_is_a_step_by_the_gradient(batch_size):
    """A step of one's own is handed its gradient, so that loop writes it down; the numbers are the same."""
    at_once = trainer(l2=[0.1, 0.0], batch_size=batch_size)
    written = trainer(l2=[0.1, 0.0], batch_size=batch_size)
    written.optimizer = optimizer("sgd", np.float64, step=own_step)
    written = Trainer(
        network("relu"), at_once.objective, written.optimizer, batch_size, 1, [0.1, 0.0]
    )
    np.testing.assert_allclose(run(at_once), run(written), rtol=1e-12)
    np.testing.assert_allclose(at_once.network.theta, written.network.theta, rtol=1e-10)
    assert at_once.at_once and not at_once.grad.any()
    assert not written.at_once and written.grad.any()


def test_the_same_seed_gives_the_same_bits():
    first, second = trainer(), trainer()
    assert run(first) == run(second)
    assert np.array_equal(first.network.theta, second.network.theta)


@pytest.mark.parametrize("name", ["momentum", "adam"])
def test_other_steps_see_the_gradient(name):
    found = trainer(name)
    run(found)
    assert not found.at_once and found.grad.any()


def test_a_backward_of_ones_own_is_called():
    def doubled(dout, X, W):
        return dout @ W.T, 2 * X.T @ dout, dout.sum(axis=0)

    found = trainer()
    found.network = dense_network(
        SIZES,
        [number_or_pair("relu"), number_or_pair("softmax")],
        found.network.theta,
        affine_backward=doubled,
    )
    found = Trainer(found.network, found.objective, found.optimizer, 8, 1)
    run(found)
    assert not found.at_once and not np.allclose(found.network.theta, trainer_after().network.theta)


def trainer_after():
    found = trainer()
    run(found)
    return found


# --- Where a learner's function fails -----------------------------------------------------------


def test_what_moved_is_put_back_before_it_is_played_again(monkeypatch):
    """Rows 0 to 39 are harmless: theta and memory have moved five times when the function fails."""
    seen = []

    def fails_late(z):
        if np.max(z) > 1000:
            raise ValueError("too large for me")
        return np.tanh(z)

    found = trainer("momentum", fails_late, lambda dout, a: dout * (1 - a * a))
    start = found.network.theta.copy()
    big = X.copy()
    big[40:] *= 1e6

    class InOrder:
        permutation = staticmethod(np.arange)

    def watched(form, functions):
        seen.append((found.network.theta.copy(), found.memory.copy()))
        return plain(form, functions)

    plain = runs.in_form
    monkeypatch.setattr(runs, "in_form", watched)
    with pytest.raises(ValueError, match="too large for me"):
        found.epoch(big, Y, InOrder(), 0.1)
    assert len(seen) == (1 if compiler() is None else 2)
    for theta, memory in seen:
        assert np.array_equal(theta, start) and not memory.any()
    assert not np.array_equal(found.network.theta, start)


# --- Compiled code trusts every length ----------------------------------------------------------


def other_memory(found, size):
    found.memory = np.zeros(size)


def other_theta(found, size):
    found.network.theta = np.zeros(size)


MEMORY = "the optimizer's memory"
BAD = {
    "memory of another network": ("adam", lambda t: other_memory(t, 9), f"{MEMORY} has shape (9,); wanted (86,)"),
    "memory of another optimizer": ("momentum", lambda t: other_memory(t, 1), f"{MEMORY} has shape (1,); wanted (43,)"),
    "memory for none": ("sgd", lambda t: other_memory(t, 43), f"{MEMORY} has shape (43,); wanted (1,)"),
    "a short theta": ("sgd", lambda t: other_theta(t, 40), "theta has shape (40,); wanted (43,)"),
    "a short gradient": ("sgd", lambda t: setattr(t, "grad", np.zeros(3)), "the gradient has shape (3,); wanted (43,)"),
    "too few kinds": ("sgd", lambda t: setattr(t.network, "kinds", np.ones(1)), "kinds has shape (1,); wanted (2,)"),
    "too few penalties": ("sgd", lambda t: setattr(t, "l2", np.zeros(1)), "l2 has shape (1,); wanted (2,)"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_wrong_length_is_said_and_not_run(case):
    name, change, message = BAD[case]
    found = trainer(name)
    change(found)
    with pytest.raises(ValueError) as caught:
        run(found, 1)
    assert str(caught.value) == message


DATA = {
    "features": ({"X": X[:, :3]}, "X has shape (50, 3); wanted (50, 4)"),
    "rows": ({"Y": Y[:49]}, "Y has shape (49, 1); wanted (50, 1)"),
    "columns": ({"Y": np.ones((50, 3))}, "Y has shape (50, 3); wanted (50, 1)"),
    "weights": ({"weights": np.ones(49)}, "weights has shape (49,); wanted (50,)"),
    "a label": ({"Y": Y + 5}, "Y has label 5; wanted 0 to 2"),
    "a label below 0": ({"Y": Y - 1}, "Y has label -1; wanted 0 to 2"),
    "no label": ({"Y": Y * np.nan}, "Y has label nan; wanted 0 to 2"),
}


@pytest.mark.parametrize("case", DATA)
def test_data_of_a_wrong_size_are_not_run(case):
    data, message = DATA[case]
    with pytest.raises(ValueError) as caught:
        run(trainer(), 1, **data)
    assert str(caught.value) == message


def test_an_order_that_leaves_the_data_is_not_run():
    class Beyond:
        permutation = staticmethod(lambda n: np.arange(n) + 1)

    with pytest.raises(ValueError, match="the order has row 50; wanted 0 to 49"):
        trainer().epoch(X, Y, Beyond(), 0.1)


def test_predicting_with_a_short_theta_is_not_run():
    found = network("relu")
    found.theta = found.theta[:-1].copy()
    with pytest.raises(ValueError, match=r"theta has shape \(42,\); wanted \(43,\)"):
        found.outputs(X)
