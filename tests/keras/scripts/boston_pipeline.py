"""House prices: a pipeline of scaler and network, cross-validated."""

import numpy as np
from sklearn.model_selection import KFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

from nnlib.keras.layers import Dense
from nnlib.keras.models import Sequential
from nnlib.keras.wrappers.scikit_learn import KerasRegressor

rng = np.random.default_rng(1)
X = rng.random((100, 13))
Y = 20 + X @ rng.normal(size=13)


def larger_model():
    model = Sequential()
    model.add(Dense(13, input_dim=13, kernel_initializer="normal", activation="relu"))
    model.add(Dense(6, kernel_initializer="normal", activation="relu"))
    model.add(Dense(1, kernel_initializer="normal"))
    model.compile(loss="mean_squared_error", optimizer="adam")
    return model


estimators = []
estimators.append(("standardize", StandardScaler()))
estimators.append(("mlp", KerasRegressor(build_fn=larger_model, epochs=5, batch_size=5, verbose=0)))
results = cross_val_score(Pipeline(estimators), X, Y, cv=KFold(n_splits=2))
print("Larger: %.2f (%.2f) MSE" % (results.mean(), results.std()))
