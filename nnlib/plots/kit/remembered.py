"""What a reader predicted, in a small file beside their `mine.py`: it outlives Python, and they may take it away.

The file is {question: {"said": letter, "answer": letter once the two were compared}}. It is written when a reader
commits, and never by reading the book.
"""

import contextlib
import json
import os
from pathlib import Path

from nnlib.core.files import find_course, mine_path, write_whole

FILE = "predictions.json"
LONGEST = 1_000_000  # bytes; what is longer is no file of this book


def path() -> Path | None:
    """Where predictions are, or will be; None outside of a course: then they last as long as Python."""
    with contextlib.suppress(Exception):  # the folder may be gone, or forbidden
        if os.environ.get("NNLIB_MINE") or find_course():
            return mine_path().parent / FILE
    return None


def remembered() -> dict[str, dict[str, str]]:
    """What the file holds of predictions; what it holds of anything else is passed over."""
    return {
        question: entry
        for question, entry in (_read(path()) or {}).items()
        if isinstance(entry, dict) and all(isinstance(value, str) for value in entry.values())
    }


def remember(question: str, said: str, answer: str | None = None) -> None:
    """Write a prediction down, with its answer once it was compared. Where nothing can be written, nothing is."""
    file = path()
    if file is None or (found := _read(file)) is None:
        return
    found[question] = {"said": said} | ({"answer": answer} if answer else {})
    text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    with contextlib.suppress(OSError):
        write_whole(file, text, mode=None)


def _read(file):
    """The content of the file; empty where there is none; None where it is something else, which stays as it is."""
    try:
        if file is None or not file.exists():
            return {}
        if file.stat().st_size > LONGEST:
            return None
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
