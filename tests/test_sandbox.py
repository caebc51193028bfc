"""The boundary: what crosses it and how, what is refused, and what a learner's code can see and do behind it."""

import json
import os
import subprocess
import sys
import time
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib.grading import examine
from nnlib.grading.exercises import CHAPTERS
from nnlib.grading.sandbox import Limits, SandboxError, open_sandbox, protocol
from nnlib.grading.sandbox.backends import Bubblewrap, backends
from nnlib.grading.sandbox.judge import Conversation, Learner, clean
from nnlib.grading.sandbox.package import filtered
from nnlib.grading.sandbox.protocol import Reader, Violation, Writer, array_of, npy
from nnlib.grading.trial import AnswerFailed
from nnlib.limits import TimeLimitExceeded

ASKED = ("softmax", "sigmoid", "relu_backward")
LIMITS = Limits(seconds=1.0, cell_seconds=2.0, patience=4.0)
WITHOUT = "bubblewrap does not work here: what it alone prevents was not tested"

# The learner's way to the socket: up the stack, to the worker that called.
REACH = """
import sys
def worker():
    frame = sys._getframe()
    while not hasattr(frame.f_locals.get("self"), "judge"):
        frame = frame.f_back
    return frame.f_locals["self"]
"""


@pytest.fixture(scope="module")
def sandbox():
    """The sandbox of this machine; where only the plain process works, that one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        opened = open_sandbox(ASKED, ("nnlib.activations",), LIMITS)
    with opened:
        yield opened


@pytest.fixture
def walled(sandbox):
    """The sandbox, where it is one."""
    if sandbox.name != "bubblewrap":
        pytest.skip(WITHOUT)
    return sandbox


@pytest.fixture
def learn(sandbox):
    """learn(source): a Learner that has run this cell."""
    learners = []

    def start(source):
        learner = Learner(sandbox)
        learners.append(learner)
        failed = learner.run("answer", source)
        assert failed is None, failed
        return learner

    yield start
    for learner in learners:
        learner.close()


@pytest.fixture
def far(learn):
    """far(source): the stand-in for the function f in this cell."""
    return lambda source: learn(source).look("f")


def said(learner, expression):
    """What an expression is on the learner's side."""
    failed = learner.run("question", f"found = {expression}")
    assert failed is None, failed
    return learner.look("found")


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
    learner = learn("def half(x): return x / 2\ndef f(g, x): return g(x) + 1")
    f, half = learner.look("f"), learner.look("half")
    assert f(lambda x: half(x) * 10, 4.0) == 21


def test_a_learners_function_as_an_argument_goes_home(learn):
    learner = learn("def half(x): return x / 2\ndef f(g): return g is half, g(8)")
    assert learner.look("f")(learner.look("half")) == (True, 4)


def test_a_function_that_is_returned_can_be_called(far):
    scale = far("def f(a):\n    def scale(x): return a * x\n    return scale")(3)
    assert scale(5) == 15


def test_objects_stay_there_and_are_asked_by_name(learn):
    learner = learn(
        "class Model:\n"
        "    def __init__(self, width): self.history = {'loss': [1.0, 0.5]}; self.secret = width\n"
        "    def fit(self, X): self.mean_ = X.mean(0); return self\n"
        "    def predict(self, X): return X - self.mean_\n"
    )
    X = np.array([[1.0, 2.0], [3.0, 4.0]])
    model = learner.look("Model")(4).fit(X)
    assert model.predict(X).tolist() == [[-1, -1], [1, 1]]
    assert model.history == {"loss": [1.0, 0.5]}
    with pytest.raises(AttributeError, match="not among the names"):
        model.secret  # noqa: B018


def test_a_list_of_layers_is_a_list_of_handles_that_go_back(learn):
    learner = learn(
        "class Dense:\n    def __init__(self, n): self.n = n\n    def forward(self, x): return x + self.n\n"
        "def build(sizes): return [Dense(n) for n in sizes]\n"
        "def forward(layers, x):\n    for layer in layers: x = layer.forward(x)\n    return x"
    )
    layers = learner.look("build")((1, 10))
    assert learner.look("forward")(layers, 0) == 11
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


# -- a stand-in in a check ------------------------------------------------------------------------


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


# -- what dies is replaced ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "deadly",
    ["os._exit(0)", "os.kill(os.getpid(), 9) or ctypes.string_at(0)", "ctypes.string_at(0)"],
)
def test_a_call_that_ends_python_costs_itself_and_nothing_else(learn, deadly):
    learner = learn(f"import ctypes, os\nx = 5\ndef f(): {deadly}\ndef g(): return x")
    f, g = learner.look("f"), learner.look("g")
    for _ in range(2):
        with pytest.raises(AnswerFailed, match="Python itself stopped"):
            f()
        assert g() == 5
    assert learner.lost == ["crash", "crash"]


@pytest.mark.parametrize("endless", ["pass", "time.sleep(1)"])
def test_a_call_that_never_ends_is_ended(learn, endless):
    loop = f"while True:\n        try:\n            {endless}\n        except BaseException: pass"
    learner = learn(f"import time\ndef f():\n    {loop}\ndef g(): return 1")
    f, g, begun = learner.look("f"), learner.look("g"), time.monotonic()
    with pytest.raises(TimeLimitExceeded):
        f()
    assert time.monotonic() - begun < LIMITS.patience + 3
    assert g() == 1 and learner.lost == ["timeout"]


def test_a_cell_that_never_ends_is_left_out(sandbox):
    learner = Learner(sandbox)
    assert learner.run("a", "x = 1") is None
    assert learner.run("b", "while True: pass").slip == "timeout"
    assert learner.run("c", "def f(): return x") is None
    assert learner.look("f")() == 1
    learner.close()


def test_an_object_is_lost_with_its_worker_and_says_so(learn):
    learner = learn("import os\nclass C:\n    def fit(self): return 1\ndef f(): os._exit(1)")
    thing = learner.look("C")()
    with pytest.raises(AnswerFailed):
        learner.look("f")()
    assert learner.look("C")().fit() == 1
    with pytest.raises(AnswerFailed, match="was lost"):
        thing.fit()


def test_a_submission_ends_a_limited_number_of_workers(sandbox):
    learner = Learner(sandbox)
    learner.limits = Limits(restarts=2)
    learner.run("a", "import os\ndef f(): os._exit(1)")
    f = learner.look("f")
    for _ in range(6):
        with pytest.raises(AnswerFailed) as failed:
            f()
    assert "too many" in failed.value.message and len(learner.lost) == 3


def test_nothing_of_a_worker_is_left_when_it_was_closed(learn, sandbox):
    learner = learn("import os, time\nif os.fork() == 0:\n    os.setsid(); time.sleep(60)\n")
    number = learner.worker.number
    learner.close()
    for _ in range(50):
        if not os.path.exists(f"/proc/{number}"):
            return
        time.sleep(0.1)
    with open(f"/proc/{number}/stat") as file:
        assert file.read().split()[2] == "Z", "ended, and not yet reaped"


# -- lies and noise on the wire -------------------------------------------------------------------

LIES = {
    "endless head": "worker().judge.sendall(b'x' * 100_000)",
    "too much text": "worker().judge.sendall(b'nnl1' + b'\\xff' * 8)",
    "too many arrays": "worker().judge.sendall(b'nnl1\\0\\0\\0\\2\\x7f\\xff\\xff\\xff{}')",
    "no JSON": "worker().judge.sendall(b'nnl1\\0\\0\\0\\4\\0\\0\\0\\0{{{{')",
    "deep JSON": "worker().judge.sendall(b'nnl1\\0\\0\\x9c\\x40\\0\\0\\0\\0' + b'[' * 40_000)",
    "no message": "worker().judge.sendall(b'nnl1\\0\\0\\0\\2\\0\\0\\0\\0[]')",
    "another question": "worker().send({'to': 999, 'value': 1.0})",
    "a callback": "worker().send({'ask': 0, 'args': {'t': 'list', 'v': []}, 'named': {'t': 'dict', 'v': []}})",
    "wrong parts": "w = worker(); w.send({'to': n(w), 'value': 1, 'changed': 7})",
    "an argument that is none": "w = worker(); w.send({'to': n(w), 'value': {'t': 'arg', 'n': 7}})",
    "a negative argument": "w = worker(); w.send({'to': n(w), 'value': {'t': 'arg', 'n': -1}})",
    "an array outside": "w = worker(); w.send({'to': n(w), 'value': {'t': 'npy', 'at': [0, 999]}})",
    "a pickle": "w = worker(); w.send({'to': n(w), 'value': {'t': 'npy', 'at': [0, len(P)]}}, P)",
    "a changed kind": "w = worker(); w.send({'to': n(w), 'value': 1, 'changed': [[0, 'text']]})",
    "another shape": "w = worker(); w.send({'to': n(w), 'changed': [[0, {'t': 'npy', 'at': [0, len(A)]}]]}, A)",
    "half a frame": "worker().judge.sendall(b'nnl1\\0\\0'); worker().judge.close()",
    "a kind that is none": "w = worker(); w.send({'to': n(w), 'value': {'t': 'eval', 'v': '1'}})",
}
TOOLS = """
import io, pickle, numpy as np
def n(w):
    frame = sys._getframe()
    while 'message' not in frame.f_locals or 'target' not in frame.f_locals['message']:
        frame = frame.f_back
    return frame.f_locals['message']['id']
out = io.BytesIO(); np.save(out, np.array([print], dtype=object), allow_pickle=True); P = out.getvalue()
out = io.BytesIO(); np.save(out, np.zeros(9)); A = out.getvalue()
"""


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_on_the_wire_costs_the_question_and_is_named(learn, lie):
    learner = learn(
        f"{REACH}{TOOLS}\ndef f(x):\n    {LIES[lie]}\n    return 1.0\ndef g(): return 2"
    )
    f, g = learner.look("f"), learner.look("g")
    with pytest.raises(AnswerFailed) as failed:
        f(np.zeros(3))
    assert failed.value.slip == ("crash" if lie == "half a frame" else "protocol-violation")
    assert g() == 2, "the next question gets a fresh worker"


def test_an_endless_trickle_of_bytes_is_ended(learn):
    trickle = (
        "import time\n    while True:\n        worker().judge.send(b'nnl1'[:1]); time.sleep(0.01)"
    )
    learner = learn(f"{REACH}\ndef f():\n    {trickle}")
    begun = time.monotonic()
    with pytest.raises((TimeLimitExceeded, AnswerFailed)):
        learner.look("f")()
    assert time.monotonic() - begun < LIMITS.patience + 3


def test_endless_calls_back_are_ended(learn):
    f = learn("def f(g):\n    while True: g(1)").look("f")
    with pytest.raises((TimeLimitExceeded, AnswerFailed)):
        f(lambda x: x)


def test_a_large_answer_is_refused_and_a_large_question_too(far):
    for size in ("3 << 20", "9 << 20"):
        with pytest.raises(AnswerFailed, match="MB"):
            far(f"import numpy as np\ndef f(): return np.zeros({size})")()
    with pytest.raises(AnswerFailed, match="too much"):
        far("def f(x): return 1")(np.zeros(9 << 20))


NODES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["t", "v", "n", "at", "state"]), inner, max_size=4)
        | st.fixed_dictionaries(
            {
                "t": st.sampled_from(
                    ["npy", "num", "tuple", "list", "dict", "rng", "arg", "far", "again"]
                ),
                "v": inner,
                "n": st.integers(-2, 3),
                "at": st.lists(st.integers(-5, 200), max_size=3),
                "state": inner,
            }
        )
    ),
    max_leaves=12,
)


@given(NODES, st.binary(max_size=200))
def test_no_node_whatever_does_more_than_be_refused(node, block):
    try:
        Reader(block, lambda node: None, [1]).value(node)
    except Violation:
        pass


HEADS = [
    "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
    "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (999999999999, 999999999999), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }",
    "{'descr': '<f3', 'fortran_order': False, 'shape': (1,), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'x': __import__('os'), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 999999999999, 999999999999), }",
    "{'descr': '<f8', 'fortran_order': 1, 'shape': (1,), }",
    "{'descr': '<U9', 'fortran_order': False, 'shape': (), }",
]


@pytest.mark.parametrize("head", HEADS)
def test_arrays_that_lie_about_themselves_are_refused(head):
    text = (head + "\n").encode()
    with pytest.raises(Violation):
        array_of(b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + b"\0" * 8)


@given(st.binary(max_size=300))
def test_bytes_that_are_no_array_are_refused(data):
    with pytest.raises(Violation):
        array_of(data)
    with pytest.raises(Violation):
        array_of(npy(np.zeros(3)) + b"\0" + data)


def test_a_generator_takes_no_state_of_another_form():
    rng = np.random.default_rng(1)
    good = protocol.state_of(rng)
    for bad in (None, 3, {}, good | {"bit_generator": "MT19937"}, good | {"uinteger": -1}):
        with pytest.raises(Violation):
            protocol.set_state(rng, bad)
    with pytest.raises(Violation):
        protocol.set_state(rng, good | {"state": {"state": 1 << 200, "inc": 1}})
    assert rng.normal() == np.random.default_rng(1).normal()


def test_a_writer_and_a_reader_agree_on_what_was_said_twice():
    x = np.zeros(2)
    writer = Writer(None)
    node = json.loads(json.dumps(writer.value([x, {"x": x}, [x]])))
    first, second, third = Reader(writer.block, None).value(node)
    assert first is second["x"] is third[0]


@pytest.mark.parametrize(
    "text, harmless",
    [
        ("\x1b[2Jhello\x07", "\ufffd[2Jhello\ufffd"),
        ("a\u202eb", "a\ufffdb"),
        ("\ud800", "\ufffd"),
        (7, ""),
    ],
)
def test_text_of_a_learner_cannot_steer_a_terminal(text, harmless):
    assert clean(text) == harmless


# -- behind the wall ------------------------------------------------------------------------------


def test_the_library_there_lacks_what_the_exercise_asks_for(learn):
    learner = learn(
        "import nnlib\nfrom nnlib.grading import check\ndef f(z): return nnlib.softmax(z)"
    )
    with pytest.raises(
        AnswerFailed, match="this is the function that the exercise asks you to write"
    ):
        learner.look("f")(np.zeros((1, 2)))
    assert said(learner, "nnlib.tanh(0.0)") == 0, "the rest is there"
    assert said(learner, "check(f, part='value')") == 0
    for other in (
        "import nnlib.grading.exercises",
        "from nnlib.activations import softmax_forward",
    ):
        assert learner.run("other", other) is not None


def test_no_file_of_the_library_there_holds_an_answer():
    folder = filtered(frozenset(ASKED), frozenset(["nnlib.activations"]))
    text = "".join(path.read_text() for path in sorted(folder.rglob("*.py")))
    assert "def softmax(*args" in text and "def tanh(" in text
    assert "1 / (1 + exp(-x))" not in text, "nor the private function that sigmoid rests on"
    assert "dz[i, j] = dout[i, j] * a[i, j] * (1 - a[i, j])" in text, (
        "what is not asked for is there"
    )
    assert not any(path.name in ("check.py", "demo.py") for path in folder.rglob("*.py"))
    assert filtered(frozenset(ASKED), frozenset(["nnlib.activations"])) == folder


def test_nothing_of_the_instructors_is_to_be_seen(walled, learn, root):
    learner = learn("import os")
    assert said(learner, f"os.path.exists({str(root / 'solutions')!r})") is False
    assert (
        said(learner, "os.path.exists('/proc') or os.path.exists('/etc') or os.path.exists('/bin')")
        is False
    )
    assert set(said(learner, "list(os.environ)")) <= {*ENVIRONMENT_THERE, "PWD", "LC_CTYPE"}
    files = said(learner, "os.listdir('/tmp')")
    assert all(name.startswith("<cell ") for name in files), "nothing but the learner's own cells"
    assert said(learner, "os.listdir('/box/nnlib/nnlib/grading')") == ["__init__.py"]


ENVIRONMENT_THERE = (
    *("LANG", "HOME", "TMPDIR", "MPLBACKEND", "MPLCONFIGDIR", "NUMBA_CACHE_DIR", "OMP_NUM_THREADS"),
    *("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "PYTHONHASHSEED"),
    "NNLIB_JIT",
)


def test_what_an_answer_calls_of_nnlib_is_not_compiled_for_it_unless_a_course_says_so(
    sandbox, learn
):
    cell = "import sys\nimport numpy as np\nimport nnlib\na = nnlib.tanh(np.ones((2, 2)))"
    assert said(learn(cell), "'numba' in sys.modules") is False
    limits = Limits(compiled=True, cell_seconds=30, patience=60)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        compiling = open_sandbox(ASKED, ("nnlib.activations",), limits)
    with compiling:
        learner = Learner(compiling)
        assert learner.run("<cell 1>", cell) is None
        assert said(learner, "'numba' in sys.modules") is True
        assert abs(said(learner, "float(a[0, 0])") - np.tanh(1)) < 1e-12
        learner.close()


@pytest.mark.parametrize(
    "forbidden",
    [
        "open('/box/nnlib/nnlib/__init__.py', 'a')",
        "open('/new', 'w')",
        "os.mkdir('/box/new')",
        "open('/tmp/large', 'wb').write(bytes(40 << 20))",
        "socket.create_connection(('127.0.0.1', 22), 1)",
        "socket.socket(socket.AF_UNIX)",
        "os.execv(sys.executable, [sys.executable, '-c', ''])",
        "subprocess.run(['/bin/sh', '-c', 'true'])",
        "os.chroot('/tmp')",
        "os.setuid(0) if os.getuid() else os.open('/dev/sda', 0)",
        "[os.fork() or time.sleep(9) for _ in range(40)]",
        "bytearray(64 << 30)",
        "[open('/dev/null') for _ in range(500)]",
        "os.kill(2, 9)",
        "os.mknod('/tmp/disk', 0o60600, 0x800)",
    ],
)
def test_what_is_forbidden_fails(walled, learn, forbidden):
    learner = learn("import os, socket, subprocess, sys, time")
    failed = learner.run("attempt", forbidden)
    assert failed is not None and failed.slip == "error"


@pytest.mark.parametrize(
    "call",
    ["l.unshare(0x10000000)", "l.ptrace(16, 1, 0, 0)", "l.syscall(250, 0, -3, 1)", "l.setns(0, 0)"],
)
def test_system_calls_that_nobody_needs_are_not_permitted(walled, learn, call):
    if os.uname().machine != "x86_64" and "syscall" in call:
        pytest.skip("the number is that of another machine")
    learner = learn("import ctypes\nl = ctypes.CDLL(None, use_errno=True)")
    assert said(learner, f"({call}, ctypes.get_errno())") == (-1, 1)


def test_a_learner_has_no_rights_and_is_alone(walled, learn):
    learner = learn(
        "import ctypes, os\nl = ctypes.CDLL(None)\nrights = (ctypes.c_uint32 * 6)()\n"
        "l.capget((ctypes.c_uint32 * 2)(0x20080522, 0), rights)"
    )
    assert said(learner, "[int(r) for r in rights]") == [0] * 6
    assert said(learner, "os.getpid()") == 1
    assert said(learner, "l.prctl(39, 0, 0, 0, 0)") == 1, "no new privileges"


def test_one_learner_finds_nothing_of_the_one_before(walled, learn):
    learn(
        "import os, builtins, numpy\nopen('/tmp/answer', 'w').write('x')\nnumpy.sin = None\nbuiltins.left = 1"
    )
    other = learn("import os, builtins, numpy")
    assert said(other, "os.path.exists('/tmp/answer') or hasattr(builtins, 'left')") is False
    assert said(other, "numpy.sin(0.0)") == 0


def test_packages_that_are_not_named_are_not_there(walled, learn):
    learner = learn("import numpy, scipy")
    for package in ("autograd", "sklearn", "nbgrader", "IPython"):
        assert "ModuleNotFoundError" in learner.run("other", f"import {package}").message


# -- backends -------------------------------------------------------------------------------------


def test_a_backend_that_is_not_there_says_so_and_what_helps(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(
        SandboxError, match="bwrap is not installed[^§]*AppArmor[^§]*apt-get install"
    ):
        open_sandbox(ASKED, limits=LIMITS, only="bubblewrap")


def test_a_plain_process_is_used_last_and_warned_of_loudly(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.warns(RuntimeWarning, match="NO SANDBOX[^§]*bwrap is not installed"):
        sandbox = open_sandbox(ASKED, limits=LIMITS)
    with sandbox:
        assert "NOT a sandbox" in sandbox.name
        learner = Learner(sandbox)
        assert learner.run("a", "def f(x): return x + 1") is None
        assert learner.look("f")(1) == 2
        learner.close()
    assert backends()[0].name == Bubblewrap.name


def test_a_sandbox_whose_process_died_gives_no_worker():
    sandbox = open_sandbox(ASKED, limits=LIMITS, only="plain")
    sandbox.started.process.kill()
    sandbox.started.process.wait()
    with pytest.raises(SandboxError):
        Conversation(sandbox)
    sandbox.close()


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.__name__.split(".")[-1])
def test_what_is_left_of_nnlib_can_be_imported_and_holds_no_answer(chapter):
    asked = {exercise.name for exercise in chapter.EXERCISES}
    folder = filtered(frozenset(asked))
    modules = [path.stem for path in (folder / "nnlib").glob("*.py") if path.stem != "__init__"]
    code = (
        "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(f'nnlib.{name}')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *modules],
        env={"PYTHONPATH": str(folder), "NNLIB_JIT": "0", "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    left = "".join(path.read_text() for path in (folder / "nnlib").glob("*.py"))
    kept = {name for name in asked if f"def {name}(*args, **named)" not in left}
    assert {name for name in kept if f"def {name}(" in left} == set()
    if "softmax_cross_entropy_grad" in asked:
        assert "def minus_targets(*args" in left, "the answer under another name"
