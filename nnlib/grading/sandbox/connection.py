"""The line to one worker: questions go out, answers come back, each within its time, its size and its form."""

import contextlib
import os
import select
import signal
import time

from nnlib.core.words import tr
from nnlib.grading.sandbox.protocol import HEAD, Violation, frame, lengths, parse

TICK = 0.05  # seconds between two looks at the clocks


class Lost(Exception):
    """The worker is gone, and why: "timeout", "crash" or "protocol-violation"."""

    def __init__(self, why, about=""):
        super().__init__(about or why)
        self.why = why


class Connection:
    """One worker: questions go out, answers come back, each within its time, its size and its form."""

    def __init__(self, sandbox, seconds=None):
        self.limits = sandbox.limits
        self.socket, self.pidfd, self.number = sandbox.fork()
        self.socket.setblocking(False)
        self.depth, self.calls, self.questions = 0, 0, 0
        self.clock = seconds or (lambda: self.limits.patience)

    def kill(self):
        """End the worker and all that it started: it is process 1 of its own world."""
        if self.pidfd is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
            with contextlib.suppress(OSError):
                os.close(self.pidfd)
            self.pidfd = None
        self.socket.close()

    def ask(self, message: dict, block: bytes = b"", answer_callback=None):
        """Send a question and return the answer: (message, arrays). Raises Lost, and then the worker is dead."""
        if self.depth > 8:
            raise Lost("protocol-violation", tr("questions nested too deep"))
        if self.depth == 0:
            self.calls, seconds = 0, self.limits.seconds
            if message["do"] in ("cell", "notebook"):
                seconds = self.limits.cell_seconds
            self.most_computing = self._computing() + seconds
            self.deadline = time.monotonic() + min(self.limits.patience, self.clock())
        self.depth += 1
        self.questions += 1
        number = self.questions
        try:
            self._send(frame(message | {"id": number}, block))
            while True:
                reply, arrays = self._receive()
                if "ask" not in reply:
                    if reply.get("to") != number:
                        raise Violation(tr("an answer to another question"))
                    return reply, arrays
                self.calls += 1
                if answer_callback is None or self.calls > self.limits.callbacks:
                    raise Violation(tr("a call back that nobody asked for, or too many of them"))
                self._send(answer_callback(reply, arrays))
        except Violation as problem:
            self.kill()
            raise Lost("protocol-violation", str(problem)) from None
        except BaseException:
            self.kill()
            raise
        finally:
            self.depth -= 1

    def _send(self, data):
        view = memoryview(data)
        while view:
            self._wait(select.POLLOUT)
            try:
                view = view[self.socket.send(view) :]
            except BlockingIOError:
                continue
            except OSError:
                raise Lost("crash") from None

    def _receive(self):
        head = self._exactly(HEAD.size)
        n_text, n_block = lengths(head, block=self.limits.answer)
        text = self._exactly(n_text)
        return parse(text), self._exactly(n_block)

    def _exactly(self, size):
        parts = bytearray()
        while len(parts) < size:
            self._wait(select.POLLIN)
            try:
                part = self.socket.recv(min(size - len(parts), 1 << 20))
            except BlockingIOError:
                continue
            except OSError:
                raise Lost("crash") from None
            if not part:
                raise Lost("crash")
            parts += part
        return bytes(parts)

    def _wait(self, event):
        """Wait until the socket is ready; look at both clocks now and then."""
        poll = select.poll()
        poll.register(self.socket, event)
        while True:
            ready = poll.poll(TICK * 1000)
            if time.monotonic() > self.deadline:
                raise Lost("timeout")
            if ready:
                return
            if self._computing() > self.most_computing:
                raise Lost("timeout")

    def _computing(self):
        """Seconds that the worker has computed so far, where the system tells."""
        if self.number is None:
            return 0.0
        try:
            with open(f"/proc/{self.number}/stat", "rb") as file:
                fields = file.read().rpartition(b")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except (OSError, IndexError, ValueError):
            return 0.0
