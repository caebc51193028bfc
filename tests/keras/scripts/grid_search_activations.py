"""The activations of one layer after the other."""

import numpy as np

from nnlib.keras.layers import Dense
from nnlib.keras.models import Sequential

X = np.random.default_rng(7).random((80, 8))
Y = (X[:, 0] > 0.5).astype(int)
names = ["softmax", "softplus", "softsign", "relu", "tanh", "sigmoid", "hard_sigmoid", "linear"]
for activation in names:
    model = Sequential()
    model.add(Dense(12, input_dim=8, kernel_initializer="uniform", activation=activation))
    model.add(Dense(1, kernel_initializer="uniform", activation="sigmoid"))
    model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
    history = model.fit(X, Y, epochs=2, batch_size=10, verbose=0)
    assert np.isfinite(history.history["loss"]).all()
