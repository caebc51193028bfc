"""A reader at the end of the book: `keep_all(path)` writes a mine.py with an answer to every exercise.

python tests/all_kept.py PATH
"""

import sys
from pathlib import Path

from nnlib.course.keep import keep_notebook

ROOT = Path(__file__).parent.parent


def keep_all(path: Path) -> dict[str, str]:
    """{name: what came of it} for the instructor's answers to all exercises; a file that is there is replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    kept = {}
    for notebook in sorted(ROOT.glob("solutions/*/*.ipynb")):
        kept |= keep_notebook(notebook, path=path)
    return kept


if __name__ == "__main__":
    outcomes = keep_all(Path(sys.argv[1]).absolute())
    sys.exit(any(said != "kept" for said in outcomes.values()))
