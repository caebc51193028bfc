"""Each optimizer of a book's chapter on training, on one small problem."""

import numpy as np

from nnlib import keras

X = np.random.default_rng(0).normal(size=(100, 4))
y = X[:, 0]


def build_and_train_model(optimizer):
    keras.utils.set_random_seed(42)
    model = keras.Sequential(
        [
            keras.layers.Dense(10, activation="relu", kernel_initializer="he_normal"),
            keras.layers.Dense(1),
        ]
    )
    model.compile(loss="mse", optimizer=optimizer)
    return model.fit(X, y, epochs=2, verbose=0)


for optimizer in (
    keras.optimizers.SGD(learning_rate=0.001, momentum=0.9),
    keras.optimizers.SGD(learning_rate=0.001, momentum=0.9, nesterov=True),
    keras.optimizers.Adagrad(learning_rate=0.001),
    keras.optimizers.RMSprop(learning_rate=0.001, rho=0.9),
    keras.optimizers.Adam(learning_rate=0.001, beta_1=0.9, beta_2=0.999),
    keras.optimizers.Adamax(learning_rate=0.001, beta_1=0.9, beta_2=0.999),
    keras.optimizers.Nadam(learning_rate=0.001, beta_1=0.9, beta_2=0.999),
    keras.optimizers.AdamW(learning_rate=0.001, weight_decay=1e-5),
    keras.optimizers.SGD(clipvalue=1.0),
    keras.optimizers.SGD(clipnorm=1.0),
):
    assert np.isfinite(build_and_train_model(optimizer).history["loss"]).all()
