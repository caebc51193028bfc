"""Grading on many machines: the same tasks, judged by the workers of a Dask scheduler.

A worker gets a parcel, all that is needed to judge one submission: no folder has to be shared. It hands it to a judge
of its own, a process with a warm sandbox (Dask's workers are threaded, and must not fork). What comes back is written
down here, by one writer. A lost worker's parcels go to another; when the scheduler is lost, what was written stays.
"""

import atexit
import contextlib
import os
import pickle
import queue
import struct
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

from nnlib.grading.grade import Judged, Task, judge, submission_digest
from nnlib.grading.sandbox.submission import extra_files, file_bytes

# seconds to wait for a scheduler, also for one that is started again, or for a first worker
PATIENCE = float(os.environ.get("NNLIB_PATIENCE", "30"))
AHEAD = 3  # parcels that are on their way, for each thread of the cluster
LENGTH = struct.Struct("!Q")


class ClusterError(RuntimeError):
    """The cluster cannot be used; the message says what to do."""


# -- parcels --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Parcel:
    """A task with what was handed in, as bytes or as what kept it from being read."""

    task: Task
    notebooks: dict[str, tuple[bytes, str | None]]
    extra: bool
    digest: str


def pack(task):
    """The parcel of a task, from the files of this machine."""
    found = {
        plan.name: file_bytes(Path(task.folder) / f"{plan.name}.ipynb", task.caps.notebook)
        for plan in task.plans
    }
    extra = bool(extra_files(task.folder, task.plans, task.caps))
    return Parcel(task, found, extra, submission_digest(task))


def unpack(parcel, folder):
    """Put a parcel's files into an empty folder, as they were; returns the task that is judged there."""
    for name, (data, problem) in parcel.notebooks.items():
        path = Path(folder) / f"{name}.ipynb"
        if problem is None:
            path.write_bytes(data)
        elif problem == "notebook-too-large":
            path.touch()
            os.truncate(path, int(data.split()[-1]))  # a hole: it takes no room
        elif problem != "notebook-missing":
            path.mkdir()  # what can be seen and not be read
    if parcel.extra:
        (Path(folder) / "extra").touch()
    return replace(parcel.task, folder=str(folder))


def judge_parcel(parcel):
    """Judge one parcel here; returns Judged. Raises ClusterError where this machine has other checks."""
    with tempfile.TemporaryDirectory(prefix="nnlib-") as folder:
        judged = judge(unpack(parcel, folder))
    if judged.digest != parcel.digest:
        raise ClusterError(
            f"the worker on {os.uname().nodename} has another version of nnlib: "
            "install the same one on all machines, restart their workers and grade again"
        )
    return judged


# -- a worker's own judge -------------------------------------------------------------------------


class Judge:
    """A process with a warm sandbox, which judges one parcel after the other."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from nnlib.grading.cluster import serve; serve()"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def judge(self, parcel):
        """Judged, or the error that kept it from being judged. Raises EOFError when the process is lost."""
        try:
            _put(self.process.stdin, parcel)
            return _get(self.process.stdout)
        except OSError:
            raise EOFError from None

    def close(self):
        """Let it end."""
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        self.process.kill()
        self.process.wait()


def _put(file, value):
    """Write a value. Both ends are ours: no learner's code runs on either side."""
    data = pickle.dumps(value)
    file.write(LENGTH.pack(len(data)) + data)
    file.flush()


def _get(file):
    head = file.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    size = LENGTH.unpack(head)[0]
    data = file.read(size)
    if len(data) < size:
        raise EOFError
    return pickle.loads(data)


def serve():
    """Judge parcels from standard input until it ends, and then end at once: nobody waits for the answer."""
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    waiting = queue.SimpleQueue()

    def listen():
        with contextlib.suppress(EOFError, OSError):
            while True:
                waiting.put(_get(source))
        os._exit(0)  # the worker is gone: the sandbox ends with this process

    threading.Thread(target=listen, daemon=True).start()
    while True:
        parcel = waiting.get()
        try:
            said = judge_parcel(parcel)
        except Exception as problem:
            said = RuntimeError(f"{type(problem).__name__}: {problem}")
        _put(answers, said)


_IDLE = queue.LifoQueue()


def judged_by_worker(parcel):
    """Judge a parcel in a process of this Dask worker's; a process that is lost is replaced, once."""
    for _ in range(2):
        try:
            own = _IDLE.get_nowait()
        except queue.Empty:
            own = Judge()
        try:
            said = own.judge(parcel)
        except EOFError:
            own.close()
            continue
        except BaseException:
            own.close()
            raise
        _IDLE.put(own)
        return said
    return RuntimeError("the process that judged it was lost, twice")


@atexit.register
def _close_judges():
    with contextlib.suppress(queue.Empty):
        while True:
            _IDLE.get_nowait().close()


# -- the coordinator ------------------------------------------------------------------------------


def judged_on_cluster(tasks, address, patience=None):
    """Judge all tasks on a cluster; yields (task, Judged or the error), as they come, each task once.

    Raises ClusterError where the scheduler does not answer or has no workers, and when it stays away.
    """
    tasks, patience = list(tasks), PATIENCE if patience is None else patience
    left = {task.student: task for task in tasks}
    while left:
        before = len(left)
        with _connected(address, patience, len(tasks) - before, len(tasks)) as client:
            for task, judged in _rounds(client, list(left.values())):
                del left[task.student]
                yield task, judged
        if left and len(left) == before:
            time.sleep(0.5)  # it went away again: do not ask too often


@contextlib.contextmanager
def _connected(address, patience, done, many):
    """A client of the scheduler, with at least one worker behind it."""
    from distributed import Client

    about = f"{done} of {many} are graded, and stay so; run the same command again to go on"
    try:
        client = Client(address, timeout=patience, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as problem:
        raise ClusterError(
            f"no scheduler answers at {address} ({problem}). Start it with `dask scheduler`. {about}."
        ) from None
    try:
        try:
            client.wait_for_workers(1, timeout=patience)
        except (TimeoutError, OSError):
            raise ClusterError(
                f"the scheduler at {address} has no workers. Start some on each machine, with nnlib installed: "
                f"`dask worker {address} --nworkers auto --nthreads 1`. {about}."
            ) from None
        yield client
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=2)


def _rounds(client, tasks):
    """Judge tasks with this client until all are judged, or until it has lost its scheduler."""
    from concurrent.futures import CancelledError

    from distributed import as_completed
    from distributed.comm import CommClosedError

    waiting, sent = iter(tasks), {}
    arriving = as_completed(loop=client.loop)

    def send():
        for task in waiting:
            future = client.submit(judged_by_worker, pack(task), pure=False, retries=0)
            sent[future.key] = task
            arriving.add(future)
            return

    try:
        for _ in range(max(2, AHEAD * sum(client.nthreads().values()))):
            send()
        for future in arriving:
            try:
                judged = future.result(timeout=60)
            except (CancelledError, CommClosedError, TimeoutError):
                return
            except Exception as problem:  # KilledWorker: whoever judges it is lost
                judged = _told(problem)
            task = sent.pop(future.key)
            future.release()
            if client.status == "running":
                send()
            yield task, judged
    except (CancelledError, CommClosedError, OSError):
        return


def _told(problem):
    """What kept a parcel from being judged, in words that help."""
    if type(problem).__name__ == "KilledWorker":
        return RuntimeError("the workers that judged it were lost, again and again")
    if isinstance(problem, ModuleNotFoundError):
        return ClusterError(
            f"a worker has no {problem.name}: install nnlib-textbook[instructor,cluster] there"
        )
    return problem


__all__ = [
    "ClusterError",
    "Judged",
    "judge_parcel",
    "judged_by_worker",
    "judged_on_cluster",
    "serve",
]
