"""Digits with a callback of one's own, a lambda, and a CSV of the epochs."""

import os
import tempfile

from sklearn.datasets import load_digits

from nnlib import keras
from nnlib.keras import layers

X, y = load_digits(return_X_y=True)


class PrintValTrainRatioCallback(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs):
        print("val/train: {:.2f}".format(logs["val_loss"] / logs["loss"]))


model = keras.Sequential(
    [
        layers.Input(shape=(64,)),
        layers.Dense(32, activation="tanh"),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
log = os.path.join(tempfile.mkdtemp(), "log.csv")
model.fit(
    x=X / 16,
    y=y,
    epochs=3,
    initial_epoch=1,
    validation_split=0.2,
    validation_batch_size=64,
    verbose=0,
    callbacks=[
        PrintValTrainRatioCallback(),
        keras.callbacks.CSVLogger(log),
        keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: None),
        keras.callbacks.TerminateOnNaN(),
    ],
)
assert model.history.epoch == [1, 2]
