"""Grading on many machines: the same tasks, graded by the workers of a Dask scheduler.

A worker gets a parcel, all that is needed to grade one submission: no folder has to be shared. It hands it to a grader
of its own (Dask's workers are threaded, and must not fork). What comes back is written down here, by one writer. A lost
worker's parcels go to another; when the scheduler is lost, what was written stays.
"""

import atexit
import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from nnlib.core.words import tr
from nnlib.grading.course.digest import submission_digest
from nnlib.grading.course.graders import Graders
from nnlib.grading.course.task import Task
from nnlib.grading.sandbox.files import beside, file_bytes
from nnlib.grading.sandbox.submission import STAMP, TIMESTAMP, extra_files
from nnlib.grading.verdict import GradedSubmission

# seconds to wait for a scheduler, also for one that is started again, or for a first worker
PATIENCE = float(os.environ.get("NNLIB_PATIENCE", "30"))
AHEAD = 3  # parcels that are on their way, for each thread of the cluster
GRADERS = Graders()  # of this Dask worker, which hears of one parcel at a time
atexit.register(GRADERS.close)


class ClusterError(RuntimeError):
    """The cluster cannot be used; the message says what to do."""


# -- parcels --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Parcel:
    """A task with what was handed in, as bytes or as what kept it from being read."""

    task: Task
    files: dict[str, tuple[bytes, str | None]]
    beside: tuple[tuple[str, bytes], ...]
    left_out: list[str]  # of what lay there
    extra: bool
    digest: str

    @contextlib.contextmanager
    def unpacked(self):
        """The task, with its files in a folder of this machine."""
        with tempfile.TemporaryDirectory(prefix="nnlib-") as folder:
            yield unpack(self, folder)


def pack(task: Task) -> Parcel:
    """The parcel of a task, from the files of this machine."""
    folder, sizes = Path(task.folder), {TIMESTAMP: STAMP}
    sizes |= {f"{plan.name}.ipynb": task.caps.notebook for plan in task.plans}
    found = {name: file_bytes(folder / name, most) for name, most in sizes.items()}
    extra = bool(extra_files(folder, task.plans, task.caps))
    others = beside(folder, task.caps.beside, task.caps.extra)
    return Parcel(task, found, *others, extra, submission_digest(task))


def unpack(parcel: Parcel, folder: Path) -> Task:
    """Put a parcel's files into an empty folder, as they were; returns the task that is graded there."""
    for name, (data, problem) in parcel.files.items():
        path = Path(folder) / name
        if problem is None:
            path.write_bytes(data)
        elif problem == "notebook-too-large":
            path.touch()
            os.truncate(path, int(data.split()[-1]))  # a hole: it takes no room
        elif problem != "notebook-missing":
            path.mkdir()  # what can be seen and not be read
    for name, data in parcel.beside:
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    for name in parcel.left_out:
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to("nowhere")  # as what cannot be read
    if parcel.extra:
        (Path(folder) / ".extra").touch()
    return replace(parcel.task, folder=str(folder))


def graded_by_worker(parcel: Parcel) -> GradedSubmission | Exception:
    """What became of a parcel in this Dask worker, or the error: a machine with another nnlib gives no points."""
    graded = GRADERS.grade(parcel)
    if isinstance(graded, Exception) or graded.digest == parcel.digest:
        return graded
    return ClusterError(
        tr(
            "the worker on {nodename} has another version of nnlib: install the same one on all "
            "machines, restart their workers and grade again",
            nodename=os.uname().nodename,
        )
    )


# -- the coordinator ------------------------------------------------------------------------------


def graded_on_cluster(
    tasks: list[Task], address: str, patience: float | None = None
) -> Iterator[tuple[Task, object]]:
    """Grade all tasks on a cluster; yields (task, GradedSubmission or the error), as they come, each task once.

    Raises ClusterError where the scheduler does not answer or has no workers, and when it stays away.
    """
    tasks, patience = list(tasks), PATIENCE if patience is None else patience
    left = {task.student: task for task in tasks}
    while left:
        before = len(left)
        with _connected(address, patience, len(tasks) - before, len(tasks)) as client:
            for task, graded in _rounds(client, list(left.values())):
                del left[task.student]
                yield task, graded
        if left and len(left) == before:
            time.sleep(0.5)  # it went away again: do not ask too often


@contextlib.contextmanager
def _connected(address, patience, done, many):
    """A client of the scheduler, with at least one worker behind it."""
    from distributed import Client

    about = tr(
        "{done} of {many} are graded, and stay so; run the same command again to go on",
        done=done,
        many=many,
    )
    try:
        client = Client(address, timeout=patience, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as problem:
        raise ClusterError(
            tr(
                "no scheduler answers at {address} ({problem}). Start it with `dask scheduler`. "
                "{about}.",
                address=address,
                problem=problem,
                about=about,
            )
        ) from None
    try:
        try:
            client.wait_for_workers(1, timeout=patience)
        except (TimeoutError, OSError):
            raise ClusterError(
                tr(
                    "the scheduler at {address} has no workers. Start some on each machine, with nnlib "
                    "installed: `dask worker {address} --nworkers auto --nthreads 1`. {about}.",
                    address=address,
                    about=about,
                )
            ) from None
        yield client
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=2)


def _rounds(client, tasks):
    """Grade tasks with this client until all are graded, or until it has lost its scheduler."""
    from concurrent.futures import CancelledError

    from distributed import as_completed
    from distributed.comm import CommClosedError

    waiting, sent = iter(tasks), {}
    arriving = as_completed(loop=client.loop)

    def send():
        for task in waiting:
            future = client.submit(graded_by_worker, pack(task), pure=False, retries=0)
            sent[future.key] = task
            arriving.add(future)
            return

    try:
        for _ in range(max(2, AHEAD * sum(client.nthreads().values()))):
            send()
        for future in arriving:
            try:
                graded = future.result(timeout=60)
            except (CancelledError, CommClosedError, TimeoutError):
                return
            except Exception as problem:  # KilledWorker: whoever grades it is lost
                graded = _told(problem)
            task = sent.pop(future.key)
            future.release()
            if client.status == "running":
                send()
            yield task, graded
    except (CancelledError, CommClosedError, OSError):
        return


def _told(problem):
    """What kept a parcel from being graded, in words that help."""
    if type(problem).__name__ == "KilledWorker":
        return RuntimeError(tr("the workers that graded it were lost, again and again"))
    if isinstance(problem, ModuleNotFoundError):
        return ClusterError(
            tr(
                "a worker has no {name}: install nnlib-textbook[instructor,cluster] there",
                name=problem.name,
            )
        )
    return problem
