"""The learner's side: a warm process inside the sandbox that forks once per submission, runs cells, and is asked.

Runs with effects.py, protocol.py and confine.py beside it, and needs NumPy and the standard library. The parent process
never runs a line of a learner's; each child gives up its rights first, and then is nothing but the learner's.
"""

import contextlib
import gc
import importlib
import inspect
import io
import os
import signal
import socket
import sys
import threading
import warnings

import numpy as np
from confine import adopt_orphans, confine, isolate
from effects import described, differs, executed, kept, parameters, shares, write_file
from protocol import HEAD, Reader, Violation, Writer, chosen, frame, items, lengths, parse

PRINTED, WARNED = 2000, 3


# -- a fork that gives up its rights --------------------------------------------------------------


def serve_forks(control, limits):
    """Fork a worker for every socket that the grader sends, until the grader goes away."""
    while True:
        data, sockets, _, _ = socket.recv_fds(control, 16, 1)
        _clear(limits)
        if not data:
            return
        if os.fork() == 0:
            control.close()
            _become_worker(socket.socket(fileno=sockets[0]), limits)
        os.close(sockets[0])


def _clear(limits):
    """Reap what has ended. Without a process space of their own, workers and what they left over are ended here."""
    if not limits["namespaces"]:
        with contextlib.suppress(OSError):
            with open(f"/proc/self/task/{os.getpid()}/children") as file:
                for child in map(int, file.read().split()):
                    os.kill(child, signal.SIGKILL)
                    os.waitpid(child, 0)
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _become_worker(grader, limits):
    """Go on as a process that only the learner's code will use; never returns."""
    status = 1
    try:
        os.setsid()
        isolate(limits)
        confine(limits)
        sys.path.append(os.getcwd())  # where what lies beside a notebook is put
        grader.sendall(b"ready")
        worker = Worker(grader, limits["answer"])
        with worker.line:
            worker.serve()
        status = 0
    except (OSError, Violation, EOFError):
        pass  # status 1 says it: the grader has gone, or hears no more of a process that breaks the rules
    finally:
        os._exit(status)


# -- the learner's cells and functions ------------------------------------------------------------


class Printed(io.StringIO):
    """Keeps the first characters that are printed, and drops the rest."""

    def write(self, text):
        super().write(text[: max(PRINTED - self.tell(), 0)])
        return len(text)


class Worker:
    """One learner's names, and the answers to the grader's questions about them."""

    def __init__(self, grader, most):
        self.grader, self.most, self.notebook = grader, most, None
        self.names = {"__name__": "__main__", "__builtins__": __builtins__}
        self.handles = []
        # who holds it may speak; let go of while a question is worked on
        self.line = threading.Lock()
        # questions in one another; how many there were that stand in none
        self.depth, self.question = 0, 0
        os.register_at_fork(after_in_child=self.fall_silent)
        sys.stdin = io.StringIO()

    def fall_silent(self):
        """In a process that the learner's code has forked: only one may speak to the grader."""
        self.grader.close()

    def serve(self):
        """Answer questions until the grader goes away, or until the one answer that is waited for arrives."""
        while True:
            message, block = self.receive()
            if "answer" in message or "refused" in message:
                return message, block
            data = self.answered(message, block)
            self.grader.sendall(data)

    def answered(self, message, block):
        """The frame that answers a question. Meanwhile threads of the learner's may ask something themselves."""
        ask = {"cell": self.cell, "look": self.look, "call": self.call, "get": self.get}
        ask |= {"file": self.file, "notebook": self.in_notebook}
        self.question += not self.depth
        self.depth += 1
        self.line.release()
        try:
            reply, block = ask[message["do"]](message, block)
            reply["to"] = message["id"]
            return frame(reply, block, self.most)
        except Violation as problem:  # an answer that the grader would not take
            raised = {"type": "ValueError", "text": str(problem), "lines": []}
            return frame({"raised": raised, "to": message["id"]})
        finally:
            self.line.acquire()
            self.depth -= 1

    def receive(self):
        head = self.exactly(HEAD.size)
        n_text, n_block = lengths(head)
        return parse(self.exactly(n_text)), self.exactly(n_block)

    def exactly(self, size):
        parts = bytearray()
        while len(parts) < size:
            part = self.grader.recv(min(size - len(parts), 1 << 20))
            if not part:
                raise EOFError
            parts += part
        return bytes(parts)

    def send(self, message, block=b""):
        self.grader.sendall(frame(message, block))

    # -- questions

    def cell(self, message, _block):
        """Run one cell; its last value is not shown to anyone."""
        # Numba's @njit(cache=True) wants a file to stand behind a function.
        with contextlib.suppress(OSError, UnicodeError):
            write_file(message["file"], message["source"].encode())
        reply, _ = self.guarded(lambda: executed(message["source"], message["file"], self.names))
        return reply, b""

    def file(self, message, block):
        """Put a file, or more of it, where the cells find it."""
        return self.guarded(lambda: write_file(message["name"], block, message["more"]))[0], b""

    def in_notebook(self, message, _block):
        """Run one cell as a notebook does, tests too."""
        if self.notebook is None:
            from notebook import Notebook  # loaded, with IPython, before the fork

            self.notebook = Notebook(self.names)
        return self.notebook.run(message["source"], message["file"])

    def look(self, message, _block):
        """What a name stands for."""
        if message["name"] not in self.names:
            return {"missing": True}, b""
        return self.written(lambda: self.names[message["name"]])

    def get(self, message, _block):
        """An attribute of an object that stays here."""
        return self.written(
            lambda: getattr(chosen(self.handles, message["of"]), message["attribute"])
        )

    def written(self, fetch):
        reply, value = self.guarded(fetch)
        writer = Writer(self.handle)
        if "raised" not in reply:
            reply["value"] = writer.value(value)
        return reply, writer.block

    def call(self, message, block):
        """Call a function, or a method of an object that stays here; say what came of the arguments too."""
        reader = Reader(block, self.other)
        args = [reader.value(node) for node in items(message["args"])]
        named = reader.value(message["named"])
        before = [kept(o) for o in reader.objects]

        def run():
            function = self.target(message["target"])
            if message.get("method"):
                function = getattr(function, message["method"])
            return getattr(function, "py_func", function)(*args, **named)

        reply, result = self.guarded(run)
        writer = Writer(self.handle, {id(o): n for n, o in enumerate(reader.objects)})
        if "raised" not in reply:
            reply["value"] = writer.value(result)
            reply["shares"] = shares(result, reader.objects)
        reply["changed"] = [
            [n, self.contents(writer, o)]
            for n, (o, old) in enumerate(zip(reader.objects, before))
            if differs(o, old)
        ]
        return reply, writer.block

    def contents(self, writer, changed):
        """The node of what an argument has become, without saying that it is the argument."""
        known = writer.known
        writer.known = {key: n for key, n in known.items() if key != id(changed)}
        node = writer.value(changed)
        writer.numbers.pop(id(changed), None)
        writer.known = known
        return node

    def target(self, target):
        if type(target) is int:
            return chosen(self.handles, target)
        return self.names[target]

    def guarded(self, run):
        """Run it: a reply with what it printed, warned and raised, and its value."""
        printed, reply, value = Printed(), {}, None
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                try:
                    value = run()
                except BaseException as error:
                    reply["raised"] = described(error)
        reply["printed"] = printed.getvalue()
        reply["warned"] = [str(w.message)[:200] for w in caught[:WARNED]]
        return reply, value

    # -- what has no plain value

    def handle(self, value):
        """The node of an object that stays here."""
        self.handles.append(value)
        name = type(value).__name__
        if isinstance(value, np.ndarray):
            name = f"ndarray of {value.dtype.name}" if type(value) is np.ndarray else name
        node = {"t": "far", "n": len(self.handles) - 1, "type": str(name)[:60]}
        node["callable"], node["class"] = callable(value), inspect.isclass(value)
        if callable(value):
            node["parameters"] = parameters(getattr(value, "py_func", value))
        return node

    def other(self, node):
        """What a node of the grader's stands for: something of the learner's, or a function on the grader's side."""
        if node["t"] == "far":
            return self.target(node["n"])

        question = self.question

        def ask(*args, **named):
            with self.line:
                writer = Writer(self.handle)
                message = {"ask": node["n"], "args": writer.value(list(args))}
                message["named"] = writer.value(named)
                if self.question != question:
                    raise RuntimeError(
                        "this function may be called while the call that it came with goes on"
                    )
                self.send(message, writer.block)
                answer, block = self.serve()
            if "refused" in answer:
                kind = {"TypeError": TypeError, "ValueError": ValueError, "IndexError": IndexError}
                raise kind.get(answer["refused"], RuntimeError)(answer["text"])
            return Reader(block, self.other).value(answer["answer"])

        ask.__name__ = ask.__qualname__ = node["name"]
        for name, method in node.get("methods", {}).items():  # of a model
            setattr(ask, name, self.other(method))
        return ask


def main(limits):
    """Warm up, then fork until the grader goes away."""
    control = socket.socket(fileno=0) if not limits["address"] else socket.socket(socket.AF_UNIX)
    if limits["address"]:
        control.connect(limits["address"])
    if not limits["namespaces"]:
        adopt_orphans()
    for module in limits["warm"]:
        importlib.import_module(module)
    np.random.default_rng(0).normal(size=3)
    quiet = os.open(os.devnull, os.O_RDWR)
    os.dup2(quiet, 1)
    control.send(b"warm")
    os.dup2(quiet, 2)
    gc.freeze()  # or the forks would each copy what only the collector touches
    serve_forks(control, limits)
