"""The compiler's one file: machine code and Python agree, caches stay true, and all works without Numba."""

import os
import subprocess
import sys
import textwrap

import numpy as np
import pytest

from nnlib import (
    activations,
    kernel,
    layers,
    losses,
    network,
    optimizers,
    plugin,
    regularization,
    slots,
    training,
)
from nnlib.kernel import ROLES, Kernel, compiler, signature_of
from nnlib.network import ACTIVATIONS, OWN, SELU, SOFTMAX, TANH

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(kernel.__file__)))
MODULES = [
    activations, layers, losses, network, optimizers, plugin, regularization, slots, training,
]  # fmt: skip


def run_python(code, *options, expect=0, **environment):
    """A fresh Python that knows nnlib; returns (stdout, stderr)."""
    env = {**os.environ, "PYTHONPATH": ROOT, **environment}
    done = subprocess.run(
        [sys.executable, *options, "-c", textwrap.dedent(code)], env=env, capture_output=True, text=True, timeout=120
    )  # fmt: skip
    assert done.returncode == expect, done.stderr
    return done.stdout, done.stderr


# --- Compiled equals plain ----------------------------------------------------------------------


def all_kernels():
    """{name: kernel} for every kernel that the library's files define."""
    found = {}
    for module in MODULES:
        for value in vars(module).values():
            value = getattr(value, "kernel", value)
            if isinstance(value, Kernel):
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
    y = np.array([0, 1, 1, 0, 1]).astype(dtype)[:, None]
    hyper = np.array([0.1, 0.9, 0.99, 1e-7])
    values = {name: [chances(n, 2), chances(n, 2), real(n)] for name in LOSSES_OF_VALUES} | {
        f"{name}_grad": [chances(n, 2), chances(n, 2), real(n, 2)] for name in LOSSES_OF_VALUES
    }  # fmt: skip
    special = {
        "_logistic": [dtype(0.3)],
        "_log_sum_exp": [real(4)],
        "_times": [dtype(0), dtype(np.inf)],
        "_log": [dtype(0.3)],
        "_bce": [dtype(-0.3), dtype(1)],
        "_bce_slope": [dtype(-0.3), dtype(1)],
        "leaky_relu": [real(n, 2), 0.1, real(n, 2)],
        "leaky_relu_backward": [real(n, 2), real(n, 2), 0.1, real(n, 2)],
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
        "activate": [SELU, dtype(0.1), real(n, 2), real(n, 2)],
        "activate_backward": [SOFTMAX, dtype(0.1), real(n, 2), chances(n, 2), real(n, 2)],
        "no_activation": [OWN, real(n, 2), real(n, 2)],
        "no_backward": [OWN, real(n, 2), real(n, 2), real(n, 2)],
        "layer": [theta, sizes, 2],
        "sums_of": [work, sizes, n, 2],
        "outputs_of": [work, sizes, n, 2],
        "kept_of": [kept, sizes, n, 1],
        "fed_by": [work, kept, sizes, n, 1],
        "drop": [real(n, 4), mask, sizes, 1, real(n, 4)],
        "add_l2": [theta, grad, sizes, chances(3)],
        "copy": [real(n, 2), real(n, 2)],
        "labels_of": [y],
        "fill": [real(n), 0.25],
        "gather": [real(n, 2), np.array([4, 0, 2]), real(3, 2)],
        "weighted_sum_of": [real(3), weights, np.array([4, 0, 7])],
        "weigh": [real(3, 2), weights, np.array([4, 0, 7])],
        "forward": [theta, sizes, kinds, alphas, work, kept, mask, n],
        "backward": [theta, grad, sizes, kinds, alphas, work, back, kept, mask, n],
        "epoch": [
            theta, grad, np.zeros(1, dtype), hyper[:1], 0, sizes, kinds, alphas, alphas / 2, np.array([1, 0, 1]),
            real(8, 3), np.tile(y, (2, 1))[:8], weights, rng.permutation(8), n, work, back, kept,
            np.concatenate([mask, mask])[:8], np.zeros(n, dtype), np.zeros(n, dtype),
        ],
    } | values  # fmt: skip
    if name in special:
        return special[name]
    backward = name.endswith("_backward")
    return [real(n, 2) for _ in range(3 if backward else 2)]


LOSSES_OF_VALUES = (
    "mse", "mae", "huber_one", "cross_entropy", "categorical_cross_entropy", "cross_entropy_of_logits",
    "binary_cross_entropy", "bce_with_logits", "multilabel_bce",
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
TYPED = {
    "forward": ("void", training.FORWARD),
    "backward": ("void", "F1 F1 I1 I1 F1 F1 F1 F1 F2 I affine_backward activation_backward"),
    "epoch": ("F8", training.EPOCH),
}


def library_in(roles, dtype):
    """The library's functions for these slots."""
    return [
        slots.as_plugged(slots.gd) if role == "step" else plugin.plug(*LIBRARY[role], dtype)
        for role in roles
    ]


def test_the_arguments_below_are_for_kernels_that_there_are():
    assert {*TYPED} | {*LOSSES_OF_VALUES} <= all_kernels().keys()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", all_kernels())
def test_compiled_equals_plain(name, dtype):
    agree(name, dtype, *(arguments_for(name, dtype) for _ in range(2)))


def agree(name, dtype, ours, theirs):
    """The kernel's two forms return the same, and leave the same in their arguments; the loops' value."""
    kernel = all_kernels()[name]
    compiled, plain = kernel.compiled, kernel.plain
    roles = [word for word in TYPED.get(name, ("", ""))[1].split() if word in ROLES]
    if roles:
        compiled = kernel.typed(signature_of(*TYPED[name], dtype))
    plugged = library_in(roles, dtype)
    with np.errstate(all="raise"):
        wanted = plain(*theirs, *(p.plain for p in plugged))
    got = compiled(*ours, *(p.compiled for p in plugged))
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
    for a, b in zip(ours, theirs, strict=True):
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


# where the arguments of an epoch stand
L2, HEAD, WEIGHTS, KEPT, MASKS = 8, 9, 12, 17, 18


@pytest.mark.parametrize("head", [(1, 0, 1), (0, 0, 0), (1, 1, 1), (1, 0, 0)], ids=str)
@pytest.mark.parametrize("without", ["nothing", "dropout", "weights", "l2"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_an_epoch_is_the_same_in_both_forms_with_and_without_its_parts(head, without, dtype):
    whole = agree("epoch", dtype, *(arguments_for("epoch", dtype) for _ in range(2)))
    both = [arguments_for("epoch", dtype) for _ in range(2)]
    for arguments in both:
        arguments[HEAD] = np.array(head)
        arguments[0] /= 4  # a loss on the output may take it for logits: small enough either way
        if without == "dropout":
            arguments[KEPT], arguments[MASKS] = np.zeros(0, dtype), np.zeros((0, 0), dtype)
        elif without == "weights":
            arguments[WEIGHTS] = np.zeros(0, dtype)
        elif without == "l2":
            arguments[L2] = np.zeros(3, dtype)
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
    assert str(activations.relu_backward.__signature__) == "(dout, a)"
    assert str(activations.leaky_relu.__signature__) == "(z, alpha)"
    assert str(layers.affine_backward.__signature__) == "(dout, X, W)"
    assert str(losses.softmax_cross_entropy.__signature__) == "(Z, y)"
    assert str(optimizers.gd_step.__signature__) == "(params, grads, lr)"


def test_a_kernel_that_calls_a_kernel():
    each = np.zeros(2)
    losses.softmax_cross_entropy.kernel(np.zeros((2, 4)), np.array([[0.0], [3.0]]), each)
    np.testing.assert_allclose(each, np.log(4))


# --- Slots --------------------------------------------------------------------------------------


def test_one_signature_is_compiled_once():
    signature = signature_of(*TYPED["epoch"], np.float32)
    assert training.epoch.typed(signature) is training.epoch.typed(signature)
    if compiler() is None:
        assert signature is None and training.epoch.typed(signature) is training.epoch.plain
    else:
        assert len(training.epoch.typed(signature).signatures) == 1
        assert signature != signature_of(*TYPED["epoch"], np.float64)


def test_every_role_has_a_signature_for_its_arguments():
    for role, (arguments, _) in ROLES.items():
        signature = kernel.role_signature(role, np.float64)
        if compiler() is None:
            assert signature is None
        else:
            assert len(signature.args) == len(arguments.split())
            assert "float64" in str(signature) and "float32" not in str(signature)


# --- The cache on disk --------------------------------------------------------------------------


def test_the_cache_sees_a_change_in_another_file(tmp_path):
    """Numba itself looks at the kernel's own file only, and would go on with the old inner kernel."""
    (tmp_path / "outer.py").write_text(
        "from inner import inner\nfrom nnlib.kernel import kernel\n\n@kernel\ndef outer(x):\n    return inner(x) + 1\n"
    )
    code = """
        import sys; sys.path.insert(0, "."); sys.dont_write_bytecode = True
        from outer import outer
        print(outer(2.0), outer.is_cached())
        """
    answers = []
    for factor in (10, 10, 1000):
        source = (
            f"from nnlib.kernel import kernel\n\n@kernel\ndef inner(x):\n    return x * {factor}\n"
        )
        if not answers or factor != 10:
            (tmp_path / "inner.py").write_text(source)
        out, _ = run_python(
            f"import os; os.chdir({str(tmp_path)!r})" + textwrap.dedent(code),
            NUMBA_CACHE_DIR=str(tmp_path / "cache"),
        )
        answers.append(out.split())
    assert answers == [["21.0", "True"], ["21.0", "True"], ["2001.0", "True"]]


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
    here = training.train(X, y, [4, 3, 2], np.random.default_rng(0), epochs=3, batch_size=2)
    np.testing.assert_allclose(
        [float(value) for value in losses_seen], here.history["loss"], rtol=1e-5
    )


def test_importing_the_library_does_not_load_numba():
    code = """
        import sys
        import nnlib
        import nnlib.activations, nnlib.training
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


# --- Products and views -------------------------------------------------------------------------

PRODUCTS = """
    import numba, numpy as np
    import threadpoolctl
    if HIDE:
        threadpoolctl.threadpool_info = lambda: []
    from nnlib import kernel
    print(kernel.use_numpys_blas())
    dot = numba.njit(lambda a, b: np.dot(a, b))
    rng = np.random.default_rng(0)
    for dtype in (np.float32, np.float64, np.complex128):
        for n, k, m in ((3, 4, 5), (1, 4, 5), (5, 1, 2), (4, 4, 4), (70, 300, 20)):
            a, b = rng.normal(size=(n, k)).astype(dtype), rng.normal(size=(k, m)).astype(dtype)
            for x in (a, np.asfortranarray(a)):
                for y in (b, np.asfortranarray(b)):
                    assert np.allclose(dot(x, y), a @ b, rtol=1e-4, atol=1e-4), (dtype, n, k, m)
"""


def test_compiled_products_are_right_whether_numpys_blas_is_found_or_not():
    usual, _ = run_python(PRODUCTS.replace("HIDE", "False"), NUMBA_DISABLE_JIT="0")
    hidden, _ = run_python(PRODUCTS.replace("HIDE", "True"), NUMBA_DISABLE_JIT="0")
    assert usual.strip() in ("True", "False") and hidden.strip() == "False"


def test_a_view_is_a_cut_of_the_vector_in_both_forms():
    @kernel.kernel
    def mark(vector, matrix_start, row_start):
        matrix, row = kernel_view(vector, matrix_start, 2, 3), kernel_view(vector, row_start, 4)
        matrix[1, 2] += 100
        row[0] += 1000

    expected = np.arange(12.0)
    expected[2 + 5] += 100
    expected[8] += 1000
    for form in (mark.plain, mark.compiled):
        vector = np.arange(12.0)
        form(vector, 2, 8)
        assert np.array_equal(vector, expected)


kernel_view = kernel.view
