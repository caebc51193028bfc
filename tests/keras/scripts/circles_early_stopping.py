"""Circles: patience, the best model in a file, and the lines of what was learned."""

import os
import tempfile

from sklearn.datasets import make_circles

from nnlib.keras.callbacks import EarlyStopping, ModelCheckpoint
from nnlib.keras.layers import Dense
from nnlib.keras.models import Sequential, load_model

X, y = make_circles(n_samples=100, noise=0.1, random_state=1)
trainX, testX, trainy, testy = X[:30, :], X[30:, :], y[:30], y[30:]
model = Sequential()
model.add(Dense(500, input_dim=2, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
path = os.path.join(tempfile.mkdtemp(), "best_model.h5")
es = EarlyStopping(monitor="val_loss", mode="min", verbose=1, patience=2)
mc = ModelCheckpoint(path, monitor="val_accuracy", mode="max", verbose=1, save_best_only=True)
history = model.fit(
    trainX, trainy, validation_data=(testX, testy), epochs=5, verbose=0, callbacks=[es, mc]
)
saved_model = load_model(path)
_, test_acc = saved_model.evaluate(testX, testy, verbose=0)
