"""Sequential: layers in a row; compile, fit, evaluate, predict. What trains is `training`, as everywhere."""

import json
from collections.abc import Callable, Sequence
from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnlib.batching import epoch_mean_loss, minibatches
from nnlib.core.arguments import a_function, as_array, between, flag, positive_int, whole_number
from nnlib.core.words import tr
from nnlib.engine.network import Network
from nnlib.engine.slots import Objective
from nnlib.engine.training import Trainer
from nnlib.models import feeds, files, inputs, large, losses, nested
from nnlib.models.adaptive import optimizer_of
from nnlib.models.callbacks import Callback, History
from nnlib.models.deprecated import spelled
from nnlib.models.earlier import Earlier
from nnlib.models.epochs import run_epochs
from nnlib.models.losses import Loss
from nnlib.models.metrics import Metric, measure, named
from nnlib.models.model import Model
from nnlib.models.optimizers import Optimizer
from nnlib.models.settings import refuse_overrides

GONE = {
    "inputs": tr("model.input_shape: there are no symbolic tensors here"),
    "outputs": tr("model.output_shape: there are no symbolic tensors here"),
    "input": tr("model.input_shape: there are no symbolic tensors here"),
    "output": tr("model.output_shape: there are no symbolic tensors here"),
    "predict_generator": "model.predict(X)",
}
ONE_PROCESS = dict.fromkeys(
    ("workers", "use_multiprocessing", "max_queue_size"), tr("epochs run in one compiled loop")
)
ALWAYS = {  # of compile: what asks for nothing else than what is done anyway
    "run_eagerly": (tr("epochs run in one compiled loop"), False, None),
    "jit_compile": (tr("epochs run in one compiled loop"), True, "auto", None),
    "steps_per_execution": (tr("epochs run in one compiled loop"), 1, None),
    "loss_weights": (tr("there is one loss; weights of rows and classes go into fit"), None),
    "weighted_metrics": (tr("metrics, which count every row alike"), None),
}
STEPS = {"steps": (tr("X as an array, of which every row is taken"), None)}
FIRST_TWO = {"x": tr("X: the first argument")}


class Sequential(Earlier, Model):
    """A network of layers in a row, as in Keras: `add`, `compile`, `fit`, `evaluate`, `predict`.

    `rng` is a np.random.Generator or a seed. Without one the model makes its own, and `seed` tells which: the same
    seed gives the same weights and the same training, bit by bit. `affine` and `affine_backward` put functions of
    your own in the place of x W + b and its derivatives. Weights are drawn when they are first needed; layers may be
    added between trainings, and an optimizer that has other weights to move, or is another one, starts from nothing.

    >>> import numpy as np
    >>> from nnlib import Dense, Input
    >>> model = Sequential([Input([2]), Dense(8, "tanh"), Dense(1, "sigmoid")], rng=0)
    >>> model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    >>> X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    >>> history = model.fit(X, y, epochs=3, verbose=0)
    >>> sorted(history.history), len(history.epoch), model.predict(X).shape
    (['accuracy', 'loss'], 3, (4, 1))
    """

    loss: Any = None
    loss_name: str | None = None
    metrics: dict[str, Metric] = {}
    wants_labels: bool = False
    objective: Objective | None = None
    history: History | None = None
    stop_training: bool = False
    steps: int = 0
    memory: np.ndarray | None = None
    _optimizer: Optimizer | None = None
    _objective_of: tuple | None = None
    _memory_of: tuple | None = None
    _trainer: Trainer | None = None
    _trainer_of: tuple | None = None

    def __init_subclass__(cls) -> None:
        names = ("call", "train_step", "test_step", "predict_step", "make_train_function")
        refuse_overrides(cls, names, tr("epochs run in one compiled loop. Look in from a Callback"))

    def __getattr__(self, name: str) -> Any:
        if name in GONE:
            raise AttributeError(
                tr("Sequential has no {name!r}; there is {other}", name=name, other=GONE[name])
            )
        raise AttributeError(tr("Sequential has no {name!r}", name=name))

    # --- Training ---------------------------------------------------------------------------------------------------

    @spelled(ALWAYS)
    def compile(
        self, optimizer: str | Optimizer = "sgd", loss: Loss | None = None, metrics: Metric | Sequence[Metric] = ()
    ) -> None:  # fmt: skip
        """Say how to train: an optimizer, a loss and metrics, by name or your own.

        Losses: sparse_categorical_crossentropy, categorical_crossentropy, binary_crossentropy, mse, mae, huber, mape,
        msle, log_cosh, poisson, kl_divergence, cosine_similarity, hinge, squared_hinge, categorical_hinge, or a pair
        (loss, loss_grad) of your own, of the output and y; those named as the book's losses of logits get logits.
        Metrics: accuracy, precision, recall, auc, the losses' names, or functions (y, output). The optimizer starts
        from nothing. Raises ValueError for unknown names and for a loss that does not go with the last layer.
        """
        if loss is None:
            raise ValueError(
                tr("compile wants a loss, such as loss='sparse_categorical_crossentropy'")
            )
        self.optimizer, self.loss = optimizer, losses.loss_of(loss)
        self.metrics = named(metrics)
        self.loss_name = self.loss if isinstance(self.loss, str) else None
        self.wants_labels = self.loss_name == "sparse_categorical_crossentropy"
        self.objective = None
        nested.look_at(self)
        self.trained = [layer.trainable for layer in self.layers]
        self.resume(0, None)
        if self.loss_name and self.input_shape and self.layers:
            losses.objective(self)  # raises where loss and last layer do not go together

    @property
    def optimizer(self) -> Optimizer | None:
        """The optimizer; another one, also given by name, starts from nothing at the next epoch."""
        return self._optimizer

    @optimizer.setter
    def optimizer(self, optimizer: str | Optimizer) -> None:
        self._optimizer = optimizer_of(optimizer)

    @property
    def takes_logits(self) -> bool:
        """Whether what the model puts out are logits, which its loss turns into probabilities."""
        return losses.takes_logits(self)

    @property
    def metrics_names(self) -> list[str]:
        """What `evaluate` gives: "loss", and the metrics."""
        return ["loss", *self.metrics]

    def resume(self, steps: int, memory: np.ndarray | None) -> None:
        """Go on from so many steps, with what the optimizer remembers of them; None: from nothing."""
        self.steps, self.memory, self._trainer = steps, memory, None
        self._memory_of = None if memory is None else self._remembers_for()

    def progress(self) -> tuple[int, np.ndarray | None]:
        """How many steps there were, and what the optimizer remembers of them.

        They are 0 and None where nothing fits any more: other layers, another optimizer, or another step of it.
        """
        now = self._remembers_for()
        if self._memory_of != now:
            self.resume(0, None)
            self._memory_of = now
        return self.steps, self.memory

    def _remembers_for(self) -> tuple:
        """What an optimizer's memory belongs to: that optimizer, its step, and the layers whose weights it moves."""
        name, _ = self.optimizer.form()
        held = tuple(self.plan.held)
        return self.optimizer, name, self.optimizer.step, tuple(self._shapes(self.sizes)), held

    def _settle(self, X: ArrayLike, y: ArrayLike) -> None:
        """What has to be known before data are looked at: the input's shape, and the kind of targets."""
        if self.loss is None:
            raise RuntimeError(
                tr("the model is not compiled yet: compile(optimizer, loss) comes first")
            )
        if self.input_shape is None or (self._guessed and self._theta is None):
            if np.ndim(X) < 2:
                raise ValueError(
                    tr(
                        "X has shape {shape}; wanted one row per example, (n, ...)",
                        shape=np.shape(X),
                    )
                )
            self.input_shape, self._guessed = np.shape(X)[1:], True
        made_of = (self.loss, self.plan.pairs[-1], self.sizes[-1])
        if self.objective is None or self._objective_of != made_of:
            if not self.loss_name:
                self.wants_labels = losses.looks_like_labels(np.asarray(y), self.sizes[-1])
            self.objective, self._objective_of = losses.objective(self), made_of

    def _train_with(self, batch_size: int) -> Trainer:
        """The trainer for what the model is now; a new one takes over what the optimizer remembers, where it can."""
        network, whole = self.network, self.plan
        if all(W and b for W, b in whole.held):
            raise ValueError(
                tr(
                    "no layer of {name} is trained: with trainable = False their weights stay. Set "
                    "trainable = True before compile",
                    name=self.name,
                )
            )
        form = self.optimizer.form(), self.optimizer.around(whole)
        rest = batch_size, form, whole.l1, whole.l2
        self.progress()
        made_of = self._trainer_of or (None, None, None)
        known = made_of[0] is network and made_of[1] is self.objective and made_of[2] == rest
        if self._trainer is None or not known:
            self._trainer = self._new_trainer(network, batch_size)
            self._trainer_of = (network, self.objective, rest)
        self.memory = self._trainer.memory
        return self._trainer

    def _new_trainer(self, network: Network, batch_size: int) -> Trainer:
        """A trainer of this network that goes on from `steps` and `memory`."""
        n_targets = 1 if self.wants_labels else self.sizes[-1]
        whole, optimizer = self.plan, self.optimizer.plugged(self.dtype, self.plan)
        trainer = Trainer(
            network, self.objective, optimizer, batch_size, n_targets, whole.l2, whole.l1
        )
        if self.memory is not None:
            trainer.memory, trainer.steps = self.memory, self.steps
        return trainer

    def train_epoch(
        self, data: inputs.Rows, batch_size: int, epoch: int = 0, shuffle: bool = True
    ) -> float:
        """One epoch on checked rows, at its learning rate; the mean loss while it trained."""
        X, Y, weights = data
        trainer = self._train_with(batch_size)
        rates = self.optimizer.rates(epoch, self.steps, -(-len(X) // batch_size))
        loss = trainer.epoch(X, Y, self.rng, rates, weights, shuffle)
        self.steps = trainer.steps
        return loss

    @spelled(
        ONE_PROCESS
        | {
            "validation_freq": (tr("validation follows every epoch"), 1),
            "show_accuracy": (tr("metrics=['accuracy'] in compile"), False),
        },
        nb_epoch="epochs",
        **FIRST_TWO,
    )
    def fit(
        self, X: ArrayLike, y: ArrayLike | None = None, batch_size: int | None = None, epochs: int = 1,
        verbose: Any = 1, callbacks: Callback | Sequence[Callback] | None = (), validation_split: float = 0.0,
        validation_data: Any = None, shuffle: bool = True, class_weight: Any = None,
        sample_weight: ArrayLike | None = None, initial_epoch: int = 0, steps_per_epoch: int | None = None,
        validation_steps: int | None = None, validation_batch_size: int | None = None, *,
        rng: np.random.Generator | int | None = None,
    ) -> History:  # fmt: skip
        """Train for some epochs over minibatches (of 32 rows) in random order, or in that of the rows; the History.

        X (n, ...) as the model's input shape says; y (n,) labels or values, or (n, outputs). X can also be a generator
        of batches (X, y) or (X, y, sample_weight), of which `steps_per_epoch` make an epoch; a dask array, of which
        one block of rows is in memory at a time, and rows are shuffled within their block; or a file mapped by
        `np.load(..., mmap_mode="r")`, which in the model's dtype is never read as a whole. Epochs are counted from
        `initial_epoch` up to `epochs`. `validation_data` is (X, y), or a generator with `validation_steps`;
        `validation_split` takes that share of rows from the end instead. Weights of examples are class weight
        times sample weight; the batch size, not their sum, divides the loss. History has, for each epoch, the mean
        "loss" while it trained (penalties included), the metrics after it, and the same with "val_". Dropout is off
        in all but the training itself. `verbose` 1 shows a bar, 2 a line per epoch, 0 nothing. Ctrl-C ends training
        and keeps the history and the best weights so far. Called again, it goes on from where it stopped.
        Raises ValueError or TypeError for data that do not fit, RuntimeError before `compile`.
        """
        first = whole_number("initial_epoch", initial_epoch)
        each, size = (
            range(first, positive_int("epochs", epochs)),
            32 if batch_size is None else batch_size,
        )
        if validation_batch_size is not None:  # it changes no number: rows are measured one by one
            positive_int("validation_batch_size", validation_batch_size)
        if rng is not None:
            self._use(rng)
        held_out = None
        if large.is_in_blocks(X):
            others = validation_split, class_weight, sample_weight
            X, steps_per_epoch = self._blocks(X, y, size, shuffle, others, steps_per_epoch)
            y = None
        if y is None and hasattr(X, "__next__"):
            batch, feed = feeds.generated(X, steps_per_epoch)
            self.checked_batch(batch)
        else:
            data = self._checked(X, y, sample_weight, class_weight)
            if validation_data is None and between("validation_split", validation_split, 0, 1):
                data, held_out = inputs.cut(data, validation_split)
            size = min(positive_int("batch_size", size), len(data[0]))
            feed = feeds.Feed(data, size, flag("shuffle", shuffle), steps_per_epoch)
        if validation_data is not None:
            held_out = self._validation(feeds.collected(validation_data, validation_steps))
        self.history = run_epochs(self, feed, each, held_out, callbacks, verbose)
        return self.history

    def _blocks(self, X, y, size, shuffle, others, steps):
        """The minibatches of a dask array, and how many make an epoch."""
        if any(other is not None and other != 0 for other in others):
            raise ValueError(
                tr(
                    "X is a dask array: with it, fit takes no validation_split and no weights; a "
                    "generator of batches (X, y, sample_weight) does"
                )
            )
        source, whole = large.batches(
            X, y, positive_int("batch_size", size), flag("shuffle", shuffle), self
        )
        return source, min(whole, steps or whole)

    def checked_batch(self, batch: Any) -> inputs.Rows:
        """A batch (X, y) or (X, y, sample_weight) as the loop wants it."""
        if not isinstance(batch, (tuple, list)) or len(batch) not in (2, 3):
            raise ValueError(tr("a generator gives batches (X, y) or (X, y, sample_weight)"))
        return self._checked(batch[0], batch[1], batch[2] if len(batch) == 3 else None)

    def _checked(self, X: Any, y: Any, sample_weight: Any, class_weight: Any = None) -> inputs.Rows:
        """X, y and the weights as the loop wants them."""
        if y is None:
            raise TypeError(tr("y is missing: fit(X, y)"))
        self._settle(X, y)
        X, Y = inputs.examples("X", X, "y", y, self)
        return X, Y, losses.weights(class_weight, sample_weight, Y, self)

    def _validation(self, data: Any) -> inputs.Rows:
        if not isinstance(data, (tuple, list)) or len(data) not in (2, 3):
            raise ValueError(tr("validation_data wants (X, y) or (X, y, sample_weight)"))
        X, Y = inputs.examples("validation X", data[0], tr("validation y"), data[1], self)
        return X, Y, losses.weights(None, data[2] if len(data) == 3 else None, Y, self)

    @spelled({"reset_metrics": (tr("metrics are those of one batch"), True)}, **FIRST_TWO)
    def train_on_batch(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None, class_weight: Any = None,
        return_dict: bool = False,
    ) -> float | list[float] | dict[str, float]:  # fmt: skip
        """One step on these rows, all in one batch; returns their loss before it, as a list with the metrics after it.

        Without metrics it is the loss alone; with `return_dict` a dict. Raises as `fit` does.
        """
        data = self._checked(X, y, sample_weight, class_weight)
        found = {"loss": self.train_epoch(data, len(data[0]))} | measure(self, *data[:2])
        if return_dict:
            return found
        return list(found.values()) if self.metrics else found["loss"]

    def reset_metrics(self) -> None:
        """Nothing: each number is that of the rows it was asked for, and nothing is carried on."""

    # --- Use --------------------------------------------------------------------------------------------------------

    @spelled(STEPS, **FIRST_TWO)
    def evaluate(
        self, X: ArrayLike, y: ArrayLike, batch_size: int | None = None, verbose: Any = 0,
        sample_weight: ArrayLike | None = None, return_dict: bool = False,
    ) -> float | list[float] | dict[str, float]:  # fmt: skip
        """The loss on X and y, or, with metrics, the list [loss, *metrics]; a dict with `return_dict`.

        Raises as `fit` does.
        """
        scores = losses.score(self, *self._checked(X, y, sample_weight))
        if return_dict:
            return scores
        return list(scores.values()) if self.metrics else scores["loss"]

    def test_on_batch(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None, return_dict: bool = False
    ) -> float | list[float] | dict[str, float]:  # fmt: skip
        """The same as `evaluate`."""
        return self.evaluate(X, y, sample_weight=sample_weight, return_dict=return_dict)

    # --- In a file --------------------------------------------------------------------------------------------------

    def save(self, path: str | PathLike) -> None:
        """Write layers, weights, and how far training has come, into one file, an npz without pickles.

        Functions of your own are noted by name: `load` needs them again, as custom_objects. A model compiled with a
        loss of your own or with numbers of its own, or a learning rate that is no number, has to be compiled
        again. The file is there as a
        whole, or as it was before.
        """
        files.save(self, path)

    def get_config(self) -> dict[str, Any]:
        """The layers' settings and the model's name, as `to_json` writes them."""
        return files.described_by(self)

    def to_json(self, **settings: Any) -> str:
        """The layers as a JSON text, without weights and training; `keras.models.model_from_json` reads it."""
        return json.dumps(files.described_by(self), **settings)

    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: dict | None = None
    ) -> "Sequential":
        """The model that `get_config` described, its weights drawn anew. Raises ValueError for another dict."""
        first, layers = files.described(config, custom_objects or {})
        return cls([first, *layers], config["name"], dtype=config["dtype"])

    @classmethod
    def load(
        cls, path: str | PathLike, custom_objects: dict | None = None, *, rng: Any = None, **functions: Callable
    ) -> "Sequential":  # fmt: skip
        """The model in a file that `save` wrote; rng, affine and affine_backward as for a new one.

        `custom_objects` is {name: (activation, activation_backward)}. Raises ValueError for a file that is no model,
        is cut short or damaged, or comes from another version of nnlib.
        """
        return files.load(cls, path, custom_objects or {}, rng=rng, **functions)


def load_model(path: str | PathLike, custom_objects: dict | None = None) -> Sequential:
    """The model in a file that `Sequential.save` wrote; see `Sequential.load`.

    >>> import tempfile
    >>> from nnlib import Dense, Input
    >>> model = Sequential([Input([3]), Dense(2)], rng=0)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     model.save(f"{folder}/my.keras")
    ...     again = load_model(f"{folder}/my.keras")
    >>> again.sizes, bool((again.theta == model.theta).all())
    ([3, 2], True)
    """
    return Sequential.load(path, custom_objects)


def fit_history(
    model: Any, X: ArrayLike, y: ArrayLike, epochs: int = 1, B: int = 32,
    rng: np.random.Generator | int | None = None, validation: Any = None,
) -> dict[str, list[float]]:  # fmt: skip
    """Train a compiled model and return its history, a dict of lists with one number per epoch.

    B is the batch size; `validation`, a pair (X, y), is measured after each epoch, with dropout off. A model other than
    Sequential needs two methods: train_on_batch(X, y), one step, which returns the loss before it, and evaluate(X, y).
    "loss" is the mean over the examples while the model trained. Raises as `Sequential.fit` does.

    >>> from nnlib import Dense
    >>> model = Sequential([Dense(1)], rng=0)
    >>> model.compile("sgd", "mse")
    >>> list(fit_history(model, [[0.0], [1.0]], [0.0, 1.0], epochs=2))
    ['loss']
    """
    if isinstance(model, Sequential):
        return model.fit(X, y, B, epochs, verbose=0, validation_data=validation, rng=rng).history
    for name in ("train_on_batch", "evaluate"):
        a_function(f"model.{name}", getattr(model, name, None))
    rng, X, y = np.random.default_rng(rng), as_array("X", X), as_array("y", y)
    history: dict[str, list[float]] = {"loss": []} | (
        {} if validation is None else {"val_loss": []}
    )
    for _ in range(positive_int("epochs", epochs)):
        batches = minibatches(len(X), B, rng)
        losses = [model.train_on_batch(X[rows], y[rows]) for rows in batches]
        history["loss"].append(epoch_mean_loss(losses, [len(rows) for rows in batches]))
        if validation is not None:
            history["val_loss"].append(model.evaluate(*validation))
    return history
