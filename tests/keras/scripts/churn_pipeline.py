"""Customers who leave: columns of two kinds, a pipeline with the network at its end, stratified folds, a search."""

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from nnlib.keras.layers import Dense, Dropout
from nnlib.keras.models import Sequential
from nnlib.keras.wrappers.scikit_learn import KerasClassifier

rng = np.random.default_rng(7)
months, bill = rng.integers(1, 72, 300), rng.normal(65, 30, 300)
contract = rng.choice(["monthly", "yearly"], 300)
logit = 1.5 - 0.06 * months + 0.02 * bill - 1.5 * (contract == "yearly")
churn = (rng.random(300) < 1 / (1 + np.exp(-logit))).astype(int)
table = np.array([months, bill, contract], dtype=object).T


def create_model(neurons=8, dropout_rate=0.0, optimizer="adam"):
    model = Sequential()
    model.add(Dense(neurons, kernel_initializer="uniform", activation="relu"))
    model.add(Dropout(dropout_rate))
    model.add(Dense(1, kernel_initializer="uniform", activation="sigmoid"))
    model.compile(optimizer=optimizer, loss="binary_crossentropy", metrics=["accuracy"])
    return model


columns = ColumnTransformer(
    [("numbers", StandardScaler(), [0, 1]), ("kinds", OneHotEncoder(), [2])], sparse_threshold=0
)
pipe = Pipeline(
    [("columns", columns), ("mlp", KerasClassifier(build_fn=create_model, epochs=15, verbose=0))]
)
kfold = StratifiedKFold(n_splits=3, shuffle=True, random_state=7)
results = cross_val_score(pipe, table, churn, cv=kfold, scoring="roc_auc")
print(f"AUC: {results.mean():.2f} (+/- {results.std():.2f})")

grid = GridSearchCV(pipe, {"mlp__neurons": [4, 16], "mlp__batch_size": [16, 64]}, cv=kfold)
grid.fit(table, churn)
print("Best: %f using %s" % (grid.best_score_, grid.best_params_))
assert set(grid.best_params_) == {"mlp__neurons", "mlp__batch_size"}
assert roc_auc_score(churn, grid.predict_proba(table)[:, 1]) > 0.7
