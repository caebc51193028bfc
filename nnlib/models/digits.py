"""The whole book in one function: a network for handwritten digits, trained, and chosen by validation."""

import numpy as np

from nnlib.core.arguments import generator, pair
from nnlib.datasets import load_digits
from nnlib.models.callbacks import EarlyStopping
from nnlib.models.layers import Dense, Input
from nnlib.models.optimizers import Adam
from nnlib.models.sequential import Sequential
from nnlib.preprocessing import split_indices

Rows = tuple[np.ndarray, np.ndarray]
SHARES = (1200, 197, 400)  # rows to train on, to choose by, and to be judged by once
SPLIT_SEED = (
    1  # the same split for everybody, and neither the easiest nor the hardest of the first eight
)


def digits_split() -> list[tuple[np.ndarray, np.ndarray]]:
    """(X, y) to train on, to validate and to test: 1200, 197 and 400 of the 1,797 digits, always the same ones.

    X (n, 64) float64 from 0 to 1, y (n,) int64 from 0 to 9. The test rows are for one look, at the very end.

    >>> [len(X) for X, y in digits_split()]
    [1200, 197, 400]
    """
    X, y = load_digits()
    fractions = [rows / len(X) for rows in SHARES]
    parts = split_indices(len(X), fractions, np.random.default_rng(SPLIT_SEED))
    return [(X[rows], y[rows]) for rows in parts]


def train_digits(
    rng: np.random.Generator, train: Rows | None = None, held_out: Rows | None = None
) -> Sequential:
    """A trained network 64-64-10 for digits; `rng` draws its weights and its minibatches.

    `train` and `held_out` are (X, y), the rows to learn from and to choose by; those of `digits_split()` by default.

    ReLU inside, softmax cross entropy, Adam in minibatches of 32. Training ends when the loss on the validation rows
    has not fallen for ten epochs, and the weights of the best epoch come back; the test rows are never looked at.
    Returns a `Sequential`. Raises TypeError where rng is no np.random.Generator.

    >>> model = train_digits(np.random.default_rng(0))
    >>> X, y = digits_split()[2]
    >>> bool(np.mean(model.predict(X).argmax(axis=1) == y) > 0.95)
    True
    """
    generator("rng", rng)
    given = [
        known if rows is None else pair(name, rows)
        for name, rows, known in zip(("train", "held_out"), (train, held_out), digits_split())
    ]
    (X, y), held_out = given
    layers = [Input((64,)), Dense(64, activation="relu"), Dense(10, activation="softmax")]
    model = Sequential(layers, rng=rng)
    model.compile(Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"])
    stopping = EarlyStopping("val_loss", patience=10, restore_best_weights=True)
    model.fit(X, y, epochs=100, validation_data=held_out, callbacks=[stopping], verbose=0)
    return model
