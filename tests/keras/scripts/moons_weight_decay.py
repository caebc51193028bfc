"""Two moons, and a penalty on the weights."""

from sklearn.datasets import make_moons

from nnlib.keras.layers import Dense
from nnlib.keras.models import Sequential
from nnlib.keras.regularizers import l1, l1_l2, l2

X, y = make_moons(n_samples=100, noise=0.2, random_state=1)
trainX, testX, trainy, testy = X[:30, :], X[30:, :], y[:30], y[30:]
for penalty in (l2(0.001), l1(0.001), l1_l2(l1=0.001, l2=0.001), "l1", "l1_l2"):
    model = Sequential()
    model.add(Dense(100, input_dim=2, activation="relu", kernel_regularizer=penalty))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
    history = model.fit(trainX, trainy, validation_data=(testX, testy), epochs=3, verbose=0)
_, train_acc = model.evaluate(trainX, trainy, verbose=0)
_, test_acc = model.evaluate(testX, testy, verbose=0)
print("Train: %.3f, Test: %.3f" % (train_acc, test_acc))
