"""Files that lie beside a notebook: what an instructor handed out with it, and what a learner put there."""

import os
import stat
from collections.abc import Collection
from itertools import islice
from pathlib import Path

from nnlib.core.files import BookError
from nnlib.core.words import tr

MANY = 500  # files: a sandbox has room for a thousand, with what a learner writes
FOLDERS = 50  # in one folder of a learner's that are looked into
LEFT = (".ipynb_checkpoints", "__pycache__")


def handed_out(folder: Path, most: int) -> tuple[tuple[str, bytes], ...]:
    """(name below the folder, bytes) of the files that an instructor hands out beside a notebook, in order of name.

    Raises BookError where they are more than `most` bytes, or more than MANY: none of them is left out.
    """
    found = list(_ordinary(folder, None))
    size = sum(path.stat().st_size for _, path in found if path.is_file())
    if size > most or len(found) > MANY:
        raise BookError(
            tr(
                "{folder} has {count} files of {size:.1f} MB beside its notebook; wanted at most {many} and {most:.0f} "
                "MB, or a larger c.GradeInSandbox.handed_out in nbgrader_config.py",
                folder=folder,
                count=len(found),
                size=size / (1 << 20),
                many=MANY,
                most=most / (1 << 20),
            )
        )
    return tuple((name, path.read_bytes()) for name, path in found if path.is_file())


def beside(
    folder: Path, most: int, skip: Collection[str] = ()
) -> tuple[tuple[tuple[str, bytes], ...], list[str]]:
    """(name below the folder, bytes) of the ordinary files in it that are no notebooks; and names of those left out.

    Links are not followed. Files are taken while all together have no more than `most` bytes, and are at most MANY.
    """
    found, left, room = [], [], most
    for name, path in _ordinary(folder):
        if name in skip:
            continue
        data = _bytes(path, room) if len(found) < MANY else None
        if data is None:
            left.append(name)
            continue
        room -= len(data)
        found.append((name, data))
    return tuple(found), left


def names_beside(folder: Path) -> list[str]:
    """The names of these files, in order."""
    return sorted(name for name, _ in _ordinary(folder, None))


def _ordinary(folder, wide=FOLDERS):
    """(name, path) of the files in a folder and in those below it, without links, notebooks and what tools leave."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(n for n in folders if n not in LEFT and not n.startswith("."))[:wide]
        known = (n for n in sorted(names) if not n.startswith(".") and not n.endswith(".ipynb"))
        for name in islice(known, MANY + 1):
            path = Path(here) / name
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


def file_bytes(path: Path, most: int) -> tuple[bytes, str | None]:
    """The bytes of an ordinary file, or a flag. Links, pipes and giants are not opened."""
    if any(folder.is_symlink() for folder in list(path.parents)[:2]):
        return b"", "notebook-unreadable"
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return b"", "notebook-missing"
    except OSError:
        return b"", "notebook-unreadable"
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            return b"", "notebook-unreadable"
        if about.st_size > most:
            return b"size %d" % about.st_size, "notebook-too-large"
        with open(handle, "rb", closefd=False) as file:
            return file.read(most), None
    finally:
        os.close(handle)
