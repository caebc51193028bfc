"""A spiral with `Sequential`: the same mathematics behind the names that Keras gave them."""

import numpy as np

from nnlib import (
    Adam,
    Dense,
    EarlyStopping,
    Input,
    Sequential,
    accuracy,
    predict_classes,
    spiral,
    split,
)


def main(epochs: int = 60) -> float:
    """Train a small network on three arms of a spiral and return its accuracy on points that it never saw."""
    rng = np.random.default_rng(1)
    X_train, y_train, X_test, y_test = split(*spiral(900, rng, noise=0.1), 300, rng)
    model = Sequential(
        [Input((2,)), Dense(32, "relu"), Dense(32, "relu"), Dense(3, "softmax")], rng=rng
    )
    model.compile(Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
    stop = EarlyStopping(patience=10, restore_best_weights=True)
    model.fit(
        X_train,
        y_train,
        epochs=epochs,
        validation_data=(X_test, y_test),
        callbacks=[stop],
        verbose=0,
    )
    return accuracy(y_test, predict_classes(model.predict(X_test)))


if __name__ == "__main__":
    print(f"accuracy: {main():.3f}")
