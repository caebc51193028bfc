"""Optimizers and first weights searched with scikit-learn's grid."""

import numpy as np
from sklearn.model_selection import GridSearchCV

from nnlib.keras.layers import Dense
from nnlib.keras.models import Sequential
from nnlib.keras.wrappers.scikit_learn import KerasClassifier


def create_model(optimizer="rmsprop", init="glorot_uniform"):
    model = Sequential()
    model.add(Dense(12, input_dim=8, kernel_initializer=init, activation="relu"))
    model.add(Dense(8, kernel_initializer=init, activation="relu"))
    model.add(Dense(1, kernel_initializer=init, activation="sigmoid"))
    model.compile(loss="binary_crossentropy", optimizer=optimizer, metrics=["accuracy"])
    return model


X = np.random.default_rng(7).random((90, 8))
Y = (X[:, 0] > 0.5).astype(int)
model = KerasClassifier(build_fn=create_model, verbose=0)
param_grid = dict(
    optimizer=["SGD", "RMSprop", "Adagrad", "Adadelta", "Adam", "Adamax", "Nadam"],
    init=["zero", "normal", "uniform", "lecun_uniform", "he_normal"],
    epochs=[2],
)
grid_result = GridSearchCV(estimator=model, param_grid=param_grid, cv=2).fit(X, Y)
assert np.isfinite(grid_result.cv_results_["mean_test_score"]).all()
print("Best: %f using %s" % (grid_result.best_score_, grid_result.best_params_))
