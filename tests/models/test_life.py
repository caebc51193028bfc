"""A model's life in any order: add, pop, compile, fit, set, save, load; it always is what its layers say."""

import copy
import pickle
import tempfile

import numpy as np
from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from nnlib import SGD, Adam, Dense, Input, Sequential, load_model

X = np.random.default_rng(0).normal(size=(12, 3))
ACTIVATIONS = {"identity": lambda z: z, "relu": lambda z: np.maximum(z, 0), "tanh": np.tanh}
OPTIMIZERS = {
    "sgd": lambda: SGD(0.01),
    "momentum": lambda: SGD(0.01, 0.9),
    "adam": lambda: Adam(0.01),
}
MEMORIES = {"sgd": 0, "momentum": 1, "adam": 2}


class Life(RuleBasedStateMachine):
    """One model, and what is known of it from outside: the shapes, and the arrays in NumPy."""

    def __init__(self):
        super().__init__()
        self.model = Sequential([Input([3]), Dense(2)], rng=0, dtype="float64")
        self.compiled = False

    @rule(units=some.integers(1, 9), activation=some.sampled_from(sorted(ACTIVATIONS)))
    def add(self, units, activation):
        before = self.model.get_weights()
        self.model.add(Dense(units, activation))
        assert all(map(np.array_equal, self.model.get_weights(), before))

    @precondition(lambda self: len(self.model.layers) > 1)
    @rule(by_hand=some.booleans())
    def pop(self, by_hand):
        self.model.layers.pop() if by_hand else self.model.pop()

    @rule(units=some.integers(1, 9), place=some.integers(0, 5))
    def resize(self, units, place):
        self.model.layers[place % len(self.model.layers)].units = units

    @rule(name=some.sampled_from(sorted(OPTIMIZERS)))
    def compile(self, name):
        self.model.compile(OPTIMIZERS[name](), "mse", ["mae"])
        self.compiled = True
        assert self.model.steps == 0 and self.model.memory is None

    @precondition(lambda self: self.compiled)
    @rule(name=some.sampled_from(sorted(OPTIMIZERS)))
    def swap_optimizer(self, name):
        self.model.optimizer = OPTIMIZERS[name]()

    @precondition(lambda self: isinstance(self.model.optimizer, SGD))
    @rule(momentum=some.sampled_from([0.0, 0.5, 0.9]))
    def set_momentum(self, momentum):
        self.model.optimizer.momentum = momentum

    @precondition(lambda self: self.compiled)
    @rule(batch_size=some.integers(1, 12), epochs=some.integers(1, 2), on_batch=some.booleans())
    def fit(self, batch_size, epochs, on_batch):
        model = self.model
        before, T = model.theta.copy(), np.ones((12, model.sizes[-1]))
        if on_batch:
            model.train_on_batch(X, T)
        else:
            model.fit(X, T, batch_size=batch_size, epochs=epochs, verbose=0)
        name, _ = model.optimizer.form()
        assert len(model.memory) == max(MEMORIES[name] * len(model.theta), 1)
        assert len(before) == len(model.theta) and np.isfinite(model.theta).all()

    @rule(seed=some.integers(0, 9))
    def set_weights(self, seed):
        rng = np.random.default_rng(seed)
        wanted = [rng.normal(size=array.shape) / 3 for array in self.model.get_weights()]
        self.model.set_weights(wanted)
        assert all(map(np.array_equal, self.model.get_weights(), wanted))

    @rule()
    def save_and_load(self):
        with tempfile.TemporaryDirectory() as folder:
            self.model.save(f"{folder}/model.keras")
            loaded = load_model(f"{folder}/model.keras")
        self._goes_on_as(loaded)

    @rule(
        copied=some.sampled_from([copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
    )
    def copy(self, copied):
        self._goes_on_as(copied(self.model))

    def _goes_on_as(self, twin):
        """The twin takes the model's place, once both have trained on alike."""
        model = self.model
        assert np.array_equal(twin.theta, model.theta)
        if self.compiled:
            T = np.ones((12, model.sizes[-1]))
            losses = [m.fit(X, T, 5, 2, rng=3, verbose=0).history for m in (model, twin)]
            assert losses[0] == losses[1] and np.array_equal(twin.theta, model.theta)
            assert twin.steps == model.steps and np.array_equal(twin.memory, model.memory)
        self.model = twin

    @invariant()
    def it_is_what_its_layers_say(self):
        model, a = self.model, X
        for layer in model.layers:
            W, b = layer.get_weights()
            a = ACTIVATIONS[layer.activation](a @ W + b)
        assert np.allclose(model.predict(X), a, rtol=1e-10, atol=1e-12)
        assert model.count_params() == sum(array.size for array in model.get_weights())


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=30, stateful_step_count=15)
