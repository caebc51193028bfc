"""First weights with VarianceScaling, layers of their own for activations."""

import numpy as np

from nnlib import keras

X = np.random.default_rng(0).random((50, 28, 28))
y = np.arange(50) % 10
init = keras.initializers.VarianceScaling(scale=2.0, mode="fan_avg", distribution="uniform")
model = keras.models.Sequential(
    [
        keras.layers.Flatten(input_shape=[28, 28]),
        keras.layers.Dense(30, kernel_initializer=init),
        keras.layers.LeakyReLU(),
        keras.layers.Dense(30, kernel_initializer="he_normal", use_bias=False),
        keras.layers.Activation("relu"),
        keras.layers.Dense(30, activation=keras.activations.swish),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile(
    loss=keras.losses.sparse_categorical_crossentropy,
    optimizer=keras.optimizers.SGD(),
    metrics=["accuracy"],
)
model.fit(X, y, epochs=2, verbose=0)
