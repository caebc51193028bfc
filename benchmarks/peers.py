"""The runners of the race: the same training, the way each system's own users write it.

A runner is a function `make(setting) -> run`, and `run(n)` trains on n rows once, in a shuffled order. All train the
dense network of `setting.sizes` with ReLU inside, on float32, from rows that lie in memory. An output of width 1 means
two classes and the logistic loss. What is not installed raises ImportError when its runner is made.
"""

import warnings
from dataclasses import dataclass

import numpy as np

LR = {"sgd": 0.01, "adam": 0.001}
ADAM = (0.9, 0.999, 1e-8)


@dataclass
class Setting:
    """What is raced: the widths, the size of a minibatch, the optimizer, the threads and the data."""

    sizes: tuple[int, ...]
    batch: int
    optimizer: str
    threads: int
    X: np.ndarray
    y: np.ndarray

    @property
    def lr(self):
        return LR[self.optimizer]

    @property
    def binary(self):
        return self.sizes[-1] == 1

    def layers(self):
        """He-normal weights and zero biases, [(W, b), ...]."""
        rng = np.random.default_rng(0)
        pairs = zip(self.sizes[:-1], self.sizes[1:], strict=True)
        return [
            (
                rng.normal(0, (2 / n_in) ** 0.5, (n_in, n_out)).astype(np.float32),
                np.zeros(n_out, np.float32),
            )
            for n_in, n_out in pairs
        ]


def synthetic(n_rows, sizes):
    """Rows of uniform noise, and labels at random: what is measured is the arithmetic, not what is learned."""
    rng = np.random.default_rng(0)
    return rng.random((n_rows, sizes[0]), np.float32), rng.integers(0, max(sizes[-1], 2), n_rows)


# --- The limit ------------------------------------------------------------------------------------------------------


def matrix_products(setting):
    """The matrix products of a step and nothing else: forward, gradient of W, gradient of x, one thread of BLAS.

    A batch of one goes by vectors where it can: BLAS is slow where a matrix has one row.
    """
    rng, sizes, batch = np.random.default_rng(0), setting.sizes, setting.batch
    rows = () if batch == 1 else (batch,)
    a = [rng.random((*rows, size), np.float32) for size in sizes]
    dz = [rng.random((*rows, size), np.float32) for size in sizes]
    dx = [np.empty_like(x) for x in a]
    weights = [W for W, _ in setting.layers()]
    grads = [np.empty_like(W) for W in weights]

    def step():
        for i, W in enumerate(weights):
            np.dot(a[i], W, out=dx[i + 1])
        for i in reversed(range(len(weights))):
            np.dot(np.atleast_2d(a[i]).T, np.atleast_2d(dz[i + 1]), out=grads[i])
            if i > 0 and batch == 1:
                np.dot(weights[i], dz[i + 1], out=dx[i])
            elif i > 0:
                np.dot(dz[i + 1], weights[i].T, out=dx[i])

    def run(n):
        for _ in range(0, n, batch):
            step()

    return run


# --- nnlib ----------------------------------------------------------------------------------------------------------


def nnlib_own(setting):
    """nnlib: its one training loop, as `train` and `Sequential` run it."""
    return _nnlib(setting, own=False)


def nnlib_learners(setting):
    """nnlib with a learner's relu and its backward in plain Python, compiled in."""
    return _nnlib(setting, own=True)


def learners_relu(z):
    a = np.empty_like(z)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = z[i, j] if z[i, j] > 0 else 0
    return a


def learners_relu_backward(dout, a):
    dz = np.empty_like(a)
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            dz[i, j] = dout[i, j] if a[i, j] > 0 else 0
    return dz


def _nnlib(setting, own):
    from nnlib.engine.network import dense_network
    from nnlib.engine.slots import number_or_pair, objective, optimizer
    from nnlib.engine.training import Trainer

    hidden = (learners_relu, learners_relu_backward) if own else number_or_pair("relu")
    last = number_or_pair("sigmoid" if setting.binary else "softmax")
    theta = np.concatenate([part.ravel() for layer in setting.layers() for part in layer])
    network = dense_network(setting.sizes, [hidden] * (len(setting.sizes) - 2) + [last], theta)
    loss = (
        ("binary_crossentropy", "sigmoid")
        if setting.binary
        else ("sparse_categorical_crossentropy", "softmax")
    )
    step = optimizer(setting.optimizer, np.float32, ADAM if setting.optimizer == "adam" else ())
    trainer = Trainer(network, objective(*loss, np.float32), step, setting.batch, 1)
    Y, rng = setting.y.astype(np.float32)[:, None], np.random.default_rng(0)

    def run(n):
        trainer.epoch(setting.X[:n], Y[:n], rng, setting.lr)

    run.parameters = [part for layer in _cut(theta, setting.sizes) for part in layer]
    return run


# --- NumPy ----------------------------------------------------------------------------------------------------------


def slope_at_logits(Z, y, binary):
    """The gradient of the mean loss at the logits."""
    if binary:
        return (1 / (1 + np.exp(-Z)) - y[:, None]) / np.float32(len(Z))
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y] -= 1
    return P / np.float32(len(Z))


def numpy_naive(setting):
    """NumPy as one writes it down: every line makes new arrays."""
    parameters = [part for layer in setting.layers() for part in layer]
    move, rng = _numpy_step(setting, parameters), np.random.default_rng(0)
    y = setting.y.astype(np.float32) if setting.binary else setting.y

    def run(n):
        order = rng.permutation(n)
        for start in range(0, n, setting.batch):
            rows = order[start : start + setting.batch]
            a = [setting.X[rows]]
            for W, b in zip(parameters[::2], parameters[1::2]):
                a.append(np.maximum(a[-1] @ W + b, 0))
            W, b = parameters[-2:]
            dz = slope_at_logits(a[-2] @ W + b, y[rows], setting.binary)
            grads = []
            for i in reversed(range(len(parameters) // 2)):
                grads = [a[i].T @ dz, dz.sum(axis=0), *grads]
                if i > 0:
                    dz = (dz @ parameters[2 * i].T) * (a[i] > 0)
            move(grads)

    run.parameters = parameters
    return run


def _numpy_step(setting, parameters):
    """Every array moved by a new one: gradient descent, or Adam."""
    m, v = ([np.zeros_like(p) for p in parameters] for _ in range(2))
    beta1, beta2, eps = ADAM
    t = 0

    def descend(grads):
        for i, g in enumerate(grads):
            parameters[i] = parameters[i] - setting.lr * g

    def adam(grads):
        nonlocal t
        t += 1
        for i, g in enumerate(grads):
            m[i] = beta1 * m[i] + (1 - beta1) * g
            v[i] = beta2 * v[i] + (1 - beta2) * g**2
            scale = setting.lr / (1 - beta1**t)
            parameters[i] = parameters[i] - scale * m[i] / (np.sqrt(v[i] / (1 - beta2**t)) + eps)

    return adam if setting.optimizer == "adam" else descend


def numpy_in_place(setting):
    """NumPy with every array made beforehand and every result written into one (`out=`)."""
    sizes, batch, lr = setting.sizes, setting.batch, np.float32(setting.lr)
    theta = np.concatenate([part.ravel() for layer in setting.layers() for part in layer])
    grad, m, v, scratch, other = (np.zeros_like(theta) for _ in range(5))
    parameters, grads = _cut(theta, sizes), _cut(grad, sizes)
    room = [np.empty((batch, size), np.float32) for size in sizes]
    slopes = [np.empty((batch, size), np.float32) for size in sizes]
    beta1, beta2, eps = (np.float32(number) for number in ADAM)
    y = setting.y.astype(np.float32) if setting.binary else setting.y
    rng, t = np.random.default_rng(0), 0

    def adam():
        nonlocal t
        t += 1
        np.multiply(m, beta1, out=m)
        np.multiply(grad, 1 - beta1, out=scratch)
        np.add(m, scratch, out=m)
        np.multiply(v, beta2, out=v)
        np.multiply(grad, grad, out=scratch)
        np.multiply(scratch, 1 - beta2, out=scratch)
        np.add(v, scratch, out=v)
        np.multiply(v, np.float32(1 / (1 - ADAM[1] ** t)), out=scratch)
        np.sqrt(scratch, out=scratch)
        np.add(scratch, eps, out=scratch)
        np.divide(m, scratch, out=other)
        np.multiply(other, np.float32(setting.lr / (1 - ADAM[0] ** t)), out=other)
        np.subtract(theta, other, out=theta)

    def descend():
        np.multiply(grad, lr, out=scratch)
        np.subtract(theta, scratch, out=theta)

    move = adam if setting.optimizer == "adam" else descend

    def run(n):
        order = rng.permutation(n)
        for start in range(0, n, batch):
            rows = order[start : start + batch]
            a, d = ([x[: len(rows)] for x in arrays] for arrays in (room, slopes))
            np.take(setting.X, rows, axis=0, out=a[0], mode="clip")
            for i, (W, b) in enumerate(parameters):
                np.dot(a[i], W, out=a[i + 1])
                np.add(a[i + 1], b, out=a[i + 1])
                if i < len(parameters) - 1:
                    np.maximum(a[i + 1], 0, out=a[i + 1])
            d[-1][:] = slope_at_logits(a[-1], y[rows], setting.binary)
            for i in reversed(range(len(parameters))):
                (W, _), (dW, db) = parameters[i], grads[i]
                np.dot(a[i].T, d[i + 1], out=dW)
                np.sum(d[i + 1], axis=0, out=db)
                if i > 0:
                    np.dot(d[i + 1], W.T, out=d[i])
                    np.multiply(d[i], a[i] > 0, out=d[i])
            move()

    run.parameters = [part for layer in parameters for part in layer]
    return run


def _cut(theta, sizes):
    """The views (W, b) of each layer."""
    layers, start = [], 0
    for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):
        stop = start + n_in * n_out
        layers.append((theta[start:stop].reshape(n_in, n_out), theta[stop : stop + n_out]))
        start = stop + n_out
    return layers


# --- Others ---------------------------------------------------------------------------------------------------------


def scikit_learn(setting):
    """scikit-learn's MLPClassifier, an epoch by `partial_fit`, without momentum or penalty."""
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(
        setting.sizes[1:-1], solver=setting.optimizer, batch_size=setting.batch, alpha=0, momentum=0,
        nesterovs_momentum=False, learning_rate_init=setting.lr, random_state=0,
    )  # fmt: skip
    classes = np.arange(max(setting.sizes[-1], 2))

    def run(n):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.partial_fit(setting.X[:n], setting.y[:n], classes=classes)

    return run


def pytorch(setting):
    """PyTorch as one writes it: a Sequential, autograd, an optimizer, minibatches by index."""
    import torch

    torch.set_num_threads(setting.threads)
    modules = []
    for n_in, n_out in zip(setting.sizes[:-1], setting.sizes[1:], strict=True):
        modules += [torch.nn.Linear(n_in, n_out), torch.nn.ReLU()]
    model = torch.nn.Sequential(*modules[:-1])
    kind = torch.optim.Adam if setting.optimizer == "adam" else torch.optim.SGD
    optimizer = kind(model.parameters(), lr=setting.lr)
    X, y = torch.from_numpy(setting.X), torch.from_numpy(setting.y)
    loss = torch.nn.CrossEntropyLoss()
    if setting.binary:
        y, loss = y.to(torch.float32)[:, None], torch.nn.BCEWithLogitsLoss()

    def run(n):
        for rows in torch.randperm(n).split(setting.batch):
            optimizer.zero_grad()
            loss(model(X[rows]), y[rows]).backward()
            optimizer.step()

    return run


def jax_scan(setting):
    """JAX with the whole epoch compiled: a scan over the minibatches, parameters handed over and not copied."""
    import jax
    import jax.numpy as jnp

    def cost(parameters, x, y):
        for W, b in parameters[:-1]:
            x = jax.nn.relu(x @ W + b)
        W, b = parameters[-1]
        z = x @ W + b
        if setting.binary:
            return jnp.mean(jnp.logaddexp(0, z[:, 0]) - y * z[:, 0])
        return -jnp.mean(jax.nn.log_softmax(z)[jnp.arange(len(y)), y])

    beta1, beta2, eps = ADAM

    def move(state, grads):
        parameters, m, v, t = state
        each = jax.tree.map
        if setting.optimizer == "sgd":
            return each(lambda p, g: p - setting.lr * g, parameters, grads), m, v, t
        t = t + 1
        m = each(lambda m, g: beta1 * m + (1 - beta1) * g, m, grads)
        v = each(lambda v, g: beta2 * v + (1 - beta2) * g * g, v, grads)
        rate, unbias = setting.lr / (1 - beta1**t), 1 / (1 - beta2**t)
        moved = each(lambda p, m, v: p - rate * m / (jnp.sqrt(v * unbias) + eps), parameters, m, v)
        return moved, m, v, t

    def epoch(state, X, y, order):
        def step(state, rows):
            return move(state, jax.grad(cost)(state[0], X[rows], y[rows])), None

        return jax.lax.scan(step, state, order)[0]

    run_epoch = jax.jit(epoch, donate_argnums=0)
    X, y = jnp.asarray(setting.X), jnp.asarray(setting.y.astype(np.int32))
    parameters = [(jnp.asarray(W), jnp.asarray(b)) for W, b in setting.layers()]
    m, v = (jax.tree.map(jnp.zeros_like, parameters) for _ in range(2))
    state, rng = (parameters, m, v, jnp.float32(0)), np.random.default_rng(0)

    def run(n):
        nonlocal state
        steps = n // setting.batch
        order = rng.permutation(n)[: steps * setting.batch].reshape(steps, setting.batch)
        state = jax.block_until_ready(run_epoch(state, X, y, order))

    return run


def keras_on_jax(setting):
    """Keras on JAX: compile and fit."""
    import jax  # noqa: F401  # its absence is the clearer message
    import keras

    widths = setting.sizes[1:]
    model = keras.Sequential([keras.layers.Input((setting.sizes[0],))])
    for width in widths[:-1]:
        model.add(keras.layers.Dense(width, activation="relu"))
    model.add(keras.layers.Dense(widths[-1]))
    losses = keras.losses
    loss = losses.BinaryCrossentropy if setting.binary else losses.SparseCategoricalCrossentropy
    kind = keras.optimizers.Adam if setting.optimizer == "adam" else keras.optimizers.SGD
    model.compile(loss=loss(from_logits=True), optimizer=kind(setting.lr))
    return lambda n: model.fit(
        setting.X[:n], setting.y[:n], batch_size=setting.batch, epochs=1, verbose=0
    )


LIMIT = "matrix products"
SYSTEMS = {
    LIMIT: matrix_products,
    "nnlib": nnlib_own,
    "nnlib + own relu": nnlib_learners,
    "NumPy in place": numpy_in_place,
    "NumPy naive": numpy_naive,
    "scikit-learn": scikit_learn,
    "PyTorch": pytorch,
    "JAX scan": jax_scan,
    "Keras on JAX": keras_on_jax,
}
