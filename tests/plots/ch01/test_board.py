"""The perceptron board: points and a line to take into the hand, and the rule that moves the line by itself."""

import json

import numpy as np
import pytest

import nnlib
from nnlib import plots
from nnlib.plots.ch01 import board


def own_step(w, b, x, y, eta):
    """The perceptron rule, written without the book."""
    fired = 1 if w[0] * x[0] + w[1] * x[1] + b >= 0 else 0
    return np.array([w[k] + eta * (y - fired) * x[k] for k in range(2)]), b + eta * (y - fired)


def ask(until="settled", **more):
    points = board.PRESETS["AND"]["points"]
    return {
        "id": 7,
        "points": points,
        "w": [0, 0],
        "b": 0,
        "eta": 1,
        "until": until,
        "cursor": 0,
        "mistakes": [],
    } | more


def test_python_answers_with_the_walk_of_the_readers_step():
    found = board.answer(own_step, ask())
    assert found["id"] == 7 and found["mistakes"] == [2, 3, 3, 2, 1, 0] and found["cursor"] == 0
    assert found["frames"][-1]["w"] == [2, 1] and found["frames"][-1]["b"] == -3
    assert sum(f["error"] != 0 for f in found["frames"]) == 11
    json.dumps(found)  # it travels as JSON


def test_an_error_of_the_reader_is_told_and_not_raised():
    def step(w, b, x, y, eta):
        raise NotImplementedError("not written yet")

    assert board.answer(step, ask()) == {
        "id": 7,
        "problem": "perceptron_step: NotImplementedError: not written yet",
    }
    assert "wanted w and b" in board.answer(lambda *a: None, ask())["problem"]


def test_a_message_is_answered(monkeypatch):
    widget, sent = plots.perceptron_board(step=own_step), []
    monkeypatch.setattr(widget, "send", lambda content, buffers=None: sent.append(content))
    widget._handle_custom_msg(ask("example"), [])
    assert widget.remote and widget.whose == "your" and len(sent) == 1
    assert sent[0]["frames"] == [{"row": 0, "error": -1, "w": [0, 0], "b": -1, "pass": 1}]


def test_the_board_is_a_picture_where_widgets_are_not_rendered():
    data = plots.perceptron_board("XOR", w=(1, 1), b=-0.5)._repr_mimebundle_()
    assert '<img alt="Perceptron board: 4 points, 2 of them class 1' in data["text/html"]
    assert data["text/plain"].endswith("w = (1, 1), b = −0.5; 1 of 4 wrong.")
    assert "application/vnd.jupyter.widget-view+json" in data


def test_the_board_takes_the_readers_points():
    X, y = np.array([[10.0, 20.0], [30.0, 5.0]]), np.array([0, 1])
    widget = plots.perceptron_board((X, y))
    assert widget.points == [[10.0, 20.0, 0], [30.0, 5.0, 1]] and not widget.remote
    assert widget.view[0] < 5 and widget.view[1] > 30
    with pytest.raises(ValueError, match="wanted \\(X, y\\) or one of AND"):
        plots.perceptron_board("NOT")


def test_the_two_clouds_can_be_learned():
    points = np.array(board.PRESETS["two clouds"]["points"])
    _, _, mistakes = nnlib.perceptron_fit(points[:, :2], points[:, 2], 1, 100)
    assert mistakes[-1] == 0 and 5 < sum(mistakes) < 40


@pytest.mark.parametrize("name", board.PRESETS)
def test_it_opens_with_a_line_that_has_about_half_of_the_points_wrong(name):
    widget = plots.perceptron_board(name)
    X, y = np.array(widget.points)[:, :2], np.array(widget.points)[:, 2]
    *w, b = widget.weights
    assert widget.fresh and 0.25 <= ((X @ w + b >= 0) != y).mean() <= 0.75
    assert not plots.perceptron_board(name, w=(1, 1)).fresh
    assert plots.perceptron_board(name, b=-10).weights == [0, 0, -10]
