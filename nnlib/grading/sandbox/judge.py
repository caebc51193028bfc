"""The judge's side of the boundary: stand-ins for a learner's functions, and the worker behind them.

`open_sandbox` starts the best backend there is. `Learner` is one submission: it runs the cells in a worker, asks the
questions, and when a worker dies or hangs it starts another and tells it again what had succeeded.
"""

import contextlib
import inspect
import keyword
import logging
import os
import select
import signal
import socket
import struct
import time
import warnings

import numpy as np

from nnlib.grading.sandbox.backends import CURE, Limits, SandboxError, backends
from nnlib.grading.sandbox.package import filtered
from nnlib.grading.sandbox.protocol import (
    HEAD,
    Reader,
    Violation,
    Writer,
    chosen,
    frame,
    lengths,
    parse,
    set_state,
)
from nnlib.grading.trial import AnswerFailed
from nnlib.limits import TimeLimitExceeded

log = logging.getLogger("nnlib.grading")
START, TICK = 20.0, 0.05  # seconds that a fork may take; how often the clocks are looked at
PLEASE = "Nothing was lost for your other answers."


def clean(text, most=300):
    """Text of a learner's, made harmless for terminals, databases and pages: printable characters only."""
    text = text[:most] if isinstance(text, str) else ""
    text = "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)
    return text.encode("utf-8", "replace").decode()


# -- the sandbox ----------------------------------------------------------------------------------


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
            raise SandboxError(f"{self.name} gave no worker: {error}") from None
        if data != b"ready":
            ours.close()
            raise SandboxError(f"{self.name} gave no worker; is the machine out of memory?")
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

    `only` names one backend ("bubblewrap", "podman", "docker", "plain"). Raises SandboxError where none works.
    """
    limits, problems = limits or Limits(), []
    nnlib = filtered(frozenset(asked), frozenset(imported))
    for backend in backends():
        if only and not backend.name.startswith(only):
            continue
        try:
            sandbox = _tried(backend, nnlib, limits)
        except (SandboxError, OSError) as problem:
            problems.append(f"{backend.name}: {problem}")
            continue
        if backend.name.startswith("plain") and not only:
            _warn(problems)
        log.info("sandbox: %s", backend.name)
        return sandbox
    raise SandboxError("no sandbox works here.\n  " + "\n  ".join(problems) + f"\n{CURE}")


def _tried(backend, nnlib, limits):
    """A sandbox that has shown that it can fork a worker."""
    sandbox = Sandbox(backend, backend.start(nnlib, limits), limits)
    try:
        conversation = Conversation(sandbox)
        conversation.ask({"do": "cell", "source": "import numpy", "file": "<probe>"})
        conversation.kill()
    except (SandboxError, Lost) as problem:
        sandbox.close()
        raise SandboxError(str(problem)) from None
    return sandbox


def _warn(problems):
    text = (
        "NO SANDBOX: learners' code runs as an ordinary process of yours, and can read and change your files. "
        "Grade only code that you trust.\n  " + "\n  ".join(problems) + f"\n{CURE}"
    )
    log.warning(text)
    warnings.warn(text, RuntimeWarning, stacklevel=3)


# -- one worker -----------------------------------------------------------------------------------


class Lost(Exception):
    """The worker is gone, and why: "timeout", "crash" or "protocol-violation"."""

    def __init__(self, why, about=""):
        super().__init__(about or why)
        self.why = why


class Conversation:
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

    def ask(self, message, block=b"", answer_callback=None):
        """Send a question and return the answer: (message, arrays). Raises Lost, and then the worker is dead."""
        if self.depth > 8:
            raise Lost("protocol-violation", "questions nested too deep")
        if self.depth == 0:
            self.calls, seconds = 0, self.limits.seconds
            if message["do"] == "cell":
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
                        raise Violation("an answer to another question")
                    return reply, arrays
                self.calls += 1
                if answer_callback is None or self.calls > self.limits.callbacks:
                    raise Violation("a call back that nobody asked for, or too many of them")
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


# -- one submission -------------------------------------------------------------------------------


class Learner:
    """One submission's code: cells go in, stand-ins come out. Workers may die; what succeeded is told again."""

    def __init__(self, sandbox):
        self.sandbox, self.limits = sandbox, sandbox.limits
        self.told, self.sources, self.lost = [], {}, []
        self.printed = {}  # what each cell printed
        self.worker, self.generation = None, 0
        self.until = time.monotonic() + self.limits.submission_seconds

    def close(self):
        if self.worker is not None:
            self.worker.kill()
            self.worker = None

    def run(self, name, source):
        """Run one cell. Returns None, or what went wrong: an AnswerFailed."""
        self.sources[name] = source
        before = len(self.lost)
        failed = self._cell(name)
        if (
            len(self.lost) == before
        ):  # one that ended in an error has done its part, and will do it again
            self.told.append(name)
        return failed

    def _cell(self, name):
        message = {"do": "cell", "source": self.sources[name], "file": f"<cell {name}>"}
        try:
            reply, _ = self.ask(message)
        except TimeLimitExceeded:
            return AnswerFailed(
                "timeout",
                f"Your cell was still running after {self.limits.cell_seconds:g} seconds. "
                "Is there a loop that never ends?",
            )
        except AnswerFailed as failed:
            return failed
        self.printed[name] = clean(reply.get("printed", ""), 2000)
        raised = reply.get("raised")
        return None if raised is None else self.failure("Your cell", raised)

    def look(self, name):
        """What a name stands for: a stand-in for a function or an object, or a plain value."""
        reply, block = self.ask({"do": "look", "name": name})
        if reply.get("missing"):
            raise AnswerFailed("not-defined", f"There is no {name}. Does your cell define it?")
        found = self.fetched(name, reply, block)
        if isinstance(found, Far):
            found._target = name  # a name means the same in the next worker
        return found

    def fetched(self, name, reply, block):
        """The value in a reply to a question about `name`."""
        if "raised" in reply:
            raise self.failure(name, reply["raised"])
        if "value" not in reply:
            raise self.gone(name, Lost("protocol-violation", "an answer without a value"))
        return self.read(
            name, Reader(block, lambda node: self.stand_in(name, node)), reply["value"]
        )

    def read(self, name, reader, node):
        """A value of the learner's. One that breaks the rules costs this worker."""
        try:
            return reader.value(node)
        except (Violation, RecursionError) as problem:
            raise self.gone(name, Lost("protocol-violation", str(problem))) from None

    def ask(self, message, block=b"", answer_callback=None, name="your code"):
        """One question. Raises TimeLimitExceeded, or AnswerFailed when the worker is lost with it."""
        try:
            if self.worker is None or self.worker.pidfd is None:
                self._start()
            return self._well_formed(*self.worker.ask(message, block, answer_callback))
        except Lost as lost:
            raise self.gone(name, lost) from None
        except Violation as problem:  # what we have to say is too large
            raise AnswerFailed(
                "error", f"{name} was given more than may cross: {problem}"
            ) from None

    def _well_formed(self, reply, block):
        """A reply whose parts have the types that they should have; what is inside them is checked where it is read."""
        wanted = {"raised": dict, "printed": str, "warned": list, "shares": list, "changed": list}
        if any(type(reply.get(key, kind())) is not kind for key, kind in wanted.items()):
            raise Lost("protocol-violation", "an answer of the wrong form")
        return reply, block

    def _start(self):
        """A new worker that has been told what had succeeded, leaving out what costs it its life this time."""
        if len(self.lost) > self.limits.restarts:
            raise AnswerFailed("crash", "This submission ended too many workers.")
        self.generation += 1
        self.worker = Conversation(self.sandbox, lambda: self.until - time.monotonic())
        for name in list(self.told):
            message = {"do": "cell", "source": self.sources[name], "file": f"<cell {name}>"}
            try:
                self.worker.ask(message)
            except Lost as lost:
                self.lost.append(lost.why)
                self.told.remove(name)
                return self._start()

    def gone(self, name, lost):
        """Note that a worker was lost; returns what to raise."""
        self.lost.append(lost.why)
        self.close()
        if lost.why == "timeout":
            return TimeLimitExceeded()
        if lost.why == "protocol-violation":
            return AnswerFailed(
                "protocol-violation", f"What {name} answered is nothing that can be read: {lost}."
            )
        return AnswerFailed(
            "crash",
            f"Python itself stopped while {name} ran: it was told to exit, it crashed, or memory ran out. "
            f"This part earns no points; the others count as usual.",
        )

    # -- what came back

    def failure(self, name, raised):
        """An error that the learner's code raised, as AnswerFailed."""
        if raised.get("not_written") is True:
            return AnswerFailed(
                "not-written",
                f"{name} is not written yet. Replace the raise by your code, run that cell, then this one.",
            )
        kind, text = clean(raised.get("type"), 60), clean(raised.get("text")).strip()
        kind = kind if kind.isidentifier() else "an error"
        said = f"{name} stopped with {kind}: {text}" if text else f"{name} stopped with {kind}"
        if kind == "NameError":
            said += " (Only the answer cells are graded: what an answer needs must stand in one of them.)"
        return AnswerFailed("error", said + (self._lines(raised.get("lines")) or "."))

    def _lines(self, places):
        """The learner's own lines at these places, innermost last."""
        said = ""
        for place in places[-3:] if type(places) is list else ():
            if type(place) is not list or [type(p) for p in place] != [str, int]:
                continue
            source = self.sources.get(place[0].removeprefix("<cell ").removesuffix(">"), "")
            lines = source.split("\n")
            if 0 < place[1] <= len(lines):
                said += f"\n  line {place[1]}: {clean(lines[place[1] - 1].strip(), 120)}"
        return said

    def stand_in(self, name, node):
        """The stand-in for something that stays on the learner's side."""
        if type(node.get("n")) is not int or node["t"] != "far":
            raise Violation("a handle that is none")
        kind = clean(node.get("type"), 60)
        if node.get("callable") is True:
            return FarFunction(self, name, node["n"], kind, node)
        return Far(self, name, node["n"], kind)


class Far:
    """Something of the learner's that stays on its own side. It can be passed back, and asked by name."""

    def __init__(self, learner, name, target, kind="object"):
        self._learner, self._target, self._generation = learner, target, learner.generation
        self.__name__ = self.__qualname__ = name
        self.far_type = kind

    def __getattr__(self, attribute):
        limits = self._learner.limits
        if attribute in limits.methods and attribute != "__call__":
            return lambda *args, **named: self._call(args, named, attribute)
        if attribute in limits.attributes:
            message = {"do": "get", "of": self._still_there(), "attribute": attribute}
            return self._learner.fetched(self.__name__, *self._learner.ask(message))
        raise AttributeError(f"{attribute} is not among the names that may be asked for")

    def __repr__(self):
        return f"<{self.__name__}, on the learner's side>"

    def _still_there(self):
        """The number or name by which the other side knows this. An object is lost with its worker."""
        if type(self._target) is int and self._generation != self._learner.generation:
            raise AnswerFailed("crash", f"{self.__name__} was lost when Python stopped.")
        return self._target

    def _call(self, args, named, method=None):
        learner, name = self._learner, self.__name__
        backs = []
        writer = Writer(lambda value: _ours(value, backs, learner))
        try:
            message = {"do": "call", "target": self._still_there(), "method": method}
            message["args"] = {"v": [writer.value(v) for v in args]}
            message["named"] = writer.value(named)
        except Violation as problem:
            raise AnswerFailed("error", f"{name} was given too much: {problem}") from None
        answer = _Answers(learner, backs).answer if backs else None
        self.side = Side()
        reply, block = learner.ask(message, writer.block, answer, name)
        self.side = Side(reply, writer.objects, args)
        reader = Reader(block, lambda node: learner.stand_in(name, node), writer.objects)
        result = None
        if "raised" not in reply:
            result = learner.read(name, reader, reply.get("value"))
        try:
            _write_back(reply.get("changed", []), reader, writer.objects)
        except Violation as problem:
            raise learner.gone(name, Lost("protocol-violation", str(problem))) from None
        if "raised" in reply:
            raise learner.failure(name, reply["raised"])
        return result


class FarFunction(Far):
    """A stand-in for a learner's function: called here, run there."""

    keeps_time = True  # of itself: the worker is ended, nothing here has to be interrupted

    def __init__(self, learner, name, target, kind="function", node=None):
        super().__init__(learner, name, target, kind)
        self.is_class = bool(node) and node.get("class") is True
        if (signature := _signature(node.get("parameters") if node else None)) is not None:
            self.__signature__ = signature

    def __call__(self, *args, **named):
        return self._call(args, named)


class Absent:
    """A stand-in for a function that is not there: every call says why."""

    keeps_time = True

    def __init__(self, name, why):
        self.__name__ = self.__qualname__ = name
        self.why = why

    def __call__(self, *args, **named):
        raise AnswerFailed(self.why.slip, self.why.message)


class Side:
    """What a call did beside returning: prints, warnings, and the arguments whose memory the result shares."""

    def __init__(self, reply=None, objects=(), args=()):
        reply = reply or {}
        self.printed = clean(reply.get("printed", ""), 2000)
        self.warned = tuple(clean(w, 200) for w in reply.get("warned", [])[:3])
        shared = [n for n in reply.get("shares", []) if type(n) is int and 0 <= n < len(objects)]
        self.shared = [
            k for k, value in enumerate(args) if any(objects[n] is value for n in shared)
        ]


class _Answers:
    """Answers what the learner's function asks while it runs: calls of the functions that it was given."""

    def __init__(self, learner, functions):
        self.learner, self.functions = learner, functions

    def answer(self, message, block):
        """The frame that answers one call back. What the function raises goes back as a name and a sentence."""
        if len(block) > 1 << 20:
            raise Violation("a call back with more than 1 MB")
        function = chosen(self.functions, message.get("ask"))
        reader = Reader(block, lambda node: self.learner.stand_in("your function", node))
        args, named = reader.value(message.get("args")), reader.value(message.get("named"))
        if type(args) is not list or type(named) is not dict:
            raise Violation("a call back without arguments")
        if any(type(key) is not str for key in named):
            raise Violation("a call back without arguments")
        writer = Writer(lambda value: _ours(value, self.functions, self.learner))
        try:
            with np.errstate(all="ignore"):
                value = function(*args, **named)
        except (TimeLimitExceeded, AnswerFailed, Lost):
            raise
        except Exception as error:
            return frame({"refused": type(error).__name__, "text": clean(str(error), 200)})
        node = writer.value(value)
        return frame({"answer": node}, writer.block)


def _ours(value, functions, learner):
    """The node of what has no plain value: a stand-in goes home, a function of ours is called back."""
    if isinstance(value, Far):
        if value._learner is not learner:
            raise Violation("something of another learner's")
        return {"t": "far", "n": value._still_there()}
    if not callable(value):
        raise Violation(f"a {type(value).__name__} cannot cross")
    functions.append(value)
    name = getattr(value, "__name__", "f")
    return {"t": "call", "n": len(functions) - 1, "name": name if name.isidentifier() else "f"}


def _write_back(changed, reader, objects):
    """Do to our arguments what the learner's function did to its copies of them."""
    for entry in changed:
        if type(entry) is not list or len(entry) != 2:
            raise Violation("a change of nothing")
        ours, now = chosen(objects, entry[0]), reader.value(entry[1])
        if type(now) is not type(ours):
            raise Violation("an argument that changed its kind")
        if isinstance(ours, np.ndarray):
            if now.shape != ours.shape or now.dtype != ours.dtype:
                raise Violation("an argument that changed its shape")
            ours[...] = now
        elif isinstance(ours, np.random.Generator):
            set_state(ours, now.bit_generator.state)
        elif isinstance(ours, dict):
            ours.clear()
            ours.update(now)
        else:
            ours[:] = now


def _signature(told):
    """A signature from [name, kind, has a default] for each parameter, or None where it makes no sense."""
    if type(told) is not list:
        return None
    made = []
    for entry in told[:50]:
        if type(entry) is not list or [type(e) for e in entry] != [str, int, bool]:
            return None
        name, kind, default = entry
        if not name.isidentifier() or keyword.iskeyword(name) or not 0 <= kind <= 4:
            return None
        kind = inspect._ParameterKind(kind)
        made.append(inspect.Parameter(name, kind, **({"default": None} if default else {})))
    try:
        return inspect.Signature(made)
    except ValueError:
        return None
