"""Weights alone in a file, and layers by name."""

import numpy as np
import pytest

from nnlib import Dense, Input, Sequential


def model(width=3, seed=0):
    return Sequential([Input([2]), Dense(width, name="first"), Dense(1)], rng=seed)


def test_weights_go_into_a_file_and_back(tmp_path):
    one, other = model(), model(seed=1)
    one.save_weights(tmp_path / "w.weights.h5")
    other.load_weights(tmp_path / "w.weights.h5")
    assert np.array_equal(one.theta, other.theta)


def test_weights_that_do_not_fit_change_nothing(tmp_path):
    path, other = tmp_path / "w", model(4)
    before = other.theta.copy()
    model().save_weights(path)
    with pytest.raises(ValueError, match="shapes"):
        other.load_weights(path)
    for wrong in (b"", b"no file of this kind", path.read_bytes()[:-40]):
        path.write_bytes(wrong)
        with pytest.raises(ValueError, match="holds no weights"):
            other.load_weights(path)
    model().save(path)
    with pytest.raises(ValueError, match="holds no weights"):
        other.load_weights(path)
    assert np.array_equal(before, other.theta)
    with pytest.raises(FileNotFoundError):
        other.load_weights(tmp_path / "none")


def test_a_layer_by_name_or_place():
    made = model()
    assert made.get_layer("first") is made.get_layer(index=0) is made.layers[0]
    with pytest.raises(ValueError, match="no layer 'frist'; there are first, dense"):
        made.get_layer("frist")
    with pytest.raises(ValueError, match="one of the two"):
        made.get_layer()
