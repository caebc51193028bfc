"""Robust regression: Huber with a delta, the mean absolute error by function, RMSE as a metric."""

import numpy as np

from nnlib import keras

X = np.random.default_rng(0).normal(size=(100, 3))
y = X[:, :1] * 3
for loss in (
    keras.losses.Huber(delta=2.0),
    keras.losses.mean_absolute_error,
    keras.losses.MeanSquaredError(),
):
    model = keras.Sequential([keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss=loss, metrics=["RootMeanSquaredError"])
    model.compile(optimizer="adam", loss=loss, metrics=[keras.metrics.RootMeanSquaredError()])
    history = model.fit(X, y, epochs=2, verbose=0)
assert "root_mean_squared_error" in history.history
