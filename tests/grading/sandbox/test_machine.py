"""The sandbox of a machine: which backend is taken, what is said where none works."""

from dataclasses import replace

import pytest
from sandboxed import ASKED, LIMITS

from nnlib.grading.sandbox import SandboxError, machine, open_sandbox
from nnlib.grading.sandbox.backends import Bubblewrap, backends
from nnlib.grading.sandbox.connection import Connection
from nnlib.grading.sandbox.session import Session
from nnlib.grading.sandbox.submission import Plan


def test_a_backend_that_is_not_there_says_so_and_what_helps(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(
        SandboxError, match="bwrap is not installed[^§]*AppArmor[^§]*apt-get install"
    ):
        open_sandbox(ASKED, limits=LIMITS, only="bubblewrap")


def test_where_there_is_no_sandbox_none_is_opened_and_what_helps_is_said(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SandboxError) as said:
        open_sandbox(ASKED, limits=LIMITS)
    for words in ("bwrap is not installed", "AppArmor", "--no-sandbox", "GradeInSandbox.backend"):
        assert words in str(said.value)


def test_a_plain_process_is_used_where_it_is_asked_for_and_warned_of_loudly(caplog):
    with open_sandbox(ASKED, limits=LIMITS, only="plain") as sandbox:
        assert "NO SANDBOX" in caplog.text
        assert "NOT a sandbox" in sandbox.name
        session = Session(sandbox)
        assert session.run("a", "def f(x): return x + 1") is None
        assert session.look("f")(1) == 2
        session.close()
    assert backends()[0].name == Bubblewrap.name


def test_a_sandbox_whose_process_died_gives_no_worker():
    sandbox = open_sandbox(ASKED, limits=LIMITS, only="plain")
    sandbox.started.process.kill()
    sandbox.started.process.wait()
    with pytest.raises(SandboxError):
        Connection(sandbox)
    sandbox.close()


def test_a_machine_whose_system_calls_are_not_filtered_says_so_once(monkeypatch, caplog):
    monkeypatch.setattr(machine.platform, "machine", lambda: "riscv64")
    machine._say_what_is_not_filtered.cache_clear()
    for _ in range(2):
        with pytest.raises(SandboxError):
            open_sandbox(ASKED, limits=LIMITS, only="nothing")
    assert caplog.messages == [
        "system calls are not filtered on this kind of machine (riscv64): what holds a learner's code "
        "are namespaces, rights and limits"
    ]
    monkeypatch.undo()
    machine._say_what_is_not_filtered.cache_clear()
    machine._say_what_is_not_filtered()
    assert len(caplog.messages) == 1


def test_a_sandbox_is_started_once_for_the_same_notebook_and_limits():
    known, plan = machine.Sandboxes(), Plan("n", (), {}, "", frozenset(ASKED))
    try:
        first = known.get(plan, LIMITS, "plain")
        assert known.get(plan, LIMITS, "plain") is first
        assert known.get(plan, replace(LIMITS, seconds=9.0), "plain") is not first
    finally:
        known.close()
    assert known.open == {} and first.started.process.poll() is not None
