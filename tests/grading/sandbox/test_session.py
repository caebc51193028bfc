"""A session: whoever dies is replaced, and a lie on the wire costs its question alone."""

import os
import time

import numpy as np
import pytest
from sandboxed import LIMITS, REACH

from nnlib.core.limits import TimeLimitExceeded
from nnlib.grading.sandbox.limits import Limits
from nnlib.grading.sandbox.session import Session
from nnlib.grading.trial import AnswerFailed

# -- what dies is replaced ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "deadly",
    ["os._exit(0)", "os.kill(os.getpid(), 9) or ctypes.string_at(0)", "ctypes.string_at(0)"],
)
def test_a_call_that_ends_python_costs_itself_and_nothing_else(learn, deadly):
    session = learn(f"import ctypes, os\nx = 5\ndef f(): {deadly}\ndef g(): return x")
    f, g = session.look("f"), session.look("g")
    for _ in range(2):
        with pytest.raises(AnswerFailed, match="Python itself stopped"):
            f()
        assert g() == 5
    assert session.lost == ["crash", "crash"]


@pytest.mark.parametrize("endless", ["pass", "time.sleep(1)"])
def test_a_call_that_never_ends_is_ended(learn, endless):
    loop = f"while True:\n        try:\n            {endless}\n        except BaseException: pass"
    session = learn(f"import time\ndef f():\n    {loop}\ndef g(): return 1")
    f, g, begun = session.look("f"), session.look("g"), time.monotonic()
    with pytest.raises(TimeLimitExceeded):
        f()
    assert time.monotonic() - begun < LIMITS.patience + 3
    assert g() == 1 and session.lost == ["timeout"]


def test_a_cell_that_never_ends_is_left_out(sandbox):
    session = Session(sandbox)
    assert session.run("a", "x = 1") is None
    assert session.run("b", "while True: pass").slip == "timeout"
    assert session.run("c", "def f(): return x") is None
    assert session.look("f")() == 1
    session.close()


def test_an_object_is_lost_with_its_worker_and_says_so(learn):
    session = learn("import os\nclass C:\n    def fit(self): return 1\ndef f(): os._exit(1)")
    thing = session.look("C")()
    with pytest.raises(AnswerFailed):
        session.look("f")()
    assert session.look("C")().fit() == 1
    with pytest.raises(AnswerFailed, match="was lost"):
        thing.fit()


def test_a_submission_ends_a_limited_number_of_workers(sandbox):
    session = Session(sandbox)
    session.limits = Limits(restarts=2)
    session.run("a", "import os\ndef f(): os._exit(1)")
    f = session.look("f")
    for _ in range(6):
        with pytest.raises(AnswerFailed) as failed:
            f()
    assert "too many" in failed.value.message and len(session.lost) == 3


def test_nothing_of_a_worker_is_left_when_it_was_closed(learn, sandbox):
    session = learn("import os, time\nif os.fork() == 0:\n    os.setsid(); time.sleep(60)\n")
    number = session.worker.number
    session.close()
    for _ in range(50):
        if not os.path.exists(f"/proc/{number}"):
            return
        time.sleep(0.1)
    with open(f"/proc/{number}/stat") as file:
        assert file.read().split()[2] == "Z", "ended, and not yet reaped"


# -- lies and noise on the wire ---------------------------------------------------------------------------------

LIES = {
    "endless head": "worker().grader.sendall(b'x' * 100_000)",
    "too much text": "worker().grader.sendall(b'nnl1' + b'\\xff' * 8)",
    "too many arrays": "worker().grader.sendall(b'nnl1\\0\\0\\0\\2\\x7f\\xff\\xff\\xff{}')",
    "no JSON": "worker().grader.sendall(b'nnl1\\0\\0\\0\\4\\0\\0\\0\\0{{{{')",
    "deep JSON": "worker().grader.sendall(b'nnl1\\0\\0\\x9c\\x40\\0\\0\\0\\0' + b'[' * 40_000)",
    "no message": "worker().grader.sendall(b'nnl1\\0\\0\\0\\2\\0\\0\\0\\0[]')",
    "another question": "worker().send({'to': 999, 'value': 1.0})",
    "a callback": "worker().send({'ask': 0, 'args': {'t': 'list', 'v': []}, 'named': {'t': 'dict', 'v': []}})",
    "wrong parts": "w = worker(); w.send({'to': n(w), 'value': 1, 'changed': 7})",
    "an argument that is none": "w = worker(); w.send({'to': n(w), 'value': {'t': 'arg', 'n': 7}})",
    "a negative argument": "w = worker(); w.send({'to': n(w), 'value': {'t': 'arg', 'n': -1}})",
    "an array outside": "w = worker(); w.send({'to': n(w), 'value': {'t': 'npy', 'at': [0, 999]}})",
    "a pickle": "w = worker(); w.send({'to': n(w), 'value': {'t': 'npy', 'at': [0, len(P)]}}, P)",
    "a changed kind": "w = worker(); w.send({'to': n(w), 'value': 1, 'changed': [[0, 'text']]})",
    "another shape": "w = worker(); w.send({'to': n(w), 'changed': [[0, {'t': 'npy', 'at': [0, len(A)]}]]}, A)",
    "half a frame": "worker().grader.sendall(b'nnl1\\0\\0'); worker().grader.close()",
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
    session = learn(
        f"{REACH}{TOOLS}\ndef f(x):\n    {LIES[lie]}\n    return 1.0\ndef g(): return 2"
    )
    f, g = session.look("f"), session.look("g")
    with pytest.raises(AnswerFailed) as failed:
        f(np.zeros(3))
    assert failed.value.slip == ("crash" if lie == "half a frame" else "protocol-violation")
    assert g() == 2, "the next question gets a fresh worker"


def test_an_endless_trickle_of_bytes_is_ended(learn):
    trickle = (
        "import time\n    while True:\n        worker().grader.send(b'nnl1'[:1]); time.sleep(0.01)"
    )
    session = learn(f"{REACH}\ndef f():\n    {trickle}")
    begun = time.monotonic()
    with pytest.raises((TimeLimitExceeded, AnswerFailed)):
        session.look("f")()
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
