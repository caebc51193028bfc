"""The commands for a class: `nnlib grade`, `nnlib report` and `nnlib export`."""

from pathlib import Path
from typing import Annotated

import typer

from nnlib.core.files import BookError, find_course, short, write_whole
from nnlib.core.words import tr

commands = typer.Typer()  # the command line takes them over

Course = Annotated[Path | None, typer.Option(help=tr("The folder of the course; default: here."))]
Gradebook = Annotated[str | None, typer.Option(help=tr("Another gradebook than the course's."))]
Assignment = Annotated[str, typer.Argument(help=tr("Such as 03_activations."))]


@commands.command()
def grade(
    assignment: Assignment,
    json: Annotated[Path | None, typer.Option(help=tr("Write the results to this file."))] = None,
    student: Annotated[list[str] | None, typer.Option(help=tr("Only this student."))] = None,
    force: Annotated[
        bool, typer.Option("--force", help=tr("Also what is graded already."))
    ] = False,
    jobs: Annotated[int, typer.Option(min=1, help=tr("Processes that grade at once."))] = 1,
    course: Course = None,
    db: Gradebook = None,
    scheduler: Annotated[
        str | None, typer.Option(help=tr("A Dask scheduler whose workers grade, tcp://host:8786."))
    ] = None,
    no_sandbox: Annotated[
        bool, typer.Option("--no-sandbox", help=tr("Code that you trust, in a plain process."))
    ] = False,
):
    """Grade everything in submitted/: learners' code in a sandbox, points and messages into the gradebook."""
    from nnlib.grading.course.graders import Graders

    with Graders() as graders:
        if scheduler is None:
            graders.begin(jobs)  # they start while this process loads nbgrader
        _quickly()
        from nnlib.grading.course.table import graded_class

        how = json, student, force, jobs, db, scheduler, no_sandbox, graders
        failed = graded_class(assignment, course or _here(), *how)
    if failed:
        raise BookError(
            tr("{failed} submissions could not be graded; the others are", failed=failed)
        )


@commands.command()
def report(
    assignment: Assignment,
    course: Course = None,
    html: Annotated[Path | None, typer.Option(help=tr("Also write a page with charts."))] = None,
    db: Gradebook = None,
):
    """The class at a glance: points, parts, frequent slips, flagged submissions."""
    _quickly()
    from nnlib.grading.course.classview import class_view
    from nnlib.grading.course.glance import lines
    from nnlib.grading.course.page import page

    view = class_view(assignment, course or _here(), db)
    print("\n".join(lines(view)))
    if html is not None:
        write_whole(html.absolute(), page(view))
        print(tr("\nThe same with charts: {short}", short=short(html.absolute())))


@commands.command()
def export(
    assignment: Assignment,
    format: Annotated[
        str, typer.Option(help=tr("canvas, moodle, moodle-worksheet, or csv with every part."))
    ] = "csv",
    column: Annotated[
        str | None, typer.Option(help=tr("The assignment's name on the platform."))
    ] = None,
    output: Annotated[Path | None, typer.Option(help=tr("The file to write."))] = None,
    course: Course = None,
    db: Gradebook = None,
):
    """Write the grades of an assignment as a file for Canvas or Moodle, or as a plain table."""
    _quickly()
    from nnlib.grading.course.export import export as write

    path, students, waiting = write(assignment, format, output, course or _here(), db, column)
    print(
        tr(
            "{students} students written to {short}.",
            students=students,
            short=short(path.absolute()),
        )
    )
    if waiting:
        print(
            tr(
                "{waiting} of them wait for points that a person gives; what is written may grow.",
                waiting=waiting,
            )
        )


def _quickly():
    """Before these commands load nbgrader: only what they need of it."""
    from nnlib.core.quick import quickly

    quickly("nbgrader", "api", "converters", "plugins", "preprocessors", "utils")


def _here():
    """The course that a person stands in; where there is none, what grades will say what is missing."""
    return find_course() or Path(".")
