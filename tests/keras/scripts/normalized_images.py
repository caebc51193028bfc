"""Images divided by their length, a model in a file, a list of one input."""

import numpy as np
from sklearn.datasets import load_digits

from nnlib import keras as tfkeras

x, y = load_digits(return_X_y=True)
x_train, y_train, x_test, y_test = (
    x[:1200].reshape(-1, 8, 8),
    y[:1200],
    x[1200:].reshape(-1, 8, 8),
    y[1200:],
)
x_train = tfkeras.utils.normalize(x_train, axis=1)
x_test = tfkeras.utils.normalize(x_test, axis=1)
model = tfkeras.models.Sequential()
model.add(tfkeras.layers.Flatten())
model.add(tfkeras.layers.Dense(128, activation=tfkeras.activations.relu))
model.add(tfkeras.layers.Dense(128, activation=tfkeras.activations.relu))
model.add(tfkeras.layers.Dense(10, activation=tfkeras.activations.softmax))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=3)
val_loss, val_acc = model.evaluate(x_test, y_test)
print(val_loss, val_acc)
model.save("epic_num_reader.model")
new_model = tfkeras.models.load_model("epic_num_reader.model")
predictions = new_model.predict([x_test])
print(np.argmax(predictions[0]))
