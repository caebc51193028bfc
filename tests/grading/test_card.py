"""The card says what the text says, nothing of a learner's becomes markup, and the number stays a number."""

import re
from html import unescape

import pytest

from nnlib.grading import examine
from nnlib.grading.card import CARD, Points, bundle, page, show
from nnlib.grading.compared import Compared, Entry
from nnlib.grading.report import PartResult, Report

TABLE = re.compile(
    r"<div[^>]*>For [^<]*</div><table.*?</table>(<div[^>]*>And \d+ more.</div>)?", re.S
)


def words_of(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def wrong(dout, a):
    return dout * (a >= 0)


def test_the_card_says_what_the_text_says():
    report = examine("relu_backward", wrong, seed=0)
    card = TABLE.sub("", page(report))
    assert words_of(card).replace(" :", ":") == re.sub(r"\s+", " ", str(report))


def rows_of(card):
    rows = re.findall(r"<tr.*?</tr>", card, re.S)
    return [[words_of(cell) for cell in re.findall(r"<t[dh].*?</t[dh]>", row)] for row in rows]


def test_what_came_stands_beside_what_is_right():
    card = page(examine("relu_backward", wrong, "gradient", seed=0))
    assert rows_of(card) == [
        ["number", "what came", "what is right", ""],
        ["dz[0, 0]", "-0.1049", "0", "✗"],
        ["dz[0, 1]", "0.535669", "0.535669", "✓"],
        ["dz[0, 2]", "0.361595", "0.361595", "✓"],
    ]
    assert "a = [[0. , 0.2642, 1.2808]], 1 of 3 numbers are wrong:" in words_of(card)
    assert "<table" not in page(examine("relu_backward", wrong, "purity", seed=0)), "it is hidden"


def test_a_long_table_says_how_many_numbers_it_leaves_out():
    entries = tuple(Entry(f"y[{i}]", "<1>", "2", False) for i in range(6))
    part = PartResult("p", 0, 1, slip="s", message="m", compared=Compared("x < 1", entries, 9, 40))
    card = page(Report("f", {"p": part}, 0))
    assert "And 3 more." in card and "For x &lt; 1, 9 of 40" in card and "<1>" not in card


def test_only_a_green_card_has_a_button(capsys):
    part = PartResult("value", 2, 2, passed=True)
    green, red = Report("relu", {"value": part}, 0), examine("relu_backward", wrong, seed=0)
    assert (
        bundle(green)[CARD]["name"] == "relu"
        and "Keep relu" in bundle(green)[CARD]["said"].values()
    )
    assert CARD not in bundle(red) and "button" not in page(green), (
        "it harms nobody without nnlib's page"
    )


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
    green = Points(2)
    green.card = bundle(Report("relu", {"value": PartResult("value", 2, 2, passed=True)}, 0))
    assert green._repr_mimebundle_()["text/plain"] == "2.0" and CARD in green._repr_mimebundle_()
    assert float(shown["text/plain"]) == 1.5 and words_of(shown["text/html"]) == ""
    assert Points(1.5) + Points(1) == 2.5 and isinstance(Points(2), float)


def test_outside_of_a_notebook_it_is_printed(capsys):
    report = examine("relu_backward", wrong, seed=0)
    assert show(report) == report.points and capsys.readouterr().out == f"{report}\n"
