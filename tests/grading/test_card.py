"""The card says what the text says, nothing of a learner's becomes markup, and the number stays a number."""

import re
from html import unescape

import pytest

from nnlib.grading import examine
from nnlib.grading.card import Points, page, show
from nnlib.grading.report import PartResult, Report


def words_of(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def wrong(dout, a):
    return dout * (a >= 0)


def test_the_card_says_what_the_text_says():
    report = examine("relu_backward", wrong, seed=0)
    assert words_of(page(report)).replace(" :", ":") == re.sub(r"\s+", " ", str(report))


@pytest.mark.parametrize("passed", [True, False])
def test_it_says_in_words_and_by_a_sign_what_the_colour_says(passed):
    part = PartResult("value", 2.0 * passed, 2, passed=passed)
    card = page(Report("relu", {"value": part}, 0))
    assert ('aria-label="relu: right"' in card) is passed
    assert ("✓" in card) is passed and ("✗" in card) is not passed


def test_nothing_that_a_learner_wrote_becomes_markup():
    evil = "<script>alert(1)</script> & 'x'\n    if a < b: <img src=x onerror=1>"
    card = page(
        Report("f", {"p": PartResult("p", 0, 1, slip="<b>", message=evil)}, 0, ("<i>note",))
    )
    assert "<script" not in card and "<img" not in card and "<b>" not in card and "<i>" not in card
    assert "<pre" in card and "if a &lt; b" in card


def test_the_points_are_a_number_for_nbgrader_and_silent_for_the_eye():
    shown = Points(1.5)._repr_mimebundle_()
    assert float(shown["text/plain"]) == 1.5 and words_of(shown["text/html"]) == ""
    assert Points(1.5) + Points(1) == 2.5 and isinstance(Points(2), float)


def test_outside_of_a_notebook_it_is_printed(capsys):
    report = examine("relu_backward", wrong, seed=0)
    assert show(report) == report.points and capsys.readouterr().out == f"{report}\n"
