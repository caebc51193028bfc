"""The whole book in one function: a network for handwritten digits, trained, and chosen by validation."""

import numpy as np

from nnlib.callbacks import EarlyStopping
from nnlib.datasets import load_digits
from nnlib.descent import Adam
from nnlib.gates import generator
from nnlib.parts import Dense, Input
from nnlib.preprocessing import split_indices
from nnlib.sequential import Sequential

SHARES = (1200, 197, 400)  # rows to train on, to choose by, and to be judged by once
SPLIT_SEED = (
    1  # the same split for everybody, and neither the easiest nor the hardest of the first eight
)


def digits_split():
    """(X, y) to train on, to validate and to test: 1200, 197 and 400 of the 1,797 digits, always the same ones.

    X (n, 64) float64 from 0 to 1, y (n,) int64 from 0 to 9. The test rows are for one look, at the very end.
    """
    X, y = load_digits()
    fractions = [rows / len(X) for rows in SHARES]
    parts = split_indices(len(X), fractions, np.random.default_rng(SPLIT_SEED))
    return [(X[rows], y[rows]) for rows in parts]


def train_digits(rng):
    """A trained network 64-64-10 for `digits_split()`; `rng` draws its weights and its minibatches.

    ReLU inside, softmax cross entropy, Adam in minibatches of 32. Training ends when the loss on the validation rows
    has not fallen for ten epochs, and the weights of the best epoch come back; the test rows are never looked at.
    Returns a `Sequential`. Raises TypeError where rng is no np.random.Generator.
    """
    generator("rng", rng)
    (X, y), held_out, _ = digits_split()
    layers = [Input((64,)), Dense(64, activation="relu"), Dense(10, activation="softmax")]
    model = Sequential(layers, rng=rng)
    model.compile(Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"])
    stopping = EarlyStopping("val_loss", patience=10, restore_best_weights=True)
    model.fit(X, y, epochs=100, validation_data=held_out, callbacks=[stopping], verbose=0)
    return model
