"""Files that lie beside a notebook: what an instructor handed out with it, and what a learner put there."""

import os
import stat
from collections.abc import Collection
from pathlib import Path

from nnlib.core.files import BookError
from nnlib.core.words import tr

MOST, MANY = 48 << 20, 200  # bytes of one file, files
LEFT = (".ipynb_checkpoints", "__pycache__")


def beside(
    folder: Path, most: int | None = None, skip: Collection[str] = ()
) -> tuple[tuple[str, bytes], ...]:
    """(name below the folder, bytes) of the ordinary files in it that are no notebooks, in order of name.

    Links are not followed. With `most`, files are taken while all together have no more bytes than that, and as many
    as MANY. Without it they are the instructor's: raises BookError for one that is too large to be handed on.
    """
    found, room = [], MOST if most is None else most
    for name, path in _ordinary(folder):
        if name in skip:
            continue
        if most is None and path.stat().st_size > MOST:
            raise BookError(
                tr(
                    "{path} has {size:.0f} MB; a file that is handed out with a notebook may have {most}",
                    path=path,
                    size=path.stat().st_size / 1e6,
                    most=MOST >> 20,
                )
            )
        data = _bytes(path, room)
        if data is None or len(found) == MANY:
            continue
        room -= len(data) if most is not None else 0
        found.append((name, data))
    return tuple(found)


def _ordinary(folder):
    """(name, path) of the files in a folder and in those below it, without links, notebooks and what tools leave."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(n for n in folders if n not in LEFT and not n.startswith("."))[:50]
        for name in sorted(names)[:1000]:
            path = Path(here) / name
            if path.suffix != ".ipynb" and not name.startswith("."):
                yield path.relative_to(folder).as_posix(), path


def _bytes(path, most):
    """The bytes of an ordinary file of at most this size, or None."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    with open(handle, "rb") as file:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode) or about.st_size > most:
            return None
        data = file.read(most + 1)
        return data if len(data) <= most else None
