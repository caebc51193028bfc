"""What was downloaded, opened safely: folders, zips and tars, also inside one another, up to a size and a depth.

Names inside an archive are never used as paths: nothing can be written outside of the scratch folder.
"""

import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nnlib.core.words import tr

DEPTH = 3  # of archives inside archives
BYTES = 2 << 30  # that all archives together may hold
FILE_BYTES = 200 << 20  # that one file in them may hold
FILES = 50_000
ARCHIVES = (".zip", ".tar", ".gz", ".tgz")
JUNK = ("__MACOSX", ".ipynb_checkpoints", "__pycache__", ".DS_Store", "Thumbs.db")


@dataclass(frozen=True)
class Found:
    """One file: the folders above it as they were named, its name, where its bytes are."""

    folders: tuple[str, ...]
    name: str
    path: Path

    def __str__(self):
        return "/".join([*self.folders, self.name])


@dataclass
class Unpacked:
    """Opens downloads into a scratch folder; `failed` says what could not be opened, and why."""

    scratch: Path
    failed: list[tuple[str, str]] = field(default_factory=list)
    room: int = BYTES
    count: int = 0

    def files(self, path: Path, folders: tuple[str, ...] = (), depth: int = 0) -> Iterator[Found]:
        """Every file in a folder, or of one archive."""
        if path.is_dir():
            for inside in sorted(path.iterdir()):
                deeper = (*folders, inside.name) if inside.is_dir() else folders
                if inside.name not in JUNK and not inside.is_symlink():
                    yield from self.files(inside, deeper, depth)
        elif path.is_file():
            yield from self._one(Found(folders, path.name, path), depth)

    def _one(self, found, depth):
        if Path(found.name).suffix.lower() not in ARCHIVES:
            yield found
            return
        if depth == DEPTH:
            self.failed.append((str(found), tr("archives inside archives, too deep")))
            return
        try:
            inside = list(self._members(found))
        except Exception as problem:  # broken, too large, with a password: the others count
            self.failed.append((str(found), str(problem) or type(problem).__name__))
            return
        for each in inside:
            yield from self._one(each, depth + 1)

    def _members(self, found):
        """The files of an archive, written into the scratch folder under numbers."""
        for name, file in _read(found.path):
            parts = [p for p in name.replace("\\", "/").split("/") if p not in ("", ".", "..")]
            if not parts or set(parts) & set(JUNK):
                continue
            self.count += 1
            if self.count > FILES:
                raise ValueError(tr("more than {most} files", most=FILES))
            target = self.scratch / str(self.count)
            self._copy(file, target)
            yield Found((*found.folders, *parts[:-1]), parts[-1], target)

    def _copy(self, file, target):
        """Write what comes, and stop at a limit, whatever the archive says of its sizes."""
        most, written = min(self.room, FILE_BYTES), 0
        with open(target, "wb") as out:
            while block := file.read(1 << 20):
                written += len(block)
                if written > most:
                    out.truncate(0)
                    raise ValueError(tr("it holds more than submissions may"))
                out.write(block)
        self.room -= written


def _read(path):
    """(name, open file) for each ordinary file of an archive."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for about in archive.infolist():
                if not about.is_dir() and (about.external_attr >> 28) != 0xA:  # no link
                    with archive.open(about) as file:
                        yield _name(about), file
        return
    with tarfile.open(path) as archive:
        for member in archive:
            if member.isfile():
                yield member.name, archive.extractfile(member)


def _name(about):
    """A name in a zip; many programs write UTF-8 without saying so."""
    if about.flag_bits & 0x800:
        return about.filename
    try:
        return about.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return about.filename
