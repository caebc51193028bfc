"""Text of others made harmless: hostile strings of every kind, in every place where text is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.filters import markdown2html_mistune

from nnlib.grading.text import FORMULA, clean, field, inert, shown, without_markup

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


@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a\n\n<svg/onload=alert(1)>\n\nb",
        "<!-- --><ScRipt>alert(1)</sCript>",
        "[x](javascript:alert(1))",
        "[x](JavaScript&#58;alert(1))",
        "![x](data:text/html;base64,AAAA)",
        "[x]: javascript:alert(1)\n\n[x]",
        "$<script>alert(1)</script>$",
        "`<script>alert(1)</script>`",
    ],
)
def test_markdown_without_markup_runs_nothing(bad):
    page = markdown2html_mistune(without_markup(bad)).lower()
    for sign in ("<script", "<img src=x", "<svg", '"javascript:', '"javascript&#', '"data:'):
        assert sign not in page


def test_markdown_without_markup_reads_the_same():
    text = "**bold**, $a < b$, `x<y`, 1 < 2, [a link](https://example.org) and data: three rows"
    assert without_markup(text).replace("\u200b", "") == text
