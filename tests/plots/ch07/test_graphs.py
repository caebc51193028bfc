"""Computation graphs: what each node holds on the way forward, and what arrives at it on the way back."""

import numpy as np
import pytest

from nnlib.backprop import backprop_graph, graph_values
from nnlib.plots.ch07 import graphs
from nnlib.plots.ch07.graphs import BILL, FIRST, NETWORK, PRESETS


@pytest.mark.parametrize("graph", PRESETS, ids=lambda graph: graph.title)
def test_every_name_has_a_place_of_its_own_right_of_its_inputs(graph):
    places = graphs.layout(graph)
    assert places.keys() == graph_values(graph.nodes, graph.values).keys()
    assert len(set(places.values())) == len(places)
    for name, _, inputs in graph.nodes:
        assert all(places[i][0] < places[name][0] for i in inputs)


def test_the_words_say_the_numbers():
    said = graphs.GRAPH.words(graphs.graph_data(FIRST))
    assert "q = add(x, y) = 3" in said and "Slopes of f: x −4, y −4, z 3." in said
    assert "bill = mul(sum, tax) = 715" in graphs.graph_words(graphs.graph_data(BILL))


def test_a_network_becomes_a_graph_with_its_own_gradients():
    slopes = backprop_graph(NETWORK.nodes, NETWORK.values)
    W1, b1 = np.array([[1.0, -1.0], [2.0, 1.0]]), np.array([0.0, 1.0])
    v, b, x, y = np.array([2.0, -1.0]), 1.0, np.array([1.0, 2.0]), 5.0

    def loss(W1):
        return (np.maximum(x @ W1 + b1, 0) @ v + b - y) ** 2

    for i in range(2):
        for j in range(2):
            step = np.zeros((2, 2))
            step[i, j] = 1e-5
            measured = (loss(W1 + step) - loss(W1 - step)) / 2e-5
            assert slopes[f"w{i + 1}{j + 1}"] == pytest.approx(measured, rel=1e-6)
