"""Sentences in another language: looked up, filled in, and English where there is none."""

import io

import pytest
from babel.messages import Catalog, mofile

from nnlib.core import words
from nnlib.core.words import tr


@pytest.fixture
def korean(tmp_path, monkeypatch):
    """A catalogue with two sentences in Korean, and NNLIB_LANGUAGE that asks for it."""
    catalogue, data = Catalog(locale="ko"), io.BytesIO()
    catalogue.add("not written yet", "아직 쓰지 않았습니다")
    catalogue.add("{name} has {n} rows", "{n}개 행이 {name}에 있습니다")
    mofile.write_mo(data, catalogue)
    path = tmp_path / "ko" / "LC_MESSAGES" / "nnlib.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(data.getvalue())
    monkeypatch.setattr(words, "LOCALE", tmp_path)
    monkeypatch.setenv("NNLIB_LANGUAGE", "ko")


def test_a_sentence_is_looked_up_and_filled_in(korean):
    assert tr("not written yet") == "아직 쓰지 않았습니다"
    assert tr("{name} has {n} rows", name="X", n=3) == "3개 행이 X에 있습니다"


def test_a_sentence_that_nobody_translated_stays_english(korean):
    assert tr("{a} and {b:.2f}", a="x", b=1.005) == "x and 1.00"
    assert tr("") == ""


@pytest.mark.parametrize("language", ["xx", "", "../..", "ko_KR"])
def test_a_language_without_a_catalogue_is_english(monkeypatch, language):
    monkeypatch.setenv("NNLIB_LANGUAGE", language)
    assert tr("not written yet") == "not written yet"


def test_braces_stay_where_nothing_is_filled_in():
    assert tr("W^{(1)} {}") == "W^{(1)} {}"
    assert tr("{{}} {a!r}", a="x") == "{} 'x'"
