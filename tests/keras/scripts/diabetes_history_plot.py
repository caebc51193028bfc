"""The course of a disease as a number: scaled inputs, two outputs of compile by name, and the curves of the history."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.metrics import mean_absolute_error, r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from nnlib import keras
from nnlib.keras import layers

keras.utils.set_random_seed(42)
X, y = load_diabetes(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)
scaler = StandardScaler().fit(X_train)
X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)


def build_model(n_features, units=(64, 32), rate=0.1):
    inputs = keras.Input(shape=(n_features,), name="measurements")
    model = keras.Sequential([inputs], name="regressor")
    for i, n in enumerate(units, start=1):
        model.add(layers.Dense(n, activation="relu", name=f"dense_{i}"))
        model.add(layers.Dropout(rate, name=f"drop_{i}"))
    model.add(layers.Dense(1, name="progression"))
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.01),
        loss="mean_squared_error",
        metrics=["mae", keras.metrics.MeanAbsolutePercentageError(name="mape")],
    )
    return model


model = build_model(X_train.shape[1])
model.summary()
history = model.fit(X_train, y_train, epochs=40, batch_size=32, validation_split=0.2, verbose=0)

fig, axes = plt.subplots(1, 2, figsize=(10, 4))
for ax, key in zip(axes, ["loss", "mae"]):
    ax.plot(history.history[key], label="train")
    ax.plot(history.history["val_" + key], label="validation")
    ax.set_xlabel("Epoch")
    ax.set_ylabel(key)
    ax.legend()
plt.close(fig)

loss, mae, mape = model.evaluate(X_test, y_test, verbose=0)
y_pred = model.predict(X_test).flatten()
print(f"Test MAE: {mae:.2f}, MAPE: {mape:.1f} %, R2: {r2_score(y_test, y_pred):.3f}")
assert np.isclose(mae, mean_absolute_error(y_test, y_pred), rtol=1e-4)
assert r2_score(y_test, y_pred) > 0.2 and len(axes[0].lines) == 2
