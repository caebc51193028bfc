"""What the tests of the boundary share: a sandbox of this machine, and sessions in it."""

import pytest
from sandboxed import ASKED, LIMITS, WITHOUT

from nnlib.grading.sandbox import SandboxError, open_sandbox
from nnlib.grading.sandbox.session import Session


@pytest.fixture(scope="module")
def sandbox():
    """The sandbox of this machine; where only the plain process works, that one."""
    try:
        opened = open_sandbox(ASKED, ("nnlib.activations",), LIMITS)
    except SandboxError:
        opened = open_sandbox(ASKED, ("nnlib.activations",), LIMITS, "plain")
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
    """learn(source): a Session that has run this cell."""
    sessions = []

    def start(source):
        session = Session(sandbox)
        sessions.append(session)
        failed = session.run("answer", source)
        assert failed is None, failed
        return session

    yield start
    for session in sessions:
        session.close()


@pytest.fixture
def far(learn):
    """far(source): the stand-in for the function f in this cell."""
    return lambda source: learn(source).look("f")
