"""The book as files: notebooks built from their percent sources, and copied to a reader.

The source of a notebook is the percent `.py` beside it. The `.ipynb` is generated, without outputs, and comes
out byte for byte the same on every run, so a review sees prose and code, never cell ids.
"""

from collections.abc import Callable
from pathlib import Path

from nnlib.core.files import PACKAGE, BookError, course_root, is_built, replace, write_whole
from nnlib.core.words import tr

SOURCES = ("chapters/[0-9][0-9]_*.py", "solutions/*/[0-9][0-9]_*.py")
KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


# ---- notebooks from their sources -----------------------------------------------------------------


def build_notebook(py_path: str | Path):
    """The notebook that a percent source describes: no outputs, and the same ids every time.

    A cell's id is its nbgrader grade_id, else its number. Raises BookError when two cells share a
    grade_id, or when the source is not a percent script.
    """
    import jupytext
    import nbformat

    py_path = Path(py_path)
    notebook = jupytext.read(py_path, fmt="py:percent")
    notebook.metadata = nbformat.from_dict(KERNEL)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for number, cell in enumerate(notebook.cells):
        for left_over in ("cell_marker", "lines_to_next_cell", "jupytext"):
            cell.metadata.pop(left_over, None)
        cell.id = cell.metadata.get("nbgrader", {}).get("grade_id") or f"c{number:03d}"
    ids = [cell.id for cell in notebook.cells]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise BookError(
            tr(
                "{py_path} uses {listed} for two cells; wanted each grade_id once",
                py_path=py_path,
                listed=", ".join(twice),
            )
        )
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        reason = str(error).splitlines()[0]
        raise BookError(
            tr("{py_path} does not make a valid notebook: {reason}", py_path=py_path, reason=reason)
        ) from None
    return notebook


def notebook_text(py_path: str | Path) -> str:
    """The bytes, as text, of the notebook beside a percent source."""
    import nbformat

    return nbformat.writes(build_notebook(py_path)).rstrip("\n") + "\n"


def sources(root: Path | None = None) -> list[Path]:
    """The percent sources of the book, in order."""
    root = Path(root or course_root())
    return sorted(path for pattern in SOURCES for path in root.glob(pattern))


def build_all(check: bool = False, root: Path | None = None) -> list[Path]:
    """Write every notebook that differs from its source; with `check`, only name those. Returns their paths."""
    changed = []
    for source in sources(root):
        target, text = source.with_suffix(".ipynb"), notebook_text(source)
        if is_built(target, text, check):
            continue
        changed.append(target)
        if not check:
            replace(target, text, root)
    return changed


# ---- a reader's own copy --------------------------------------------------------------------------


def origin() -> Path:
    """Where the book comes from: the installed package, or the clone."""
    course = PACKAGE / "_course"
    return course if course.is_dir() else PACKAGE.parent


def copy(folder: str | Path, only: Callable[[Path], bool] = lambda path: True) -> list[Path]:
    """Copy the chapters and exercises into `folder`: missing files only, never over a reader's edits.

    `only(path)` says of a path inside the book whether it is wanted.
    """
    folder, root = Path(folder), origin()
    if folder.exists() and not folder.is_dir():
        raise BookError(tr("{folder} is a file; wanted a folder", folder=folder))
    written = []
    for source in book_files():
        target = folder / source.relative_to(root)
        if target.exists() or not only(source.relative_to(root)):
            continue
        write_whole(target, source.read_bytes(), mode=None)
        written.append(target)
    return written


def book_files() -> list[Path]:
    """The chapters and exercises as readers get them, and what lies beside them."""
    found = [path for part in ("chapters", "exercises") for path in (origin() / part).rglob("*")]
    return sorted(path for path in found if path.is_file() and not _left_behind(path))


def _left_behind(path):
    """Percent sources of chapters, and what Jupyter and Python leave lying about."""
    rubbish = {".ipynb_checkpoints", "__pycache__"} & set(path.parts)
    return bool(rubbish) or (path.parent.name == "chapters" and path.suffix == ".py")
