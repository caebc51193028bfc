"""Stops every clock and every alarm of its process, and then takes all the time in the world.

lost: softmax_backward
flags: worker-killed
"""

# %% softmax_backward
import datetime
import signal
import threading
import time

for name in (
    "time",
    "monotonic",
    "perf_counter",
    "process_time",
    "time_ns",
    "monotonic_ns",
    "thread_time",
):
    setattr(time, name, lambda *_: 0)
time.sleep = lambda seconds: None
signal.setitimer = signal.alarm = signal.signal = lambda *_: 0
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
threading.Timer = threading.Thread = None


def softmax_backward(dout, P):
    while True:
        pass
