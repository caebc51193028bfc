"""The book as files: notebooks built from their percent sources, copied to a reader, opened in JupyterLab.

The source of a notebook is the percent `.py` beside it. The `.ipynb` is generated, without outputs, and comes
out byte for byte the same on every run, so a review sees prose and code, never cell ids.
"""

import json
import os
import secrets
import shutil
import socket
import sys
import tempfile
import time
import webbrowser
from pathlib import Path

PACKAGE = Path(__file__).parent
SOURCES = ("chapters/[0-9][0-9]_*.py", "solutions/*/[0-9][0-9]_*.py")
KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class BookError(Exception):
    """Something a person can put right; the message is one line and says what was given and wanted."""


def course_root():
    """The folder that holds the book: where you are or a folder above, else the clone nnlib runs from."""
    here = Path.cwd()
    for root in (here, *here.parents, PACKAGE.parent):
        if any(root.glob("chapters/*.ipynb")) or any(root.glob("chapters/*.py")):
            return root
    raise BookError("no book in this folder: run `nnlib copy DIR`, go to DIR and try again")


# ---- notebooks from their sources -----------------------------------------------------------------


def build_notebook(py_path):
    """The notebook that a percent source describes: no outputs, and the same ids every time.

    A cell's id is its nbgrader grade_id, else its number. Raises BookError when two cells share a
    grade_id, or when the source is not a percent script.
    """
    import jupytext
    import nbformat

    py_path = Path(py_path)
    notebook = jupytext.read(py_path, fmt="py:percent")
    notebook.metadata = nbformat.from_dict(KERNEL)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for number, cell in enumerate(notebook.cells):
        for left_over in ("cell_marker", "lines_to_next_cell", "jupytext"):
            cell.metadata.pop(left_over, None)
        cell.id = cell.metadata.get("nbgrader", {}).get("grade_id") or f"c{number:03d}"
    ids = [cell.id for cell in notebook.cells]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise BookError(
            f"{py_path} uses {', '.join(twice)} for two cells; wanted each grade_id once"
        )
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        reason = str(error).splitlines()[0]
        raise BookError(f"{py_path} does not make a valid notebook: {reason}") from None
    return notebook


def notebook_text(py_path):
    """The bytes, as text, of the notebook beside a percent source."""
    import nbformat

    return nbformat.writes(build_notebook(py_path)).rstrip("\n") + "\n"


def sources(root=None):
    """The percent sources of the book, in order."""
    root = Path(root or course_root())
    return sorted(path for pattern in SOURCES for path in root.glob(pattern))


def build_all(check=False, root=None):
    """Write every notebook that differs from its source; with `check`, only name those. Returns their paths."""
    changed = []
    for source in sources(root):
        target, text = source.with_suffix(".ipynb"), notebook_text(source)
        if is_built(target, text, check):
            continue
        changed.append(target)
        if not check:
            replace(target, text, root)
    return changed


def is_built(target, text, check=False):
    """Whether a notebook is this text; for `check`, what running it leaves in it is no difference."""
    if not target.exists():
        return False
    return target.read_text(encoding="utf-8") == text or (check and _same_cells(target, text))


def _same_cells(target, text):
    """Whether a notebook has the cells of this text, whatever was run in it since."""
    import nbformat

    def cells(notebook):
        return [
            (cell.cell_type, cell.source, cell.metadata.get("nbgrader")) for cell in notebook.cells
        ]

    try:
        return cells(nbformat.read(target, as_version=4)) == cells(
            nbformat.reads(text, as_version=4)
        )
    except (nbformat.reader.NotJSONError, nbformat.ValidationError):
        return False


def replace(target, text, root=None):
    """Write text to a file; what stood there before is kept below build/replaced/, for someone may have edited it."""
    root = Path(root or course_root())
    if target.exists():
        kept = (
            root
            / "build"
            / "replaced"
            / f"{time.strftime('%Y-%m-%d-%H-%M-%S')}"
            / target.relative_to(root)
        )
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(target, kept)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")


# ---- a reader's own copy --------------------------------------------------------------------------


def origin():
    """Where the book comes from: the installed package, or the clone."""
    course = PACKAGE / "_course"
    return course if course.is_dir() else PACKAGE.parent


def copy(folder, only=lambda path: True):
    """Copy the chapters and exercises into `folder`: missing files only, never over a reader's edits.

    `only(path)` says of a path inside the book whether it is wanted.
    """
    folder, root = Path(folder), origin()
    if folder.exists() and not folder.is_dir():
        raise BookError(f"{folder} is a file; wanted a folder")
    written = []
    for source in sorted(
        path for part in ("chapters", "exercises") for path in (root / part).rglob("*")
    ):
        target = folder / source.relative_to(root)
        unwanted = _left_behind(source) or not only(source.relative_to(root))
        if not source.is_file() or target.exists() or unwanted:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        written.append(target)
    return written


def _left_behind(path):
    """Percent sources of chapters, and what Jupyter and Python leave lying about."""
    rubbish = {".ipynb_checkpoints", "__pycache__"} & set(path.parts)
    return bool(rubbish) or (path.parent.name == "chapters" and path.suffix == ".py")


# ---- folders that can be written ------------------------------------------------------------------


def _writable(folder):
    """Whether a file can really be made in `folder`; permission bits do not say it, least of all to root."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def cache_folder(name):
    """A folder of the user's own for files that can be made again; a temporary one where there is none."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(home) / "nnlib" / name
    return folder if _writable(folder) else Path(tempfile.mkdtemp(prefix=f"nnlib-{name}-"))


def ensure_compile_cache(environ=os.environ):
    """Point NUMBA_CACHE_DIR at a folder that can be written. Returns a line that says so, or None."""
    wanted = Path(environ.get("NUMBA_CACHE_DIR") or PACKAGE / "__pycache__")
    if _writable(wanted):
        return None
    folder = cache_folder("compiled")
    environ["NUMBA_CACHE_DIR"] = str(folder)
    return f"The compile cache cannot be written in {wanted}; using {folder} instead."


# ---- JupyterLab -----------------------------------------------------------------------------------


def lab(port=None, browser=True):
    """Open the book in JupyterLab. Does not return: this process becomes the server."""
    root = course_root()
    command, environ, lines = lab_command(root, port, browser)
    print(*lines, sep="\n", flush=True)
    os.chdir(root)  # nbgrader looks for nbgrader_config.py where the server starts
    os.execve(command[0], command, environ)


def lab_command(root, port=None, browser=True):
    """The command line and environment of JupyterLab on `root`, and the lines that a person should read."""
    environ, lines = lab_environment(), []
    if note := ensure_compile_cache(environ):
        lines.append(note)
    free = free_port(8888 if port is None else port)
    if port is not None and free != port:
        lines.append(f"Port {port} is taken; using {free}.")
    first = next(iter(sorted(root.glob("chapters/[0-9][0-9]_*.ipynb"))), None)
    page = f"/lab/tree/{first.relative_to(root).as_posix()}" if first else "/lab"
    token = environ.setdefault("JUPYTER_TOKEN", secrets.token_hex(16))
    command = [
        *(sys.executable, "-m", "jupyterlab", "--ip=127.0.0.1", f"--port={free}"),
        "--ServerApp.port_retries=0",  # never silently at another address than the one we print
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url={page}",
        "--Application.log_level=WARN",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    if not (browser and has_browser()):
        command.append("--no-browser")
        why = "No browser to open here." if browser else "Not opening a browser."
        lines.append(f"{why} The book is at http://127.0.0.1:{free}{page}?token={token}")
    else:
        lines.append(f"Opening the book at http://127.0.0.1:{free}{page}")
    return command, environ, [*lines, "Stop it with Ctrl-C."]


def lab_environment():
    """The environment of the server and its kernels: nbgrader's tools on the PATH, our Jupyter settings first."""
    environ = dict(os.environ)
    environ.pop("MPLBACKEND", None)  # a kernel draws inline, whatever the shell asked for
    _prepend(environ, "PATH", Path(sys.executable).parent)
    _prepend(environ, "JUPYTER_CONFIG_PATH", _jupyter_settings(cache_folder("jupyter")))
    return environ


def _prepend(environ, name, folder):
    environ[name] = os.pathsep.join(filter(None, [str(folder), environ.get(name)]))


def _jupyter_settings(folder):
    """Write the settings of the book's JupyterLab into `folder`.

    Its news pop-up is off: nothing is asked of the network. nbgrader's panels are on. Jupytext's
    server part is off: it would write its headers into percent sources that someone opens, and
    pairing has put answers back into released notebooks before.
    """
    panels = ("formgrader", "validate_assignment", "assignment_list", "course_list")
    servers = {f"nbgrader.server_extensions.{panel}": True for panel in panels}
    server = {"ServerApp": {"jpserver_extensions": servers | {"jupyterlab_jupytext": False}}}
    page = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
    (folder / "labconfig").mkdir(parents=True, exist_ok=True)
    (folder / "jupyter_server_config.json").write_text(json.dumps(server, indent=1))
    (folder / "labconfig" / "page_config.json").write_text(json.dumps(page, indent=1))
    return folder


def free_port(port):
    """`port` if it can be had on this machine, else the next one that can."""
    if not 1 <= port <= 65535:
        raise BookError(f"port {port} does not exist; wanted 1 to 65535")
    for candidate in [*range(port, min(port + 50, 65536)), 0]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server itself does
            try:
                probe.bind(("127.0.0.1", candidate))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise BookError("no free port on this machine")


def has_browser():
    """Whether a browser with a screen can be opened; JupyterLab is of no use in a text browser."""
    screen = {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ)
    if sys.platform.startswith("linux") and not screen:
        return False
    try:
        return bool(webbrowser.get())
    except webbrowser.Error:
        return False
