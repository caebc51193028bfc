"""Adaptive optimizers: by name, with Keras's numbers, in a file, and how they train."""

import numpy as np
import pytest

import nnlib
from nnlib import Adadelta, Adagrad, AdamW, Dense, Input, RMSprop, Sequential, load_model
from nnlib.models.adaptive import KINDS, OPTIMIZERS, optimizer_of


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_optimizer_learns_and_goes_on_from_a_file(kind, tmp_path):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 3))
    model = Sequential([Input([3]), Dense(6, "tanh"), Dense(1)], rng=0, dtype="float64")
    model.compile(kind(1.0 if kind.__name__ == "Adadelta" else 0.01), "mse")
    losses = model.fit(X, X[:, 0], epochs=5, verbose=0, batch_size=60).history["loss"]
    assert losses[-1] < losses[0]
    model.save(tmp_path / "m.keras")
    again = load_model(tmp_path / "m.keras")
    assert again.optimizer.config() == model.optimizer.config()
    for each in (model, again):  # one batch: the order of its rows moves nothing
        each.fit(X, X[:, 0], epochs=2, verbose=0, batch_size=60)
    np.testing.assert_allclose(again.theta, model.theta, rtol=1e-12)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_name_gives_the_class_with_its_usual_numbers(name):
    found = optimizer_of(name.upper())
    assert type(found).__name__.lower() == {"momentum": "sgd"}.get(name, name)
    wanted = 0.01 if name in ("sgd", "momentum") else 0.001
    assert found.learning_rate == wanted and getattr(nnlib, type(found).__name__) is type(found)


def test_what_stands_beside_a_step_is_kept_in_the_file(tmp_path):
    model = Sequential([Input([2]), Dense(1)], rng=0)
    model.compile(nnlib.SGD(0.1, 0.9, nesterov=True, clipnorm=1.5), "mse")
    model.save(tmp_path / "m.keras")
    found = load_model(tmp_path / "m.keras").optimizer
    assert (found.nesterov, found.clipnorm, found.form()) == (True, 1.5, ("nesterov", (0.9,)))


@pytest.mark.parametrize(
    "made, form",
    [
        (RMSprop(0.01, momentum=0.9), ("rmsprop_momentum", (0.9, 0.9, 1e-7, 0.0))),
        (RMSprop(0.01, centered=True), ("rmsprop_momentum", (0.9, 0.0, 1e-7, 1.0))),
        (nnlib.Adam(0.01, amsgrad=True), ("amsgrad", (0.9, 0.999, 1e-8))),
        (AdamW(0.01, amsgrad=True), ("amsgrad", (0.9, 0.999, 1e-7))),
    ],
)
def test_momentum_centered_and_amsgrad_go_on_from_a_file(made, form, tmp_path):
    assert made.form() == form
    X = np.random.default_rng(0).normal(size=(60, 3))
    model = Sequential([Input([3]), Dense(6, "tanh"), Dense(1)], rng=0, dtype="float64")
    model.compile(made, "mse")
    losses = model.fit(X, X[:, 0], epochs=5, verbose=0, batch_size=60).history["loss"]
    assert losses[-1] < losses[0]
    model.save(tmp_path / "m.keras")
    again = load_model(tmp_path / "m.keras")
    for each in (model, again):
        each.fit(X, X[:, 0], epochs=2, verbose=0, batch_size=60)
    np.testing.assert_allclose(again.theta, model.theta, rtol=1e-12)


@pytest.mark.parametrize(
    "make, kind, complaint",
    [
        (lambda: RMSprop(momentum=2), ValueError, "momentum is 2; wanted 0 to 1"),
        (lambda: RMSprop(centered="no"), TypeError, "centered is 'no'; wanted True or False"),
        (lambda: RMSprop(rho=1), ValueError, "rho is 1"),
        (lambda: Adadelta(momentum=0.9), TypeError, "Adadelta got an unexpected"),
        (lambda: Adagrad(epsilon=-1), ValueError, "epsilon is -1"),
        (
            lambda: Adagrad(step=print),
            TypeError,
            "Adagrad takes no step of your own",
        ),
        (
            lambda: AdamW(weight_decay=-1),
            ValueError,
            "weight_decay is -1; wanted a positive number",
        ),
    ],
)
def test_what_cannot_be_is_refused(make, kind, complaint):
    with pytest.raises(kind) as error:
        make()
    assert complaint in str(error.value)
