"""Live figures: controls above, one picture, and under it the picture in words."""

import pytest

from nnlib import plots
from nnlib.plots.kit.live_figures import Button, Choice, Slider, Toggle, live


def nested(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from nested(child)


def test_columns_hold_every_control_once_and_in_order():
    figure = plots.softmax_jacobian()
    columns = figure.children[0].children
    assert [[row.children[0].description for row in column.children] for column in columns] == [
        [f"{word} {letter}" for letter in "ABC"] for word in ("logit", "upstream")
    ]
    for name in ("softmax_jacobian", "softmax_triangle"):
        figure = getattr(plots, name)()
        assert set(figure.controls.values()) <= set(nested(figure))


def test_the_leak_is_grey_where_it_does_nothing():
    figure = plots.pair_explorer()
    number = figure.controls["alpha"]
    (row,) = [p for p in nested(figure) if number in getattr(p, "children", ())]
    for function, disabled in (("sigmoid", True), ("leaky_relu", False), ("relu", True)):
        figure.controls["function"].value = function
        assert [part.disabled for part in row.children] == [disabled, disabled]
    assert not figure.controls["z"].disabled


def test_slider_and_number_box_move_together():
    figure = live(lambda figure, x: f"x is {x}", x=Slider("x", 0.0, 2.0, 1.0, 0.1))
    numbers_of = {type(p).__name__: p for p in nested(figure) if hasattr(p, "step")}
    numbers_of["BoundedFloatText"].value = 1.5
    assert numbers_of["FloatSlider"].value == 1.5 and figure.words == "x is 1.5"
    numbers_of["FloatSlider"].value = 0.1 + 0.2
    assert numbers_of["BoundedFloatText"].value == 0.3 and figure.words == "x is 0.3"


def test_the_button_adds_to_all_logits_draws_once_and_changes_no_probability(monkeypatch):
    figure = plots.softmax_triangle()
    drawn = []
    draw = figure._draw
    monkeypatch.setattr(figure, "_draw", lambda *a, **k: drawn.append(k) or draw(*a, **k))
    before = figure.words
    figure.controls["add"].click()
    assert [drawn[0][z] for z in ("z1", "z2", "z3")] == [2.0, 1.0, 0.0] and len(drawn) == 1
    assert before.split(": ")[1] == figure.words.split(": ")[1] and before != figure.words


def test_an_exception_while_drawing_reaches_the_caller_and_the_reader():
    def draw(figure, x, loud):
        if x > 1:
            raise ZeroDivisionError("x <is> too large")
        return f"x is {x}, {loud}"

    figure = live(draw, x=Slider("x", 0, 3, 1, 1), loud=Toggle("loud"))
    with pytest.raises(ZeroDivisionError):
        figure.controls["x"].value = 2
    assert figure.readout.value == "ZeroDivisionError: x <is> too large"
    figure.controls["x"].value = 0
    assert figure.words == "x is 0, False" and "x is 0" in figure.readout.value
    with pytest.raises(ZeroDivisionError):
        live(draw, x=Slider("x", 0, 3, 3, 1), loud=Toggle("loud"))


def test_a_mistake_in_the_readers_function_reaches_the_reader():
    def sigmoid(z):
        return z.no_such_thing

    with pytest.raises(AttributeError, match="no_such_thing"):
        plots.pair_explorer(functions={"sigmoid": sigmoid})


def test_one_helper_makes_any_live_figure():
    figure = live(
        lambda figure, word, n: f"{word} {n}",
        word=Choice("word", ("a", "b"), "a"),
        n=Slider("n", 0, 5, 2, 1),
        more=Button("more", lambda values: {"n": values["n"] + 1, "word": "b"}),
    )
    figure.controls["more"].click()
    assert figure.words == "b 3" and figure.values() == {"word": "b", "n": 3}
