"""A model as JSON and its weights in a file; a copy of its layers; the weights one by one."""

import os
import tempfile

import numpy as np

from nnlib.keras.layers import Dense
from nnlib.keras.models import Sequential, clone_model, model_from_json

X = np.random.default_rng(0).random((50, 8))
Y = (X[:, 0] > 0.5).astype(int)
model = Sequential()
model.add(Dense(12, input_dim=8, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(X, Y, epochs=2, batch_size=10, verbose=0)
model_json = model.to_json()
path = os.path.join(tempfile.mkdtemp(), "model.weights.h5")
model.save_weights(path)
loaded_model = model_from_json(model_json)
loaded_model.load_weights(path)
loaded_model.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
score = loaded_model.evaluate(X, Y, verbose=0)
assert abs(score[1] - model.evaluate(X, Y, verbose=0)[1]) < 1e-6
clone = clone_model(model)
clone.set_weights(model.get_weights())
assert (clone.predict(X) == model.predict(X)).all()
