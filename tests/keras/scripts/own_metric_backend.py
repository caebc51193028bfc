"""Metrics of one's own with the functions of keras.backend: the root of the mean square, R2, and an F1."""

import numpy as np

import nnlib.keras.backend as K
from nnlib.keras.layers import Dense
from nnlib.keras.models import Sequential

np.random.seed(0)
X = np.random.rand(200, 3)
y = X @ np.array([1.0, -2.0, 0.5]) + 0.05 * np.random.randn(200)


def rmse(y_true, y_pred):
    return K.sqrt(K.mean(K.square(y_pred - y_true)))


def coeff_determination(y_true, y_pred):
    SS_res = K.sum(K.square(y_true - y_pred))
    SS_tot = K.sum(K.square(y_true - K.mean(y_true)))
    return 1 - SS_res / (SS_tot + K.epsilon())


def f1_m(y_true, y_pred):
    true_positives = K.sum(K.round(K.clip(y_true * y_pred, 0, 1)))
    possible_positives = K.sum(K.round(K.clip(y_true, 0, 1)))
    predicted_positives = K.sum(K.round(K.clip(y_pred, 0, 1)))
    precision = true_positives / (predicted_positives + K.epsilon())
    recall = true_positives / (possible_positives + K.epsilon())
    return 2 * ((precision * recall) / (precision + recall + K.epsilon()))


model = Sequential()
model.add(Dense(16, input_dim=3, activation="relu"))
model.add(Dense(1))
model.compile(loss="mse", optimizer="adam", metrics=[rmse, coeff_determination])
history = model.fit(X, y, epochs=60, batch_size=10, verbose=0)
assert np.isclose(history.history["rmse"][-1] ** 2, model.evaluate(X, y, verbose=0)[0], rtol=1e-4)
assert history.history["coeff_determination"][-1] > 0.8

labels = (y > y.mean()).astype("float32")
model = Sequential([Dense(16, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["acc", f1_m])
history = model.fit(X, labels, epochs=40, batch_size=10, verbose=0)
assert {*history.history} == {"loss", "acc", "f1_m"} and history.history["f1_m"][-1] > 0.8
