"""What a worker's Python must be able to see: itself, its libraries, the packages that a course allows."""

import csv
import functools
import importlib.metadata
import os
import re
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

SCRATCH, MOVED = Path("/tmp").resolve(), Path("/python")
HERE = Path(__file__).parent
PROGRAMS = ("/bin", "/usr/bin")
SCRIPT = (
    "worker.py",
    "effects.py",
    "protocol.py",
    "confine.py",
    "notebook.py",
)  # what runs in the sandbox


@functools.cache
def package_paths(names: tuple[str, ...]) -> dict[str, Path]:
    """Folders and files in site-packages of these distributions and of all that they need, by name there."""
    found, seen, waiting = {}, set(), list(names)
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in seen:
            continue
        seen.add(name)
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        for top in _tops(distribution) - {"..", "__pycache__"} - found.keys():
            found[top] = Path(distribution.locate_file(top)).resolve()
        needed = (r for r in distribution.requires or () if "extra ==" not in r)
        waiting += [re.match(r"[\w.-]+", requirement)[0] for requirement in needed]
    return {name: path for name, path in sorted(found.items()) if path.exists()}


def _tops(distribution):
    """The first part of each path that a distribution has installed."""
    record = distribution.read_text("RECORD")
    if record is None:
        return {path.parts[0] for path in distribution.files or ()}
    return {row[0].partition("/")[0] for row in csv.reader(record.splitlines()) if row}


@dataclass(frozen=True)
class Python:
    """An interpreter as a worker finds it: its place, {file or folder here: its place there}, and variables."""

    executable: str
    mounts: dict[str, str]
    environment: dict[str, str]


def python_paths() -> Python:
    """The interpreter, its standard library and its shared library.

    They keep their places, but for those below SCRATCH, where every worker has a folder of its own.
    """
    executable = Path(sys.executable).resolve()
    paths = [executable, Path(sysconfig.get_path("stdlib")).resolve()]
    library = Path(sysconfig.get_config_var("LIBDIR") or "/usr/lib").resolve()
    name = sysconfig.get_config_var("LDLIBRARY") or ""
    shared = (library / name, library / f"{name}.1.0") if ".so" in name else ()
    paths += [path for path in shared if os.path.exists(path)]  # it may lie where we may not look
    mounts = {str(path): str(_seen(path)) for path in paths}
    moved = {"LD_LIBRARY_PATH": str(_seen(library))} if _seen(library) != library else {}
    return Python(str(_seen(executable)), mounts, moved)


def _seen(path):
    """Where a file of Python's is to be found inside."""
    home = Path(sys.base_prefix).resolve()
    if path.is_relative_to(SCRATCH) and path.is_relative_to(home):
        return MOVED / path.relative_to(home)
    return path


def box(nnlib: Path, packages: tuple[str, ...]) -> dict[str, str]:
    """What a worker's Python finds: {folder or file here: its place there}."""
    mounts = {str(path): f"/box/site/{name}" for name, path in package_paths(packages).items()}
    mounts |= {str(HERE / name): f"/box/{name}" for name in SCRIPT}
    return mounts | {str(nnlib): "/box/nnlib"}


def system_libraries(shell: bool = False) -> list[tuple[str, str | None]]:
    """Folders of the C library and its like, and the links that lead there: [(path, target or None)].

    With `shell`, those of the system's programs too.
    """
    machine = sysconfig.get_config_var("MULTIARCH") or ""
    links, folders = [], []
    for top in ("/lib", "/lib64", "/usr/lib", "/usr/lib64", *(PROGRAMS if shell else ())):
        path = Path(top)
        if path.is_symlink():
            links.append((top, os.readlink(top)))
        elif machine and (path / machine).is_dir():
            folders.append((str(path / machine), None))
        elif path.is_dir():
            folders.append((top, None))
    return folders + links
