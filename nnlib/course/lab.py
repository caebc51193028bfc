"""The book in JupyterLab: which folder, which port, which settings, and where compiled code is kept."""

import json
import os
import secrets
import socket
import subprocess
import sys
import webbrowser
from collections.abc import MutableMapping
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

from nnlib.core.files import (
    PACKAGE,
    BookError,
    cache_folder,
    course_root,
    find_course,
    is_course,
    writable,
)
from nnlib.core.words import tr
from nnlib.course.update import is_older, own_course

# ---- compiled code --------------------------------------------------------------------------------


def ensure_compile_cache(environ: MutableMapping[str, str] = os.environ) -> str | None:
    """Point NUMBA_CACHE_DIR at a folder that can be written. Returns a line that says so, or None."""
    wanted = Path(environ.get("NUMBA_CACHE_DIR") or PACKAGE / "__pycache__")
    if writable(wanted):
        return None
    folder = cache_folder("compiled")
    environ["NUMBA_CACHE_DIR"] = str(folder)
    return tr(
        "The compile cache cannot be written in {wanted}; using {folder} instead.",
        wanted=wanted,
        folder=folder,
    )


TEACHERS = tuple(  # parts of nbgrader's lab extension that are nothing to a learner
    f"@jupyter/nbgrader:{part}"
    for part in ("create-assignment", "formgrader", "assignment-list", "course-list", "menu")
)

RUBBISH = ("__pycache__", "*.pyc", "*.pyo", ".DS_Store", "*~")  # what Jupyter itself does not list
TEACHERS_FILES = ("solutions", "nbgrader_config.py")  # nor is this for a learner to open
EXTENSIONS = PACKAGE / "plots" / "kit" / "labextensions"
# JupyterLab, and the pages of Notebook 7, where that is installed.
APPS = ("LabApp", "JupyterNotebookApp")

# ---- the server -----------------------------------------------------------------------------------


def lab(
    root: Path, lines: list[str], port: int | None = None, browser: bool = True, teach: bool = False
) -> NoReturn:
    """Open a course in JupyterLab. Does not return: this process becomes the server, or ends when the server does."""
    command, environ, more = lab_command(root, port, browser, teach)
    print(*lines, *more, sep="\n", flush=True)
    os.chdir(root)  # nbgrader looks for nbgrader_config.py where the server starts
    become(command, environ)


def book_to_read(teach: bool = False) -> tuple[Path, list[str]]:
    """The folder to open, and lines about it. In a clone learners get a folder of their own; `teach` opens the clone.

    Where nobody has a course, it is the clone that nnlib runs from.
    """
    root, clone, lines = find_course(), PACKAGE.parent, []
    if root is None and is_course(clone):
        root = clone
        if teach:
            lines.append(tr("There is no course in this folder; opening {root}.", root=root))
    root = root or course_root()
    if root == clone and not teach:
        root = own_course(clone)
        lines.append(
            tr("Your own folder is {root}: git never touches what you write there.", root=root)
        )
    if not teach and is_older(root):
        lines.append(tr("The book is newer than this folder: nnlib update brings in what is new."))
    return root, lines


def become(command: list[str], environ: dict[str, str]) -> NoReturn:
    """Let this process become another; on Windows, which cannot do that, start it and wait for its end."""
    if os.name != "nt":
        os.execve(command[0], command, environ)
    server = subprocess.Popen(command, env=environ)
    while True:
        try:
            sys.exit(server.wait())
        except KeyboardInterrupt:  # the server hears it too, and ends by itself
            continue


def lab_command(
    root: Path, port: int | None = None, browser: bool = True, teach: bool = False
) -> tuple[list[str], dict[str, str], list[str]]:
    """The command line and environment of JupyterLab on `root`, and the lines that a person should read."""
    environ, lines = lab_environment(teach), []
    lines += filter(None, [ensure_compile_cache(environ), ensure_home(environ)])
    free = free_port(8888 if port is None else port)
    if port is not None and free != port:
        lines.append(tr("Port {port} is taken; using {free}.", port=port, free=free))
    first = next(iter(sorted(root.glob("chapters/[0-9][0-9]_*.ipynb"))), None)
    page = f"/lab/tree/{first.relative_to(root).as_posix()}" if first else "/lab"
    token = environ.setdefault("JUPYTER_TOKEN", secrets.token_hex(16))
    command = [
        *(sys.executable, "-m", "jupyterlab", "--ip=127.0.0.1", f"--port={free}"),
        "--ServerApp.port_retries=0",  # never silently at another address than the one we print
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url={page}",
        *(f"--{app}.extra_labextensions_path={EXTENSIONS}" for app in APPS),
        "--Application.log_level=WARN",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    if not (browser and has_browser()):
        command.append("--no-browser")
        why = tr("No browser to open here.") if browser else tr("Not opening a browser.")
        lines.append(
            tr(
                "{why} The book is at http://127.0.0.1:{free}{page}?token={token}",
                why=why,
                free=free,
                page=page,
                token=token,
            )
        )
    else:
        lines.append(tr("Opening the book at http://127.0.0.1:{free}{page}", free=free, page=page))
    if not teach:
        lines.append(tr("If you teach: nnlib lab --teach shows nbgrader's panels."))
    return command, environ, [*lines, tr("Stop it with Ctrl-C.")]


def lab_environment(teach: bool = True) -> dict[str, str]:
    """The environment of the server and its kernels: nbgrader's tools on the PATH, our Jupyter settings first."""
    environ = dict(os.environ)
    environ.pop("MPLBACKEND", None)  # a kernel draws inline, whatever the shell asked for
    _prepend(environ, "PATH", Path(sys.executable).parent)
    _prepend(
        environ,
        "JUPYTER_CONFIG_PATH",
        _jupyter_settings(cache_folder("jupyter-teach" if teach else "jupyter"), teach),
    )
    return environ


def ensure_home(environ: MutableMapping[str, str] = os.environ) -> str | None:
    """Give Jupyter folders to write in where the account's home is missing or read-only. Returns a line about it."""
    home = Path(os.path.expanduser("~"))
    if home.is_dir() and writable(home):
        return None
    folder = cache_folder("home")
    names = ("JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR")
    for name in names:
        environ.setdefault(name, str(folder / name.lower()))
    return tr(
        "Nothing can be written in {home}; JupyterLab keeps its settings in {folder}.",
        home=home,
        folder=folder,
    )


def _prepend(environ, name, folder):
    environ[name] = os.pathsep.join(filter(None, [str(folder), environ.get(name)]))


def _jupyter_settings(folder, teach):
    """Write the settings of the book's JupyterLab into `folder`.

    Its news pop-up is off: nothing is asked of the network. nbgrader's panels are on for those who teach; a learner
    keeps the button that validates, and finds chapters and exercises in the list of files, without what only grading
    needs. Jupytext's server part is off: it would write its headers into percent sources that someone opens, and
    pairing has put answers back into released notebooks before.
    """
    panels = ("formgrader", "assignment_list", "course_list")
    there = find_spec("nbgrader") is not None  # a learner may do without
    servers = {f"nbgrader.server_extensions.{panel}": teach and there for panel in panels}
    servers["nbgrader.server_extensions.validate_assignment"] = there
    server = {"ServerApp": {"jpserver_extensions": servers | {"jupyterlab_jupytext": False}}}
    server |= {} if teach else {"ContentsManager": {"hide_globs": [*RUBBISH, *TEACHERS_FILES]}}
    off = {"@jupyterlab/apputils-extension:announcements": True}
    off |= {} if teach else dict.fromkeys(TEACHERS, True)
    page = {"disabledExtensions": off}
    (folder / "labconfig").mkdir(parents=True, exist_ok=True)
    (folder / "jupyter_server_config.json").write_text(json.dumps(server, indent=1))
    (folder / "labconfig" / "page_config.json").write_text(json.dumps(page, indent=1))
    return folder


def free_port(port: int) -> int:
    """`port` if it can be had on this machine, else the next one that can."""
    if not 1 <= port <= 65535:
        raise BookError(tr("port {port} does not exist; wanted 1 to 65535", port=port))
    for candidate in [*range(port, min(port + 50, 65536)), 0]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server itself does
            try:
                probe.bind(("127.0.0.1", candidate))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise BookError(tr("no free port on this machine"))


def has_browser() -> bool:
    """Whether a browser with a screen can be opened; JupyterLab is of no use in a text browser."""
    screen = {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ)
    if sys.platform.startswith("linux") and not screen:
        return False
    try:
        return bool(webbrowser.get())
    except webbrowser.Error:
        return False
