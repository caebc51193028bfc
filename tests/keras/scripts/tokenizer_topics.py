"""Texts as rows of numbers by the Tokenizer of earlier years."""

import numpy as np

from nnlib import keras
from nnlib.keras.layers import Activation, Dense, Dropout
from nnlib.keras.models import Sequential
from nnlib.keras.preprocessing.text import Tokenizer

texts = [
    "the market fell sharply",
    "stocks and market rose",
    "the team won the match",
    "a late goal won the match",
    "rain and wind today",
    "wind and sun today",
] * 10
labels = np.array([0, 0, 1, 1, 2, 2] * 10)
tokenizer = Tokenizer(num_words=50)
tokenizer.fit_on_texts(texts)
x_train = tokenizer.texts_to_matrix(texts, mode="binary")
y_train = keras.utils.to_categorical(labels, 3)
print(x_train.shape, len(tokenizer.word_index))
model = Sequential()
model.add(Dense(64, input_shape=(50,)))
model.add(Activation("relu"))
model.add(Dropout(0.5))
model.add(Dense(3))
model.add(Activation("softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=8, epochs=8, verbose=1, validation_split=0.1)
score = model.evaluate(x_train, y_train, batch_size=8, verbose=1)
print("Test score:", score[0], "Test accuracy:", score[1])
