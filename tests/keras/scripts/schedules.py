"""Rates that fall: each schedule of keras.optimizers.schedules, and one by callback."""

import numpy as np

from nnlib import keras

X = np.random.default_rng(0).normal(size=(100, 4))
y = X[:, 0]
s = keras.optimizers.schedules
for rate in (
    s.ExponentialDecay(initial_learning_rate=0.01, decay_steps=20, decay_rate=0.9),
    s.PiecewiseConstantDecay([10, 20], [0.01, 0.005, 0.001]),
    s.InverseTimeDecay(0.01, decay_steps=10, decay_rate=1, staircase=False),
    s.PolynomialDecay(0.01, 20, 0.001),
    s.CosineDecay(0.01, decay_steps=20),
):
    model = keras.Sequential([keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1)])
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=rate))
    model.fit(X, y, epochs=2, verbose=0)


def exponential_decay_fn(epoch, lr):
    return lr * 0.1 ** (1 / 20)


model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=0.01))
lr_scheduler = keras.callbacks.LearningRateScheduler(exponential_decay_fn)
history = model.fit(X, y, epochs=2, verbose=0, callbacks=[lr_scheduler])
assert history.history["learning_rate"][1] < history.history["learning_rate"][0]
