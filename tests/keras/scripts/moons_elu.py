"""One curve per activation of newer years, with initializer objects."""

from sklearn.datasets import make_moons

from nnlib.keras import Sequential, initializers, layers

X, y = make_moons(200, noise=0.1, random_state=0)
for activation in ("elu", "gelu", "swish", "silu", "selu", "exponential"):
    model = Sequential(
        [
            layers.Dense(
                16,
                activation=activation,
                kernel_initializer=initializers.HeNormal(seed=1),
                bias_initializer="zeros",
            ),
            layers.Dense(
                1,
                activation="sigmoid",
                kernel_initializer=initializers.RandomNormal(stddev=0.1, seed=2),
            ),
        ]
    )
    model.compile(optimizer="nadam", loss="binary_crossentropy", metrics=["accuracy"])
    model.fit(X, y, epochs=2, verbose=0)
