"""Pictures through a narrow layer and back: the inputs are the targets, with noise taken away at the end."""

import numpy as np
from sklearn.datasets import load_digits

from nnlib.keras.layers import Dense, Input, LeakyReLU
from nnlib.keras.models import Sequential
from nnlib.keras.regularizers import l1

X = load_digits().data.astype("float32") / 16
x_train, x_test = X[:1500], X[1500:]
encoding_dim = 16

autoencoder = Sequential(name="autoencoder")
autoencoder.add(Input(shape=(64,)))
autoencoder.add(Dense(48))
autoencoder.add(LeakyReLU(alpha=0.2))
autoencoder.add(Dense(encoding_dim, activation="elu", kernel_regularizer=l1(1e-6)))
autoencoder.add(Dense(48, activation=LeakyReLU(0.2)))
autoencoder.add(Dense(64, activation="sigmoid"))
autoencoder.compile(optimizer="adam", loss="binary_crossentropy")
history = autoencoder.fit(
    x_train,
    x_train,
    epochs=20,
    batch_size=64,
    shuffle=True,
    validation_data=(x_test, x_test),
    verbose=0,
)
decoded = autoencoder.predict(x_test)
assert decoded.shape == x_test.shape
assert history.history["val_loss"][-1] < history.history["val_loss"][0]

rng = np.random.default_rng(0)
noisy = np.clip(x_train + 0.3 * rng.normal(size=x_train.shape), 0.0, 1.0)
autoencoder.compile(optimizer="adam", loss="mse")
autoencoder.fit(noisy, x_train, epochs=10, batch_size=64, verbose=0)
cleaned = autoencoder.predict(noisy)
assert ((cleaned - x_train) ** 2).mean() < ((noisy - x_train) ** 2).mean()
