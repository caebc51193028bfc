"""`nnlib report` in the terminal: the class at a glance, in lines that nothing of a learner's can steer."""

import textwrap
from collections.abc import Iterator

from nnlib.core.words import tr
from nnlib.grading.course.classview import MOST, ClassView, distribution, median
from nnlib.grading.course.words import flag_meaning
from nnlib.grading.text import shown


def lines(view: ClassView, width: int = 80) -> Iterator[str]:
    """The class at a glance, as lines for a terminal."""
    yield shown(f"{view.assignment}", width)
    yield from _wrapped(summary(view), width)
    yield from ("", "Points")
    bins = distribution(view.points, view.max_points)
    tallest = max(count for *_, count in bins)
    last = len(bins) - 1
    for n, (low, high, count) in enumerate(bins):
        yield f"  {span(low, high, n == last):>11}  {_bar(count / tallest, 40)} {count or ''}".rstrip()
    yield from ("", tr("Points per part (mean of the class)"))
    name = min(34, max((len(part.name) for part in view.parts), default=0))
    for part in view.parts:
        if part.max_points:
            share = part.mean / part.max_points
            numbers = tr(
                "{mean:5.2f} of {max_points:g}", mean=part.mean, max_points=part.max_points
            )
            yield f"  {shown(part.name, name):<{name}}  {numbers:<12} {_bar(share, 20):<20} {share:4.0%}"
    yield from _slip_lines(view, width)
    yield from _flag_lines(view, width)
    if view.inside:
        said = tr("Ran in the learners' own processes, with points as safe as nbgrader's")
        yield from ("", said)
        yield from _wrapped(", ".join(map(shown, view.inside)), width, "  ")
    if view.missing:
        yield from ("", tr("Handed in nothing ({count})", count=len(view.missing)))
        yield from _wrapped(", ".join(map(shown, view.missing)), width, "  ")


def _slip_lines(view, width):
    yield from ("", tr("Most frequent slips (students)") if view.slips else tr("No slips."))
    for slip in view.slips[:MOST]:
        yield f"  {slip.students:4d}  {shown(slip.key, 40)}"
        yield from _wrapped(slip.meaning, width, "        ")
    if len(view.slips) > MOST:
        yield tr("        and {value} that are rarer", value=len(view.slips) - MOST)


def _flag_lines(view, width):
    yield from ("", tr("Flagged submissions") if view.flagged else tr("No submission was flagged."))
    for student in view.flagged:
        yield f"  {shown(student.name)}"
        yield from _wrapped("; ".join(map(flag_meaning, student.flags)), width, "        ")


def _bar(share, width):
    """A bar of blocks, as fine as an eighth of a character."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    return "█" * (eighths // 8) + ("", *"▏▎▍▌▋▊▉")[eighths % 8]


def _wrapped(text, width, indent=""):
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent)


def summary(view: ClassView) -> str:
    """How the class did, in one line."""
    points, n = view.points, len(view.students)
    waiting = sum(student.waiting for student in view.students)
    flagged = len(view.flagged)
    text = tr(
        "{n} student{value}, {max_points:g} points to earn: median {median:g}, mean "
        "{value2:.1f}, lowest {point:g}, highest {point2:g}.",
        n=n,
        value="s" * (n != 1),
        max_points=view.max_points,
        median=median(points),
        value2=sum(points) / n,
        point=points[0],
        point2=points[-1],
    )
    text += f" {flagged} flagged." if flagged else ""
    return text + (tr(" {waiting} wait for a person.", waiting=waiting) if waiting else "")


def span(low: float, high: float, last: bool = False) -> str:
    """A step of the distribution in words: 3 to 6 means at least 3 and less than 6, the last one both ends."""
    return tr("{low:g} to {high:g}", low=low, high=high) if last else f"{low:g} to <{high:g}"
