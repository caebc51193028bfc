"""Models from files, their mean, and a model of their answers."""

from os import makedirs

import numpy as np
from sklearn.datasets import make_blobs
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score

from nnlib.keras.layers import Dense
from nnlib.keras.models import Sequential, load_model
from nnlib.keras.utils import to_categorical


def fit_model(trainX, trainy):
    trainy_enc = to_categorical(trainy)
    model = Sequential()
    model.add(Dense(25, input_dim=2, activation="relu"))
    model.add(Dense(3, activation="softmax"))
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    model.fit(trainX, trainy_enc, epochs=100, verbose=0)
    return model


def stacked_dataset(members, inputX):
    stackX = None
    for model in members:
        yhat = model.predict(inputX, verbose=0)
        stackX = yhat if stackX is None else np.dstack((stackX, yhat))
    return stackX.reshape((stackX.shape[0], stackX.shape[1] * stackX.shape[2]))


X, y = make_blobs(n_samples=600, centers=3, n_features=2, cluster_std=2, random_state=2)
trainX, testX, trainy, testy = X[:100], X[100:], y[:100], y[100:]
makedirs("models")
for i in range(3):
    fit_model(trainX, trainy).save("models/model_" + str(i + 1) + ".h5")
members = [load_model("models/model_" + str(i + 1) + ".h5") for i in range(3)]
for model in members:
    _, acc = model.evaluate(testX, to_categorical(testy), verbose=0)
    print("Model Accuracy: %.3f" % acc)
stackedX = stacked_dataset(members, testX)
logistic = LogisticRegression().fit(stackedX, testy)
print(accuracy_score(testy, logistic.predict(stacked_dataset(members, testX))))
yhats = np.array([model.predict(testX) for model in members])
summed = np.sum(yhats, axis=0)
assert accuracy_score(testy, np.argmax(summed, axis=1)) > 0.5
