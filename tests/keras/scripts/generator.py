"""Batches out of a generator, some steps to an epoch."""

import numpy as np

from nnlib import keras


def batches(rng=np.random.default_rng(0)):
    while True:
        X = rng.normal(size=(32, 4))
        yield X, X[:, 0]


model = keras.Sequential(
    [keras.layers.Dense(8, activation="relu", input_shape=(4,)), keras.layers.Dense(1)]
)
model.compile(loss="mse", optimizer="adam", metrics=["mae"])
history = model.fit(
    batches(), steps_per_epoch=10, epochs=3, validation_data=next(batches()), verbose=0
)
assert len(history.history["loss"]) == 3 and history.history["loss"][2] < history.history["loss"][0]
