"""Few rows: a new model for each of four folds, and the mean of the curves over the folds."""

import numpy as np
from sklearn.datasets import load_diabetes
from sklearn.model_selection import KFold

from nnlib.keras import backend as K
from nnlib.keras import layers, models

train_data, train_targets = load_diabetes(return_X_y=True)
train_targets = train_targets / 100
mean, std = train_data.mean(axis=0), train_data.std(axis=0)
train_data = (train_data - mean) / std


def build_model():
    model = models.Sequential()
    model.add(layers.Dense(64, activation="relu", input_shape=(train_data.shape[1],)))
    model.add(layers.Dense(64, activation="relu"))
    model.add(layers.Dense(1))
    model.compile(optimizer="rmsprop", loss="mse", metrics=["mae"])
    return model


k, num_epochs, all_mae_histories, scores = 4, 6, [], []
for i, (train, val) in enumerate(KFold(k, shuffle=True, random_state=0).split(train_data)):
    print("processing fold #", i)
    K.clear_session()
    model = build_model()
    history = model.fit(
        train_data[train],
        train_targets[train],
        validation_data=(train_data[val], train_targets[val]),
        epochs=num_epochs,
        batch_size=1 if i == 0 else 16,
        verbose=0,
    )
    all_mae_histories.append(history.history["val_mae"])
    val_mse, val_mae = model.evaluate(train_data[val], train_targets[val], verbose=0)
    scores.append(val_mae)
average = [np.mean([x[i] for x in all_mae_histories]) for i in range(num_epochs)]
print(scores, np.mean(scores))
assert len(average) == num_epochs and np.mean(scores) < 0.8
assert np.isclose(all_mae_histories[-1][-1], scores[-1])
