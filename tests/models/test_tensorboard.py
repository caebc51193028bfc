"""TensorBoard: what goes into which file, and what is said where the package is missing or more is asked for."""

import sys
import types

import numpy as np
import pytest

from nnlib import Dense, Input, Sequential, keras
from nnlib.models.tensorboard import TensorBoard

X = np.random.default_rng(0).normal(size=(20, 2))


def fitted(*callbacks, epochs=2):
    model = Sequential([Input([2]), Dense(1)], rng=0)
    model.compile("sgd", "mse", metrics=["mae"])
    model.fit(
        X, X[:, 0], epochs=epochs, verbose=0, callbacks=callbacks, validation_data=(X, X[:, 1])
    )
    return model.history.history


@pytest.fixture
def written(monkeypatch):
    """A stand-in for tensorboard's writer, and what it was told: {folder: [(name, value, epoch), ..., "closed"]}."""
    told = {}

    class Writer:
        def __init__(self, folder):
            self.lines = told.setdefault(folder, [])

        def add_scalar(self, name, value, step):
            self.lines.append((name, value, step))

        def flush(self):
            self.lines.append("flushed")

        def close(self):
            self.lines.append("closed")

    monkeypatch.setitem(sys.modules, "tensorboard", types.ModuleType("tensorboard"))
    summary = types.ModuleType("tensorboard.summary")
    summary.Writer = Writer
    monkeypatch.setitem(sys.modules, "tensorboard.summary", summary)
    return told


def test_each_epochs_numbers_go_to_the_files_that_keras_names(written, tmp_path):
    history = fitted(TensorBoard(tmp_path))
    wanted = {
        where: [
            line
            for epoch in range(2)
            for line in [
                *(
                    (f"epoch_{name}", history[prefix + name][epoch], epoch)
                    for name in ("loss", "mae")
                ),
                "flushed",
            ]
        ]
        + ["closed"]
        for where, prefix in (("train", ""), ("validation", "val_"))
    }
    assert written == {str(tmp_path / where): lines for where, lines in wanted.items()}


def test_a_second_fit_begins_files_of_its_own(written, tmp_path):
    callback = TensorBoard(str(tmp_path))
    fitted(callback, epochs=1)
    fitted(callback, epochs=1)
    assert written[str(tmp_path / "train")].count("closed") == 2 and callback.writers == {}


def test_what_is_not_written_is_said_at_the_line_that_asks(written):
    with pytest.warns(UserWarning, match="histogram_freq, update_freq changes nothing") as said:
        TensorBoard("logs", histogram_freq=1, update_freq="batch")
    assert said[0].filename == __file__


def test_without_the_package_the_line_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "tensorboard.summary", None)
    with pytest.raises(ImportError, match=r"pip install tensorboard, or CSVLogger\('log.csv'\)"):
        keras.callbacks.TensorBoard(log_dir="logs")
