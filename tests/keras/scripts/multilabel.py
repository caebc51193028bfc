"""Several labels at once, with smoothed targets."""

import numpy as np
from sklearn.datasets import make_multilabel_classification

from nnlib.keras import Sequential, layers, losses

X, y = make_multilabel_classification(n_samples=100, n_features=10, n_classes=3, random_state=1)
model = Sequential()
model.add(layers.Dense(20, input_dim=10, kernel_initializer="he_uniform", activation="relu"))
model.add(layers.Dense(3, activation="sigmoid"))
model.compile(loss=losses.BinaryCrossentropy(label_smoothing=0.1), optimizer="adam")
model.fit(X, y, verbose=0, epochs=3)
yhat = model.predict(X[:1])
assert np.isfinite(yhat).all()
