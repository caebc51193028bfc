"""Model: layers in a row and their weights, before anything is trained. What computes is `network`, as everywhere.

Who owns what: this file sets name, dtype, rng, seed, layers, input_shape and theta; `sequential` sets optimizer, loss,
loss_name, metrics and wants_labels when it compiles, and objective, steps, memory, history and stop_training when it
trains. Whatever follows from the layers (`plan`, `sizes`, `theta`, `network`) is compared with them at every use, so
nothing has to be told that a layer was added, taken away or changed.
"""

import copy
import sys
import warnings
from collections.abc import Callable, Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from nnlib.core.arguments import as_floats, generator, positive_int
from nnlib.core.words import tr
from nnlib.engine.network import Network, dense_network
from nnlib.layers import affine_backward, affine_forward
from nnlib.models import drawing, inputs, large, nested, plan, seeds, weightfiles
from nnlib.models.deprecated import spelled
from nnlib.models.layers import Dense, Input, Layer
from nnlib.models.plan import Plan, Shape, as_shape

HERE = str(Path(__file__).parent)
NO_BRANCHES = {  # of summary
    "positions": (tr("columns are as wide as what stands in them"), None),
    "expand_nested": (tr("there are no models inside of models here"), False, True),
    "layer_range": (tr("all layers are shown"), None),
}


class Model:
    """Layers in a row: `add` them, look at their weights, `predict`. `Sequential` trains them.

    Weights are drawn when they are first needed, and stay with their layer while its shape stays.

    >>> model = Model([Input([2]), Dense(3, "relu"), Dense(1)], rng=0)
    >>> model.sizes, model.count_params()
    ([2, 3, 1], 13)
    >>> model.predict([[0.0, 0.0]]).tolist()
    [[0.0]]
    """

    def __init__(
        self, layers: Iterable[Layer] | None = (), name: str = "sequential", *,
        rng: np.random.Generator | int | None = None, dtype: DTypeLike = "float32",
        affine: Callable = affine_forward, affine_backward: Callable = affine_backward,
    ) -> None:  # fmt: skip
        self.dtype = np.dtype(dtype)
        if self.dtype not in (np.float32, np.float64):
            raise TypeError(tr("dtype is {dtype}; wanted float32 or float64", dtype=dtype))
        self.name, self.affine, self.affine_backward = name, affine, affine_backward
        self.seed: int | None = None
        self.rng: np.random.Generator
        self._use(seeds.fresh() if rng is None else rng)
        self.layers: list[Layer] = []
        self.input_shape: tuple[int, ...] | None = None
        self._guessed = False  # whether input_shape was read off the first X
        self._plan: Plan | None = None
        self._plan_of: tuple | None = None
        self.parts: list[nested.Part] = []  # models whose layers stand in this one
        self.inside: Model | None = None  # the model that this one is a part of
        self.trained: list[bool] | None = None  # which layers were trained when it was compiled
        self._theta: np.ndarray | None = None
        self._drawn: list[tuple[Dense, int, int]] = []  # what theta was drawn for
        self._network: Network | None = None
        self._network_of: tuple | None = None
        for layer in layers or ():
            self.add(layer)

    def _use(self, rng: Any) -> None:
        """Draw from this generator, or from a fresh one of this seed, from now on."""
        if isinstance(rng, (int, np.integer)) and not isinstance(rng, bool):
            self.seed, rng = int(rng), np.random.default_rng(rng)
        self.rng = generator("rng", rng)

    def __getstate__(self) -> dict[str, Any]:
        alone = {"parts": [], "inside": None}  # a copy shares its weights with nobody
        return self.__dict__ | dict.fromkeys(COMPILED & self.__dict__.keys()) | alone

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        for key in ("_theta", "memory"):
            if state.get(key) is not None:  # a file that is mapped into memory is read-only
                setattr(self, key, np.require(state[key], requirements="CWE"))

    # --- Layers -----------------------------------------------------------------------------------------------------

    def add(self, layer: "Layer | Model") -> None:
        """Put one more layer at the end, or a model, which goes on with the same weights as this one.

        Raises ValueError where it does not fit, TypeError where it is no layer.
        """
        if isinstance(layer, Model):
            return nested.put_in(self, layer)
        if not isinstance(layer, Layer):
            raise TypeError(
                tr("add was given {layer!r}; wanted a layer, such as Dense(10)", layer=layer)
            )
        if layer.model is self and layer in self.layers:
            raise ValueError(
                tr("{name} is part of a model already; make a new one", name=layer.name)
            )
        if layer.model is not None:
            layer = self._taken_over(layer)
        if isinstance(layer, Input) and (self.layers or self.input_shape):
            raise ValueError(tr("the shape of the input must come first"))
        if not self.layers and layer.input_shape:
            self.input_shape = layer.input_shape
        if isinstance(layer, Input):
            return
        kind = type(layer).__name__.lower()
        same = sum(type(other) is type(layer) for other in self.layers)
        layer.name = layer.name or (f"{kind}_{same}" if same else kind)
        layer.model = self
        self.layers.append(layer)

    def _taken_over(self, layer: Layer) -> Layer:
        """A copy of another model's layer, which starts with the weights that the layer has now."""
        other, own = layer.model, copy.copy(layer)
        own.model = None
        if not self.layers and other.layers[:1] == [layer]:
            own.input_shape = other.input_shape
        if isinstance(layer, Dense) and layer in other.layers and other._theta is not None:
            W, b = (view.copy() for view in layer.views())
            own.kernel_initializer = lambda n_in, n_out, rng: W
            own.bias_initializer = lambda n_in, n_out, rng: np.tile(b, (n_in, 1))
        place = 3  # this function, `add`, and whoever called that
        while sys._getframe(place - 1).f_code.co_filename.startswith(HERE):
            place += 1
        warnings.warn(
            tr(
                "{name} belongs to another model: its settings and weights are copied, and training here "
                "leaves the other model as it is",
                name=layer.name,
            ),
            UserWarning,
            place,
        )
        return own

    def pop(self) -> Layer:
        """Take the last layer off, and return it. Raises ValueError where there is none."""
        if not self.layers:
            raise ValueError(tr("the model has no layers: there is nothing to take off"))
        layer = self.layers.pop()
        layer.model = None
        return layer

    @property
    def plan(self) -> Plan:
        """What the layers add up to. Raises RuntimeError before the shape of the input is known."""
        if self.input_shape is None and self.inside is not None:
            self.inside.build()  # which tells its parts what comes in
        if self.input_shape is None:
            raise RuntimeError(
                tr("the model does not know its input yet: fit it, or begin with Input(shape=[8])")
            )
        nested.look_at(self)
        made_of = self.input_shape, self.trained, [(layer, layer.changes) for layer in self.layers]
        if self._plan_of != made_of:
            for layer in self.layers:
                layer.model = self  # also one that was put into the list by hand
            self._plan, self._plan_of = plan.plan(self.layers, self.input_shape), made_of
            self._plan.held = nested.held(self, self._plan.held)
        return self._plan

    @property
    def sizes(self) -> list[int]:
        """The widths of the network, from its input to its output."""
        return self.plan.sizes

    @property
    def trainable(self) -> bool:
        """Whether any layer is trained; set it, and it is set for all of them."""
        return any(layer.trainable for layer in self.layers)

    @trainable.setter
    def trainable(self, trainable: bool) -> None:
        for layer in self.layers:
            layer.trainable = trainable

    @property
    def dense(self) -> list[Dense]:
        """The layers that have weights."""
        return [layer for layer in self.layers if isinstance(layer, Dense)]

    # --- Weights ----------------------------------------------------------------------------------------------------

    def build(self, input_shape: Shape | None = None) -> None:
        """Draw the weights that are not there yet, for examples of this shape where no layer says one."""
        if self.input_shape is None and input_shape is not None:
            self.input_shape = as_shape(input_shape)
        self._weights(self.sizes)

    def _weights(self, sizes: list[int]) -> np.ndarray:
        """The weights for these widths: those of layers whose shape has stayed, and new ones where there are none."""
        wanted = self._shapes(sizes)
        if self._theta is not None and self._drawn == wanted:
            nested.share(self, self._theta)
            return self._theta
        kept, start = {}, 0
        for layer, n_in, n_out in self._drawn:
            stop = start + (n_in + 1) * n_out
            kept[layer, n_in, n_out] = self._theta[start:stop]
            start = stop
        parts = [kept[one] if one in kept else self._first_weights(*one) for one in wanted]
        self._theta, self._drawn = np.concatenate(parts), wanted
        nested.share(self, self._theta)
        return self._theta

    def _shapes(self, sizes: list[int]) -> list[tuple[Dense, int, int]]:
        """The layers that need weights, each with how many numbers go in and come out."""
        return list(zip(self.dense, sizes, sizes[1:]))

    def _first_weights(self, layer: Dense, n_in: int, n_out: int) -> np.ndarray:
        W = as_floats(tr("the first weights"), layer.start(n_in, n_out, self.rng), 2)
        if W.shape != (n_in, n_out):
            raise ValueError(
                tr(
                    "the first weights are {shape}; wanted {value}",
                    shape=W.shape,
                    value=(n_in, n_out),
                )
            )
        return np.concatenate([W.ravel(), layer.first_biases(n_out, self.rng)]).astype(self.dtype)

    @property
    def theta(self) -> np.ndarray:
        """All weights in one flat vector, the model's own numbers."""
        return self._weights(self.sizes)

    @property
    def weights(self) -> list[np.ndarray]:
        """W and b of each Dense layer in turn, the model's own numbers."""
        return [array for layer in self.dense for array in layer.weights]

    @property
    def trainable_weights(self) -> list[np.ndarray]:
        """The same, of the layers that are trained."""
        return [array for layer in self.dense if layer.trainable for array in layer.weights]

    @property
    def non_trainable_weights(self) -> list[np.ndarray]:
        """W and b of the layers that are held fast."""
        return [array for layer in self.dense if not layer.trainable for array in layer.weights]

    @property
    def output_shape(self) -> tuple[int, ...]:
        """The shape of one example's output, as `input_shape` is that of its input."""
        return self.plan.shape

    def get_weights(self) -> list[np.ndarray]:
        """All weights as a list of new arrays: W and b of each Dense layer in turn."""
        return [array for layer in self.layers for array in layer.get_weights()]

    def set_weights(self, weights: Sequence[ArrayLike]) -> None:
        """Put these arrays, in the order of `get_weights`, in the place of the weights.

        Raises ValueError, and changes nothing, where their number or a shape does not fit; TypeError for no numbers.
        """
        weights, wanted = list(weights), sum(1 + layer.use_bias for layer in self.dense)
        if len(weights) != wanted:
            raise ValueError(
                tr("given {count} arrays; wanted {wanted}", count=len(weights), wanted=wanted)
            )
        before = self.theta.copy()
        try:
            for layer in self.dense:
                count = 1 + layer.use_bias
                layer.set_weights(weights[:count])
                weights = weights[count:]
        except (ValueError, TypeError):
            self.theta[:] = before
            raise

    def save_weights(self, path: str | PathLike) -> None:
        """Write the weights alone into a file, an npz without pickles; `load_weights` reads it."""
        weightfiles.write_weights(self, path)

    def load_weights(self, path: str | PathLike) -> None:
        """Take the weights that `save_weights` wrote. Raises ValueError, and changes nothing, where they do not fit."""
        weightfiles.read_weights(self, path)

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """The layer of this name, or of this place (from 0). Raises ValueError where there is none."""
        if (name is None) == (index is None):
            raise ValueError(tr("get_layer wants a name or an index, one of the two"))
        for i, layer in enumerate(self.layers):
            if layer.name == name or i == index:
                return layer
        names = ", ".join(layer.name for layer in self.layers)
        wanted = repr(name) if index is None else index
        raise ValueError(
            tr("there is no layer {wanted}; there are {names}", wanted=wanted, names=names)
        )

    def count_params(self) -> int:
        """How many numbers the layers have to learn."""
        self.build()
        return sum(layer.n_parameters for layer in self.layers)

    # --- Use --------------------------------------------------------------------------------------------------------

    @property
    def network(self) -> Network:
        """The network that is trained and used, as `training` knows it."""
        whole = self.plan
        theta, made_of = self._weights(whole.sizes), (whole, self.affine, self.affine_backward)
        known = self._network is not None and self._network.theta is theta
        if not known or self._network_of != made_of:
            self._network, self._network_of = self._new_network(whole, theta), made_of
        return self._network

    def _new_network(self, whole: Plan, theta: np.ndarray) -> Network:
        """The network that this plan describes, with these weights."""
        own = {"affine": self.affine, "affine_backward": self.affine_backward}
        about = {"alphas": whole.alphas, "keeps": whole.keeps} | own
        return dense_network(whole.sizes, whole.pairs, theta, **about)

    @spelled(NO_BRANCHES)
    def summary(
        self, line_length: int | None = None, *, print_fn: Callable[[str], Any] | None = None,
        show_trainable: bool = False,
    ) -> None:  # fmt: skip
        """Print the layers with the shapes they put out and the numbers they learn, in lines of `line_length`.

        `print_fn` gets the text in the place of `print`; `show_trainable` adds a column that says which are trained.
        Raises TypeError for a line_length that is no number.
        """
        if line_length is not None:
            positive_int("line_length", line_length)
        (print_fn or print)(drawing.table(self, line_length, show_trainable))

    def __call__(self, X: ArrayLike, training: bool = False) -> np.ndarray:
        """The same as `predict`. Raises ValueError with training=True: dropout is on in `fit` alone."""
        if training:
            raise ValueError(tr("training is True, but dropout is on in fit alone"))
        return self.predict(X)

    def predict_on_batch(self, X: ArrayLike) -> np.ndarray:
        """The same as `predict`."""
        return self.predict(X)

    @spelled(
        {"steps": (tr("X as an array, of which every row is taken"), None)},
        x=tr("X: the first argument"),
    )
    def predict(self, X: ArrayLike, batch_size: int | None = None, verbose: Any = 0) -> np.ndarray:
        """The model's output (n, outputs) for X, some rows at a time, a dask array by its blocks; dropout is off.

        Raises ValueError or TypeError for an X that does not fit, RuntimeError before the input's shape is known.
        """
        if large.is_in_blocks(X):
            return large.block_by_block(lambda rows: self.predict(rows, batch_size), X)
        X = inputs.rows("X", X, self.plan.input_shape, self.dtype)
        P = self.network.outputs(
            X, 4096 if batch_size is None else positive_int("batch_size", batch_size)
        )
        return P.reshape(-1, *self.plan.shape)


COMPILED = {"_network", "_network_of", "objective", "_objective_of", "_trainer", "_trainer_of"}
tr("What a copy of a model makes again: it holds compiled functions.")
