"""A verdict in a notebook: a card with its sign, its points and its words, and behind it a number for nbgrader.

A green card has a button that keeps the function. The notebook stores for it what `CARD` says, and nnlib's extension
for JupyterLab draws it (`plots/kit/labextensions`); where there is none, and in graded work, the card stands without.
"""

from html import escape
from typing import Any

from nnlib.core.words import tr
from nnlib.grading.cells import shell, watch
from nnlib.grading.compared import Compared, Entry, title
from nnlib.grading.report import PartResult, Report, points_of

CARD = "application/vnd.nnlib.card+json"  # the output type of a green card
GREEN, VERMILION = "#009E73", "#D55E00"


class Points(float):
    """The points of a check. nbgrader reads the number from the cell's output, where a person sees the card.

    >>> Points(2) + 1
    3.0
    """

    card: dict[str, Any] = {"text/html": "<span hidden></span>"}

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {**self.card, "text/plain": repr(float(self))}


def show(report: Report) -> float:
    """Show a report: as a card in a notebook, as text elsewhere. Gives back its points.

    Where the check ends its cell, the card is what the notebook shows of the result; else it is shown before.
    """
    cells = watch()
    if cells is None:
        print(report)
        return report.points
    points, card = Points(report.points), bundle(report)
    if cells.shows_the_check():
        points.card = card
    else:
        shell().display_pub.publish({**card, "text/plain": str(report)})
    return points


def bundle(report: Report) -> dict[str, Any]:
    """What a notebook stores of a card: the page, and for a green one what its button needs."""
    button = {CARD: {"name": report.exercise, "said": _said(report.exercise)}}
    return {"text/html": page(report)} | (button if report.passed else {})


def _said(name):
    """What the button says, before it is pressed and after."""
    return {
        "keep": tr("Keep {name}", name=name),
        "instead": tr("Keep this one instead"),
        "waiting": tr("Python is looking at all its parts ..."),
        "gone": tr("Python does not run. Run the cells of this exercise first."),
    }


def page(report: Report) -> str:
    """The card as HTML: it takes its colours of text and page from where it stands, in any theme."""
    said, rows = set(), []
    for part in report.parts.values():
        rows.append(_head(report.exercise, part))
        if part.message and part.message not in said:
            said.add(part.message)
            rows.append(_words(part.message))
        if part.compared:
            rows.append(_table(part.compared))
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


def _table(table: Compared):
    """Numbers beside the right ones; a sign says which differ, so that nobody needs the colour."""
    head = _row("th", (tr("number"), tr("what came"), tr("what is right"), ""), "scope=col")
    body = "".join(map(_numbers, table.entries))
    more = table.wrong - sum(not entry.agrees for entry in table.entries)
    rest = _words(tr("And {more} more.", more=more)) if more else ""
    name = escape(tr("what came, and what is right"))  # a caption would be no wider than its table
    return (
        f'{_words(title(table))}<table aria-label="{name}" '
        'style="margin: 2px 0 6px; border: 0; font-size: inherit; border-collapse: collapse">'
        f"<thead>{head}</thead><tbody>{body}</tbody></table>{rest}"
    )


def _numbers(entry: Entry):
    sign = "✓" if entry.agrees else "✗"
    weight = "normal" if entry.agrees else "bold"
    row = _row("td", (entry.place, entry.came, entry.right, sign))
    return row.replace("<tr", f'<tr style="font-weight: {weight}"', 1)


def _row(tag, texts, more=""):
    wrap = "normal" if tag == "th" else "nowrap"
    style = (
        f'<{tag} {more} style="padding: 1px 12px 1px 0; text-align: left; font-weight: inherit; '
        f'white-space: {wrap}">'
    )
    return f"<tr>{''.join(f'{style}{escape(text)}</{tag}>' for text in texts)}</tr>"
