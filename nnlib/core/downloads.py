"""Files that are fetched once and checked, and the format in which MNIST was published."""

import gzip
import hashlib
import math
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nnlib.core.words import tr


def fetch(url: str, path: Path, sha256: str) -> Path:
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
        raise ConnectionError(
            tr("{url} cannot be downloaded: {error}", url=url, error=error)
        ) from error


def _check_sum(path, name, sha256):
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != sha256:
        raise ValueError(
            tr(
                "{name} has the SHA-256 {found}; wanted {sha256}. Delete it and try again.",
                name=name,
                found=found,
                sha256=sha256,
            )
        )


def read_idx(path: str | Path) -> NDArray[np.uint8]:
    """The array in an IDX file (.gz or not): two zero bytes, the type, the number of axes, their lengths, the data.

    Only unsigned bytes (type 8), the kind that MNIST uses. Raises ValueError for another kind and for a file cut short.
    """
    data = Path(path).read_bytes()
    if str(path).endswith(".gz"):
        try:
            data = gzip.decompress(data)
        except (EOFError, gzip.BadGzipFile) as error:
            raise ValueError(
                tr("{path} is no whole gzip file: {error}", path=path, error=error)
            ) from error
    if len(data) < 4 or data[:3] != b"\0\0\x08":
        raise ValueError(
            tr(
                "{path} starts with {hex}; wanted 000008.., IDX with bytes",
                path=path,
                hex=data[:4].hex(),
            )
        )
    start = 4 + 4 * data[3]
    shape = tuple(int.from_bytes(data[i : i + 4], "big") for i in range(4, start, 4))
    if len(data) - start != math.prod(shape):
        raise ValueError(
            tr(
                "{path} holds {count} bytes; its header says shape {shape}",
                path=path,
                count=len(data),
                shape=shape,
            )
        )
    return np.frombuffer(data, dtype=np.uint8, offset=start).reshape(shape).copy()
