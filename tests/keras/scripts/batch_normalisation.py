"""Batch normalisation between two layers."""

import numpy as np

from nnlib import keras

X = np.random.default_rng(0).normal(size=(100, 4))
model = keras.Sequential(
    [
        keras.layers.Dense(8, activation="relu", input_shape=(4,)),
        keras.layers.BatchNormalization(),
        keras.layers.Dense(1),
    ]
)
model.compile(loss="mse", optimizer="sgd")
model.fit(X, X[:, 0], epochs=2, verbose=0)
