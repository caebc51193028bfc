"""Drawing: the table of a model's layers, before and after its input is known, and its picture."""

import xml.etree.ElementTree as ET

import pytest

from nnlib import Dense, Dropout, Flatten, Input, Sequential
from nnlib.models.drawing import plot_model


def image_model():
    return Sequential(
        [Input([4, 4]), Flatten(), Dense(3, "relu", use_bias=False), Dropout(0.1), Dense(2)],
        "<net>",
    )


def test_the_table_of_a_model_whose_input_is_not_known(capsys):
    Sequential([Dense(3), Dense(1)], "late").summary()
    said = capsys.readouterr().out
    assert 'Model "late", input ?' in said and "dense_1 (Dense)" in said
    assert "The input is not known yet: fit the model" in said


def test_the_table_counts_what_there_is_to_learn(capsys):
    image_model().summary()
    said = capsys.readouterr().out
    assert "(n, 4, 4)" in said and "48" in said and "Parameters in all: 56" in said


def test_the_picture_is_an_svg_with_a_box_for_each_layer(tmp_path, capsys):
    picture = plot_model(
        image_model(), tmp_path / "net.svg", show_shapes=True, show_layer_activations=True
    )
    root = ET.fromstring(picture)
    words = [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words == [
        "input (Input)   (n, 4, 4)", "flatten (Flatten)   (n, 16)", "dense (Dense)   relu   (n, 3)",
        "dropout (Dropout)   (n, 3)", "dense_1 (Dense)   identity   (n, 2)",
    ]  # fmt: skip
    boxes = [float(node.get("y")) for node in root.iter("{http://www.w3.org/2000/svg}rect")]
    assert boxes == sorted(boxes) and boxes[-1] + 44 < float(root.get("height"))
    assert root.get("aria-label") == "<net>: 2 layers"
    assert (tmp_path / "net.svg").read_text() == picture and capsys.readouterr().out == ""


def test_a_name_that_is_no_svg_gets_one_and_that_is_said(tmp_path, capsys):
    plot_model(image_model(), tmp_path / "model.png")
    assert (tmp_path / "model.svg").exists() and not (tmp_path / "model.png").exists()
    assert "plot_model draws an SVG: written to" in capsys.readouterr().out


def test_what_cannot_be_drawn_is_said():
    with pytest.raises(RuntimeError, match="does not know its input yet"):
        plot_model(Sequential([Dense(1)]))
    with pytest.raises(ValueError, match="it is drawn from top to bottom"):
        plot_model(image_model(), rankdir="LR")


def test_a_table_of_a_given_width_that_says_what_is_trained():
    model, said = image_model(), []
    model.layers[1].trainable = False
    model.summary(line_length=70, print_fn=said.append, show_trainable=True)
    lines = said[0].splitlines()
    assert len(lines[1]) == 70 and lines[2].endswith("Trained")
    assert [line.split()[-1] for line in lines[4:8]] == ["-", "no", "-", "yes"]
    assert lines[-2:] == ["Parameters in all: 56", "Held fast: 48"]
    with pytest.raises(TypeError, match="line_length"):
        model.summary(print)
    with pytest.raises(TypeError, match="summary has no positions="):
        model.summary(positions=[1, 2])
