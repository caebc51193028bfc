"""Model files: what is saved comes back, and a file that is broken says so."""

import contextlib
import functools
import json
import zipfile

import numpy as np
import pytest

from nnlib import SGD, Activation, Dense, Dropout, Flatten, Input, Sequential, load_model
from nnlib.keras import regularizers
from nnlib.models import files

X = np.random.default_rng(0).normal(size=(30, 2, 3))
Y = np.arange(30) % 3


def model(optimizer="adam", **settings):
    layers = [
        Input([2, 3]),
        Flatten(),
        Dropout(0.1),
        Dense(5, kernel_regularizer=regularizers.l2(0.01)),
    ]
    layers += [Activation("leaky_relu", alpha=0.1), Dense(3, "softmax", name="last")]
    model = Sequential(layers, "small", rng=1, **settings)
    model.compile(optimizer, "sparse_categorical_crossentropy", ["accuracy"])
    return model


@pytest.fixture
def path(tmp_path):
    return tmp_path / "model.keras"


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", ["adam", "momentum", "sgd"])
def test_what_was_saved_comes_back_and_trains_on_alike(path, dtype, optimizer):
    before = model(optimizer, dtype=dtype)
    before.fit(X, Y, epochs=2, verbose=0)
    before.save(path)
    after = load_model(path)
    assert np.array_equal(after.predict(X), before.predict(X)) and after.theta.dtype == dtype
    assert after.evaluate(X, Y) == before.evaluate(X, Y)
    assert [layer.config() for layer in after.layers] == [layer.config() for layer in before.layers]
    histories = [m.fit(X, Y, epochs=2, rng=3, verbose=0).history for m in (before, after)]
    assert histories[0] == histories[1] and after.steps == before.steps == 4
    assert list(path.parent.iterdir()) == [path]


def test_a_model_without_training_can_be_saved(path):
    before = Sequential([Input([4]), Dense(2)])
    before.save(path)
    after = Sequential.load(path)
    assert np.array_equal(after.theta, before.theta) and after.loss is None


@pytest.mark.parametrize(
    "settings",
    [
        (SGD(lambda epoch: 0.1), "mse"),
        (SGD(step=lambda params, grads, lr: params - lr * grads), "mse"),
        ("sgd", (lambda P, T: 0.0, lambda P, T: P - T)),
    ],
)
def test_what_cannot_be_written_down_has_to_be_compiled_again(path, settings):
    before = Sequential([Input([4]), Dense(2)])
    before.compile(*settings)
    before.save(path)
    after = load_model(path)
    with pytest.raises(RuntimeError, match="compile"):
        after.fit(np.ones((2, 4)), np.ones((2, 2)))


def my_relu(z):
    return np.maximum(z, 0)


def my_relu_backward(dout, a):
    return dout * (a > 0)


def test_functions_of_ones_own_are_asked_for(path):
    before = Sequential([Input([4]), Dense(2, my_relu, activation_backward=my_relu_backward)])
    before.save(path)
    with pytest.raises(ValueError, match="custom_objects={'my_relu': .function, its backward.}"):
        load_model(path)
    after = load_model(path, {"my_relu": (my_relu, my_relu_backward)})
    rows = np.ones((3, 4))
    assert np.array_equal(after.predict(rows), before.predict(rows))


def test_an_affine_map_of_ones_own_is_asked_for(path):
    def my_affine(X, W, b):
        return X @ W + b

    Sequential([Input([4]), Dense(2)], affine=my_affine).save(path)
    with pytest.raises(ValueError, match="its maker's own affine; give it to load"):
        load_model(path)
    assert Sequential.load(path, affine=my_affine).affine is my_affine


@pytest.mark.parametrize("part", [0, 0.01, 0.3, 0.6, 0.9, 0.99, 0.9999])
def test_a_file_that_is_cut_short(path, part):
    model().save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(ValueError, match="model.keras is no whole model of nnlib"):
        load_model(path)


def test_a_file_with_a_wrong_byte(path):
    model().save(path)
    damaged = bytearray(path.read_bytes())
    place = damaged.index(b"theta.npy") + 200
    damaged[place] ^= 255
    path.write_bytes(damaged)
    with pytest.raises(ValueError, match="no whole model"):
        load_model(path)


def one_array(path):
    with open(path, "wb") as file:
        np.save(file, np.zeros(3))


def foreign_npz(path):
    with open(path, "wb") as file:
        np.savez(file, theta=np.zeros(3))


def pickled(path):
    with open(path, "wb") as file:
        np.savez(
            file, header=np.array([{"format": "nnlib model"}], dtype=object), theta=np.zeros(3)
        )


def other_format(path):
    text = json.dumps({"format": "another", "version": 1}).encode()
    with open(path, "wb") as file:
        np.savez(file, header=np.frombuffer(text, np.uint8), theta=np.zeros(3))


@pytest.mark.parametrize(
    "write",
    [
        lambda path: path.write_text("weights: none"),
        lambda path: path.write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(100)),
        *(one_array, foreign_npz, pickled, other_format),
    ],
)
def test_another_kind_of_file(path, write):
    write(path)
    with pytest.raises(ValueError, match="is no (whole )?model of nnlib"):
        load_model(path)


def test_a_file_of_another_version(path, monkeypatch):
    monkeypatch.setattr(files, "VERSION", 2)
    model().save(path)
    monkeypatch.undo()
    with pytest.raises(ValueError, match="has format version 2; this nnlib reads version 1"):
        load_model(path)


def test_weights_that_do_not_go_with_the_layers(path):
    header = {"name": "x", "dtype": "float32", "input_shape": [4], "compiled": None, "own": []}
    files.write(path, header | {"layers": [Dense(2).config()]}, {"theta": np.zeros(3)})
    with pytest.raises(ValueError, match="holds 3 weights; its layers have 10"):
        load_model(path)


# ---- files that somebody or something has changed ------------------------------------------------------------------


def trained(path, optimizer="adam"):
    before = model(optimizer)
    before.fit(X, Y, verbose=0)
    before.save(path)
    with np.load(path) as content:
        return dict(content)


def rewrite(path, arrays):
    with open(path, "wb") as file:
        np.savez(file, **arrays)


@pytest.mark.parametrize(
    "change, complaint",
    [
        (lambda a: a | {"memory": a["memory"][:4]}, "holds 4 numbers of its optimizer; wanted 106"),
        (lambda a: a | {"memory": np.zeros(53, np.float32)}, "holds 53 numbers of its optimizer"),
        (
            lambda a: a | {"memory": a["memory"].astype(float)},
            "its memory holds float64, not float32",
        ),
        (lambda a: a | {"theta": a["theta"][:-1]}, "holds 52 weights; its layers have 53"),
        (lambda a: a | {"theta": a["theta"][:, None]}, "holds 53 x 1 weights"),
        (lambda a: a | {"theta": a["theta"].astype(">f4")}, "its theta holds >f4, not float32"),
        (lambda a: a | {"theta": np.zeros(53, complex)}, "its theta holds complex128, not float32"),
        (lambda a: {"header": a["header"]}, "it has no theta"),
    ],
)
def test_an_array_that_does_not_go_with_the_header(path, change, complaint):
    rewrite(path, change(trained(path)))
    with pytest.raises(ValueError) as error:
        load_model(path)
    assert complaint in str(error.value).replace("dtype", "")


def test_arrays_that_nobody_asked_for_are_not_unpacked(path):
    arrays = trained(path)
    rewrite(path, arrays | {"other": np.array([{}], dtype=object)})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("another.npy", b"no array at all")
    assert np.array_equal(load_model(path).theta, arrays["theta"])


def places(tree, here=()):
    """Where something stands in a tree of dicts and lists."""
    if here:
        yield here
    if isinstance(tree, dict):
        for key in tree:
            yield from places(tree[key], (*here, key))
    elif isinstance(tree, list):
        for i, one in enumerate(tree):
            yield from places(one, (*here, i))


WRONG = [None, -1, 0, 2.5, 1e300, 10**30, float("inf"), float("nan"), True, "x", "", [], {}, [[]]]


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_whatever_stands_in_the_header_is_checked(path, optimizer):
    """Each word of the header replaced by each wrong one, or left out: a ValueError, or a model that trains."""
    arrays = trained(path, optimizer)
    header = json.loads(arrays["header"].tobytes())
    refused = loaded = 0
    for place in places(header):
        for wrong in [*WRONG, places]:
            changed = json.loads(json.dumps(header))
            *above, last = place
            room = functools.reduce(lambda tree, key: tree[key], above, changed)
            if wrong is places:
                del room[last]
            else:
                room[last] = wrong
            text = np.frombuffer(json.dumps(changed).encode(), np.uint8)
            rewrite(path, arrays | {"header": text})
            try:
                again = load_model(path)
            except ValueError as error:
                assert "model" in str(error), error
                refused += 1
                continue
            loaded += 1
            assert again.predict(X).shape == (30, 3)
            if again.loss is not None and again.loss == "sparse_categorical_crossentropy":
                with contextlib.suppress(ValueError):  # a rate of 1e300 is a number, and runs away
                    again.fit(X, Y, verbose=0)
    assert refused > 5 * loaded > 0


def test_whatever_byte_is_wrong_is_a_value_error_or_makes_no_difference(path):
    arrays, whole, rng = trained(path), path.read_bytes(), np.random.default_rng(0)
    for _ in range(300):
        damaged = bytearray(whole)
        for place in rng.integers(0, len(whole), rng.integers(1, 4)):
            damaged[place] = rng.integers(256)
        path.write_bytes(damaged)
        with contextlib.suppress(ValueError):
            assert len(load_model(path).theta) == len(arrays["theta"])


def test_what_the_caller_gives_wrong_is_not_the_files_fault(path):
    model().save(path)
    with pytest.raises(TypeError, match="rng is 'dice'"):
        Sequential.load(path, rng="dice")
    before = Sequential([Input([4]), Dense(2, my_relu, activation_backward=my_relu_backward)])
    before.save(path)
    with pytest.raises(ValueError, match="custom_objects.'my_relu'. wants a pair"):
        load_model(path, {"my_relu": my_relu})


def test_a_file_that_is_not_there(path):
    with pytest.raises(FileNotFoundError):
        load_model(path)


def test_an_unfinished_file_leaves_the_old_one_alone(path, monkeypatch):
    model().save(path)
    whole = path.read_bytes()

    def no_room(*args, **arrays):
        raise OSError("no space left on device")

    monkeypatch.setattr(np, "savez", no_room)
    with pytest.raises(OSError, match="no space"):
        model().save(path)
    assert path.read_bytes() == whole
