"""Layers with names: an Input inside the list, a summary, weights layer by layer, the first layers as a model."""

import numpy as np

from nnlib import keras
from nnlib.keras import layers

model = keras.Sequential(
    [
        keras.Input(shape=(4,), name="sepals_and_petals"),
        layers.Dense(10, activation="relu", name="hidden_1"),
        layers.Dense(8, activation="relu", name="hidden_2"),
        layers.Dense(3, activation="softmax", name="species"),
    ],
    name="iris_net",
)
model.summary()
print(model.name, [layer.name for layer in model.layers])
for layer in model.layers:
    weights, biases = layer.get_weights()
    print(layer.name, weights.shape, biases.shape)
print("in:", model.input_shape, "out:", model.output_shape)
assert model.count_params() == 4 * 10 + 10 + 10 * 8 + 8 + 8 * 3 + 3
assert len(model.weights) == 6 and len(model.trainable_weights) == 6

hidden1 = model.get_layer("hidden_1")
assert hidden1 is model.layers[0]
new_weights = [np.full_like(hidden1.get_weights()[0], 0.1), np.zeros(10)]
hidden1.set_weights(new_weights)
config = model.get_config()
assert config["name"] == "iris_net"

extractor = keras.Sequential(model.layers[:2])
x = np.ones((5, 4))
features = extractor(x)
assert features.shape == (5, 8)
assert np.allclose(model.layers[-1].get_config()["units"], 3)
