"""Stand-ins: what crosses the boundary and how, and what a check says of one."""

import numpy as np
import pytest

from nnlib.grading import examine
from nnlib.grading.trial import AnswerFailed

# -- what crosses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [None, True, 3, -2.5, float("inf"), "a\nb", [1, [2]], (1, (2,)), {"W": 1, 2: [3]}, []],
)
def test_plain_values_go_there_and_come_back(far, value):
    got = far("def f(x): return x, type(x).__name__")(value)
    assert got == (value, type(value).__name__)


@pytest.mark.parametrize("dtype", ["f8", "f4", "f2", "i8", "u1", "?", "c16", ">f8"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (2, 0, 3)])
def test_arrays_keep_type_shape_and_numbers(far, dtype, shape):
    array = np.arange(np.prod(shape)).reshape(shape).astype(dtype)
    got = far("def f(x): return x.copy()")(array)
    assert type(got) is np.ndarray and got.dtype == array.dtype and got.shape == shape
    assert np.array_equal(got, array)


def test_nan_and_the_order_of_an_array_cross(far):
    array = np.asfortranarray([[1.0, np.nan], [np.inf, -0.0]])
    got = far("def f(x): return x.copy(order='K'), x.flags.f_contiguous, x.strides")(array)
    assert got[0].tobytes() == array.tobytes() and got[1:] == (True, array.strides)


def test_a_number_of_numpy_stays_one(far):
    got = far("import numpy as np\ndef f(x): return np.float32(x)")(0.5)
    assert type(got) is np.float32 and got == 0.5


def test_what_is_written_into_an_argument_comes_back(far):
    f = far("def f(x, y):\n    x[0] = 7\n    return y * 2")
    x, y = np.zeros(3), np.ones(2)
    assert f(x, y).tolist() == [2, 2]
    assert x.tolist() == [7, 0, 0] and y.tolist() == [1, 1]


def test_lists_and_dicts_that_change_come_back_with_the_same_arrays(far):
    f = far(
        "def f(layers, state):\n    layers.append(layers[0])\n    state['t'] = 1\n    state['W'][0] = 5"
    )
    W = np.zeros(2)
    layers, state = [W], {"W": W}
    assert f(layers, state) is None
    assert layers[0] is W and layers[1] is W and state == {"W": W, "t": 1} and W[0] == 5


def test_a_result_that_is_an_argument_is_that_argument(far):
    x = np.zeros(2)
    assert far("def f(x): return x")(x) is x


def test_a_view_of_an_argument_is_reported(far):
    f = far("def f(y, x): return x[1:]")
    f(np.zeros(2), np.zeros(3))
    assert f.side.shared == [1]
    f = far("def f(y, x): return x[1:].copy()")
    f(np.zeros(2), np.zeros(3))
    assert f.side.shared == []


def test_one_array_given_twice_is_one_array_there(far):
    x = np.zeros(2)
    assert far("def f(x, y): return x is y")(x, x) is True


def test_a_generator_goes_on_here_where_it_stopped_there(far):
    f = far("def f(rng): return rng.normal(size=3)")
    rng, twin = np.random.default_rng(5), np.random.default_rng(5)
    assert np.array_equal(f(rng), twin.normal(size=3))
    assert rng.normal() == twin.normal()


def test_a_function_of_ours_is_called_back(far):
    f = far("def f(g, x):\n    x = x.copy()\n    a = g(x)\n    x[0] += 1\n    return g(x) - a")
    assert f(lambda x: float(np.sum(x**2)), np.array([1.0, 2.0])) == 3


def test_what_our_function_raises_arrives_as_an_error_there(far):
    f = far(
        "def f(g):\n    try:\n        g(-1)\n    except ValueError as error:\n        return str(error)"
    )

    def root(x):
        raise ValueError("no root of -1")

    assert f(root) == "no root of -1"


def test_calls_nest_across_the_boundary(learn):
    session = learn("def half(x): return x / 2\ndef f(g, x): return g(x) + 1")
    f, half = session.look("f"), session.look("half")
    assert f(lambda x: half(x) * 10, 4.0) == 21


def test_a_learners_function_as_an_argument_goes_home(learn):
    session = learn("def half(x): return x / 2\ndef f(g): return g is half, g(8)")
    assert session.look("f")(session.look("half")) == (True, 4)


def test_a_function_that_is_returned_can_be_called(far):
    scale = far("def f(a):\n    def scale(x): return a * x\n    return scale")(3)
    assert scale(5) == 15


def test_objects_stay_there_and_are_asked_by_name(learn):
    session = learn(
        "class Model:\n"
        "    def __init__(self, width): self.history = {'loss': [1.0, 0.5]}; self.secret = width\n"
        "    def fit(self, X): self.mean_ = X.mean(0); return self\n"
        "    def predict(self, X): return X - self.mean_\n"
    )
    X = np.array([[1.0, 2.0], [3.0, 4.0]])
    model = session.look("Model")(4).fit(X)
    assert model.predict(X).tolist() == [[-1, -1], [1, 1]]
    assert model.history == {"loss": [1.0, 0.5]}
    with pytest.raises(AttributeError, match="not among the names"):
        model.secret  # noqa: B018


def test_a_list_of_layers_is_a_list_of_handles_that_go_back(learn):
    session = learn(
        "class Dense:\n    def __init__(self, n): self.n = n\n    def forward(self, x): return x + self.n\n"
        "def build(sizes): return [Dense(n) for n in sizes]\n"
        "def forward(layers, x):\n    for layer in layers: x = layer.forward(x)\n    return x"
    )
    layers = session.look("build")((1, 10))
    assert session.look("forward")(layers, 0) == 11
    assert layers[1].forward(np.zeros(1)).tolist() == [10]


def test_an_object_of_another_learner_does_not_cross(learn):
    source = "class C: pass\ndef f(x): return x"
    one, other = learn(source), learn(source)
    with pytest.raises(AnswerFailed, match="another learner"):
        other.look("f")(one.look("C")())


@pytest.mark.parametrize(
    "expression, kind",
    [
        ("np.array([object()])", "ndarray of object"),
        ("np.matrix([[1.0]])", "matrix"),
        ("{1, 2}", "set"),
        ("np.array(['a'])", "ndarray of str32"),
        ("10**30", "int"),
    ],
)
def test_what_is_no_plain_value_stays_behind_a_handle(far, expression, kind):
    assert far(f"import numpy as np\ndef f(): return {expression}")().far_type == kind


# -- a stand-in in a check ---------------------------------------------------------------------------------


def test_a_check_says_of_a_stand_in_what_it_says_of_the_function(far):
    source = "import numpy as np\ndef f(dout, a):\n    {body}\n"
    for body in (
        "return np.where(a > 0, dout, 0)",
        "return np.where(a >= 0, dout, 0)",
        "dout[a <= 0] = 0; return dout",
        "raise NotImplementedError()",
        "return None",
        "return [1, 2]",
        "return -np.where(a > 0, dout, 0)",
        "return dout @ a",
    ):
        names = {}
        exec(source.format(body=body), names)
        here = examine("relu_backward", names["f"], seed=1)
        there = examine("relu_backward", far(source.format(body=body)), seed=1)
        assert (there.points, there.slip) == (here.points, here.slip), body
        if here.slip != "error":
            assert there.message == here.message


def test_other_parameters_and_no_function_at_all_are_seen(far):
    assert examine("relu_backward", far("def f(dout): return dout")).slip == "wrong-parameters"
    assert examine("relu_backward", far("f = 3")).slip == "not-a-function"
    assert examine("relu_backward", far("class f: pass")).points == 0


def test_errors_come_with_the_learners_own_lines(far):
    report = examine(
        "relu_backward", far("def f(dout, a):\n    b = dout\n    return b @ a.nothing")
    )
    assert report.slip == "error"
    assert "AttributeError" in report.message and "line 3: return b @ a.nothing" in report.message
    assert "worker" not in report.message and "/box" not in report.message


def test_prints_and_warnings_are_kept_and_cut(far):
    f = far("import numpy as np\ndef f():\n    print('x' * 10**7)\n    np.log(np.zeros(1))")
    f()
    assert f.side.printed == "x" * 2000 and "divide by zero" in f.side.warned[0]


def test_lines_for_the_notebook_alone_are_let_be(far):
    assert far("%matplotlib inline\n!ls\ndef f(): return 1")() == 1


# -- threads, and cells that await ----------------------------------------------------------------

THREADS = """
from concurrent.futures import ThreadPoolExecutor
def f(g, xs):
    with ThreadPoolExecutor(3) as threads:
        return list(threads.map(g, xs))
"""
LATE = """
import threading
kept, said = [], []
def f(g):
    kept.append(g)
    g(1)
    def later():
        try:
            while True:
                g(2)
        except RuntimeError as error:
            said.append(str(error))
    threading.Thread(target=later).start()
    return 3
def called_late():
    return kept[0](2)
def count():
    return len(said)
"""


def test_a_function_of_ours_may_be_called_from_many_threads(far):
    f, asked = far(THREADS), []
    for _ in range(3):
        assert f(lambda x: asked.append(x) or 10 * x, list(range(40))) == list(range(0, 400, 10))
    assert sorted(asked) == sorted([*range(40)] * 3)


def test_threads_that_nest_across_the_boundary(learn):
    two = THREADS.replace("Executor(3)", "Executor(1)")  # and one in it: a learner may have four
    session = learn(two + "def h(g, x):\n    return f(g, [x, x + 1])\n")
    f, h = session.look("f"), session.look("h")
    assert f(lambda x: h(lambda y: 2 * y, x), [1, 5]) == [[2, 4], [10, 12]]


def test_after_its_call_a_function_of_ours_is_refused_and_the_worker_goes_on(learn):
    session = learn(LATE)
    f, late, count = (session.look(name) for name in ("f", "called_late", "count"))
    assert f(lambda x: x) == 3
    with pytest.raises(AnswerFailed, match="while the call that it came with goes on"):
        late()
    assert any(count() == 1 for _ in range(100)) and session.lost == []


def test_a_cell_that_awaits_is_run(learn):
    cell = "import asyncio\nasync def two():\n    await asyncio.sleep(0)\n    return 2\n"
    session = learn(
        cell + "w = await two()\nasync with asyncio.Lock():\n    def f(x): return w * x\n"
    )
    assert session.look("f")(4) == 8
    failed = session.run("again", "v = await two()\nraise ValueError('mine')")
    assert "mine" in failed.message and "line 2" in failed.message
    assert session.look("v") == 2
