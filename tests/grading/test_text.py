"""Text of others made harmless: hostile strings of every kind, in every place where text is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib.grading.text import FORMULA, clean, field, inert, shown

HOSTILE = [
    "\x1b[2J\x1b]0;owned\x07",
    "a\u202eb\u2066c\ufeff",
    "\ud800",
    "\x00\x85\x9b31m",
    "one\r\ntwo\u2028three\x0bfour",
    "<script>alert(1)</script>",
    "[y](javascript:1) `z` *b* | c",
    '=HYPERLINK("http://evil","click")',
    "\u200b=1+1",
    "x" * 100_000,
    "",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("harmless", [clean, shown, inert, field])
def test_hostile_text_is_harmless_everywhere(harmless, text):
    said = harmless(text)
    said.encode("utf-8")
    assert all(c.isprintable() or (harmless is clean and c == "\n") for c in said)


@given(st.text())
def test_any_text_is(text):
    for harmless in (clean, shown, inert, field):
        assert all(c.isprintable() or c == "\n" for c in harmless(text))
    assert len(clean(text)) <= 300 and len(shown(text)) <= 40 and len(inert(text)) <= 500


@pytest.mark.parametrize(
    "text, harmless",
    [
        ("\x1b[2Jhello\x07", "\ufffd[2Jhello\ufffd"),
        ("a\u202eb", "a\ufffdb"),
        ("\ud800", "\ufffd"),
        ("two\nlines", "two\nlines"),
        (7, ""),
        (None, ""),
    ],
)
def test_text_of_a_learner_cannot_steer_a_terminal(text, harmless):
    assert clean(text) == harmless


def test_a_line_is_cut_and_says_so():
    assert shown("a\x1b[2Jb") == "a?[2Jb"
    assert shown("x" * 99) == "x" * 39 + "…" and shown("x" * 40) == "x" * 40


def test_nothing_is_left_that_markdown_or_html_would_act_on():
    assert inert("<b>x</b> [y](javascript:1) `z`") == " b x /b   y (javascript:1)  z "


@pytest.mark.parametrize("sign", [*"=+-@\t\r|%", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
@pytest.mark.parametrize("before", ["", "  ", "\x00", "\u200b"])
def test_no_field_starts_like_a_formula(sign, before):
    assert not field(f"{before}{sign}1+1").startswith((*FORMULA, "\t", "\r", " "))


def test_numbers_stay_numbers():
    assert [field(n) for n in (-1.5, 24.0, 0.1 + 0.2, 7)] == ["-1.5", "24", "0.3", "7"]
