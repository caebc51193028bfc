"""Predict, commit, reveal: a guess that is written down before the figure can answer."""

import pytest

from nnlib import plots


@pytest.fixture
def guess():
    plots.predictions.clear()
    yield plots.predict("a question", "ABC", answer="B")
    plots.predictions.clear()


def test_a_prediction_is_committed_before_it_is_compared(guess):
    assert guess.commit.disabled and guess.compare.disabled and guess.options.value is None
    guess.options.value = "A"
    assert not guess.commit.disabled and guess.compare.disabled
    guess.commit.click()
    assert guess.options.disabled and guess.commit.disabled and not guess.compare.disabled
    assert guess.options.tooltip == guess.options.description == "a question"
    assert "Kept: A" in guess.readout.value and "B" not in guess.guess.words()
    guess.compare.click()
    assert "You said A. The answer is B." in guess.readout.value and not guess.guess.right


def test_a_prediction_is_kept_when_the_cell_runs_again(guess):
    guess.options.value = "B"
    guess.commit.click()
    again = plots.predict("a question", "ABC", answer="B")
    assert again.options.value == "B" and again.options.disabled
    again.compare.click()
    assert "The same!" in again.readout.value and plots.predictions["a question"].right


def test_an_answer_that_is_no_option_is_refused():
    with pytest.raises(ValueError, match="none of the options"):
        plots.predict("another", "AB", answer="C")
