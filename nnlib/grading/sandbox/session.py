"""One learner's session: cells go in, stand-ins come out, and whoever dies or hangs is replaced and told again."""

import time

from nnlib.core.limits import TimeLimitExceeded
from nnlib.core.words import tr
from nnlib.grading.meaning import meaning, without_advice
from nnlib.grading.sandbox.connection import Connection, Lost
from nnlib.grading.sandbox.protocol import Reader, Violation
from nnlib.grading.sandbox.standin import Far, FarFunction
from nnlib.grading.sandbox.weight import weigh
from nnlib.grading.text import clean
from nnlib.grading.trial import AnswerFailed

PIECE = 16 << 20  # bytes of a file that are handed on at once


class Session:
    """One submission's code in a sandbox: its cells, the worker that has run them, and what that cost so far.

    `asked` counts the questions: whoever runs a test can see whether it came to the learner's code at all. `files` lie
    beside the cells in every worker. `how` a cell is run: "cell", or as in a "notebook".
    """

    def __init__(self, sandbox, files=(), how="cell"):
        self.sandbox, self.limits, self.files, self.how = sandbox, sandbox.limits, files, how
        self.told, self.sources, self.lost = [], {}, []
        self.printed = {}  # what each cell printed
        self.replies = {}  # what was said of each cell, with the bytes that came with it
        self.worker, self.generation, self.asked = None, 0, 0
        self.strange = 0  # objects that came across as stand-ins which only stand there
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
        try:
            self.replies[name] = reply, _ = self.ask(self._message(name))
        except TimeLimitExceeded:
            return AnswerFailed(
                "timeout",
                tr(
                    "Your cell was still running after {cell_seconds:g} seconds. Is there a loop that "
                    "never ends?",
                    cell_seconds=self.limits.cell_seconds,
                ),
            )
        except AnswerFailed as failed:
            return failed
        self.printed[name] = clean(reply.get("printed", ""), 2000)
        raised = reply.get("raised")
        return None if raised is None else self.failure(tr("Your cell"), raised)

    def _message(self, name):
        return {"do": self.how, "source": self.sources[name], "file": f"<cell {name}>"}

    def look(self, name):
        """What a name stands for: a stand-in for a function or an object, or a plain value."""
        reply, block = self.ask({"do": "look", "name": name})
        if reply.get("missing"):
            raise AnswerFailed(
                "not-defined", tr("There is no {name}. Does your cell define it?", name=name)
            )
        found = self.fetched(name, reply, block)
        if isinstance(found, Far):
            found._target = name  # a name means the same in the next worker
        return found

    def fetched(self, name, reply, block):
        """The value in a reply to a question about `name`."""
        if "raised" in reply:
            raise self.failure(name, reply["raised"])
        if "value" not in reply:
            raise self.gone(name, Lost("protocol-violation", tr("an answer without a value")))
        return self.read(
            name, Reader(block, lambda node: self.stand_in(name, node)), reply["value"]
        )

    def read(self, name, reader, node):
        """A value of the learner's. One that breaks the rules costs this worker."""
        try:
            value = reader.value(node)
            weigh([value])
            return value
        except (Violation, RecursionError) as problem:
            raise self.gone(name, Lost("protocol-violation", str(problem))) from None

    def ask(self, message, block=b"", answer_callback=None, name=None):
        """One question. Raises TimeLimitExceeded, or AnswerFailed when the worker is lost with it."""
        name = name or tr("your code")
        self.asked += 1
        try:
            if self.worker is None or self.worker.pidfd is None:
                self._start()
            return self._well_formed(*self.worker.ask(message, block, answer_callback))
        except Lost as lost:
            raise self.gone(name, lost) from None
        except Violation as problem:  # what we have to say is too large
            raise AnswerFailed(
                "error",
                tr("{name} was given more than may cross: {problem}", name=name, problem=problem),
            ) from None

    def _well_formed(self, reply, block):
        """A reply whose parts have the types that they should have; what is inside them is checked where it is read."""
        wanted = {"raised": dict, "printed": str, "warned": list, "shares": list, "changed": list}
        wanted["outputs"] = list
        if any(type(reply.get(key, kind())) is not kind for key, kind in wanted.items()):
            raise Lost("protocol-violation", tr("an answer of the wrong form"))
        return reply, block

    def _start(self):
        """A new worker that has been told what had succeeded, leaving out what costs it its life this time."""
        if len(self.lost) > self.limits.restarts:
            raise AnswerFailed("crash", tr("This submission ended too many workers."))
        self.generation += 1
        self.worker = Connection(self.sandbox, lambda: self.until - time.monotonic())
        for name, data in self.files:
            for start in range(0, max(len(data), 1), PIECE):
                piece = {"do": "file", "name": name, "more": start > 0}
                self.worker.ask(piece, data[start : start + PIECE])
        for name in list(self.told):
            try:
                self.worker.ask(self._message(name))
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
                "protocol-violation",
                tr(
                    "What {name} answered is nothing that can be read: {lost}.",
                    name=name,
                    lost=lost,
                ),
            )
        return AnswerFailed(
            "crash",
            tr(
                "Python itself stopped while {name} ran: it was told to exit, it crashed, or memory "
                "ran out. This part earns no points; the others count as usual.",
                name=name,
            ),
        )

    # -- what came back

    def failure(self, name, raised):
        """An error that the learner's code raised, as AnswerFailed."""
        if raised.get("not_written") is True:
            return AnswerFailed(
                "not-written",
                tr(
                    "{name} is not written yet. Replace the raise by your code, run that cell, then this "
                    "one.",
                    name=name,
                ),
            )
        kind, text = clean(raised.get("type"), 60), clean(raised.get("text")).strip()
        kind = kind if kind.isidentifier() else tr("an error")
        means, text = meaning(f"{kind}: {text}"), without_advice(text)
        said = (
            tr("{name} stopped with {kind}: {text}", name=name, kind=kind, text=text)
            if text
            else tr("{name} stopped with {kind}", name=name, kind=kind)
        )
        said += self._lines(raised.get("lines")) or "."
        return AnswerFailed("error", "\n".join(filter(None, [said, means])))

    def _lines(self, places):
        """The learner's own lines at these places, innermost last."""
        said = ""
        for place in places[-3:] if type(places) is list else ():
            if type(place) is not list or [type(p) for p in place] != [str, int]:
                continue
            source = self.sources.get(place[0].removeprefix("<cell ").removesuffix(">"), "")
            lines = source.split("\n")
            if 0 < place[1] <= len(lines):
                said += tr(
                    "\n  line {place}: {clean}",
                    place=place[1],
                    clean=clean(lines[place[1] - 1].strip(), 120),
                )
        return said

    def stand_in(self, name, node):
        """The stand-in for something that stays on the learner's side."""
        if type(node.get("n")) is not int or node["t"] != "far":
            raise Violation(tr("a handle that is none"))
        kind = clean(node.get("type"), 60)
        self.strange += node.get("callable") is not True
        if node.get("callable") is True:
            return FarFunction(self, name, node["n"], kind, node)
        return Far(self, name, node["n"], kind)
