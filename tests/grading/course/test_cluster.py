"""`nnlib grade --scheduler`: real workers in processes of their own, killed half-way; nobody loses a point by it."""

import contextlib
import os
import socket
import subprocess
import sys
import threading
import warnings

import classroom
import psutil
import pytest

from nnlib.grading.course import cluster
from nnlib.grading.course.digest import submission_digest
from nnlib.grading.course.folder import open_course
from nnlib.grading.course.grade import _ready, tasks_of
from nnlib.grading.course.task import grade_submission
from nnlib.grading.sandbox.machine import Sandboxes

pytestmark = [
    pytest.mark.xdist_group("cluster"),
    # what Dask's own threads leave open when its processes are killed under it
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

QUIET = {**os.environ, "DASK_LOGGING__DISTRIBUTED": "critical"}
DASK = [sys.executable, "-m", "dask"]


def free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


class Machines:
    """A scheduler and its workers, as an instructor starts them: `dask scheduler`, `dask worker`."""

    def __init__(self, folder):
        self.port, self.folder, self.running = free_port(), folder, []
        self.address = f"tcp://127.0.0.1:{self.port}"

    def _start(self, *words):
        made = subprocess.Popen(
            [*DASK, *words, "--no-dashboard"], cwd=self.folder, env=QUIET,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self.running.append(made)
        return made

    def scheduler(self):
        made = self._start("scheduler", "--host=127.0.0.1", f"--port={self.port}")
        classroom.wait_for(self.answers, what="the scheduler's answer")
        return made

    def answers(self):
        with socket.socket() as asked:
            return asked.connect_ex(("127.0.0.1", self.port)) == 0

    def worker(self):
        return self._start("worker", self.address, "--nthreads=1", "--no-nanny")

    def stop(self):
        for process in self.running[::-1]:
            process.kill()
            process.wait()


@pytest.fixture
def machines(tmp_path):
    made = Machines(tmp_path)
    yield made
    made.stop()


@pytest.fixture
def folder(tmp_path):
    return classroom.new_course(tmp_path / "course")


def graders(worker):
    """The processes that grade for a worker."""
    found = []
    for child in classroom.family(worker):
        with contextlib.suppress(psutil.Error):
            if "graders import serve" in " ".join(child.cmdline()):
                found.append(child)
    return found


class InBackground(threading.Thread):
    """Grading in a thread of this process, so that its result can be looked at."""

    def __init__(self, folder, **options):
        super().__init__(daemon=True)
        self.folder, self.options, self.result, self.error = folder, options, None, None
        self.start()

    def run(self):
        try:
            self.result = classroom.grade(self.folder, **self.options)
        except BaseException as error:
            self.error = error

    def done(self, seconds=120):
        self.join(seconds)
        assert not self.is_alive(), "grading did not end"
        if self.error:
            raise self.error
        return self.result


# -- parcels --------------------------------------------------------------------------------------


def handed_in(folder):
    """Submissions of every kind: whole, missing, huge, a link, a folder, with other files beside them."""
    classroom.hand_in(folder, "whole")
    (folder / "submitted/missing" / classroom.ASSIGNMENT).mkdir(parents=True)
    os.truncate(classroom.hand_in(folder, "huge"), 30 << 20)
    link = classroom.hand_in(folder, "link")
    link.unlink()
    link.symlink_to(folder / "submitted/whole" / classroom.ASSIGNMENT / classroom.NOTEBOOK)
    pit = classroom.hand_in(folder, "pit")
    pit.unlink()
    pit.mkdir()
    (classroom.hand_in(folder, "beside").parent / "numba.py").write_text("")
    (classroom.hand_in(folder, "dated").parent / "timestamp.txt").write_text("2026-01-01 00:00:00")
    return ["whole", "missing", "huge", "link", "pit", "beside", "dated"]


def tasks_in(folder, names):
    opened = open_course(folder, classroom.ASSIGNMENT)
    return tasks_of(opened, _ready(classroom.ASSIGNMENT, opened), names)


def test_a_parcel_says_elsewhere_what_the_submission_says_here(folder, tmp_path):
    sandboxes = Sandboxes()
    for task in tasks_in(folder, handed_in(folder)):
        there = tmp_path / "there" / task.student
        there.mkdir(parents=True)
        parcel = cluster.pack(task)
        moved = cluster.unpack(parcel, there)
        assert parcel.digest == submission_digest(task) == submission_digest(moved), task.student
        here, away = (grade_submission(t, sandboxes, seed=1) for t in (task, moved))
        assert here.flags == away.flags
        assert here.as_dict()["cells"] == away.as_dict()["cells"]
    sandboxes.close()


def test_a_machine_with_other_checks_gives_no_points(folder):
    (task,) = tasks_in(folder, [classroom.hand_in(folder, "ada").parts[-3]])
    parcel = cluster.replace(cluster.pack(task), digest="0" * 32)
    said = cluster.graded_by_worker(parcel)
    assert isinstance(said, cluster.ClusterError) and "another version of nnlib" in str(said)


def test_a_grader_that_is_lost_is_replaced(folder):
    (task,) = tasks_in(folder, [classroom.hand_in(folder, "ada").parts[-3]])
    parcel = cluster.pack(task)
    first = cluster.graded_by_worker(parcel)
    (own,) = cluster.GRADERS.idle.queue
    family = classroom.family(own.process)
    own.process.kill()
    again = cluster.graded_by_worker(parcel)
    assert first.as_dict()["points"] == again.as_dict()["points"] == 24
    assert classroom.all_gone(family), "its sandbox outlived it"
    cluster.GRADERS.close()
    cluster.GRADERS.closed = False


# -- the cluster ----------------------------------------------------------------------------------


def test_a_local_cluster_gives_the_points_that_this_machine_gives(folder, tmp_path):
    expected = classroom.hand_in_class(folder, 6)
    other = classroom.new_course(tmp_path / "other")
    assert classroom.hand_in_class(other, 6) == expected
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ports and event loops are Dask's affairs
        from distributed import LocalCluster

        with LocalCluster(
            n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None
        ) as local:
            done = classroom.grade(folder, scheduler=local.scheduler_address)
            again = classroom.grade(folder, scheduler=local.scheduler_address)
    here = classroom.grade(other)
    assert classroom.points(folder) == classroom.points(other) == expected
    assert set(classroom.outcomes(done).values()) == {"done"}
    assert set(classroom.outcomes(again).values()) == {"unchanged"}
    slips = [
        {n: c["slip"] for s in d.students for n, c in s["cells"].items()} for d in (done, here)
    ]
    assert slips[0] == slips[1] and done.sandbox == here.sandbox


def test_a_worker_killed_in_mid_run_costs_nobody_anything(folder, machines):
    expected = classroom.hand_in_class(folder, 6)
    expected |= {f"slow{n}": 24 for n in range(6)}
    for name in expected:
        if name.startswith("slow"):
            classroom.hand_in(folder, name, classroom.slow(0.4))
    machines.scheduler()
    workers = [machines.worker(), machines.worker()]
    run = InBackground(folder, scheduler=machines.address)
    classroom.wait_for(lambda: len(classroom.graded(folder)) >= 3, what="grading")
    own = graders(workers[0])
    below = [child for process in own for child in classroom.family(process)]
    classroom.kill(workers[0])
    before = classroom.graded(folder)
    done = run.done()
    assert len(before) < len(expected), "it was killed too late to say anything"
    assert classroom.points(folder) == expected
    assert sorted(classroom.outcomes(done).items()) == sorted(
        dict.fromkeys(expected, "done").items()
    )
    assert len(done.students) == len(expected), "somebody was graded twice"
    assert own and classroom.all_gone([*own, *below]), "what the lost worker had started goes on"


def test_a_scheduler_that_is_started_again_goes_on(folder, machines):
    expected = {f"slow{n}": 24 for n in range(8)}
    for name in expected:
        classroom.hand_in(folder, name, classroom.slow(0.4))
    first, worker = machines.scheduler(), machines.worker()
    run = InBackground(folder, scheduler=machines.address)
    classroom.wait_for(lambda: len(classroom.graded(folder)) >= 2, what="grading")
    before = classroom.graded(folder)
    classroom.kill(first)
    classroom.kill(worker)
    machines.scheduler()
    machines.worker()
    done = run.done()
    assert len(before) < len(expected)
    assert classroom.points(folder) == expected
    assert len(done.students) == len(done.steps) == len(expected), "graded twice, or not at all"
    after = classroom.graded(folder)
    assert {name: after[name] for name in before} == before


def test_a_scheduler_that_stays_away_loses_nothing_and_says_what_to_do(
    folder, machines, monkeypatch
):
    monkeypatch.setattr(cluster, "PATIENCE", 3.0)
    expected = {f"slow{n}": 24 for n in range(6)}
    for name in expected:
        classroom.hand_in(folder, name, classroom.slow(0.4))
    first = machines.scheduler()
    machines.worker()
    run = InBackground(folder, scheduler=machines.address)
    classroom.wait_for(lambda: len(classroom.graded(folder)) >= 2, what="grading")
    classroom.kill(first)
    with pytest.raises(cluster.ClusterError, match=r"no scheduler answers .* \d of 6 are graded"):
        run.done()
    before = classroom.graded(folder)
    assert 2 <= len(before) < 6
    done = classroom.grade(folder)
    kinds = classroom.outcomes(done)
    assert {name for name, kind in kinds.items() if kind == "unchanged"} == set(before)
    assert classroom.points(folder) == expected


def test_the_command_names_a_scheduler_that_is_not_there(folder, machines):
    classroom.hand_in(folder, "ada")
    done = classroom.nnlib(
        *("grade", classroom.ASSIGNMENT, "--course", folder, "--scheduler", machines.address),
        env=QUIET | {"NNLIB_PATIENCE": "1"},
    )
    assert done.returncode == 1
    assert "no scheduler answers at tcp://127.0.0.1" in done.stderr
    assert "Start it with `dask scheduler`" in done.stderr and "Traceback" not in done.stderr


def test_a_scheduler_without_workers_is_told_how_to_get_some(folder, machines):
    machines.scheduler()
    tasks = tasks_in(folder, [classroom.hand_in(folder, "ada").parts[-3]])
    with pytest.raises(cluster.ClusterError, match="has no workers.*dask worker tcp://"):
        list(cluster.graded_on_cluster(tasks, machines.address, patience=1))
