"""XOR as a circuit of three gates."""

import numpy as np

import nnlib
from nnlib.plots.ch02 import circuit, hidden

X, Y = nnlib.logic_gate("xor")


def test_the_circuit_and_the_planes_say_whose_function_they_show():
    def xor_from_gates(x1, x2):
        return np.maximum(x1, x2)

    words = circuit.read_circuit(circuit.circuit_data(xor_from_gates))
    assert "Your xor_from_gates gives 0, 1, 1, 1." in words and "the two 0, 1, 1, 0" in words
    assert "The book's xor_from_gates gives 0, 1, 1, 0." in circuit.read_circuit(
        circuit.circuit_data()
    )

    def two_layer_tlu(X, W1, b1, W2, b2):
        return X, X[:, :1]

    data = hidden.space_data(two_layer_tlu=two_layer_tlu)
    assert not data.separable and "your two_layer_tlu" in hidden.read_space(data)
    book = hidden.space_data()
    assert book.separable and len({tuple(h) for h in book.H}) == 3
