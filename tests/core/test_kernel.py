"""Kernels: machine code and Python agree, caches stay true, and all works without Numba."""

import os
import textwrap

import numpy as np
import pytest
from running import run_python

from nnlib import activations, hinges, layers, losses, optimizers, regularization, special_losses
from nnlib.core import kernel
from nnlib.core.kernel import Kernel, compiler
from nnlib.engine import activate, around, goals, network, plugin, roles, runs, slots, training
from nnlib.engine.activate import ACTIVATIONS, OWN
from nnlib.engine.around import Limits, numbers
from nnlib.engine.network import Buffers
from nnlib.engine.roles import ForwardFunctions, Functions, Head
from nnlib.engine.training import Data, Params
from nnlib.models.train import train

MODULES = [
    activate, activations, around, goals, hinges, layers, losses, network, optimizers, regularization, roles, slots,
    special_losses, training,
]  # fmt: skip
SELU, SOFTMAX, TANH = map(ACTIVATIONS.index, ("selu", "softmax", "tanh"))


# --- Compiled equals plain ----------------------------------------------------------------------


def all_kernels():
    """{name: kernel} for every kernel that the library's files define; an inlined one is seen in its caller."""
    found = {}
    for module in MODULES:
        for value in vars(module).values():
            value = getattr(value, "kernel", value)
            if isinstance(value, Kernel) and (not value.inline or value.__name__ in TYPED):
                found[value.__name__] = value
    return found


def arguments_for(name, dtype):
    """Arguments of the right kinds; the parameters' names say which."""
    rng = np.random.default_rng(5)

    def real(*shape):
        return rng.normal(size=shape).astype(dtype)

    def chances(*shape):
        return rng.uniform(0.1, 0.9, shape).astype(dtype)

    sizes, n = np.array([3, 4, 4, 2]), 5
    kinds, alphas = np.array([TANH, OWN, OWN + 1]), np.full(3, 0.2, dtype)
    theta, grad = real(46), np.zeros(46, dtype)
    work, back, kept = real(n * 23), real(n * 23), real(n * 11)
    mask = (rng.random((n, 11)) < 0.7).astype(dtype) / dtype(0.7)
    weights = chances(8)
    buffers = Buffers(work, back, kept, np.zeros(n, dtype), np.zeros(n, dtype))
    slots_of_all = library_slots(dtype)
    functions = Functions(kinds, alphas, Head(True, False, True), **slots_of_all)
    forward = ForwardFunctions(kinds, alphas, *map(slots_of_all.get, ForwardFunctions._fields[2:]))
    y = np.array([0, 1, 1, 0, 1]).astype(dtype)[:, None]
    hyper, rates = np.array([0.1, 0.9, 0.99, 1e-7]), np.array([0.1, 0.2, 0.3])
    held, most = [(False, True), (True, False), (False, False)], [0.0, 0.5, 1.5]
    beside = np.array([0.1, *numbers([3, 4, 4, 2], held, most, Limits(0.5, 0.4, 0.6, 0.1))])
    values = {name: [chances(n, 2), chances(n, 2), real(n)] for name in LOSSES_OF_VALUES} | {
        f"{name}_grad": [chances(n, 2), chances(n, 2), real(n, 2)] for name in LOSSES_OF_VALUES
    }  # fmt: skip
    special = {
        "_logistic": [dtype(0.3)],
        "_log_sum_exp": [real(4)],
        "_times": [dtype(0), dtype(np.inf)],
        "_log": [dtype(0.3)],
        "_held": [dtype(0.3)],
        "_log_of": [dtype(0.3)],
        "_share": [dtype(0.3)],
        "_length": [real(4)],
        "_short": [dtype(0.3), dtype(0)],
        "_rival": [real(4), np.eye(4, dtype=dtype)[1]],
        "_short_of_rival": [real(4), np.eye(4, dtype=dtype)[1]],
        "_bce": [dtype(-0.3), dtype(1)],
        "_bce_slope": [dtype(-0.3), dtype(1)],
        "leaky_relu": [real(n, 2), 0.1, real(n, 2)],
        "leaky_relu_backward": [real(n, 2), real(n, 2), 0.1, real(n, 2)],
        "elu_alpha": [real(n, 2), 0.5, real(n, 2)],
        "elu_alpha_backward": [real(n, 2), real(n, 2), 0.5, real(n, 2)],
        "softplus_backward": [real(n, 2), chances(n, 2), real(n, 2)],
        "huber": [real(n, 2), real(n, 2), 0.5, real(n)],
        "huber_grad": [real(n, 2), real(n, 2), 0.5, real(n, 2)],
        "softmax_cross_entropy": [real(n, 2), y, real(n)],
        "softmax_cross_entropy_grad": [real(n, 2), y, real(n, 2)],
        "minus_targets": [real(n, 2), y, real(n, 2)],
        "minus_values": [real(n, 2), real(n, 2), real(n, 2)],
        "minus_values_mean": [real(n, 2), real(n, 2), real(n, 2)],
        "product": [real(n, 3), real(3, 2), real(n, 2)],
        "affine_forward": [real(n, 3), real(3, 2), real(2), real(n, 2)],
        "affine_backward": [real(n, 2), real(n, 3), real(3, 2), real(n, 3), real(3, 2), real(2)],
        "gd_step": [theta, real(46), dtype(0.1)],
        "momentum_step": [theta, real(46), real(46), 0.1, 0.9],
        "adam_step": [theta, real(46), real(46), chances(46), 3, 0.1, 0.9, 0.99, 1e-7],
        "gd": [theta, real(46), np.zeros(1, dtype), hyper[:1], 3],
        "momentum": [theta, real(46), real(46), hyper[:2], 3],
        "adam": [theta, real(46), chances(92), hyper, 3],
        "nesterov_step": [theta, real(46), real(46), 0.1, 0.9],
        "rmsprop_step": [theta, real(46), chances(46), 0.1, 0.9, 1e-7],
        "adagrad_step": [theta, real(46), chances(46), 0.1, 1e-7],
        "adadelta_step": [theta, real(46), chances(46), chances(46), 0.1, 0.9, 1e-7],
        "adamax_step": [theta, real(46), real(46), chances(46), 3, 0.1, 0.9, 0.99, 1e-7],
        "nadam_step": [theta, real(46), real(46), chances(46), 3, 0.1, 0.9, 0.99, 1e-7],
        "amsgrad_step": [theta, real(46), real(46), chances(46), chances(46), 3, 0.1, 0.9, 0.99, 1e-7],
        "rmsprop_momentum_step": [theta, real(46), real(46) / 9, chances(46), real(46), 0.1, 0.9, 0.8, 1e-7, True],
        "amsgrad": [theta, real(46), chances(138), hyper, 3],
        "rmsprop_momentum": [theta, real(46), chances(138), np.array([0.1, 0.9, 0.8, 1e-7, 0.0]), 3],
        "nesterov": [theta, real(46), real(46), hyper[:2], 3],
        "rmsprop": [theta, real(46), chances(46), hyper[:3], 3],
        "adagrad": [theta, real(46), chances(46), hyper[:2], 3],
        "adadelta": [theta, real(46), chances(92), hyper[:3], 3],
        "adamax": [theta, real(46), chances(92), hyper, 3],
        "nadam": [theta, real(46), chances(92), hyper, 3],
        "activate": [SELU, dtype(0.1), real(n, 2), real(n, 2)],
        "activate_usual": [TANH, dtype(0.1), real(n, 2), real(n, 2)],
        "activate_usual_backward": [TANH, dtype(0.1), real(n, 2), real(n, 2), chances(n, 2), real(n, 2)],
        "activate_backward": [SOFTMAX, dtype(0.1), real(n, 2), real(n, 2), chances(n, 2), real(n, 2)],
        "no_activation": [OWN, real(n, 2), real(n, 2)],
        "no_backward": [OWN, real(n, 2), real(n, 2), real(n, 2)],
        "layer": [theta, sizes, 2],
        "sums_of": [work, sizes, n, 2],
        "outputs_of": [work, sizes, n, 2],
        "kept_of": [kept, sizes, n, 1],
        "fed_by": [buffers, sizes, n, 1],
        "drop": [real(n, 4), mask, sizes, 1, real(n, 4)],
        "add_penalties": [theta, grad, sizes, chances(3), chances(3)],
        "penalty_of": [theta, sizes, chances(3), chances(3)],
        "affine_descend": [real(n, 2), real(n, 3), real(3, 2), real(2), real(n, 3), 0.1, 0.9],
        "before": [theta, grad, beside],
        "after": [theta, beside],
        "shrink": [grad, 2, 7, 0.5, 3.0],
        "cross_entropy_of_logits_grad": [real(n, 2), chances(n, 2), real(n, 2)],
        "smooth": [chances(n, 2), 0.25, 2],
        "copy": [real(n, 2), real(n, 2)],
        "labels_of": [y],
        "fill": [real(n), 0.25],
        "gather": [real(n, 2), np.array([4, 0, 2]), real(3, 2)],
        "weighted_sum_of": [real(3), weights, np.array([4, 0, 7])],
        "weigh": [real(3, 2), weights, np.array([4, 0, 7])],
        "forward": [theta, sizes, buffers, n, mask, forward],
        "epoch": [
            Params(theta, grad, alphas / 3, alphas / 2, rates, np.zeros(1, dtype), hyper[:1], 0, False), sizes,
            Data(real(8, 3), np.tile(y, (2, 1))[:8], weights, np.concatenate([mask, mask])[:8], rng.permutation(8), n),
            buffers, functions,
        ],
    } | values  # fmt: skip
    if name in special:
        return special[name]
    backward = name.endswith("_backward")
    return [real(n, 2) for _ in range(3 if backward else 2)]


LOSSES_OF_VALUES = (
    "mse", "mae", "huber_one", "cross_entropy", "categorical_cross_entropy", "cross_entropy_of_logits",
    "binary_cross_entropy", "bce_with_logits", "multilabel_bce", "mape", "msle", "log_cosh", "poisson_loss",
    "kl_divergence", "cosine_loss", "hinge", "squared_hinge", "categorical_hinge",
)  # fmt: skip
LIBRARY = {
    "affine": ("affine", layers.affine_forward),
    "affine_backward": ("affine_backward", layers.affine_backward),
    "activation": ("activation", activations.relu),
    "activation_backward": ("activation_backward", activations.relu_backward),
    "output": ("activation", activations.softmax),
    "output_backward": ("activation_backward", activations.softmax_backward),
    "loss": ("loss of labels", losses.softmax_cross_entropy),
    "loss_grad": ("loss_grad of labels", losses.minus_targets),
    "step": ("gd_step", None),
}
INNER = {
    "activate": activate.activate,
    "activate_backward": activate.activate_backward,
    "descend": layers.affine_descend,
}
TYPED = ("forward", "epoch")  # called from outside: compiled for what their annotations say


def library_slots(dtype):
    """The library's functions, by slot."""
    return {
        slot: slots.as_plugged(slots.gd) if slot == "step" else plugin.plug(*LIBRARY[slot], dtype)
        for slot in LIBRARY
    } | {slot: slots.as_plugged(kernel) for slot, kernel in INNER.items()}


def in_form(form, arguments):
    """The arguments with each function in this form."""
    *others, last = arguments
    if not isinstance(last, (Functions, ForwardFunctions)):
        return arguments
    return [*others, runs.in_form(form, last)]


def arrays_in(arguments):
    """All numbers and arrays in the arguments, whatever tuple they stand in."""
    for each in arguments:
        if isinstance(each, tuple):
            yield from arrays_in(each)
        elif not isinstance(each, plugin.Plugged):
            yield each


def test_the_arguments_below_are_for_kernels_that_there_are():
    assert {*TYPED, *LOSSES_OF_VALUES} <= all_kernels().keys()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", all_kernels())
def test_compiled_equals_plain(name, dtype):
    agree(name, dtype, *(arguments_for(name, dtype) for _ in range(2)))


def agree(name, dtype, ours, theirs):
    """The kernel's two forms return the same, and leave the same in their arguments; the loops' value."""
    kernel = all_kernels()[name]
    compiled = kernel.typed(dtype) if name in TYPED else kernel.compiled
    with np.errstate(all="raise"):
        wanted = kernel.plain(*in_form("plain", theirs))
    got = compiled(*in_form("compiled", ours))
    tolerance = (
        {"rtol": 2e-5, "atol": 2e-6} if dtype == np.float32 else {"rtol": 1e-12, "atol": 1e-14}
    )
    if wanted is not None:
        for a, b in (
            zip(np.atleast_1d(got), np.atleast_1d(wanted), strict=True)
            if name != "layer"
            else zip(got, wanted, strict=True)
        ):
            np.testing.assert_allclose(a, b, **tolerance)
    for a, b in zip(arrays_in(ours), arrays_in(theirs), strict=True):
        np.testing.assert_allclose(a, b, **tolerance)
    assert (compiler() is None) == (kernel.compiled is kernel.plain)
    return wanted


ACTIVATION_NUMBERS = range(len(ACTIVATIONS))


@pytest.mark.parametrize("number", ACTIVATION_NUMBERS, ids=ACTIVATIONS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_activation_by_number_is_the_same_in_both_forms(number, dtype):
    for name in ("activate", "activate_backward"):
        ours, theirs = ([number, *arguments_for(name, dtype)[1:]] for _ in range(2))
        agree(name, dtype, ours, theirs)


def epoch_without(dtype, head, without):
    """The arguments of an epoch with this head, and without dropout, weights or penalty."""
    params, sizes, data, buffers, functions = arguments_for("epoch", dtype)
    params.theta[:] /= 4  # a loss on the output may take it for logits: small enough either way
    if without == "dropout":
        buffers = buffers._replace(kept=np.zeros(0, dtype))
        data = data._replace(masks=np.zeros((0, 0), dtype))
    elif without == "weights":
        data = data._replace(weights=np.zeros(0, dtype))
    elif without == "l2":
        params = params._replace(l2=np.zeros(3, dtype))
    return [params, sizes, data, buffers, functions._replace(head=Head(*head))]


T, F = True, False


@pytest.mark.parametrize("head", [(T, F, T), (F, F, F), (T, T, T), (T, F, F)], ids=str)
@pytest.mark.parametrize("without", ["nothing", "dropout", "weights", "l2"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_an_epoch_is_the_same_in_both_forms_with_and_without_its_parts(head, without, dtype):
    whole = agree("epoch", dtype, *(arguments_for("epoch", dtype) for _ in range(2)))
    both = [epoch_without(dtype, head, without) for _ in range(2)]
    assert agree("epoch", dtype, *both) != whole


def test_the_loop_itself_stays_readable():
    relu = activations.relu.kernel
    out = np.empty((1, 2))
    relu.python(np.array([[-1.0, 2.0]]), out)
    assert out.tolist() == [[0, 2]]
    assert relu.__doc__ == activations.relu.__doc__ == relu.python.__doc__
    assert relu.__name__ == activations.relu.__name__ == "relu"


def test_a_plain_kernel_is_plain_all_the_way_down():
    plain = activations.sigmoid.kernel.plain
    assert type(plain.__globals__["_logistic"]) is type(plain)
    assert isinstance(activations.sigmoid.kernel.python.__globals__["_logistic"], Kernel)


def test_machine_code_and_plain_python_are_equally_silent():
    z = np.array([[1e300, -1e300, np.inf, np.nan]])
    with np.errstate(all="raise"):  # the caller's setting is for the caller's arithmetic
        squares = activations.sigmoid_backward(z, z)
        P = activations.softmax(z)
    assert np.isnan(squares[0, 3]) and np.isinf(squares[0, :2]).all() and np.isnan(P).all()


# --- The public face ----------------------------------------------------------------------------


def test_the_face_has_the_books_parameters():
    assert " ".join(activations.relu_backward.__signature__.parameters) == "dout a"
    assert " ".join(activations.leaky_relu.__signature__.parameters) == "z alpha"
    assert " ".join(layers.affine_backward.__signature__.parameters) == "dout X W"
    assert " ".join(losses.softmax_cross_entropy.__signature__.parameters) == "Z y"
    assert " ".join(optimizers.gd_step.__signature__.parameters) == "params grads lr"


def test_a_kernel_that_calls_a_kernel():
    each = np.zeros(2)
    losses.softmax_cross_entropy.kernel(np.zeros((2, 4)), np.array([[0.0], [3.0]]), each)
    np.testing.assert_allclose(each, np.log(4))


# --- Slots --------------------------------------------------------------------------------------


def test_one_signature_is_compiled_once():
    run = training.epoch.typed(np.float32)
    assert run is training.epoch.typed(np.dtype("f4")) is training.epoch.typed("float32")
    if compiler() is None:
        assert run is training.epoch.plain
    else:
        assert len(run.dispatcher.signatures) == 1 and run is not training.epoch.typed(np.float64)


# --- The cache on disk --------------------------------------------------------------------------


def test_the_cache_sees_a_change_in_another_file(tmp_path):
    """Numba itself looks at the kernel's own file only, and would go on with the old inner kernel."""
    (tmp_path / "outer.py").write_text(
        "from inner import inner\nfrom nnlib.core.kernel import kernel\n\n"
        "@kernel\ndef outer(x):\n    return inner(x) + 1\n"
    )
    code = """
        import sys; sys.path.insert(0, "."); sys.dont_write_bytecode = True
        from outer import outer
        print(outer(2.0), outer.is_cached())
        """
    answers = []
    for factor in (10, 10, 1000):
        source = f"from nnlib.core.kernel import kernel\n\n@kernel\ndef inner(x):\n    return x * {factor}\n"
        if not answers or factor != 10:
            (tmp_path / "inner.py").write_text(source)
        out, _ = run_python(
            f"import os; os.chdir({str(tmp_path)!r})" + textwrap.dedent(code),
            NUMBA_CACHE_DIR=str(tmp_path / "cache"),
        )
        answers.append(out.split())
    assert answers == [["21.0", "True"], ["21.0", "True"], ["2001.0", "True"]]


def test_the_cache_sees_a_change_in_the_tuples_that_a_loop_takes():
    """Fields that change places have the same types, and old machine code would take one for the other."""
    names = {os.path.basename(file) for file in training.epoch._files()}
    assert {"training.py", "network.py", "roles.py"} <= names
    for ladder in (activate.activate, activate.activate_usual):  # compiled alone: see Functions
        assert {os.path.basename(file) for file in ladder._files()} == {
            "activate.py",
            "activations.py",
        }


def test_the_cache_sees_a_change_in_what_compiles():
    """`add_product` is machine code that no kernel's own file speaks of."""
    names = {name for name, _, _ in activate.activate._stamp()}
    assert {"activate.py", "activations.py", "blas.py", "kernel.py", "views.py"} <= names


def test_without_a_place_for_the_cache_it_works_and_says_so_once(monkeypatch, capsys):
    @kernel.kernel
    def double(x):
        return 2 * x

    @kernel.kernel
    def triple(x):
        return 3 * x

    if compiler() is not None:
        monkeypatch.setattr("numba.core.caching.CacheImpl._locator_classes", [])
    kernel._say_once.cache_clear()
    assert double(4) == 8 and triple(4) == 12 and double.is_cached()
    notices = capsys.readouterr().err.splitlines()
    if compiler() is None:
        assert notices == []
    else:
        assert len(notices) == 1 and "set NUMBA_CACHE_DIR to a folder of yours" in notices[0]


def test_what_is_not_compiled_yet_is_not_cached():
    @kernel.kernel
    def quadruple(x):
        return 4 * x

    assert quadruple.is_cached() == (compiler() is None)


# --- Without Numba ------------------------------------------------------------------------------

WORK = """
    import sys, warnings
    warnings.simplefilter("error")
    {before}
    import numpy as np
    import nnlib
    assert nnlib.relu([-1.0, 2.0]).tolist() == [0, 2]
    assert nnlib.softmax(np.zeros(4)).tolist() == [0.25] * 4
    def relu(z):
        return np.maximum(z, 0)
    X, y = np.eye(4), [0, 1, 0, 1]
    own = nnlib.train(X, y, [4, 3, 2], np.random.default_rng(0), epochs=3, batch_size=2)
    mine = nnlib.train(X, y, [4, 3, 2], np.random.default_rng(0), epochs=3, batch_size=2, activation=relu)
    assert mine.history == own.history
    nnlib.warm()
    assert own.predict(X).shape == (4,)
    print(*own.history["loss"], "numba.core" in sys.modules)
    """
BLOCKERS = {
    "NUMBA_DISABLE_JIT": ("", {"NUMBA_DISABLE_JIT": "1"}, 0),
    "None in sys.modules": ('sys.modules["numba"] = None', {"NUMBA_DISABLE_JIT": "0"}, 1),
    "not installed": (
        """
    class Blocker:
        @staticmethod
        def find_spec(name, path=None, target=None):
            if name.split(".")[0] in ("numba", "llvmlite"):
                raise ModuleNotFoundError(name)
    sys.meta_path.insert(0, Blocker)
        """,
        {"NUMBA_DISABLE_JIT": "0"},
        1,
    ),
}


@pytest.mark.parametrize("way", BLOCKERS)
def test_everything_works_without_numba_and_says_so_at_most_once(way):
    before, environment, notices = BLOCKERS[way]
    out, err = run_python(WORK.format(before=before), **environment)
    *losses_seen, numba_loaded = out.split()
    assert numba_loaded == "False" and len(err.splitlines()) == notices
    assert ("everything runs in plain Python, for Numba does not load" in err) == bool(notices)
    X, y = np.eye(4), [0, 1, 0, 1]
    here = train(X, y, [4, 3, 2], np.random.default_rng(0), epochs=3, batch_size=2)
    np.testing.assert_allclose(
        [float(value) for value in losses_seen], here.history["loss"], rtol=1e-5
    )


def test_importing_the_library_does_not_load_numba():
    code = """
        import sys
        import nnlib
        import nnlib.activations, nnlib.engine.training
        assert "relu" in dir(nnlib) and nnlib.relu is nnlib.activations.relu
        print([name for name in ("numba", "scipy", "sklearn", "matplotlib") if name in sys.modules])
        """
    assert run_python(code)[0] == "[]\n"


def test_importing_the_library_loads_nothing_else_and_an_unknown_name_is_an_error():
    code = """
        import sys
        import nnlib
        print("numpy" in sys.modules, hasattr(nnlib, "no_such_thing"))
        try:
            nnlib.no_such_thing
        except AttributeError as error:
            print(error)
        """
    out = run_python(code)[0].splitlines()
    assert out == ["False False", "nnlib has no 'no_such_thing'"]


@pytest.mark.parametrize(
    "call, said",
    [
        (lambda: activations.elu([1.0], alpha=2), r"elu\(z\): got an unexpected .* 'alpha'"),
        (lambda: activations.relu([1.0], 2), r"relu\(z\): too many positional arguments"),
        (lambda: activations.leaky_relu([1.0]), r"leaky_relu\(z, alpha\): missing .* 'alpha'"),
    ],
)
def test_arguments_that_do_not_fit_say_what_the_function_takes(call, said):
    with pytest.raises(TypeError, match=said):
        call()
