"""The digits and how they are split, what is drawn on the spot, and the loader of MNIST, which never leaves home."""

import functools
import gzip
import hashlib
import http.server
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import load_digits as from_scikit_learn
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from nnlib import datasets
from nnlib.datasets import (
    animals,
    blobs,
    load_digits,
    load_fashion_mnist,
    load_mnist,
    logic_gate,
    moons,
    read_idx,
    spiral,
    split,
)


def test_the_digits_are_those_of_scikit_learn_from_0_to_1():
    X, y = load_digits()
    theirs = from_scikit_learn()
    assert X.shape == (1797, 64) and X.dtype == np.float64 and y.dtype == np.int64
    assert X.min() == 0 and X.max() == 1 and set(y) == set(range(10))
    np.testing.assert_array_equal(16 * X, theirs.data)
    np.testing.assert_array_equal(y, theirs.target)


@given(st.integers(2, 40), st.data())
def test_every_row_falls_on_one_side_with_its_label(n, data):
    test_size = data.draw(st.integers(1, n - 1))
    X, y = np.arange(2 * n).reshape(n, 2), np.arange(n)
    X_train, y_train, X_test, y_test = split(X, y, test_size, np.random.default_rng(0))
    assert len(X_test) == len(y_test) == test_size
    assert sorted([*y_train, *y_test]) == list(range(n))
    np.testing.assert_array_equal(X_train[:, 0], 2 * y_train)
    np.testing.assert_array_equal(X_test[:, 0], 2 * y_test)


def test_a_seed_decides():
    X, y = np.arange(20).reshape(10, 2), np.arange(10)
    first, again, other = (split(X, y, 3, np.random.default_rng(s))[3].tolist() for s in (1, 1, 2))
    assert first == again != other


def test_lists_can_be_split():
    X_train, y_train, _, _ = split([[1], [2], [3]], [1, 2, 3], 1, np.random.default_rng(0))
    np.testing.assert_array_equal(X_train[:, 0], y_train)


def test_what_cannot_be_split_is_refused():
    X, y, rng = np.ones((4, 2)), np.ones(4), np.random.default_rng(0)
    with pytest.raises(
        ValueError, match="test_size is 4; wanted 1 to 3, so that both parts have rows"
    ):
        split(X, y, 4, rng)
    with pytest.raises(ValueError, match="test_size is 0"):
        split(X, y, 0, rng)
    with pytest.raises(TypeError, match="test_size is 0.2; wanted a whole number"):
        split(X, y, 0.2, rng)
    with pytest.raises(ValueError, match="X has 4 rows and y has 3; wanted one label per row"):
        split(X, y[:3], 1, rng)


# --- Points in the plane ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("and", np.logical_and),
        ("or", np.logical_or),
        ("xor", np.logical_xor),
        ("nand", lambda a, b: ~np.logical_and(a, b)),
        ("nor", lambda a, b: ~np.logical_or(a, b)),
    ],
)
def test_truth_tables_are_those_of_numpy(name, function):
    X, y = logic_gate(name)
    assert X.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]] and y.dtype == np.int64
    np.testing.assert_array_equal(y, function(X[:, 0] == 1, X[:, 1] == 1))


def test_an_unknown_gate_is_refused():
    with pytest.raises(ValueError, match="name is 'xnor'; wanted one of and, or, nand, nor, xor"):
        logic_gate("xnor")


@pytest.mark.parametrize("draw", [blobs, moons, spiral, animals])
def test_what_is_drawn_has_its_shape_even_classes_and_a_seed(draw):
    (X, y), (again, _), (other, _) = (draw(31, np.random.default_rng(s)) for s in (1, 1, 2))
    assert X.shape == ((31, 64, 64, 3) if draw is animals else (31, 2))
    assert X.dtype == np.float64 and y.shape == (31,) and y.dtype == np.int64
    assert np.ptp(np.bincount(y)) <= 1 and np.isfinite(X).all()
    assert (X == again).all() and (X != other).any()
    with pytest.raises(ValueError, match="n_samples is 0"):
        draw(0, np.random.default_rng(0))
    with pytest.raises((TypeError, AttributeError)):
        draw(4, 0)


def test_clouds_lie_round_their_centres():
    X, y = blobs(3000, np.random.default_rng(0), n_classes=4, spread=0.5)
    for c, centre in enumerate([(2, 0), (0, 2), (-2, 0), (0, -2)]):
        np.testing.assert_allclose(X[y == c].mean(axis=0), centre, atol=0.08)
        np.testing.assert_allclose(X[y == c].std(axis=0), 0.5, atol=0.06)


def test_moons_without_noise_lie_on_their_circles():
    X, y = moons(200, np.random.default_rng(0), noise=0)
    centre = np.where(y[:, None], [1, 0.5], [0, 0])
    np.testing.assert_allclose(np.hypot(*(X - centre).T), 1)
    assert (X[y == 0, 1] >= 0).all() and (X[y == 1, 1] <= 0.5).all()
    noisy, _ = moons(200, np.random.default_rng(0), noise=0.1)
    assert 0.08 < (noisy - X).std() < 0.12  # the same points, moved


def test_no_line_separates_the_arms_of_the_spiral():
    X, y = spiral(600, np.random.default_rng(0))
    assert np.hypot(*X.T).max() <= 1
    linear = LogisticRegression().fit(X, y).score(X, y)
    near = KNeighborsClassifier(5).fit(X, y).score(X, y)
    assert linear < 0.6 < 0.95 < near


# --- Drawn animals ------------------------------------------------------------------------------


def test_a_linear_model_tells_the_animals_apart():
    X, y = animals(300, np.random.default_rng(0))
    assert X.min() >= 0 and X.max() <= 1
    rows = X[:, ::4, ::4].reshape(300, -1)  # every fourth pixel, to be quick
    model = LogisticRegression(max_iter=500).fit(rows[:200], y[:200])
    assert model.score(rows[200:], y[200:]) > 0.8  # chance: 1/3


def test_several_animals_may_share_a_picture():
    X, Y = animals(400, np.random.default_rng(0), several=True)
    assert X.shape == (400, 64, 64, 3) and Y.shape == (400, 3) and set(np.unique(Y)) == {0, 1}
    np.testing.assert_allclose(Y.mean(axis=0), 0.5, atol=0.1)
    assert set(Y.sum(axis=1)) == {0, 1, 2, 3}
    drawn = (X.std(axis=(1, 2)) > 0.05).any(axis=1)  # noise alone: 0.02
    np.testing.assert_array_equal(drawn, Y.any(axis=1))


# --- MNIST and Fashion-MNIST: files that the test makes, from a folder and from a local server ----


def idx(array):
    """What an IDX file of bytes holds."""
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    return header + array.astype(np.uint8).tobytes()


@pytest.fixture
def small_set(tmp_path, monkeypatch):
    """A folder with four small files in the place of MNIST's, whose checksums the loader now expects."""
    draws = np.random.default_rng(0)
    shapes = [(6, 28, 28), (6,), (3, 28, 28), (3,)]
    arrays = [draws.integers(0, 10, shape) for shape in shapes]
    checksums = {}
    folder = tmp_path / "published"
    folder.mkdir()
    for name, array in zip(datasets.CHECKSUMS["mnist"], arrays):
        data = gzip.compress(idx(array), mtime=0)
        (folder / name).write_bytes(data)
        checksums[name] = hashlib.sha256(data).hexdigest()
    monkeypatch.setitem(datasets.CHECKSUMS, "mnist", checksums)
    monkeypatch.setitem(datasets.CHECKSUMS, "fashion_mnist", checksums)
    return folder, arrays


@pytest.fixture
def server(small_set):
    """The folder behind http, and the list of what was asked for."""
    asked = []

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            asked.append(self.path)

    handler = functools.partial(Quiet, directory=str(small_set[0]))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/", asked
        running.shutdown()
        thread.join()


@pytest.mark.parametrize("load", [load_mnist, load_fashion_mnist])
def test_the_files_come_once_and_then_from_the_cache(load, server, small_set, tmp_path):
    source, asked = server
    for _ in range(2):
        train, test = load(tmp_path / "cache", source)
        for got, wanted in zip([*train, *test], small_set[1]):
            np.testing.assert_array_equal(got, wanted)
            assert got.dtype == np.uint8 and got.flags.writeable
    assert sorted(asked) == sorted(f"/{name}" for name in datasets.CHECKSUMS["mnist"])
    assert len(list((tmp_path / "cache").iterdir())) == 4  # and nothing half done beside them


def test_the_cache_is_the_users_own(server, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    load_mnist(source=server[0])
    assert len(list((tmp_path / "home/nnlib/mnist").iterdir())) == 4


def test_another_file_than_the_published_one_is_never_read(server, small_set, tmp_path):
    name = next(iter(datasets.CHECKSUMS["mnist"]))
    right = (small_set[0] / name).read_bytes()
    (small_set[0] / name).write_bytes(right[:-1])
    with pytest.raises(ValueError, match=f"{name} has the SHA-256 .*; wanted .*try again"):
        load_mnist(tmp_path / "cache", server[0])
    assert not (tmp_path / "cache" / name).exists()
    (tmp_path / "cache" / name).write_bytes(b"a cache gone bad")
    with pytest.raises(ValueError, match="Delete it and try again"):
        load_mnist(tmp_path / "cache", server[0])


def test_a_source_that_does_not_answer_is_named(server, tmp_path):
    with pytest.raises(ConnectionError, match="nowhere/train-images.* cannot be downloaded: .*404"):
        load_mnist(tmp_path / "cache", server[0] + "nowhere/")
    with pytest.raises(ConnectionError, match="cannot be downloaded"):
        load_mnist(tmp_path / "cache", "http://127.0.0.1:9/")
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (2, 2, 2), (0, 28, 28)])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_idx_file_gives_its_array_back(shape, pack, tmp_path):
    array = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    path = tmp_path / ("data" if pack is bytes else "data.gz")
    path.write_bytes(pack(idx(array)))
    np.testing.assert_array_equal(read_idx(path), array)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "starts with ; wanted 000008"),
        (b"\x1f\x8b\x08\x00" * 5, "starts with 1f8b0800"),
        (idx(np.zeros((2, 3)))[:-1], r"holds 17 bytes; its header says shape \(2, 3\)"),
        (idx(np.zeros((2, 3))) + b"x", "holds 19 bytes"),
        (b"\0\0\x08\x02\0\0\0\1", "holds 8 bytes"),
        (b"\0\0\x08\x02\0\0\0", "holds 7 bytes"),
        (b"\0\0\x0d\x01" + bytes(8), "starts with 00000d01"),
    ],
)
def test_a_file_that_is_no_idx_file_is_refused(data, message, tmp_path):
    (tmp_path / "data").write_bytes(data)
    with pytest.raises(ValueError, match=message):
        read_idx(tmp_path / "data")


@pytest.mark.parametrize(
    "data", [gzip.compress(idx(np.ones(9)), mtime=0)[:-9], b"no gzip at all", b""]
)
def test_a_gzip_file_that_is_not_whole_is_refused(data, tmp_path):
    (tmp_path / "data.gz").write_bytes(data)
    with pytest.raises(ValueError, match="data.gz"):
        read_idx(tmp_path / "data.gz")


def test_the_checksums_are_whole():
    for files in datasets.CHECKSUMS.values():
        assert len(files) == 4 and all(len(bytes.fromhex(s)) == 32 for s in files.values())
    assert len({s for files in datasets.CHECKSUMS.values() for s in files.values()}) == 8
