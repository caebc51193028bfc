"""Three clouds of points; the rate falls on a plateau, and is read from the history."""

from sklearn.datasets import make_blobs

from nnlib.keras.callbacks import ReduceLROnPlateau
from nnlib.keras.layers import Dense
from nnlib.keras.models import Sequential
from nnlib.keras.optimizers import SGD
from nnlib.keras.utils import to_categorical

X, y = make_blobs(n_samples=200, centers=3, n_features=2, cluster_std=2, random_state=2)
y = to_categorical(y)
model = Sequential()
model.add(Dense(50, input_dim=2, activation="relu", kernel_initializer="he_uniform"))
model.add(Dense(3, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer=SGD(lr=0.01), metrics=["accuracy"])
rlrp = ReduceLROnPlateau(monitor="val_loss", factor=0.1, patience=1, min_delta=1e-2)
history = model.fit(X, y, validation_split=0.5, epochs=6, verbose=0, callbacks=[rlrp])
assert len(history.history["learning_rate"]) == 6
