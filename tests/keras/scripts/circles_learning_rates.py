"""SGD with momentum, Nesterov and decay; what the optimizer is asked for by name and by number."""

from sklearn.datasets import make_circles

from nnlib.keras.layers import Dense
from nnlib.keras.models import Sequential
from nnlib.keras.optimizers import SGD, Adam

X, y = make_circles(n_samples=100, noise=0.1, random_state=1)
for opt in (
    SGD(lr=0.01, decay=1e-6, momentum=0.9, nesterov=True),
    SGD(lr=0.01, momentum=0.9, clipnorm=1.0),
    SGD(lr=0.01, momentum=0.9, clipvalue=5.0),
    Adam(lr=0.001, beta_1=0.9, beta_2=0.999, epsilon=None, decay=0.0, amsgrad=False),
):
    model = Sequential()
    model.add(Dense(50, input_dim=2, activation="relu", kernel_initializer="he_uniform"))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(loss="binary_crossentropy", optimizer=opt, metrics=["accuracy"])
    model.fit(X, y, validation_split=0.5, epochs=2, verbose=0, shuffle=False)
