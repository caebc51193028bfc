"""Losses batch by batch: what a search for a learning rate keeps."""

import numpy as np

from nnlib import keras

X = np.random.default_rng(0).normal(size=(100, 4))


class BatchLosses(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.losses = []

    def on_batch_end(self, batch, logs=None):
        self.losses.append(logs["loss"])


model = keras.Sequential([keras.layers.Dense(1)])
model.compile(loss="mse", optimizer="sgd")
kept = BatchLosses()
model.fit(X, X[:, 0], epochs=2, verbose=0, callbacks=[kept])
assert len(kept.losses) == 8
