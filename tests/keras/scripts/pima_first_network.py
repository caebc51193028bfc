"""The first network of many courses: eight measurements, one yes or no, with the spellings of 2016."""

import numpy as np

from nnlib.keras.layers import Dense
from nnlib.keras.models import Sequential

np.random.seed(7)
X = np.random.rand(200, 8)
Y = (X[:, 1] + X[:, 5] > 1).astype(int)
model = Sequential()
model.add(Dense(12, input_dim=8, init="uniform", activation="relu"))
model.add(Dense(8, init="uniform", activation="relu"))
model.add(Dense(1, init="uniform", activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(X, Y, nb_epoch=5, batch_size=10, verbose=0)
scores = model.evaluate(X, Y)
print("%s: %.2f%%" % (model.metrics_names[1], scores[1] * 100))
