"""Runs notebooks from top to bottom and says which cell failed, also when the failure hides inside a widget.

nbclient does the work, with two repairs. It waits for a reply in one long sleep, and a message that is sent at
the wrong moment swallows the wake-up: cells that print into a widget then hang until their time limit
(jupyter/nbclient#312). And an exception in a widget's callback ends up in the widget's state, not in the cell,
so that a broken notebook passes.
"""

import asyncio
import logging
import multiprocessing
import os
import re
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from queue import Empty

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from tqdm import tqdm

from nnlib.core.files import BookError, course_root
from nnlib.core.words import tr
from nnlib.course.lab import ensure_compile_cache

CELL_SECONDS = 60
NOTEBOOK_SECONDS = 180
NOTEBOOKS = ("chapters/*.ipynb", "solutions/*/*.ipynb")
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"


@dataclass(frozen=True)
class Run:
    """One notebook that was run: where it and its executed copy lie, and what went wrong (None: nothing)."""

    notebook: Path
    executed: Path
    seconds: float
    error: str | None


class _Client(NotebookClient):
    """nbclient that looks for the reply again and again."""

    async def _async_poll_for_reply(self, msg_id, cell, timeout, outputs, alive):
        give_up = time.monotonic() + timeout
        while time.monotonic() < give_up:
            try:
                reply = await self.kc.shell_channel.get_msg(timeout=0.2)
            except Empty:
                continue
            if reply["parent_header"].get("msg_id") != msg_id:
                continue
            try:
                await asyncio.wait_for(outputs, max(1, give_up - time.monotonic()))
            except TimeoutError:
                break
            alive.cancel()
            return reply
        alive.cancel()
        raise CellTimeoutError.error_from_timeout_and_cell(
            tr("no answer in time"), int(timeout), cell
        )


def execute(
    notebook: str | Path,
    executed: str | Path,
    cell_seconds: float = CELL_SECONDS,
    notebook_seconds: float = NOTEBOOK_SECONDS,
) -> Run:
    """Run one notebook in its own folder and write the executed copy, also when a cell fails. Returns a Run."""
    start = time.monotonic()
    notebook, executed = Path(notebook), Path(executed)
    content = nbformat.read(notebook, as_version=4)
    for cell in content.cells:
        cell.metadata.pop("execution", None)  # an earlier run's times; _where() reads this run's
    client = _Client(
        content,
        kernel_name="python3",
        resources={"metadata": {"path": str(notebook.parent)}},
        timeout_func=lambda cell: max(
            1, min(cell_seconds, start + notebook_seconds - time.monotonic())
        ),
    )
    client.log.setLevel(logging.CRITICAL)  # what failed is returned, once
    with tempfile.TemporaryDirectory() as profile, tempfile.TemporaryFile("w+") as stderr:
        error = _error_of(client, content, env=_kernel_environment(profile), stderr=stderr)
    executed.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(content, executed)
    return Run(notebook, executed, time.monotonic() - start, error)


def _kernel_environment(profile):
    """A kernel without the user's start-up files, that draws inline and leaves the other cores alone."""
    environ = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    return threads | environ | {"IPYTHONDIR": profile}


def _error_of(client, content, env, stderr):
    """Run the cells; what went wrong, in one line. The kernel's own log is read only when it dies."""
    try:
        asyncio.run(client.async_execute(env=env, stderr=stderr))
    except CellExecutionError as error:
        return f"{_where(content)}: {error.ename}: {_plain(error.evalue)}"
    except CellTimeoutError as error:
        seconds = re.search(r"\d+", str(error)).group()
        return tr("{where}: not done after {seconds} s", where=_where(content), seconds=seconds)
    except DeadKernelError:
        stderr.seek(0)
        last_words = (stderr.read().strip().splitlines() or [""])[-1]
        return tr(
            "{where}: the kernel died ({last_words})", where=_where(content), last_words=last_words
        )
    hidden = hidden_errors(content)
    return tr("inside a widget: {hidden}", hidden=hidden[0]) if hidden else None


def _where(content):
    """The cell that was being run: the last one with an execution that began."""
    number = max(
        (n for n, cell in enumerate(content.cells) if cell.get("metadata", {}).get("execution")),
        default=0,
    )
    cell = content.cells[number]
    return tr("cell {number} ({get})", number=number, get=cell.get("id", tr("no id")))


def hidden_errors(content: nbformat.NotebookNode) -> list[str]:
    """The exceptions that widgets of an executed notebook caught and kept in their state, one line each."""
    state = content.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    return [
        f"{output['ename']}: {_plain(output['evalue'])}"
        for model in state.values()
        for output in model.get("state", {}).get("outputs", ())
        if output.get("output_type") == "error"
    ]


def _plain(text):
    """The first line of a message, without terminal colours."""
    return (re.sub(r"\x1b\[[0-9;]*m", "", text).strip().splitlines() or [""])[0]


def run_all(
    notebooks: Iterable[str | Path] | None = None,
    root: str | Path | None = None,
    processes: int = 2,
    progress: bool = False,
    **limits: float,
) -> list[Run]:
    """Run notebooks (default: all chapters and solutions) side by side; a Run for each, in order.

    The executed copies go to build/executed/, under the path of the notebook.
    """
    root = Path(root or course_root())
    ensure_compile_cache()
    paths = [Path(path).resolve() for path in notebooks or all_notebooks(root)]
    if missing := [str(path) for path in paths if not path.is_file()]:
        raise BookError(tr("no notebook at {missing}", missing=missing[0]))
    jobs = {path: root / "build" / "executed" / _below(path, root) for path in paths}
    spawn = multiprocessing.get_context("spawn")  # a fork would share zmq's sockets
    with ProcessPoolExecutor(min(processes, len(jobs)) or 1, mp_context=spawn) as pool:
        futures = {pool.submit(execute, path, out, **limits): path for path, out in jobs.items()}
        bar = tqdm(as_completed(futures), total=len(jobs), unit="notebook", disable=not progress)
        runs = {futures[done]: done.result() for done in bar}
    return [runs[path] for path in jobs]


def all_notebooks(root: str | Path) -> list[Path]:
    """The notebooks that must run without an error: chapters, and the solutions that instructors write."""
    return sorted(path for pattern in NOTEBOOKS for path in Path(root).glob(pattern))


def _below(path, root):
    return path.relative_to(root) if path.is_relative_to(root) else path.name
