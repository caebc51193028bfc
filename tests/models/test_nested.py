"""Models inside of models: one set of weights, whoever trains; what is trained is settled by compile."""

import copy
import pickle

import numpy as np
import pytest

from nnlib import Dense, Dropout, Flatten, Input, Sequential
from nnlib.keras.layers import Reshape

RNG = np.random.default_rng(0)
X = RNG.normal(size=(20, 4))


def pair():
    """An encoder, a decoder that is told nothing of its input, and both in a row."""
    encoder = Sequential([Input([4]), Dense(3, "tanh"), Dense(2)], "encoder", rng=0)
    decoder = Sequential([Dense(3, "tanh"), Dense(4)], "decoder", rng=1)
    whole = Sequential([encoder, decoder], "whole", rng=2)
    whole.compile("adam", "mse")
    return encoder, decoder, whole


def flat():
    """The same layers in one row, with the same first weights."""
    encoder, decoder, _ = pair()
    model = Sequential(
        [Input([4]), *(Dense(n, a) for n, a in ((3, "tanh"), (2, None), (3, "tanh"), (4, None)))],
        rng=2,
    )
    model.set_weights([*encoder.get_weights(), *decoder.get_weights()])
    model.compile("adam", "mse")
    return model


def test_the_whole_trains_as_its_layers_in_one_row_would():
    encoder, decoder, whole = pair()
    row = flat()
    assert whole.sizes == row.sizes == [4, 3, 2, 3, 4]
    kept = whole.fit(X, X, epochs=3, verbose=0, rng=5).history["loss"]
    assert kept == pytest.approx(row.fit(X, X, epochs=3, verbose=0, rng=5).history["loss"])
    np.testing.assert_allclose(whole.theta, row.theta, rtol=1e-5)
    np.testing.assert_allclose(decoder.predict(encoder.predict(X)), whole.predict(X), rtol=1e-5)


def test_what_a_part_learns_the_whole_knows():
    encoder, decoder, whole = pair()
    whole.predict(X)
    encoder.compile("sgd", "mse")
    before = whole.theta.copy()
    encoder.fit(X, X[:, :2], epochs=2, verbose=0)
    n = encoder.count_params()
    assert (whole.theta[:n] != before[:n]).any() and (whole.theta[n:] == before[n:]).all()
    decoder.set_weights([np.ones_like(w) for w in decoder.get_weights()])
    assert (whole.theta[n:] == 1).all()
    whole.set_weights([np.zeros_like(w) for w in whole.get_weights()])
    assert not encoder.theta.any() and not decoder.predict(np.ones((1, 2))).any()


def test_parts_of_parts_share_too():
    encoder, decoder, whole = pair()
    outer = Sequential([whole, Dense(1)], rng=0)
    outer.compile("sgd", "mse")
    outer.fit(X, X[:, 0], epochs=2, verbose=0)
    np.testing.assert_allclose(decoder.predict(encoder.predict(X)), whole.predict(X), rtol=1e-5)
    np.testing.assert_array_equal(outer.theta[: len(whole.theta)], whole.theta)
    encoder.set_weights([np.zeros_like(w) for w in encoder.get_weights()])
    assert not outer.theta[: encoder.count_params()].any()


def test_each_trains_what_was_trainable_when_it_was_compiled():
    """A judge that is held fast inside of the whole still learns by itself."""
    maker, judge = (
        Sequential([Input([2]), Dense(4)], rng=0),
        Sequential([Input([4]), Dense(1, "sigmoid")], rng=1),
    )
    judge.compile("adam", "binary_crossentropy")
    judge.trainable = False
    whole = Sequential([maker, judge], rng=2)
    whole.compile("adam", "binary_crossentropy")
    before = judge.get_weights(), maker.get_weights()
    whole.train_on_batch(RNG.normal(size=(8, 2)), np.ones(8))
    assert all((a == b).all() for a, b in zip(before[0], judge.get_weights()))
    assert any((a != b).any() for a, b in zip(before[1], maker.get_weights()))
    judge.train_on_batch(X, np.ones(20))
    assert any((a != b).any() for a, b in zip(before[0], judge.get_weights()))


def test_a_model_of_which_nothing_is_trained_says_so():
    model = Sequential([Input([4]), Dense(1)], "still", rng=0)
    model.trainable = False
    model.compile("sgd", "mse")
    with pytest.raises(ValueError, match="no layer of still is trained"):
        model.fit(X, X[:, 0], verbose=0)


def test_a_part_that_changed_and_a_part_of_two_wholes_are_refused():
    encoder, _, whole = pair()
    with pytest.raises(ValueError, match="encoder is part of a model already"):
        Sequential([encoder])
    with pytest.raises(ValueError, match="has no layers yet"):
        Sequential([Sequential([], "empty")])
    encoder.add(Dense(2))
    with pytest.raises(ValueError, match="the layers of encoder have changed since"):
        whole.predict(X)


def test_a_copy_shares_with_nobody_and_a_file_holds_one_row(tmp_path):
    encoder, _, whole = pair()
    whole.predict(X)
    for again in (copy.deepcopy(whole), pickle.loads(pickle.dumps(whole))):
        again.theta[:] = 0
        assert encoder.theta.any() and not again.predict(X).any()
    whole.save(tmp_path / "whole.keras")
    again = Sequential.load(tmp_path / "whole.keras")
    np.testing.assert_array_equal(again.predict(X), whole.predict(X))
    assert [layer.name for layer in again.layers][:2] == ["encoder_dense", "encoder_dense_1"]


def test_images_in_and_out():
    images = RNG.random((10, 3, 3))
    encoder = Sequential([Flatten(shape=[3, 3]), Dropout(0.1), Dense(2, "relu")], rng=0)
    decoder = Sequential([Dense(9, "sigmoid"), Reshape([3, -1])], rng=0)
    whole = Sequential([encoder, decoder], rng=0)
    whole.compile("sgd", "binary_crossentropy", ["mae"])
    whole.fit(images, images, validation_data=(images, images), verbose=0)
    assert whole.predict(images).shape == images.shape and whole.output_shape == (3, 3)
    with pytest.raises(ValueError, match="makes .* of .* which holds other numbers"):
        Sequential([Input([4]), Dense(5), Reshape([2, 2])]).build()
    with pytest.raises(ValueError, match="y has shape"):
        whole.fit(images, images.reshape(10, 1, 9), verbose=0)
