"""Data larger than memory: a mapped file and a dask array train as the same rows in memory do, without their memory."""

import tracemalloc

import numpy as np
import pytest

from nnlib import Dense, Input, MLPClassifier, Sequential
from nnlib.models.large import mapped

da = pytest.importorskip("dask.array")


@pytest.fixture
def rows():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 6)).astype(np.float32)
    return X, (X @ rng.normal(size=6) > 0).astype(np.float32)


@pytest.fixture
def on_disk(tmp_path):
    def write(X):
        np.save(tmp_path / "X.npy", X)
        return tmp_path / "X.npy"

    return write


def model_of(width=8, inputs=6):
    model = Sequential([Input([inputs]), Dense(width, "relu"), Dense(1, "sigmoid")], rng=0)
    model.compile("sgd", "binary_crossentropy", ["accuracy"])
    return model


def test_a_mapped_file_trains_bit_for_bit_as_its_rows(rows, on_disk):
    X, y = rows
    file = on_disk(X)
    before = file.read_bytes()
    one, two = model_of(), model_of()
    one.fit(X, y, epochs=3, verbose=0)
    two.fit(np.load(file, mmap_mode="r"), y, epochs=3, verbose=0)
    assert np.array_equal(one.theta, two.theta) and file.read_bytes() == before
    assert np.array_equal(one.predict(X), two.predict(np.load(file, mmap_mode="r")))


def test_a_mapped_file_is_never_in_memory_as_a_whole(on_disk):
    file = on_disk(np.zeros((40_000, 200), np.float32))
    X, y = np.load(file, mmap_mode="r"), np.zeros(40_000, np.float32)
    model = model_of(width=2, inputs=200)
    model.fit(X[:64].copy(), y[:64], verbose=0)  # what is compiled is no part of the question
    tracemalloc.start()
    model.fit(X, y, batch_size=64, verbose=0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < X.nbytes / 4


def test_only_whole_files_that_may_not_be_written_are_mapped_anew(rows, on_disk):
    X, _ = rows
    file = on_disk(X)
    for given in (X, X[::2], np.load(file, mmap_mode="r")[5:], np.load(file, mmap_mode="c")):
        assert mapped(given) is given
    again = mapped(np.load(file, mmap_mode="r"))
    assert again.flags.writeable and np.array_equal(again, X)
    again[0] = 7
    assert np.array_equal(np.load(file), X)


def test_a_dask_array_gives_every_row_once_an_epoch_and_one_block_at_a_time(rows):
    X, y = rows
    seen = []

    def load(block, block_info=None):
        seen.append(block_info[0]["chunk-location"][0])
        return block

    blocks = da.from_array(X, chunks=(64, 6)).map_blocks(load, dtype=X.dtype, meta=X[:0])
    model = model_of()
    history = model.fit(blocks, y, batch_size=16, epochs=2, verbose=0)
    assert sorted(seen[:4]) == sorted(seen[4:8]) == [0, 1, 2, 3] and len(seen) == 8
    assert model.steps == 2 * (3 * 4 + 1) and len(history.history["loss"]) == 2


def test_in_the_order_of_the_rows_it_trains_as_the_array_does(rows):
    X, y = rows
    one, two = model_of(), model_of()
    one.fit(X, y, batch_size=32, epochs=3, shuffle=False, verbose=0)
    blocks, theirs = da.from_array(X, chunks=(64, 3)), da.from_array(y, chunks=50)
    two.fit(blocks, theirs, batch_size=32, epochs=3, shuffle=False, verbose=0)
    np.testing.assert_allclose(one.theta, two.theta, rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(two.predict(blocks), two.predict(X), rtol=1e-5)


def test_two_epochs_have_two_orders(rows):
    X, y = rows
    orders = []
    for seed in (0, 1):
        model = model_of()
        model.fit(da.from_array(X, chunks=(64, 6)), y, epochs=2, rng=seed, verbose=0)
        orders.append(model.theta)
    assert not np.array_equal(*orders)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"validation_split": 0.5}, "takes no validation_split"),
        ({"class_weight": {0: 1, 1: 2}}, "no weights"),
        ({"y": np.zeros(3)}, "X has 200 rows and y has 3"),
        ({"X": lambda X: X[X[:, 0] > 0]}, "unknown sizes"),
    ],
)
def test_what_blocks_cannot_do_is_said(rows, change, complaint):
    X, y = rows
    blocks = da.from_array(X, chunks=(64, 6))
    blocks = change.pop("X", lambda X: X)(blocks)
    with pytest.raises(ValueError, match=complaint):
        model_of().fit(blocks, change.pop("y", y), verbose=0, **change)


def test_an_estimator_goes_through_blocks_by_partial_fit(rows):
    X, y = rows
    blocks = da.from_array(X, chunks=(64, 6))
    model = MLPClassifier((8,), learning_rate=0.05, random_state=0)
    for _ in range(40):
        for part, some in zip(blocks.blocks, np.split(y, [64, 128, 192]), strict=True):
            model.partial_fit(part.compute(), some, classes=[0, 1])
    assert model.score(X, y) > 0.9


@pytest.mark.parametrize(("size", "kind"), [(-3, ValueError), ("no", TypeError)])
def test_a_size_of_validation_batches_is_looked_at(rows, size, kind):
    X, y = rows
    with pytest.raises(kind, match="validation_batch_size"):
        model_of().fit(X, y, verbose=0, validation_split=0.1, validation_batch_size=size)
