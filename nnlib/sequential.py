"""Sequential: layers in a row; compile, fit, evaluate, predict. What trains is `training`, as everywhere."""

import sys

import numpy as np

from nnlib import feeding, goals, modelfile
from nnlib.callbacks import BestSoFar, EarlyStopping, History
from nnlib.descent import optimizer_of
from nnlib.gates import between, positive_int
from nnlib.model import Model
from nnlib.spelling import spelled
from nnlib.training import Trainer, epochs_bar

GONE = {
    "predict_classes": "nnlib.predict_classes(model.predict(X))",
    "predict_proba": "model.predict(X)",
    "fit_generator": "model.fit(X, y)",
}


class Sequential(Model):
    """A network of layers in a row, as in Keras: `add`, `compile`, `fit`, `evaluate`, `predict`.

    `rng` is a np.random.Generator or a seed. Without one the model makes its own, and `seed` tells which: the same
    seed gives the same weights and the same training, bit by bit. `affine` and `affine_backward` put functions of
    your own in the place of x W + b and its derivatives. Weights are drawn when they are first needed.
    """

    loss = loss_name = history = None
    stop_training = False

    def __getattr__(self, name):
        if name in GONE:
            raise AttributeError(f"{name} is gone; today: {GONE[name]}")
        raise AttributeError(f"Sequential has no {name!r}")

    # --- Training ---

    def compile(self, optimizer="sgd", loss=None, metrics=()):
        """Say how to train: an optimizer, a loss and metrics, by name or your own.

        Losses: sparse_categorical_crossentropy, categorical_crossentropy, binary_crossentropy, mse, mae, huber, or a
        pair (loss, loss_grad) of your own, of the output and y; those named as the book's losses of logits get
        logits. Metrics: accuracy, mse, mae, or functions (y, output). The optimizer starts from nothing.
        """
        if loss is None:
            raise ValueError("compile wants a loss, such as loss='sparse_categorical_crossentropy'")
        self.optimizer, self.loss = optimizer_of(optimizer), goals.loss_of(loss)
        if isinstance(metrics, str) or callable(metrics):
            metrics = [metrics]
        self.metrics = {goals.metric_name(metric): metric for metric in metrics or ()}
        self.loss_name = self.loss if isinstance(self.loss, str) else None
        self.wants_labels = self.loss_name == "sparse_categorical_crossentropy"
        self.objective = self._trainer = None
        self.steps, self.memory = 0, None
        if self.loss_name and self.input_shape and self.layers:
            goals.objective(self)  # raises where loss and last layer do not go together

    def _settle(self, X, y):
        """What has to be known before data are looked at: the input's shape, and the kind of targets."""
        if self.loss is None:
            raise RuntimeError(
                "the model is not compiled yet: compile(optimizer, loss) comes first"
            )
        if self.input_shape is None or (self._guessed and self._theta is None):
            if np.ndim(X) < 2:
                raise ValueError(f"X has shape {np.shape(X)}; wanted one row per example, (n, ...)")
            self._change()
            self.input_shape, self._guessed = np.shape(X)[1:], True
        if self.objective is None:
            if not self.loss_name:
                self.wants_labels = goals.looks_like_labels(np.asarray(y), self.sizes[-1])
            self.objective = goals.objective(self)

    def _train_with(self, batch_size):
        """The trainer; where a new one is needed, it takes over what the optimizer remembers."""
        if self._trainer is None or self._trainer.batch_size != batch_size:
            n_targets = 1 if self.wants_labels else self.sizes[-1]
            optimizer = self.optimizer.plugged(self.dtype)
            self._trainer = Trainer(
                self.network, self.objective, optimizer, batch_size, n_targets, self.plan.l2
            )
            if self.memory is not None:
                self._trainer.memory, self._trainer.steps = self.memory, self.steps
            self.memory = self._trainer.memory
        return self._trainer

    def _epoch(self, X, Y, weights, batch_size, lr):
        trainer = self._train_with(min(batch_size, len(X)))
        loss = trainer.epoch(X, Y, self.rng, lr, weights)
        self.steps = trainer.steps
        return loss

    @spelled(
        {"shuffle": "every epoch has its own order", "initial_epoch": "call fit again to go on"},
        nb_epoch="epochs",
        x="X: the first argument",
    )
    def fit(
        self, X, y, batch_size=32, epochs=1, verbose=1, callbacks=(), validation_split=0.0, validation_data=None,
        class_weight=None, sample_weight=None, *, rng=None,
    ):  # fmt: skip
        """Train for some epochs over minibatches in random order; returns the History.

        X (n, ...) as the model's input shape says; y (n,) labels or values, or (n, outputs). `validation_data` is
        (X, y); `validation_split` takes that share of rows from the end instead. Weights of examples are class weight
        times sample weight; the batch size, not their sum, divides the loss. History has, for each epoch, the mean
        "loss" while it trained (penalties included), the metrics after it, and the same with "val_". Dropout is off
        in all but the training itself. `verbose` 1 shows a bar, 2 a line per epoch, 0 nothing. Ctrl-C ends training
        and keeps the history and the best weights so far. Called again, it goes on from where it stopped.
        """
        epochs, batch_size = positive_int("epochs", epochs), positive_int("batch_size", batch_size)
        if rng is not None:
            self._use(rng)
        self._settle(X, y)
        X, Y = feeding.examples("X", X, "y", y, self)
        weights = goals.weights(class_weight, sample_weight, Y, self)
        held_out = None
        if validation_data is not None:
            held_out = self._validation(validation_data)
        elif between("validation_split", validation_split, 0, 1):
            (X, Y, weights), held_out = _cut(X, Y, weights, validation_split)
        self.history = History()
        best = BestSoFar("val_loss" if held_out else "loss")
        everyone = [self.history, best, *(callbacks or ())]
        self.stop_training = False
        for callback in everyone:
            callback.model = self
            callback.on_train_begin()
        try:
            self._epochs((X, Y, weights), batch_size, epochs, held_out, everyone, verbose)
        except KeyboardInterrupt:
            _interrupted(everyone, epochs)
        for callback in everyone:
            callback.on_train_end()
        return self.history

    def _epochs(self, data, batch_size, epochs, held_out, callbacks, verbose):
        bar = epochs_bar(epochs, verbose in (1, "auto", True))
        for epoch in bar:
            for callback in callbacks:
                callback.on_epoch_begin(epoch)
            lr = self.optimizer.rate(epoch, self.steps)
            logs = {"loss": self._epoch(*data, batch_size, lr)}
            if self.metrics:
                logs |= goals.measure(self, *data[:2])
            if held_out:
                logs |= {f"val_{key}": value for key, value in goals.score(self, *held_out).items()}
            _report(bar, epoch, epochs, logs, verbose)
            for callback in callbacks:
                callback.on_epoch_end(epoch, logs)
            if self.stop_training:
                bar.close()
                break

    def _validation(self, data):
        if not isinstance(data, (tuple, list)) or len(data) not in (2, 3):
            raise ValueError("validation_data wants (X, y) or (X, y, sample_weight)")
        X, Y = feeding.examples("validation X", data[0], "validation y", data[1], self)
        return X, Y, goals.weights(None, data[2] if len(data) == 3 else None, Y, self)

    def train_on_batch(self, X, y, sample_weight=None, class_weight=None):
        """One step on these rows, all in one batch; returns their loss before it."""
        self._settle(X, y)
        X, Y = feeding.examples("X", X, "y", y, self)
        weights = goals.weights(class_weight, sample_weight, Y, self)
        return self._epoch(X, Y, weights, len(X), self.optimizer.rate(0, self.steps))

    # --- Use ---

    def evaluate(self, X, y, batch_size=None, verbose=0, sample_weight=None, return_dict=False):
        """The loss on X and y, or, with metrics, the list [loss, *metrics]; a dict with `return_dict`."""
        self._settle(X, y)
        X, Y = feeding.examples("X", X, "y", y, self)
        scores = goals.score(self, X, Y, goals.weights(None, sample_weight, Y, self))
        if return_dict:
            return scores
        return list(scores.values()) if self.metrics else scores["loss"]

    # --- In a file ---

    def save(self, path):
        """Write layers, weights, and how far training has come, into one file, an npz without pickles.

        Functions of your own are noted by name: `load` needs them again, as custom_objects. A model compiled with a
        loss of your own, or a learning rate that is no number, has to be compiled again.
        """
        modelfile.save(self, path)

    @classmethod
    def load(cls, path, custom_objects=None, *, rng=None, **functions):
        """The model in a file that `save` wrote; rng, affine and affine_backward as for a new one.

        `custom_objects` is {name: (activation, activation_backward)}. Raises ValueError for a file that is no model,
        is cut short, or comes from another version of nnlib.
        """
        return modelfile.load(cls, path, custom_objects or {}, rng=rng, **functions)


def load_model(path, custom_objects=None):
    """The model in a file that `Sequential.save` wrote; see `Sequential.load`."""
    return Sequential.load(path, custom_objects)


def _report(bar, epoch, epochs, logs, verbose):
    """Show an epoch's numbers, and say once what to do about a loss that is no number any more."""
    if not bar.disable:
        bar.set_postfix({key: f"{value:.4f}" for key, value in logs.items()}, refresh=False)
    if verbose == 2:
        numbers = ", ".join(f"{key} {value:.4f}" for key, value in logs.items())
        print(f"epoch {epoch + 1}/{epochs}: {numbers}")
    if epoch == 0 and not np.isfinite(logs["loss"]):
        print(
            f"nnlib: the loss is {logs['loss']}. A smaller learning rate, or X on a scale around 1, mostly helps.",
            file=sys.stderr,
        )


def _cut(X, Y, weights, share):
    """The rows before the last `share` of them, and those."""
    start = len(X) - int(len(X) * share)
    if not 0 < start < len(X):
        raise ValueError(
            f"validation_split is {share}: of {len(X)} rows none would be left on one side"
        )
    parts = [
        (X[rows], Y[rows], None if weights is None else weights[rows])
        for rows in (slice(start), slice(start, None))
    ]
    return parts


def _interrupted(callbacks, epochs):
    """Say what Ctrl-C leaves, and go back to the best weights so far."""
    history, best, *others = callbacks
    best = next((other for other in others if isinstance(other, EarlyStopping)), best)
    kept = "There is no history yet."
    if best.best_epoch is not None:
        best.restore()
        kept = f"Kept: the history, and the weights of epoch {best.best_epoch + 1}, the best by {best.monitor}."
    print(f"nnlib: stopped by hand after {len(history.epoch)} of {epochs} epochs. {kept}")


def fit_history(model, X, y, epochs=1, B=32, rng=None, validation=None):
    """Train a compiled model and return its history, a dict of lists with one number per epoch.

    B is the batch size; `validation`, a pair (X, y), is measured after each epoch, with dropout off.
    """
    return model.fit(X, y, B, epochs, verbose=0, validation_data=validation, rng=rng).history
