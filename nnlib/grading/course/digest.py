"""Digests of all that a verdict rests on: it stands while none of that changes."""

import hashlib
from functools import cache
from pathlib import Path

from nnlib.core.files import PACKAGE
from nnlib.grading.sandbox.files import beside, file_bytes
from nnlib.grading.sandbox.limits import Caps
from nnlib.grading.sandbox.submission import STAMP, TIMESTAMP, extra_files

# What no verdict rests on: figures, commands, the book itself, the doors of those.
NO_VERDICTS = ("plots/", "course/", "_course/", "keep.py", "__main__.py")


@cache
def code_digest() -> str:
    """The digest of the checks, the sandbox and the library that they rest on: other code may give other points."""
    text = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if not name.startswith(NO_VERDICTS):
            text.update(f"{name}\0".encode() + path.read_bytes())
    return text.hexdigest()


def submission_digest(task) -> str:
    """What is graded and how, in 32 characters: the submission and its date, the tests, the settings, the code."""
    folder = Path(task.folder)
    parts = [code_digest(), repr(task.limits), repr(task.caps), task.backend or ""]
    for plan in task.plans:
        notebook = read_digest(folder / f"{plan.name}.ipynb", task.caps)
        parts.append(f"{plan.name} {plan.digest} {notebook} {plan.versions!r}")
    parts.append(repr(bool(extra_files(folder, task.plans, task.caps))))
    files, left = beside(folder, task.caps.beside, task.caps.extra)
    parts += [f"{name} {_digest(data, None)}" for name, data in files] + left
    parts.append(_digest(*file_bytes(folder / TIMESTAMP, STAMP)))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def read_digest(path: Path, caps: Caps) -> str:
    """The digest of a notebook's bytes, or of why they cannot be read."""
    return _digest(*file_bytes(Path(path), caps.notebook))


def _digest(data, problem):
    return hashlib.sha256(data + (problem or "").encode()).hexdigest()
