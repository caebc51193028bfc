"""The JavaScript of a figure: what all figures share, and after it the figure's own file, as one module."""

import json
from collections.abc import Iterator
from pathlib import Path

from nnlib.core.words import is_translated, tr

SHARED = Path(__file__).with_name("widget.js")


def script(file: str | Path) -> str:
    """The module of the figure whose Python stands in `file`: `kit/widget.js`, and the .js file beside it.

    A widget takes one string, and a page has no path from one figure's module to another file. So the shared part is
    put in front: what `widget.js` declares, a figure uses by name. Before it stands WORDS, the figure's sentences in
    the reader's language; in English there is none.
    """
    own = Path(file).with_suffix(".js").read_text(encoding="utf-8")
    words = {said: tr(said) for said in sentences(own)} if is_translated() else {}
    head = f"const WORDS = {json.dumps(words, ensure_ascii=False)};"
    return f"{head}\n{SHARED.read_text(encoding='utf-8')}\n{own}"


def sentences(code: str) -> list[str]:
    """The sentences that a script passes to `tr`, as they are looked up: `pass ${n}` is "pass {0}".

    >>> sentences('say(tr("Start again")); say(tr`pass ${n}, ${tr("the last")}`);')
    ['Start again', 'pass {0}, {1}', 'the last']
    """
    return [text for start, text in sorted(_literals(code)) if code[:start].endswith(("tr(", "tr"))]


def _literals(code: str) -> Iterator[tuple[int, str]]:
    """Every string of a script with its place, those inside of templates too: (start, text)."""
    found: list[tuple[int, str]] = []
    _code(code, 0, found)
    return iter(found)


def _code(code, at, found):
    """Read code from `at` to the brace that closes it; gives the place of that brace, or the end."""
    depth = 0
    while at < len(code):
        sign = code[at]
        if code.startswith("//", at):
            at = (code + "\n").index("\n", at)
        elif code.startswith("/*", at):
            at = code.index("*/", at) + 1
        elif sign in "\"'":
            at = _quoted(code, at, found)
        elif sign == "`":
            at = _template(code, at, found)
        elif sign == "/" and code[:at].rstrip()[-1:] in "(,=:[!&|?{};":
            at = _pattern(code, at)
        elif sign == "{":
            depth += 1
        elif sign == "}":
            if depth == 0:
                return at
            depth -= 1
        at += 1
    return at


def _quoted(code, start, found):
    end = start + 1
    while code[end] != code[start]:
        end += 2 if code[end] == "\\" else 1
    found.append((start, _unescaped(code[start + 1 : end])))
    return end


def _template(code, start, found):
    at, text, number = start + 1, "", 0
    while code[at] != "`":
        if code.startswith("${", at):
            at, text, number = _code(code, at + 2, found) + 1, f"{text}{{{number}}}", number + 1
        else:
            size = 2 if code[at] == "\\" else 1
            at, text = at + size, text + code[at : at + size]
    found.append((start, _unescaped(text)))
    return at


def _pattern(code, start):
    at, inside = start + 1, False
    while inside or code[at] != "/":
        inside = code[at] == "[" or (inside and code[at] != "]")
        at += 2 if code[at] == "\\" else 1
    return at


def _unescaped(text):
    """A sentence needs no more than its quotes and line ends."""
    return text.replace("\\n", "\n").replace('\\"', '"').replace("\\'", "'").replace("\\`", "`")
