"""Datasets: the digits that come with scikit-learn, truth tables, points and pictures that are drawn on the spot.

Only `load_mnist` and `load_fashion_mnist` download anything, once, and only when they are called.
"""

import gzip
import hashlib
import math
import os
import tempfile
from pathlib import Path

import numpy as np

from nnlib.gates import generator, positive_int


def load_digits():
    """The 1,797 handwritten digits of 8 x 8 pixels: X (1797, 64) float64 from 0 to 1, y (1797,) int64 from 0 to 9.

    Source: Alpaydin & Kaynak (1998), Optical Recognition of Handwritten Digits, through scikit-learn.
    """
    from sklearn.datasets import load_digits as load

    X, y = load(return_X_y=True)
    return X / 16, y.astype(np.int64)


def split(X, y, test_size, rng):
    """X_train, y_train, X_test, y_test: `test_size` rows, drawn at random, are kept apart."""
    X, y, test_size = np.asarray(X), np.asarray(y), positive_int("test_size", test_size)
    if len(X) != len(y):
        raise ValueError(f"X has {len(X)} rows and y has {len(y)}; wanted one label per row")
    if test_size >= len(X):
        raise ValueError(
            f"test_size is {test_size}; wanted 1 to {len(X) - 1}, so that both parts have rows"
        )
    order = rng.permutation(len(X))
    train, test = order[test_size:], order[:test_size]
    return X[train], y[train], X[test], y[test]


# --- Points in the plane ------------------------------------------------------------------------


def logic_gate(name):
    """The truth table of a logic gate, y = x1 gate x2: X (4, 2) float64 in the order 00, 01, 10, 11, y (4,) int64.

    `name` is "and", "or", "nand", "nor" or "xor"; ValueError otherwise. Only xor is not separable by a line.
    """
    tables = {"and": 0b0001, "or": 0b0111, "nand": 0b1110, "nor": 0b1000, "xor": 0b0110}
    if name not in tables:
        raise ValueError(f"name is {name!r}; wanted one of {', '.join(tables)}")
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.float64)
    return X, np.array([tables[name] >> (3 - row) & 1 for row in range(4)])


def blobs(n, rng, k=3, spread=0.5):
    """k round clouds on a circle of radius 2, each with the standard deviation `spread`: X (n, 2), y (n,).

    Row i belongs to class i mod k, so the classes are as large as n allows.
    """
    y = _turns(n, k)
    angle = 2 * np.pi * y / k
    return _noisy(2 * np.column_stack([np.cos(angle), np.sin(angle)]), spread, rng), y


def moons(n, rng, noise=0.1):
    """Two half circles that reach into each other, class 0 the upper, class 1 the lower: X (n, 2), y (n,).

    Without noise the points lie on (cos t, sin t) and (1 - cos t, 1/2 - sin t), t from 0 to pi.
    """
    y = _turns(n, 2)
    t = rng.uniform(0, np.pi, len(y))
    upper, lower = np.cos(t), 1 - np.cos(t)
    X = np.column_stack([np.where(y, lower, upper), np.where(y, 0.5 - np.sin(t), np.sin(t))])
    return _noisy(X, noise, rng), y


def spiral(n, rng, k=3, noise=0.2):
    """k arms of a spiral, r = t and angle = 2 pi class / k + 4 t, with noise on the angle: X (n, 2), y (n,).

    t runs from 0 to 1. No line separates the arms. Source: the CS231n notes, case study.
    """
    y = _turns(n, k)
    t = rng.uniform(0, 1, len(y))
    angle = 2 * np.pi * y / k + 4 * t + rng.normal(0, noise, len(y))
    return np.column_stack([t * np.sin(angle), t * np.cos(angle)]), y


def _turns(n, k):
    """Labels 0, 1, ..., k - 1, 0, 1, ... for n rows."""
    return np.arange(positive_int("n", n)) % positive_int("k", k)


def _noisy(X, spread, rng):
    return X + generator("rng", rng).normal(0, spread, X.shape)


# --- Drawn animals ------------------------------------------------------------------------------

ANIMALS = ("cat", "lion", "iguana")
SIZE = 64  # pixels


def animals(n, rng, several=False):
    """Pictures of drawn animals: X (n, 64, 64, 3) float64 from 0 to 1, y (n,) with 0 cat, 1 lion, 2 iguana.

    A cat is a grey face with pointed ears, a lion a yellow face in a brown mane, an iguana a long green body. Place,
    size, colours and background are drawn anew for each. With `several`, each animal is in a picture with
    probability 1/2, and y (n, 3) says with 1 or 0 which are: labels that do not exclude each other.
    """
    n, rng = positive_int("n", n), generator("rng", rng)
    y = rng.integers(0, 2, (n, len(ANIMALS))) if several else np.arange(n) % len(ANIMALS)
    X = np.empty((n, SIZE, SIZE, 3))
    for picture, label in zip(X, y):
        picture[:] = rng.uniform(0.6, 1, 3)  # a pale background
        (_draw_several if several else _draw_one)(picture, label, rng)
    return np.clip(X + rng.normal(0, 0.02, X.shape), 0, 1), y


def _draw_one(picture, kind, rng):
    row, column, size = rng.uniform([20, 20, 8], [SIZE - 20, SIZE - 20, 12])
    DRAW[kind](picture, row, column, size, rng)


def _draw_several(picture, present, rng):
    """Each animal in a quarter of its own, so that none hides another."""
    for kind, quarter in zip(np.flatnonzero(present), rng.permutation(4)):
        row, column = SIZE / 4 + SIZE / 2 * np.array(divmod(quarter, 2))
        DRAW[kind](picture, row, column, rng.uniform(6, 9), rng)


def _cat(picture, row, column, size, rng):
    colour = np.full(3, rng.uniform(0.3, 0.5))
    for side in (-1, 1):
        _triangle(picture, row - 1.5 * size, column + 0.7 * side * size, 1.2 * size, colour)
    _ellipse(picture, row, column, size, size, colour)
    _eyes(picture, row, column, size)


def _lion(picture, row, column, size, rng):
    _ellipse(
        picture, row, column, 1.5 * size, 1.5 * size, rng.uniform([0.4, 0.2, 0], [0.6, 0.3, 0.1])
    )
    _ellipse(picture, row, column, size, size, rng.uniform([0.9, 0.7, 0.1], [1, 0.8, 0.3]))
    _eyes(picture, row, column, size)


def _iguana(picture, row, column, size, rng):
    colour = rng.uniform([0.1, 0.5, 0.1], [0.3, 0.7, 0.3])
    _ellipse(picture, row, column, 0.45 * size, 1.5 * size, colour)
    _ellipse(picture, row, column + 1.5 * size, 0.4 * size, 0.5 * size, colour)  # its head
    for leg in (-0.8, 0.8):
        _ellipse(picture, row + 0.5 * size, column + leg * size, 0.5 * size, 0.15 * size, colour)


def _eyes(picture, row, column, size):
    for side in (-0.4, 0.4):
        _ellipse(
            picture, row - 0.2 * size, column + side * size, 0.15 * size, 0.15 * size, np.zeros(3)
        )


def _ellipse(picture, row, column, height, width, colour):
    """Fill an ellipse with these half axes."""
    rows, columns = np.ogrid[:SIZE, :SIZE]
    picture[((rows - row) / height) ** 2 + ((columns - column) / width) ** 2 <= 1] = colour


def _triangle(picture, top, column, height, colour):
    """Fill a triangle that stands on its base, as wide as it is high."""
    rows, columns = np.ogrid[:SIZE, :SIZE]
    picture[(rows <= top + height) & (2 * np.abs(columns - column) <= rows - top)] = colour


DRAW = (_cat, _lion, _iguana)  # in the order of ANIMALS

# --- MNIST and Fashion-MNIST --------------------------------------------------------------------

MNIST = "https://storage.googleapis.com/cvdf-datasets/mnist/"
FASHION_MNIST = (
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"
)
CHECKSUMS = {  # SHA-256 of the files as they were published
    "mnist": {
        "train-images-idx3-ubyte.gz": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        "train-labels-idx1-ubyte.gz": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        "t10k-images-idx3-ubyte.gz": "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        "t10k-labels-idx1-ubyte.gz": "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    },
    "fashion_mnist": {
        "train-images-idx3-ubyte.gz": "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        "train-labels-idx1-ubyte.gz": "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        "t10k-images-idx3-ubyte.gz": "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
        "t10k-labels-idx1-ubyte.gz": "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    },
}


def load_mnist(folder=None, source=MNIST):
    """The MNIST digits: ((X_train, y_train), (X_test, y_test)), X (60000, 28, 28) uint8 from 0 to 255, y uint8.

    The four files are downloaded once into `folder` (in the user's cache when None) and checked against their
    SHA-256 each time. Divide X by 255 before training. Raises ConnectionError where `source` cannot be reached,
    ValueError for a file that is not the published one. Source: LeCun, Bottou, Bengio & Haffner (1998).
    """
    return _load_set("mnist", folder, source)


def load_fashion_mnist(folder=None, source=FASHION_MNIST):
    """The Fashion-MNIST clothes, ten kinds, in the form of `load_mnist`: 0 T-shirt, 1 trouser, ... 9 ankle boot.

    Source: Xiao, Rasul & Vollgraf (2017).
    """
    return _load_set("fashion_mnist", folder, source)


def _load_set(name, folder, source):
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(folder or Path(home) / "nnlib" / name)
    train_X, train_y, test_X, test_y = (
        read_idx(fetch(source + file, folder / file, checksum))
        for file, checksum in CHECKSUMS[name].items()
    )
    return (train_X, train_y), (test_X, test_y)


def fetch(url, path, sha256):
    """The file at `path`, downloaded from `url` where it is not there yet. Its SHA-256 must be the one given.

    It is written beside and moved into place only when it is right, so what a broken download leaves is never read.
    Raises ConnectionError where the url does not answer, ValueError for another checksum.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as beside:
            fresh = Path(beside) / path.name
            fresh.write_bytes(_download(url))
            _check_sum(fresh, url, sha256)
            fresh.replace(path)
    _check_sum(path, path, sha256)
    return path


def _download(url):
    import urllib.request  # slow to import, and seldom needed

    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.read()
    except OSError as error:
        raise ConnectionError(f"{url} cannot be downloaded: {error}") from error


def _check_sum(path, name, sha256):
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != sha256:
        raise ValueError(
            f"{name} has the SHA-256 {found}; wanted {sha256}. Delete it and try again."
        )


def read_idx(path):
    """The array in an IDX file (.gz or not): two zero bytes, the type, the number of axes, their lengths, the data.

    Only unsigned bytes (type 8), the kind that MNIST uses. Raises ValueError for another kind and for a file cut short.
    """
    data = Path(path).read_bytes()
    if str(path).endswith(".gz"):
        try:
            data = gzip.decompress(data)
        except (EOFError, gzip.BadGzipFile) as error:
            raise ValueError(f"{path} is no whole gzip file: {error}") from error
    if len(data) < 4 or data[:3] != b"\0\0\x08":
        raise ValueError(f"{path} starts with {data[:4].hex()}; wanted 000008.., IDX with bytes")
    start = 4 + 4 * data[3]
    shape = tuple(int.from_bytes(data[i : i + 4], "big") for i in range(4, start, 4))
    if len(data) - start != math.prod(shape):
        raise ValueError(f"{path} holds {len(data)} bytes; its header says shape {shape}")
    return np.frombuffer(data, dtype=np.uint8, offset=start).reshape(shape).copy()
