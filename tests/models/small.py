"""What the tests of the models share: small networks, and functions of one's own."""

import numpy as np

from nnlib import Dense, Input, Sequential


def classifier(
    rng=0, hidden=6, loss="sparse_categorical_crossentropy", optimizer="sgd", n=3, **settings
):
    model = Sequential(
        [Input([4]), Dense(hidden, "tanh"), Dense(n, "softmax")], rng=rng, **settings
    )
    model.compile(optimizer, loss, ["accuracy"])
    return model


def regressor(rng=0, loss="mse", optimizer="sgd", **settings):
    model = Sequential([Input([4]), Dense(6, "tanh"), Dense(1)], rng=rng, **settings)
    model.compile(optimizer, loss)
    return model


def my_mse(P, T):
    return np.mean((P - T) ** 2)


def my_mse_grad(P, T):
    return 2 * (P - T) / P.size


def my_tanh(z):
    return np.tanh(z)


def my_tanh_backward(dout, a):
    return dout * (1 - a * a)
