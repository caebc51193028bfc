"""XOR as everybody's first network: four rows, tanh, rounded answers; then one batch after the other by hand."""

import numpy as np

from nnlib.keras.layers import Dense
from nnlib.keras.models import Sequential
from nnlib.keras.optimizers import RMSprop

training_data = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], "float32")
target_data = np.array([[0], [1], [1], [0]], "float32")

model = Sequential()
model.add(Dense(16, input_dim=2, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="mean_squared_error", optimizer="adam", metrics=["binary_accuracy"])
model.fit(training_data, target_data, epochs=500, verbose=0)
print(model.predict(training_data).round())
scores = model.evaluate(training_data, target_data)
print("\n%s: %.2f%%" % (model.metrics_names[1], scores[1] * 100))

model = Sequential([Dense(8, activation="tanh", input_shape=(2,)), Dense(1, activation="sigmoid")])
model.compile(
    loss="binary_crossentropy",
    optimizer=RMSprop(learning_rate=0.02, momentum=0.5, centered=True),
    metrics=["accuracy"],
)
for step in range(300):
    loss, accuracy = model.train_on_batch(training_data, target_data)
    if step % 100 == 0:
        print(f"step {step}: loss {loss:.4f}, accuracy {accuracy:.2f}")
test_loss, test_accuracy = model.test_on_batch(training_data, target_data)
answers = model.predict_on_batch(training_data)
assert test_accuracy == 1.0 and ((answers > 0.5) == target_data).all()
