"""Estimators on data larger than memory: a dask array by its blocks, a mapped file without a copy."""

import tracemalloc

import numpy as np
import pytest
from sklearn.model_selection import GridSearchCV

from nnlib import MLPClassifier, MLPRegressor

da = pytest.importorskip("dask.array")


@pytest.fixture
def rows():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 6)).astype(np.float32)
    return X, np.where(X @ rng.normal(size=6) > 0, "yes", "no")


def test_a_classifier_is_fitted_one_block_at_a_time(rows):
    X, y = rows
    seen = []

    def load(block, block_info=None):
        seen.append(block_info[0]["chunk-location"][0])
        return block

    blocks = da.from_array(X, chunks=(64, 6)).map_blocks(load, dtype=X.dtype, meta=X[:0])
    model = MLPClassifier((8,), learning_rate=0.05, batch_size=32, epochs=3, random_state=0)
    model.fit(blocks, da.from_array(y, chunks=50))
    assert [sorted(seen[i : i + 4]) for i in (0, 4, 8)] == [[0, 1, 2, 3]] * 3 and len(seen) == 12
    assert model.n_iter_ == 3 and model.n_features_in_ == 6 and model.model_.dtype == np.float32
    assert model.model_.steps == 3 * (3 * 2 + 1) and list(model.classes_) == ["no", "yes"]
    np.testing.assert_allclose(model.predict_proba(blocks), model.predict_proba(X), rtol=1e-5)
    assert model.partial_fit(blocks, y).score(blocks, y) > 0.8


def test_one_block_trains_as_its_rows_do_with_weights_too(rows):
    X, y = rows
    weights = np.linspace(0.5, 2, 200)
    for kind, target in ((MLPClassifier, y), (MLPRegressor, X[:, 0] * 2)):
        one, two = (kind((5,), epochs=2, batch_size=200, random_state=0) for _ in range(2))
        one.fit(X, target, weights)
        two.fit(da.from_array(X, chunks=(200, 6)), target, weights)
        for a, b in zip(one.coefs_, two.coefs_):
            np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6)
    balanced = MLPClassifier((5,), epochs=1, class_weight="balanced", random_state=0)
    assert balanced.fit(da.from_array(X, chunks=(64, 6)), y).n_iter_ == 1


def test_a_search_takes_a_dask_array(rows):
    X, y = rows
    blocks = da.from_array(X, chunks=(50, 6))
    search = GridSearchCV(MLPClassifier((4,), epochs=1), {"learning_rate": [0.01, 0.1]}, cv=2)
    assert np.isfinite(search.fit(blocks, y).best_score_)


@pytest.mark.parametrize(
    "settings, change, complaint",
    [
        ({"early_stopping": True}, lambda X: X, "no rows of it are held out"),
        ({}, lambda X: X[:, 0], r"X has shape \(200,\); wanted \(n, features\)"),
        ({}, lambda X: X[X[:, 0] > 0], "unknown sizes|inconsistent"),
        ({"batch_size": 0}, lambda X: X, "batch_size is 0"),
    ],
)
def test_what_blocks_cannot_be_is_said(rows, settings, change, complaint):
    X, y = rows
    with pytest.raises(ValueError, match=complaint):
        MLPClassifier((3,), **settings).fit(change(da.from_array(X, chunks=(64, 6))), y)


def test_blocks_of_other_features_are_refused_afterwards(rows):
    X, y = rows
    model = MLPClassifier((3,), epochs=1, warm_start=True).fit(X, y)
    other = da.from_array(X[:, :4], chunks=(64, 4))
    for call in (lambda: model.fit(other, y), lambda: model.predict(other)):
        with pytest.raises(ValueError, match="X has 4 features, but MLPClassifier is expecting 6"):
            call()


def test_a_mapped_file_is_fitted_without_being_read_as_a_whole(tmp_path):
    np.save(tmp_path / "X.npy", np.random.default_rng(0).normal(size=(40_000, 200)).astype("f4"))
    before = (tmp_path / "X.npy").read_bytes()
    X, y = np.load(tmp_path / "X.npy", mmap_mode="r"), np.arange(40_000) % 2
    model = MLPClassifier((2,), epochs=1, random_state=0)
    model.fit(np.array(X[:64]), y[:64])  # what is compiled is no part of the question
    tracemalloc.start()
    model.fit(X, y).predict(X)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < X.nbytes / 4 and (tmp_path / "X.npy").read_bytes() == before
    some = MLPClassifier((2,), epochs=1, random_state=0).fit(np.array(X), y)
    np.testing.assert_array_equal(some.coefs_[0], model.coefs_[0])
