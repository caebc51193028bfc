"""What a Sequential was asked in earlier years works, and says how it is asked today."""

import numpy as np
import pytest

from nnlib import Dense, Input, Sequential
from nnlib.models import deprecated

X = np.random.default_rng(0).normal(size=(12, 3))


@pytest.fixture(autouse=True)
def say_it_again():
    deprecated._said.clear()


def net(units, last, loss):
    model = Sequential([Input([3]), Dense(units, last)], rng=0)
    model.compile("sgd", loss, ["accuracy"])
    return model


def test_classes_of_several_outputs_and_of_one():
    several = net(3, "softmax", "categorical_crossentropy")
    with pytest.warns(FutureWarning, match=r"today: nnlib.predict_classes\(model.predict\(X\)\)"):
        labels = several.predict_classes(X)
    np.testing.assert_array_equal(labels, several.predict(X).argmax(axis=1))
    one = net(1, "sigmoid", "binary_crossentropy")
    with pytest.warns(FutureWarning):
        bits = one.predict_classes(X, batch_size=5)
    np.testing.assert_array_equal(bits, (one.predict(X) > 0.5).astype(int))
    with pytest.warns(FutureWarning, match=r"today: model.predict\(X\)"):
        np.testing.assert_array_equal(one.predict_proba(X), one.predict(X))


def test_generators_by_their_old_methods():
    def batches():
        while True:
            yield X[:6], np.array([0, 1] * 3)
            yield X[6:], np.array([1, 0] * 3)

    old, new = net(1, "sigmoid", "binary_crossentropy"), net(1, "sigmoid", "binary_crossentropy")
    with pytest.warns(FutureWarning, match="fit_generator is an old spelling"):
        history = old.fit_generator(batches(), 2, epochs=3, verbose=0)
    assert history.history == new.fit(batches(), steps_per_epoch=2, epochs=3, verbose=0).history
    with pytest.warns(FutureWarning, match="evaluate_generator"):
        found = old.evaluate_generator(batches(), 2)
    y = np.array([0, 1] * 3 + [1, 0] * 3)
    assert found == pytest.approx(old.evaluate(X, y))
