"""Chapter 11: the search on several processes and on a Dask cluster, the bug hunt, and the notes' program."""

import re

import numpy as np
import pytest

import nnlib


@pytest.fixture(scope="module")
def cells(root):
    """The code cells of the chapter, as they stand."""
    text = (root / "chapters" / "11_sequential.py").read_text(encoding="utf-8")
    found = re.split(r"(?m)^# %%.*$", text)
    return [cell.strip() for cell in found if cell.strip() and not cell.strip().startswith('r"""')]


def cell_with(cells, words):
    return next(cell for cell in cells if words in cell)


def run(*sources, **names):
    space = dict(names)
    for source in sources:
        exec(compile(source, "<chapter>", "exec"), space)
    return space


def test_processes_and_a_dask_cluster_find_what_one_process_finds(cells):
    imports, search = cells[0], cell_with(cells, "def search(n_jobs")
    many = cell_with(cells, "MANY = False").replace("MANY = False", "MANY = True")
    X, y = nnlib.load_digits()
    small = search.replace("n_iter=8", "n_iter=2").replace("epochs=20", "epochs=2")
    space = run(imports, small.replace("[:600]", "[:120]"), many, X=X, y=y)
    for found in (space["two"], space["spread"]):
        assert found.best_params_ == space["alone"].best_params_
        assert np.array_equal(
            found.cv_results_["mean_test_score"], space["alone"].cv_results_["mean_test_score"]
        )


def test_bora_alone_fools_herself(cells):
    rated = run(cells[0], cell_with(cells, "def five_folds"))["rated"]
    means = {name: np.mean(scores) for name, scores in rated.items()}
    assert means["Bora"] > 0.9 and max(means["Ann"], means["Chul"]) < 0.6


def test_the_notes_program_stands_as_they_wrote_it(cells):
    """Their lines, letter by letter but for spaces and quotes; the input is smaller, and the model has a seed."""
    written = re.sub(r"\s", "", " ".join(cells)).replace('"', "'")
    for line in (
        "keras.layers.Dense(300,activation='relu')",
        "keras.layers.Dense(100,activation='relu')",
        "keras.layers.Dense(10,activation='softmax')",
        "model.compile(loss='sparse_categorical_crossentropy',optimizer='sgd',metrics=['accuracy'])",
        "defbuild_model(n_hidden=1,n_neurons=30,learning_rate=3e-3,input_shape=[8]):",
        "model.add(keras.layers.InputLayer(input_shape=input_shape))",
        "optimizer=keras.optimizers.SGD(lr=learning_rate)",
        "keras_reg=keras.wrappers.scikit_learn.KerasRegressor(build_model)",
        "callbacks=[keras.callbacks.EarlyStopping(patience=10)]",
    ):
        assert line in written, line
