"""make site: the pages of the book in build/site, from the executed chapters. Nothing is fetched but by npm, once.

python -m webbook.build [--short]
"""

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat

from nnlib.core.files import write_whole
from nnlib.course.execute import run_all
from webbook import front, reference
from webbook.moving import moving, work
from webbook.pages import chapter_page, exercise_page
from webbook.scripts import page_scripts
from webbook.vendor import vendor

HERE = Path(__file__).parents[1]


# The chapters of the short site that move: one with a module, strips and guesses, and one that draws for itself.
SHORT = ("00_instruments", "12_digits")


def build(root: Path, short: bool = False) -> Path:
    """Build the site of the book at `root`; the folder in which it lies.

    The short site has all pages and all links, but only the chapters of SHORT are run and move; of the others it shows
    text and code.
    """
    name = "site_short" if short else "site"
    source, site = root / "build" / f"{name}_source", root / "build" / name
    static = source / "_static"
    shutil.rmtree(source, ignore_errors=True)
    chapters = sorted((root / "chapters").glob("[0-9]*.ipynb"))
    moved = [path for path in chapters if not short or path.stem in SHORT]
    execute_stale(moved, root)
    play(moved, root)
    shutil.copytree(HERE / "static", static)
    vendor(root / "build" / "npm", static)
    for chapter in chapters:
        write_chapter(chapter, root, source, moves=chapter in moved)
    for exercise in sorted((root / "exercises").glob("*/*.ipynb")):
        write(exercise_page(exercise), source / "exercises" / exercise.name)
    reference.write(root, source / "reference")
    front.write(root, source)
    sphinx(source, site)
    return site


def execute_stale(chapters, root):
    """Run the chapters whose executed copy is older than they are, or missing."""
    stale = [path for path in chapters if not is_fresh(path, root)]
    failed = [run for run in run_all(stale, root) if run.error] if stale else []
    if failed:
        raise SystemExit(f"{failed[0].notebook}: {failed[0].error}")


def is_fresh(chapter: Path, root: Path) -> bool:
    """Whether the executed copy of a chapter is younger than the chapter and the library."""
    copy = root / "build" / "executed" / chapter.relative_to(root)
    sources = [chapter, *(root / "nnlib").rglob("*.py"), *(root / "nnlib").rglob("*.js")]
    return copy.is_file() and copy.stat().st_mtime > max(p.stat().st_mtime for p in sources)


def play(chapters, root):
    """Prepare the moving parts of all chapters, two at a time."""
    jobs = [(path, root / "build" / "moving" / path.stem, root / "nnlib") for path in chapters]
    with ProcessPoolExecutor(2, max_tasks_per_child=1) as pool:
        for stem, seconds in pool.map(work, jobs):
            if seconds > 1:
                print(f"{stem}: moving parts in {seconds:.0f} s", flush=True)


def write_chapter(chapter, root, source, moves=True):
    """The page of one chapter, the script with its parts' data, and the frames of its strips."""
    static, stem = source / "_static", chapter.stem
    frames = root / "build" / "moving" / stem
    parts = moving(chapter, frames, root / "nnlib") if moves else {}
    executed = root / "build" / "executed" / "chapters" / chapter.name if moves else chapter
    write(chapter_page(executed, parts, static / "pictures"), source / "chapters" / chapter.name)
    write_whole(static / "parts" / f"{stem}.js", page_scripts(parts, f"../_static/frames/{stem}/"))
    for frame in frames.glob("*.webp") if moves else ():
        target = static / "frames" / stem / frame.name
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(frame, target)


def write(book, path):
    """A notebook as a file of the pages' sources."""
    write_whole(path, nbformat.writes(book))


def sphinx(source, site):
    """Let Sphinx make pages; a warning is an error."""
    shutil.rmtree(site, ignore_errors=True)
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-j", "2", "-b", "html"]
    command += ["-d", site.with_name(f"{site.name}_doctrees"), source, site]
    shutil.copy(HERE / "conf.py", source)
    subprocess.run(command, check=True)


def main():
    """Build, and say where the book lies, how large it is and how long it took."""
    start, root = time.monotonic(), HERE.parent
    site = build(root, short="--short" in sys.argv[1:])
    size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    print(f"{site / 'index.html'}: {size / 1e6:.0f} MB in {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
