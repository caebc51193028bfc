"""The valley: walks are made of the steps that are given, and Python answers for a reader's own."""

import json

import numpy as np
import pytest

import nnlib
from nnlib import plots
from nnlib.plots.ch09 import valley as module

BOOK = {"momentum": nnlib.momentum_step, "adam": nnlib.adam_step}


def ask(kind="momentum", **more):
    return {
        "id": 3, "kind": kind, "surface": "bowl", "condition": 20.0, "start": [-1.5, 1.0], "rate": 0.05, "beta": 0.9,
        "steps": 30,
    } | more  # fmt: skip


def test_descent_on_the_bowl_multiplies_by_its_factors():
    walk = plots.VALLEY.data(start=(1.0, 1.0), rate=0.09, steps=10)["walks"]["descent"]
    t = np.arange(11)
    np.testing.assert_allclose(walk[:, 0], (1 - 0.09) ** t)
    np.testing.assert_allclose(walk[:, 1], (1 - 0.09 * 20) ** t)


def test_past_the_limit_descent_leaves_and_below_it_arrives():
    below = plots.VALLEY.data(rate=0.095)["walks"]["descent"]
    past = plots.VALLEY.data(rate=0.11)["walks"]["descent"]
    assert below[-1, 2] < 1e-3 and np.abs(past[-1, :2]).max() > module.GONE > 2
    assert "descent off the map" in plots.VALLEY.words(plots.VALLEY.data(rate=0.11))


def test_adam_moves_by_its_rate_first():
    walk = plots.VALLEY.data(start=(1.0, -1.0), rate=0.07, steps=1)["walks"]["adam"]
    np.testing.assert_allclose(walk[1, :2], [0.93, -0.93], atol=1e-6)


def test_python_answers_with_the_walk_of_the_readers_step():
    def lazy(w, v, g, lr, beta):
        return w - lr / 2 * g, v

    found = module.answer(BOOK | {"momentum": lazy}, ask())
    walk = np.array(found["places"])
    assert found["id"] == 3 and walk.shape == (31, 3)
    np.testing.assert_allclose(walk[:, 1], (1 - 0.025 * 20) ** np.arange(31), atol=1e-12)
    json.dumps(found)  # it travels as JSON


def test_an_error_of_the_reader_is_told_and_not_raised():
    def step(*_):
        raise NotImplementedError("not written yet")

    found = module.answer(BOOK | {"adam": step}, ask("adam"))
    assert found == {"id": 3, "problem": "adam_step: NotImplementedError: not written yet"}
    nowhere = module.answer(BOOK | {"momentum": lambda *_: (np.nan * np.ones(2), 0)}, ask())
    assert "wanted two numbers" in nowhere["problem"]


def test_a_message_is_answered_and_the_owners_are_named(monkeypatch):
    def mine(w, v, g, lr, beta):
        v = beta * v - lr * g
        return w + v, v

    widget, sent = plots.valley_race(momentum=mine), []
    monkeypatch.setattr(widget, "send", lambda content, buffers=None: sent.append(content))
    widget._handle_custom_msg(ask(), [])
    assert widget.owners == {"momentum": "yours", "adam": "the book's"}
    assert widget.remote == {"momentum": True, "adam": False}
    book = module.answer(BOOK, ask())["places"]
    np.testing.assert_allclose(sent[0]["places"], book)


def test_the_valley_is_a_picture_where_widgets_are_not_rendered():
    data = plots.valley_race("saddle")._repr_mimebundle_()
    assert '<img alt="Four marbles on a map of heights, rate 0.1' in data["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in data
    with pytest.raises(ValueError, match="wanted one of round, bowl"):
        plots.valley_race("mountain")


def test_every_ground_has_a_start_from_which_the_goal_is_not_given_away():
    for name in module.STARTS:
        walks = plots.VALLEY.data(surface_name=name)["walks"]
        assert len(walks["descent"]) > 100, name


def test_the_readers_map_is_the_ground(monkeypatch):
    side = np.linspace(-2, 2, 33)
    own = (side[None, :] ** 2 + 3 * side[:, None] ** 2) / 2
    widget, sent = plots.valley_race("network", ground=own), []
    monkeypatch.setattr(widget, "send", lambda content, buffers=None: sent.append(content))
    np.testing.assert_allclose(widget.heights, own, atol=1e-6)
    widget._handle_custom_msg(ask(surface="network", steps=3), [])
    bowl = module.roll(
        module.stepper("momentum", 0.05, 0.9, **BOOK), module.bowl(3.0), (-1.5, 1.0), 3
    )
    np.testing.assert_allclose(sent[0]["places"], bowl, atol=1e-4)
