"""Two networks against each other: one is held fast inside of the whole, and still learns by itself."""

import numpy as np

from nnlib.keras.layers import Dense
from nnlib.keras.models import Sequential


def define_discriminator(n_inputs=2):
    model = Sequential()
    model.add(Dense(25, activation="relu", kernel_initializer="he_uniform", input_dim=n_inputs))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model


def define_generator(latent_dim, n_outputs=2):
    model = Sequential()
    model.add(Dense(15, activation="relu", kernel_initializer="he_uniform", input_dim=latent_dim))
    model.add(Dense(n_outputs, activation="linear"))
    return model


def define_gan(generator, discriminator):
    discriminator.trainable = False
    model = Sequential()
    model.add(generator)
    model.add(discriminator)
    model.compile(loss="binary_crossentropy", optimizer="adam")
    return model


def real(n):
    x = np.random.rand(n) - 0.5
    return np.hstack((x.reshape(n, 1), (x * x).reshape(n, 1))), np.ones((n, 1))


def latent(dim, n):
    return np.random.randn(dim * n).reshape(n, dim)


def fake(generator, dim, n):
    return generator.predict(latent(dim, n)), np.zeros((n, 1))


np.random.seed(1)
d, g = define_discriminator(), define_generator(5)
gan = define_gan(g, d)
before_d, before_g = d.get_weights(), g.get_weights()
for i in range(30):
    xr, yr = real(32)
    xf, yf = fake(g, 5, 32)
    d.train_on_batch(xr, yr)
    d.train_on_batch(xf, yf)
    kept = d.get_weights()
    gan.train_on_batch(latent(5, 64), np.ones((64, 1)))
    assert all((a == b).all() for a, b in zip(kept, d.get_weights()))
assert any((a != b).any() for a, b in zip(before_d, d.get_weights())), (
    "the discriminator has learned"
)
assert any((a != b).any() for a, b in zip(before_g, g.get_weights())), "the generator has learned"
_, acc = d.evaluate(*real(100), verbose=0)
print(acc)
