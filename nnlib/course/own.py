"""The commands for an instructor's own exercises: `nnlib new exercise` and `nnlib test-exercise`."""

from typing import Annotated

import typer

from nnlib.core.files import BookError, short
from nnlib.core.words import tr

new = typer.Typer(help=tr("Begin something of your own."), no_args_is_help=True)


@new.callback()
def begin():
    """Begin something of your own."""


@new.command()
def exercise(
    name: Annotated[str, typer.Argument(help=tr("Of the function, such as rms."))],
    points: Annotated[int, typer.Option(help=tr("That it is worth; a third of them hidden."))] = 3,
    into: Annotated[
        str | None, typer.Option(help=tr("The assignment, such as 01_own; default: a new one."))
    ] = None,
):
    """Begin an exercise of your own in solutions/: a notebook and a file of checks that work as they are."""
    from nnlib.course.exercises import new_exercise

    for path in new_exercise(name, points, into):
        print(tr("written: {path}", path=short(path)))
    print(
        tr(
            "Change them to what yours asks for, and test it with: nnlib test-exercise {name}",
            name=name,
        )
    )


def test_exercise(
    name: Annotated[str, typer.Argument(help=tr("Of an exercise of yours, or of the book's."))],
    seconds: Annotated[float, typer.Option(min=0, help=tr("For the draws of its inputs."))] = 5.0,
):
    """Test the tests of an exercise: right answers pass, wrong ones do not, in hundreds of draws of the inputs."""
    from nnlib.course.exercises import prove_exercise

    failed = tried = 0
    for finding in prove_exercise(name, seconds):
        print(f"{'✓' if finding.fine else '✗'} {finding.about:<9} {finding.said}")
        for line in finding.more:
            print(f"            {line}")
        failed, tried = failed + (not finding.fine), tried + 1
    if failed:
        raise BookError(
            tr(
                "{name} is not ready: {failed} of {tried} lines above say what to do",
                name=name,
                failed=failed,
                tried=tried,
            )
        )
    print(tr("{name} is ready to be handed out.", name=name))


test_exercise.__test__ = False  # pytest takes the name for one of its own
