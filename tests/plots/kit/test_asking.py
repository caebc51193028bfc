"""A figure in JavaScript that a reader's own function speaks on."""

import json

import numpy as np

from nnlib.plots.kit.asking import Asking, entries


class Twice(Asking):
    x = 1

    def __init__(self, function):
        self.function = function

    def _at(self):
        return [self.x]

    def _asked(self):
        return {"y": self.function(self.x)}


def test_an_answer_says_what_it_is_about_and_a_mistake_what_it_was():
    figure = Twice(lambda x: 2 / x)
    assert figure.own == {}
    figure._ask()
    assert figure.own == {"at": [1], "y": 2}
    figure.x = 0
    figure._ask()
    assert figure.own == {"at": [0], "error": "ZeroDivisionError: division by zero"}


def test_entries_are_what_json_knows():
    assert json.dumps(entries(np.array([1, np.inf, -np.nan]))) == "[1.0, null, null]"
