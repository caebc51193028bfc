"""Data in a DataFrame, labels by pandas."""

import pandas as pd
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split

from nnlib import keras
from nnlib.keras import layers

frame = load_iris(as_frame=True).frame
X = frame.drop(columns="target")
y = pd.get_dummies(frame["target"])
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = keras.Sequential(
    [
        layers.Dense(64, activation="relu", input_shape=[X_train.shape[1]]),
        layers.Dense(3, activation="softmax"),
    ]
)
model.compile(
    optimizer=keras.optimizers.RMSprop(0.001), loss="categorical_crossentropy", metrics=["accuracy"]
)
history = model.fit(X_train, y_train, epochs=5, validation_data=(X_test, y_test), verbose=0)
hist = pd.DataFrame(history.history)
hist["epoch"] = history.epoch
assert {*hist.columns} == {"accuracy", "loss", "val_accuracy", "val_loss", "epoch"}
