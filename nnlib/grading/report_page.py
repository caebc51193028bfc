"""The class at a glance as one HTML page: no script, no request, nothing that a learner wrote is markup.

Charts are inline SVG in the book's palette, each with words for those who do not see it, and each number is also
written out.
"""

from html import escape

from nnlib.grading.classview import MOST, distribution, flag_meaning, span, summary
from nnlib.grading.table import shown

BLUE, VERMILION = "#0072B2", "#D55E00"  # of Okabe and Ito
WIDE = 720  # of every chart, in its own units

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --ink: #1a1a1a; --soft: #5a5a5a; --line: #d8d8d8; --track: #ececec; --paper: #fff; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --ink: #ececec; --soft: #b0b0b0; --line: #444; --track: #303030; --paper: #161616; }}
}}
* {{ box-sizing: border-box; }}
body {{ margin: 0 auto; max-width: 54rem; padding: 1.5rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }}
h1 {{ font-size: 1.6rem; margin: 0 0 .25rem; }}
h2 {{ font-size: 1.15rem; margin: 2.25rem 0 .5rem; }}
p {{ margin: .25rem 0 .75rem; }}
.soft {{ color: var(--soft); }}
.scroll {{ overflow-x: auto; }}
svg {{ display: block; width: 100%; min-width: 32rem; height: auto; }}
svg text {{ fill: var(--ink); font: 15px system-ui, sans-serif; }}
svg .soft {{ fill: var(--soft); }}
svg .track {{ fill: var(--track); }}
svg .line {{ fill: var(--soft); }}
table {{ border-collapse: collapse; width: 100%; min-width: 32rem; }}
th, td {{ text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; }}
.number {{ text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }}
code {{ font: .9em ui-monospace, monospace; white-space: nowrap; }}
summary {{ cursor: pointer; }}
.tiles {{ display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0 0; padding: 0; list-style: none; }}
.tiles li {{ flex: 1 1 7rem; border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .75rem; }}
.tiles b {{ display: block; font-size: 1.5rem; line-height: 1.2; }}
@media print {{ details > * {{ display: revert; }} }}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def page(view):
    """The whole page of a class, as text."""
    title = f"{_text(view.assignment)}: the class at a glance"
    parts = [f"<h1>{title}</h1>", _tiles(view)]
    parts += [_distribution(view), _parts(view), _slips(view), _flagged(view), _everybody(view)]
    return PAGE.format(title=title, body="\n".join(parts))


def _text(value, most=200):
    """Anything at all, as text that is neither markup nor a control character."""
    return escape(shown(str(value), most), quote=True)


def _tiles(view):
    points = view.points
    middle = summary(view).partition("median ")[2].partition(",")[0]
    waiting = sum(student.waiting for student in view.students)
    tiles = [
        (len(points), "students"),
        (f"{middle} of {view.max_points:g}", "points, median"),
        (f"{points[0]:g} to {points[-1]:g}", "points, lowest to highest"),
        (len(view.flagged), "flagged"),
    ]
    tiles += [(waiting, "wait for a person")] if waiting else []
    inside = "".join(f"<li><b>{_text(number)}</b>{_text(words)}</li>" for number, words in tiles)
    return f'<ul class="tiles">{inside}</ul>'


# -- charts ---------------------------------------------------------------------------------------


def _chart(height, words, inside):
    """An SVG that a screen reader reads as one sentence."""
    return (
        f'<div class="scroll"><svg viewBox="0 0 {WIDE} {height}" role="img" aria-label="{words}">'
        f"<title>{words}</title>{inside}</svg></div>"
    )


def _label(x, y, words, anchor="start", kind=""):
    look = f' class="{kind}"' if kind else ""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}"{look}>{words}</text>'


def _box(x, y, width, height, look):
    return f'<rect x="{x:g}" y="{y:g}" width="{width:.2f}" height="{height:.2f}" rx="2" {look}/>'


def _distribution(view):
    bins, height, floor = distribution(view.points, view.max_points), 250, 200
    last, wide = len(bins) - 1, WIDE / len(bins)
    tallest, inside, words = max(count for *_, count in bins), [], []
    for n, (low, high, count) in enumerate(bins):
        tall, left = 170 * count / tallest, n * wide
        inside.append(_box(left + 5, floor - tall, wide - 10, tall, f'fill="{BLUE}"'))
        inside.append(_label(left + wide / 2, floor - tall - 7, count, "middle"))
        inside.append(
            _label(left + wide / 2, floor + 20, _text(span(low, high, n == last)), "middle", "soft")
        )
        words.append(f"{span(low, high, n == last)} points: {count}")
    inside.append(_box(0, floor, WIDE, 1, 'class="line"'))
    inside.append(_label(WIDE / 2, floor + 45, "points", "middle", "soft"))
    said = _text("Students by points. " + "; ".join(words) + ".", 2000)
    return "<h2>How the points are spread</h2>" + _chart(height, said, "".join(inside))


def _rows(rows, colour):
    """Horizontal bars: (words on the left, share from 0 to 1, words on the right) each."""
    inside = []
    for n, (left, share, right) in enumerate(rows):
        y = 32 * n
        inside += [_label(0, y + 20, _text(left, 34)), _box(270, y + 6, 320, 18, 'class="track"')]
        inside += [_box(270, y + 6, 320 * max(0.0, min(1.0, share)), 18, f'fill="{colour}"')]
        inside += [_label(WIDE, y + 20, _text(right), "end")]
    return 32 * len(rows) + 6, "".join(inside)


def _parts(view):
    rows = [
        (part.name, part.mean / part.max_points, f"{part.mean:.2f} of {part.max_points:g}")
        for part in view.parts
        if part.max_points
    ]
    said = "; ".join(f"{name}: {numbers}" for name, _, numbers in rows)
    height, inside = _rows(rows, BLUE)
    return (
        '<h2>Points per part</h2><p class="soft">The mean of the class. A full bar: everybody has all points.</p>'
        + _chart(height, _text(f"Mean points per part. {said}.", 5000), inside)
    )


def _slips(view):
    if not view.slips:
        return "<h2>Slips</h2><p>None.</p>"
    most = view.slips[:MOST]
    rows = [
        (slip.key, slip.students / len(view.students), f"{slip.students} of {len(view.students)}")
        for slip in most
    ]
    said = "; ".join(f"{name}: {numbers}" for name, _, numbers in rows)
    height, inside = _rows(rows, VERMILION)
    words = "".join(
        f"<tr><td><code>{_text(slip.key)}</code></td><td>{_text(slip.meaning)}</td>"
        f"<td>{'<br>'.join(f'<code>{_text(part)}</code>' for part in slip.parts[:4])}"
        f"{f'<br>and {len(slip.parts) - 4} more' if len(slip.parts) > 4 else ''}</td></tr>"
        for slip in most
    )
    rarer = len(view.slips) - len(most)
    return (
        '<h2>Most frequent slips</h2><p class="soft">Students who made it at least once.</p>'
        + _chart(height, _text(f"Students per slip. {said}.", 5000), inside)
        + '<div class="scroll"><table><thead><tr><th scope="col">slip</th><th scope="col">what it means</th>'
        + f'<th scope="col">where</th></tr></thead><tbody>{words}</tbody></table></div>'
        + (f'<p class="soft">And {rarer} that are rarer.</p>' if rarer else "")
    )


# -- students -------------------------------------------------------------------------------------


def _flagged(view):
    if not view.flagged:
        return "<h2>Flagged submissions</h2><p>None.</p>"
    rows = "".join(
        f"<tr><td>{_text(student.name)}</td><td class='number'>{student.points:g}</td>"
        f"<td>{'<br>'.join(_text(flag_meaning(flag)) for flag in student.flags)}</td></tr>"
        for student in view.flagged
    )
    return (
        '<h2>Flagged submissions</h2><p class="soft">A flag costs no points. It says that somebody should look.</p>'
        '<div class="scroll"><table><thead><tr><th scope="col">student</th><th scope="col" class="number">points</th>'
        f'<th scope="col">why</th></tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _everybody(view):
    rows = "".join(
        f"<tr><td>{_text(student.name)}</td><td class='number'>{student.points:g}</td>"
        f"<td class='number'>{_text(f'{-student.late:g}') if student.late else ''}</td>"
        f"<td>{'waits for a person' if student.waiting else '' if student.graded else 'not graded'}</td></tr>"
        for student in view.students
    )
    return (
        f"<h2>Everybody</h2><details><summary>Points of all {len(view.students)}</summary>"
        '<div class="scroll"><table><thead><tr><th scope="col">student</th><th scope="col" class="number">points</th>'
        '<th scope="col" class="number">late</th><th scope="col"></th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details>"
    )
