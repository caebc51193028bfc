"""Where a learner's code runs: bubblewrap, a container, or (with a loud warning) a plain limited process.

A backend is probed before it is used, and named in the log and in every result. What it starts is worker.py, with
one socket to the judge, the folders it needs read-only, and nothing else.
"""

import contextlib
import functools
import importlib.metadata
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
SCRIPT = ("worker.py", "protocol.py", "confine.py")
BOOT = "import sys, json; t = json.loads(sys.argv[1]); sys.path[:0] = t['path']; import worker; worker.main(t)"
ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "HOME": "/tmp",
    "TMPDIR": "/tmp",
    "MPLBACKEND": "Agg",
    "MPLCONFIGDIR": "/tmp",
    "NUMBA_CACHE_DIR": "/tmp/numba",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
    "PYTHONHASHSEED": "random",
}
CURE = (
    "On Ubuntu 24.04 and later bubblewrap needs an AppArmor profile that lets it make user namespaces: put\n"
    "  abi <abi/4.0>, include <tunables/global> profile bwrap /usr/bin/bwrap flags=(unconfined) { userns, }\n"
    "into /etc/apparmor.d/bwrap and run `sudo systemctl reload apparmor`. Inside Docker or Kubernetes it needs "
    "`--security-opt seccomp=unconfined --cap-add SYS_ADMIN`, or grade on the machine itself. "
    "Where it is missing: apt-get install bubblewrap."
)


@dataclass(frozen=True)
class Limits:
    """What one question, and one submission, may take. Settings of the stage in `nbgrader_config.py`."""

    seconds: float = 2.0  # of computing, per question
    cell_seconds: float = 8.0  # of computing, per cell: it may import and compile
    patience: float = 10.0  # seconds on the clock, per question
    submission_seconds: float = 90.0  # on the clock, for all questions of one submission
    memory: int = 2 << 30  # bytes of address space per process
    processes: int = 4  # and threads
    files: int = 64
    scratch: int = 16 << 20  # bytes of files
    callbacks: int = 20_000  # per question
    restarts: int = 40  # workers that one submission may lose
    answer: int = 16 << 20  # bytes of arrays in one answer
    packages: tuple[str, ...] = ("numpy", "scipy", "numba", "matplotlib", "tqdm", "threadpoolctl")
    warm: tuple[str, ...] = ()  # modules imported before the fork, besides numpy
    compiled: bool = (
        False  # whether nnlib's own functions are compiled: slow to start, worth it for a training
    )
    methods: tuple[str, ...] = (
        *("fit", "predict", "predict_proba", "evaluate", "compile", "add", "step", "forward"),
        *("backward", "parameters", "transform", "reset", "summary", "__call__"),
    )
    attributes: tuple[str, ...] = (
        *("theta", "sizes", "history", "params", "grads", "W", "b", "weights", "bias", "layers"),
        *("loss", "losses", "coef_", "intercept_", "mean_", "scale_", "state"),
    )

    def environment(self):
        """The environment variables that a worker starts with."""
        return ENVIRONMENT | {"NNLIB_JIT": str(int(self.compiled))}

    def for_worker(self):
        """The part that the worker sets for itself, in the terms of setrlimit."""
        most = int(self.submission_seconds) + 5
        return {
            **{"AS": self.memory, "NPROC": self.processes, "NOFILE": self.files, "CORE": 0},
            **{"FSIZE": self.scratch, "CPU": most, "scratch": self.scratch},
            "answer": self.answer,
        }


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


# -- what must be visible -------------------------------------------------------------------------


@functools.cache
def package_paths(names):
    """Folders and files in site-packages of these distributions and of all that they need, by name there."""
    found, seen, waiting = {}, set(), list(names)
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in seen:
            continue
        seen.add(name)
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        for path in distribution.files or ():
            top = path.parts[0]
            if top not in ("..", "__pycache__"):
                found[top] = Path(distribution.locate_file(top)).resolve()
        needed = (r for r in distribution.requires or () if "extra ==" not in r)
        waiting += [re.match(r"[\w.-]+", requirement)[0] for requirement in needed]
    return {name: path for name, path in sorted(found.items()) if path.exists()}


def python_paths():
    """The interpreter, its standard library, its shared library, and the system's libraries."""
    executable = Path(sys.executable).resolve()
    paths = [executable, Path(sysconfig.get_path("stdlib")).resolve()]
    library = Path(sysconfig.get_config_var("LIBDIR") or "/usr/lib")
    name = sysconfig.get_config_var("LDLIBRARY") or ""
    paths += [p for p in (library / name, library / f"{name}.1.0") if ".so" in name and p.exists()]
    return executable, list(dict.fromkeys(paths))


def box(nnlib, limits):
    """What a worker's Python finds: {folder or file here: its place there}."""
    packages = package_paths(limits.packages)
    mounts = {str(path): f"/box/site/{name}" for name, path in packages.items()}
    mounts |= {str(HERE / name): f"/box/{name}" for name in SCRIPT}
    return mounts | {str(nnlib): "/box/nnlib"}


def system_libraries():
    """Folders of the C library and its like, and the links that lead there: [(path, target or None)]."""
    machine = sysconfig.get_config_var("MULTIARCH") or ""
    links, folders = [], []
    for top in ("/lib", "/lib64", "/usr/lib", "/usr/lib64"):
        path = Path(top)
        if path.is_symlink():
            links.append((top, os.readlink(top)))
        elif machine and (path / machine).is_dir():
            folders.append((str(path / machine), None))
        elif path.is_dir():
            folders.append((top, None))
    return folders + links


# -- backends -------------------------------------------------------------------------------------


class Bubblewrap:
    """Processes, network, files, users: all the learner's own, made by bubblewrap."""

    name = "bubblewrap"

    def start(self, nnlib, limits):
        program = shutil.which("bwrap")
        if program is None:
            raise SandboxError("bwrap is not installed")
        root = os.geteuid() == 0
        user = 200_000 + secrets.randbelow(1 << 24) if root else None
        told = limits.for_worker() | {"namespaces": True, "user": user, "address": None}
        told |= {"path": ["/box", "/box/nnlib", "/box/site"], "warm": list(limits.warm)}
        executable, paths = python_paths()
        command = [program, "--die-with-parent", "--new-session", "--clearenv", "--unshare-pid"]
        command += ["--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
        command += ["--hostname", "sandbox", "--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN"]
        if root:
            command += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
            command += ["--cap-add", "CAP_SETPCAP"]
        else:
            command += ["--unshare-user", "--uid", "0", "--gid", "0", "--cap-add", "CAP_SETPCAP"]
        libraries = system_libraries()
        mounts = {path: path for path, target in libraries if target is None}
        mounts |= {str(path): str(path) for path in paths} | box(nnlib, limits)
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
        for name, value in limits.environment().items():
            command += ["--setenv", name, value]
        command += ["--remount-ro", "/", "--chdir", "/tmp"]
        return _launch([*command, "--", str(executable)], told)


class Plain:
    """An ordinary process with limits: no protection from ill will, and it says so."""

    name = "plain process (NOT a sandbox)"

    def start(self, nnlib, limits):
        scratch = tempfile.TemporaryDirectory(prefix="nnlib-")
        box = Path(scratch.name)
        (box / "site").mkdir()
        for name, path in package_paths(limits.packages).items():
            (box / "site" / name).symlink_to(path)
        for name in SCRIPT:
            shutil.copy(HERE / name, box / name)
        told = limits.for_worker() | {"namespaces": False, "user": None, "address": None}
        told |= {"path": [str(box), str(nnlib), str(box / "site")], "warm": list(limits.warm)}
        environment = limits.environment() | {"HOME": str(box), "TMPDIR": str(box)}
        environment["NUMBA_CACHE_DIR"] = str(box / "numba")
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
        self.engine = self.name = engine

    def start(self, nnlib, limits):
        if shutil.which(self.engine) is None:
            raise SandboxError(f"{self.engine} is not installed")
        answer = subprocess.run([self.engine, "info"], capture_output=True, timeout=20)
        if answer.returncode:
            raise SandboxError(f"{self.engine} does not answer")
        meeting = tempfile.TemporaryDirectory(prefix="nnlib-")
        os.chmod(meeting.name, 0o755)
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(f"{meeting.name}/control")
        os.chmod(f"{meeting.name}/control", 0o666)
        listener.listen(1)
        listener.settimeout(60)
        user = 200_000 + secrets.randbelow(1 << 24)
        told = limits.for_worker() | {"namespaces": False, "user": user}
        told |= {"address": "/meeting/control", "warm": list(limits.warm)}
        told |= {"path": ["/box", "/box/nnlib", "/box/site"]}
        executable, paths = python_paths()
        mounts = {str(path): str(path) for path in paths} | box(nnlib, limits)
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
        command += [f"--env={name}={value}" for name, value in limits.environment().items()]
        command += [self.image, str(executable)]
        started = _launch(command, told, listener=listener)
        started.keep.append(meeting)
        return started


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
            why = said.read(4000).decode(errors="replace").strip() or "it said nothing"
            raise SandboxError(f"{command[0]} did not start a worker: {why}")
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
