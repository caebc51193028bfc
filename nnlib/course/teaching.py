"""The commands of a teaching week beside `nnlib grade`: release, collect, more time, feedback."""

from datetime import UTC
from pathlib import Path
from typing import Annotated

import typer

from nnlib.core.files import BookError, short
from nnlib.core.words import tr
from nnlib.course.classroom import Assignment, Course, _here, _quickly

commands = typer.Typer()  # the command line takes them over


@commands.command()
def release(
    assignment: Assignment,
    due: Annotated[
        str | None,
        typer.Option(help=tr("Until when, such as '2026-03-05 23:59 Asia/Seoul'; or none.")),
    ] = None,
    course: Course = None,
):
    """Write what learners get, without answers and hidden parts, and note its tests and its date in the gradebook."""
    _quickly()
    from nnlib.grading.course.dates import set_due
    from nnlib.grading.course.folder import open_course
    from nnlib.grading.course.release import release as write

    folder = course or _here()
    released = write(assignment, folder)
    print(tr("released: {folder}", folder=short(released)))
    _rehearsed(assignment, folder)
    if due is not None:
        when = set_due(open_course(folder, assignment), due)
        print(_date(assignment, when))


def _rehearsed(assignment, folder):
    """Try what was released with the instructor's answers, and say where its tests run."""
    from nnlib.grading.course.proof import TestsError
    from nnlib.grading.course.rehearsal import rehearse, told
    from nnlib.grading.sandbox import SandboxError

    try:
        print("\n".join(told(rehearse(assignment, folder))))
    except TestsError as problem:
        said = tr("do not hand it out yet: your own answers do not earn all points.")
        raise BookError("\n  ".join([said, *problem.lines])) from problem
    except SandboxError as problem:
        print(tr("not tried with your answers: {why}", why=str(problem).splitlines()[0]))


@commands.command()
def collect(
    assignment: Assignment,
    downloads: Annotated[Path, typer.Argument(help=tr("A zip, or a folder of downloads."))],
    update: Annotated[
        bool, typer.Option("--update", help=tr("Newer ones replace those of before."))
    ] = False,
    course: Course = None,
):
    """Put what Canvas, Moodle, Blackboard or a folder per student holds into submitted/."""
    _quickly()
    from nnlib.grading.course.collect import collect as take
    from nnlib.grading.text import shown

    steps = take(assignment, downloads, course or _here(), update)
    for step in steps:
        if step.reason:
            print(f"{step.outcome:<9} {shown(step.student, 60)}: {shown(step.reason, 200)}")
    count = {kind: sum(step.outcome == kind for step in steps) for kind in ("done", "unchanged")}
    print(
        tr(
            "{taken} submissions taken, {same} were there already, {left} lines above need a look.",
            taken=count["done"],
            same=count["unchanged"],
            left=sum(step.outcome in ("kept", "left", "failed") for step in steps),
        )
    )
    if any(step.outcome == "kept" for step in steps):
        print(tr("Take newer ones in their place with --update."))


@commands.command()
def extend(
    student: Annotated[str, typer.Argument(help=tr("Who gets more time."))],
    assignment: Assignment,
    until: Annotated[str | None, typer.Option(help=tr("Such as '2026-03-07 12:00 UTC'."))] = None,
    hours: Annotated[float | None, typer.Option(min=0, help=tr("After the due date."))] = None,
    course: Course = None,
):
    """Give one student more time; without a date or hours, no more than everybody."""
    _quickly()
    from nnlib.grading.course.dates import extend as write

    print(_date(student, write(student, assignment, course or _here(), until, hours)))


@commands.command()
def feedback(
    assignment: Assignment,
    zip: Annotated[
        bool, typer.Option("--zip", help=tr("Also an archive for each platform."))
    ] = False,
    course: Course = None,
):
    """Write a page per student: points and messages, no hidden part; and archives that Canvas and Moodle take back."""
    _quickly()
    from nnlib.grading.course.feedback import archives
    from nnlib.grading.course.feedback import feedback as write

    steps = write(assignment, course or _here(), progress=False)
    failed = [step for step in steps if step.outcome == "failed"]
    for step in failed:
        print(f"{step.student}: {step.reason}")
    print(tr("{count} pages in feedback/", count=len(steps) - len(failed)))
    for path, count in archives(assignment, course or _here()) if zip else ():
        print(tr("{count} pages in {path}", count=count, path=short(path)))
    if failed:
        raise BookError(tr("{count} pages could not be written", count=len(failed)))


@commands.command()
def similar(
    assignment: Assignment,
    most: Annotated[int, typer.Option(min=1, help=tr("Pairs that are shown."))] = 20,
    course: Course = None,
):
    """List pairs of submissions that are alike in what few others wrote, with excerpts: a person judges them."""
    _quickly()
    from nnlib.grading.course.similar import similar as find
    from nnlib.grading.text import shown

    pairs = find(assignment, course or _here(), most)
    for pair in pairs:
        names = tr("{one} and {other}", one=shown(pair.students[0]), other=shown(pair.students[1]))
        share = tr(
            "{share:.0%} of what few wrote, most of it in {answer}",
            share=pair.share,
            answer=pair.answer,
        )
        print(f"{names}: {share}")
        for name, text in zip(pair.students, pair.excerpts):
            print(f"  -- {shown(name)}")
            for line in text.splitlines()[:12]:
                print(f"  {shown(line, 100)}")
    print(tr("{count} pairs. Being alike proves nothing: look, and ask.", count=len(pairs)))


def _date(who, when):
    """Until when somebody, or an assignment, has time."""
    if when is None:
        return tr("{who}: no date of its own", who=who)
    local = f"{when.replace(tzinfo=UTC).astimezone():%Y-%m-%d %H:%M}"
    utc = f"{when:%Y-%m-%d %H:%M}"
    return tr(
        "{who}: until {utc} UTC, {local} by this machine's clock", who=who, utc=utc, local=local
    )
