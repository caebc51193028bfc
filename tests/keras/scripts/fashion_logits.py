"""Logits, a loss object that takes them, and a metric object."""

import numpy as np

from nnlib import keras

rng = np.random.default_rng(0)
x_train = rng.random((100, 28, 28))
y_train = rng.integers(0, 10, 100)
model = keras.models.Sequential(
    [
        keras.layers.Flatten(input_shape=(28, 28)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10),
    ]
)
predictions = model(x_train[:1])
loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
loss_fn(y_train[:1], predictions)
model.compile(optimizer="adam", loss=loss_fn, metrics=[keras.metrics.SparseCategoricalAccuracy()])
model.fit(x_train, y_train, epochs=2, verbose=0)
assert set(model.history.history) == {"sparse_categorical_accuracy", "loss"}
model.evaluate(x_train, y_train, verbose=2)
