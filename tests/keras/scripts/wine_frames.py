"""A table with names: frames and series in, a frame of the history and of the predictions out."""

import matplotlib

matplotlib.use("Agg")
import pandas as pd
from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split

from nnlib import keras
from nnlib.keras import layers

df = load_wine(as_frame=True).frame
train_df, test_df = train_test_split(df, test_size=0.25, random_state=0)
train_labels = train_df.pop("target")
test_labels = test_df.pop("target")
train_stats = train_df.describe().transpose()


def norm(x):
    return (x - train_stats["mean"]) / train_stats["std"]


model = keras.Sequential(
    [
        layers.Input(shape=(len(train_df.keys()),)),
        layers.Dense(32, activation="relu"),
        layers.Dense(3, activation="softmax"),
    ]
)
model.compile(
    optimizer="adam",
    loss="sparse_categorical_crossentropy",
    metrics=["sparse_categorical_accuracy"],
)
history = model.fit(norm(train_df), train_labels, epochs=40, validation_split=0.2, verbose=0)
hist = pd.DataFrame(history.history)
hist["epoch"] = history.epoch
print(hist.tail())
hist.plot(x="epoch", y=["loss", "val_loss"], figsize=(8, 5))
proba = pd.DataFrame(model.predict(norm(test_df)), index=test_df.index, columns=[0, 1, 2])
predicted = proba.idxmax(axis=1)
print(pd.crosstab(test_labels, predicted))
loss, accuracy = model.evaluate(norm(test_df), test_labels)
assert abs((predicted == test_labels).mean() - accuracy) < 1e-6 and accuracy > 0.9
