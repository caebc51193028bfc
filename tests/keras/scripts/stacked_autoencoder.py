"""An encoder and a decoder, each a model, and both together one model."""

import numpy as np

from nnlib import keras

keras.utils.set_random_seed(42)
X = np.random.default_rng(0).random((300, 8, 8)).astype("float32")
X_train, X_valid = X[:250], X[250:]
stacked_encoder = keras.models.Sequential(
    [
        keras.layers.Flatten(input_shape=[8, 8]),
        keras.layers.Dense(30, activation="selu"),
        keras.layers.Dense(6, activation="selu"),
    ]
)
stacked_decoder = keras.models.Sequential(
    [
        keras.layers.Dense(30, activation="selu", input_shape=[6]),
        keras.layers.Dense(8 * 8, activation="sigmoid"),
        keras.layers.Reshape([8, 8]),
    ]
)
stacked_ae = keras.models.Sequential([stacked_encoder, stacked_decoder])
stacked_ae.compile(loss="binary_crossentropy", optimizer=keras.optimizers.SGD(learning_rate=1.5))
history = stacked_ae.fit(X_train, X_train, epochs=3, validation_data=(X_valid, X_valid))
codings = stacked_encoder.predict(X_valid)
again = stacked_decoder.predict(codings)
np.testing.assert_allclose(again, stacked_ae.predict(X_valid), rtol=1e-5)
assert again.shape == X_valid.shape
