"""A rate that halves every few epochs, by a function of the epoch; the rate is read from the history."""

import math

import numpy as np
from sklearn.datasets import load_wine

from nnlib.keras.callbacks import Callback, LearningRateScheduler
from nnlib.keras.layers import Dense
from nnlib.keras.models import Sequential
from nnlib.keras.optimizers import SGD
from nnlib.keras.utils import to_categorical

X, labels = load_wine(return_X_y=True)
X = (X - X.mean(axis=0)) / X.std(axis=0)
y = to_categorical(labels, num_classes=3)


def step_decay(epoch):
    initial_lrate = 0.1
    drop = 0.5
    epochs_drop = 10.0
    lrate = initial_lrate * math.pow(drop, math.floor((1 + epoch) / epochs_drop))
    return lrate


class LossHistory(Callback):
    def on_train_begin(self, logs={}):
        self.losses = []
        self.lr = []

    def on_epoch_end(self, epoch, logs={}):
        self.losses.append(logs.get("loss"))
        self.lr.append(step_decay(len(self.losses)))


model = Sequential()
model.add(Dense(34, input_dim=13, kernel_initializer="normal", activation="relu"))
model.add(Dense(3, kernel_initializer="normal", activation="softmax"))
sgd = SGD(learning_rate=0.0, momentum=0.9, decay=0.0, nesterov=False)
model.compile(loss="categorical_crossentropy", optimizer=sgd, metrics=["accuracy"])
loss_history = LossHistory()
lrate = LearningRateScheduler(step_decay, verbose=1)
history = model.fit(
    X,
    y,
    validation_split=0.33,
    epochs=25,
    batch_size=28,
    callbacks=[loss_history, lrate],
    verbose=2,
)
assert np.allclose(
    history.history["learning_rate"], [step_decay(epoch) for epoch in range(25)], rtol=1e-6
)
assert loss_history.losses == history.history["loss"] and loss_history.losses[-1] < 0.3
