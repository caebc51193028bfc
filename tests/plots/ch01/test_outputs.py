"""Several units with their matrix W, and weights that can be looked at."""

import nnlib
from nnlib.plots.ch01 import outputs


def test_the_columns_of_the_layer_are_the_gates():
    for k, x in enumerate(nnlib.logic_gate("and")[0]):
        data = outputs.layer_data(x=x)
        assert data.outputs.tolist() == [nnlib.logic_gate(n.lower())[1][k] for n in data.names]
    assert data.W.shape == (2, 3)


def test_one_unit_tells_two_digits_apart():
    data = outputs.digits_data(seeds=2)
    assert data.w.shape == (64,) and data.accuracies.min() >= 0.99
    assert all(mistakes[-1] == 0 for mistakes in data.mistakes)
    middle, ring = data.w.reshape(8, 8)[2:6, 3:5], data.w.reshape(8, 8)[2:6, [2]]
    assert middle.mean() > 0 > ring.mean()
