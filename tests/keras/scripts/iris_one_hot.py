"""Three kinds of flowers, labels as rows of one 1, cross-validated."""

from sklearn.datasets import load_iris
from sklearn.model_selection import KFold, cross_val_score
from sklearn.preprocessing import LabelEncoder

from nnlib.keras.layers import Dense
from nnlib.keras.models import Sequential
from nnlib.keras.utils import np_utils
from nnlib.keras.wrappers.scikit_learn import KerasClassifier

iris = load_iris()
X = iris.data.astype(float)
encoder = LabelEncoder().fit(iris.target_names[iris.target])
dummy_y = np_utils.to_categorical(encoder.transform(iris.target_names[iris.target]))


def baseline_model():
    model = Sequential()
    model.add(Dense(8, input_dim=4, activation="relu"))
    model.add(Dense(3, activation="softmax"))
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model


estimator = KerasClassifier(build_fn=baseline_model, epochs=20, batch_size=5, verbose=0)
results = cross_val_score(estimator, X, dummy_y, cv=KFold(n_splits=2, shuffle=True, random_state=7))
print("Baseline: %.2f%% (%.2f%%)" % (results.mean() * 100, results.std() * 100))
assert results.mean() > 0.3
