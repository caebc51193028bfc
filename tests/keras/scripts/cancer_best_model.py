"""Yes or no from thirty measurements: the best weights in a file, patience, and a report at a threshold."""

import os
import tempfile

import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

from nnlib import keras

data = load_breast_cancer()
X_train, X_test, y_train, y_test = train_test_split(data.data, data.target, random_state=101)
scaler = MinMaxScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)

checkpoint_path = os.path.join(tempfile.mkdtemp(), "cp-{epoch:04d}.weights.h5")
best_path = os.path.join(tempfile.mkdtemp(), "best.keras")
callbacks = [
    keras.callbacks.EarlyStopping(
        monitor="val_loss", mode="min", patience=25, verbose=1, restore_best_weights=True,
        start_from_epoch=3,
    ),
    keras.callbacks.ModelCheckpoint(
        filepath=best_path, monitor="val_auc", mode="max", save_best_only=True, verbose=0
    ),
    keras.callbacks.ModelCheckpoint(checkpoint_path, save_weights_only=True),
    keras.callbacks.TerminateOnNaN(),
]  # fmt: skip


def create_model():
    model = keras.models.Sequential(
        [
            keras.Input(shape=(30,)),
            keras.layers.Dense(units=30, activation="relu"),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(units=15, activation="relu"),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(units=1, activation="sigmoid"),
        ]
    )
    model.compile(
        loss=keras.losses.BinaryCrossentropy(),
        optimizer=keras.optimizers.Adam(1e-3),
        metrics=[
            keras.metrics.BinaryAccuracy(name="accuracy", threshold=0.5),
            keras.metrics.AUC(name="auc"),
        ],
    )
    return model


model = create_model()
history = model.fit(
    x=X_train,
    y=y_train,
    epochs=60,
    batch_size=16,
    validation_data=(X_test, y_test),
    verbose=0,
    callbacks=callbacks,
)
best = keras.models.load_model(best_path)
predictions = (best.predict(X_test, verbose=0) > 0.5).astype("int32")
print("accuracy", accuracy_score(y_test, predictions))
fresh = create_model()
fresh.load_weights(checkpoint_path.format(epoch=len(history.epoch)))
assert roc_auc_score(y_test, best.predict(X_test).ravel()) > 0.95
assert np.isclose(
    max(history.history["val_auc"]), best.evaluate(X_test, y_test, return_dict=True)["auc"]
)
