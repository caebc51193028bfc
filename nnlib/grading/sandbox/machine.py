"""The sandbox: a warm process in the best backend there is, which forks a worker whenever one is needed."""

import contextlib
import logging
import os
import platform
import socket
import struct
from dataclasses import replace
from functools import cache

from nnlib.core.words import tr
from nnlib.grading.sandbox.backends import CURE, PLAIN, SandboxError, backends
from nnlib.grading.sandbox.confine import MACHINES
from nnlib.grading.sandbox.connection import Connection, Lost
from nnlib.grading.sandbox.limits import Limits
from nnlib.grading.sandbox.package import filtered

log = logging.getLogger("nnlib.grading")
START = 20.0  # seconds that a fork may take
NONE = tr("No sandbox works here, so nobody was graded.")
WITHOUT = tr(
    "To grade without one, learners' code that you trust: `nnlib grade --no-sandbox`, or "
    'c.GradeInSandbox.backend = "plain" in nbgrader_config.py.'
)
OPEN = tr(
    "NO SANDBOX, as you asked: learners' code runs as an ordinary process of yours, and can read "
    "and change your files. Grade only code that you trust."
)


class Sandbox:
    """A warm process in a backend, which forks a worker whenever one is needed."""

    def __init__(self, backend, started, limits):
        self.name, self.started, self.limits = backend.name, started, limits

    def fork(self):
        """A new worker: (socket, pidfd or None, process number or None). Raises SandboxError."""
        ours, theirs = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        ours.settimeout(START)
        try:
            with theirs:
                socket.send_fds(self.started.control, [b"fork"], [theirs.fileno()])
            data, extra, _, _ = ours.recvmsg(16, socket.CMSG_SPACE(12))
        except OSError as error:
            ours.close()
            raise SandboxError(
                tr("{name} gave no worker: {error}", name=self.name, error=error)
            ) from None
        if data != b"ready":
            ours.close()
            raise SandboxError(
                tr("{name} gave no worker; is the machine out of memory?", name=self.name)
            )
        number = _sender(extra)
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
        handle = None
        if number:
            with contextlib.suppress(OSError):
                handle = os.pidfd_open(number)
        return ours, handle, number if handle else None

    def close(self):
        self.started.stop()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def _sender(extra):
    """The number of the process that sent a message, as the kernel vouches for it."""
    for level, kind, data in extra:
        if level == socket.SOL_SOCKET and kind == socket.SCM_CREDENTIALS:
            return struct.unpack("3i", data[:12])[0]
    return None


def open_sandbox(asked=(), imported=(), limits=None, only=None):
    """Start the first backend that works, for an exercise that asks for the functions in `asked`.

    `only` names one backend ("bubblewrap", "podman", "docker", "plain"). A plain process is none of the others: it is
    taken where it is asked for by name. Raises SandboxError where none works.
    """
    _say_what_is_not_filtered()
    limits, problems = limits or Limits(), []
    nnlib = filtered(frozenset(asked), frozenset(imported))
    for backend in backends():
        if backend.kind != only if only else backend.kind == PLAIN:
            continue
        try:
            sandbox = _tried(backend, nnlib, limits)
        except (SandboxError, OSError) as problem:
            problems.append(f"{backend.name}: {problem}")
            continue
        if backend.kind == PLAIN:
            log.warning(OPEN)
        log.info("sandbox: %s", backend.name)
        return sandbox
    raise SandboxError(f"{NONE}\n  " + "\n  ".join(problems) + f"\n{CURE}\n{WITHOUT}")


def _tried(backend, nnlib, limits):
    """A sandbox that has shown that it can fork a worker."""
    sandbox = Sandbox(backend, backend.start(nnlib, limits), limits)
    try:
        connection = Connection(sandbox)
        connection.ask({"do": "cell", "source": "import numpy", "file": "<probe>"})
        connection.kill()
    except (SandboxError, Lost) as problem:
        sandbox.close()
        raise SandboxError(str(problem)) from None
    return sandbox


@cache
def _say_what_is_not_filtered():
    """Once per process: confine.py knows the numbers of the system calls on two kinds of machine only."""
    if platform.machine() not in MACHINES:
        log.warning(
            tr(
                "system calls are not filtered on this kind of machine (%s): what holds a learner's "
                "code are namespaces, rights and limits"
            ),
            platform.machine(),
        )


class Sandboxes:
    """The warm sandboxes of one process, each started when it is first needed."""

    def __init__(self):
        self.open = {}

    def get(
        self, plan, limits: Limits, backend: str | None = None, notebook: bool = False
    ) -> Sandbox:
        """The one for the answers to a notebook under these limits, or, with `notebook`, for the whole of it.

        Raises SandboxError where none can be had.
        """
        limits = replace(limits, scratch=limits.scratch + plan.room)
        limits = limits.for_notebook() if notebook else limits
        key = plan.asked, plan.imported, limits, backend
        if key not in self.open:
            self.open[key] = open_sandbox(plan.asked, plan.imported, limits, backend)
        return self.open[key]

    def close(self):
        """End them."""
        while self.open:
            self.open.popitem()[1].close()
