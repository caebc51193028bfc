"""Predictions outlive Python in a file of the reader's own, and nothing else is written or lost."""

import json
import re

import pytest

from nnlib import plots
from nnlib.plots.kit.remembered import FILE, path, remember, remembered


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The file in a course; the reader stands in its chapters."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "01_slopes.ipynb").write_text("{}")
    monkeypatch.delenv("NNLIB_MINE", raising=False)
    monkeypatch.chdir(tmp_path / "chapters")
    plots.predictions.clear()
    yield tmp_path / FILE
    plots.predictions.clear()


def ask(question="Ten layers"):
    return plots.predict(question, "ABC", answer="C")


def commit(letter, question="Ten layers"):
    guess = ask(question)
    guess.options.value = letter
    guess.commit.click()
    return guess


def python_anew():
    plots.predictions.clear()


def test_a_prediction_outlives_python(file):
    commit("A")
    python_anew()
    again = ask()
    assert again.options.value == "A" and again.options.disabled and not again.compare.disabled
    assert "C" not in json.loads(file.read_text())["Ten layers"].values(), "not before it is asked"
    again.compare.click()
    python_anew()
    assert "You said A. The answer is C." in ask().readout.value
    assert ask().compare.disabled


def test_reading_writes_nothing(file, capsys):
    ask()
    plots.look_back("Ten layers")
    assert not file.exists()


def test_without_the_file_everything_is_asked_anew(file):
    commit("A")
    file.unlink()
    python_anew()
    assert ask().options.value is None and not ask().options.disabled


def test_an_option_that_the_book_no_longer_has_is_asked_anew(file):
    commit("A")
    python_anew()
    assert plots.predict("Ten layers", "XY", answer="X").options.value is None


@pytest.mark.parametrize(
    "content", ["", "[1, 2]", "{", '{"Ten layers": 3, "b": {"said": 4}}', "\xff", "9" * 2_000_000]
)
def test_a_file_that_is_something_else_harms_nobody_and_stays(file, content):
    file.write_text(content, encoding="latin-1")
    assert ask().options.value is None and remembered() == {}
    commit("B")
    there = file.read_text(encoding="latin-1")
    assert there == content or json.loads(there) == json.loads(content) | {
        "Ten layers": {"said": "B"}
    }


def test_where_nothing_can_be_written_a_prediction_lasts_as_long_as_python(file, monkeypatch):
    monkeypatch.setenv("NNLIB_MINE", "/proc/mine.py")
    commit("B")
    assert ask().options.value == "B" and remembered() == {}


def test_outside_of_a_course_no_file_is_made(tmp_path, monkeypatch):
    monkeypatch.delenv("NNLIB_MINE", raising=False)
    monkeypatch.chdir(tmp_path)
    remember("Ten layers", "A")
    assert path() is None and list(tmp_path.iterdir()) == []


def test_in_a_folder_that_is_gone_nothing_fails(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.delenv("NNLIB_MINE", raising=False)
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert path() is None and remembered() == {}
    monkeypatch.chdir("/")


# --- Looking back -----------------------------------------------------------------------------------------------------


def shown(monkeypatch, *questions):
    """(rows of the table, text) of what is displayed."""
    found = []
    monkeypatch.setattr("nnlib.plots.kit.prediction.display", lambda data, raw: found.append(data))
    plots.look_back(*questions)
    rows = re.findall(r"<tr>(.*?)</tr>", found[0]["text/html"])
    return [re.findall(r">([^<]*)</t[dh]>", row) for row in rows][1:], found[0]["text/plain"]


def test_looking_back_shows_what_was_said_beside_what_is_right(file, monkeypatch):
    commit("A", "one").compare.click()
    commit("C", "two").compare.click()
    commit("B", "three")
    for _ in "before", "after":
        rows, text = shown(monkeypatch, "one", "two", "three", "four")
        assert rows == [
            ["one", "A", "C", "✗"],
            ["two", "C", "C", "✓"],
            ["three", "B", "not compared yet", ""],
            ["four", "–", "not predicted", ""],
        ]
        assert "You were right in 1 of 2." in text and FILE in text and "✗ one: A, C" in text
        python_anew()


def test_looking_back_on_nothing_says_so(file, monkeypatch):
    rows, text = shown(monkeypatch, "one")
    assert rows == [] and "not committed yourself yet" in text
    commit("A", "one")
    assert "Compare them where you made them" in shown(monkeypatch, "one")[1]


def test_a_session_without_a_file_is_looked_back_on_too(file, monkeypatch):
    monkeypatch.chdir("/")
    commit("C", "<b>").compare.click()
    rows, text = shown(monkeypatch, "<b>")
    assert rows == [["&lt;b&gt;", "C", "C", "✓"]] and FILE not in text


def test_each_chapter_looks_back_on_what_it_asks_and_no_two_ask_the_same(root):
    all_asked = []
    for chapter in sorted(root.glob("chapters/[0-9][0-9]_*.py")):
        text = chapter.read_text(encoding="utf-8")
        asked = re.findall(r'plots\.predict\(\s*("[^"]+")', text)
        (looked,) = re.findall(r"plots\.look_back\((.*?)\)\n", text, re.S)
        assert re.findall(r'"[^"]+"', looked) == asked and asked, chapter.name
        all_asked += asked
    assert len(set(all_asked)) == len(all_asked)
