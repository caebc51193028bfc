"""One problem after the other, each with the loss that suits it."""

import numpy as np
from sklearn.datasets import make_blobs, make_circles

from nnlib.keras.layers import Dense
from nnlib.keras.models import Sequential
from nnlib.keras.optimizers import SGD
from nnlib.keras.utils import to_categorical

X, y = make_circles(n_samples=300, noise=0.1, random_state=1)
for loss in ("hinge", "squared_hinge"):
    t = y.copy()
    t[np.where(t == 0)] = -1
    model = Sequential()
    model.add(Dense(50, input_dim=2, activation="relu", kernel_initializer="he_uniform"))
    model.add(Dense(1, activation="tanh"))
    model.compile(loss=loss, optimizer=SGD(lr=0.01, momentum=0.9), metrics=["accuracy"])
    history = model.fit(X[:200], t[:200], validation_data=(X[200:], t[200:]), epochs=40, verbose=0)
    _, train_acc = model.evaluate(X[:200], t[:200], verbose=0)
    print(loss, train_acc, history.history["val_accuracy"][-1])
    assert train_acc > 0.5
X, y = make_blobs(n_samples=300, centers=3, n_features=2, cluster_std=2, random_state=2)
model = Sequential()
model.add(Dense(50, input_dim=2, activation="relu", kernel_initializer="he_uniform"))
model.add(Dense(3, activation="softmax"))
model.compile(
    loss="kullback_leibler_divergence", optimizer=SGD(lr=0.01, momentum=0.9), metrics=["accuracy"]
)
history = model.fit(X, to_categorical(y), validation_split=0.2, epochs=20, verbose=0)
assert history.history["accuracy"][-1] > 0.7
rng = np.random.default_rng(0)
X = rng.normal(size=(200, 5))
y = np.exp(X[:, 0])
model = Sequential(
    [
        Dense(25, input_dim=5, activation="relu", kernel_initializer="he_uniform"),
        Dense(1, activation="linear"),
    ]
)
model.compile(
    loss="mean_squared_logarithmic_error", optimizer=SGD(lr=0.01, momentum=0.9), metrics=["mse"]
)
model.fit(X, y, epochs=5, verbose=0)
model.compile(loss="logcosh", optimizer="adam", metrics=["mape", "cosine_proximity"][:1])
model.fit(X, y, epochs=5, verbose=0)
model.compile(loss="poisson", optimizer="rmsprop")
