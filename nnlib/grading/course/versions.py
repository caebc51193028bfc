"""What was released, kept: `released.jsonl` in the course's folder has a line for each version of each notebook.

Lines are only added. They hold digests of cells and names of files, nothing of what is in them.
"""

import json
from pathlib import Path

from nnlib.core.notebook import cells_of
from nnlib.grading.sandbox.files import names_beside
from nnlib.grading.sandbox.versions import Version, version_of

RELEASED = "released.jsonl"


def note(root: Path, assignment: str, notebook: str, data: bytes, folder: Path) -> None:
    """Keep that a notebook with these bytes was released, with what lies in `folder`; once."""
    version = version_of(cells_of(data) or [], names_beside(folder))
    if version in versions(root, assignment, notebook):
        return
    line = {"assignment": assignment, "notebook": notebook}
    line |= {"cells": version.cells, "files": version.files}
    text = json.dumps(line, ensure_ascii=False) + "\n"
    with open(Path(root) / RELEASED, "a", encoding="utf-8") as file:
        file.write(text)


def versions(root: Path, assignment: str, notebook: str) -> tuple[Version, ...]:
    """The versions of a notebook that were released, the latest first. A line that cannot be read is no version."""
    path = Path(root) / RELEASED
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    found = [_version(line, assignment, notebook) for line in text.splitlines()]
    return tuple(version for version in reversed(found) if version is not None)


def _version(line, assignment, notebook):
    try:
        told = json.loads(line)
        if (told["assignment"], told["notebook"]) != (assignment, notebook):
            return None
        cells = tuple((str(name), str(mark)) for name, mark in told["cells"])
        return Version(cells, tuple(map(str, told["files"])))
    except (ValueError, KeyError, TypeError):
        return None
