"""The learning rule at work: the film of its corrections, the mistakes of each pass, and one row after another."""

import numpy as np

from nnlib import plots
from nnlib.plots.ch01 import rule


def own_step(w, b, x, y, eta):
    """The perceptron rule, written without the book."""
    fired = 1 if w[0] * x[0] + w[1] * x[1] + b >= 0 else 0
    return np.array([w[k] + eta * (y - fired) * x[k] for k in range(2)]), b + eta * (y - fired)


def test_the_film_of_and():
    data = rule.film_data()
    assert len(data.corrections) == 11 and data.mistakes == [2, 3, 3, 2, 1, 0] and data.settled
    assert "the book's rule" in rule.read_film(data) and "w = (2, 1) and b = −3" in rule.read_film(
        data
    )
    assert "your rule" in rule.read_film(rule.film_data(step=own_step))
    assert "the first 12 of 398" in rule.read_film(rule.film_data("XOR"))


def test_the_stepper_says_what_was_done():
    widget = plots.rule_stepper()
    assert "w: (0, 0) → (1, 1)" in widget.words, "it opens where the arrow moves for the first time"
    widget.controls["again"].click()
    assert "Nothing seen yet" in widget.words
    widget.controls["next"].click()
    assert "row (0, 0): sum 0, so it fires, but it should be silent" in widget.words
    assert "b: 0 → −1" in widget.words
    widget.controls["next"].click()
    assert "Nothing changes" in widget.words
    widget.set(seen=4)
    assert (
        "it should fire: the row is added" in widget.words and "w: (0, 0) → (1, 1)" in widget.words
    )
    widget.controls["again"].click()
    assert widget.values()["seen"] == 0
