"""A part of the rows held out, and the predictions rounded."""

import numpy as np

from nnlib.keras.layers import Dense
from nnlib.keras.models import Sequential

dataset = np.random.default_rng(7).random((200, 9)).round(3)
X, y = dataset[:, 0:8], (dataset[:, 8] > 0.5).astype(float)
model = Sequential()
model.add(Dense(12, input_dim=8, kernel_initializer="uniform", activation="relu"))
model.add(Dense(8, kernel_initializer="uniform", activation="relu"))
model.add(Dense(1, kernel_initializer="uniform", activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
model.fit(X, y, validation_split=0.33, epochs=5, batch_size=10, verbose=0)
rounded = [round(x[0]) for x in model.predict(X)]
assert set(rounded) <= {0, 1}
