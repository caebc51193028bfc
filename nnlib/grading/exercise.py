"""What an exercise is made of: parts with points, cases with the truth, typical slips; and the form to write one in.

`Case`, `Part`, `Slip` and `Exercise` are the data that the checks read. `exercise` and `case` build them from
decorated functions: one exercise, one file, with the answers that its checks must accept and reject.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnlib.core.annotated import held, text
from nnlib.core.arguments import MOST, a_function, between
from nnlib.core.words import paragraph, tr
from nnlib.grading.near import TOLERANCE


@dataclass(frozen=True)
class Case:
    """One call: the arguments by name, what must come back by name, and a few words on what is special.

    `elementwise` compares each entry with its own size instead of the largest one's, for values like 4e-18.
    `scale` is the size against which errors are measured where the truth is all zeros. `slopes`: see `near`;
    `single`: asked only of slopes in float32, see `exercises.single`.

    Three hooks serve what is no single array. `run(function, given)` makes the call, or several of them, from the
    copied arguments by name. `read(result)` takes the result apart into named values, and raises `Misfit` where it
    is built otherwise than asked. `judge(values, arguments)` decides instead of the comparison with the truth, where
    many answers are right: it gives (slip key, message), or None for a right answer; the truth then is one example.
    """

    arguments: dict[str, object]
    truth: dict[str, object]
    about: str = ""
    tolerance: float = TOLERANCE
    elementwise: bool = False
    scale: float = 0.0
    run: Callable | None = None
    read: Callable | None = None
    judge: Callable | None = None
    seconds: float = 2.0
    slopes: bool = False
    single: bool = False


class Misfit(Exception):
    """What a `read` raises for a result that is built otherwise than asked: the slip key and what to say."""

    def __init__(self, slip, message):
        super().__init__(message)
        self.slip, self.message = slip, message


@dataclass(frozen=True)
class Part:
    """A part of an exercise. `cases(rng)` draws its cases; `pure` adds that inputs stay as they are."""

    name: str
    points: float
    cases: Callable[[np.random.Generator], list[Case]]
    hidden: bool = False
    pure: bool = False


@dataclass(frozen=True)
class Slip:
    """A typical wrong answer: the function that makes it, its stable key, and what to say to the learner.

    `wrong` is None for a slip that is found by its effect, such as a changed input.
    """

    key: str
    message: str
    wrong: Callable | None = None


@dataclass(frozen=True)
class Exercise:
    """One graded function: its name and parameters, its parts, and the slips that are known by name."""

    name: str
    parameters: tuple[str, ...]
    parts: tuple[Part, ...]
    slips: tuple[Slip, ...] = ()


# ---- the form in which exercises are written ------------------------------------------------------

OPTIONS = ("tolerance", "elementwise", "scale", "run", "read", "judge", "seconds", "slopes")


@dataclass(frozen=True)
class Call:
    """A case whose names are not sorted yet: the exercise knows which are arguments and which is the truth."""

    about: str
    named: dict[str, object]
    options: dict[str, object]


def case(about: str = "", /, **named: object) -> Call:
    """One call and what must come back, all by name; `about` says in a few words what is special about it.

    A list of numbers, or of such lists, becomes an array of float64, unless the exercise's signature says that it is
    a list ("sizes: list -> count"); everything else is passed as it is. What `OPTIONS` names are no arguments.
    """
    options = {name: named.pop(name) for name in OPTIONS if name in named}
    for hook in {"run", "read", "judge"} & options.keys():
        if options[hook] is not None:
            a_function(hook, options[hook])
    return Call(about, named, options)


def _array(value):
    return np.array(value, dtype=np.float64) if _is_table(value) else value


def _is_table(value):
    if not isinstance(value, list) or not value:
        return False
    return all(_is_table(entry) or type(entry) in (int, float) for entry in value)


@dataclass(frozen=True)
class Wrong:
    """A wrong answer that the checks must reject: with this slip (any, where it is None), leaving these points."""

    function: Callable
    slip: str | None
    points: float


class Form:
    """An exercise being written: `part`, `slip`, `effect`, `right`, `wrong` and `same` add to it."""

    def __init__(self, name: str, parameters: tuple[str, ...], outputs=(), lists=()):
        self.name, self.parameters, self.outputs, self.lists = name, parameters, outputs, lists
        self.parts: list[Part] = []
        self.slips: list[Slip] = []
        self.rights: list[Callable] = []
        self.wrongs: list[Wrong] = []
        self.equivalents: set[str] = set()

    def built(self) -> Exercise:
        """The exercise as the checks read it: its answers stay behind."""
        return Exercise(self.name, self.parameters, tuple(self.parts), tuple(self.slips))

    @held
    def part(
        self, name: str | None = None, *, points: float, hidden: bool = False, pure: bool = False
    ):
        """Decorate `function(rng)`, which draws the cases of a part; its name is the part's unless `name` is given."""
        between("points", points, 0, MOST)

        def add(function):
            known = name or _key(function)
            if known in [part.name for part in self.parts]:
                raise ValueError(
                    tr("{name} has a part {known!r} already", name=self.name, known=known)
                )
            self.parts.append(Part(known, points, self._drawing(function), hidden, pure))
            return function

        return add

    @held
    def slip(
        self, function: Callable | None = None, /, *,
        key: str | None = None, says: str | None = None, like: Callable | None = None,
    ):  # fmt: skip
        """Decorate a typical wrong answer: its name is the slip's key, its docstring is what the learner reads.

        `key` and `says` stand in for the name and the docstring. `like` is a slip's function of this exercise:
        another way to make the same mistake, with the same key and the same words.
        """

        def add(wrong):
            known = key or (like and self._slip_of(like).key) or _key(wrong)
            said = says or (like and self._slip_of(like).message) or tr(paragraph(wrong.__doc__))
            if not said:
                raise ValueError(
                    tr(
                        "the slip {known!r} of {name} has no docstring to read",
                        known=known,
                        name=self.name,
                    )
                )
            self.slips.append(Slip(known, said, wrong))
            return wrong

        return add(function) if function else add

    @held
    def effect(self, key: str, says: str) -> None:
        """Add the words for a slip without a function: one that is found by its effect, such as "input-modified"."""
        self.slips.append(Slip(key, paragraph(says)))

    @held
    def right(self, function: Callable) -> Callable:
        """Decorate an answer that must get all the points."""
        self.rights.append(function)
        return function

    @held
    def wrong(self, *, slip: str | None, points: float = 0):
        """Decorate an answer that must be rejected: the slip that is named, and the points that are left."""

        def add(function):
            self.wrongs.append(Wrong(function, slip, points))
            return function

        return add

    def same(self, *lines: str) -> None:
        """Accept a change of the solution that is as right as it: the lines that go and come, as mutants are told."""
        for line in lines:
            text("a line", line)
        self.equivalents.add(" | ".join(line.strip() for line in lines))

    def _slip_of(self, function):
        found = next((slip for slip in self.slips if slip.wrong is function), None)
        if found is None:
            raise ValueError(
                tr("like is {function!r}, and no slip of {name}", function=function, name=self.name)
            )
        return found

    def _drawing(self, function):
        @functools.wraps(function)
        def drawing(rng):
            return [self._sorted(drawn) for drawn in function(rng)]

        return drawing

    def _sorted(self, drawn):
        """The case with its names sorted by the exercise's signature."""
        if isinstance(drawn, Case):
            return drawn
        named = {
            name: value if name in self.lists else _array(value)
            for name, value in drawn.named.items()
        }
        arguments = {name: named.pop(name) for name in self.parameters if name in named}
        if tuple(arguments) != self.parameters[: len(arguments)]:
            raise TypeError(
                tr(
                    "a case of {name} gives {listed}: one is left out",
                    name=self.name,
                    listed=", ".join(arguments),
                )
            )
        strange = [name for name in named if self.outputs and name not in self.outputs]
        if strange or not named:
            raise TypeError(
                tr(
                    "a case of {name} gives {strange!r}, which its signature does not have",
                    name=self.name,
                    strange=strange[0],
                )
                if strange
                else tr("a case of {name} does not say what must come back", name=self.name)
            )
        truth = {name: named[name] for name in self.outputs or named if name in named}
        return Case(arguments, truth, drawn.about, **drawn.options)


@held
def exercise(name: str, signature: str) -> Form:
    '''The exercise of the function `name`, to be filled in; `signature` names what goes in and what comes out.

    The outputs may be left out of the signature ("nodes, values") where they differ from case to case.
    Raises ValueError for a signature in which a name is none, stands twice, or is an option of `case`.

    >>> import numpy as np
    >>> from nnlib.grading.check import examine
    >>> from nnlib.grading.exercise import case, exercise
    >>> ex = exercise("rms", "x -> r")
    >>> @ex.part(points=2)
    ... def value(rng):
    ...     x = rng.normal(0, 1, 6)
    ...     return [case("a triangle", x=[3, 4], r=np.sqrt(12.5)), case(x=x, r=np.sqrt(np.mean(x * x)))]
    >>> @ex.slip
    ... def no_root(x):
    ...     """You stop at the mean of the squares. In which unit is the answer wanted?"""
    ...     return np.mean(x * x)
    >>> @ex.right
    ... def by_norm(x):
    ...     return np.linalg.norm(x) / np.sqrt(len(x))
    >>> @ex.wrong(slip="wrong-value", points=0)
    ... def never_divided(x):
    ...     return np.linalg.norm(x)
    >>> print(examine(ex, no_root))
    ✗ rms · value: 0 of 2 points  [slip: no-root]
      You stop at the mean of the squares. In which unit is the answer wanted?
    >>> examine(ex, ex.rights[0]).points, examine(ex, ex.wrongs[0].function).slip
    (2.0, 'wrong-value')
    '''
    inputs, _, outputs = signature.partition("->")
    inputs, outputs = _names(inputs), _names(outputs)
    known = [word for word, _ in (*inputs, *outputs)]
    for word, kind in (*inputs, *outputs):
        usable = word.isidentifier() and word not in OPTIONS and known.count(word) == 1
        if not usable or kind not in ("", "list"):
            raise ValueError(
                tr(
                    "{word!r} cannot stand in the signature {signature!r} of {name}",
                    word=word,
                    signature=signature,
                    name=name,
                )
            )
    lists = tuple(word for word, kind in inputs if kind)
    return Form(name, tuple(dict(inputs)), tuple(dict(outputs)), lists)


def _names(listed):
    """[(name, what stands behind its colon), ...] of "X, sizes: list"."""
    words = (word.partition(":") for word in listed.split(",") if word.strip())
    return [(word.strip(), kind.strip()) for word, _, kind in words]


def _key(function):
    return function.__name__.strip("_").replace("_", "-")
