"""The class at a glance as one HTML page: no script, no request, nothing that a learner wrote is markup.

Charts are inline SVG in the book's palette, each with words for those who do not see it, and each number is also
written out. The page itself is `templates/class.html.j2`, which escapes by itself whatever it is given.
"""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from nnlib.core.words import tr
from nnlib.grading.course.classview import MOST, ClassView, distribution, median
from nnlib.grading.course.glance import span
from nnlib.grading.course.words import flag_meaning
from nnlib.grading.text import shown

BLUE, VERMILION = "#0072B2", "#D55E00"  # of Okabe and Ito
WIDE, TALL = 720, 170  # of every chart, and of the tallest column, in their own units


def page(view: ClassView) -> str:
    """The whole page of a class, as text."""
    steps = list(_steps(view))
    parts = [
        _bar(
            part.name,
            part.mean / part.max_points,
            tr("{mean:.2f} of {max_points:g}", mean=part.mean, max_points=part.max_points),
        )
        for part in view.parts
        if part.max_points
    ]
    n = len(view.students)
    slips = [
        _bar(s.key, s.students / n, tr("{students} of {n}", students=s.students, n=n))
        for s in view.slips[:MOST]
    ]
    columns = "; ".join(
        tr("{step} points: {step2}", step=step["words"], step2=step["count"]) for step in steps
    )
    return _template().render(
        view=view,
        tiles=list(_tiles(view)),
        steps=steps,
        steps_in_words=tr("Students by points. {columns}.", columns=columns),
        parts=parts,
        parts_in_words=tr("Mean points per part. {told}.", told=_told(parts)),
        slips=slips,
        slips_in_words=tr("Students per slip. {told}.", told=_told(slips)),
        **{"most": MOST, "wide": WIDE, "blue": BLUE, "vermilion": VERMILION},
    )


@cache
def _template():
    folder = FileSystemLoader(Path(__file__).parent / "templates")
    pages = Environment(loader=folder, autoescape=True, undefined=StrictUndefined)
    pages.filters |= {
        "shown": lambda text, most=200: shown(str(text), most),
        "g": lambda number: f"{number:g}",
        "flag_meaning": flag_meaning,
    }
    return pages.get_template("class.html.j2")


def _tiles(view):
    """(number, words) of what stands at the top."""
    points, waiting = view.points, sum(student.waiting for student in view.students)
    yield len(points), "students"
    yield (
        tr("{median:g} of {max_points:g}", median=median(points), max_points=view.max_points),
        tr("points, median"),
    )
    yield (
        tr("{point:g} to {point2:g}", point=points[0], point2=points[-1]),
        tr("points, lowest to highest"),
    )
    yield len(view.flagged), "flagged"
    if waiting:
        yield waiting, tr("wait for a person")


def _steps(view):
    """The columns of the distribution."""
    bins = distribution(view.points, view.max_points)
    tallest = max(count for *_, count in bins)
    for n, (low, high, count) in enumerate(bins):
        words = span(low, high, n == len(bins) - 1)
        yield {"words": words, "count": count, "tall": TALL * count / tallest}


def _bar(left, share, right):
    """A bar from 0 to 1, with words on both sides of it."""
    return {"left": left, "share": max(0.0, min(1.0, share)), "right": right}


def _told(bars):
    return "; ".join(f"{bar['left']}: {bar['right']}" for bar in bars)
