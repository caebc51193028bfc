"""Keras as the truth from outside: the same weights, order and batches give the same training, in float64.

`make test-peers` runs this file, with Keras on JAX. Where the two disagree by convention, the tests translate:

- Adam's epsilon stands elsewhere in Keras (CONTRIBUTING.md), so there it is tiny in both.
- Keras's area under the ROC curve is approximated; here it is exact.
"""

import os

os.environ["KERAS_BACKEND"] = "jax"
import jax

jax.config.update("jax_enable_x64", True)

import keras as theirs  # noqa: E402
import numpy as np  # noqa: E402
import pytest  # noqa: E402

from nnlib import keras as ours  # noqa: E402

# Keras's own variables do not know NumPy's `copy` yet.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
theirs.config.set_floatx("float64")
RNG = np.random.default_rng(0)
X, T = RNG.normal(size=(24, 4)), RNG.normal(size=(24, 1)) * 3
Y = np.eye(3)[RNG.integers(0, 3, 24)]


@pytest.fixture(autouse=True)
def seeded():
    """Keras draws the first weights; some of its draws let e^z run away, in both alike."""
    theirs.utils.set_random_seed(0)


def trained(
    keras, build, optimizer, loss, targets, weights=None, batch_size=24, epochs=4, inputs=X
):
    """The losses, the first and the last weights of a small network, trained in the order of its rows."""
    settings = {"dtype": "float64"} if keras is ours else {}
    first = keras.Input(shape=(4,)) if keras is ours else keras.Input(shape=(4,), dtype="float64")
    model = keras.Sequential([first, *build(keras)], **settings)
    if weights is not None:
        model.set_weights(weights)
    before = [np.array(w) for w in model.get_weights()]
    model.compile(optimizer=optimizer(keras), loss=loss(keras))
    history = model.fit(
        inputs, targets, batch_size=batch_size, epochs=epochs, shuffle=False, verbose=0
    )
    return history.history["loss"], before, model.get_weights()


def agree(build, optimizer, loss=lambda keras: "mse", targets=T, tolerance=1e-6, **settings):
    losses, before, after = trained(theirs, build, optimizer, loss, targets, **settings)
    mine, _, moved = trained(ours, build, optimizer, loss, targets, before, **settings)
    np.testing.assert_allclose(mine, losses, rtol=tolerance)
    for a, b in zip(moved, after, strict=True):
        np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance)
    assert max(np.abs(a - b).max() for a, b in zip(before, after)) > 1e-5


def net(activation="sigmoid", last=None, units=1, **layer):
    return lambda keras: [
        keras.layers.Dense(5, activation, **{k: f(keras) for k, f in layer.items()}),
        keras.layers.Dense(units, last),
    ]


OPTIMIZERS = {
    "sgd": lambda keras: keras.optimizers.SGD(0.05),
    "momentum": lambda keras: keras.optimizers.SGD(0.05, momentum=0.9),
    "nesterov": lambda keras: keras.optimizers.SGD(0.05, momentum=0.9, nesterov=True),
    "rmsprop": lambda keras: keras.optimizers.RMSprop(0.01, rho=0.8),
    "rmsprop_momentum": lambda keras: keras.optimizers.RMSprop(0.01, rho=0.8, momentum=0.7),
    "rmsprop_centered": lambda keras: keras.optimizers.RMSprop(0.01, rho=0.8, centered=True),
    "rmsprop_both": lambda keras: keras.optimizers.RMSprop(0.01, momentum=0.5, centered=True),
    "amsgrad": lambda keras: keras.optimizers.Adam(0.05, 0.5, 0.7, epsilon=1e-20, amsgrad=True),
    "adamw_amsgrad": lambda keras: keras.optimizers.AdamW(
        0.05, weight_decay=0.1, beta_2=0.7, epsilon=1e-20, amsgrad=True
    ),
    "adagrad": lambda keras: keras.optimizers.Adagrad(0.1),
    "adadelta": lambda keras: keras.optimizers.Adadelta(1.0),
    "adam": lambda keras: keras.optimizers.Adam(0.01, epsilon=1e-20),
    "adamw": lambda keras: keras.optimizers.AdamW(0.01, weight_decay=0.1, epsilon=1e-20),
    "adamax": lambda keras: keras.optimizers.Adamax(0.01),
    "nadam": lambda keras: keras.optimizers.Nadam(0.01),
    "clipvalue": lambda keras: keras.optimizers.SGD(0.05, clipvalue=0.1),
    "clipnorm": lambda keras: keras.optimizers.SGD(0.05, momentum=0.5, clipnorm=0.3),
    "global_clipnorm": lambda keras: keras.optimizers.SGD(0.05, global_clipnorm=0.3),
    "weight_decay": lambda keras: keras.optimizers.SGD(0.05, weight_decay=0.1),
}


@pytest.mark.parametrize("batch_size", [24, 7])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_optimizers(name, batch_size):
    agree(net(), OPTIMIZERS[name], batch_size=batch_size)


@pytest.mark.parametrize(
    "schedule",
    [
        lambda s: s.ExponentialDecay(0.1, 2, 0.5),
        lambda s: s.PiecewiseConstantDecay([3, 6], [0.1, 0.05, 0.01]),
        lambda s: s.InverseTimeDecay(0.1, 2, 0.5),
        lambda s: s.PolynomialDecay(0.1, 6, 0.01),
        lambda s: s.CosineDecay(0.1, 9),
    ],
)
def test_schedules_at_each_step(schedule):
    sgd = lambda keras: keras.optimizers.SGD(schedule(keras.optimizers.schedules))  # noqa: E731
    agree(net(), sgd, batch_size=7)


@pytest.mark.parametrize(
    "activation",
    ["elu", "exponential", "softsign", "hard_sigmoid", "gelu", "silu", "swish", "selu", "softplus"],
)
def test_activations(activation):
    agree(net(activation), OPTIMIZERS["sgd"], tolerance=1e-5)


@pytest.mark.parametrize("seed", range(5))
def test_exponential_of_other_inputs_and_other_first_weights(seed):
    """e^z of what is drawn: small rates, so that it does not run away in either."""
    theirs.utils.set_random_seed(seed)
    inputs = np.random.default_rng(seed).normal(0, 0.7, X.shape)
    slow = lambda keras: keras.optimizers.SGD(0.01)  # noqa: E731
    agree(net("exponential"), slow, tolerance=1e-5, inputs=inputs)


@pytest.mark.parametrize(
    "unit",
    [
        lambda keras: keras.layers.ELU(),
        lambda keras: keras.layers.ELU(0.4),
        lambda keras: keras.layers.ELU(alpha=1.7),
        lambda keras: keras.layers.LeakyReLU(),
        lambda keras: keras.layers.LeakyReLU(negative_slope=0.1),
        lambda keras: keras.layers.ReLU(negative_slope=0.4),
    ],
)
@pytest.mark.parametrize("inside", [False, True])
def test_units_with_a_slope_of_their_own(unit, inside):
    def build(keras):
        dense = keras.layers.Dense
        first = [dense(5, activation=unit(keras))] if inside else [dense(5), unit(keras)]
        return [*first, dense(1)]

    agree(build, OPTIMIZERS["sgd"], tolerance=1e-5)


def test_functions_with_parameters():
    z = np.linspace(-3, 3, 13)
    for call in (
        lambda f: f.elu(z, alpha=0.5),
        lambda f: f.leaky_relu(z),
        lambda f: f.leaky_relu(z, negative_slope=0.1),
        lambda f: f.relu(z, negative_slope=0.3),
    ):
        np.testing.assert_allclose(call(ours.activations), call(theirs.activations), rtol=1e-6)


@pytest.mark.parametrize(
    "layer",
    [
        {"use_bias": lambda keras: False},
        {"kernel_regularizer": lambda keras: keras.regularizers.L1(0.02)},
        {"kernel_regularizer": lambda keras: keras.regularizers.L1L2(0.02, 0.03)},
        {"kernel_constraint": lambda keras: keras.constraints.MaxNorm(0.5)},
        {"trainable": lambda keras: False},
        {"bias_initializer": lambda keras: keras.initializers.Constant(0.3)},
    ],
    ids=lambda layer: next(iter(layer)),
)
def test_layers(layer):
    agree(net(**layer), OPTIMIZERS["momentum"])


@pytest.mark.parametrize(
    "loss, last, targets",
    [
        (lambda keras: keras.losses.Huber(delta=0.7), None, T),
        (lambda keras: keras.losses.CategoricalCrossentropy(from_logits=True), None, Y),
        (lambda keras: keras.losses.CategoricalCrossentropy(label_smoothing=0.2), "softmax", Y),
        (
            lambda keras: keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.2),
            None,
            Y,
        ),
        (
            lambda keras: keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            None,
            Y.argmax(axis=1),
        ),
        (lambda keras: keras.losses.MeanAbsolutePercentageError(), None, T),
        (lambda keras: keras.losses.MeanSquaredLogarithmicError(), "softplus", np.abs(T)),
        (lambda keras: "log_cosh", None, T),
        (lambda keras: keras.losses.Poisson(), "softplus", np.round(np.abs(T))),
        (lambda keras: "kl_divergence", "softmax", 0.8 * Y + 0.2 / 3),
        (lambda keras: keras.losses.CosineSimilarity(), None, Y - 0.2),
        (lambda keras: keras.losses.Hinge(), "tanh", np.sign(T)),
        (lambda keras: "squared_hinge", None, (T > 0).astype(float)),
        (lambda keras: keras.losses.CategoricalHinge(), None, Y),
    ],
)
def test_losses(loss, last, targets):
    units = 3 if targets.ndim == 1 else targets.shape[1]
    agree(net(last=last, units=units), OPTIMIZERS["sgd"], loss, targets)


@pytest.mark.parametrize(
    "make, tolerance",
    [
        (lambda keras: keras.metrics.Precision(), 1e-6),
        (lambda keras: keras.metrics.Recall(), 1e-6),
        (lambda keras: keras.metrics.AUC(), 0.02),
        (lambda keras: keras.metrics.RootMeanSquaredError(), 1e-6),
        (lambda keras: keras.metrics.MeanAbsoluteError(), 1e-6),
        (lambda keras: keras.metrics.BinaryAccuracy(), 1e-6),
        (lambda keras: keras.metrics.TruePositives(), 1e-6),
        (lambda keras: keras.metrics.FalsePositives(), 1e-6),
        (lambda keras: keras.metrics.TrueNegatives(), 1e-6),
        (lambda keras: keras.metrics.FalseNegatives(), 1e-6),
        (lambda keras: keras.metrics.BinaryCrossentropy(), 1e-5),
        (lambda keras: keras.metrics.R2Score(), 1e-5),
        # targets of 0 make 4e8 of it, where neighbours in float32 are 32 apart
        (lambda keras: keras.metrics.MeanAbsolutePercentageError(), 40),
        (lambda keras: keras.metrics.LogCoshError(), 1e-6),
        (lambda keras: keras.metrics.Poisson(), 1e-6),
        (lambda keras: keras.metrics.KLDivergence(), 1e-6),
        (lambda keras: keras.metrics.CosineSimilarity(), 1e-6),
        (lambda keras: keras.metrics.Hinge(), 1e-6),
        (lambda keras: keras.metrics.SquaredHinge(), 1e-6),
        (lambda keras: keras.metrics.CategoricalHinge(), 1e-6),
    ],
)
def test_metrics(make, tolerance):
    y, found = (T > 0).astype(float), []
    weights = [RNG.normal(size=(4, 1)), RNG.normal(size=1)]
    for keras in (theirs, ours):
        model = keras.Sequential([keras.Input(shape=(4,)), keras.layers.Dense(1, "sigmoid")])
        model.set_weights(weights)
        model.compile(loss="binary_crossentropy", metrics=[make(keras)])
        found.append(model.evaluate(X, y, verbose=0, return_dict=True))
    assert found[0].keys() == found[1].keys()
    for key in found[0]:
        assert found[1][key] == pytest.approx(found[0][key], abs=tolerance)
