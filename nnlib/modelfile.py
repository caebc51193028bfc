"""Model files: numbers and a header in one npz. Nothing in it is ever run: there are no pickles."""

import json
import os
import zipfile
import zlib

import numpy as np

from nnlib.descent import OPTIMIZERS
from nnlib.layers import affine_backward, affine_forward
from nnlib.parts import Input, layer_of

FORMAT, VERSION = "nnlib model", 1
BROKEN = (
    AttributeError,
    EOFError,
    KeyError,
    OSError,
    TypeError,
    ValueError,
)  # all that NumPy may say


def write(path, header, arrays):
    """Write arrays, and a header of plain words and numbers, into the file `path`: whole, or not at all."""
    text = json.dumps({"format": FORMAT, "version": VERSION} | header)
    unfinished = f"{os.fspath(path)}.part"
    with open(unfinished, "wb") as file:
        np.savez(file, header=np.frombuffer(text.encode(), np.uint8), **arrays)
    os.replace(unfinished, path)


def read(path):
    """The header and the arrays of a file that `write` wrote.

    Raises ValueError for a file that is something else, is cut short, or has another version.
    """
    with open(path, "rb") as file:
        try:
            with np.load(file, allow_pickle=False) as content:
                arrays = {name: content[name] for name in content.files}
            header = json.loads(arrays.pop("header").tobytes())
        except (*BROKEN, zipfile.BadZipFile, zlib.error):
            raise ValueError(
                f"{path} is no whole model of nnlib: cut short, or another kind of file"
            ) from None
    if not isinstance(header, dict) or header.get("format") != FORMAT or "theta" not in arrays:
        raise ValueError(f"{path} is no model of nnlib")
    if header["version"] != VERSION:
        raise ValueError(
            f"{path} has format version {header['version']}; this nnlib reads version {VERSION}"
        )
    return header, arrays


# --- What a Sequential is, in a file --------------------------------------------------------------------------------

AFFINE = {"affine": affine_forward, "affine_backward": affine_backward}
AFFINE = {"affine": affine_forward, "affine_backward": affine_backward}


def save(model, path):
    """Write a model: its layers, its weights, and how far training has come."""
    header = {
        "name": model.name,
        "dtype": model.dtype.name,
        "input_shape": list(model.plan.input_shape),
        "layers": [layer.config() for layer in model.layers],
        "compiled": _compiled(model),
        "own": [name for name in AFFINE if getattr(model, name) is not AFFINE[name]],
    }
    arrays = {"theta": model.theta}
    if header["compiled"] and model.memory is not None:
        arrays["memory"] = model.memory
    write(path, header, arrays)


def _compiled(model):
    """How the model is trained, where words and numbers can say it."""
    rate = model.loss_name and model.optimizer.learning_rate
    if not isinstance(rate, (int, float)) or model.optimizer.step is not None:
        return None
    names = [metric for metric in model.metrics.values() if isinstance(metric, str)]
    optimizer = model.optimizer.config()
    return {"loss": model.loss, "metrics": names, "optimizer": optimizer, "steps": model.steps}


def load(kind, path, own, **settings):
    """The model of class `kind` in a file; `own` has one's own activations by name, `settings` one's own affine."""
    header, arrays = read(path)
    if missing := set(header["own"]) - set(settings):
        raise ValueError(f"the model has its maker's own {', '.join(missing)}; give it to load")
    layers = [Input(header["input_shape"]), *(layer_of(config, own) for config in header["layers"])]
    model = kind(layers, header["name"], dtype=header["dtype"], **settings)
    if arrays["theta"].shape != model.theta.shape:
        raise ValueError(
            f"{path} holds {len(arrays['theta'])} weights; its layers have {len(model.theta)}"
        )
    model.theta[:] = arrays["theta"]
    if compiled := header["compiled"]:
        numbers = dict(compiled["optimizer"])
        optimizer = OPTIMIZERS[numbers.pop("type").lower()](**numbers)
        model.compile(optimizer, compiled["loss"], compiled["metrics"])
        model.steps, model.memory = compiled["steps"], arrays.get("memory")
    return model
