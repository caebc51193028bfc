"""The compiler's one file: machine code and Python agree, caches stay true, and all works without Numba."""

import os
import subprocess
import sys
import textwrap

import numpy as np
import pytest

from nnlib import activations, kernel, layers, losses, network, optimizers, plugin, training
from nnlib.kernel import ROLES, Kernel, compiler, signature_of

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(kernel.__file__)))
MODULES = [activations, layers, losses, network, optimizers, plugin, training]


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

    sizes, n = np.array([3, 4, 2]), 5
    theta, grad = real(26), np.zeros(26, dtype)
    work, back = real(n * 15), real(n * 15)
    y = np.array([0, 1, 1, 0, 1])
    special = {
        "_logistic": [dtype(0.3)],
        "_log_sum_exp": [real(4)],
        "leaky_relu": [real(n, 2), 0.1, real(n, 2)],
        "leaky_relu_backward": [real(n, 2), real(n, 2), 0.1, real(n, 2)],
        "softmax_cross_entropy": [real(n, 2), y],
        "softmax_cross_entropy_grad": [real(n, 2), y, real(n, 2)],
        "minus_targets": [real(n, 2), y, real(n, 2)],
        "affine_forward": [real(n, 3), real(3, 2), real(2), real(n, 2)],
        "affine_backward": [real(n, 2), real(n, 3), real(3, 2), real(n, 3), real(3, 2), real(2)],
        "gd_step": [theta, real(26), dtype(0.1)],
        "layer": [theta, sizes, 2],
        "inputs_of": [work, sizes, n, 1],
        "sums_of": [work, sizes, n, 2],
        "forward": [theta, sizes, work, n],
        "backward": [theta, grad, sizes, work, back, n],
        "copy": [real(n, 2), real(n, 2)],
        "epoch": [
            theta, grad, sizes, real(8, 3), np.arange(8) % 2, rng.permutation(8), 5, 0.1,
            work, back, np.zeros(n, np.int64),
        ],
    }  # fmt: skip
    if name in special:
        return special[name]
    backward = name.endswith("_backward")
    return [real(n, 2) for _ in range(3 if backward else 2)]


LIBRARY = {
    "affine": layers.affine_forward.kernel,
    "affine_backward": layers.affine_backward.kernel,
    "activation": activations.relu.kernel,
    "activation_backward": activations.relu_backward.kernel,
    "output": activations.softmax.kernel,
    "loss": losses.softmax_cross_entropy.kernel,
    "loss_grad": losses.minus_targets,
    "step": optimizers.gd_step.kernel,
}
TYPED = {
    "forward": ("void", training.FORWARD),
    "backward": ("void", "F1 F1 I1 F1 F1 I affine_backward activation_backward"),
    "epoch": ("F8", training.EPOCH),
}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", all_kernels())
def test_compiled_equals_plain(name, dtype):
    kernel = all_kernels()[name]
    compiled, plain = kernel.compiled, kernel.plain
    ours, theirs = (arguments_for(name, dtype) for _ in range(2))
    roles = [word for word in TYPED.get(name, ("", ""))[1].split() if word in ROLES]
    if roles:
        compiled = kernel.typed(signature_of(*TYPED[name], dtype))
    with np.errstate(all="raise"):
        wanted = plain(*theirs, *(LIBRARY[role].plain for role in roles))
    got = compiled(*ours, *(LIBRARY[role].compiled for role in roles))
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
    value = losses.softmax_cross_entropy.kernel(np.zeros((1, 4)), np.array([0]))
    assert value == pytest.approx(np.log(4))


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
