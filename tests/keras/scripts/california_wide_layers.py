"""House values with early stopping and a checkpoint; the best model comes back."""

import os
import tempfile

import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from nnlib import keras

rng = np.random.default_rng(2)
X = rng.normal(size=(300, 8))
y = X[:, 0] * 2 - X[:, 3]
X_train, X_valid, y_train, y_valid = train_test_split(X, y, random_state=42)
scaler = StandardScaler()
X_train, X_valid = scaler.fit_transform(X_train), scaler.transform(X_valid)
keras.backend.clear_session()
keras.utils.set_random_seed(42)
model = keras.models.Sequential(
    [
        keras.layers.Dense(30, activation="relu", input_shape=X_train.shape[1:]),
        keras.layers.Dense(1),
    ]
)
model.compile(loss="mean_squared_error", optimizer=keras.optimizers.SGD(learning_rate=1e-3))
path = os.path.join(tempfile.mkdtemp(), "my_keras_model.h5")
checkpoint_cb = keras.callbacks.ModelCheckpoint(path, save_best_only=True)
early_stopping_cb = keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True)
history = model.fit(
    X_train,
    y_train,
    epochs=6,
    validation_data=(X_valid, y_valid),
    verbose=0,
    callbacks=[checkpoint_cb, early_stopping_cb],
)
model = keras.models.load_model(path)
mse_test = model.evaluate(X_valid, y_valid)
assert mse_test <= min(history.history["val_loss"]) * 1.001
