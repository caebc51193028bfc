"""Stand-ins on the grader's side for what a learner has made: called here, run there, and only data in between."""

import inspect
import keyword

import numpy as np

from nnlib.core.limits import TimeLimitExceeded
from nnlib.core.words import tr
from nnlib.grading.sandbox.connection import Lost
from nnlib.grading.sandbox.protocol import Reader, Violation, Writer, chosen, frame, set_state
from nnlib.grading.sandbox.weight import weigh
from nnlib.grading.text import clean
from nnlib.grading.trial import AnswerFailed

CALL_BACK = 1 << 20  # bytes of arrays that a learner may give to a function of ours


class Far:
    """Something of the learner's that stays on its own side. It can be passed back, and asked by name."""

    def __init__(self, session, name, target, kind="object"):
        self._session, self._target, self._generation = session, target, session.generation
        self.__name__ = self.__qualname__ = name
        self.far_type = kind

    def __getattr__(self, attribute):
        limits = self._session.limits
        if attribute in limits.methods and attribute != "__call__":
            return lambda *args, **named: self._call(args, named, attribute)
        if attribute in limits.attributes:
            message = {"do": "get", "of": self._still_there(), "attribute": attribute}
            return self._session.fetched(self.__name__, *self._session.ask(message))
        raise AttributeError(
            tr("{attribute} is not among the names that may be asked for", attribute=attribute)
        )

    def __repr__(self):
        return tr("<{name}, on the learner's side>", name=self.__name__)

    def _still_there(self):
        """The number or name by which the other side knows this. An object is lost with its worker."""
        if type(self._target) is int and self._generation != self._session.generation:
            raise AnswerFailed(
                "crash", tr("{name} was lost when Python stopped.", name=self.__name__)
            )
        return self._target

    def _call(self, args, named, method=None):
        session, name = self._session, self.__name__
        backs = []
        writer = Writer(lambda value: _ours(value, backs, session))
        try:
            message = {"do": "call", "target": self._still_there(), "method": method}
            message["args"] = {"v": [writer.value(v) for v in args]}
            message["named"] = writer.value(named)
        except Violation as problem:
            raise AnswerFailed(
                "error", tr("{name} was given too much: {problem}", name=name, problem=problem)
            ) from None
        answer = _Answers(session, backs).answer if backs else None
        self.side = Side()
        reply, block = session.ask(message, writer.block, answer, name)
        self.side = Side(reply, writer.objects, args)
        reader = Reader(block, lambda node: session.stand_in(name, node), writer.objects)
        result = None
        if "raised" not in reply:
            result = session.read(name, reader, reply.get("value"))
        try:
            _write_back(reply.get("changed", []), reader, writer.objects)
        except Violation as problem:
            raise session.gone(name, Lost("protocol-violation", str(problem))) from None
        if "raised" in reply:
            raise session.failure(name, reply["raised"])
        return result


class FarFunction(Far):
    """A stand-in for a learner's function: called here, run there."""

    keeps_time = True  # of itself: the worker is ended, nothing here has to be interrupted

    def __init__(self, session, name, target, kind="function", node=None):
        super().__init__(session, name, target, kind)
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

    def __init__(self, session, functions):
        self.session, self.functions = session, functions

    def answer(self, message, block):
        """The frame that answers one call back. What the function raises goes back as a name and a sentence."""
        if len(block) > CALL_BACK:
            raise Violation(tr("a call back with more than 1 MB"))
        function = chosen(self.functions, message.get("ask"))
        reader = Reader(block, lambda node: self.session.stand_in(tr("your function"), node))
        args, named = reader.value(message.get("args")), reader.value(message.get("named"))
        if type(args) is not list or type(named) is not dict:
            raise Violation(tr("a call back without arguments"))
        if any(type(key) is not str for key in named):
            raise Violation(tr("a call back without arguments"))
        weigh([args, named], 4 * CALL_BACK)
        writer = Writer(lambda value: _ours(value, self.functions, self.session))
        try:
            with np.errstate(all="ignore"):
                value = function(*args, **named)
        except (TimeLimitExceeded, AnswerFailed, Lost):
            raise
        except Exception as error:
            return frame({"refused": type(error).__name__, "text": clean(str(error), 200)})
        node = writer.value(value)
        return frame({"answer": node}, writer.block)


def _ours(value, functions, session):
    """The node of what has no plain value: a stand-in goes home, a function of ours is called back."""
    if isinstance(value, Far):
        if value._session is not session:
            raise Violation(tr("something of another learner's"))
        return {"t": "far", "n": value._still_there()}
    if not callable(value):
        raise Violation(tr("a {name} cannot cross", name=type(value).__name__))
    functions.append(value)
    name = getattr(value, "__name__", "f")
    node = {"t": "call", "n": len(functions) - 1, "name": name if name.isidentifier() else "f"}
    methods = {name: getattr(value, name) for name in getattr(value, "methods", ())}
    node["methods"] = {name: _ours(method, functions, session) for name, method in methods.items()}
    return node


def _write_back(changed, reader, objects):
    """Do to our arguments what the learner's function did to its copies of them: all of it, or nothing."""
    changes = []
    for entry in changed:
        if type(entry) is not list or len(entry) != 2:
            raise Violation(tr("a change of nothing"))
        ours, now = chosen(objects, entry[0]), reader.value(entry[1])
        if type(now) is not type(ours):
            raise Violation(tr("an argument that changed its kind"))
        changes.append((ours, now))
    weigh(objects, becomes={id(ours): now for ours, now in changes})
    for ours, now in changes:
        if isinstance(ours, np.ndarray):
            if now.shape != ours.shape or now.dtype != ours.dtype:
                raise Violation(tr("an argument that changed its shape"))
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
