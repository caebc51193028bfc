"""Limits: endless code is stopped, in any thread, and a flood of lines is dropped."""

import subprocess
import sys
import threading
import time

import pytest

from nnlib.core.limits import Capped, TimeLimitExceeded, computing_limit, quiet, time_limit


def endless():
    """As good as endless; a limit that fails makes a red test, not a test without end."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        pass
    raise AssertionError("nothing stopped it")


def endless_and_stubborn():
    for _ in range(3):  # gives in at the fourth knock
        try:
            endless()
        except Exception:
            raise AssertionError("a limit is no ordinary exception") from None
        except BaseException:
            pass
    endless()


@pytest.mark.parametrize("work", [endless, endless_and_stubborn, lambda: time.sleep(60)])
def test_code_without_end_is_stopped(work):
    started = time.monotonic()
    with pytest.raises(TimeLimitExceeded), time_limit(0.1):
        work()
    assert 0.1 <= time.monotonic() - started < 5


@pytest.mark.parametrize("work", [endless, endless_and_stubborn])
def test_code_without_end_is_stopped_in_another_thread(work):
    caught = []

    def run():
        try:
            with time_limit(0.1):
                work()
        except TimeLimitExceeded as error:
            caught.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(10)
    assert len(caught) == 1


def test_quick_code_is_left_alone():
    with time_limit(0.2):
        value = 1 + 1
    time.sleep(0.4)  # nothing comes later
    assert value == 2


def test_an_error_inside_comes_through_and_ends_the_limit():
    with pytest.raises(ZeroDivisionError), time_limit(0.2):
        1 / 0  # noqa: B018
    time.sleep(0.4)


def test_an_outer_limit_goes_on_after_an_inner_one():
    with pytest.raises(TimeLimitExceeded), time_limit(0.3):
        with time_limit(5):
            pass
        endless()
    reached = []
    with pytest.raises(TimeLimitExceeded), time_limit(0.1):
        with time_limit(0.3):
            try:
                endless()
            except TimeLimitExceeded:
                reached.append("inner")
        endless()
    assert reached == ["inner"]


def test_an_ended_outer_limit_does_not_outlive_its_block():
    with time_limit(0.2):
        with time_limit(0.1):
            pass
    time.sleep(0.4)
    assert time.monotonic() > 0


def test_a_flood_of_lines_is_dropped_and_counted():
    with quiet(limit=10) as caught:
        for _ in range(1000):
            print("12345")
    assert caught.getvalue() == "12345\n1234" and caught.dropped == 6 * 1000 - 10


def test_both_streams_are_caught_and_come_back(capsys):
    with quiet() as caught:
        print("out")
        print("err", file=__import__("sys").stderr)
    print("after")
    assert caught.getvalue() == "out\nerr\n"
    assert capsys.readouterr().out == "after\n"


def test_a_capped_stream_claims_to_have_written_everything():
    stream = Capped(limit=3)
    assert [stream.write("ab"), stream.write("cd"), stream.write("ef")] == [2, 2, 2]
    assert stream.getvalue() == "abc" and stream.dropped == 3


def test_a_limit_on_computing_counts_what_is_computed_and_not_what_is_waited_for():
    with computing_limit(0.2):
        time.sleep(0.5)
    with pytest.raises(TimeLimitExceeded):
        with computing_limit(0.2):
            while True:
                sum(range(1000))


def test_both_limits_hold_at_once_and_leave_nothing_behind():
    with pytest.raises(TimeLimitExceeded):
        with time_limit(10), computing_limit(0.1):
            while True:
                sum(range(1000))
    with pytest.raises(TimeLimitExceeded):
        with time_limit(0.1), computing_limit(10):
            time.sleep(5)
    begun = time.process_time()
    while time.process_time() - begun < 0.3:
        sum(range(1000))


NO_THREADS = """
import signal, sys, threading
sys.modules["numba"] = None
sys.platform = "emscripten"
for name in ("setitimer", "ITIMER_PROF", "SIGALRM"):
    delattr(signal, name)

def start(thread):
    raise RuntimeError("can't start new thread")

threading.Thread.start = start
from nnlib.grading import examine

def relu_backward(dout, a):
    return dout * (a > 0)

def kink(dout, a):
    return dout * (a >= 0)

right, wrong = examine("relu_backward", relu_backward), examine("relu_backward", kink)
print(right.passed, wrong.points == 0, wrong.slip)
"""


def test_checks_work_where_there_are_neither_threads_nor_signals():
    """As in a browser's Python, simulated: no Numba either. That nothing is limited is said once."""
    done = subprocess.run([sys.executable, "-c", NO_THREADS], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["True", "True", "kink-slope"]
    assert done.stderr.count("nothing stops a function that never ends") == 1
