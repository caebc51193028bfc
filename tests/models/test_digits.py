"""The digits, from data to a chosen network: the split is kept, the test rows stay unseen, it beats the baseline."""

import numpy as np
import pytest

import nnlib
from nnlib.models import digits


@pytest.fixture(scope="module")
def models():
    return [nnlib.train_digits(np.random.default_rng(seed)) for seed in range(3)]


def test_the_split_is_always_the_same_and_holds_every_digit_once():
    first, second = nnlib.digits_split(), nnlib.digits_split()
    assert [len(X) for X, _ in first] == [1200, 197, 400]
    for (X, y), (X2, y2) in zip(first, second, strict=True):
        assert np.array_equal(X, X2) and np.array_equal(y, y2) and set(y) == set(range(10))
    X, _ = nnlib.load_digits()
    rows = np.concatenate([X for X, _ in first])
    assert np.array_equal(np.unique(rows, axis=0), np.unique(X, axis=0)) and len(rows) == len(X)


def test_it_finds_19_of_20_and_beats_the_linear_model_by_a_point(models):
    (X, y), (V, v), (T, t) = nnlib.digits_split()
    rngs = map(np.random.default_rng, range(3))
    lines = [nnlib.train(X, y, [64, 10], rng, epochs=60).accuracy(T, t) for rng in rngs]
    found = [nnlib.accuracy(t, nnlib.predict_classes(model.predict(T))) for model in models]
    held_out = [nnlib.accuracy(v, nnlib.predict_classes(model.predict(V))) for model in models]
    assert min(held_out) >= 0.95 and np.mean(found) >= 0.95
    assert np.mean(found) >= np.mean(lines) + 0.01


def test_the_same_seed_gives_the_same_network_and_another_another(models):
    again = nnlib.train_digits(np.random.default_rng(0))
    assert np.array_equal(again.theta, models[0].theta)
    assert not np.array_equal(models[1].theta, models[0].theta)


def test_the_test_rows_are_never_looked_at(monkeypatch):
    split = digits.digits_split

    def without_a_test_set():
        train, held_out, (X, y) = split()
        return train, held_out, (np.full_like(X, np.nan), y * 0 - 1)

    monkeypatch.setattr(digits, "digits_split", without_a_test_set)
    blind = digits.train_digits(np.random.default_rng(0))
    monkeypatch.undo()
    assert np.array_equal(blind.theta, digits.train_digits(np.random.default_rng(0)).theta)


def test_a_seed_is_no_generator():
    with pytest.raises(TypeError, match="rng"):
        nnlib.train_digits(0)
