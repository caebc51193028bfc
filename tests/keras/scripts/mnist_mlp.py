"""The MLP of Keras's own examples, with RMSprop and dropout."""

import numpy as np

from nnlib import keras
from nnlib.keras.layers import Dense, Dropout
from nnlib.keras.models import Sequential
from nnlib.keras.optimizers import RMSprop

batch_size, num_classes, epochs = 64, 10, 2
rng = np.random.default_rng(0)
x_train, y_train = rng.integers(0, 256, (200, 784)).astype("float32"), rng.integers(0, 10, 200)
x_train /= 255
y_train = keras.utils.to_categorical(y_train, num_classes)
model = Sequential()
model.add(Dense(64, activation="relu", input_shape=(784,)))
model.add(Dropout(0.2))
model.add(Dense(num_classes, activation="softmax"))
model.summary()
model.compile(loss="categorical_crossentropy", optimizer=RMSprop(), metrics=["accuracy"])
history = model.fit(
    x_train,
    y_train,
    batch_size=batch_size,
    epochs=epochs,
    verbose=1,
    validation_data=(x_train, y_train),
)
score = model.evaluate(x_train, y_train, verbose=0)
print("Test loss:", score[0])
print("Test accuracy:", score[1])
