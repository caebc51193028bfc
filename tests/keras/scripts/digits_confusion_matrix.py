"""Handwritten digits as pictures: Flatten, integer labels, argmax, and a table of what is taken for what."""

import numpy as np
from sklearn.datasets import load_digits
from sklearn.metrics import classification_report, confusion_matrix
from sklearn.model_selection import train_test_split

from nnlib.keras.layers import Activation, Dense, Dropout, Flatten
from nnlib.keras.models import Sequential
from nnlib.keras.optimizers import Adam

digits = load_digits()
images = digits.images.astype("float32") / 16.0
x_train, x_test, y_train, y_test = train_test_split(
    images, digits.target, test_size=0.25, stratify=digits.target, random_state=1
)
print(x_train.shape[0], "train samples,", x_test.shape[0], "test samples")

model = Sequential()
model.add(Flatten(input_shape=x_train.shape[1:]))
model.add(Dense(64))
model.add(Activation("relu"))
model.add(Dropout(0.2))
model.add(Dense(10))
model.add(Activation("softmax"))
model.compile(
    optimizer=Adam(learning_rate=0.005),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(x_train, y_train, batch_size=64, epochs=30, validation_data=(x_test, y_test), verbose=2)

test_loss, test_acc = model.evaluate(x_test, y_test, verbose=2)
probabilities = model.predict(x_test)
predicted = np.argmax(probabilities, axis=-1)
cm = confusion_matrix(y_test, predicted)
print(cm)
print(classification_report(y_test, predicted))
assert np.isclose(np.trace(cm) / cm.sum(), test_acc) and test_acc > 0.9
assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)
