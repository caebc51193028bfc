"""Model: layers in a row and their weights, before anything is trained. What computes is `network`, as everywhere."""

import numpy as np

from nnlib import feeding, slots
from nnlib.gates import as_floats, generator, positive_int
from nnlib.layers import affine_backward, affine_forward
from nnlib.parts import Dense, Input, Layer, as_shape, plan
from nnlib.plugin import plug
from nnlib.training import Network


class Model:
    """Layers in a row: `add` them, look at their weights, `predict`. `Sequential` trains them.

    Weights are drawn when they are first needed.
    """

    def __init__(
        self, layers=(), name="sequential", *, rng=None, dtype="float32", affine=affine_forward,
        affine_backward=affine_backward,
    ):  # fmt: skip
        self.dtype = np.dtype(dtype)
        if self.dtype not in (np.float32, np.float64):
            raise TypeError(f"dtype is {dtype}; wanted float32 or float64")
        self.name, self.affine, self.affine_backward = name, affine, affine_backward
        self.seed, self.rng = None, None
        self._use(np.random.SeedSequence().entropy if rng is None else rng)
        self.layers, self.input_shape, self._theta, self._guessed = [], None, None, False
        self._change()
        for layer in layers or ():
            self.add(layer)

    def _use(self, rng):
        """Draw from this generator, or from a fresh one of this seed, from now on."""
        if isinstance(rng, (int, np.integer)) and not isinstance(rng, bool):
            self.seed, rng = int(rng), np.random.default_rng(rng)
        self.rng = generator("rng", rng)

    def _change(self):
        """Drop what is made of the layers, and can be made again; weights that are drawn already stay."""
        self._plan, self._drawn, self._network, self.objective, self._trainer = (None,) * 5

    def __getstate__(self):
        return self.__dict__ | dict.fromkeys(("_network", "objective", "_trainer"))

    def __setstate__(self, state):
        self.__dict__.update(state)
        for key in {
            "_theta",
            "memory",
        } & state.keys():  # a file that is mapped into memory is read-only
            if state[key] is not None:
                setattr(self, key, np.require(state[key], requirements="CWE"))

    def add(self, layer):
        """Put one more layer at the end. Raises ValueError where it does not fit."""
        if not isinstance(layer, Layer):
            raise TypeError(f"add was given {layer!r}; wanted a layer, such as Dense(10)")
        if layer.model is not None:
            raise ValueError(f"{layer.name} is part of a model already; make a new one")
        if isinstance(layer, Input) and (self.layers or self.input_shape):
            raise ValueError("the shape of the input must come first")
        if not self.layers and layer.input_shape:
            self.input_shape = layer.input_shape
        if isinstance(layer, Input):
            return
        kind = type(layer).__name__.lower()
        same = sum(type(other) is type(layer) for other in self.layers)
        layer.name = layer.name or (f"{kind}_{same}" if same else kind)
        layer.model = self
        self.layers.append(layer)
        self._change()

    def build(self, input_shape=None):
        """Draw the weights, for examples of this shape where no layer says one."""
        if self.input_shape is None and input_shape is not None:
            self.input_shape = as_shape(input_shape)
        kept = np.zeros(0, self.dtype) if self._theta is None else self._theta
        parts, stop = [kept], 0
        for n_in, n_out, start in zip(self.sizes, self.sizes[1:], self.plan.starts):
            stop += (n_in + 1) * n_out
            if stop > len(kept):
                W = as_floats("the first weights", start(n_in, n_out, self.rng), 2)
                if W.shape != (n_in, n_out):
                    raise ValueError(f"the first weights are {W.shape}; wanted {(n_in, n_out)}")
                parts.append(np.concatenate([W.ravel(), np.zeros(n_out)]).astype(self.dtype))
        self._theta, self._drawn = np.concatenate(parts), True

    @property
    def plan(self):
        """What the layers add up to. Raises RuntimeError before the shape of the input is known."""
        if self._plan is None:
            if self.input_shape is None:
                raise RuntimeError(
                    "the model does not know its input yet: fit it, or begin with Input(shape=[8])"
                )
            self._plan = plan(self.layers, self.input_shape)
        return self._plan

    @property
    def sizes(self):
        """The widths of the network, from its input to its output."""
        return self.plan.sizes

    @property
    def theta(self):
        """All weights in one flat vector, the model's own numbers."""
        if not self._drawn:
            self.build()
        return self._theta

    @property
    def network(self):
        """The network that is trained and used, as `training` knows it."""
        if self._network is None:
            whole = self.plan
            kinds, own = slots.plug_activations(whole.pairs, self.dtype)
            own["affine"] = plug("affine", self.affine, self.dtype)
            own["affine_backward"] = plug("affine_backward", self.affine_backward, self.dtype)
            alphas = np.array(whole.alphas, self.dtype)
            self._network = Network(whole.sizes, kinds, alphas, whole.keeps, own, self.theta)
        return self._network

    @property
    def dense(self):
        """The layers that have weights."""
        return [layer for layer in self.layers if isinstance(layer, Dense)]

    def get_weights(self):
        """All weights as a list of new arrays: W and b of each Dense layer in turn."""
        return [array for layer in self.layers for array in layer.get_weights()]

    def set_weights(self, weights):
        """Put these arrays, in the order of `get_weights`, in the place of the weights."""
        weights, dense = list(weights), self.dense
        if len(weights) != 2 * len(self.plan.pairs):
            raise ValueError(f"given {len(weights)} arrays; wanted {2 * len(self.plan.pairs)}")
        for i, layer in enumerate(dense):
            layer.set_weights(weights[2 * i : 2 * i + 2])

    def count_params(self):
        """How many numbers the model learns."""
        return len(self.theta)

    def summary(self, print_fn=print):
        """Print the layers with the shapes they put out and the numbers they learn."""
        lines, parameters = [("Layer", "Output shape", "Parameters")], self.count_params()
        for layer in self.layers:
            shape = f"(n, {', '.join(map(str, layer.output_shape))})"
            kind = f"{layer.name} ({type(layer).__name__})"
            lines.append((kind, shape, f"{layer.n_parameters:,}"))
        widths = [max(map(len, column)) for column in zip(*lines)]
        table = [f"{a:<{widths[0]}}   {b:<{widths[1]}}   {c:>{widths[2]}}" for a, b, c in lines]
        shape = f"(n, {', '.join(map(str, self.input_shape))})"
        rule = "-" * len(table[0])
        total = f"Parameters in all: {parameters:,}"
        title = f'Model "{self.name}", input {shape}'
        print_fn("\n".join([title, rule, table[0], rule, *table[1:], rule, total]))

    def predict(self, X, batch_size=4096, verbose=0):
        """The model's output (n, outputs) for X, some rows at a time; dropout is off."""
        X = feeding.rows("X", X, self.plan.input_shape, self.dtype)
        return self.network.outputs(X, positive_int("batch_size", batch_size))
