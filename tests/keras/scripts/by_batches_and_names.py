"""train_on_batch in a loop of one's own, with answers by name."""

import numpy as np

from nnlib.keras.layers import Dense
from nnlib.keras.models import Sequential

rng = np.random.default_rng(1)
x_train = rng.random((512, 20))
y_train = rng.integers(2, size=(512, 1))
model = Sequential()
model.add(Dense(64, input_dim=20, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
print(model.metrics_names)
batch_size, epochs = 64, 2
for epoch in range(epochs):
    model.reset_metrics()
    order = np.random.permutation(len(x_train))
    for step in range(len(x_train) // batch_size):
        idx = order[step * batch_size : (step + 1) * batch_size]
        result = model.train_on_batch(x_train[idx], y_train[idx])
    metrics = dict(zip(model.metrics_names, result))
    print("epoch", epoch, metrics)
    val = model.test_on_batch(x_train[:64], y_train[:64])
    logs = model.train_on_batch(x_train[:64], y_train[:64], return_dict=True)
    print(logs["loss"], logs["accuracy"], val)
out = model.predict_on_batch(x_train[:3])
assert out.shape == (3, 1)
