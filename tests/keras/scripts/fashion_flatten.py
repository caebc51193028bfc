"""Small pictures through Flatten: the first classifier of a well-known book."""

import numpy as np

from nnlib import keras

rng = np.random.default_rng(42)
X_train_full = rng.integers(0, 256, (260, 28, 28)).astype(np.uint8)
y_train_full = rng.integers(0, 10, 260).astype(np.uint8)
X_valid, X_train = X_train_full[:60] / 255.0, X_train_full[60:] / 255.0
y_valid, y_train = y_train_full[:60], y_train_full[60:]
model = keras.models.Sequential()
model.add(keras.layers.Flatten(input_shape=[28, 28]))
model.add(keras.layers.Dense(30, activation="relu"))
model.add(keras.layers.Dense(10, activation="relu"))
model.add(keras.layers.Dense(10, activation="softmax"))
model.layers
model.summary()
hidden1 = model.layers[1]
assert hidden1.name == "dense" and model.get_layer(hidden1.name) is hidden1
weights, biases = hidden1.get_weights()
assert weights.shape == (784, 30) and biases.shape == (30,)
model.compile(loss="sparse_categorical_crossentropy", optimizer="sgd", metrics=["accuracy"])
history = model.fit(X_train, y_train, epochs=2, validation_data=(X_valid, y_valid), verbose=0)
assert history.params["epochs"] == 2 and history.params["steps"] == 7
model.evaluate(X_valid, y_valid)
y_proba = model.predict(X_valid[:3])
y_pred = np.argmax(model.predict(X_valid[:3]), axis=-1)
keras.utils.plot_model(model, show_shapes=True)
