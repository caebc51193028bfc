"""Model files: numbers and a header in one npz. Nothing in it is ever run: there are no pickles.

Whatever a file says is checked before anything is built: the header first, then what its arrays claim to be, and only
the arrays that the model needs are unpacked.
"""

import io
import json
import zipfile
from collections.abc import Callable
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from nnlib.core.arguments import between
from nnlib.core.files import write_whole
from nnlib.core.words import tr
from nnlib.engine.network import count_parameters
from nnlib.engine.slots import LOSS_NAMES
from nnlib.engine.slots import OPTIMIZERS as STEPS
from nnlib.layers import affine_backward, affine_forward
from nnlib.models import adaptive
from nnlib.models.goals import Goal
from nnlib.models.layers import LAYERS, Input, Layer
from nnlib.models.metrics import METRICS
from nnlib.models.optimizers import Optimizer
from nnlib.models.plan import plan

if TYPE_CHECKING:
    from nnlib.models.sequential import Sequential

    Kind = TypeVar("Kind", bound=Sequential)

FORMAT, VERSION = tr("nnlib model"), 1
AFFINE = {"affine": affine_forward, "affine_backward": affine_backward}
HEADER_BYTES = 16 << 20  # a header is a few thousand; what claims more is no model
MOST = float(np.finfo(np.float32).max)  # a slope or a penalty that any model can hold
STEPS_MOST = 2**53  # the loop counts steps in 64 bits, JSON's numbers are exact up to here


# --- Writing --------------------------------------------------------------------------------------------------------


def save(model: "Sequential", path: str | PathLike) -> None:
    """Write a model: its layers, its weights, and how far training has come.

    >>> import tempfile
    >>> from nnlib import Dense, Input, Sequential
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(Sequential([Input([2]), Dense(1)], "small"), f"{folder}/small.keras")
    ...     load(Sequential, f"{folder}/small.keras", {}).name
    'small'
    """
    header = described_by(model) | {"compiled": _compiled(model)}
    arrays = {"theta": model.theta}
    if header["compiled"] and (memory := model.progress()[1]) is not None:
        arrays["memory"] = memory
    write(path, header, arrays)


def described_by(model: "Sequential") -> dict[str, Any]:
    """What makes a model, without its weights and its training, in plain words and numbers.

    >>> from nnlib import Dense, Input, Sequential
    >>> described_by(Sequential([Input([2]), Dense(1)], "small"))["name"]
    'small'
    """
    return {
        "name": model.name,
        "dtype": model.dtype.name,
        "input_shape": list(model.plan.input_shape),
        "layers": [layer.config() for layer in model.layers],
        "own": [name for name in AFFINE if getattr(model, name) is not AFFINE[name]],
    }


def described(header: Any, own: dict[str, tuple[Callable, Callable]]) -> tuple[Input, list[Layer]]:
    """The input and the layers that `described_by` described. Raises ValueError for anything else.

    >>> described({}, {})
    Traceback (most recent call last):
    ValueError: the text is a damaged model of nnlib: its name is None
    """
    where = tr("the text")
    _parsed(where, _wants, isinstance(header, dict), tr("no table of names"))
    _parsed(where, _check_header, {"compiled": None} | header)
    first, layers, _ = _parsed(where, _layers, header, own)
    return first, layers


def _compiled(model: "Sequential") -> dict[str, Any] | None:
    """How the model is trained, where words and numbers can say it."""
    rate = model.loss_name and model.optimizer.learning_rate
    if not isinstance(rate, (int, float)) or model.optimizer.step is not None:
        return None
    if isinstance(model.loss, Goal):
        return None
    names = [str(metric) for metric in model.metrics.values() if isinstance(metric, str)]
    optimizer = model.optimizer.config()
    return {
        "loss": model.loss,
        "metrics": names,
        "optimizer": optimizer,
        "steps": model.progress()[0],
    }


def write(path: str | PathLike, header: dict[str, Any], arrays: dict[str, np.ndarray]) -> None:
    """Write arrays, and a header of plain words and numbers, into the file `path`: whole, or not at all.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(f"{folder}/one.npz", {"name": "x"}, {"theta": np.zeros(3)})
    ...     sorted(np.load(f"{folder}/one.npz"))
    ['header', 'theta']
    """
    text = json.dumps({"format": FORMAT, "version": VERSION} | header)
    content = io.BytesIO()
    np.savez(content, header=np.frombuffer(text.encode(), np.uint8), **arrays)
    write_whole(path, content.getvalue())


# --- Reading --------------------------------------------------------------------------------------------------------


def load(
    kind: "type[Kind]", path: str | PathLike, own: dict[str, tuple[Callable, Callable]], **settings: Any
) -> "Kind":  # fmt: skip
    """The model of class `kind` in a file; `own` has one's own activations by name, `settings` one's own affine.

    Raises ValueError for a file that is something else, is cut short or damaged, has another version, or needs
    functions that are not given; FileNotFoundError where there is none.

    >>> load(None, "/nowhere/model.keras", {})
    Traceback (most recent call last):
    FileNotFoundError: [Errno 2] No such file or directory: '/nowhere/model.keras'
    """
    with open(path, "rb") as file:
        archive, header = _opened(path, file)
        if missing := set(header["own"]) - set(settings):
            raise ValueError(
                tr(
                    "the model has its maker's own {listed}; give it to load",
                    listed=", ".join(missing),
                )
            )
        first, layers, sizes = _parsed(path, _layers, header, own)
        compiled = _parsed(path, _compile_words, header["compiled"])
        dtype = np.dtype(header["dtype"])
        theta = _array(
            path, archive, "theta", count_parameters(sizes), dtype, tr("weights; its layers have")
        )
        memory = None
        if compiled and "memory.npy" in archive.namelist():
            count = _memory_count(compiled[0], len(theta))
            memory = _array(
                path, archive, "memory", count, dtype, tr("numbers of its optimizer; wanted")
            )
    model = kind([first, *layers], header["name"], dtype=dtype, **settings)
    model.theta[:] = theta
    if compiled:
        optimizer, loss, metrics, steps = compiled
        model.compile(optimizer, loss, metrics)
        model.resume(steps, memory)
    return model


def _opened(path: str | PathLike, file: Any) -> tuple[zipfile.ZipFile, dict[str, Any]]:
    """The archive in a file, and its header, checked."""
    try:
        archive = zipfile.ZipFile(file)
        if archive.getinfo("header.npy").file_size > HEADER_BYTES:
            raise ValueError(tr("a header of megabytes"))
        with archive.open("header.npy") as packed:
            header = json.loads(np.lib.format.read_array(packed, allow_pickle=False).tobytes())
    except Exception:  # whatever zip, NumPy and JSON say of bytes that are not theirs
        raise _no_model(path) from None
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise ValueError(tr("{path} is no model of nnlib", path=path))
    if header.get("version") != VERSION:
        raise ValueError(
            tr(
                "{path} has format version {get}; this nnlib reads version {VERSION}",
                path=path,
                get=header.get("version"),
                VERSION=VERSION,
            )
        )
    _parsed(path, _check_header, header)
    return archive, header


def _no_model(path: str | PathLike) -> ValueError:
    return ValueError(
        tr("{path} is no whole model of nnlib: cut short, or another kind of file", path=path)
    )


def _parsed(path: str | PathLike, parse: Callable, *given: Any) -> Any:
    """parse(*given); whatever it stumbles over in the file becomes one ValueError that says what."""
    try:
        return parse(*given)
    except Needed as error:
        raise ValueError(str(error)) from None
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise ValueError(
            tr("{path} is a damaged model of nnlib: {error}", path=path, error=error)
        ) from None


class Needed(Exception):
    """A function that whoever loads the model has to give.

    >>> str(Needed("give it"))
    'give it'
    """


def _wants(said: bool, complaint: str) -> None:
    if not said:
        raise ValueError(complaint)


def _check_header(header: dict[str, Any]) -> None:
    """Raise where a word of the header is missing, or is of another kind."""
    wanted = {"name": str, "dtype": str, "input_shape": list, "layers": list, "own": list}
    for key, kind in wanted.items():
        _wants(
            isinstance(header.get(key), kind),
            tr("its {key} is {get!r}", key=key, get=header.get(key)),
        )
    _wants(
        header["dtype"] in ("float32", "float64"),
        tr("its dtype is {header!r}", header=header["dtype"]),
    )
    _wants(
        all(name in AFFINE for name in header["own"]),
        tr("its own is {header!r}", header=header["own"]),
    )
    compiled = header.get("compiled", 0)
    _wants(
        compiled is None or isinstance(compiled, dict),
        tr("its compiled is {compiled!r}", compiled=compiled),
    )


def _layers(header: dict[str, Any], own: dict) -> tuple[Input, list[Layer], list[int]]:
    """The input, the layers, and the widths that the header describes; settings only, no weight is drawn."""
    first = Input(header["input_shape"])
    layers = [layer_of(config, own) for config in header["layers"]]
    return first, layers, plan(layers, first.shape).sizes


def layer_of(config: dict[str, Any], own: dict[str, tuple[Callable, Callable]]) -> Layer:
    """The layer that `config()` described; `own` has, by name, the pairs (activation, backward) of one's own.

    >>> layer_of({"type": "Dropout", "name": None, "rate": 0.5}, {}).rate
    0.5
    """
    config = dict(config)
    kind, is_own, strength = config.pop("type"), config.pop("own", False), config.pop("l2", 0.0)
    more = {key: config.pop(key) for key in LAYERS[kind].kept if key in config}
    wanted = {"name", *LAYERS[kind].saved} - {"l2"}
    _wants(
        config.keys() == wanted,
        tr("a layer {kind} with {listed}", kind=kind, listed=", ".join(map(str, config))),
    )
    _wants(
        isinstance(config["name"], str | None),
        tr("a layer's name is {config!r}", config=config["name"]),
    )
    between("alpha", config.get("alpha", 0), 0, MOST)
    if "activation" in config:
        name = config["activation"]
        _wants(isinstance(name, str), tr("an activation is {name!r}", name=name))
        if is_own:
            config["activation"] = _own_pair(name, own)
    layer = LAYERS[kind](**config)
    for key, value in more.items():
        between(key, value, 0, MOST) if key in ("l1", "max_norm") else None
        setattr(layer, key, value)
    if strength:
        layer.l2 = between("l2", strength, 0, MOST)
    return layer


def _own_pair(name: str, own: dict[str, tuple[Callable, Callable]]) -> tuple[Callable, Callable]:
    if name not in own:
        raise Needed(
            tr(
                "the model uses a function {name} of its maker; load it with "
                "custom_objects={{{name!r}: (function, its backward)}}",
                name=name,
            )
        )
    if not isinstance(own[name], (tuple, list)) or len(own[name]) != 2:
        raise Needed(
            tr("custom_objects[{name!r}] wants a pair: (function, its backward)", name=name)
        )
    return tuple(own[name])


def _compile_words(compiled: dict[str, Any] | None) -> tuple[Optimizer, str, list[str], int] | None:
    """The optimizer, the loss, the metrics and the steps that the header names, each checked."""
    if compiled is None:
        return None
    numbers = dict(compiled["optimizer"])
    kind = {kind.__name__: kind for kind in adaptive.KINDS}[numbers.pop("type")]
    _wants(
        set(kind.saved) <= numbers.keys() <= {*kind.saved, *kind.beside},
        tr("its optimizer has {listed}", listed=", ".join(map(str, numbers))),
    )
    _wants(
        all(isinstance(number, (int, float)) for number in numbers.values()),
        tr("its optimizer has no numbers"),
    )
    loss, metrics, steps = compiled["loss"], compiled["metrics"], compiled["steps"]
    _wants(isinstance(loss, str) and loss in LOSS_NAMES, tr("its loss is {loss!r}", loss=loss))
    _wants(
        isinstance(metrics, list) and all(isinstance(m, str) and m in METRICS for m in metrics),
        tr("its metrics are {metrics!r}", metrics=metrics),
    )
    counted = isinstance(steps, int) and not isinstance(steps, bool) and 0 <= steps <= STEPS_MOST
    _wants(counted, tr("its steps are {steps!r}", steps=steps))
    return kind(**numbers), loss, metrics, steps


def _memory_count(optimizer: Optimizer, n_weights: int) -> int:
    """How many numbers this optimizer remembers of so many weights."""
    return max(STEPS[optimizer.form()[0]][1] * n_weights, 1)


def _array(
    path: str | PathLike, archive: zipfile.ZipFile, name: str, count: int, dtype: np.dtype, what: str
) -> np.ndarray:  # fmt: skip
    """The vector of this name, once the file says that it has as many numbers of this dtype as are wanted."""
    try:
        with archive.open(f"{name}.npy") as packed:
            np.lib.format.read_magic(packed)
            shape, _, given = np.lib.format.read_array_header_1_0(packed)
    except KeyError:
        raise ValueError(
            tr("{path} is no model of nnlib: it has no {name}", path=path, name=name)
        ) from None
    except Exception:
        raise _no_model(path) from None
    if shape != (count,):
        raise ValueError(
            tr(
                "{path} holds {many} {what} {count}",
                path=path,
                many=_many(shape),
                what=what,
                count=count,
            )
        )
    if given != dtype:
        raise ValueError(
            tr(
                "{path} is a damaged model of nnlib: its {name} holds {given}, not {dtype}",
                path=path,
                name=name,
                given=given,
                dtype=dtype,
            )
        )
    try:
        with archive.open(f"{name}.npy") as packed:
            return np.lib.format.read_array(packed, allow_pickle=False)
    except Exception:
        raise _no_model(path) from None


def _many(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape)) or "1"
