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
    assert set(figure.controls.values()) <= set(nested(figure))


def test_a_slider_is_grey_where_it_does_nothing():
    figure = plots.architect()
    number = figure.controls["width"]
    (row,) = [p for p in nested(figure) if number in getattr(p, "children", ())]
    for preset, disabled in (("64-32-10", True), ("your own", False), ("2-2-1", True)):
        figure.controls["preset"].value = preset
        assert [part.disabled for part in row.children] == [disabled, disabled]
    assert not figure.controls["n"].disabled


def test_slider_and_number_box_move_together():
    figure = live(lambda figure, x: f"x is {x}", x=Slider("x", 0.0, 2.0, 1.0, 0.1))
    numbers_of = {type(p).__name__: p for p in nested(figure) if hasattr(p, "step")}
    numbers_of["BoundedFloatText"].value = 1.5
    assert numbers_of["FloatSlider"].value == 1.5 and figure.words == "x is 1.5"
    numbers_of["FloatSlider"].value = 0.1 + 0.2
    assert numbers_of["BoundedFloatText"].value == 0.3 and figure.words == "x is 0.3"


def test_a_button_that_moves_two_controls_draws_once():
    drawn = []

    def draw(figure, a, b):
        drawn.append((a, b))
        return f"{a} and {b}"

    swap = Button("swap", lambda values: {"a": values["b"], "b": values["a"]})
    figure = live(draw, a=Slider("a", 0, 5, 2, 1), b=Slider("b", 0, 5, 3, 1), swap=swap)
    figure.controls["swap"].click()
    assert drawn == [(2, 3), (3, 2)] and figure.words == "3 and 2"


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


def test_on_a_telephone_the_panels_stand_below_one_another():
    figure = plots.depth_probe()
    wide = figure._figure.get_size_inches()
    figure.readout.narrow = True
    assert figure._figure.get_size_inches()[0] < wide[0] and figure.words
    figure.controls["depth"].value += 1
    assert figure._figure.get_size_inches()[0] < wide[0]
    figure.readout.narrow = False
    assert figure._figure.get_size_inches().tolist() == wide.tolist()
