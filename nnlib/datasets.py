"""Datasets: the digits that come with scikit-learn, truth tables, points and pictures that are drawn on the spot.

Only `load_mnist` and `load_fashion_mnist` download anything, once, and only when they are called.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnlib.core.arguments import (
    between,
    flag,
    generator,
    one_of,
    positive_int,
    room_for,
    rows_and_labels,
)
from nnlib.core.downloads import fetch, read_idx
from nnlib.core.files import cache_folder
from nnlib.core.types import Array, ArrayLike, Flag, Labels, Number, Rng
from nnlib.core.words import tr

Points = tuple[Array, Labels]
Bytes = tuple[NDArray[np.uint8], NDArray[np.uint8]]
TrainTest = tuple[Bytes, Bytes]


def load_digits() -> Points:
    """The 1,797 handwritten digits of 8 x 8 pixels: X (1797, 64) float64 from 0 to 1, y (1797,) int64 from 0 to 9.

    Source: Alpaydin & Kaynak (1998), Optical Recognition of Handwritten Digits, through scikit-learn.
    >>> X, y = load_digits()
    >>> X.shape, y[:5].tolist()
    ((1797, 64), [0, 1, 2, 3, 4])
    """
    from sklearn.datasets import load_digits as load

    X, y = load(return_X_y=True)
    return X / 16, y.astype(np.int64)


def split(X: ArrayLike, y: ArrayLike, test_size: int, rng: Rng) -> tuple[Any, Any, Any, Any]:
    """X_train, y_train, X_test, y_test: `test_size` rows, drawn at random, are kept apart.

    X (n, ...), y (n, ...) of any kind; test_size counts rows, 1 to n - 1. Law: each row is in one part.
    Raises TypeError where rng is no np.random.Generator, ValueError for another test_size and other lengths.
    >>> X_train, y_train, X_test, y_test = split(np.eye(5), range(5), 2, np.random.default_rng(0))
    >>> X_train.shape, X_test.shape
    ((3, 5), (2, 5))
    """
    X, y = rows_and_labels(X, y)
    test_size = positive_int("test_size", test_size)
    if test_size >= len(X):
        raise ValueError(
            tr(
                "test_size is {test_size}; wanted 1 to {value}, so that both parts have rows",
                test_size=test_size,
                value=len(X) - 1,
            )
        )
    order = generator("rng", rng).permutation(len(X))
    train, test = order[test_size:], order[:test_size]
    return X[train], y[train], X[test], y[test]


# --- Points in the plane ------------------------------------------------------------------------


def logic_gate(name: str) -> Points:
    """The truth table of a logic gate, y = x1 gate x2: X (4, 2) float64 in the order 00, 01, 10, 11, y (4,) int64.

    `name` is "and", "or", "nand", "nor" or "xor". Only xor is not separable by a line.
    Raises TypeError for what is no text, ValueError for another one.
    >>> X, y = logic_gate("or")
    >>> y
    array([0, 1, 1, 1])
    """
    tables = {"and": 0b0001, "or": 0b0111, "nand": 0b1110, "nor": 0b1000, "xor": 0b0110}
    one_of("name", name, tables)
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.float64)
    return X, np.array([tables[name] >> (3 - row) & 1 for row in range(4)])


def blobs(n_samples: int, rng: Rng, n_classes: int = 3, spread: Number = 0.5) -> Points:
    """Round clouds on a circle of radius 2, of the standard deviation `spread`: X (n_samples, 2), y (n_samples,).

    Row i belongs to class i mod n_classes, so the classes are as large as n_samples allows. X float64, y int64.
    Raises TypeError where rng is no np.random.Generator, ValueError for counts below 1 and a spread below 0.
    >>> X, y = blobs(7, np.random.default_rng(0))
    >>> X.shape, y
    ((7, 2), array([0, 1, 2, 0, 1, 2, 0]))
    """
    y = _turns(n_samples, n_classes)
    angle = 2 * np.pi * y / n_classes
    return _noisy(2 * np.column_stack([np.cos(angle), np.sin(angle)]), "spread", spread, rng), y


def moons(n_samples: int, rng: Rng, noise: Number = 0.1) -> Points:
    """Two half circles that reach into each other, 0 the upper, 1 the lower: X (n_samples, 2), y (n_samples,).

    Without noise the points lie on (cos t, sin t) and (1 - cos t, 1/2 - sin t), t from 0 to pi. X float64, y int64.
    Raises TypeError where rng is no np.random.Generator, ValueError for n_samples below 1 and noise below 0.
    >>> X, y = moons(4, np.random.default_rng(0))
    >>> X.shape, y
    ((4, 2), array([0, 1, 0, 1]))
    """
    y = _turns(n_samples, 2)
    t = generator("rng", rng).uniform(0, np.pi, len(y))
    upper, lower = np.cos(t), 1 - np.cos(t)
    X = np.column_stack([np.where(y, lower, upper), np.where(y, 0.5 - np.sin(t), np.sin(t))])
    return _noisy(X, "noise", noise, rng), y


def spiral(n_samples: int, rng: Rng, n_classes: int = 3, noise: Number = 0.2) -> Points:
    """Arms of a spiral, r = t and angle = 2 pi class / n_classes + 4 t + noise: X (n_samples, 2), y (n_samples,).

    t runs from 0 to 1; `noise` is the standard deviation of the angle. No line separates the arms. X float64, y int64.
    Raises TypeError where rng is no np.random.Generator, ValueError for counts below 1 and noise below 0.
    Source: the CS231n notes, case study.
    >>> X, y = spiral(6, np.random.default_rng(0))
    >>> X.shape, y
    ((6, 2), array([0, 1, 2, 0, 1, 2]))
    """
    y = _turns(n_samples, n_classes)
    t = generator("rng", rng).uniform(0, 1, len(y))
    noise = rng.normal(0, between("noise", noise, 0, np.finfo(np.float64).max), len(y))
    angle = 2 * np.pi * y / n_classes + 4 * t + noise
    return np.column_stack([t * np.sin(angle), t * np.cos(angle)]), y


def _turns(n_samples, n_classes):
    """Labels 0, 1, ..., n_classes - 1, 0, 1, ... for n_samples rows."""
    n_classes = positive_int("n_classes", n_classes)
    room_for("X", positive_int("n_samples", n_samples), 2)
    return np.arange(n_samples) % n_classes


def _noisy(X, name, spread, rng):
    spread = between(name, spread, 0, np.finfo(np.float64).max)
    return X + generator("rng", rng).normal(0, spread, X.shape)


# --- Drawn animals ------------------------------------------------------------------------------

ANIMALS = ("cat", "lion", "iguana")
SIZE = 64  # pixels


def animals(n_samples: int, rng: Rng, several: Flag = False) -> Points:
    """Pictures of drawn animals: X (n_samples, 64, 64, 3) float64 from 0 to 1, y (n_samples,) 0 cat, 1 lion, 2 iguana.

    A cat is a grey face with pointed ears, a lion a yellow face in a brown mane, an iguana a long green body. Place,
    size, colours and background are drawn anew for each. With `several`, each animal is in a picture with
    probability 1/2, and y (n_samples, 3) says with 1 or 0 which are: labels that do not exclude each other.
    Raises TypeError where rng is no np.random.Generator, ValueError for n_samples below 1.
    >>> X, y = animals(5, np.random.default_rng(0))
    >>> X.shape, y
    ((5, 64, 64, 3), array([0, 1, 2, 0, 1]))
    """
    n_samples, rng = positive_int("n_samples", n_samples), generator("rng", rng)
    room_for("X", n_samples, SIZE, SIZE, 3)
    labels = (n_samples, len(ANIMALS))
    y = rng.integers(0, 2, labels) if flag("several", several) else np.arange(n_samples) % 3
    X = np.empty((n_samples, SIZE, SIZE, 3))
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


def load_mnist(folder: str | Path | None = None, source: str = MNIST) -> TrainTest:
    """The MNIST digits: ((X_train, y_train), (X_test, y_test)), X (60000, 28, 28) uint8 from 0 to 255, y uint8.

    The four files are downloaded once into `folder` (in the user's cache when None) and checked against their
    SHA-256 each time. Divide X by 255 before training. Raises ConnectionError where `source` cannot be reached,
    ValueError for a file that is not the published one. Source: LeCun, Bottou, Bengio & Haffner (1998).
    >>> (X_train, y_train), (X_test, y_test) = load_mnist()  # doctest: +SKIP
    """
    return _load_set("mnist", folder, source)


def load_fashion_mnist(folder: str | Path | None = None, source: str = FASHION_MNIST) -> TrainTest:
    """The Fashion-MNIST clothes, ten kinds, in the form of `load_mnist`: 0 T-shirt, 1 trouser, ... 9 ankle boot.

    Errors as there. Source: Xiao, Rasul & Vollgraf (2017).
    >>> (X_train, y_train), (X_test, y_test) = load_fashion_mnist()  # doctest: +SKIP
    """
    return _load_set("fashion_mnist", folder, source)


def _load_set(name, folder, source):
    folder = Path(folder or cache_folder(name))
    train_X, train_y, test_X, test_y = (
        read_idx(fetch(source + file, folder / file, checksum))
        for file, checksum in CHECKSUMS[name].items()
    )
    return (train_X, train_y), (test_X, test_y)
