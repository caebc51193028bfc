"""The `nnlib` command. What a person can put right reaches them once, in one line, and never as a traceback."""

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from nnlib import book

CLUSTER = ("dask", "distributed", "psycopg")  # what `pip install nnlib-textbook[cluster]` brings

app = typer.Typer(
    help="The book on neural networks: open it, build it, run it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def demo():
    """Train on a learner's functions, and take a sample class through nbgrader."""
    _say(book.ensure_compile_cache())
    from nnlib.demo import main as show

    show()


@app.command()
def lab(
    port: Annotated[
        int | None, typer.Option(help="Where to listen; the next free one if taken.")
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open a browser window.")] = True,
):
    """Open the book in JupyterLab."""
    book.lab(port, browser)


@app.command()
def warm():
    """Compile the library once, so that nobody waits for it later."""
    _say(book.ensure_compile_cache())
    import nnlib

    start = time.perf_counter()
    nnlib.warm()
    print(f"nnlib is compiled and ready ({time.perf_counter() - start:.1f} s).")


@app.command()
def build(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail if something would.")
    ] = False,
):
    """Regenerate the notebooks from the percent sources beside them, and the exercises from the solutions."""
    from nnlib.grading.course import release_all

    changed = book.build_all(check) + release_all(book.course_root(), check)
    for path in changed:
        print(f"{'differs from its source' if check else 'written'}: {_short(path)}")
    if check and changed:
        raise book.BookError("run `make build`, and commit the notebooks with their sources")
    if not changed:
        print("The notebooks match their sources.")


@app.command()
def run(
    notebooks: Annotated[
        list[Path] | None, typer.Argument(help="Default: chapters and solutions.")
    ] = None,
):
    """Run notebooks from top to bottom; the executed copies go to build/executed/."""
    from nnlib.execute import run_all

    _say(book.ensure_compile_cache())
    runs = run_all(notebooks, progress=True)
    for done in runs:
        print(f"{_short(done.notebook)}: {done.error or 'fine'} ({done.seconds:.1f} s)")
    if failed := [done for done in runs if done.error]:
        raise book.BookError(
            f"{len(failed)} of {len(runs)} notebooks failed; see {failed[0].executed}"
        )


@app.command()
def copy(folder: Annotated[Path, typer.Argument(help="Where your copy goes.")]):
    """Copy the book to a folder of yours; files that are there already stay as they are."""
    written = book.copy(folder)
    print(f"{len(written)} files copied to {folder}. Open them with: cd {folder} && nnlib lab")


@app.command()
def course(
    folder: Annotated[Path, typer.Argument(help="Where the course goes.")],
    short: Annotated[bool, typer.Option("--short", help="Without chapters 4 and 6.")] = False,
):
    """Make a course of your own: chapters, exercises and their tests; files that are there stay as they are."""
    from nnlib import selfstudy

    written = selfstudy.course(folder, short)
    print(f"{len(written)} files written to {folder}. Begin with: cd {folder} && nnlib lab")


@app.command()
def check(
    assignment: Annotated[str, typer.Argument(help="Such as 03_activations, or a notebook.")],
):
    """Check your exercise notebook as it lies there: points and messages, hidden parts too. Nothing is handed in."""
    from nnlib.keep import check_notebook

    rows = check_notebook(assignment)
    for function, part, points, most, message in rows:
        print(f"{'✓' if points == most else '✗'} {function} · {part}: {points:g} of {most:g}")
        if message:
            print(f"    {message}")
    print(f"{sum(row[2] for row in rows):g} of {sum(row[3] for row in rows):g} points")


@app.command()
def keep(
    assignment: Annotated[str, typer.Argument(help="Such as 03_activations, or a notebook.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Also in the place of another kept version.")
    ] = False,
):
    """Keep your verified functions in mine.py, where the next chapters find them.

    Your cells run in this process, as your own code: keep what you wrote yourself.
    """
    from nnlib.keep import keep_notebook, mine_path

    def ask(name):
        return typer.confirm(f"mine.py has another {name}. Take the new one?", default=False)

    found = keep_notebook(assignment, replace=replace, ask=ask if sys.stdin.isatty() else None)
    for name, outcome in found.items():
        print(f"{name}: {outcome}")
    if mine_path().exists():
        print(f"Your functions are in {_short(mine_path())}.")


@app.command()
def submit(
    assignment: Annotated[str, typer.Argument(help="Such as 03_activations.")],
    student: Annotated[str | None, typer.Option(help="Your name; default: your login.")] = None,
):
    """Hand in your exercise notebook: a copy goes to submitted/, where `nnlib grade` finds it."""
    from nnlib import selfstudy

    print(f"handed in: {_short(selfstudy.submit(assignment, student))}")


@app.command()
def grade(
    assignment: Annotated[str, typer.Argument(help="Such as 03_activations.")],
    json: Annotated[Path | None, typer.Option(help="Write the results to this file.")] = None,
    student: Annotated[list[str] | None, typer.Option(help="Only this student.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Also what is graded already.")] = False,
    jobs: Annotated[int, typer.Option(min=1, help="Processes that grade at once.")] = 1,
    course: Annotated[Path, typer.Option(help="The folder of the course.")] = Path("."),
    db: Annotated[str | None, typer.Option(help="Another gradebook than the course's.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="A Dask scheduler whose workers grade, tcp://host:8786.")
    ] = None,
):
    """Grade everything in submitted/: learners' code in a sandbox, points and messages into the gradebook."""
    from nnlib.grading.table import graded_class

    failed = graded_class(assignment, course, json, student, force, jobs, db, scheduler)
    if failed:
        raise book.BookError(f"{failed} submissions could not be graded; the others are")


@app.command()
def report(
    assignment: Annotated[str, typer.Argument(help="Such as 03_activations.")],
    course: Annotated[Path, typer.Option(help="The folder of the course.")] = Path("."),
    html: Annotated[Path | None, typer.Option(help="Also write a page with charts.")] = None,
    db: Annotated[str | None, typer.Option(help="Another gradebook than the course's.")] = None,
):
    """The class at a glance: points, parts, frequent slips, flagged submissions."""
    from nnlib.grading.classview import class_view, lines
    from nnlib.grading.record import write_whole
    from nnlib.grading.report_page import page

    view = class_view(assignment, course, db)
    print("\n".join(lines(view)))
    if html is not None:
        write_whole(html.absolute(), page(view))
        print(f"\nThe same with charts: {_short(html.absolute())}")


@app.command()
def export(
    assignment: Annotated[str, typer.Argument(help="Such as 03_activations.")],
    format: Annotated[str, typer.Option(help="canvas, moodle, or csv with every part.")] = "csv",
    output: Annotated[Path | None, typer.Option(help="The file to write.")] = None,
    course: Annotated[Path, typer.Option(help="The folder of the course.")] = Path("."),
    db: Annotated[str | None, typer.Option(help="Another gradebook than the course's.")] = None,
):
    """Write the grades of an assignment as a file for Canvas or Moodle, or as a plain table."""
    from nnlib.grading.export import export as write

    path, students, waiting = write(assignment, format, output, course, db)
    print(f"{students} students written to {_short(path.absolute())}.")
    if waiting:
        print(f"{waiting} of them wait for points that a person gives; what is written may grow.")


def _say(line):
    if line:
        print(line, file=sys.stderr)


def _short(path):
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def main():
    """Run the command; expected errors become one line and exit status 1."""
    try:
        app()
    except book.BookError as error:
        sys.exit(f"nnlib: {error}")
    except OSError as error:
        about = f"{error.filename}: {error.strerror}" if error.filename else error
        sys.exit(f"nnlib: {about}")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "nnlib":
            raise
        extra = "cluster" if error.name in CLUSTER else "book,instructor"
        sys.exit(
            f"nnlib: this needs {error.name}, which is not installed: pip install 'nnlib-textbook[{extra}]'"
        )
