"""The hidden-space viewer of XOR: two lines to move by hand, and beside them the plane of the hidden units."""

import numpy as np

import nnlib
from nnlib import plots
from nnlib.plots.ch02 import viewer
from nnlib.plots.ch02.viewer import network
from nnlib.plots.kit.script import script

X, Y = nnlib.logic_gate("xor")


def test_the_viewer_speaks_for_the_function_it_was_given():
    figure = plots.hidden_space()
    assert figure.verdict == "The book's two_layer_tlu says: 0, 0, 0, 1."
    figure.lines = [[0.42, 0.08, 45], [0.58, 0.92, 225]]
    figure.out = [0.75, 0.75, 45]
    assert figure.verdict.endswith("0, 1, 1, 0.")
    figure.activation = "relu"
    assert figure.verdict == ""

    def two_layer_tlu(X, W1, b1, W2, b2):
        return X.no_such_thing

    assert "AttributeError" in plots.hidden_space(two_layer_tlu).verdict


def test_at_45_degrees_the_weights_are_those_of_the_gates():
    figure = plots.hidden_space(lines=[[0.75, 0.75, 225], [0.25, 0.25, 45]], out=[0.75, 0.75, 45])
    for mine, book in zip(figure.network(), nnlib.xor_network_params()):
        np.testing.assert_allclose(mine, book, atol=1e-8)
    fold = plots.hidden_space(lines=[[0.3, 0.3, 315], [0.7, 0.7, 135]], activation="relu")
    for mine, book in zip(fold.network()[:2], nnlib.relu_xor_params()[:2]):
        np.testing.assert_allclose(mine, book, atol=1e-8)
    soft = plots.hidden_space(activation="sigmoid", steepness=3.0)
    np.testing.assert_allclose(soft.network()[0], 3 * network(soft.lines, soft.out)[0])


def test_without_widgets_the_viewer_is_a_picture_with_words():
    figure = plots.hidden_space()
    data = figure._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert '<img alt="Left, two lines in the input plane.' in data["text/html"]
    assert data["text/plain"].endswith(
        "One line cannot separate them there; the output is 0, 0, 0, 1."
    )


def test_the_page_of_the_viewer_needs_nothing_from_outside():
    code = script(viewer.__file__)
    assert "import " not in code.replace("import.meta", "") and "://" not in code.replace(
        "http://www.w3.org/2000/svg", ""
    )
