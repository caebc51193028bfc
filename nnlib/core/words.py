"""Every sentence that a person reads goes through `tr`, so that the book can be read in other languages.

English is the source. A translation is a gettext catalogue, `nnlib/locale/<language>/LC_MESSAGES/nnlib.mo`, and is
used where NNLIB_LANGUAGE, or else the system, asks for its language; NNLIB_LOCALE names another folder than
`nnlib/locale`, to try one. `make words` collects the sentences.
"""

import functools
import gettext
import os
from pathlib import Path

DOMAIN = "nnlib"
LOCALE = Path(os.environ.get("NNLIB_LOCALE") or Path(__file__).parents[1] / "locale")


@functools.cache
def _catalogue(language: str | None, folder: Path) -> gettext.NullTranslations:
    """The sentences in a language (None: the system's); English where there is no catalogue for it."""
    return gettext.translation(DOMAIN, folder, [language] if language else None, fallback=True)


def _here() -> gettext.NullTranslations:
    return _catalogue(os.environ.get("NNLIB_LANGUAGE"), LOCALE)


def is_translated() -> bool:
    """Whether there is a catalogue for the reader's language."""
    return isinstance(_here(), gettext.GNUTranslations)


def paragraph(docstring: str | None) -> str:
    """What a docstring says, as one line: a slip's words, or a command's.

    >>> paragraph("You forgot the root.\\n    What is it for?\\n    ")
    'You forgot the root. What is it for?'
    """
    return " ".join((docstring or "").split())


def tr(sentence: str, /, **values: object) -> str:
    """The sentence in the reader's language, with the values filled in where it names them.

    The sentence is a literal, so that it can be collected; what changes from call to call is a value.

    >>> tr("y has label {label}; wanted 0 to {last}", label=7, last=2)
    'y has label 7; wanted 0 to 2'
    >>> tr("One line, {share:.0%} of the points.", share=0.75)
    'One line, 75% of the points.'
    """
    if sentence:  # gettext answers an empty one with the head of its catalogue
        sentence = _here().gettext(sentence)
    return sentence.format(**values) if values else sentence
