"""A verdict in a notebook: a card with its sign, its points and its words, and behind it a number for nbgrader."""

from html import escape
from typing import Any

from nnlib.core.words import tr
from nnlib.grading.cells import shell, watch
from nnlib.grading.report import PartResult, Report, points_of

GREEN, VERMILION = "#009E73", "#D55E00"


class Points(float):
    """The points of a check. nbgrader reads the number from the cell's output, where a person sees the card.

    >>> Points(2) + 1
    3.0
    """

    card = "<span hidden></span>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": repr(float(self)), "text/html": self.card}


def show(report: Report) -> float:
    """Show a report: as a card in a notebook, as text elsewhere. Gives back its points.

    Where the check ends its cell, the card is what the notebook shows of the result; else it is shown before.
    """
    cells = watch()
    if cells is None:
        print(report)
        return report.points
    points, card = Points(report.points), page(report)
    if cells.shows_the_check():
        points.card = card
    else:
        shell().display_pub.publish({"text/plain": str(report), "text/html": card})
    return points


def page(report: Report) -> str:
    """The card as HTML: it takes its colours of text and page from where it stands, in any theme."""
    said, rows = set(), []
    for part in report.parts.values():
        rows.append(_head(report.exercise, part))
        if part.message and part.message not in said:
            said.add(part.message)
            rows.append(_words(part.message))
    rows += [_words(tr("Note: {note}", note=note)) for note in report.notes]
    colour = GREEN if report.passed else VERMILION
    name = tr("{exercise}: {result}", exercise=report.exercise, result=_result(report.passed))
    return (
        f'<div role="group" aria-label="{escape(name)}" style="border-left: 6px solid {colour}; '
        'padding: 2px 0 2px 14px; margin: 4px 0; max-width: 46em; line-height: 1.45">'
        f"{''.join(rows)}</div>"
    )


def _result(passed):
    return tr("right") if passed else tr("not yet right")


def _head(exercise, part: PartResult):
    sign = "✓" if part.passed else "✗"
    slip = f" <code>[slip: {escape(part.slip)}]</code>" if part.slip else ""
    return (
        f'<div style="margin: 4px 0"><strong>{sign} {escape(exercise)} · {escape(part.name)}</strong>: '
        f"{escape(points_of(part))}{slip}</div>"
    )


def _words(message):
    """Paragraphs; what is indented is code, and stays as it was written."""
    rows = []
    for line in message.splitlines():
        tag = "pre" if line.startswith(" ") else "div"
        rows.append(f'<{tag} style="margin: 2px 0">{escape(line)}</{tag}>')
    return "".join(rows)
