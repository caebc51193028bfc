"""Text that others wrote, made harmless for the place where it is shown: terminal, page, database, spreadsheet.

A learner's code, the names of students and the messages of errors are all of this kind. Markup is left to the templates
of pages, which escape whatever they are given.
"""

import re

UNPRINTABLE = "\N{REPLACEMENT CHARACTER}"

# What spreadsheets take for the start of a formula, the wide forms of East Asian keyboards included.
FORMULA = tuple(
    "=+-@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}＠|%"
)

TAG = re.compile("<(?=[a-zA-Z/!?])")
COLON = r"(?::|&colon;?|&#0*58;?|&#x0*3a;?)"
SCRIPT = re.compile(rf"\b(javascript|vbscript|data)\s*{COLON}", re.IGNORECASE)


def clean(text: object, most: int = 300) -> str:
    """The first characters of a learner's text: printable ones and line ends only, fit for a database."""
    text = text[:most] if isinstance(text, str) else ""
    return _printable(text, UNPRINTABLE, keep="\n").encode("utf-8", "replace").decode()


def shown(text: str, most: int = 40) -> str:
    """Text for a line of a terminal or a page: nothing in it can move the cursor or change a colour."""
    text = _printable(text, "?")
    return text if len(text) <= most else text[: most - 1] + "…"


def inert(text: str) -> str:
    """Text without the signs that Markdown or HTML would act on."""
    return "".join(c if c.isalnum() or c in " .,:;()-_/'" else " " for c in text)[:500]


def without_markup(text: str) -> str:
    """Markdown in which no HTML tag is one, and no link runs a script; to the eye it is the same text.

    >>> without_markup("*so* <b>bold</b>, and 1 < 2") == "*so* <\u200bb>bold<\u200b/b>, and 1 < 2"
    True
    """
    return SCRIPT.sub("\\1\u200b:", TAG.sub("<\u200b", text))


def field(value: object) -> str:
    """Text for one field of a table: no control characters, and never a formula. Numbers stay numbers."""
    if isinstance(value, (int, float)):
        return f"{value:.10g}"
    text = _printable(str(value), " ").strip()
    return f"'{text}" if text.startswith(FORMULA) else text


def _printable(text, instead, keep=""):
    return "".join(c if c.isprintable() or c in keep else instead for c in text)
