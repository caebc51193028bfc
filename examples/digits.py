"""Handwritten digits with `nnlib.train`: an hour of the book in a dozen lines, with a function of one's own in it."""

import numpy as np

import nnlib


def relu(z):
    """The learner's own: it is compiled into the training loop."""
    return np.maximum(z, 0)


def relu_backward(dout, a):
    """Its derivative, in terms of the output."""
    return dout * (a > 0)


def main(epochs: int = 15) -> float:
    """Train on 1,400 digits and return the accuracy on the other 397."""
    rng = np.random.default_rng(0)
    X_train, y_train, X_test, y_test = nnlib.split(*nnlib.load_digits(), 397, rng)
    mu, sd = nnlib.standardize_fit(X_train)
    trained = nnlib.train(
        nnlib.standardize(X_train, mu, sd), y_train, [64, 32, 10], rng,
        epochs=epochs, activation=relu, activation_backward=relu_backward,
    )  # fmt: skip
    predicted = trained.predict(nnlib.standardize(X_test, mu, sd))
    print(nnlib.confusion_matrix(y_test, predicted, 10))
    return nnlib.accuracy(y_test, predicted)


if __name__ == "__main__":
    print(f"accuracy on digits that it never saw: {main():.3f}")
