"""Attacks on other assignments than the sample's: what a check is made to hold or walk; an honest one behind each."""

import json
import threading
import time
from dataclasses import replace

import psutil
import pytest
from attacks import attacks

from nnlib.core.notebook import grade_id
from nnlib.grading.course.folder import ROOT
from nnlib.grading.course.graders import Graders
from nnlib.grading.course.task import Task
from nnlib.grading.sandbox.limits import Caps, Limits
from nnlib.grading.sandbox.submission import read_plan

ATTACKS = attacks(elsewhere=True)
LIMITS = Limits(patience=6.0, checking_memory=500 << 20)
MOST = 1000 << 20  # bytes: what a grader holds anyway, and what its checks may take
PATIENCE = 30.0


class Watch(threading.Thread):
    """The most memory that any one process below this one holds, learners' own left out."""

    def __init__(self):
        super().__init__(daemon=True)
        self.most, self.over = 0, threading.Event()
        self.start()

    def run(self):
        while not self.over.wait(0.02):
            for process in psutil.Process().children(recursive=True):
                try:
                    if "graders" in " ".join(process.cmdline()):
                        self.most = max(self.most, process.memory_info().rss)
                except psutil.Error:
                    continue


@pytest.fixture(scope="module")
def graders():
    with Graders() as made:
        yield made


def handed_in(folder, assignment, answers):
    """The task of a submission: the instructor's own answers, with those in `answers` in their place."""
    source = ROOT / "solutions" / assignment / f"{assignment}.ipynb"
    released = ROOT / "exercises" / assignment / f"{assignment}.ipynb"
    notebook = json.loads(source.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = answers.get(grade_id(cell), cell["source"])
    folder.mkdir()
    (folder / source.name).write_text(json.dumps(notebook), encoding="utf-8")
    return Task(folder.name, str(folder), (read_plan(source, released),), LIMITS, Caps())


def expected(plan, lost):
    """Points per test cell: none for those of the answers in `lost`."""
    found, current = {}, None
    for cell in plan.cells:
        current = cell.grade_id if cell.kind == "answer" else current
        if cell.kind == "test":
            found[cell.grade_id] = 0.0 if current in lost else cell.points
    return found


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
def test_an_attack_costs_one_question_and_no_more_than_its_share(graders, tmp_path, attack):
    task = handed_in(tmp_path / "attack", attack.assignment, attack.cells)
    begun, watch = time.monotonic(), Watch()
    graded = graders.grade(task)
    watch.over.set()
    points = {name: v.points for name, v in graded.verdicts().items()}
    assert points == expected(task.plans[0], attack.lost)
    assert tuple(graded.flags) == attack.flags
    assert 0 < watch.most < MOST
    assert time.monotonic() - begun < PATIENCE
    honest = graders.grade(replace(task, folder=str(_honest(tmp_path, attack))))
    assert {n: v.points for n, v in honest.verdicts().items()} == expected(task.plans[0], ())
    assert len(graders.all) == 1, "the grader itself was lost"


def _honest(tmp_path, attack):
    return handed_in(tmp_path / "honest", attack.assignment, {}).folder


def test_a_heavy_attack_names_answers_that_are_there():
    assert len(ATTACKS) >= 8
    for attack in ATTACKS:
        plan = read_plan(
            ROOT / "solutions" / attack.assignment / f"{attack.assignment}.ipynb",
            ROOT / "exercises" / attack.assignment / f"{attack.assignment}.ipynb",
        )
        assert set(attack.cells) == set(attack.lost) <= set(plan.of("answer")), attack.name
