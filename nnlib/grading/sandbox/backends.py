"""Where a learner's code runs: bubblewrap, a container, or (with a loud warning) a plain limited process.

A backend is probed before it is used, and named in the log and in every result. What it starts is worker.py, with
one socket to the grader, the folders it needs read-only, and nothing else.
"""

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from nnlib.core.words import tr
from nnlib.grading.sandbox.mounts import (
    HERE,
    SCRIPT,
    box,
    package_paths,
    python_paths,
    system_libraries,
)

BOOT = "import sys, json; t = json.loads(sys.argv[1]); sys.path[:0] = t['path']; import worker; worker.main(t)"
CURE = tr(
    "On Ubuntu 24.04 and later bubblewrap needs an AppArmor profile that lets it make "
    "user namespaces: put\n  abi <abi/4.0>, include <tunables/global> profile bwrap "
    "/usr/bin/bwrap flags=(unconfined) { userns, }\ninto /etc/apparmor.d/bwrap and run "
    "`sudo systemctl reload apparmor`. Inside Docker or Kubernetes it needs "
    "`--security-opt seccomp=unconfined --cap-add SYS_ADMIN`, or grade on the machine "
    "itself. Where it is missing: apt-get install bubblewrap."
)


PLAIN = "plain"


class SandboxError(RuntimeError):
    """No sandbox of the wanted kind can be had; the message says why, and what helps."""


@dataclass
class Started:
    """A worker's parent process, and the socket that forks are asked for on."""

    process: subprocess.Popen
    control: socket.socket
    keep: list = field(default_factory=list)  # folders that live as long

    def stop(self):
        """End it and everything in it."""
        self.control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(2)  # it ends what it has forked, and then itself
        self.process.kill()
        self.process.wait()
        for folder in self.keep:
            folder.cleanup()


# -- backends -------------------------------------------------------------------------------------


class Bubblewrap:
    """Processes, network, files, users: all the learner's own, made by bubblewrap."""

    name = kind = "bubblewrap"

    def start(self, nnlib, limits):
        program = shutil.which("bwrap")
        if program is None:
            raise SandboxError(tr("bwrap is not installed"))
        root = os.geteuid() == 0
        user = 200_000 + secrets.randbelow(1 << 24) if root else None
        told = limits.for_worker() | {"namespaces": True, "user": user, "address": None}
        told |= {"others": processes_of_ours()}
        told |= {"path": ["/box", "/box/nnlib", "/box/site"], "warm": list(limits.warm)}
        python = python_paths()
        command = [program, "--die-with-parent", "--new-session", "--clearenv", "--unshare-pid"]
        command += ["--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
        command += ["--hostname", "sandbox", "--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN"]
        if root:
            command += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
            command += ["--cap-add", "CAP_SETPCAP"]
        else:
            command += ["--unshare-user", "--uid", "0", "--gid", "0", "--cap-add", "CAP_SETPCAP"]
        libraries = system_libraries(limits.shell)
        mounts = {path: path for path, target in libraries if target is None}
        mounts |= python.mounts | box(nnlib, limits.packages)
        # bubblewrap alone would make these folders for its own user only
        parents = {str(parent) for there in mounts.values() for parent in Path(there).parents}
        for folder in sorted({*parents, "/tmp", "/dev"} - {"/"}):
            command += ["--perms", "0755", "--dir", folder]
        for here, there in mounts.items():
            command += ["--ro-bind", here, there]
        for path, target in libraries:
            command += ["--symlink", target, path] if target else []
        for device in ("null", "zero", "urandom", "random"):
            command += ["--dev-bind", f"/dev/{device}", f"/dev/{device}"]
        for name, value in (limits.environment() | python.environment).items():
            command += ["--setenv", name, value]
        command += ["--remount-ro", "/", "--chdir", "/tmp"]
        return _launch([*command, "--", python.executable], told)


class Plain:
    """An ordinary process with limits: no protection from ill will, and it says so."""

    name, kind = tr("plain process (NOT a sandbox)"), PLAIN

    def start(self, nnlib, limits):
        scratch = tempfile.TemporaryDirectory(prefix="nnlib-")
        folder = Path(scratch.name)
        (folder / "site").mkdir()
        for name, path in package_paths(limits.packages).items():
            (folder / "site" / name).symlink_to(path)
        for name in SCRIPT:
            shutil.copy(HERE / name, folder / name)
        told = limits.for_worker() | {"namespaces": False, "user": None, "address": None}
        told |= {"others": processes_of_ours()}
        told |= {"path": [str(folder), str(nnlib), str(folder / "site")], "warm": list(limits.warm)}
        environment = limits.environment() | {"HOME": str(folder), "TMPDIR": str(folder)}
        environment["NUMBA_CACHE_DIR"] = str(folder / "numba")
        executable = str(Path(sys.executable).resolve())
        started = _launch([executable], told, environment, scratch.name)
        started.keep.append(scratch)
        return started


class Container:
    """A container of podman or docker, where one of them answers; its image must hold this Python's libraries.

    The interpreter and the packages of this machine are mounted into it, so any image of the same system will do.
    """

    image = "debian:stable-slim"

    def __init__(self, engine):
        self.engine = self.name = self.kind = engine

    def start(self, nnlib, limits):
        if shutil.which(self.engine) is None:
            raise SandboxError(tr("{engine} is not installed", engine=self.engine))
        answer = subprocess.run([self.engine, "info"], capture_output=True, timeout=20)
        if answer.returncode:
            raise SandboxError(tr("{engine} does not answer", engine=self.engine))
        meeting = tempfile.TemporaryDirectory(prefix="nnlib-")
        os.chmod(meeting.name, 0o755)
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(f"{meeting.name}/control")
        os.chmod(f"{meeting.name}/control", 0o666)
        listener.listen(1)
        listener.settimeout(60)
        user = 200_000 + secrets.randbelow(1 << 24)
        told = limits.for_worker() | {"namespaces": False, "user": user}
        told |= {"address": "/meeting/control", "warm": list(limits.warm), "others": None}
        told |= {"path": ["/box", "/box/nnlib", "/box/site"]}
        python = python_paths()
        mounts = python.mounts | box(nnlib, limits.packages)
        mounts[meeting.name] = "/meeting"
        command = [self.engine, "run", "--rm", "--network=none", "--read-only", "--cap-drop=ALL"]
        command += [
            "--cap-add=SETUID",
            "--cap-add=SETGID",
            "--cap-add=KILL",
            "--security-opt=no-new-privileges",
        ]
        command += [f"--pids-limit={limits.processes + 8}", f"--memory={2 * limits.memory}"]
        command += [f"--tmpfs=/tmp:size={limits.scratch},mode=1777"]
        command += [f"--volume={here}:{there}:ro" for here, there in mounts.items()]
        environment = limits.environment() | python.environment
        command += [f"--env={name}={value}" for name, value in environment.items()]
        command += [self.image, python.executable]
        started = _launch(command, told, listener=listener)
        started.keep.append(meeting)
        return started


def processes_of_ours():
    """How many processes and threads this user has; None for root, for whom they are not counted."""
    user, found = os.geteuid(), 0
    if user == 0:
        return None
    for task in Path("/proc").glob("[0-9]*/task"):
        with contextlib.suppress(OSError):
            found += len(os.listdir(task)) if task.stat().st_uid == user else 0
    return found


def _launch(command, told, environment=None, folder="/", listener=None):
    """Start worker.py by this command and wait until it is warm."""
    ours, theirs = socket.socketpair()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [*command, "-I", "-S", "-B", "-c", BOOT, json.dumps(told)],
            stdin=theirs, stdout=subprocess.DEVNULL, stderr=said, cwd=folder,
            env={} if environment is None else environment, start_new_session=True,
        )  # fmt: skip
        theirs.close()
        if listener is not None:
            ours.close()
            ours, _ = listener.accept()
        ours.settimeout(60)
        try:
            answer = ours.recv(16)
        except OSError:
            answer = b""
        if answer != b"warm":
            process.kill()
            process.wait()
            ours.close()
            said.seek(0)
            why = said.read(4000).decode(errors="replace").strip() or tr("it said nothing")
            raise SandboxError(
                tr("{command} did not start a worker: {why}", command=command[0], why=why)
            )
    _first_to_go(process.pid)
    return Started(process, ours)


def _first_to_go(number):
    """When memory runs out, let the system end what runs in the sandbox, and nothing else."""
    with contextlib.suppress(OSError):
        with open(f"/proc/{number}/oom_score_adj", "w") as file:
            file.write("1000")
        with open(f"/proc/{number}/task/{number}/children") as file:
            for child in file.read().split():
                _first_to_go(int(child))


def backends():
    """All that are known, the best first."""
    return [Bubblewrap(), Container("podman"), Container("docker"), Plain()]
