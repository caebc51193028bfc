"""The `nnlib` command. What a person can put right reaches them once, in one line, and never as a traceback."""

import os
import shlex
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from nnlib.core.files import BookError, course_root, short
from nnlib.core.words import paragraph, tr
from nnlib.course import classroom, own, selfstudy, teaching
from nnlib.course import lab as server
from nnlib.course import notebooks as book
from nnlib.course import progress as standing
from nnlib.course import repair as mending
from nnlib.course import update as fresh

UNIX = ("fcntl", "pwd", "resource", "termios")  # parts of Python that Windows does not have
CLUSTER = ("dask", "distributed", "psycopg")  # what `pip install nnlib-textbook[cluster]` brings

app = typer.Typer(
    help=tr("The book on neural networks: open it, build it, run it."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


app.add_typer(own.new, name="new")
app.command("test-exercise")(own.test_exercise)


@app.command()
def demo():
    """Train on a learner's functions, and take a sample class through nbgrader."""
    _say(server.ensure_compile_cache())
    from nnlib.course.demo import main as show

    show()


@app.command()
def lab(
    port: Annotated[
        int | None, typer.Option(help=tr("Where to listen; the next free one if taken."))
    ] = None,
    browser: Annotated[bool, typer.Option(help=tr("Open a browser window."))] = True,
    teach: Annotated[
        bool, typer.Option("--teach", help=tr("The whole clone, with solutions."))
    ] = False,
):
    """Open the book in JupyterLab."""
    server.lab(*server.book_to_read(teach), port, browser, teach)


@app.command()
def warm():
    """Compile the library once, so that nobody waits for it later."""
    _say(server.ensure_compile_cache())
    import nnlib

    start = time.perf_counter()
    nnlib.warm()
    print(tr("nnlib is compiled and ready ({value:.1f} s).", value=time.perf_counter() - start))


@app.command()
def build(
    check: Annotated[
        bool, typer.Option("--check", help=tr("Change nothing; fail if something would."))
    ] = False,
):
    """Regenerate the notebooks from the percent sources beside them, and the exercises from the solutions."""
    from nnlib.course.exercises import shown_to_learners
    from nnlib.grading.course.release import release_all

    root = course_root()
    changed = book.build_all(check, root) + release_all(root, check)
    for path in changed:
        said = tr("differs from its source: {path}") if check else tr("written: {path}")
        print(said.format(path=short(path)))
    if check and changed:
        raise BookError(tr("run `make build`, and commit the notebooks with their sources"))
    if not changed:
        print(tr("The notebooks match their sources."))
    for line in [] if check else shown_to_learners(root):
        print(line)


@app.command()
def run(
    notebooks: Annotated[
        list[Path] | None, typer.Argument(help=tr("Default: chapters and solutions."))
    ] = None,
):
    """Run notebooks from top to bottom; the executed copies go to build/executed/."""
    from nnlib.course.execute import run_all

    _say(server.ensure_compile_cache())
    runs = run_all(notebooks, progress=True)
    for done in runs:
        print(f"{short(done.notebook)}: {done.error or 'fine'} ({done.seconds:.1f} s)")
    if failed := [done for done in runs if done.error]:
        raise BookError(
            tr(
                "{count} of {count2} notebooks failed; see {executed}",
                count=len(failed),
                count2=len(runs),
                executed=failed[0].executed,
            )
        )


@app.command()
def copy(folder: Annotated[Path, typer.Argument(help=tr("Where your copy goes."))]):
    """Copy the book to a folder of yours; files that are there already stay as they are."""
    written = book.copy(folder)
    print(
        tr(
            "{count} files copied to {folder}. Open them with: {open}",
            count=len(written),
            folder=folder,
            open=_open(folder),
        )
    )


@app.command()
def course(
    folder: Annotated[Path, typer.Argument(help=tr("Where the course goes."))],
    short: Annotated[bool, typer.Option("--short", help=tr("Without chapters 4 and 6."))] = False,
    teach: Annotated[
        bool, typer.Option("--teach", help=tr("With model answers, to release from; from a clone."))
    ] = False,
):
    """Make a course of your own: chapters, exercises and their tests; files that are there stay as they are."""
    from nnlib.course.update import new_course

    written = selfstudy.teaching_course(folder) if teach else new_course(folder, short)
    print(
        tr(
            "{count} files written to {folder}. Begin with: {open}",
            count=len(written),
            folder=folder,
            open=_open(folder),
        )
    )


@app.command()
def check(
    assignment: Annotated[str, typer.Argument(help=tr("Such as 03_activations, or a notebook."))],
):
    """Check your exercise notebook as it lies there: points and messages, hidden parts too. Nothing is handed in."""
    from nnlib.course.check_notebook import check_notebook

    rows, others = check_notebook(assignment)
    for row in rows:
        mark = "✓" if row.points == row.most else "✗"
        print(
            tr(
                "{mark} {function} · {part}: {points:g} of {most:g}",
                mark=mark,
                function=row.function,
                part=row.part,
                points=row.points,
                most=row.most,
            )
        )
        if row.message:
            print(f"    {row.message}")
    print(
        tr(
            "{sum:g} of {sum2:g} points",
            sum=sum(row.points for row in rows),
            sum2=sum(row.most for row in rows),
        )
    )
    _say_what_counts_elsewhere(assignment, others)


def _say_what_counts_elsewhere(assignment, others):
    """After the points: cells that grading would miss, and what this command does not count."""
    from nnlib.course.answers import exercise_notebook
    from nnlib.course.check_notebook import parts_elsewhere

    for line in mending.advice(exercise_notebook(assignment), assignment):
        print(line)
    if others:
        print(
            tr(
                "Not counted, for the book has no check of that name: {listed}.",
                listed=", ".join(others),
            )
        )
    if names := parts_elsewhere(assignment):
        print(
            tr(
                "Hidden parts, if there are any, count when it is graded: {listed}.",
                listed=", ".join(names),
            )
        )


@app.command()
def keep(
    assignment: Annotated[str, typer.Argument(help=tr("Such as 03_activations, or a notebook."))],
    replace: Annotated[
        bool, typer.Option("--replace", help=tr("Also in the place of another kept version."))
    ] = False,
):
    """Keep your verified functions in mine.py, where the next chapters find them.

    Your cells run in this process, as your own code: keep what you wrote yourself.
    """
    from nnlib.course.keep import keep_notebook
    from nnlib.course.mine import mine_path

    def ask(name):
        return typer.confirm(
            tr("mine.py has another {name}. Take the new one?", name=name), default=False
        )

    found = keep_notebook(assignment, replace=replace, ask=ask if sys.stdin.isatty() else None)
    for name, outcome in found.items():
        print(f"{name}: {outcome}")
    if mine_path().exists():
        print(tr("Your functions are in {short}.", short=short(mine_path())))


@app.command()
def submit(
    assignment: Annotated[str, typer.Argument(help=tr("Such as 03_activations."))],
    student: Annotated[str | None, typer.Option(help=tr("Your name; default: your login."))] = None,
):
    """Hand in your exercise notebook: a copy goes to submitted/, where `nnlib grade` finds it."""
    from nnlib.course.answers import exercise_notebook

    handed_in = selfstudy.submit(assignment, student)
    print(tr("handed in: {short}", short=short(handed_in)))
    for line in mending.advice(exercise_notebook(assignment), assignment):
        print(line)


app.registered_commands += classroom.commands.registered_commands
app.command("update")(fresh.command)
app.command("repair")(mending.command)
app.command("progress")(standing.command)
app.registered_commands += teaching.commands.registered_commands


def _say(line):
    if line:
        print(line, file=sys.stderr)


def _open(folder):
    """The line that a person types to read in a folder, quoted for their shell."""
    quote = shlex.quote if os.name != "nt" else lambda text: subprocess.list2cmdline([text])
    return f"cd {quote(str(folder))} && nnlib lab"


def main() -> None:
    """Run the command; expected errors become one line and exit status 1."""
    for command in (*app.registered_commands, *own.new.registered_commands):
        command.help = tr(paragraph(command.callback.__doc__))
    try:
        app()
    except BookError as error:
        sys.exit(f"nnlib: {error}")
    except OSError as error:
        about = f"{error.filename}: {error.strerror}" if error.filename else error
        sys.exit(f"nnlib: {about}")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "nnlib":
            raise
        sys.exit(f"nnlib: {_missing(error.name)}")


def _missing(module):
    """What to do about a package that is not there, or that this system cannot have."""
    if module in UNIX:
        return tr(
            "this needs Linux or macOS: Windows has no sandbox for a learner's code. Reading, "
            "checking, keeping and handing in work here"
        )
    extra = "cluster" if module in CLUSTER else "book,instructor"
    return tr(
        "this needs {module}, which is not installed: pip install 'nnlib-textbook[{extra}]'",
        module=module,
        extra=extra,
    )
