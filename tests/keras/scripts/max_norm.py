"""Dropout with a limit on the length of each unit's weights."""

import numpy as np

from nnlib.keras.constraints import MaxNorm
from nnlib.keras.layers import Dense, Dropout
from nnlib.keras.models import Sequential
from nnlib.keras.optimizers import SGD

X = np.random.default_rng(0).normal(size=(100, 60))
Y = (X[:, 0] > 0).astype(int)
model = Sequential()
model.add(Dropout(0.2, input_shape=(60,)))
model.add(Dense(60, kernel_initializer="normal", activation="relu", kernel_constraint=MaxNorm(3)))
model.add(Dense(1, kernel_initializer="normal", activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer=SGD(lr=0.1, momentum=0.9), metrics=["accuracy"])
model.fit(X, Y, epochs=3, batch_size=16, verbose=0)
assert np.linalg.norm(model.layers[1].get_weights()[0], axis=0).max() < 3.001
