"""The layers of a trained model under a new last one; first the new one alone, then all."""

import numpy as np

from nnlib import keras

X = np.random.default_rng(0).random((60, 6))
model_A = keras.models.Sequential(
    [
        keras.layers.Dense(12, activation="relu", input_shape=[6]),
        keras.layers.Dense(4, activation="softmax"),
    ]
)
model_A.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.SGD(learning_rate=1e-3)
)
model_A.fit(X, np.arange(60) % 4, epochs=2, verbose=0)
model_A_clone = keras.models.clone_model(model_A)
model_A_clone.set_weights(model_A.get_weights())
model_B_on_A = keras.models.Sequential(model_A_clone.layers[:-1])
model_B_on_A.add(keras.layers.Dense(1, activation="sigmoid"))
for layer in model_B_on_A.layers[:-1]:
    layer.trainable = False
model_B_on_A.compile(
    loss="binary_crossentropy",
    optimizer=keras.optimizers.SGD(learning_rate=1e-3),
    metrics=["accuracy"],
)
before = model_B_on_A.layers[0].get_weights()[0]
model_B_on_A.fit(X, np.arange(60) % 2, epochs=2, verbose=0)
assert (model_B_on_A.layers[0].get_weights()[0] == before).all()
for layer in model_B_on_A.layers[:-1]:
    layer.trainable = True
model_B_on_A.compile(
    loss="binary_crossentropy",
    optimizer=keras.optimizers.SGD(learning_rate=1e-3),
    metrics=["accuracy"],
)
model_B_on_A.fit(X, np.arange(60) % 2, epochs=2, verbose=0)
assert not (model_B_on_A.layers[0].get_weights()[0] == before).all()
