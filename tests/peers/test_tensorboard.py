"""TensorBoard's own reader finds in the files of the callback what the history holds, as it does in Keras's."""

import numpy as np
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.util import tensor_util

from nnlib import keras


def curve(folder, name):
    events = EventAccumulator(str(folder)).Reload()
    return [
        (one.step, float(tensor_util.make_ndarray(one.tensor_proto)))
        for one in events.Tensors(name)
    ]


def test_the_curves_are_those_of_the_history(tmp_path):
    X = np.random.default_rng(0).normal(size=(30, 2))
    model = keras.Sequential([keras.Input([2]), keras.layers.Dense(1)], rng=0)
    model.compile("sgd", "mse", metrics=["mae"])
    callback = keras.callbacks.TensorBoard(log_dir=tmp_path)
    said = model.fit(X, X[:, 0], epochs=3, verbose=0, validation_split=0.2, callbacks=[callback])
    for where, prefix in (("train", ""), ("validation", "val_")):
        for name in ("loss", "mae"):
            wanted = list(enumerate(said.history[prefix + name]))
            np.testing.assert_allclose(curve(tmp_path / where, f"epoch_{name}"), wanted, rtol=1e-6)
