"""Files and folders: where the course is, where what can be made again lies, writing all of a file or nothing."""

import contextlib
import itertools
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from secrets import token_hex

from nnlib.core.words import tr

PACKAGE = Path(__file__).parents[1]
MINE = "mine.py"  # the functions that a learner has kept
COURSE = (  # what the folder of a course holds; one of these is enough
    *("nbgrader_config.py", "chapters/*.ipynb", "chapters/*.py"),
    *("exercises/*/*.ipynb", "solutions/*/*.ipynb", "solutions/*/[0-9][0-9]_*.py"),
)


class BookError(Exception):
    """Something a person can put right; the message is one line and says what was given and wanted."""


# --- Where the course is ----------------------------------------------------------------------------------------------


def here() -> Path:
    """The folder that the command runs in. Raises BookError where somebody has taken it away."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise BookError(tr("the folder that you are in is gone; go to another one")) from None


def find_course(start: Path | None = None) -> Path | None:
    """The nearest folder at or above `start` (here when None) that looks like a course, or None."""
    start = here() if start is None else Path(start)
    return next((folder for folder in (start, *start.parents) if is_course(folder)), None)


def is_course(folder: Path) -> bool:
    """Whether a folder holds chapters, exercises, solutions, or nbgrader's configuration."""
    return any(any(Path(folder).glob(pattern)) for pattern in COURSE)


def course_root() -> Path:
    """The folder of the course that you stand in, never another one: BookError where there is none here or above."""
    if (root := find_course()) is None:
        raise BookError(tr("no book in this folder: run `nnlib copy DIR`, go to DIR and try again"))
    return root


def mine_path() -> Path:
    """Where your `mine.py` is, or will be: what NNLIB_MINE names, else here, else beside your chapters or exercises."""
    if asked := os.environ.get("NNLIB_MINE"):
        path = Path(os.path.expanduser(asked))
        return path / MINE if path.is_dir() else path
    folder = here()
    if (folder / MINE).is_file():
        return folder / MINE
    return (find_course(folder) or folder) / MINE


def short(path: Path) -> Path:
    """A path as a person here would type it: below the folder that the command runs in, without that folder."""
    return path.relative_to(here()) if path.is_relative_to(here()) else path


# --- Writing ----------------------------------------------------------------------------------------------------------


def write_whole(
    path: str | Path,
    content: str | bytes,
    mode: int | None = 0o644,
    last: Callable[[], object] | None = None,
) -> None:
    """Write a file so that it is there as a whole, or as it was before, whatever goes wrong.

    `mode` None leaves the file its own, and a new one what the system gives. `last` is called when the new content is
    on the disk and the old file still stands; what it raises leaves the old one. Raises OSError, which names `path`.
    """
    path, fresh = Path(path), Path(path).with_name(f".nnlib-{token_hex(8)}")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _write_through(fresh, content, 0o666 if mode is None else 0o600)
        if mode is not None:
            os.chmod(fresh, mode)
        elif path.exists():
            shutil.copymode(path, fresh)
        if last is not None:
            last()
        os.replace(fresh, path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename in (None, str(fresh), fresh):
            error.filename, error.filename2 = str(path), None
        raise


def _write_through(path, content, mode):
    """Write a new file down to the disk."""
    data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def keep_aside(path: Path, folder: Path | None = None) -> Path:
    """Copy a file into a folder (its own when None) as name.1.py, name.2.py, ...: the first that is free. Its path."""
    folder, data = Path(folder or path.parent), path.read_bytes()
    folder.mkdir(parents=True, exist_ok=True)
    for number in itertools.count(1):
        kept = folder / f"{path.stem}.{number}{path.suffix}"
        try:
            with open(kept, "xb") as file:
                file.write(data)
            return kept
        except FileExistsError:
            continue
        except OSError:  # half a copy is none
            kept.unlink(missing_ok=True)
            raise


def replace(target: Path, content: str | bytes, root: Path | None = None) -> None:
    """Write a file; what stood there before is kept below build/replaced/, for someone may have edited it."""
    root = Path(root or course_root())
    if target.exists():
        keep_aside(target, root / "build" / "replaced" / target.relative_to(root).parent)
    write_whole(target, content, mode=None)


# --- Notebooks on the disk --------------------------------------------------------------------------------------------


def is_built(target: Path, text: str, check: bool = False) -> bool:
    """Whether a notebook on the disk is this text; for `check`, what running it leaves in it is no difference."""
    if not target.exists():
        return False
    there = target.read_text(encoding="utf-8")
    return there == text or (check and _cells(there) == _cells(text))


def _cells(text):
    """What a source says of each cell: its kind, its text, what nbgrader knows. None where this is no notebook."""
    try:
        return [
            (cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("nbgrader"))
            for cell in json.loads(text)["cells"]
        ]
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


# --- What can be made again -------------------------------------------------------------------------------------------


def writable(folder: Path) -> bool:
    """Whether a file can really be made in `folder`; permission bits do not say it, least of all to root."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def cache_folder(name: str) -> Path:
    """A folder of the user's own for files that can be made again; a temporary one where there is none."""
    home = cache_home()
    if home.is_absolute() and writable(home / name):
        return home / name
    return _temporary(name)


def cache_home() -> Path:
    """Where this system keeps an account's files that can be made again. Nothing is made.

    It is no absolute path where the account has no home folder.
    """
    if asked := os.environ.get("XDG_CACHE_HOME"):
        return Path(asked).absolute() / "nnlib"
    import platformdirs  # a learner's sandbox has this file, and not that package

    return Path(platformdirs.user_cache_dir("nnlib", appauthor=False))


@cache
def _temporary(name):
    """One folder for the whole process."""
    return Path(tempfile.mkdtemp(prefix=f"nnlib-{name}-"))
