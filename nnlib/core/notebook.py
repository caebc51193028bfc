"""Notebooks on disk: their cells, read without trusting anything in them, and whether one is what its source gives."""

import json

CELLS = 2000  # that one notebook may have
DIGITS = 4000  # of one number; Python itself refuses some more


def cells_of(data: bytes, most: int = CELLS) -> list[dict] | None:
    """The cells in a notebook's bytes, or None where they cannot be read."""
    try:
        notebook = json.loads(data.decode("utf-8-sig"), parse_int=_number)
    except (ValueError, RecursionError, MemoryError):
        return None
    cells = notebook.get("cells") if type(notebook) is dict else None
    if type(cells) is not list or len(cells) > most:
        return None
    return [cell for cell in cells if type(cell) is dict]


def _number(digits):
    """A whole number; one that is longer than Python reads is as good as endless, and costs nobody the notebook."""
    return int(digits) if len(digits) <= DIGITS else float("inf")


def about(cell: object) -> dict:
    """What nbgrader knows about a cell; empty where it is no cell of an assignment."""
    found = cell.get("metadata") if type(cell) is dict else None
    found = found.get("nbgrader") if type(found) is dict else None
    return found if type(found) is dict else {}


def grade_id(cell: object) -> str:
    """The grade_id of a cell, or "" where it has none that is a word."""
    name = about(cell).get("grade_id")
    return name if type(name) is str and len(name) < 200 else ""


def text_of(cell: dict) -> str | None:
    """The source of a cell as one text, or None."""
    source = cell.get("source")
    if type(source) is list and all(type(line) is str for line in source):
        source = "".join(source)
    if type(source) is not str:
        return None
    return source.encode("utf-8", "replace").decode()
