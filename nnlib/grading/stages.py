"""Stages of this project in nbgrader's road, named in `nbgrader_config.py`.

ExecuteByQuestion runs a submission so that a crash or an endless loop costs its own question and nothing else.
OnlyNumbersScore lets a test cell score by the number it returns, and by nothing else.
KeepHidden takes the hidden tests out of the feedback.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path
from queue import Empty
from subprocess import DEVNULL
from tempfile import TemporaryDirectory
from time import monotonic

import nbgrader
from jupyter_client.manager import KernelManager
from nbformat.v4 import new_output, output_from_msg
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets import Float, Integer, List

OUTPUTS = ("stream", "display_data", "execute_result", "error")


def template_folders():
    """Folders of page templates: ours, which ask no other host for anything, then nbgrader's."""
    nbgrader_templates = Path(nbgrader.__file__).parent / "server_extensions/formgrader/templates"
    return [str(Path(__file__).parent / "templates"), str(nbgrader_templates)]


def put_tools_on_path():
    """Let nbgrader find the tools installed beside it (alembic, for a new gradebook), also where no venv is active."""
    beside, path = str(Path(sys.executable).parent), os.environ.get("PATH", "")
    if beside not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join(filter(None, [beside, path]))


def local_exchange():
    """The folder through which nbgrader hands notebooks out on this machine; a shared one is set in its place.

    Open to all, since nbgrader asks for that; made on first use where this folder can be written.
    """
    folder = Path("build", "exchange").absolute()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o777)
    return str(folder)


def without_errors(outputs):
    """The outputs that are no errors."""
    return [output for output in outputs if output.output_type != "error"]


def clipped(output, room):
    """The output as a list of one, with at most `room` characters of text; an empty list where it does not fit."""
    if output.output_type == "stream":
        output.text = output.text[:room]
        return [output] if output.text else []
    return [output] if len(str(output)) <= room else []


class KernelLost(Exception):
    """The kernel is gone; `outputs` are those of the cell that took it along, with the reason as the last one."""

    def __init__(self, *outputs):
        super().__init__(outputs[-1].evalue)
        self.outputs = list(outputs)


def _error(name, text):
    """An error output that says `text` in plain words."""
    return new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])


def _died():
    return _error(
        "KernelDied",
        "Python itself stopped while this cell ran: it was told to exit, it crashed, or memory ran out. "
        "This cell earns no points; the others count as usual.",
    )


def _too_slow(seconds):
    return _error(
        "TimeLimit",
        f"This cell ran for more than {seconds:g} seconds and was stopped. Is there a loop that never ends? "
        "It earns no points; the others count as usual.",
    )


class Kernel:
    """A Python process that runs one cell at a time and can be lost at any moment.

    The blocking client is used on purpose: nbclient's asynchronous one can wait for ever on an idle kernel.
    """

    def __init__(self, name, folder, startup_timeout):
        self.profile = (
            TemporaryDirectory()
        )  # no start-up files, neither yours nor an earlier learner's
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel(
            cwd=folder,
            env=os.environ | {"IPYTHONDIR": self.profile.name},
            extra_arguments=["--HistoryManager.hist_file=:memory:"],
            stdout=DEVNULL,
            stderr=DEVNULL,
        )
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        try:
            self.client.wait_for_ready(timeout=startup_timeout)
        except RuntimeError:
            self.stop()
            raise

    def stop(self):
        """Kill the process and its group."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        self.profile.cleanup()

    def run(self, source, seconds, room, grace=2.0):
        """Outputs of a cell, at most `room` characters of text. Raises KernelLost when it takes the kernel along.

        After `seconds` the cell is interrupted; one that does not stop within `grace` loses the kernel.
        """
        request = self.client.execute(source, allow_stdin=False)
        deadline, outputs, late = monotonic() + seconds, [], False
        while True:
            message = self._next_message(request)
            if message is None and not self.manager.is_alive():
                raise KernelLost(*outputs, _too_slow(seconds) if late else _died())
            kind = message and message["header"]["msg_type"]
            if kind == "status" and message["content"]["execution_state"] == "idle":
                verdict = self._verdict(request, outputs)
                return without_errors(outputs) + [_too_slow(seconds)] if late else outputs + verdict
            if kind in OUTPUTS:
                outputs += clipped(output_from_msg(message), room)
                room -= min(room, len(str(message["content"])))
            if monotonic() > deadline:
                if late:
                    raise KernelLost(*outputs, _too_slow(seconds))
                self.manager.interrupt_kernel()
                late, deadline = True, monotonic() + grace

    def _next_message(self, request):
        """The next message about `request`, or None when nothing came for a moment."""
        try:
            message = self.client.get_iopub_msg(timeout=0.25)
            while message["parent_header"].get("msg_id") != request:
                message = self.client.get_iopub_msg(timeout=0.25)
        except Empty:
            return None
        return message

    def _verdict(self, request, outputs):
        """What the kernel's reply adds to the outputs. Raises KernelLost when the cell told Python to end."""
        reply = {"msg_id": None}
        while reply["msg_id"] != request:
            try:
                message = self.client.get_shell_msg(timeout=5)
            except Empty:
                raise KernelLost(*outputs, _died()) from None
            reply = message["content"] | {"msg_id": message["parent_header"].get("msg_id")}
        if any(payload.get("source") == "ask_exit" for payload in reply.get("payload", [])):
            raise KernelLost(*outputs, _died())
        if reply["status"] != "ok" and not any(o.output_type == "error" for o in outputs):
            return [_error(reply.get("ename", "Error"), "An error without a message.")]
        return []


class ExecuteByQuestion(NbGraderPreprocessor):
    """Runs a submission cell by cell; a lost kernel is replaced and told again what had succeeded.

    Cells that are not tests (imports, the learner's functions) are what a new kernel is told. Tags are not looked at.
    """

    timeout = Float(20, help="Seconds that one cell may run").tag(config=True)
    startup_timeout = Float(60, help="Seconds that a kernel may take to start").tag(config=True)
    max_output = Integer(200_000, help="Characters of output kept per cell").tag(config=True)
    max_restarts = Integer(30, help="Kernels that one submission may lose").tag(config=True)

    def preprocess(self, nb, resources):
        """Run every code cell of `nb` and put its outputs in."""
        self.name = nb.metadata.get("kernelspec", {}).get("name", "python3")
        self.folder = resources.get("metadata", {}).get("path") or None
        self.told, self.lost, self.kernel = [], 0, None
        try:
            for number, cell in enumerate((c for c in nb.cells if c.cell_type == "code"), 1):
                cell.execution_count = number
                cell.outputs = self._outputs(cell)
        finally:
            self._drop_kernel()
        return nb, resources

    def _outputs(self, cell):
        """Outputs of one cell, whatever becomes of the kernel."""
        if not cell.source.strip():
            return []
        try:
            if self.kernel is None or not self.kernel.manager.is_alive():
                self._new_kernel()
            outputs = self._run(cell.source)
        except KernelLost as lost:
            self._drop_kernel()
            return lost.outputs
        if not is_grade(cell) and not any(output.output_type == "error" for output in outputs):
            self.told.append(cell.source)
        return outputs

    def _new_kernel(self):
        """Start a kernel and tell it what had succeeded, leaving out what costs the kernel this time."""
        self._drop_kernel()
        if self.lost > self.max_restarts:
            raise KernelLost(_died())
        self.lost += 1
        self.kernel = Kernel(self.name, self.folder, self.startup_timeout)
        for source in self.told:
            try:
                self._run(source)
            except KernelLost:
                self.told.remove(source)
                return self._new_kernel()

    def _run(self, source):
        return self.kernel.run(source, self.timeout, self.max_output)

    def _drop_kernel(self):
        if self.kernel is not None:
            self.kernel.stop()
            self.kernel = None


class OnlyNumbersScore(NbGraderPreprocessor):
    """A test cell scores by the one number that it returns, from 0 to its points; nothing else is worth anything.

    nbgrader alone gives full points to a cell without a number, and none to one with a warning on stderr.
    """

    def preprocess_cell(self, cell, resources, index):
        """Warnings become ordinary output; a test cell without a valid number becomes an error."""
        if not is_grade(cell) or is_solution(cell) or cell.cell_type != "code":
            return cell, resources
        for output in cell.outputs:
            if output.output_type == "stream":
                output.name = "stdout"
        if not self._scores(cell):
            cell.outputs = [o for o in cell.outputs if o.output_type != "execute_result"]
            if not any(o.output_type == "error" for o in cell.outputs):
                cell.outputs.append(_error("NoPoints", "This test did not return its points."))
        return cell, resources

    @staticmethod
    def _scores(cell):
        """Whether the cell returned exactly one number from 0 to its points, and no error."""
        results = [o for o in cell.outputs if o.output_type == "execute_result"]
        if len(results) != 1 or any(o.output_type == "error" for o in cell.outputs):
            return False
        try:
            points = float(results[0].data.get("text/plain", ""))
        except ValueError:
            return False
        return 0 <= points <= float(cell.metadata.nbgrader.points)


class KeepHidden(ClearHiddenTests):
    """Takes hidden tests out of the feedback: their source, and the lines of it that a traceback shows."""

    # The page exporter sets this on every stage and warns where it is not to be found.
    display_data_priority = List(["text/plain"]).tag(config=True)

    def preprocess_cell(self, cell, resources, index):
        """A hidden part keeps its comment, its message and its points."""
        if is_grade(cell) and not is_solution(cell) and self._remove_hidden_test_region(cell):
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    output.traceback = [f"{output.ename}: {output.evalue}"]
        return cell, resources
