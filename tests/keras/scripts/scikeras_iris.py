"""scikeras's way: a function that does not compile, and is told about the data."""

from sklearn.datasets import load_iris
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

from nnlib import keras
from nnlib.keras.wrappers import KerasClassifier


def get_model(hidden_layer_dim, meta):
    n_features_in_ = meta["n_features_in_"]
    n_classes_ = meta["n_classes_"]
    model = keras.models.Sequential()
    model.add(keras.layers.Input(shape=(n_features_in_,)))
    model.add(keras.layers.Dense(hidden_layer_dim, activation="relu"))
    model.add(keras.layers.Dense(n_classes_, activation="softmax"))
    return model


X, y = load_iris(return_X_y=True)
clf = KerasClassifier(
    get_model,
    loss="sparse_categorical_crossentropy",
    optimizer="adam",
    optimizer__learning_rate=0.02,
    hidden_layer_dim=32,
    epochs=15,
    batch_size=16,
    verbose=0,
    random_state=0,
)
pipe = Pipeline([("scale", StandardScaler()), ("net", clf)])
scores = cross_val_score(pipe, X, y, cv=StratifiedKFold(3, shuffle=True, random_state=1))
print(scores.mean())
assert scores.mean() > 0.8
