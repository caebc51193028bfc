"""How far a reader has come: points by chapter, and the functions that they have kept. Nothing is written."""

from pathlib import Path
from typing import NamedTuple

from nnlib.core.files import course_root
from nnlib.core.notebook import about, cells_of, grade_id, text_of
from nnlib.core.words import tr
from nnlib.course.check_notebook import check_notebook
from nnlib.course.mine import block_of, mine_path, read


class Standing(NamedTuple):
    """An exercise, the points it has of those it could have, and how many of its functions are kept."""

    assignment: str
    points: float
    most: float
    kept: int


def progress(root: str | Path | None = None) -> list[Standing]:
    """Where each exercise of the course stands, hidden parts counted. Your cells run in this process.

    An exercise in which nothing is written yet is not run.
    """
    root = Path(root or course_root())
    mine = read(mine_path()).text if mine_path().exists() else ""
    return [_standing(path, mine, root) for path in sorted(root.glob("exercises/*/*.ipynb"))]


def _standing(path, mine, root):
    cells = cells_of(path.read_bytes()) or []
    answers = [
        cell for cell in cells if about(cell).get("solution") and cell.get("cell_type") == "code"
    ]
    asked = [about(cell).get("points", 0) for cell in cells]
    most = float(sum(points for points in asked if isinstance(points, (int, float))))
    kept = sum(block_of(mine, grade_id(cell)) is not None for cell in answers)
    if all("raise NotImplementedError" in (text_of(cell) or "") for cell in answers):
        return Standing(path.stem, 0.0, most, kept)
    rows, _ = check_notebook(path, root)
    return Standing(path.stem, sum(row.points for row in rows), most, kept)


def command() -> None:
    """Show your points by chapter, and what you have kept. Your cells run in this process, as your own code."""
    rows = progress()
    for row in rows:
        bar = "█" * round(12 * row.points / row.most) if row.most else ""
        kept = tr("{count} kept", count=row.kept) if row.kept else ""
        number = f"{row.points:g}/{row.most:g}"
        print(f"{row.assignment:20}", f"{number:>7}", f"{bar:12}", kept)
    points, most = sum(row.points for row in rows), sum(row.most for row in rows)
    print(tr("{points:g} of {most:g} points", points=points, most=most))
