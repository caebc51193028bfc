"""A callback that measures what it likes, and others that watch that number."""

import numpy as np
from sklearn.datasets import make_classification
from sklearn.metrics import f1_score, recall_score
from sklearn.model_selection import train_test_split

from nnlib.keras.callbacks import Callback, EarlyStopping, ModelCheckpoint
from nnlib.keras.layers import Dense, Dropout
from nnlib.keras.models import Sequential


class Metrics(Callback):
    def __init__(self, validation):
        super(Metrics, self).__init__()
        self.validation = validation

    def on_train_begin(self, logs={}):
        self.val_f1s = []
        self.val_recalls = []

    def on_epoch_end(self, epoch, logs={}):
        val_targ = self.validation[1]
        val_predict = (np.asarray(self.model.predict(self.validation[0]))).round()
        val_f1 = f1_score(val_targ, val_predict)
        self.val_f1s.append(round(val_f1, 6))
        self.val_recalls.append(recall_score(val_targ, val_predict))
        logs["val_f1"] = val_f1
        print(f" - val_f1: {val_f1}")
        return


X, y = make_classification(600, 10, weights=[0.8], random_state=0)
X_train, X_val, y_train, y_val = train_test_split(X, y, stratify=y, random_state=0)
model = Sequential(
    [Dense(32, activation="relu", input_shape=(10,)), Dropout(0.2), Dense(1, activation="sigmoid")]
)
model.compile("adam", "binary_crossentropy", metrics=["acc"])
m = Metrics((X_val, y_val))
h = model.fit(
    X_train,
    y_train,
    epochs=6,
    batch_size=32,
    validation_data=(X_val, y_val),
    verbose=0,
    callbacks=[
        m,
        EarlyStopping(monitor="val_f1", mode="max", patience=5),
        ModelCheckpoint("best-{epoch:02d}.h5", monitor="val_f1", mode="max", save_best_only=True),
    ],
)
assert len(m.val_f1s) == len(h.history["loss"])
assert "val_f1" in h.history and h.history["val_acc"]
