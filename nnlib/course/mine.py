"""Your `mine.py`: how a function stands in it, and how it is read, run and written; `mine_path` says where it lies."""

import contextlib
import importlib.util
import io
import re
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nnlib.core.files import MINE as FILE
from nnlib.core.files import BookError, keep_aside, write_whole
from nnlib.core.files import mine_path as mine_path  # its other half
from nnlib.core.limits import TimeLimitExceeded, quiet, time_limit
from nnlib.core.source import executed
from nnlib.core.words import tr

HEADER = '''"""Functions that I wrote and that passed their checks. This file is mine: I may read, change and move it.

`nnlib keep` replaces what stands between the lines that begin with `# <` and `# >`, and nothing else.
"""
'''
BEGIN, END = "# < {name}", "# > {name}"
SECONDS = 20.0  # for all that a cell does before its function is called


class KeepError(BookError):
    """A function that cannot be kept; the message is one line and says what to do."""


# --- The file ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mine:
    """The text of a `mine.py` as its owner left it, every line end included, and how to write it back."""

    path: Path
    text: str
    encoding: str = "utf-8"
    data: bytes | None = None  # what lay on the disk; None: nothing

    @property
    def newline(self):
        return "\r\n" if "\r\n" in self.text else "\n"


def read(path: str | Path) -> Mine:
    """The file at this path; a fresh one where there is none. KeepError where it is not Python any more."""
    path = Path(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Mine(path, HEADER)
    except OSError as error:
        raise KeepError(
            tr(
                "{path} cannot be read: {strerror}; nothing was changed",
                path=path,
                strerror=error.strerror,
            )
        ) from None
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError):
        raise KeepError(
            tr("{path} is not UTF-8 text; save it as UTF-8 first. Nothing was changed", path=path)
        ) from None
    if problem := broken(text):
        raise KeepError(
            tr(
                "{path} is not Python any more: {problem}. Put that right first; nothing was changed",
                path=path,
                problem=problem,
            )
        )
    return Mine(path, text, encoding, data)


def broken(text: str) -> str | None:
    """Why this text is not Python, with the line, or None."""
    try:
        compile(text, FILE, "exec", dont_inherit=True)
    except SyntaxError as error:
        return tr("line {lineno}, {msg}", lineno=error.lineno, msg=error.msg)
    except ValueError as error:  # a null byte
        return str(error)
    return None


def lines_of(text: str) -> list[str]:
    """The lines of a text as Python counts them: a form feed or a Unicode separator ends none."""
    return text.replace("\r\n", "\n").split("\n")


def block_of(text: str, name: str) -> str | None:
    """What stands between the marks of `name`, with the plain line ends of Unix; None where there are no marks.

    Raises KeepError where one of the two lines is missing, or both stand there twice.
    """
    lines = lines_of(text)
    begins, ends = (
        [i for i, line in enumerate(lines) if line.rstrip() == mark.format(name=name)]
        for mark in (BEGIN, END)
    )
    if not begins and not ends:
        return None
    if len(begins) == len(ends) == 1 and begins < ends:
        return "\n".join(lines[begins[0] + 1 : ends[0]])
    if len(begins) == 1 and not ends:
        raise KeepError(
            tr(
                "the line '{format}' is missing; put it back under your {name}",
                format=END.format(name=name),
                name=name,
            )
        )
    raise KeepError(
        tr(
            "the lines '{format}' and '{format2}' do not go together",
            format=BEGIN.format(name=name),
            format2=END.format(name=name),
        )
    )


def with_block(text: str, name: str, source: str, newline: str = "\n") -> str:
    """The text with this source between the marks of `name`: in their place, or at the end."""
    block = [BEGIN.format(name=name), *lines_of(source.strip()), END.format(name=name)]
    if block_of(text, name) is None:
        apart = newline * 3 if text.strip() else ""
        return f"{text.rstrip()}{apart}{newline.join(block)}{newline}"
    begin, end = (re.escape(mark.format(name=name)) for mark in (BEGIN, END))
    there = rf"(?ms)^{begin}[ \t]*\r?$.*?^{end}[ \t]*(?=\r?$)"
    return re.sub(there, lambda _: newline.join(block), text, count=1)


def write(mine: Mine, text: str, backup: bool) -> Path | None:
    """Write all of the file or nothing; with `backup`, what was there stays as mine.1.py, mine.2.py, ... (its path)."""
    path, kept = mine.path.resolve(), []  # a link stays a link

    def as_it_was():
        if (path.read_bytes() if path.exists() else None) != mine.data:
            raise KeepError(
                tr("{path} was changed meanwhile; nothing was written. Run it again", path=path)
            )
        if backup:
            kept.append(keep_aside(path))

    try:
        write_whole(path, text.encode(mine.encoding), mode=None, last=as_it_was)
        return kept[0] if kept else None
    except UnicodeEncodeError:
        reason = tr(
            "a letter of yours does not exist in {encoding}: save it as UTF-8",
            encoding=mine.encoding,
        )
    except OSError as error:
        reason = error.strerror
    for copy in kept:
        with contextlib.suppress(OSError):
            copy.unlink()
    raise KeepError(
        tr("{path} could not be written: {reason}; nothing was changed", path=path, reason=reason)
    )


# --- Running a source -------------------------------------------------------------------------------------------------


def run(
    source: str, file: str, space: Mapping[str, Any] | None = None
) -> tuple[dict[str, Any], str | None]:
    """(names, problem): run a source and give what it defines; the problem is what stopped it, in words, or None."""
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("mine", loader=None))
    vars(module).update(space or {})
    try:
        with quiet(), time_limit(SECONDS):
            executed(source, file, vars(module))
    except TimeLimitExceeded:
        return vars(module), tr("it takes more than {SECONDS:g} seconds", SECONDS=SECONDS)
    except (Exception, SystemExit) as error:
        return vars(module), f"{type(error).__name__}: {error}"
    return vars(module), None
